/* Cells of a sweep: each is what the rules would be if they had been written so.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/cell.h"
#include "tests/unit/sweep_calibers.h"

#include "base/readfile.h"
#include "group/guideline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "tests/bogons/sweeps"
#define RULES FOLDER "/rules.yaml"
#define GROUPS FOLDER "/groups.yaml"

static struct ll_errors errors, warnings;

static struct ll_cells made(struct ll_arena *arena, const char *rules, const char *groups,
                            const char *const *sweeps, size_t count)
{
    const struct ll_cells_setup setup = {.rules = rules,
                                         .groups = groups,
                                         .sweeps = sweeps,
                                         .sweep_count = count,
                                         .calibers = calibers_of(arena)};
    struct ll_cells cells;
    errors.count = warnings.count = 0;
    enum ll_status status = ll_cells_make(arena, &setup, &cells, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s: %s", count ? sweeps[0] : "", errors.list[0].message);
    return cells;
}

/* ---- files edited by hand ---- */

static char folder[64];

static void make_folder(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/leadline-cells-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static const char *path_of(struct ll_arena *arena, const char *name)
{
    return ll_arena_printf(arena, "%s/%s", folder, name);
}

static void write_file(struct ll_arena *arena, const char *name, const char *text)
{
    FILE *file = fopen(path_of(arena, name), "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static void remove_folder(struct ll_arena *arena)
{
    static const char *const names[] = {"rules.yaml", "base.yaml", "groups.yaml", "a.yaml",
                                        "b.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(path_of(arena, names[i]));
    cr_assert_eq(rmdir(folder), 0);
}

/* A text with the only place where `from` stands as `to`. */
static const char *edited(struct ll_arena *arena, const char *text, const char *from,
                          const char *to)
{
    const char *at = strstr(text, from);
    cr_assert_not_null(at, "%s", from);
    cr_assert_null(strstr(at + 1, from), "%s stands twice", from);
    return ll_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static const char *text_of(struct ll_arena *arena, const char *path)
{
    struct ll_source source;
    cr_assert_eq(ll_readfile(arena, path, &source, NULL), LL_OK);
    return ll_arena_str(arena, source.text).ptr;
}

static const struct ll_pack *loaded(struct ll_arena *arena, const char *path)
{
    struct ll_pack *pack;
    errors.count = warnings.count = 0;
    cr_assert_eq(ll_pack_load(arena, path, calibers_of(arena), &pack, &errors, &warnings), LL_OK,
                 "%s", errors.list[0].message);
    return pack;
}

/* ---- packs ---- */

struct edit {
    const char *sweep, *from, *to; /* of RULES */
};

static const struct edit edits[] = {
    {"five-or-more.guns=7", "guns: 5", "guns: 7"},
    {"five-or-more.guns = 2.5", "guns: 5", "guns: 2.5"},
    {"five-or-more.guns=-1", "guns: 5", "guns: -1"},
    {"five-or-more.classes=[shotgun, \"rifle\"]", "[pistol, rifle]", "[shotgun, \"rifle\"]"},
    {"five-or-more.classes=[]", "[pistol, rifle]", "[]"},
    {"five-or-more.payment=check", "payment: cash", "payment: check"},
    {"five-or-more.payment='02'", "payment: cash", "payment: \"02\""},
    {"five-or-more.payment=true", "payment: cash", "payment: 'true'"},
    {"five-or-more.payment=money order", "payment: cash", "payment: money order"},
    {"five-or-more.any=false", "any: true", "any: false"},
    {"five-or-more.window=9", "business_days: 5", "business_days: 9"},
    {"five-or-more.weight=0", "weight: 40", "weight: 0"},
    {"laredo.weight=8", "- id: laredo", "- weight: 8\n    id: laredo"},
    {"min=4", "{min: 2", "{min: 4"},
    {"alone=2.50", "alone: 4", "alone: 2.5"},
    {"any-day.alone=0.25", "alone: 4", "alone: 0.25"},
    {"shop.own=3", "own: 9", "own: 3"},
    {"shop.weight=30", "weight: 12", "weight: 30"},
    {"shop.window=4", "days: 20", "days: 4"},
    {"quiet_days=3", "pack: sweeps", "pack: sweeps\nlead: {quiet_days: 3}"},
    {"off.weight=6", "weight: 5", "weight: 6"}};
#define EDITS (sizeof edits / sizeof edits[0])

Test(sweep_cells, are_the_packs_of_edited_files)
{
    struct ll_arena arena = {0};
    const char *text = text_of(&arena, RULES), *was = loaded(&arena, RULES)->digest;
    make_folder();
    write_file(&arena, "base.yaml", text_of(&arena, FOLDER "/base.yaml"));
    for (size_t i = 0; i < EDITS; i++) {
        struct ll_cells cells = made(&arena, RULES, NULL, &edits[i].sweep, 1);
        cr_assert_eq(cells.count, 2);
        cr_expect_str_eq(cells.cells[0].pack->digest, was);
        write_file(&arena, "rules.yaml", edited(&arena, text, edits[i].from, edits[i].to));
        const struct ll_pack *pack = loaded(&arena, path_of(&arena, "rules.yaml"));
        cr_expect_str_eq(cells.cells[1].pack->digest, pack->digest, "%s", edits[i].sweep);
        cr_expect_str_neq(pack->digest, was, "%s", edits[i].sweep);
        cr_expect_eq(cells.axes[0].present, SIZE_MAX);
    }
    remove_folder(&arena);
    ll_arena_fini(&arena);
}

Test(sweep_cells, of_a_folder_have_what_files_repeat)
{
    static const char a[] =
        "pack: p\nlead: {quiet_days: 20}\nparams: {n: 2}\nindicators:\n"
        "- {id: a, timeline: purchaser, items: firearms, having: count() >= $n}\n";
    static const char b[] =
        "lead: {quiet_days: 20}\nindicators:\n"
        "- {id: b, timeline: purchaser, items: firearms, having: count() >= $n}\n";
    static const char *const sweeps[] = {"quiet_days=7", "n=3", "b.weight=1"};
    struct ll_arena arena = {0};
    make_folder();
    write_file(&arena, "a.yaml", a);
    write_file(&arena, "b.yaml", b);
    struct ll_cells cells = made(&arena, folder, NULL, sweeps, 3);
    write_file(&arena, "a.yaml",
               edited(&arena, edited(&arena, a, "n: 2", "n: 3"), "days: 20", "days: 7"));
    write_file(
        &arena, "b.yaml",
        edited(&arena, edited(&arena, b, "id: b", "id: b, weight: 1"), "days: 20", "days: 7"));
    cr_expect_str_eq(cells.cells[1].pack->digest, loaded(&arena, folder)->digest);
    cr_expect_eq(cells.cells[1].pack->quiet_days, 7);
    remove_folder(&arena);
    ll_arena_fini(&arena);
}

Test(sweep_cells, give_a_pack_the_lead_that_it_has_not)
{
    static const char *const heads[] = {"", "lead:\n", "lead: {}\n", "lead: {quiet_days: }\n"};
    static const char rest[] = "indicators:\n- {id: a, timeline: purchaser, items: firearms}\n";
    static const char *const sweep = "quiet_days=7,30";
    struct ll_arena arena = {0};
    make_folder();
    for (size_t i = 0; i < 4; i++) {
        write_file(&arena, "a.yaml", ll_arena_printf(&arena, "pack: p\n%s%s", heads[i], rest));
        struct ll_cells cells = made(&arena, path_of(&arena, "a.yaml"), NULL, &sweep, 1);
        cr_expect_eq(cells.cells[1].pack->quiet_days, 7);
        cr_expect_eq(cells.cells[2].pack->quiet_days, 30);
        cr_expect_eq(cells.axes[0].present, 1);
        cr_expect_str_eq(cells.cells[2].pack->digest, cells.cells[0].pack->digest);
    }
    remove_folder(&arena);
    ll_arena_fini(&arena);
}

/* ---- groups ---- */

static const struct ll_group *group_of(const struct ll_router *router, size_t at)
{
    return &((const struct ll_groups *)router)->list[at];
}

Test(sweep_cells, are_the_groups_of_edited_files)
{
    static const char text[] = "groups:\n"
                               "  - id: a\n    accept: score >= 40\n"
                               "  - id: b\n    accept: |\n      traces >= 1\n"
                               "      and (guns > 3 or not 25 > score)\n"
                               "    priority: {high: score >= 80}\n"
                               "  - {id: shop, accept: \"score   == 7\"}\n";
    static const struct {
        const char *sweep, *from, *to;
        size_t group;
    } cases[] = {{"a.score=60", "score >= 40", "score >= 60", 0},
                 {"b.score=1234.5", "25 >", "1234.5 >", 1},
                 {"group:shop.score=0", "== 7", "== 0", 2}};
    struct ll_arena arena = {0};
    make_folder();
    write_file(&arena, "groups.yaml", text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *path = path_of(&arena, "groups.yaml"), *sweep = cases[i].sweep;
        struct ll_groups *groups;
        struct ll_cells cells = made(&arena, RULES, path, &sweep, 1);
        write_file(&arena, "groups.yaml", edited(&arena, text, cases[i].from, cases[i].to));
        cr_assert_eq(ll_groups_load(&arena, path, calibers_of(&arena), &groups, &errors), LL_OK);
        write_file(&arena, "groups.yaml", text);
        for (size_t g = 0; g < 3; g++) {
            const struct ll_group *swept = group_of(cells.cells[1].router, g);
            const struct ll_group *was = group_of(cells.cells[0].router, g);
            cr_expect(ll_str_eq(swept->why, groups->list[g].why), "%s", sweep);
            cr_expect(ll_expr_same(swept->accept->program, groups->list[g].accept->program));
            cr_expect_eq(ll_expr_same(swept->accept->program, was->accept->program),
                         g != cases[i].group);
        }
        cr_expect_eq(cells.cells[0].pack, cells.cells[1].pack);
    }
    remove_folder(&arena);
    ll_arena_fini(&arena);
}

/* ---- grids ---- */

static const char *const grid[] = {"five-or-more.guns=3..4,5", "group:laredo.score=20..40:10",
                                   "shop.window=5,20"};

Test(sweep_cells, are_a_grid_whose_last_axis_is_the_fastest)
{
    struct ll_arena arena = {0};
    struct ll_cells cells = made(&arena, RULES, GROUPS, grid, 3);
    cr_assert_eq(cells.count, 1 + 18);
    cr_assert_eq(cells.axis_count, 3);
    cr_expect_not(cells.has_candidate);
    cr_expect_eq(cells.axes[0].kind, LL_AXIS_PARAM);
    cr_expect_eq(cells.axes[1].kind, LL_AXIS_SCORE);
    cr_expect_eq(cells.axes[2].kind, LL_AXIS_WINDOW);
    cr_expect_eq(cells.axes[0].present, 2);
    cr_expect_eq(cells.axes[1].present, 2);
    cr_expect_eq(cells.axes[2].present, 1);
    cr_expect(ll_str_eq(cells.axes[1].in_force, LL_STR("40")));
    cr_expect(ll_str_eq(cells.cells[0].name, LL_STR("present")));
    for (size_t i = 0; i < 18; i++) {
        const struct ll_cell *cell = &cells.cells[1 + i];
        cr_expect_eq(cell->kind, LL_CELL_SWEPT);
        cr_expect_eq(cell->values[0], i / 6);
        cr_expect_eq(cell->values[1], i / 2 % 3);
        cr_expect_eq(cell->values[2], i % 2);
        cr_expect_eq(cell->pack, cells.cells[1 + i / 6 * 6 + i % 2].pack, "packs are shared");
        cr_expect_eq(cell->router, cells.cells[1 + i / 2 % 3 * 2].router, "and routers");
    }
    cr_expect(ll_str_eq(cells.cells[8].name,
                        LL_STR("five-or-more.guns=4 group:laredo.score=20 shop.window=20")),
              "%.*s", LL_STR_ARGS(cells.cells[8].name));
    cr_expect_str_eq(cells.cells[18].pack->digest, cells.cells[0].pack->digest);
    cr_expect_str_neq(cells.cells[17].pack->digest, cells.cells[0].pack->digest);
    ll_arena_fini(&arena);
}

Test(sweep_cells, have_a_candidate_before_the_grid)
{
    static const char *const sweep = "five-or-more.guns=2";
    struct ll_arena arena = {0};
    struct ll_cells cells;
    const struct ll_cells_setup setup = {.rules = RULES,
                                         .candidate = "rules/atf.yaml",
                                         .sweeps = &sweep,
                                         .sweep_count = 1,
                                         .calibers = calibers_of(&arena)};
    errors.count = warnings.count = 0;
    cr_assert_eq(ll_cells_make(&arena, &setup, &cells, &errors, &warnings), LL_OK);
    cr_assert_eq(cells.count, 3);
    cr_expect(cells.has_candidate && cells.cells[1].kind == LL_CELL_CANDIDATE);
    cr_expect(ll_str_eq(cells.cells[1].name, LL_STR("candidate")));
    cr_expect_str_eq(cells.cells[1].pack->digest, loaded(&arena, "rules/atf.yaml")->digest);
    cr_expect(ll_str_eq(cells.cells[2].name, LL_STR("five-or-more.guns=2")));
    cr_expect_null(cells.cells[2].router);
    ll_arena_fini(&arena);
}

Test(sweep_cells, are_the_present_alone_without_a_sweep)
{
    struct ll_arena arena = {0};
    struct ll_cells cells = made(&arena, RULES, GROUPS, NULL, 0);
    cr_expect_eq(cells.count, 1);
    cr_expect_eq(cells.axis_count, 0);
    cr_expect_not_null(cells.cells[0].router);
    ll_arena_fini(&arena);
}

Test(sweep_cells, warn_of_what_values_let_the_rules_warn_of)
{
    static const char *const sweeps[] = {"off.weight=1,2", "five-or-more.classes=[pistol],[pistl]"};
    struct ll_arena arena = {0};
    (void)made(&arena, RULES, NULL, sweeps, 2);
    bool disabled = false, misspelt = false;
    for (size_t i = 0; i < warnings.count && i < LL_ERRORS_MAX; i++) {
        const struct ll_error *one = &warnings.list[i];
        if (!one->at.source || strcmp(one->at.source->file, "--sweep") != 0)
            continue;
        disabled = disabled || strcmp(one->code, "disabled") == 0;
        misspelt = misspelt || (strcmp(one->code, "unknown-word") == 0 && one->at.col == 31);
    }
    cr_expect(disabled);
    cr_expect(misspelt);
    ll_arena_fini(&arena);
}

Test(sweep_cells, refuse_rules_before_they_look_at_sweeps)
{
    static const char *const sweep = "no.such=1";
    struct ll_arena arena = {0};
    struct ll_cells cells;
    const struct ll_cells_setup setup = {.rules = "tests/bogons/sweeps/none.yaml",
                                         .candidate = GROUPS,
                                         .sweeps = &sweep,
                                         .sweep_count = 1,
                                         .calibers = calibers_of(&arena)};
    errors.count = warnings.count = 0;
    cr_expect_eq(ll_cells_make(&arena, &setup, &cells, &errors, &warnings), LL_ERR_IO);
    cr_expect_eq(errors.count, 2, "the rules, and the candidate");
    cr_expect_eq(cells.count, 0);
    ll_arena_fini(&arena);
}
