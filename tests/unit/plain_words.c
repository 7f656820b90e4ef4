/* Indicators in plain English, word for word: those of the pack that comes along, and one of each construct. Where a text is
 * meant to change, what is said now is printed.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/readfile.h"
#include "plain/plain.h"
#include <criterion/criterion.h>

static struct ll_book *load(struct ll_arena *arena, const char *path)
{
    static struct ll_errors errors, warnings;
    struct ll_book *book;
    errors.count = warnings.count = 0;
    enum ll_status status = ll_book_load(arena, path, NULL, &book, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s: %s", path, errors.list[0].message);
    return book;
}

static void compare(struct ll_arena *arena, struct ll_buf *said, const char *path)
{
    struct ll_source wanted;
    cr_assert_eq(ll_readfile(arena, path, &wanted, NULL), LL_OK, "%s", path);
    cr_expect(ll_str_eq(ll_buf_str(said), wanted.text), "%s is not what is said:\n%.*s", path,
              LL_STR_ARGS(ll_buf_str(said)));
    ll_buf_fini(said);
}

Test(plain_words, sentences_of_the_pack)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    const struct ll_book *book = load(&arena, "rules/atf.yaml");
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        ll_buf_printf(&said, "%.*s: ", LL_STR_ARGS(book->entries[i].indicator->id));
        ll_plain_sentence(&book->entries[i], &said);
        ll_buf_add_char(&said, '\n');
    }
    compare(&arena, &said, "tests/plain/atf.txt");
    ll_arena_fini(&arena);
}

Test(plain_words, every_construct)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    const struct ll_book *book = load(&arena, "tests/plain/constructs.yaml");
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        ll_plain_write(book, i, (struct ll_plain_tests){0}, &said);
        ll_buf_add_char(&said, '\n');
    }
    compare(&arena, &said, "tests/plain/constructs.txt");
    ll_arena_fini(&arena);
}

Test(plain_words, lines_are_short)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    const struct ll_book *book = load(&arena, "rules/atf.yaml");
    for (size_t i = 0; i < book->pack->indicator_count; i++)
        ll_plain_write(book, i, (struct ll_plain_tests){0}, &said);
    ll_str rest = ll_buf_str(&said);
    while (rest.len) {
        const char *lf = memchr(rest.ptr, '\n', rest.len);
        cr_assert_not_null(lf);
        cr_expect_leq(lf - rest.ptr, 80, "%.*s", (int)(lf - rest.ptr), rest.ptr);
        rest.len -= (size_t)(lf + 1 - rest.ptr);
        rest.ptr = lf + 1;
    }
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}
