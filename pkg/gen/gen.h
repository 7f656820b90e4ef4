/* gen.h -- realistic events of any number, the same for the same options.
 * Depends on: base, event, calendar.   SPDX-License-Identifier: Apache-2.0
 *
 * Events come in the order of the time at which they are reported; what is late comes late. Memory
 * does not grow with the number of events but for what is pending (LL_GEN_PENDING_MAX). docs/gen.md
 * says what is in a stream, and by what sources. */
#ifndef LL_GEN_GEN_H
#define LL_GEN_GEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "event/identity.h"

#define LL_GEN_SALES_MAX UINT64_C(5000000000) /* so many sales' guns have serials of their own */
#define LL_GEN_DAYS_MAX 36525
#define LL_GEN_DEALERS_MAX 50000 /* licence numbers of their own */
#define LL_GEN_RINGS_MAX 20000
#define LL_GEN_AUTO UINT32_MAX /* for dealers and rings: as many as fit the number of sales */

struct ll_gen_options {
    uint64_t seed;
    uint64_t sales; /* 1..LL_GEN_SALES_MAX; all other events come on top of them */
    ll_day from;    /* the first day, 1990-01-01 or later, the last before 2099 */
    uint32_t days;  /* 1..LL_GEN_DAYS_MAX */
    uint32_t dealers, rings;
    /* Shares of sales, 0..1. */
    double late, duplicates, corrections, voids, malformed, traces;
    /* Borrowed for the generator's life. NULL: no keys, and so no truth. */
    const struct ll_identity *identity;
};
void ll_gen_options_default(struct ll_gen_options *options);

struct ll_gen; /* lives in its arena */

/* LL_ERR_LIMIT names the option that is out of bounds. The arena is kept for the run. */
LL_NODISCARD enum ll_status ll_gen_make(struct ll_arena *arena,
                                        const struct ll_gen_options *options, struct ll_gen **out,
                                        struct ll_error *err);
/* Append the dealers file. */
void ll_gen_dealers_file(const struct ll_gen *gen, struct ll_buf *out);

/* Who takes the events. Any status but LL_OK ends the run and is passed on. */
struct ll_gen_sink {
    void *context;
    /* One event without a line's end. key: the purchaser's, as 32 hex digits, where keys are
     * wanted; empty for an event without a purchaser, and for a damaged one. All borrowed for the
     * call. */
    enum ll_status (*emit)(void *context, bool is_trace, ll_str key, ll_str json,
                           struct ll_error *err);
    bool keys;
    /* One line of the truth, without its end. May be NULL. */
    enum ll_status (*truth)(void *context, ll_str line, struct ll_error *err);
};

struct ll_gen_summary {
    uint64_t events, bytes; /* all that was emitted */
    uint64_t sales, late, duplicates, corrections, voids, malformed, traces;
    uint64_t purchasers; /* who bought for the first time in this stream; ring buyers too */
    uint64_t ring_sales, ring_traces;
    uint64_t left_out; /* pending things for which there was no room */
    uint32_t rings, dealers;
};

/* Make all events. Once for each generator. */
LL_NODISCARD enum ll_status ll_gen_run(struct ll_gen *gen, const struct ll_gen_sink *sink,
                                       struct ll_gen_summary *summary, struct ll_error *err);

#endif
