/* What is said of packs and groups files that are refused, word for word: tests/bogons/packs and groups. Each crasher
 * and each fault that someone met leaves a file there, and beside it what is to be said of it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/readfile.h"
#include "group/group.h"
#include "pack/pack.h"
#include <criterion/criterion.h>
#include <dirent.h>

static struct ll_calibers *calibers_of(struct ll_arena *arena)
{
    static struct ll_source source = {.file = "calibers"};
    struct ll_calibers *calibers;
    struct ll_error err;
    source.text = ll_calibers_builtin_text();
    cr_assert_eq(ll_calibers_parse(arena, &source, &calibers, &err), LL_OK);
    return calibers;
}

static void render_all(const struct ll_errors *errors, const char *severity, struct ll_buf *out)
{
    for (size_t i = 0; i < errors->count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors->list[i], severity, out);
}

static void check_file(const char *path, bool is_pack)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    static struct ll_errors errors, warnings;
    struct ll_source wanted;
    struct ll_error err = {0};
    enum ll_status status;
    errors.count = warnings.count = 0;
    if (is_pack) {
        struct ll_pack *pack;
        status = ll_pack_load(&arena, path, calibers_of(&arena), &pack, &errors, &warnings);
        cr_expect_null(pack);
    } else {
        struct ll_groups *groups;
        status = ll_groups_load(&arena, path, calibers_of(&arena), &groups, &errors);
        cr_expect_null(groups);
    }
    cr_expect_neq(status, LL_OK, "%s is accepted", path);
    render_all(&errors, "error", &said);
    render_all(&warnings, "warning", &said);
    const char *beside = ll_arena_printf(&arena, "%.*s.err", (int)(strlen(path) - 5), path);
    cr_assert_eq(ll_readfile(&arena, beside, &wanted, &err), LL_OK, "%s", err.message);
    cr_expect(ll_str_eq(ll_buf_str(&said), wanted.text), "%s\nwanted:\n%.*ssaid:\n%.*s", path,
              LL_STR_ARGS(wanted.text), LL_STR_ARGS(ll_buf_str(&said)));
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

static size_t check_folder(const char *folder, bool is_pack)
{
    size_t n = 0;
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir, "%s is not there", folder);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        size_t len = strlen(entry->d_name);
        if (len < 6 || strcmp(entry->d_name + len - 5, ".yaml") != 0)
            continue;
        struct ll_arena arena = {0};
        check_file(ll_arena_printf(&arena, "%s/%s", folder, entry->d_name), is_pack);
        ll_arena_fini(&arena);
        n++;
    }
    (void)closedir(dir);
    return n;
}

Test(pack_bogons, packs)
{
    cr_expect_geq(check_folder("tests/bogons/packs", true), 300);
}

Test(pack_bogons, groups)
{
    cr_expect_geq(check_folder("tests/bogons/groups", false), 65);
}
