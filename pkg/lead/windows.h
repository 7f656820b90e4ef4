/* windows.h -- every window that an indicator looks at: for tools that show, count and question them.
 * Depends on: base, pack, lead/hit, lead/select.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_WINDOWS_H
#define LL_LEAD_WINDOWS_H

#include "lead/hit.h"
#include "lead/select.h"

/* A window of a part, borrowed for the call that is given it; what it points to lives as long as the items. */
struct ll_window_seen {
    const struct ll_indicator *indicator;
    const struct ll_part *part;
    const int32_t *ordinals; /* of the part's items: open days counted, or days as ll_day */
    size_t from, to;         /* its items: from..to-1 of the part; never none */
    const struct ll_value *const *
        past; /* the past traces that traces(...) sees, oldest first; none where it asks for none */
    size_t past_count;
    enum ll_hit_calendar calendar;
    bool qualifies;
};

/* False: no more of them. */
typedef bool (*ll_window_take)(void *context, const struct ll_window_seen *window);

/* Give every window of the indicator by the definition, part by part in the order of time: each ordinal that has an item of
 * the part starts one, however few items it has. items: of an assessment that is made (in_hit asks for its hits).
 * Qualifying windows of a part that share an item are the hits of ll_hits_find. False: memory is out. */
bool ll_windows_each(const struct ll_indicator *indicator, struct ll_items *items,
                     const struct ll_rules *rules, struct ll_arena *arena, ll_window_take take,
                     void *context);

#endif
