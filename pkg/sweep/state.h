/* state.h -- what a history holds: inside the sweep room only.
 * Depends on: sweep/history, sweep/united, sweep/order.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_STATE_H
#define LL_SWEEP_STATE_H

#include "sweep/history.h"
#include "sweep/order.h"
#include "sweep/united.h"

struct ll_history {
    struct ll_history_setup setup;
    struct ll_arena arena;
    struct ll_united united;
    struct ll_crew *crew; /* when all is read, it knows the subjects to be looked at */
    struct ll_store *stores[2 * LL_CREW_SHARDS_MAX];
    size_t long_bytes; /* of a timeline that is looked at only around what changes */
    struct ll_history_counts counts;
};

/* The subjects to be looked at lie in order: the others, then purchasers. */
size_t ll_history_others(const struct ll_history *history);

/* The facts of a subject, and what it is told besides, as the history looks at them. In the arena. */
LL_NODISCARD enum ll_status ll_history_facts(const struct ll_history *history,
                                             const struct ll_subject *subject,
                                             const struct ll_dated_fact *told, size_t told_count,
                                             enum ll_order order, struct ll_arena *arena,
                                             struct ll_ordered *out, struct ll_error *err);
/* Whether a timeline is looked at only around what changes: where it is long, and nothing makes days far apart hang together. */
bool ll_history_is_long(const struct ll_history *history, const struct ll_ordered *ordered,
                        const struct ll_subject *subject);

/* census.c: count what there is on the timelines. */
LL_NODISCARD enum ll_status ll_history_take_census(struct ll_history *history,
                                                   struct ll_error *err);

/* The letters of the news of n threads to dealers and addresses, those to be looked at that are told nothing included. */
struct ll_news;
struct ll_letter;
LL_NODISCARD enum ll_status ll_history_letters(const struct ll_history *history,
                                               const struct ll_news *news, size_t n,
                                               struct ll_arena *arena, struct ll_letter **letters,
                                               size_t *count, struct ll_error *err);

#endif
