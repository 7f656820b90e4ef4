/* give.c -- last phase: what came of a batch, in the order of its events.   SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"
#include "engine/state.h"

static int by_cause(const void *left, const void *right)
{
    const struct ll_due *a = *(const struct ll_due *const *)left;
    const struct ll_due *b = *(const struct ll_due *const *)right;
    if (a->cause != b->cause)
        return a->cause < b->cause ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

/* All that is due, in order: what one append caused is due from one share, in the order in which it came. NULL: memory is out. */
static const struct ll_due *const *sort_due(struct ll_batch *batch, size_t *count)
{
    struct ll_arena *arena = &batch->shares[0].arena;
    size_t n = 0;
    for (size_t i = 0; i < batch->crew->shards; i++)
        n += batch->shares[i].due_count;
    const struct ll_due **list = LL_NEW_ARRAY(arena, const struct ll_due *, n);
    *count = 0;
    for (size_t i = 0; list && i < batch->crew->shards; i++)
        for (size_t k = 0; k < batch->shares[i].due_count; k++)
            list[(*count)++] = &batch->shares[i].due[k];
    return list && ll_sort(list, n, by_cause, arena) ? list : NULL;
}

static enum ll_status give_one(const struct ll_due *due, const struct ll_engine_sink *sink,
                               struct ll_error *err)
{
    if (due->reject)
        return sink->reject(sink->context, due->cause, due->reject, err);
    struct ll_lead_out out = {.input = due->cause,
                              .lead_id = {due->id, LL_LEAD_ID_LEN},
                              .json = {due->share->json.ptr + due->json_from, due->json_len},
                              .change = due->change,
                              .revision = due->revision,
                              .indicators = due->indicators,
                              .indicator_count = due->indicator_count};
    return sink->lead(sink->context, &out, err);
}

/* A batch that fails may be given again: it is counted when it is done. */
static void add_counts(struct ll_engine_counts *to, const struct ll_engine_counts *from)
{
    to->read += from->read;
    for (size_t i = 0; i < LL_OUTCOME_COUNT; i++)
        to->outcomes[i] += from->outcomes[i];
    for (size_t i = 0; i < LL_REJECT_REASON_COUNT; i++)
        to->rejects[i] += from->rejects[i];
    for (size_t i = 0; i < sizeof to->events_by_kind / sizeof *to->events_by_kind; i++)
        to->events_by_kind[i] += from->events_by_kind[i];
    to->conflicts += from->conflicts;
    to->sale_id_at_two_dealers += from->sale_id_at_two_dealers;
    to->negative_time_to_crime += from->negative_time_to_crime;
    to->unknown_calibers += from->unknown_calibers;
    to->leads_opened += from->leads_opened;
    to->leads_grew += from->leads_grew;
    to->leads_withdrawn += from->leads_withdrawn;
    to->leads_superseded += from->leads_superseded;
    to->plain_sales += from->plain_sales;
    to->forgotten += from->forgotten;
    to->round_trips += from->round_trips;
}

enum ll_status ll_batch_give(struct ll_batch *batch, const struct ll_engine_sink *sink,
                             struct ll_error *err)
{
    size_t n;
    const struct ll_due *const *due = sort_due(batch, &n);
    enum ll_status status = LL_OK;
    if (!due)
        return ll_engine_no_memory(err);
    for (size_t i = 0; sink->outcome && !batch->standing && i < batch->count; i++)
        sink->outcome(sink->context, i, batch->events[i].outcome);
    for (size_t i = 0; i < n && status == LL_OK; i++)
        status = give_one(due[i], sink, err);
    for (size_t i = 0; i < batch->crew->shards && status == LL_OK; i++)
        add_counts(&batch->crew->counts, &batch->shares[i].counts);
    return status;
}
