/* grow.c -- whether more items can only help a window.   SPDX-License-Identifier: Apache-2.0
 *
 * It may be denied where it is so, never the other way round. */
#include "expr/tree.h"

/* A call whose value never falls as items come: no number of an item is negative. */
static bool call_grows(const struct ll_node *node)
{
    return node->kind == LL_NODE_CALL &&
           (node->call == LL_CALL_COUNT || node->call == LL_CALL_SUM ||
            node->call == LL_CALL_DISTINCT);
}

static bool is_above(enum ll_token_kind op, bool wanted)
{
    return wanted ? op == LL_TOKEN_GT || op == LL_TOKEN_GE : op == LL_TOKEN_LT || op == LL_TOKEN_LE;
}

static bool link_grows(const struct ll_node *left, const struct ll_node *right, bool wanted)
{
    if (right->kind == LL_NODE_CONST)
        return call_grows(left) && is_above(right->op, wanted);
    return left->kind == LL_NODE_CONST && call_grows(right) &&
           is_above(ll_node_op_turned(right->op), wanted);
}

bool ll_node_grows(const struct ll_node *node, bool wanted)
{
    if (node->kind == LL_NODE_CONST)
        return true;
    if (node->kind == LL_NODE_NOT)
        return ll_node_grows(node->first, !wanted);
    if (node->kind != LL_NODE_AND && node->kind != LL_NODE_OR && node->kind != LL_NODE_CHAIN)
        return false;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        bool chain = node->kind == LL_NODE_CHAIN;
        if (chain && !child->next)
            break;
        if (!(chain ? link_grows(child, child->next, wanted) : ll_node_grows(child, wanted)))
            return false;
    }
    return true;
}
