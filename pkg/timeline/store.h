/* store.h -- where timelines are kept.  Port: implemented by timeline/memory and redis/store.
 * Depends on: base, event, timeline.   SPDX-License-Identifier: Apache-2.0
 *
 * A timeline is an append-only log of facts (fact.h) under a subject's key. Appending is all that is ever done to it by
 * an event, so that any number of workers may do it in any order, twice or interrupted: the order of the log is the order
 * in which the subject came to be known, and its reading is the same for all. */
#ifndef LL_TIMELINE_STORE_H
#define LL_TIMELINE_STORE_H

#include "base/error.h"
#include "timeline/fact.h"

/* One fact to append. */
struct ll_append {
    struct ll_subject subject;
    ll_str fact;       /* one encoded fact, as ll_fact_encode makes it; borrowed */
    int32_t keep_days; /* the store must keep the timeline at least so long from now; 0: for ever */
    ll_day today;      /* the event clock: what a store without a clock of its own goes by */
    bool want_log;     /* read the timeline back in the same round trip */
    size_t len_before; /* out: bytes the log had before */
    ll_str log;        /* out, where want_log: the whole log, this fact included */
};

/* One timeline to read back, or whose keeping is to be prolonged. */
struct ll_read {
    struct ll_subject subject;
    int32_t
        keep_days; /* prolong to at least so many days from now, never shorten; 0: leave as it is */
    ll_str log;    /* out: the whole log; empty where there is none */
};

struct ll_store;
struct ll_store_ops {
    /* Append all, in order, in one round trip. LL_ERR_STORE: perhaps applied in part; doing it again is safe. */
    enum ll_status (*append)(struct ll_store *store, struct ll_append *appends, size_t n,
                             struct ll_error *err);
    /* Read all, in one round trip. Logs are borrowed until the next append or read. */
    enum ll_status (*read)(struct ll_store *store, struct ll_read *reads, size_t n,
                           struct ll_error *err);
    /* Prolong the keeping of timelines that are in a lead. May be done with the next round trip. */
    enum ll_status (*keep)(struct ll_store *store, const struct ll_read *keeps, size_t n,
                           struct ll_error *err);
    /* Replace a log of which expected_len bytes were read by a shorter one that says the same without what is forgotten;
     * does nothing where the log has grown meanwhile. May be done with the next round trip. */
    enum ll_status (*replace)(struct ll_store *store, const struct ll_subject *subject,
                              size_t expected_len, ll_str log, int32_t keep_days,
                              struct ll_error *err);
    void (*free)(struct ll_store *store);
};
/* First member of every implementation. One store per thread. */
struct ll_store {
    const struct ll_store_ops *ops;
};

/* The memory store. It has no clock: a timeline's days are counted from the newest `today` of an append, and when they are
 * over its memory is used again, though perhaps only when as much again has come. NULL when memory is out. */
struct ll_store *ll_store_memory_new(void);
/* The next timeline of a memory store, in no order; *at is 0 before the first. False: there are no more. As read, and nothing
 * else, this may be done by many threads at once. */
bool ll_store_memory_next(const struct ll_store *store, size_t *at, struct ll_read *out);

#endif
