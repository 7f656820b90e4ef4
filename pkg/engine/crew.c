/* crew.c -- engines that share the work, and the batches on their way through them.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/crew.h"

#include "engine/state.h"

#include <stdlib.h>

enum ll_status ll_crew_new(const struct ll_engine_setup *setup, struct ll_store *const *stores,
                           size_t shards, struct ll_crew **out, struct ll_error *err)
{
    size_t n = ll_crew_stores(shards);
    struct ll_crew *crew = calloc(1, sizeof *crew);
    enum ll_status status = LL_OK;
    *out = crew;
    if (crew)
        crew->engines = calloc(n, sizeof *crew->engines);
    if (!crew || !crew->engines) {
        ll_crew_free(crew);
        *out = NULL;
        return ll_engine_no_memory(err);
    }
    crew->shards = shards;
    for (; crew->engine_count < n && status == LL_OK; crew->engine_count++) {
        struct ll_engine_setup own = *setup;
        own.store = stores[crew->engine_count];
        status = ll_engine_make(&own, crew->engines[0], &crew->engines[crew->engine_count], err);
    }
    if (status != LL_OK) {
        ll_crew_free(crew);
        *out = NULL;
    }
    return status;
}

void ll_crew_free(struct ll_crew *crew)
{
    if (!crew)
        return;
    for (size_t i = 0; i < crew->engine_count; i++)
        ll_engine_free(crew->engines[i]);
    ll_arena_fini(&crew->arena);
    free(crew->engines);
    free(crew);
}

size_t ll_crew_store_of(const struct ll_crew *crew, const struct ll_subject *subject)
{
    size_t shard = ll_crew_shard(crew, subject);
    return subject->kind == LL_SUBJECT_PURCHASER ? shard
                                                 : crew->engine_count - crew->shards + shard;
}

const struct ll_engine_counts *ll_crew_counts(const struct ll_crew *crew)
{
    return &crew->counts;
}

struct ll_batch *ll_batch_new(struct ll_crew *crew)
{
    struct ll_batch *batch = calloc(1, sizeof *batch);
    bool fine = batch != NULL;
    if (fine) {
        batch->crew = crew;
        batch->shares = calloc(crew->shards, sizeof *batch->shares);
        fine = batch->shares != NULL;
    }
    for (size_t i = 0; fine && i < crew->shards; i++) {
        const struct ll_engine_setup *setup = &crew->engines[0]->setup;
        batch->shares[i].decoder = ll_decoder_new(setup->identity, setup->calibers);
        fine = batch->shares[i].decoder != NULL;
    }
    if (fine)
        return batch;
    ll_batch_free(batch);
    return NULL;
}

static void free_list(struct ll_append_list *list)
{
    free(list->items);
    free(list->appends);
}

void ll_batch_free(struct ll_batch *batch)
{
    if (!batch)
        return;
    for (size_t i = 0; batch->shares && i < batch->crew->shards; i++) {
        struct ll_share *share = &batch->shares[i];
        ll_decoder_free(share->decoder);
        ll_arena_fini(&share->arena);
        ll_buf_fini(&share->facts);
        ll_buf_fini(&share->json);
        free_list(&share->own);
        free_list(&share->tell);
        free_list(&share->told);
        free(share->due);
    }
    free(batch->shares);
    free(batch->events);
    free(batch->shard_of);
    free(batch);
}

static void begin_shares(struct ll_batch *batch)
{
    for (size_t i = 0; i < batch->crew->shards; i++) {
        struct ll_share *share = &batch->shares[i];
        ll_decoder_reset(share->decoder);
        ll_arena_reset(&share->arena);
        ll_buf_reset(&share->facts);
        ll_buf_reset(&share->json);
        share->own.count = share->tell.count = share->told.count = 0;
        share->logs = NULL;
        share->due_count = 0;
        share->counts = (struct ll_engine_counts){0};
    }
}

enum ll_status ll_batch_start(struct ll_batch *batch, const struct ll_input *inputs, size_t n,
                              struct ll_error *err)
{
    if (n > LL_ENGINE_BATCH_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "a batch has at most %d events", LL_ENGINE_BATCH_MAX);
    if (!ll_engine_grow(&batch->events, &batch->event_cap, n, sizeof *batch->events) ||
        !ll_engine_grow(&batch->shard_of, &batch->shard_cap, n, sizeof *batch->shard_of))
        return ll_engine_no_memory(err);
    begin_shares(batch);
    batch->inputs = inputs;
    batch->count = n;
    batch->standing = NULL;
    return LL_OK;
}

void ll_batch_borrow(struct ll_batch *batch, const struct ll_batch *from)
{
    begin_shares(batch);
    batch->inputs = from->inputs;
    batch->count = from->count;
    batch->events = from->events;
    batch->shard_of = from->shard_of;
    batch->standing = NULL;
}

void ll_batch_give_back(struct ll_batch *batch)
{
    batch->events = NULL;
    batch->shard_of = NULL;
}

/* Subjects that stand are given so many at a time for each shard: their leads lie in memory till then. */
#define STANDING_BATCH 64

bool ll_batch_start_standing(struct ll_batch *batch)
{
    struct ll_crew *crew = batch->crew;
    size_t left = crew->standing_count - crew->standing_given;
    begin_shares(batch);
    batch->inputs = NULL;
    batch->count = left < STANDING_BATCH * crew->shards ? left : STANDING_BATCH * crew->shards;
    batch->standing = batch->count ? crew->standing + crew->standing_given : NULL;
    crew->standing_given += batch->count;
    return batch->count > 0;
}

enum ll_status ll_batch_work(struct ll_batch *batch, enum ll_batch_phase phase, size_t piece,
                             struct ll_error *err)
{
    size_t shards = batch->crew->shards;
    switch (phase) {
    case LL_BATCH_DECODE:
        return batch->standing ? LL_OK : ll_batch_decode(batch, piece, err);
    case LL_BATCH_PURCHASERS:
        return batch->standing ? ll_batch_take_standing(batch, piece, piece, err)
                               : ll_batch_take_purchasers(batch, piece, err);
    case LL_BATCH_TOLD:
        return batch->standing ? ll_batch_take_standing(batch, shards + piece, piece, err)
                               : ll_batch_take_told(batch, piece, err);
    case LL_BATCH_PHASES:
        break;
    }
    return LL_OK;
}

void ll_engine_begin(struct ll_engine *engine, const struct ll_batch *batch, struct ll_share *share)
{
    engine->crew = batch->crew;
    engine->events = batch->events;
    engine->share = share;
    engine->part = 0;
    engine->touch_count = 0;
    if (engine->touch_table_size)
        memset(engine->touch_table, 0, engine->touch_table_size * sizeof *engine->touch_table);
    ll_cache_trim(&engine->cache);
}
