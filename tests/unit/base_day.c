/* Dates, instants, ages.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

#include <criterion/criterion.h>

Test(base_day, constants_are_the_days_they_name)
{
    cr_assert_eq(ll_day_from_civil(1970, 1, 1), 0);
    cr_assert_eq(ll_day_from_civil(1850, 1, 1), LL_DAY_1850_01_01);
    cr_assert_eq(ll_day_from_civil(1968, 1, 1), LL_DAY_1968_01_01);
    cr_assert_eq(ll_day_from_civil(2099, 12, 31), LL_DAY_2099_12_31);
}

/* Walks the calendar by its own rule, one day at a time. */
Test(base_day, every_day_of_ten_thousand_years_goes_there_and_back)
{
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    ll_day day = ll_day_from_civil(1, 1, 1);
    int weekday = ll_day_weekday(day);
    cr_assert_eq(weekday, 0, "0001-01-01 was a Monday");
    for (int year = 1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int mday = 1; mday <= length; mday++) {
                int y, m, d;
                ll_day_to_civil(day, &y, &m, &d);
                bool same =
                    y == year && m == month && d == mday && ll_day_from_civil(y, m, d) == day;
                cr_assert(same, "%04d-%02d-%02d", year, month, mday);
                cr_assert_eq(ll_day_weekday(day), weekday);
                day++;
                weekday = (weekday + 1) % 7;
            }
        }
    }
}

Test(base_day, known_weekdays)
{
    cr_assert_eq(ll_day_weekday(ll_day_from_civil(1970, 1, 1)), 3);
    cr_assert_eq(ll_day_weekday(ll_day_from_civil(2026, 3, 2)), 0);
    cr_assert_eq(ll_day_weekday(ll_day_from_civil(1850, 1, 1)), 1);
}

static const struct {
    const char *text;
    bool good;
} dates[] = {
    {"2026-03-02", true},  {"2024-02-29", true},   {"2000-02-29", true},  {"0001-01-01", true},
    {"9999-12-31", true},  {"2023-02-29", false},  {"1900-02-29", false}, {"0000-01-01", false},
    {"2026-13-01", false}, {"2026-00-01", false},  {"2026-04-31", false}, {"2026-01-00", false},
    {"2026-1-01", false},  {"2026/01/01", false},  {"20260101", false},   {"2026-01-1a", false},
    {"-026-01-01", false}, {"2026-01-01 ", false}, {"", false},
};

Test(base_day, parse_takes_only_dates_that_exist)
{
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        ll_day day = LL_DAY_NONE;
        cr_assert_eq(ll_day_parse(ll_str_from(dates[i].text), &day), dates[i].good, "%s",
                     dates[i].text);
        if (!dates[i].good)
            continue;
        char out[10];
        ll_day_format(day, out);
        cr_assert(memcmp(out, dates[i].text, 10) == 0, "%s", dates[i].text);
    }
}

static ll_day day_of(const char *text)
{
    ll_day day = LL_DAY_NONE;
    cr_assert(ll_day_parse(ll_str_from(text), &day), "%s", text);
    return day;
}

Test(base_day, age_counts_birthdays)
{
    static const struct {
        const char *born, *day;
        int age;
    } rows[] = {
        {"1984-03-04", "2026-03-03", 41}, {"1984-03-04", "2026-03-04", 42},
        {"2004-02-29", "2025-02-28", 20}, {"2004-02-29", "2025-03-01", 21},
        {"2004-02-29", "2024-02-28", 19}, {"2004-02-29", "2024-02-29", 20},
        {"2000-12-31", "2001-01-01", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(ll_day_age(day_of(rows[i].born), day_of(rows[i].day)), rows[i].age, "row %zu",
                     i);
}

static const char *const good_times[] = {
    "2026-03-02T15:20:00-06:00",
    "2026-03-02T15:20:00Z",
    "2026-03-02T00:00:00+00:00",
    "2026-03-02T23:59:59-00:00",
    "2026-03-02T15:20:00.1Z",
    "2026-03-02T15:20:00.100Z",
    "2026-03-02T15:20:00.123456789+23:59",
    "1900-01-01T00:00:00-23:59",
    "2200-12-31T23:59:59.999999999-23:59",
    "1969-12-31T23:59:59.000000001Z",
    "1968-01-01T00:00:00.5+05:30",
};

Test(base_day, a_time_is_written_again_as_it_was)
{
    for (size_t i = 0; i < sizeof good_times / sizeof good_times[0]; i++) {
        struct ll_time time;
        char out[LL_TIME_TEXT_MAX];
        ll_str text = ll_str_from(good_times[i]);
        cr_assert(ll_time_parse(text, &time), "%s", good_times[i]);
        cr_assert(ll_time_is_formed(text));
        size_t len = ll_time_format(&time, out);
        cr_assert(ll_str_eq(text, (ll_str){out, len}), "%s -> %.*s", good_times[i], (int)len, out);
    }
}

Test(base_day, the_instant_is_in_utc_and_the_day_as_written)
{
    struct ll_time time;
    cr_assert(ll_time_parse(LL_STR("1970-01-01T20:00:00.25-06:00"), &time));
    cr_assert_eq(time.day, 0);
    cr_assert_eq(time.utc_ns, INT64_C(26) * 3600 * 1000000000 + 250000000);
    cr_assert(ll_time_parse(LL_STR("1970-01-01T00:30:00+01:00"), &time));
    cr_assert_eq(time.utc_ns, -INT64_C(1800) * 1000000000);
}

Test(base_day, times_of_another_form_are_none)
{
    static const char *const bad[] = {
        "2026-03-02T24:00:00Z",
        "2026-03-02T15:60:00Z",
        "2026-03-02T15:20:60Z",
        "2026-03-02T15:20:00",
        "2026-03-02T15:20:00.Z",
        "2026-03-02T15:20:00.1234567890Z",
        "2026-03-02 15:20:00Z",
        "2026-03-02t15:20:00Z",
        "2026-03-02T15:20:00z",
        "2026-03-02T15:20Z",
        "2026-03-02T15:20:00+24:00",
        "2026-03-02T15:20:00+05:60",
        "2026-03-02T15:20:00+0530",
        "2026-03-02T15:20:00+05:3",
        "2026-03-02T15:20:00ZZ",
        "2026-02-30T15:20:00Z",
        "2026-03-02T15:20:00,5Z",
        "2026-03-02",
        "",
        "2026-03-02T15:20:0aZ",
        "2026-03-02T15:20:00-06:00 ",
        "2026-03-02T-1:20:00Z",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ll_time time;
        cr_assert_not(ll_time_parse(ll_str_from(bad[i]), &time), "%s", bad[i]);
        cr_assert_not(ll_time_is_formed(ll_str_from(bad[i])), "%s", bad[i]);
    }
}

Test(base_day, far_years_have_the_form_but_no_instant)
{
    struct ll_time time;
    cr_assert_not(ll_time_parse(LL_STR("1899-12-31T00:00:00Z"), &time));
    cr_assert_not(ll_time_parse(LL_STR("2201-01-01T00:00:00Z"), &time));
    cr_assert(ll_time_is_formed(LL_STR("1899-12-31T00:00:00Z")));
    cr_assert(ll_time_is_formed(LL_STR("9999-01-01T00:00:00Z")));
}

/* The age by counting birthdays one by one. */
static int slow_age(ll_day born, ll_day day)
{
    int year, month, mday, age = -1;
    ll_day_to_civil(born, &year, &month, &mday);
    for (ll_day birthday = born; birthday <= day; age++) {
        year++;
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        bool in_march = month == 2 && mday == 29 && !leap;
        birthday = in_march ? ll_day_from_civil(year, 3, 1) : ll_day_from_civil(year, month, mday);
    }
    return age;
}

Test(base_day, ages_near_every_birthday)
{
    for (ll_day born = LL_DAY_1850_01_01; born < LL_DAY_2099_12_31 - 400; born += 59)
        for (int years = 1; years < 100; years += 7)
            for (int off = -4; off <= 4; off++) {
                ll_day day = born + (ll_day)(years * 365.2425) + off;
                cr_assert_eq(ll_day_age(born, day), slow_age(born, day), "%d at %d", born, day);
            }
}
