/* near.h -- the facts of a walk near a day.
 * Depends on: engine/timeline.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_NEAR_H
#define LL_ENGINE_NEAR_H

#include "engine/timeline.h"

/* The entries that have a fact of one kind on some days, voided ones too: in the order of their days where the walk has an index,
 * else in any. */
struct ll_near {
    const struct ll_walk *walk;
    enum ll_item_kind kind;
    ll_day first, last;
    size_t at;
};
/* The facts less than reach days from that day. */
struct ll_near ll_near_start(const struct ll_walk *walk, enum ll_item_kind kind, ll_day day,
                             int32_t reach);
/* NULL: no more. */
const struct ll_fact_entry *ll_near_next(struct ll_near *near);

#endif
