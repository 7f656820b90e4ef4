/* share.c -- what indicators have in common is numbered once, so that it is found once.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/share.h"

#include "base/hash.h"

#include <stdlib.h>

/* An enabled indicator and a hash of what it selects: of its items, and of its parts. */
struct selector {
    struct ll_indicator *indicator;
    uint64_t items, parts;
};

static bool selects_alike(const struct ll_indicator *a, const struct ll_indicator *b)
{
    return a->timeline == b->timeline && a->items == b->items &&
           (a->items != LL_ITEM_REPORT || a->reports_of == b->reports_of) &&
           !a->where == !b->where && (!a->where || ll_expr_same(a->where, b->where));
}

static bool parts_alike(const struct ll_indicator *a, const struct ll_indicator *b)
{
    return a->same_count == b->same_count &&
           memcmp(a->same, b->same, a->same_count * sizeof *a->same) == 0 && selects_alike(a, b);
}

static struct selector selector_of(struct ll_indicator *indicator)
{
    struct selector out = {.indicator = indicator};
    out.items = ll_hash_mix((uint64_t)indicator->timeline * 8 + (uint64_t)indicator->items);
    if (indicator->items == LL_ITEM_REPORT)
        out.items = ll_hash_mix(out.items + indicator->reports_of + 1);
    if (indicator->where)
        out.items ^= ll_expr_hash(indicator->where);
    out.parts = ll_hash_mix(
        out.items ^ ll_hash64(indicator->same, indicator->same_count * sizeof *indicator->same));
    return out;
}

static int by_parts(const void *a, const void *b)
{
    const struct selector *x = a, *y = b;
    return (x->parts > y->parts) - (x->parts < y->parts);
}

static int by_items(const void *a, const void *b)
{
    const struct selector *x = a, *y = b;
    return (x->items > y->items) - (x->items < y->items);
}

/* Neighbours that are alike get one number, from 1 on; one that is alone keeps 0. */
static uint32_t number(struct selector *list, size_t n, bool of_parts)
{
    uint32_t count = 0;
    for (size_t i = 1; i < n; i++) {
        struct ll_indicator *before = list[i - 1].indicator, *here = list[i].indicator;
        uint32_t *was = of_parts ? &before->shared_parts : &before->shared_items;
        uint32_t *is = of_parts ? &here->shared_parts : &here->shared_items;
        if (of_parts ? !here->same_count || !parts_alike(before, here)
                     : !selects_alike(before, here))
            continue;
        *was = *was ? *was : ++count;
        *is = *was;
    }
    return count;
}

bool ll_share_number(struct ll_pack *pack, struct ll_indicator *indicators, size_t count,
                     struct ll_arena *scratch)
{
    struct selector *list = LL_NEW_ARRAY(scratch, struct selector, count);
    size_t n = 0;
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        indicators[i].shared_items = indicators[i].shared_parts = 0;
        if (indicators[i].enabled)
            list[n++] = selector_of(&indicators[i]);
    }
    if (!n)
        return true;
    qsort(list, n, sizeof *list, by_items);
    pack->shared_items_count = number(list, n, false);
    qsort(list, n, sizeof *list, by_parts);
    pack->shared_parts_count = number(list, n, true);
    return true;
}
