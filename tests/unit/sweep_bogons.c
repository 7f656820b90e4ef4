/* What is said of sweeps that are refused, word for word: tests/bogons/sweeps. Each file has sweeps, one a line, and
 * beside it stands what is to be said of them.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/readfile.h"
#include "sweep/cell.h"
#include "tests/unit/sweep_calibers.h"
#include <criterion/criterion.h>
#include <dirent.h>

#define FOLDER "tests/bogons/sweeps"
#define SWEEPS_MAX 8

static size_t split(struct ll_arena *arena, ll_str text, const char **sweeps)
{
    size_t n = 0, at = 0;
    do {
        const char *lf = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
        size_t end = lf ? (size_t)(lf - text.ptr) : text.len;
        cr_assert(n < SWEEPS_MAX);
        sweeps[n++] = ll_arena_str(arena, (ll_str){text.ptr + at, end - at}).ptr;
        at = end + 1;
    } while (at < text.len);
    return n;
}

static void check_file(const char *path)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    static struct ll_errors errors, warnings;
    struct ll_source given, wanted;
    struct ll_error err = {0};
    const char *sweeps[SWEEPS_MAX];
    struct ll_cells cells;
    errors.count = warnings.count = 0;
    cr_assert_eq(ll_readfile(&arena, path, &given, &err), LL_OK, "%s", err.message);
    const struct ll_cells_setup setup = {.rules = FOLDER "/rules.yaml",
                                         .groups = FOLDER "/groups.yaml",
                                         .sweeps = sweeps,
                                         .sweep_count = split(&arena, given.text, sweeps),
                                         .calibers = calibers_of(&arena)};
    enum ll_status status = ll_cells_make(&arena, &setup, &cells, &errors, &warnings);
    cr_expect_eq(status, LL_ERR_SYNTAX, "%s is accepted", path);
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &said);
    const char *beside = ll_arena_printf(&arena, "%.*s.err", (int)(strlen(path) - 6), path);
    cr_assert_eq(ll_readfile(&arena, beside, &wanted, &err), LL_OK, "%s", err.message);
    cr_expect(ll_str_eq(ll_buf_str(&said), wanted.text), "%s\nwanted:\n%.*ssaid:\n%.*s", path,
              LL_STR_ARGS(wanted.text), LL_STR_ARGS(ll_buf_str(&said)));
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

Test(sweep_bogons, sweeps)
{
    size_t n = 0;
    DIR *dir = opendir(FOLDER);
    cr_assert_not_null(dir, FOLDER " is not there");
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        size_t len = strlen(entry->d_name);
        if (len < 7 || strcmp(entry->d_name + len - 6, ".sweep") != 0)
            continue;
        struct ll_arena arena = {0};
        check_file(ll_arena_printf(&arena, FOLDER "/%s", entry->d_name));
        ll_arena_fini(&arena);
        n++;
    }
    (void)closedir(dir);
    cr_expect_geq(n, 80);
}
