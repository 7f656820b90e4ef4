/* cache.h -- long timelines, kept read between batches.
 * Depends on: engine/timeline.   SPDX-License-Identifier: Apache-2.0
 *
 * What an event costs must not grow with the log of its timeline. A log only grows: of one that was read before, only what came
 * since is read, and the rest is taken as it was understood then. */
#ifndef LL_ENGINE_CACHE_H
#define LL_ENGINE_CACHE_H

#include "engine/timeline.h"

/* Shorter logs are read in less time than they are looked up. */
#define LL_CACHE_LOG_MIN 2048

struct ll_kept {
    struct ll_walk walk;
    struct ll_index index;
    size_t held; /* bytes, as they were counted last */
    bool used;   /* since the last trim */
    struct ll_kept *newer, *older;
    struct ll_kept *next; /* in its slot of the table */
};

/* = {0} is empty. */
struct ll_cache {
    size_t max_bytes; /* what is kept beyond goes at the next trim */
    size_t held, count;
    struct ll_kept *newest, *oldest;
    struct ll_kept **table;
    size_t table_size;
};

/* The walk over that log: a kept one goes on behind what it has read. It stays where it is until the next trim. NULL: memory
 * is out. */
struct ll_walk *ll_cache_open(struct ll_cache *cache, const struct ll_subject *subject, ll_str log);
/* Let go of those used longest ago until the others fit. */
void ll_cache_trim(struct ll_cache *cache);
void ll_cache_fini(struct ll_cache *cache);

#endif
