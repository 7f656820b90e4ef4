/* bench_stats.c -- medians, spreads, and what counts as a regression.
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench/stats.h"

#include <criterion/criterion.h>

Test(bench_stats, the_spread_of_several_runs)
{
    static const double odd[] = {5, 1, 4}, even[] = {4, 1, 3, 2}, one[] = {7};
    struct ll_bench_spread of_odd = ll_bench_spread_of(odd, 3);
    struct ll_bench_spread of_even = ll_bench_spread_of(even, 4);
    struct ll_bench_spread of_one = ll_bench_spread_of(one, 1);

    cr_expect(of_odd.median == 4 && of_odd.min == 1 && of_odd.max == 5);
    cr_expect(of_even.median == 2.5 && of_even.min == 1 && of_even.max == 4);
    cr_expect(of_one.median == 7 && of_one.min == 7 && of_one.max == 7);
    cr_expect(odd[0] == 5, "the values stay as they are");
}

Test(bench_stats, as_many_runs_as_there_may_be)
{
    double values[LL_BENCH_RUNS_MAX];
    for (size_t i = 0; i < LL_BENCH_RUNS_MAX; i++)
        values[i] = (double)(LL_BENCH_RUNS_MAX - i);
    struct ll_bench_spread spread = ll_bench_spread_of(values, LL_BENCH_RUNS_MAX);
    cr_expect(spread.median == 50 && spread.min == 1 && spread.max == 99);
}

Test(bench_stats, what_counts_is_beyond_both_spreads_and_three_per_cent)
{
    static const struct {
        struct ll_bench_spread old, now; /* median, min, max */
        enum ll_bench_better better;
        enum ll_bench_verdict want;
    } rows[] = {
        /* Far apart. */
        {{100, 98, 102}, {80, 78, 82}, LL_BENCH_HIGHER, LL_BENCH_REGRESSED},
        {{100, 98, 102}, {80, 78, 82}, LL_BENCH_LOWER, LL_BENCH_IMPROVED},
        {{80, 78, 82}, {100, 98, 102}, LL_BENCH_HIGHER, LL_BENCH_IMPROVED},
        {{80, 78, 82}, {100, 98, 102}, LL_BENCH_LOWER, LL_BENCH_REGRESSED},
        {{80, 78, 82}, {100, 98, 102}, LL_BENCH_NEITHER, LL_BENCH_SAME},
        /* The runs meet, at one value even. */
        {{100, 90, 102}, {80, 78, 95}, LL_BENCH_HIGHER, LL_BENCH_SAME},
        {{100, 95, 102}, {80, 78, 95}, LL_BENCH_HIGHER, LL_BENCH_SAME},
        {{100, 95, 102}, {80, 78, 94.9}, LL_BENCH_HIGHER, LL_BENCH_REGRESSED},
        /* Apart, but by 3 % of the old one or less. */
        {{100, 100, 100}, {97, 97, 97}, LL_BENCH_HIGHER, LL_BENCH_SAME},
        {{100, 100, 100}, {96.9, 96.9, 96.9}, LL_BENCH_HIGHER, LL_BENCH_REGRESSED},
        {{100, 100, 100}, {103, 103, 103}, LL_BENCH_LOWER, LL_BENCH_SAME},
        {{100, 100, 100}, {103.1, 103.1, 103.1}, LL_BENCH_LOWER, LL_BENCH_REGRESSED},
        /* From nothing, and below it. */
        {{0, 0, 0}, {0, 0, 0}, LL_BENCH_LOWER, LL_BENCH_SAME},
        {{0, 0, 0}, {1, 1, 1}, LL_BENCH_LOWER, LL_BENCH_REGRESSED},
        {{-100, -100, -100}, {-98, -98, -98}, LL_BENCH_LOWER, LL_BENCH_SAME},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect(ll_bench_judge(&rows[i].old, &rows[i].now, rows[i].better) == rows[i].want,
                  "row %zu", i);
}

Test(bench_stats, percentiles_are_by_nearest_rank)
{
    int64_t values[1000], few[] = {30, 10, 20};
    for (int64_t i = 0; i < 1000; i++)
        values[i] = (i * 7 + 3) % 1000 + 1; /* 1..1000, mixed */
    ll_bench_sort(values, 1000);
    cr_expect(ll_bench_per_mille(values, 1000, 500) == 500);
    cr_expect(ll_bench_per_mille(values, 1000, 990) == 990);
    cr_expect(ll_bench_per_mille(values, 1000, 999) == 999);
    cr_expect(ll_bench_per_mille(values, 1000, 1000) == 1000);
    ll_bench_sort(few, 3);
    cr_expect(ll_bench_per_mille(few, 3, 500) == 20);
    cr_expect(ll_bench_per_mille(few, 3, 999) == 30);
    cr_expect(ll_bench_per_mille(few, 1, 0) == 10);
}
