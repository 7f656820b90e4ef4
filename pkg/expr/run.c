/* run.c -- the machine.   SPDX-License-Identifier: Apache-2.0
 *
 * Programs were verified: nothing is checked here but data. */
#include "expr/program.h"

#include "base/decimal.h"
#include "base/hash.h"
#include "expr/value.h"

/* As is_in, of a list that is a field: in any order, members may be null. */
static bool is_in_field(const struct ll_value *value, const struct ll_value *list, bool is_text,
                        bool sense)
{
    if (value->null || list->null)
        return false;
    bool found = false;
    for (uint32_t i = 0; i < list->len && !found; i++) {
        const struct ll_value *item = &list->items[i];
        found = !item->null &&
                (is_text ? ll_value_text_is(value, item) : value->number == item->number);
    }
    return found == sense;
}

/* ---- calls ---- */

static struct ll_value count_of(size_t n)
{
    return ll_value_number((int64_t)n * LL_DECIMAL_ONE);
}

static struct ll_value sum_of(const struct ll_expr_env *env, uint16_t slot)
{
    int64_t sum = 0;
    for (size_t i = 0; i < env->row_count; i++) {
        const struct ll_value *value = &env->rows[i][slot];
        if (!value->null && __builtin_add_overflow(sum, value->number, &sum))
            return ll_value_number(value->number < 0 ? INT64_MIN : INT64_MAX);
    }
    return ll_value_number(sum);
}

/* Different values kept on the stack; beyond, in a table in scratch. */
#define FEW 16

/* A table of the values seen, of a power of two places; places NULL: no memory, rows are compared with all before them. */
struct seen {
    const struct ll_value **places;
    size_t mask;
};

static bool add_seen(struct seen *seen, const struct ll_value *value, bool is_text)
{
    uint64_t hash =
        is_text ? ll_hash64(value->text, value->len) : ll_hash_mix((uint64_t)value->number);
    size_t at = (size_t)hash & seen->mask;
    for (; seen->places[at]; at = (at + 1) & seen->mask) {
        if (ll_value_agrees(seen->places[at], value, is_text))
            return false;
    }
    seen->places[at] = value;
    return true;
}

static bool is_first(const struct ll_expr_env *env, size_t row, uint16_t slot, bool is_text)
{
    for (size_t i = 0; i < row; i++) {
        const struct ll_value *before = &env->rows[i][slot];
        if (!before->null && ll_value_agrees(before, &env->rows[row][slot], is_text))
            return false;
    }
    return true;
}

static size_t distinct_many(const struct ll_expr_env *env, uint16_t slot, size_t limit,
                            bool is_text)
{
    size_t places = ll_table_size(env->row_count);
    struct seen seen = {NULL, places - 1};
    if (env->scratch)
        seen.places = LL_NEW_ARRAY(env->scratch, const struct ll_value *, places);
    size_t n = 0;
    for (size_t i = 0; i < env->row_count && n < limit; i++) {
        const struct ll_value *value = &env->rows[i][slot];
        if (value->null)
            continue;
        n += seen.places ? add_seen(&seen, value, is_text) : is_first(env, i, slot, is_text);
    }
    return n;
}

static size_t distinct_of(const struct ll_expr_env *env, uint16_t slot, size_t limit, bool is_text)
{
    const struct ll_value *few[FEW];
    size_t n = 0;
    for (size_t i = 0; i < env->row_count && n < limit; i++) {
        const struct ll_value *value = &env->rows[i][slot];
        if (value->null)
            continue;
        size_t k = 0;
        while (k < n && !ll_value_agrees(few[k], value, is_text))
            k++;
        if (k < n)
            continue;
        if (n == FEW)
            return distinct_many(env, slot, limit, is_text);
        few[n++] = value;
    }
    return n;
}

static bool run_block(const struct ll_expr *expr, const struct ll_expr_env *env, uint32_t block,
                      const struct ll_value *row);

bool ll_expr_run_block(const struct ll_expr *expr, const struct ll_expr_env *env, uint32_t block,
                       const struct ll_value *row)
{
    return run_block(expr, env, block, row);
}

static size_t count_if(const struct ll_expr *expr, const struct ll_expr_env *env, uint32_t block,
                       const struct ll_value *const *rows, size_t row_count)
{
    size_t n = 0;
    for (size_t i = 0; i < row_count; i++)
        n += run_block(expr, env, block, rows[i]);
    return n;
}

/* ---- the machine ---- */

/* One case an op: the compiler warns of an op that is forgotten. */
/* NOLINTNEXTLINE(readability-function-size) */
static bool run_block(const struct ll_expr *expr, const struct ll_expr_env *env, uint32_t block,
                      const struct ll_value *row)
{
    struct ll_value stack[LL_EXPR_STACK_MAX];
    struct ll_value *top = stack; /* the next free place */
    const struct ll_constant *constants = expr->constants;
    const struct ll_value *known = env->aggregates;
    bool flag = false;
#ifdef __clang_analyzer__
    memset(stack, 0, sizeof stack); /* it cannot know that nothing is popped that was not pushed */
#endif
    for (const struct ll_instruction *i = expr->code + expr->blocks[block].begin;; i++) {
        switch ((enum ll_op)i->op) {
        case LL_OP_RETURN:
        case LL_OP_NUMBER:
            return flag;
        case LL_OP_SET:
            flag = i->arg != 0;
            break;
        case LL_OP_NOT:
            flag = !flag;
            break;
        case LL_OP_JUMP_FALSE:
            if (!flag)
                i = expr->code + i->arg - 1;
            break;
        case LL_OP_JUMP_TRUE:
            if (flag)
                i = expr->code + i->arg - 1;
            break;
        case LL_OP_JUMP_FALSE_DROP:
            if (!flag) {
                top--;
                i = expr->code + i->arg - 1;
            }
            break;
        case LL_OP_FIELD_TRUE:
            flag = !row[i->slot].null && row[i->slot].number != 0;
            break;
        case LL_OP_FIELD_NULL:
            flag = row[i->slot].null == (i->mode != 0);
            break;
        case LL_OP_FIELD_EQ_S:
            flag = !row[i->slot].null &&
                   ll_value_text_is(&row[i->slot], &constants[i->arg].value) == (i->mode != 0);
            break;
        case LL_OP_FIELD_CMP_S:
            flag = ll_value_cmp_text(&row[i->slot], &constants[i->arg].value, i->mode);
            break;
        case LL_OP_FIELD_CMP_N:
            flag = ll_value_cmp_number(&row[i->slot], &constants[i->arg].value, i->mode);
            break;
        case LL_OP_FIELD_IN_S:
            flag = ll_value_is_in(&row[i->slot], &constants[i->arg].value, true, i->mode != 0);
            break;
        case LL_OP_FIELD_IN_N:
            flag = ll_value_is_in(&row[i->slot], &constants[i->arg].value, false, i->mode != 0);
            break;
        case LL_OP_IN_HIT:
            flag = env->in_hit && env->in_hit(row, i->arg, env->context);
            break;
        case LL_OP_COUNT_GE:
            flag = env->row_count >= i->arg;
            break;
        case LL_OP_EQ_S:
            top -= 2;
            flag = !top[0].null && !top[1].null &&
                   ll_value_text_is(&top[0], &top[1]) == (i->mode != 0);
            break;
        case LL_OP_CMP_S:
            top -= 2;
            flag = ll_value_cmp_text(&top[0], &top[1], i->mode);
            break;
        case LL_OP_CMP_N:
            top -= 2;
            flag = ll_value_cmp_number(&top[0], &top[1], i->mode);
            break;
        case LL_OP_IS_NULL:
            top--;
            flag = top->null == (i->mode != 0);
            break;
        case LL_OP_IN_S:
            top--;
            flag = ll_value_is_in(top, &constants[i->arg].value, true, i->mode != 0);
            break;
        case LL_OP_IN_N:
            top--;
            flag = ll_value_is_in(top, &constants[i->arg].value, false, i->mode != 0);
            break;
        case LL_OP_IN_FIELD_S:
            top--;
            flag = is_in_field(top, &row[i->slot], true, i->mode != 0);
            break;
        case LL_OP_IN_FIELD_N:
            top--;
            flag = is_in_field(top, &row[i->slot], false, i->mode != 0);
            break;
        case LL_OP_PUSH_FIELD:
            *top++ = row[i->slot];
            break;
        case LL_OP_PUSH_CONST:
            *top++ = constants[i->arg].value;
            break;
        case LL_OP_PUSH_FLAG:
            *top++ = ll_value_bool(flag);
            break;
        case LL_OP_TUCK:
            top[0] = top[-1];
            top[-1] = top[-2];
            top[-2] = top[0];
            top++;
            break;
        case LL_OP_COUNT:
            *top++ = count_of(env->row_count);
            break;
        case LL_OP_COUNT_IF:
            *top++ = known ? known[i - expr->code]
                           : count_of(count_if(expr, env, i->arg, env->rows, env->row_count));
            break;
        case LL_OP_SUM:
            *top++ = known ? known[i - expr->code] : sum_of(env, i->slot);
            break;
        case LL_OP_DISTINCT_S:
            *top++ =
                known ? known[i - expr->code] : count_of(distinct_of(env, i->slot, i->arg, true));
            break;
        case LL_OP_DISTINCT_N:
            *top++ =
                known ? known[i - expr->code] : count_of(distinct_of(env, i->slot, i->arg, false));
            break;
        case LL_OP_TRACES:
            *top++ = count_of(env->past_count);
            break;
        case LL_OP_TRACES_IF:
            *top++ = known ? known[i - expr->code]
                           : count_of(count_if(expr, env, i->arg, env->past, env->past_count));
            break;
        }
    }
}

bool ll_expr_run(const struct ll_expr *expr, const struct ll_expr_env *env)
{
    return run_block(expr, env, 0, env->row);
}

bool ll_expr_mark_past(const struct ll_expr *expr, const struct ll_expr_env *env, bool *marks)
{
    if (!expr->uses_past)
        return false;
    const struct ll_block *main = &expr->blocks[0];
    for (uint32_t at = main->begin; at < main->end; at++) {
        const struct ll_instruction *i = &expr->code[at];
        bool all = i->op == LL_OP_TRACES;
        if (!all && i->op != LL_OP_TRACES_IF)
            continue;
        for (size_t t = 0; t < env->past_count; t++)
            marks[t] = marks[t] || all || run_block(expr, env, i->arg, env->past[t]);
    }
    return true;
}
