/* course.h -- the stream as it goes: who buys next, what follows from it.
 * Depends on: gen/gen, gen/pending, gen/sale.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_COURSE_H
#define LL_GEN_COURSE_H

#include "gen/fault.h"
#include "gen/gen.h"
#include "gen/pending.h"
#include "gen/person.h"
#include "gen/sale.h"

/* The buyers of a zone, by their counters: those below `next` have bought already, the first
 * `window` of them before the stream began. Who comes back is one of the last `window`. */
struct ll_gen_buyers {
    uint64_t next;
    uint32_t window;
    uint64_t day_start[8]; /* next as it was at the start of the last days; the newest first */
};

struct ll_gen {
    struct ll_gen_world world;
    struct ll_gen_options options;
    struct ll_arena *arena;
    struct ll_arena scratch;
    ll_gen_chance late, duplicate, correction, voided, malformed, traced, trace_failed;
    struct ll_gen_random random;
    struct ll_gen_queue queue;
    struct ll_gen_buyers buyers[LL_GEN_ZONES];
    int64_t end;         /* the instant when the stream ends: traces that arrive later never do */
    uint64_t ring_sales; /* planned */
    uint64_t sale_number, trace_number;
    const struct ll_gen_sink *sink;
    struct ll_gen_summary summary;
    struct ll_buf truth;
    char line[LL_GEN_LINE_MAX + LL_GEN_FAULT_ROOM];
};

/* A sale to someone of that zone at a second of that day in UTC (which may be past midnight). */
LL_NODISCARD enum ll_status ll_gen_course_sale(struct ll_gen *gen, enum ll_gen_zone zone,
                                               ll_day day, uint32_t utc_second,
                                               struct ll_error *err);
/* Everything that is due by that instant. */
LL_NODISCARD enum ll_status ll_gen_course_due(struct ll_gen *gen, int64_t by, struct ll_error *err);

/* The truth: all rings with their buyers; a ring's sale; the trace of one. Nothing where no truth
 * is wanted. */
LL_NODISCARD enum ll_status ll_gen_truth_rings(struct ll_gen *gen, struct ll_error *err);
LL_NODISCARD enum ll_status ll_gen_truth_sale(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                              const struct ll_gen_person *person,
                                              struct ll_error *err);
LL_NODISCARD enum ll_status ll_gen_truth_trace(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                               const struct ll_gen_person *person, uint64_t trace,
                                               struct ll_error *err);

#endif
