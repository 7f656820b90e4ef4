/* reach.c -- what can be said of a program before it is run.   SPDX-License-Identifier: Apache-2.0
 *
 * Jumps go forward only: one pass tells which values the flag can have at each instruction. */
#include "base/hash.h"
#include "expr/value.h"

/* What the flag can be. */
enum { NEVER = 0, FALSE = 1, TRUE = 2, EITHER = 3 };

/* Longer programs are not looked through: they can always hold. */
#define LOOKED_THROUGH_MAX 1024

static uint8_t flag_of(bool flag)
{
    return flag ? TRUE : FALSE;
}

/* The flag behind an instruction that asks for the slot. value NULL: a string that no constant is. */
static uint8_t known(const struct ll_expr *expr, const struct ll_instruction *i,
                     const struct ll_value *value)
{
    static const struct ll_value other = {.text = "", .len = 0};
    bool sense = i->mode != 0;
    const struct ll_value *constant = &expr->constants[i->arg].value;
    switch ((int)i->op) {
    case LL_OP_FIELD_NULL:
        return flag_of((value ? value : &other)->null == sense);
    case LL_OP_FIELD_EQ_S:
        return flag_of(value ? !value->null && ll_value_text_is(value, constant) == sense : !sense);
    case LL_OP_FIELD_IN_S:
        return flag_of(value ? ll_value_is_in(value, constant, true, sense) : !sense);
    case LL_OP_FIELD_CMP_S:
        return value ? flag_of(ll_value_cmp_text(value, constant, i->mode)) : EITHER;
    default:
        return EITHER;
    }
}

/* The flag behind an instruction that does not jump. */
static uint8_t behind(const struct ll_expr *expr, const struct ll_instruction *i, uint8_t flags,
                      uint16_t slot, const struct ll_value *value)
{
    switch ((enum ll_op)i->op) {
    case LL_OP_SET:
        return flag_of(i->arg != 0);
    case LL_OP_NOT:
        return (uint8_t)((flags & FALSE) << 1 | (flags & TRUE) >> 1);
    case LL_OP_FIELD_NULL:
    case LL_OP_FIELD_EQ_S:
    case LL_OP_FIELD_CMP_S:
    case LL_OP_FIELD_IN_S:
        return i->slot == slot ? known(expr, i, value) : EITHER;
    case LL_OP_PUSH_FIELD:
    case LL_OP_PUSH_CONST:
    case LL_OP_PUSH_FLAG:
    case LL_OP_TUCK:
    case LL_OP_COUNT:
    case LL_OP_COUNT_IF:
    case LL_OP_SUM:
    case LL_OP_DISTINCT_S:
    case LL_OP_DISTINCT_N:
    case LL_OP_TRACES:
    case LL_OP_TRACES_IF:
        return flags;
    case LL_OP_FIELD_TRUE:
    case LL_OP_FIELD_CMP_N:
    case LL_OP_FIELD_IN_N:
    case LL_OP_IN_HIT:
    case LL_OP_COUNT_GE:
    case LL_OP_EQ_S:
    case LL_OP_CMP_S:
    case LL_OP_CMP_N:
    case LL_OP_IS_NULL:
    case LL_OP_IN_S:
    case LL_OP_IN_N:
    case LL_OP_IN_FIELD_S:
    case LL_OP_IN_FIELD_N:
    case LL_OP_RETURN:
    case LL_OP_JUMP_FALSE:
    case LL_OP_JUMP_TRUE:
    case LL_OP_JUMP_FALSE_DROP:
    case LL_OP_NUMBER:
        break;
    }
    return EITHER;
}

bool ll_expr_can_hold(const struct ll_expr *expr, uint16_t slot, const struct ll_value *value)
{
    const struct ll_block *main = &expr->blocks[0];
    uint8_t flags[LOOKED_THROUGH_MAX] = {[0] = FALSE};
    if (main->end > LOOKED_THROUGH_MAX)
        return true;
    for (uint32_t at = main->begin; at + 1 < main->end; at++) {
        const struct ll_instruction *i = &expr->code[at];
        bool on_true = i->op == LL_OP_JUMP_TRUE;
        if (on_true || i->op == LL_OP_JUMP_FALSE || i->op == LL_OP_JUMP_FALSE_DROP) {
            uint8_t taken = flags[at] & (on_true ? TRUE : FALSE);
            flags[i->arg] |= taken;
            flags[at + 1] |= flags[at] ^ taken;
        } else if (flags[at] != NEVER) {
            flags[at + 1] |= behind(expr, i, flags[at], slot, value);
        }
    }
    return flags[main->end - 1] & TRUE;
}

size_t ll_expr_named(const struct ll_expr *expr, uint16_t slot, ll_str *strings, size_t cap)
{
    size_t n = 0;
    for (uint32_t at = 0; at < expr->code_len; at++) {
        const struct ll_instruction *i = &expr->code[at];
        if (i->slot != slot || (i->op != LL_OP_FIELD_EQ_S && i->op != LL_OP_FIELD_IN_S))
            continue;
        const struct ll_value *value = &expr->constants[i->arg].value;
        const struct ll_value *members = i->op == LL_OP_FIELD_IN_S ? value->items : value;
        size_t count = i->op == LL_OP_FIELD_IN_S ? value->len : 1;
        for (size_t k = 0; k < count; k++, n++)
            if (n < cap)
                strings[n] = (ll_str){members[k].text, members[k].len};
    }
    return n;
}

/* ---- the same program ---- */

static bool same_constants(const struct ll_constant *a, const struct ll_constant *b)
{
    bool is_list = a->cell == LL_CELL_STRINGS || a->cell == LL_CELL_NUMBERS;
    bool is_text = a->cell == LL_CELL_STRINGS || a->cell == LL_CELL_STRING;
    if (a->cell != b->cell || a->value.null != b->value.null)
        return false;
    if (!is_list)
        return ll_value_agrees(&a->value, &b->value, is_text);
    bool same = a->value.len == b->value.len;
    for (uint32_t i = 0; same && i < a->value.len; i++)
        same = ll_value_agrees(&a->value.items[i], &b->value.items[i], is_text);
    return same;
}

bool ll_expr_same(const struct ll_expr *a, const struct ll_expr *b)
{
    if (a->code_len != b->code_len || a->constant_count != b->constant_count ||
        a->block_count != b->block_count ||
        memcmp(a->code, b->code, a->code_len * sizeof *a->code) != 0)
        return false;
    bool same = true;
    for (uint32_t i = 0; same && i < a->block_count; i++)
        same = a->blocks[i].begin == b->blocks[i].begin && a->blocks[i].end == b->blocks[i].end &&
               a->blocks[i].scope == b->blocks[i].scope;
    for (uint32_t i = 0; same && i < a->constant_count; i++)
        same = same_constants(&a->constants[i], &b->constants[i]);
    return same;
}

static uint64_t hash_value(const struct ll_value *value, bool is_text)
{
    if (value->null)
        return 0;
    return is_text ? ll_hash64(value->text, value->len) : ll_hash_mix((uint64_t)value->number);
}

uint64_t ll_expr_hash(const struct ll_expr *expr)
{
    uint64_t hash = ll_hash64(expr->code, expr->code_len * sizeof *expr->code);
    for (uint32_t i = 0; i < expr->constant_count; i++) {
        const struct ll_constant *constant = &expr->constants[i];
        const struct ll_value *value = &constant->value;
        bool is_list = constant->cell == LL_CELL_STRINGS || constant->cell == LL_CELL_NUMBERS;
        bool is_text = constant->cell == LL_CELL_STRINGS || constant->cell == LL_CELL_STRING;
        for (uint32_t k = 0; is_list && k < value->len; k++)
            hash = ll_hash_mix(hash + hash_value(&value->items[k], is_text));
        if (!is_list)
            hash = ll_hash_mix(hash + hash_value(value, is_text));
    }
    return hash;
}
