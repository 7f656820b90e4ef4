/* reader.c -- all partitions of a topic, assigned by hand.   SPDX-License-Identifier: Apache-2.0 */
#include "kafka/reader.h"

#include "kafka/admin.h"
#include "kafka/conf.h"

#include <stdlib.h>

struct ll_kafka_reader {
    struct ll_kafka_opaque opaque; /* first: callbacks are given it */
    rd_kafka_t *client;
    rd_kafka_message_t *message; /* lent to the caller */
    int32_t partitions, ended;   /* ended: of how many the end was reached once */
    bool *has_ended;
};

static enum ll_status count_partitions(const struct ll_kafka_options *options, const char *topic,
                                       int timeout_ms, int32_t *out, struct ll_error *err)
{
    struct ll_kafka_topic asked = {.name = topic};
    enum ll_status status = ll_kafka_topics_look_up(options, &asked, 1, timeout_ms, err);
    if (status != LL_OK)
        return status;
    if (!asked.exists)
        return ll_fail(err, LL_ERR_BROKER, "there is no topic %s", topic);
    *out = asked.partition_count;
    return LL_OK;
}

static enum ll_status assign(struct ll_kafka_reader *reader, const char *topic,
                             enum ll_kafka_reader_from from, struct ll_error *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(reader->partitions);
    for (int32_t i = 0; i < reader->partitions; i++)
        rd_kafka_topic_partition_list_add(list, topic, i)->offset =
            from == LL_KAFKA_FROM_END ? RD_KAFKA_OFFSET_END : RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_resp_err_t fault = rd_kafka_assign(reader->client, list);
    rd_kafka_topic_partition_list_destroy(list);
    return fault ? ll_fail(err, LL_ERR_BROKER, "topic %s cannot be read: %s", topic,
                           rd_kafka_err2str(fault))
                 : LL_OK;
}

static enum ll_status start(struct ll_kafka_reader *reader, const struct ll_kafka_options *options,
                            const char *topic, enum ll_kafka_reader_from from, struct ll_error *err)
{
    /* A group is named, as librdkafka wants one, but neither joined nor written to. */
    const struct ll_kafka_property fixed[] = {
        {"group.id", "leadline-reader"},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"enable.partition.eof", "true"},
    };
    rd_kafka_conf_t *conf =
        ll_kafka_conf_new(options, &reader->opaque, fixed, sizeof fixed / sizeof *fixed, err);
    if (!conf)
        return LL_ERR_SYNTAX;
    reader->client = ll_kafka_client_new(RD_KAFKA_CONSUMER, &conf, err);
    if (!reader->client)
        return LL_ERR_SYNTAX;
    rd_kafka_poll_set_consumer(reader->client);
    return assign(reader, topic, from, err);
}

enum ll_status ll_kafka_reader_open(const struct ll_kafka_options *options, const char *topic,
                                    enum ll_kafka_reader_from from, int timeout_ms,
                                    struct ll_kafka_reader **out, struct ll_error *err)
{
    int32_t partitions = 0;
    *out = NULL;
    enum ll_status status = count_partitions(options, topic, timeout_ms, &partitions, err);
    if (status != LL_OK)
        return status;
    struct ll_kafka_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    reader->partitions = partitions;
    reader->has_ended = calloc((size_t)partitions + 1, sizeof *reader->has_ended);
    status = reader->has_ended ? start(reader, options, topic, from, err)
                               : ll_fail(err, LL_ERR_NOMEM, "out of memory");
    if (status == LL_OK)
        *out = reader;
    else
        ll_kafka_reader_close(reader);
    return status;
}

int32_t ll_kafka_reader_partitions(const struct ll_kafka_reader *reader)
{
    return reader->partitions;
}

bool ll_kafka_reader_caught_up(const struct ll_kafka_reader *reader)
{
    return reader->ended == reader->partitions;
}

static void read_headers(const rd_kafka_message_t *message, struct ll_kafka_reader_message *out)
{
    rd_kafka_headers_t *headers;
    const char *name;
    const void *value;
    size_t len;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    while (out->header_count < sizeof out->headers / sizeof *out->headers &&
           !rd_kafka_header_get_all(headers, out->header_count, &name, &value, &len))
        out->headers[out->header_count++] =
            (struct ll_kafka_header){name, {value, value ? len : 0}};
}

static void note_end(struct ll_kafka_reader *reader, int32_t partition)
{
    if (partition < 0 || partition >= reader->partitions || reader->has_ended[partition])
        return;
    reader->has_ended[partition] = true;
    reader->ended++;
}

enum ll_status ll_kafka_reader_next(struct ll_kafka_reader *reader, int timeout_ms,
                                    enum ll_kafka_reader_event *event,
                                    struct ll_kafka_reader_message *out, struct ll_error *err)
{
    if (reader->message)
        rd_kafka_message_destroy(reader->message);
    rd_kafka_message_t *message = reader->message =
        rd_kafka_consumer_poll(reader->client, timeout_ms);
    *out = (struct ll_kafka_reader_message){.timestamp_ms = -1};
    *event = LL_KAFKA_READER_NOTHING;
    if (!message)
        return LL_OK;
    out->partition = message->partition;
    out->offset = message->offset;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        *event = LL_KAFKA_READER_PARTITION_END;
        note_end(reader, message->partition);
        return LL_OK;
    }
    if (message->err)
        return ll_fail(err, LL_ERR_BROKER, "Kafka: %s", rd_kafka_message_errstr(message));
    rd_kafka_timestamp_type_t type;
    out->timestamp_ms = rd_kafka_message_timestamp(message, &type);
    out->has_value = message->payload != NULL;
    out->key = (ll_str){message->key, message->key ? message->key_len : 0};
    out->value = (ll_str){message->payload, message->payload ? message->len : 0};
    read_headers(message, out);
    *event = LL_KAFKA_READER_MESSAGE;
    return LL_OK;
}

void ll_kafka_reader_close(struct ll_kafka_reader *reader)
{
    if (!reader)
        return;
    if (reader->message)
        rd_kafka_message_destroy(reader->message);
    if (reader->client)
        rd_kafka_destroy(reader->client);
    free(reader->has_ended);
    free(reader);
}
