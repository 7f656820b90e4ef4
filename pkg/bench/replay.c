/* replay.c -- bench replay and bench engine.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/machine.h"
#include "bench/pass.h"

#define NS 1e9
#define MILLION 1e6

static void put_stages(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                       const struct ll_bench_pass *pass, const struct ll_bench_decoding *decoding)
{
    double n = (double)setup->events->count / NS;
    double before = decoding->parse + decoding->normalise + decoding->encode;
    double rest = pass->cpu - pass->read - pass->store - pass->write - before;

    if (setup->path && pass->read > 0)
        ll_bench_put(result, "stage.read", "ns/event", LL_BENCH_LOWER, pass->read / n);
    ll_bench_put(result, "stage.decode", "ns/event", LL_BENCH_LOWER, decoding->parse / n);
    ll_bench_put(result, "stage.normalise", "ns/event", LL_BENCH_LOWER, decoding->normalise / n);
    ll_bench_put(result, "stage.encode", "ns/event", LL_BENCH_LOWER, decoding->encode / n);
    ll_bench_put(result, "stage.store", "ns/event", LL_BENCH_LOWER, pass->store / n);
    ll_bench_put(result, "stage.evaluate", "ns/event", LL_BENCH_LOWER, rest > 0 ? rest / n : 0);
    if (pass->write > 0)
        ll_bench_put(result, "stage.write", "ns/event", LL_BENCH_LOWER, pass->write / n);
}

static void put_counts(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                       const struct ll_bench_pass *pass, const struct ll_bench_decoding *decoding)
{
    double n = (double)setup->events->count;
    double sales = setup->events->sales ? (double)setup->events->sales : 1;

    if (pass->instructions > 0)
        ll_bench_put(result, "instructions", "/event", LL_BENCH_LOWER, pass->instructions / n);
    ll_bench_put(result, "memory_per_million", "MiB", LL_BENCH_LOWER,
                 pass->held_bytes / n * MILLION / (1 << 20));
    ll_bench_put(result, "fact_bytes", "bytes/event", LL_BENCH_NEITHER, decoding->fact_bytes / n);
    ll_bench_put(result, "plain_sales", "% of sales", LL_BENCH_NEITHER,
                 (double)pass->counts.plain_sales / sales * 100);
    ll_bench_put(result, "rejected", "events", LL_BENCH_NEITHER,
                 (double)pass->counts.outcomes[LL_OUTCOME_REJECTED]);
    ll_bench_put(result, "lead_records", "/1000 events", LL_BENCH_NEITHER,
                 (double)pass->leads / n * 1000);
}

/* What took most of the time, and whether it was the CPU at all. */
static void say_limit(struct ll_bench_result *result)
{
    static const char *const stages[] = {"read",  "decode",   "normalise", "encode",
                                         "store", "evaluate", "write"};
    const char *most = "evaluate";
    double share = ll_bench_median(result, "cpu_share", 0), all = 0, largest = 0;

    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        char name[32] = "stage.";
        strncat(name, stages[i], sizeof name - 7);
        double value = ll_bench_median(result, name, 0);
        all += value;
        if (value > largest) {
            largest = value;
            most = stages[i];
        }
    }
    if (share < 90)
        ll_bench_limited(result,
                         "waiting: only %.0f %% of the wall time was CPU time of this process "
                         "(reading the file, or other programs on the same cores)",
                         share);
    else
        ll_bench_limited(result, "the CPU (%.0f %% of the wall time); most of it: %s, %.0f %%",
                         share, most, all > 0 ? largest / all * 100 : 0);
}

static enum ll_status one_run(const struct ll_bench_setup *setup, bool whole, int counter,
                              struct ll_bench_pass *pass, struct ll_bench_decoding *decoding,
                              struct ll_error *err)
{
    const struct ll_bench_pass_setup how = {.pack = setup->engine.pack,
                                            .path = whole ? setup->path : NULL,
                                            .write = whole,
                                            .counter = counter};
    enum ll_status status = ll_bench_pass_engine(setup, &how, pass, err);

    return status ? status : ll_bench_pass_decode(setup, decoding, err);
}

static void put_run(const struct ll_bench_setup *setup, struct ll_bench_result *result, bool whole,
                    const struct ll_bench_pass *pass, const struct ll_bench_decoding *decoding)
{
    double n = (double)setup->events->count;
    double engine = pass->cpu - decoding->parse - decoding->normalise;
    double seconds = whole ? pass->wall : engine;

    ll_bench_put(result, "events_per_second", "events/s", LL_BENCH_HIGHER,
                 seconds > 0 ? n / seconds : 0);
    ll_bench_put(result, "cpu_per_million", "s", LL_BENCH_LOWER,
                 (whole ? pass->cpu : engine) / n * MILLION);
    ll_bench_put(result, "cpu_share", "% of wall", LL_BENCH_NEITHER, pass->cpu / pass->wall * 100);
    put_stages(setup, result, pass, decoding);
    put_counts(setup, result, pass, decoding);
}

static enum ll_status measure(const struct ll_bench_setup *setup, bool whole,
                              struct ll_bench_result *result, struct ll_error *err)
{
    int counter = ll_bench_instructions_open();
    enum ll_status status = LL_OK;

    for (size_t i = 0; i <= setup->runs && !status; i++) {
        struct ll_bench_pass pass;
        struct ll_bench_decoding decoding;
        if (i == 0)
            ll_bench_say(setup, "warming up");
        else
            ll_bench_say(setup, "run %zu of %zu", i, setup->runs);
        status = one_run(setup, whole, counter, &pass, &decoding, err);
        if (!status && i > 0)
            put_run(setup, result, whole, &pass, &decoding);
    }
    ll_bench_instructions_close(counter);
    if (!status)
        say_limit(result);
    return status;
}

enum ll_status ll_bench_replay(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                               struct ll_error *err)
{
    return setup->threads > 1 ? ll_bench_threads(setup, result, err)
                              : measure(setup, true, result, err);
}

enum ll_status ll_bench_engine(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                               struct ll_error *err)
{
    return measure(setup, false, result, err);
}
