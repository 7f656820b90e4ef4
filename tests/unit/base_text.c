/* Errors as users read them, nearest words, hashes, trimming.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/nearest.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect_render(const struct ll_error *err, const char *severity, const char *wanted)
{
    struct ll_buf out = {0};
    ll_error_render(err, severity, &out);
    ll_buf_add_char(&out, '\0');
    cr_assert_str_eq(out.ptr, wanted);
    ll_buf_fini(&out);
}

static const struct ll_source rules = {
    "rules/atf.yaml", {"id: a\nwhere: caliver == \".223\"\r\n\t\tmin:\tx\nlast", 45}};

Test(base_error, points_at_the_text)
{
    struct ll_error err;
    struct ll_pos at = {&rules, 2, 8, 7};
    cr_assert_eq(ll_fail_at(&err, LL_ERR_TYPE, at, "unknown field '%s'; did you mean '%s'?",
                            "caliver", "caliber"),
                 LL_ERR_TYPE);
    expect_render(&err, "error",
                  "rules/atf.yaml:2:8: error: unknown field 'caliver'; did you mean 'caliber'?\n"
                  "    where: caliver == \".223\"\n"
                  "           ^~~~~~~\n");
}

Test(base_error, shows_the_second_place)
{
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_SYNTAX, (struct ll_pos){&rules, 4, 1, 4},
                     "'last' is defined twice");
    err.other = (struct ll_pos){&rules, 1, 5, 1};
    (void)snprintf(err.other_note, sizeof err.other_note, "first defined here");
    expect_render(&err, "warning",
                  "rules/atf.yaml:4:1: warning: 'last' is defined twice\n"
                  "    last\n"
                  "    ^~~~\n"
                  "rules/atf.yaml:1:5: note: first defined here\n"
                  "    id: a\n"
                  "        ^\n");
}

Test(base_error, keeps_tabs_so_that_the_caret_stays_under)
{
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&rules, 3, 8, 1}, "not a number");
    expect_render(&err, "error",
                  "rules/atf.yaml:3:8: error: not a number\n"
                  "    \t\tmin:\tx\n"
                  "    \t\t    \t^\n");
}

Test(base_error, an_underline_never_passes_the_line)
{
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&rules, 4, 3, 90}, "m");
    expect_render(&err, "error", "rules/atf.yaml:4:3: error: m\n    last\n      ^~\n");
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&rules, 4, 99, 0}, "m");
    expect_render(&err, "error", "rules/atf.yaml:4:99: error: m\n    last\n        ^\n");
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&rules, 9, 1, 1}, "m");
    expect_render(&err, "error", "rules/atf.yaml:9:1: error: m\n");
}

Test(base_error, counts_characters_not_bytes)
{
    static const struct ll_source source = {"f", {"n: \xC3\xA9\xC3\xA9 x\xC3\xA9y", 12}};
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&source, 1, 9, 4}, "m");
    expect_render(&err, "error",
                  "f:1:9: error: m\n    n: \xC3\xA9\xC3\xA9 x\xC3\xA9y\n          ^~~\n");
}

Test(base_error, cuts_a_long_line_round_the_place)
{
    char text[1000];
    memset(text, 'a', sizeof text);
    text[499] = 'X';
    struct ll_source source = {"f", {text, sizeof text}};
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_TYPE, (struct ll_pos){&source, 1, 500, 1}, "m");
    struct ll_buf out = {0};
    ll_error_render(&err, "error", &out);
    ll_buf_add_char(&out, '\0');
    const char *line = strchr(out.ptr, '\n') + 1;
    const char *caret_line = strchr(line, '\n') + 1;
    cr_assert_lt(caret_line - line, 200);
    cr_assert_eq(strchr(line, 'X') - line, strchr(caret_line, '^') - caret_line);
    cr_assert(strncmp(line, "    ...aaa", 10) == 0);
    cr_assert(strncmp(caret_line - 5, "a...", 4) == 0);
    ll_buf_fini(&out);
}

Test(base_error, without_a_line_or_a_file)
{
    struct ll_error err;
    (void)ll_fail_at(&err, LL_ERR_SYNTAX, (struct ll_pos){&rules, 0, 0, 0}, "has no indicators");
    expect_render(&err, "error", "rules/atf.yaml: error: has no indicators\n");
    cr_assert_eq(ll_fail(&err, LL_ERR_IO, "cannot %s", "write"), LL_ERR_IO);
    expect_render(&err, "error", "error: cannot write\n");
    cr_assert_eq(ll_fail(NULL, LL_ERR_IO, "unheard"), LL_ERR_IO);
    cr_assert_eq(ll_fail_at(NULL, LL_ERR_DATA, err.at, "unheard"), LL_ERR_DATA);
}

Test(base_error, a_list_keeps_sixteen_and_counts_the_rest)
{
    static struct ll_errors errors;
    for (unsigned i = 0; i < LL_ERRORS_MAX + 2; i++)
        (void)ll_fail(ll_errors_next(&errors), LL_ERR_TYPE, "fault %u", i);
    cr_assert_eq(errors.count, LL_ERRORS_MAX + 2);
    cr_assert_str_eq(errors.list[0].message, "fault 0");
    cr_assert_str_eq(errors.list[LL_ERRORS_MAX - 1].message, "fault 17");
}

Test(base_nearest, finds_slips_and_nothing_else)
{
    static const char *const names[] = {"caliber", "class",   "model", "price",
                                        "bore",    "sold_on", "sold",  "id"};
    static const struct {
        const char *word, *wanted;
    } rows[] = {
        {"caliver", "caliber"},
        {"calbier", "caliber"},
        {"calibers", "caliber"},
        {"clas", "class"},
        {"modle", "model"},
        {"bor", "bore"},
        {"solde", "sold"},
        {"i", "id"},
        {"dealer", NULL},
        {"purchaser", NULL},
        {"", NULL},
        {"sold_om", "sold_on"},
        {"xyz", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found =
            ll_nearest(ll_str_from(rows[i].word), names, sizeof names / sizeof names[0]);
        if (rows[i].wanted)
            cr_assert_str_eq(found ? found : "(none)", rows[i].wanted, "%s", rows[i].word);
        else
            cr_assert_null(found, "%s -> %s", rows[i].word, found);
    }
}

Test(base_nearest, long_words_have_no_neighbour)
{
    char word[66];
    memset(word, 'a', sizeof word);
    word[64] = '\0';
    const char *const names[] = {word};
    static const struct {
        size_t len;
        bool found;
    } rows[] = {{63, true}, {64, true}, {65, false}};
    char other[65];
    memset(other, 'a', sizeof other);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(ll_nearest((ll_str){other, rows[i].len}, names, 1) != NULL, rows[i].found,
                     "row %zu", i);
}

Test(base_hash, half_of_a_table_stays_free)
{
    static const struct {
        size_t things, places;
    } rows[] = {{0, 4}, {2, 4}, {3, 8}, {4, 8}, {5, 16}, {1000, 2048}, {1024, 2048}, {1025, 4096}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(ll_table_size(rows[i].things), rows[i].places, "%zu", rows[i].things);
}

Test(base_hash, known_values)
{
    char hex[64];
    cr_assert_eq(ll_hash64("", 0), UINT64_C(0xEF46DB3751D8E999));
    cr_assert_eq(ll_hash64("abc", 3), UINT64_C(0x44BC2CF5AD770999));
    ll_sha256_hex(LL_STR("abc"), hex);
    cr_assert(memcmp(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 64) ==
              0);
    ll_sha256_hex((ll_str){NULL, 0}, hex);
    cr_assert(memcmp(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 64) ==
              0);
    cr_assert_neq(ll_hash_mix(1), ll_hash_mix(2));
}

Test(base_str, trim_and_order)
{
    cr_assert(ll_str_eq(ll_str_trim(LL_STR(" \t a b\r\n")), LL_STR("a b")));
    cr_assert_eq(ll_str_trim(LL_STR("  ")).len, 0);
    cr_assert_eq(ll_str_trim((ll_str){NULL, 0}).len, 0);
    cr_assert_lt(ll_str_cmp(LL_STR("a"), LL_STR("b")), 0);
    cr_assert_lt(ll_str_cmp(LL_STR("a"), LL_STR("ab")), 0);
    cr_assert_gt(ll_str_cmp(LL_STR("\xC3"), LL_STR("z")), 0);
    cr_assert_eq(ll_str_cmp((ll_str){NULL, 0}, LL_STR("")), 0);
}
