/* days.c -- see days.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/days.h"

struct ll_why_days ll_why_days_of(const struct ll_window_seen *seen, const struct ll_rules *rules)
{
    const struct ll_window *window = &seen->indicator->window;
    const struct ll_item *item = seen->part->items[seen->from];
    struct ll_why_days days = {.first = item->day, .last = item->day + window->n - 1};
    bool assumed;
    if (window->kind != LL_WINDOW_BUSINESS_DAYS)
        return days;
    days.calendar = window->dealers_own ? ll_item_calendar(item, rules, &assumed) : rules->calendar;
    days.origin = ll_calendar_ordinal(days.calendar, days.first) - 1;
    days.last = days.first;
    /* A window of n open days ends with the nth: days behind it are told of where they have items. */
    while (ll_calendar_ordinal(days.calendar, days.last) - days.origin < window->n)
        days.last++;
    ll_day end = seen->part->items[seen->to - 1]->day;
    days.last = end > days.last ? end : days.last;
    return days;
}

int32_t ll_why_day_number(const struct ll_why_days *days, ll_day day)
{
    return ll_calendar_ordinal(days->calendar, day) - days->origin;
}

const char *ll_why_day_word(enum ll_day_state state)
{
    static const char *const words[] = {"open", "closed", "holiday", "closure"};
    return words[state];
}
