/* pending.h -- what is still to come: late reports, repeats, corrections, voids, traces, by their
 * time.
 * Depends on: gen/world.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_PENDING_H
#define LL_GEN_PENDING_H

#include "gen/world.h"

enum ll_gen_due {
    LL_GEN_DUE_PURCHASE, /* of a ring */
    LL_GEN_DUE_LATE,     /* the report of a sale that is late */
    LL_GEN_DUE_DUPLICATE,
    LL_GEN_DUE_CORRECTION,
    LL_GEN_DUE_VOID,
    LL_GEN_DUE_TRACE
};

struct ll_gen_pending {
    int64_t at;     /* instant, seconds of UTC since 1970 */
    uint64_t order; /* of two at one instant, the one that was added first comes first */
    struct ll_gen_sale sale;
    enum ll_gen_due due;
    uint32_t gun; /* of a trace */
};

/* At most so many wait at once, 0.4 GB; what would be more is left out, and counted. */
#define LL_GEN_PENDING_MAX (UINT32_C(1) << 22)

/* = {0} is an empty one. */
struct ll_gen_queue {
    struct ll_gen_pending *heap; /* in the arena; grown by copying */
    uint32_t count, cap;
    uint32_t max; /* 0: LL_GEN_PENDING_MAX */
    uint64_t added, left_out;
};

/* False: memory is out. */
bool ll_gen_queue_add(struct ll_gen_queue *queue, struct ll_arena *arena,
                      const struct ll_gen_pending *pending);
/* Take the earliest one due by that instant; false where there is none. */
bool ll_gen_queue_take(struct ll_gen_queue *queue, int64_t by, struct ll_gen_pending *out);

#endif
