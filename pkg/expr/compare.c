/* compare.c -- the types of comparisons, `in` and `not in`.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/check.h"

#include "expr/value.h"

enum ll_token_kind ll_node_op_turned(enum ll_token_kind op)
{
    switch ((int)op) {
    case LL_TOKEN_LT:
        return LL_TOKEN_GT;
    case LL_TOKEN_LE:
        return LL_TOKEN_GE;
    case LL_TOKEN_GT:
        return LL_TOKEN_LT;
    case LL_TOKEN_GE:
        return LL_TOKEN_LE;
    default:
        return op;
    }
}

unsigned ll_node_op_relations(enum ll_token_kind op)
{
    switch ((int)op) {
    case LL_TOKEN_LT:
        return LL_RELATION_LESS;
    case LL_TOKEN_LE:
        return LL_RELATION_LESS | LL_RELATION_SAME;
    case LL_TOKEN_GT:
        return LL_RELATION_MORE;
    case LL_TOKEN_GE:
        return LL_RELATION_MORE | LL_RELATION_SAME;
    case LL_TOKEN_NE:
        return LL_RELATION_LESS | LL_RELATION_MORE;
    default:
        return LL_RELATION_SAME;
    }
}

bool ll_node_op_holds(int64_t a, enum ll_token_kind op, int64_t b)
{
    return (ll_value_relation_of((a > b) - (a < b)) & ll_node_op_relations(op)) != 0;
}

/* Point at the value of a parameter or list beside, where it stands elsewhere. */
static void note_given(struct ll_check *check, const struct ll_node *node)
{
    if (node->given_at)
        ll_expr_fault_note(check->text, *node->given_at, "given here");
}

/* A condition is true or false by itself. False, and a fault is reported, where the node is one. */
static bool refuse_named(struct ll_check *check, struct ll_node *node)
{
    if (node->kind != LL_NODE_NAMED)
        return false;
    if (node->type != LL_NODE_UNKNOWN)
        ll_check_fault(check, node,
                       "'%.*s' is a condition, true or false by itself, and compared with "
                       "nothing; write it alone, or behind 'not'",
                       LL_STR_ARGS(ll_check_word(check, node)));
    return true;
}

/* A literal or parameter compared with a field whose spellings the schema knows: say the right name. place: of the value,
 * where it stands in a list elsewhere; else NULL. */
static void check_spelling(struct ll_check *check, const struct ll_node *field,
                           struct ll_node *literal, struct ll_value value,
                           const struct ll_pos *place)
{
    const struct ll_expr_schema *schema = check->schema;
    struct ll_pos at = ll_expr_place(check->text, literal->begin, literal->end);
    if (field->kind != LL_NODE_NAME || field->type != LL_NODE_STRING || !schema->literal)
        return;
    ll_str text = {value.text, value.len};
    const char *right = schema->literal(schema->context, field->slot, text, place ? *place : at);
    if (!right)
        return;
    (void)ll_expr_fault(check->text, LL_ERR_TYPE, literal->begin, literal->end,
                        "%.*s is never \"%.*s\": that is another spelling of \"%s\"; write \"%s\"",
                        LL_STR_ARGS(ll_check_shown(check, field)), LL_STR_ARGS(text), right, right);
    if (place)
        ll_expr_fault_note(check->text, *place, "given here");
    else
        note_given(check, literal);
}

static bool is_literal(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_STRING;
}

static void check_link(struct ll_check *check, struct ll_node *left, struct ll_node *right)
{
    const char *op = ll_token_word(right->op);
    bool is_order = right->op != LL_TOKEN_EQ && right->op != LL_TOKEN_NE;
    struct ll_node *null = ll_check_is_null(right) ? right : ll_check_is_null(left) ? left : NULL;
    if (left->is_list || right->is_list) {
        struct ll_node *list = right->is_list ? right : left;
        (void)ll_expr_fault(check->text, LL_ERR_TYPE, list->begin, list->end,
                            "'%s' compares single values, and %.*s is %s; use 'in' or 'not in'", op,
                            LL_STR_ARGS(ll_check_shown(check, list)), ll_check_type_word(list));
        note_given(check, list);
    } else if (null) {
        if (is_order)
            (void)ll_expr_fault(check->text, LL_ERR_TYPE, null->begin, null->end,
                                "nothing is '%s' null; null takes '== null' and '!= null' alone",
                                op);
    } else if (left->type != right->type) {
        (void)ll_expr_fault(check->text, LL_ERR_TYPE, right->begin, right->end,
                            "'%s' compares values of one type: %.*s is %s, %.*s is %s", op,
                            LL_STR_ARGS(ll_check_shown(check, left)), ll_check_type_word(left),
                            LL_STR_ARGS(ll_check_shown(check, right)), ll_check_type_word(right));
        note_given(check, right->given_at ? right : left);
    } else if (is_order && left->type == LL_NODE_BOOL) {
        (void)ll_expr_fault(check->text, LL_ERR_TYPE, right->begin, right->end,
                            "'%s' compares numbers and strings; booleans take '==' and '!=' alone",
                            op);
    } else if (is_literal(right)) {
        check_spelling(check, left, right, right->value, NULL);
    } else if (is_literal(left)) {
        check_spelling(check, right, left, left->value, NULL);
    }
}

void ll_check_chain(struct ll_check *check, struct ll_node *node)
{
    for (struct ll_node *child = node->first; child; child = child->next) {
        ll_check_node(check, child);
        if (!refuse_named(check, child) && node->child_count > 2 && ll_check_is_null(child))
            ll_check_fault(check, child, "null stands in no chain; write 'x == null and ...'");
    }
    for (struct ll_node *left = node->first; left && left->next; left = left->next) {
        if (left->type != LL_NODE_UNKNOWN && left->next->type != LL_NODE_UNKNOWN)
            check_link(check, left, left->next);
    }
    node->type = LL_NODE_BOOL;
}

static void check_members(struct ll_check *check, const struct ll_node *left, struct ll_node *list)
{
    if (list->kind != LL_NODE_LIST || list->type != LL_NODE_STRING)
        return;
    const struct ll_expr_name *name = list->token.kind == LL_TOKEN_NAME
                                          ? ll_check_name_find(check, ll_check_word(check, list))
                                          : NULL;
    struct ll_node *member = list->first;
    for (uint32_t i = 0; i < list->value.len; i++) {
        check_spelling(check, left, member ? member : list, list->value.items[i],
                       name ? &name->places[i] : NULL);
        member = member ? member->next : NULL;
    }
}

void ll_check_in(struct ll_check *check, struct ll_node *node)
{
    struct ll_node *left = node->first, *right = node->last;
    const char *op = node->negated ? "not in" : "in";
    ll_check_node(check, left);
    ll_check_node(check, right);
    node->type = LL_NODE_BOOL;
    bool is_named = refuse_named(check, left) || refuse_named(check, right);
    if (is_named || left->type == LL_NODE_UNKNOWN || right->type == LL_NODE_UNKNOWN)
        return;
    ll_str l = ll_check_shown(check, left), r = ll_check_shown(check, right);
    if (!right->is_list)
        ll_check_fault(check, right, "'%s' wants a list after it, as in [1, 2]: %.*s is %s", op,
                       LL_STR_ARGS(r), ll_check_type_word(right));
    else if (left->is_list)
        ll_check_fault(check, left, "'%s' wants one value before it: %.*s is %s", op,
                       LL_STR_ARGS(l), ll_check_type_word(left));
    else if (ll_check_is_null(left))
        ll_check_fault(check, left, "null is in no list; write 'x == null'");
    else if (right->type != LL_NODE_NOTHING && left->type != right->type)
        ll_check_fault(check, right, "'%s' looks for values of one type: %.*s is %s, %.*s is %s",
                       op, LL_STR_ARGS(l), ll_check_type_word(left), LL_STR_ARGS(r),
                       ll_check_type_word(right));
    else
        check_members(check, left, right);
    if (right->type == LL_NODE_UNKNOWN)
        note_given(check, right);
}
