/* sum.c -- see sum.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sum.h"

#include <math.h>
#include <stdlib.h>

int32_t ll_week_of(ll_day day)
{
    /* 1969-12-29, three days before day 0, was a Monday. */
    int32_t shifted = day + 3;
    return shifted >= 0 ? shifted / 7 : -((6 - shifted) / 7);
}

ll_day ll_week_monday(int32_t week)
{
    return week * 7 - 3;
}

bool ll_day_counts(ll_day since, ll_day from, ll_day to)
{
    return (from == LL_DAY_NONE || since >= from) && (to == LL_DAY_NONE || since <= to);
}

/* ---- a subject's share ---- */

/* Firearms of a purchaser's sales dated after the day. */
static uint64_t guns_after(const struct ll_item_list *guns, ll_day day)
{
    size_t low = 0, high = guns->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (guns->items[middle]->day > day)
            high = middle;
        else
            low = middle + 1;
    }
    return guns->count - low;
}

static void add_member(struct ll_share *share, const struct ll_seen *seen, ll_day since)
{
    share->weeks[share->leads++] = ll_week_of(since);
    share->guns += seen->guns;
    share->duplicate += seen->verdict.duplicate;
    share->only += seen->found->lead->indicator_count == 1;
    share->came_false += seen->verdict.label == LL_LABEL_FALSE;
    if (seen->verdict.label != LL_LABEL_TRUE)
        return;
    share->came_true++;
    if (seen->verdict.when != LL_DAY_NONE)
        share->gained[share->gained_count++] = seen->verdict.when - since;
}

bool ll_share_make(struct ll_share *share, const struct ll_sharing *sharing,
                   const struct ll_member *members, size_t n)
{
    const struct ll_item_list *guns = &sharing->found->items->of[LL_ITEM_FIREARM];
    ll_day first = LL_DAY_NONE;
    *share = (struct ll_share){.kind = sharing->found->subject->kind,
                               .should_be_found = sharing->should_be_found,
                               .weeks = LL_NEW_ARRAY(sharing->scratch, int32_t, n),
                               .gained = LL_NEW_ARRAY(sharing->scratch, int32_t, n)};
    if (!share->weeks || !share->gained)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!ll_day_counts(members[i].since, sharing->from, sharing->to))
            continue;
        add_member(share, &sharing->seen[members[i].lead], members[i].since);
        if (first == LL_DAY_NONE || members[i].since < first)
            first = members[i].since;
    }
    share->is_purchaser = share->kind == LL_SUBJECT_PURCHASER;
    if (share->leads && share->is_purchaser) {
        share->guns_all = guns->count;
        share->guns_after = guns_after(guns, first);
    }
    return true;
}

/* ---- sums ---- */

bool ll_sum_add(struct ll_sum *sum, const struct ll_share *share, struct ll_arena *arena)
{
    if (share->leads == 0)
        return true;
    sum->leads += share->leads;
    sum->guns += share->guns;
    sum->came_true += share->came_true;
    sum->came_false += share->came_false;
    sum->duplicate += share->duplicate;
    sum->only += share->only;
    sum->found[share->kind] += share->should_be_found;
    if (share->is_purchaser) {
        sum->purchasers++;
        sum->purchaser_leads += share->leads;
        sum->purchaser_true += share->came_true;
        sum->guns_after += share->guns_after;
        sum->guns_all += share->guns_all;
    }
    for (size_t i = 0; i < share->leads; i++) {
        if (!ll_tally_add(&sum->weeks, share->weeks[i], 1, arena))
            return false;
    }
    for (size_t i = 0; i < share->gained_count; i++) {
        if (!ll_tally_add(&sum->gained, share->gained[i], 1, arena))
            return false;
    }
    return true;
}

bool ll_sum_merge(struct ll_sum *sum, const struct ll_sum *from, struct ll_arena *arena)
{
    sum->leads += from->leads;
    sum->withdrawn += from->withdrawn;
    sum->purchasers += from->purchasers;
    sum->guns += from->guns;
    sum->came_true += from->came_true;
    sum->came_false += from->came_false;
    sum->duplicate += from->duplicate;
    sum->only += from->only;
    sum->purchaser_leads += from->purchaser_leads;
    sum->purchaser_true += from->purchaser_true;
    sum->guns_after += from->guns_after;
    sum->guns_all += from->guns_all;
    for (size_t kind = 0; kind < 4; kind++)
        sum->found[kind] += from->found[kind];
    return ll_tally_merge(&sum->weeks, &from->weeks, arena) &&
           ll_tally_merge(&sum->gained, &from->gained, arena);
}

/* ---- figures ---- */

static int by_count(const void *left, const void *right)
{
    const struct ll_tallied *a = left, *b = right;
    return (a->count > b->count) - (a->count < b->count);
}

/* The median over all weeks of the span, those without a lead too. sorted: by count. */
static double median_of_weeks(const struct ll_tallied *sorted, size_t n, int64_t weeks)
{
    int64_t empty = weeks - (int64_t)n, high = weeks / 2, low = (weeks - 1) / 2;
    double above = high < empty ? 0 : sorted[high - empty].count;
    double below = low < empty ? 0 : sorted[low - empty].count;
    return (below + above) / 2;
}

static bool take_weeks(const struct ll_sum *sum, const struct ll_measure *measure,
                       struct ll_arena *scratch, struct ll_figure *out)
{
    int64_t weeks = (int64_t)measure->last_week - measure->first_week + 1;
    struct ll_tallied *sorted = ll_tally_sorted(&sum->weeks, scratch);
    if (!sorted)
        return false;
    out->busiest_week = LL_DAY_NONE;
    out->week_median = (double)NAN;
    for (size_t i = 0; i < sum->weeks.used; i++) {
        if (sorted[i].count <= out->week_busiest)
            continue;
        out->week_busiest = sorted[i].count;
        out->busiest_week = ll_week_monday(sorted[i].value);
    }
    if (weeks <= 0)
        return true;
    if (sum->weeks.used)
        qsort(sorted, sum->weeks.used, sizeof *sorted, by_count);
    out->week_median = median_of_weeks(sorted, sum->weeks.used, weeks);
    return true;
}

static void take_labels(const struct ll_sum *sum, const struct ll_measure *measure, unsigned kind,
                        struct ll_figure *out)
{
    struct ll_prop base = {measure->positive[LL_SUBJECT_PURCHASER], measure->purchasers};
    struct ll_prop purchasers = {sum->purchaser_true, sum->purchaser_leads};
    for (unsigned k = 0; k < 4; k++) {
        if (kind && k != kind)
            continue;
        out->recall.k += sum->found[k];
        out->recall.n += measure->positive[k];
    }
    out->confirmed = (struct ll_prop){sum->came_true, sum->leads};
    out->false_for_true = (double)NAN;
    if (measure->can_be_false) {
        out->precision = (struct ll_prop){sum->came_true, sum->came_true + sum->came_false};
        if (sum->came_true)
            out->false_for_true = (double)sum->came_false / (double)sum->came_true;
    }
    out->lift = base.k ? ll_prop_share(purchasers) / ll_prop_share(base) : (double)NAN;
}

bool ll_sum_figure(const struct ll_sum *sum, const struct ll_measure *measure, unsigned kind,
                   struct ll_arena *scratch, struct ll_figure *out)
{
    struct ll_tallied *gained = ll_tally_sorted(&sum->gained, scratch);
    if (!gained)
        return false;
    *out = (struct ll_figure){.leads = sum->leads,
                              .withdrawn = sum->withdrawn,
                              .purchasers = sum->purchasers,
                              .guns = sum->guns,
                              .came_true = sum->came_true,
                              .came_false = sum->came_false,
                              .unlabelled = sum->leads - sum->came_true - sum->came_false,
                              .duplicate = sum->duplicate,
                              .gained = ll_tallied_quartiles(gained, sum->gained.used),
                              .guns_after = sum->guns_after,
                              .guns_after_share = {sum->guns_after, sum->guns_all},
                              .only = sum->only};
    take_labels(sum, measure, kind, out);
    return take_weeks(sum, measure, scratch, out);
}
