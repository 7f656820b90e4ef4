/* weights_parts.h -- what a suggestion of weights is made of.  Private to the room.
 * Depends on: base, tune/weights.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_WEIGHTS_PARTS_H
#define LL_TUNE_WEIGHTS_PARTS_H

#include "tune/weights.h"

/* A labelled lead. */
struct ll_weight_row {
    uint64_t purchaser; /* a hash of the key */
    int64_t score;      /* the present one */
    bool accepted, came_true;
    const uint64_t *hits; /* bits by indicator */
};
static inline bool ll_weight_hit(const struct ll_weight_row *row, size_t indicator)
{
    return row->hits[indicator / 64] >> (indicator % 64) & 1;
}

/* All leads of one purchaser: what is drawn and held back is always a purchaser whole. */
struct ll_weight_purchaser {
    size_t first, count; /* among the rows */
    uint64_t drawn;      /* their place in a shuffle, by the seed */
    uint32_t fold;
    bool came_true; /* some lead of theirs did */
};

struct ll_weight_table {
    const struct ll_weight_row *rows; /* by purchaser, then score, label, hits */
    size_t row_count;
    const struct ll_weight_purchaser *purchasers; /* in the order of a shuffle */
    size_t purchaser_count;
    size_t true_count; /* of purchasers */
};
/* The rows of all threads in one order, and their purchasers dealt to folds, those that came true and those that did not alike.
 * False: memory is out. */
LL_NODISCARD bool ll_weight_table_make(struct ll_arena *arena, const struct ll_weights_setup *setup,
                                       struct ll_weight_table *out);

/* --- weights_fit.c, which alone knows the library */
struct ll_weight_fit {
    const struct ll_weight_row *const *rows; /* a row may be there several times */
    size_t row_count;
    const size_t *columns; /* indicators, ascending: the variables */
    size_t column_count;
    double c;            /* of the library: the greater, the weaker the regularisation */
    const double *start; /* a solution that is near, or NULL */
};
/* Coefficients by column, then the intercept, as the log of odds. False: memory is out. */
LL_NODISCARD bool ll_weight_fit(struct ll_arena *scratch, const struct ll_weight_fit *fit,
                                double *out);
double ll_weight_odds(const struct ll_weight_row *row, const size_t *columns, size_t count,
                      const double *coefficients);

/* --- weights_whole.c: from coefficients to weights of a pack */
struct ll_weight_scale {
    const struct ll_weight_indicator *indicators;
    const size_t *columns;
    size_t column_count;
};
/* Fit without the columns whose coefficients are below zero, one after the other; scaled and rounded, by column. */
LL_NODISCARD bool ll_weight_whole(struct ll_arena *scratch, const struct ll_weight_fit *fit,
                                  const struct ll_weight_scale *scale, int32_t *weights);
int64_t ll_weight_score(const struct ll_weight_row *row, const size_t *columns, size_t count,
                        const int32_t *weights);

/* --- weights_draws.c */
struct ll_weight_draws {
    const struct ll_weight_row *rows;
    const struct ll_weight_purchaser *const *purchasers; /* those that came true first */
    size_t purchaser_count, true_count;                  /* neither label has none */
    struct ll_weight_fit fit;                            /* rows aside */
    uint64_t seed;
};
struct ll_weight_interval {
    double low, high;
};
/* 95 % intervals, by column. Resets scratch. */
LL_NODISCARD bool ll_weight_draws(struct ll_arena *arena, struct ll_arena *scratch,
                                  const struct ll_weight_draws *draws,
                                  struct ll_weight_interval *out);

/* --- weights_rank.c */
struct ll_weight_ranked {
    int64_t score;
    bool came_true;
};
/* The share of pairs of a true and a false lead in which the true one has the higher score, ties as half. Sorts ranked. */
double ll_weight_auc(struct ll_weight_ranked *ranked, size_t count);
/* The highest score that finds so many true leads; where that is 0, the one with the best F1. Sorts ranked. */
int64_t ll_weight_choose(struct ll_weight_ranked *ranked, size_t count, uint64_t wanted_true,
                         struct ll_weight_found *found);

#endif
