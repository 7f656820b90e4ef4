/* memory.c -- the memory store: logs in size classes, found by an open table.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/store.h"

#include <stdlib.h>

/* Four classes to a doubling, from 64 bytes: a log wastes a fifth at most, and what a grown log leaves is used again. */
#define CLASS_MIN 64u
#define CLASSES 120u
#define TABLE_FIRST 4096u

struct slot {
    struct ll_subject subject; /* kind 0: free */
    uint8_t size_class;
    uint32_t len;
    char *log;
};

struct free_block {
    struct free_block *next;
};

struct memory_store {
    struct ll_store store;
    struct slot *table;
    size_t size, used;
    struct ll_arena arena;
    struct free_block *free[CLASSES];
};

static size_t class_size(unsigned size_class)
{
    size_t base = (size_t)CLASS_MIN << (size_class / 4);
    return base + base / 4 * (size_class % 4);
}

static unsigned class_for(size_t len)
{
    unsigned size_class = 0;
    while (class_size(size_class) < len)
        size_class++;
    return size_class;
}

static struct slot *find(const struct memory_store *memory, const struct ll_subject *subject)
{
    size_t at = ll_subject_hash(subject) & (memory->size - 1);
    while (memory->table[at].subject.kind && !ll_subject_eq(&memory->table[at].subject, subject))
        at = (at + 1) & (memory->size - 1);
    return &memory->table[at];
}

/* The table is larger than any cache: where a subject will be looked for is fetched some subjects
 * ahead. */
#define AHEAD 12

static const struct slot *home(const struct memory_store *memory, const struct ll_subject *subject)
{
    return &memory->table[ll_subject_hash(subject) & (memory->size - 1)];
}

static bool grow_table(struct memory_store *memory)
{
    struct memory_store bigger = *memory;
    bigger.size = memory->size * 2;
    bigger.table = calloc(bigger.size, sizeof *bigger.table);
    if (!bigger.table)
        return false;
    for (size_t i = 0; i < memory->size; i++)
        if (memory->table[i].subject.kind)
            *find(&bigger, &memory->table[i].subject) = memory->table[i];
    free(memory->table);
    *memory = bigger;
    return true;
}

static char *take_block(struct memory_store *memory, unsigned size_class)
{
    struct free_block *block = memory->free[size_class];
    if (block) {
        memory->free[size_class] = block->next;
        return (char *)block;
    }
    return ll_arena_alloc_raw(&memory->arena, class_size(size_class), alignof(struct free_block));
}

static void give_block(struct memory_store *memory, char *log, unsigned size_class)
{
    struct free_block *block = (struct free_block *)(void *)log;
    block->next = memory->free[size_class];
    memory->free[size_class] = block;
}

/* Room for len bytes in the slot's log, what is in it kept. */
static bool make_room(struct memory_store *memory, struct slot *slot, size_t len)
{
    if (slot->log && class_size(slot->size_class) >= len)
        return true;
    unsigned size_class = class_for(len);
    char *log = take_block(memory, size_class);
    if (!log)
        return false;
    if (slot->log) {
        memcpy(log, slot->log, slot->len);
        give_block(memory, slot->log, slot->size_class);
    }
    slot->log = log;
    slot->size_class = (uint8_t)size_class;
    return true;
}

static enum ll_status memory_append(struct ll_store *store, struct ll_append *appends, size_t n,
                                    struct ll_error *err)
{
    struct memory_store *memory = (struct memory_store *)store;
    for (size_t i = 0; i < n; i++) {
        struct ll_append *append = &appends[i];
        if (i + AHEAD < n)
            __builtin_prefetch(home(memory, &appends[i + AHEAD].subject), 1);
        if (i + AHEAD / 2 < n)
            __builtin_prefetch(home(memory, &appends[i + AHEAD / 2].subject)->log);
        if ((memory->used + 1) * 4 > memory->size * 3 && !grow_table(memory))
            return ll_fail(err, LL_ERR_NOMEM, "out of memory for %zu timelines", memory->used);
        struct slot *slot = find(memory, &append->subject);
        size_t len = slot->len + append->fact.len;
        if (len > UINT32_MAX || !make_room(memory, slot, len))
            return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", len);
        if (!slot->subject.kind) {
            slot->subject = append->subject;
            memory->used++;
        }
        append->len_before = slot->len;
        memcpy(slot->log + slot->len, append->fact.ptr, append->fact.len);
        slot->len = (uint32_t)len;
    }
    /* Only now, as a later append may have moved a log. */
    for (size_t i = 0; i < n; i++) {
        const struct slot *slot = appends[i].want_log ? find(memory, &appends[i].subject) : NULL;
        if (slot)
            appends[i].log = (ll_str){slot->log, slot->len};
    }
    return LL_OK;
}

static enum ll_status memory_read(struct ll_store *store, struct ll_read *reads, size_t n,
                                  struct ll_error *err)
{
    (void)err;
    const struct memory_store *memory = (const struct memory_store *)store;
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            __builtin_prefetch(home(memory, &reads[i + AHEAD].subject));
        const struct slot *slot = find(memory, &reads[i].subject);
        reads[i].log = (ll_str){slot->log, slot->len};
        __builtin_prefetch(slot->log);
    }
    return LL_OK;
}

static enum ll_status memory_keep(struct ll_store *store, const struct ll_read *keeps, size_t n,
                                  struct ll_error *err)
{
    (void)store;
    (void)keeps;
    (void)n;
    (void)err;
    return LL_OK;
}

static enum ll_status memory_replace(struct ll_store *store, const struct ll_subject *subject,
                                     size_t expected_len, ll_str log, int32_t keep_days,
                                     struct ll_error *err)
{
    (void)keep_days;
    struct memory_store *memory = (struct memory_store *)store;
    struct slot *slot = find(memory, subject);
    if (!slot->subject.kind || slot->len != expected_len)
        return LL_OK;
    struct slot fresh = {.subject = *subject};
    if (!make_room(memory, &fresh, log.len))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", log.len);
    memcpy(fresh.log, log.ptr, log.len);
    fresh.len = (uint32_t)log.len;
    give_block(memory, slot->log, slot->size_class);
    *slot = fresh;
    return LL_OK;
}

static void memory_free(struct ll_store *store)
{
    struct memory_store *memory = (struct memory_store *)store;
    free(memory->table);
    ll_arena_fini(&memory->arena);
    free(memory);
}

struct ll_store *ll_store_memory_new(void)
{
    static const struct ll_store_ops ops = {memory_append, memory_read, memory_keep, memory_replace,
                                            memory_free};
    struct memory_store *memory = calloc(1, sizeof *memory);
    struct slot *table = calloc(TABLE_FIRST, sizeof *table);
    if (!memory || !table) {
        free(memory);
        free(table);
        return NULL;
    }
    memory->store.ops = &ops;
    memory->table = table;
    memory->size = TABLE_FIRST;
    return &memory->store;
}
