/* figure.h -- the figures of a set of leads: how many, how right, how early.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * docs/figures.md says what each means, and what it does not. */
#ifndef LL_TUNE_FIGURE_H
#define LL_TUNE_FIGURE_H

#include "base/day.h"
#include <stdint.h>

/* k of n. n 0: there is nothing to divide by, and no share. */
struct ll_prop {
    uint64_t k, n;
};
/* NAN where there is none. */
double ll_prop_share(struct ll_prop prop);
/* The Wilson interval at 95 %. n is not 0. */
void ll_prop_wilson(struct ll_prop prop, double *low, double *high);

/* Of n whole numbers, as numpy.quantile has them by its default method. n 0: there are none. */
struct ll_quartiles {
    uint64_t n;
    double q1, median, q3;
};

/* A proportion with n 0 and a number that is NAN could not be computed. */
struct ll_figure {
    uint64_t leads;
    uint64_t withdrawn; /* of all leads of a cell alone, else 0 */
    uint64_t purchasers, guns;
    double week_median; /* leads a week */
    uint64_t week_busiest;
    ll_day busiest_week; /* its Monday, the earliest of several; LL_DAY_NONE: there is no lead */
    uint64_t came_true, came_false, unlabelled; /* together: leads */
    uint64_t duplicate;                         /* of leads, whatever their label */
    struct ll_prop precision, recall, confirmed;
    double lift, false_for_true;
    struct ll_quartiles gained; /* days */
    uint64_t guns_after;
    struct ll_prop guns_after_share;
    uint64_t only; /* of an indicator: leads that it alone makes */
};

#endif
