/* tally.c -- see tally.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/tally.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

static struct ll_tallied *place_of(struct ll_tallied *table, size_t size, int32_t value)
{
    size_t at = ll_hash_mix((uint32_t)value) & (size - 1);
    while (table[at].count && table[at].value != value)
        at = (at + 1) & (size - 1);
    return &table[at];
}

static bool grow(struct ll_tally *tally, struct ll_arena *arena)
{
    size_t size = ll_table_size(tally->used + 1);
    struct ll_tallied *table = LL_NEW_ARRAY(arena, struct ll_tallied, size);
    if (!table)
        return false;
    for (size_t i = 0; i < tally->size; i++) {
        if (tally->table[i].count)
            *place_of(table, size, tally->table[i].value) = tally->table[i];
    }
    tally->table = table;
    tally->size = size;
    return true;
}

bool ll_tally_add(struct ll_tally *tally, int32_t value, uint32_t count, struct ll_arena *arena)
{
    if (count == 0)
        return true;
    if ((tally->used + 1) * 4 > tally->size * 3 && !grow(tally, arena))
        return false;
    struct ll_tallied *place = place_of(tally->table, tally->size, value);
    tally->used += place->count == 0;
    place->value = value;
    place->count += count;
    return true;
}

bool ll_tally_merge(struct ll_tally *tally, const struct ll_tally *from, struct ll_arena *arena)
{
    for (size_t i = 0; i < from->size; i++) {
        if (!ll_tally_add(tally, from->table[i].value, from->table[i].count, arena))
            return false;
    }
    return true;
}

uint32_t ll_tally_count(const struct ll_tally *tally, int32_t value)
{
    return tally->size ? place_of(tally->table, tally->size, value)->count : 0;
}

static int by_value(const void *left, const void *right)
{
    const struct ll_tallied *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

struct ll_tallied *ll_tally_sorted(const struct ll_tally *tally, struct ll_arena *arena)
{
    struct ll_tallied *sorted = LL_NEW_ARRAY(arena, struct ll_tallied, tally->used);
    size_t n = 0;
    if (!sorted)
        return NULL;
    for (size_t i = 0; i < tally->size; i++) {
        if (tally->table[i].count)
            sorted[n++] = tally->table[i];
    }
    if (n)
        qsort(sorted, n, sizeof *sorted, by_value);
    return sorted;
}

/* The number of that rank, from 0 on. */
static double at_rank(const struct ll_tallied *sorted, size_t n, uint64_t rank)
{
    for (size_t i = 0; i < n; i++) {
        if (rank < sorted[i].count)
            return sorted[i].value;
        rank -= sorted[i].count;
    }
    return (double)NAN;
}

/* numpy.quantile by its default method, "linear". */
static double quantile(const struct ll_tallied *sorted, size_t n, uint64_t count, double share)
{
    double at = share * (double)(count - 1), below = floor(at);
    double low = at_rank(sorted, n, (uint64_t)below);
    return at > below ? low + (at - below) * (at_rank(sorted, n, (uint64_t)below + 1) - low) : low;
}

struct ll_quartiles ll_tallied_quartiles(const struct ll_tallied *sorted, size_t n)
{
    struct ll_quartiles of = {0};
    for (size_t i = 0; i < n; i++)
        of.n += sorted[i].count;
    if (of.n == 0)
        return of;
    of.q1 = quantile(sorted, n, of.n, 0.25);
    of.median = quantile(sorted, n, of.n, 0.5);
    of.q3 = quantile(sorted, n, of.n, 0.75);
    return of;
}
