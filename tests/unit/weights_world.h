/* weights_world.h -- labelled leads made by chance of a known law.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_WEIGHTS_WORLD_H
#define LL_TESTS_WEIGHTS_WORLD_H

#include "base/hash.h"
#include "tune/weights.h"

#include <criterion/criterion.h>
#include <math.h>

#define INDICATORS 4
#define THREADS 3

struct weights_world {
    struct ll_arena arena;
    struct ll_weight_rows *rows[THREADS];
    struct ll_weights out;
    uint64_t random;
};

static inline void world_open(struct weights_world *world, uint64_t seed)
{
    *world = (struct weights_world){.random = seed * 1000003};
    for (size_t t = 0; t < THREADS; t++) {
        world->rows[t] = ll_weight_rows_new(INDICATORS);
        cr_assert(world->rows[t]);
    }
}

static inline void world_close(struct weights_world *world)
{
    for (size_t t = 0; t < THREADS; t++)
        ll_weight_rows_free(world->rows[t]);
    ll_arena_fini(&world->arena);
}

/* From 0 to 1. */
static inline double chance(struct weights_world *world)
{
    world->random += UINT64_C(0x9e3779b97f4a7c15);
    return (double)(ll_hash_mix(ll_hash_mix(world->random)) >> 11) / 9007199254740992.0;
}

static inline struct ll_key purchaser(uint64_t number)
{
    struct ll_key key = {{0}};
    uint64_t mixed = ll_hash_mix(number + 17);
    memcpy(key.bytes, &mixed, sizeof mixed);
    return key;
}

static inline void add(struct weights_world *world, size_t thread, uint64_t who, const bool *hits,
                       int64_t score, bool came_true)
{
    /* Groups want 50. */
    struct ll_key key = purchaser(who);
    cr_assert(ll_weight_rows_add(world->rows[thread], &key, hits, score, score >= 50, came_true));
}

static const struct ll_weight_indicator world_indicators[INDICATORS] = {
    {{"strong", 6}, 10}, {{"weak", 4}, 50}, {{"nothing", 7}, 20}, {{"against", 7}, 20}};

static inline void suggest(struct weights_world *world, struct ll_weights_setup setup)
{
    struct ll_error err = {0};
    setup.indicators = world_indicators;
    setup.indicator_count = INDICATORS;
    setup.rows = world->rows;
    setup.rows_count = THREADS;
    cr_assert_eq(ll_weights_suggest(&world->arena, &setup, &world->out, &err), LL_OK, "%s",
                 err.message);
}

#endif
