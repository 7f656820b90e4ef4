/* client.c -- properties, and what becomes of librdkafka's own log.
 * SPDX-License-Identifier: Apache-2.0 */
#include "kafka/client.h"

#include "kafka/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The promise of at least once, of order and of one member a worker hangs on these. */
static const char *const ours[] = {
    "acks",
    "consume_cb",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.gapless.guarantee",
    "enable.idempotence",
    "enable.partition.eof",
    "group.id",
    "partition.assignment.strategy",
    "request.required.acks",
    "transactional.id",
};

/* Before the user's properties. */
static const struct ll_kafka_property defaults[] = {
    {"client.id", "leadline"},
    {"auto.offset.reset", "earliest"}, /* a new group reads everything there is */
    {"session.timeout.ms", "10000"}, /* a worker that died gives up its partitions after so long */
    {"fetch.error.backoff.ms", "100"},
    /* Up to librdkafka 2.1 a queue that is full is filled again only after a second: it must hold
     * more than that second's work. Each lane has one. */
    {"queued.min.messages", "200000"},
    {"queued.max.messages.kbytes", "131072"},
    {"reconnect.backoff.max.ms", "2000"},
    {"partitioner", "murmur2_random"}, /* as the Java clients */
    {"message.max.bytes", "16777216"},
};

int64_t ll_kafka_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool ll_kafka_property_is_ours(ll_str name)
{
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (ll_str_eq(name, ll_str_from(ours[i])))
            return true;
    return false;
}

static enum ll_status set(rd_kafka_conf_t *conf, const struct ll_kafka_property *property,
                          struct ll_error *err)
{
    char why[256];
    why[0] = 0;
    rd_kafka_conf_res_t result =
        rd_kafka_conf_set(conf, property->name, property->value, why, sizeof why);
    if (result == RD_KAFKA_CONF_OK)
        return LL_OK;
    if (result == RD_KAFKA_CONF_UNKNOWN)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "'%s' is no property of librdkafka %s; see its CONFIGURATION.md",
                       property->name, rd_kafka_version_str());
    /* librdkafka's words may quote the value, which may be a secret. */
    if (strstr(why, property->value) && property->value[0])
        return ll_fail(err, LL_ERR_SYNTAX, "'%s' does not take this value", property->name);
    return ll_fail(err, LL_ERR_SYNTAX, "'%s': %s", property->name, why);
}

static enum ll_status set_users(rd_kafka_conf_t *conf, const struct ll_kafka_property *properties,
                                size_t n, size_t *bad, struct ll_error *err)
{
    for (*bad = 0; *bad < n; (*bad)++) {
        const struct ll_kafka_property *property = &properties[*bad];
        if (ll_kafka_property_is_ours(ll_str_from(property->name)))
            return ll_fail(err, LL_ERR_SYNTAX,
                           "'%s' is set by leadline itself, as its promises hang on it; leave it "
                           "out",
                           property->name);
        enum ll_status status = set(conf, property, err);
        if (status != LL_OK)
            return status;
    }
    return LL_OK;
}

enum ll_status ll_kafka_properties_check(const struct ll_kafka_property *properties, size_t n,
                                         size_t *bad, struct ll_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    enum ll_status status = set_users(conf, properties, n, bad, err);
    rd_kafka_conf_destroy(conf);
    return status;
}

static void on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    const struct ll_kafka_opaque *opaque = rd_kafka_opaque(client);
    /* One set of properties serves consumer and producer: that each passes over the other's is no
     * news. */
    if (!opaque->log || !strcmp(facility, "CONFWARN"))
        return;
    char line[1024];
    (void)snprintf(line, sizeof line, "%s: %s", facility, text);
    opaque->log(opaque->log_context, level, line);
}

rd_kafka_conf_t *ll_kafka_conf_new(const struct ll_kafka_options *options,
                                   struct ll_kafka_opaque *opaque,
                                   const struct ll_kafka_property *fixed, size_t n_fixed,
                                   struct ll_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    enum ll_status status = LL_OK;
    size_t bad;
    for (size_t i = 0; status == LL_OK && i < sizeof defaults / sizeof *defaults; i++)
        status = set(conf, &defaults[i], err);
    if (status == LL_OK && options->client_id)
        status = set(conf, &(struct ll_kafka_property){"client.id", options->client_id}, err);
    if (status == LL_OK && options->brokers)
        status = set(conf, &(struct ll_kafka_property){"bootstrap.servers", options->brokers}, err);
    if (status == LL_OK)
        status = set_users(conf, options->properties, options->property_count, &bad, err);
    for (size_t i = 0; status == LL_OK && i < n_fixed; i++)
        status = set(conf, &fixed[i], err);
    if (status != LL_OK) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    opaque->log = options->log;
    opaque->log_context = options->log_context;
    rd_kafka_conf_set_opaque(conf, opaque);
    rd_kafka_conf_set_log_cb(conf, on_log);
    return conf;
}

rd_kafka_t *ll_kafka_client_new(rd_kafka_type_t type, rd_kafka_conf_t **conf, struct ll_error *err)
{
    char why[256];
    rd_kafka_t *client = rd_kafka_new(type, *conf, why, sizeof why);
    if (!client) {
        rd_kafka_conf_destroy(*conf);
        ll_fail(err, LL_ERR_SYNTAX, "Kafka: %s", why);
    }
    *conf = NULL;
    return client;
}

const char *ll_kafka_library_version(void)
{
    return rd_kafka_version_str();
}
