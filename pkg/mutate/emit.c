/* emit.c -- a YAML tree as text, a test a few lines long.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/emit.h"

static bool is_safe(ll_str text, bool plain)
{
    if (!plain || !text.len)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(",[]{}#&*!|>%@`\"'\\\n\t", text.ptr[i]) ||
            (text.ptr[i] == ':' && (i + 1 == text.len || text.ptr[i + 1] == ' ')))
            return false;
    return text.ptr[0] != ' ' && text.ptr[text.len - 1] != ' ';
}

static void add_scalar(struct ll_buf *out, const struct ll_yaml_node *node)
{
    if (is_safe(node->text, node->plain) || (node->plain && !node->text.len)) {
        ll_buf_add_str(out, node->text);
        return;
    }
    ll_buf_add_char(out, '"');
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.ptr[i];
        if (c == '\n') {
            ll_buf_add_lit(out, "\\n");
            continue;
        }
        if (c == '"' || c == '\\')
            ll_buf_add_char(out, '\\');
        ll_buf_add_char(out, c);
    }
    ll_buf_add_char(out, '"');
}

void ll_emit_flow(struct ll_buf *out, const struct ll_yaml_node *node)
{
    bool mapping = node->kind == LL_YAML_MAPPING;
    if (node->kind == LL_YAML_SCALAR) {
        add_scalar(out, node);
        return;
    }
    ll_buf_add_char(out, mapping ? '{' : '[');
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        if (child != node->first_child)
            ll_buf_add_lit(out, ", ");
        if (mapping) {
            add_scalar(out, child->key);
            ll_buf_add_lit(out, ": ");
        }
        ll_emit_flow(out, child);
    }
    ll_buf_add_char(out, mapping ? '}' : ']');
}

/* A copy whose nodes may be changed; texts are borrowed. NULL: memory is out. */
struct ll_yaml_node *ll_tree_copy(struct ll_arena *arena, const struct ll_yaml_node *node)
{
    struct ll_yaml_node *copy = LL_NEW(arena, struct ll_yaml_node), *last = NULL;
    if (!copy)
        return NULL;
    *copy = *node;
    copy->first_child = copy->next = NULL;
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        struct ll_yaml_node *one = ll_tree_copy(arena, child);
        if (!one)
            return NULL;
        if (last)
            last->next = one;
        else
            copy->first_child = one;
        last = one;
    }
    return copy;
}
