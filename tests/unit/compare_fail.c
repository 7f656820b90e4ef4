/* Conditions under which a comparison fails.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/fail.h"

#include "tune/figure.h"

#include <criterion/criterion.h>
#include <math.h>

static const char *text_of(struct ll_buf *buf)
{
    ll_buf_add_char(buf, '\0');
    return buf->ptr;
}

static void values_of(struct ll_fail_values *values)
{
    ll_fail_values_init(values);
    values->packs[LL_FAIL_PRESENT][LL_FAIL_LEADS] = ll_fail_count(100);
    values->packs[LL_FAIL_CANDIDATE][LL_FAIL_LEADS] = ll_fail_count(612);
    values->packs[LL_FAIL_PRESENT][LL_FAIL_PRECISION] = ll_fail_share(1, 3);
    values->changes[LL_FAIL_NEW] = ll_fail_count(512);
    values->changes[LL_FAIL_NEW_SHARE] = ll_fail_share(512, 100);
}

struct asked {
    const char *text, *line;
    bool candidate, holds;
    size_t unknown;
};

static const struct asked all[] = {
    {"new_leads > 500", "new_leads > 500 holds: new_leads is 512", true, true, 0},
    {"new_leads > 512", "new_leads > 512 does not hold: new_leads is 512", true, false, 0},
    {"leads > 500", "leads > 500 holds: leads is 612", true, true, 0},
    {"leads > 500", "leads > 500 does not hold: leads is 100", false, false, 0},
    {"candidate.leads > present.leads and new_share > 5.1",
     "candidate.leads > present.leads and new_share > 5.1 holds: present.leads is 100, "
     "candidate.leads is 612, new_share is 5.12",
     true, true, 0},
    {"present.precision < 0.3334", "present.precision < 0.3334 holds: present.precision is 0.3333",
     true, true, 0},
    {"precision < 0.2", "precision < 0.2 does not hold: precision is not known", true, false, 1},
    {"precision == null", "precision == null holds: precision is not known", true, true, 1},
    {"precision < 0.2 or leads > 600",
     "precision < 0.2 or leads > 600 holds: leads is 612, precision is not known", true, true, 1},
    {"not (precision >= 0.2)", "not (precision >= 0.2) holds: precision is not known", true, true,
     1},
};

Test(compare_fail, what_holds_and_with_which_values)
{
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_errors errors = {0};
        struct ll_fail_condition *condition;
        struct ll_fail_values values;
        struct ll_buf line = {0};
        values_of(&values);
        cr_assert_eq(ll_fail_read(&arena, all[i].text, all[i].candidate, &condition, &errors),
                     LL_OK, "%s: %s", all[i].text, errors.list[0].message);
        struct ll_fail_told told = ll_fail_ask(condition, &values, &line);
        cr_expect_str_eq(text_of(&line), all[i].line);
        cr_expect_eq(told.holds, all[i].holds, "%s", all[i].text);
        cr_expect_eq(told.unknown, all[i].unknown, "%s", all[i].text);
        ll_buf_fini(&line);
        ll_arena_fini(&arena);
    }
}

struct refused {
    const char *text;
    bool candidate;
    const char *said;
};

static const struct refused faults[] = {
    {"new_lead > 500", true,
     "--fail-if:1:1: error: unknown field 'new_lead'; did you mean 'new_leads'?\n"
     "    new_lead > 500\n"
     "    ^~~~~~~~\n"},
    {"leads > 5 and candidate.presicion < 1", true,
     "--fail-if:1:15: error: unknown field 'candidate.presicion'; did you mean "
     "'candidate.precision'?\n"
     "    leads > 5 and candidate.presicion < 1\n"
     "                  ^~~~~~~~~~~~~~~~~~~\n"},
    {"new_leads > 500", false,
     "--fail-if:1:1: error: 'new_leads' is a field of a comparison, which needs --candidate, not "
     "of one pack alone\n"
     "    new_leads > 500\n"
     "    ^~~~~~~~~\n"},
    {"leads > \"500\"", true,
     "--fail-if:1:9: error: '>' compares values of one type: leads is a number, \"500\" is "
     "a string\n"
     "    leads > \"500\"\n"
     "            ^~~~~\n"},
    {"leads", true,
     "--fail-if:1:1: error: an expression is true or false: leads is a number; compare it "
     "with a value\n"
     "    leads\n"
     "    ^~~~~\n"},
    {"count() > 5", true,
     "--fail-if:1:1: error: calls have no place in conditions on figures: remove count()\n"
     "    count() > 5\n"
     "    ^~~~~~~\n"},
    {"", true,
     "--fail-if:1:1: error: the expression is empty; write a condition, such as true\n"
     "    \n"
     "    ^\n"},
    {"leads >", true,
     "--fail-if:1:8: error: the expression ends where a value is expected\n"
     "    leads >\n"
     "           ^\n"},
};

Test(compare_fail, what_is_wrong_is_shown)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_errors errors = {0};
        struct ll_fail_condition *condition;
        struct ll_buf said = {0};
        cr_expect_neq(
            ll_fail_read(&arena, faults[i].text, faults[i].candidate, &condition, &errors), LL_OK);
        cr_assert_eq(errors.count, 1, "%s", faults[i].text);
        ll_error_render(&errors.list[0], "error", &said);
        cr_expect_str_eq(text_of(&said), faults[i].said);
        ll_buf_fini(&said);
        ll_arena_fini(&arena);
    }
}

Test(compare_fail, numbers_that_are_none)
{
    cr_expect(ll_fail_value((double)NAN).null);
    cr_expect(ll_fail_value((double)INFINITY).null);
    cr_expect(ll_fail_value(1e15).null);
    cr_expect(ll_fail_count(UINT64_MAX).null);
    cr_expect(ll_fail_share(0, 0).null);
    cr_expect_eq(ll_fail_value(0.00005).number, 1);
    cr_expect_eq(ll_fail_count(7).number, 70000);
}

Test(compare_fail, every_figure_has_a_name_and_is_asked)
{
    for (unsigned i = 0; i < LL_FAIL_PACK_COUNT + LL_FAIL_CHANGE_COUNT; i++) {
        struct ll_arena arena = {0};
        struct ll_errors errors = {0};
        struct ll_fail_condition *condition;
        struct ll_fail_values values;
        struct ll_buf line = {0};
        bool of_pack = i < LL_FAIL_PACK_COUNT;
        const char *name = of_pack
                               ? ll_fail_figure_name((enum ll_fail_figure)i)
                               : ll_fail_change_name((enum ll_fail_change)(i - LL_FAIL_PACK_COUNT));
        const char *text = ll_arena_printf(&arena, "%s == 3", name);
        ll_fail_values_init(&values);
        cr_assert_eq(ll_fail_read(&arena, text, true, &condition, &errors), LL_OK, "%s", text);
        cr_expect_not(ll_fail_ask(condition, &values, &line).holds, "%s", text);
        if (of_pack)
            values.packs[LL_FAIL_CANDIDATE][i] = ll_fail_count(3);
        else
            values.changes[i - LL_FAIL_PACK_COUNT] = ll_fail_count(3);
        cr_expect(ll_fail_ask(condition, &values, &line).holds, "%s", text);
        ll_buf_fini(&line);
        ll_arena_fini(&arena);
    }
}

static void expect_holds(const struct ll_figure *figure, const char *text, size_t unknown)
{
    struct ll_arena arena = {0};
    struct ll_errors errors = {0};
    struct ll_fail_condition *condition;
    struct ll_fail_values values;
    struct ll_buf line = {0};
    ll_fail_values_init(&values);
    ll_fail_take_figure(&values, LL_FAIL_PRESENT, figure);
    cr_assert_eq(ll_fail_read(&arena, text, false, &condition, &errors), LL_OK);
    struct ll_fail_told told = ll_fail_ask(condition, &values, &line);
    cr_expect(told.holds && told.unknown == unknown, "%s", text_of(&line));
    ll_buf_fini(&line);
    ll_arena_fini(&arena);
}

Test(compare_fail, figures_by_their_names)
{
    const struct ll_figure figure = {.leads = 10,
                                     .withdrawn = 1,
                                     .purchasers = 9,
                                     .guns = 40,
                                     .week_median = 0.5,
                                     .week_busiest = 4,
                                     .came_true = 2,
                                     .came_false = 6,
                                     .unlabelled = 2,
                                     .duplicate = 3,
                                     .precision = {2, 8},
                                     .recall = {2, 5},
                                     .confirmed = {2, 10},
                                     .lift = 12.25,
                                     .false_for_true = 3,
                                     .gained = {2, 10, 21.5, 30},
                                     .guns_after = 7,
                                     .guns_after_share = {7, 40}};
    static const char text[] =
        "leads == 10 and withdrawn_leads == 1 and purchasers == 9 and guns == 40 and "
        "leads_a_week_median == 0.5 and leads_a_week_busiest == 4 and true_leads == 2 and "
        "false_leads == 6 and unlabelled_leads == 2 and duplicate_leads == 3 and precision == 0.25 "
        "and recall == 0.4 and confirmed_share == 0.2 and lift == 12.25 and false_for_true == 3 "
        "and days_gained_median == 21.5 and guns_after == 7 and guns_after_share == 0.175";
    expect_holds(&figure, text, 0);
}

Test(compare_fail, figures_that_could_not_be_computed)
{
    const struct ll_figure figure = {
        .week_median = (double)NAN, .lift = (double)NAN, .false_for_true = (double)NAN};
    static const char text[] =
        "precision == null and recall == null and confirmed_share == null and lift == null and "
        "false_for_true == null and days_gained_median == null and guns_after_share == null and "
        "leads_a_week_median == null and leads == 0";
    expect_holds(&figure, text, 8);
}
