/* Later traces: which confirm a lead, and which do not.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/label_world.h"

static struct label_world world;
static struct made made;

/* A lead of 2025-03-10 on a purchaser with one sale in the evidence and one that is not, and a trace. */
static struct ll_verdict traced(struct ll_labels_setup setup, bool in_evidence, const char *day,
                                const char *known, const char *country)
{
    load_setup(&world, setup, NULL);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    const struct ll_item *mine = add_sale(&made, "S-1", "2025-03-08", true);
    const struct ll_item *other = add_sale(&made, "S-2", "2024-01-05", false);
    add_trace(&made, "T-1", day, known, in_evidence ? mine : other, country);
    struct ll_verdict verdict = judge(&world, &made);
    unload(&world);
    return verdict;
}

static const struct ll_labels_setup any = {.traces = true};

Test(label_traces, a_gun_of_the_evidence_traced_later_confirms)
{
    struct ll_verdict verdict = traced(any, true, "2025-08-01", "2025-08-20", "US");
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.by_trace && !verdict.by_disposition && !verdict.by_truth);
    expect_day(verdict.when, "2025-08-01");
}

Test(label_traces, other_guns_of_the_purchaser_confirm_nothing)
{
    struct ll_verdict verdict = traced(any, false, "2025-08-01", "2025-08-20", "US");
    cr_expect_eq(verdict.label, LL_LABEL_NONE);
    expect_day(verdict.when, NULL);
}

Test(label_traces, what_may_have_made_the_lead_does_not_confirm_it)
{
    /* On its day, or before; or reported by then, though dated later by a fault of the data. */
    cr_expect_eq(traced(any, true, "2025-03-10", "2025-04-01", "US").label, LL_LABEL_NONE);
    cr_expect_eq(traced(any, true, "2025-03-01", "2025-04-01", "US").label, LL_LABEL_NONE);
    cr_expect_eq(traced(any, true, "2025-03-11", "2025-03-10", "US").label, LL_LABEL_NONE);
    cr_expect_eq(traced(any, true, "2025-03-11", "2025-03-11", "US").label, LL_LABEL_TRUE);
}

Test(label_traces, only_abroad_where_asked)
{
    const struct ll_labels_setup abroad = {.traces = true, .traces_abroad = true};
    cr_expect_eq(traced(abroad, true, "2025-08-01", "2025-08-20", "US").label, LL_LABEL_NONE);
    cr_expect_eq(traced(abroad, true, "2025-08-01", "2025-08-20", "").label, LL_LABEL_NONE);
    cr_expect_eq(traced(abroad, true, "2025-08-01", "2025-08-20", "MX").label, LL_LABEL_TRUE);
}

Test(label_traces, only_within_days_where_asked)
{
    const struct ll_labels_setup within = {.traces = true, .traces_within = 30};
    cr_expect_eq(traced(within, true, "2025-04-09", "2025-09-01", "US").label, LL_LABEL_TRUE);
    cr_expect_eq(traced(within, true, "2025-04-10", "2025-09-01", "US").label, LL_LABEL_NONE);
}

Test(label_traces, none_where_not_asked)
{
    const struct ll_labels_setup none = {0};
    cr_expect_eq(traced(none, true, "2025-08-01", "2025-08-20", "MX").label, LL_LABEL_NONE);
}

Test(label_traces, the_first_later_one_tells_when)
{
    load_setup(&world, any, NULL);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    const struct ll_item *sale = add_sale(&made, "S-1", "2025-02-01", true);
    add_trace(&made, "T-1", "2025-03-01", "2025-03-05", sale, "MX");
    add_trace(&made, "T-2", "2025-05-01", "2025-06-05", sale, "MX");
    add_trace(&made, "T-3", "2025-07-01", "2025-07-05", sale, "MX");
    expect_day(judge(&world, &made).when, "2025-05-01");
    struct ll_verdict subject = ll_labels_subject(world.labels, &made.found);
    cr_expect_eq(subject.label, LL_LABEL_TRUE);
    cr_expect(subject.by_trace && !subject.listed);
    expect_day(subject.when, "2025-03-01");
    unload(&world);
}

Test(label_traces, a_purchaser_without_matched_traces_is_neither)
{
    load_setup(&world, any, NULL);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    add_sale(&made, "S-1", "2025-02-01", true);
    add_trace(&made, "T-1", "2025-05-01", "2025-05-05", NULL, "MX");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_NONE);
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_NONE);
    unload(&world);
}

Test(label_traces, a_dealers_lead_is_confirmed_by_a_gun_sold_on_the_day_of_a_report)
{
    load_setup(&world, any, NULL);
    make(&made, LL_SUBJECT_DEALER, KEY_1, ID_A, "2025-03-10");
    add_report(&made, KEY_2, "2025-03-08");
    add_trace(&made, "T-1", "2025-05-01", "2025-05-05", NULL, "MX");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_NONE);
    TRACE_FACT(&made)->sold_on = date("2025-03-07");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_NONE);
    TRACE_FACT(&made)->sold_on = date("2025-03-08");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    expect_day(judge(&world, &made).when, "2025-05-01");
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_NONE);
    unload(&world);
}
