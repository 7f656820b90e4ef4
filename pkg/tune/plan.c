/* plan.c -- see plan.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/plan.h"

bool ll_plan_is_full(const struct ll_cells *cells, size_t cell)
{
    return cells->cells[cell].kind != LL_CELL_SWEPT || cells->axis_count == 1;
}

/* ---- what is swept ---- */

/* "ID.WHAT" is of that id. */
static bool is_of(ll_str target, ll_str id)
{
    return target.len > id.len && target.ptr[id.len] == '.' &&
           ll_str_eq((ll_str){target.ptr, id.len}, id);
}

static bool is_swept(const struct ll_cells *cells, ll_str id, bool is_group)
{
    for (size_t i = 0; i < cells->axis_count; i++) {
        const struct ll_axis *axis = &cells->axes[i];
        if ((axis->kind == LL_AXIS_SCORE) == is_group && is_of(axis->target, id))
            return true;
    }
    return false;
}

/* ---- indicators ---- */

static bool has_same_ids(const struct ll_pack *a, const struct ll_pack *b)
{
    if (a == b)
        return true;
    if (a->indicator_count != b->indicator_count)
        return false;
    for (size_t i = 0; i < a->indicator_count; i++) {
        if (a->indicators[i].enabled != b->indicators[i].enabled ||
            !ll_str_eq(a->indicators[i].id, b->indicators[i].id))
            return false;
    }
    return true;
}

static struct ll_plan *plan_make(const struct ll_cells *cells, size_t cell, struct ll_arena *arena)
{
    const struct ll_pack *pack = cells->cells[cell].pack;
    struct ll_plan *plan = LL_NEW(arena, struct ll_plan);
    bool full = ll_plan_is_full(cells, cell);
    if (!plan)
        return NULL;
    plan->pack = pack;
    plan->slot_of = LL_NEW_ARRAY(arena, uint32_t, pack->indicator_count);
    plan->indicator_of = LL_NEW_ARRAY(arena, uint32_t, pack->indicator_count);
    if (!plan->slot_of || !plan->indicator_of)
        return NULL;
    for (uint32_t i = 0; i < pack->indicator_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[i];
        plan->slot_of[i] = LL_PLAN_NONE;
        if (!indicator->enabled || !(full || is_swept(cells, indicator->id, false)))
            continue;
        plan->slot_of[i] = (uint32_t)plan->count;
        plan->indicator_of[plan->count++] = i;
    }
    return plan;
}

/* A cell's neighbours have what it has, as a rule. */
static const struct ll_plan *plan_of(const struct ll_plans *plans, const struct ll_cells *cells,
                                     size_t cell, struct ll_arena *arena)
{
    const size_t near[] = {cell - 1, 0};
    for (size_t i = 0; cell && i < sizeof near / sizeof near[0]; i++) {
        const struct ll_plan *plan = plans->of[near[i]];
        if (ll_plan_is_full(cells, near[i]) == ll_plan_is_full(cells, cell) &&
            has_same_ids(plan->pack, cells->cells[cell].pack))
            return plan;
    }
    return plan_make(cells, cell, arena);
}

/* ---- all ---- */

bool ll_plans_make(struct ll_plans *plans, const struct ll_cells *cells, const ll_str *groups,
                   size_t group_count, struct ll_arena *arena)
{
    bool *all = LL_NEW_ARRAY(arena, bool, group_count);
    bool *swept = LL_NEW_ARRAY(arena, bool, group_count);
    bool some = false;
    plans->of = LL_NEW_ARRAY(arena, const struct ll_plan *, cells->count);
    plans->groups = LL_NEW_ARRAY(arena, const bool *, cells->count);
    plans->group_count = group_count;
    if (!all || !swept || !plans->of || !plans->groups)
        return false;
    for (size_t i = 0; i < group_count; i++) {
        all[i] = true;
        swept[i] = is_swept(cells, groups[i], true);
        some |= swept[i];
    }
    for (size_t cell = 0; cell < cells->count; cell++) {
        plans->of[cell] = plan_of(plans, cells, cell, arena);
        if (!plans->of[cell])
            return false;
        if (group_count && (some || ll_plan_is_full(cells, cell)))
            plans->groups[cell] = ll_plan_is_full(cells, cell) ? all : swept;
    }
    return true;
}
