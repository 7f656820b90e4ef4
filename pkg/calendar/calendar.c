/* calendar.c -- ordinals: whole weeks by arithmetic, less the closed days before.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar.h"
#include "base/hash.h"
#include "calendar/holidays.h"
#include <stdlib.h>

/* 1849-12-31, a Monday before all days that events can name. */
#define ORIGIN (LL_DAY_1850_01_01 - 1)
#define WEEK 7
#define MONDAY_TO_FRIDAY 0x1f

struct ll_calendar {
    uint8_t open_mask;
    uint8_t open_per_week;
    uint8_t open_through[WEEK]; /* open days of a week up to and including each weekday */
    struct ll_day_set holidays; /* on open weekdays */
    struct ll_day_set closures; /* on open weekdays, none of them in holidays */
};

bool ll_week_parse(ll_str text, uint8_t *open_mask)
{
    if (text.len != WEEK)
        return false;
    unsigned mask = 0;
    for (unsigned i = 0; i < WEEK; i++) {
        char c = text.ptr[i];
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            mask |= 1u << i;
        else if (c != '-')
            return false;
    }
    *open_mask = (uint8_t)mask;
    return mask != 0;
}

static int by_day(const void *left, const void *right)
{
    ll_day a = *(const ll_day *)left, b = *(const ll_day *)right;
    return (a > b) - (a < b);
}

static bool set_has(const struct ll_day_set *set, ll_day day)
{
    size_t count = ll_day_set_count(set, day);
    return count && set->days[count - 1] == day;
}

/* Those closures that close a day else open, in order. */
static bool take_closures(struct ll_arena *arena, struct ll_calendar *calendar,
                          const ll_day *closures, size_t n)
{
    if (!n)
        return true;
    ll_day *days = LL_NEW_ARRAY(arena, ll_day, n);
    if (!days)
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool open = calendar->open_mask >> ll_day_weekday(closures[i]) & 1;
        if (open && closures[i] >= ORIGIN && !set_has(&calendar->holidays, closures[i]))
            days[kept++] = closures[i];
    }
    qsort(days, kept, sizeof days[0], by_day);
    size_t count = 0;
    for (size_t i = 0; i < kept; i++)
        if (!count || days[count - 1] != days[i])
            days[count++] = days[i];
    calendar->closures = (struct ll_day_set){days, count};
    return true;
}

struct ll_calendar *ll_calendar_new_shared(struct ll_arena *arena, uint8_t open_mask,
                                           const struct ll_day_set *holidays,
                                           const ll_day *closures, size_t n)
{
    struct ll_calendar *calendar = LL_NEW(arena, struct ll_calendar);
    if (!calendar)
        return NULL;
    calendar->open_mask = open_mask;
    for (unsigned i = 0; i < WEEK; i++) {
        calendar->open_per_week = (uint8_t)(calendar->open_per_week + (open_mask >> i & 1));
        calendar->open_through[i] = calendar->open_per_week;
    }
    calendar->holidays = *holidays;
    return take_closures(arena, calendar, closures, n) ? calendar : NULL;
}

struct ll_calendar *ll_calendar_new(struct ll_arena *arena, uint8_t open_mask,
                                    bool federal_holidays, const ll_day *closures, size_t n)
{
    struct ll_day_set holidays = {0};
    if (federal_holidays) {
        holidays = ll_federal_holidays(arena, open_mask);
        if (!holidays.days)
            return NULL;
    }
    return ll_calendar_new_shared(arena, open_mask, &holidays, closures, n);
}

struct ll_calendar *ll_calendar_builtin(struct ll_arena *arena)
{
    return ll_calendar_new(arena, MONDAY_TO_FRIDAY, true, NULL, 0);
}

enum ll_day_state ll_calendar_state(const struct ll_calendar *calendar, ll_day day)
{
    if (!(calendar->open_mask >> ll_day_weekday(day) & 1))
        return LL_DAY_WEEKLY;
    if (set_has(&calendar->holidays, day))
        return LL_DAY_HOLIDAY;
    return set_has(&calendar->closures, day) ? LL_DAY_CLOSURE : LL_DAY_OPEN;
}

bool ll_calendar_is_open(const struct ll_calendar *calendar, ll_day day)
{
    return ll_calendar_state(calendar, day) == LL_DAY_OPEN;
}

int32_t ll_calendar_ordinal(const struct ll_calendar *calendar, ll_day day)
{
    int64_t since = (int64_t)day - ORIGIN;
    int64_t week = since / WEEK, weekday = since % WEEK;
    if (weekday < 0) {
        week--;
        weekday += WEEK;
    }
    int64_t open = week * calendar->open_per_week + calendar->open_through[weekday];
    return (int32_t)(open - (int64_t)ll_day_set_count(&calendar->holidays, day) -
                     (int64_t)ll_day_set_count(&calendar->closures, day));
}

/* The fewest open weekdays in any span of that many calendar days. */
static int64_t fewest_weekdays(const struct ll_calendar *calendar, int64_t span)
{
    unsigned rest = (unsigned)(span % WEEK), fewest = WEEK;
    for (unsigned from = 0; from < WEEK; from++) {
        unsigned open = 0;
        for (unsigned i = 0; i < rest; i++)
            open += calendar->open_mask >> (from + i) % WEEK & 1;
        fewest = open < fewest ? open : fewest;
    }
    return span / WEEK * calendar->open_per_week + fewest;
}

/* The holidays of a weekly pattern are one set for all dealers that have it, and a long one. */
static size_t densest_known(const struct ll_day_set *set, int64_t span, struct ll_span_memo *memo)
{
    size_t at = ll_hash_mix((uintptr_t)set->days + (uint64_t)span) % LL_SPAN_MEMO_SIZE;
    if (!set->count)
        return 0;
    if (memo->known[at].days != set->days || memo->known[at].span != span) {
        memo->known[at].days = set->days;
        memo->known[at].span = span;
        memo->known[at].most = ll_day_set_densest(set, span);
    }
    return memo->known[at].most;
}

int32_t ll_calendar_span_bound_of_many(const struct ll_calendar *calendar, int32_t n,
                                       struct ll_span_memo *memo)
{
    /* The least span that holds n open days wherever it lies. A day more adds at most one open
     * day, so that as many days as open ones are missing are always due: the steps never pass the
     * answer. */
    int64_t span = n > 0 ? n : 1;
    for (int64_t missing = 1; missing > 0; span += missing > 0 ? missing : 0) {
        int64_t closed = (int64_t)densest_known(&calendar->holidays, span, memo) +
                         (int64_t)ll_day_set_densest(&calendar->closures, span);
        missing = n - fewest_weekdays(calendar, span) + closed;
    }
    return span < INT32_MAX ? (int32_t)span : INT32_MAX;
}

int32_t ll_calendar_span_bound(const struct ll_calendar *calendar, int32_t n)
{
    struct ll_span_memo memo = {0};
    return ll_calendar_span_bound_of_many(calendar, n, &memo);
}
