/* lane.c -- batches of messages of some partitions, copied out of the client.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The queues of a lane's partitions are forwarded to one of its own. It is emptied by
 * rd_kafka_consume_callback_queue, all that is there at once, and not by
 * rd_kafka_consume_batch_queue: up to librdkafka 2.0 the latter drops messages of partitions that
 * are kept when a rebalance pauses them in the middle of a call, and counts them as consumed. */
#include "base/buf.h"
#include "kafka/member.h"

#include <stdlib.h>

#define BATCH_BYTES_MAX                                                                            \
    ((size_t)64 << 20) /* a batch is full with so many bytes, whatever its count */

/* Where a message of the batch lies in the lane's bytes: key, value and sent_us in a row. */
struct place {
    size_t at;
    struct ll_kafka_part *part;
};

struct ll_kafka_lane {
    struct ll_kafka_consumer *consumer;
    rd_kafka_queue_t *queue;
    size_t batch_messages;
    int32_t batch_wait_ms;
    struct ll_kafka_message *messages; /* batch_messages */
    struct place *places;
    size_t count;
    struct ll_buf bytes;
    const rd_kafka_topic_t *last_topic; /* of the message before: most come in runs */
    struct ll_kafka_part *last_part;
    enum ll_status status; /* what a message said that was none */
    struct ll_error *err;
};

/* ---- taking messages ---- */

static ll_str header_sent_us(const rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers;
    const void *value;
    size_t len;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        rd_kafka_header_get_last(headers, "sent_us", &value, &len) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return (ll_str){NULL, 0};
    return (ll_str){value, value ? len : 0};
}

static struct ll_kafka_part *part_of(struct ll_kafka_lane *lane, const rd_kafka_message_t *message)
{
    if (lane->last_topic == message->rkt && lane->last_part->partition == message->partition)
        return lane->last_part;
    pthread_mutex_lock(&lane->consumer->lock);
    lane->last_part = ll_kafka_partitions_get(
        &lane->consumer->partitions, rd_kafka_topic_name(message->rkt), message->partition);
    pthread_mutex_unlock(&lane->consumer->lock);
    lane->last_topic = lane->last_part ? message->rkt : NULL;
    return lane->last_part;
}

static void copy_message(struct ll_kafka_lane *lane, const rd_kafka_message_t *message,
                         struct ll_kafka_part *part)
{
    struct ll_kafka_message *out = &lane->messages[lane->count];
    ll_str key = {message->key, message->key ? message->key_len : 0};
    ll_str value = {message->payload, message->payload ? message->len : 0};
    ll_str sent_us = header_sent_us(message);
    lane->places[lane->count++] = (struct place){lane->bytes.len, part};
    *out = (struct ll_kafka_message){.topic = part->topic,
                                     .partition = part->partition,
                                     .offset = message->offset,
                                     .slot = part->slot,
                                     .has_value = message->payload != NULL,
                                     .key = {NULL, key.len},
                                     .value = {NULL, value.len},
                                     .sent_us = {NULL, sent_us.len}};
    ll_buf_add_str(&lane->bytes, key);
    ll_buf_add_str(&lane->bytes, value);
    ll_buf_add_str(&lane->bytes, sent_us);
}

static bool is_full(const struct ll_kafka_lane *lane)
{
    return lane->count == lane->batch_messages || lane->bytes.len >= BATCH_BYTES_MAX;
}

/* Called by the client for all that is there, until it is told to leave the rest. */
static void on_message(rd_kafka_message_t *message, void *opaque)
{
    struct ll_kafka_lane *lane = opaque;
    if (message->err) {
        if (message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
            lane->status =
                ll_fail(lane->err, LL_ERR_BROKER, "Kafka: %s", rd_kafka_message_errstr(message));
        return;
    }
    struct ll_kafka_part *part = part_of(lane, message);
    if (part)
        copy_message(lane, message, part);
    if (is_full(lane))
        rd_kafka_yield(lane->consumer->client);
}

static void fill(struct ll_kafka_lane *lane, int timeout_ms)
{
    int64_t full_at = 0; /* when the batch is closed; 0: it has no message yet */
    for (;;) {
        size_t before = lane->count;
        rd_kafka_consume_callback_queue(lane->queue, timeout_ms, on_message, lane);
        if (!lane->batch_wait_ms || lane->status != LL_OK || !lane->count || is_full(lane))
            return;
        int64_t now = ll_kafka_now_ms();
        full_at = before ? full_at : now + lane->batch_wait_ms;
        if (now >= full_at)
            return;
        timeout_ms = (int)(full_at - now);
    }
}

/* ---- the batch ---- */

/* The bytes no longer move: let the messages point into them. */
static void point(struct ll_kafka_lane *lane)
{
    for (size_t i = 0; i < lane->count; i++) {
        struct ll_kafka_message *message = &lane->messages[i];
        const char *at = lane->bytes.ptr + lane->places[i].at;
        message->key.ptr = at;
        message->value.ptr = at + message->key.len;
        message->sent_us.ptr = message->value.ptr + message->value.len;
    }
}

static void set_in_flight(struct ll_kafka_lane *lane, bool in_flight)
{
    struct ll_kafka_part *last = NULL;
    for (size_t i = 0; i < lane->count; i++) {
        struct ll_kafka_part *part = lane->places[i].part;
        if (part != last)
            part->in_flight = in_flight;
        last = part;
    }
    if (!in_flight)
        pthread_cond_broadcast(&lane->consumer->freed);
}

/* Messages of partitions that are taken away leave the batch. The lock is held. */
static void drop_lost(struct ll_kafka_lane *lane)
{
    size_t kept = 0;
    set_in_flight(lane, false);
    for (size_t i = 0; i < lane->count; i++) {
        const struct ll_kafka_part *part = lane->places[i].part;
        if (!part->owned || part->leaving)
            continue;
        lane->messages[kept] = lane->messages[i];
        lane->places[kept++] = lane->places[i];
    }
    lane->count = kept;
    set_in_flight(lane, true);
}

enum ll_status ll_kafka_lane_poll(struct ll_kafka_lane *lane, int timeout_ms,
                                  const struct ll_kafka_message **messages, size_t *n,
                                  struct ll_error *err)
{
    struct ll_kafka_consumer *consumer = lane->consumer;
    ll_kafka_lane_give_up(lane);
    *n = 0;
    *messages = lane->messages;
    lane->status = LL_OK;
    lane->err = err;
    ll_buf_reset(&lane->bytes);
    fill(lane, timeout_ms);
    if (!ll_buf_reserve(&lane->bytes, LL_KAFKA_PADDING) || lane->bytes.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory: a batch of %zu bytes", lane->bytes.len);
    memset(lane->bytes.ptr + lane->bytes.len, 0, LL_KAFKA_PADDING);
    point(lane);
    if (!lane->count)
        return lane->status;
    pthread_mutex_lock(&consumer->lock);
    drop_lost(lane);
    consumer->counts.messages += lane->count;
    for (size_t i = 0; i < lane->count; i++)
        consumer->counts.bytes += lane->messages[i].value.len;
    pthread_mutex_unlock(&consumer->lock);
    *n = lane->count;
    /* A fault beside good messages will be told again. */
    return lane->count ? LL_OK : lane->status;
}

void ll_kafka_lane_drop_lost(struct ll_kafka_lane *lane, size_t *n)
{
    pthread_mutex_lock(&lane->consumer->lock);
    drop_lost(lane);
    pthread_mutex_unlock(&lane->consumer->lock);
    *n = lane->count;
}

void ll_kafka_lane_done(struct ll_kafka_lane *lane)
{
    pthread_mutex_lock(&lane->consumer->lock);
    for (size_t i = 0; i < lane->count; i++) {
        struct ll_kafka_part *part = lane->places[i].part;
        if (!part->owned)
            continue;
        part->done = lane->messages[i].offset + 1;
        part->touched = true;
    }
    set_in_flight(lane, false);
    lane->count = 0;
    pthread_mutex_unlock(&lane->consumer->lock);
}

void ll_kafka_lane_give_up(struct ll_kafka_lane *lane)
{
    if (!lane->count)
        return;
    pthread_mutex_lock(&lane->consumer->lock);
    set_in_flight(lane, false);
    lane->count = 0;
    pthread_mutex_unlock(&lane->consumer->lock);
}

/* ---- life ---- */

struct ll_kafka_lane *ll_kafka_consumer_lane(struct ll_kafka_consumer *consumer, uint32_t number)
{
    return &consumer->lanes[number];
}

void ll_kafka_lanes_join(struct ll_kafka_consumer *consumer, const struct ll_kafka_part *part,
                         const char *topic)
{
    rd_kafka_queue_t *own = rd_kafka_queue_get_partition(consumer->client, topic, part->partition);
    if (!own) {
        consumer->memory_out = true;
        return;
    }
    rd_kafka_queue_forward(own, consumer->lanes[part->slot % consumer->lane_count].queue);
    rd_kafka_queue_destroy(own);
}

enum ll_status ll_kafka_lanes_open(struct ll_kafka_consumer *consumer,
                                   const struct ll_kafka_subscription *subscription,
                                   struct ll_error *err)
{
    size_t n = subscription->batch_messages;
    consumer->lanes = calloc(subscription->lanes, sizeof *consumer->lanes);
    if (!consumer->lanes)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    for (uint32_t i = 0; i < subscription->lanes; i++) {
        struct ll_kafka_lane *lane = &consumer->lanes[consumer->lane_count++];
        lane->consumer = consumer;
        lane->batch_messages = n;
        lane->batch_wait_ms = subscription->batch_wait_ms;
        lane->messages = calloc(n, sizeof *lane->messages);
        lane->places = calloc(n, sizeof *lane->places);
        lane->queue = rd_kafka_queue_new(consumer->client);
        /* A full batch, one message more of any size, and the padding. */
        lane->bytes.max = BATCH_BYTES_MAX + ((size_t)1 << 30);
        if (!lane->messages || !lane->places)
            return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    }
    return LL_OK;
}

void ll_kafka_lanes_close(struct ll_kafka_consumer *consumer)
{
    for (uint32_t i = 0; i < consumer->lane_count; i++) {
        struct ll_kafka_lane *lane = &consumer->lanes[i];
        rd_kafka_queue_destroy(lane->queue);
        ll_buf_fini(&lane->bytes);
        free(lane->messages);
        free(lane->places);
    }
    free(consumer->lanes);
    consumer->lanes = NULL;
    consumer->lane_count = 0;
}
