/* census.c -- what there is on the timelines of a history, as of the day asked.   SPDX-License-Identifier: Apache-2.0
 *
 * A trace is on the timelines of its purchaser and its dealer: it is told by its hash that it is one. */
#include "base/hash.h"
#include "engine/timeline.h"
#include "sweep/hands.h"
#include "sweep/state.h"

#include <stdlib.h>

/* A growing list of hashes or keys. */
struct names {
    uint64_t *list;
    size_t count, cap;
};

/* Of one thread. */
struct tally {
    struct ll_arena arena; /* of the timeline at hand */
    struct ll_history_counts counts;
    struct names dealers, traces, later;
};

struct census {
    const struct ll_history *history;
    struct tally *tallies;
};

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory to count what there is on the timelines");
}

static bool add_name(struct names *names, uint64_t name)
{
    if (names->count == names->cap) {
        size_t cap = names->cap ? names->cap * 2 : 1024;
        uint64_t *list = realloc(names->list, cap * sizeof *list);
        if (!list)
            return false;
        names->list = list;
        names->cap = cap;
    }
    names->list[names->count++] = name;
    return true;
}

static int by_name(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void drop_equals(struct names *names)
{
    size_t kept = names->count != 0;
    if (names->count)
        qsort(names->list, names->count, sizeof *names->list, by_name);
    for (size_t i = 1; i < names->count; i++)
        if (names->list[i] != names->list[kept - 1])
            names->list[kept++] = names->list[i];
    names->count = kept;
}

static void widen(ll_day *first, ll_day *last, ll_day day)
{
    if (*first == LL_DAY_NONE || day < *first)
        *first = day;
    if (*last == LL_DAY_NONE || day > *last)
        *last = day;
}

/* Most dealers sell many guns: their keys are made few again now and then. */
#define DEALERS_MANY (UINT32_C(1) << 16)

static bool add_dealer(struct names *dealers, uint32_t key)
{
    if (dealers->count && dealers->count == dealers->cap && dealers->cap >= DEALERS_MANY) {
        drop_equals(dealers);
        if (dealers->count * 2 > dealers->cap) {
            uint64_t *list = realloc(dealers->list, dealers->cap * 2 * sizeof *list);
            if (!list)
                return false;
            dealers->list = list;
            dealers->cap *= 2;
        }
    }
    return add_name(dealers, key);
}

static bool count_live(struct tally *tally, const struct ll_subject *subject,
                       const struct ll_fact *fact, bool *bought, bool *traced)
{
    struct ll_history_counts *counts = &tally->counts;
    if (fact->kind == LL_FACT_TRACE) {
        *traced = subject->kind == LL_SUBJECT_PURCHASER;
        widen(&counts->first_trace, &counts->last_trace, ll_fact_day(fact));
        return add_name(&tally->traces, fact->hash);
    }
    if (fact->kind != LL_FACT_SALE)
        return true;
    int year, month, day;
    ll_day_to_civil(ll_fact_day(fact), &year, &month, &day);
    *bought = true;
    counts->sales++;
    counts->sales_by_month[month - 1]++;
    counts->guns += fact->firearm_count;
    widen(&counts->first_day, &counts->last_day, ll_fact_day(fact));
    return add_dealer(&tally->dealers, fact->dealer.key);
}

/* Those that change the set and became known later, if anyone asks. */
static bool count_later(struct tally *tally, const struct ll_read *timeline, ll_day as_of)
{
    struct ll_fact_set all;
    struct ll_fact fact;
    ll_fact_set_init(&all, &tally->arena);
    for (size_t at = 0; at < timeline->log.len; at += fact.bytes) {
        ll_str rest = {timeline->log.ptr + at, timeline->log.len - at};
        if (!ll_fact_decode(rest, &tally->arena, &fact))
            return false;
        bool used = ll_fact_set_apply(&all, &fact, (ll_str){rest.ptr, fact.bytes}).used;
        if (all.failed || (used && fact.received > as_of && !add_name(&tally->later, fact.hash)))
            return false;
    }
    return true;
}

static enum ll_status count_timeline(struct tally *tally, const struct ll_history *history,
                                     const struct ll_read *timeline, struct ll_error *err)
{
    const struct ll_subject *subject = &timeline->subject;
    ll_day as_of = history->setup.as_of;
    struct ll_walk walk;
    struct ll_ordered ordered = {.log = timeline->log};
    enum ll_status status = LL_OK;
    bool bought = false, traced = false;
    ll_arena_reset(&tally->arena);
    if (as_of != LL_DAY_NONE) {
        status = ll_order_facts(&ordered, timeline->log, NULL, 0, LL_ORDER_GIVEN, as_of,
                                &tally->arena, err);
        if (status == LL_OK && !count_later(tally, timeline, as_of))
            return no_memory(err);
    }
    ll_walk_start(&walk, subject, ordered.log, &tally->arena);
    if (status == LL_OK)
        status = ll_walk_to(&walk, ordered.log.len, err);
    for (size_t i = 0; status == LL_OK && i < walk.set.count; i++) {
        const struct ll_fact *fact = ll_fact_entry_live(&walk.set.entries[i]);
        if (fact && !count_live(tally, subject, fact, &bought, &traced))
            return no_memory(err);
    }
    tally->counts.purchasers += bought;
    tally->counts.traced_purchasers += traced;
    return status;
}

static enum ll_status count_store(void *context, size_t thread, size_t number, struct ll_error *err)
{
    const struct census *census = context;
    struct ll_read timeline;
    enum ll_status status = LL_OK;
    for (size_t at = 0;
         status == LL_OK && ll_store_memory_next(census->history->stores[number], &at, &timeline);)
        status = count_timeline(&census->tallies[thread], census->history, &timeline, err);
    return status;
}

static bool add_names(struct names *to, struct names *from)
{
    drop_equals(from);
    for (size_t i = 0; i < from->count; i++)
        if (!add_name(to, from->list[i]))
            return false;
    return true;
}

static bool add_tally(struct ll_history_counts *counts, struct tally *all, struct tally *one)
{
    counts->purchasers += one->counts.purchasers;
    counts->sales += one->counts.sales;
    for (size_t i = 0; i < 12; i++)
        counts->sales_by_month[i] += one->counts.sales_by_month[i];
    counts->guns += one->counts.guns;
    counts->traced_purchasers += one->counts.traced_purchasers;
    if (one->counts.sales) {
        widen(&counts->first_day, &counts->last_day, one->counts.first_day);
        widen(&counts->first_day, &counts->last_day, one->counts.last_day);
    }
    if (one->traces.count) {
        widen(&counts->first_trace, &counts->last_trace, one->counts.first_trace);
        widen(&counts->first_trace, &counts->last_trace, one->counts.last_trace);
    }
    return add_names(&all->dealers, &one->dealers) && add_names(&all->traces, &one->traces) &&
           add_names(&all->later, &one->later);
}

static void free_tally(struct tally *tally)
{
    ll_arena_fini(&tally->arena);
    free(tally->dealers.list);
    free(tally->traces.list);
    free(tally->later.list);
}

static const struct ll_history_counts nothing = {.first_day = LL_DAY_NONE,
                                                 .last_day = LL_DAY_NONE,
                                                 .first_trace = LL_DAY_NONE,
                                                 .last_trace = LL_DAY_NONE};

enum ll_status ll_history_take_census(struct ll_history *history, struct ll_error *err)
{
    struct ll_history_counts *counts = &history->counts;
    size_t threads = history->setup.threads;
    struct tally all = {0}, *tallies = calloc(threads, sizeof *tallies);
    struct census census = {history, tallies};
    if (!tallies)
        return no_memory(err);
    for (size_t i = 0; i < threads; i++)
        tallies[i].counts = nothing;
    counts->first_day = counts->last_day = counts->first_trace = counts->last_trace = LL_DAY_NONE;
    enum ll_status status = ll_hands_all(threads, ll_crew_stores(threads), 1, count_store, &census,
                                         history->setup.stop, err);
    for (size_t i = 0; i < threads; i++) {
        if (status == LL_OK && !add_tally(counts, &all, &tallies[i]))
            status = no_memory(err);
        free_tally(&tallies[i]);
    }
    drop_equals(&all.dealers);
    drop_equals(&all.traces);
    drop_equals(&all.later);
    counts->dealers = all.dealers.count;
    counts->traces = all.traces.count;
    counts->later = all.later.count;
    free_tally(&all);
    free(tallies);
    return status;
}
