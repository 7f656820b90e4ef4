/* batch.c -- a batch's way: decode, append, look at what matters, tell dealers and addresses, give what came of it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

#include <stdlib.h>

static const char *const outcome_words[LL_OUTCOME_COUNT] = {"used", "duplicate", "superseded",
                                                            "rejected", "untied"};

const char *ll_outcome_word(enum ll_outcome outcome)
{
    return outcome_words[outcome];
}

static void advance_clock(struct ll_engine *engine, uint32_t partition,
                          const struct ll_event *event)
{
    ll_day day = ll_event_day(event);
    if (day > engine->clock_limit)
        day = engine->clock_limit;
    if (day != LL_DAY_NONE && day > engine->clocks[partition])
        engine->clocks[partition] = day;
}

static enum ll_status decode_all(struct ll_engine *engine, const struct ll_input *inputs, size_t n,
                                 struct ll_error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct ll_batch_event *event = &engine->events[i];
        uint32_t partition = inputs[i].partition % LL_ENGINE_PARTITIONS_MAX;
        engine->counts.read++;
        event->append = 0;
        event->rejected =
            !ll_decode(engine->decoder, inputs[i].bytes, &event->event, &event->reject);
        event->outcome = event->rejected ? LL_OUTCOME_REJECTED : LL_OUTCOME_UNTIED;
        if (event->rejected && event->reject.reason == LL_REJECT_NONE)
            return ll_engine_no_memory(err);
        if (!event->rejected) {
            advance_clock(engine, partition, &event->event);
            engine->counts.events_by_kind[event->event.kind]++;
            engine->counts.unknown_calibers += event->event.caliber_unknown;
        }
        event->clock = engine->clocks[partition];
    }
    return LL_OK;
}

static struct ll_fact_head head_of(const struct ll_event *event)
{
    static const enum ll_fact_kind kinds[] = {[LL_EVENT_SALE] = LL_FACT_SALE,
                                              [LL_EVENT_SALE_VOID] = LL_FACT_SALE_VOID,
                                              [LL_EVENT_TRACE] = LL_FACT_TRACE,
                                              [LL_EVENT_TRACE_VOID] = LL_FACT_TRACE_VOID};
    return (struct ll_fact_head){.kind = kinds[event->kind],
                                 .version = event->version,
                                 .hash = event->hash,
                                 .id = event->id};
}

static bool is_of_trace(const struct ll_event *event)
{
    return event->kind == LL_EVENT_TRACE || event->kind == LL_EVENT_TRACE_VOID;
}

/* Every event is a fact of the purchaser it names. */
static enum ll_status queue_on_purchaser(struct ll_engine *engine, size_t cause,
                                         struct ll_error *err)
{
    struct ll_batch_event *batch_event = &engine->events[cause];
    const struct ll_event *event = &batch_event->event;
    struct ll_fact fact;
    ll_fact_of_event(event, &fact);
    batch_event->fact_from = engine->facts.len;
    ll_fact_encode(&fact, &engine->facts);
    batch_event->fact_len = engine->facts.len - batch_event->fact_from;
    if (!event->has_purchaser)
        return LL_OK;
    struct ll_subject purchaser = {.kind = LL_SUBJECT_PURCHASER, .key = event->purchaser};
    struct ll_fact_head head = head_of(event);
    enum ll_status status = ll_engine_queue_append(
        engine, cause, &purchaser, &head, batch_event->fact_from, batch_event->fact_len, err);
    batch_event->append = engine->pending_count;
    return status;
}

/* A trace, and its void, are facts of the dealer too: in the second round, so that a dealer's log has traces and reports in
 * the order of their events, however many are taken at a time. */
static enum ll_status queue_on_dealer(struct ll_engine *engine, size_t cause, struct ll_error *err)
{
    const struct ll_batch_event *batch_event = &engine->events[cause];
    const struct ll_event *event = &batch_event->event;
    if (!is_of_trace(event) || event->dealer.licence.key == 0)
        return LL_OK;
    struct ll_subject dealer = ll_subject_dealer(event->dealer.licence.key);
    struct ll_fact_head head = head_of(event);
    return ll_engine_queue_append(engine, cause, &dealer, &head, batch_event->fact_from,
                                  batch_event->fact_len, err);
}

static enum ll_status append_from(struct ll_engine *engine, size_t first, struct ll_error *err)
{
    size_t n = engine->pending_count - first;
    if (engine->facts.failed)
        return ll_engine_no_memory(err);
    for (size_t i = first; i < engine->pending_count; i++)
        engine->appends[i].fact =
            (ll_str){engine->facts.ptr + engine->pending[i].fact_from, engine->pending[i].fact_len};
    if (n == 0)
        return LL_OK;
    engine->counts.round_trips++;
    return engine->setup.store->ops->append(engine->setup.store, engine->appends + first, n, err);
}

/* The first sale to a new purchaser, if no indicator can hold on it alone. */
static bool is_plain(struct ll_engine *engine, size_t append)
{
    const struct ll_event *event = &engine->events[engine->pending[append].cause].event;
    return event->kind == LL_EVENT_SALE && engine->appends[append].len_before == 0 &&
           ll_engine_sale_is_quiet(engine, NULL, event);
}

static enum ll_status choose_reads(struct ll_engine *engine, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < engine->pending_count && status == LL_OK; i++) {
        engine->pending[i].touch = 0;
        if (is_plain(engine, i)) {
            engine->counts.plain_sales++;
            continue;
        }
        status =
            ll_engine_touch(engine, &engine->appends[i].subject, &engine->pending[i].touch, err);
        if (status == LL_OK) {
            struct ll_read *read = &engine->reads[engine->pending[i].touch - 1];
            int32_t days = engine->appends[i].keep_days;
            read->keep_days = days > read->keep_days ? days : read->keep_days;
        }
    }
    return status;
}

static enum ll_status read_touched(struct ll_engine *engine, struct ll_error *err)
{
    if (engine->touch_count == 0)
        return LL_OK;
    engine->counts.round_trips++;
    enum ll_status status = engine->setup.store->ops->read(engine->setup.store, engine->reads,
                                                           engine->touch_count, err);
    for (size_t i = 0; i < engine->touch_count && status == LL_OK; i++)
        status = ll_engine_open(engine, &engine->touches[i], &engine->reads[i].subject,
                                engine->reads[i].log, err);
    return status;
}

/* An event on two timelines is used if it is on one; else it is a duplicate if it is one anywhere. */
static void merge_outcome(struct ll_batch_event *event, enum ll_outcome part)
{
    /* Untied is the last in the order of outcomes: any other is less. */
    if (part < event->outcome)
        event->outcome = part;
}

static enum ll_status take_events(struct ll_engine *engine, size_t n, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < n && status == LL_OK; i++) {
        struct ll_batch_event *event = &engine->events[i];
        if (event->rejected)
            continue;
        enum ll_outcome outcome = LL_OUTCOME_USED;
        size_t append = event->append - 1;
        if (event->append && engine->pending[append].touch)
            status =
                ll_engine_take(engine, append, engine->appends[append].len_before, &outcome, err);
        if (event->append)
            merge_outcome(event, outcome);
        if (status == LL_OK)
            status = queue_on_dealer(engine, i, err);
    }
    return status;
}

/* Logs shorter than that are not worth rewriting, unless what is in them must be destroyed. */
#define REWRITE_MIN 4096

static bool worth_rewriting(const struct ll_engine *engine, const struct ll_walk *walk)
{
    return engine->setup.retention.destroy_days > 0 || walk->log.len >= REWRITE_MIN;
}

/* Give the store a log of half the length or less, where there is one. */
static enum ll_status shorten(struct ll_engine *engine, struct ll_touch *touch,
                              struct ll_error *err)
{
    const struct ll_walk *walk = touch->walk;
    size_t from = engine->facts.len;
    ll_arena_reset(&engine->work);
    enum ll_status status = ll_walk_rewrite(walk, &engine->setup.retention, touch->clock,
                                            &engine->rules, &engine->work, &engine->facts, err);
    ll_str shorter = {engine->facts.ptr + from, engine->facts.len - from};
    engine->facts.len = from;
    if (status != LL_OK || engine->facts.failed || shorter.len == 0 ||
        shorter.len > walk->log.len / 2)
        return status;
    int32_t days = ll_engine_keep_days(engine, LL_FACT_TRACE);
    return engine->setup.store->ops->replace(
        engine->setup.store, &walk->subject, walk->log.len, shorter,
        touch->keep_days > days ? touch->keep_days : days, err);
}

/* What the store is told when all on the touched timelines is done: how long to keep them, and shorter logs. */
static enum ll_status look_after(struct ll_engine *engine, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (!engine->setup.retention.forget)
        return LL_OK;
    for (size_t i = 0; i < engine->touch_count && status == LL_OK; i++) {
        struct ll_touch *touch = &engine->touches[i];
        struct ll_read keep = {.subject = touch->walk->subject, .keep_days = touch->keep_days};
        if (touch->keep_days)
            status = engine->setup.store->ops->keep(engine->setup.store, &keep, 1, err);
        if (status == LL_OK && worth_rewriting(engine, touch->walk) && touch->clock != LL_DAY_NONE)
            status = shorten(engine, touch, err);
    }
    return status;
}

static void forget_touches(struct ll_engine *engine)
{
    engine->touch_count = 0;
    if (engine->touch_table_size)
        memset(engine->touch_table, 0, engine->touch_table_size * sizeof *engine->touch_table);
}

/* Append what is queued from first on, and read each log back behind the last fact that goes on it. */
static enum ll_status append_and_read(struct ll_engine *engine, size_t first, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    size_t end = engine->pending_count;
    forget_touches(engine);
    for (size_t i = first; i < end && status == LL_OK; i++) {
        uint32_t *touch = &engine->pending[i].touch;
        status = ll_engine_touch(engine, &engine->appends[i].subject, touch, err);
        if (status == LL_OK)
            engine->touches[*touch - 1].last_append = i;
    }
    for (size_t i = first; i < end && status == LL_OK; i++)
        engine->appends[i].want_log =
            engine->touches[engine->pending[i].touch - 1].last_append == i;
    if (status == LL_OK)
        status = append_from(engine, first, err);
    for (size_t i = first; i < end && status == LL_OK; i++) {
        const struct ll_append *append = &engine->appends[i];
        struct ll_touch *touch = &engine->touches[engine->pending[i].touch - 1];
        if (append->keep_days > touch->keep_days)
            touch->keep_days = append->keep_days;
        if (append->want_log)
            status = ll_engine_open(engine, touch, &append->subject, append->log, err);
    }
    return status;
}

/* The second, much smaller round: traces and reports on the timelines of dealers, reports on those of addresses. */
static enum ll_status take_second_round(struct ll_engine *engine, size_t first,
                                        struct ll_error *err)
{
    size_t end = engine->pending_count;
    enum ll_status status = append_and_read(engine, first, err);
    for (size_t i = first; i < end && status == LL_OK; i++) {
        enum ll_outcome outcome = LL_OUTCOME_UNTIED;
        status = ll_engine_take(engine, i, engine->appends[i].len_before, &outcome, err);
        merge_outcome(&engine->events[engine->pending[i].cause], outcome);
    }
    return status;
}

static int by_cause(const void *left, const void *right)
{
    const struct ll_pending_lead *a = left, *b = right;
    if (a->cause != b->cause)
        return a->cause < b->cause ? -1 : 1;
    return (a->json_from > b->json_from) - (a->json_from < b->json_from);
}

static enum ll_status give(struct ll_engine *engine, size_t n, const struct ll_engine_sink *sink,
                           struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (engine->lead_count > 1)
        qsort(engine->leads, engine->lead_count, sizeof *engine->leads, by_cause);
    for (size_t i = 0, lead = 0; i < n && status == LL_OK; i++) {
        const struct ll_batch_event *event = &engine->events[i];
        engine->counts.outcomes[event->outcome]++;
        if (sink->outcome)
            sink->outcome(sink->context, i, event->outcome);
        if (event->rejected) {
            engine->counts.rejects[event->reject.reason]++;
            status = sink->reject(sink->context, i, &event->reject, err);
        }
        for (; lead < engine->lead_count && engine->leads[lead].cause == i && status == LL_OK;
             lead++) {
            const struct ll_pending_lead *pending = &engine->leads[lead];
            struct ll_lead_out out = {
                .input = i,
                .lead_id = {pending->id, LL_LEAD_ID_LEN},
                .json = {engine->json.ptr + pending->json_from, pending->json_len},
                .change = pending->change,
                .revision = pending->revision,
                .indicators = pending->indicators,
                .indicator_count = pending->indicator_count};
            status = sink->lead(sink->context, &out, err);
        }
    }
    return status;
}

static void start_batch(struct ll_engine *engine)
{
    ll_arena_reset(&engine->batch);
    ll_cache_trim(&engine->cache);
    ll_decoder_reset(engine->decoder);
    ll_buf_reset(&engine->facts);
    ll_buf_reset(&engine->json);
    engine->pending_count = 0;
    engine->lead_count = 0;
    forget_touches(engine);
}

static enum ll_status run_batch(struct ll_engine *engine, const struct ll_input *inputs, size_t n,
                                struct ll_error *err)
{
    enum ll_status status = decode_all(engine, inputs, n, err);
    for (size_t i = 0; i < n && status == LL_OK; i++)
        if (!engine->events[i].rejected)
            status = queue_on_purchaser(engine, i, err);
    if (status == LL_OK)
        status = append_from(engine, 0, err);
    if (status == LL_OK)
        status = choose_reads(engine, err);
    if (status == LL_OK)
        status = read_touched(engine, err);
    size_t second = engine->pending_count;
    if (status == LL_OK)
        status = take_events(engine, n, err);
    if (status == LL_OK)
        status = look_after(engine, err);
    if (status == LL_OK && engine->pending_count > second)
        status = take_second_round(engine, second, err);
    if (status == LL_OK && engine->pending_count > second)
        status = look_after(engine, err);
    return status;
}

enum ll_status ll_engine_batch(struct ll_engine *engine, const struct ll_input *inputs, size_t n,
                               const struct ll_engine_sink *sink, struct ll_error *err)
{
    if (n > LL_ENGINE_BATCH_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "a batch has at most %d events", LL_ENGINE_BATCH_MAX);
    if (!ll_engine_grow(&engine->events, &engine->event_cap, n, sizeof *engine->events))
        return ll_engine_no_memory(err);
    start_batch(engine);
    /* A batch that fails will be given again: it is counted when it is done. */
    struct ll_engine_counts counts = engine->counts;
    enum ll_status status = run_batch(engine, inputs, n, err);
    if (status == LL_OK)
        status = give(engine, n, sink, err);
    if (status != LL_OK)
        engine->counts = counts;
    return status;
}
