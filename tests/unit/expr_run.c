/* What expressions mean.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "expr/reading.h"
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

#define ONE LL_DECIMAL_ONE

static const struct ll_expr_reading *read_of(struct ll_arena *arena, const char *scope,
                                             const char *text)
{
    struct try_schema *try = LL_NEW(arena, struct try_schema);
    struct ll_errors errors;
    errors.count = 0;
    struct ll_expr_reading *reading;
    try_schema_init(try, scope);
    enum ll_status status = ll_expr_read(arena, arena, &try->schema, ll_str_from(text),
                                         (struct ll_pos){0}, false, &reading, &errors);
    cr_assert_eq(status, LL_OK, "%s: %s", text, errors.list[0].message);
    return reading;
}

static const struct ll_expr *compiled(struct ll_arena *arena, const char *scope, const char *text)
{
    return read_of(arena, scope, text)->program;
}

/* What the program says; the tree says the same. */
static bool holds(struct ll_arena *arena, const char *scope, const char *text,
                  const struct ll_expr_env *env)
{
    const struct ll_expr_reading *reading = read_of(arena, scope, text);
    bool held = ll_expr_run(reading->program, env);
    cr_expect_eq(ll_reading_holds(reading->root, env), held, "the tree of %s", text);
    return held;
}

static struct ll_value text(const char *s)
{
    return ll_value_string(ll_str_from(s));
}

struct row {
    const char *text;
    bool wanted;
};

static bool in_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)row;
    return slot == 7 && *(const bool *)context;
}

static void expect_rows(const struct ll_value *item, const struct row *rows, size_t n, bool hit)
{
    struct ll_arena arena = {0};
    struct ll_expr_env env = {.row = item, .in_hit = in_hit, .context = &hit};
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(holds(&arena, "where", rows[i].text, &env), rows[i].wanted, "%s",
                     rows[i].text);
    ll_arena_fini(&arena);
}
#define EXPECT_ROWS(item, rows, hit) expect_rows(item, rows, sizeof(rows) / sizeof(rows)[0], hit)

/* A rifle of 5.5 dollars, not sold, on 2 March 2026; two tags, three sizes. */
static void make_rifle(struct ll_value item[TRY_SLOTS])
{
    static const struct ll_value tags[] = {
        {.null = true}, {.text = "b", .len = 1}, {.text = "a", .len = 1}};
    static const struct ll_value sizes[] = {{.number = 3 * ONE}, {.number = ONE}};
    item[TRY_CLASS] = text("rifle");
    item[TRY_CALIBER] = text(".223");
    item[TRY_PRICE] = ll_value_number(55000);
    item[TRY_SOLD] = ll_value_bool(false);
    item[TRY_DATE] = text("2026-03-02");
    item[TRY_STATE] = text("TX");
    item[TRY_TAGS] = (struct ll_value){.items = tags, .len = 3};
    item[TRY_SIZES] = (struct ll_value){.items = sizes, .len = 2};
}

Test(expr_run, of_an_item)
{
    static const struct row rows[] = {
        {"true", true},
        {"false", false},
        {"class == 'rifle'", true},
        {"class != 'rifle'", false},
        {"'rifle' == class", true},
        {"class == 'rifles'", false},
        {"class == 'rifl'", false},
        {"class == ''", false},
        {"class < 'rifles' and class > 'rifl' and class >= 'rifle' and class <= 'rifle'", true},
        {"class < 'rifle' or class > 'rifle'", false},
        {"'a' < class", true},
        {"class == dealer.state", false},
        {"class != dealer.state", true},
        {"class > dealer.state", true},
        {"sale.date >= '2026-03-02' and sale.date < '2026-10-01'", true},
        {"price == 5.5", true},
        {"price == 5.50", true},
        {"price != 5.5", false},
        {"price > 5.4999 and price < 5.5001", true},
        {"price > -1", true},
        {"-5.5 == price", false},
        {"price < price", false},
        {"price <= price", true},
        {"5 < 6", true},
        {"'a' == \"a\"", true},
        {"1 <= price < 5.5", false},
        {"1 <= price <= 5.5", true},
        {"1 <= price <= 5.5 != 5", true},
        {"6 > price > 5", true},
        {"'r' < class < 's'", true},
        {"sold", false},
        {"not sold", true},
        {"not not sold", false},
        {"sold == false", true},
        {"sold == true", false},
        {"sold != true", true},
        {"sold == false == true", false},
        {"sold == sold == false", true},
        {"not sold == true", true},
        {"not class == 'pistol'", true},
        {"(class == 'rifle') == true", true},
        {"(class == 'rifle') != (price > 5)", false},
        {"(class == 'rifle') == (price > 5) == (1 < 2)", true},
        {"(class == 'rifle') == (price > 6) == (1 < 2)", false},
        {"(class == 'rifle') == (price > 5) == (1 > 2)", false},
        {"(class == 'rifle') in [true]", true},
        {"sold in [true, false]", true},
        {"sold not in [true]", true},
        {"class in ['pistol', 'rifle']", true},
        {"class not in ['pistol', 'rifle']", false},
        {"class in ['pistol']", false},
        {"class not in ['pistol']", true},
        {"class in []", false},
        {"class not in []", true},
        {"class in $words", true},
        {"class in $none", false},
        {"class in [$word, 'rifle']", true},
        {"$word in $words", false},
        {"price in [5.5, -1]", true},
        {"price in $numbers", false},
        {"class in ['aaaaa','bbbbb','ccccc','ddddd','eeeee','fffff','ggggg','hhhhh','rifle','z']",
         true},
        {"class in ['aaaaa','bbbbb','ccccc','ddddd','eeeee','fffff','ggggg','hhhhh','rifla','z']",
         false},
        {"price in [1,2,3,4,5,6,7,8,9,10,11,12,13,5.5,14,15,16,17]", true},
        {"price not in [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", true},
        {"'a' in tags and 'b' in tags", true},
        {"'c' in tags", false},
        {"'c' not in tags", true},
        {"1 in sizes and 3 in sizes and 2 not in sizes", true},
        {"class in tags", false},
        {"in_hit('known')", true},
        {"not in_hit('known')", false},
        {"in_hit('off')", false},
        {"in_hit('known') == true", true},
        {"price >= $min", true},
        {"$strict", true},
        {"class == $word", false},
        {"false and true or true", true},
        {"true or true and false", true},
        {"(true or true) and false", false},
        {"not true or true", true},
        {"not (true or true)", false},
        {"false or false or true or false", true},
        {"true and true and false and true", false},
        {"class == 'a' or class == 'b' or class == 'rifle' and price > 5", true},
        {"price == null", false},
        {"price != null", true},
        {"null != price", true},
        {"null == null", true},
        {"(price > 5) != null", true},
        {"$min != null", true},
    };
    struct ll_value item[TRY_SLOTS];
    make_rifle(item);
    EXPECT_ROWS(item, rows, true);
}

Test(expr_run, of_an_item_without_values)
{
    static const struct row rows[] = {
        {"class == 'rifle'", false},
        {"class != 'rifle'", false},
        {"not class == 'rifle'", true},
        {"class < 'a' or class >= 'a' or class == class or class != class", false},
        {"class == dealer.state", false},
        {"price == 0", false},
        {"price != 0", false},
        {"price < 1 or price >= 0 or 0 <= price", false},
        {"-100 < price < 100", false},
        {"class in ['a']", false},
        {"class not in ['a']", false},
        {"class not in []", false},
        {"not class in ['a']", true},
        {"price in [0]", false},
        {"price not in [1]", false},
        {"class in tags or class not in tags or 'a' in tags or 'a' not in tags", false},
        {"sold", false},
        {"not sold", true},
        {"sold == false", false},
        {"sold != true", false},
        {"(sold) == false", false},
        {"(sold and true) == false", true},
        {"sold in [false]", false},
        {"class == null and price == null and sold == null", true},
        {"class != null or price != null or sold != null", false},
        {"(price > 1) == null", false},
        {"in_hit('known')", false},
    };
    struct ll_value item[TRY_SLOTS];
    for (size_t i = 0; i < TRY_SLOTS; i++)
        item[i] = ll_value_null();
    EXPECT_ROWS(item, rows, false);
}

/* ---- windows ---- */

/* Four items: classes a b a null, prices 10 null 20 10, sold yes no yes null. */
struct window {
    struct ll_value items[4][TRY_SLOTS], past[2][TRY_SLOTS];
    const struct ll_value *rows[4], *past_rows[2];
    struct ll_arena scratch;
    struct ll_expr_env env;
};

static void window_init(struct window *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < 4; i++) {
        for (size_t s = 0; s < TRY_SLOTS; s++)
            w->items[i][s] = ll_value_null();
        w->rows[i] = w->items[i];
    }
    w->items[0][TRY_CLASS] = w->items[2][TRY_CLASS] = text("a");
    w->items[1][TRY_CLASS] = text("b");
    w->items[0][TRY_PRICE] = w->items[3][TRY_PRICE] = ll_value_number(10 * ONE);
    w->items[2][TRY_PRICE] = ll_value_number(20 * ONE);
    w->items[0][TRY_SOLD] = w->items[2][TRY_SOLD] = ll_value_bool(true);
    w->items[1][TRY_SOLD] = ll_value_bool(false);
    for (size_t i = 0; i < 2; i++) {
        for (size_t s = 0; s < TRY_SLOTS; s++)
            w->past[i][s] = ll_value_null();
        w->past_rows[i] = w->past[i];
    }
    w->past[0][TRY_PRICE] = ll_value_number(100 * ONE);
    w->past[1][TRY_CLASS] = text("pending");
    w->env = (struct ll_expr_env){.rows = w->rows,
                                  .row_count = 4,
                                  .past = w->past_rows,
                                  .past_count = 2,
                                  .scratch = &w->scratch};
}

Test(expr_run, of_a_window)
{
    static const struct row rows[] = {
        {"count() == 4", true},
        {"count() >= 4", true},
        {"count() >= 4.5", false},
        {"count() > 3.5", true},
        {"count() > 4", false},
        {"3 < count()", true},
        {"count() >= $min", true},
        {"count() >= -1", true},
        {"1 <= count() < 4", false},
        {"4 >= count() >= 4", true},
        {"count() in [4, 5]", true},
        {"count() not in [4]", false},
        {"count(class == 'a') == 2", true},
        {"count(class != 'a') == 1", true},
        {"count(not class == 'a') == 2", true},
        {"count(sold) == 2", true},
        {"count(not sold) == 2", true},
        {"count(true) == 4", true},
        {"count(class == null) == 1", true},
        {"count(class == 'a' and price > 15) == 1", true},
        {"sum(price) == 40", true},
        {"sum(price) > 40", false},
        {"1 < sum(price) < 50 < 60", true},
        {"1 < sum(price) < 40", false},
        {"50 < sum(price) < 60", false},
        {"1 < sum(price) < distinct(class)", false},
        {"sum(price) == sum(price)", true},
        {"distinct(class) == 2", true},
        {"distinct(class) >= 2", true},
        {"distinct(class) >= 3", false},
        {"distinct(class) < 2", false},
        {"distinct(class) <= 2", true},
        {"distinct(class) == 1", false},
        {"distinct(class) != 1", true},
        {"2 == distinct(price)", true},
        {"distinct(sold) == 2", true},
        {"distinct(caliber) == 0", true},
        {"distinct(caliber) >= 0", true},
        {"distinct(class) == distinct(price)", true},
        {"traces() == 2", true},
        {"traces(time_to_crime <= 365) == 1", true},
        {"traces(time_to_crime == null) == 1", true},
        {"traces(status == 'pending') >= 1 and count() >= 2", true},
        {"traces(status == 'nothing') >= 1 or count() < 2", false},
        {"count() == null", false},
        {"count() != null", true},
        {"not (count() >= 2)", false},
        {"true", true},
        {"$strict", true},
        {"(count() >= 2) == (traces() > 0)", true},
    };
    struct ll_arena arena = {0};
    struct window w;
    window_init(&w);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(holds(&arena, "past", rows[i].text, &w.env), rows[i].wanted, "%s",
                     rows[i].text);
    ll_arena_fini(&w.scratch);
    ll_arena_fini(&arena);
}

Test(expr_run, an_empty_window)
{
    struct ll_arena arena = {0};
    struct ll_expr_env env = {0};
    cr_expect(ll_expr_run(
        compiled(&arena, "past",
                 "count() == 0 and sum(price) == 0 and distinct(class) == 0 and traces() == 0"),
        &env));
    ll_arena_fini(&arena);
}

Test(expr_run, sums_are_exact_and_saturate)
{
    struct ll_arena arena = {0};
    struct window w;
    window_init(&w);
    w.items[0][TRY_PRICE] = ll_value_number(1);
    w.items[1][TRY_PRICE] = ll_value_number(2);
    w.items[2][TRY_PRICE] = ll_value_number(INT64_C(99999999999999) * ONE);
    w.items[3][TRY_PRICE] = ll_value_null();
    cr_expect(holds(&arena, "having", "sum(price) == 99999999999999.0003", &w.env));
    w.items[3][TRY_PRICE] = ll_value_number(INT64_MAX);
    cr_expect(holds(&arena, "having", "sum(price) > 99999999999999.9999", &w.env));
    for (size_t i = 0; i < 4; i++)
        w.items[i][TRY_PRICE] = ll_value_number(INT64_MIN);
    cr_expect(holds(&arena, "having", "sum(price) < -99999999999999.9999", &w.env));
    ll_arena_fini(&w.scratch);
    ll_arena_fini(&arena);
}

#define MANY 300

/* MANY items, of which so many are of different class and price. */
static void expect_distinct(size_t different, struct ll_arena *scratch)
{
    static struct ll_value items[MANY][TRY_SLOTS];
    static const struct ll_value *rows[MANY];
    static char names[MANY][8];
    struct ll_arena arena = {0};
    for (size_t i = 0; i < MANY; i++) {
        size_t which = i % different;
        for (size_t n = 0; n < 8; n++)
            names[i][n] = (char)('a' + (which >> n) % 2);
        items[i][TRY_CLASS] = ll_value_string((ll_str){names[i], 8});
        items[i][TRY_PRICE] = ll_value_number((int64_t)which * ONE);
        rows[i] = items[i];
    }
    struct ll_expr_env env = {.rows = rows, .row_count = MANY, .scratch = scratch};
    static const char *const fields[] = {"class", "price"};
    for (size_t f = 0; f < 2; f++) {
        for (size_t limit = different - 1; limit <= different + 1; limit++) {
            const char *equal = ll_arena_printf(&arena, "distinct(%s) == %zu", fields[f], limit);
            const char *least = ll_arena_printf(&arena, "distinct(%s) >= %zu", fields[f], limit);
            const char *apart = ll_arena_printf(&arena, "distinct(%s) in [%zu]", fields[f], limit);
            cr_expect_eq(holds(&arena, "having", equal, &env), limit == different);
            cr_expect_eq(holds(&arena, "having", least, &env), limit <= different);
            cr_expect_eq(holds(&arena, "having", apart, &env), limit == different);
        }
    }
    ll_arena_fini(&arena);
}

Test(expr_run, distinct_of_many)
{
    static const size_t numbers[] = {1, 2, 15, 16, 17, 100, 256};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct ll_arena scratch = {0}, none = {.max_bytes = 1};
        expect_distinct(numbers[i], &scratch);
        expect_distinct(numbers[i], &none);
        expect_distinct(numbers[i], NULL);
        ll_arena_fini(&scratch);
        ll_arena_fini(&none);
    }
}

Test(expr_run, marks_of_past_traces)
{
    struct ll_arena arena = {0};
    struct window w;
    window_init(&w);
    bool marks[2] = {false, false};
    cr_expect_not(ll_expr_mark_past(compiled(&arena, "past", "count() >= 1"), &w.env, marks));
    cr_expect_not(marks[0] || marks[1]);
    /* Marked even where the call is not reached. */
    cr_expect(ll_expr_mark_past(compiled(&arena, "past", "true or traces(status == 'pending') > 5"),
                                &w.env, marks));
    cr_expect(!marks[0] && marks[1]);
    cr_expect(ll_expr_mark_past(compiled(&arena, "past", "traces(time_to_crime > 1) > 0"), &w.env,
                                marks));
    cr_expect(marks[0] && marks[1], "marks of before are left");
    marks[0] = marks[1] = false;
    cr_expect(ll_expr_mark_past(compiled(&arena, "past", "traces() > 0"), &w.env, marks));
    cr_expect(marks[0] && marks[1]);
    ll_arena_fini(&arena);
}

Test(expr_run, keeps_nothing_of_text_or_parameters)
{
    struct ll_arena arena = {0};
    char words[] = "class in ['pistol', $one] and class == $one", value[] = "rifle", name[] = "one";
    struct ll_value one = {.text = value, .len = 5};
    struct try_schema try;
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    try_schema_init(&try, "where");
    struct ll_expr_param param = {{name, 3}, LL_TYPE_STRING, false, &one, 1, false, NULL};
    try.schema.params = &param;
    try.schema.param_count = 1;
    cr_assert_eq(ll_expr_compile(&arena, &try.schema, ll_str_from(words), (struct ll_pos){0}, false,
                                 &expr, &errors),
                 LL_OK);
    cr_expect(param.used);
    memset(words, 'x', sizeof words);
    memset(value, 'x', sizeof value);
    memset(&one, 0, sizeof one);
    struct ll_value item[TRY_SLOTS];
    make_rifle(item);
    struct ll_expr_env env = {.row = item};
    cr_expect(ll_expr_run(expr, &env));
    ll_arena_fini(&arena);
}
