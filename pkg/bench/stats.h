/* stats.h -- what several runs of one thing amount to.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_STATS_H
#define LL_BENCH_STATS_H

#include <stddef.h>
#include <stdint.h>

/* Of the values of several runs. */
struct ll_bench_spread {
    double median, min, max;
};

/* n at least 1; of an even number, the median is the mean of the middle two. values stay as they
 * are; n is at most LL_BENCH_RUNS_MAX. */
#define LL_BENCH_RUNS_MAX 99
struct ll_bench_spread ll_bench_spread_of(const double *values, size_t n);

enum ll_bench_better { LL_BENCH_NEITHER, LL_BENCH_HIGHER, LL_BENCH_LOWER };
enum ll_bench_verdict { LL_BENCH_SAME, LL_BENCH_IMPROVED, LL_BENCH_REGRESSED };

/* A difference counts only if no run of the one is within the runs of the other, and the medians
 * are more than LL_BENCH_TOLERANCE of the old one apart: the rest is noise. */
#define LL_BENCH_TOLERANCE 0.03
enum ll_bench_verdict ll_bench_judge(const struct ll_bench_spread *old,
                                     const struct ll_bench_spread *now,
                                     enum ll_bench_better better);

/* Sort n values ascending. */
void ll_bench_sort(int64_t *values, size_t n);
/* The least value that at least so many per mille of all are not above (nearest rank); sorted
 * ascending, n at least 1. */
int64_t ll_bench_per_mille(const int64_t *sorted, size_t n, unsigned per_mille);

#endif
