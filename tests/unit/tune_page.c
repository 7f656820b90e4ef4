/* tune_page.c -- a document put into the page.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/page.h"

#include "base/readfile.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The bytes behind needle in text; the test ends where it is not there. */
static ll_str behind(ll_str text, const char *needle)
{
    const size_t len = strlen(needle);
    for (size_t at = 0; at + len <= text.len; at++)
        if (memcmp(text.ptr + at, needle, len) == 0)
            return (ll_str){text.ptr + at + len, text.len - at - len};
    cr_assert_fail("'%s' is not in the page", needle);
    return text;
}

static size_t count(ll_str text, const char *needle)
{
    const size_t len = strlen(needle);
    size_t n = 0;
    for (size_t at = 0; at + len <= text.len; at++)
        n += memcmp(text.ptr + at, needle, len) == 0;
    return n;
}

Test(tune_page, what_could_end_the_element_is_escaped)
{
    static const struct {
        const char *json, *escaped;
    } rows[] = {
        {"", ""},
        {"{\"a\":[1,2.5,null]}", "{\"a\":[1,2.5,null]}"},
        {"<", "\\u003c"},
        {"\"</script>\"", "\"\\u003c/script>\""},
        {"\"</SCRIPT \"", "\"\\u003c/SCRIPT \""},
        {"\"<!--<script>\"", "\"\\u003c!--\\u003cscript>\""},
        {"\"]]>-->\"", "\"]]>-->\""},
        {"\"a\xe2\x80\xa8z\xe2\x80\xa9\"", "\"a\\u2028z\\u2029\""},
        {"\xe2\x80\xa8", "\\u2028"},
        {"\xe2\x80", "\xe2\x80"}, /* cut within the character */
        {"\xe2\x80\xa7\xe2\x80\xaa", "\xe2\x80\xa7\xe2\x80\xaa"},
        {"\"\xc3\xbc \xf0\x9f\x94\xab\"", "\"\xc3\xbc \xf0\x9f\x94\xab\""},
        {"\"\\u003c\"", "\"\\u003c\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf out = {0};
        ll_tune_page_escape(ll_str_from(rows[i].json), &out);
        cr_expect(ll_str_eq(ll_buf_str(&out), ll_str_from(rows[i].escaped)), "row %zu: %.*s", i,
                  LL_STR_ARGS(ll_buf_str(&out)));
        ll_buf_fini(&out);
    }
}

Test(tune_page, the_document_stands_in_the_page_once)
{
    char path[] = "/tmp/leadline-page-XXXXXX";
    const int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    (void)close(fd);
    const ll_str document =
        LL_STR("{\"format\":\"leadline.tune/1\",\"notes\":[\"</script><script>alert(1)\"]}");
    struct ll_output *output = NULL;
    struct ll_error err;
    cr_assert_eq(ll_output_open(path, &output, &err), LL_OK);
    cr_assert_eq(ll_tune_page_write(document, output, &err), LL_OK);
    cr_assert_eq(ll_output_commit(output, &err), LL_OK);
    ll_output_close(output);

    struct ll_arena arena = {0};
    struct ll_source source;
    cr_assert_eq(ll_readfile(&arena, path, &source, &err), LL_OK);
    const ll_str page = source.text;
    cr_expect_eq(memcmp(page.ptr, "<!doctype html>", 15), 0);
    cr_expect_eq(count(page, "{\"leadline\":\"document\"}"), 0u);
    cr_expect_eq(count(page, "alert(1)"), 1u);
    const ll_str data = behind(page, "<script type=\"application/json\" id=\"document\">");
    static const char expected[] = "{\"format\":\"leadline.tune/1\",\"notes\":[\"\\u003c/script>"
                                   "\\u003cscript>alert(1)\"]}</script>";
    cr_expect(data.len > sizeof expected && memcmp(data.ptr, expected, sizeof expected - 1) == 0);
    cr_expect_eq(memcmp(page.ptr + page.len - 8, "</html>\n", 8), 0);
    /* Nothing is fetched from anywhere, and licences are given. */
    (void)behind(page, "content=\"default-src 'none'; script-src 'sha256-");
    (void)behind(page, "@observablehq/plot");
    cr_expect_eq(count(page, " src="), 0u);
    ll_arena_fini(&arena);
    (void)unlink(path);
}
