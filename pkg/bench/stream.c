/* stream.c -- topics of a benchmark's own, and events into them.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "bench/live.h"
#include "bench/machine.h"
#include "bench/pass.h"

#include "base/hash.h"
#include "kafka/producer.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TIMEOUT_MS 10000
#define PAUSE_MS 20
#define BULK_LINGER_MS 5
#define FLUSH_MS 500
#define SEND_TRIES 30  /* of a second each, while the client's queue is full */
#define FLUSHES_MAX 60 /* without an acknowledgement: half a minute */
#define CHUNK 1024     /* events decoded before the decoder forgets them */
#define HEX 32

/* A topic that was made a moment ago is not known to every part of the brokers at once. */
static enum ll_status wait_for_topics(const struct ll_kafka_options *kafka,
                                      struct ll_kafka_topic *topics, size_t n, struct ll_error *err)
{
    const struct timespec pause = {.tv_nsec = (long)PAUSE_MS * 1000000};

    for (int waited_ms = 0;; waited_ms += PAUSE_MS) {
        enum ll_status status = ll_kafka_topics_look_up(kafka, topics, n, TIMEOUT_MS, err);
        bool all = true;
        for (size_t i = 0; i < n; i++)
            all &= topics[i].exists;
        if (status || all)
            return status;
        if (waited_ms >= TIMEOUT_MS)
            return ll_fail(err, LL_ERR_BROKER, "topic %s was made, but the brokers do not know it",
                           topics[0].name);
        (void)nanosleep(&pause, NULL);
    }
}

enum ll_status ll_bench_topics_make(const struct ll_kafka_options *kafka,
                                    struct ll_kafka_topic *topics, size_t n, struct ll_error *err)
{
    size_t created;
    enum ll_status status = ll_kafka_topics_ensure(kafka, topics, n, TIMEOUT_MS, &created, err);

    return status ? status : wait_for_topics(kafka, topics, n, err);
}

enum ll_status ll_bench_stream_open(const struct ll_bench_setup *setup,
                                    struct ll_bench_stream *stream, struct ll_error *err)
{
    uint64_t chance = (uint64_t)ll_bench_now_us() * 1000003u + (uint64_t)getpid();
    enum ll_status status;

    *stream = (struct ll_bench_stream){.setup = setup};
    stream->kafka =
        (struct ll_kafka_options){.brokers = setup->brokers, .client_id = "leadline-bench"};
    (void)snprintf(stream->base, sizeof stream->base, "leadline-bench-%012llx",
                   (unsigned long long)(ll_hash_mix(chance) >> 16));
    (void)snprintf(stream->sales, sizeof stream->sales, "%s.sales", stream->base);
    (void)snprintf(stream->traces, sizeof stream->traces, "%s.traces", stream->base);
    stream->marks = (size_t)LL_BENCH_MARKS * (size_t)setup->partitions * 2;
    status = ll_redis_address_parse(ll_str_from(setup->redis), &stream->redis_at, err);
    if (status)
        return status;
    stream->redis.host = stream->redis_at.host[0] ? stream->redis_at.host : NULL;
    stream->redis.path = stream->redis_at.path[0] ? stream->redis_at.path : NULL;
    stream->redis.port = stream->redis_at.port;
    stream->redis.db = stream->redis_at.db;
    struct ll_kafka_topic topics[] = {
        {.name = stream->sales, .partitions = setup->partitions},
        {.name = stream->traces, .partitions = setup->partitions},
    };
    stream->made = true;
    return ll_bench_topics_make(&stream->kafka, topics, 2, err);
}

int64_t ll_bench_header_number(const struct ll_kafka_reader_message *message, const char *name)
{
    for (size_t i = 0; i < message->header_count; i++) {
        ll_str value = message->headers[i].value;
        char text[24] = "";
        if (strcmp(message->headers[i].name, name) != 0 || value.len >= sizeof text)
            continue;
        memcpy(text, value.ptr, value.len);
        return strtoll(text, NULL, 10);
    }
    return 0;
}

enum ll_status ll_bench_stream_close(struct ll_bench_stream *stream, struct ll_error *err)
{
    const char *const names[] = {stream->sales, stream->traces};

    if (!stream->made)
        return LL_OK;
    stream->made = false;
    return ll_kafka_topics_remove(&stream->kafka, names, 2, NULL, TIMEOUT_MS, err);
}

/* ---- sending ---- */

/* A full queue empties when the broker takes what is in it: ask again until it does. */
static enum ll_status send_record(struct ll_bench_stream *stream,
                                  struct ll_kafka_producer *producer,
                                  const struct ll_kafka_record *record, struct ll_error *err)
{
    enum ll_status status = LL_ERR_BROKER;

    for (int i = 0; status == LL_ERR_BROKER && i < SEND_TRIES; i++) {
        if (ll_bench_stopped(stream->setup))
            return ll_bench_interrupted(err);
        status = ll_kafka_producer_send(producer, record, err);
    }
    return status;
}

static enum ll_status flush(struct ll_bench_stream *stream, struct ll_kafka_producer *producer,
                            struct ll_error *err)
{
    struct ll_kafka_producer_counts counts = {0};
    bool all = false;
    enum ll_status status = LL_OK;

    for (int idle = 0; !status && !all; idle++) {
        uint64_t before = counts.acknowledged;
        if (ll_bench_stopped(stream->setup))
            return ll_bench_interrupted(err);
        if (idle == FLUSHES_MAX)
            return ll_fail(err, LL_ERR_BROKER, "no broker at %s acknowledges what is sent",
                           stream->setup->brokers);
        status = ll_kafka_producer_flush(producer, FLUSH_MS, &all, err);
        ll_kafka_producer_counts(producer, &counts);
        if (counts.acknowledged > before)
            idle = 0;
    }
    return status;
}

/* Send one event, keyed by its purchaser, as producers do. */
static enum ll_status send_event(struct ll_bench_stream *stream, struct ll_kafka_producer *producer,
                                 struct ll_decoder *decoder, ll_str text,
                                 const struct ll_kafka_header *header, struct ll_error *err)
{
    struct ll_event event;
    struct ll_reject reject;
    char hex[HEX];
    struct ll_kafka_record record = {.topic = stream->sales,
                                     .has_value = true,
                                     .value = text,
                                     .headers = header,
                                     .header_count = header ? 1 : 0};

    if (ll_decode(decoder, text, &event, &reject)) {
        if (event.kind == LL_EVENT_TRACE || event.kind == LL_EVENT_TRACE_VOID)
            record.topic = stream->traces;
        if (event.has_purchaser) {
            ll_hex(event.purchaser.bytes, sizeof event.purchaser.bytes, hex);
            record.key = (ll_str){hex, sizeof hex};
        }
    }
    stream->bytes += record.key.len + text.len;
    return send_record(stream, producer, &record, err);
}

static enum ll_status send_marks(struct ll_bench_stream *stream, struct ll_kafka_producer *producer,
                                 const char *what, struct ll_error *err)
{
    enum ll_status status = LL_OK;

    for (size_t i = 0; i < stream->marks && !status; i++) {
        char key[48];
        int n = snprintf(key, sizeof key, "%s%zu", what, i);
        const struct ll_kafka_record record = {.topic = i % 2 ? stream->traces : stream->sales,
                                               .key = {key, n > 0 ? (size_t)n : 0},
                                               .has_value = true,
                                               .value = LL_STR("a mark of leadline bench")};
        status = send_record(stream, producer, &record, err);
    }
    return status;
}

enum ll_status ll_bench_stream_fill(struct ll_bench_stream *stream, struct ll_error *err)
{
    const struct ll_bench_events *events = stream->setup->events;
    struct ll_decoder *decoder =
        ll_decoder_new(stream->setup->engine.identity, stream->setup->engine.calibers);
    struct ll_kafka_producer *producer = NULL;
    enum ll_status status =
        decoder ? ll_kafka_producer_open(&stream->kafka, BULK_LINGER_MS, &producer, err)
                : ll_fail(err, LL_ERR_NOMEM, "no memory to decode with");

    if (!status)
        status = send_marks(stream, producer, LL_BENCH_MARK_START, err);
    for (size_t i = 0; i < events->count && !status; i++) {
        if (i % CHUNK == 0)
            ll_decoder_reset(decoder);
        status = send_event(stream, producer, decoder, events->inputs[i].bytes, NULL, err);
    }
    if (!status)
        status = send_marks(stream, producer, LL_BENCH_MARK_END, err);
    if (!status)
        status = flush(stream, producer, err);
    ll_kafka_producer_close(producer);
    ll_decoder_free(decoder);
    return status;
}

/* ---- at a rate ---- */

static void wait_until(int64_t due_us)
{
    struct timespec due = {.tv_sec = due_us / 1000000, .tv_nsec = due_us % 1000000 * 1000};

    while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &due, NULL) == EINTR)
        ;
}

enum ll_status ll_bench_stream_pace(struct ll_bench_stream *stream, size_t n, int64_t first_us,
                                    int64_t *late_us, struct ll_error *err)
{
    const struct ll_bench_setup *setup = stream->setup;
    struct ll_decoder *decoder = ll_decoder_new(setup->engine.identity, setup->engine.calibers);
    struct ll_kafka_producer *producer = NULL;
    enum ll_status status = decoder ? ll_kafka_producer_open(&stream->kafka, 0, &producer, err)
                                    : ll_fail(err, LL_ERR_NOMEM, "no memory to decode with");

    *late_us = 0;
    for (size_t i = 0; i < n && !status; i++) {
        char text[24];
        int64_t due = first_us + (int64_t)i * 1000000 / setup->rate, now;
        int len = snprintf(text, sizeof text, "%lld", (long long)due);
        struct ll_kafka_header header = {LL_WORKER_HEADER_SENT, {text, len > 0 ? (size_t)len : 0}};
        wait_until(due);
        now = ll_bench_now_us();
        *late_us = now - due > *late_us ? now - due : *late_us;
        if (i % CHUNK == 0)
            ll_decoder_reset(decoder);
        status =
            send_event(stream, producer, decoder, setup->events->inputs[i].bytes, &header, err);
    }
    if (!status)
        status = flush(stream, producer, err);
    ll_kafka_producer_close(producer);
    ll_decoder_free(decoder);
    return status;
}
