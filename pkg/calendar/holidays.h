/* holidays.h -- sorted sets of closed days, counted fast. Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CALENDAR_HOLIDAYS_H
#define LL_CALENDAR_HOLIDAYS_H

#include "calendar/calendar.h"

/* Days in order, none twice. Read-only; shared by the calendars of one weekly pattern. */
struct ll_day_set {
    const ll_day *days;
    size_t count;
};

/* The observed federal holidays of 1967..2101 that fall on the weekdays of open_mask, in the
 * arena; days NULL when memory is out. */
struct ll_day_set ll_federal_holidays(struct ll_arena *arena, uint8_t open_mask);
/* How many days of the set are at most day. */
size_t ll_day_set_count(const struct ll_day_set *set, ll_day day);
/* The most days of the set within any span of that many calendar days. */
size_t ll_day_set_densest(const struct ll_day_set *set, int64_t span);

/* As ll_calendar_new, with the holidays (of open_mask; {NULL, 0}: none) of another calendar
 * shared. */
struct ll_calendar *ll_calendar_new_shared(struct ll_arena *arena, uint8_t open_mask,
                                           const struct ll_day_set *holidays,
                                           const ll_day *closures, size_t n);

#endif
