/* arena.h -- memory by lifetime: chunks that never move, freed or reset together.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_ARENA_H
#define LL_BASE_ARENA_H

#include "base/compiler.h"
#include "base/str.h"
#include <stdalign.h>
#include <stdint.h>

struct ll_arena_chunk;

/* = {0} is a valid empty arena without a limit. Holds by value; not to be copied once used. */
struct ll_arena {
    struct ll_arena_chunk *first, *current;
    size_t max_bytes; /* the most it may hold; 0: no limit */
    size_t held;      /* bytes taken from the system */
    uint32_t rounds;  /* resets so far */
};

/* size bytes, zeroed, aligned; NULL when memory or the limit is out. size 0 gives a valid
 * pointer. */
void *ll_arena_alloc(struct ll_arena *arena, size_t size, size_t align);
/* As ll_arena_alloc, not zeroed. */
void *ll_arena_alloc_raw(struct ll_arena *arena, size_t size, size_t align);
/* n objects of a type, zeroed; NULL on overflow or when out. */
void *ll_arena_array(struct ll_arena *arena, size_t n, size_t size, size_t align);
#define LL_NEW(arena, type) ((type *)ll_arena_alloc((arena), sizeof(type), alignof(type)))
#define LL_NEW_ARRAY(arena, type, n)                                                               \
    ((type *)ll_arena_array((arena), (n), sizeof(type), alignof(type)))

/* A list of *cap places of that size, count of them taken, with room for one more: the list itself, or what is in it copied
 * into twice the room. The old room goes with the arena. NULL: memory is out, and the list is as it was. */
void *ll_arena_more(struct ll_arena *arena, void *list, size_t count, size_t *cap, size_t size);

/* A copy of s in the arena, with a NUL behind it; ptr NULL when memory is out. */
ll_str ll_arena_str(struct ll_arena *arena, ll_str s);
char *ll_arena_printf(struct ll_arena *arena, const char *format, ...) LL_PRINTF(2, 3);

/* Forget everything, keep the chunks: after a few rounds a reset arena asks the system for
 * nothing. Chunks for large things go back when none was needed for some hundred rounds. */
void ll_arena_reset(struct ll_arena *arena);
/* Give everything back. NULL and {0} are fine. */
void ll_arena_fini(struct ll_arena *arena);

#endif
