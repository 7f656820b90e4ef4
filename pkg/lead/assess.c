/* assess.c -- facts to items to hits to leads.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/lead.h"
#include "pack/index.h"

/* The indicators that could hold where these are all the items. */
static void find_candidates(const struct ll_pack *pack, enum ll_subject_kind kind,
                            const struct ll_items *items, uint64_t *set)
{
    memset(set, 0, ll_pack_words(pack) * sizeof *set);
    for (unsigned of = LL_ITEM_FIREARM; of <= LL_ITEM_REPORT; of++) {
        const struct ll_item_list *list = &items->of[of];
        ll_pack_candidates(pack, kind, (enum ll_item_kind)of, list->rows, list->count, list->count,
                           set);
    }
    if (items->of[LL_ITEM_TRACE].count == 0)
        ll_pack_drop_traced(pack, set);
}

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
    struct ll_items *items = &assessment->items;
    uint64_t candidates[LL_PACK_WORDS_MAX];
    size_t words = ll_pack_words(pack);
    find_candidates(pack, (enum ll_subject_kind)subject->kind, items, candidates);
    for (size_t at = ll_pack_next(candidates, words, 0); at != SIZE_MAX;
         at = ll_pack_next(candidates, words, at + 1)) {
        if (!ll_hits_find(&assessment->hits, &assessment->reports,
                          &pack->indicators[pack->order[at]], items, rules, arena))
            return false;
    }
    return assessment->hits.count == 0 || ll_leads_join(assessment, subject, rules, arena);
}
