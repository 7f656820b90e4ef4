/* watch_lines.c -- leads in plain words.   SPDX-License-Identifier: Apache-2.0 */
#include "watch/watch.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define SUBJECT                                                                                    \
    "\"subject\":{\"kind\":\"purchaser\",\"key\":\"0f\",\"name\":\"DOE, JOHN\","                   \
    "\"date_of_birth\":\"1984-03-04\"},\"first_date\":\"2026-03-02\","
#define DEALER(key) "\"dealer\":{\"key\":\"" key "\",\"name\":\"Bayou Arms\"}"

/* clang-format off */
static const char first[] =
    "{\"lead_id\":\"L-1\",\"revision\":3,\"status\":\"open\"," SUBJECT
    "\"last_date\":\"2026-03-02\",\"score\":40,"
    "\"indicators\":[{\"id\":\"five-or-more-guns\",\"title\":\"Five guns\",\"weight\":40,"
        "\"hits\":[{\"count\":7}],\"explain\":\"7 guns within 5 days\"}],"
    "\"evidence\":{\"sales\":["
        "{\"id\":\"S-1\"," DEALER("5-76-00001") ",\"firearms\":[{},{}]},"
        "{\"id\":\"S-2\"," DEALER("5-76-00001") ",\"firearms\":[{}]}],"
        "\"traces\":[],\"reports\":[]},"
    "\"time_to_crime\":null,"
    "\"routes\":[{\"group\":\"laredo\",\"priority\":\"high\",\"why\":\"score >= 40\"}],"
    "\"pack\":{\"id\":\"atf\"}}";

static const char second[] =
    "{\"lead_id\":\"L-1\",\"revision\":5,\"status\":\"open\"," SUBJECT
    "\"last_date\":\"2026-08-01\",\"score\":75,"
    "\"indicators\":[{\"id\":\"prior-trace\",\"title\":\"Prior trace\",\"explain\":null}],"
    "\"evidence\":{\"sales\":["
        "{" DEALER("5-76-00001") ",\"firearms\":[{},{}]},"
        "{" DEALER("5-76-00002") ",\"firearms\":[{},{}]},"
        "{" DEALER("5-76-00002") ",\"firearms\":[{}]}],"
        "\"traces\":[{\"id\":\"T-1\"}],\"reports\":[]},"
    "\"time_to_crime\":152,"
    "\"routes\":[{\"group\":\"houston\",\"priority\":\"urgent\"}]}";

static const char last[] =
    "{\"lead_id\":\"L-1\",\"revision\":6,\"status\":\"superseded\",\"superseded_by\":\"L-9\","
    "\"subject\":{\"kind\":\"purchaser\",\"key\":\"0f\"},\"pack\":{},"
    "\"routes\":[{\"group\":\"houston\",\"priority\":\"urgent\"}]}";

static const char dealer[] =
    "{\"lead_id\":\"L-2\",\"revision\":1,\"status\":\"open\","
    "\"subject\":{\"kind\":\"dealer\",\"key\":\"5-76-00001\",\"name\":\"Bayou \\u001b[31mArms\"},"
    "\"first_date\":\"2026-03-02\",\"last_date\":\"2026-03-05\",\"score\":25,"
    "\"indicators\":[{\"id\":\"a\",\"weight\":5},{\"id\":\"b\",\"weight\":5},"
        "{\"id\":\"c\",\"weight\":10},{\"id\":\"d\"},{\"id\":\"e\",\"weight\":5}],"
    "\"evidence\":{\"sales\":[],\"traces\":[],\"reports\":["
        "{\"purchaser\":\"01\"," DEALER("5-76-00001") "},"
        "{\"purchaser\":\"02\"," DEALER("5-76-00001") "},"
        "{\"purchaser\":\"01\"," DEALER("5-76-00001") "}]},"
    "\"routes\":[]}";
/* clang-format on */

/* What is shown of the records, one after the other. */
static void expect_shown(const struct ll_watch_setup *setup, const char *const *records, size_t n,
                         const char *want)
{
    struct ll_watch *watch = ll_watch_new(setup);
    struct ll_buf out = {0};
    struct ll_error err = {0};

    cr_assert_not_null(watch);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(ll_watch_take(watch, ll_str_from(records[i]), &out, &err), LL_OK, "%s",
                     err.message);
    ll_buf_add_char(&out, '\0');
    cr_assert(!out.failed);
    cr_expect_str_eq(out.ptr, want);
    ll_buf_fini(&out);
    ll_watch_free(watch);
}

Test(watch_lines, a_lead_from_first_to_last)
{
    const char *records[] = {first, first, second, first, last};

    expect_shown(
        &(struct ll_watch_setup){0}, records, 5,
        "HIGH  DOE, JOHN, born 1984-03-04, score 40, 2026-03-02  L-1\n"
        "  why  7 guns within 5 days (2 sales of 3 guns at 1 dealer)\n"
        "  to   laredo (high); new\n"
        "URGENT  DOE, JOHN, born 1984-03-04, score 75, 2026-03-02 to 2026-08-01  L-1\n"
        "  why  Prior trace (3 sales of 5 guns at 2 dealers, 1 trace, time to crime 152 days)\n"
        "  to   houston (urgent); since revision 3: +2 guns, +1 sale, +1 trace, score 40 to "
        "75, now prior-trace, no longer five-or-more-guns, now to houston, no longer to "
        "laredo\n"
        "SUPERSEDED  purchaser 0f  L-1\n"
        "  see  L-9, which has its evidence now\n"
        "  to   houston (urgent)\n");
}

Test(watch_lines, a_group_sees_its_own_and_what_leaves_it)
{
    const char *records[] = {first, second, last, dealer};
    struct ll_buf want = {0};

    ll_buf_printf(&want, "%s\n%s\n", first, second);
    ll_buf_add_char(&want, '\0');
    cr_assert(!want.failed);
    expect_shown(&(struct ll_watch_setup){.group = "laredo", .json = true}, records, 4, want.ptr);
    ll_buf_fini(&want);
}

Test(watch_lines, a_dealer_with_many_reasons_and_a_name_that_moves_no_terminal)
{
    const char *records[] = {dealer};

    expect_shown(
        &(struct ll_watch_setup){0}, records, 1,
        "LEAD  dealer Bayou ?[31mArms (5-76-00001), score 25, 2026-03-02 to 2026-03-05  L-2\n"
        "  why  c; a; b; and 2 more (3 multiple sales to 2 buyers at 1 dealer)\n"
        "  to   no group; new\n");
}

Test(watch_lines, colours_for_a_terminal)
{
    const char *records[] = {dealer};

    expect_shown(&(struct ll_watch_setup){.colour = true}, records, 1,
                 "\033[2mLEAD\033[0m  \033[1mdealer Bayou ?[31mArms\033[0m (5-76-00001), score 25, "
                 "2026-03-02 to 2026-03-05\033[2m  L-2\033[0m\n"
                 "  why  c; a; b; and 2 more (3 multiple sales to 2 buyers at 1 dealer)\n"
                 "  to   no group; new\n");
}

Test(watch_lines, what_is_no_lead_is_told)
{
    static const struct {
        const char *record, *why;
    } rows[] = {
        {"", "this is no lead record: "},
        {"{", "this is no lead record: "},
        {"[]", "this is no lead record: lead_id, revision or status is missing"},
        {"{\"lead_id\":\"L\",\"revision\":\"1\",\"status\":\"open\"}",
         "this is no lead record: lead_id, revision or status is missing"},
        {"{\"lead_id\":\"L\",\"revision\":1,\"status\":\"open\"} x", "this is no lead record: "},
    };
    struct ll_watch *watch = ll_watch_new(&(struct ll_watch_setup){0});
    struct ll_buf out = {0};

    cr_assert_not_null(watch);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_error err = {0};
        cr_expect_eq(ll_watch_take(watch, ll_str_from(rows[i].record), &out, &err), LL_ERR_DATA,
                     "row %zu", i);
        cr_expect(strncmp(err.message, rows[i].why, strlen(rows[i].why)) == 0, "row %zu: %s", i,
                  err.message);
    }
    cr_expect_eq(out.len, 0);
    cr_expect_eq(ll_watch_counts(watch)->unreadable, 5);
    ll_buf_fini(&out);
    ll_watch_free(watch);
}

Test(watch_lines, thousands_of_leads_are_told_apart)
{
    struct ll_watch *watch = ll_watch_new(&(struct ll_watch_setup){.json = true});
    struct ll_buf out = {0};
    struct ll_error err = {0};
    char record[128];

    cr_assert_not_null(watch);
    for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < 5000; i++) {
            int n =
                snprintf(record, sizeof record,
                         "{\"lead_id\":\"L-%d\",\"revision\":%d,\"status\":\"open\"}", i, round);
            cr_expect_eq(ll_watch_take(watch, (ll_str){record, (size_t)n}, &out, &err), LL_OK);
            cr_expect_eq(ll_watch_take(watch, (ll_str){record, (size_t)n}, &out, &err), LL_OK);
            ll_buf_reset(&out);
        }
    }
    cr_expect_eq(ll_watch_counts(watch)->shown, 10000);
    cr_expect_eq(ll_watch_counts(watch)->older, 10000);
    ll_buf_fini(&out);
    ll_watch_free(watch);
}
