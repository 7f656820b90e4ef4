/* Windows that slide give what each window gives alone.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/hash.h"
#include "expr/slide.h"
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

#define ROWS_MAX 120

static const char *const havings[] = {
    "count() >= 3",
    "sum(price) > 40",
    "sum(price) >= 12 and count() < 9",
    "distinct(class) >= 2",
    "distinct(price) == 3 or distinct(class) > 3",
    "distinct(caliber) in [1, 4]",
    "count(class == 'rifle') >= 2",
    "count(class == 'rifle') == count(sold)",
    "3 <= count(price > 5) <= 6",
    "not (distinct(dealer.state) < 2 and sum(price) < 30)",
    "traces() >= 2",
    "traces(status == 'rifle') >= 1 and count() >= 2",
    "distinct(class) >= 2 and traces(time_to_crime < 6) < 3",
    "true",
};
#define HAVINGS (sizeof havings / sizeof havings[0])

static const struct ll_expr *compiled(struct ll_arena *arena, const char *text)
{
    struct try_schema try;
    struct ll_errors errors;
    const struct ll_expr *expr;
    errors.count = 0;
    try_schema_init(&try, "past");
    enum ll_status status = ll_expr_compile(arena, &try.schema, ll_str_from(text),
                                            (struct ll_pos){0}, false, &expr, &errors);
    cr_assert_eq(status, LL_OK, "%s: %s", text, errors.list[0].message);
    return expr;
}

static unsigned chosen(uint64_t *seed, unsigned n)
{
    *seed = ll_hash_mix(*seed + 1);
    return (unsigned)(*seed >> 8) % n;
}

/* A word or null. */
static struct ll_value word(uint64_t *seed)
{
    static const char *const words[] = {"", "rifle", "pistol", "TX", "9mm"};
    return ll_value_string(ll_str_from(words[chosen(seed, 5)]));
}

static void make_rows(struct ll_value items[ROWS_MAX][TRY_SLOTS], const struct ll_value **rows,
                      uint64_t *seed)
{
    for (size_t i = 0; i < ROWS_MAX; i++) {
        rows[i] = items[i];
        for (unsigned slot = 0; slot < TRY_SLOTS; slot++)
            items[i][slot] = ll_value_null();
        items[i][TRY_CLASS] = word(seed);
        items[i][TRY_CALIBER] = word(seed);
        items[i][TRY_STATE] = word(seed);
        if (chosen(seed, 5))
            items[i][TRY_PRICE] = ll_value_number((int64_t)chosen(seed, 10) * LL_DECIMAL_ONE);
        items[i][TRY_SOLD] = ll_value_bool(chosen(seed, 2));
    }
}

/* One of the windows that a slide may go to: no end is less than before. */
struct ends {
    size_t from, to, past_from, past_to;
};

static void step(struct ends *at, size_t rows, size_t past, uint64_t *seed)
{
    at->from += chosen(seed, 4) ? chosen(seed, 3) : chosen(seed, 30);
    at->from = at->from < rows ? at->from : rows - 1;
    at->to = at->to > at->from ? at->to : at->from + 1;
    at->to += chosen(seed, 5);
    at->to = at->to < rows ? at->to : rows;
    at->past_from += chosen(seed, 2);
    at->past_from = at->past_from < past ? at->past_from : past;
    at->past_to = at->past_to > at->past_from ? at->past_to : at->past_from;
    at->past_to += chosen(seed, 3);
    at->past_to = at->past_to < past ? at->past_to : past;
}

static void expect_alike(struct ll_arena *arena, const char *text, uint64_t *seed)
{
    static struct ll_value items[ROWS_MAX][TRY_SLOTS], traces[ROWS_MAX][TRY_SLOTS];
    const struct ll_value *rows[ROWS_MAX], *past[ROWS_MAX];
    const struct ll_expr *having = compiled(arena, text);
    size_t n = 1 + chosen(seed, ROWS_MAX), past_count = chosen(seed, ROWS_MAX);
    make_rows(items, rows, seed);
    make_rows(traces, past, seed);
    struct ll_expr_slide slide;
    cr_assert(ll_expr_slide_init(&slide, having, rows, n, past, past_count, arena));
    struct ends at = {0};
    for (size_t i = 0; i < 150; i++) {
        step(&at, n, past_count, seed);
        const struct ll_expr_env env = {.rows = rows + at.from,
                                        .row_count = at.to - at.from,
                                        .past = past + at.past_from,
                                        .past_count = at.past_to - at.past_from,
                                        .scratch = arena};
        cr_assert_eq(ll_expr_slide_run(&slide, at.from, at.to, at.past_from, at.past_to),
                     ll_expr_run(having, &env), "%s: rows %zu to %zu, traces %zu to %zu", text,
                     at.from, at.to, at.past_from, at.past_to);
    }
}

Test(expr_slide, as_each_window_alone)
{
    struct ll_arena arena = {0};
    uint64_t seed = 5;
    for (size_t round = 0; round < 40; round++)
        for (size_t i = 0; i < HAVINGS; i++) {
            ll_arena_reset(&arena);
            expect_alike(&arena, havings[i], &seed);
        }
    ll_arena_fini(&arena);
}

Test(expr_slide, tells_what_is_worth_it)
{
    struct ll_arena arena = {0};
    cr_expect_not(ll_expr_slides(compiled(&arena, "count() >= 3 and traces() > 1")));
    cr_expect(ll_expr_slides(compiled(&arena, "count() >= 3 and sum(price) > 1")));
    cr_expect(ll_expr_slides(compiled(&arena, "distinct(class) > 1")));
    cr_expect(ll_expr_slides(compiled(&arena, "count(sold) > 1")));
    ll_arena_fini(&arena);
}

/* Sums that leave the range of numbers are looked at one window at a time. */
Test(expr_slide, of_sums_without_end)
{
    struct ll_arena arena = {0};
    static struct ll_value items[4][TRY_SLOTS];
    const struct ll_value *rows[4];
    for (size_t i = 0; i < 4; i++) {
        items[i][TRY_PRICE] = ll_value_number(INT64_MAX / 2);
        rows[i] = items[i];
    }
    struct ll_expr_slide slide;
    const struct ll_expr *having = compiled(&arena, "sum(price) > 99999999999999");
    cr_assert(ll_expr_slide_init(&slide, having, rows, 4, NULL, 0, &arena));
    cr_expect(ll_expr_slide_run(&slide, 0, 1, 0, 0));
    cr_expect(ll_expr_slide_run(&slide, 0, 4, 0, 0));
    cr_expect(ll_expr_slide_run(&slide, 3, 4, 0, 0));
    cr_expect_not(ll_expr_slide_run(&slide, 4, 4, 0, 0));
    ll_arena_fini(&arena);
}
