/* words.h -- the words that calendar and dealers files share, refused with a remedy. Private to
 * the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CALENDAR_WORDS_H
#define LL_CALENDAR_WORDS_H

#include "calendar/calendar.h"

/* A weekly pattern at a place. */
LL_NODISCARD enum ll_status ll_calendar_read_week(ll_str text, struct ll_pos at, uint8_t *open_mask,
                                                  struct ll_error *err);
/* us-federal or none; empty is none. */
LL_NODISCARD enum ll_status ll_calendar_read_holidays(ll_str text, struct ll_pos at, bool *federal,
                                                      struct ll_error *err);
/* A closure: YYYY-MM-DD. */
LL_NODISCARD enum ll_status ll_calendar_read_closure(ll_str text, struct ll_pos at, ll_day *day,
                                                     struct ll_error *err);

#endif
