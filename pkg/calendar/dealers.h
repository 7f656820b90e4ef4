/* dealers.h -- the dealers file: who a dealer is, and when it is open.
 * Depends on: base, csv, event, calendar.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CALENDAR_DEALERS_H
#define LL_CALENDAR_DEALERS_H

#include "calendar/calendar.h"
#include "event/event.h"

struct ll_dealer {
    uint32_t key; /* as ll_licence.key */
    ll_str name, state, city, zip, division;
    const struct ll_calendar *calendar; /* NULL: no pattern, the default calendar is assumed */
};

/* Read-only once loaded; lives in its arena; NULL is a valid empty table for find. */
struct ll_dealers;

/* Columns ffl,name,state,city,zip,division,open_days,holidays,closures; the last row of a key
 * holds. */
LL_NODISCARD enum ll_status ll_dealers_load(struct ll_arena *arena, const char *path,
                                            struct ll_dealers **out, struct ll_error *err);
LL_NODISCARD enum ll_status ll_dealers_parse(struct ll_arena *arena, const struct ll_source *source,
                                             struct ll_dealers **out, struct ll_error *err);
/* A table of n dealers, whose keys are not 0; the last of a key holds. Their texts and calendars stay borrowed. NULL when
 * memory is out. */
struct ll_dealers *ll_dealers_new(struct ll_arena *arena, const struct ll_dealer *list, size_t n);
/* NULL where the file has no such dealer. */
const struct ll_dealer *ll_dealers_find(const struct ll_dealers *dealers, uint32_t key);
/* All dealers, in the order of the file (the last row of each). */
const struct ll_dealer *ll_dealers_all(const struct ll_dealers *dealers, size_t *count);

#endif
