/* rules.c -- bench rules: what each indicator costs, and what many cost.
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench/machine.h"
#include "bench/pass.h"

#include <stdio.h>
#include <stdlib.h>

#define NS 1e9
/* Other programs make a pass take longer, never shorter: the least of so many is its cost. */
#define PASSES 3

/* Of one run: what the engine took with all indicators, with none, and with each alone. */
struct costs {
    double none, all;
    double *alone;
    bool *keep;
    int counter;
};

/* The cost of a pass: instructions where they can be counted, as they do not tremble; else CPU
 * nanoseconds. A event. */
static enum ll_status cost_of(const struct ll_bench_setup *setup, const struct ll_pack *pack,
                              int counter, double *out, struct ll_error *err)
{
    const struct ll_bench_pass_setup how = {.pack = pack, .counter = counter};
    enum ll_status status = LL_OK;

    for (size_t i = 0; i < (counter >= 0 ? 1 : PASSES) && !status; i++) {
        struct ll_bench_pass pass;
        status = ll_bench_pass_engine(setup, &how, &pass, err);
        double cost = counter >= 0 ? pass.instructions : pass.cpu * NS;
        cost /= (double)setup->events->count;
        *out = i == 0 || cost < *out ? cost : *out;
    }
    return status;
}

static enum ll_status cost_of_choice(const struct ll_bench_setup *setup, const struct costs *costs,
                                     double *out, struct ll_error *err)
{
    struct ll_arena arena = {0};
    struct ll_pack *pack = ll_pack_choose(&arena, setup->engine.pack, costs->keep);
    enum ll_status status = pack ? cost_of(setup, pack, costs->counter, out, err)
                                 : ll_fail(err, LL_ERR_NOMEM, "no memory for a pack");

    ll_arena_fini(&arena);
    return status;
}

/* Keep all that are enabled, or none. */
static void keep_all(const struct ll_pack *pack, bool *keep, bool wanted)
{
    for (size_t i = 0; i < pack->indicator_count; i++)
        keep[i] = wanted && pack->indicators[i].enabled;
}

/* An indicator alone has with it the one whose reports it looks at. */
static void keep_one(const struct ll_pack *pack, bool *keep, size_t one)
{
    keep_all(pack, keep, false);
    keep[one] = true;
    if (pack->indicators[one].items == LL_ITEM_REPORT)
        keep[pack->indicators[one].reports_of] = true;
}

/* With none and with all: measured before the others and after them, so that a machine that grows
 * faster or slower meanwhile shifts neither against the others. The least counts. */
static enum ll_status measure_ends(const struct ll_bench_setup *setup, struct costs *costs,
                                   struct ll_error *err)
{
    double none, all;
    enum ll_status status;

    keep_all(setup->engine.pack, costs->keep, false);
    status = cost_of_choice(setup, costs, &none, err);
    keep_all(setup->engine.pack, costs->keep, true);
    if (!status)
        status = cost_of_choice(setup, costs, &all, err);
    if (status)
        return status;
    costs->none = costs->none > 0 && costs->none < none ? costs->none : none;
    costs->all = costs->all > 0 && costs->all < all ? costs->all : all;
    return LL_OK;
}

static enum ll_status measure_each(const struct ll_bench_setup *setup, struct costs *costs,
                                   struct ll_error *err)
{
    const struct ll_pack *pack = setup->engine.pack;
    enum ll_status status;

    costs->none = costs->all = 0;
    status = measure_ends(setup, costs, err);
    for (size_t i = 0; i < pack->indicator_count && !status; i++) {
        if (!pack->indicators[i].enabled)
            continue;
        keep_one(pack, costs->keep, i);
        status = cost_of_choice(setup, costs, &costs->alone[i], err);
    }
    return status ? status : measure_ends(setup, costs, err);
}

/* What an indicator costs alone, over none. */
static double cost_alone(const struct costs *costs, size_t i)
{
    double more = costs->alone[i] - costs->none;

    return more > 0 ? more : 0;
}

/* Its part of what all cost alone. */
static double share_of(const struct ll_pack *pack, const struct costs *costs, size_t one)
{
    double sum = 0;

    for (size_t i = 0; i < pack->indicator_count; i++)
        sum += pack->indicators[i].enabled ? cost_alone(costs, i) : 0;
    return sum > 0 ? cost_alone(costs, one) / sum * 100 : 0;
}

static void put_one(struct ll_bench_result *result, const struct costs *costs, const char *what,
                    ll_str id, double value)
{
    const char *unit = costs->counter >= 0 ? "instructions/event" : "ns/event";
    char name[200];

    (void)snprintf(name, sizeof name, "%s.%.*s", what, LL_STR_ARGS(id));
    ll_bench_put(result, name, strcmp(what, "share") == 0 ? "%" : unit,
                 strcmp(what, "alone") == 0 ? LL_BENCH_LOWER : LL_BENCH_NEITHER, value);
}

static void put_each(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                     const struct costs *costs, const size_t *order, size_t n)
{
    const struct ll_pack *pack = setup->engine.pack;
    const char *unit = costs->counter >= 0 ? "instructions/event" : "ns/event";

    ll_bench_put(result, "all_indicators", unit, LL_BENCH_LOWER, costs->all);
    ll_bench_put(result, "no_indicator", unit, LL_BENCH_LOWER, costs->none);
    for (size_t i = 0; i < n; i++)
        put_one(result, costs, "share", pack->indicators[order[i]].id,
                share_of(pack, costs, order[i]));
    for (size_t i = 0; i < n; i++)
        put_one(result, costs, "alone", pack->indicators[order[i]].id, cost_alone(costs, order[i]));
}

/* The dearest first, by the first run. Returns how many are enabled. */
static size_t sort_by_cost(const struct ll_pack *pack, const struct costs *costs, size_t *order)
{
    size_t n = 0;

    for (size_t i = 0; i < pack->indicator_count; i++) {
        size_t at = n;
        if (!pack->indicators[i].enabled)
            continue;
        for (; at > 0 && cost_alone(costs, order[at - 1]) < cost_alone(costs, i); at--)
            order[at] = order[at - 1];
        order[at] = i;
        n++;
    }
    return n;
}

/* By the medians of all runs. */
static void say_dearest(struct ll_bench_result *result)
{
    const char *dearest = "";
    double most = 0;

    for (size_t i = 0; i < result->count; i++) {
        const char *name = result->metrics[i]->name;
        double share = ll_bench_median(result, name, 0);
        if (strncmp(name, "share.", 6) != 0 || (*dearest && share <= most))
            continue;
        dearest = name + 6;
        most = share;
    }
    ll_bench_limited(result, "%s, the dearest indicator: %.0f %% of what all cost, each alone",
                     dearest, most);
}

static enum ll_status measure_own(const struct ll_bench_setup *setup,
                                  struct ll_bench_result *result, struct ll_error *err)
{
    size_t count = setup->engine.pack->indicator_count, n = 0;
    struct costs costs = {.counter = ll_bench_instructions_open()};
    size_t *order = calloc(count + 1, sizeof *order);
    enum ll_status status = LL_OK;

    costs.alone = calloc(count + 1, sizeof *costs.alone);
    costs.keep = calloc(count + 1, sizeof *costs.keep);
    if (!order || !costs.alone || !costs.keep)
        status = ll_fail(err, LL_ERR_NOMEM, "no memory for %zu indicators", count);
    for (size_t run = 1; run <= setup->runs && !status; run++) {
        ll_bench_say(setup, "run %zu of %zu: %zu indicators, each alone", run, setup->runs, count);
        if (run == 1) /* to warm up */
            status = cost_of(setup, setup->engine.pack, costs.counter, &costs.all, err);
        if (!status)
            status = measure_each(setup, &costs, err);
        if (status)
            break;
        if (run == 1)
            n = sort_by_cost(setup->engine.pack, &costs, order);
        put_each(setup, result, &costs, order, n);
    }
    if (!status && n)
        say_dearest(result);
    ll_bench_instructions_close(costs.counter);
    free(order);
    free(costs.alone);
    free(costs.keep);
    return status;
}

/* ---- generated indicators ---- */

static enum ll_status measure_generated(const struct ll_bench_setup *setup, size_t n, bool match,
                                        double *ns, struct ll_error *err)
{
    struct ll_arena arena = {0};
    struct ll_buf text = {0};
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_pack *pack = NULL;
    struct ll_source source = {.file = "generated"};
    struct ll_bench_decoding decoding;
    struct ll_bench_pass_setup how = {.counter = -1};
    struct ll_bench_pass pass;
    enum ll_status status = LL_OK;

    ll_bench_write_pack(n, match, &text);
    source.text = ll_buf_str(&text);
    if (text.failed ||
        ll_pack_parse(&arena, &source, setup->engine.calibers, &pack, &errors, &warnings) != LL_OK)
        status = ll_fail(err, LL_ERR_NOMEM, "the pack of %zu generated indicators: %s", n,
                         errors.count ? errors.list[0].message : "out of memory");
    how.pack = pack;
    if (!status)
        status = ll_bench_pass_engine(setup, &how, &pass, err);
    if (!status)
        status = ll_bench_pass_decode(setup, &decoding, err);
    if (!status)
        *ns = (pass.cpu - decoding.parse - decoding.normalise) * NS / (double)setup->events->count;
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
    return status;
}

static enum ll_status measure_steps(const struct ll_bench_setup *setup, bool match,
                                    struct ll_bench_result *result, struct ll_error *err)
{
    const char *what = match ? "generated" : "no_match";
    double before = 0;

    for (size_t i = 0; i < setup->indicator_steps; i++) {
        char name[64];
        double ns;
        enum ll_status status = measure_generated(setup, setup->indicators[i], match, &ns, err);
        if (status)
            return status;
        (void)snprintf(name, sizeof name, "%s.%zu", what, setup->indicators[i]);
        ll_bench_put(result, name, "ns/event", LL_BENCH_LOWER, ns);
        (void)snprintf(name, sizeof name, "%s.%zu_over_%zu", what, setup->indicators[i],
                       i ? setup->indicators[i - 1] : 0);
        if (i && before > 0)
            ll_bench_put(result, name, "times", LL_BENCH_NEITHER, ns / before);
        before = ns;
    }
    return LL_OK;
}

enum ll_status ll_bench_rules(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                              struct ll_error *err)
{
    enum ll_status status = LL_OK;

    if (!setup->indicator_steps)
        return measure_own(setup, result, err);
    for (size_t run = 1; run <= setup->runs && !status; run++) {
        ll_bench_say(setup, "run %zu of %zu", run, setup->runs);
        status = measure_steps(setup, true, result, err);
        if (!status)
            status = measure_steps(setup, false, result, err);
    }
    return status;
}
