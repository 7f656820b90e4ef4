/* weights_draws.c -- how far coefficients may be off: the same fit of purchasers drawn anew.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "tune/weights_parts.h"

#include <stdlib.h>

#define DRAWS 200

/* As many purchasers as there are, each drawn from all of the same label; their rows. NULL: memory is out. */
static const struct ll_weight_row **draw(struct ll_arena *scratch,
                                         const struct ll_weight_draws *draws, uint64_t *random,
                                         size_t *count)
{
    size_t n = draws->purchaser_count, rows_n = 0;
    const struct ll_weight_purchaser **drawn =
        ll_arena_array(scratch, n, sizeof(*drawn), alignof(void *));
    for (size_t i = 0; drawn && i < n; i++) {
        /* Those that came true stand first. */
        bool came_true = i < draws->true_count;
        size_t from = came_true ? 0 : draws->true_count;
        size_t among = came_true ? draws->true_count : n - draws->true_count;
        *random += UINT64_C(0x9e3779b97f4a7c15);
        drawn[i] = draws->purchasers[from + ll_hash_mix(*random) % among];
        rows_n += drawn[i]->count;
    }
    const struct ll_weight_row **rows =
        drawn ? ll_arena_array(scratch, rows_n, sizeof(*rows), alignof(void *)) : NULL;
    *count = 0;
    for (size_t i = 0; rows && i < n; i++) {
        for (size_t r = 0; r < drawn[i]->count; r++)
            rows[(*count)++] = &draws->rows[drawn[i]->first + r];
    }
    return rows;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* A quantile of sorted values, between two of them in proportion. */
static double quantile(const double *sorted, double share)
{
    double at = share * (DRAWS - 1);
    size_t below = (size_t)at;
    double part = at - (double)below;
    return part > 0 ? sorted[below] + part * (sorted[below + 1] - sorted[below]) : sorted[below];
}

bool ll_weight_draws(struct ll_arena *arena, struct ll_arena *scratch,
                     const struct ll_weight_draws *draws, struct ll_weight_interval *out)
{
    size_t columns = draws->fit.column_count;
    uint64_t random = ll_hash_mix(draws->seed + 2);
    double *all = LL_NEW_ARRAY(arena, double, columns *DRAWS);
    double *one = LL_NEW_ARRAY(arena, double, columns + 1);
    if (!all || !one)
        return false;
    for (size_t d = 0; d < DRAWS; d++) {
        struct ll_weight_fit fit = draws->fit;
        ll_arena_reset(scratch);
        fit.rows = draw(scratch, draws, &random, &fit.row_count);
        if (!fit.rows || !ll_weight_fit(scratch, &fit, one))
            return false;
        for (size_t c = 0; c < columns; c++)
            all[c * DRAWS + d] = one[c];
    }
    for (size_t c = 0; c < columns; c++) {
        qsort(all + c * DRAWS, DRAWS, sizeof *all, compare_doubles);
        out[c] = (struct ll_weight_interval){quantile(all + c * DRAWS, 0.025),
                                             quantile(all + c * DRAWS, 0.975)};
    }
    return true;
}
