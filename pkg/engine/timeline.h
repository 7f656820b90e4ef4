/* timeline.h -- walking one timeline's log: the set before a fact, and with it.
 * Depends on: base, timeline, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_TIMELINE_H
#define LL_ENGINE_TIMELINE_H

#include "engine/engine.h"
#include "engine/index.h"
#include "lead/lead.h"

/* A log and how far it is read. The set's strings are borrowed from the log, its entries are in the arena. A walk with an
 * index outlives the log: it reads from copies in the index's arena. */
struct ll_walk {
    struct ll_subject subject;
    ll_str log;
    size_t offset; /* of the next fact */
    struct ll_fact_set set;
    struct ll_arena *arena;
    size_t
        base_end; /* of a log that was rewritten: where the facts end that stood together; else 0 */
    uint64_t base_revision; /* their revision */
    ll_day oldest; /* the earliest day of the facts read that stand; LL_DAY_2099_12_31 for none */
    struct ll_index *index; /* of a timeline that is kept between batches; else NULL */
    ll_str first, last;     /* with an index: copies of the first fact read, and of the last one */
};

void ll_walk_start(struct ll_walk *walk, const struct ll_subject *subject, ll_str log,
                   struct ll_arena *arena);
/* As start, for a timeline that is to be kept: all of it is in the index's arena. */
void ll_walk_start_kept(struct ll_walk *walk, const struct ll_subject *subject, ll_str log,
                        struct ll_index *index);
/* Whether a log starts with what a kept walk has read: then the walk goes on in it. A log only grows, unless it is put together
 * anew, and then it starts with another base. */
bool ll_walk_goes_on(struct ll_walk *walk, ll_str log);

/* Where the first fact like head is; log.len where there is none. */
size_t ll_walk_find(const struct ll_walk *walk, const struct ll_fact_head *head);

/* Read on up to the fact at offset (starting anew if that is behind), so that the set is what was known before it.
 * LL_ERR_STORE when the log is damaged: its place is named. */
LL_NODISCARD enum ll_status ll_walk_to(struct ll_walk *walk, size_t offset, struct ll_error *err);
/* Apply the fact at the offset. */
LL_NODISCARD enum ll_status ll_walk_step(struct ll_walk *walk, struct ll_applied *applied,
                                         struct ll_error *err);

/* Mark what is too old on that day as forgotten; returns how many facts. Leads are forgotten whole. The assessment is made in
 * scratch. False: memory is out. */
bool ll_walk_forget(struct ll_walk *walk, const struct ll_engine_retention *retention, ll_day today,
                    const struct ll_rules *rules, struct ll_arena *scratch, size_t *forgotten);

/* One who looks at a timeline: what is kept for it, and the rules that its leads are by. */
struct ll_keeping {
    const struct ll_engine_retention *retention;
    const struct ll_rules *rules;
};

/* Append a shorter log that says the same on that day to all n who look at it, of whom all destroy or none does: what was received
 * up to LL_WALK_SETTLED_DAYS before is put together, without what all forget, what is superseded or repeated, and keeps its revision; what came later stays as it is, as its events may
 * be delivered again. Appends nothing where nothing is that old. The log is read anew, in scratch. */
LL_NODISCARD enum ll_status ll_walk_rewrite(const struct ll_walk *walk,
                                            const struct ll_keeping *keepings, size_t n,
                                            ll_day today, struct ll_arena *scratch,
                                            struct ll_buf *out, struct ll_error *err);
#define LL_WALK_SETTLED_DAYS 30

#endif
