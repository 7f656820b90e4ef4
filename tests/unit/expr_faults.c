/* What is said of an expression that is refused, word for word: tests/bogons/expressions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

/* The next line of *rest, with its end. */
static ll_str take_line(ll_str *rest)
{
    const char *lf = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t len = lf ? (size_t)(lf - rest->ptr) + 1 : rest->len;
    ll_str line = {rest->ptr, len};
    *rest = (ll_str){rest->ptr + len, rest->len - len};
    return line;
}

/* All that is said of one expression. */
static void render(ll_str text, const char *scope, struct ll_buf *out)
{
    struct ll_arena arena = {0};
    struct try_schema try;
    struct ll_source source = {"t", text};
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    try_schema_init(&try, scope);
    enum ll_status status = ll_expr_compile(
        &arena, &try.schema, text, (struct ll_pos){&source, 1, 1, 1}, true, &expr, &errors);
    cr_expect_neq(status, LL_OK, "%.*s is accepted", LL_STR_ARGS(text));
    cr_expect_null(expr);
    cr_expect_eq(errors.count ? errors.list[0].status : LL_OK, status);
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", out);
    ll_arena_fini(&arena);
}

/* A file is blocks of an expression's line, what is said of it, and an empty line. */
static size_t check_file(const char *scope)
{
    struct ll_arena arena = {0};
    struct ll_source source;
    struct ll_error err = {0};
    const char *path = ll_arena_printf(&arena, "tests/bogons/expressions/%s.txt", scope);
    cr_assert_eq(ll_readfile(&arena, path, &source, &err), LL_OK, "%s", err.message);
    size_t blocks = 0;
    for (ll_str rest = source.text; rest.len; blocks++) {
        ll_str line = take_line(&rest), wanted = {rest.ptr, 0};
        while (rest.len && rest.ptr[0] != '\n')
            wanted.len += take_line(&rest).len;
        (void)take_line(&rest);
        struct ll_buf said = {0};
        render((ll_str){line.ptr, line.len - 1}, scope, &said);
        cr_expect(ll_str_eq(ll_buf_str(&said), wanted), "%s: %.*swanted:\n%.*ssaid:\n%.*s", path,
                  LL_STR_ARGS(line), LL_STR_ARGS(wanted), LL_STR_ARGS(ll_buf_str(&said)));
        ll_buf_fini(&said);
    }
    ll_arena_fini(&arena);
    return blocks;
}

Test(expr_faults, of_where)
{
    cr_expect_geq(check_file("where"), 60);
}

Test(expr_faults, of_having)
{
    cr_expect_geq(check_file("having"), 15);
    cr_expect_geq(check_file("past"), 4);
}

Test(expr_faults, of_guidelines)
{
    cr_expect_geq(check_file("guideline"), 5);
}

Test(expr_faults, place_in_a_text_that_is_not_verbatim)
{
    struct ll_arena arena = {0};
    struct try_schema try;
    struct ll_source source = {
        "t.yaml", LL_STR("a:\n  where: \"class == 'x' and \\\n    caliver == 'y'\"\n")};
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    struct ll_buf said = {0};
    try_schema_init(&try, "where");
    cr_expect_eq(ll_expr_compile(&arena, &try.schema,
                                 LL_STR("class == '\xC3\xA9' and caliver == 'y'"),
                                 (struct ll_pos){&source, 2, 10, 1}, false, &expr, &errors),
                 LL_ERR_TYPE);
    ll_error_render(&errors.list[0], "error", &said);
    ll_buf_add_char(&said, '\0');
    cr_expect_str_eq(
        said.ptr,
        "t.yaml:2:10: error: at character 18: unknown field 'caliver'; did you mean 'caliber'?\n"
        "      where: \"class == 'x' and \\\n"
        "             ^\n");
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

Test(expr_faults, place_on_a_further_line)
{
    struct ll_arena arena = {0};
    struct try_schema try;
    struct ll_source source = {"t.yaml", LL_STR("where: |\n  true\n  and caliver == null\n")};
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    try_schema_init(&try, "where");
    cr_expect_eq(ll_expr_compile(&arena, &try.schema, LL_STR("true\nand caliver == null\n"),
                                 (struct ll_pos){&source, 2, 3, 1}, true, &expr, &errors),
                 LL_ERR_TYPE);
    cr_expect_eq(errors.list[0].at.line, 3);
    cr_expect_eq(errors.list[0].at.col, 7);
    cr_expect_eq(errors.list[0].at.width, 7);
    ll_arena_fini(&arena);
}

/* depth parentheses round true. */
static enum ll_status compile_nested(size_t depth, const char *open, const char *close)
{
    struct ll_arena arena = {0};
    struct try_schema try;
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    struct ll_buf text = {0};
    for (size_t i = 0; i < depth; i++)
        ll_buf_add_str(&text, ll_str_from(open));
    ll_buf_add_lit(&text, "true");
    for (size_t i = 0; i < depth; i++)
        ll_buf_add_str(&text, ll_str_from(close));
    try_schema_init(&try, "where");
    enum ll_status status = ll_expr_compile(&arena, &try.schema, ll_buf_str(&text),
                                            (struct ll_pos){0}, false, &expr, &errors);
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
    return status;
}

Test(expr_faults, depth_is_limited)
{
    static const struct {
        const char *open, *close;
    } rows[] = {{"(", ")"},
                {"not ", ""},
                {"(sold == ", ")"},
                {"(true or sold and (", ") == sold == (true))"},
                {"(false == (sold and true) == ", " == sold)"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t per = i == 3 ? 2 : 1;
        size_t spare = i >= 3; /* what each level nests beside itself */
        size_t fits = (LL_EXPR_DEPTH_MAX - spare) / per;
        cr_expect_eq(compile_nested(fits - 1, rows[i].open, rows[i].close), LL_OK, "row %zu", i);
        cr_expect_eq(compile_nested(fits, rows[i].open, rows[i].close), LL_OK, "row %zu", i);
        cr_expect_eq(compile_nested(LL_EXPR_DEPTH_MAX + 1, rows[i].open, rows[i].close),
                     LL_ERR_LIMIT, "row %zu", i);
    }
}

Test(expr_faults, length_is_limited)
{
    for (size_t len = LL_EXPR_TEXT_MAX - 1; len <= LL_EXPR_TEXT_MAX + 1; len++) {
        struct ll_arena arena = {0};
        struct try_schema try;
        struct ll_errors errors;
        errors.count = 0;
        const struct ll_expr *expr;
        struct ll_buf text = {0};
        ll_buf_add_lit(&text, "true");
        while (text.len + 8 <= len)
            ll_buf_add_lit(&text, " or sold");
        while (text.len < len)
            ll_buf_add_char(&text, ' ');
        try_schema_init(&try, "where");
        enum ll_status status = ll_expr_compile(&arena, &try.schema, ll_buf_str(&text),
                                                (struct ll_pos){0}, false, &expr, &errors);
        cr_expect_eq(status, len > LL_EXPR_TEXT_MAX ? LL_ERR_LIMIT : LL_OK, "%zu bytes", len);
        ll_buf_fini(&text);
        ll_arena_fini(&arena);
    }
}

Test(expr_faults, memory_runs_out_anywhere)
{
    struct ll_str texts[] = {
        LL_STR(
            "class in ['a', 'b', $word] and class in $words and (1 <= price < $min or not sold)"),
        LL_STR("caliver == 'x' or $mim == 3 or clas in ['a', 'b']")};
    size_t fine = 0, short_of = 0;
    for (size_t max = 1; max < 70000; max += 13 + max / 50) {
        struct ll_arena arena = {.max_bytes = max};
        struct try_schema try;
        struct ll_errors errors;
        errors.count = 0;
        const struct ll_expr *expr;
        try_schema_init(&try, "where");
        enum ll_status status = ll_expr_compile(&arena, &try.schema, texts[0], (struct ll_pos){0},
                                                false, &expr, &errors);
        cr_expect(status == LL_OK ? expr != NULL : status == LL_ERR_NOMEM && errors.count == 1,
                  "%zu bytes", max);
        fine += status == LL_OK;
        short_of += status != LL_OK;
        status = ll_expr_compile(&arena, &try.schema, texts[1], (struct ll_pos){0}, false, &expr,
                                 &errors);
        cr_expect_eq(status, LL_ERR_TYPE);
        ll_arena_fini(&arena);
    }
    cr_expect(fine > 0 && short_of > 0);
}
