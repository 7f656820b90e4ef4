/* names.c -- lists and conditions by their names: what each stands for where it is used.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/check.h"
#include "expr/reading.h"

enum ll_node_type ll_check_node_type(enum ll_type type)
{
    switch (type) {
    case LL_TYPE_BOOL:
        return LL_NODE_BOOL;
    case LL_TYPE_NUMBER:
        return LL_NODE_NUMBER;
    case LL_TYPE_STRING:
        return LL_NODE_STRING;
    }
    return LL_NODE_UNKNOWN;
}

struct ll_pos ll_check_use(const struct ll_check *check, const struct ll_node *node)
{
    return check->text->used_at.line ? check->text->used_at
                                     : ll_expr_place(check->text, node->begin, node->end);
}

struct ll_expr_name *ll_check_name_find(const struct ll_check *check, ll_str name)
{
    const struct ll_expr_schema *schema = check->schema;
    for (size_t i = 0; i < schema->name_count; i++) {
        if (ll_str_eq(schema->names[i].name, name))
            return &schema->names[i];
    }
    return NULL;
}

/* Bytes that a name adds to the expression when what it stands for is put in its place: about, and never none. */
static size_t bytes_of(const struct ll_expr_name *name)
{
    size_t bytes = name->text.len + 2;
    for (size_t i = 0; i < name->count; i++)
        bytes += name->type == LL_TYPE_STRING ? name->values[i].len + (size_t)4 : 4;
    return bytes;
}

static bool has_room(struct ll_check *check, struct ll_node *node, const struct ll_expr_name *name)
{
    size_t bytes = bytes_of(name);
    bool was_fine = *check->spent <= LL_EXPR_TEXT_MAX && *check->names <= LL_EXPR_NAMES_MAX;
    *check->names += *check->names <= LL_EXPR_NAMES_MAX;
    *check->spent += *check->spent > LL_EXPR_TEXT_MAX ? 0
                     : bytes > LL_EXPR_TEXT_MAX       ? LL_EXPR_TEXT_MAX + 1
                                                      : (uint32_t)bytes;
    if (*check->spent <= LL_EXPR_TEXT_MAX && *check->names <= LL_EXPR_NAMES_MAX &&
        node->depth < LL_EXPR_DEPTH_MAX)
        return true;
    node->type = LL_NODE_UNKNOWN;
    if (node->depth >= LL_EXPR_DEPTH_MAX)
        ll_check_fault(check, node, "nested more than %d deep; write it flatter",
                       LL_EXPR_DEPTH_MAX);
    else if (was_fine)
        ll_check_fault(check, node,
                       "with what its names stand for in their place, this expression is too "
                       "long: %d bytes, %d names at most; of a long list make a parameter",
                       LL_EXPR_TEXT_MAX, LL_EXPR_NAMES_MAX);
    check->text->status = LL_ERR_LIMIT;
    return false;
}

static void take_list(struct ll_node *node, const struct ll_expr_name *name)
{
    node->kind = LL_NODE_LIST;
    node->is_list = true;
    node->type = name->count ? ll_check_node_type(name->type) : LL_NODE_NOTHING;
    node->value = (struct ll_value){.items = name->values, .len = (uint32_t)name->count};
    node->given_at = &name->at;
}

/* The condition's text, parsed and typed anew: the fields that it names may be others than elsewhere. */
static void take_condition(struct ll_check *check, struct ll_node *node,
                           const struct ll_expr_name *name)
{
    struct ll_expr_reading *reading = LL_NEW(check->scratch, struct ll_expr_reading);
    if (!reading) {
        node->type = LL_NODE_UNKNOWN;
        (void)ll_expr_fault_memory(check->text);
        return;
    }
    struct ll_expr_text text = {.text = name->text,
                                .at = name->text_at,
                                .verbatim = name->verbatim,
                                .errors = check->text->errors,
                                .used_at = ll_check_use(check, node),
                                .depth = node->depth + 1};
    struct ll_node *root = ll_expr_parse(&text, check->scratch);
    if (root) {
        struct ll_check inner = *check;
        inner.text = &text;
        ll_check_node(&inner, root);
        ll_check_condition(&inner, root, "a condition is");
    }
    if (check->text->status == LL_OK)
        check->text->status = text.status;
    text.errors = NULL;
    text.last = NULL;
    *reading = (struct ll_expr_reading){.text = text, .root = root, .has_names = true};
    node->kind = LL_NODE_NAMED;
    node->type = text.status == LL_OK ? LL_NODE_BOOL : LL_NODE_UNKNOWN;
    node->named = reading;
}

bool ll_check_name(struct ll_check *check, struct ll_node *node)
{
    struct ll_expr_name *name = ll_check_name_find(check, ll_check_word(check, node));
    if (!name)
        return false;
    name->used = true;
    if (name->faulty) {
        node->type = LL_NODE_UNKNOWN;
        if (check->text->status == LL_OK)
            check->text->status = LL_ERR_TYPE;
    } else if (has_room(check, node, name)) {
        if (name->is_condition)
            take_condition(check, node, name);
        else
            take_list(node, name);
    }
    return true;
}
