/* tally.h -- how often each whole number came: weeks, days gained.  Private to the room.
 * Depends on: base, tune/figure.   SPDX-License-Identifier: Apache-2.0
 *
 * = {0} is an empty one. Its memory is an arena's, and grows with the different numbers, not with their span. */
#ifndef LL_TUNE_TALLY_H
#define LL_TUNE_TALLY_H

#include "base/arena.h"
#include "tune/figure.h"

struct ll_tallied {
    int32_t value;
    uint32_t count; /* 0: a free place of the table */
};

struct ll_tally {
    struct ll_tallied *table;
    size_t size, used;
};

/* False: memory is out. */
LL_NODISCARD bool ll_tally_add(struct ll_tally *tally, int32_t value, uint32_t count,
                               struct ll_arena *arena);
LL_NODISCARD bool ll_tally_merge(struct ll_tally *tally, const struct ll_tally *from,
                                 struct ll_arena *arena);
/* How often value came. */
uint32_t ll_tally_count(const struct ll_tally *tally, int32_t value);
/* Each number that came, ascending, used of them, in the arena. NULL: memory is out. */
struct ll_tallied *ll_tally_sorted(const struct ll_tally *tally, struct ll_arena *arena);

/* Of sorted numbers. */
struct ll_quartiles ll_tallied_quartiles(const struct ll_tallied *sorted, size_t n);

#endif
