/* client.h -- what every Kafka client of ours is told: brokers, pass-through properties, where
 * its log goes.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * The kafka room alone knows librdkafka. No client is shared by threads. */
#ifndef LL_KAFKA_CLIENT_H
#define LL_KAFKA_CLIENT_H

#include "base/error.h"

/* The largest message that is read or written: an event of 1 MiB, or a longer one on its way to
 * the rejected topic. */
#define LL_KAFKA_MESSAGE_BYTES_MAX (16u << 20)

/* A librdkafka property, NUL-terminated, as its documentation names it. */
struct ll_kafka_property {
    const char *name, *value;
};

/* level: as syslog, 0 emergency .. 7 debug. text: one line, without secrets. Called from
 * librdkafka's threads. */
typedef void (*ll_kafka_log)(void *context, int level, const char *text);

/* Borrowed for the open call; log and log_context until the close. */
struct ll_kafka_options {
    const char *brokers;   /* "host:port,host:port"; NULL: a property bootstrap.servers tells */
    const char *client_id; /* NULL: leadline */
    const struct ll_kafka_property
        *properties; /* set after our own, so that they win; NULL: none */
    size_t property_count;
    ll_kafka_log log; /* NULL: silent */
    void *log_context;
};

/* One header of a message. */
struct ll_kafka_header {
    const char *name; /* NUL-terminated */
    ll_str value;
};

/* True where properties may not set this one, as what the worker promises hangs on it
 * (enable.auto.commit, enable.idempotence, acks, ...). */
bool ll_kafka_property_is_ours(ll_str name);

/* Refuse properties that librdkafka does not know, values that it does not take, and those that
 * are ours: LL_ERR_SYNTAX with the property's index in *bad. For the check of a config file,
 * before anything is opened. */
LL_NODISCARD enum ll_status ll_kafka_properties_check(const struct ll_kafka_property *properties,
                                                      size_t n, size_t *bad, struct ll_error *err);

/* librdkafka's version. */
const char *ll_kafka_library_version(void);

#endif
