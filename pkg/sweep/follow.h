/* follow.h -- the leads of all cells on one timeline, from when each was first shown.
 * Depends on: sweep/found, sweep/step, sweep/united.   SPDX-License-Identifier: Apache-2.0
 *
 * All cells begin as those that find the same. When an indicator hits for the first time, those that have it in another way go
 * ways of their own: so leads are joined once for all that find the same. */
#ifndef LL_SWEEP_FOLLOW_H
#define LL_SWEEP_FOLLOW_H

#include "sweep/found.h"
#include "sweep/step.h"
#include "sweep/united.h"

/* When a lead was first shown with an indicator of that number in the union. */
struct ll_shown_hit {
    size_t number;
    ll_day since;
};

/* A lead that was shown on some day. */
struct ll_shown {
    char id[LL_LEAD_ID_LEN];
    ll_day since; /* its own, or that of one that it took the place of */
    bool open;
    bool followed; /* it fell, and another took its place */
    struct ll_shown_hit *hits;
    size_t hit_count, hit_cap;
};

/* Cells that have found the same so far. */
struct ll_way {
    struct ll_alike alike;
    struct ll_shown *shown;
    size_t shown_count, shown_cap;
    struct ll_assessment now; /* its leads after the last step, where steps are whole */
};

/* One per thread, for many timelines; = {0} to begin with. */
struct ll_follow {
    const struct ll_united *united;
    struct ll_subject subject;
    struct ll_arena arena; /* till the next timeline */
    struct ll_way *ways;
    size_t way_count, way_cap;
    bool *seen; /* by number: that indicator has hit */
};

/* False, here and below: memory is out. */
LL_NODISCARD bool ll_follow_start(struct ll_follow *follow, const struct ll_united *united,
                                  const struct ll_subject *subject);
LL_NODISCARD bool ll_follow_step(struct ll_follow *follow, const struct ll_step *step, ll_day day);
/* stand: of the whole timeline; its reports come to have the ids of the packs. found: all but the subject and items; in the
 * arena of the call. */
LL_NODISCARD bool ll_follow_finish(struct ll_follow *follow, struct ll_assessment *stand,
                                   struct ll_found *found, struct ll_arena *arena);
void ll_follow_fini(struct ll_follow *follow);

#endif
