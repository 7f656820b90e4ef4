/* cache.c -- see cache.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/cache.h"

#include <stdlib.h>

static struct ll_kept **slot_of(const struct ll_cache *cache, const struct ll_subject *subject)
{
    return &cache->table[ll_subject_hash(subject) & (cache->table_size - 1)];
}

static bool grow_table(struct ll_cache *cache)
{
    size_t size = cache->table_size ? cache->table_size * 2 : 64;
    struct ll_kept **table = calloc(size, sizeof(struct ll_kept *));
    if (!table)
        return false;
    free(cache->table);
    cache->table = table;
    cache->table_size = size;
    for (struct ll_kept *kept = cache->oldest; kept; kept = kept->newer) {
        struct ll_kept **slot = slot_of(cache, &kept->walk.subject);
        kept->next = *slot;
        *slot = kept;
    }
    return true;
}

static void unlink_age(struct ll_cache *cache, const struct ll_kept *kept)
{
    *(kept->newer ? &kept->newer->older : &cache->newest) = kept->older;
    *(kept->older ? &kept->older->newer : &cache->oldest) = kept->newer;
}

static void link_newest(struct ll_cache *cache, struct ll_kept *kept)
{
    kept->newer = NULL;
    kept->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = kept;
    cache->newest = kept;
}

static struct ll_kept *find(const struct ll_cache *cache, const struct ll_subject *subject)
{
    struct ll_kept *kept = cache->table_size ? *slot_of(cache, subject) : NULL;
    while (kept && !ll_subject_eq(&kept->walk.subject, subject))
        kept = kept->next;
    return kept;
}

static struct ll_kept *add(struct ll_cache *cache, const struct ll_subject *subject)
{
    if (cache->count >= cache->table_size && !grow_table(cache))
        return NULL;
    struct ll_kept *kept = calloc(1, sizeof *kept);
    if (!kept)
        return NULL;
    kept->walk.subject = *subject;
    struct ll_kept **slot = slot_of(cache, subject);
    kept->next = *slot;
    *slot = kept;
    cache->count++;
    link_newest(cache, kept);
    return kept;
}

struct ll_walk *ll_cache_open(struct ll_cache *cache, const struct ll_subject *subject, ll_str log)
{
    struct ll_kept *kept = find(cache, subject);
    if (kept) {
        unlink_age(cache, kept);
        link_newest(cache, kept);
    } else {
        kept = add(cache, subject);
    }
    if (!kept)
        return NULL;
    kept->used = true;
    if (!ll_walk_goes_on(&kept->walk, log))
        ll_walk_start_kept(&kept->walk, subject, log, &kept->index);
    return &kept->walk;
}

static void forget(struct ll_cache *cache, struct ll_kept *kept)
{
    struct ll_kept **link = slot_of(cache, &kept->walk.subject);
    while (*link != kept)
        link = &(*link)->next;
    *link = kept->next;
    unlink_age(cache, kept);
    cache->held -= kept->held;
    cache->count--;
    ll_index_fini(&kept->index);
    free(kept);
}

/* What was used since the last trim stands first, and may have grown. */
void ll_cache_trim(struct ll_cache *cache)
{
    for (struct ll_kept *kept = cache->newest; kept && kept->used; kept = kept->older) {
        cache->held += kept->index.arena.held - kept->held;
        kept->held = kept->index.arena.held;
        kept->used = false;
    }
    for (struct ll_kept *kept = cache->oldest, *newer; kept && cache->held > cache->max_bytes;
         kept = newer) {
        newer = kept->newer;
        forget(cache, kept);
    }
}

void ll_cache_fini(struct ll_cache *cache)
{
    for (struct ll_kept *kept = cache->oldest, *newer; kept; kept = newer) {
        newer = kept->newer;
        ll_index_fini(&kept->index);
        free(kept);
    }
    free(cache->table);
    *cache = (struct ll_cache){0};
}
