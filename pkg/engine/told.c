/* told.c -- third phase, much smaller: traces and reports on the timelines of a shard's dealers, reports on those of its
 * addresses, whichever shard tells them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"
#include "engine/state.h"

static int by_cause(const void *left, const void *right)
{
    const struct ll_batch_append *a = *(const struct ll_batch_append *const *)left;
    const struct ll_batch_append *b = *(const struct ll_batch_append *const *)right;
    if (a->cause != b->cause)
        return a->cause < b->cause ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

/* False: memory is out. */
static bool copy(struct ll_append_list *told, const struct ll_batch_append *item)
{
    const struct ll_share *from = item->share;
    const struct ll_append *asked = &from->tell.appends[item - from->tell.items];
    struct ll_batch_append *append =
        ll_append_list_add(told, &asked->subject, asked->keep_days, asked->today);
    if (!append)
        return false;
    *append = *item;
    told->appends[told->count - 1].fact =
        (ll_str){from->facts.ptr + item->fact_from, item->fact_len};
    return true;
}

/* What all shards tell this one, by the events that cause it. False: memory is out. */
static bool gather(const struct ll_batch *batch, size_t shard, struct ll_share *share)
{
    size_t n = 0, shards = batch->crew->shards;
    for (size_t i = 0; i < shards; i++)
        n += batch->shares[i].tell.count;
    const struct ll_batch_append **list =
        LL_NEW_ARRAY(&share->arena, const struct ll_batch_append *, n);
    if (!list)
        return false;
    n = 0;
    for (size_t i = 0; i < shards; i++) {
        const struct ll_append_list *tell = &batch->shares[i].tell;
        for (size_t k = 0; k < tell->count; k++)
            if (tell->items[k].shard == shard)
                list[n++] = &tell->items[k];
    }
    if (!ll_sort(list, n, by_cause, &share->arena))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!copy(&share->told, list[i]))
            return false;
    return true;
}

/* Append all, and read each log back behind the last fact that goes on it. */
static enum ll_status append_and_read(struct ll_engine *engine, struct ll_error *err)
{
    struct ll_append_list *told = &engine->share->told;
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < told->count && status == LL_OK; i++) {
        uint32_t *touch = &told->items[i].touch;
        status = ll_engine_touch(engine, &told->appends[i].subject, touch, err);
        if (status == LL_OK)
            engine->touches[*touch - 1].last_append = i;
    }
    if (status != LL_OK)
        return status;
    for (size_t i = 0; i < told->count; i++)
        told->appends[i].want_log = engine->touches[told->items[i].touch - 1].last_append == i;
    engine->share->counts.round_trips++;
    status = engine->setup.store->ops->append(engine->setup.store, told->appends, told->count, err);
    for (size_t i = 0; i < told->count && status == LL_OK; i++) {
        const struct ll_append *append = &told->appends[i];
        struct ll_touch *touch = &engine->touches[told->items[i].touch - 1];
        if (append->keep_days > touch->keep_days)
            touch->keep_days = append->keep_days;
        if (append->want_log)
            status = ll_engine_open(engine, touch, &append->subject, append->log, err);
    }
    return status;
}

/* An event on two timelines is used if it is on one; else it is a duplicate if it is one anywhere. Only of a trace that its
 * dealer is told is the outcome still open, and only one append is that. */
static void settle_outcome(struct ll_share *share, struct ll_batch_event *event,
                           enum ll_outcome part)
{
    /* Untied is the last in the order of outcomes: any other is less. */
    if (part < event->outcome)
        event->outcome = part;
    share->counts.outcomes[event->outcome]++;
}

enum ll_status ll_batch_take_told(struct ll_batch *batch, size_t shard, struct ll_error *err)
{
    struct ll_engine *engine = ll_crew_told(batch->crew, shard);
    struct ll_share *share = &batch->shares[shard];
    struct ll_append_list *told = &share->told;
    ll_engine_begin(engine, batch, share);
    if (!(ll_follow_is_told(engine) ? ll_follow_gather(engine, share)
                                    : gather(batch, shard, share)))
        return ll_engine_no_memory(err);
    enum ll_status status = told->count ? append_and_read(engine, err) : LL_OK;
    for (size_t i = 0; i < told->count && status == LL_OK; i++) {
        const struct ll_batch_append *append = &told->items[i];
        enum ll_outcome outcome = LL_OUTCOME_UNTIED;
        engine->part = append->part;
        status = ll_engine_take(engine, append, told->appends[i].len_before, &outcome, err);
        if (outcome != LL_OUTCOME_UNTIED)
            settle_outcome(share, &batch->events[append->cause], outcome);
    }
    return status == LL_OK ? ll_engine_tend(engine, err) : status;
}
