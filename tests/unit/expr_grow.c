/* Which conditions stay true as more comes to be counted.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

struct row {
    const char *scope, *text;
    bool grows;
};

static const struct row rows[] = {
    {"past", "count() >= 2", true},
    {"past", "count() > 2 and distinct(class) >= 2", true},
    {"past", "2 <= count()", true},
    {"past", "sum(price) >= 300 or traces() >= 1", false},
    {"past", "traces(not (status == 'pending')) > 0", false},
    {"past", "not (count() < 2)", true},
    {"past", "not (count() < 2 or distinct(class) < 1)", true},
    {"past", "true", true},
    {"past", "count(class == 'rifle' and not sold) >= 1", true},
    {"past", "count() < 2", false},
    {"past", "count() == 2", false},
    {"past", "count() != 2", false},
    {"past", "count() in [2, 3]", false},
    {"past", "count() not in [2, 3]", false},
    {"past", "1 <= count() <= 5", false},
    {"past", "count() >= 2 and traces() == 0", false},
    {"past", "not (count() >= 2)", false},
    {"past", "count() > distinct(class)", false},
    {"past", "5 > sum(price)", false},
    {"where", "in_hit('known')", true},
    {"where", "class == 'rifle' and (in_hit('known') or price > 3)", true},
    {"where", "not in_hit('known')", false},
    {"where", "price > 3 or not (sold and in_hit('known'))", false},
    {"where", "in_hit('known') == sold", false},
    {"where", "not (class == 'rifle')", true},
};

Test(expr_grow, a_condition_says_which_way_it_goes)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        struct try_schema try;
        struct ll_errors errors = {0};
        const struct ll_expr *expr;
        try_schema_init(&try, rows[i].scope);
        cr_assert_eq(ll_expr_compile(&arena, &try.schema, ll_str_from(rows[i].text),
                                     (struct ll_pos){0}, false, &expr, &errors),
                     LL_OK, "%s: %s", rows[i].text, errors.list[0].message);
        cr_expect_eq(ll_expr_grows(expr), rows[i].grows, "%s", rows[i].text);
        ll_arena_fini(&arena);
    }
}

/* A chain in a chain: what is looked at twice on each level takes for ever. */
Test(expr_grow, a_deep_tree_is_asked_once)
{
    struct ll_arena arena = {0};
    struct try_schema try;
    struct ll_errors errors = {0};
    const struct ll_expr *expr;
    struct ll_buf text = {0};
    for (unsigned i = 0; i < 50; i++)
        ll_buf_add_char(&text, '(');
    ll_buf_add_lit(&text, "sold");
    for (unsigned i = 0; i < 50; i++)
        ll_buf_add_lit(&text, " == sold == true)");
    try_schema_init(&try, "where");
    cr_assert_eq(ll_expr_compile(&arena, &try.schema, ll_buf_str(&text), (struct ll_pos){0}, false,
                                 &expr, &errors),
                 LL_OK, "%s", errors.list[0].message);
    cr_expect(ll_expr_grows(expr));
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
}
