/* choose.c -- a pack with some of its indicators off.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/index.h"

static void turn_off(struct ll_indicator *indicator)
{
    indicator->enabled = false;
    indicator->makes_reports = false;
    /* Whoever asks in_hit() of it finds no item marked. */
    indicator->sought = false;
}

/* Reports that nobody looks at any more need not be made. */
static void count_readers(struct ll_indicator *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i].makes_reports = false;
    for (size_t i = 0; i < n; i++)
        if (list[i].enabled && list[i].items == LL_ITEM_REPORT)
            list[list[i].reports_of].makes_reports = list[list[i].reports_of].enabled;
}

struct ll_pack *ll_pack_choose(struct ll_arena *arena, const struct ll_pack *pack, const bool *keep)
{
    size_t n = pack->indicator_count;
    struct ll_pack *out = LL_NEW(arena, struct ll_pack);
    struct ll_indicator *list = LL_NEW_ARRAY(arena, struct ll_indicator, n);
    uint32_t *order = LL_NEW_ARRAY(arena, uint32_t, n);

    if (!out || !list || !order)
        return NULL;
    *out = *pack;
    if (n)
        memcpy(list, pack->indicators, n * sizeof *list);
    out->indicators = list;
    out->order = order;
    out->order_count = 0;
    memset(out->has_kind, 0, sizeof out->has_kind);
    for (size_t i = 0; i < n; i++)
        if (!keep[i])
            turn_off(&list[i]);
    count_readers(list, n);
    for (size_t i = 0; i < pack->order_count; i++) {
        if (!list[pack->order[i]].enabled)
            continue;
        order[out->order_count++] = pack->order[i];
        out->has_kind[list[pack->order[i]].timeline] = true;
    }
    return ll_index_make(out, arena, arena) ? out : NULL;
}
