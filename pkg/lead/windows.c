/* windows.c -- see windows.h.   SPDX-License-Identifier: Apache-2.0
 *
 * As plain as can be: ll_hits_find, which is fast, is held to it by the tests. */
#include "lead/windows.h"

/* The traces on the window's last day or at most trace_days before it. */
static void find_past(struct ll_window_seen *seen, const struct ll_item_list *traces)
{
    ll_day last = seen->part->items[seen->to - 1]->day, first = last - seen->indicator->trace_days;
    size_t from = 0;
    if (!ll_expr_uses_past(seen->indicator->having))
        return;
    while (from < traces->count && traces->items[from]->day < first)
        from++;
    seen->past = traces->rows + from;
    while (from + seen->past_count < traces->count &&
           traces->items[from + seen->past_count]->day <= last)
        seen->past_count++;
}

static bool qualifies(const struct ll_window_seen *seen, struct ll_arena *arena)
{
    const struct ll_expr_env env = {.rows = seen->part->rows + seen->from,
                                    .row_count = seen->to - seen->from,
                                    .past = seen->past,
                                    .past_count = seen->past_count,
                                    .scratch = arena};
    return ll_expr_run(seen->indicator->having, &env);
}

/* *go_on: no window was the last one wanted. False: memory is out. */
static bool windows_of_part(struct ll_window_seen seen, const struct ll_item_list *traces,
                            const struct ll_rules *rules, struct ll_arena *arena,
                            ll_window_take take, void *context, bool *go_on)
{
    seen.ordinals =
        ll_part_ordinals(seen.part, &seen.indicator->window, rules, arena, &seen.calendar);
    if (!seen.ordinals)
        return false;
    for (size_t from = 0; *go_on && from < seen.part->count; from++) {
        struct ll_window_seen window = seen;
        if (from && seen.ordinals[from] == seen.ordinals[from - 1])
            continue;
        window.from = window.to = from;
        while (window.to < seen.part->count &&
               seen.ordinals[window.to] - seen.ordinals[from] < seen.indicator->window.n)
            window.to++;
        find_past(&window, traces);
        window.qualifies = qualifies(&window, arena);
        *go_on = take(context, &window);
    }
    return true;
}

bool ll_windows_each(const struct ll_indicator *indicator, struct ll_items *items,
                     const struct ll_rules *rules, struct ll_arena *arena, ll_window_take take,
                     void *context)
{
    const struct ll_item_list *traces = &items->of[LL_ITEM_TRACE];
    struct ll_part *all = LL_NEW(arena, struct ll_part);
    struct ll_parts parts = {all, 1};
    bool go_on = true;
    if (!all || !ll_select_items(all, indicator, items, rules, arena))
        return false;
    if (all->count == 0)
        return true;
    if (indicator->same_count && !ll_select_parts(&parts, all, indicator, items, rules, arena))
        return false;
    for (size_t i = 0; go_on && i < parts.count; i++) {
        const struct ll_window_seen seen = {.indicator = indicator, .part = &parts.list[i]};
        if (!windows_of_part(seen, traces, rules, arena, take, context, &go_on))
            return false;
    }
    return true;
}
