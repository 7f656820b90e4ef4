/* groups.c -- what each group made of a lead.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/record.h"
#include "why/view.h"

/* A router that routes nothing: what groups are shown of a lead comes to it. */
struct listener {
    struct ll_router router; /* first */
    const struct ll_groups *groups;
    struct ll_why_lead *lead;
};

static bool holds(const struct ll_expr_reading *reading, const struct ll_value *row)
{
    const struct ll_expr_env env = {.row = row};
    return !reading || ll_expr_run(reading->program, &env);
}

static void look_at(struct ll_why_group *of, const struct ll_group *group,
                    const struct ll_lead_view *view, const struct ll_value *row)
{
    *of = (struct ll_why_group){.group = group, .covers = !group->covers};
    for (size_t i = 0; group->covers && i < view->row_count && !of->covers; i++) {
        of->covers = holds(group->covers, view->rows[i]);
        of->covered_by = of->covers ? ll_item_of_row(view->rows[i]) : NULL;
    }
    of->accepts = holds(group->accept, row);
    for (size_t i = 0; i < group->priority_count && !of->priority; i++)
        if (holds(group->priorities[i].when, row))
            of->priority = &group->priorities[i];
}

static size_t listen(const struct ll_router *router, const struct ll_lead_view *view,
                     struct ll_arena *scratch, struct ll_route *out, size_t cap)
{
    const struct listener *listener = (const struct listener *)router;
    struct ll_why_lead *lead = listener->lead;
    (void)out;
    ll_groups_fill_row(listener->groups, view, scratch, lead->row);
    lead->evidence = view->row_count;
    lead->group_count = cap;
    for (size_t i = 0; i < cap; i++)
        look_at(&lead->groups[i], &listener->groups->list[i], view, lead->row);
    return 0;
}

/* The dates that the row borrows are of the call: the lead's own take their place. */
static bool keep_dates(struct ll_why_lead *lead, struct ll_arena *arena)
{
    char *text = ll_arena_alloc(arena, 20, 1);
    if (!text)
        return false;
    ll_day_format(lead->lead->first_day, text);
    ll_day_format(lead->lead->last_day, text + 10);
    lead->row[LL_LEAD_FIRST_DATE] = ll_value_string((ll_str){text, 10});
    lead->row[LL_LEAD_LAST_DATE] = ll_value_string((ll_str){text + 10, 10});
    return true;
}

bool ll_why_find_groups(const struct ll_why *why, struct ll_why_lead *lead, struct ll_arena *arena)
{
    const struct ll_groups *groups = why->setup->groups;
    size_t count;
    if (!groups || !groups->count)
        return true;
    const struct listener listener = {
        {.route = listen, .group_count = groups->count}, groups, lead};
    struct ll_rules rules = *why->setup->rules;
    rules.router = &listener.router;
    lead->groups = LL_NEW_ARRAY(arena, struct ll_why_group, groups->count);
    return lead->groups &&
           ll_lead_routes(lead->lead, (enum ll_subject_kind)why->setup->facts->subject.kind, &rules,
                          arena, &count) &&
           keep_dates(lead, arena);
}
