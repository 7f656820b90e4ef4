/* consumer.c -- batches of messages, copied out of the client.   SPDX-License-Identifier:
 * Apache-2.0
 *
 * Messages are taken one by one by rd_kafka_consumer_poll, not by rd_kafka_consume_batch_queue:
 * up to librdkafka 2.0 the latter drops messages of partitions that are kept when a rebalance
 * pauses them in the middle of a call, and counts them as consumed. */
#include "kafka/consumer.h"

#include "kafka/member.h"

#include <stdlib.h>

#define BATCH_BYTES_MAX                                                                            \
    ((size_t)64 << 20) /* a batch is full with so many bytes, whatever its count */

/* ---- the batch ---- */

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

static struct ll_kafka_part *part_of(struct ll_kafka_consumer *consumer,
                                     const rd_kafka_message_t *message)
{
    if (message->rkt != consumer->last_topic ||
        consumer->last_part->partition != message->partition) {
        consumer->last_topic = message->rkt;
        consumer->last_part = ll_kafka_partitions_get(
            &consumer->partitions, rd_kafka_topic_name(message->rkt), message->partition);
        if (!consumer->last_part)
            consumer->last_topic = NULL;
    }
    return consumer->last_topic ? consumer->last_part : NULL;
}

/* Copy a message into the batch, and give it back to the client. */
static void take(struct ll_kafka_consumer *consumer, rd_kafka_message_t *message)
{
    struct ll_kafka_part *part = part_of(consumer, message);
    if (part && part->owned) {
        struct ll_kafka_message *out = &consumer->messages[consumer->count];
        struct place *place = &consumer->places[consumer->count++];
        ll_str key = {message->key, message->key ? message->key_len : 0};
        ll_str value = {message->payload, message->payload ? message->len : 0};
        ll_str sent_us = header_sent_us(message);
        *place = (struct place){consumer->bytes.len, part};
        *out = (struct ll_kafka_message){.topic = part->topic,
                                         .partition = part->partition,
                                         .offset = message->offset,
                                         .slot = part->slot,
                                         .has_value = message->payload != NULL,
                                         .key = {NULL, key.len},
                                         .value = {NULL, value.len},
                                         .sent_us = {NULL, sent_us.len}};
        ll_buf_add_str(&consumer->bytes, key);
        ll_buf_add_str(&consumer->bytes, value);
        ll_buf_add_str(&consumer->bytes, sent_us);
        consumer->counts.messages++;
        consumer->counts.bytes += value.len;
    }
    rd_kafka_message_destroy(message);
}

/* The bytes no longer move: let the messages point into them. */
static void point(struct ll_kafka_consumer *consumer)
{
    for (size_t i = 0; i < consumer->count; i++) {
        struct ll_kafka_message *message = &consumer->messages[i];
        const char *at = consumer->bytes.ptr + consumer->places[i].at;
        message->key.ptr = at;
        message->value.ptr = at + message->key.len;
        message->sent_us.ptr = message->value.ptr + message->value.len;
    }
}

/* Messages of partitions that were taken away leave the batch. */
static void drop_lost(struct ll_kafka_consumer *consumer)
{
    size_t kept = 0;
    for (size_t i = 0; i < consumer->count; i++) {
        if (!consumer->places[i].part->owned)
            continue;
        consumer->messages[kept] = consumer->messages[i];
        consumer->places[kept++] = consumer->places[i];
    }
    consumer->count = kept;
}

/* A message to keep, or NULL after telling what it says instead. */
static rd_kafka_message_t *sort_out(rd_kafka_message_t *message, enum ll_status *status,
                                    struct ll_error *err)
{
    if (!message || !message->err)
        return message;
    if (message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
        *status = ll_fail(err, LL_ERR_BROKER, "Kafka: %s", rd_kafka_message_errstr(message));
    rd_kafka_message_destroy(message);
    return NULL;
}

static void take_stash(struct ll_kafka_consumer *consumer)
{
    size_t taken = 0;
    if (!consumer->stash_count)
        return;
    while (taken < consumer->stash_count && consumer->count < consumer->batch_messages)
        take(consumer, consumer->stash[taken++]);
    consumer->stash_count -= taken;
    memmove(consumer->stash, consumer->stash + taken,
            consumer->stash_count * sizeof *consumer->stash);
}

static void fill(struct ll_kafka_consumer *consumer, int timeout_ms, enum ll_status *status,
                 struct ll_error *err)
{
    int64_t full_at = 0; /* when the batch is closed; 0: it has no message yet */
    take_stash(consumer);
    if (consumer->count)
        timeout_ms = 0;
    while (*status == LL_OK && consumer->count < consumer->batch_messages &&
           consumer->bytes.len < BATCH_BYTES_MAX) {
        rd_kafka_message_t *message =
            sort_out(rd_kafka_consumer_poll(consumer->client, timeout_ms), status, err);
        if (!message)
            break;
        take(consumer, message);
        timeout_ms = 0;
        if (!consumer->batch_wait_ms)
            continue;
        int64_t now = ll_kafka_now_ms();
        full_at = full_at ? full_at : now + consumer->batch_wait_ms;
        timeout_ms = full_at > now ? (int)(full_at - now) : 0;
    }
    /* A message error behind good ones is for the next time. */
    if (consumer->count)
        *status = LL_OK;
}

enum ll_status ll_kafka_consumer_poll(struct ll_kafka_consumer *consumer, int timeout_ms,
                                      const struct ll_kafka_message **messages, size_t *n,
                                      struct ll_error *err)
{
    enum ll_status status = LL_OK;
    *n = consumer->count = 0;
    *messages = consumer->messages;
    ll_buf_reset(&consumer->bytes);
    if (consumer->held)
        ll_kafka_member_resume(consumer);
    ll_kafka_member_commit(consumer);
    fill(consumer, timeout_ms, &status, err);
    drop_lost(consumer);
    if (!ll_buf_reserve(&consumer->bytes, LL_KAFKA_PADDING) || consumer->bytes.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory: a batch of %zu bytes",
                       consumer->bytes.len);
    memset(consumer->bytes.ptr + consumer->bytes.len, 0, LL_KAFKA_PADDING);
    point(consumer);
    *n = consumer->count;
    if (status != LL_OK)
        return status;
    /* Messages at hand may have been fetched ahead before the brokers went: they are no sign of
     * life, but there is work to do. */
    status = ll_kafka_member_check(consumer, err);
    return *n && status == LL_ERR_BROKER ? LL_OK : status;
}

/* Pausing lets nothing more through but what was handed over in that moment; that must not be
 * lost. */
static void stash(struct ll_kafka_consumer *consumer, rd_kafka_message_t *message)
{
    if (consumer->stash_count == consumer->stash_cap) {
        size_t cap = consumer->stash_cap ? 2 * consumer->stash_cap : 16;
        rd_kafka_message_t **grown = realloc(consumer->stash, cap * sizeof *grown);
        if (!grown) {
            consumer->memory_out = true;
            rd_kafka_message_destroy(message);
            return;
        }
        consumer->stash = grown;
        consumer->stash_cap = cap;
    }
    consumer->stash[consumer->stash_count++] = message;
}

void ll_kafka_consumer_hold(struct ll_kafka_consumer *consumer, int timeout_ms,
                            const struct ll_kafka_message **messages, size_t *n)
{
    enum ll_status ignored = LL_OK;
    struct ll_error err;
    consumer->held = true;
    ll_kafka_member_pause(consumer);
    rd_kafka_message_t *message =
        sort_out(rd_kafka_consumer_poll(consumer->client, timeout_ms), &ignored, &err);
    if (message)
        stash(consumer, message);
    drop_lost(consumer);
    *messages = consumer->messages;
    *n = consumer->count;
}

void ll_kafka_consumer_done(struct ll_kafka_consumer *consumer)
{
    for (size_t i = 0; i < consumer->count; i++) {
        consumer->places[i].part->done = consumer->messages[i].offset + 1;
        consumer->places[i].part->touched = true;
    }
    consumer->count = 0;
}

/* ---- what is told ---- */

bool ll_kafka_consumer_is_ready(const struct ll_kafka_consumer *consumer)
{
    return consumer->ready && !consumer->suspect;
}

const char *ll_kafka_consumer_topic(const struct ll_kafka_consumer *consumer, uint32_t topic)
{
    return consumer->partitions.topics[topic];
}

static void add_lag(struct ll_kafka_part *part, const char *topic, void *context)
{
    struct ll_kafka_consumer *consumer = context;
    int64_t low, high;
    if (rd_kafka_get_watermark_offsets(consumer->client, topic, part->partition, &low, &high) !=
            RD_KAFKA_RESP_ERR_NO_ERROR ||
        high < 0)
        return;
    int64_t at = part->done > low ? part->done : low;
    consumer->counts.lag += high > at ? high - at : 0;
}

void ll_kafka_consumer_counts(struct ll_kafka_consumer *consumer,
                              struct ll_kafka_consumer_counts *out)
{
    consumer->counts.partitions = consumer->partitions.owned;
    consumer->counts.lag = 0;
    ll_kafka_partitions_each(&consumer->partitions, add_lag, consumer);
    *out = consumer->counts;
}

/* ---- life ---- */

static enum ll_status subscribe(struct ll_kafka_consumer *consumer, struct ll_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)consumer->partitions.topic_count);
    for (size_t i = 0; i < consumer->partitions.topic_count; i++)
        rd_kafka_topic_partition_list_add(list, consumer->partitions.topics[i],
                                          RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t fault = rd_kafka_subscribe(consumer->client, list);
    rd_kafka_topic_partition_list_destroy(list);
    return fault ? ll_fail(err, LL_ERR_SYNTAX, "Kafka: these topics cannot be subscribed to: %s",
                           rd_kafka_err2str(fault))
                 : LL_OK;
}

static enum ll_status start_client(struct ll_kafka_consumer *consumer,
                                   const struct ll_kafka_options *options, const char *group,
                                   struct ll_error *err)
{
    const struct ll_kafka_property fixed[] = {
        {"group.id", group},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"partition.assignment.strategy", "cooperative-sticky"},
    };
    rd_kafka_conf_t *conf =
        ll_kafka_conf_new(options, &consumer->opaque, fixed, sizeof fixed / sizeof *fixed, err);
    if (!conf)
        return LL_ERR_SYNTAX;
    ll_kafka_member_set_callbacks(conf);
    consumer->client = ll_kafka_client_new(RD_KAFKA_CONSUMER, &conf, err);
    if (!consumer->client)
        return LL_ERR_SYNTAX;
    rd_kafka_poll_set_consumer(consumer->client);
    consumer->answers = rd_kafka_queue_new(consumer->client);
    return subscribe(consumer, err);
}

enum ll_status ll_kafka_consumer_open(const struct ll_kafka_options *options,
                                      const struct ll_kafka_subscription *subscription,
                                      struct ll_kafka_consumer **out, struct ll_error *err)
{
    struct ll_kafka_consumer *consumer = calloc(1, sizeof *consumer);
    size_t n = subscription->batch_messages;
    enum ll_status status;
    *out = NULL;
    if (!consumer)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    consumer->messages = calloc(n, sizeof *consumer->messages);
    consumer->places = calloc(n, sizeof *consumer->places);
    consumer->batch_messages = n;
    consumer->batch_wait_ms = subscription->batch_wait_ms;
    consumer->commit_interval_ms = subscription->commit_interval_ms;
    /* A full batch, one message more of any size, and the padding. */
    consumer->bytes.max = BATCH_BYTES_MAX + ((size_t)1 << 30);
    if (!consumer->messages || !consumer->places)
        status = ll_fail(err, LL_ERR_NOMEM, "out of memory");
    else
        status = ll_kafka_partitions_init(&consumer->partitions, subscription, err);
    if (status == LL_OK)
        status = start_client(consumer, options, subscription->group, err);
    if (status == LL_OK)
        *out = consumer;
    else
        ll_kafka_consumer_close(consumer, 0);
    return status;
}

/* Leave the group in order, as long as the time allows. */
static bool leave(struct ll_kafka_consumer *consumer, int timeout_ms)
{
    int64_t until = ll_kafka_now_ms() + timeout_ms;
    ll_kafka_member_commit_all(consumer, timeout_ms / 2);
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer->client);
    rd_kafka_error_t *fault = rd_kafka_consumer_close_queue(consumer->client, queue);
    if (fault)
        rd_kafka_error_destroy(fault);
    while (!rd_kafka_consumer_closed(consumer->client) && ll_kafka_now_ms() < until) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer->client, 20);
        if (message)
            rd_kafka_message_destroy(message);
    }
    rd_kafka_queue_destroy(queue);
    return rd_kafka_consumer_closed(consumer->client);
}

void ll_kafka_consumer_close(struct ll_kafka_consumer *consumer, int timeout_ms)
{
    if (!consumer)
        return;
    for (size_t i = 0; i < consumer->stash_count; i++)
        rd_kafka_message_destroy(consumer->stash[i]);
    if (consumer->client) {
        bool left = leave(consumer, timeout_ms);
        if (consumer->answers)
            rd_kafka_queue_destroy(consumer->answers);
        rd_kafka_destroy_flags(consumer->client, left ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    ll_kafka_partitions_fini(&consumer->partitions);
    ll_buf_fini(&consumer->bytes);
    free(consumer->stash);
    free(consumer->messages);
    free(consumer->places);
    free(consumer);
}
