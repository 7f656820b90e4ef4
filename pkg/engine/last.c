/* last.c -- see last.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/last.h"

#include "base/hash.h"
#include "engine/ids.h"

static uint64_t digest_of(const struct ll_lead *lead)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < lead->hit_count; i++) {
        const struct ll_hit *hit = lead->hits[i];
        digest = ll_hash_mix(digest ^ (uintptr_t)hit->indicator) + hit->calendar;
        for (size_t k = 0; k < hit->count; k++)
            digest = ll_hash_mix(digest + (uintptr_t)hit->items[k]->fact + hit->items[k]->place);
    }
    return digest;
}

static bool make_room(struct ll_last *last, size_t count, struct ll_arena *arena)
{
    if (count <= last->cap)
        return true;
    last->cap = count * 2;
    last->leads = LL_NEW_ARRAY(arena, struct ll_last_lead, last->cap);
    return last->leads != NULL;
}

bool ll_last_store(struct ll_last *last, const struct ll_zone *zone, uint64_t revision,
                   const struct ll_assessment *assessment, struct ll_arena *arena)
{
    last->known = false;
    last->count = 0;
    if (!make_room(last, assessment->lead_count, arena)) {
        last->cap = 0;
        return false;
    }
    for (size_t i = 0; i < assessment->lead_count; i++) {
        const struct ll_lead *lead = &assessment->leads[i];
        struct ll_last_lead *known = &last->leads[last->count++];
        *known = (struct ll_last_lead){.digest = digest_of(lead),
                                       .hit_count = lead->hit_count,
                                       .sale_count = lead->sale_count,
                                       .trace_count = lead->trace_count,
                                       .report_count = lead->report_count};
        memcpy(known->id, lead->id, sizeof known->id);
    }
    last->zone = *zone;
    last->revision = revision;
    last->known = true;
    return true;
}

static bool same_sizes(const struct ll_last_lead *was, const struct ll_lead *is)
{
    return was->hit_count == is->hit_count && was->sale_count == is->sale_count &&
           was->trace_count == is->trace_count && was->report_count == is->report_count;
}

/* What was, where that can be said; false where not. */
static bool recall(const struct ll_last_lead *was, const struct ll_lead *is, struct ll_lead *lead)
{
    if (!is)
        return false;
    if (same_sizes(was, is)) {
        *lead = *is;
        return was->digest == digest_of(is);
    }
    *lead = (struct ll_lead){.hit_count = was->hit_count,
                             .sale_count = was->sale_count,
                             .trace_count = was->trace_count,
                             .report_count = was->report_count};
    memcpy(lead->id, was->id, sizeof lead->id);
    return true;
}

static void widen_by_changed(struct ll_zone *changed, const struct ll_lead_ids *before,
                             const struct ll_assessment *after)
{
    for (size_t i = 0; i < after->lead_count; i++) {
        const struct ll_lead *lead = &after->leads[i], *was = ll_lead_ids_find(before, lead->id);
        /* One that did not change was recalled whole. */
        if (!was || was->hits != lead->hits)
            ll_zone_widen(changed, lead->first_day, lead->last_day);
    }
}

bool ll_last_compare(const struct ll_last *last, const struct ll_assessment *after,
                     struct ll_assessment *before, struct ll_zone *changed, struct ll_arena *arena)
{
    struct ll_lead_ids ids;
    *before = (struct ll_assessment){.leads = LL_NEW_ARRAY(arena, struct ll_lead, last->count)};
    if (!before->leads || !ll_lead_ids_make(&ids, after, arena))
        return false;
    for (size_t i = 0; i < last->count; i++) {
        const struct ll_last_lead *was = &last->leads[i];
        if (!recall(was, ll_lead_ids_find(&ids, was->id), &before->leads[before->lead_count++]))
            return false;
    }
    if (!ll_lead_ids_make(&ids, before, arena))
        return false;
    widen_by_changed(changed, &ids, after);
    return true;
}
