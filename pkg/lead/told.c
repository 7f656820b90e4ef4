/* told.c -- see told.h.   SPDX-License-Identifier: Apache-2.0
 *
 * The version of a report is the revision of the purchaser at which it was made: whoever saw more of the purchaser has
 * the higher one, and it holds, in whatever order the facts arrive. */
#include "lead/told.h"

#include "base/hash.h"

static bool same_report_name(const struct ll_report *a, const struct ll_report *b)
{
    return a->indicator == b->indicator && a->last->dealer == b->last->dealer &&
           a->last->day == b->last->day;
}

static bool same_address(const struct ll_report *a, const struct ll_report *b)
{
    if (!a->addressed || !b->addressed)
        return a->addressed == b->addressed;
    return memcmp(&a->addressed->address, &b->addressed->address, sizeof a->addressed->address) ==
           0;
}

static bool same_content(const struct ll_report *a, const struct ll_report *b)
{
    const struct ll_fact *x = a->last->fact, *y = b->last->fact;
    return a->guns == b->guns && x->dealer.type == y->dealer.type &&
           ll_str_eq(x->dealer_state, y->dealer_state) &&
           ll_str_eq(x->dealer_division, y->dealer_division);
}

/* The reports of an assessment by their names. */
struct names {
    const struct ll_report_list *of;
    uint32_t *table; /* report + 1; 0 free */
    size_t size;
};

static uint32_t *slot_of(const struct names *names, const struct ll_report *report)
{
    uint64_t name = (uint64_t)report->last->dealer << 32 | (uint32_t)report->last->day;
    size_t at = (ll_hash_mix(name) + (uintptr_t)report->indicator) & (names->size - 1);
    while (names->table[at] && !same_report_name(&names->of->reports[names->table[at] - 1], report))
        at = (at + 1) & (names->size - 1);
    return &names->table[at];
}

/* The indicators lie in one list: their addresses tell them apart. */
static bool name_reports(struct names *names, const struct ll_report_list *list,
                         struct ll_arena *arena)
{
    size_t size = ll_table_size(list->count);
    *names = (struct names){list, LL_NEW_ARRAY(arena, uint32_t, size), size};
    for (size_t i = 0; names->table && i < list->count; i++)
        *slot_of(names, &list->reports[i]) = (uint32_t)i + 1;
    return names->table != NULL;
}

static const struct ll_report *find(const struct names *names, const struct ll_report *wanted)
{
    uint32_t number = *slot_of(names, wanted);
    return number ? &names->of->reports[number - 1] : NULL;
}

struct telling {
    ll_report_tell tell;
    void *context;
};

static enum ll_status tell_dealer(const struct telling *telling, const struct ll_report *report,
                                  bool gone, struct ll_error *err)
{
    struct ll_subject dealer = ll_subject_dealer(report->last->dealer);
    return telling->tell(telling->context, &dealer, report, gone, err);
}

static enum ll_status tell_address(const struct telling *telling, const struct ll_report *report,
                                   bool gone, struct ll_error *err)
{
    if (!report->addressed)
        return LL_OK;
    struct ll_subject address = {.kind = LL_SUBJECT_ADDRESS, .key = report->addressed->address};
    return telling->tell(telling->context, &address, report, gone, err);
}

/* now NULL: the report stands no longer. */
static enum ll_status tell_change(const struct telling *telling, const struct ll_report *was,
                                  const struct ll_report *now, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    bool moved = was && (!now || !same_address(was, now));
    if (moved)
        status = tell_address(telling, was, true, err);
    if (!now)
        return status == LL_OK ? tell_dealer(telling, was, true, err) : status;
    bool changed = !was || !same_content(was, now);
    if (status == LL_OK && changed)
        status = tell_dealer(telling, now, false, err);
    if (status == LL_OK && (changed || moved))
        status = tell_address(telling, now, false, err);
    return status;
}

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for the reports of a purchaser");
}

enum ll_status ll_reports_compare(const struct ll_report_list *before,
                                  const struct ll_report_list *after, ll_report_tell tell,
                                  void *context, struct ll_arena *arena, struct ll_error *err)
{
    const struct telling telling = {tell, context};
    struct names was, is;
    enum ll_status status = LL_OK;
    if (before->count + after->count == 0)
        return LL_OK;
    if (!name_reports(&was, before, arena) || !name_reports(&is, after, arena))
        return no_memory(err);
    for (size_t i = 0; i < before->count && status == LL_OK; i++)
        if (!find(&is, &before->reports[i]))
            status = tell_change(&telling, &before->reports[i], NULL, err);
    for (size_t i = 0; i < after->count && status == LL_OK; i++)
        status = tell_change(&telling, find(&was, &after->reports[i]), &after->reports[i], err);
    return status;
}

struct ll_fact_head ll_report_encode(const struct ll_report *report, struct ll_key purchaser,
                                     uint64_t version, bool gone, struct ll_buf *out)
{
    const struct ll_fact *sale = report->last->fact;
    struct ll_fact fact = {.kind = LL_FACT_REPORT,
                           .version = version,
                           .report = {.indicator = report->indicator->id,
                                      .purchaser = purchaser,
                                      .dealer = report->last->dealer,
                                      .day = report->last->day,
                                      .guns = report->guns,
                                      .dealer_type = sale->dealer.type,
                                      .dealer_state = sale->dealer_state,
                                      .dealer_division = sale->dealer_division,
                                      .gone = gone}};
    /* A report is named by its content: its hash is that of its stored form. */
    size_t from = out->len;
    ll_fact_encode(&fact, out);
    if (!out->failed)
        fact.hash = ll_hash64(out->ptr + from, out->len - from);
    out->len = from;
    ll_fact_encode(&fact, out);
    return (struct ll_fact_head){
        .kind = LL_FACT_REPORT, .version = fact.version, .hash = fact.hash};
}
