/* remove.c -- deleting topics and groups.   SPDX-License-Identifier: Apache-2.0 */
#include "kafka/admin.h"

#include "kafka/conf.h"

#include <stdlib.h>

/* What came of it: the first fault that is none of "there is none". */
static enum ll_status read_topics(rd_kafka_event_t *event, struct ll_error *err)
{
    size_t count;
    const rd_kafka_DeleteTopics_result_t *result = rd_kafka_event_DeleteTopics_result(event);
    const rd_kafka_topic_result_t **each = rd_kafka_DeleteTopics_result_topics(result, &count);
    for (size_t i = 0; i < count; i++) {
        rd_kafka_resp_err_t fault = rd_kafka_topic_result_error(each[i]);
        if (fault && fault != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            return ll_fail(err, LL_ERR_BROKER, "topic %s was not deleted: %s",
                           rd_kafka_topic_result_name(each[i]), rd_kafka_err2str(fault));
    }
    return LL_OK;
}

static enum ll_status read_groups(rd_kafka_event_t *event, struct ll_error *err)
{
    size_t count;
    const rd_kafka_DeleteGroups_result_t *result = rd_kafka_event_DeleteGroups_result(event);
    const rd_kafka_group_result_t **each = rd_kafka_DeleteGroups_result_groups(result, &count);
    for (size_t i = 0; i < count; i++) {
        const rd_kafka_error_t *fault = rd_kafka_group_result_error(each[i]);
        if (fault && rd_kafka_error_code(fault) != RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND)
            return ll_fail(err, LL_ERR_BROKER, "group %s was not deleted: %s",
                           rd_kafka_group_result_name(each[i]), rd_kafka_error_string(fault));
    }
    return LL_OK;
}

static enum ll_status wait_for(rd_kafka_queue_t *queue, int timeout_ms,
                               enum ll_status (*read)(rd_kafka_event_t *event,
                                                      struct ll_error *err),
                               struct ll_error *err)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
    enum ll_status status = LL_OK;
    if (!event)
        return ll_fail(err, LL_ERR_BROKER,
                       "Kafka's brokers did not answer: what was to be "
                       "deleted may still be there");
    if (rd_kafka_event_error(event))
        status = ll_fail(err, LL_ERR_BROKER, "Kafka: %s", rd_kafka_event_error_string(event));
    else
        status = read(event, err);
    rd_kafka_event_destroy(event);
    return status;
}

static enum ll_status remove_topics(rd_kafka_t *client, const char *const *names, size_t n,
                                    rd_kafka_queue_t *queue, int timeout_ms, struct ll_error *err)
{
    rd_kafka_DeleteTopic_t **topics = calloc(n + 1, sizeof *topics);
    if (!topics)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        topics[i] = rd_kafka_DeleteTopic_new(names[i]);
    rd_kafka_DeleteTopics(client, topics, n, NULL, queue);
    enum ll_status status = wait_for(queue, timeout_ms, read_topics, err);
    rd_kafka_DeleteTopic_destroy_array(topics, n);
    free(topics);
    return status;
}

static enum ll_status remove_group(rd_kafka_t *client, const char *group, rd_kafka_queue_t *queue,
                                   int timeout_ms, struct ll_error *err)
{
    rd_kafka_DeleteGroup_t *wanted = rd_kafka_DeleteGroup_new(group);
    rd_kafka_DeleteGroups(client, &wanted, 1, NULL, queue);
    enum ll_status status = wait_for(queue, timeout_ms, read_groups, err);
    rd_kafka_DeleteGroup_destroy(wanted);
    return status;
}

enum ll_status ll_kafka_topics_remove(const struct ll_kafka_options *options,
                                      const char *const *names, size_t n, const char *group,
                                      int timeout_ms, struct ll_error *err)
{
    struct ll_kafka_opaque opaque;
    rd_kafka_conf_t *conf = ll_kafka_conf_new(options, &opaque, NULL, 0, err);
    rd_kafka_t *client = conf ? ll_kafka_client_new(RD_KAFKA_CONSUMER, &conf, err) : NULL;
    if (!client)
        return LL_ERR_SYNTAX;
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    enum ll_status status = n ? remove_topics(client, names, n, queue, timeout_ms, err) : LL_OK;
    if (status == LL_OK && group)
        status = remove_group(client, group, queue, timeout_ms, err);
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(client);
    return status;
}
