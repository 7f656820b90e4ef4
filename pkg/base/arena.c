/* arena.c -- memory by lifetime.   SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The first chunk is small, as many arenas hold little; chunks double up to where doubling saves
 * nothing. */
#define CHUNK_FIRST ((size_t)4096)
#define CHUNK_LARGEST ((size_t)1 << 20)
/* A larger one that was not needed for between so many resets and twice as many is given back. */
#define IDLE_ROUNDS 256

struct ll_arena_chunk {
    struct ll_arena_chunk *next;
    size_t used, cap;
    bool needed; /* since idle chunks were last looked for */
    max_align_t bytes[];
};

/* The bytes to skip so that chunk's next free byte is aligned; align is a power of two. */
static size_t padding(const struct ll_arena_chunk *chunk, size_t align)
{
    uintptr_t at = (uintptr_t)chunk->bytes + chunk->used;
    return (size_t)(-at & (align - 1));
}

static void *take(struct ll_arena_chunk *chunk, size_t size, size_t align)
{
    size_t skip = padding(chunk, align);
    size_t room = chunk->cap - chunk->used;
    if (skip > room || size > room - skip)
        return NULL;
    void *p = (char *)chunk->bytes + chunk->used + skip;
    chunk->used += skip + size;
    return p;
}

/* A new chunk for at least need bytes; NULL when memory or the limit is out. */
static struct ll_arena_chunk *chunk_new(struct ll_arena *arena, size_t need)
{
    size_t cap = arena->current ? arena->current->cap : CHUNK_FIRST / 2;
    cap = cap < CHUNK_LARGEST / 2 ? cap * 2 : CHUNK_LARGEST;
    /* What is needed may grow by a little from round to round: each size for itself would fit only once. */
    while (cap < need)
        cap = cap <= SIZE_MAX / 2 ? cap * 2 : need;
    if (arena->max_bytes) {
        size_t left = arena->max_bytes > arena->held ? arena->max_bytes - arena->held : 0;
        if (need > left)
            return NULL;
        if (cap > left)
            cap = left;
    }
    if (cap > SIZE_MAX - sizeof(struct ll_arena_chunk))
        return NULL;
    struct ll_arena_chunk *chunk = malloc(sizeof *chunk + cap);
    if (!chunk)
        return NULL;
    chunk->next = NULL;
    chunk->used = 0;
    chunk->cap = cap;
    arena->held += cap;
    return chunk;
}

/* Make the chunk behind current one with need bytes. A kept one that is large enough is moved
 * up, so that rounds of one shape never ask the system twice. */
static struct ll_arena_chunk *advance(struct ll_arena *arena, size_t need)
{
    struct ll_arena_chunk **head = arena->current ? &arena->current->next : &arena->first;
    struct ll_arena_chunk **link = head;
    while (*link && (*link)->cap < need)
        link = &(*link)->next;
    struct ll_arena_chunk *chunk = *link;
    if (chunk) {
        *link = chunk->next;
    } else {
        chunk = chunk_new(arena, need);
        if (!chunk)
            return NULL;
    }
    chunk->used = 0;
    chunk->needed = true;
    chunk->next = *head;
    *head = chunk;
    arena->current = chunk;
    return chunk;
}

void *ll_arena_alloc_raw(struct ll_arena *arena, size_t size, size_t align)
{
    void *p = arena->current ? take(arena->current, size, align) : NULL;
    if (p)
        return p;
    /* A chunk's bytes are aligned for everything but over-aligned types. */
    size_t slack = align > alignof(max_align_t) ? align : 0;
    if (size > SIZE_MAX - slack)
        return NULL;
    size_t need = size + slack ? size + slack : 1;
    struct ll_arena_chunk *chunk = advance(arena, need);
    return chunk ? take(chunk, size, align) : NULL;
}

void *ll_arena_alloc(struct ll_arena *arena, size_t size, size_t align)
{
    void *p = ll_arena_alloc_raw(arena, size, align);
    if (p && size)
        memset(p, 0, size);
    return p;
}

void *ll_arena_array(struct ll_arena *arena, size_t n, size_t size, size_t align)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return NULL;
    return ll_arena_alloc(arena, bytes, align);
}

/* Of a list that has none yet. */
#define LIST_FIRST 8

void *ll_arena_more(struct ll_arena *arena, void *list, size_t count, size_t *cap, size_t size)
{
    size_t bigger = *cap ? *cap * 2 : LIST_FIRST;
    if (count < *cap)
        return list;
    void *fresh = ll_arena_array(arena, bigger, size, alignof(max_align_t));
    if (!fresh)
        return NULL;
    if (count)
        memcpy(fresh, list, count * size);
    *cap = bigger;
    return fresh;
}

ll_str ll_arena_str(struct ll_arena *arena, ll_str s)
{
    if (s.len == SIZE_MAX)
        return (ll_str){NULL, 0};
    char *copy = ll_arena_alloc_raw(arena, s.len + 1, 1);
    if (!copy)
        return (ll_str){NULL, 0};
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (ll_str){copy, s.len};
}

char *ll_arena_printf(struct ll_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *out = len < 0 ? NULL : ll_arena_alloc_raw(arena, (size_t)len + 1, 1);
    if (out)
        (void)vsnprintf(out, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return out;
}

static void give_back_idle(struct ll_arena *arena)
{
    struct ll_arena_chunk **link = &arena->first, *chunk;
    while ((chunk = *link) != NULL) {
        if (chunk->needed || chunk->cap <= CHUNK_LARGEST) {
            chunk->needed = false;
            link = &chunk->next;
            continue;
        }
        *link = chunk->next;
        arena->held -= chunk->cap;
        free(chunk);
    }
}

void ll_arena_reset(struct ll_arena *arena)
{
    if (arena->first && arena->first->used)
        arena->first->needed = true;
    if (++arena->rounds % IDLE_ROUNDS == 0)
        give_back_idle(arena);
    arena->current = arena->first;
    if (arena->first)
        arena->first->used = 0;
}

void ll_arena_fini(struct ll_arena *arena)
{
    if (!arena)
        return;
    struct ll_arena_chunk *chunk = arena->first;
    while (chunk) {
        struct ll_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    arena->first = arena->current = NULL;
    arena->held = 0;
}
