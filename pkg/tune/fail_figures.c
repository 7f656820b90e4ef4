/* fail_figures.c -- figures and counts as conditions have them.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/fail.h"

#include "tune/compare.h"

void ll_fail_take_figure(struct ll_fail_values *values, enum ll_fail_pack pack,
                         const struct ll_figure *figure)
{
    struct ll_value *to = values->packs[pack];
    to[LL_FAIL_LEADS] = ll_fail_count(figure->leads);
    to[LL_FAIL_WITHDRAWN] = ll_fail_count(figure->withdrawn);
    to[LL_FAIL_PURCHASERS] = ll_fail_count(figure->purchasers);
    to[LL_FAIL_GUNS] = ll_fail_count(figure->guns);
    to[LL_FAIL_WEEK_MEDIAN] = ll_fail_value(figure->week_median);
    to[LL_FAIL_WEEK_BUSIEST] = ll_fail_count(figure->week_busiest);
    to[LL_FAIL_TRUE] = ll_fail_count(figure->came_true);
    to[LL_FAIL_FALSE] = ll_fail_count(figure->came_false);
    to[LL_FAIL_UNLABELLED] = ll_fail_count(figure->unlabelled);
    to[LL_FAIL_DUPLICATE] = ll_fail_count(figure->duplicate);
    to[LL_FAIL_PRECISION] = ll_fail_share(figure->precision.k, figure->precision.n);
    to[LL_FAIL_RECALL] = ll_fail_share(figure->recall.k, figure->recall.n);
    to[LL_FAIL_CONFIRMED] = ll_fail_share(figure->confirmed.k, figure->confirmed.n);
    to[LL_FAIL_LIFT] = ll_fail_value(figure->lift);
    to[LL_FAIL_FALSE_FOR_TRUE] = ll_fail_value(figure->false_for_true);
    to[LL_FAIL_DAYS_GAINED] =
        figure->gained.n ? ll_fail_value(figure->gained.median) : ll_value_null();
    to[LL_FAIL_GUNS_AFTER] = ll_fail_count(figure->guns_after);
    to[LL_FAIL_GUNS_AFTER_SHARE] =
        ll_fail_share(figure->guns_after_share.k, figure->guns_after_share.n);
}

void ll_fail_take_changes(struct ll_fail_values *values, const struct ll_compare *compare)
{
    const struct ll_change_counts *all = ll_compare_all(compare);
    struct ll_value *to = values->changes;
    uint64_t present =
        all->of[LL_PAIR_SAME] + all->of[LL_PAIR_CHANGED] + all->of[LL_PAIR_ONLY_PRESENT];
    to[LL_FAIL_NEW] = ll_fail_count(all->of[LL_PAIR_ONLY_CANDIDATE]);
    to[LL_FAIL_GONE] = ll_fail_count(all->of[LL_PAIR_ONLY_PRESENT]);
    to[LL_FAIL_CHANGED] = ll_fail_count(all->of[LL_PAIR_CHANGED]);
    to[LL_FAIL_SAME] = ll_fail_count(all->of[LL_PAIR_SAME]);
    to[LL_FAIL_NEW_SHARE] = ll_fail_share(all->of[LL_PAIR_ONLY_CANDIDATE], present);
    to[LL_FAIL_GONE_SHARE] = ll_fail_share(all->of[LL_PAIR_ONLY_PRESENT], present);
    to[LL_FAIL_CHANGED_SHARE] = ll_fail_share(all->of[LL_PAIR_CHANGED], present);
    to[LL_FAIL_SOONER] = ll_fail_count(ll_compare_sooner(compare));
    to[LL_FAIL_LATER] = ll_fail_count(ll_compare_later(compare));
}
