/* compare_rows.c -- see compare_rows.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_rows.h"

#include "base/hash.h"
#include <stdlib.h>

static size_t place_of(const struct ll_change_rows *rows, ll_str name)
{
    size_t at = ll_hash64(name.ptr, name.len) & (rows->table_size - 1);
    while (rows->table[at] && !ll_str_eq(rows->list[rows->table[at] - 1].id, name))
        at = (at + 1) & (rows->table_size - 1);
    return at;
}

/* Twice the room. False: memory is out. */
static bool grow(struct ll_change_rows *rows)
{
    size_t cap = rows->cap ? rows->cap * 2 : 32;
    struct ll_change_row *list = LL_NEW_ARRAY(rows->arena, struct ll_change_row, cap);
    unsigned *sides = LL_NEW_ARRAY(rows->arena, unsigned, cap);
    uint32_t *touched = LL_NEW_ARRAY(rows->arena, uint32_t, cap);
    uint32_t *table = LL_NEW_ARRAY(rows->arena, uint32_t, ll_table_size(cap));
    if (!list || !sides || !touched || !table)
        return false;
    if (rows->count) {
        memcpy(list, rows->list, rows->count * sizeof *list);
        memcpy(sides, rows->sides, rows->count * sizeof *sides);
        memcpy(touched, rows->touched, rows->touched_count * sizeof *touched);
    }
    rows->list = list;
    rows->sides = sides;
    rows->touched = touched;
    rows->table = table;
    rows->table_size = ll_table_size(cap);
    rows->cap = cap;
    for (size_t i = 0; i < rows->count; i++)
        table[place_of(rows, list[i].id)] = (uint32_t)i + 1;
    return true;
}

/* The row of a name, a new one where there is none; NULL: memory is out. */
static struct ll_change_row *row_of(struct ll_change_rows *rows, ll_str name)
{
    if (rows->count == rows->cap && !grow(rows)) {
        rows->failed = true;
        return NULL;
    }
    size_t at = place_of(rows, name);
    if (!rows->table[at]) {
        ll_str id = name.len ? ll_arena_str(rows->arena, name) : (ll_str){0};
        if (name.len && !id.ptr) {
            rows->failed = true;
            return NULL;
        }
        rows->list[rows->count++] = (struct ll_change_row){.id = id};
        rows->table[at] = (uint32_t)rows->count;
    }
    return &rows->list[rows->table[at] - 1];
}

void ll_change_rows_touch(struct ll_change_rows *rows, ll_str name, unsigned sides)
{
    struct ll_change_row *row = row_of(rows, name);
    if (!row)
        return;
    size_t at = (size_t)(row - rows->list);
    if (!rows->sides[at])
        rows->touched[rows->touched_count++] = (uint32_t)at;
    rows->sides[at] |= sides;
}

void ll_change_rows_count(struct ll_change_rows *rows, enum ll_pair_change change)
{
    for (size_t i = 0; i < rows->touched_count; i++) {
        struct ll_change_counts *counts = &rows->list[rows->touched[i]].counts;
        unsigned *sides = &rows->sides[rows->touched[i]];
        counts->of[change]++;
        if (change == LL_PAIR_CHANGED) {
            counts->came += *sides == LL_SIDE_CANDIDATE;
            counts->went += *sides == LL_SIDE_PRESENT;
        }
        *sides = 0;
    }
    rows->touched_count = 0;
}

void ll_change_rows_forget(struct ll_change_rows *rows)
{
    for (size_t i = 0; i < rows->touched_count; i++)
        rows->sides[rows->touched[i]] = 0;
    rows->touched_count = 0;
}

void ll_change_rows_merge(struct ll_change_rows *rows, const struct ll_change_rows *from)
{
    rows->failed = rows->failed || from->failed;
    for (size_t i = 0; i < from->count; i++) {
        const struct ll_change_counts *more = &from->list[i].counts;
        struct ll_change_row *row = row_of(rows, from->list[i].id);
        if (!row)
            return;
        for (size_t k = 0; k < LL_PAIR_COUNT; k++)
            row->counts.of[k] += more->of[k];
        row->counts.came += more->came;
        row->counts.went += more->went;
    }
}

static int by_name(const void *left, const void *right)
{
    const struct ll_change_row *a = left, *b = right;
    if (!a->id.len || !b->id.len)
        return (a->id.len == 0) - (b->id.len == 0);
    return ll_str_cmp(a->id, b->id);
}

void ll_change_rows_sort(struct ll_change_rows *rows)
{
    if (rows->count)
        qsort(rows->list, rows->count, sizeof *rows->list, by_name);
}
