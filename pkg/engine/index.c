/* index.c -- see index.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/index.h"

void ll_index_reset(struct ll_index *index)
{
    ll_arena_reset(&index->arena);
    *index = (struct ll_index){.arena = index->arena, .changed = {.first = 1}};
}

void ll_index_fini(struct ll_index *index)
{
    ll_arena_fini(&index->arena);
    *index = (struct ll_index){0};
}

static bool is_before(const struct ll_dated *a, ll_day day, uint32_t entry)
{
    return a->day != day ? a->day < day : a->entry < entry;
}

static size_t lower_bound(const struct ll_dated_list *list, ll_day day, uint32_t entry)
{
    size_t from = 0, to = list->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (is_before(&list->facts[middle], day, entry))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

size_t ll_dated_from(const struct ll_dated_list *list, ll_day day)
{
    return lower_bound(list, day, 0);
}

static bool insert(struct ll_index *index, struct ll_dated_list *list, ll_day day, uint32_t entry)
{
    struct ll_dated *facts =
        ll_arena_more(&index->arena, list->facts, list->count, &list->cap, sizeof *facts);
    if (!facts)
        return false;
    list->facts = facts;
    size_t at = lower_bound(list, day, entry);
    memmove(&list->facts[at + 1], &list->facts[at], (list->count - at) * sizeof *list->facts);
    list->facts[at] = (struct ll_dated){day, entry};
    list->count++;
    return true;
}

static void drop(struct ll_dated_list *list, ll_day day, uint32_t entry)
{
    size_t at = lower_bound(list, day, entry);
    list->count--;
    memmove(&list->facts[at], &list->facts[at + 1], (list->count - at) * sizeof *list->facts);
}

static bool know_entries(struct ll_index *index, size_t count)
{
    while (index->entry_count < count) {
        struct ll_indexed *entries = ll_arena_more(
            &index->arena, index->entries, index->entry_count, &index->entry_cap, sizeof *entries);
        if (!entries)
            return false;
        index->entries = entries;
        index->entries[index->entry_count++] = (struct ll_indexed){.day = LL_DAY_NONE};
    }
    return true;
}

bool ll_index_entry(struct ll_index *index, const struct ll_fact_set *set,
                    const struct ll_fact_entry *entry)
{
    uint32_t number = (uint32_t)(entry - set->entries);
    if (!know_entries(index, set->count))
        return false;
    struct ll_indexed *known = &index->entries[number];
    index->voided += entry->void_version != 0 && !known->voided;
    known->voided = entry->void_version != 0;
    if (entry->fact_bytes.len == 0)
        return true;
    enum ll_item_kind kind = entry->fact->kind == LL_FACT_SALE    ? LL_ITEM_FIREARM
                             : entry->fact->kind == LL_FACT_TRACE ? LL_ITEM_TRACE
                                                                  : LL_ITEM_REPORT;
    ll_day day = ll_fact_day(entry->fact), before = known->day;
    if (before == day)
        return true;
    if (before != LL_DAY_NONE)
        drop(&index->of[kind], before, number);
    known->day = day;
    return insert(index, &index->of[kind], day, number);
}

static uint64_t mix(const struct ll_fact_head *head)
{
    return ll_hash_mix(head->hash + head->version * 8 + (uint64_t)head->kind);
}

static bool is_at(ll_str log, const struct ll_place *place, const struct ll_fact_head *wanted)
{
    struct ll_fact_head head;
    size_t offset = place->offset - 1;
    return ll_fact_peek((ll_str){log.ptr + offset, log.len - offset}, &head) &&
           ll_fact_head_eq(&head, wanted);
}

/* The place of the fact, or the free one where it belongs. */
static struct ll_place *find(const struct ll_index *index, ll_str log,
                             const struct ll_fact_head *head)
{
    uint64_t hash = mix(head);
    size_t at = hash & (index->place_size - 1);
    uint32_t tag = (uint32_t)(hash >> 32);
    while (index->places[at].offset &&
           (index->places[at].tag != tag || !is_at(log, &index->places[at], head)))
        at = (at + 1) & (index->place_size - 1);
    return &index->places[at];
}

/* A tag does not tell a place's home in a larger table: the fact's name is read again. */
static bool grow_places(struct ll_index *index, ll_str log)
{
    size_t old_size = index->place_size, size = old_size ? old_size * 2 : 64;
    const struct ll_place *old = index->places;
    struct ll_place *places = LL_NEW_ARRAY(&index->arena, struct ll_place, size);
    if (!places)
        return false;
    index->places = places;
    index->place_size = size;
    for (size_t i = 0; i < old_size; i++) {
        struct ll_fact_head head;
        size_t offset = old[i].offset - 1;
        if (old[i].offset && ll_fact_peek((ll_str){log.ptr + offset, log.len - offset}, &head))
            *find(index, log, &head) = old[i];
    }
    return true;
}

bool ll_index_place(struct ll_index *index, ll_str log, const struct ll_fact_head *head,
                    size_t offset)
{
    if ((index->place_count + 1) * 2 > index->place_size && !grow_places(index, log))
        return false;
    struct ll_place *place = find(index, log, head);
    if (place->offset)
        return true;
    index->place_count++;
    *place = (struct ll_place){(uint32_t)(mix(head) >> 32), (uint32_t)offset + 1};
    return true;
}

size_t ll_index_find(const struct ll_index *index, ll_str log, const struct ll_fact_head *head)
{
    const struct ll_place *place = index->place_size ? find(index, log, head) : NULL;
    return place && place->offset ? place->offset - 1 : log.len;
}
