/* hit.h -- an indicator holding on a timeline.
 * Depends on: base, pack, lead/item.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_HIT_H
#define LL_LEAD_HIT_H

#include "lead/item.h"

enum ll_hit_calendar {
    LL_HIT_CALENDAR_NULL,
    LL_HIT_CALENDAR_ASSUMED,
    LL_HIT_CALENDAR_DEALER,
    LL_HIT_CALENDAR_DEFAULT
};

/* A connected run of qualifying windows. */
struct ll_hit {
    const struct ll_indicator *indicator;
    struct ll_item **items; /* in the order of time */
    size_t count;
    ll_day first_day, last_day;
    enum ll_hit_calendar calendar;
    const bool *
        past; /* by trace of the timeline: counted by traces() in a qualifying window; NULL: none */
};

/* A multiple sale that a dealer had to report. */
struct ll_report {
    const struct ll_indicator *indicator;
    const struct ll_item *last; /* of the part's last sale of that day */
    const struct ll_fact
        *addressed; /* the part's last sale of that day that has an address; NULL: none */
    uint32_t guns;
};

/* A growing list in an arena. */
struct ll_hit_list {
    struct ll_hit *hits;
    size_t count, cap;
};
struct ll_report_list {
    struct ll_report *reports;
    size_t count, cap;
};

/* Add the hits of one indicator on the items, and its reports where it makes some. False: memory is out. */
bool ll_hits_find(struct ll_hit_list *hits, struct ll_report_list *reports,
                  const struct ll_indicator *indicator, struct ll_items *items,
                  const struct ll_rules *rules, struct ll_arena *arena);

/* As that, its reports aside, as if some of the items that it selects (in the order of time) were all that it does. */
struct ll_part;
bool ll_hits_among(struct ll_hit_list *hits, const struct ll_indicator *indicator,
                   const struct ll_part *some, const struct ll_items *items,
                   const struct ll_rules *rules, struct ll_arena *arena);

const char *ll_hit_calendar_word(enum ll_hit_calendar calendar); /* NULL for null */

#endif
