/* compare_pairs.c -- see compare_pairs.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_pairs.h"

#include "engine/heir.h"

/* ---- which is which ---- */

/* Leads of one id begin with one item, so on one day. */
static bool is_one(const struct ll_lead *a, const struct ll_lead *b)
{
    return a->first_day == b->first_day && memcmp(a->id, b->id, sizeof a->id) == 0;
}

/* What is left of the candidate's leads, to find heirs among. */
struct rest {
    struct ll_lead *leads;
    const struct ll_found_lead **found; /* whose leads they are */
    size_t count;
};

static void remove_from(struct rest *rest, size_t at)
{
    rest->count--;
    memmove(&rest->leads[at], &rest->leads[at + 1], (rest->count - at) * sizeof *rest->leads);
    memmove(&rest->found[at], &rest->found[at + 1], (rest->count - at) * sizeof *rest->found);
}

static void pair_ids(struct ll_lead_pairs *pairs, struct rest *rest)
{
    for (size_t i = 0; i < pairs->count; i++)
        for (size_t k = 0; k < rest->count && !pairs->list[i].candidate; k++)
            if (is_one(pairs->list[i].present->lead, &rest->leads[k])) {
                pairs->list[i].candidate = rest->found[k];
                remove_from(rest, k);
            }
}

static bool pair_heirs(struct ll_lead_pairs *pairs, struct rest *rest, struct ll_arena *arena)
{
    for (size_t i = 0; i < pairs->count && rest->count; i++) {
        const struct ll_assessment open = {.leads = rest->leads, .lead_count = rest->count};
        const struct ll_lead *heir;
        if (pairs->list[i].candidate)
            continue;
        if (!ll_lead_heir(pairs->list[i].present->lead, &open, arena, &heir))
            return false;
        if (!heir)
            continue;
        pairs->list[i].candidate = rest->found[heir - rest->leads];
        remove_from(rest, (size_t)(heir - rest->leads));
    }
    return true;
}

bool ll_lead_pairs_find(struct ll_lead_pairs *pairs, const struct ll_found_variant *present,
                        const struct ll_found_variant *candidate, struct ll_arena *arena)
{
    struct rest rest = {0};
    *pairs = (struct ll_lead_pairs){0};
    pairs->list =
        LL_NEW_ARRAY(arena, struct ll_lead_pair, present->lead_count + candidate->lead_count);
    rest.leads = LL_NEW_ARRAY(arena, struct ll_lead, candidate->lead_count);
    rest.found = LL_NEW_ARRAY(arena, const struct ll_found_lead *, candidate->lead_count);
    if (!pairs->list || !rest.leads || !rest.found)
        return false;
    for (size_t i = 0; i < present->lead_count; i++)
        pairs->list[pairs->count++].present = &present->leads[i];
    if (present == candidate) {
        for (size_t i = 0; i < pairs->count; i++)
            pairs->list[i].candidate = pairs->list[i].present;
        return true;
    }
    for (size_t i = 0; i < candidate->lead_count; i++) {
        rest.leads[i] = *candidate->leads[i].lead;
        rest.found[i] = &candidate->leads[i];
    }
    rest.count = candidate->lead_count;
    pair_ids(pairs, &rest);
    if (!pair_heirs(pairs, &rest, arena))
        return false;
    for (size_t i = 0; i < rest.count; i++)
        pairs->list[pairs->count++].candidate = rest.found[i];
    return true;
}

/* ---- how they differ ---- */

static bool items_differ(const struct ll_item *const *a, size_t a_count,
                         const struct ll_item *const *b, size_t b_count)
{
    bool differ = a_count != b_count;
    for (size_t i = 0; i < a_count && !differ; i++)
        differ = !ll_item_same(a[i], b[i]);
    return differ;
}

static bool indicators_differ(const struct ll_lead *a, const struct ll_lead *b)
{
    bool differ = a->indicator_count != b->indicator_count;
    for (size_t i = 0; i < a->indicator_count && !differ; i++)
        differ = !ll_str_eq(a->indicators[i], b->indicators[i]);
    return differ;
}

/* Of two hits of one indicator, as records tell of them. */
static bool hit_differs(const struct ll_hit *a, const struct ll_hit *b)
{
    bool differs = a->first_day != b->first_day || a->last_day != b->last_day ||
                   a->count != b->count || a->calendar != b->calendar;
    for (size_t i = 0; i < a->count && !differs && !a->indicator->grows; i++)
        differs = !ll_item_same(a->items[i], b->items[i]);
    return differs;
}

static bool hits_differ(const struct ll_lead *a, const struct ll_lead *b)
{
    bool differ = a->hit_count != b->hit_count;
    for (size_t i = 0; i < a->hit_count && !differ; i++)
        differ = !ll_str_eq(a->hits[i]->indicator->id, b->hits[i]->indicator->id) ||
                 hit_differs(a->hits[i], b->hits[i]);
    return differ;
}

/* Reports of one name may be of other windows. */
static bool reports_differ(const struct ll_lead *a, const struct ll_lead *b)
{
    bool differ = items_differ(a->reports, a->report_count, b->reports, b->report_count);
    for (size_t i = 0; i < a->report_count && !differ; i++)
        differ = a->reports[i]->fact->report.guns != b->reports[i]->fact->report.guns;
    return differ;
}

static bool evidence_differs(const struct ll_lead *a, const struct ll_lead *b)
{
    return items_differ(a->sales, a->sale_count, b->sales, b->sale_count) ||
           items_differ(a->traces, a->trace_count, b->traces, b->trace_count) ||
           reports_differ(a, b);
}

unsigned ll_leads_differ(const struct ll_lead *present, const struct ll_lead *candidate)
{
    unsigned differ = 0;
    if (present == candidate)
        return 0;
    if (memcmp(present->id, candidate->id, sizeof present->id) != 0)
        differ |= LL_DIFFERS_ID;
    if (present->score != candidate->score)
        differ |= LL_DIFFERS_SCORE;
    if (present->first_day != candidate->first_day || present->last_day != candidate->last_day)
        differ |= LL_DIFFERS_DATES;
    if (indicators_differ(present, candidate))
        differ |= LL_DIFFERS_INDICATORS;
    /* That another indicator has hits of its own is told already. */
    if (evidence_differs(present, candidate) ||
        (!(differ & LL_DIFFERS_INDICATORS) && hits_differ(present, candidate)))
        differ |= LL_DIFFERS_EVIDENCE;
    return differ;
}

bool ll_routes_differ(const struct ll_route *present, size_t present_count,
                      const struct ll_route *candidate, size_t candidate_count)
{
    bool differ = present_count != candidate_count;
    for (size_t i = 0; i < present_count && !differ; i++)
        differ = !ll_str_eq(present[i].group, candidate[i].group) ||
                 !ll_str_eq(present[i].priority, candidate[i].priority);
    return differ;
}
