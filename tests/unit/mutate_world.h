/* mutate_world.h -- a pack in a file, and its tests, for the tests of mutants.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TEST_MUTATE_WORLD_H
#define LL_TEST_MUTATE_WORLD_H

#include "base/buf.h"
#include "event/caliber.h"
#include "mutate/run.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct world {
    struct ll_arena arena;
    char path[32];
    struct ll_book *book;
    struct ll_calibers *calibers;
    struct ll_source source; /* of the tests */
    const struct ll_trial_suite *suite;
    struct ll_errors errors, warnings;
};

static inline void world_write(char path[32], const char *text)
{
    (void)snprintf(path, 32, "build/mutate-XXXXXX");
    int file = mkstemp(path);
    cr_assert(file >= 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    cr_assert_eq(close(file), 0);
}

static inline void world_open(struct world *world, const char *pack, const char *tests)
{
    static const struct ll_source table = {"calibers", {NULL, 0}};
    struct ll_error err = {0};
    *world = (struct world){.source = {"small.test.yaml", ll_str_from(tests)}};
    world_write(world->path, pack);
    struct ll_source *calibers = LL_NEW(&world->arena, struct ll_source);
    *calibers = table;
    calibers->text = ll_calibers_builtin_text();
    cr_assert_eq(ll_calibers_parse(&world->arena, calibers, &world->calibers, &err), LL_OK);
    enum ll_status status = ll_book_load(&world->arena, world->path, world->calibers, &world->book,
                                         &world->errors, &world->warnings);
    cr_assert_eq(status, LL_OK, "%s", world->errors.list[0].message);
    status = ll_trial_parse(&world->arena, world->book, world->calibers, &world->source,
                            &world->suite, &world->errors);
    cr_assert_eq(status, LL_OK, "%s", world->errors.list[0].message);
}

static inline void world_close(struct world *world)
{
    cr_assert_eq(unlink(world->path), 0);
    ll_arena_fini(&world->arena);
}

/* The text so far is the one that is expected, but for the pack's path, which reads PACK there. */
static inline void world_same(struct world *world, struct ll_buf *found, const char *expected)
{
    struct ll_buf named = {0};
    const char *at, *from;
    ll_buf_add_char(found, '\0');
    cr_assert(!found->failed);
    for (from = found->ptr; (at = strstr(from, world->path)) != NULL;
         from = at + strlen(world->path)) {
        ll_buf_add(&named, from, (size_t)(at - from));
        ll_buf_add_lit(&named, "PACK");
    }
    ll_buf_add(&named, from, strlen(from) + 1);
    cr_expect_str_eq(named.ptr, expected);
    ll_buf_fini(&named);
    ll_buf_fini(found);
}

#endif
