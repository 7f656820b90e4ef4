/* heir.c -- see heir.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/heir.h"

#include "base/hash.h"

/* The fallen lead's items, by their names. */
struct items {
    const struct ll_lead *of;
    uint32_t *table; /* item + 1; 0 free */
    size_t size;
};

static uint64_t hash_of(const struct ll_item *item)
{
    ll_str id = item->kind == LL_ITEM_REPORT ? item->fact->report.indicator : item->fact->id;
    uint64_t hash = ll_hash64(id.ptr, id.len) + item->place * UINT64_C(4) + item->kind;
    if (item->kind == LL_ITEM_REPORT)
        hash = ll_hash_mix(hash + (uint32_t)item->day) ^
               ll_hash64(item->fact->report.purchaser.bytes, sizeof(struct ll_key));
    return ll_hash_mix(hash);
}

static uint32_t *slot_of(const struct items *items, const struct ll_item *item)
{
    size_t at = hash_of(item) & (items->size - 1);
    while (items->table[at] && !ll_item_same(items->of->items[items->table[at] - 1], item))
        at = (at + 1) & (items->size - 1);
    return &items->table[at];
}

static size_t count_shared(const struct items *items, const struct ll_lead *lead)
{
    size_t shared = 0;
    for (size_t i = 0; i < lead->item_count; i++)
        shared += *slot_of(items, lead->items[i]) != 0;
    return shared;
}

bool ll_lead_heir(const struct ll_lead *fallen, const struct ll_assessment *open,
                  struct ll_arena *arena, const struct ll_lead **heir)
{
    struct items items = {.of = fallen, .size = ll_table_size(fallen->item_count)};
    size_t most = 0;
    *heir = NULL;
    items.table = LL_NEW_ARRAY(arena, uint32_t, items.size);
    if (!items.table)
        return false;
    for (size_t i = 0; i < fallen->item_count; i++)
        *slot_of(&items, fallen->items[i]) = (uint32_t)i + 1;
    for (size_t i = 0; i < open->lead_count; i++) {
        size_t shared = count_shared(&items, &open->leads[i]);
        if (shared > most) {
            most = shared;
            *heir = &open->leads[i];
        }
    }
    return true;
}
