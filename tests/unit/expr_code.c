/* Programs: their instructions, what they are known to need, what the verifier refuses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"
#include "tests/unit/expr_try.h"
#include <criterion/criterion.h>

static const struct ll_expr *compiled(struct ll_arena *arena, const char *scope, const char *text)
{
    struct try_schema try;
    struct ll_errors errors;
    errors.count = 0;
    const struct ll_expr *expr;
    try_schema_init(&try, scope);
    enum ll_status status = ll_expr_compile(arena, &try.schema, ll_str_from(text),
                                            (struct ll_pos){0}, false, &expr, &errors);
    cr_assert_eq(status, LL_OK, "%s: %s", text, errors.list[0].message);
    return expr;
}

Test(expr_code, instructions)
{
    static const struct {
        const char *scope, *text, *wanted;
    } rows[] = {
        {"where", "class == 'pistol'", "0 FIELD_EQ_S field 0 is \"pistol\"\n1 RETURN\n"},
        {"where", "5 > price", "0 FIELD_CMP_N field 2 < 5\n1 RETURN\n"},
        {"where", "class in ['pistol', 'a\"b'] and not sold",
         "0 FIELD_IN_S field 0 is [\"a\\\"b\", \"pistol\"]\n1 JUMP_FALSE to 4\n"
         "2 FIELD_TRUE field 3\n3 NOT\n4 RETURN\n"},
        {"where", "1 <= price < 5",
         "0 FIELD_CMP_N field 2 >= 1\n1 JUMP_FALSE to 3\n2 FIELD_CMP_N field 2 < 5\n3 RETURN\n"},
        {"where", "in_hit('known') or in_hit('off') or 'a' not in tags",
         "0 IN_HIT 7\n1 JUMP_TRUE to 6\n2 SET 0\n3 JUMP_TRUE to 6\n4 PUSH_CONST \"a\"\n"
         "5 IN_FIELD_S field 6 is-not\n6 RETURN\n"},
        {"having", "count() > 1.5", "0 COUNT_GE 2\n1 RETURN\n"},
        {"having", "count(price > 1) >= 2",
         "0 COUNT_IF block at 4\n1 PUSH_CONST 2\n2 CMP_N >=\n3 RETURN\n"
         "4 FIELD_CMP_N field 2 > 1\n5 RETURN\n"},
        {"having", "1 < sum(price) < 5",
         "0 PUSH_CONST 1\n1 SUM field 2\n2 TUCK\n3 CMP_N <\n4 JUMP_FALSE_DROP to 7\n"
         "5 PUSH_CONST 5\n6 CMP_N <\n7 RETURN\n"},
        {"past", "traces(status == null) == 0 and distinct(class) >= 3",
         "0 TRACES_IF block at 8\n1 PUSH_CONST 0\n2 CMP_N ==\n3 JUMP_FALSE to 7\n"
         "4 DISTINCT_S field 0 up to 4\n5 PUSH_CONST 3\n6 CMP_N >=\n7 RETURN\n"
         "8 FIELD_NULL field 0 is\n9 RETURN\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_buf said = {0};
        ll_expr_disassemble(compiled(&arena, rows[i].scope, rows[i].text), &said);
        ll_buf_add_char(&said, '\0');
        cr_expect_str_eq(said.ptr, rows[i].wanted, "%s:\n%s", rows[i].text, said.ptr);
        ll_buf_fini(&said);
        ll_arena_fini(&arena);
    }
}

Test(expr_code, items_and_traces_needed)
{
    static const struct {
        const char *text;
        uint32_t items;
        bool past;
    } rows[] = {
        {"count() >= 3", 3, false},
        {"count() > 3", 4, false},
        {"count() >= 2.5", 3, false},
        {"count() > 2.5", 3, false},
        {"count() == 3", 3, false},
        {"count() == 2.5", UINT32_MAX, true},
        {"count() != 0", 1, false},
        {"count() != 3", 0, false},
        {"count() <= 3", 0, false},
        {"count() < 0", UINT32_MAX, true},
        {"count() <= -1", UINT32_MAX, true},
        {"count() >= -1", 0, false},
        {"3 <= count()", 3, false},
        {"3 < count() < 9", 4, false},
        {"count() >= $min", 2, false},
        {"count(price > 3) >= 5", 5, false},
        {"distinct(class) >= 4", 4, false},
        {"count() >= 2 and distinct(class) > 2", 3, false},
        {"count() >= 2 or distinct(class) > 2", 2, false},
        {"count() >= 2 or traces() >= 1", 0, false},
        {"count() >= 2 and traces() >= 1", 2, true},
        {"traces(status == null) > 0 or traces() > 5", 0, true},
        {"not traces() < 1", 0, true},
        {"traces() == 0", 0, false},
        {"not traces() == 0", 0, true},
        {"1 <= traces()", 0, true},
        {"sum(price) > 0", 1, false},
        {"sum(price) >= 0", 0, false},
        {"sum(price) > -5", 0, false},
        {"sum(price) < 100", 0, false},
        {"not (count() < 3)", 3, false},
        {"not (count() < 3 or count() > 5)", 3, false},
        {"not (count() < 3 and sum(price) < 5)", 1, false},
        {"not not count() >= 3", 3, false},
        {"count() in [5, 3]", 3, false},
        {"count() in [0, 3]", 0, false},
        {"count() not in [0, 3]", 1, false},
        {"not count() in [0]", 1, false},
        {"count() in []", UINT32_MAX, true},
        {"true", 0, false},
        {"false", UINT32_MAX, true},
        {"not false", 0, false},
        {"false or count() >= 2", 2, false},
        {"count() >= 2 and true", 2, false},
        {"(count() >= 2) == true", 0, false},
        {"count() == distinct(class)", 0, false},
        {"count() != null", 0, false},
        {"count() >= 99999999999999", UINT32_MAX - 1, false},
        {"1 < sum(price) < 9", 1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        const struct ll_expr *expr = compiled(&arena, "past", rows[i].text);
        bool impossible = rows[i].items == UINT32_MAX;
        cr_expect_eq(ll_expr_items_needed(expr), rows[i].items, "%s: %u", rows[i].text,
                     ll_expr_items_needed(expr));
        /* What can never be may be said to need a trace, or not. */
        cr_expect(impossible || ll_expr_needs_past(expr) == rows[i].past, "%s", rows[i].text);
        ll_arena_fini(&arena);
    }
}

Test(expr_code, what_a_program_uses)
{
    struct ll_arena arena = {0};
    uint32_t slots[2] = {0};
    const struct ll_expr *where = compiled(
        &arena, "where", "in_hit('known') and sale.date > 'a' or in_hit('off') or in_hit('known')");
    cr_expect_eq(ll_expr_in_hits(where, slots, 1), 2);
    cr_expect(slots[0] == 7 && slots[1] == 0);
    cr_expect(ll_expr_uses_field(where, TRY_DATE));
    cr_expect_not(ll_expr_uses_field(where, TRY_CLASS), "an operand that is no field is 0 too");
    cr_expect_not(ll_expr_uses_past(where));
    const struct ll_expr *having = compiled(
        &arena, "past", "true or traces() > 1 or sum(price) > 2 or count(caliber == 'x') > 1");
    cr_expect(ll_expr_uses_past(having));
    cr_expect_not(ll_expr_needs_past(having));
    cr_expect(ll_expr_uses_field(having, TRY_PRICE) && ll_expr_uses_field(having, TRY_CALIBER));
    cr_expect_not(ll_expr_uses_field(having, TRY_SOLD));
    ll_arena_fini(&arena);
}

Test(expr_code, one_spelling)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"class  ==\n 'a'", "class == \"a\""},
        {"class==\"a\"", "class == \"a\""},
        {"price>=0005.500", "price >= 5.5"},
        {"price > -1.0", "price > - 1"},
        {"x in ['it\\'s', \"\\\"\"]", "x in [ \"it's\" , \"\\\"\" ]"},
        {"$min < count( )", "$min < count ( )"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf out = {0};
        ll_expr_normalise(ll_str_from(rows[i].text), &out);
        ll_buf_add_char(&out, '\0');
        cr_expect_str_eq(out.ptr, rows[i].wanted, "%s", out.ptr);
        ll_buf_fini(&out);
    }
}

/* ---- programs that no compiler makes ---- */

static const uint8_t cells[] = {LL_CELL_STRING, LL_CELL_NUMBER, LL_CELL_STRINGS, LL_CELL_NUMBERS,
                                LL_CELL_NONE};
static const struct ll_constant constants[] = {{{.text = "x", .len = 1}, LL_CELL_STRING},
                                               {{.number = 1}, LL_CELL_NUMBER},
                                               {{.items = NULL}, LL_CELL_STRINGS},
                                               {{.items = NULL}, LL_CELL_NUMBERS}};

static bool is_sound(const struct ll_instruction *code, uint32_t len, enum ll_scope scope)
{
    struct ll_block block = {0, len, scope};
    struct ll_expr expr = {.code = code,
                           .constants = constants,
                           .blocks = &block,
                           .code_len = len,
                           .constant_count = 4,
                           .block_count = 1,
                           .row_cells = cells,
                           .past_cells = cells,
                           .row_slots = 5,
                           .past_slots = 0};
    return ll_expr_verify(&expr);
}

Test(expr_code, the_verifier_refuses)
{
    static const struct {
        struct ll_instruction code[5];
        uint32_t len;
        enum ll_scope scope;
        bool wanted;
    } rows[] = {
        {{{LL_OP_RETURN, 0, 0, 0}}, 1, LL_SCOPE_ROW, true},
        {{{LL_OP_SET, 0, 0, 1}}, 1, LL_SCOPE_ROW, false},    /* no end */
        {{{LL_OP_RETURN, 0, 0, 0}}, 0, LL_SCOPE_ROW, false}, /* empty */
        {{{LL_OP_RETURN, 0, 0, 0}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_NUMBER, 0, 0, 0}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_JUMP_TRUE, 0, 0, 1}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, true},
        {{{LL_OP_JUMP_TRUE, 0, 0, 0}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false}, /* back */
        {{{LL_OP_JUMP_TRUE, 0, 0, 2}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false}, /* out */
        {{{LL_OP_CMP_N, 2, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         2,
         LL_SCOPE_ROW,
         false}, /* empty stack */
        {{{LL_OP_PUSH_FIELD, 0, 1, 0}, {LL_OP_RETURN, 0, 0, 0}},
         2,
         LL_SCOPE_ROW,
         false}, /* left over */
        {{{LL_OP_PUSH_FIELD, 0, 1, 0}, {LL_OP_IS_NULL, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         true},
        {{{LL_OP_PUSH_FIELD, 0, 4, 0}, {LL_OP_IS_NULL, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_PUSH_FIELD, 0, 5, 0}, {LL_OP_IS_NULL, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_PUSH_FIELD, 0, 2, 0}, {LL_OP_IS_NULL, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_PUSH_FIELD, 0, 0, 0},
          {LL_OP_PUSH_FIELD, 0, 1, 0},
          {LL_OP_EQ_S, 1, 0, 0},
          {LL_OP_RETURN, 0, 0, 0}},
         4,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_PUSH_FIELD, 0, 0, 0},
          {LL_OP_PUSH_CONST, 0, 0, 0},
          {LL_OP_EQ_S, 1, 0, 0},
          {LL_OP_RETURN, 0, 0, 0}},
         4,
         LL_SCOPE_ROW,
         true},
        {{{LL_OP_PUSH_FIELD, 0, 0, 0},
          {LL_OP_PUSH_CONST, 0, 0, 2},
          {LL_OP_EQ_S, 1, 0, 0},
          {LL_OP_RETURN, 0, 0, 0}},
         4,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_FIELD_EQ_S, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, true},
        {{{LL_OP_FIELD_EQ_S, 1, 0, 1}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_FIELD_EQ_S, 1, 0, 4}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_FIELD_EQ_S, 1, 1, 0}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_FIELD_EQ_S, 1, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         2,
         LL_SCOPE_WINDOW,
         false}, /* no row */
        {{{LL_OP_COUNT_GE, 0, 0, 2}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_WINDOW, true},
        {{{LL_OP_COUNT_GE, 0, 0, 2}, {LL_OP_RETURN, 0, 0, 0}},
         2,
         LL_SCOPE_ROW,
         false}, /* no window */
        {{{LL_OP_IN_HIT, 0, 0, 2}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_WINDOW, false},
        {{{LL_OP_COUNT_IF, 0, 0, 0}, {LL_OP_IS_NULL, 0, 0, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_WINDOW,
         false}, /* itself */
        {{{LL_OP_RETURN, 0, 0, 0}}, 1, LL_SCOPE_PAST, false},
        /* A join with stacks of two heights. */
        {{{LL_OP_PUSH_FLAG, 0, 0, 0},
          {LL_OP_JUMP_TRUE, 0, 0, 3},
          {LL_OP_IS_NULL, 0, 0, 0},
          {LL_OP_RETURN, 0, 0, 0}},
         4,
         LL_SCOPE_ROW,
         false},
        {{{LL_OP_PUSH_FLAG, 0, 0, 0},
          {LL_OP_JUMP_FALSE_DROP, 0, 0, 3},
          {LL_OP_IS_NULL, 0, 0, 0},
          {LL_OP_RETURN, 0, 0, 0}},
         4,
         LL_SCOPE_ROW,
         true},
        {{{LL_OP_JUMP_FALSE_DROP, 0, 0, 1}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_FIELD_IN_S, 1, 0, 2}, {LL_OP_FIELD_IN_N, 1, 1, 3}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         true},
        {{{LL_OP_FIELD_IN_S, 1, 0, 3}, {LL_OP_RETURN, 0, 0, 0}}, 2, LL_SCOPE_ROW, false},
        {{{LL_OP_PUSH_CONST, 0, 0, 0}, {LL_OP_IN_FIELD_S, 1, 2, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         true},
        {{{LL_OP_PUSH_CONST, 0, 0, 0}, {LL_OP_IN_FIELD_N, 1, 3, 0}, {LL_OP_RETURN, 0, 0, 0}},
         3,
         LL_SCOPE_ROW,
         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(is_sound(rows[i].code, rows[i].len, rows[i].scope), rows[i].wanted, "row %zu",
                     i);
}

Test(expr_code, the_stack_has_an_end)
{
    struct ll_instruction code[2 * LL_EXPR_STACK_MAX + 3];
    for (uint32_t height = LL_EXPR_STACK_MAX - 1; height <= LL_EXPR_STACK_MAX + 1; height++) {
        uint32_t len = 0;
        for (uint32_t i = 0; i < height; i++)
            code[len++] = (struct ll_instruction){LL_OP_PUSH_FLAG, 0, 0, 0};
        for (uint32_t i = 0; i < height; i++)
            code[len++] = (struct ll_instruction){LL_OP_IS_NULL, 0, 0, 0};
        code[len++] = (struct ll_instruction){LL_OP_RETURN, 0, 0, 0};
        cr_expect_eq(is_sound(code, len, LL_SCOPE_ROW), height <= LL_EXPR_STACK_MAX, "%u", height);
    }
}
