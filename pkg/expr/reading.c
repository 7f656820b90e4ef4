/* reading.c -- an expression's tree, kept and asked.   SPDX-License-Identifier: Apache-2.0
 *
 * As plain as can be: it is what the machine is tested against. */
#include "expr/reading.h"

#include "base/decimal.h"
#include "expr/program.h"
#include "expr/value.h"

enum ll_status ll_expr_read(struct ll_arena *arena, struct ll_arena *trees,
                            const struct ll_expr_schema *schema, ll_str text, struct ll_pos at,
                            bool verbatim, struct ll_expr_reading **out, struct ll_errors *errors)
{
    struct ll_expr_text source = {.text = text, .at = at, .verbatim = verbatim, .errors = errors};
    *out = NULL;
    struct ll_node *root = ll_expr_parse(&source, trees);
    bool has_names = root && ll_expr_check(&source, schema, trees, root);
    if (source.status != LL_OK)
        return source.status;
    struct ll_expr_reading *reading = LL_NEW(trees, struct ll_expr_reading);
    struct ll_expr *program = ll_expr_code(schema, root, arena, trees);
    if (!reading || !program)
        return ll_expr_fault_memory(&source);
    if (!ll_expr_verify(program))
        return ll_expr_fault(
            &source, LL_ERR_LIMIT, 0, 1,
            "this expression is too entangled to run; write it as several indicators");
    source.errors = NULL;
    source.last = NULL;
    *reading = (struct ll_expr_reading){source, root, program, has_names};
    *out = reading;
    return LL_OK;
}

ll_str ll_reading_words(const struct ll_expr_reading *reading, const struct ll_node *node)
{
    return (ll_str){reading->text.text.ptr + node->begin, node->end - node->begin};
}

struct ll_pos ll_reading_place(const struct ll_expr_reading *reading, const struct ll_node *node)
{
    return ll_expr_place(&reading->text, node->begin, node->end);
}

/* ---- calls ---- */

static int64_t count_of(const struct ll_node *condition, const struct ll_expr_env *env,
                        const struct ll_value *const *rows, size_t count)
{
    int64_t n = 0;
    for (size_t i = 0; i < count; i++) {
        struct ll_expr_env one = *env;
        one.row = rows[i];
        n += !condition || ll_reading_holds(condition, &one);
    }
    return n * LL_DECIMAL_ONE;
}

static int64_t sum_of(uint16_t slot, const struct ll_expr_env *env)
{
    int64_t sum = 0;
    for (size_t i = 0; i < env->row_count; i++) {
        const struct ll_value *value = &env->rows[i][slot];
        if (!value->null && __builtin_add_overflow(sum, value->number, &sum))
            return value->number < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

static int64_t distinct_of(const struct ll_node *field, const struct ll_expr_env *env)
{
    bool is_text = field->type == LL_NODE_STRING;
    int64_t n = 0;
    for (size_t i = 0; i < env->row_count; i++) {
        const struct ll_value *value = &env->rows[i][field->slot];
        bool is_new = !value->null;
        for (size_t k = 0; is_new && k < i; k++) {
            const struct ll_value *before = &env->rows[k][field->slot];
            is_new = before->null || !ll_value_agrees(before, value, is_text);
        }
        n += is_new;
    }
    return n * LL_DECIMAL_ONE;
}

static struct ll_value value_of_call(const struct ll_node *node, const struct ll_expr_env *env)
{
    switch (node->call) {
    case LL_CALL_COUNT:
        return ll_value_number(count_of(node->first, env, env->rows, env->row_count));
    case LL_CALL_TRACES:
        return ll_value_number(count_of(node->first, env, env->past, env->past_count));
    case LL_CALL_SUM:
        return ll_value_number(sum_of(node->first->slot, env));
    case LL_CALL_DISTINCT:
        return ll_value_number(distinct_of(node->first, env));
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        break;
    }
    return ll_value_bool(node->hit_slot != LL_EXPR_NEVER && env->in_hit &&
                         env->in_hit(env->row, node->hit_slot, env->context));
}

/* ---- conditions ---- */

static bool link_holds(const struct ll_node *left, const struct ll_node *right,
                       const struct ll_expr_env *env)
{
    struct ll_value a = ll_reading_value(left, env), b = ll_reading_value(right, env);
    if (left->type == LL_NODE_NULL || right->type == LL_NODE_NULL)
        return (a.null && b.null) == (right->op == LL_TOKEN_EQ);
    return left->type == LL_NODE_STRING
               ? ll_value_cmp_text(&a, &b, ll_node_op_relations(right->op))
               : ll_value_cmp_number(&a, &b, ll_node_op_relations(right->op));
}

static bool is_in(const struct ll_node *node, const struct ll_expr_env *env)
{
    struct ll_value value = ll_reading_value(node->first, env);
    struct ll_value list = ll_reading_value(node->last, env);
    bool found = false;
    if (value.null || list.null)
        return false;
    for (uint32_t i = 0; i < list.len && !found; i++)
        found = !list.items[i].null &&
                ll_value_agrees(&value, &list.items[i], node->first->type == LL_NODE_STRING);
    return found != node->negated;
}

static bool condition_holds(const struct ll_node *node, const struct ll_expr_env *env)
{
    const struct ll_node *child = node->first;
    switch ((int)node->kind) {
    case LL_NODE_NOT:
        return !ll_reading_holds(child, env);
    case LL_NODE_AND:
        while (child && ll_reading_holds(child, env))
            child = child->next;
        return !child;
    case LL_NODE_OR:
        while (child && !ll_reading_holds(child, env))
            child = child->next;
        return child != NULL;
    case LL_NODE_CHAIN:
        while (child->next && link_holds(child, child->next, env))
            child = child->next;
        return !child->next;
    default:
        return is_in(node, env);
    }
}

struct ll_value ll_reading_value(const struct ll_node *node, const struct ll_expr_env *env)
{
    switch (node->kind) {
    case LL_NODE_CONST:
    case LL_NODE_LIST:
    case LL_NODE_PARAM:
        return node->type == LL_NODE_NULL ? ll_value_null() : node->value;
    case LL_NODE_NAME:
        return env->row[node->slot];
    case LL_NODE_CALL:
        return value_of_call(node, env);
    case LL_NODE_NAMED:
        return ll_value_bool(ll_reading_holds(node->named->root, env));
    case LL_NODE_NOT:
    case LL_NODE_AND:
    case LL_NODE_OR:
    case LL_NODE_CHAIN:
    case LL_NODE_IN:
        break;
    }
    return ll_value_bool(condition_holds(node, env));
}

bool ll_reading_holds(const struct ll_node *node, const struct ll_expr_env *env)
{
    struct ll_value value = ll_reading_value(node, env);
    return !value.null && value.number != 0;
}
