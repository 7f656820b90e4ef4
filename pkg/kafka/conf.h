/* conf.h -- from our options to librdkafka's configuration.
 * Depends on: base.   Of the kafka room alone.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_KAFKA_CONF_H
#define LL_KAFKA_CONF_H

#include "kafka/client.h"

#include <librdkafka/rdkafka.h>

/* What a client's callbacks are given: the first member of each of our clients. */
struct ll_kafka_opaque {
    ll_kafka_log log;
    void *log_context;
};

/* Our defaults, then the properties of the options, then what is ours alone (fixed, n_fixed).
 * NULL with LL_ERR_SYNTAX where librdkafka refuses one. The caller's, until rd_kafka_new takes
 * it. */
rd_kafka_conf_t *ll_kafka_conf_new(const struct ll_kafka_options *options,
                                   struct ll_kafka_opaque *opaque,
                                   const struct ll_kafka_property *fixed, size_t n_fixed,
                                   struct ll_error *err);
/* A client of its own; *conf is taken or destroyed, and NULL after it. */
rd_kafka_t *ll_kafka_client_new(rd_kafka_type_t type, rd_kafka_conf_t **conf, struct ll_error *err);
/* Milliseconds of a clock that only goes forward. */
int64_t ll_kafka_now_ms(void);

#endif
