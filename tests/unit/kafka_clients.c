/* kafka_clients.c -- consumer, producer, reader and admin against librdkafka's mock cluster.
 * SPDX-License-Identifier: Apache-2.0 */
#include "kafka/admin.h"
#include "kafka/consumer.h"
#include "kafka/producer.h"
#include "kafka/reader.h"

#include <criterion/criterion.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <time.h>

#define PRODUCE_REQUEST 0 /* Kafka's number of the request */

struct cluster {
    rd_kafka_t *owner;
    rd_kafka_mock_cluster_t *mock;
    struct ll_kafka_options options;
};

static const struct ll_kafka_property quick[] = {
    {"session.timeout.ms", "6000"},
    {"heartbeat.interval.ms", "100"},
    {"fetch.wait.max.ms", "10"},
};

static void set_up(struct cluster *cluster, int partitions)
{
    char why[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, NULL);
    cluster->owner = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    cr_assert_not_null(cluster->owner, "%s", why);
    cluster->mock = rd_kafka_mock_cluster_new(cluster->owner, 1);
    cr_assert_not_null(cluster->mock);
    cr_assert_eq(rd_kafka_mock_topic_create(cluster->mock, "t", partitions, 1), 0);
    cr_assert_eq(rd_kafka_mock_topic_create(cluster->mock, "u", partitions, 1), 0);
    cluster->options =
        (struct ll_kafka_options){.brokers = rd_kafka_mock_cluster_bootstraps(cluster->mock),
                                  .properties = quick,
                                  .property_count = sizeof quick / sizeof *quick};
}

static void tear_down(struct cluster *cluster)
{
    rd_kafka_mock_cluster_destroy(cluster->mock);
    rd_kafka_destroy(cluster->owner);
}

static void flush(struct ll_kafka_producer *producer)
{
    struct ll_error err = {0};
    bool all = false;
    for (int i = 0; i < 100 && !all; i++)
        cr_assert_eq(ll_kafka_producer_flush(producer, 100, &all, &err), LL_OK, "%s", err.message);
    cr_assert(all);
}

/* n messages "0", "1", ... from number on, keyed by themselves. */
static void produce(struct cluster *cluster, const char *topic, int from, int n)
{
    struct ll_kafka_producer *producer;
    struct ll_error err = {0};
    cr_assert_eq(ll_kafka_producer_open(&cluster->options, 0, &producer, &err), LL_OK);
    for (int i = from; i < from + n; i++) {
        char text[16];
        ll_str value = {text, (size_t)snprintf(text, sizeof text, "%d", i)};
        const struct ll_kafka_record record = {
            .topic = topic, .key = value, .has_value = true, .value = value};
        cr_assert_eq(ll_kafka_producer_send(producer, &record, &err), LL_OK, "%s", err.message);
    }
    flush(producer);
    struct ll_kafka_producer_counts counts;
    ll_kafka_producer_counts(producer, &counts);
    cr_expect_eq(counts.acknowledged, (uint64_t)n);
    ll_kafka_producer_close(producer);
}

static struct ll_kafka_consumer *join(struct cluster *cluster, size_t batch)
{
    struct ll_kafka_consumer *consumer;
    struct ll_error err = {0};
    const struct ll_kafka_subscription subscription = {.group = "g",
                                                       .topics = {"t", "u"},
                                                       .topic_count = 2,
                                                       .batch_messages = batch,
                                                       .slots = 64,
                                                       .lanes = 1};
    cr_assert_eq(ll_kafka_consumer_open(&cluster->options, &subscription, &consumer, &err), LL_OK,
                 "%s", err.message);
    return consumer;
}

/* Serve the consumer and poll its only lane, in one thread. */
static enum ll_status poll_once(struct ll_kafka_consumer *consumer, int timeout_ms,
                                const struct ll_kafka_message **batch, size_t *n,
                                struct ll_error *err)
{
    enum ll_status status = ll_kafka_consumer_serve(consumer, 0, err);
    *n = 0;
    if (status != LL_OK)
        return status;
    return ll_kafka_lane_poll(ll_kafka_consumer_lane(consumer, 0), timeout_ms, batch, n, err);
}

static void done(struct ll_kafka_consumer *consumer)
{
    ll_kafka_lane_done(ll_kafka_consumer_lane(consumer, 0));
}

/* Poll until a batch comes; 0 after 20 s, or after so many polls (patience) of a twentieth where the member is ready. */
static size_t next_within(struct ll_kafka_consumer *consumer, int patience,
                          const struct ll_kafka_message **batch)
{
    struct ll_error err = {0};
    size_t n = 0;
    int idle = 0;
    for (int i = 0; i < 400 && !n && idle < patience; i++) {
        cr_assert_eq(poll_once(consumer, 50, batch, &n, &err), LL_OK, "%s", err.message);
        idle += ll_kafka_consumer_is_ready(consumer);
    }
    return n;
}

/* One that is known to come. */
static size_t next_batch(struct ll_kafka_consumer *consumer, const struct ll_kafka_message **batch)
{
    return next_within(consumer, 400, batch);
}

static bool nothing_comes(struct ll_kafka_consumer *consumer)
{
    const struct ll_kafka_message *batch;
    return next_within(consumer, 10, &batch) == 0;
}

/* What a message says. */
static size_t number_of(const struct ll_kafka_message *message)
{
    size_t number = 0;
    for (size_t i = 0; i < message->value.len; i++)
        number = number * 10 + (size_t)(message->value.ptr[i] - '0');
    return number;
}

/* Read n messages; seen[i] counts those that say i. */
static void read_all(struct ll_kafka_consumer *consumer, int n, int *seen)
{
    const struct ll_kafka_message *batch;
    while (n > 0) {
        size_t count = next_batch(consumer, &batch);
        cr_assert_gt(count, 0u, "%d messages are missing", n);
        for (size_t i = 0; i < count; i++)
            seen[number_of(&batch[i])]++;
        done(consumer);
        n -= (int)count;
    }
}

Test(kafka_clients, properties_are_checked_before_use)
{
    static const struct {
        const char *name, *value, *says;
    } rows[] = {
        {"sasl.username", "anyone", NULL},
        {"fetch.min.bytes", "1", NULL},
        {"fetch.min.byte", "1", "no property of librdkafka"},
        {"fetch.min.bytes", "many", "fetch.min.bytes"},
        {"enable.auto.commit", "true", "leave it out"},
        {"group.id", "g", "leave it out"},
        {"acks", "0", "leave it out"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct ll_kafka_property property = {rows[i].name, rows[i].value};
        struct ll_error err = {0};
        size_t bad = 7;
        enum ll_status status = ll_kafka_properties_check(&property, 1, &bad, &err);
        cr_expect_eq(status, rows[i].says ? LL_ERR_SYNTAX : LL_OK, "row %zu: %s", i, err.message);
        cr_expect_eq(bad, rows[i].says ? 0u : 1u, "row %zu", i);
        if (rows[i].says)
            cr_expect(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
    }
}

Test(kafka_clients, a_record_comes_back_as_it_was_sent)
{
    struct cluster cluster;
    struct ll_error err = {0};
    struct ll_kafka_producer *producer;
    set_up(&cluster, 1);
    cr_assert_eq(ll_kafka_producer_open(&cluster.options, 0, &producer, &err), LL_OK);
    const struct ll_kafka_header headers[] = {{"reason", LL_STR("too_long")}, {"field", {NULL, 0}}};
    const struct ll_kafka_record record = {.topic = "t",
                                           .key = LL_STR("k\0y"),
                                           .has_value = true,
                                           .value = LL_STR("v\nlue\0"),
                                           .headers = headers,
                                           .header_count = 2};
    const struct ll_kafka_record tombstone = {.topic = "t", .key = LL_STR("gone")};
    const struct ll_kafka_record empty = {.topic = "t", .has_value = true};
    cr_assert_eq(ll_kafka_producer_send(producer, &record, &err), LL_OK);
    cr_assert_eq(ll_kafka_producer_send(producer, &tombstone, &err), LL_OK);
    cr_assert_eq(ll_kafka_producer_send(producer, &empty, &err), LL_OK);
    flush(producer);
    ll_kafka_producer_close(producer);

    struct ll_kafka_reader *reader;
    struct ll_kafka_reader_message got;
    enum ll_kafka_reader_event event = LL_KAFKA_READER_NOTHING;
    cr_assert_eq(
        ll_kafka_reader_open(&cluster.options, "t", LL_KAFKA_FROM_BEGINNING, 5000, &reader, &err),
        LL_OK, "%s", err.message);
    cr_expect_eq(ll_kafka_reader_partitions(reader), 1);
    for (int i = 0; i < 100 && event == LL_KAFKA_READER_NOTHING; i++)
        cr_assert_eq(ll_kafka_reader_next(reader, 100, &event, &got, &err), LL_OK);
    cr_assert_eq(event, LL_KAFKA_READER_MESSAGE);
    cr_expect(ll_str_eq(got.key, LL_STR("k\0y")));
    cr_expect(ll_str_eq(got.value, LL_STR("v\nlue\0")));
    cr_assert_eq(got.header_count, 2u);
    cr_expect_str_eq(got.headers[0].name, "reason");
    cr_expect(ll_str_eq(got.headers[0].value, LL_STR("too_long")));
    cr_expect_eq(got.headers[1].value.len, 0u);
    cr_expect(!ll_kafka_reader_caught_up(reader));
    cr_assert_eq(ll_kafka_reader_next(reader, 5000, &event, &got, &err), LL_OK);
    cr_expect(event == LL_KAFKA_READER_MESSAGE && !got.has_value && got.offset == 1);
    cr_assert_eq(ll_kafka_reader_next(reader, 5000, &event, &got, &err), LL_OK);
    cr_expect(event == LL_KAFKA_READER_MESSAGE && got.has_value && !got.value.len);
    cr_assert_eq(ll_kafka_reader_next(reader, 5000, &event, &got, &err), LL_OK);
    cr_expect(event == LL_KAFKA_READER_PARTITION_END && got.partition == 0);
    cr_expect(ll_kafka_reader_caught_up(reader));
    ll_kafka_reader_close(reader);
    tear_down(&cluster);
}

Test(kafka_clients, done_batches_are_not_read_again_and_others_are)
{
    struct cluster cluster;
    int seen[30] = {0};
    set_up(&cluster, 2);
    produce(&cluster, "t", 0, 20);
    produce(&cluster, "u", 20, 10);
    struct ll_kafka_consumer *consumer = join(&cluster, 7);
    read_all(consumer, 30, seen);
    for (int i = 0; i < 30; i++)
        cr_expect_eq(seen[i], 1, "message %d", i);
    struct ll_kafka_consumer_counts counts;
    ll_kafka_consumer_counts(consumer, &counts);
    cr_expect_eq(counts.messages, 30u);
    cr_expect_eq(counts.partitions, 4u);
    cr_expect_eq(counts.lag, 0);

    produce(&cluster, "t", 0, 1);
    const struct ll_kafka_message *batch;
    cr_assert_eq(next_batch(consumer, &batch), 1u);
    ll_kafka_consumer_close(consumer, 3000); /* not done */
    consumer = join(&cluster, 7);
    cr_assert_eq(next_batch(consumer, &batch), 1u, "it comes again, and nothing else");
    cr_expect_eq(batch[0].value.len, 1u);
    cr_expect_str_eq(ll_kafka_consumer_topic(consumer, batch[0].topic), "t");
    /* The bytes behind it are readable: the sanitizer would tell. */
    char behind[LL_KAFKA_PADDING];
    memcpy(behind, batch[0].value.ptr + batch[0].value.len, sizeof behind);
    cr_expect_eq(behind[0], 0);
    done(consumer);
    ll_kafka_consumer_close(consumer, 3000);
    consumer = join(&cluster, 7);
    cr_expect(nothing_comes(consumer), "all is committed");
    ll_kafka_consumer_close(consumer, 3000);
    tear_down(&cluster);
}

Test(kafka_clients, a_batch_at_hand_stands_while_the_group_is_served)
{
    struct cluster cluster;
    const struct ll_kafka_message *batch;
    struct ll_error err = {0};
    int seen[300] = {0};
    set_up(&cluster, 2);
    produce(&cluster, "t", 0, 100);
    struct ll_kafka_consumer *consumer = join(&cluster, 10);
    size_t first = next_batch(consumer, &batch), n = first;
    cr_assert_gt(first, 0u);
    produce(&cluster, "t", 100, 200);
    for (int i = 0; i < 10; i++) {
        cr_assert_eq(ll_kafka_consumer_serve(consumer, 50, &err), LL_OK, "%s", err.message);
        ll_kafka_lane_drop_lost(ll_kafka_consumer_lane(consumer, 0), &n);
        cr_assert_eq(n, first, "the batch stands");
    }
    for (size_t i = 0; i < n; i++)
        seen[number_of(&batch[i])]++;
    done(consumer);
    read_all(consumer, 300 - (int)n, seen);
    for (int i = 0; i < 300; i++)
        cr_expect_eq(seen[i], 1, "message %d", i);
    ll_kafka_consumer_close(consumer, 3000);
    tear_down(&cluster);
}

static size_t poll_lane(struct ll_kafka_consumer *consumer, uint32_t lane, bool *partitions)
{
    const struct ll_kafka_message *batch;
    struct ll_error err = {0};
    size_t n = 0;
    cr_assert_eq(ll_kafka_consumer_serve(consumer, 5, &err), LL_OK, "%s", err.message);
    struct ll_kafka_lane *at = ll_kafka_consumer_lane(consumer, lane);
    cr_assert_eq(ll_kafka_lane_poll(at, 5, &batch, &n, &err), LL_OK, "%s", err.message);
    for (size_t i = 0; i < n; i++)
        partitions[batch[i].partition] = true;
    ll_kafka_lane_done(at);
    return n;
}

Test(kafka_clients, a_partition_is_one_lanes)
{
    struct cluster cluster;
    struct ll_kafka_consumer *consumer;
    struct ll_error err = {0};
    bool has[2][4] = {{false}};
    size_t total = 0;
    const struct ll_kafka_subscription subscription = {.group = "g",
                                                       .topics = {"t"},
                                                       .topic_count = 1,
                                                       .batch_messages = 10,
                                                       .slots = 64,
                                                       .lanes = 2};
    set_up(&cluster, 4);
    produce(&cluster, "t", 0, 200);
    cr_assert_eq(ll_kafka_consumer_open(&cluster.options, &subscription, &consumer, &err), LL_OK);
    for (int i = 0; i < 2000 && total < 200; i++)
        for (uint32_t lane = 0; lane < 2; lane++)
            total += poll_lane(consumer, lane, has[lane]);
    cr_expect_eq(total, 200u);
    for (int i = 0; i < 4; i++)
        cr_expect(has[0][i] != has[1][i], "partition %d came by one lane, and no other", i);
    cr_expect((has[0][0] || has[0][1] || has[0][2] || has[0][3]) &&
                  (has[1][0] || has[1][1] || has[1][2] || has[1][3]),
              "both lanes had some");
    ll_kafka_consumer_close(consumer, 3000);
    tear_down(&cluster);
}

static uint32_t place_of(const struct ll_kafka_message *message)
{
    return message->topic * 2 + (uint32_t)message->partition;
}

Test(kafka_clients, a_partition_that_moves_leaves_the_batch)
{
    struct cluster cluster;
    const struct ll_kafka_message *batch, *theirs;
    struct ll_error err = {0};
    size_t n, other, total = 0;
    bool moved[4] = {false};
    set_up(&cluster, 2);
    produce(&cluster, "t", 0, 40);
    produce(&cluster, "u", 40, 40);
    struct ll_kafka_consumer *consumer = join(&cluster, 100);
    n = next_batch(consumer, &batch);
    cr_assert_gt(n, 0u);
    struct ll_kafka_consumer *second = join(&cluster, 100);
    for (int i = 0; i < 400 && !total; i++) {
        ll_kafka_lane_drop_lost(ll_kafka_consumer_lane(consumer, 0), &n);
        cr_assert_eq(ll_kafka_consumer_serve(consumer, 20, &err), LL_OK, "%s", err.message);
        ll_kafka_lane_drop_lost(ll_kafka_consumer_lane(consumer, 0), &n);
        cr_assert_eq(poll_once(second, 20, &theirs, &other, &err), LL_OK);
        for (size_t j = 0; j < other; j++)
            moved[place_of(&theirs[j])] = true;
        total += other;
    }
    cr_expect_gt(total, 0u, "what was not done is read by the new owner");
    for (size_t i = 0; i < n; i++)
        cr_expect(!moved[place_of(&batch[i])], "it is no longer in the batch that was held");
    struct ll_kafka_consumer_counts counts;
    ll_kafka_consumer_counts(consumer, &counts);
    cr_expect_lt(counts.partitions, 4u);

    /* What went while it was held comes back, and goes on. */
    int seen[120] = {0};
    size_t missing = 40;
    done(consumer);
    cr_assert_eq(poll_once(consumer, 0, &batch, &n, &err), LL_OK);
    done(consumer);
    ll_kafka_consumer_close(second, 3000);
    produce(&cluster, "t", 80, 40);
    for (int i = 0; i < 400 && missing; i++) {
        cr_assert_eq(poll_once(consumer, 50, &batch, &n, &err), LL_OK);
        for (size_t j = 0; j < n; j++)
            missing -= number_of(&batch[j]) >= 80 && !seen[number_of(&batch[j])]++;
        done(consumer);
    }
    cr_expect_eq(missing, 0u);
    ll_kafka_consumer_close(consumer, 3000);
    tear_down(&cluster);
}

Test(kafka_clients, a_refused_message_is_told_and_can_be_sent_again)
{
    struct cluster cluster;
    struct ll_error err = {0};
    struct ll_kafka_producer *producer;
    enum ll_status status = LL_OK;
    bool all = false;
    set_up(&cluster, 1);
    cr_assert_eq(ll_kafka_producer_open(&cluster.options, 0, &producer, &err), LL_OK);
    const struct ll_kafka_record record = {.topic = "t", .has_value = true, .value = LL_STR("v")};
    rd_kafka_mock_push_request_errors(cluster.mock, PRODUCE_REQUEST, 1,
                                      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    cr_assert_eq(ll_kafka_producer_send(producer, &record, &err), LL_OK);
    for (int i = 0; i < 100 && status == LL_OK && !all; i++)
        status = ll_kafka_producer_flush(producer, 100, &all, &err);
    cr_expect_eq(status, LL_ERR_BROKER);
    cr_expect(strstr(err.message, "max.message.bytes"), "%s", err.message);
    ll_kafka_producer_drop(producer);
    cr_assert_eq(ll_kafka_producer_send(producer, &record, &err), LL_OK);
    flush(producer);
    ll_kafka_producer_close(producer);
    tear_down(&cluster);
}

Test(kafka_clients, topics_are_looked_up_without_making_them)
{
    struct cluster cluster;
    struct ll_error err = {0};
    struct ll_kafka_topic topics[] = {{.name = "t"}, {.name = "none"}};
    struct ll_kafka_reader *reader;
    set_up(&cluster, 3);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(ll_kafka_topics_look_up(&cluster.options, topics, 2, 5000, &err), LL_OK, "%s",
                     err.message);
        cr_expect(topics[0].exists && topics[0].partition_count == 3);
        cr_expect(!topics[1].exists);
    }
    cr_expect_eq(
        ll_kafka_reader_open(&cluster.options, "none", LL_KAFKA_FROM_END, 5000, &reader, &err),
        LL_ERR_BROKER);
    cr_expect_str_eq(err.message, "there is no topic none");
    tear_down(&cluster);
}

Test(kafka_clients, absent_brokers_are_told)
{
    struct cluster cluster;
    struct ll_error err = {0};
    struct ll_kafka_topic topic = {.name = "t"};
    set_up(&cluster, 1);
    char address[128];
    snprintf(address, sizeof address, "%s", cluster.options.brokers);
    tear_down(&cluster); /* nobody listens there now */
    cluster.options.brokers = address;
    cr_expect_eq(ll_kafka_topics_look_up(&cluster.options, &topic, 1, 300, &err), LL_ERR_BROKER);
    struct ll_kafka_consumer *consumer = join(&cluster, 10);
    const struct ll_kafka_message *batch;
    size_t n;
    enum ll_status status = LL_OK;
    for (int i = 0; i < 200 && status == LL_OK; i++)
        status = poll_once(consumer, 50, &batch, &n, &err);
    cr_expect_eq(status, LL_ERR_BROKER);
    cr_expect(strstr(err.message, "do not answer"), "%s", err.message);
    cr_expect(!ll_kafka_consumer_is_ready(consumer));
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    ll_kafka_consumer_close(consumer, 500);
    clock_gettime(CLOCK_MONOTONIC, &after);
    cr_expect_lt(after.tv_sec - before.tv_sec, 3, "the close does not wait for them");
}
