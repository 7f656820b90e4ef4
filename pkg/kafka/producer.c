/* producer.c -- sending, and waiting for what was sent.   SPDX-License-Identifier: Apache-2.0
 *
 * To forget what is not acknowledged the client is made anew: purging an idempotent one leaves it
 * with numbers that its brokers wait for. */
#include "kafka/producer.h"

#include "kafka/conf.h"

#include <stdio.h>
#include <stdlib.h>

#define ROOM_TIMEOUT_MS 1000
#define PURGE_TIMEOUT_MS 200

struct ll_kafka_producer {
    struct ll_kafka_opaque opaque; /* first: callbacks are given it */
    rd_kafka_conf_t *conf;         /* to make clients of */
    rd_kafka_t *client;            /* NULL after a drop */
    uint64_t pending;              /* sent, and not heard of */
    bool failed;                   /* some message failed since the last drop or told failure */
    char why[256];
    struct ll_kafka_producer_counts counts;
};

static void on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque)
{
    struct ll_kafka_producer *producer = opaque;
    (void)client;
    producer->pending--;
    if (!message->err) {
        producer->counts.acknowledged++;
        return;
    }
    producer->counts.failed++;
    producer->failed = true;
    const char *remedy = message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
                             ? "; raise the topic's max.message.bytes"
                             : "";
    (void)snprintf(
        producer->why, sizeof producer->why, "topic %s refuses a message of %zu bytes: %s%s",
        rd_kafka_topic_name(message->rkt), message->len, rd_kafka_err2str(message->err), remedy);
}

static enum ll_status make_client(struct ll_kafka_producer *producer, struct ll_error *err)
{
    if (producer->client)
        return LL_OK;
    rd_kafka_conf_t *conf = rd_kafka_conf_dup(producer->conf);
    producer->client = ll_kafka_client_new(RD_KAFKA_PRODUCER, &conf, err);
    return producer->client ? LL_OK : LL_ERR_SYNTAX;
}

enum ll_status ll_kafka_producer_open(const struct ll_kafka_options *options, int linger_ms,
                                      struct ll_kafka_producer **out, struct ll_error *err)
{
    char linger[16];
    (void)snprintf(linger, sizeof linger, "%d", linger_ms);
    const struct ll_kafka_property fixed[] = {
        {"enable.idempotence", "true"}, /* and so acks from all, and order */
        {"linger.ms", linger},
    };
    struct ll_kafka_producer *producer = calloc(1, sizeof *producer);
    *out = NULL;
    if (!producer)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    producer->conf =
        ll_kafka_conf_new(options, &producer->opaque, fixed, sizeof fixed / sizeof *fixed, err);
    if (!producer->conf) {
        free(producer);
        return LL_ERR_SYNTAX;
    }
    rd_kafka_conf_set_dr_msg_cb(producer->conf, on_delivery);
    enum ll_status status = make_client(producer, err);
    if (status == LL_OK)
        *out = producer;
    else
        ll_kafka_producer_close(producer);
    return status;
}

static rd_kafka_headers_t *make_headers(const struct ll_kafka_record *record)
{
    if (!record->header_count)
        return NULL;
    rd_kafka_headers_t *headers = rd_kafka_headers_new(record->header_count);
    for (size_t i = 0; i < record->header_count; i++) {
        const struct ll_kafka_header *header = &record->headers[i];
        /* Fails only for headers that are shared, which these are not. */
        if (rd_kafka_header_add(headers, header->name, -1, header->value.ptr,
                                (ssize_t)header->value.len) != RD_KAFKA_RESP_ERR_NO_ERROR)
            break;
    }
    return headers;
}

/* The client takes *headers where it takes the message. Values are never changed: the flag COPY is
 * set. */
static rd_kafka_resp_err_t produce(struct ll_kafka_producer *producer,
                                   const struct ll_kafka_record *record,
                                   rd_kafka_headers_t **headers)
{
    union {
        const void *borrowed;
        void *given;
    } value = {record->has_value ? (record->value.ptr ? record->value.ptr : "") : NULL};
    rd_kafka_vu_t parts[6] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = record->topic},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value.given, record->value.len}},
    };
    size_t count = 3;
    if (record->key.ptr) {
        value.borrowed = record->key.ptr;
        parts[count++] =
            (rd_kafka_vu_t){.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {value.given, record->key.len}};
    }
    if (*headers)
        parts[count++] = (rd_kafka_vu_t){.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = *headers};
    rd_kafka_error_t *fault = rd_kafka_produceva(producer->client, parts, count);
    rd_kafka_resp_err_t code = fault ? rd_kafka_error_code(fault) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (fault)
        rd_kafka_error_destroy(fault);
    else
        *headers = NULL;
    return code;
}

enum ll_status ll_kafka_producer_send(struct ll_kafka_producer *producer,
                                      const struct ll_kafka_record *record, struct ll_error *err)
{
    enum ll_status status = make_client(producer, err);
    if (status != LL_OK)
        return status;
    rd_kafka_headers_t *headers = make_headers(record);
    rd_kafka_resp_err_t fault = produce(producer, record, &headers);
    int64_t until = fault ? ll_kafka_now_ms() + ROOM_TIMEOUT_MS : 0;
    while (fault == RD_KAFKA_RESP_ERR__QUEUE_FULL && ll_kafka_now_ms() < until) {
        rd_kafka_poll(producer->client, 10);
        fault = produce(producer, record, &headers);
    }
    if (headers)
        rd_kafka_headers_destroy(headers);
    if (fault)
        return ll_fail(err, LL_ERR_BROKER, "Kafka: a message of %zu bytes to topic %s: %s",
                       record->value.len, record->topic, rd_kafka_err2str(fault));
    producer->pending++;
    producer->counts.sent++;
    producer->counts.bytes += record->value.len;
    /* Hear of what has arrived from time to time, so that bulk does not fill the client's queue. */
    if ((producer->counts.sent & 1023) == 0)
        rd_kafka_poll(producer->client, 0);
    return LL_OK;
}

enum ll_status ll_kafka_producer_flush(struct ll_kafka_producer *producer, int timeout_ms,
                                       bool *all, struct ll_error *err)
{
    char fatal[256];
    *all = false;
    if (!producer->client) {
        *all = true;
        return LL_OK;
    }
    if (producer->pending)
        rd_kafka_flush(producer->client, timeout_ms);
    if (rd_kafka_fatal_error(producer->client, fatal, sizeof fatal)) {
        ll_kafka_producer_drop(producer);
        return ll_fail(err, LL_ERR_BROKER, "Kafka: the producer was refused: %s", fatal);
    }
    if (producer->failed) {
        producer->failed = false;
        return ll_fail(err, LL_ERR_BROKER, "Kafka: %s", producer->why);
    }
    *all = producer->pending == 0;
    return LL_OK;
}

void ll_kafka_producer_drop(struct ll_kafka_producer *producer)
{
    if (!producer->client)
        return;
    rd_kafka_purge(producer->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(producer->client, PURGE_TIMEOUT_MS);
    rd_kafka_destroy(producer->client);
    producer->client = NULL;
    producer->pending = 0;
    producer->failed = false;
}

void ll_kafka_producer_counts(const struct ll_kafka_producer *producer,
                              struct ll_kafka_producer_counts *out)
{
    *out = producer->counts;
}

void ll_kafka_producer_close(struct ll_kafka_producer *producer)
{
    if (!producer)
        return;
    ll_kafka_producer_drop(producer);
    rd_kafka_conf_destroy(producer->conf);
    free(producer);
}
