/* terms.c -- see terms.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/terms.h"

#include "base/decimal.h"
#include "why/say.h"
#include "json/writer.h"

static bool is_joint(const struct ll_node *node)
{
    return node->kind == LL_NODE_AND || node->kind == LL_NODE_OR || node->kind == LL_NODE_NOT;
}

static void add_term(struct ll_why_terms *terms, const struct ll_node *node, unsigned depth)
{
    if (terms->count == LL_WHY_TERMS_MAX)
        return;
    terms->list[terms->count++] = (struct ll_why_term){node, depth, !is_joint(node)};
    if (!is_joint(node))
        return;
    for (const struct ll_node *child = node->first; child; child = child->next)
        add_term(terms, child, depth + 1);
}

void ll_why_terms_of(const struct ll_expr_reading *reading, struct ll_why_terms *terms)
{
    terms->count = 0;
    if (reading->root->kind != LL_NODE_AND) {
        add_term(terms, reading->root, 0);
        return;
    }
    for (const struct ll_node *child = reading->root->first; child; child = child->next)
        add_term(terms, child, 0);
}

static bool is_param(const struct ll_expr_reading *reading, const struct ll_node *node)
{
    return (node->kind == LL_NODE_CONST || node->kind == LL_NODE_LIST) && node->begin < node->end &&
           ll_reading_words(reading, node).ptr[0] == '$';
}

void ll_why_parts_add(const struct ll_expr_reading *reading, const struct ll_node *node,
                      struct ll_why_parts *parts)
{
    if (node->kind == LL_NODE_NAME || node->kind == LL_NODE_CALL || is_param(reading, node)) {
        ll_str words = ll_reading_words(reading, node);
        for (size_t i = 0; i < parts->count; i++)
            if (ll_str_eq(ll_reading_words(reading, parts->list[i]), words))
                return;
        if (parts->count < LL_WHY_PARTS_MAX)
            parts->list[parts->count++] = node;
        return;
    }
    for (const struct ll_node *child = node->first; child; child = child->next)
        ll_why_parts_add(reading, child, parts);
}

static void add_scalar(struct ll_buf *out, enum ll_node_type type, const struct ll_value *value,
                       bool json)
{
    ll_str text = {value->text, value->len};
    if (value->null || type == LL_NODE_NULL)
        ll_buf_add_lit(out, "null");
    else if (type == LL_NODE_BOOL)
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
    else if (type == LL_NODE_NUMBER)
        ll_decimal_add(out, value->number);
    else if (json)
        ll_json_add_string(out, text);
    else
        ll_why_add_text(out, text);
}

void ll_why_add_value(struct ll_buf *out, const struct ll_node *node, const struct ll_value *value,
                      bool json)
{
    if (!node->is_list || value->null) {
        add_scalar(out, node->type, value, json);
        return;
    }
    ll_buf_add_char(out, '[');
    for (uint32_t i = 0; i < value->len; i++) {
        ll_buf_add_str(out, i ? json ? LL_STR(",") : LL_STR(", ") : LL_STR(""));
        add_scalar(out, node->type, &value->items[i], json);
    }
    ll_buf_add_char(out, ']');
}
