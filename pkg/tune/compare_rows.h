/* compare_rows.h -- what leads have, counted by name: their indicators, states, divisions, groups. Private to compare*.c.
 * Depends on: tune/compare.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_COMPARE_ROWS_H
#define LL_TUNE_COMPARE_ROWS_H

#include "base/arena.h"
#include "tune/compare.h"

#define LL_SIDE_PRESENT 1u
#define LL_SIDE_CANDIDATE 2u
#define LL_SIDE_BOTH 3u

struct ll_change_rows {
    struct ll_arena *arena; /* rows and names */
    struct ll_change_row *list;
    unsigned *sides; /* by row: on which sides the pair at hand has it */
    size_t count, cap;
    uint32_t *touched; /* rows that the pair at hand has */
    size_t touched_count;
    uint32_t *table; /* row + 1 by hash of its name; 0 free */
    size_t table_size;
    bool failed; /* memory was out */
};

/* The pair at hand has it on these sides. */
void ll_change_rows_touch(struct ll_change_rows *rows, ll_str name, unsigned sides);
/* The pair at hand is such a change: count what was touched, and go on to the next. */
void ll_change_rows_count(struct ll_change_rows *rows, enum ll_pair_change change);
/* Go on to the next pair; nothing is counted. */
void ll_change_rows_forget(struct ll_change_rows *rows);
void ll_change_rows_merge(struct ll_change_rows *rows, const struct ll_change_rows *from);
/* By name, what is not known last. No touching afterwards. */
void ll_change_rows_sort(struct ll_change_rows *rows);

#endif
