/* worker.c -- the loop, its start and its end.   SPDX-License-Identifier: Apache-2.0 */
#include "worker/worker.h"

#include "kafka/admin.h"
#include "worker/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SOURCES_MAX LL_KAFKA_TOPICS_MAX /* at least as many as the settings have names */
#define POLL_MS 100 /* while there is nothing to read; the stop is seen so late at most */
#define COMMIT_INTERVAL_MS 100
#define BROKER_TIMEOUT_MS 5000
#define BACK_OFF_FIRST_MS 100
#define BACK_OFF_MOST_MS 5000
#define METRICS_INTERVAL_MS 200
#define EVENT_BYTES_MAX (2 << 20)    /* of a topic of events: 1 MiB, its key and headers */
#define REJECTED_BYTES_MAX (4 << 20) /* takes whatever a topic of events took, and the reason */

_Static_assert(SOURCES_MAX >= 2 * LL_CONFIG_TOPICS_MAX, "room for every topic of the settings");

int64_t ll_worker_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ll_worker_now_ms(void)
{
    return ll_worker_now_ns() / 1000000;
}

bool ll_worker_stops(struct ll_worker *worker, int64_t patience_ms)
{
    if (!*worker->setup->stop)
        return false;
    if (!worker->stop_ms)
        worker->stop_ms = ll_worker_now_ms();
    return ll_worker_now_ms() - worker->stop_ms >= patience_ms;
}

/* ---- away and back ---- */

static const char *const service_names[LL_METRICS_SERVICE_COUNT] = {"kafka", "redis"};

void ll_worker_is_away(struct ll_worker *worker, enum ll_metrics_service service, const char *why)
{
    ll_metrics_set_away(worker->setup->metrics, service, true);
    ll_metrics_turn(worker->setup->metrics, false);
    if (worker->away[service].said)
        return;
    worker->away[service].said = true;
    worker->away[service].since_ms = ll_worker_now_ms();
    worker->away[service].tries = 0;
    ll_log_write(worker->setup->log, LL_LOG_WARN, NULL, 0,
                 "%s is away; nothing is committed until it is back: %s", service_names[service],
                 why);
}

void ll_worker_is_back(struct ll_worker *worker, enum ll_metrics_service service)
{
    if (!worker->away[service].said)
        return;
    worker->away[service].said = false;
    ll_metrics_set_away(worker->setup->metrics, service, false);
    const struct ll_log_field fields[] = {
        LL_LOG_NUMBER("away_ms", ll_worker_now_ms() - worker->away[service].since_ms),
        LL_LOG_NUMBER("tries", worker->away[service].tries),
    };
    ll_log_write(worker->setup->log, LL_LOG_INFO, fields, 2, "%s is back", service_names[service]);
}

static void wait_ms(struct ll_worker *worker, int64_t ms)
{
    if (worker->consumer) {
        ll_kafka_consumer_hold(worker->consumer, (int)ms, &worker->messages, &worker->count);
        return;
    }
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

void ll_worker_back_off(struct ll_worker *worker, enum ll_metrics_service service)
{
    uint64_t tries = worker->away[service].tries++;
    int64_t ms = tries < 6 ? (int64_t)BACK_OFF_FIRST_MS << tries : BACK_OFF_MOST_MS;
    int64_t until = ll_worker_now_ms() + (ms < BACK_OFF_MOST_MS ? ms : BACK_OFF_MOST_MS);
    for (int64_t left = until - ll_worker_now_ms(); left > 0 && !ll_worker_stops(worker, 0);
         left = until - ll_worker_now_ms()) {
        wait_ms(worker, left < POLL_MS ? left : POLL_MS);
        ll_worker_show_metrics(worker);
    }
}

void ll_worker_show_metrics(struct ll_worker *worker)
{
    struct ll_metrics *metrics = worker->setup->metrics;
    struct ll_redis_store_stats redis;
    bool away = worker->away[LL_METRICS_KAFKA].said || worker->away[LL_METRICS_REDIS].said;
    ll_redis_store_stats(worker->setup->store, &redis);
    ll_metrics_set_redis(metrics, &redis);
    if (worker->engine)
        ll_metrics_set_engine(metrics, ll_engine_counts(worker->engine));
    if (worker->producer) {
        struct ll_kafka_producer_counts counts;
        ll_kafka_producer_counts(worker->producer, &counts);
        ll_metrics_set_producer(metrics, &counts);
    }
    if (worker->consumer) {
        struct ll_kafka_consumer_counts counts;
        ll_kafka_consumer_counts(worker->consumer, &counts);
        ll_metrics_set_consumer(metrics, &counts);
    }
    ll_metrics_turn(metrics,
                    worker->consumer && !away && ll_kafka_consumer_is_ready(worker->consumer));
}

/* ---- start ---- */

struct ll_engine_retention ll_worker_retention(const struct ll_config *config)
{
    return (struct ll_engine_retention){
        .forget = true,
        .sale_days = (int32_t)config->retention.sale_days,
        .lead_days = (int32_t)config->retention.lead_days,
        .traced_lead_days = (int32_t)config->retention.lead_with_trace_days,
        .destroy_days = config->retention.mode == LL_RETENTION_DESTROY_AFTER_20_DAYS ? 20 : 0,
    };
}

/* librdkafka's own log repeats itself with each attempt; what an operator is to know of it is said
 * as away and back. */
static void on_kafka_log(void *context, int level, const char *text)
{
    const struct ll_log *log = context;
    ll_log_write(log, level <= 2 ? LL_LOG_ERROR : LL_LOG_DEBUG, NULL, 0, "librdkafka: %s", text);
}

/* Try until it succeeds, the worker is told to stop, or it is a fault that stays. */
static enum ll_status keep_trying(struct ll_worker *worker,
                                  enum ll_status (*act)(struct ll_worker *worker,
                                                        struct ll_error *err),
                                  enum ll_metrics_service service, struct ll_error *err)
{
    for (;;) {
        enum ll_status status = act(worker, err);
        if (status == LL_OK)
            ll_worker_is_back(worker, service);
        if (status != LL_ERR_BROKER && status != LL_ERR_STORE)
            return status;
        ll_worker_is_away(worker, service, err->message);
        if (ll_worker_stops(worker, 0))
            return LL_OK;
        ll_worker_back_off(worker, service);
    }
}

static size_t list_sources(const struct ll_config *config, const char *names[SOURCES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < config->topics.sales.count; i++)
        names[n++] = config->topics.sales.list[i];
    for (size_t i = 0; i < config->topics.traces.count; i++)
        names[n++] = config->topics.traces.list[i];
    return n;
}

static size_t list_topics(const struct ll_config *config, struct ll_kafka_topic *topics)
{
    const char *sources[SOURCES_MAX];
    size_t n = list_sources(config, sources);
    const struct ll_kafka_topic events = {.partitions = (int32_t)config->topics.partitions,
                                          .replication = (int32_t)config->topics.replication,
                                          .message_bytes_max = EVENT_BYTES_MAX};
    for (size_t i = 0; i < n; i++) {
        topics[i] = events;
        topics[i].name = sources[i];
    }
    topics[n] = events;
    topics[n].compacted = true;
    /* A lead's evidence has no bound but its timeline's. */
    topics[n].message_bytes_max = LL_KAFKA_MESSAGE_BYTES_MAX;
    topics[n++].name = config->topics.leads;
    topics[n] = events;
    topics[n].message_bytes_max = REJECTED_BYTES_MAX;
    topics[n++].name = config->topics.rejected;
    return n;
}

static enum ll_status prepare_topics(struct ll_worker *worker, struct ll_error *err)
{
    struct ll_kafka_topic topics[SOURCES_MAX + 2];
    size_t n = list_topics(worker->config, topics), created = 0;
    if (worker->config->topics.create) {
        enum ll_status status =
            ll_kafka_topics_ensure(&worker->kafka, topics, n, BROKER_TIMEOUT_MS, &created, err);
        if (status == LL_OK && created)
            ll_log_write(worker->setup->log, LL_LOG_INFO, &LL_LOG_NUMBER("topics", created), 1,
                         "topics created");
        return status;
    }
    enum ll_status status =
        ll_kafka_topics_look_up(&worker->kafka, topics, n, BROKER_TIMEOUT_MS, err);
    for (size_t i = 0; status == LL_OK && i < n; i++)
        if (!topics[i].exists)
            status = ll_fail(err, LL_ERR_SYNTAX,
                             "there is no topic %s; create it, or set topics.create: true",
                             topics[i].name);
    return status;
}

static enum ll_status reach_redis(struct ll_worker *worker, struct ll_error *err)
{
    return ll_redis_store_connect(worker->setup->store, err);
}

static enum ll_status open_consumer(struct ll_worker *worker, size_t batch, struct ll_error *err)
{
    const struct ll_config *config = worker->config;
    struct ll_kafka_subscription subscription = {
        .group = config->group,
        .batch_messages = batch,
        .batch_wait_ms = (int32_t)config->batch.max_wait_ms,
        .commit_interval_ms = COMMIT_INTERVAL_MS,
        .slots = LL_ENGINE_PARTITIONS_MAX,
    };
    subscription.topic_count = list_sources(config, subscription.topics);
    return ll_kafka_consumer_open(&worker->kafka, &subscription, &worker->consumer, err);
}

static enum ll_status start(struct ll_worker *worker, struct ll_error *err)
{
    struct ll_engine_setup setup = worker->setup->engine;
    size_t batch = (size_t)worker->config->batch.max_events;
    if (batch > LL_ENGINE_BATCH_MAX)
        batch = LL_ENGINE_BATCH_MAX;
    setup.store = worker->setup->store;
    setup.retention = ll_worker_retention(worker->config);
    setup.repeat_duplicates = true;
    setup.remember_names = false;
    worker->inputs = calloc(batch, sizeof *worker->inputs);
    if (!worker->inputs)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    enum ll_status status = ll_engine_new(&setup, &worker->engine, err);
    if (status == LL_OK)
        status = keep_trying(worker, prepare_topics, LL_METRICS_KAFKA, err);
    if (status == LL_OK && !ll_worker_stops(worker, 0))
        status = keep_trying(worker, reach_redis, LL_METRICS_REDIS, err);
    if (status != LL_OK || ll_worker_stops(worker, 0))
        return status;
    status = ll_kafka_producer_open(&worker->kafka, 0, &worker->producer, err);
    if (status == LL_OK)
        status = open_consumer(worker, batch, err);
    return status;
}

/* ---- the loop ---- */

static enum ll_status turn(struct ll_worker *worker, struct ll_error *err)
{
    bool done;
    enum ll_status status =
        ll_kafka_consumer_poll(worker->consumer, POLL_MS, &worker->messages, &worker->count, err);
    if (status == LL_ERR_BROKER) {
        ll_worker_is_away(worker, LL_METRICS_KAFKA, err->message);
        return LL_OK;
    }
    if (status != LL_OK)
        return status;
    ll_worker_is_back(worker, LL_METRICS_KAFKA);
    if (!worker->count)
        return LL_OK;
    size_t taken = worker->count;
    status = ll_worker_do_batch(worker, &done, err);
    if (status != LL_OK)
        return status;
    if (done)
        ll_kafka_consumer_done(worker->consumer);
    else if (worker->count)
        ll_log_write(worker->setup->log, LL_LOG_WARN, &LL_LOG_NUMBER("events", taken), 1,
                     "stopped before the batch was finished; its events stay uncommitted and are "
                     "read again");
    return LL_OK;
}

static enum ll_status work(struct ll_worker *worker, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    int64_t shown_ms = 0;
    bool ready = false;
    while (status == LL_OK && !ll_worker_stops(worker, 0)) {
        status = turn(worker, err);
        int64_t now = ll_worker_now_ms();
        if (now - shown_ms >= METRICS_INTERVAL_MS) {
            shown_ms = now;
            ll_worker_show_metrics(worker);
        }
        if (!ready && ll_kafka_consumer_is_ready(worker->consumer)) {
            ready = true;
            ll_log_write(worker->setup->log, LL_LOG_INFO, NULL, 0, "ready: member of the group");
        }
    }
    return status;
}

static void say_end(struct ll_worker *worker)
{
    if (!worker->engine)
        return;
    const struct ll_engine_counts *counts = ll_engine_counts(worker->engine);
    const struct ll_log_field fields[] = {
        LL_LOG_NUMBER("read", counts->read),
        LL_LOG_NUMBER("used", counts->outcomes[LL_OUTCOME_USED]),
        LL_LOG_NUMBER("duplicate", counts->outcomes[LL_OUTCOME_DUPLICATE]),
        LL_LOG_NUMBER("superseded", counts->outcomes[LL_OUTCOME_SUPERSEDED]),
        LL_LOG_NUMBER("rejected", counts->outcomes[LL_OUTCOME_REJECTED]),
        LL_LOG_NUMBER("untied", counts->outcomes[LL_OUTCOME_UNTIED]),
        LL_LOG_NUMBER("forgotten", counts->forgotten),
        LL_LOG_NUMBER("leads_opened", counts->leads_opened),
        LL_LOG_NUMBER("leads_grew", counts->leads_grew),
        LL_LOG_NUMBER("leads_superseded", counts->leads_superseded),
        LL_LOG_NUMBER("leads_withdrawn", counts->leads_withdrawn),
    };
    ll_log_write(worker->setup->log, LL_LOG_INFO, fields, sizeof fields / sizeof *fields,
                 "stopped");
}

enum ll_status ll_worker_run(const struct ll_worker_setup *setup, struct ll_error *err)
{
    struct ll_worker worker = {.setup = setup, .config = setup->config};
    struct ll_kafka_property *properties =
        calloc(setup->config->kafka.count + 1, sizeof *properties);
    if (!properties)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < setup->config->kafka.count; i++)
        properties[i] = (struct ll_kafka_property){setup->config->kafka.list[i].name,
                                                   setup->config->kafka.list[i].value};
    worker.kafka = (struct ll_kafka_options){.properties = properties,
                                             .property_count = setup->config->kafka.count,
                                             .log = on_kafka_log};
    /* The callback takes it back as what it is. */
    struct ll_log log = *setup->log;
    worker.kafka.log_context = &log;
    enum ll_status status = start(&worker, err);
    if (status == LL_OK && worker.consumer)
        status = work(&worker, err);
    int64_t spent = worker.stop_ms ? ll_worker_now_ms() - worker.stop_ms : 0;
    int64_t left = setup->config->shutdown_timeout_ms - spent;
    ll_metrics_turn(setup->metrics, false);
    ll_kafka_consumer_close(worker.consumer,
                            left > BACK_OFF_FIRST_MS ? (int)left : BACK_OFF_FIRST_MS);
    ll_kafka_producer_close(worker.producer);
    say_end(&worker);
    ll_engine_free(worker.engine);
    free(worker.inputs);
    free(properties);
    return status;
}
