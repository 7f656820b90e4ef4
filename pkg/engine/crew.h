/* crew.h -- engines that share the work: the way of a batch through all of them, in pieces that threads can do.
 * Depends on: engine/engine.   SPDX-License-Identifier: Apache-2.0
 *
 * A batch goes through phases, each a file of this room:
 *
 *   decode.c      messages to events, and which shard's each is    as many slices as shards
 *   purchasers.c  their facts on the purchasers' timelines         each shard its own events
 *   told.c        what they tell the dealers' and addresses'       each shard its own timelines
 *   give.c        leads and rejects, in the order of the events    one
 *
 * Who has a timeline is told by its subject's key. Purchasers' timelines and the others have engines, and stores, of their own,
 * so that each phase can be at another batch. What comes out is the same bytes for any number of shards.
 *
 * Threads: the pieces of a phase may be done at once. A phase of a batch begins when the phase before it is done, and when it
 * is done for the batch before. With one shard, a batch begins when the one before is given. Nothing is locked here, and no
 * piece writes what another that may be done at the same time reads. */
#ifndef LL_ENGINE_CREW_H
#define LL_ENGINE_CREW_H

#include "engine/engine.h"
#include "lead/record.h"

#define LL_CREW_SHARDS_MAX 256

struct ll_crew;

/* The stores that so many shards need. */
static inline size_t ll_crew_stores(size_t shards)
{
    return shards == 1 ? 1 : 2 * shards;
}
/* setup->store is not looked at: stores has ll_crew_stores(shards) of them, borrowed for the crew's life, each empty. With more
 * than one shard nothing may be forgotten (retention.forget): what is too old is told by one clock for all events in order. */
LL_NODISCARD enum ll_status ll_crew_new(const struct ll_engine_setup *setup,
                                        struct ll_store *const *stores, size_t shards,
                                        struct ll_crew **out, struct ll_error *err);
void ll_crew_free(struct ll_crew *crew);
/* Of all batches that were given. Written by ll_batch_give. */
const struct ll_engine_counts *ll_crew_counts(const struct ll_crew *crew);

/* Room for a batch on its way; borrows the crew. NULL when memory is out. */
struct ll_batch;
struct ll_batch *ll_batch_new(struct ll_crew *crew);
void ll_batch_free(struct ll_batch *batch);

/* Take n messages, borrowed until all is given. */
LL_NODISCARD enum ll_status ll_batch_start(struct ll_batch *batch, const struct ll_input *inputs,
                                           size_t n, struct ll_error *err);

/* In this order; each has as many pieces as the crew has shards. */
enum ll_batch_phase { LL_BATCH_DECODE, LL_BATCH_PURCHASERS, LL_BATCH_TOLD, LL_BATCH_PHASES };
/* Do one piece. */
LL_NODISCARD enum ll_status ll_batch_work(struct ll_batch *batch, enum ll_batch_phase phase,
                                          size_t piece, struct ll_error *err);
/* Give what came of it: the last phase, which has one piece. */
LL_NODISCARD enum ll_status ll_batch_give(struct ll_batch *batch, const struct ll_engine_sink *sink,
                                          struct ll_error *err);

/* All open leads of all subjects seen (remember_names) are given by batches too. When all events are given: put the subjects in
 * order, by kind and key. */
LL_NODISCARD enum ll_status ll_crew_stand(struct ll_crew *crew, struct ll_error *err);
/* Take the next subjects, to go through the same phases; false: there are no more. */
bool ll_batch_start_standing(struct ll_batch *batch);
/* Those subjects, for who looks at them in another way: how many, and the one of that number. */
size_t ll_crew_standing_count(const struct ll_crew *crew);
const struct ll_lead_subject *ll_crew_standing(const struct ll_crew *crew, size_t number);
/* The number of the store that has a subject's timeline. */
size_t ll_crew_store_of(const struct ll_crew *crew, const struct ll_subject *subject);

#endif
