/* Reading JSON: what is valid, what is not, and how it is walked.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "json/reader.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 4096

/* A copy with exactly the padding that is promised, full of what would be read as JSON. */
static char *padded(ll_str text)
{
    char *copy = malloc(text.len + LL_JSON_PADDING);
    cr_assert_not_null(copy);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    memset(copy + text.len, '}', LL_JSON_PADDING);
    return copy;
}

static bool is_valid(ll_str text)
{
    struct ll_json_reader *reader = ll_json_reader_new(1 << 16);
    cr_assert_not_null(reader);
    char *copy = padded(text);
    bool good = ll_json_open(reader, (ll_str){copy, text.len}) && ll_json_skip(reader) &&
                ll_json_close(reader);
    cr_expect_eq(good, ll_json_fault(reader) == NULL, "a fault is told if there is one");
    free(copy);
    ll_json_reader_free(reader);
    return good;
}

static const char *const good_texts[] = {
    "{}",
    "[]",
    " [ ] ",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0e-0",
    "12",
    "1.5E+3",
    "123456789012345678901234567890.0000000001e99999",
    "\"\"",
    "\"a\"",
    "\t{\"a\" :\r\n[1 , 2,{\"b\":null}] }\n",
    "{\"a\":1,\"a\":2}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uFFFF\\ud83d\\uDE00\"",
    "\"\xC3\xA9\xF0\x9F\x98\x80\"",
    "[[],{},[{}],\"],}\"]",
    "\"\x7F\"",
};

static const char *const bad_texts[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,,2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{,}",
    "{\"a\" 1}",
    "{1:2}",
    "{a:1}",
    "{\"a\":1 \"b\":2}",
    "[}",
    "{]",
    "{\"a\":[}]",
    "[1:2]",
    ":",
    ",",
    "1 2",
    "{} {}",
    "[] x",
    "\"a\" \"b\"",
    "\"a\"b",
    "1\"a\"",
    "[1\"a\"]",
    "nul",
    "nulll",
    "True",
    "truefalse",
    "NaN",
    "Infinity",
    "-",
    "+1",
    ".5",
    "1.",
    "01",
    "-01",
    "1e",
    "1e+",
    "1.e1",
    "0x10",
    "1_000",
    "--1",
    "1-",
    "\"",
    "\"a",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\\"",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\ud800x\"",
    "\"\\ud800\\n\"",
    "\"\\ud800\\u0041\"",
    "\"\\ud800\\ud800\"",
    "\"\\uDC00\\uD800\"",
    "{\"\\ud800\":1}",
    "[\"\\q\"]",
    "\"a\nb\"",
    "\"\t\"",
    "\"\x01\"",
    "'a'",
    "/* */ 1",
    "[1] // x",
    "\xEF\xBB\xBF{}",
    "\xFF",
    "\"\xC3\"",
    "\"\xED\xA0\x80\"",
    "\"\xC0\xAF\"",
    "\"\xF5\x80\x80\x80\"",
    "\\\"a\"",
    "\x0C[]",
    "[1\x0C]",
    "[\x1A]",
    "{\"a\"\x1A\"b\"}",
    "\xC2\xA0[]",
    "{\"x\":{\"y\":[1,{\"z\":tru}]}}",
};

Test(json_reader, takes_every_valid_text)
{
    for (size_t i = 0; i < sizeof good_texts / sizeof good_texts[0]; i++)
        cr_expect(is_valid(ll_str_from(good_texts[i])), "%s", good_texts[i]);
}

Test(json_reader, refuses_every_invalid_text_also_where_it_is_passed_over)
{
    for (size_t i = 0; i < sizeof bad_texts / sizeof bad_texts[0]; i++) {
        cr_expect_not(is_valid(ll_str_from(bad_texts[i])), "%s", bad_texts[i]);
        char nested[TEXT_MAX];
        int len = snprintf(nested, sizeof nested, "{\"a\":[%s]}", bad_texts[i]);
        bool empty = bad_texts[i][strspn(bad_texts[i], " ")] == '\0';
        if (!empty)
            cr_expect_not(is_valid((ll_str){nested, (size_t)len}), "%s", nested);
    }
}

Test(json_reader, a_nul_is_no_end)
{
    cr_assert_not(is_valid(LL_STR("1\0")));
    cr_assert_not(is_valid(LL_STR("[1\0]")));
    cr_assert_not(is_valid(LL_STR("\"a\0b\"")));
}

Test(json_reader, what_is_behind_the_text_is_not_read)
{
    /* The padding is full of closing braces. */
    cr_assert_not(is_valid(LL_STR("{\"a\":1")));
    cr_assert_not(is_valid(LL_STR("{\"a\":{\"b\":2}")));
    cr_assert(is_valid(LL_STR("12")));
}

Test(json_reader, levels)
{
    static const struct {
        size_t levels;
        bool good;
    } rows[] = {
        {LL_JSON_DEPTH_MAX - 1, true}, {LL_JSON_DEPTH_MAX, true}, {LL_JSON_DEPTH_MAX + 1, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf arrays = {0}, objects = {0};
        for (size_t k = 0; k < rows[i].levels; k++) {
            ll_buf_add_lit(&arrays, "[");
            ll_buf_add_str(&objects, k + 1 < rows[i].levels ? LL_STR("{\"a\":") : LL_STR("{"));
        }
        for (size_t k = 0; k < rows[i].levels; k++) {
            ll_buf_add_lit(&arrays, "]");
            ll_buf_add_lit(&objects, "}");
        }
        cr_assert_eq(is_valid(ll_buf_str(&arrays)), rows[i].good, "row %zu", i);
        cr_assert_eq(is_valid(ll_buf_str(&objects)), rows[i].good, "row %zu", i);
        ll_buf_fini(&arrays);
        ll_buf_fini(&objects);
    }
}

Test(json_reader, the_longest_text)
{
    static const struct {
        size_t len;
        bool good;
    } rows[] = {{999, true}, {1000, true}, {1001, false}};
    struct ll_json_reader *reader = ll_json_reader_new(1000);
    char blanks[1001 + LL_JSON_PADDING];
    memset(blanks, ' ', sizeof blanks);
    blanks[0] = '1';
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(ll_json_open(reader, (ll_str){blanks, rows[i].len}), rows[i].good, "row %zu",
                     i);
    ll_json_reader_free(reader);
    ll_json_reader_free(NULL);
}

static struct ll_json_reader *opened(const char *text, char **copy)
{
    struct ll_json_reader *reader = ll_json_reader_new(TEXT_MAX);
    cr_assert_not_null(reader);
    *copy = padded(ll_str_from(text));
    cr_assert(ll_json_open(reader, (ll_str){*copy, strlen(text)}));
    return reader;
}

Test(json_reader, walks_in_order_and_unescapes)
{
    char *copy;
    struct ll_json_reader *reader = opened(" { \"\\u0069d\" : \"x\\u00e9\\ud83d\\ude00\\n\" , "
                                           "\"n\":-1.5e3,\"b\":[true,false,null,{}]} ",
                                           &copy);
    ll_str key, text;
    bool more, yes;
    enum ll_json_type type;
    cr_assert(ll_json_enter_object(reader));
    cr_assert(ll_json_next_field(reader, &key, &more) && more && ll_str_eq(key, LL_STR("id")));
    cr_assert(ll_json_type(reader, &type) && type == LL_JSON_STRING);
    cr_assert(ll_json_get_string(reader, &text));
    cr_assert(ll_str_eq(text, LL_STR("x\xC3\xA9\xF0\x9F\x98\x80\n")));
    cr_assert(ll_str_eq(key, LL_STR("id")), "the key holds on");
    cr_assert(ll_json_next_field(reader, &key, &more) && more && ll_str_eq(key, LL_STR("n")));
    cr_assert(ll_json_type(reader, &type) && type == LL_JSON_NUMBER);
    cr_assert(ll_json_get_number(reader, &text) && ll_str_eq(text, LL_STR("-1.5e3")));
    cr_assert(ll_json_next_field(reader, &key, &more) && more && ll_str_eq(key, LL_STR("b")));
    cr_assert(ll_json_type(reader, &type) && type == LL_JSON_ARRAY);
    cr_assert(ll_json_enter_array(reader));
    cr_assert(ll_json_next_element(reader, &more) && more && ll_json_get_bool(reader, &yes) && yes);
    cr_assert(ll_json_next_element(reader, &more) && more && ll_json_get_bool(reader, &yes) &&
              !yes);
    cr_assert(ll_json_next_element(reader, &more) && more);
    cr_assert(ll_json_type(reader, &type) && type == LL_JSON_NULL && ll_json_skip(reader));
    cr_assert(ll_json_next_element(reader, &more) && more);
    cr_assert(ll_json_type(reader, &type) && type == LL_JSON_OBJECT && ll_json_skip(reader));
    cr_assert(ll_json_next_element(reader, &more) && !more);
    cr_assert(ll_json_next_field(reader, &key, &more) && !more);
    cr_assert(ll_json_close(reader));
    ll_json_rewind(reader);
    cr_assert(ll_json_skip(reader) && ll_json_close(reader), "it can be read again");
    free(copy);
    ll_json_reader_free(reader);
}

Test(json_reader, a_fault_stays)
{
    char *copy;
    struct ll_json_reader *reader = opened("{\"a\":tru,\"b\":1}", &copy);
    ll_str key, text;
    bool more;
    cr_assert(ll_json_enter_object(reader));
    cr_assert(ll_json_next_field(reader, &key, &more));
    cr_assert_not(ll_json_get_number(reader, &text));
    cr_assert_str_eq(ll_json_fault(reader), "a value is missing or malformed");
    cr_assert_not(ll_json_skip(reader));
    cr_assert_not(ll_json_next_field(reader, &key, &more));
    cr_assert_not(ll_json_next_element(reader, &more));
    cr_assert_not(ll_json_close(reader));
    cr_assert_str_eq(ll_json_fault(reader), "a value is missing or malformed");
    cr_assert(ll_json_open(reader, (ll_str){copy + 13, 1}), "but not beyond the next text");
    cr_assert_null(ll_json_fault(reader));
    free(copy);
    ll_json_reader_free(reader);
}

Test(json_reader, another_type_is_a_fault)
{
    char *copy;
    struct ll_json_reader *reader = opened("[1]", &copy);
    bool more, yes;
    cr_assert(ll_json_enter_array(reader) && ll_json_next_element(reader, &more));
    cr_assert_not(ll_json_get_bool(reader, &yes));
    cr_assert_str_eq(ll_json_fault(reader), "a value has another type");
    free(copy);
    ll_json_reader_free(reader);
}
