/* producer.h -- an idempotent producer: acks from all replicas, no message lost, doubled or out
 * of order.
 * Depends on: base, kafka/client.   SPDX-License-Identifier: Apache-2.0
 *
 * Keys go to partitions as the Java clients send them (murmur2), so that ours and theirs agree. */
#ifndef LL_KAFKA_PRODUCER_H
#define LL_KAFKA_PRODUCER_H

#include "kafka/client.h"

#define LL_KAFKA_HEADERS_MAX 16

/* Borrowed for the call. */
struct ll_kafka_record {
    const char *topic; /* NUL-terminated */
    ll_str key;        /* ptr NULL: no key, any partition */
    bool has_value;    /* false: a tombstone */
    ll_str value;
    const struct ll_kafka_header *headers;
    size_t header_count; /* at most LL_KAFKA_HEADERS_MAX */
};

struct ll_kafka_producer_counts {
    uint64_t sent, acknowledged, failed, bytes;
};

struct ll_kafka_producer;

/* linger_ms: how long the client may wait for more messages before it sends; 0 for leads (wait
 * for nothing that is not under way), some ms for bulk. LL_ERR_SYNTAX: a property is refused. */
LL_NODISCARD enum ll_status ll_kafka_producer_open(const struct ll_kafka_options *options,
                                                   int linger_ms, struct ll_kafka_producer **out,
                                                   struct ll_error *err);

/* Queue a copy of a record. Waits for room while the client's queue is full, at most 1 s.
 * LL_ERR_BROKER: not taken; the message says why (no room, too large for the client). */
LL_NODISCARD enum ll_status ll_kafka_producer_send(struct ll_kafka_producer *producer,
                                                   const struct ll_kafka_record *record,
                                                   struct ll_error *err);

/* Wait, at most timeout_ms, until everything sent is acknowledged. LL_OK with *all true: it is.
 * LL_OK with *all false: not yet, call again. LL_ERR_BROKER: some message failed for good, and
 * all that was sent since the last such moment must be sent again (what did arrive arrives
 * twice). */
LL_NODISCARD enum ll_status ll_kafka_producer_flush(struct ll_kafka_producer *producer,
                                                    int timeout_ms, bool *all,
                                                    struct ll_error *err);
/* Forget everything sent that is not acknowledged, so that it may be sent again. */
void ll_kafka_producer_drop(struct ll_kafka_producer *producer);

void ll_kafka_producer_counts(const struct ll_kafka_producer *producer,
                              struct ll_kafka_producer_counts *out);
/* What is not acknowledged is given up: flush first. NULL is fine. */
void ll_kafka_producer_close(struct ll_kafka_producer *producer);

#endif
