/* place.c -- see place.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/place.h"

#include "base/hash.h"

#include <stdlib.h>

/* ---- the table ---- */

static uint64_t hash_of(const struct ll_place *place)
{
    uint64_t hash = ll_hash64(place->division.ptr, place->division.len);
    hash = ll_hash_mix(hash + ll_hash64(place->state.ptr, place->state.len));
    return ll_hash_mix(hash + ll_hash64(place->group.ptr, place->group.len));
}

static bool is_same(const struct ll_place *a, const struct ll_place *b)
{
    return ll_str_eq(a->state, b->state) && ll_str_eq(a->division, b->division) &&
           ll_str_eq(a->group, b->group);
}

static uint32_t *slot_of(const struct ll_places *places, const struct ll_place *place)
{
    size_t at = hash_of(place) & (places->size - 1);
    while (places->table[at] && !is_same(&places->list[places->table[at] - 1], place))
        at = (at + 1) & (places->size - 1);
    return &places->table[at];
}

static bool grow(struct ll_places *places, struct ll_arena *arena)
{
    places->size = ll_table_size(places->count + 1) * 2;
    places->table = LL_NEW_ARRAY(arena, uint32_t, places->size);
    for (size_t i = 0; places->table && i < places->count; i++)
        *slot_of(places, &places->list[i]) = (uint32_t)i + 1;
    return places->table != NULL;
}

/* A copy that lasts; false: memory is out. */
static bool keep(ll_str *text, struct ll_arena *arena)
{
    if (text->len == 0)
        return true;
    *text = ll_arena_str(arena, *text);
    return text->ptr != NULL;
}

/* Add what is counted under the names of `place`. */
static bool add(struct ll_places *places, const struct ll_place *place, struct ll_arena *arena)
{
    if (places->count * 2 >= places->size && !grow(places, arena))
        return false;
    uint32_t *slot = slot_of(places, place);
    if (*slot == 0) {
        struct ll_place *list =
            ll_arena_more(arena, places->list, places->count, &places->cap, sizeof *list);
        if (!list)
            return false;
        places->list = list;
        struct ll_place *fresh = &list[places->count];
        *fresh = (struct ll_place){place->division, place->state, place->group, 0, 0, 0, 0};
        if (!keep(&fresh->division, arena) || !keep(&fresh->state, arena) ||
            !keep(&fresh->group, arena))
            return false;
        *slot = (uint32_t)++places->count;
    }
    struct ll_place *to = &places->list[*slot - 1];
    to->leads += place->leads;
    to->guns += place->guns;
    to->came_true += place->came_true;
    to->came_false += place->came_false;
    return true;
}

/* ---- a lead ---- */

static ll_str text_of(const struct ll_item *item, enum ll_item_slot slot)
{
    const struct ll_value *value = &item->row[slot];
    return value->null ? (ll_str){0} : (ll_str){value->text, value->len};
}

/* The places of one lead, few of them. */
struct lead_places {
    struct ll_place *list;
    size_t count;
};

static void touch(struct lead_places *of, const struct ll_item *item, uint64_t guns)
{
    struct ll_place place = {.division = text_of(item, LL_SLOT_DEALER_DIVISION),
                             .state = text_of(item, LL_SLOT_DEALER_STATE)};
    size_t i = 0;
    if (item->dealer == 0)
        return;
    while (i < of->count && !is_same(&of->list[i], &place))
        i++;
    if (i == of->count)
        of->list[of->count++] = place;
    of->list[i].guns += guns;
}

/* Guns stand where they were sold; of a lead without sales, where they were reported. */
static bool gather(struct lead_places *of, const struct ll_lead *lead, struct ll_arena *scratch)
{
    size_t most = lead->sale_count + lead->trace_count + lead->report_count + 1;
    of->list = LL_NEW_ARRAY(scratch, struct ll_place, most);
    of->count = 0;
    if (!of->list)
        return false;
    for (size_t i = 0; i < lead->sale_count; i++)
        touch(of, lead->sales[i], lead->sales[i]->fact->firearm_count);
    for (size_t i = 0; i < lead->trace_count; i++)
        touch(of, lead->traces[i], 0);
    for (size_t i = 0; i < lead->report_count; i++)
        touch(of, lead->reports[i], lead->sale_count ? 0 : lead->reports[i]->fact->report.guns);
    if (of->count == 0)
        of->list[of->count++] = (struct ll_place){0};
    return true;
}

bool ll_places_add(struct ll_places *places, const struct ll_seen *seen,
                   const struct ll_route *routes, size_t route_count, struct ll_arena *arena,
                   struct ll_arena *scratch)
{
    struct lead_places of;
    if (!gather(&of, seen->found->lead, scratch))
        return false;
    for (size_t i = 0; i < of.count; i++) {
        struct ll_place *place = &of.list[i];
        place->leads = 1;
        place->came_true = seen->verdict.label == LL_LABEL_TRUE;
        place->came_false = seen->verdict.label == LL_LABEL_FALSE;
        for (size_t k = 0; k < route_count || k == 0; k++) {
            place->group = route_count ? routes[k].group : (ll_str){0};
            if (!add(places, place, arena))
                return false;
        }
    }
    return true;
}

bool ll_places_merge(struct ll_places *places, const struct ll_places *from, struct ll_arena *arena)
{
    for (size_t i = 0; i < from->count; i++) {
        if (!add(places, &from->list[i], arena))
            return false;
    }
    return true;
}

/* Empty texts come last. */
static int compare_texts(ll_str a, ll_str b)
{
    if (!a.len || !b.len)
        return (a.len == 0) - (b.len == 0);
    return ll_str_cmp(a, b);
}

static int by_names(const void *left, const void *right)
{
    const struct ll_place *a = left, *b = right;
    int order = compare_texts(a->division, b->division);
    order = order ? order : compare_texts(a->state, b->state);
    return order ? order : compare_texts(a->group, b->group);
}

void ll_places_sort(struct ll_places *places)
{
    if (places->count)
        qsort(places->list, places->count, sizeof *places->list, by_names);
}
