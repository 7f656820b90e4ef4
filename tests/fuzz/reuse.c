/* Any texts as files that extend each other: refused with a reason, or a pack that, written in full, is the same pack.
 * The files a.yaml, b.yaml, ... have a line '%%' between them; the first is the pack.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "pack/book.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES_MAX 4

static size_t split(ll_str text, struct ll_source files[FILES_MAX])
{
    static const char *const names[FILES_MAX] = {"a.yaml", "b.yaml", "c.yaml", "d.yaml"};
    size_t n = 0;
    for (size_t at = 0; at + 3 <= text.len && n + 1 < FILES_MAX; at++) {
        if (memcmp(text.ptr + at, "%%\n", 3) != 0)
            continue;
        files[n] = (struct ll_source){names[n], {text.ptr, at}};
        text = (ll_str){text.ptr + at + 3, text.len - at - 3};
        at = 0;
        n++;
    }
    files[n] = (struct ll_source){names[n], text};
    return n + 1;
}

static void check(const struct ll_book *book, const struct ll_calibers *calibers)
{
    struct ll_arena arena = {.max_bytes = 256u << 20};
    struct ll_buf text = {0};
    struct ll_errors errors, warnings;
    struct ll_book *full;
    errors.count = warnings.count = 0;
    ll_book_write(book, &text);
    if (text.failed)
        abort();
    struct ll_source source = {"full.yaml", ll_buf_str(&text)};
    enum ll_status status =
        ll_book_parse_among(&arena, &source, 1, calibers, &full, &errors, &warnings);
    if (status != LL_OK && status != LL_ERR_NOMEM)
        abort();
    if (status == LL_OK && strcmp(book->pack->digest, full->pack->digest) != 0)
        abort();
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source files[FILES_MAX], table = {"c", ll_calibers_builtin_text()};
    size_t n = split((ll_str){(const char *)data, size}, files);
    struct ll_calibers *calibers;
    struct ll_book *book;
    struct ll_errors errors, warnings;
    struct ll_buf out = {0};
    errors.count = warnings.count = 0;
    if (ll_calibers_parse(&arena, &table, &calibers, NULL) != LL_OK)
        abort();
    if (ll_book_parse_among(&arena, files, n, calibers, &book, &errors, &warnings) == LL_OK)
        check(book, calibers);
    else if (!errors.count || book)
        abort();
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    for (size_t i = 0; i < warnings.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&warnings.list[i], "warning", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
