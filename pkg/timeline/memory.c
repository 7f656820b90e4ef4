/* memory.c -- the memory store.   SPDX-License-Identifier: Apache-2.0
 *
 * A timeline is one block: its key, what is known of its keeping, and its log. Blocks lie in large chunks, in size classes
 * whose free blocks are used again; a log too long for the largest class has memory of its own. They are found by an open
 * table of eight bytes a slot: half a hash, by which the table can grow without looking at a block, and the block's place. */
#include "timeline/store.h"

#include <stddef.h>
#include <stdlib.h>

/* A block's place is counted in units, so that 32 bits reach 64 GiB. */
#define UNIT 16u
#define CHUNK_UNIT_BITS 16u
#define CHUNK_UNITS (1u << CHUNK_UNIT_BITS)
#define CHUNKS_MAX (1u << (32 - CHUNK_UNIT_BITS))
/* One class for each unit up to FINE_MAX bytes, then eight to a doubling, up to CLASS_MAX bytes: a log wastes a ninth at most. */
#define FINE_MAX 256u
#define FINE_CLASSES (FINE_MAX / UNIT)
#define CLASS_MAX 4096u
#define CLASSES (FINE_CLASSES + 8 * 4)
#define TABLE_FIRST 4096u
#define FOR_EVER INT32_MAX

struct record {
    struct ll_key key;
    uint32_t len;   /* of its log */
    ll_day until;   /* the last day that it must be kept */
    uint8_t kind;   /* of its subject */
    uint8_t class;  /* of its block */
    uint8_t longer; /* its log has memory of its own: this is the head of a long_record */
};
/* What is in front of a log that lies in its record's block. */
#define HEAD_BYTES (offsetof(struct record, longer) + 1)

struct long_record {
    struct record head;
    char *log;
    size_t cap;
};

struct slot {
    uint32_t tag;
    uint32_t place; /* 0: free */
};

struct memory_store {
    struct ll_store store;
    struct slot *table;
    size_t size, used;
    char **chunks;
    uint32_t chunk_count, chunk_cap;
    uint32_t units_used; /* of the last chunk */
    uint32_t free[CLASSES];
    ll_day today;
    bool forgets; /* something need not be kept for ever */
};

static unsigned class_for(size_t size)
{
    if (size <= FINE_MAX)
        return (unsigned)((size - 1) / UNIT);
    unsigned doubling = 63 - (unsigned)__builtin_clzll(size - 1);
    return FINE_CLASSES + (doubling - 8) * 8 + (unsigned)((size - 1) >> (doubling - 3)) - 8;
}

static size_t class_size(unsigned class)
{
    if (class < FINE_CLASSES)
        return (class + 1) * (size_t)UNIT;
    unsigned coarse = class - FINE_CLASSES;
    return (size_t)(9 + coarse % 8) << (5 + coarse / 8);
}

static struct record *record_at(const struct memory_store *memory, uint32_t place)
{
    char *chunk = memory->chunks[place >> CHUNK_UNIT_BITS];
    return (struct record *)(void *)(chunk + (size_t)(place % CHUNK_UNITS) * UNIT);
}

static char *log_of(struct record *record)
{
    return record->longer ? ((struct long_record *)record)->log : (char *)record + HEAD_BYTES;
}

static bool add_chunk(struct memory_store *memory)
{
    if (memory->chunk_count == memory->chunk_cap) {
        uint32_t cap = memory->chunk_cap ? memory->chunk_cap * 2 : 64;
        char **chunks =
            cap <= CHUNKS_MAX ? realloc(memory->chunks, cap * sizeof *memory->chunks) : NULL;
        if (!chunks)
            return false;
        memory->chunks = chunks;
        memory->chunk_cap = cap;
    }
    char *chunk = malloc((size_t)CHUNK_UNITS * UNIT);
    if (!chunk)
        return false;
    memory->chunks[memory->chunk_count++] = chunk;
    /* No block has the place 0. */
    memory->units_used = memory->chunk_count == 1;
    return true;
}

/* The place of a block of that class; 0 when memory is out. */
static uint32_t take_block(struct memory_store *memory, unsigned class)
{
    uint32_t place = memory->free[class];
    if (place) {
        memcpy(&memory->free[class], record_at(memory, place), sizeof place);
        return place;
    }
    uint32_t units = (uint32_t)(class_size(class) / UNIT);
    if ((!memory->chunk_count || memory->units_used + units > CHUNK_UNITS) && !add_chunk(memory))
        return 0;
    place = (memory->chunk_count - 1) << CHUNK_UNIT_BITS | memory->units_used;
    memory->units_used += units;
    return place;
}

static void give_block(struct memory_store *memory, uint32_t place)
{
    struct record *record = record_at(memory, place);
    unsigned class = record->class;
    if (record->longer)
        free(((struct long_record *)record)->log);
    memcpy(record, &memory->free[class], sizeof place);
    memory->free[class] = place;
}

static uint32_t tag_of(const struct ll_subject *subject)
{
    return (uint32_t)ll_subject_hash(subject);
}

static bool is_of(const struct record *record, const struct ll_subject *subject)
{
    return record->kind == subject->kind &&
           memcmp(&record->key, &subject->key, sizeof record->key) == 0;
}

/* The subject's slot, or the free one where it would be. */
static struct slot *find(const struct memory_store *memory, const struct ll_subject *subject)
{
    uint32_t tag = tag_of(subject);
    size_t at = tag & (memory->size - 1);
    for (struct slot *slot; slot = &memory->table[at], slot->place;
         at = (at + 1) & (memory->size - 1))
        if (slot->tag == tag && is_of(record_at(memory, slot->place), subject))
            return slot;
    return &memory->table[at];
}

static bool grow_table(struct memory_store *memory, size_t size)
{
    struct slot *table = calloc(size, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < memory->size; i++) {
        struct slot slot = memory->table[i];
        size_t at = slot.tag & (size - 1);
        while (slot.place && table[at].place)
            at = (at + 1) & (size - 1);
        if (slot.place)
            table[at] = slot;
    }
    free(memory->table);
    memory->table = table;
    memory->size = size;
    return true;
}

/* Free the slot's block and close the gap that the slot leaves among those looked through together. */
static void remove_slot(struct memory_store *memory, struct slot *slot)
{
    size_t mask = memory->size - 1, gap = (size_t)(slot - memory->table);
    give_block(memory, slot->place);
    for (size_t at = (gap + 1) & mask; memory->table[at].place; at = (at + 1) & mask) {
        size_t home = memory->table[at].tag & mask;
        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        memory->table[gap] = memory->table[at];
        gap = at;
    }
    memory->table[gap] = (struct slot){0};
    memory->used--;
}

/* The table, and the blocks, are larger than any cache: what will be looked at is fetched some subjects ahead. */
#define AHEAD 16

static void remove_forgotten(struct memory_store *memory)
{
    for (size_t i = 0; i < memory->size;) {
        size_t ahead = (i + AHEAD) & (memory->size - 1);
        __builtin_prefetch(record_at(memory, memory->table[ahead].place));
        struct slot *slot = &memory->table[i];
        if (slot->place && record_at(memory, slot->place)->until < memory->today)
            remove_slot(memory, slot);
        else
            i++;
    }
}

/* Room in the table for n more. What is forgotten goes when the table is full: then each timeline is looked at no more often
 * than as many others came. */
static bool make_slots(struct memory_store *memory, size_t n)
{
    if ((memory->used + n) * 4 <= memory->size * 3)
        return true;
    if (memory->forgets)
        remove_forgotten(memory);
    size_t size = ll_table_size(memory->used + n);
    return size <= memory->size || grow_table(memory, size);
}

static void fetch_slot(const struct memory_store *memory, const struct ll_subject *subject)
{
    __builtin_prefetch(&memory->table[tag_of(subject) & (memory->size - 1)], 1);
}

/* Its slot may be taken by another: the record is that of the first slot with its tag. */
static void fetch_record(const struct memory_store *memory, const struct ll_subject *subject)
{
    uint32_t tag = tag_of(subject);
    size_t at = tag & (memory->size - 1);
    while (memory->table[at].place && memory->table[at].tag != tag)
        at = (at + 1) & (memory->size - 1);
    if (memory->table[at].place) {
        const char *record = (const char *)record_at(memory, memory->table[at].place);
        __builtin_prefetch(record);
        __builtin_prefetch(record + 64);
    }
}

/* A long log grows by a fifth at least, so that what is copied stays in proportion to what is appended. */
static bool make_longer(struct long_record *record, size_t len)
{
    if (record->cap >= len)
        return true;
    char *log = realloc(record->log, len + len / 4);
    if (!log)
        return false;
    record->log = log;
    record->cap = len + len / 4;
    return true;
}

/* A record, its log still empty, with room for len bytes; 0 when memory is out. */
static uint32_t new_record(struct memory_store *memory, const struct ll_subject *subject,
                           size_t len)
{
    size_t size = HEAD_BYTES + len;
    bool longer = size > CLASS_MAX;
    unsigned class = class_for(longer ? sizeof(struct long_record) : size);
    uint32_t place = take_block(memory, class);
    if (!place)
        return 0;
    struct record *record = record_at(memory, place);
    *record = (struct record){
        .key = subject->key, .kind = subject->kind, .class = (uint8_t) class, .longer = longer};
    if (longer) {
        struct long_record *head = (struct long_record *)record;
        head->log = NULL;
        head->cap = 0;
        if (!make_longer(head, len)) {
            give_block(memory, place);
            return 0;
        }
    }
    return place;
}

/* The slot's record with room for len bytes of log, what is in it kept; NULL when memory is out. */
static struct record *make_room(struct memory_store *memory, struct slot *slot,
                                const struct ll_subject *subject, size_t len)
{
    struct record *old = slot->place ? record_at(memory, slot->place) : NULL;
    if (old && old->longer)
        return make_longer((struct long_record *)old, len) ? old : NULL;
    if (old && HEAD_BYTES + len <= class_size(old->class))
        return old;
    uint32_t place = new_record(memory, subject, len);
    if (!place)
        return NULL;
    struct record *record = record_at(memory, place);
    if (old) {
        memcpy(log_of(record), log_of(old), old->len);
        record->len = old->len;
        record->until = old->until;
        give_block(memory, slot->place);
    } else {
        slot->tag = tag_of(subject);
        record->until = INT32_MIN;
        memory->used++;
    }
    slot->place = place;
    return record;
}

static void keep(struct memory_store *memory, struct record *record, int32_t days)
{
    ll_day until = days > 0 ? memory->today + days : FOR_EVER;
    if (until > record->until)
        record->until = until;
    memory->forgets = memory->forgets || days > 0;
}

static enum ll_status append_one(struct memory_store *memory, struct ll_append *append,
                                 struct ll_error *err)
{
    struct slot *slot = find(memory, &append->subject);
    size_t before = slot->place ? record_at(memory, slot->place)->len : 0;
    size_t len = before + append->fact.len;
    struct record *record =
        len <= UINT32_MAX ? make_room(memory, slot, &append->subject, len) : NULL;
    if (!record)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", len);
    append->len_before = before;
    memcpy(log_of(record) + before, append->fact.ptr, append->fact.len);
    record->len = (uint32_t)len;
    keep(memory, record, append->keep_days);
    return LL_OK;
}

static enum ll_status memory_append(struct ll_store *store, struct ll_append *appends, size_t n,
                                    struct ll_error *err)
{
    struct memory_store *memory = (struct memory_store *)store;
    for (size_t i = 0; i < n; i++)
        if (appends[i].today > memory->today)
            memory->today = appends[i].today;
    /* Before the first append: what one append wrote, none behind it may forget. */
    if (!make_slots(memory, n))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for %zu timelines", memory->used);
    for (size_t i = 0; i < n && i < AHEAD; i++)
        fetch_slot(memory, &appends[i].subject);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            fetch_slot(memory, &appends[i + AHEAD].subject);
        if (i + AHEAD / 2 < n)
            fetch_record(memory, &appends[i + AHEAD / 2].subject);
        enum ll_status status = append_one(memory, &appends[i], err);
        if (status != LL_OK)
            return status;
    }
    /* Only now, as a later append may have moved a log. */
    for (size_t i = 0; i < n; i++) {
        const struct slot *slot = appends[i].want_log ? find(memory, &appends[i].subject) : NULL;
        if (!slot)
            continue;
        struct record *record = record_at(memory, slot->place);
        appends[i].log = (ll_str){log_of(record), record->len};
    }
    return LL_OK;
}

static enum ll_status memory_read(struct ll_store *store, struct ll_read *reads, size_t n,
                                  struct ll_error *err)
{
    (void)err;
    struct memory_store *memory = (struct memory_store *)store;
    for (size_t i = 0; i < n && i < AHEAD; i++)
        fetch_slot(memory, &reads[i].subject);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            fetch_slot(memory, &reads[i + AHEAD].subject);
        if (i + AHEAD / 2 < n)
            fetch_record(memory, &reads[i + AHEAD / 2].subject);
        const struct slot *slot = find(memory, &reads[i].subject);
        struct record *record = slot->place ? record_at(memory, slot->place) : NULL;
        reads[i].log = record ? (ll_str){log_of(record), record->len} : (ll_str){NULL, 0};
        if (record && reads[i].keep_days)
            keep(memory, record, reads[i].keep_days);
    }
    return LL_OK;
}

static enum ll_status memory_keep(struct ll_store *store, const struct ll_read *keeps, size_t n,
                                  struct ll_error *err)
{
    (void)err;
    struct memory_store *memory = (struct memory_store *)store;
    for (size_t i = 0; i < n; i++) {
        const struct slot *slot = find(memory, &keeps[i].subject);
        if (slot->place && keeps[i].keep_days)
            keep(memory, record_at(memory, slot->place), keeps[i].keep_days);
    }
    return LL_OK;
}

static enum ll_status memory_replace(struct ll_store *store, const struct ll_subject *subject,
                                     size_t expected_len, ll_str log, int32_t keep_days,
                                     struct ll_error *err)
{
    struct memory_store *memory = (struct memory_store *)store;
    struct slot *slot = find(memory, subject);
    const struct record *old = slot->place ? record_at(memory, slot->place) : NULL;
    if (!old || old->len != expected_len)
        return LL_OK;
    if (log.len == 0) {
        remove_slot(memory, slot);
        return LL_OK;
    }
    uint32_t place = new_record(memory, subject, log.len);
    if (!place)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", log.len);
    struct record *record = record_at(memory, place);
    memcpy(log_of(record), log.ptr, log.len);
    record->len = (uint32_t)log.len;
    record->until = old->until;
    keep(memory, record, keep_days);
    give_block(memory, slot->place);
    slot->place = place;
    return LL_OK;
}

static void memory_free(struct ll_store *store)
{
    struct memory_store *memory = (struct memory_store *)store;
    for (size_t i = 0; i < memory->size; i++) {
        struct record *record =
            memory->table[i].place ? record_at(memory, memory->table[i].place) : NULL;
        if (record && record->longer)
            free(log_of(record));
    }
    for (uint32_t i = 0; i < memory->chunk_count; i++)
        free(memory->chunks[i]);
    free(memory->chunks);
    free(memory->table);
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
    memory->today = LL_DAY_1850_01_01;
    return &memory->store;
}

bool ll_store_memory_next(const struct ll_store *store, size_t *at, struct ll_read *out)
{
    const struct memory_store *memory = (const struct memory_store *)store;
    while (*at < memory->size && !memory->table[*at].place)
        ++*at;
    if (*at == memory->size)
        return false;
    __builtin_prefetch(record_at(memory, memory->table[(*at + AHEAD) & (memory->size - 1)].place));
    struct record *record = record_at(memory, memory->table[(*at)++].place);
    *out = (struct ll_read){.subject = {.key = record->key, .kind = record->kind},
                            .log = {log_of(record), record->len}};
    return true;
}
