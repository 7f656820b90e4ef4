/* pick.c -- see pick.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/pick.h"

/* By a firearm's hit a trace joins its leads: 1 + its number among those picked, or 0. */
static void number_firearms(const struct ll_hit_list *hits, bool picked)
{
    for (size_t i = 0; i < hits->count; i++)
        for (size_t k = 0; k < hits->hits[i].count; k++)
            hits->hits[i].items[k]->hit = picked ? (uint32_t)i + 1 : 0;
}

/* Items that a kept timeline has once are in the lists of the assessments before and after a step, and have the places of
 * the one that was made last: leads are told by their first items. */
static void place_items(const struct ll_items *items)
{
    for (unsigned kind = LL_ITEM_TRACE; kind <= LL_ITEM_REPORT; kind++)
        for (size_t i = 0; i < items->of[kind].count; i++)
            items->of[kind].items[i]->order = (uint32_t)i;
}

bool ll_pick(struct ll_assessment *out, const struct ll_assessment *all,
             const struct ll_subject *subject, const struct ll_united *united, uint32_t cell,
             struct ll_arena *arena)
{
    *out = (struct ll_assessment){.items = all->items};
    if (all->hits.count == 0)
        return true;
    out->hits.hits = LL_NEW_ARRAY(arena, struct ll_hit, all->hits.count);
    out->hits.cap = all->hits.count;
    if (!out->hits.hits)
        return false;
    for (size_t i = 0; i < all->hits.count; i++) {
        const struct ll_indicator *own =
            ll_united_own(united, cell, ll_united_number(united, all->hits.hits[i].indicator));
        if (!own)
            continue;
        struct ll_hit *hit = &out->hits.hits[out->hits.count++];
        *hit = all->hits.hits[i];
        hit->indicator = own;
    }
    if (out->hits.count == 0)
        return true;
    place_items(&all->items);
    if (all->items.of[LL_ITEM_TRACE].count) {
        number_firearms(&all->hits, false);
        number_firearms(&out->hits, true);
    }
    return ll_leads_join(out, subject, &united->rules_of[cell], arena);
}

size_t ll_pick_number(const struct ll_united *united, uint32_t cell, const struct ll_hit *hit)
{
    return united->one.of[cell][hit->indicator - united->cells->cells[cell].pack->indicators];
}
