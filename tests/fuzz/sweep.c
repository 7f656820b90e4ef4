/* Any text as sweeps, one a line: refused with a reason and its place, or cells whose values, written as an axis has them,
 * are read again as the same.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "sweep/axis.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RULES "tests/bogons/sweeps/rules.yaml"
#define GROUPS "tests/bogons/sweeps/groups.yaml"
/* Each costs a loading of the rules. */
#define CELLS_MAX 8
#define SWEEPS_MAX (LL_AXES_MAX + 2)

/* Loaded once. */
struct world {
    struct ll_arena arena;
    struct ll_source table;
    struct ll_calibers *calibers;
    struct ll_book *book;
    struct ll_groups *groups;
};

static struct world *the_world(void)
{
    static struct world world;
    static struct ll_errors errors, warnings;
    if (world.book)
        return &world;
    world.table = (struct ll_source){"c", ll_calibers_builtin_text()};
    if (ll_calibers_parse(&world.arena, &world.table, &world.calibers, NULL) ||
        ll_book_load(&world.arena, RULES, world.calibers, &world.book, &errors, &warnings) ||
        ll_groups_load(&world.arena, GROUPS, world.calibers, &world.groups, &errors))
        abort();
    return &world;
}

static void check_errors(const struct ll_errors *errors)
{
    struct ll_buf out = {0};
    for (size_t i = 0; i < errors->count && i < LL_ERRORS_MAX; i++) {
        const struct ll_error *err = &errors->list[i];
        if (err->status == LL_ERR_SYNTAX && err->at.source &&
            (err->at.line != 1 || !err->at.col || err->at.col > err->at.source->text.len + 1))
            abort();
        ll_error_render(err, "error", &out);
    }
    ll_buf_fini(&out);
}

/* A value by itself is that value. */
static void check_value(const struct ll_axis_rules *rules, const struct ll_axis *axis, ll_str value)
{
    struct ll_axis_plan plan;
    const char *text =
        ll_arena_printf(rules->arena, "%.*s=%.*s", LL_STR_ARGS(axis->target), LL_STR_ARGS(value));
    struct ll_source source = {"again", ll_str_from(text)};
    if (!text)
        return;
    enum ll_status status = ll_axis_read(rules, &source, &plan);
    if (status != LL_ERR_NOMEM &&
        (status != LL_OK || plan.axis.count != 1 || !ll_str_eq(plan.axis.values[0], value)))
        abort();
}

/* How many cells a sweep would make; 0: it is refused. */
static size_t check_sweep(const struct world *world, const char *sweep, struct ll_arena *arena)
{
    struct ll_errors errors, warnings;
    struct ll_source source = {"--sweep", ll_str_from(sweep)};
    const struct ll_axis_rules rules = {arena, world->book, world->groups, &errors, &warnings};
    struct ll_axis_plan plan;
    errors.count = warnings.count = 0;
    enum ll_status status = ll_axis_read(&rules, &source, &plan);
    check_errors(&errors);
    if (status != LL_OK && !errors.count)
        abort();
    if (status != LL_OK)
        return 0;
    for (size_t i = 0; i < plan.axis.count && i < CELLS_MAX; i++)
        check_value(&rules, &plan.axis, plan.axis.values[i]);
    return plan.axis.count;
}

static void check_cells(const struct world *world, const char *const *sweeps, size_t count,
                        size_t wanted, struct ll_arena *arena)
{
    struct ll_errors errors, warnings;
    struct ll_cells cells;
    const struct ll_cells_setup setup = {RULES, NULL, GROUPS, sweeps, count, world->calibers};
    errors.count = warnings.count = 0;
    enum ll_status status = ll_cells_make(arena, &setup, &cells, &errors, &warnings);
    check_errors(&errors);
    if (status == LL_OK ? cells.count != 1 + wanted : !errors.count || cells.count)
        abort();
    for (size_t i = 0; i < cells.count; i++)
        if (!cells.cells[i].pack || !cells.cells[i].router || !cells.cells[i].name.len)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct world *world = the_world();
    struct ll_arena arena = {.max_bytes = 64u << 20};
    const char *sweeps[SWEEPS_MAX];
    size_t count = 0, cells = 1;
    for (size_t at = 0; at < size && count < SWEEPS_MAX;) {
        const uint8_t *lf = memchr(data + at, '\n', size - at);
        size_t end = lf ? (size_t)(lf - data) : size;
        ll_str line = ll_arena_str(&arena, (ll_str){(const char *)data + at, end - at});
        if (!line.ptr)
            break;
        sweeps[count++] = line.ptr;
        cells *= check_sweep(world, line.ptr, &arena);
        at = end + 1;
    }
    if (cells <= CELLS_MAX)
        check_cells(world, sweeps, count, count ? cells : 0, &arena);
    ll_arena_fini(&arena);
    return 0;
}
