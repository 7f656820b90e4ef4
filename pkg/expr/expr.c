/* expr.c -- compile, ask of a program, show it.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/expr.h"

#include "base/decimal.h"
#include "expr/program.h"
#include "expr/reading.h"

enum ll_status ll_expr_compile(struct ll_arena *arena, const struct ll_expr_schema *schema,
                               ll_str text, struct ll_pos at, bool verbatim,
                               const struct ll_expr **out, struct ll_errors *errors)
{
    struct ll_arena scratch = {0};
    struct ll_expr_reading *reading;
    enum ll_status status =
        ll_expr_read(arena, &scratch, schema, text, at, verbatim, &reading, errors);
    *out = reading ? reading->program : NULL;
    ll_arena_fini(&scratch);
    return status;
}

uint32_t ll_expr_items_needed(const struct ll_expr *expr)
{
    return expr->items_needed;
}

bool ll_expr_needs_hit(const struct ll_expr *expr)
{
    return expr->needs_hit;
}

bool ll_expr_grows(const struct ll_expr *expr)
{
    return expr->grows;
}

bool ll_expr_needs_past(const struct ll_expr *expr)
{
    return expr->needs_past;
}

bool ll_expr_uses_past(const struct ll_expr *expr)
{
    return expr->uses_past;
}

size_t ll_expr_in_hits(const struct ll_expr *expr, uint32_t *slots, size_t cap)
{
    size_t n = 0;
    for (uint32_t i = 0; i < expr->code_len; i++) {
        if (expr->code[i].op != LL_OP_IN_HIT)
            continue;
        if (n < cap)
            slots[n] = expr->code[i].arg;
        n++;
    }
    return n;
}

static bool names_slot(enum ll_format format)
{
    switch (format) {
    case LL_FORMAT_FIELD:
    case LL_FORMAT_FIELD_N:
    case LL_FORMAT_FIELD_S_CONST:
    case LL_FORMAT_FIELD_N_CONST:
    case LL_FORMAT_FIELD_S_LIST:
    case LL_FORMAT_FIELD_N_LIST:
    case LL_FORMAT_FIELDS_S:
    case LL_FORMAT_FIELDS_N:
    case LL_FORMAT_WINDOW_FIELD_S:
    case LL_FORMAT_WINDOW_FIELD_N:
        return true;
    case LL_FORMAT_NONE:
    case LL_FORMAT_ARG:
    case LL_FORMAT_ROW_ARG:
    case LL_FORMAT_JUMP:
    case LL_FORMAT_CONST:
    case LL_FORMAT_LIST_S:
    case LL_FORMAT_LIST_N:
    case LL_FORMAT_WINDOW:
    case LL_FORMAT_WINDOW_ARG:
    case LL_FORMAT_WINDOW_BLOCK:
    case LL_FORMAT_PAST_BLOCK:
        return false;
    }
    return false;
}

bool ll_expr_uses_field(const struct ll_expr *expr, uint16_t slot)
{
    for (uint32_t i = 0; i < expr->code_len; i++) {
        const struct ll_instruction *code = &expr->code[i];
        if (code->slot == slot && names_slot(ll_op_info((enum ll_op)code->op)->format))
            return true;
    }
    return false;
}

/* ---- text ---- */

static void add_quoted(struct ll_buf *out, const char *text, size_t len)
{
    ll_buf_add_char(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"' || text[i] == '\\')
            ll_buf_add_char(out, '\\');
        ll_buf_add_char(out, text[i]);
    }
    ll_buf_add_char(out, '"');
}

static void add_value(struct ll_buf *out, const struct ll_value *value, bool is_text)
{
    if (value->null)
        ll_buf_add_lit(out, "null");
    else if (is_text)
        add_quoted(out, value->text, value->len);
    else
        ll_decimal_add(out, value->number);
}

static void add_constant(struct ll_buf *out, const struct ll_constant *constant)
{
    bool is_list = constant->cell == LL_CELL_STRINGS || constant->cell == LL_CELL_NUMBERS;
    bool is_text = constant->cell == LL_CELL_STRINGS || constant->cell == LL_CELL_STRING;
    if (!is_list) {
        add_value(out, &constant->value, is_text);
        return;
    }
    ll_buf_add_char(out, '[');
    for (uint32_t i = 0; i < constant->value.len; i++) {
        if (i)
            ll_buf_add_lit(out, ", ");
        add_value(out, &constant->value.items[i], is_text);
    }
    ll_buf_add_char(out, ']');
}

static bool names_constant(enum ll_format format)
{
    return format == LL_FORMAT_CONST || format == LL_FORMAT_LIST_S || format == LL_FORMAT_LIST_N ||
           (format >= LL_FORMAT_FIELD_S_CONST && format <= LL_FORMAT_FIELD_N_LIST);
}

static bool has_mode(enum ll_op op)
{
    return op >= LL_OP_FIELD_NULL && op <= LL_OP_IN_FIELD_N && op != LL_OP_IN_HIT &&
           op != LL_OP_COUNT_GE;
}

static bool has_relations(enum ll_op op)
{
    return op == LL_OP_FIELD_CMP_S || op == LL_OP_FIELD_CMP_N || op == LL_OP_CMP_S ||
           op == LL_OP_CMP_N;
}

static void add_mode(struct ll_buf *out, const struct ll_instruction *i)
{
    static const char *const relations[] = {"none", "<", "==", "<=", ">", "!=", ">=", "any"};
    if (!has_mode((enum ll_op)i->op))
        return;
    if (has_relations((enum ll_op)i->op))
        ll_buf_printf(out, " %s", relations[i->mode & 7]);
    else
        ll_buf_add_str(out, i->mode ? LL_STR(" is") : LL_STR(" is-not"));
}

static void disassemble_one(const struct ll_expr *expr, uint32_t at, struct ll_buf *out)
{
    const struct ll_instruction *i = &expr->code[at];
    const struct ll_op_info *info = ll_op_info((enum ll_op)i->op);
    ll_buf_printf(out, "%u %s", at, info->name);
    if (names_slot(info->format))
        ll_buf_printf(out, " field %u", i->slot);
    add_mode(out, i);
    if (names_constant(info->format)) {
        ll_buf_add_char(out, ' ');
        add_constant(out, &expr->constants[i->arg]);
    } else if (info->format == LL_FORMAT_JUMP) {
        ll_buf_printf(out, " to %u", i->arg);
    } else if (info->format == LL_FORMAT_WINDOW_BLOCK || info->format == LL_FORMAT_PAST_BLOCK) {
        ll_buf_printf(out, " block at %u", expr->blocks[i->arg].begin);
    } else if (info->format == LL_FORMAT_ARG || info->format == LL_FORMAT_ROW_ARG ||
               info->format == LL_FORMAT_WINDOW_ARG) {
        ll_buf_printf(out, " %u", i->arg);
    } else if (i->op == LL_OP_DISTINCT_S || i->op == LL_OP_DISTINCT_N) {
        ll_buf_printf(out, " up to %u", i->arg);
    }
    ll_buf_add_char(out, '\n');
}

void ll_expr_disassemble(const struct ll_expr *expr, struct ll_buf *out)
{
    for (uint32_t i = 0; i < expr->code_len; i++)
        disassemble_one(expr, i, out);
}
