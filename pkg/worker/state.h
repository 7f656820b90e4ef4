/* state.h -- what the worker's loop holds.  Private to the room.
 * Depends on: worker/worker.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WORKER_STATE_H
#define LL_WORKER_STATE_H

#include "kafka/consumer.h"
#include "kafka/producer.h"
#include "worker/worker.h"

struct ll_worker {
    const struct ll_worker_setup *setup;
    const struct ll_config *config;
    struct ll_kafka_options kafka;
    struct ll_kafka_consumer *consumer;
    struct ll_kafka_producer *producer;
    struct ll_engine *engine;
    struct ll_input *inputs; /* as many as a batch has messages at most */

    const struct ll_kafka_message *messages; /* the batch at hand */
    size_t count;
    char emitted_ms[24]; /* the time of the batch, as its records' header has it */

    /* Which services were said to be away, and since when and how often they were tried. */
    struct {
        bool said;
        int64_t since_ms;
        uint64_t tries;
    } away[LL_METRICS_SERVICE_COUNT];
    int64_t stop_ms; /* when the stop was seen; 0: not yet */
};

int64_t ll_worker_now_ns(void);
int64_t ll_worker_now_ms(void);

/* True when the worker is told to stop and, with a patience over 0, has been for so many
 * milliseconds. */
bool ll_worker_stops(struct ll_worker *worker, int64_t patience_ms);

/* Say once that a service is away, and once that it is back. */
void ll_worker_is_away(struct ll_worker *worker, enum ll_metrics_service service, const char *why);
void ll_worker_is_back(struct ll_worker *worker, enum ll_metrics_service service);

/* Wait before the next try: 100 ms, doubling to 5 s; cut short by a stop. Keeps the membership
 * where there is one. */
void ll_worker_back_off(struct ll_worker *worker, enum ll_metrics_service service);

/* Do the batch at hand to its end. LL_OK with count 0: it is done, or lost to another worker, or
 * given up for a stop (*done tells). Else a fault that trying again does not mend. */
LL_NODISCARD enum ll_status ll_worker_do_batch(struct ll_worker *worker, bool *done,
                                               struct ll_error *err);

void ll_worker_show_metrics(struct ll_worker *worker);

#endif
