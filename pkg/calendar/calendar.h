/* calendar.h -- the open days of a dealer, and their ordinals.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * A business day is a day on which the dealer itself is open: 27 CFR 478.126a counts "five
 * consecutive business days" of the licensee, neither federal nor NICS days. Federal holidays (5
 * USC 6103) only where a calendar says so. */
#ifndef LL_CALENDAR_CALENDAR_H
#define LL_CALENDAR_CALENDAR_H

#include "base/arena.h"
#include "base/day.h"
#include "base/error.h"

struct ll_calendar; /* read-only; lives in the arena it was made in */

/* True for the observed federal holidays of 1967..2101 (Saturday -> Friday, Sunday -> Monday,
 * across the year's end). */
bool ll_federal_holiday(ll_day day);
/* The holiday that is observed that day; NULL: none. */
const char *ll_federal_holiday_name(ll_day day);

/* Seven characters, Monday first: a letter (MTWTFSS, but any will do) for an open day, '-' for a closed one; bits 0..6 set
 * for open days. False: any other text, or no open day. */
bool ll_week_parse(ll_str text, uint8_t *open_mask);

/* open_mask: bit 0 Monday; at least one bit. closures[n]: days, in any order, copied. NULL when
 * memory is out. */
struct ll_calendar *ll_calendar_new(struct ll_arena *arena, uint8_t open_mask,
                                    bool federal_holidays, const ll_day *closures, size_t n);
bool ll_calendar_is_open(const struct ll_calendar *calendar, ll_day day);
/* Why a day is open or closed; of several reasons the first of these. */
enum ll_day_state { LL_DAY_OPEN, LL_DAY_WEEKLY, LL_DAY_HOLIDAY, LL_DAY_CLOSURE };
enum ll_day_state ll_calendar_state(const struct ll_calendar *calendar, ll_day day);
/* The number of open days up to and including day, from an origin before 1850. Two days are in one
 * window of N business days if their ordinals differ by at most N-1; a closed day has the ordinal
 * of the open day before it. */
int32_t ll_calendar_ordinal(const struct ll_calendar *calendar, ll_day day);
/* A bound: days whose ordinals differ by at most n-1 are less than this many calendar days
 * apart. */
int32_t ll_calendar_span_bound(const struct ll_calendar *calendar, int32_t n);
/* The same; what calendars of one dealers file have in common is looked for once. memo: {0} at first, for calendars that
 * outlive it. */
#define LL_SPAN_MEMO_SIZE 64
struct ll_span_memo {
    struct {
        const ll_day *days;
        int64_t span;
        size_t most;
    } known[LL_SPAN_MEMO_SIZE];
};
int32_t ll_calendar_span_bound_of_many(const struct ll_calendar *calendar, int32_t n,
                                       struct ll_span_memo *memo);

/* MTWTF-- with us-federal. */
struct ll_calendar *ll_calendar_builtin(struct ll_arena *arena);
/* The `default:` of a calendar file (YAML); the built-in one where the file has none. Errors with
 * place. */
LL_NODISCARD enum ll_status ll_calendar_load(struct ll_arena *arena, const char *path,
                                             struct ll_calendar **out, struct ll_error *err);
LL_NODISCARD enum ll_status ll_calendar_parse(struct ll_arena *arena,
                                              const struct ll_source *source,
                                              struct ll_calendar **out, struct ll_error *err);

#endif
