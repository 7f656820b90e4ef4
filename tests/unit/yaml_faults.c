/* What is said of a YAML file that is refused, word for word.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "yaml/yaml.h"
#include <criterion/criterion.h>

struct row {
    const char *text, *wanted;
};

static void expect_all(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct ll_arena arena = {0};
        struct ll_source source = {"t.yaml", ll_str_from(rows[i].text)};
        struct ll_yaml_node *root;
        struct ll_error err = {0};
        struct ll_buf out = {0};
        cr_expect_neq(ll_yaml_parse(&arena, &source, &root, &err), LL_OK, "row %zu", i);
        cr_expect_null(root);
        ll_error_render(&err, "error", &out);
        ll_buf_add_char(&out, '\0');
        cr_expect_str_eq(out.ptr, rows[i].wanted, "row %zu: %s", i, out.ptr);
        ll_buf_fini(&out);
        ll_arena_fini(&arena);
    }
}
#define EXPECT_ALL(rows) expect_all(rows, sizeof(rows) / sizeof(rows)[0])

Test(yaml_faults, what_the_subset_leaves_out)
{
    static const struct row rows[] = {
        {"a: *x", "t.yaml:1:4: error: aliases '*' are not supported; write the value out\n"
                  "    a: *x\n"
                  "       ^\n"},
        {"a: *", "t.yaml:1:4: error: a value cannot start with '*'; put it in quotes\n"
                 "    a: *\n"
                 "       ^\n"},
        {"a: &x 1", "t.yaml:1:4: error: anchors '&' are not supported; write the value out\n"
                    "    a: &x 1\n"
                    "       ^\n"},
        {"a: &x [1]", "t.yaml:1:4: error: anchors '&' are not supported; write the value out\n"
                      "    a: &x [1]\n"
                      "       ^\n"},
        {"a: &", "t.yaml:1:4: error: a value cannot start with '&'; put it in quotes\n"
                 "    a: &\n"
                 "       ^\n"},
        {"a: !!str 1", "t.yaml:1:4: error: tags '!' are not supported; remove it\n"
                       "    a: !!str 1\n"
                       "       ^\n"},
        {"a: !x {b: 1}", "t.yaml:1:4: error: tags '!' are not supported; remove it\n"
                         "    a: !x {b: 1}\n"
                         "       ^\n"},
        {"a: !f!x 1", "t.yaml:1:4: error: tags '!' are not supported; remove it\n"
                      "    a: !f!x 1\n"
                      "       ^\n"},
        {"a: !<", "t.yaml:1:4: error: tags '!' are not supported; remove it\n"
                  "    a: !<\n"
                  "       ^\n"},
        {"<<: {a: 1}", "t.yaml:1:1: error: merge keys '<<' are not supported; write the keys out\n"
                       "    <<: {a: 1}\n"
                       "    ^~\n"},
        {"? [a]\n: b",
         "t.yaml:1:3: error: a key must be a plain word; put a text that starts so in quotes\n"
         "    ? [a]\n"
         "      ^\n"},
        {"[a]: b",
         "t.yaml:1:1: error: a key must be a plain word; put a text that starts so in quotes\n"
         "    [a]: b\n"
         "    ^\n"},
        {"{? {b: 1} : c}",
         "t.yaml:1:4: error: a key must be a plain word; put a text that starts so in quotes\n"
         "    {? {b: 1} : c}\n"
         "       ^\n"},
        {"{: b}", "t.yaml:1:2: error: a value is expected here; put one that starts so in quotes\n"
                  "    {: b}\n"
                  "     ^\n"},
        {"a: 1\n---\nb: 2", "t.yaml:2:1: error: a second document; keep one to a file\n"
                            "    ---\n"
                            "    ^\n"},
    };
    EXPECT_ALL(rows);
}

Test(yaml_faults, keys_given_twice_show_both_places)
{
    static const struct row rows[] = {
        {"a: 1\nb: 2\na: 3", "t.yaml:3:1: error: key 'a' is given twice; remove one\n"
                             "    a: 3\n"
                             "    ^\n"
                             "t.yaml:1:1: note: first given here\n"
                             "    a: 1\n"
                             "    ^\n"},
        {"x: {a: 1, \"a\": 2}", "t.yaml:1:11: error: key 'a' is given twice; remove one\n"
                                "    x: {a: 1, \"a\": 2}\n"
                                "              ^~~\n"
                                "t.yaml:1:5: note: first given here\n"
                                "    x: {a: 1, \"a\": 2}\n"
                                "        ^\n"},
    };
    EXPECT_ALL(rows);
}

Test(yaml_faults, what_is_no_yaml)
{
    static const struct row rows[] = {
        {"a:\n\tb: 1", "t.yaml:2:1: error: a tab cannot indent; use spaces\n"
                       "    \tb: 1\n"
                       "    ^\n"},
        {"\tx: 1", "t.yaml:1:1: error: a tab cannot indent; use spaces\n"
                   "    \tx: 1\n"
                   "    ^\n"},
        {"a: |\n\tfoo", "t.yaml:2:1: error: a tab cannot indent; use spaces\n"
                        "    \tfoo\n"
                        "    ^\n"},
        {"a: b: c", "t.yaml:1:5: error: a ':' cannot stand here; put a value that holds one in "
                    "quotes, or mend the indentation or the line before\n"
                    "    a: b: c\n"
                    "        ^\n"},
        {"key\nother: 1", "t.yaml:2:6: error: a ':' cannot stand here; put a value that holds one "
                          "in quotes, or mend the indentation or the line before\n"
                          "    other: 1\n"
                          "         ^\n"},
        {"a: 1\n b: 2", "t.yaml:2:3: error: a ':' cannot stand here; put a value that holds one in "
                        "quotes, or mend the indentation or the line before\n"
                        "     b: 2\n"
                        "      ^\n"},
        {"b: '\303\251': 2", "t.yaml:1:8: error: a ':' cannot stand here; put a value that holds "
                             "one in quotes, or mend the indentation or the line before\n"
                             "    b: '\303\251': 2\n"
                             "          ^\n"},
        {"- a\n-b\n", "t.yaml:2:1: error: a ':' is missing after this key, or a blank after the "
                      "'-' of a list item\n"
                      "    -b\n"
                      "    ^\n"},
        {"a: [1, 2\nb: 3", "t.yaml:2:2: error: a ',' or the list's ']' is missing before this\n"
                           "    b: 3\n"
                           "     ^\n"
                           "t.yaml:1:4: note: begun here\n"
                           "    a: [1, 2\n"
                           "       ^\n"},
        {"a: {b: 1", "t.yaml:1:9: error: a ',' or the mapping's '}' is missing before this\n"
                     "    a: {b: 1\n"
                     "            ^\n"
                     "t.yaml:1:4: note: begun here\n"
                     "    a: {b: 1\n"
                     "       ^\n"},
        {"- a\nb: 1", "t.yaml:2:1: error: a list item '- ' is expected here; mend the indentation\n"
                      "    b: 1\n"
                      "    ^\n"
                      "t.yaml:1:1: note: begun here\n"
                      "    - a\n"
                      "    ^\n"},
        {"a:\n  - b\n c: 1", "t.yaml:3:2: error: a key is expected here; mend the indentation, or "
                             "put the value before it in quotes (within quotes, the other kind)\n"
                             "     c: 1\n"
                             "     ^\n"
                             "t.yaml:1:1: note: begun here\n"
                             "    a:\n"
                             "    ^\n"},
        {"x: \"a\" b", "t.yaml:1:8: error: a key is expected here; mend the indentation, or put "
                       "the value before it in quotes (within quotes, the other kind)\n"
                       "    x: \"a\" b\n"
                       "           ^\n"
                       "t.yaml:1:1: note: begun here\n"
                       "    x: \"a\" b\n"
                       "    ^\n"},
        {"a: \"x", "t.yaml:1:4: error: the quote opened here is never closed; close it\n"
                   "    a: \"x\n"
                   "       ^\n"},
        {"a: \"x\n---\n", "t.yaml:1:4: error: the quote opened here is not closed before the "
                          "document ends; close it\n"
                          "    a: \"x\n"
                          "       ^\n"},
        {"a: @x",
         "t.yaml:1:4: error: this character cannot start a value; put the value in quotes\n"
         "    a: @x\n"
         "       ^\n"},
        {"a: %x",
         "t.yaml:1:4: error: this character cannot start a value; put the value in quotes\n"
         "    a: %x\n"
         "       ^\n"},
        {"%x: 1", "t.yaml:1:1: error: a line cannot start with '%'; put the value in quotes\n"
                  "    %x: 1\n"
                  "    ^\n"},
        {"a: }", "t.yaml:1:4: error: a value is expected here; put one that starts so in quotes\n"
                 "    a: }\n"
                 "       ^\n"},
        {"a: \"\\q\"", "t.yaml:1:5: error: unknown escape in double quotes; write '\\\\' for a "
                       "backslash, or use single quotes\n"
                       "    a: \"\\q\"\n"
                       "        ^\n"},
        {"a: \"\\xg\"",
         "t.yaml:1:7: error: this escape needs hexadecimal digits; write '\\\\' for a backslash\n"
         "    a: \"\\xg\"\n"
         "          ^\n"},
        {"a: \"\\ud800\"", "t.yaml:1:7: error: this escape names no character; give a valid code\n"
                           "    a: \"\\ud800\"\n"
                           "          ^\n"},
        {"a: | x\n",
         "t.yaml:1:6: error: the text of a '|' or '>' starts on the next line; move it there\n"
         "    a: | x\n"
         "         ^\n"},
        {"a: |0\n  x\n",
         "t.yaml:1:5: error: a block's indentation is 1 to 9; leave the number out\n"
         "    a: |0\n"
         "        ^\n"},
        {"a: - b", "t.yaml:1:4: error: a list item cannot start here; put it on a line of its own\n"
                   "    a: - b\n"
                   "       ^\n"},
        {"a: 1\n? ? b",
         "t.yaml:2:3: error: a key must be a plain word; put a text that starts so in quotes\n"
         "    ? ? b\n"
         "      ^\n"},
        {"{a: b}}",
         "t.yaml:1:7: error: this is outside the document; mend the indentation or the brackets\n"
         "    {a: b}}\n"
         "          ^\n"},
        {"a: \001", "t.yaml:1:4: error: control character U+0001 in the text; remove it, or escape "
                    "it in double quotes\n"
                    "    a: ?\n"
                    "       ^\n"},
        {"a: \377\376", "t.yaml:1:4: error: the text is not UTF-8; save the file as UTF-8\n"
                        "    a: \377\376\n"
                        "       ^\n"},
    };
    EXPECT_ALL(rows);
}

Test(yaml_faults, a_long_mapping_is_searched_too)
{
    struct ll_buf text = {0};
    for (int i = 0; i < 100; i++)
        ll_buf_printf(&text, "k%d: 1\n", i);
    ll_buf_add_lit(&text, "z: 1\nk70: 2\nk7: 2\nk7: 3\n");
    struct ll_arena arena = {0};
    struct ll_source source = {"t.yaml", ll_buf_str(&text)};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    cr_assert_eq(ll_yaml_parse(&arena, &source, &root, &err), LL_ERR_SYNTAX);
    cr_expect_str_eq(err.message, "key 'k70' is given twice; remove one");
    cr_expect_eq(err.at.line, 102);
    cr_expect_eq(err.other.line, 71);
    ll_arena_fini(&arena);
    ll_buf_fini(&text);
}

Test(yaml_faults, unknown_keys_are_refused_with_the_nearest)
{
    static const char *const known[] = {"open", "holidays", "closures"};
    struct ll_arena arena = {0};
    struct ll_source source = {"t.yaml", LL_STR("open: 1\nholiday: 2\nhours: 3\n")};
    struct ll_yaml_node *root;
    struct ll_errors errors = {0};
    cr_assert_eq(ll_yaml_parse(&arena, &source, &root, NULL), LL_OK);
    cr_expect_eq(ll_yaml_refuse_unknown(root, known, 3, "'default'", &errors), 2);
    cr_assert_eq(errors.count, 2);
    cr_expect_str_eq(errors.list[0].message,
                     "unknown key 'holiday' in 'default'; did you mean 'holidays'?");
    cr_expect_eq(errors.list[0].at.line, 2);
    cr_expect_eq(errors.list[0].at.width, 7);
    cr_expect_str_eq(errors.list[1].message,
                     "unknown key 'hours' in 'default'; it has open, holidays, closures");
    ll_arena_fini(&arena);
}
