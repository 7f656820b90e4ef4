/* holidays.c -- federal holidays as they are observed (5 USC 6103).
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar/holidays.h"

enum { FIRST_YEAR = 1967, LAST_YEAR = 2101 };
enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };
/* January's third Monday to Christmas, and the next New Year's Day where it is observed on 31
 * December. */
#define PER_YEAR_MAX 12

struct holiday {
    int month, day;   /* day 0: the nth weekday of the month */
    int weekday, nth; /* nth -1: the last one */
    int since;        /* the first year */
    const char *name;
};

static const struct holiday holidays[] = {
    {1, 1, 0, 0, FIRST_YEAR, "New Year's Day"},
    {1, 0, MONDAY, 3, 1986, "Birthday of Martin Luther King, Jr."},
    {2, 0, MONDAY, 3, FIRST_YEAR, "Washington's Birthday"},
    {5, 0, MONDAY, -1, FIRST_YEAR, "Memorial Day"},
    {6, 19, 0, 0, 2021, "Juneteenth"},
    {7, 4, 0, 0, FIRST_YEAR, "Independence Day"},
    {9, 0, MONDAY, 1, FIRST_YEAR, "Labor Day"},
    {10, 0, MONDAY, 2, FIRST_YEAR, "Columbus Day"},
    {11, 11, 0, 0, FIRST_YEAR, "Veterans Day"},
    {11, 0, THURSDAY, 4, FIRST_YEAR, "Thanksgiving Day"},
    {12, 25, 0, 0, FIRST_YEAR, "Christmas Day"},
};
#define HOLIDAYS (sizeof holidays / sizeof holidays[0])

/* The day on which a holiday of a year is observed, in that year or across its end. */
static ll_day observed(const struct holiday *h, int year)
{
    if (h->day) {
        ll_day day = ll_day_from_civil(year, h->month, h->day);
        int weekday = ll_day_weekday(day);
        return weekday == SATURDAY ? day - 1 : weekday == SUNDAY ? day + 1 : day;
    }
    if (h->nth < 0) {
        ll_day last = ll_day_from_civil(year, h->month + 1, 1) - 1;
        return last - (ll_day_weekday(last) - h->weekday + 7) % 7;
    }
    ll_day first = ll_day_from_civil(year, h->month, 1);
    return first + (h->weekday - ll_day_weekday(first) + 7) % 7 + 7 * (h->nth - 1);
}

/* The holidays observed within a year, in order; returns how many. */
static size_t of_year(int year, ll_day out[PER_YEAR_MAX])
{
    ll_day begin = ll_day_from_civil(year, 1, 1), end = ll_day_from_civil(year + 1, 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < HOLIDAYS; i++) {
        ll_day day = observed(&holidays[i], year);
        if (year >= holidays[i].since && day >= begin && day < end)
            out[n++] = day;
    }
    ll_day next_new_year = observed(&holidays[0], year + 1);
    if (next_new_year < end)
        out[n++] = next_new_year;
    return n;
}

const char *ll_federal_holiday_name(ll_day day)
{
    int year, month, mday;
    if (day < ll_day_from_civil(FIRST_YEAR, 1, 1) || day > ll_day_from_civil(LAST_YEAR, 12, 31))
        return NULL;
    ll_day_to_civil(day, &year, &month, &mday);
    /* A New Year's Day may be observed on the last day of the year before. */
    for (int of = year; of <= year + 1; of++)
        for (size_t i = 0; i < HOLIDAYS; i++)
            if (of >= holidays[i].since && observed(&holidays[i], of) == day)
                return holidays[i].name;
    return NULL;
}

bool ll_federal_holiday(ll_day day)
{
    return ll_federal_holiday_name(day) != NULL;
}

struct ll_day_set ll_federal_holidays(struct ll_arena *arena, uint8_t open_mask)
{
    struct ll_day_set set = {0};
    ll_day *days = LL_NEW_ARRAY(arena, ll_day, (LAST_YEAR - FIRST_YEAR + 1) * PER_YEAR_MAX);
    if (!days)
        return set;
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        ll_day found[PER_YEAR_MAX];
        size_t n = of_year(year, found);
        for (size_t i = 0; i < n; i++)
            if (open_mask >> ll_day_weekday(found[i]) & 1)
                days[set.count++] = found[i];
    }
    set.days = days;
    return set;
}

size_t ll_day_set_count(const struct ll_day_set *set, ll_day day)
{
    /* Halving without branches: the sets are small and the days asked for are not alike. */
    const ll_day *base = set->days;
    size_t n = set->count;
    if (!n)
        return 0;
    while (n > 1) {
        size_t half = n / 2;
        base += base[half - 1] <= day ? half : 0;
        n -= half;
    }
    return (size_t)(base - set->days) + (*base <= day);
}

size_t ll_day_set_densest(const struct ll_day_set *set, int64_t span)
{
    size_t most = 0;
    for (size_t first = 0, last = 0; last < set->count; last++) {
        while ((int64_t)set->days[last] - set->days[first] >= span)
            first++;
        if (last - first + 1 > most)
            most = last - first + 1;
    }
    return most;
}
