/* worker.h -- the live worker: from Kafka through the engine and back, on several threads.
 * Depends on: base, config, engine, redis, kafka, metrics, worker/log.
 * SPDX-License-Identifier: Apache-2.0
 *
 * At least once: offsets are committed only when the facts of a batch are in the store, and its
 * leads and rejects are acknowledged. As leads are a function of the facts, doing a batch again
 * changes nothing. While Kafka or Redis is away the batch at hand is tried again and again, and
 * nothing is committed.
 *
 * The calling thread is the group's member and keeps the metrics. Beside it are worker.threads
 * lanes, each with an engine, a connection to Redis and a producer of its own: a partition is one
 * lane's, and nothing but the pack and the files beside it is shared. */
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
    /* A pack on trial, whose leads go to candidate.topic of the settings. */
    struct {
        const struct ll_pack *pack;     /* NULL: none */
        const struct ll_router *router; /* NULL: no groups */
    } candidate;
    const struct ll_redis_options *redis;
    struct ll_metrics *metrics;
    const struct ll_log *log;
    const volatile sig_atomic_t *stop; /* not 0: finish the batches and return */
};

/* How many lanes the settings ask for. */
uint32_t ll_worker_lanes(const struct ll_config *config);

/* The retention that the settings ask for. */
struct ll_engine_retention ll_worker_retention(const struct ll_config *config);

/* Work until *stop. LL_OK: stopped in order. Else what makes going on useless; SYNTAX where it
 * is the configuration. */
LL_NODISCARD enum ll_status ll_worker_run(const struct ll_worker_setup *setup,
                                          struct ll_error *err);

#endif
