/* select.h -- the items that an indicator counts, and their parts.
 * Depends on: base, pack, lead/hit.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_SELECT_H
#define LL_LEAD_SELECT_H

#include "lead/hit.h"

/* Items in the order of time. */
struct ll_part {
    struct ll_item **items;
    const struct ll_value **rows; /* rows[i] is items[i]->row */
    size_t count;
};

struct ll_parts {
    struct ll_part *list; /* in the order of their first items */
    size_t count;
};

/* What indicators that are alike share, found when the first of them asks. */
struct ll_shared {
    struct ll_part *items;  /* by shared_items - 1; those whose rows are NULL were not asked for */
    struct ll_parts *parts; /* by shared_parts - 1, as above */
};

/* The items for which `where` is true. False: memory is out. */
bool ll_select_items(struct ll_part *all, const struct ll_indicator *indicator,
                     struct ll_items *items, const struct ll_rules *rules, struct ll_arena *arena);
/* Those items parted by `same`. False: memory is out. */
bool ll_select_parts(struct ll_parts *parts, const struct ll_part *all,
                     const struct ll_indicator *indicator, struct ll_items *items,
                     const struct ll_rules *rules, struct ll_arena *arena);

/* The days of a part's items as its windows count them: open days by the calendar that is asked for, which *calendar names, or
 * days as ll_day. The items are of one dealer where the calendar is the dealer's own. NULL: memory is out. */
int32_t *ll_part_ordinals(const struct ll_part *part, const struct ll_window *window,
                          const struct ll_rules *rules, struct ll_arena *arena,
                          enum ll_hit_calendar *calendar);

#endif
