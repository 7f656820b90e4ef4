/* decode.c -- first phase: messages to events, and which shard's each is.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

/* The event clock, of the one shard that there is; nobody asks for it where there are more. */
static ll_day advance_clock(const struct ll_batch *batch, size_t i)
{
    struct ll_engine *engine = batch->crew->engines[0];
    if (batch->crew->shards > 1)
        return LL_DAY_NONE;
    ll_day *clock = &engine->clocks[batch->inputs[i].partition % LL_ENGINE_PARTITIONS_MAX];
    const struct ll_batch_event *event = &batch->events[i];
    ll_day day = event->outcome == LL_OUTCOME_REJECTED ? LL_DAY_NONE : ll_event_day(&event->event);
    if (day > engine->clock_limit)
        day = engine->clock_limit;
    if (day != LL_DAY_NONE && day > *clock)
        *clock = day;
    return *clock;
}

/* The shard of the timeline that the event is first a fact of. */
static uint16_t shard_of(const struct ll_crew *crew, const struct ll_event *event)
{
    struct ll_subject first = {.kind = LL_SUBJECT_PURCHASER, .key = event->purchaser};
    if (!event->has_purchaser)
        first = ll_subject_dealer(event->dealer.licence.key);
    return (uint16_t)ll_crew_shard(crew, &first);
}

static enum ll_status put_reject(struct ll_share *share, size_t i, const struct ll_reject *reject,
                                 struct ll_error *err)
{
    struct ll_due *due = reject->reason != LL_REJECT_NONE ? ll_share_add_due(share, i) : NULL;
    if (!due)
        return ll_engine_no_memory(err);
    due->reject = reject;
    share->counts.rejects[reject->reason]++;
    share->counts.outcomes[LL_OUTCOME_REJECTED]++;
    return LL_OK;
}

static enum ll_status decode_one(struct ll_batch *batch, struct ll_share *share, size_t i,
                                 struct ll_error *err)
{
    struct ll_batch_event *event = &batch->events[i];
    enum ll_status status = LL_OK;
    event->append = 0;
    event->outcome = LL_OUTCOME_UNTIED;
    batch->shard_of[i] = LL_NO_SHARD;
    share->counts.read++;
    if (ll_decode(share->decoder, batch->inputs[i].bytes, &event->event, &event->reject)) {
        batch->shard_of[i] = shard_of(batch->crew, &event->event);
        share->counts.events_by_kind[event->event.kind]++;
        share->counts.unknown_calibers += event->event.caliber_unknown;
    } else {
        event->outcome = LL_OUTCOME_REJECTED;
        status = put_reject(share, i, &event->reject, err);
    }
    event->clock = advance_clock(batch, i);
    return status;
}

enum ll_status ll_batch_decode(struct ll_batch *batch, size_t slice, struct ll_error *err)
{
    size_t shards = batch->crew->shards, end = batch->count * (slice + 1) / shards;
    enum ll_status status = LL_OK;
    for (size_t i = batch->count * slice / shards; i < end && status == LL_OK; i++)
        status = decode_one(batch, &batch->shares[slice], i, err);
    return status;
}
