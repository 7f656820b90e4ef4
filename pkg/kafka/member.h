/* member.h -- what a consumer holds, and its part in the group.  Private to the room.
 * Depends on: base, kafka/partitions.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_MEMBER_H
#define LL_KAFKA_MEMBER_H

#include "base/buf.h"
#include "kafka/conf.h"
#include "kafka/consumer.h"
#include "kafka/partitions.h"

/* Where a message of the batch lies in the consumer's bytes: key, value and sent_us in a row. */
struct place {
    size_t at;
    struct ll_kafka_part *part;
};

struct ll_kafka_consumer {
    struct ll_kafka_opaque opaque; /* first: callbacks are given it */
    rd_kafka_t *client;
    rd_kafka_queue_t *answers; /* of commits that are waited for */
    struct ll_kafka_partitions partitions;
    size_t batch_messages;
    int32_t batch_wait_ms, commit_interval_ms;

    struct ll_kafka_message *messages; /* batch_messages */
    struct place *places;
    size_t count;
    struct ll_buf bytes;

    rd_kafka_message_t **stash; /* came while the batch was held */
    size_t stash_count, stash_cap;
    bool held;

    bool ready;
    bool memory_out;
    bool suspect; /* the client said that all brokers are down */
    int64_t probed_ms, committed_ms;
    char fault[256];                    /* what the client said last of its brokers */
    const rd_kafka_topic_t *last_topic; /* of the message before: most come in runs */
    struct ll_kafka_part *last_part;
    struct ll_kafka_consumer_counts counts;
};

/* Let conf's callbacks be those of a member. */
void ll_kafka_member_set_callbacks(rd_kafka_conf_t *conf);
/* Send what is done and not sent yet, if it is time again. */
void ll_kafka_member_commit(struct ll_kafka_consumer *consumer);
/* Send all that is done, and wait for the answer. */
void ll_kafka_member_commit_all(struct ll_kafka_consumer *consumer, int timeout_ms);
/* Let nothing more of our partitions come, and let it come again. */
void ll_kafka_member_pause(struct ll_kafka_consumer *consumer);
void ll_kafka_member_resume(struct ll_kafka_consumer *consumer);
/* LL_ERR_BROKER while no broker answers; a fault that stays otherwise. */
LL_NODISCARD enum ll_status ll_kafka_member_check(struct ll_kafka_consumer *consumer,
                                                  struct ll_error *err);

#endif
