/* assess.c -- facts to items to hits to leads.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/lead.h"

bool ll_assess(struct ll_assessment *assessment, const struct ll_subject *subject,
               const struct ll_fact_set *set, const struct ll_rules *rules, struct ll_arena *arena)
{
    *assessment = (struct ll_assessment){0};
    const struct ll_pack *pack = rules->pack;
    if (set->failed)
        return false;
    if (set->count == 0 || !pack->has_kind[subject->kind])
        return true;
    if (!ll_items_build(&assessment->items, set, (enum ll_subject_kind)subject->kind, rules, arena))
        return false;
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        if (indicator->timeline == (enum ll_subject_kind)subject->kind &&
            !ll_hits_find(&assessment->hits, &assessment->reports, indicator, &assessment->items,
                          rules, arena))
            return false;
    }
    return assessment->hits.count == 0 || ll_leads_join(assessment, subject, rules, arena);
}
