/* partitions.h -- the partitions that a consumer has or had: what is done of each, and its number.
 * Depends on: base.   Of the kafka room alone.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_PARTITIONS_H
#define LL_KAFKA_PARTITIONS_H

#include "kafka/consumer.h"

#include <librdkafka/rdkafka.h>

#define LL_KAFKA_OFFSET_NONE INT64_C(-1)

struct ll_kafka_part {
    uint32_t topic, slot;
    int32_t partition;
    bool owned;
    bool leaving;   /* it is being taken away: nothing more of it is begun */
    bool in_flight; /* a lane has messages of it that are not done */
    bool touched;   /* something was done of it since it was given to us */
    int64_t done;   /* the offset behind the last message that had its effect */
    int64_t sent;   /* as much was sent to be committed */
};

struct ll_kafka_partitions {
    char *topics[LL_KAFKA_TOPICS_MAX];
    size_t topic_count;
    struct ll_kafka_part **parts[LL_KAFKA_TOPICS_MAX]; /* by partition; NULL: never had */
    size_t part_count[LL_KAFKA_TOPICS_MAX];
    uint32_t slots, next_slot;
    size_t owned;
};

LL_NODISCARD enum ll_status ll_kafka_partitions_init(
    struct ll_kafka_partitions *partitions, const struct ll_kafka_subscription *subscription,
    struct ll_error *err);
void ll_kafka_partitions_fini(struct ll_kafka_partitions *partitions);
/* The entry of a topic's partition, made where there was none; NULL for a topic that is not
 * subscribed to, or when memory is out. */
struct ll_kafka_part *ll_kafka_partitions_get(struct ll_kafka_partitions *partitions,
                                              const char *topic, int32_t partition);
/* A new list of those of which more is done than was sent, with the done offsets; NULL where there
 * are none. The caller's. */
rd_kafka_topic_partition_list_t *ll_kafka_partitions_to_commit(
    struct ll_kafka_partitions *partitions);
/* Call visit for every owned one. */
void ll_kafka_partitions_each(struct ll_kafka_partitions *partitions,
                              void (*visit)(struct ll_kafka_part *part, const char *topic,
                                            void *context),
                              void *context);

#endif
