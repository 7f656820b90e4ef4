/* What is said of tests that are wrong, and of tests that fail, word for word: tests/bogons/tests and failed. Each is a pack
 * with its tests; beside it, in .err or .out, what is to be said.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/readfile.h"
#include "trial/report.h"

#include <criterion/criterion.h>
#include <dirent.h>

struct world {
    struct ll_arena arena;
    struct ll_source source;
    struct ll_calibers *calibers;
    struct ll_book *book;
    struct ll_errors errors;
};

static void load(struct world *world, const char *path)
{
    struct ll_errors warnings = {0};
    *world = (struct world){.source = {"calibers", ll_calibers_builtin_text()}};
    cr_assert_eq(ll_calibers_parse(&world->arena, &world->source, &world->calibers, NULL), LL_OK);
    cr_assert_eq(
        ll_book_load(&world->arena, path, world->calibers, &world->book, &world->errors, &warnings),
        LL_OK, "%s", path);
}

static void say_faults(struct world *world, const char *path, struct ll_buf *said)
{
    const struct ll_trial_suite *suite;
    cr_expect_neq(
        ll_trial_load(&world->arena, world->book, world->calibers, NULL, 0, &suite, &world->errors),
        LL_OK, "%s is accepted", path);
    cr_expect_null(suite);
    for (size_t i = 0; i < world->errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&world->errors.list[i], "error", said);
}

static void say_failures(struct world *world, const char *path, struct ll_buf *said)
{
    const struct ll_trial_suite *suite;
    struct ll_trial_counts counts = {0};
    cr_assert_eq(
        ll_trial_load(&world->arena, world->book, world->calibers, NULL, 0, &suite, &world->errors),
        LL_OK, "%s is refused", path);
    for (size_t i = 0; i < suite->test_count; i++) {
        struct ll_arena arena = {0};
        struct ll_trial_result result;
        const struct ll_trial_ran ran = {suite, &suite->tests[i], &result, &arena};
        ll_trial_run(suite, ran.test, suite->book->pack, NULL, 0, &arena, &result);
        ll_trial_count(&counts, &ran, false);
        if (result.outcome == LL_TRIAL_FAILED)
            cr_expect(ll_trial_add_failure(&ran, said));
        ll_arena_fini(&arena);
    }
    ll_trial_add_summary(&counts, said);
}

static size_t check_folder(const char *folder, const char *ending,
                           void (*say)(struct world *, const char *, struct ll_buf *))
{
    size_t n = 0;
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir, "%s is not there", folder);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct ll_arena arena = {0};
        struct ll_buf said = {0};
        struct ll_source wanted;
        static struct world world;
        size_t len = strlen(entry->d_name);
        if (len < 6 || strcmp(entry->d_name + len - 5, ".yaml") != 0)
            continue;
        const char *path = ll_arena_printf(&arena, "%s/%s", folder, entry->d_name);
        load(&world, path);
        say(&world, path, &said);
        const char *beside =
            ll_arena_printf(&arena, "%.*s%s", (int)(strlen(path) - 5), path, ending);
        cr_assert_eq(ll_readfile(&arena, beside, &wanted, NULL), LL_OK, "%s", beside);
        cr_expect(ll_str_eq(ll_buf_str(&said), wanted.text), "%s\nwanted:\n%.*ssaid:\n%.*s", path,
                  LL_STR_ARGS(wanted.text), LL_STR_ARGS(ll_buf_str(&said)));
        ll_buf_fini(&said);
        ll_arena_fini(&world.arena);
        ll_arena_fini(&arena);
        n++;
    }
    (void)closedir(dir);
    return n;
}

Test(trial_bogons, wrong_tests)
{
    cr_expect_geq(check_folder("tests/bogons/tests", ".err", say_faults), 100);
}

Test(trial_bogons, failed_tests)
{
    cr_expect_geq(check_folder("tests/bogons/failed", ".out", say_failures), 14);
}
