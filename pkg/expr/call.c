/* call.c -- which calls have a place where, and what they take.   SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"
#include "expr/check.h"

#include <strings.h>

static const char *const call_names[LL_CALL_NUMBER] = {[LL_CALL_COUNT] = "count",
                                                       [LL_CALL_SUM] = "sum",
                                                       [LL_CALL_DISTINCT] = "distinct",
                                                       [LL_CALL_TRACES] = "traces",
                                                       [LL_CALL_IN_HIT] = "in_hit"};

bool ll_check_is_call(ll_str name)
{
    for (size_t i = 0; i < LL_CALL_NUMBER; i++) {
        if (ll_str_eq(name, ll_str_from(call_names[i])))
            return true;
    }
    return false;
}

bool ll_expr_is_word(ll_str name)
{
    for (unsigned k = LL_TOKEN_AND; k <= LL_TOKEN_NULL; k++) {
        const char *word = ll_token_word((enum ll_token_kind)k);
        if (strlen(word) == name.len && strncasecmp(word, name.ptr, name.len) == 0)
            return true;
    }
    return ll_check_is_call(name);
}

static void refuse_name(struct ll_check *check, struct ll_node *node, ll_str name)
{
    const char *near = ll_nearest(name, call_names, LL_CALL_NUMBER);
    if (ll_check_name_find(check, name))
        ll_check_fault(check, node, "'%.*s' is no function; write it without parentheses",
                       LL_STR_ARGS(name));
    else if (check->schema->no_calls)
        ll_check_fault(check, node, "unknown function '%.*s': calls have no place in %s",
                       LL_STR_ARGS(name), check->schema->no_calls);
    else if (near)
        ll_check_fault(check, node, "unknown function '%.*s'; did you mean '%s'?",
                       LL_STR_ARGS(name), near);
    else
        ll_check_fault(check, node,
                       "unknown function '%.*s'; there are count, sum, distinct, traces and in_hit",
                       LL_STR_ARGS(name));
}

/* False, and a fault is reported, where the call has no place here. */
static bool check_place(struct ll_check *check, struct ll_node *node)
{
    const struct ll_expr_schema *schema = check->schema;
    const char *name = call_names[node->call];
    if (schema->no_calls)
        ll_check_fault(check, node, "calls have no place in %s: remove %s()", schema->no_calls,
                       name);
    else if (node->call == LL_CALL_IN_HIT && (schema->aggregates || !schema->in_hit))
        ll_check_fault(check, node, "in_hit() has its place in 'where' on a purchaser's timeline");
    else if (check->in_call)
        ll_check_fault(check, node, "%s() has no place within %s(): calls do not nest", name,
                       check->in_call);
    else if (node->call != LL_CALL_IN_HIT && !schema->aggregates)
        ll_check_fault(check, node, "%s() has its place in 'having', not in 'where'", name);
    else if (node->call == LL_CALL_TRACES && !schema->past_fields)
        ll_check_fault(check, node, "traces() has its place in 'having' on a purchaser's timeline");
    else
        return true;
    return false;
}

/* count(expr), traces(expr): a condition on one item. */
static void check_condition(struct ll_check *check, struct ll_node *node)
{
    const char *name = call_names[node->call];
    if (node->child_count > 1) {
        ll_check_fault(check, node, "%s() takes one condition, or none; join them with 'and'",
                       name);
        return;
    }
    if (!node->first)
        return;
    struct ll_check inner = *check;
    inner.in_call = name;
    if (node->call == LL_CALL_TRACES) {
        inner.fields = check->schema->past_fields;
        inner.field_count = check->schema->past_field_count;
        inner.fields_of = "traces";
    }
    ll_check_node(&inner, node->first);
    ll_check_condition(&inner, node->first,
                       node->call == LL_CALL_TRACES ? "traces() counts where something is"
                                                    : "count() counts where something is");
    if (node->first->type == LL_NODE_UNKNOWN)
        node->type = LL_NODE_UNKNOWN;
}

/* sum(field), distinct(field). */
static void check_field(struct ll_check *check, struct ll_node *node)
{
    const char *name = call_names[node->call];
    struct ll_node *field = node->first;
    if (node->child_count != 1 || field->kind != LL_NODE_NAME) {
        ll_check_fault(check, node, "%s() takes the name of one field, as in %s(%s)", name, name,
                       node->call == LL_CALL_SUM ? "price" : "dealer.key");
        return;
    }
    if (!ll_check_field(check, field, false)) {
        node->type = LL_NODE_UNKNOWN;
        return;
    }
    bool is_number = field->type == LL_NODE_NUMBER;
    if (field->is_list || (node->call == LL_CALL_SUM && !is_number))
        ll_check_fault(check, field, "%s() takes %s: %.*s is %s", name,
                       node->call == LL_CALL_SUM ? "a number" : "a field of one value",
                       LL_STR_ARGS(ll_check_shown(check, field)), ll_check_type_word(field));
    node->slot = field->slot;
}

static void check_in_hit(struct ll_check *check, struct ll_node *node)
{
    const struct ll_expr_schema *schema = check->schema;
    struct ll_node *id = node->first;
    if (node->child_count != 1 || id->kind != LL_NODE_CONST || id->token.kind != LL_TOKEN_STRING) {
        ll_check_fault(check, node, "in_hit() takes the id of an indicator, as in in_hit(\"ID\")");
        return;
    }
    ll_check_node(check, id);
    if (!id->value.text)
        return;
    ll_str text = {id->value.text, id->value.len};
    struct ll_error err = {0};
    enum ll_status status =
        schema->in_hit(schema->context, text, ll_expr_place(check->text, id->begin, id->end),
                       &node->hit_slot, &err);
    if (status == LL_OK)
        return;
    (void)ll_expr_fault_add(check->text, &err);
}

void ll_check_call(struct ll_check *check, struct ll_node *node)
{
    ll_str name = ll_check_word(check, node);
    unsigned call = 0;
    while (call < LL_CALL_NUMBER && !ll_str_eq(name, ll_str_from(call_names[call])))
        call++;
    if (call == LL_CALL_NUMBER) {
        node->end = node->token.end;
        refuse_name(check, node, name);
        return;
    }
    node->call = (enum ll_call)call;
    node->type = call == LL_CALL_IN_HIT ? LL_NODE_BOOL : LL_NODE_NUMBER;
    if (!check_place(check, node))
        return;
    switch (node->call) {
    case LL_CALL_COUNT:
    case LL_CALL_TRACES:
        check_condition(check, node);
        break;
    case LL_CALL_SUM:
    case LL_CALL_DISTINCT:
        check_field(check, node);
        break;
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        check_in_hit(check, node);
        break;
    }
}
