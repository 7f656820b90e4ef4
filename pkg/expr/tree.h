/* tree.h -- an expression as a tree: made by parse, named and typed by check, read by code.
 * Depends on: expr, token.   SPDX-License-Identifier: Apache-2.0
 *
 * Trees live in a scratch arena for as long as a compilation lasts. */
#ifndef LL_EXPR_TREE_H
#define LL_EXPR_TREE_H

#include "expr/expr.h"
#include "expr/token.h"

struct ll_expr_reading; /* reading.h */

enum ll_node_kind {
    LL_NODE_CONST, /* a literal, or a parameter that is no list */
    LL_NODE_LIST,  /* a list literal, parameter or named list: known when compiled */
    LL_NODE_NAME,  /* a field; of a row at run time */
    LL_NODE_PARAM, /* becomes CONST or LIST in check */
    LL_NODE_CALL,
    LL_NODE_NOT,
    LL_NODE_AND,   /* two or more children */
    LL_NODE_OR,    /* two or more children */
    LL_NODE_CHAIN, /* a op b [op c ...]: a child's op stands before it */
    LL_NODE_IN,    /* two children */
    LL_NODE_NAMED  /* a condition by its name: what it stands for is in another text */
};

/* What a node's value is. UNKNOWN: a fault was reported below; nothing more is said of it. */
enum ll_node_type {
    LL_NODE_UNKNOWN,
    LL_NODE_NULL,
    LL_NODE_BOOL,
    LL_NODE_NUMBER,
    LL_NODE_STRING,
    LL_NODE_NOTHING /* of an empty list's members */
};

enum ll_call {
    LL_CALL_COUNT,
    LL_CALL_SUM,
    LL_CALL_DISTINCT,
    LL_CALL_TRACES,
    LL_CALL_IN_HIT,
    LL_CALL_NUMBER
};

struct ll_node {
    enum ll_node_kind kind;
    uint32_t begin, end; /* bytes of the text */
    struct ll_token token;
    enum ll_token_kind op; /* of a child of a chain but the first */
    bool negated;          /* not in */
    struct ll_node *first, *last, *next;
    size_t child_count;
    uint32_t depth; /* how deeply nested it stands */

    /* from check on */
    enum ll_node_type type; /* of a list: of its members */
    bool is_list;
    uint16_t slot;         /* field */
    struct ll_value value; /* const; list: items in the scratch arena */
    enum ll_call call;
    uint32_t hit_slot;
    /* Of a named condition: as it reads here, typed by the fields that are known here. Its tree's parts are bytes of its
     * own text; it has no program. */
    const struct ll_expr_reading *named;
    const struct ll_pos
        *given_at; /* of a parameter or named list: where its value stands; or NULL */
};

/* The tree of the text; NULL, and a fault is reported, where it is none. */
struct ll_node *ll_expr_parse(struct ll_expr_text *text, struct ll_arena *scratch);
/* Find names, type the tree, report every fault. Marks the parameters and names used; true where it has names of lists or
 * conditions. */
bool ll_expr_check(struct ll_expr_text *text, const struct ll_expr_schema *schema,
                   struct ll_arena *scratch, struct ll_node *root);

/* A field or a constant: cheap to evaluate twice. */
static inline bool ll_node_is_plain(const struct ll_node *node)
{
    return node->kind == LL_NODE_NAME || node->kind == LL_NODE_CONST;
}
/* How a comparison reads from the other side: 5 < x is x > 5. */
enum ll_token_kind ll_node_op_turned(enum ll_token_kind op);
/* Which relations of its sides (LL_RELATION_..., program.h) a comparison asks for. */
unsigned ll_node_op_relations(enum ll_token_kind op);
/* Whether a comparison holds of two numbers. */
bool ll_node_op_holds(int64_t a, enum ll_token_kind op, int64_t b);

enum ll_need { LL_NEED_ITEMS, LL_NEED_PAST, LL_NEED_HIT };
/* A lower bound on the items (or past traces) without which the tree is not `wanted`; UINT32_MAX: it never is. */
uint32_t ll_node_need(const struct ll_node *node, enum ll_need what, bool wanted);
/* See ll_expr_grows. */
bool ll_node_grows(const struct ll_node *node);

#endif
