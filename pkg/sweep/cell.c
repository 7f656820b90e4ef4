/* cell.c -- see cell.h.   SPDX-License-Identifier: Apache-2.0
 *
 * Axes of the pack and axes of groups are two grids: each pack is loaded once, and each groups file, however many cells
 * have it. */
#include "sweep/cell.h"

#include "base/buf.h"
#include "sweep/axis.h"

#include <stdio.h>

struct making {
    struct ll_arena *arena;
    const struct ll_cells_setup *setup;
    struct ll_errors *errors, *warnings;
    enum ll_status status; /* of the first fault */
    struct ll_book *book;
    struct ll_groups *groups;
    struct ll_axis_plan plans[LL_AXES_MAX];
    size_t count;
    struct ll_cells *out;
};

static void note(struct making *making, enum ll_status status)
{
    if (making->status == LL_OK)
        making->status = status;
}

static void fault_memory(struct making *making)
{
    if (making->status != LL_ERR_NOMEM)
        (void)ll_fail(ll_errors_next(making->errors), LL_ERR_NOMEM, "out of memory");
    making->status = LL_ERR_NOMEM;
}

static bool is_of_groups(const struct ll_axis_plan *plan)
{
    return plan->axis.kind == LL_AXIS_SCORE;
}

/* ---- axes ---- */

static struct ll_source *source_of(struct making *making, const char *expression)
{
    struct ll_source *source = LL_NEW(making->arena, struct ll_source);
    ll_str text = ll_arena_str(making->arena, ll_str_from(expression));
    if (!source || !text.ptr) {
        fault_memory(making);
        return NULL;
    }
    *source = (struct ll_source){"--sweep", text};
    return source;
}

static void refuse_twin(struct making *making, const struct ll_axis_plan *plan,
                        const struct ll_axis_plan *twin)
{
    struct ll_error *err = ll_errors_next(making->errors);
    note(making, ll_fail_at(err, LL_ERR_SYNTAX, plan->at,
                            "'%.*s' is swept already; write all its values in one sweep",
                            LL_STR_ARGS(plan->axis.target)));
    err->other = twin->at;
    (void)snprintf(err->other_note, sizeof err->other_note, "the first is here");
}

static void read_axis(struct making *making, const char *expression)
{
    const struct ll_axis_rules rules = {making->arena, making->book, making->groups, making->errors,
                                        making->warnings};
    struct ll_source *source = source_of(making, expression);
    struct ll_axis_plan plan;
    if (!source)
        return;
    enum ll_status status = ll_axis_read(&rules, source, &plan);
    note(making, status);
    if (status != LL_OK)
        return;
    for (size_t i = 0; i < making->count; i++) {
        if (ll_axis_same(&making->plans[i], &plan)) {
            refuse_twin(making, &plan, &making->plans[i]);
            return;
        }
    }
    if (making->count < LL_AXES_MAX)
        making->plans[making->count++] = plan;
}

static void read_axes(struct making *making)
{
    const struct ll_cells_setup *setup = making->setup;
    if (setup->sweep_count > LL_AXES_MAX)
        note(making,
             ll_fail(ll_errors_next(making->errors), LL_ERR_SYNTAX,
                     "there are %zu sweeps, and a grid has at most %d; run them one after another",
                     setup->sweep_count, LL_AXES_MAX));
    for (size_t i = 0; i < setup->sweep_count; i++)
        read_axis(making, setup->sweeps[i]);
}

/* Cells of the grid; 0, and a fault is reported, where they are too many. */
static size_t count_cells(struct making *making)
{
    struct ll_buf numbers = {.max = 80};
    size_t most = LL_CELLS_MAX - 1 - (making->setup->candidate != NULL), cells = 1;
    for (size_t i = 0; i < making->count; i++) {
        ll_buf_printf(&numbers, "%s%zu", i ? " x " : "", making->plans[i].axis.count);
        cells *= making->plans[i].axis.count;
    }
    if (cells > most) {
        note(making, ll_fail(ll_errors_next(making->errors), LL_ERR_SYNTAX,
                             "%.*s values make %zu cells, and there are at most %zu; try fewer "
                             "values, or one sweep after another",
                             LL_STR_ARGS(ll_buf_str(&numbers)), cells, most));
        cells = 0;
    }
    ll_buf_fini(&numbers);
    return cells;
}

/* ---- rules with values ---- */

/* A fault of a value: what the rules say of it, at its place in the sweep. */
static void blame(struct making *making, const struct ll_axis_plan *plan, uint32_t value,
                  const struct ll_error *said)
{
    struct ll_error *err = ll_errors_next(making->errors);
    note(making, ll_fail_at(err, LL_ERR_SYNTAX, plan->values[value].at, "%.*s cannot be %.*s: %s",
                            LL_STR_ARGS(plan->axis.target), LL_STR_ARGS(plan->axis.values[value]),
                            said->message));
    if (!plan->node)
        return;
    err->other = plan->node->at;
    (void)snprintf(err->other_note, sizeof err->other_note, "the value in force is here");
}

static bool is_known(const struct ll_errors *warnings, const char *message)
{
    for (size_t i = 0; i < warnings->count && i < LL_ERRORS_MAX; i++)
        if (strcmp(warnings->list[i].message, message) == 0)
            return true;
    return false;
}

/* What a value lets the rules warn of that they did not warn of before. */
static void pass_on(struct making *making, const struct ll_axis_plan *plan, uint32_t value,
                    const struct ll_errors *warnings)
{
    for (size_t i = 0; i < warnings->count && i < LL_ERRORS_MAX; i++) {
        const struct ll_error *one = &warnings->list[i];
        if (!is_known(making->warnings, one->message))
            ll_errors_once(making->warnings, one->status, plan->values[value].at, one->message)
                ->code = one->code;
    }
}

/* Load the rules with the picked values; faults are those of the value of an axis. False: there are some. */
static bool load(struct making *making, const uint32_t *picks, size_t axis, void **out)
{
    struct ll_axis_amending amending = {
        .plans = making->plans, .picks = picks, .count = making->count, .book = making->book};
    const struct ll_amend amend = {ll_axis_amend, &amending};
    const struct ll_cells_setup *setup = making->setup;
    const struct ll_axis_plan *plan = &making->plans[axis];
    struct ll_errors errors, warnings;
    struct ll_pack *pack = NULL;
    struct ll_groups *groups = NULL;
    errors.count = warnings.count = 0;
    enum ll_status status = is_of_groups(plan)
                                ? ll_groups_load_amended(making->arena, setup->groups,
                                                         setup->calibers, &amend, &groups, &errors)
                                : ll_pack_load_amended(making->arena, setup->rules, setup->calibers,
                                                       &amend, &pack, &errors, &warnings);
    *out = is_of_groups(plan) ? (void *)groups : pack;
    if (amending.failed || status == LL_ERR_NOMEM) {
        fault_memory(making);
    } else if (status == LL_ERR_IO) {
        *ll_errors_next(making->errors) = errors.list[0];
        note(making, status);
    } else if (status != LL_OK) {
        blame(making, plan, picks[axis], &errors.list[0]);
    } else {
        pass_on(making, plan, picks[axis], &warnings);
    }
    return status == LL_OK && !amending.failed;
}

static void as_it_is(uint32_t picks[LL_AXES_MAX])
{
    for (size_t i = 0; i < LL_AXES_MAX; i++)
        picks[i] = LL_AXIS_AS_IT_IS;
}

/* Each value by itself, so that a fault is that of a value. */
static void try_values(struct making *making, size_t axis)
{
    uint32_t picks[LL_AXES_MAX];
    void *unused;
    as_it_is(picks);
    for (picks[axis] = 0; picks[axis] < making->plans[axis].axis.count; picks[axis]++)
        (void)load(making, picks, axis, &unused);
}

/* Everything of one of the two grids. */
static void **load_grid(struct making *making, bool of_groups)
{
    size_t count = 1, axes = 0, first = 0;
    for (size_t i = making->count; i-- > 0;) {
        if (is_of_groups(&making->plans[i]) != of_groups)
            continue;
        count *= making->plans[i].axis.count;
        first = i;
        axes++;
    }
    void **list = LL_NEW_ARRAY(making->arena, void *, count);
    if (!list) {
        fault_memory(making);
        return NULL;
    }
    list[0] = of_groups ? (void *)making->groups : making->book->pack;
    for (size_t i = 0; axes > 1 && i < making->count; i++)
        if (is_of_groups(&making->plans[i]) == of_groups)
            try_values(making, i);
    if (axes > 1 && making->status != LL_OK)
        return NULL;
    for (size_t at = 0; axes && at < count; at++) {
        uint32_t picks[LL_AXES_MAX];
        size_t rest = at;
        as_it_is(picks);
        for (size_t i = making->count; i-- > 0;) {
            if (is_of_groups(&making->plans[i]) != of_groups)
                continue;
            picks[i] = (uint32_t)(rest % making->plans[i].axis.count);
            rest /= making->plans[i].axis.count;
        }
        if (!load(making, picks, first, &list[at]) && axes > 1)
            return NULL;
    }
    return list;
}

/* ---- cells ---- */

static ll_str name_of(struct making *making, const uint32_t *values)
{
    struct ll_buf name = {0};
    for (size_t i = 0; i < making->count; i++) {
        const struct ll_axis *axis = &making->plans[i].axis;
        ll_str value = axis->values[values[i]];
        ll_buf_printf(&name, "%s%.*s=%.*s", i ? " " : "", LL_STR_ARGS(axis->target),
                      LL_STR_ARGS(value));
    }
    ll_str out = {0};
    if (!name.failed)
        out = ll_arena_str(making->arena, ll_buf_str(&name));
    ll_buf_fini(&name);
    if (!out.ptr)
        fault_memory(making);
    return out;
}

static const struct ll_router *router_of(const struct ll_groups *groups)
{
    return groups ? ll_groups_router(groups) : NULL;
}

static void fill_cell(struct making *making, size_t at, void *const *packs, void *const *groups,
                      struct ll_cell *cell)
{
    size_t pack_at = 0, groups_at = 0;
    for (size_t i = making->count; i-- > 0;) {
        cell->values[i] = (uint32_t)(at % making->plans[i].axis.count);
        at /= making->plans[i].axis.count;
    }
    for (size_t i = 0; i < making->count; i++) {
        size_t *place = is_of_groups(&making->plans[i]) ? &groups_at : &pack_at;
        *place = *place * making->plans[i].axis.count + cell->values[i];
    }
    cell->kind = LL_CELL_SWEPT;
    cell->name = name_of(making, cell->values);
    cell->pack = packs[pack_at];
    cell->router = router_of(groups[groups_at]);
}

static void fill(struct making *making, const struct ll_pack *candidate, size_t swept)
{
    struct ll_cells *out = making->out;
    void **packs = swept ? load_grid(making, false) : NULL;
    void **groups = swept ? load_grid(making, true) : NULL;
    size_t n = 0;
    if (making->status != LL_OK)
        return;
    struct ll_cell *cells = LL_NEW_ARRAY(making->arena, struct ll_cell, swept + 2);
    if (!cells) {
        fault_memory(making);
        return;
    }
    cells[n++] = (struct ll_cell){.kind = LL_CELL_PRESENT,
                                  .name = LL_STR("present"),
                                  .pack = making->book->pack,
                                  .router = router_of(making->groups)};
    if (candidate)
        cells[n++] = (struct ll_cell){.kind = LL_CELL_CANDIDATE,
                                      .name = LL_STR("candidate"),
                                      .pack = candidate,
                                      .router = router_of(making->groups)};
    for (size_t i = 0; i < swept; i++)
        fill_cell(making, i, packs, groups, &cells[n++]);
    for (size_t i = 0; i < making->count; i++)
        out->axes[i] = making->plans[i].axis;
    out->axis_count = making->count;
    out->cells = cells;
    out->count = n;
    out->has_candidate = candidate != NULL;
}

enum ll_status ll_cells_make(struct ll_arena *arena, const struct ll_cells_setup *setup,
                             struct ll_cells *out, struct ll_errors *errors,
                             struct ll_errors *warnings)
{
    struct making making = {
        .arena = arena, .setup = setup, .errors = errors, .warnings = warnings, .out = out};
    struct ll_pack *candidate = NULL;
    *out = (struct ll_cells){0};
    note(&making,
         ll_book_load(arena, setup->rules, setup->calibers, &making.book, errors, warnings));
    if (setup->groups)
        note(&making,
             ll_groups_load(arena, setup->groups, setup->calibers, &making.groups, errors));
    if (setup->candidate)
        note(&making,
             ll_pack_load(arena, setup->candidate, setup->calibers, &candidate, errors, warnings));
    if (making.status != LL_OK)
        return making.status;
    read_axes(&making);
    size_t swept = making.status == LL_OK && making.count ? count_cells(&making) : 0;
    if (making.status == LL_OK)
        fill(&making, candidate, swept);
    return making.status;
}
