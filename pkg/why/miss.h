/* miss.h -- how near an indicator that did not hit came to it: the smallest change that would have made it.
 * Depends on: why/candidates.   SPDX-License-Identifier: Apache-2.0
 *
 * Only what was tried is told: every change that is given was made to the facts, and the indicator hit. */
#ifndef LL_WHY_MISS_H
#define LL_WHY_MISS_H

#include "why/candidates.h"

#define LL_WHY_CHANGES_MAX 2
#define LL_WHY_REPEAT_MAX 20 /* more of one item that are tried where two changes do not do */

struct ll_why_miss {
    struct ll_why_change changes[LL_WHY_CHANGES_MAX]; /* together they make it hit */
    size_t count;                                     /* 0: none was found */
    struct ll_why_change
        others[2]; /* single changes of other kinds that do as well, each by itself */
    size_t other_count;
    bool one_tried, two_tried; /* all single changes that are looked for were tried; all pairs */
    size_t tried;
};

/* Find it, in the arena. False: memory is out. */
LL_NODISCARD bool ll_why_miss_find(struct ll_why_miss *miss, const struct ll_why_asked *asked,
                                   struct ll_arena *arena);

#endif
