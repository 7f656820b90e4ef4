/* What is known of a program before it runs.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

static const struct ll_expr *compiled(struct ll_arena *arena, const char *text)
{
    struct try_schema try;
    struct ll_errors errors;
    const struct ll_expr *expr;
    errors.count = 0;
    try_schema_init(&try, "where");
    enum ll_status status = ll_expr_compile(arena, &try.schema, ll_str_from(text),
                                            (struct ll_pos){0}, false, &expr, &errors);
    cr_assert_eq(status, LL_OK, "%s: %s", text, errors.list[0].message);
    return expr;
}

struct row {
    const char *text;
    /* Whether it can hold of a rifle, a pistol, another class, and no class. */
    bool rifle, pistol, other, null;
};

static const struct row rows[] = {
    {"class == 'rifle'", true, false, false, false},
    {"class != 'rifle'", false, true, true, false},
    {"not (class == 'rifle')", false, true, true, true},
    {"class in ['rifle', 'pistol']", true, true, false, false},
    {"class not in ['rifle', 'pistol']", false, false, true, false},
    {"class == null", false, false, false, true},
    {"class != null and price > 3", true, true, true, false},
    {"class == 'rifle' and price > 3", true, false, false, false},
    {"class == 'rifle' or price > 3", true, true, true, true},
    {"(class == 'rifle' or class == 'pistol') and price > 3", true, true, false, false},
    {"price > 3 and not (sold or class == 'rifle')", false, true, true, true},
    {"class == 'rifle' and class == 'pistol'", false, false, false, false},
    {"class > 'pistols' and sold", true, false, true, false},
    {"in_hit('known') and class == 'pistol'", false, true, false, false},
    {"in_hit('off') and class == 'pistol'", false, false, false, false},
    {"class == dealer.state", true, true, true, true},
    {"'rifle' == class", true, false, false, false},
    {"1 <= price < 5 and class == 'pistol'", false, true, false, false},
    {"caliber == '.223'", true, true, true, true},
    {"false", false, false, false, false},
    {"sold", true, true, true, true},
};
#define ROWS (sizeof rows / sizeof rows[0])

static const struct ll_value rifle = {.text = "rifle", .len = 5},
                             pistol = {.text = "pistol", .len = 6},
                             shotgun = {.text = "shotgun", .len = 7}, null = {.null = true};

Test(expr_reach, by_a_known_class)
{
    struct ll_arena arena = {0};
    for (size_t i = 0; i < ROWS; i++) {
        const struct ll_expr *expr = compiled(&arena, rows[i].text);
        cr_expect_eq(ll_expr_can_hold(expr, TRY_CLASS, &rifle), rows[i].rifle, "%s", rows[i].text);
        cr_expect_eq(ll_expr_can_hold(expr, TRY_CLASS, &pistol), rows[i].pistol, "%s",
                     rows[i].text);
        cr_expect_eq(ll_expr_can_hold(expr, TRY_CLASS, &shotgun), rows[i].other, "%s",
                     rows[i].text);
        cr_expect_eq(ll_expr_can_hold(expr, TRY_CLASS, NULL), rows[i].other, "%s", rows[i].text);
        cr_expect_eq(ll_expr_can_hold(expr, TRY_CLASS, &null), rows[i].null, "%s", rows[i].text);
    }
    ll_arena_fini(&arena);
}

static bool in_every_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)row;
    (void)context;
    return slot == 7;
}

/* What holds of some row was said to be able to. */
Test(expr_reach, never_false_where_it_holds)
{
    struct ll_arena arena = {0};
    const struct ll_value *classes[] = {&rifle, &pistol, &shotgun, &null};
    for (size_t i = 0; i < ROWS; i++)
        for (unsigned k = 0; k < 64; k++) {
            const struct ll_expr *expr = compiled(&arena, rows[i].text);
            struct ll_value row[TRY_SLOTS];
            for (unsigned slot = 0; slot < TRY_SLOTS; slot++)
                row[slot] = null;
            row[TRY_CLASS] = *classes[k % 4];
            row[TRY_STATE] = *classes[k / 4 % 4];
            row[TRY_PRICE] = ll_value_number((int64_t)(k / 16) * 2 * LL_DECIMAL_ONE);
            row[TRY_SOLD] = ll_value_bool(k & 1);
            const struct ll_expr_env env = {.row = row, .in_hit = in_every_hit};
            if (ll_expr_run(expr, &env))
                cr_expect(ll_expr_can_hold(expr, TRY_CLASS, &row[TRY_CLASS]), "%s, row %u",
                          rows[i].text, k);
        }
    ll_arena_fini(&arena);
}

Test(expr_reach, names_its_strings)
{
    struct ll_arena arena = {0};
    ll_str named[4];
    const struct ll_expr *expr =
        compiled(&arena, "class == 'rifle' or class in ['pistol', 'frame'] or caliber == 'x'");
    cr_expect_eq(ll_expr_named(expr, TRY_CLASS, named, 4), 3);
    cr_expect(ll_str_eq(named[0], LL_STR("rifle")) && ll_str_eq(named[1], LL_STR("frame")) &&
              ll_str_eq(named[2], LL_STR("pistol")));
    cr_expect_eq(ll_expr_named(expr, TRY_CALIBER, named, 0), 1);
    cr_expect_eq(ll_expr_named(expr, TRY_STATE, named, 4), 0);
    ll_arena_fini(&arena);
}

Test(expr_reach, same_programs)
{
    struct ll_arena arena = {0};
    const struct ll_expr *a = compiled(&arena, "class in ['rifle', 'pistol'] and price > 3");
    const struct ll_expr *b = compiled(&arena, "class in ['pistol','rifle']  and price > 3.0");
    cr_expect(ll_expr_same(a, b));
    cr_expect_eq(ll_expr_hash(a), ll_expr_hash(b));
    cr_expect_not(ll_expr_same(a, compiled(&arena, "class in ['rifle', 'pistol'] and price > 4")));
    cr_expect_not(ll_expr_same(a, compiled(&arena, "class in ['rifle', 'frame'] and price > 3")));
    cr_expect_not(ll_expr_same(a, compiled(&arena, "class in ['rifle', 'pistol'] and price >= 3")));
    cr_expect_not(ll_expr_same(a, compiled(&arena, "class in ['rifle', 'pistol']")));
    ll_arena_fini(&arena);
}
