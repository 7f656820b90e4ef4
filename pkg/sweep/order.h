/* order.h -- the facts of a timeline in the order in which they became known.
 * Depends on: base, timeline.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_ORDER_H
#define LL_SWEEP_ORDER_H

#include "base/error.h"
#include "timeline/fact.h"

/* A fact in its stored form, and the day on which it became known; LL_DAY_NONE: before any other (a void without a date). */
struct ll_dated_fact {
    ll_day known;
    ll_str bytes;
};

struct ll_ordered {
    ll_str log;   /* those known by the day asked */
    size_t *ends; /* where the facts of each day end; of each fact, in the order given */
    ll_day *days;
    size_t count;
    bool traced; /* there is a trace */
};

enum ll_order {
    LL_ORDER_KNOWN, /* by days; facts of one day as given */
    LL_ORDER_GIVEN  /* each fact for itself */
};

/* Those of a log, then more, without what became known after as_of (LL_DAY_NONE: with all). The log is the one given where it
 * is in that order, else in the arena. LL_ERR_STORE: it is damaged. */
LL_NODISCARD enum ll_status ll_order_facts(struct ll_ordered *out, ll_str log,
                                           const struct ll_dated_fact *more, size_t more_count,
                                           enum ll_order order, ll_day as_of,
                                           struct ll_arena *arena, struct ll_error *err);

#endif
