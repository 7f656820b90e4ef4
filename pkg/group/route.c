/* route.c -- which groups get a lead.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "group/guideline.h"

const struct ll_router *ll_groups_router(const struct ll_groups *groups)
{
    return &groups->router;
}

/* Of strings the same text in the same place; numbers lie where the place does. */
static bool is_same(const struct ll_value *a, const struct ll_value *b)
{
    return a->text == b->text && a->len == b->len && a->null == b->null;
}

/* Most rows of a lead are of one dealer: what is asked of them has one answer. */
static bool answers_as(const struct ll_value *row, const struct ll_value *before, uint64_t asked)
{
    for (; asked; asked &= asked - 1) {
        int slot = __builtin_ctzll(asked);
        if (!is_same(&row[slot], &before[slot]))
            return false;
    }
    return true;
}

static bool covers(const struct ll_group *group, const struct ll_lead_view *lead)
{
    if (!group->covers)
        return true;
    for (size_t i = 0; i < lead->row_count; i++) {
        struct ll_expr_env env = {.row = lead->rows[i]};
        if (i && answers_as(env.row, lead->rows[i - 1], group->covers_asks))
            continue;
        if (ll_expr_run(group->covers->program, &env))
            return true;
    }
    return false;
}

static struct ll_value whole(int64_t n)
{
    return ll_value_number(n * LL_DECIMAL_ONE);
}

/* The ids as a list; null where there is no memory. */
static struct ll_value list_of(const struct ll_lead_view *lead, struct ll_arena *scratch)
{
    struct ll_value *items = LL_NEW_ARRAY(scratch, struct ll_value, lead->indicator_count);
    if (!items)
        return ll_value_null();
    for (size_t i = 0; i < lead->indicator_count; i++)
        items[i] = ll_value_string(lead->indicators[i]);
    return (struct ll_value){.items = items, .len = (uint32_t)lead->indicator_count};
}

void ll_groups_fill_row(const struct ll_groups *groups, const struct ll_lead_view *lead,
                        struct ll_arena *scratch, struct ll_value row[LL_LEAD_SLOT_COUNT])
{
    row[LL_LEAD_SCORE] = whole(lead->score);
    row[LL_LEAD_TIME_TO_CRIME] =
        lead->has_time_to_crime ? whole(lead->time_to_crime) : ll_value_null();
    row[LL_LEAD_FIRST_DATE] = ll_value_string(lead->first_date);
    row[LL_LEAD_LAST_DATE] = ll_value_string(lead->last_date);
    row[LL_LEAD_STATUS] = ll_value_string(lead->status);
    row[LL_LEAD_INDICATORS] = groups->uses_indicators ? list_of(lead, scratch) : ll_value_null();
    row[LL_LEAD_SALES] = whole(lead->sales);
    row[LL_LEAD_TRACES] = whole(lead->traces);
    row[LL_LEAD_DEALERS] = whole(lead->dealers);
    row[LL_LEAD_PURCHASERS] = whole(lead->purchasers);
    row[LL_LEAD_GUNS] = whole(lead->guns);
}

/* The first priority that holds, else normal. */
static struct ll_route route_of(const struct ll_group *group, const struct ll_expr_env *env)
{
    for (size_t i = 0; i < group->priority_count; i++) {
        const struct ll_priority *priority = &group->priorities[i];
        if (ll_expr_run(priority->when->program, env))
            return (struct ll_route){group->id, priority->name, priority->why};
    }
    return (struct ll_route){group->id, LL_STR("normal"), group->why};
}

size_t ll_groups_route(const struct ll_router *router, const struct ll_lead_view *lead,
                       struct ll_arena *scratch, struct ll_route *out, size_t cap)
{
    const struct ll_groups *groups = ll_groups_of(router);
    struct ll_value row[LL_LEAD_SLOT_COUNT];
    struct ll_expr_env env = {.row = row};
    size_t n = 0;
    ll_groups_fill_row(groups, lead, scratch, row);
    for (size_t i = 0; i < groups->count && n < cap; i++) {
        const struct ll_group *group = &groups->list[i];
        /* What a lead is worth is cheaper to ask than what its evidence holds. */
        if (group->accept && !ll_expr_run(group->accept->program, &env))
            continue;
        if (covers(group, lead))
            out[n++] = route_of(group, &env);
    }
    return n;
}
