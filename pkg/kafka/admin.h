/* admin.h -- topics: are they there, and make those that are not.
 * Depends on: base, kafka/client.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_ADMIN_H
#define LL_KAFKA_ADMIN_H

#include "kafka/client.h"

struct ll_kafka_topic {
    const char *name;
    int32_t partitions;        /* when created; 0: the brokers' default */
    int32_t replication;       /* when created; 0: the brokers' default */
    bool compacted;            /* when created: cleanup.policy=compact */
    int32_t message_bytes_max; /* when created: max.message.bytes; 0: the brokers' default */
    bool exists;               /* out */
    int32_t partition_count;   /* out, where exists */
};

/* Look all topics up: fills exists and partition_count. Waits for at most timeout_ms.
 * LL_ERR_BROKER when no broker answered. */
LL_NODISCARD enum ll_status ll_kafka_topics_look_up(const struct ll_kafka_options *options,
                                                    struct ll_kafka_topic *topics, size_t n,
                                                    int timeout_ms, struct ll_error *err);
/* Look all topics up and create those that are missing; *created tells how many. Another client
 * may create the same at the same time. LL_ERR_BROKER as look_up, or with a broker's reason why
 * it refused. */
LL_NODISCARD enum ll_status ll_kafka_topics_ensure(const struct ll_kafka_options *options,
                                                   struct ll_kafka_topic *topics, size_t n,
                                                   int timeout_ms, size_t *created,
                                                   struct ll_error *err);

/* Delete topics, and a consumer group without members (NULL: none), as far as they are there.
 * LL_ERR_BROKER with the first reason why one stays. */
LL_NODISCARD enum ll_status ll_kafka_topics_remove(const struct ll_kafka_options *options,
                                                   const char *const *names, size_t n,
                                                   const char *group, int timeout_ms,
                                                   struct ll_error *err);

#endif
