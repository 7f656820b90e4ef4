/* condition.c -- conditions on one item in words.   SPDX-License-Identifier: Apache-2.0 */
#include "plain/words.h"

static void add(struct ll_buf *out, const char *text)
{
    ll_buf_add_str(out, ll_str_from(text));
}

static bool is_null(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NULL;
}

static void add_field(struct ll_buf *out, const struct ll_node *field)
{
    add(out, "the ");
    add(out, ll_plain_field(field->slot));
}

/* "has a detachable magazine". */
static void add_truth(struct ll_buf *out, const struct ll_node *field, bool wanted, bool or_unknown)
{
    if (field->slot == LL_SLOT_SOLD) {
        add(out, wanted ? "the gun's sale is on this timeline"
                        : "the gun's sale is not on this timeline");
        return;
    }
    add(out, wanted ? "there is a " : or_unknown ? "no " : "there is no ");
    add(out, ll_plain_field(field->slot));
    if (or_unknown)
        add(out, " is known of");
}

/* Numbers are more or less, texts come before or after. */
static const char *bound_of(const struct ll_node *field, enum ll_token_kind op)
{
    if (field->type == LL_NODE_NUMBER)
        return ll_plain_bound(op);
    switch ((int)op) {
    case LL_TOKEN_LT:
        return "before ";
    case LL_TOKEN_GT:
        return "after ";
    case LL_TOKEN_LE:
        return "at or before ";
    default:
        return "at or after ";
    }
}

/* What a field is to be, behind "the price". Of what is not known no comparison but that with null is true. */
static void add_relation(struct ll_buf *out, const struct ll_node *field, enum ll_token_kind op,
                         const struct ll_node *value, enum ll_item_kind items)
{
    bool is_date = ll_plain_is_date(field->slot);
    bool is_number = field->type == LL_NODE_NUMBER;
    bool is_not = op == LL_TOKEN_NE;
    if (is_not && ll_plain_may_lack(items, field->slot))
        add(out, " is known and");
    else
        add(out, " is");
    if (is_not)
        add(out, " not");
    add(out, " ");
    if (is_date && (op == LL_TOKEN_LT || op == LL_TOKEN_GT))
        add(out, op == LL_TOKEN_LT ? "before " : "after ");
    else if (!is_date && op != LL_TOKEN_EQ && !is_not)
        add(out, bound_of(field, op));
    ll_plain_value(out, value->type, value->value);
    add(out, is_number ? ll_plain_unit(field->slot) : "");
    if (is_date && op == LL_TOKEN_LE)
        add(out, " or earlier");
    if (is_date && op == LL_TOKEN_GE)
        add(out, " or later");
}

/* Two fields. */
static void add_fields(struct ll_buf *out, const struct ll_node *a, enum ll_token_kind op,
                       const struct ll_node *b)
{
    add_field(out, a);
    if (op == LL_TOKEN_EQ)
        add(out, " is the same as ");
    else if (op == LL_TOKEN_NE)
        add(out, " differs from ");
    else {
        add(out, " is ");
        add(out, bound_of(a, op));
    }
    add_field(out, b);
    if (op == LL_TOKEN_NE)
        add(out, " (both known)");
}

static void add_link(struct ll_buf *out, const struct ll_node *a, const struct ll_node *b,
                     enum ll_token_kind op, enum ll_item_kind items)
{
    if (a->kind != LL_NODE_NAME && b->kind == LL_NODE_NAME) {
        const struct ll_node *turned = a;
        a = b;
        b = turned;
        op = ll_node_op_turned(op);
    }
    if (a->kind != LL_NODE_NAME) {
        ll_plain_value(out, a->type, a->value);
        ll_buf_printf(out, " %s ", ll_token_word(op));
        ll_plain_value(out, b->type, b->value);
    } else if (is_null(b)) {
        add_field(out, a);
        add(out, op == LL_TOKEN_EQ ? " is not known" : " is known");
    } else if (b->kind == LL_NODE_NAME) {
        add_fields(out, a, op, b);
    } else if (a->type == LL_NODE_BOOL) {
        add_truth(out, a, (b->value.number != 0) == (op == LL_TOKEN_EQ), false);
    } else {
        add_field(out, a);
        add_relation(out, a, op, b, items);
    }
}

static bool is_upward(enum ll_token_kind op)
{
    return op == LL_TOKEN_LE || op == LL_TOKEN_LT;
}

/* 0 <= x <= 365: "the time to crime is from 0 to 365 days". */
static bool add_range(struct ll_buf *out, const struct ll_node *node)
{
    const struct ll_node *low = node->first, *field = low->next, *high = node->last;
    if (node->child_count != 3 || low->kind != LL_NODE_CONST || field->kind != LL_NODE_NAME ||
        high->kind != LL_NODE_CONST || field->op != LL_TOKEN_LE || !is_upward(high->op))
        return false;
    add_field(out, field);
    add(out, " is from ");
    ll_plain_value(out, low->type, low->value);
    add(out, high->op == LL_TOKEN_LE ? " to " : " to under ");
    ll_plain_value(out, high->type, high->value);
    add(out, ll_plain_unit(field->slot));
    return true;
}

static void add_chain(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items)
{
    if (add_range(out, node))
        return;
    for (const struct ll_node *a = node->first; a->next; a = a->next) {
        if (a != node->first)
            add(out, " and ");
        add_link(out, a, a->next, a->next->op, items);
    }
}

static void add_in(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items)
{
    const struct ll_node *left = node->first, *list = node->last;
    if (left->kind == LL_NODE_NAME)
        add_field(out, left);
    else
        ll_plain_value(out, left->type, left->value);
    if (!node->negated)
        add(out, " is ");
    else if (left->kind == LL_NODE_NAME && ll_plain_may_lack(items, left->slot))
        add(out, " is known and neither ");
    else
        add(out, " is neither ");
    ll_plain_list(out, list->type, list->value, node->negated ? " nor " : " or ");
}

/* ---- hits ---- */

static bool is_hit(const struct ll_node *node)
{
    return node->kind == LL_NODE_CALL && node->call == LL_CALL_IN_HIT;
}

static void add_id(struct ll_buf *out, const struct ll_node *call)
{
    ll_buf_add(out, call->first->value.text, call->first->value.len);
}

static const char *gun_of(enum ll_item_kind items)
{
    return items == LL_ITEM_TRACE ? "the gun that was traced" : "the gun";
}

/* in_hit("a") or in_hit("b"). */
static bool add_hits(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items)
{
    size_t i = 0;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (!is_hit(child))
            return false;
    }
    add(out, gun_of(items));
    add(out, " is in a hit of ");
    for (const struct ll_node *child = node->first; child; child = child->next) {
        add(out, ll_plain_glue(i++, node->child_count, " or "));
        add_id(out, child);
    }
    return true;
}

/* ---- the whole ---- */

static void add_parts(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items,
                      bool bound)
{
    bool is_or = node->kind == LL_NODE_OR;
    if (is_or && add_hits(out, node, items))
        return;
    add(out, bound ? "(" : "");
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (child != node->first)
            add(out, is_or ? ", or " : " and ");
        ll_plain_condition(out, child, items, true);
    }
    add(out, bound ? ")" : "");
}

void ll_plain_negation(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items)
{
    node = ll_plain_unnamed(node);
    if (node->kind == LL_NODE_NAME) {
        add_truth(out, node, false, ll_plain_may_lack(items, node->slot));
    } else if (is_hit(node)) {
        add(out, gun_of(items));
        add(out, " is in no hit of ");
        add_id(out, node);
    } else {
        add(out, "it is not so that ");
        ll_plain_condition(out, node, items, true);
    }
}

void ll_plain_condition(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items,
                        bool bound)
{
    node = ll_plain_unnamed(node);
    switch ((int)node->kind) {
    case LL_NODE_AND:
    case LL_NODE_OR:
        add_parts(out, node, items, bound);
        break;
    case LL_NODE_NOT:
        ll_plain_negation(out, node->first, items);
        break;
    case LL_NODE_CHAIN:
        add_chain(out, node, items);
        break;
    case LL_NODE_IN:
        add_in(out, node, items);
        break;
    case LL_NODE_NAME:
        add_truth(out, node, true, false);
        break;
    case LL_NODE_CALL:
        add(out, gun_of(items));
        add(out, " is in a hit of ");
        add_id(out, node);
        break;
    default:
        add(out, node->value.number ? "always" : "never");
        break;
    }
}
