/* order.c -- see order.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/order.h"

#include "base/sort.h"

struct ordering {
    struct ll_arena *arena;
    struct ll_dated_fact *facts;
    size_t count, cap;
    bool traced;
};

static enum ll_status no_memory(size_t bytes, struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", bytes);
}

static bool add(struct ordering *ordering, const struct ll_dated_fact *fact)
{
    struct ll_dated_fact *facts = ll_arena_more(ordering->arena, ordering->facts, ordering->count,
                                                &ordering->cap, sizeof *facts);
    if (!facts)
        return false;
    ordering->facts = facts;
    facts[ordering->count++] = *fact;
    return true;
}

/* A day that is none is before all others. */
static bool is_later(ll_day known, ll_day as_of)
{
    return as_of != LL_DAY_NONE && known > as_of;
}

static enum ll_status read_log(struct ordering *ordering, ll_str log, ll_day as_of,
                               struct ll_error *err)
{
    struct ll_fact fact;
    for (size_t at = 0; at < log.len; at += fact.bytes) {
        ll_str rest = {log.ptr + at, log.len - at};
        if (!ll_fact_decode(rest, ordering->arena, &fact))
            return ll_fail(err, LL_ERR_STORE, "a timeline is damaged at byte %zu of %zu", at,
                           log.len);
        const struct ll_dated_fact dated = {fact.received, {rest.ptr, fact.bytes}};
        if (is_later(dated.known, as_of))
            continue;
        ordering->traced = ordering->traced || fact.kind == LL_FACT_TRACE;
        if (!add(ordering, &dated))
            return no_memory(log.len, err);
    }
    return LL_OK;
}

static int by_known(const void *left, const void *right)
{
    const struct ll_dated_fact *a = *(const struct ll_dated_fact *const *)left,
                               *b = *(const struct ll_dated_fact *const *)right;
    return (a->known > b->known) - (a->known < b->known);
}

/* NULL: memory is out. */
static const struct ll_dated_fact **sort(const struct ordering *ordering, enum ll_order order)
{
    const struct ll_dated_fact **sorted =
        LL_NEW_ARRAY(ordering->arena, const struct ll_dated_fact *, ordering->count);
    for (size_t i = 0; sorted && i < ordering->count; i++)
        sorted[i] = &ordering->facts[i];
    if (sorted && order == LL_ORDER_KNOWN &&
        !ll_sort(sorted, ordering->count, by_known, ordering->arena))
        return NULL;
    return sorted;
}

/* The facts lie behind each other already, or are copied so. ptr NULL: memory is out. */
static ll_str lay_out(const struct ordering *ordering, const struct ll_dated_fact *const *sorted)
{
    size_t len = 0;
    bool together = true;
    for (size_t i = 0; i < ordering->count; i++) {
        len += sorted[i]->bytes.len;
        together = together && (i == 0 || sorted[i]->bytes.ptr ==
                                              sorted[i - 1]->bytes.ptr + sorted[i - 1]->bytes.len);
    }
    if (together && ordering->count)
        return (ll_str){sorted[0]->bytes.ptr, len};
    char *log = ll_arena_alloc_raw(ordering->arena, len, 1);
    for (size_t i = 0, at = 0; log && i < ordering->count; at += sorted[i++]->bytes.len)
        memcpy(log + at, sorted[i]->bytes.ptr, sorted[i]->bytes.len);
    return (ll_str){log, len};
}

static bool mark_ends(const struct ordering *ordering, const struct ll_dated_fact *const *sorted,
                      enum ll_order order, struct ll_ordered *out)
{
    size_t end = 0;
    out->ends = LL_NEW_ARRAY(ordering->arena, size_t, ordering->count);
    out->days = LL_NEW_ARRAY(ordering->arena, ll_day, ordering->count);
    if (!out->ends || !out->days)
        return false;
    for (size_t i = 0; i < ordering->count; i++) {
        bool joins = i && order == LL_ORDER_KNOWN && sorted[i]->known == sorted[i - 1]->known;
        end += sorted[i]->bytes.len;
        out->count += !joins;
        out->ends[out->count - 1] = end;
        out->days[out->count - 1] = sorted[i]->known;
    }
    return true;
}

enum ll_status ll_order_facts(struct ll_ordered *out, ll_str log, const struct ll_dated_fact *more,
                              size_t more_count, enum ll_order order, ll_day as_of,
                              struct ll_arena *arena, struct ll_error *err)
{
    struct ordering ordering = {.arena = arena};
    *out = (struct ll_ordered){0};
    enum ll_status status = read_log(&ordering, log, as_of, err);
    if (status != LL_OK)
        return status;
    for (size_t i = 0; i < more_count; i++)
        if (!is_later(more[i].known, as_of) && !add(&ordering, &more[i]))
            return no_memory(log.len, err);
    const struct ll_dated_fact **sorted = sort(&ordering, order);
    if (!sorted || !mark_ends(&ordering, sorted, order, out))
        return no_memory(log.len, err);
    out->log = lay_out(&ordering, sorted);
    out->traced = ordering.traced;
    return out->log.ptr || !out->log.len ? LL_OK : no_memory(log.len, err);
}
