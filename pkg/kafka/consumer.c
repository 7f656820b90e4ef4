/* consumer.c -- a member's life: subscribing, serving, leaving.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "kafka/consumer.h"

#include "kafka/member.h"

#include <stdlib.h>

enum ll_status ll_kafka_consumer_serve(struct ll_kafka_consumer *consumer, int timeout_ms,
                                       struct ll_error *err)
{
    ll_kafka_member_commit(consumer);
    /* All messages come by the lanes: what comes here is a fault of the whole. */
    rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer->client, timeout_ms);
    enum ll_status status = LL_OK;
    if (message && message->err && message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
        status = ll_fail(err, LL_ERR_BROKER, "Kafka: %s", rd_kafka_message_errstr(message));
    if (message)
        rd_kafka_message_destroy(message);
    return status == LL_OK ? ll_kafka_member_check(consumer, err) : status;
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
    pthread_mutex_lock(&consumer->lock);
    consumer->counts.partitions = consumer->partitions.owned;
    consumer->counts.lag = 0;
    ll_kafka_partitions_each(&consumer->partitions, add_lag, consumer);
    *out = consumer->counts;
    pthread_mutex_unlock(&consumer->lock);
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
    return LL_OK;
}

static enum ll_status open_all(struct ll_kafka_consumer *consumer,
                               const struct ll_kafka_options *options,
                               const struct ll_kafka_subscription *subscription,
                               struct ll_error *err)
{
    enum ll_status status = ll_kafka_partitions_init(&consumer->partitions, subscription, err);
    if (status == LL_OK)
        status = start_client(consumer, options, subscription->group, err);
    if (status == LL_OK)
        status = ll_kafka_lanes_open(consumer, subscription, err);
    return status == LL_OK ? subscribe(consumer, err) : status;
}

enum ll_status ll_kafka_consumer_open(const struct ll_kafka_options *options,
                                      const struct ll_kafka_subscription *subscription,
                                      struct ll_kafka_consumer **out, struct ll_error *err)
{
    struct ll_kafka_consumer *consumer = calloc(1, sizeof *consumer);
    pthread_condattr_t clock;
    *out = NULL;
    if (!consumer)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    consumer->commit_interval_ms = subscription->commit_interval_ms;
    /* None of these can fail on Linux. */
    pthread_mutex_init(&consumer->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&consumer->freed, &clock);
    pthread_condattr_destroy(&clock);
    enum ll_status status = open_all(consumer, options, subscription, err);
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
    for (uint32_t i = 0; i < consumer->lane_count; i++)
        ll_kafka_lane_give_up(ll_kafka_consumer_lane(consumer, i));
    if (consumer->client) {
        bool left = leave(consumer, timeout_ms);
        if (consumer->answers)
            rd_kafka_queue_destroy(consumer->answers);
        ll_kafka_lanes_close(consumer);
        rd_kafka_destroy_flags(consumer->client, left ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    ll_kafka_partitions_fini(&consumer->partitions);
    pthread_cond_destroy(&consumer->freed);
    pthread_mutex_destroy(&consumer->lock);
    free(consumer);
}
