/* engine.c -- making an engine.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "engine/state.h"

#include <stdlib.h>

/* What long timelines, kept read between batches, may take. */
#define CACHE_BYTES ((size_t)64 << 20)

enum ll_status ll_engine_make(const struct ll_engine_setup *setup, const struct ll_engine *first,
                              struct ll_engine **out, struct ll_error *err)
{
    struct ll_engine *engine = calloc(1, sizeof *engine);
    *out = engine;
    if (!engine)
        return ll_engine_no_memory(err);
    engine->setup = *setup;
    engine->setup.retention.sale_days =
        first ? first->setup.retention.sale_days : ll_engine_sale_days(setup);
    engine->rules = (struct ll_rules){setup->pack, setup->dealers, setup->calendar, setup->router};
    engine->clock_limit = LL_DAY_2099_12_31;
    engine->cache.max_bytes = CACHE_BYTES;
    for (size_t i = 0; i < LL_ENGINE_PARTITIONS_MAX; i++)
        engine->clocks[i] = LL_DAY_1850_01_01;
    enum ll_status status =
        first ? ll_engine_copy_quiet(engine, first, err) : ll_engine_find_quiet(engine, err);
    if (status != LL_OK) {
        ll_engine_free(engine);
        *out = NULL;
    }
    return status;
}

enum ll_status ll_engine_new(const struct ll_engine_setup *setup, struct ll_engine **out,
                             struct ll_error *err)
{
    enum ll_status status = ll_engine_make(setup, NULL, out, err);
    struct ll_engine *engine = *out;
    if (status != LL_OK)
        return status;
    engine->self = engine;
    engine->alone = (struct ll_crew){.engines = &engine->self, .engine_count = 1, .shards = 1};
    engine->batch = ll_batch_new(&engine->alone);
    if (engine->batch)
        return LL_OK;
    ll_engine_free(engine);
    *out = NULL;
    return ll_engine_no_memory(err);
}

void ll_engine_free(struct ll_engine *engine)
{
    if (!engine)
        return;
    ll_follow_end(engine);
    ll_batch_free(engine->batch);
    ll_arena_fini(&engine->alone.arena);
    ll_arena_fini(&engine->work);
    ll_arena_fini(&engine->names);
    ll_cache_fini(&engine->cache);
    ll_buf_fini(&engine->body);
    ll_buf_fini(&engine->body_before);
    ll_buf_fini(&engine->text);
    free(engine->quiet);
    free(engine->quiet_at);
    free(engine->reads);
    free(engine->touches);
    free(engine->touch_table);
    free(engine->known);
    free(engine->known_table);
    free(engine);
}

const struct ll_engine_counts *ll_engine_counts(const struct ll_engine *engine)
{
    return &engine->alone.counts;
}

void ll_engine_clock_limit(struct ll_engine *engine, ll_day newest)
{
    engine->clock_limit = newest;
}
