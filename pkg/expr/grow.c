/* grow.c -- whether a condition, once true, stays true as more comes to be counted.   SPDX-License-Identifier: Apache-2.0
 *
 * All that calls amount to (counts, sums of what is never negative, hits that a gun is in) only grows with what there is. So a
 * tree says of itself which way it goes: up, down, both, or neither. It may say both where it is neither, never the other
 * way round. */
#include "expr/reading.h"

enum way { STILL, UP = 1, DOWN = 2, EITHER = 3 };

static enum way turned(enum way way)
{
    return way == UP ? DOWN : way == DOWN ? UP : way;
}

static enum way both(enum way a, enum way b)
{
    return (enum way)((unsigned)a | (unsigned)b);
}

static enum way way_of(const struct ll_node *node);

/* Of a op b, where the one goes this way and the other that. */
static enum way way_of_link(enum way a, enum ll_token_kind op, enum way b)
{
    switch ((int)op) {
    case LL_TOKEN_GT:
    case LL_TOKEN_GE:
        return both(a, turned(b));
    case LL_TOKEN_LT:
    case LL_TOKEN_LE:
        return both(turned(a), b);
    default:
        return a == STILL && b == STILL ? STILL : EITHER;
    }
}

/* Each part is asked once, though a chain looks at most of its parts twice: trees are deep. */
static enum way way_of_parts(const struct ll_node *node)
{
    enum way way = STILL, before = STILL;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        enum way own = way_of(child);
        if (node->kind != LL_NODE_CHAIN)
            way = both(way, own);
        else if (child != node->first)
            way = both(way, way_of_link(before, child->op, own));
        before = own;
    }
    return way;
}

static enum way way_of(const struct ll_node *node)
{
    switch (node->kind) {
    case LL_NODE_CALL: /* what stands in its parentheses is asked of rows, which stay as they are */
        /* A later item in the window moves its last date, and old traces out of sight. */
        return node->call == LL_CALL_TRACES ? EITHER : UP;
    case LL_NODE_NOT:
        return turned(way_of(node->first));
    case LL_NODE_AND:
    case LL_NODE_OR:
    case LL_NODE_CHAIN:
        return way_of_parts(node);
    case LL_NODE_IN:
        return way_of(node->first) == STILL && way_of(node->last) == STILL ? STILL : EITHER;
    case LL_NODE_NAMED:
        return way_of(node->named->root);
    case LL_NODE_CONST:
    case LL_NODE_LIST:
    case LL_NODE_NAME:
    case LL_NODE_PARAM:
        break;
    }
    return STILL;
}

bool ll_node_grows(const struct ll_node *node)
{
    return (way_of(node) & DOWN) == 0;
}
