/* last.h -- the leads that a zone of days had when it was assessed last.
 * Depends on: base, lead.   SPDX-License-Identifier: Apache-2.0
 *
 * A long lead that grows by an event is assessed with it only: what it was before is known from the time before. */
#ifndef LL_ENGINE_LAST_H
#define LL_ENGINE_LAST_H

#include "lead/lead.h"

struct ll_zone {
    ll_day first, last;
};

struct ll_last_lead {
    char id[LL_LEAD_ID_LEN];
    uint64_t digest; /* of its hits and their facts, by their addresses */
    size_t hit_count, sale_count, trace_count, report_count;
};

struct ll_last {
    bool known;
    struct ll_zone zone;
    uint64_t revision; /* of the set */
    struct ll_last_lead *leads;
    size_t count, cap;
};

/* Remember what stands on a zone at that revision. False: memory is out, and nothing is known. */
bool ll_last_store(struct ll_last *last, const struct ll_zone *zone, uint64_t revision,
                   const struct ll_assessment *assessment, struct ll_arena *arena);
/* Facts that change no lead have come: what is known stays true. */
static inline void ll_last_pass(struct ll_last *last, uint64_t before, uint64_t revision)
{
    last->known = last->known && last->revision == before;
    last->revision = revision;
}

/* Put in before the leads that stood, by what is known of them and the assessment of the same zone after: those that did not change
 * are the ones of after, and of the others only id and counts are true. changed is widened by the leads that differ. False: it
 * takes more to tell the difference (a lead fell, or has other evidence of the same size), or memory is out. */
bool ll_last_compare(const struct ll_last *last, const struct ll_assessment *after,
                     struct ll_assessment *before, struct ll_zone *changed, struct ll_arena *arena);

static inline void ll_zone_widen(struct ll_zone *zone, ll_day first, ll_day last)
{
    zone->first = first < zone->first ? first : zone->first;
    zone->last = last > zone->last ? last : zone->last;
}
static inline bool ll_zone_has(const struct ll_zone *zone, const struct ll_zone *part)
{
    return part->first >= zone->first && part->last <= zone->last;
}

#endif
