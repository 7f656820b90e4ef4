/* Any bytes as YAML: a tree or an error, and what is said to stand in the source does.
 * SPDX-License-Identifier: Apache-2.0 */
#include "yaml/yaml.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t offset_of(struct ll_pos at)
{
    const char *text = at.source->text.ptr, *line = text;
    for (uint32_t i = 1; i < at.line; i++)
        line = (const char *)memchr(line, '\n', at.source->text.len - (size_t)(line - text)) + 1;
    return (size_t)(line - text) + at.col - 1;
}

static void check(const struct ll_yaml_node *node)
{
    for (; node; node = node->next) {
        if (node->key)
            check(node->key);
        check(node->first_child);
        ll_str text = node->text, source = node->at.source->text;
        if (text.len && text.ptr[text.len - 1] == '\n')
            text.len--;
        size_t at = offset_of(node->text_at);
        if (offset_of(node->at) > source.len || at > source.len)
            abort();
        if (node->verbatim && text.len && memcmp(source.ptr + at, text.ptr, text.len) != 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.yaml", {(const char *)data, size}};
    struct ll_yaml_node *root;
    struct ll_error err;
    if (ll_yaml_parse(&arena, &source, &root, &err) == LL_OK)
        check(root);
    else if (!err.message[0])
        abort();
    ll_arena_fini(&arena);
    return 0;
}
