/* terms.c -- see terms.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/terms.h"

#include "base/decimal.h"
#include "why/say.h"
#include "json/writer.h"

static bool is_joint(const struct ll_node *node)
{
    return node->kind == LL_NODE_AND || node->kind == LL_NODE_OR || node->kind == LL_NODE_NOT;
}

static void add_children(struct ll_why_terms *terms, const struct ll_expr_reading *reading,
                         const struct ll_node *node, unsigned depth);

static void add_term(struct ll_why_terms *terms, const struct ll_expr_reading *reading,
                     const struct ll_node *node, unsigned depth)
{
    bool named = node->kind == LL_NODE_NAMED;
    if (terms->count == LL_WHY_TERMS_MAX)
        return;
    terms->list[terms->count++] =
        (struct ll_why_term){reading, node, depth, !named && !is_joint(node)};
    if (named && node->named->root->kind == LL_NODE_AND)
        add_children(terms, node->named, node->named->root, depth + 1);
    else if (named)
        add_term(terms, node->named, node->named->root, depth + 1);
    else if (is_joint(node))
        add_children(terms, reading, node, depth + 1);
}

static void add_children(struct ll_why_terms *terms, const struct ll_expr_reading *reading,
                         const struct ll_node *node, unsigned depth)
{
    for (const struct ll_node *child = node->first; child; child = child->next)
        add_term(terms, reading, child, depth);
}

void ll_why_terms_of(const struct ll_expr_reading *reading, struct ll_why_terms *terms)
{
    terms->count = 0;
    if (reading->root->kind == LL_NODE_AND)
        add_children(terms, reading, reading->root, 0);
    else
        add_term(terms, reading, reading->root, 0);
}

ll_str ll_why_term_words(const struct ll_why_term *term)
{
    return ll_reading_words(term->reading, term->node);
}

/* A parameter or a named list: its value stands elsewhere. */
static bool is_given(const struct ll_node *node, ll_str words)
{
    if (words.len == 0)
        return false;
    return node->kind == LL_NODE_CONST  ? words.ptr[0] == '$'
           : node->kind == LL_NODE_LIST ? words.ptr[0] != '['
                                        : false;
}

void ll_why_parts_add(const struct ll_expr_reading *reading, const struct ll_node *node,
                      struct ll_why_parts *parts)
{
    ll_str words = ll_reading_words(reading, node);
    if (node->kind == LL_NODE_NAMED) {
        ll_why_parts_add(node->named, node->named->root, parts);
        return;
    }
    if (node->kind == LL_NODE_NAME || node->kind == LL_NODE_CALL || is_given(node, words)) {
        for (size_t i = 0; i < parts->count; i++)
            if (ll_str_eq(parts->list[i].words, words))
                return;
        if (parts->count < LL_WHY_PARTS_MAX)
            parts->list[parts->count++] = (struct ll_why_part){node, words};
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
