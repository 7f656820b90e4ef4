/* lane.c -- one thread's part: its own engine, connection and producer, for its partitions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "worker/state.h"

#include <stdlib.h>

#define POLL_MS 100 /* while there is nothing to read; the stop is seen so late at most */

enum ll_status ll_lane_init(struct ll_lane *lane, struct ll_worker *worker, size_t batch_messages,
                            struct ll_error *err)
{
    struct ll_engine_setup setup = worker->setup->engine;
    lane->worker = worker;
    lane->inputs = calloc(batch_messages, sizeof *lane->inputs);
    if (!lane->inputs)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    lane->store = ll_redis_store_open(worker->setup->redis, err);
    if (!lane->store)
        return err ? err->status : LL_ERR_NOMEM;
    setup.store = lane->store;
    setup.retention = ll_worker_retention(worker->config);
    setup.repeat_duplicates = true;
    setup.remember_names = false;
    enum ll_status status = ll_engine_new(&setup, &lane->engine, err);
    return status == LL_OK ? ll_candidate_init(lane, batch_messages, err) : status;
}

void ll_lane_fini(struct ll_lane *lane)
{
    ll_candidate_fini(lane);
    ll_kafka_producer_close(lane->producer);
    ll_engine_free(lane->engine);
    if (lane->store)
        lane->store->ops->free(lane->store);
    free(lane->inputs);
}

void ll_lane_tell(struct ll_lane *lane)
{
    struct ll_worker_totals now = {.engine = *ll_engine_counts(lane->engine)};
    ll_redis_store_stats(lane->store, &now.redis);
    ll_kafka_producer_counts(lane->producer, &now.producer);
    ll_candidate_tell(lane, &now);
    pthread_mutex_lock(&lane->worker->lock);
    lane->totals = now;
    pthread_mutex_unlock(&lane->worker->lock);
}

static enum ll_status turn(struct ll_lane *lane, struct ll_error *err)
{
    struct ll_worker *worker = lane->worker;
    bool done;
    enum ll_status status =
        ll_kafka_lane_poll(lane->source, POLL_MS, &lane->messages, &lane->count, err);
    if (status == LL_ERR_BROKER) {
        ll_worker_is_away(worker, &lane->sight, LL_METRICS_KAFKA, err->message);
        return LL_OK;
    }
    if (status != LL_OK)
        return status;
    ll_worker_is_back(worker, &lane->sight, LL_METRICS_KAFKA);
    if (!lane->count)
        return LL_OK;
    size_t taken = lane->count;
    status = ll_lane_do_batch(lane, &done, err);
    if (status == LL_OK && done)
        ll_kafka_lane_done(lane->source);
    else if (status == LL_OK && lane->count)
        ll_log_write(worker->setup->log, LL_LOG_WARN, &LL_LOG_NUMBER("events", taken), 1,
                     "stopped before the batch was finished; its events stay uncommitted and are "
                     "read again");
    ll_lane_tell(lane);
    return status;
}

void *ll_lane_work(void *argument)
{
    struct ll_lane *lane = argument;
    struct ll_worker *worker = lane->worker;
    while (lane->status == LL_OK && !ll_worker_stops(worker, 0))
        lane->status = turn(lane, &lane->err);
    if (lane->status != LL_OK)
        atomic_store(&worker->broken, true);
    ll_kafka_lane_give_up(lane->source);
    atomic_fetch_add(&worker->lanes_ended, 1);
    return NULL;
}
