/* day.h -- civil dates as day numbers, instants as nanoseconds.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_DAY_H
#define LL_BASE_DAY_H

#include "base/str.h"
#include <stdint.h>

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t ll_day;

#define LL_DAY_NONE INT32_MIN
#define LL_DAY_1850_01_01 (-43829)
#define LL_DAY_1968_01_01 (-731)
#define LL_DAY_2099_12_31 47481

ll_day ll_day_from_civil(int year, int month, int day);
void ll_day_to_civil(ll_day day, int *year, int *month, int *mday);
/* 0 Monday .. 6 Sunday. */
int ll_day_weekday(ll_day day);
/* Exactly YYYY-MM-DD, a date that exists, year 0001..9999. */
bool ll_day_parse(ll_str text, ll_day *out);
/* Ten bytes, no NUL. */
void ll_day_format(ll_day day, char out[10]);
/* Whole years from birth to day, counting birthdays; one born on 29 February has it on 1 March
 * in other years. */
int ll_day_age(ll_day born, ll_day day);

/* A time as written: its local date, its instant, and what is needed to write it again byte for
 * byte. */
struct ll_time {
    ll_day day;              /* the date as written */
    int64_t utc_ns;          /* nanoseconds since 1970-01-01T00:00Z */
    int16_t offset_minutes;  /* as written, east positive */
    uint8_t fraction_digits; /* 0..9 digits after the dot, as written */
    uint8_t form;            /* 0: ±hh:mm; 1: Z; 2: -00:00 */
};
/* YYYY-MM-DDThh:mm:ss[.1-9 digits](Z|±hh:mm); no T24:00, no :60, offsets to 23:59. The year must
 * be 1900..2200. */
bool ll_time_parse(ll_str text, struct ll_time *out);
/* True for a text of that form, whatever its year (0001..9999). */
bool ll_time_is_formed(ll_str text);
#define LL_TIME_TEXT_MAX 36
/* The text that it was parsed from; returns its length. */
size_t ll_time_format(const struct ll_time *time, char out[LL_TIME_TEXT_MAX]);

#endif
