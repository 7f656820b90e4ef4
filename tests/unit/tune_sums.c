/* Figures of numbers: quartiles, proportions, weeks.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sum.h"

#include <criterion/criterion.h>
#include <math.h>

#define NEAR(a, b) cr_expect(fabs((a) - (b)) < 1e-9, "%.12f is not %.12f", (a), (b))

static struct ll_quartiles quartiles(const int32_t *values, size_t n)
{
    struct ll_arena arena = {0};
    struct ll_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        cr_assert(ll_tally_add(&tally, values[i], 1, &arena));
    struct ll_tallied *sorted = ll_tally_sorted(&tally, &arena);
    cr_assert_not_null(sorted);
    struct ll_quartiles of = ll_tallied_quartiles(sorted, tally.used);
    ll_arena_fini(&arena);
    return of;
}
#define QUARTILES(...)                                                                             \
    quartiles((const int32_t[]){__VA_ARGS__},                                                      \
              sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

Test(tune_sums, quartiles_as_numpy_has_them)
{
    struct ll_quartiles of = QUARTILES(7, -3, 10, 10, 2);
    cr_expect_eq(of.n, 5);
    NEAR(of.q1, 2.0);
    NEAR(of.median, 7.0);
    NEAR(of.q3, 10.0);
    of = QUARTILES(1, 2, 3, 4);
    NEAR(of.q1, 1.75);
    NEAR(of.median, 2.5);
    NEAR(of.q3, 3.25);
    of = QUARTILES(-10, -9);
    NEAR(of.q1, -9.75);
    of = QUARTILES(5);
    NEAR(of.q1, 5.0);
    NEAR(of.q3, 5.0);
    cr_expect_eq(quartiles(NULL, 0).n, 0);
}

Test(tune_sums, a_tally_counts_many_numbers)
{
    struct ll_arena arena = {0};
    struct ll_tally a = {0}, b = {0};
    for (int32_t i = -500; i < 500; i++) {
        cr_assert(ll_tally_add(&a, i * 7, 1, &arena));
        cr_assert(ll_tally_add(&b, i * 14, 2, &arena));
    }
    cr_assert(ll_tally_merge(&a, &b, &arena));
    cr_expect_eq(ll_tally_count(&a, 14), 3);
    cr_expect_eq(ll_tally_count(&a, 7), 1);
    cr_expect_eq(ll_tally_count(&a, 499 * 14), 2);
    cr_expect_eq(ll_tally_count(&a, 1), 0);
    struct ll_tallied *sorted = ll_tally_sorted(&a, &arena);
    cr_assert_not_null(sorted);
    for (size_t i = 1; i < a.used; i++)
        cr_expect_lt(sorted[i - 1].value, sorted[i].value);
    cr_expect_eq(a.used, 1500);
    ll_arena_fini(&arena);
}

Test(tune_sums, wilson_intervals)
{
    double low, high;
    ll_prop_wilson((struct ll_prop){7, 20}, &low, &high);
    NEAR(low, 0.1811918241010821);
    NEAR(high, 0.5671457233147638);
    ll_prop_wilson((struct ll_prop){0, 5}, &low, &high);
    NEAR(low, 0.0);
    NEAR(high, 0.43448246478317476);
    ll_prop_wilson((struct ll_prop){1, 1}, &low, &high);
    NEAR(low, 0.20654931437723742);
    NEAR(high, 1.0);
    cr_expect(isnan(ll_prop_share((struct ll_prop){0, 0})));
}

Test(tune_sums, weeks_start_on_mondays)
{
    for (ll_day day = -400; day < 400; day++) {
        ll_day monday = ll_week_monday(ll_week_of(day));
        cr_expect_eq(ll_day_weekday(monday), 0, "day %d", (int)day);
        cr_expect(monday <= day && day < monday + 7, "day %d", (int)day);
    }
    cr_expect_eq(ll_week_of(ll_day_from_civil(1970, 1, 1)), 0);
}

static struct ll_figure figure_of(const int32_t *weeks, size_t n, int32_t first, int32_t last)
{
    struct ll_arena arena = {0};
    struct ll_sum sum = {.leads = n};
    struct ll_measure measure = {.first_week = first, .last_week = last};
    struct ll_figure figure;
    for (size_t i = 0; i < n; i++)
        cr_assert(ll_tally_add(&sum.weeks, weeks[i], 1, &arena));
    cr_assert(ll_sum_figure(&sum, &measure, 0, &arena, &figure));
    ll_arena_fini(&arena);
    return figure;
}

Test(tune_sums, the_median_counts_weeks_without_a_lead)
{
    const int32_t weeks[] = {3, 3, 3, 1, 5, 5, 5};
    NEAR(figure_of(weeks, 7, 1, 5).week_median, 1.0); /* 1 0 3 0 3 */
    NEAR(figure_of(weeks, 7, 0, 5).week_median, 0.5); /* 0 1 0 3 0 3 */
    NEAR(figure_of(weeks, 7, 0, 9).week_median, 0.0);
    NEAR(figure_of(weeks + 4, 3, 5, 5).week_median, 3.0);
    cr_expect_eq(figure_of(weeks, 7, 1, 5).week_busiest, 3);
    cr_expect_eq(figure_of(weeks, 7, 1, 5).busiest_week, ll_week_monday(3));
    struct ll_figure none = figure_of(weeks, 0, 0, -1);
    cr_expect(isnan(none.week_median));
    cr_expect_eq(none.busiest_week, LL_DAY_NONE);
    NEAR(figure_of(weeks, 0, 4, 6).week_median, 0.0);
}

Test(tune_sums, what_cannot_be_computed_is_none)
{
    struct ll_arena arena = {0};
    struct ll_sum sum = {.leads = 10, .came_true = 4, .purchaser_leads = 10, .purchaser_true = 4};
    struct ll_measure measure = {.last_week = -1, .purchasers = 100};
    struct ll_figure figure;
    cr_assert(ll_sum_figure(&sum, &measure, 0, &arena, &figure));
    cr_expect_eq(figure.precision.n, 0);
    cr_expect_eq(figure.recall.n, 0);
    cr_expect_eq(figure.confirmed.n, 10);
    cr_expect(isnan(figure.lift));
    cr_expect(isnan(figure.false_for_true));
    measure.can_be_false = true;
    measure.positive[LL_SUBJECT_PURCHASER] = 20;
    sum.came_false = 2;
    sum.found[LL_SUBJECT_PURCHASER] = 5;
    cr_assert(ll_sum_figure(&sum, &measure, LL_SUBJECT_PURCHASER, &arena, &figure));
    cr_expect_eq(figure.precision.k, 4);
    cr_expect_eq(figure.precision.n, 6);
    cr_expect_eq(figure.recall.k, 5);
    cr_expect_eq(figure.recall.n, 20);
    cr_expect_eq(figure.unlabelled, 4);
    NEAR(figure.lift, 2.0);
    NEAR(figure.false_for_true, 0.5);
    cr_assert(ll_sum_figure(&sum, &measure, LL_SUBJECT_DEALER, &arena, &figure));
    cr_expect_eq(figure.recall.n, 0);
    ll_arena_fini(&arena);
}
