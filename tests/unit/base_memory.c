/* Arenas, buffers and files.   SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/readfile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Test(base_arena, limit_is_exact)
{
    static const struct {
        size_t size;
        bool fits;
    } rows[] = {{9999, true}, {10000, true}, {10001, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {.max_bytes = 10000};
        cr_assert_eq(ll_arena_alloc_raw(&arena, rows[i].size, 1) != NULL, rows[i].fits, "row %zu",
                     i);
        cr_assert_leq(arena.held, arena.max_bytes);
        ll_arena_fini(&arena);
    }
}

Test(base_arena, a_list_that_gets_more_room_keeps_what_is_in_it)
{
    struct ll_arena arena = {0};
    uint64_t *list = NULL;
    size_t cap = 0;
    for (size_t count = 0; count < 1000; count++) {
        uint64_t *roomy = ll_arena_more(&arena, list, count, &cap, sizeof *roomy);
        cr_assert(roomy && cap > count);
        cr_assert(!list || roomy == list || count * 2 == cap, "it moved at %zu of %zu", count, cap);
        list = roomy;
        list[count] = count * 3;
    }
    for (size_t i = 0; i < 1000; i++)
        cr_assert_eq(list[i], i * 3);
    arena.max_bytes = arena.held;
    size_t full = cap;
    cr_expect_null(ll_arena_more(&arena, list, full, &cap, 1 << 20));
    cr_expect_eq(cap, full, "the list is as it was");
    ll_arena_fini(&arena);
}

Test(base_arena, limit_holds_over_many_chunks)
{
    struct ll_arena arena = {.max_bytes = 100000};
    size_t taken = 0;
    while (ll_arena_alloc_raw(&arena, 100, 1))
        taken += 100;
    cr_assert_gt(taken, 95000);
    cr_assert_leq(taken, 100000);
    cr_assert_leq(arena.held, 100000);
    ll_arena_fini(&arena);
}

Test(base_arena, is_aligned_zeroed_and_refuses_overflow)
{
    struct ll_arena arena = {0};
    for (size_t align = 1; align <= 256; align *= 2) {
        char *p = ll_arena_alloc(&arena, 3, align);
        cr_assert_not_null(p);
        cr_assert_eq((uintptr_t)p % align, 0);
        cr_assert(p[0] == 0 && p[1] == 0 && p[2] == 0);
        memset(p, 0xFF, 3);
    }
    cr_assert_null(ll_arena_array(&arena, SIZE_MAX / 2, 4, 1));
    cr_assert_null(ll_arena_alloc(&arena, SIZE_MAX, 1));
    cr_assert_not_null(ll_arena_alloc(&arena, 0, 1));
    uint64_t *numbers = LL_NEW_ARRAY(&arena, uint64_t, 1000);
    cr_assert_not_null(numbers);
    cr_assert_eq(numbers[999], 0);
    ll_arena_fini(&arena);
    ll_arena_fini(NULL);
}

Test(base_arena, rounds_of_one_shape_ask_the_system_once)
{
    static const size_t sizes[] = {10, 5000, 100, 70000, 8, 3000000, 1, 40000};
    struct ll_arena arena = {0};
    size_t held = 0;
    for (int round = 0; round < 50; round++) {
        ll_arena_reset(&arena);
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            char *p = ll_arena_alloc(&arena, sizes[i], 8);
            cr_assert_not_null(p);
            cr_assert(p[0] == 0 && p[sizes[i] - 1] == 0);
            memset(p, 0xEE, sizes[i]);
        }
        if (round == 0)
            held = arena.held;
        cr_assert_eq(arena.held, held, "round %d", round);
    }
    ll_arena_fini(&arena);
}

Test(base_arena, needs_that_grow_by_a_little_do_not_add_up)
{
    struct ll_arena arena = {0};
    size_t need = 1u << 20;
    for (int round = 0; round < 2000; round++) {
        ll_arena_reset(&arena);
        cr_assert_not_null(ll_arena_alloc_raw(&arena, need, 8));
        cr_assert_not_null(ll_arena_alloc_raw(&arena, need, 8));
        need += 1000;
    }
    cr_expect_leq(arena.held, 6 * need, "%zu bytes held for twice %zu", arena.held, need);
    ll_arena_fini(&arena);
}

Test(base_arena, what_one_round_needed_goes_back_after_many_small_ones)
{
    struct ll_arena arena = {0};
    cr_assert_not_null(ll_arena_alloc_raw(&arena, 100, 8));
    cr_assert_not_null(ll_arena_alloc_raw(&arena, 50u << 20, 8));
    for (int round = 0; round < 1000; round++) {
        ll_arena_reset(&arena);
        cr_assert_not_null(ll_arena_alloc_raw(&arena, 100, 8));
    }
    cr_expect_leq(arena.held, 1u << 20);
    ll_arena_fini(&arena);
}

Test(base_arena, strings_are_copied_and_terminated)
{
    struct ll_arena arena = {0};
    char text[] = "abc";
    ll_str copy = ll_arena_str(&arena, (ll_str){text, 2});
    text[0] = 'x';
    cr_assert_str_eq(copy.ptr, "ab");
    cr_assert_eq(copy.len, 2);
    cr_assert_str_eq(ll_arena_str(&arena, (ll_str){NULL, 0}).ptr, "");
    cr_assert_str_eq(ll_arena_printf(&arena, "%d-%s", 7, "y"), "7-y");
    ll_arena_fini(&arena);
}

Test(base_buf, maximum_is_exact)
{
    static const struct {
        size_t size;
        bool fits;
    } rows[] = {{999, true}, {1000, true}, {1001, false}};
    char bytes[1001] = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf buf = {.max = 1000};
        ll_buf_add(&buf, bytes, rows[i].size);
        cr_assert_eq(buf.failed, !rows[i].fits, "row %zu", i);
        cr_assert_eq(buf.len, rows[i].fits ? rows[i].size : 0);
        ll_buf_fini(&buf);
    }
}

Test(base_buf, a_failed_buffer_takes_nothing_until_reset)
{
    struct ll_buf buf = {.max = 4};
    ll_buf_add_lit(&buf, "abc");
    ll_buf_add_lit(&buf, "de");
    ll_buf_add_char(&buf, 'f');
    cr_assert(buf.failed);
    cr_assert(ll_str_eq(ll_buf_str(&buf), LL_STR("abc")));
    ll_buf_reset(&buf);
    ll_buf_printf(&buf, "%s", "wxyz");
    cr_assert_not(buf.failed);
    cr_assert(ll_str_eq(ll_buf_str(&buf), LL_STR("wxyz")));
    ll_buf_printf(&buf, "%d", 1);
    cr_assert(buf.failed);
    ll_buf_fini(&buf);
    ll_buf_fini(NULL);
}

Test(base_buf, numbers)
{
    struct ll_buf buf = {0};
    ll_buf_add_u64(&buf, UINT64_MAX);
    ll_buf_add_char(&buf, ' ');
    ll_buf_add_i64(&buf, INT64_MIN);
    ll_buf_add_char(&buf, ' ');
    ll_buf_add_i64(&buf, 0);
    ll_buf_printf(&buf, " %05d %s", 42, "x");
    cr_assert(
        ll_str_eq(ll_buf_str(&buf), LL_STR("18446744073709551615 -9223372036854775808 0 00042 x")));
    ll_buf_fini(&buf);
}

static void write_file(char *path, const char *text)
{
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    size_t len = strlen(text);
    cr_assert_eq(write(fd, text, len), (ssize_t)len);
    cr_assert_eq(close(fd), 0);
}

Test(base_readfile, gives_the_text_without_a_mark)
{
    struct ll_arena arena = {0};
    struct ll_source source;
    char path[] = "/tmp/ll-readfile-XXXXXX";
    write_file(path, "\xEF\xBB\xBF"
                     "a: 1\n");
    cr_assert_eq(ll_readfile(&arena, path, &source, NULL), LL_OK);
    cr_assert_str_eq(source.file, path);
    cr_assert(ll_str_eq(source.text, LL_STR("a: 1\n")));
    cr_assert_eq(source.text.ptr[source.text.len], '\0');
    cr_assert_eq(unlink(path), 0);
    ll_arena_fini(&arena);
}

Test(base_readfile, names_the_path_and_the_cause)
{
    struct ll_arena arena = {0};
    struct ll_source source;
    struct ll_error err;
    cr_assert_eq(ll_readfile(&arena, "/nowhere/rules.yaml", &source, &err), LL_ERR_IO);
    cr_assert_str_eq(err.message, "cannot read '/nowhere/rules.yaml': No such file or directory");
    cr_assert_eq(ll_readfile(&arena, "/", &source, &err), LL_ERR_IO);
    cr_assert_str_eq(err.message, "cannot read '/': Is a directory");
    ll_arena_fini(&arena);
}

Test(base_readfile, limit)
{
    static const struct {
        off_t size;
        enum ll_status status;
    } rows[] = {{LL_READFILE_MAX - 1, LL_OK},
                {LL_READFILE_MAX, LL_OK},
                {LL_READFILE_MAX + 1, LL_ERR_LIMIT}};
    char path[] = "/tmp/ll-readfile-XXXXXX";
    write_file(path, "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_source source;
        cr_assert_eq(truncate(path, rows[i].size), 0);
        cr_assert_eq(ll_readfile(&arena, path, &source, NULL), rows[i].status, "row %zu", i);
        ll_arena_fini(&arena);
    }
    cr_assert_eq(unlink(path), 0);
}
