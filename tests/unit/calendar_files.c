/* The calendar file and the dealers file: what they mean, and what they are refused for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "calendar/dealers.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

/* The open days of a week and of the closures asked about: "MTWTF-- 2025-12-13 open". */
static void describe(const struct ll_calendar *calendar, ll_day monday, struct ll_buf *out)
{
    static const char letters[] = "MTWTFSS";
    for (int i = 0; i < 7; i++)
        ll_buf_add_char(out, ll_calendar_is_open(calendar, monday + i) ? letters[i] : '-');
}

/* Of a week without holidays, of Christmas week 2025 (Thursday), and of the week of 2025-12-13
 * (Saturday). */
static void expect_calendar(const char *text, const char *wanted)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"c.yaml", ll_str_from(text)};
    struct ll_calendar *calendar;
    struct ll_error err = {0};
    struct ll_buf out = {0};
    if (ll_calendar_parse(&arena, &source, &calendar, &err)) {
        cr_expect_null(calendar);
        ll_error_render(&err, "error", &out);
    } else {
        describe(calendar, ll_day_from_civil(2025, 12, 1), &out);
        ll_buf_add_char(&out, ' ');
        describe(calendar, ll_day_from_civil(2025, 12, 22), &out);
        ll_buf_add_char(&out, ' ');
        describe(calendar, ll_day_from_civil(2025, 12, 8), &out);
    }
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(out.ptr, wanted, "%s: %s", text, out.ptr);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(calendar_files, a_calendar_file)
{
    expect_calendar("default: {open: MTWTFS-, holidays: us-federal, closures: [2025-12-13]}",
                    "MTWTFS- MTW-FS- MTWTF--");
    expect_calendar("default: {open: MTWTFS-}", "MTWTFS- MTWTFS- MTWTFS-");
    expect_calendar("default: {open: 'mtwtfss', holidays: none, closures: []}",
                    "MTWTFSS MTWTFSS MTWTFSS");
    /* No open: Monday to Friday. No default: the built-in calendar. */
    expect_calendar("default: {closures: [2025-12-09, '2025-12-09']}", "MTWTF-- MTWTF-- M-WTF--");
    expect_calendar("default: {}", "MTWTF-- MTWTF-- MTWTF--");
    expect_calendar("default:\n", "MTWTF-- MTW-F-- MTWTF--");
    expect_calendar("{}", "MTWTF-- MTW-F-- MTWTF--");
    expect_calendar("", "MTWTF-- MTW-F-- MTWTF--");
    expect_calendar(
        "default: {open: '  MTWTFS- ', holidays: ' us-federal', closures: [' 2025-12-08 ']}",
        "MTWTFS- MTW-FS- -TWTFS-");
}

Test(calendar_files, bad_calendar_files)
{
    expect_calendar(
        "defaults: {open: MTWTF--}",
        "c.yaml:1:1: error: unknown key 'defaults' in the calendar file; did you mean 'default'?\n"
        "    defaults: {open: MTWTF--}\n"
        "    ^~~~~~~~\n");
    expect_calendar(
        "default: {open: MTWTF--, closure: [2025-12-13]}",
        "c.yaml:1:26: error: unknown key 'closure' in 'default'; did you mean 'closures'?\n"
        "    default: {open: MTWTF--, closure: [2025-12-13]}\n"
        "                             ^~~~~~~\n");
    expect_calendar("default: {open: MTWTF}",
                    "c.yaml:1:17: error: open days 'MTWTF' is no week; write MTWTFSS with '-' for "
                    "closed days, Monday first: MTWTF--\n"
                    "    default: {open: MTWTF}\n"
                    "                    ^~~~~\n");
    expect_calendar("default: {open: -------}",
                    "c.yaml:1:17: error: open days '-------' has no day open; open at least one\n"
                    "    default: {open: -------}\n"
                    "                    ^~~~~~~\n");
    expect_calendar("default: {open: 12345--}",
                    "c.yaml:1:17: error: open days '12345--' is no week; write MTWTFSS with '-' "
                    "for closed days, Monday first: MTWTF--\n"
                    "    default: {open: 12345--}\n"
                    "                    ^~~~~~~\n");
    expect_calendar("default: {open: [M]}",
                    "c.yaml:1:17: error: 'open' is one word; write default: {open: MTWTF--, "
                    "holidays: us-federal, closures: [2025-12-13]}\n"
                    "    default: {open: [M]}\n"
                    "                    ^\n");
    expect_calendar("default: {holidays: federal}",
                    "c.yaml:1:21: error: holidays 'federal' are unknown; write us-federal or none\n"
                    "    default: {holidays: federal}\n"
                    "                        ^~~~~~~\n");
    expect_calendar("default: {closures: 2025-12-13}",
                    "c.yaml:1:21: error: 'closures' is a list of dates; write [2025-12-13]\n"
                    "    default: {closures: 2025-12-13}\n"
                    "                        ^~~~~~~~~~\n");
    expect_calendar("default:\n"
                    "  closures:\n"
                    "    - 2025-12-13\n"
                    "    - 2025-02-29",
                    "c.yaml:4:7: error: closure '2025-02-29' is no date; write it as YYYY-MM-DD\n"
                    "        - 2025-02-29\n"
                    "          ^~~~~~~~~~\n");
    expect_calendar("default: {closures: [[2025-12-13]]}",
                    "c.yaml:1:22: error: a closure is a date; write it as YYYY-MM-DD\n"
                    "    default: {closures: [[2025-12-13]]}\n"
                    "                         ^\n");
    expect_calendar("default: MTWTF--",
                    "c.yaml:1:10: error: 'default' is a mapping; write default: {open: MTWTF--, "
                    "holidays: us-federal, closures: [2025-12-13]}\n"
                    "    default: MTWTF--\n"
                    "             ^~~~~~~\n");
    expect_calendar("- MTWTF--", "c.yaml:1:1: error: a calendar file is a mapping; write default: "
                                 "{open: MTWTF--, holidays: us-federal, closures: [2025-12-13]}\n"
                                 "    - MTWTF--\n"
                                 "    ^\n");
    expect_calendar("default: {open: MTWTF--\n",
                    "c.yaml:2:1: error: a ',' or the mapping's '}' is missing before this\n"
                    "    \n"
                    "    ^\n"
                    "c.yaml:1:10: note: begun here\n"
                    "    default: {open: MTWTF--\n"
                    "             ^\n");
}

static void write_dealers(const struct ll_dealers *dealers, struct ll_buf *out)
{
    size_t n;
    const struct ll_dealer *list = ll_dealers_all(dealers, &n);
    for (size_t i = 0; i < n; i++) {
        const struct ll_dealer *d = &list[i];
        cr_expect_eq(ll_dealers_find(dealers, d->key), d);
        ll_buf_printf(out, "%u|%.*s|%.*s|%.*s|%.*s|%.*s|", d->key, LL_STR_ARGS(d->name),
                      LL_STR_ARGS(d->state), LL_STR_ARGS(d->city), LL_STR_ARGS(d->zip),
                      LL_STR_ARGS(d->division));
        if (d->calendar)
            describe(d->calendar, ll_day_from_civil(2025, 12, 22), out);
        ll_buf_add_char(out, '\n');
    }
}

static void expect_dealers(const char *text, const char *wanted)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"d.csv", ll_str_from(text)};
    struct ll_dealers *dealers;
    struct ll_error err = {0};
    struct ll_buf out = {0};
    if (ll_dealers_parse(&arena, &source, &dealers, &err)) {
        cr_expect_null(dealers);
        ll_error_render(&err, "error", &out);
    } else {
        write_dealers(dealers, &out);
    }
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(out.ptr, wanted, "%s: %s", text, out.ptr);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(calendar_files, a_dealers_file)
{
    expect_dealers("ffl,name,state,city,zip,division,open_days,holidays,closures\n"
                   "5-76-201-01-7F-00123,Bayou "
                   "Arms,TX,Houston,77002,Houston,MTWTFS-,us-federal,2025-12-22; 2025-12-24 ;\n"
                   "5-76-201-01-7F-00124, \"Ajax, Inc.\" ,TX,,,,MTWTFSS,,\n",
                   "57600123|Bayou Arms|TX|Houston|77002|Houston|-T--FS-\n"
                   "57600124|Ajax, Inc.|TX||||MTWTFSS\n");
    expect_dealers("name,ffl\nAjax,5-76-201-01-7F-00123\n", "57600123|Ajax|||||\n");
    expect_dealers("ffl\n", "");
}

Test(calendar_files, the_last_row_of_a_dealer_holds)
{
    expect_dealers("ffl,name,open_days\n"
                   "5-76-201-01-7F-00001,a,MTWTF--\n"
                   "5-76-201-01-7F-00002,b,MTWTF--\n"
                   "5-76-999-07-9A-00001,c,\n"
                   "5-76-201-01-7F-00003,d,-----SS\n"
                   "5-76-201-01-7F-00001,e,M------\n",
                   "57600002|b|||||MTWTF--\n"
                   "57600003|d|||||-----SS\n"
                   "57600001|e|||||M------\n");
}

Test(calendar_files, without_a_pattern_holidays_and_closures_say_nothing)
{
    expect_dealers("ffl,open_days,holidays,closures\n5-76-201-01-7F-00123,,us-federal,2025-12-22\n",
                   "57600123||||||\n");
}

Test(calendar_files, bad_dealers_files)
{
    expect_dealers("ffl,nam\n", "d.csv:1:5: error: unknown column 'nam'; did you mean 'name'?\n"
                                "    ffl,nam\n"
                                "        ^~~\n");
    expect_dealers(
        "name\n"
        "Ajax\n",
        "d.csv:1:1: error: column 'ffl' is missing; the first line must name the columns\n"
        "    name\n"
        "    ^~~~\n");
    expect_dealers("ffl,open_days\n"
                   "5-76-201-01-7F-00123,MTWTF\n",
                   "d.csv:2:22: error: open days 'MTWTF' is no week; write MTWTFSS with '-' for "
                   "closed days, Monday first: MTWTF--\n"
                   "    5-76-201-01-7F-00123,MTWTF\n"
                   "                         ^~~~~\n");
    expect_dealers("ffl,open_days\n"
                   "5-76-201-01-7F-00123,-------\n",
                   "d.csv:2:22: error: open days '-------' has no day open; open at least one\n"
                   "    5-76-201-01-7F-00123,-------\n"
                   "                         ^~~~~~~\n");
    expect_dealers("ffl,holidays\n"
                   "5-76-201-01-7F-00123,state\n",
                   "d.csv:2:22: error: holidays 'state' are unknown; write us-federal or none\n"
                   "    5-76-201-01-7F-00123,state\n"
                   "                         ^~~~~\n");
    expect_dealers("ffl,open_days,closures\n"
                   "5-76-201-01-7F-00123,MTWTF--,2025-12-13; 2025-13-01\n",
                   "d.csv:2:42: error: closure '2025-13-01' is no date; write it as YYYY-MM-DD\n"
                   "    5-76-201-01-7F-00123,MTWTF--,2025-12-13; 2025-13-01\n"
                   "                                             ^~~~~~~~~~\n");
    expect_dealers("ffl,closures\n"
                   "5-76-201-01-7F-00123,\"2025-12-13;12/14/2025\"\n",
                   "d.csv:2:34: error: closure '12/14/2025' is no date; write it as YYYY-MM-DD\n"
                   "    5-76-201-01-7F-00123,\"2025-12-13;12/14/2025\"\n"
                   "                                     ^~~~~~~~~~\n");
    expect_dealers("ffl,closures\n"
                   "5-76-201-01-7F-00123,\"2025-12-13;\n"
                   "2025-12-32\"\n",
                   "d.csv:2:22: error: closure '2025-12-32' is no date; write it as YYYY-MM-DD\n"
                   "    5-76-201-01-7F-00123,\"2025-12-13;\n"
                   "                         ^~~~~~~~~~~~\n");
    expect_dealers("ffl,name\n"
                   "\n"
                   "5-76-201-01-7F-123,Ajax\n",
                   "d.csv:3:1: error: '5-76-201-01-7F-123' is no licence number; write it in full, "
                   "R-DD-CCC-TT-YM-SSSSS: 5-76-201-01-7F-00123\n"
                   "    5-76-201-01-7F-123,Ajax\n"
                   "    ^~~~~~~~~~~~~~~~~~\n");
    expect_dealers("ffl,name\n"
                   ",Ajax\n",
                   "d.csv:2:1: error: '' is no licence number; write it in full, "
                   "R-DD-CCC-TT-YM-SSSSS: 5-76-201-01-7F-00123\n"
                   "    ,Ajax\n"
                   "    ^\n");
    expect_dealers("ffl,name\n"
                   "5-76-201-01-7F-00123,Ajax, Inc.\n",
                   "d.csv:2:1: error: the row has 3 cells and the header 2; put a value that holds "
                   "a comma in quotes\n"
                   "    5-76-201-01-7F-00123,Ajax, Inc.\n"
                   "    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n");
}

Test(calendar_files, many_dealers_are_found)
{
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "ffl,open_days,holidays\n");
    for (unsigned i = 1; i <= 5000; i++)
        ll_buf_printf(&text, "5-76-201-01-7F-%05u,%s,%s\n", i % 2500, i % 3 ? "MTWTF--" : "MTWTFSS",
                      i % 2 ? "us-federal" : "none");
    struct ll_arena arena = {0};
    struct ll_source source = {"d.csv", ll_buf_str(&text)};
    struct ll_dealers *dealers;
    cr_assert_eq(ll_dealers_parse(&arena, &source, &dealers, NULL), LL_OK);
    size_t n;
    (void)ll_dealers_all(dealers, &n);
    cr_expect_eq(n, 2500);
    ll_day saturday = ll_day_from_civil(2025, 12, 27), christmas = ll_day_from_civil(2025, 12, 25);
    for (unsigned i = 2501; i <= 5000; i++) {
        const struct ll_dealer *dealer = ll_dealers_find(dealers, 57600000u + i % 2500);
        cr_assert_not_null(dealer);
        cr_assert_eq(ll_calendar_is_open(dealer->calendar, saturday), i % 3 == 0);
        cr_assert_eq(ll_calendar_is_open(dealer->calendar, christmas), i % 2 == 0);
    }
    cr_expect_null(ll_dealers_find(dealers, 57602500));
    cr_expect_null(ll_dealers_find(NULL, 57600001));
    /* Two patterns with and without holidays: the calendars are shared. */
    cr_expect_eq(ll_dealers_find(dealers, 57600001)->calendar,
                 ll_dealers_find(dealers, 57600007)->calendar);
    cr_expect_null(ll_dealers_all(NULL, &n));
    cr_expect_eq(n, 0);
    ll_arena_fini(&arena);
    ll_buf_fini(&text);
}

Test(calendar_files, memory_may_run_out_anywhere)
{
    struct ll_source source = {
        "d.csv", LL_STR("ffl,name,open_days,holidays,closures\n"
                        "5-76-201-01-7F-00123,Bayou Arms,MTWTFS-,us-federal,2025-12-22\n")};
    struct ll_dealers *dealers = NULL;
    enum ll_status status = LL_ERR_NOMEM;
    for (size_t max = 1; status && max < (1u << 24); max *= 2) {
        struct ll_arena arena = {.max_bytes = max};
        status = ll_dealers_parse(&arena, &source, &dealers, NULL);
        cr_assert(status == LL_OK || (status == LL_ERR_NOMEM && !dealers));
        ll_arena_fini(&arena);
    }
    cr_expect_eq(status, LL_OK);
}

Test(calendar_files, are_read_from_disk)
{
    char path[] = "/tmp/leadline-calendar-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    static const char text[] = "default: {open: M------}\n";
    cr_assert_eq(write(fd, text, sizeof text - 1), (ssize_t)(sizeof text - 1));
    (void)close(fd);
    struct ll_arena arena = {0};
    struct ll_calendar *calendar;
    struct ll_dealers *dealers;
    struct ll_error err;
    cr_expect_eq(ll_calendar_load(&arena, path, &calendar, &err), LL_OK);
    cr_expect_not(ll_calendar_is_open(calendar, ll_day_from_civil(2025, 12, 23)));
    cr_expect_eq(ll_dealers_load(&arena, path, &dealers, &err), LL_ERR_SYNTAX);
    cr_expect_eq(err.at.line, 1);
    (void)remove(path);
    cr_expect_eq(ll_calendar_load(&arena, path, &calendar, &err), LL_ERR_IO);
    cr_expect_null(calendar);
    cr_expect_eq(ll_dealers_load(&arena, path, &dealers, &err), LL_ERR_IO);
    cr_expect_null(dealers);
    ll_arena_fini(&arena);
}
