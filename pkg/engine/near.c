/* near.c -- see near.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/near.h"

struct ll_near ll_near_start(const struct ll_walk *walk, enum ll_item_kind kind, ll_day day,
                             int32_t reach)
{
    struct ll_near near = {
        .walk = walk, .kind = kind, .first = day - reach + 1, .last = day + reach - 1};
    if (walk->index)
        near.at = ll_dated_from(&walk->index->of[kind], near.first);
    return near;
}

static const struct ll_fact_entry *next_listed(struct ll_near *near)
{
    const struct ll_dated_list *list = &near->walk->index->of[near->kind];
    if (near->at == list->count || list->facts[near->at].day > near->last)
        return NULL;
    return &near->walk->set.entries[list->facts[near->at++].entry];
}

const struct ll_fact_entry *ll_near_next(struct ll_near *near)
{
    static const enum ll_fact_kind kinds[] = {[LL_ITEM_FIREARM] = LL_FACT_SALE,
                                              [LL_ITEM_TRACE] = LL_FACT_TRACE,
                                              [LL_ITEM_REPORT] = LL_FACT_REPORT};
    if (near->walk->index)
        return next_listed(near);
    while (near->at < near->walk->set.count) {
        const struct ll_fact_entry *entry = &near->walk->set.entries[near->at++];
        ll_day day = ll_fact_day(entry->fact);
        if (entry->fact->kind == kinds[near->kind] && day >= near->first && day <= near->last)
            return entry;
    }
    return NULL;
}
