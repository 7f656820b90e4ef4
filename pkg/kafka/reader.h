/* reader.h -- read a topic by oneself, without a group and without committing anything.
 * Depends on: base, kafka/client.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_READER_H
#define LL_KAFKA_READER_H

#include "kafka/client.h"

enum ll_kafka_reader_from { LL_KAFKA_FROM_BEGINNING, LL_KAFKA_FROM_END };

enum ll_kafka_reader_event {
    LL_KAFKA_READER_NOTHING, /* nothing came within the time; call again */
    LL_KAFKA_READER_MESSAGE,
    LL_KAFKA_READER_PARTITION_END /* all of message.partition that there is now has been given */
};

/* Borrowed from the reader until its next call. */
struct ll_kafka_reader_message {
    int32_t partition;
    int64_t offset;
    int64_t timestamp_ms; /* the broker's or producer's; -1: unknown */
    bool has_value;       /* false: a tombstone */
    ll_str key, value;
    struct ll_kafka_header headers[16]; /* the first so many; values are borrowed too */
    size_t header_count;
};

struct ll_kafka_reader;

/* Look the topic up (at most timeout_ms) and read all its partitions. LL_ERR_BROKER: no broker
 * answered, or there is no such topic; the message tells which. */
LL_NODISCARD enum ll_status ll_kafka_reader_open(const struct ll_kafka_options *options,
                                                 const char *topic, enum ll_kafka_reader_from from,
                                                 int timeout_ms, struct ll_kafka_reader **out,
                                                 struct ll_error *err);
int32_t ll_kafka_reader_partitions(const struct ll_kafka_reader *reader);
/* What comes next; waits for at most timeout_ms. *message is filled for MESSAGE, and its
 * partition for PARTITION_END. LL_ERR_BROKER: the brokers are away; the client goes on trying,
 * so calling again is right. */
LL_NODISCARD enum ll_status ll_kafka_reader_next(struct ll_kafka_reader *reader, int timeout_ms,
                                                 enum ll_kafka_reader_event *event,
                                                 struct ll_kafka_reader_message *message,
                                                 struct ll_error *err);
/* True once every partition's end was reached at least once since the open. */
bool ll_kafka_reader_caught_up(const struct ll_kafka_reader *reader);
void ll_kafka_reader_close(struct ll_kafka_reader *reader);

#endif
