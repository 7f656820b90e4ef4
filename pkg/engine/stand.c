/* stand.c -- the leads that are open at the end, subjects in the order of their kinds and keys.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"
#include "engine/state.h"

static int by_subject(const void *left, const void *right)
{
    const struct ll_standing *a = *(const struct ll_standing *const *)left,
                             *b = *(const struct ll_standing *const *)right;
    return ll_subject_order(&a->subject->subject, &b->subject->subject);
}

enum ll_status ll_crew_stand(struct ll_crew *crew, struct ll_error *err)
{
    size_t n = 0;
    ll_arena_reset(&crew->arena);
    for (size_t i = 0; i < crew->engine_count; i++)
        n += crew->engines[i]->known_count;
    struct ll_standing *list = LL_NEW_ARRAY(&crew->arena, struct ll_standing, n);
    crew->standing = LL_NEW_ARRAY(&crew->arena, const struct ll_standing *, n);
    crew->standing_count = crew->standing_given = 0;
    if (!list || !crew->standing)
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < crew->engine_count; i++) {
        const struct ll_engine *engine = crew->engines[i];
        for (size_t k = 0; k < engine->known_count; k++) {
            struct ll_standing *standing = &list[crew->standing_count];
            *standing = (struct ll_standing){&engine->known[k], i};
            crew->standing[crew->standing_count++] = standing;
        }
    }
    return ll_sort(crew->standing, n, by_subject, &crew->arena) ? LL_OK : ll_engine_no_memory(err);
}

size_t ll_crew_standing_count(const struct ll_crew *crew)
{
    return crew->standing_count;
}

const struct ll_lead_subject *ll_crew_standing(const struct ll_crew *crew, size_t number)
{
    return crew->standing[number]->subject;
}

static enum ll_status queue_leads(struct ll_engine *engine, size_t number,
                                  const struct ll_lead_subject *subject, ll_str log,
                                  struct ll_error *err)
{
    struct ll_walk walk;
    struct ll_assessment assessment;
    ll_arena_reset(&engine->work);
    ll_walk_start(&walk, &subject->subject, log, &engine->work);
    enum ll_status status = ll_walk_to(&walk, log.len, err);
    if (status != LL_OK)
        return status;
    if (!ll_assess(&assessment, &subject->subject, &walk.set, &engine->rules, &engine->work))
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < assessment.lead_count && status == LL_OK; i++) {
        const struct ll_lead *lead = &assessment.leads[i];
        if (!ll_engine_make_body(engine, lead, subject, &engine->body))
            return ll_engine_no_memory(err);
        status = ll_engine_queue_lead(engine, number, lead->id, walk.set.revision,
                                      ll_buf_str(&engine->body), LL_CHANGE_STANDS, lead, err);
    }
    return status;
}

enum ll_status ll_batch_take_standing(struct ll_batch *batch, size_t number, size_t shard,
                                      struct ll_error *err)
{
    struct ll_share *share = &batch->shares[shard];
    size_t n = 0;
    struct ll_read *reads = LL_NEW_ARRAY(&share->arena, struct ll_read, batch->count);
    if (!reads)
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < batch->count; i++)
        if (batch->standing[i]->engine == number)
            reads[n++].subject = batch->standing[i]->subject->subject;
    if (n == 0)
        return LL_OK;
    struct ll_engine *engine = batch->crew->engines[number];
    ll_engine_begin(engine, batch, share);
    enum ll_status status = engine->setup.store->ops->read(engine->setup.store, reads, n, err);
    for (size_t i = 0, read = 0; i < batch->count && status == LL_OK; i++)
        if (batch->standing[i]->engine == number)
            status = queue_leads(engine, i, batch->standing[i]->subject, reads[read++].log, err);
    return status;
}
