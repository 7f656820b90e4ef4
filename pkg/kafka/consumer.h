/* consumer.h -- one member of a consumer group: batches in, offsets committed when the caller
 * says so.
 * Depends on: base, kafka/client.   SPDX-License-Identifier: Apache-2.0
 *
 * At least once: a batch's offsets are committed only after ll_kafka_lane_done, whatever happens
 * in between. Partitions move cooperatively (cooperative-sticky); what is done is committed before
 * one is given up.
 *
 * Messages come by lanes: a partition is one lane's, so that its messages are done in their order,
 * and each lane may be another thread's. The thread that opened the consumer serves it: it answers
 * the group and commits, whatever the lanes are at. A lane's calls are its own thread's; all other
 * calls are the serving thread's. */
#ifndef LL_KAFKA_CONSUMER_H
#define LL_KAFKA_CONSUMER_H

#include "kafka/client.h"

#define LL_KAFKA_TOPICS_MAX 64
#define LL_KAFKA_PADDING 64 /* readable bytes behind every value */

struct ll_kafka_subscription {
    const char *group;
    const char *topics[LL_KAFKA_TOPICS_MAX];
    size_t topic_count;
    size_t batch_messages; /* the most messages of one batch, at least 1 */
    /* how long a batch that has a message waits for more; 0: it takes what is there */
    int32_t batch_wait_ms;
    /* done offsets are committed at most this often, and always before a partition goes */
    int32_t commit_interval_ms;
    uint32_t slots; /* partitions are numbered 0..slots-1; more than these share the last number */
    uint32_t lanes; /* at least 1; partition number s is of lane s % lanes */
};

/* Borrowed from the lane until its next poll. */
struct ll_kafka_message {
    uint32_t topic; /* its index in the subscription */
    int32_t partition;
    int64_t offset;
    /* the small number of this topic and partition, the same for the consumer's whole life */
    uint32_t slot;
    bool has_value; /* false: a tombstone; value is empty */
    ll_str key, value;
    ll_str sent_us; /* the header of that name; empty where there is none */
};

struct ll_kafka_consumer_counts {
    uint64_t messages, bytes, commits, commit_failures, rebalances;
    uint64_t partitions; /* assigned now */
    int64_t lag; /* messages between what is done and the end of its partitions, as last heard */
};

struct ll_kafka_consumer;

/* Joins the group in the background. LL_ERR_SYNTAX: a property is refused. */
LL_NODISCARD enum ll_status ll_kafka_consumer_open(const struct ll_kafka_options *options,
                                                   const struct ll_kafka_subscription *subscription,
                                                   struct ll_kafka_consumer **out,
                                                   struct ll_error *err);

/* Answer the group, commit what is done, for timeout_ms. To be called again and again: a member
 * that is silent for long is thrown out. LL_ERR_BROKER: the brokers are away. LL_ERR_IO: this
 * member can go on no more. */
LL_NODISCARD enum ll_status ll_kafka_consumer_serve(struct ll_kafka_consumer *consumer,
                                                    int timeout_ms, struct ll_error *err);

/* True while it is a member that was given its partitions, be they none. */
bool ll_kafka_consumer_is_ready(const struct ll_kafka_consumer *consumer);
void ll_kafka_consumer_counts(struct ll_kafka_consumer *consumer,
                              struct ll_kafka_consumer_counts *out);
/* NULL-terminated name of a topic by its index. */
const char *ll_kafka_consumer_topic(const struct ll_kafka_consumer *consumer, uint32_t topic);

/* ---- lanes ---- */

struct ll_kafka_lane;

struct ll_kafka_lane *ll_kafka_consumer_lane(struct ll_kafka_consumer *consumer, uint32_t number);

/* The messages that are there for this lane, up to batch_messages; waits for the first one for at
 * most timeout_ms. *n 0: there was none. A batch before it that is not done is given up: its
 * messages come again only after a restart. LL_ERR_BROKER: the brokers refuse; poll again. */
LL_NODISCARD enum ll_status ll_kafka_lane_poll(struct ll_kafka_lane *lane, int timeout_ms,
                                               const struct ll_kafka_message **messages, size_t *n,
                                               struct ll_error *err);
/* While the batch at hand cannot be finished: messages of partitions that were taken away leave it
 * (their new owner reads them again), which waits for that. *n is what is left of it. */
void ll_kafka_lane_drop_lost(struct ll_kafka_lane *lane, size_t *n);
/* The batch at hand has had its whole effect: its offsets may be committed. */
void ll_kafka_lane_done(struct ll_kafka_lane *lane);
/* The batch at hand, if any, will not be finished. */
void ll_kafka_lane_give_up(struct ll_kafka_lane *lane);

/* ---- the end ---- */

/* Commit what is done, leave the group, free. No lane may be in a call, or called after it. Waits for at most
 * timeout_ms for the brokers. A batch that is not done is given up uncommitted. NULL is fine. */
void ll_kafka_consumer_close(struct ll_kafka_consumer *consumer, int timeout_ms);

#endif
