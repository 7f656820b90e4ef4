/* days.h -- the days of a window, counted one by one.
 * Depends on: calendar, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_DAYS_H
#define LL_WHY_DAYS_H

#include "lead/windows.h"

struct ll_why_days {
    const struct ll_calendar *calendar;
    ll_day first;   /* the day of the window's first item */
    ll_day last;    /* the last open day of the window, or of calendar days its last day */
    int32_t origin; /* the ordinal before the window's first open day */
};
/* The days of a window. calendar NULL: it counts calendar days. */
struct ll_why_days ll_why_days_of(const struct ll_window_seen *seen, const struct ll_rules *rules);
/* The number of an open day in the window, from 1 on; of a closed one, of the open day before it. */
int32_t ll_why_day_number(const struct ll_why_days *days, ll_day day);
/* "open", "closed", "holiday", "closure" */
const char *ll_why_day_word(enum ll_day_state state);

#endif
