/* tree.c -- see tree.h.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/tree.h"

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

void ll_tree_write(struct ll_buf *out, const struct ll_yaml_node *node)
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
        ll_tree_write(out, child);
    }
    ll_buf_add_char(out, mapping ? '}' : ']');
}

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

struct ll_yaml_node *ll_tree_scalar(struct ll_arena *arena, ll_str text, bool plain)
{
    struct ll_yaml_node *node = LL_NEW(arena, struct ll_yaml_node);
    ll_str kept = ll_arena_str(arena, text);
    if (!node || !kept.ptr)
        return NULL;
    *node = (struct ll_yaml_node){.kind = LL_YAML_SCALAR, .text = kept, .plain = plain};
    return node;
}

struct ll_yaml_node *ll_tree_mapping(struct ll_arena *arena)
{
    struct ll_yaml_node *node = LL_NEW(arena, struct ll_yaml_node);
    if (node)
        node->kind = LL_YAML_MAPPING;
    return node;
}

struct ll_yaml_node *ll_tree_child(const struct ll_yaml_node *node, size_t n)
{
    struct ll_yaml_node *child = node ? node->first_child : NULL;
    for (; child && n; n--)
        child = child->next;
    return child;
}

void ll_tree_append(struct ll_yaml_node *list, struct ll_yaml_node *item)
{
    struct ll_yaml_node **end = &list->first_child;
    while (*end)
        end = &(*end)->next;
    *end = item;
    item->next = NULL;
    list->child_count++;
}

void ll_tree_drop(struct ll_yaml_node *parent, size_t n)
{
    struct ll_yaml_node **at = &parent->first_child;
    for (; *at && n; n--)
        at = &(*at)->next;
    if (!*at)
        return;
    *at = (*at)->next;
    parent->child_count--;
}

bool ll_tree_set(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                 struct ll_yaml_node *value)
{
    struct ll_yaml_node **at = &mapping->first_child;
    if (!value)
        return false;
    while (*at && !ll_str_eq((*at)->key->text, ll_str_from(key)))
        at = &(*at)->next;
    value->key = *at ? (*at)->key : ll_tree_scalar(arena, ll_str_from(key), true);
    value->next = *at ? (*at)->next : NULL;
    mapping->child_count += !*at;
    *at = value;
    return value->key != NULL;
}

bool ll_tree_set_text(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                      ll_str text, bool plain)
{
    return ll_tree_set(arena, mapping, key, ll_tree_scalar(arena, text, plain));
}
