/* full.c -- events that are written in full: YAML as the JSON that it stands for.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "json/writer.h"

#include <stdlib.h>

/* A number as JSON has it: -?(0|[1-9]digits)[.digits][e[+-]digits]. */
static bool is_number(ll_str text)
{
    size_t at = 0, from;

    at += at < text.len && text.ptr[at] == '-';
    from = at;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    if (at == from || (text.ptr[from] == '0' && at > from + 1))
        return false;
    if (at < text.len && text.ptr[at] == '.') {
        from = ++at;
        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
            at++;
        if (at == from)
            return false;
    }
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        at++;
        at += at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-');
        from = at;
        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
            at++;
        if (at == from)
            return false;
    }
    return at == text.len;
}

static void add_scalar(struct ll_buf *out, const struct ll_yaml_node *node)
{
    bool truth;

    if (ll_yaml_is_null(node))
        ll_buf_add_lit(out, "null");
    else if (ll_yaml_bool(node, &truth) || (node->plain && is_number(node->text)))
        ll_buf_add_str(out, node->text);
    else
        ll_json_add_string(out, node->text);
}

/* A tree is at most LL_YAML_DEPTH_MAX deep. */
static void add_node(struct ll_buf *out, const struct ll_yaml_node *node)
{
    bool mapping = node->kind == LL_YAML_MAPPING;

    if (node->kind == LL_YAML_SCALAR) {
        add_scalar(out, node);
        return;
    }
    ll_buf_add_char(out, mapping ? '{' : '[');
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        if (mapping) {
            ll_json_add_string(out, child->key->text);
            ll_buf_add_char(out, ':');
        }
        add_node(out, child);
        if (child->next)
            ll_buf_add_char(out, ',');
    }
    ll_buf_add_char(out, mapping ? '}' : ']');
}

void ll_draft_write_full(struct ll_trial_reader *reader, struct ll_trial_draft *draft)
{
    ll_buf_reset(&reader->text);
    if (draft->node->kind == LL_YAML_SCALAR)
        ll_buf_add_str(&reader->text, ll_str_trim(draft->node->text));
    else
        add_node(&reader->text, draft->node);
    draft->json = ll_trial_keep_text(reader);
}

static const struct ll_yaml_node *child_at(const struct ll_yaml_node *node, unsigned long place)
{
    const struct ll_yaml_node *child = node->first_child;

    while (child && place--)
        child = child->next;
    return child;
}

const struct ll_yaml_node *ll_full_find(const struct ll_yaml_node *node, const char *path)
{
    char name[64];

    while (*path) {
        const struct ll_yaml_node *next;
        size_t len = strcspn(path, ".[");
        if (len >= sizeof name)
            return node;
        memcpy(name, path, len);
        name[len] = 0;
        next = len ? ll_yaml_get(node, name) : node;
        path += len;
        if (next && *path == '[') {
            char *end;
            if (next->kind != LL_YAML_SEQUENCE)
                return next;
            next = child_at(next, strtoul(path + 1, &end, 10));
            path = *end == ']' ? end + 1 : end;
        }
        if (!next)
            return node;
        node = next;
        path += *path == '.';
    }
    return node;
}
