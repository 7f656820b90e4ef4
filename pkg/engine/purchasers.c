/* purchasers.c -- second phase: a shard's events in order, each a fact on its purchaser's timeline; what that tells dealers and
 * addresses is left for the third.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

static enum ll_fact_kind fact_kind(enum ll_event_kind kind)
{
    static const enum ll_fact_kind kinds[] = {[LL_EVENT_SALE] = LL_FACT_SALE,
                                              [LL_EVENT_SALE_VOID] = LL_FACT_SALE_VOID,
                                              [LL_EVENT_TRACE] = LL_FACT_TRACE,
                                              [LL_EVENT_TRACE_VOID] = LL_FACT_TRACE_VOID};
    return kinds[kind];
}

static struct ll_fact_head head_of(const struct ll_event *event)
{
    return (struct ll_fact_head){.kind = fact_kind(event->kind),
                                 .version = event->version,
                                 .hash = event->hash,
                                 .id = event->id};
}

static bool is_of_dealer(const struct ll_event *event)
{
    return (event->kind == LL_EVENT_TRACE || event->kind == LL_EVENT_TRACE_VOID) &&
           event->dealer.licence.key != 0;
}

static void encode(struct ll_share *share, struct ll_batch_event *event)
{
    struct ll_fact fact;
    ll_fact_of_event(&event->event, &fact);
    event->fact_from = share->facts.len;
    ll_fact_encode(&fact, &share->facts);
    event->fact_len = share->facts.len - event->fact_from;
}

/* Every event is a fact of the purchaser it names. False: memory is out. */
static bool add_own(struct ll_engine *engine, struct ll_batch_event *event, size_t cause)
{
    struct ll_share *share = engine->share;
    enum ll_fact_kind kind = fact_kind(event->event.kind);
    if (!engine->follow || (is_of_dealer(&event->event) && !ll_follow_is_told(engine)))
        encode(share, event);
    if (!event->event.has_purchaser)
        return true;
    struct ll_subject purchaser = {.kind = LL_SUBJECT_PURCHASER, .key = event->event.purchaser};
    struct ll_batch_append *append = ll_append_list_add(
        &share->own, &purchaser, ll_engine_keep_days(engine, kind), event->clock);
    if (!append)
        return false;
    append->cause = cause;
    append->fact_from = event->fact_from;
    append->fact_len = event->fact_len;
    event->append = (uint32_t)share->own.count;
    return true;
}

static enum ll_status append_own(struct ll_engine *engine, struct ll_batch *batch, size_t shard,
                                 struct ll_error *err)
{
    struct ll_share *share = engine->share;
    struct ll_append_list *own = &share->own;
    for (size_t i = 0; i < batch->count; i++)
        if (batch->shard_of[i] == shard && !add_own(engine, &batch->events[i], i))
            return ll_engine_no_memory(err);
    if (share->facts.failed)
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < own->count; i++)
        own->appends[i].fact =
            (ll_str){share->facts.ptr + own->items[i].fact_from, own->items[i].fact_len};
    if (own->count == 0)
        return LL_OK;
    share->counts.round_trips++;
    return engine->setup.store->ops->append(engine->setup.store, own->appends, own->count, err);
}

/* The first sale to a new purchaser, if no indicator can hold on it alone. */
static bool is_plain(struct ll_engine *engine, size_t at)
{
    const struct ll_append_list *own = &engine->share->own;
    const struct ll_event *event = &engine->events[own->items[at].cause].event;
    return event->kind == LL_EVENT_SALE && own->appends[at].len_before == 0 &&
           (ll_follow_may_skip(engine, at) || ll_engine_sale_is_quiet(engine, NULL, event));
}

/* The timeline of an append must be looked at. */
static enum ll_status touch(struct ll_engine *engine, size_t at, struct ll_error *err)
{
    struct ll_batch_append *append = &engine->share->own.items[at];
    const struct ll_append *asked = &engine->share->own.appends[at];
    enum ll_status status = ll_engine_touch(engine, &asked->subject, &append->touch, err);
    if (status != LL_OK)
        return status;
    append->read = append->touch;
    struct ll_read *read = &engine->reads[append->touch - 1];
    if (asked->keep_days > read->keep_days)
        read->keep_days = asked->keep_days;
    append->heads = LL_NEW(&engine->share->arena, struct ll_fact_head);
    if (!append->heads)
        return ll_engine_no_memory(err);
    *append->heads = head_of(&engine->events[append->cause].event);
    append->head_count = 1;
    return LL_OK;
}

/* The first sale of a timeline changes nothing here; but it may for an engine behind. */
static enum ll_status pass(struct ll_engine *engine, size_t at, struct ll_error *err)
{
    struct ll_append_list *own = &engine->share->own;
    engine->share->counts.plain_sales++;
    return ll_follow_asks(engine, &engine->events[own->items[at].cause].event)
               ? ll_engine_touch(engine, &own->appends[at].subject, &own->items[at].read, err)
               : LL_OK;
}

static enum ll_status read_touched(struct ll_engine *engine, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < engine->share->own.count && status == LL_OK; i++)
        status = is_plain(engine, i) ? pass(engine, i, err) : touch(engine, i, err);
    if (status != LL_OK || engine->touch_count == 0)
        return status;
    engine->share->counts.round_trips++;
    status = engine->setup.store->ops->read(engine->setup.store, engine->reads, engine->touch_count,
                                            err);
    for (size_t i = 0; i < engine->touch_count && status == LL_OK; i++)
        status = ll_engine_open(engine, &engine->touches[i], &engine->reads[i].subject,
                                engine->reads[i].log, err);
    return status != LL_OK || ll_follow_hold_logs(engine) ? status : ll_engine_no_memory(err);
}

/* A trace, and its void, are facts of the dealer too: in the third phase, so that a dealer's log has traces and reports in the
 * order of their events, however many are taken at a time. There its outcome is settled. */
static enum ll_status tell_dealer(struct ll_engine *engine, const struct ll_batch_event *event,
                                  size_t cause, struct ll_error *err)
{
    struct ll_subject dealer = ll_subject_dealer(event->event.dealer.licence.key);
    struct ll_fact_head head = head_of(&event->event);
    return ll_engine_tell(engine, cause, &dealer, &head, event->fact_from, event->fact_len, err);
}

static enum ll_status take_one(struct ll_engine *engine, struct ll_batch_event *event, size_t cause,
                               struct ll_error *err)
{
    const struct ll_append_list *own = &engine->share->own;
    enum ll_outcome outcome = event->append ? LL_OUTCOME_USED : LL_OUTCOME_UNTIED;
    size_t at = event->append - 1;
    enum ll_status status = LL_OK;
    if (event->append && own->items[at].touch)
        status =
            ll_engine_take(engine, &own->items[at], own->appends[at].len_before, &outcome, err);
    event->outcome = outcome;
    if (status == LL_OK && is_of_dealer(&event->event) && !ll_follow_is_told(engine))
        return tell_dealer(engine, event, cause, err);
    engine->share->counts.outcomes[outcome]++;
    return status;
}

enum ll_status ll_batch_take_purchasers(struct ll_batch *batch, size_t shard, struct ll_error *err)
{
    struct ll_engine *engine = batch->crew->engines[shard];
    ll_engine_begin(engine, batch, &batch->shares[shard]);
    enum ll_status status = append_own(engine, batch, shard, err);
    if (status == LL_OK)
        status = read_touched(engine, err);
    for (size_t i = 0; i < batch->count && status == LL_OK; i++)
        if (batch->shard_of[i] == shard)
            status = take_one(engine, &batch->events[i], i, err);
    return status == LL_OK ? ll_engine_tend(engine, err) : status;
}
