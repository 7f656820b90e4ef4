/* worker.h -- the live worker: one loop from Kafka through the engine and back.
 * Depends on: base, config, engine, redis, kafka, metrics, worker/log.
 * SPDX-License-Identifier: Apache-2.0
 *
 * At least once: offsets are committed only when the facts of a batch are in the store, and its
 * leads and rejects are acknowledged. As leads are a function of the facts, doing a batch again
 * changes nothing. While Kafka or Redis is away the batch at hand is tried again and again, and
 * nothing is committed. */
#ifndef LL_WORKER_WORKER_H
#define LL_WORKER_WORKER_H

#include "config/config.h"
#include "engine/engine.h"
#include "metrics/metrics.h"
#include "worker/log.h"

#include <signal.h>

/* Names of the headers of leads (all but the last three) and rejected events (all but
 * pack_digest). Numbers are decimal text. sent_us is copied from the event that caused it, where
 * that has one. */
#define LL_WORKER_HEADER_PACK "pack_digest"
#define LL_WORKER_HEADER_TOPIC "source_topic"
#define LL_WORKER_HEADER_PARTITION "source_partition"
#define LL_WORKER_HEADER_OFFSET "source_offset"
#define LL_WORKER_HEADER_EMITTED "emitted_ms" /* Unix time */
#define LL_WORKER_HEADER_SENT "sent_us"
#define LL_WORKER_HEADER_REASON "reason"
#define LL_WORKER_HEADER_FIELD "field"
#define LL_WORKER_HEADER_SENTENCE "sentence"

/* Borrowed for the run. */
struct ll_worker_setup {
    const struct ll_config *config;
    /* store, retention and what is said of duplicates are filled in by the worker */
    struct ll_engine_setup engine;
    struct ll_store *store; /* of the redis room */
    struct ll_metrics *metrics;
    const struct ll_log *log;
    const volatile sig_atomic_t *stop; /* not 0: finish the batch and return */
};

/* The retention that the settings ask for. */
struct ll_engine_retention ll_worker_retention(const struct ll_config *config);

/* Work until *stop. LL_OK: stopped in order. Else what makes going on useless; SYNTAX where it
 * is the configuration. */
LL_NODISCARD enum ll_status ll_worker_run(const struct ll_worker_setup *setup,
                                          struct ll_error *err);

#endif
