/* judge.c -- what came of a lead: the truth, what groups said, later traces.   SPDX-License-Identifier: Apache-2.0 */
#include "label/store.h"

#include <stdlib.h>

/* --- later traces */

static bool is_abroad(const struct ll_fact *trace)
{
    return trace->recovery_country.len && !ll_str_eq(trace->recovery_country, LL_STR("US"));
}

/* Whether the trace is one that may confirm anything. */
static bool counts(const struct ll_labels *labels, const struct ll_item *trace)
{
    return !labels->setup.traces_abroad || is_abroad(trace->fact);
}

/* Dated and known after the lead was shown: what was known by then may have made it. */
static bool is_later(const struct ll_labels *labels, const struct ll_item *trace, ll_day since)
{
    return trace->day > since && trace->fact->received > since &&
           (!labels->setup.traces_within || trace->day - since <= labels->setup.traces_within);
}

static int compare_sale(const void *id, const void *item)
{
    const struct ll_item *sale = *(const struct ll_item *const *)item;
    return ll_str_cmp(*(const ll_str *)id, sale->fact->id);
}

static int compare_report(const void *day, const void *item)
{
    const struct ll_item *report = *(const struct ll_item *const *)item;
    ll_day wanted = *(const ll_day *)day;
    return (wanted > report->day) - (wanted < report->day);
}

/* Sales of the evidence are in the order of their ids, reports in that of their days. */
static bool has_sale(const struct ll_lead *lead, const struct ll_item *firearm)
{
    return lead->sale_count && bsearch(&firearm->fact->id, lead->sales, lead->sale_count,
                                       sizeof(*lead->sales), compare_sale);
}

/* On a dealer's timeline no trace is matched to a sale; what can be told is that the dealer sold the gun on the day of a
 * multiple sale of the evidence. */
static bool sold_with_report(const struct ll_lead *lead, const struct ll_item *trace)
{
    return lead->report_count && bsearch(&trace->fact->sold_on, lead->reports, lead->report_count,
                                         sizeof(*lead->reports), compare_report);
}

static bool is_of_evidence(const struct ll_lead *lead, const struct ll_item *trace)
{
    return trace->matched ? has_sale(lead, trace->matched) : sold_with_report(lead, trace);
}

/* The first later trace of a gun of the evidence; LL_DAY_NONE: none. */
static ll_day first_later_trace(const struct ll_labels *labels, const struct ll_found *found,
                                const struct ll_found_lead *lead)
{
    const struct ll_item_list *traces = &found->items->of[LL_ITEM_TRACE];
    for (size_t i = 0; labels->setup.traces && i < traces->count; i++) {
        const struct ll_item *trace = traces->items[i];
        if (is_later(labels, trace, lead->since) && counts(labels, trace) &&
            is_of_evidence(lead->lead, trace))
            return trace->day; /* they are in the order of time */
    }
    return LL_DAY_NONE;
}

/* --- the truth */

static ll_day first_ring_trace(const struct ll_labels *labels, const struct ll_found *found)
{
    const struct ll_item_list *traces = &found->items->of[LL_ITEM_TRACE];
    for (size_t i = 0; i < traces->count; i++) {
        if (ll_labels_is_ring_trace(labels, traces->items[i]->fact->id))
            return traces->items[i]->day;
    }
    return LL_DAY_NONE;
}

/* Whether a buyer of a ring is in the evidence of a dealer's or an address's lead. */
static bool has_ring(const struct ll_labels *labels, const struct ll_lead *lead)
{
    for (size_t i = 0; i < lead->report_count; i++) {
        if (ll_labels_is_buyer(labels, &lead->reports[i]->fact->report.purchaser))
            return true;
    }
    for (size_t i = 0; i < lead->trace_count; i++) {
        if (ll_labels_is_ring_trace(labels, lead->traces[i]->fact->id))
            return true;
    }
    return false;
}

static bool is_true(const struct ll_labels *labels, const struct ll_subject *subject,
                    const struct ll_lead *lead)
{
    if (subject->kind == LL_SUBJECT_PURCHASER)
        return ll_labels_is_buyer(labels, &subject->key);
    if (subject->kind == LL_SUBJECT_ADDRESS && ll_labels_buyers_at(labels, &subject->key))
        return true;
    return has_ring(labels, lead);
}

/* --- all three */

/* The truth knows. Without it who saw something is believed over who did not: a gun that was traced later, or a group that
 * found the lead useful, over a group that did not. */
static void decide(struct ll_verdict *verdict, enum ll_label truth, ll_day truth_day,
                   enum ll_label said, ll_day said_day, ll_day trace_day)
{
    bool traced = trace_day != LL_DAY_NONE;
    verdict->label = truth ? truth : traced ? LL_LABEL_TRUE : said;
    verdict->by_truth = truth != LL_LABEL_NONE;
    verdict->by_disposition = said != LL_LABEL_NONE && said == verdict->label;
    verdict->by_trace = traced && verdict->label == LL_LABEL_TRUE;
    verdict->when = LL_DAY_NONE;
    if (verdict->label != LL_LABEL_TRUE)
        return;
    verdict->when = ll_day_earlier(trace_day, truth_day);
    if (verdict->by_disposition)
        verdict->when = ll_day_earlier(verdict->when, said_day);
}

struct ll_verdict ll_labels_judge(const struct ll_labels *labels, const struct ll_found *found,
                                  const struct ll_found_lead *lead)
{
    struct ll_verdict verdict = {0};
    struct ll_said_lead *said = ll_labels_said(labels, lead->lead->id);
    enum ll_label truth = LL_LABEL_NONE;
    if (said) {
        atomic_store_explicit(&said->met, true, memory_order_relaxed);
        verdict.duplicate = said->duplicate;
    }
    if (labels->counts.complete)
        truth = is_true(labels, found->subject, lead->lead) ? LL_LABEL_TRUE : LL_LABEL_FALSE;
    decide(&verdict, truth, truth == LL_LABEL_TRUE ? first_ring_trace(labels, found) : LL_DAY_NONE,
           said ? said->label : LL_LABEL_NONE, said ? said->opened : LL_DAY_NONE,
           first_later_trace(labels, found, lead));
    return verdict;
}

/* --- subjects */

/* The first trace of a gun that the purchaser bought. */
static ll_day first_matched_trace(const struct ll_labels *labels, const struct ll_found *found)
{
    const struct ll_item_list *traces = &found->items->of[LL_ITEM_TRACE];
    for (size_t i = 0; labels->setup.traces && i < traces->count; i++) {
        if (traces->items[i]->matched && counts(labels, traces->items[i]))
            return traces->items[i]->day;
    }
    return LL_DAY_NONE;
}

/* An address should be found where buyers share it; that of one alone is in a ring all the same. Of dealers a truth says
 * nothing: rings buy from them as everybody does. */
static enum ll_label truth_of(const struct ll_labels *labels, const struct ll_subject *subject)
{
    if (!labels->counts.complete || subject->kind == LL_SUBJECT_DEALER)
        return LL_LABEL_NONE;
    if (subject->kind == LL_SUBJECT_PURCHASER)
        return ll_labels_is_buyer(labels, &subject->key) ? LL_LABEL_TRUE : LL_LABEL_FALSE;
    size_t buyers = ll_labels_buyers_at(labels, &subject->key);
    return buyers > 1 ? LL_LABEL_TRUE : buyers ? LL_LABEL_NONE : LL_LABEL_FALSE;
}

/* What is said of any lead on the subject. */
static void take_said(const struct ll_labels *labels, const struct ll_found *found,
                      struct ll_said_subject *all)
{
    const struct ll_said_subject *about = ll_labels_said_subject(labels, found->subject);
    if (about)
        ll_said_merge(all, about->label, about->opened);
    for (size_t v = 0; v < found->variant_count; v++) {
        const struct ll_found_variant *variant = &found->variants[v];
        for (size_t i = 0; i < variant->lead_count; i++) {
            const struct ll_said_lead *said = ll_labels_said(labels, variant->leads[i].lead->id);
            if (said)
                ll_said_merge(all, said->label, said->opened);
        }
    }
}

/* Whether files alone make it one that should be found. */
static bool is_listed(enum ll_label truth, enum ll_label said)
{
    return truth == LL_LABEL_TRUE || (truth == LL_LABEL_NONE && said == LL_LABEL_TRUE);
}

struct ll_verdict ll_labels_subject(const struct ll_labels *labels, const struct ll_found *found)
{
    struct ll_verdict verdict = {0};
    struct ll_said_subject said = {.opened = LL_DAY_NONE};
    const struct ll_said_subject *about = ll_labels_said_subject(labels, found->subject);
    enum ll_label truth = truth_of(labels, found->subject);
    take_said(labels, found, &said);
    decide(&verdict, truth, truth == LL_LABEL_TRUE ? first_ring_trace(labels, found) : LL_DAY_NONE,
           said.label, said.opened, first_matched_trace(labels, found));
    verdict.listed = is_listed(truth, about ? about->label : LL_LABEL_NONE);
    return verdict;
}

void ll_labels_subjects(const struct ll_labels *labels, uint64_t counts[4])
{
    const struct ll_said_subject *said = labels->subjects.items;
    const struct ll_ring_address *addresses = labels->addresses.items;
    memset(counts, 0, 4 * sizeof *counts);
    counts[LL_SUBJECT_PURCHASER] = labels->buyers.count;
    for (size_t i = 0; i < labels->addresses.count; i++)
        counts[LL_SUBJECT_ADDRESS] += addresses[i].buyers > 1;
    for (size_t i = 0; i < labels->subjects.count; i++) {
        enum ll_label truth = truth_of(labels, &said[i].subject);
        counts[said[i].subject.kind] += truth != LL_LABEL_TRUE && is_listed(truth, said[i].label);
    }
}

uint64_t ll_labels_unmatched(const struct ll_labels *labels)
{
    uint64_t unmatched = 0;
    struct ll_said_lead *leads = labels->leads.items;
    for (size_t i = 0; i < labels->leads.count; i++)
        unmatched += !atomic_load_explicit(&leads[i].met, memory_order_relaxed);
    return unmatched;
}
