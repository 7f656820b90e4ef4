/* stats.c -- see stats.h.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/stats.h"

#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct ll_bench_spread ll_bench_spread_of(const double *values, size_t n)
{
    double sorted[LL_BENCH_RUNS_MAX];

    memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    return (struct ll_bench_spread){
        .median = n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2,
        .min = sorted[0],
        .max = sorted[n - 1],
    };
}

enum ll_bench_verdict ll_bench_judge(const struct ll_bench_spread *old,
                                     const struct ll_bench_spread *now, enum ll_bench_better better)
{
    double difference = now->median - old->median;
    double size = difference < 0 ? -difference : difference;
    double base = old->median < 0 ? -old->median : old->median;

    if (better == LL_BENCH_NEITHER || size <= base * LL_BENCH_TOLERANCE)
        return LL_BENCH_SAME;
    if (now->min <= old->max && old->min <= now->max)
        return LL_BENCH_SAME;
    return (difference > 0) == (better == LL_BENCH_HIGHER) ? LL_BENCH_IMPROVED : LL_BENCH_REGRESSED;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void ll_bench_sort(int64_t *values, size_t n)
{
    if (n)
        qsort(values, n, sizeof *values, by_number);
}

int64_t ll_bench_per_mille(const int64_t *sorted, size_t n, unsigned per_mille)
{
    size_t rank = (n * per_mille + 999) / 1000;

    return sorted[rank ? rank - 1 : 0];
}
