/* admin.c -- looking topics up and making them.   SPDX-License-Identifier: Apache-2.0 */
#include "kafka/admin.h"

#include "kafka/conf.h"

#include <stdio.h>

/* Consumers of a compacted topic have so long to see each record before an older one goes. */
#define COMPACTION_LAG_MS "86400000"

static void note_topic(const struct rd_kafka_metadata *metadata, struct ll_kafka_topic *topic)
{
    topic->exists = false;
    topic->partition_count = 0;
    for (int i = 0; i < metadata->topic_cnt; i++) {
        const struct rd_kafka_metadata_topic *found = &metadata->topics[i];
        if (strcmp(found->topic, topic->name) != 0 || found->err)
            continue;
        topic->exists = true;
        topic->partition_count = found->partition_cnt;
    }
}

/* All topics are asked for, as asking for one by name may make it. */
static enum ll_status look_up(rd_kafka_t *client, struct ll_kafka_topic *topics, size_t n,
                              int timeout_ms, struct ll_error *err)
{
    const struct rd_kafka_metadata *metadata;
    rd_kafka_resp_err_t fault = rd_kafka_metadata(client, 1, NULL, &metadata, timeout_ms);
    if (fault)
        return ll_fail(err, LL_ERR_BROKER, "Kafka's brokers do not answer: %s",
                       rd_kafka_err2str(fault));
    for (size_t i = 0; i < n; i++)
        note_topic(metadata, &topics[i]);
    rd_kafka_metadata_destroy(metadata);
    return LL_OK;
}

static rd_kafka_t *open_client(const struct ll_kafka_options *options,
                               struct ll_kafka_opaque *opaque, struct ll_error *err)
{
    rd_kafka_conf_t *conf = ll_kafka_conf_new(options, opaque, NULL, 0, err);
    return conf ? ll_kafka_client_new(RD_KAFKA_CONSUMER, &conf, err) : NULL;
}

enum ll_status ll_kafka_topics_look_up(const struct ll_kafka_options *options,
                                       struct ll_kafka_topic *topics, size_t n, int timeout_ms,
                                       struct ll_error *err)
{
    struct ll_kafka_opaque opaque;
    rd_kafka_t *client = open_client(options, &opaque, err);
    if (!client)
        return LL_ERR_SYNTAX;
    enum ll_status status = look_up(client, topics, n, timeout_ms, err);
    rd_kafka_destroy(client);
    return status;
}

static enum ll_status set_config(rd_kafka_NewTopic_t *topic, const char *name, const char *value,
                                 struct ll_error *err)
{
    rd_kafka_resp_err_t fault = rd_kafka_NewTopic_set_config(topic, name, value);
    return fault ? ll_fail(err, LL_ERR_BROKER, "Kafka: %s of a topic: %s", name,
                           rd_kafka_err2str(fault))
                 : LL_OK;
}

static enum ll_status describe(const struct ll_kafka_topic *topic, rd_kafka_NewTopic_t **out,
                               struct ll_error *err)
{
    char why[256], bytes[16];
    enum ll_status status = LL_OK;
    *out = rd_kafka_NewTopic_new(topic->name, topic->partitions ? topic->partitions : -1,
                                 topic->replication ? topic->replication : -1, why, sizeof why);
    if (!*out)
        return ll_fail(err, LL_ERR_SYNTAX, "topic %s cannot be made: %s", topic->name, why);
    (void)snprintf(bytes, sizeof bytes, "%d", topic->message_bytes_max);
    if (topic->compacted)
        status = set_config(*out, "cleanup.policy", "compact", err);
    if (status == LL_OK && topic->compacted)
        status = set_config(*out, "min.compaction.lag.ms", COMPACTION_LAG_MS, err);
    if (status == LL_OK && topic->message_bytes_max)
        status = set_config(*out, "max.message.bytes", bytes, err);
    return status;
}

static enum ll_status read_answer(const struct ll_kafka_topic *topic, rd_kafka_event_t *event,
                                  struct ll_error *err)
{
    if (!event)
        return ll_fail(err, LL_ERR_BROKER, "Kafka's brokers did not answer: topic %s was not made",
                       topic->name);
    rd_kafka_resp_err_t fault = rd_kafka_event_error(event);
    if (fault)
        return ll_fail(err, LL_ERR_BROKER, "topic %s was not made: %s", topic->name,
                       rd_kafka_event_error_string(event));
    size_t count;
    const rd_kafka_CreateTopics_result_t *result = rd_kafka_event_CreateTopics_result(event);
    const rd_kafka_topic_result_t **each = rd_kafka_CreateTopics_result_topics(result, &count);
    fault = count ? rd_kafka_topic_result_error(each[0]) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (fault && fault != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        return ll_fail(err, LL_ERR_BROKER, "topic %s was not made: %s", topic->name,
                       rd_kafka_topic_result_error_string(each[0])
                           ? rd_kafka_topic_result_error_string(each[0])
                           : rd_kafka_err2str(fault));
    return LL_OK;
}

static enum ll_status create(rd_kafka_t *client, const struct ll_kafka_topic *topic, int timeout_ms,
                             struct ll_error *err)
{
    rd_kafka_NewTopic_t *wanted = NULL;
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_AdminOptions_t *options =
        rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_event_t *event = NULL;
    char why[128];
    enum ll_status status = describe(topic, &wanted, err);
    if (status != LL_OK)
        goto out;
    if (rd_kafka_AdminOptions_set_request_timeout(options, timeout_ms, why, sizeof why) ||
        rd_kafka_AdminOptions_set_operation_timeout(options, timeout_ms, why, sizeof why)) {
        status = ll_fail(err, LL_ERR_BROKER, "Kafka: %s", why);
        goto out;
    }
    rd_kafka_CreateTopics(client, &wanted, 1, options, queue);
    event = rd_kafka_queue_poll(queue, timeout_ms + 1000);
    status = read_answer(topic, event, err);
out:
    if (event)
        rd_kafka_event_destroy(event);
    if (wanted)
        rd_kafka_NewTopic_destroy(wanted);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    return status;
}

enum ll_status ll_kafka_topics_ensure(const struct ll_kafka_options *options,
                                      struct ll_kafka_topic *topics, size_t n, int timeout_ms,
                                      size_t *created, struct ll_error *err)
{
    struct ll_kafka_opaque opaque;
    *created = 0;
    rd_kafka_t *client = open_client(options, &opaque, err);
    if (!client)
        return LL_ERR_SYNTAX;
    enum ll_status status = look_up(client, topics, n, timeout_ms, err);
    for (size_t i = 0; status == LL_OK && i < n; i++) {
        if (topics[i].exists)
            continue;
        status = create(client, &topics[i], timeout_ms, err);
        *created += status == LL_OK;
    }
    if (status == LL_OK && *created)
        status = look_up(client, topics, n, timeout_ms, err);
    rd_kafka_destroy(client);
    return status;
}
