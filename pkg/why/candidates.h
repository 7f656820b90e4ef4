/* candidates.h -- the changes that might make an indicator hit, the smallest first.
 * Depends on: why/change, why/values.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_CANDIDATES_H
#define LL_WHY_CANDIDATES_H

#include "why/change.h"
#include "why/values.h"

#define LL_WHY_NEAR_MAX 48 /* items of a kind that changes are tried on; others are passed over */

struct ll_why_candidates {
    struct ll_why_change *list; /* by cost */
    size_t count, cap;
    bool cut; /* there were more items or values than are tried */
    struct ll_arena *arena;
    bool failed; /* memory is out */
};

/* What the search for an indicator's nearest miss is about. Borrowed. */
struct ll_why_asked {
    const struct ll_book *book;
    size_t indicator;
    const struct ll_rules *rules;
    const struct ll_calibers *calibers;
    const struct ll_why_facts *facts;
    const struct ll_assessment *assessment; /* of these facts */
    ll_day near;                            /* where to look first on a long timeline */
};

/* All of them, in the arena. */
void ll_why_candidates_find(struct ll_why_candidates *candidates, const struct ll_why_asked *asked,
                            const struct ll_why_values *values, struct ll_arena *arena);

#endif
