/* lead.h -- the leads of a subject: a pure function of the facts that stand on its timeline.
 * Depends on: base, pack, timeline, lead/hit.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_LEAD_H
#define LL_LEAD_LEAD_H

#include "lead/hit.h"
#include "lead/route.h"

#define LL_LEAD_ID_LEN 18 /* "L-" and 16 letters and digits */

struct ll_lead {
    char id[LL_LEAD_ID_LEN];
    ll_day first_day, last_day;
    int64_t score;
    bool has_time_to_crime;
    int32_t time_to_crime;
    const struct ll_hit **hits; /* by indicator id, then first date, last date, count, calendar */
    size_t hit_count;
    ll_str *indicators; /* ids, sorted, each once */
    size_t indicator_count;
    /* The evidence. A sale stands by its first firearm; all its firearms follow that one in the item list. */
    const struct ll_item **sales, **traces, **reports;
    size_t sale_count, trace_count, report_count;
    /* The items of its hits, each once, in the order of the lead (date, instant, kind, id, place). */
    const struct ll_item **items;
    size_t item_count;
};

/* All that the facts of a subject amount to. Lives in the arena. */
struct ll_assessment {
    struct ll_items items;
    struct ll_hit_list hits;
    struct ll_report_list reports;
    struct ll_lead *leads; /* by first date */
    size_t lead_count;
};

/* False: memory is out. */
bool ll_assess(struct ll_assessment *assessment, const struct ll_subject *subject,
               const struct ll_fact_set *set, const struct ll_rules *rules, struct ll_arena *arena);

/* Its guns as guidelines count them: of its sales; of one without sales those of its reports, overlaps counted twice. */
uint64_t ll_lead_guns(const struct ll_lead *lead);

/* Whether two items, perhaps of two assessments of one subject, are the same: kind, id and place. */
bool ll_item_same(const struct ll_item *a, const struct ll_item *b);

/* The order of the lists of the evidence, of pointers to items: by id, reports by date and purchaser. */
int ll_item_by_evidence(const void *left, const void *right);

/* Join hits into leads (spec: Leads). Used by ll_assess. False: memory is out. */
bool ll_leads_join(struct ll_assessment *assessment, const struct ll_subject *subject,
                   const struct ll_rules *rules, struct ll_arena *arena);

#endif
