/* YAML as a tree: kinds, texts, places in bytes, and what is read from it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "yaml/yaml.h"
#include <criterion/criterion.h>

static void write_tree(const struct ll_yaml_node *node, struct ll_buf *out)
{
    static const char kinds[] = {'=', '[', '{'};
    for (; node; node = node->next) {
        if (node->key)
            ll_buf_printf(out, "%.*s", LL_STR_ARGS(node->key->text));
        ll_buf_printf(out, "%c%u:%u+%u", kinds[node->kind], node->at.line, node->at.col,
                      node->at.width);
        if (node->kind == LL_YAML_SCALAR)
            ll_buf_printf(out, "%s|%.*s|%u:%u+%u%s", node->plain ? "" : "q",
                          LL_STR_ARGS(node->text), node->text_at.line, node->text_at.col,
                          node->text_at.width, node->verbatim ? "" : "?");
        ll_buf_add_char(out, '\n');
        write_tree(node->first_child, out);
    }
}

static void expect(ll_str text, const char *wanted)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"t.yaml", text};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    struct ll_buf out = {0};
    if (ll_yaml_parse(&arena, &source, &root, &err))
        ll_error_render(&err, "error", &out);
    else
        write_tree(root, &out);
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(out.ptr, wanted);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(yaml_tree, has_kinds_texts_and_places)
{
    expect(LL_STR("a: 1\nb: [x, {c: y}]\n"), "{1:1+1\n"
                                             "a=1:4+1|1|1:4+1\n"
                                             "b[2:4+1\n"
                                             "=2:5+1|x|2:5+1\n"
                                             "{2:8+1\n"
                                             "c=2:12+1|y|2:12+1\n");
}

Test(yaml_tree, an_empty_document_has_no_root)
{
    expect(LL_STR(""), "");
    expect(LL_STR("# a comment only\n"), "");
    expect(LL_STR("---\n...\n"), "=2:1+1||2:1+1\n");
}

Test(yaml_tree, columns_count_bytes_and_lines_end_in_lf)
{
    expect(LL_STR("\xC3\xA9: \xE2\x82\xAC\r\nb: {\xC3\xA9: \"\xC3\xA9\"}\r\n"),
           "{1:1+1\n"
           "\xC3\xA9=1:5+3|\xE2\x82\xAC|1:5+3\n"
           "b{2:4+1\n"
           "\xC3\xA9=2:9+4q|\xC3\xA9|2:10+2\n");
    /* U+0085 ends a line for libyaml, and none for an editor. */
    expect(LL_STR("# \xC2\x85"
                  "a: b\n"),
           "{1:5+1\na=1:8+1|b|1:8+1\n");
    expect(LL_STR("\xEF\xBB\xBF"
                  "a: b\n"),
           "{1:4+1\na=1:7+1|b|1:7+1\n");
}

Test(yaml_tree, knows_whether_a_text_stands_in_the_source)
{
    expect(LL_STR("a: 'b c'\n"), "{1:1+1\na=1:4+5q|b c|1:5+3\n");
    expect(LL_STR("a: 'it''s'\n"), "{1:1+1\na=1:4+7q|it's|1:4+7?\n");
    expect(LL_STR("a: \"b\\tc\"\n"), "{1:1+1\na=1:4+6q|b\tc|1:4+6?\n");
    expect(LL_STR("a: b\n  c\n"), "{1:1+1\na=1:4+1|b c|1:4+1?\n");
    expect(LL_STR("a: |\n  b > 1\n"), "{1:1+1\na=1:4+1q|b > 1\n|2:3+5\n");
    expect(LL_STR("a: |2-\n    b\n"), "{1:1+1\na=1:4+3q|  b|1:4+3?\n");
    expect(LL_STR("a: >- # why\n  b\n"), "{1:1+1\na=1:4+8q|b|2:3+1\n");
    expect(LL_STR("a: >\n  b\n  c\n"), "{1:1+1\na=1:4+1q|b c\n|1:4+1?\n");
    expect(LL_STR("a: |\n  b\n  c\n"), "{1:1+1\na=1:4+1q|b\nc\n|1:4+1?\n");
    expect(LL_STR("a:\n"), "{1:1+1\na=1:3+1||1:3+1\n");
}

/* The promise itself: whatever is said to stand in the source does. */
static void check_verbatim(const struct ll_yaml_node *node)
{
    for (; node; node = node->next) {
        check_verbatim(node->first_child);
        if (!node->verbatim)
            continue;
        ll_str source = node->at.source->text;
        size_t offset = 0;
        for (uint32_t line = 1; line < node->text_at.line; line++)
            offset = (size_t)((const char *)memchr(source.ptr + offset, '\n', source.len - offset) -
                              source.ptr) +
                     1;
        offset += node->text_at.col - 1;
        size_t len = node->text.len;
        while (len && node->text.ptr[len - 1] == '\n')
            len--;
        cr_assert_leq(offset + len, source.len);
        cr_assert_arr_eq(source.ptr + offset, node->text.ptr, len, "at %u:%u", node->text_at.line,
                         node->text_at.col);
    }
}

Test(yaml_tree, verbatim_texts_stand_at_their_place)
{
    static const char text[] =
        "# \xC3\xA9\npack: \xC3\xA9t\xC3\xA9\nlist:\n  - 'a \xE2\x82\xAC' # c\n  - {b: "
        "\"\xE2\x82\xAC\", c: d}\r\n"
        "  -   |\n      count() >= 2\n  - >-\n      sum(price) > 1\n\n  - z\n";
    struct ll_arena arena = {0};
    struct ll_source source = {"t.yaml", LL_STR(text)};
    struct ll_yaml_node *root;
    cr_assert_eq(ll_yaml_parse(&arena, &source, &root, NULL), LL_OK);
    const struct ll_yaml_node *list = ll_yaml_get(root, "list");
    cr_assert_eq(list->child_count, 5);
    for (const struct ll_yaml_node *item = list->first_child; item; item = item->next)
        cr_expect(item->kind == LL_YAML_MAPPING || item->verbatim, "at %u:%u", item->at.line,
                  item->at.col);
    check_verbatim(root);
    ll_arena_fini(&arena);
}

static struct ll_yaml_node *value(struct ll_arena *arena, struct ll_source *source)
{
    struct ll_yaml_node *root;
    return ll_yaml_parse(arena, source, &root, NULL) == LL_OK ? ll_yaml_get(root, "a") : NULL;
}

Test(yaml_tree, reads_plain_words)
{
    static const struct {
        ll_str text;
        bool null, is_bool, boolean, is_int;
        int64_t integer;
    } rows[] = {
        {{"a: null", 7}, true, false, false, false, 0},
        {{"a: ~", 4}, true, false, false, false, 0},
        {{"a:", 2}, true, false, false, false, 0},
        {{"a: 'null'", 9}, false, false, false, false, 0},
        {{"a: true", 7}, false, true, true, false, 0},
        {{"a: false", 8}, false, true, false, false, 0},
        {{"a: yes", 6}, false, false, false, false, 0},
        {{"a: 'true'", 9}, false, false, false, false, 0},
        {{"a: 0", 4}, false, false, false, true, 0},
        {{"a: -5", 5}, false, false, false, true, -5},
        {{"a: 100", 6}, false, false, false, true, 100},
        {{"a: 101", 6}, false, false, false, false, 0},
        {{"a: -6", 5}, false, false, false, false, 0},
        {{"a: 010", 6}, false, false, false, false, 0},
        {{"a: +1", 5}, false, false, false, false, 0},
        {{"a: 1.0", 6}, false, false, false, false, 0},
        {{"a: '1'", 6}, false, false, false, false, 0},
        {{"a: -", 4}, false, false, false, false, 0},
        {{"a: [1]", 6}, false, false, false, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_source source = {"t.yaml", rows[i].text};
        const struct ll_yaml_node *node = value(&arena, &source);
        bool boolean = false;
        int64_t integer = 0;
        cr_expect_eq(ll_yaml_is_null(node), rows[i].null, "row %zu", i);
        cr_expect_eq(ll_yaml_bool(node, &boolean), rows[i].is_bool, "row %zu", i);
        cr_expect_eq(boolean, rows[i].boolean, "row %zu", i);
        cr_expect_eq(ll_yaml_int(node, -5, 100, &integer), rows[i].is_int, "row %zu", i);
        cr_expect_eq(integer, rows[i].integer, "row %zu", i);
        ll_arena_fini(&arena);
    }
}

Test(yaml_tree, integers_reach_their_ends)
{
    static const ll_str texts[] = {{"a: -9223372036854775808", 23},
                                   {"a: 9223372036854775807", 22},
                                   {"a: -9223372036854775809", 23},
                                   {"a: 9223372036854775808", 22}};
    for (size_t i = 0; i < 4; i++) {
        struct ll_arena arena = {0};
        struct ll_source source = {"t.yaml", texts[i]};
        int64_t integer = 0;
        cr_expect_eq(ll_yaml_int(value(&arena, &source), INT64_MIN, INT64_MAX, &integer), i < 2,
                     "row %zu", i);
        cr_expect_eq(integer, i == 0 ? INT64_MIN : i == 1 ? INT64_MAX : 0, "row %zu", i);
        ll_arena_fini(&arena);
    }
    cr_assert_null(ll_yaml_get(NULL, "a"));
}

/* depth lists in one another. */
static enum ll_status parse_nested(size_t depth, struct ll_error *err)
{
    struct ll_arena arena = {0};
    struct ll_buf text = {0};
    for (size_t i = 0; i < depth; i++)
        ll_buf_add_char(&text, '[');
    for (size_t i = 0; i < depth; i++)
        ll_buf_add_char(&text, ']');
    struct ll_source source = {"t.yaml", ll_buf_str(&text)};
    struct ll_yaml_node *root;
    enum ll_status status = ll_yaml_parse(&arena, &source, &root, err);
    ll_arena_fini(&arena);
    ll_buf_fini(&text);
    return status;
}

Test(yaml_tree, depth_has_a_limit)
{
    struct ll_error err;
    cr_expect_eq(parse_nested(LL_YAML_DEPTH_MAX - 1, &err), LL_OK);
    cr_expect_eq(parse_nested(LL_YAML_DEPTH_MAX, &err), LL_OK);
    cr_expect_eq(parse_nested(LL_YAML_DEPTH_MAX + 1, &err), LL_ERR_LIMIT);
    cr_expect_str_eq(err.message, "values are nested more than 64 deep; write them flatter");
    cr_expect_eq(err.at.col, 65);
}

/* A list of count scalars: count + 1 nodes. */
static enum ll_status parse_wide(size_t count)
{
    struct ll_arena arena = {0};
    struct ll_buf text = {0};
    for (size_t i = 0; i < count; i++)
        ll_buf_add_lit(&text, "-\n");
    struct ll_source source = {"t.yaml", ll_buf_str(&text)};
    struct ll_yaml_node *root;
    enum ll_status status = ll_yaml_parse(&arena, &source, &root, NULL);
    ll_arena_fini(&arena);
    ll_buf_fini(&text);
    return status;
}

Test(yaml_tree, values_have_a_limit)
{
    cr_expect_eq(parse_wide(LL_YAML_NODES_MAX - 1), LL_OK);
    cr_expect_eq(parse_wide(LL_YAML_NODES_MAX), LL_ERR_LIMIT);
}

Test(yaml_tree, memory_may_run_out)
{
    struct ll_arena arena = {.max_bytes = 1};
    struct ll_source source = {"t.yaml", LL_STR("a: [b, c]\n")};
    struct ll_yaml_node *root;
    cr_expect_eq(ll_yaml_parse(&arena, &source, &root, NULL), LL_ERR_NOMEM);
    cr_expect_null(root);
    ll_arena_fini(&arena);
}
