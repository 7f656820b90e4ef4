/* Leads as rows for weights: which count, and what of them.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/weights_part.h"

#include <criterion/criterion.h>

#define PEOPLE 40

static const char pack_text[] =
    "pack: p\nversion: '1'\nindicators:\n"
    "  - {id: bought, timeline: purchaser, items: firearms, weight: 10}\n"
    "  - {id: away, timeline: dealer, items: traces, weight: 1}\n"
    "  - {id: off, timeline: purchaser, items: firearms, weight: 3, enabled: false}\n"
    "  - {id: traced, timeline: purchaser, items: traces, weight: 20}\n";

static struct ll_arena arena;
static struct ll_rules rules;
static struct ll_weights_part *part;

static void begin(ll_day from, ll_day to)
{
    const struct ll_source source = {"p.yaml", {pack_text, sizeof pack_text - 1}};
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_calibers *calibers = NULL;
    struct ll_error err = {0};
    struct ll_pack *pack = NULL;
    arena = (struct ll_arena){0};
    cr_assert_eq(ll_calibers_load(&arena, "config/calibers.csv", &calibers, &err), LL_OK);
    cr_assert_eq(ll_pack_parse(&arena, &source, calibers, &pack, &errors, &warnings), LL_OK);
    rules = (struct ll_rules){.pack = pack};
    const struct ll_weights_part_setup setup = {
        .rules = &rules, .from = from, .to = to, .threads = 2, .seed = 1};
    cr_assert_eq(ll_weights_part_new(&setup, &part, &err), LL_OK);
}

/* A purchaser with a lead of both indicators, the one from day 100 on, the other from that day on. */
static void take(uint8_t who, ll_day traced, struct ll_verdict verdict)
{
    ll_str ids[] = {LL_STR("bought"), LL_STR("traced")};
    const ll_day hit_since[] = {100, traced};
    const struct ll_lead lead = {.score = 30, .indicators = ids, .indicator_count = 2};
    const struct ll_found_lead found_lead = {&lead, 100, hit_since};
    const struct ll_found_variant variant = {.leads = &found_lead, .lead_count = 1};
    const struct ll_subject subject = {{{who}}, LL_SUBJECT_PURCHASER};
    const struct ll_found found = {.subject = &subject, .variants = &variant, .variant_count = 1};
    const struct ll_verdict *const verdicts[] = {&verdict};
    const struct ll_tune_subject tune_subject = {&found, verdicts, {0}};
    cr_assert_eq(ll_weights_part_take(part, who % 2, &tune_subject, NULL), LL_OK);
}

/* The section, with what is behind its counts cut off. */
static void expect(const char *wanted)
{
    struct ll_buf out = {0};
    cr_assert_eq(ll_weights_part_finish(part, NULL), LL_OK);
    ll_weights_part_json(part, &out);
    ll_buf_add_char(&out, '\0');
    cr_expect(strstr(out.ptr, wanted), "%s is not in %s", wanted, out.ptr);
    ll_buf_fini(&out);
    ll_weights_part_free(part);
    ll_arena_fini(&arena);
}

static const struct ll_verdict is_false = {.label = LL_LABEL_FALSE, .by_disposition = true};

Test(weights_part, a_confirming_trace_hides_what_hit_from_its_day_on)
{
    const struct ll_verdict by_trace = {.label = LL_LABEL_TRUE, .by_trace = true, .when = 200};
    begin(LL_DAY_NONE, LL_DAY_NONE);
    for (uint8_t i = 0; i < PEOPLE; i++) {
        take(i, i < 10 ? 199 : 200, by_trace);
        take((uint8_t)(100 + i), 200, is_false);
    }
    expect("{\"id\":\"traced\",\"present\":20,\"suggested\":0,");
}

Test(weights_part, counts_hits_before_the_trace_alone)
{
    const struct ll_verdict by_trace = {.label = LL_LABEL_TRUE, .by_trace = true, .when = 200};
    begin(LL_DAY_NONE, LL_DAY_NONE);
    for (uint8_t i = 0; i < PEOPLE; i++) {
        take(i, i < 10 ? 199 : 200, by_trace);
        take((uint8_t)(100 + i), 200, is_false);
    }
    expect("\"true\":10,\"false\":40}],\"threshold\"");
}

Test(weights_part, what_somebody_else_says_needs_no_hiding)
{
    const struct ll_verdict said = {
        .label = LL_LABEL_TRUE, .by_trace = true, .by_disposition = true, .when = 200};
    begin(LL_DAY_NONE, LL_DAY_NONE);
    for (uint8_t i = 0; i < PEOPLE; i++) {
        take(i, 250, said);
        take((uint8_t)(100 + i), 250, is_false);
    }
    /* Both indicators hit in all leads: nothing can be told of either. */
    expect("\"n\":80,\"true\":40,\"false\":40,\"purchasers\":80,\"folds\":5,\"c\":null");
}

Test(weights_part, leads_without_a_label_or_outside_of_the_days_are_no_rows)
{
    const struct ll_verdict none = {.label = LL_LABEL_NONE};
    begin(100, 100);
    take(1, 250, none);
    take(2, 250, is_false);
    expect("{\"method\":null,\"n\":1,");
    begin(101, LL_DAY_NONE);
    take(2, 250, is_false);
    expect("{\"method\":null,\"n\":0,");
    begin(LL_DAY_NONE, 99);
    take(2, 250, is_false);
    expect("{\"method\":null,\"n\":0,");
}
