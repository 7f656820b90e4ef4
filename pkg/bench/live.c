/* live.c -- bench live: a worker that catches up.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/live.h"

#include "bench/machine.h"
#include "bench/pass.h"
#include <stdlib.h>

#define MILLION 1e6
#define OPEN_MS 10000
#define POLL_MS 100
#define PATIENCE_S 120 /* without any message read */

/* What others had used when the worker began, or had ended. */
struct meter {
    double cpu, broker;
    struct ll_redis_info redis;
};

struct catch_up {
    int64_t began_ms, ended_ms; /* Unix time: the first batch taken, the last one's mark readable */
    size_t ends;
    struct meter before, after;
    struct ll_redis_store_stats store;
    double batches, produced_bytes;
};

/* The broker, where it is on this machine; -1 else. */
static int64_t find_broker(const char *brokers)
{
    const char *colon = strchr(brokers, ':');
    bool here = strncmp(brokers, "localhost:", 10) == 0 || strncmp(brokers, "127.", 4) == 0;

    return here && colon ? ll_bench_process_listening((int)strtol(colon + 1, NULL, 10)) : -1;
}

static enum ll_status read_meter(const struct ll_bench_stream *stream, int64_t broker,
                                 struct meter *out, struct ll_error *err)
{
    out->cpu = ll_bench_cpu();
    out->broker = ll_bench_process_cpu(broker);
    return ll_redis_info_ask(&stream->redis, &out->redis, err);
}

static bool begins(ll_str key, const char *with)
{
    return key.len >= strlen(with) && memcmp(key.ptr, with, strlen(with)) == 0;
}

static void take_mark(struct catch_up *caught, const struct ll_kafka_reader_message *message)
{
    int64_t emitted = ll_bench_header_number(message, LL_WORKER_HEADER_EMITTED);

    if (begins(message->key, LL_BENCH_MARK_START) &&
        (!caught->began_ms || emitted < caught->began_ms))
        caught->began_ms = emitted;
    if (!begins(message->key, LL_BENCH_MARK_END))
        return;
    caught->ends++;
    caught->ended_ms = ll_bench_now_us() / 1000;
}

static enum ll_status wait_for_end(struct ll_bench_worker *worker, struct ll_kafka_reader *reader,
                                   struct catch_up *caught, struct ll_error *err)
{
    double heard = ll_bench_wall(), read = -1;

    while (caught->ends < worker->stream->marks) {
        struct ll_kafka_reader_message message;
        enum ll_kafka_reader_event event = LL_KAFKA_READER_NOTHING;
        enum ll_status status = ll_bench_worker_check(worker, err);
        if (!status)
            status = ll_kafka_reader_next(reader, POLL_MS, &event, &message, err);
        if (status)
            return status;
        if (event == LL_KAFKA_READER_MESSAGE)
            take_mark(caught, &message);
        double now_read = ll_bench_worker_metric(worker, "leadline_consumed_messages_total");
        if (event == LL_KAFKA_READER_MESSAGE || now_read > read) {
            heard = ll_bench_wall();
            read = now_read;
        }
        if (ll_bench_wall() - heard > PATIENCE_S)
            return ll_fail(err, LL_ERR_BROKER,
                           "the worker has read nothing for %d s; do brokers and Redis answer?",
                           PATIENCE_S);
    }
    return LL_OK;
}

/* Of all the worker's connections. */
static struct ll_redis_store_stats redis_totals(const struct ll_bench_worker *worker)
{
    return (struct ll_redis_store_stats){
        .commands = (uint64_t)ll_bench_worker_metric(worker, "leadline_redis_commands_total"),
        .round_trips = (uint64_t)ll_bench_worker_metric(worker, "leadline_redis_round_trips_total"),
        .bytes_out = (uint64_t)ll_bench_worker_metric(
            worker, "leadline_redis_bytes_total{direction=\"out\"}"),
        .bytes_in = (uint64_t)ll_bench_worker_metric(
            worker, "leadline_redis_bytes_total{direction=\"in\"}"),
    };
}

static enum ll_status catch_up(struct ll_bench_stream *stream, size_t number, int64_t broker,
                               struct catch_up *caught, struct ll_error *err)
{
    struct ll_bench_worker worker;
    struct ll_kafka_reader *reader = NULL;
    enum ll_status closed, status = ll_bench_worker_open(stream, number, &worker, err);

    *caught = (struct catch_up){0};
    if (!status)
        status = ll_kafka_reader_open(&stream->kafka, worker.rejected, LL_KAFKA_FROM_BEGINNING,
                                      OPEN_MS, &reader, err);
    if (!status)
        status = read_meter(stream, broker, &caught->before, err);
    if (!status)
        status = ll_bench_worker_start(&worker, err);
    if (!status)
        status = wait_for_end(&worker, reader, caught, err);
    if (!status)
        status = read_meter(stream, broker, &caught->after, err);
    if (!status)
        status = ll_bench_worker_stop(&worker, err);
    if (!status) {
        caught->store = redis_totals(&worker);
        caught->batches =
            ll_bench_worker_metric(&worker, "leadline_stage_seconds_count{stage=\"batch\"}");
        caught->produced_bytes = ll_bench_worker_metric(&worker, "leadline_produced_bytes_total");
    }
    ll_kafka_reader_close(reader);
    closed = ll_bench_worker_close(&worker, status ? NULL : err);
    status = status ? status : closed;
    return status;
}

static void put_others(struct ll_bench_result *result, const struct catch_up *caught, double wall,
                       double events)
{
    double redis = caught->after.redis.cpu_seconds - caught->before.redis.cpu_seconds;
    double worker = caught->after.cpu - caught->before.cpu;

    ll_bench_put(result, "worker_cpu_per_million", "s", LL_BENCH_LOWER, worker / events * MILLION);
    ll_bench_put(result, "redis_cpu_per_million", "s", LL_BENCH_LOWER, redis / events * MILLION);
    ll_bench_put(result, "worker_cpu_share", "% of a core", LL_BENCH_NEITHER, worker / wall * 100);
    ll_bench_put(result, "redis_cpu_share", "% of a core", LL_BENCH_NEITHER, redis / wall * 100);
    if (caught->before.broker < 0 || caught->after.broker < 0)
        return;
    ll_bench_put(result, "broker_cpu_per_million", "s", LL_BENCH_NEITHER,
                 (caught->after.broker - caught->before.broker) / events * MILLION);
    ll_bench_put(result, "broker_cpu_share", "% of a core", LL_BENCH_NEITHER,
                 (caught->after.broker - caught->before.broker) / wall * 100);
}

static void put_run(const struct ll_bench_stream *stream, struct ll_bench_result *result,
                    const struct catch_up *caught)
{
    const struct ll_bench_events *made = stream->setup->events;
    double events = (double)made->count, sales = made->sales ? (double)made->sales : 1;
    double ms = (double)(caught->ended_ms - caught->began_ms), wall = (ms > 1 ? ms : 1) / 1000;
    double held = (double)caught->after.redis.used_bytes - (double)caught->before.redis.used_bytes;

    ll_bench_put(result, "events_per_second", "events/s", LL_BENCH_HIGHER, events / wall);
    put_others(result, caught, wall, events);
    ll_bench_put(result, "redis_commands", "/sale", LL_BENCH_LOWER,
                 (double)caught->store.commands / sales);
    if (caught->batches > 0) {
        ll_bench_put(result, "redis_round_trips", "/batch", LL_BENCH_LOWER,
                     (double)caught->store.round_trips / caught->batches);
        ll_bench_put(result, "batch_events", "events", LL_BENCH_NEITHER, events / caught->batches);
    }
    ll_bench_put(result, "redis_bytes_out", "bytes/event", LL_BENCH_LOWER,
                 (double)caught->store.bytes_out / events);
    ll_bench_put(result, "redis_bytes_in", "bytes/event", LL_BENCH_LOWER,
                 (double)caught->store.bytes_in / events);
    ll_bench_put(result, "redis_memory", "bytes/sale", LL_BENCH_LOWER, held / sales);
    ll_bench_put(result, "kafka_bytes_in", "bytes/event", LL_BENCH_NEITHER,
                 (double)stream->bytes / events);
    ll_bench_put(result, "kafka_bytes_out", "bytes/event", LL_BENCH_NEITHER,
                 caught->produced_bytes / events);
}

/* Whoever had least time left; all together where the cores are used up. */
static void say_limit(struct ll_bench_result *result)
{
    double worker = ll_bench_median(result, "worker_cpu_share", 0);
    double redis = ll_bench_median(result, "redis_cpu_share", 0);
    double broker = ll_bench_median(result, "broker_cpu_share", 0);
    double cores = ll_bench_cores() * 100, all = worker + redis + broker;
    const char *most = worker >= redis && worker >= broker ? "the worker"
                       : redis >= broker                   ? "Redis"
                                                           : "the broker";
    double share = worker > redis ? worker : redis;

    share = broker > share ? broker : share;
    if (all > 0.85 * cores && share < 95)
        ll_bench_limited(result,
                         "the machine's %g cores, which worker (%.0f %%), Redis (%.0f %%) and "
                         "broker (%.0f %% of a core) share",
                         cores / 100, worker, redis, broker);
    else if (share >= 85)
        ll_bench_limited(result, "%s: %.0f %% of a core", most, share);
    else
        ll_bench_limited(result,
                         "waiting for one another, or for other programs: worker %.0f %%, Redis "
                         "%.0f %%, broker %.0f %% of a core",
                         worker, redis, broker);
}

enum ll_status ll_bench_live(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                             struct ll_error *err)
{
    struct ll_bench_stream stream;
    int64_t broker = find_broker(setup->brokers);
    enum ll_status closed, status = ll_bench_stream_open(setup, &stream, err);

    if (!status) {
        ll_bench_say(setup, "sending %zu events", setup->events->count);
        status = ll_bench_stream_fill(&stream, err);
    }
    for (size_t i = 0; i <= setup->runs && !status; i++) {
        struct catch_up caught;
        ll_bench_say(setup, i ? "run %zu of %zu" : "warming up", i, setup->runs);
        status = catch_up(&stream, i, broker, &caught, err);
        if (!status && i == 1)
            ll_bench_note(result, &result->versions, "redis", "%s", caught.after.redis.version);
        if (!status && i > 0)
            put_run(&stream, result, &caught);
    }
    closed = ll_bench_stream_close(&stream, status ? NULL : err);
    status = status ? status : closed;
    if (!status)
        say_limit(result);
    return status;
}
