/* joins.c -- what made one lead of several hits.   SPDX-License-Identifier: Apache-2.0
 *
 * As ll_leads_join does it: in the order of first dates a hit is near some earlier one exactly if it is near the one that ends
 * last; and a trace's hit belongs to its gun's. */
#include "base/sort.h"
#include "why/view.h"

struct joining {
    struct ll_why_lead *lead;
    const struct ll_hit **sorted;
    size_t *roots; /* by hit in sorted: of those that are joined by what is told already */
};

static int by_first_day(const void *left, const void *right)
{
    const struct ll_hit *a = *(const struct ll_hit *const *)left,
                        *b = *(const struct ll_hit *const *)right;
    return (a->first_day > b->first_day) - (a->first_day < b->first_day);
}

static bool unite(struct joining *joining, size_t a, size_t b)
{
    size_t from = joining->roots[a], to = joining->roots[b];
    if (from == to)
        return false;
    for (size_t i = 0; i < joining->lead->lead->hit_count; i++)
        if (joining->roots[i] == from)
            joining->roots[i] = to;
    return true;
}

static void join_near(struct joining *joining, int32_t quiet_days)
{
    struct ll_why_lead *lead = joining->lead;
    size_t latest = 0;
    for (size_t i = 1; i < lead->lead->hit_count; i++) {
        const struct ll_hit *hit = joining->sorted[i], *to = joining->sorted[latest];
        int32_t gap = hit->first_day - to->last_day;
        if (gap <= quiet_days && unite(joining, i, latest))
            lead->joins[lead->join_count++] =
                (struct ll_why_join){LL_WHY_JOIN_NEAR, hit, to, gap, NULL};
        if (hit->last_day > to->last_day)
            latest = i;
    }
}

static bool has_item(const struct ll_hit *hit, const struct ll_item *item)
{
    for (size_t i = 0; i < hit->count; i++)
        if (hit->items[i] == item)
            return true;
    return false;
}

static void join_traced(struct joining *joining, size_t at)
{
    struct ll_why_lead *lead = joining->lead;
    const struct ll_hit *hit = joining->sorted[at];
    for (size_t i = 0; i < hit->count; i++) {
        const struct ll_item *gun = hit->items[i]->matched;
        if (!gun)
            continue;
        for (size_t k = 0; k < lead->lead->hit_count; k++) {
            const struct ll_hit *to = joining->sorted[k];
            if (to->indicator->items == LL_ITEM_FIREARM && has_item(to, gun) &&
                unite(joining, at, k))
                lead->joins[lead->join_count++] =
                    (struct ll_why_join){LL_WHY_JOIN_TRACED, hit, to, 0, hit->items[i]};
        }
    }
}

bool ll_why_find_joins(const struct ll_why *why, struct ll_why_lead *lead, struct ll_arena *arena)
{
    size_t n = lead->lead->hit_count;
    struct joining joining = {.lead = lead};
    joining.sorted = LL_NEW_ARRAY(arena, const struct ll_hit *, n);
    joining.roots = LL_NEW_ARRAY(arena, size_t, n);
    lead->joins = LL_NEW_ARRAY(arena, struct ll_why_join, n);
    if (!joining.sorted || !joining.roots || !lead->joins)
        return false;
    for (size_t i = 0; i < n; i++) {
        joining.sorted[i] = lead->lead->hits[i];
        joining.roots[i] = i;
    }
    if (!ll_sort(joining.sorted, n, by_first_day, arena))
        return false;
    join_near(&joining, why->setup->rules->pack->quiet_days);
    for (size_t i = 0; i < n; i++)
        if (joining.sorted[i]->indicator->items == LL_ITEM_TRACE)
            join_traced(&joining, i);
    return true;
}
