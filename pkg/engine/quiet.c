/* quiet.c -- most sales are one gun to someone with nothing near it: they are decided without evaluating anything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

static int32_t reach_of(const struct ll_engine_setup *setup, const struct ll_window *window)
{
    if (window->kind != LL_WINDOW_BUSINESS_DAYS)
        return window->n;
    int32_t reach = ll_calendar_span_bound(setup->calendar, window->n);
    size_t count = 0;
    const struct ll_dealer *dealers =
        window->dealers_own && setup->dealers ? ll_dealers_all(setup->dealers, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        int32_t own = dealers[i].calendar ? ll_calendar_span_bound(dealers[i].calendar, window->n) : 0;
        reach = own > reach ? own : reach;
    }
    return reach;
}

/* The longest window over purchasers' firearms, in calendar days. */
static int32_t longest_reach(const struct ll_engine_setup *setup)
{
    int32_t longest = 1;
    for (size_t i = 0; i < setup->pack->order_count; i++) {
        const struct ll_indicator *indicator = &setup->pack->indicators[setup->pack->order[i]];
        int32_t reach = reach_of(setup, &indicator->window);
        longest = reach > longest ? reach : longest;
    }
    return longest;
}

/* A sale may be reported a week late and still meet those of its window. */
#define LATE_REPORT_DAYS 7

int32_t ll_engine_sale_days(const struct ll_engine_setup *setup)
{
    int32_t needed = longest_reach(setup) + LATE_REPORT_DAYS;
    return setup->retention.sale_days > needed ? setup->retention.sale_days : needed;
}

void ll_engine_find_quiet(struct ll_engine *engine)
{
    const struct ll_pack *pack = engine->setup.pack;
    engine->plain_guns = UINT32_MAX;
    engine->reach_days = longest_reach(&engine->setup);
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        /* One that needs a past trace cannot hold where there is no trace. */
        if (indicator->items == LL_ITEM_FIREARM && !indicator->needs_past &&
            indicator->needs_items < engine->plain_guns)
            engine->plain_guns = indicator->needs_items;
    }
}

bool ll_engine_sale_is_quiet(const struct ll_engine *engine, const struct ll_walk *walk, const struct ll_event *sale)
{
    size_t guns = sale->firearm_count;
    for (size_t i = 0; i < walk->set.count; i++) {
        const struct ll_fact_entry *entry = &walk->set.entries[i];
        const struct ll_fact *fact = entry->fact;
        if (fact->kind == LL_FACT_TRACE || entry->void_version || ll_str_eq(fact->id, sale->id))
            return false;
        ll_day apart = fact->occurred.day - sale->occurred.day;
        if (apart < engine->reach_days && apart > -engine->reach_days)
            guns += fact->firearm_count;
    }
    return guns < engine->plain_guns;
}
