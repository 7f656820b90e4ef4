/* weights_rows.c -- labelled leads, collected by threads and brought into one order.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "tune/weights_parts.h"

#include <stdlib.h>

struct ll_weight_rows {
    struct ll_arena arena;
    size_t indicators;
    struct ll_weight_row *list;
    size_t count, cap;
};

static size_t words_of(size_t indicators)
{
    return (indicators + 63) / 64;
}

struct ll_weight_rows *ll_weight_rows_new(size_t indicators)
{
    struct ll_weight_rows *rows = calloc(1, sizeof *rows);
    if (rows)
        rows->indicators = indicators;
    return rows;
}

void ll_weight_rows_free(struct ll_weight_rows *rows)
{
    if (!rows)
        return;
    ll_arena_fini(&rows->arena);
    free(rows);
}

bool ll_weight_rows_add(struct ll_weight_rows *rows, const struct ll_key *purchaser,
                        const bool *hits, int64_t score, bool accepted, bool came_true)
{
    struct ll_weight_row *list =
        ll_arena_more(&rows->arena, rows->list, rows->count, &rows->cap, sizeof *list);
    uint64_t *bits = LL_NEW_ARRAY(&rows->arena, uint64_t, words_of(rows->indicators));
    if (!list || !bits)
        return false;
    rows->list = list;
    for (size_t i = 0; i < rows->indicators; i++)
        bits[i / 64] |= (uint64_t)hits[i] << (i % 64);
    uint64_t head;
    memcpy(&head, purchaser->bytes, sizeof head);
    list[rows->count++] = (struct ll_weight_row){.purchaser = head,
                                                 .score = score,
                                                 .accepted = accepted,
                                                 .came_true = came_true,
                                                 .hits = bits};
    return true;
}

/* --- one order */

/* A row, with what its comparison needs. */
struct placed {
    struct ll_weight_row row;
    size_t words;
};

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    int order = compare_u64(a->row.purchaser, b->row.purchaser);
    if (!order)
        order = (a->row.score > b->row.score) - (a->row.score < b->row.score);
    if (!order)
        order = a->row.came_true - b->row.came_true;
    if (!order)
        order = a->row.accepted - b->row.accepted;
    for (size_t i = 0; !order && i < a->words; i++)
        order = compare_u64(a->row.hits[i], b->row.hits[i]);
    return order;
}

static struct ll_weight_row *gather(struct ll_arena *arena, const struct ll_weights_setup *setup,
                                    size_t *count)
{
    size_t n = 0, words = words_of(setup->indicator_count);
    for (size_t t = 0; t < setup->rows_count; t++)
        n += setup->rows[t]->count;
    struct placed *placed = LL_NEW_ARRAY(arena, struct placed, n);
    struct ll_weight_row *rows = LL_NEW_ARRAY(arena, struct ll_weight_row, n);
    if (!placed || !rows)
        return NULL;
    *count = n;
    n = 0;
    for (size_t t = 0; t < setup->rows_count; t++) {
        for (size_t i = 0; i < setup->rows[t]->count; i++)
            placed[n++] = (struct placed){setup->rows[t]->list[i], words};
    }
    if (n)
        qsort(placed, n, sizeof *placed, compare_rows);
    for (size_t i = 0; i < n; i++)
        rows[i] = placed[i].row;
    return rows;
}

static int compare_drawn(const void *left, const void *right)
{
    const struct ll_weight_purchaser *a = left, *b = right;
    int order = compare_u64(a->drawn, b->drawn);
    return order ? order : compare_u64(a->first, b->first);
}

/* Deal the purchasers of either kind out in turn, so that every fold has its share of both. */
static void deal(struct ll_weight_purchaser *purchasers, size_t count)
{
    uint32_t next[2] = {0, 0};
    for (size_t i = 0; i < count; i++)
        purchasers[i].fold = next[purchasers[i].came_true]++ % LL_WEIGHTS_FOLDS;
}

bool ll_weight_table_make(struct ll_arena *arena, const struct ll_weights_setup *setup,
                          struct ll_weight_table *out)
{
    size_t n = 0, count = 0;
    struct ll_weight_row *rows = gather(arena, setup, &n);
    struct ll_weight_purchaser *all =
        rows ? LL_NEW_ARRAY(arena, struct ll_weight_purchaser, n) : NULL;
    if (!all)
        return false;
    *out = (struct ll_weight_table){.rows = rows, .row_count = n, .purchasers = all};
    for (size_t i = 0; i < n; i++) {
        if (!count || rows[all[count - 1].first].purchaser != rows[i].purchaser)
            all[count++] = (struct ll_weight_purchaser){
                .first = i, .drawn = ll_hash_mix(rows[i].purchaser ^ ll_hash_mix(setup->seed + 1))};
        all[count - 1].count++;
        all[count - 1].came_true |= rows[i].came_true;
    }
    if (count)
        qsort(all, count, sizeof *all, compare_drawn);
    for (size_t i = 0; i < count; i++)
        out->true_count += all[i].came_true;
    deal(all, count);
    out->purchaser_count = count;
    return true;
}
