/* Business days: the cases of 27 CFR 478.126a, federal holidays, and ordinals against counting day
 * by day.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar.h"
#include <criterion/criterion.h>

static ll_day on(const char *text)
{
    ll_day day = LL_DAY_NONE;
    cr_assert(ll_day_parse(ll_str_from(text), &day), "%s", text);
    return day;
}

static struct ll_calendar *week(struct ll_arena *arena, const char *pattern, const char *closure)
{
    uint8_t mask = 0;
    cr_assert(ll_week_parse(ll_str_from(pattern), &mask), "%s", pattern);
    ll_day closed = closure ? on(closure) : 0;
    struct ll_calendar *calendar = ll_calendar_new(arena, mask, false, &closed, closure ? 1 : 0);
    cr_assert_not_null(calendar);
    return calendar;
}

Test(calendar_ordinal, five_consecutive_business_days)
{
    /* 2026-03-02 is a Monday. */
    static const struct {
        const char *week, *closure, *from, *to;
        bool one_window;
    } rows[] = {
        {"MTWTF--", NULL, "2026-03-02", "2026-03-02", true},
        {"MTWTF--", NULL, "2026-03-02", "2026-03-06", true},
        {"MTWTF--", NULL, "2026-03-06", "2026-03-09", true},
        {"MTWTF--", NULL, "2026-03-02", "2026-03-09", false},
        {"MTWTFS-", NULL, "2026-03-02", "2026-03-07", false},
        {"MTWTFS-", NULL, "2026-03-03", "2026-03-09", false},
        {"MTWTFS-", NULL, "2026-03-04", "2026-03-09", true},
        {"-----SS", NULL, "2026-03-07", "2026-03-21", true},
        {"-----SS", NULL, "2026-03-07", "2026-03-22", false},
        {"MTWTF--", "2026-03-05", "2026-03-02", "2026-03-09", true},
        {"MTWTFSS", NULL, "2026-03-02", "2026-03-06", true},
        {"MTWTFSS", NULL, "2026-03-02", "2026-03-07", false},
        /* On a closed day: the ordinal of the open day before. */
        {"MTWTF--", NULL, "2026-03-02", "2026-03-08", true},
        {"MTWTF--", NULL, "2026-03-01", "2026-03-05", true},
        {"MTWTF--", NULL, "2026-03-01", "2026-03-06", false},
    };
    struct ll_arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct ll_calendar *calendar = week(&arena, rows[i].week, rows[i].closure);
        int32_t apart = ll_calendar_ordinal(calendar, on(rows[i].to)) -
                        ll_calendar_ordinal(calendar, on(rows[i].from));
        cr_expect_eq(apart <= 4, rows[i].one_window, "row %zu: %d apart", i, apart);
    }
    ll_arena_fini(&arena);
}

Test(calendar_ordinal, starts_before_1850)
{
    struct ll_arena arena = {0};
    const struct ll_calendar *calendar = week(&arena, "MTWTFSS", NULL);
    cr_expect_eq(ll_calendar_ordinal(calendar, on("1849-12-31")), 1);
    cr_expect_eq(ll_calendar_ordinal(calendar, on("1849-12-30")), 0);
    cr_expect_eq(ll_calendar_ordinal(calendar, on("1849-12-20")), -10);
    cr_expect_eq(ll_calendar_ordinal(week(&arena, "-----S-", NULL), on("1850-01-05")), 1);
    ll_arena_fini(&arena);
}

Test(calendar_ordinal, patterns)
{
    uint8_t mask;
    cr_expect(ll_week_parse(LL_STR("MTWTF--"), &mask) && mask == 0x1f);
    cr_expect(ll_week_parse(LL_STR("mtwtfss"), &mask) && mask == 0x7f);
    cr_expect(ll_week_parse(LL_STR("------S"), &mask) && mask == 0x40);
    cr_expect(ll_week_parse(LL_STR("xxxxx-x"), &mask) && mask == 0x5f);
    static const ll_str bad[] = {{"", 0},        {"MTWTF-", 6},        {"MTWTF---", 8},
                                 {"-------", 7}, {"MTWTF12", 7},       {"MTWTF.-", 7},
                                 {"MTWTF  ", 7}, {"MTWTF\xc3\xa9", 7}, {"MTWTF-\0", 7}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(ll_week_parse(bad[i], &mask), "row %zu", i);
}

/* The days observed from first to last, as text. */
static void expect_holidays(const char *first, const char *last, const char *wanted)
{
    char found[512];
    size_t len = 0;
    for (ll_day day = on(first); day <= on(last); day++) {
        if (!ll_federal_holiday(day))
            continue;
        cr_assert_lt(len + 12, sizeof found);
        ll_day_format(day, found + len);
        found[len + 10] = ' ';
        len += 11;
    }
    found[len] = '\0';
    cr_expect_str_eq(found, wanted);
}

Test(calendar_ordinal, federal_holidays_of_whole_years)
{
    expect_holidays("2026-01-01", "2026-12-31",
                    "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 "
                    "2026-10-12 2026-11-11 2026-11-26 2026-12-25 ");
    /* Both New Year's Days of 2021 and 2022 fall into 2021. */
    expect_holidays("2021-01-01", "2021-12-31",
                    "2021-01-01 2021-01-18 2021-02-15 2021-05-31 2021-06-18 2021-07-05 2021-09-06 "
                    "2021-10-11 2021-11-11 2021-11-25 2021-12-24 2021-12-31 ");
    expect_holidays("2022-01-01", "2022-02-28", "2022-01-17 2022-02-21 ");
    /* Before Juneteenth, and before Martin Luther King's birthday. */
    expect_holidays("2020-06-01", "2020-07-31", "2020-07-03 ");
    expect_holidays("1985-01-01", "1985-02-28", "1985-01-01 1985-02-18 ");
    expect_holidays("1986-01-01", "1986-02-28", "1986-01-01 1986-01-20 1986-02-17 ");
    expect_holidays("1968-01-01", "1968-12-31",
                    "1968-01-01 1968-02-19 1968-05-27 1968-07-04 1968-09-02 1968-10-14 1968-11-11 "
                    "1968-11-28 1968-12-25 ");
}

Test(calendar_ordinal, federal_holidays_shift_from_weekends)
{
    static const char *const rows[][2] = {
        {"2020-07-04", "2020-07-03"}, {"2021-06-19", "2021-06-18"}, {"2021-07-04", "2021-07-05"},
        {"2021-12-25", "2021-12-24"}, {"2022-01-01", "2021-12-31"}, {"2022-06-19", "2022-06-20"},
        {"2022-12-25", "2022-12-26"}, {"2023-01-01", "2023-01-02"}, {"2023-11-11", "2023-11-10"},
        {"2026-07-04", "2026-07-03"}, {"2027-06-19", "2027-06-18"}, {"2027-07-04", "2027-07-05"},
        {"2027-12-25", "2027-12-24"}, {"2028-01-01", "2027-12-31"}, {"2028-11-11", "2028-11-10"},
        {"2029-11-11", "2029-11-12"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_not(ll_federal_holiday(on(rows[i][0])), "%s", rows[i][0]);
        cr_expect(ll_federal_holiday(on(rows[i][1])), "%s", rows[i][1]);
    }
    /* None of 2024, 2025, 2030 is moved: the dates of the fixed ones are closed. */
    static const int years[] = {2024, 2025, 2030};
    for (size_t i = 0; i < 3; i++) {
        cr_expect(ll_federal_holiday(ll_day_from_civil(years[i], 1, 1)));
        cr_expect(ll_federal_holiday(ll_day_from_civil(years[i], 6, 19)));
        cr_expect(ll_federal_holiday(ll_day_from_civil(years[i], 7, 4)));
        cr_expect(ll_federal_holiday(ll_day_from_civil(years[i], 11, 11)));
        cr_expect(ll_federal_holiday(ll_day_from_civil(years[i], 12, 25)));
    }
    cr_expect_not(ll_federal_holiday(INT32_MAX));
    cr_expect_not(ll_federal_holiday(INT32_MIN));
}

#define FIRST LL_DAY_1968_01_01
#define DAYS (LL_DAY_2099_12_31 - LL_DAY_1968_01_01 + 1)
#define CLOSURES_MAX 40

/* A calendar made at random, and its days one by one. */
struct trial {
    uint8_t mask;
    bool federal;
    ll_day closures[CLOSURES_MAX];
    size_t n;
    bool closed[DAYS];
};

static uint32_t next(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*seed >> 33) % below);
}

static void make_trial(struct trial *t, uint64_t *seed, const bool *holiday)
{
    t->mask = (uint8_t)(1 + next(seed, 127));
    t->federal = next(seed, 2);
    t->n = next(seed, CLOSURES_MAX + 1);
    for (int i = 0; i < DAYS; i++)
        t->closed[i] = !(t->mask >> ((FIRST + i + 3 + 7000) % 7) & 1) || (t->federal && holiday[i]);
    /* Some in a row, some twice, some on days that are closed anyway. */
    ll_day day = FIRST;
    for (size_t i = 0; i < t->n; i++) {
        uint32_t way = next(seed, 3);
        day = way ? FIRST + (ll_day)next(seed, DAYS) : day + (ll_day)next(seed, 2);
        day = day > LL_DAY_2099_12_31 ? FIRST : day;
        t->closures[i] = day;
        t->closed[day - FIRST] = true;
    }
}

Test(calendar_ordinal, agrees_with_counting_day_by_day)
{
    static struct trial t;
    static bool holiday[DAYS];
    for (int i = 0; i < DAYS; i++)
        holiday[i] = ll_federal_holiday(FIRST + i);
    struct ll_arena arena = {0};
    uint64_t seed = 478126;
    for (int round = 0; round < 1000; round++) {
        ll_arena_reset(&arena);
        make_trial(&t, &seed, holiday);
        const struct ll_calendar *calendar =
            ll_calendar_new(&arena, t.mask, t.federal, t.closures, t.n);
        cr_assert_not_null(calendar);
        int32_t before = ll_calendar_ordinal(calendar, FIRST - 1), count = 0;
        /* Every day is counted; asked are all of some rounds, and days here and there of the
         * others. */
        uint32_t stride = round % 50 ? 97 : 1, ask = next(&seed, stride);
        for (int i = 0; i < DAYS; i++) {
            count += !t.closed[i];
            if (i % (int)stride != (int)ask)
                continue;
            int32_t ordinal = ll_calendar_ordinal(calendar, FIRST + i) - before;
            bool open = ll_calendar_is_open(calendar, FIRST + i);
            cr_assert(ordinal == count && open == !t.closed[i], "round %d, day %d: %d, counted %d",
                      round, FIRST + i, ordinal, count);
        }
        for (size_t i = 0; i < t.n; i++)
            cr_assert_not(ll_calendar_is_open(calendar, t.closures[i]), "round %d", round);
    }
    ll_arena_fini(&arena);
}

/* The longest that two days with ordinals at most n-1 apart lie apart, plus one. */
static int32_t longest_span(const struct ll_calendar *calendar, int32_t n)
{
    int32_t longest = 0;
    ll_day to = FIRST;
    for (ll_day from = FIRST; from <= LL_DAY_2099_12_31; from++) {
        int32_t last = ll_calendar_ordinal(calendar, from) + n - 1;
        while (ll_calendar_ordinal(calendar, to + 1) <= last)
            to++;
        longest = to - from > longest ? to - from : longest;
    }
    return longest + 1;
}

Test(calendar_ordinal, the_span_bound_holds_and_is_near)
{
    static const struct {
        const char *week;
        int32_t n, exact, bound;
    } rows[] = {{"MTWTFSS", 5, 5, 5}, {"MTWTF--", 5, 7, 7},   {"-----SS", 5, 20, 20},
                {"M------", 1, 7, 7}, {"M------", 3, 21, 21}, {"MTWTFS-", 5, 6, 6},
                {"M-W-F--", 2, 5, 5}, {"MTWTF--", 1, 3, 3},   {"MTWTF--", 3660, 5124, 5124}};
    struct ll_arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct ll_calendar *calendar = week(&arena, rows[i].week, NULL);
        cr_expect_eq(longest_span(calendar, rows[i].n), rows[i].exact, "row %zu: %d", i,
                     longest_span(calendar, rows[i].n));
        cr_expect_eq(ll_calendar_span_bound(calendar, rows[i].n), rows[i].bound, "row %zu: %d", i,
                     ll_calendar_span_bound(calendar, rows[i].n));
    }
    ll_arena_fini(&arena);
}

Test(calendar_ordinal, the_span_bound_counts_closed_days)
{
    static struct trial t;
    static bool holiday[DAYS];
    for (int i = 0; i < DAYS; i++)
        holiday[i] = ll_federal_holiday(FIRST + i);
    struct ll_arena arena = {0};
    uint64_t seed = 923;
    for (int round = 0; round < 12; round++) {
        ll_arena_reset(&arena);
        make_trial(&t, &seed, holiday);
        const struct ll_calendar *calendar =
            ll_calendar_new(&arena, t.mask, t.federal, t.closures, t.n);
        int32_t n = 1 + (int32_t)next(&seed, 30);
        int32_t exact = longest_span(calendar, n), bound = ll_calendar_span_bound(calendar, n);
        cr_expect_geq(bound, exact, "round %d", round);
        cr_expect_leq(bound, exact + 7 * 5, "round %d: %d for %d", round, bound, exact);
    }
    /* A dealer closed for half a year. */
    ll_day closures[180];
    for (int i = 0; i < 180; i++)
        closures[i] = on("2026-03-01") + i;
    const struct ll_calendar *shut = ll_calendar_new(&arena, 0x1f, true, closures, 180);
    cr_expect_geq(ll_calendar_span_bound(shut, 5), longest_span(shut, 5));
    cr_expect_leq(ll_calendar_span_bound(shut, 5), 195);
    ll_arena_fini(&arena);
}

Test(calendar_ordinal, memory_may_run_out)
{
    struct ll_arena arena = {.max_bytes = 1};
    ll_day closure = 0;
    cr_expect_null(ll_calendar_new(&arena, 0x1f, true, NULL, 0));
    cr_expect_null(ll_calendar_new(&arena, 0x1f, false, &closure, 1));
    cr_expect_null(ll_calendar_builtin(&arena));
    ll_arena_fini(&arena);
}
