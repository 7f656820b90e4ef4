/* plan.h -- of which cells which indicators and groups are counted.  Private to the room.
 * Depends on: sweep/cell.   SPDX-License-Identifier: Apache-2.0
 *
 * In full for the pack in force, the candidate and the values of a single axis; of a grid's cells what is swept alone. */
#ifndef LL_TUNE_PLAN_H
#define LL_TUNE_PLAN_H

#include "sweep/cell.h"

#define LL_PLAN_NONE UINT32_MAX

/* Of the indicators of one pack, those that are counted; shared by the cells whose packs have the same ids in the same places. */
struct ll_plan {
    const struct ll_pack *pack; /* of the first cell that has the plan */
    uint32_t *slot_of;          /* by indicator: its place among those counted, or LL_PLAN_NONE */
    uint32_t *indicator_of;     /* by place: the indicator */
    size_t count;
};

struct ll_plans {
    const struct ll_plan **of; /* by cell */
    const bool **groups;       /* by cell: by group, whether it is counted; NULL: none is */
    size_t group_count;
};

LL_NODISCARD bool ll_plans_make(struct ll_plans *plans, const struct ll_cells *cells,
                                const ll_str *groups, size_t group_count, struct ll_arena *arena);
/* Is everything of the cell told: it is no cell of a grid. */
bool ll_plan_is_full(const struct ll_cells *cells, size_t cell);

#endif
