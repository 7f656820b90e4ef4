/* trace.h -- traces of recovered guns.
 * Depends on: gen/sale.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_TRACE_H
#define LL_GEN_TRACE_H

#include "gen/sale.h"

/* When a gun is recovered, its trace asked for, and the result there. */
struct ll_gen_trace_days {
    ll_day recovered, requested;
    int64_t arrives; /* instant, seconds of UTC since 1970 */
};

/* The days of the trace of a sale's gun. */
struct ll_gen_trace_days ll_gen_trace_plan(const struct ll_gen_world *world,
                                           const struct ll_gen_sale *sale, uint32_t gun);

/* The line of that trace; number: of all traces, from 1. Returns its length. with_purchaser: the
 * trace reached the first purchaser, not only the dealer. */
size_t ll_gen_trace_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                          uint32_t gun, const struct ll_gen_person *person, uint64_t number,
                          bool *with_purchaser, char out[LL_GEN_LINE_MAX]);

/* A trace that arrives now, of a gun sold before the stream began: to person, by the dealer near
 * it. False, and nothing written: the gun's time to crime falls into the stream, and so such traces
 * come from its own sales. */
bool ll_gen_trace_write_old(const struct ll_gen_world *world, ll_day today,
                            const struct ll_gen_person *person, uint64_t number,
                            char out[LL_GEN_LINE_MAX], size_t *len);

/* A trace that found no sale. */
size_t ll_gen_trace_write_failed(const struct ll_gen_world *world, ll_day today, uint64_t number,
                                 char out[LL_GEN_LINE_MAX]);

#endif
