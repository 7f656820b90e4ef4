/* need.c -- what a window must have at the least.   SPDX-License-Identifier: Apache-2.0
 *
 * A bound may be too low, never too high: windows below it are not looked at. */
#include "base/decimal.h"
#include "expr/reading.h"

#define IMPOSSIBLE UINT32_MAX

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static enum ll_token_kind op_not(enum ll_token_kind op)
{
    switch ((int)op) {
    case LL_TOKEN_EQ:
        return LL_TOKEN_NE;
    case LL_TOKEN_NE:
        return LL_TOKEN_EQ;
    case LL_TOKEN_LT:
        return LL_TOKEN_GE;
    case LL_TOKEN_LE:
        return LL_TOKEN_GT;
    case LL_TOKEN_GT:
        return LL_TOKEN_LE;
    default:
        return LL_TOKEN_LT;
    }
}

/* The least whole number n >= 0 with n op number. */
static uint32_t least_number(enum ll_token_kind op, int64_t number)
{
    if (ll_node_op_holds(0, op, number))
        return 0;
    int64_t units = number / LL_DECIMAL_ONE;
    bool whole = number % LL_DECIMAL_ONE == 0;
    if (op == LL_TOKEN_NE)
        return 1; /* n != 0 */
    if (op == LL_TOKEN_LT || op == LL_TOKEN_LE || (op == LL_TOKEN_EQ && (!whole || number < 0)))
        return IMPOSSIBLE;
    units += op == LL_TOKEN_GT || !whole;
    return units >= IMPOSSIBLE ? IMPOSSIBLE - 1 : (uint32_t)units;
}

/* What call op number asks for. */
static uint32_t need_of_call(const struct ll_node *call, enum ll_need what, enum ll_token_kind op,
                             int64_t number)
{
    bool past = call->call == LL_CALL_TRACES;
    if (call->kind != LL_NODE_CALL || what == LL_NEED_HIT || past != (what == LL_NEED_PAST))
        return 0;
    switch (call->call) {
    case LL_CALL_COUNT:
    case LL_CALL_DISTINCT: /* as many items as different values, at the least */
    case LL_CALL_TRACES:
        return least_number(op, number);
    case LL_CALL_SUM: /* the sum of nothing is 0 */
        return !ll_node_op_holds(0, op, number);
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        return 0;
    }
    return 0;
}

static bool is_number(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NUMBER;
}

static uint32_t need_of_link(const struct ll_node *left, const struct ll_node *right,
                             enum ll_need what, bool wanted)
{
    enum ll_token_kind op = wanted ? right->op : op_not(right->op);
    if (is_number(right))
        return need_of_call(left, what, op, right->value.number);
    if (is_number(left))
        return need_of_call(right, what, ll_node_op_turned(op), left->value.number);
    return 0;
}

static uint32_t need_of_in(const struct ll_node *node, enum ll_need what, bool wanted)
{
    const struct ll_node *left = node->first, *list = node->last;
    bool is_in = wanted != node->negated;
    if (list->kind != LL_NODE_LIST || left->type != LL_NODE_NUMBER || left->kind != LL_NODE_CALL)
        return 0;
    uint32_t need = is_in ? IMPOSSIBLE : 0;
    for (uint32_t i = 0; i < list->value.len; i++) {
        int64_t number = list->value.items[i].number;
        uint32_t one = need_of_call(left, what, is_in ? LL_TOKEN_EQ : LL_TOKEN_NE, number);
        need = is_in ? least(need, one) : most(need, one);
    }
    return need;
}

/* Of an `and` (or a chain) all parts must be wanted, of an `or` one; of their contrary the other way round. */
static uint32_t need_of_parts(const struct ll_node *node, enum ll_need what, bool wanted)
{
    bool all = wanted == (node->kind != LL_NODE_OR);
    uint32_t need = all ? 0 : IMPOSSIBLE;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (node->kind == LL_NODE_CHAIN && !child->next)
            break;
        uint32_t part = node->kind == LL_NODE_CHAIN ? need_of_link(child, child->next, what, wanted)
                                                    : ll_node_need(child, what, wanted);
        need = all ? most(need, part) : least(need, part);
    }
    return need;
}

uint32_t ll_node_need(const struct ll_node *node, enum ll_need what, bool wanted)
{
    switch (node->kind) {
    case LL_NODE_CONST:
        return (node->value.number != 0) == wanted ? 0 : IMPOSSIBLE;
    case LL_NODE_NOT:
        return ll_node_need(node->first, what, !wanted);
    case LL_NODE_AND:
    case LL_NODE_OR:
    case LL_NODE_CHAIN:
        return need_of_parts(node, what, wanted);
    case LL_NODE_IN:
        return need_of_in(node, what, wanted);
    case LL_NODE_LIST:
    case LL_NODE_NAME:
    case LL_NODE_PARAM:
        return 0;
    case LL_NODE_CALL:
        return what == LL_NEED_HIT && wanted && node->call == LL_CALL_IN_HIT;
    case LL_NODE_NAMED:
        return ll_node_need(node->named->root, what, wanted);
    }
    return 0;
}
