/* metrics.h -- what a worker counts, as Prometheus reads it.
 * Depends on: base, pack, engine, redis, kafka.   SPDX-License-Identifier: Apache-2.0
 *
 * One thread writes (the worker), any thread may render. Nothing of a person or a dealer is in
 * it: labels are outcomes, reasons, indicators and stages. */
#ifndef LL_METRICS_METRICS_H
#define LL_METRICS_METRICS_H

#include "engine/engine.h"
#include "kafka/consumer.h"
#include "kafka/producer.h"
#include "redis/store.h"

/* What the time of a batch is spent on. */
#define LL_METRICS_STAGES(X)                                                                       \
    X(EVALUATE, "evaluate")       /* decode, store and engine, and queueing what comes out */      \
    X(CANDIDATE, "candidate")     /* the same for the candidate, where there is one */             \
    X(ACKNOWLEDGE, "acknowledge") /* until the brokers have leads and rejects */                   \
    X(SETTLE, "settle")           /* until the store has the keeping */                            \
    X(BATCH, "batch")             /* all of it */

enum ll_metrics_stage {
#define LL_X(name, word) LL_METRICS_##name,
    LL_METRICS_STAGES(LL_X)
#undef LL_X
        LL_METRICS_STAGE_COUNT
};

enum ll_metrics_service { LL_METRICS_KAFKA, LL_METRICS_REDIS, LL_METRICS_SERVICE_COUNT };

struct ll_metrics;

/* The indicators of the pack are the labels of leads; pack is borrowed for the life of it. NULL
 * when memory is out. */
struct ll_metrics *ll_metrics_new(const struct ll_pack *pack);
void ll_metrics_free(struct ll_metrics *metrics);

/* Tell of a candidate too: its pack is borrowed as well. Before anything is counted. False: memory
 * is out. */
bool ll_metrics_set_candidate(struct ll_metrics *metrics, const struct ll_pack *pack);

/* What there is of a candidate only. */
struct ll_metrics_candidate_counts {
    /* Events that caused lead records: by the pack in force alone, by the candidate alone, by both. */
    uint64_t present_alone, alone, both;
    uint64_t missed; /* events whose leads by the candidate are not known to be written */
    uint64_t present_cpu_ns, cpu_ns; /* of the lanes, evaluating by the one and by the other */
    uint64_t faulty;                 /* lanes that miss events now */
};

/* The totals as they stand now. */
void ll_metrics_set_engine(struct ll_metrics *metrics, const struct ll_engine_counts *counts);
void ll_metrics_set_consumer(struct ll_metrics *metrics,
                             const struct ll_kafka_consumer_counts *counts);
void ll_metrics_set_producer(struct ll_metrics *metrics,
                             const struct ll_kafka_producer_counts *counts);
void ll_metrics_set_redis(struct ll_metrics *metrics, const struct ll_redis_store_stats *stats);

void ll_metrics_set_candidate_counts(struct ll_metrics *metrics,
                                     const struct ll_metrics_candidate_counts *counts,
                                     const struct ll_engine_counts *engine,
                                     const struct ll_kafka_producer_counts *producer,
                                     const struct ll_redis_store_stats *redis);

/* A lead record was given out, by the pack in force or by the candidate. */
void ll_metrics_add_lead(struct ll_metrics *metrics, const struct ll_lead_out *lead);
void ll_metrics_add_candidate_lead(struct ll_metrics *metrics, const struct ll_lead_out *lead);
void ll_metrics_add_time(struct ll_metrics *metrics, enum ll_metrics_stage stage,
                         int64_t nanoseconds);
void ll_metrics_add_retry(struct ll_metrics *metrics, enum ll_metrics_service service);
void ll_metrics_set_away(struct ll_metrics *metrics, enum ll_metrics_service service, bool away);

/* The worker's loop turned just now; ready: it has its partitions, and neither Kafka nor Redis
 * is away. */
void ll_metrics_turn(struct ll_metrics *metrics, bool ready);
/* Whether the loop turned within the last LL_METRICS_ALIVE_S seconds. */
#define LL_METRICS_ALIVE_S 60
bool ll_metrics_is_alive(const struct ll_metrics *metrics);
bool ll_metrics_is_ready(const struct ll_metrics *metrics);

/* All of it in Prometheus's text format. */
void ll_metrics_render(const struct ll_metrics *metrics, struct ll_buf *out);

#endif
