/* state.h -- what the worker holds: what its threads share, and what each lane has.  Private to
 * the room.
 * Depends on: worker/worker.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WORKER_STATE_H
#define LL_WORKER_STATE_H

#include "kafka/consumer.h"
#include "kafka/producer.h"
#include "worker/worker.h"

#include <pthread.h>
#include <stdatomic.h>

/* Which services one thread finds away, and how often it tried since. */
struct ll_worker_sight {
    bool away[LL_METRICS_SERVICE_COUNT];
    uint64_t tries[LL_METRICS_SERVICE_COUNT];
};

/* What a lane has counted. */
struct ll_worker_totals {
    struct ll_engine_counts engine;
    struct ll_redis_store_stats redis;
    struct ll_kafka_producer_counts producer;
    struct {
        struct ll_engine_counts engine;
        struct ll_redis_store_stats redis;
        struct ll_kafka_producer_counts producer;
        struct ll_metrics_candidate_counts counts;
    } candidate;
};

struct ll_lane;

struct ll_worker {
    const struct ll_worker_setup *setup;
    const struct ll_config *config;
    struct ll_kafka_options kafka;
    struct ll_kafka_consumer *consumer;
    struct ll_worker_sight sight; /* of the thread that serves the consumer */
    struct ll_lane *lanes;
    uint32_t lane_count;

    _Atomic int64_t stop_ms;      /* when the stop was seen; 0: not yet */
    atomic_bool broken;           /* a lane can go on no more: all stop */
    _Atomic uint32_t lanes_ended; /* have returned */

    pthread_mutex_t lock; /* for what follows, and each lane's totals */
    struct {
        uint32_t threads; /* that find it away: it is said at the first, and back at the last */
        int64_t since_ms;
        uint64_t tries;
    } away[LL_METRICS_SERVICE_COUNT];
};

/* A lane's part for the candidate. */
struct ll_candidate {
    struct ll_engine *engine; /* NULL: there is no candidate */
    struct ll_store *store;   /* of dealers' and addresses' timelines that are not shared */
    struct ll_kafka_producer *producer;
    uint8_t *changed; /* by message of the batch: which packs' leads it changed */
    bool sent;        /* the batch at hand is evaluated, and what came of it is on its way */
    bool faulty;      /* what was on its way last is not known to have arrived */
    int64_t retry_ms; /* while it is faulty: when it is tried again */
    struct ll_metrics_candidate_counts counts;
};
#define LL_CHANGED_PRESENT 1
#define LL_CHANGED_CANDIDATE 2

struct ll_lane {
    struct ll_worker *worker;
    struct ll_kafka_lane *source;
    struct ll_kafka_producer *producer;
    struct ll_store *store;
    struct ll_engine *engine;
    struct ll_candidate candidate;
    struct ll_input *inputs; /* as many as a batch has messages at most */
    struct ll_worker_sight sight;
    pthread_t thread;

    const struct ll_kafka_message *messages; /* the batch at hand */
    size_t count;
    char emitted_ms[24]; /* the time of the batch, as its records' header has it */

    struct ll_worker_totals totals; /* as last told */
    enum ll_status status;          /* how it ended */
    struct ll_error err;
};

int64_t ll_worker_now_ns(void);
int64_t ll_worker_cpu_ns(void); /* of the thread that asks */
int64_t ll_worker_now_ms(void);

/* True when the worker is told to stop and, with a patience over 0, has been for so many
 * milliseconds. */
bool ll_worker_stops(struct ll_worker *worker, int64_t patience_ms);

/* sight.c: a thread finds a service away, or there. It is said when the first does so, and when
 * the last no longer does. */
void ll_worker_is_away(struct ll_worker *worker, struct ll_worker_sight *sight,
                       enum ll_metrics_service service, const char *why);
void ll_worker_is_back(struct ll_worker *worker, struct ll_worker_sight *sight,
                       enum ll_metrics_service service);
bool ll_worker_misses_any(struct ll_worker *worker);
/* How long to wait before the next try: 100 ms, doubling to 5 s. Counts it. */
int64_t ll_worker_next_wait_ms(struct ll_worker *worker, struct ll_worker_sight *sight,
                               enum ll_metrics_service service);
#define LL_WORKER_WAIT_FIRST_MS 100
/* Waiting is done in steps of so much, to see a stop in between. */
#define LL_WORKER_STEP_MS 50
void ll_worker_step(int64_t most_ms);

/* lane.c */
LL_NODISCARD enum ll_status ll_lane_init(struct ll_lane *lane, struct ll_worker *worker,
                                         size_t batch_messages, struct ll_error *err);
void ll_lane_fini(struct ll_lane *lane);
/* The thread of a lane: batch after batch, until the worker stops or a fault that stays. */
void *ll_lane_work(void *lane);
/* Let the others see what it has counted. */
void ll_lane_tell(struct ll_lane *lane);

/* batch.c: do the batch at hand to its end. LL_OK with count 0: it is done, or lost to another
 * worker, or given up for a stop (*done tells). Else a fault that trying again does not mend. */
LL_NODISCARD enum ll_status ll_lane_do_batch(struct ll_lane *lane, bool *done,
                                             struct ll_error *err);

/* Send a lead record that a message of the batch at hand has caused. */
LL_NODISCARD enum ll_status ll_lane_send_lead(const struct ll_lane *lane,
                                              struct ll_kafka_producer *producer, const char *topic,
                                              const struct ll_pack *pack,
                                              const struct ll_lead_out *lead, struct ll_error *err);

/* candidate.c: nothing, where there is no candidate. */
LL_NODISCARD enum ll_status ll_candidate_init(struct ll_lane *lane, size_t batch_messages,
                                              struct ll_error *err);
LL_NODISCARD enum ll_status ll_candidate_connect(struct ll_lane *lane, struct ll_error *err);
LL_NODISCARD enum ll_status ll_candidate_open(struct ll_lane *lane, struct ll_error *err);
void ll_candidate_fini(struct ll_lane *lane);
/* The batch by the candidate, once the pack in force has done it. Faults of its own are kept from the
 * lane: its leads of the batch are missed. LL_ERR_STORE: Redis is away. */
LL_NODISCARD enum ll_status ll_candidate_evaluate(struct ll_lane *lane, struct ll_error *err);
/* Wait for its leads and its keeping: long where Kafka is away, for a while where it is not. *given_up: told to stop
 * meanwhile, and the patience is over. LL_ERR_STORE: Redis is away. */
LL_NODISCARD enum ll_status ll_candidate_settle(struct ll_lane *lane, bool *given_up,
                                                struct ll_error *err);
/* The batch is done: count what it changed. */
void ll_candidate_count(struct ll_lane *lane);
void ll_candidate_tell(const struct ll_lane *lane, struct ll_worker_totals *totals);

#endif
