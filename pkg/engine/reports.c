/* reports.c -- a purchaser's multiple sales, told to the dealer's and the address's timelines as facts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The version of a report is the revision of the purchaser at which it was made: whoever saw more of the purchaser has
 * the higher one, and it holds, in whatever order the facts arrive. */
#include "engine/state.h"

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

/* One purchaser's change, on its way to the timelines it touches. */
struct telling {
    struct ll_engine *engine;
    size_t cause;
    const struct ll_subject *purchaser;
    uint64_t revision;
};

static enum ll_status tell(const struct telling *telling, const struct ll_subject *to,
                           const struct ll_report *report, bool gone, struct ll_error *err)
{
    struct ll_engine *engine = telling->engine;
    if (!engine->setup.pack->has_kind[to->kind])
        return LL_OK;
    const struct ll_fact *sale = report->last->fact;
    struct ll_fact fact = {.kind = LL_FACT_REPORT,
                           .version = telling->revision,
                           .report = {.indicator = report->indicator->id,
                                      .purchaser = telling->purchaser->key,
                                      .dealer = report->last->dealer,
                                      .day = report->last->day,
                                      .guns = report->guns,
                                      .dealer_type = sale->dealer.type,
                                      .dealer_state = sale->dealer_state,
                                      .dealer_division = sale->dealer_division,
                                      .gone = gone}};
    /* A report is named by its content: its hash is that of its stored form. */
    struct ll_buf *facts = &engine->share->facts;
    size_t from = facts->len;
    ll_fact_encode(&fact, facts);
    if (facts->failed)
        return ll_engine_no_memory(err);
    fact.hash = ll_hash64(facts->ptr + from, facts->len - from);
    facts->len = from;
    ll_fact_encode(&fact, facts);
    const struct ll_fact_head head = {
        .kind = LL_FACT_REPORT, .version = fact.version, .hash = fact.hash};
    return ll_engine_tell(engine, telling->cause, to, &head, from, facts->len - from, err);
}

static enum ll_status tell_dealer(const struct telling *telling, const struct ll_report *report,
                                  bool gone, struct ll_error *err)
{
    struct ll_subject dealer = ll_subject_dealer(report->last->dealer);
    return tell(telling, &dealer, report, gone, err);
}

static enum ll_status tell_address(const struct telling *telling, const struct ll_report *report,
                                   bool gone, struct ll_error *err)
{
    if (!report->addressed)
        return LL_OK;
    struct ll_subject address = {.kind = LL_SUBJECT_ADDRESS, .key = report->addressed->address};
    return tell(telling, &address, report, gone, err);
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

enum ll_status ll_engine_report_changes(struct ll_engine *engine, size_t cause,
                                        const struct ll_subject *purchaser, uint64_t revision,
                                        const struct ll_report_list *before,
                                        const struct ll_report_list *after, struct ll_error *err)
{
    const struct telling telling = {engine, cause, purchaser, revision};
    struct names was, is;
    enum ll_status status = LL_OK;
    if (before->count + after->count == 0 || ll_follow_is_told(engine))
        return LL_OK;
    if (!name_reports(&was, before, &engine->work) || !name_reports(&is, after, &engine->work))
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < before->count && status == LL_OK; i++)
        if (!find(&is, &before->reports[i]))
            status = tell_change(&telling, &before->reports[i], NULL, err);
    for (size_t i = 0; i < after->count && status == LL_OK; i++)
        status = tell_change(&telling, find(&was, &after->reports[i]), &after->reports[i], err);
    return status;
}
