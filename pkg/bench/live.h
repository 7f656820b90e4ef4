/* live.h -- topics, keys and a worker of a benchmark's own.  Private to the room.
 * Depends on: bench/bench, config, kafka, redis, worker.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_LIVE_H
#define LL_BENCH_LIVE_H

#include "bench/bench.h"
#include "config/config.h"
#include "kafka/admin.h"
#include "kafka/reader.h"
#include "redis/info.h"
#include "worker/worker.h"

#include <pthread.h>
#include <stdatomic.h>

/* Before and behind the events stand messages that are no events, so many for each partition and
 * each topic, with keys by chance: every partition has some. The worker rejects them, and so shows
 * when it began and when it has come to the end. */
#define LL_BENCH_MARKS 32
#define LL_BENCH_MARK_START "start-"
#define LL_BENCH_MARK_END "end-"

/* Topics of events, for all runs. */
struct ll_bench_stream {
    const struct ll_bench_setup *setup;
    struct ll_kafka_options kafka;
    struct ll_redis_address redis_at;
    struct ll_redis_options redis;
    char base[40]; /* what all names begin with */
    char sales[64], traces[64];
    size_t marks;   /* at each end, of both topics */
    uint64_t bytes; /* keys and values that were sent, marks left out */
    bool made;
};

/* Make topics, and wait until the brokers know them. */
LL_NODISCARD enum ll_status ll_bench_topics_make(const struct ll_kafka_options *kafka,
                                                 struct ll_kafka_topic *topics, size_t n,
                                                 struct ll_error *err);
/* Make the topics. To be closed in any case. */
LL_NODISCARD enum ll_status ll_bench_stream_open(const struct ll_bench_setup *setup,
                                                 struct ll_bench_stream *stream,
                                                 struct ll_error *err);
/* Send all events, keyed as producers key them, with marks before and behind them. */
LL_NODISCARD enum ll_status ll_bench_stream_fill(struct ll_bench_stream *stream,
                                                 struct ll_error *err);
/* Send events from..to-1, the one at index i when due_us(from) + (i - from) / rate has come, with
 * that moment in the header sent_us. late_us: the most by which one was sent late. */
LL_NODISCARD enum ll_status ll_bench_stream_pace(struct ll_bench_stream *stream, size_t n,
                                                 int64_t first_us, int64_t *late_us,
                                                 struct ll_error *err);
/* The number in a header of that name; 0: there is none. */
int64_t ll_bench_header_number(const struct ll_kafka_reader_message *message, const char *name);
/* Delete the topics. */
LL_NODISCARD enum ll_status ll_bench_stream_close(struct ll_bench_stream *stream,
                                                  struct ll_error *err);

/* A worker on a thread of its own. */
struct ll_bench_worker {
    struct ll_bench_stream *stream;
    struct ll_arena arena;
    struct ll_config config;
    char leads[80], rejected[80], group[80], prefix[64];
    struct ll_redis_options redis; /* of the worker's own lanes */
    struct ll_store *store;        /* to remove what they wrote */
    struct ll_metrics *metrics;
    struct ll_log log;
    struct ll_worker_setup setup;
    volatile sig_atomic_t stop;
    pthread_t thread;
    bool running;
    atomic_bool ended;
    enum ll_status status; /* once ended */
    struct ll_error err;
};

/* Make its topics; number: of the run, for their names. To be closed in any case. */
LL_NODISCARD enum ll_status ll_bench_worker_open(struct ll_bench_stream *stream, size_t number,
                                                 struct ll_bench_worker *worker,
                                                 struct ll_error *err);
LL_NODISCARD enum ll_status ll_bench_worker_start(struct ll_bench_worker *worker,
                                                  struct ll_error *err);
/* Fails where it ended by itself, or the user wants to end. */
LL_NODISCARD enum ll_status ll_bench_worker_check(const struct ll_bench_worker *worker,
                                                  struct ll_error *err);
LL_NODISCARD enum ll_status ll_bench_worker_stop(struct ll_bench_worker *worker,
                                                 struct ll_error *err);
/* A metric by the name that Prometheus has it under, labels included; -1: there is none. */
double ll_bench_worker_metric(const struct ll_bench_worker *worker, const char *name);
/* Stop it; delete topics, group and keys. */
LL_NODISCARD enum ll_status ll_bench_worker_close(struct ll_bench_worker *worker,
                                                  struct ll_error *err);

#endif
