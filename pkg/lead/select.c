/* select.c -- see select.h.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/select.h"

#include "base/hash.h"

static bool make_shared(struct ll_items *items, const struct ll_pack *pack, struct ll_arena *arena)
{
    struct ll_shared *shared = LL_NEW(arena, struct ll_shared);
    if (!shared)
        return false;
    shared->items = LL_NEW_ARRAY(arena, struct ll_part, pack->shared_items_count);
    shared->parts = LL_NEW_ARRAY(arena, struct ll_parts, pack->shared_parts_count);
    items->shared = shared;
    return shared->items && shared->parts;
}

/* ---- items ---- */

static bool make_room(struct ll_part *part, size_t count, struct ll_arena *arena)
{
    part->items = ll_arena_alloc_raw(arena, count * sizeof *part->items, alignof(void *));
    part->rows = ll_arena_alloc_raw(arena, count * sizeof *part->rows, alignof(void *));
    part->count = 0;
    return part->items && part->rows;
}

static bool select_fresh(struct ll_part *all, const struct ll_indicator *indicator,
                         struct ll_items *items, struct ll_arena *arena)
{
    struct ll_item_list *list = &items->of[indicator->items];
    struct ll_expr_env env = {.in_hit = ll_item_in_hit, .scratch = arena};
    if (!make_room(all, list->count, arena))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct ll_item *item = list->items[i];
        if (item->kind == LL_ITEM_REPORT && item->reported != indicator->reports_of)
            continue;
        env.row = item->row;
        if (indicator->where && !ll_expr_run(indicator->where, &env))
            continue;
        all->rows[all->count] = item->row;
        all->items[all->count++] = item;
    }
    return true;
}

/* What is shared may ask for hits: all indicators alike come behind those whose hits they ask for. */
bool ll_select_items(struct ll_part *all, const struct ll_indicator *indicator,
                     struct ll_items *items, const struct ll_rules *rules, struct ll_arena *arena)
{
    if (!indicator->shared_items)
        return select_fresh(all, indicator, items, arena);
    if (!items->shared && !make_shared(items, rules->pack, arena))
        return false;
    struct ll_part *known = &items->shared->items[indicator->shared_items - 1];
    if (!known->rows && !select_fresh(known, indicator, items, arena))
        return false;
    *all = *known;
    return true;
}

/* ---- parts ---- */

static bool same_part(const struct ll_indicator *indicator, const struct ll_value *a,
                      const struct ll_value *b)
{
    for (size_t i = 0; i < indicator->same_count; i++) {
        const struct ll_value *x = &a[indicator->same[i]], *y = &b[indicator->same[i]];
        if (x->null != y->null)
            return false;
        if (!x->null && !ll_item_value_eq(indicator->same[i], x, y))
            return false;
    }
    return true;
}

static uint64_t part_hash(const struct ll_indicator *indicator, const struct ll_value *row)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < indicator->same_count; i++) {
        const struct ll_value *value = &row[indicator->same[i]];
        if (value->null)
            hash = ll_hash_mix(hash + 1);
        else if (ll_item_slot_type(indicator->same[i]) == LL_TYPE_STRING)
            hash = ll_hash_mix(hash ^ ll_hash64(value->text, value->len));
        else
            hash = ll_hash_mix(hash ^ (uint64_t)value->number);
    }
    return hash;
}

/* The parts by a hash of what their items agree on, while they are numbered. */
struct numbering {
    const struct ll_indicator *indicator;
    const struct ll_part *all;
    uint32_t *numbers; /* by item: its part */
    size_t *heads;     /* by part: its first item */
    size_t *sizes;
    size_t count;
};

static void take_item(struct numbering *numbering, size_t item, size_t part)
{
    if (part == numbering->count) {
        numbering->heads[part] = item;
        numbering->sizes[part] = 0;
        numbering->count++;
    }
    numbering->numbers[item] = (uint32_t)part;
    numbering->sizes[part]++;
}

/* Up to so many items are held against each part. */
#define FEW 8

static void number_few(struct numbering *numbering)
{
    const struct ll_value *const *rows = numbering->all->rows;
    for (size_t i = 0; i < numbering->all->count; i++) {
        size_t part = 0;
        while (part < numbering->count &&
               !same_part(numbering->indicator, rows[numbering->heads[part]], rows[i]))
            part++;
        take_item(numbering, i, part);
    }
}

static bool number_many(struct numbering *numbering, struct ll_arena *arena)
{
    const struct ll_value *const *rows = numbering->all->rows;
    size_t size = ll_table_size(numbering->all->count);
    uint32_t *table = LL_NEW_ARRAY(arena, uint32_t, size); /* part + 1; 0 free */
    for (size_t i = 0; table && i < numbering->all->count; i++) {
        size_t at = part_hash(numbering->indicator, rows[i]) & (size - 1);
        while (table[at] &&
               !same_part(numbering->indicator, rows[numbering->heads[table[at] - 1]], rows[i]))
            at = (at + 1) & (size - 1);
        if (!table[at])
            table[at] = (uint32_t)numbering->count + 1;
        take_item(numbering, i, table[at] - 1);
    }
    return table != NULL;
}

static bool deal_out(struct ll_parts *parts, const struct numbering *numbering,
                     struct ll_arena *arena)
{
    const struct ll_part *all = numbering->all;
    struct ll_part room;
    parts->list = LL_NEW_ARRAY(arena, struct ll_part, numbering->count);
    parts->count = numbering->count;
    if (!parts->list || !make_room(&room, all->count, arena))
        return false;
    for (size_t i = 0, at = 0; i < parts->count; at += numbering->sizes[i++]) {
        parts->list[i].items = room.items + at;
        parts->list[i].rows = room.rows + at;
    }
    for (size_t i = 0; i < all->count; i++) {
        struct ll_part *part = &parts->list[numbering->numbers[i]];
        part->items[part->count] = all->items[i];
        part->rows[part->count++] = all->rows[i];
    }
    return true;
}

static bool part_fresh(struct ll_parts *parts, const struct ll_part *all,
                       const struct ll_indicator *indicator, struct ll_arena *arena)
{
    struct numbering numbering = {.indicator = indicator, .all = all};
    size_t n = all->count;
    numbering.numbers = ll_arena_alloc_raw(arena, n * sizeof(uint32_t), alignof(uint32_t));
    numbering.heads = ll_arena_alloc_raw(arena, n * sizeof(size_t), alignof(size_t));
    numbering.sizes = ll_arena_alloc_raw(arena, n * sizeof(size_t), alignof(size_t));
    if (!numbering.numbers || !numbering.heads || !numbering.sizes)
        return false;
    if (n <= FEW)
        number_few(&numbering);
    else if (!number_many(&numbering, arena))
        return false;
    return deal_out(parts, &numbering, arena);
}

bool ll_select_parts(struct ll_parts *parts, const struct ll_part *all,
                     const struct ll_indicator *indicator, struct ll_items *items,
                     const struct ll_rules *rules, struct ll_arena *arena)
{
    if (!indicator->shared_parts)
        return part_fresh(parts, all, indicator, arena);
    if (!items->shared && !make_shared(items, rules->pack, arena))
        return false;
    struct ll_parts *known = &items->shared->parts[indicator->shared_parts - 1];
    if (!known->list && !part_fresh(known, all, indicator, arena))
        return false;
    *parts = *known;
    return true;
}

/* ---- days ---- */

static int32_t ordinal_of(struct ll_item *item, const struct ll_calendar *calendar, bool own)
{
    int32_t *known = &item->ordinals[own];
    if (*known == LL_ITEM_NO_ORDINAL)
        *known = ll_calendar_ordinal(calendar, item->day);
    return *known;
}

int32_t *ll_part_ordinals(const struct ll_part *part, const struct ll_window *window,
                          const struct ll_rules *rules, struct ll_arena *arena,
                          enum ll_hit_calendar *word)
{
    const struct ll_calendar *calendar = rules->calendar;
    bool business = window->kind == LL_WINDOW_BUSINESS_DAYS, assumed = false;
    int32_t *ordinals = ll_arena_alloc_raw(arena, part->count * sizeof *ordinals, alignof(int32_t));
    if (business && window->dealers_own)
        calendar = ll_item_calendar(part->items[0], rules, &assumed);
    *word = !business              ? LL_HIT_CALENDAR_NULL
            : !window->dealers_own ? LL_HIT_CALENDAR_DEFAULT
            : assumed              ? LL_HIT_CALENDAR_ASSUMED
                                   : LL_HIT_CALENDAR_DEALER;
    for (size_t i = 0; ordinals && i < part->count; i++)
        ordinals[i] = business ? ordinal_of(part->items[i], calendar, window->dealers_own)
                               : part->items[i]->day;
    return ordinals;
}
