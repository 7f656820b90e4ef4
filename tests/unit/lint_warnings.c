/* What is said of packs and groups files that are good and doubtful, word for word: tests/bogons/warnings. NAME.yaml is a pack or
 * a groups file; NAME.groups.yaml is looked at beside the pack NAME.yaml; NAME.warn is what is said of both.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/readfile.h"
#include "lint/lint.h"
#include <criterion/criterion.h>
#include <dirent.h>
#include <unistd.h>

#define FOLDER "tests/bogons/warnings/"

static struct ll_errors errors, warnings;

static bool ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), tail = strlen(end);
    return len > tail && strcmp(name + len - tail, end) == 0;
}

static void look_at_groups(struct ll_arena *arena, const char *path, const struct ll_book *book,
                           const struct ll_calibers *calibers)
{
    struct ll_groups *groups;
    cr_assert_eq(ll_groups_load(arena, path, calibers, &groups, &errors), LL_OK, "%s: %s", path,
                 errors.list[0].message);
    cr_assert_eq(ll_lint_groups(groups, &book, book != NULL, calibers, &warnings), LL_OK);
}

static void look_at_pack(struct ll_arena *arena, const char *path, const char *beside,
                         const struct ll_calibers *calibers)
{
    struct ll_book *book;
    cr_assert_eq(ll_book_load(arena, path, calibers, &book, &errors, &warnings), LL_OK, "%s: %s",
                 path, errors.list[0].message);
    cr_assert_eq(ll_lint_pack(book, calibers, &warnings), LL_OK);
    if (access(beside, R_OK) == 0)
        look_at_groups(arena, beside, book, calibers);
}

static void check_file(const char *name, const struct ll_calibers *calibers)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    struct ll_source wanted;
    const char *path = ll_arena_printf(&arena, FOLDER "%s", name);
    int stem = (int)strlen(path) - 5;
    errors.count = warnings.count = 0;
    if (strncmp(name, "groups-", 7) == 0)
        look_at_groups(&arena, path, NULL, calibers);
    else
        look_at_pack(&arena, path, ll_arena_printf(&arena, "%.*s.groups.yaml", stem, path),
                     calibers);
    for (size_t i = 0; i < warnings.count; i++) {
        cr_expect_not_null(warnings.list[i].code, "%s: without a code", path);
        ll_error_render(&warnings.list[i], "warning", &said);
    }
    const char *beside = ll_arena_printf(&arena, "%.*s.warn", stem, path);
    cr_assert_eq(ll_readfile(&arena, beside, &wanted, NULL), LL_OK, "%s", beside);
    cr_expect(ll_str_eq(ll_buf_str(&said), wanted.text), "%s\nwanted:\n%.*ssaid:\n%.*s", path,
              LL_STR_ARGS(wanted.text), LL_STR_ARGS(ll_buf_str(&said)));
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

Test(lint_warnings, word_for_word)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"calibers", ll_calibers_builtin_text()};
    struct ll_calibers *calibers;
    size_t n = 0;
    DIR *dir = opendir(FOLDER);
    cr_assert_not_null(dir);
    cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), LL_OK);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!ends_in(entry->d_name, ".yaml") || ends_in(entry->d_name, ".groups.yaml"))
            continue;
        check_file(entry->d_name, calibers);
        n++;
    }
    (void)closedir(dir);
    cr_expect_geq(n, 50);
    ll_arena_fini(&arena);
}

/* The pack and the groups that come along are as they are meant to be. */
Test(lint_warnings, none_of_what_comes_along)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"calibers", ll_calibers_builtin_text()};
    struct ll_calibers *calibers;
    cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), LL_OK);
    errors.count = warnings.count = 0;
    look_at_pack(&arena, "rules/atf.yaml", "rules/groups.yaml", calibers);
    cr_expect_eq(warnings.count, 0, "%s", warnings.list[0].message);
    ll_arena_fini(&arena);
}
