/* member.h -- what a consumer holds, and its part in the group.  Private to the room.
 * Depends on: base, kafka/partitions.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_MEMBER_H
#define LL_KAFKA_MEMBER_H

#include "kafka/conf.h"
#include "kafka/consumer.h"
#include "kafka/partitions.h"

#include <pthread.h>

struct ll_kafka_consumer {
    struct ll_kafka_opaque opaque; /* first: callbacks are given it */
    rd_kafka_t *client;
    rd_kafka_queue_t *answers; /* of commits that are waited for */
    int32_t commit_interval_ms;
    bool ready;
    bool memory_out;
    bool suspect; /* the client said that all brokers are down */
    int64_t probed_ms, committed_ms;
    char fault[256]; /* what the client said last of its brokers */

    struct ll_kafka_lane *lanes;
    uint32_t lane_count;

    /* What the lanes and the serving thread share. */
    pthread_mutex_t lock;
    pthread_cond_t freed; /* some partition is no longer in flight */
    struct ll_kafka_partitions partitions;
    struct ll_kafka_consumer_counts counts;
};

/* lane.c: so many lanes of batches of so many messages. */
LL_NODISCARD enum ll_status ll_kafka_lanes_open(struct ll_kafka_consumer *consumer,
                                                const struct ll_kafka_subscription *subscription,
                                                struct ll_error *err);
void ll_kafka_lanes_close(struct ll_kafka_consumer *consumer);
/* Let the messages of a partition come by its lane. */
void ll_kafka_lanes_join(struct ll_kafka_consumer *consumer, const struct ll_kafka_part *part,
                         const char *topic);

/* Let conf's callbacks be those of a member. */
void ll_kafka_member_set_callbacks(rd_kafka_conf_t *conf);
/* Send what is done and not sent yet, if it is time again. */
void ll_kafka_member_commit(struct ll_kafka_consumer *consumer);
/* Send all that is done, and wait for the answer. */
void ll_kafka_member_commit_all(struct ll_kafka_consumer *consumer, int timeout_ms);
/* LL_ERR_BROKER while no broker answers; a fault that stays otherwise. */
LL_NODISCARD enum ll_status ll_kafka_member_check(struct ll_kafka_consumer *consumer,
                                                  struct ll_error *err);

#endif
