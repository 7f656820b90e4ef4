/* ids.c -- see ids.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/ids.h"

#include "base/hash.h"

static uint32_t *slot_of(const struct ll_lead_ids *ids, const char *id)
{
    /* The letters behind "L-" are those of a hash. */
    uint64_t hash;
    memcpy(&hash, id + 2, sizeof hash);
    size_t at = ll_hash_mix(hash) & (ids->size - 1);
    while (ids->table[at] && memcmp(ids->of->leads[ids->table[at] - 1].id, id, LL_LEAD_ID_LEN) != 0)
        at = (at + 1) & (ids->size - 1);
    return &ids->table[at];
}

bool ll_lead_ids_make(struct ll_lead_ids *ids, const struct ll_assessment *of,
                      struct ll_arena *arena)
{
    size_t size = ll_table_size(of->lead_count);
    *ids = (struct ll_lead_ids){of, LL_NEW_ARRAY(arena, uint32_t, size), size};
    for (size_t i = 0; ids->table && i < of->lead_count; i++) {
        uint32_t *slot = slot_of(ids, of->leads[i].id);
        if (!*slot)
            *slot = (uint32_t)i + 1;
    }
    return ids->table != NULL;
}

const struct ll_lead *ll_lead_ids_find(const struct ll_lead_ids *ids, const char *id)
{
    uint32_t number = *slot_of(ids, id);
    return number ? &ids->of->leads[number - 1] : NULL;
}
