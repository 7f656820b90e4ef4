/* worker.c -- the serving thread: start, loop and end.   SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* the set of usable cores */
#include "worker/worker.h"

#include "engine/follow.h"
#include "kafka/admin.h"
#include "worker/state.h"

#include <sched.h>
#include <stdlib.h>
#include <time.h>

#define SOURCES_MAX LL_KAFKA_TOPICS_MAX /* at least as many as the settings have names */
#define POLL_MS 20 /* commits and the end of the lanes are seen so late at most */
#define COMMIT_INTERVAL_MS 100
#define BROKER_TIMEOUT_MS 5000
#define METRICS_INTERVAL_MS 200
#define EVENT_BYTES_MAX (2 << 20)    /* of a topic of events: 1 MiB, its key and headers */
#define REJECTED_BYTES_MAX (4 << 20) /* takes whatever a topic of events took, and the reason */

_Static_assert(SOURCES_MAX >= 2 * LL_CONFIG_TOPICS_MAX, "room for every topic of the settings");

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ll_worker_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t ll_worker_cpu_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

int64_t ll_worker_now_ms(void)
{
    return ll_worker_now_ns() / 1000000;
}

bool ll_worker_stops(struct ll_worker *worker, int64_t patience_ms)
{
    if (!*worker->setup->stop && !atomic_load(&worker->broken))
        return false;
    int64_t never = 0, now = ll_worker_now_ms();
    if (atomic_compare_exchange_strong(&worker->stop_ms, &never, now))
        never = now;
    return now - never >= patience_ms;
}

/* ---- what is told ---- */

/* The counts of a lane are all of one type. */
static void add_words(void *sum, const void *part, size_t bytes)
{
    uint64_t *to = sum;
    const uint64_t *from = part;
    for (size_t i = 0; i < bytes / sizeof *to; i++)
        to[i] += from[i];
}

static struct ll_worker_totals sum_lanes(struct ll_worker *worker)
{
    struct ll_worker_totals sum = {0};
    _Static_assert(sizeof sum % sizeof(uint64_t) == 0, "nothing but counts of 64 bits");
    pthread_mutex_lock(&worker->lock);
    for (uint32_t i = 0; i < worker->lane_count; i++)
        add_words(&sum, &worker->lanes[i].totals, sizeof sum);
    pthread_mutex_unlock(&worker->lock);
    return sum;
}

static void show_metrics(struct ll_worker *worker)
{
    struct ll_metrics *metrics = worker->setup->metrics;
    struct ll_worker_totals sum = sum_lanes(worker);
    struct ll_kafka_consumer_counts counts;
    ll_metrics_set_redis(metrics, &sum.redis);
    ll_metrics_set_engine(metrics, &sum.engine);
    ll_metrics_set_producer(metrics, &sum.producer);
    if (worker->setup->candidate.pack)
        ll_metrics_set_candidate_counts(metrics, &sum.candidate.counts, &sum.candidate.engine,
                                        &sum.candidate.producer, &sum.candidate.redis);
    if (worker->consumer) {
        ll_kafka_consumer_counts(worker->consumer, &counts);
        ll_metrics_set_consumer(metrics, &counts);
    }
    ll_metrics_turn(metrics, worker->consumer && !ll_worker_misses_any(worker) &&
                                 ll_kafka_consumer_is_ready(worker->consumer));
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
            ll_worker_is_back(worker, &worker->sight, service);
        if (status != LL_ERR_BROKER && status != LL_ERR_STORE)
            return status;
        ll_worker_is_away(worker, &worker->sight, service, err->message);
        int64_t until =
            ll_worker_now_ms() + ll_worker_next_wait_ms(worker, &worker->sight, service);
        while (ll_worker_now_ms() < until && !ll_worker_stops(worker, 0)) {
            ll_worker_step(until - ll_worker_now_ms());
            show_metrics(worker);
        }
        if (ll_worker_stops(worker, 0))
            return LL_OK;
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

static size_t list_topics(const struct ll_worker *worker, struct ll_kafka_topic *topics)
{
    const struct ll_config *config = worker->config;
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
    if (!worker->setup->candidate.pack)
        return n;
    topics[n] = topics[n - 2];
    topics[n++].name = config->candidate.topic;
    return n;
}

static enum ll_status prepare_topics(struct ll_worker *worker, struct ll_error *err)
{
    struct ll_kafka_topic topics[SOURCES_MAX + 3];
    size_t n = list_topics(worker, topics), created = 0;
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
    enum ll_status status = LL_OK;
    for (uint32_t i = 0; i < worker->lane_count && status == LL_OK; i++) {
        status = ll_redis_store_connect(worker->lanes[i].store, err);
        if (status == LL_OK)
            status = ll_candidate_connect(&worker->lanes[i], err);
    }
    return status;
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
        .lanes = worker->lane_count,
    };
    subscription.topic_count = list_sources(config, subscription.topics);
    return ll_kafka_consumer_open(&worker->kafka, &subscription, &worker->consumer, err);
}

uint32_t ll_worker_lanes(const struct ll_config *config)
{
    cpu_set_t usable;
    int cores = sched_getaffinity(0, sizeof usable, &usable) ? 1 : CPU_COUNT(&usable);
    int64_t asked = config->worker.threads ? config->worker.threads : cores;
    return (uint32_t)(asked < LL_CONFIG_THREADS_MAX ? asked : LL_CONFIG_THREADS_MAX);
}

static enum ll_status open_lanes(struct ll_worker *worker, size_t batch, struct ll_error *err)
{
    uint32_t n = ll_worker_lanes(worker->config);
    enum ll_status status = LL_OK;
    worker->lanes = calloc(n, sizeof *worker->lanes);
    if (!worker->lanes)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    for (; worker->lane_count < n && status == LL_OK; worker->lane_count++)
        status = ll_lane_init(&worker->lanes[worker->lane_count], worker, batch, err);
    return status;
}

static enum ll_status open_streams(struct ll_worker *worker, size_t batch, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (uint32_t i = 0; i < worker->lane_count && status == LL_OK; i++) {
        status = ll_kafka_producer_open(&worker->kafka, 0, &worker->lanes[i].producer, err);
        if (status == LL_OK)
            status = ll_candidate_open(&worker->lanes[i], err);
    }
    if (status == LL_OK)
        status = open_consumer(worker, batch, err);
    for (uint32_t i = 0; i < worker->lane_count && status == LL_OK; i++)
        worker->lanes[i].source = ll_kafka_consumer_lane(worker->consumer, i);
    return status;
}

static void say_candidate(const struct ll_worker *worker)
{
    const struct ll_pack *pack = worker->setup->candidate.pack;
    if (!pack)
        return;
    struct ll_engine_setup asked = worker->setup->engine;
    asked.pack = pack;
    asked.retention = ll_worker_retention(worker->config);
    bool shared = ll_engine_shares_reports(worker->lanes[0].candidate.engine);
    const struct ll_log_field fields[] = {
        LL_LOG_TEXT("pack", pack->id),
        LL_LOG_TEXT("pack_version", pack->version),
        LL_LOG_TEXT("pack_digest", ll_str_from(pack->digest)),
        LL_LOG_TEXT("topic", ll_str_from(worker->config->candidate.topic)),
        LL_LOG_TEXT("reports", shared ? LL_STR("shared") : LL_STR("its own")),
        LL_LOG_NUMBER("sale_days", ll_engine_sale_days(&asked)),
    };
    ll_log_write(worker->setup->log, LL_LOG_INFO, fields, sizeof fields / sizeof *fields,
                 "a candidate is evaluated beside the pack in force");
}

static enum ll_status start(struct ll_worker *worker, struct ll_error *err)
{
    size_t batch = (size_t)worker->config->batch.max_events;
    if (batch > LL_ENGINE_BATCH_MAX)
        batch = LL_ENGINE_BATCH_MAX;
    enum ll_status status = open_lanes(worker, batch, err);
    if (status == LL_OK)
        say_candidate(worker);
    if (status == LL_OK)
        status = keep_trying(worker, prepare_topics, LL_METRICS_KAFKA, err);
    if (status == LL_OK && !ll_worker_stops(worker, 0))
        status = keep_trying(worker, reach_redis, LL_METRICS_REDIS, err);
    if (status != LL_OK || ll_worker_stops(worker, 0))
        return status;
    return open_streams(worker, batch, err);
}

/* ---- the loop ---- */

static enum ll_status serve(struct ll_worker *worker, struct ll_error *err)
{
    enum ll_status status = ll_kafka_consumer_serve(worker->consumer, POLL_MS, err);
    if (status == LL_ERR_BROKER)
        ll_worker_is_away(worker, &worker->sight, LL_METRICS_KAFKA, err->message);
    else if (status == LL_OK)
        ll_worker_is_back(worker, &worker->sight, LL_METRICS_KAFKA);
    return status == LL_ERR_BROKER ? LL_OK : status;
}

/* Serve the consumer while the lanes work, and while they come to their end. */
static enum ll_status work(struct ll_worker *worker, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    int64_t shown_ms = 0;
    bool ready = false;
    while (status == LL_OK && atomic_load(&worker->lanes_ended) < worker->lane_count) {
        status = serve(worker, err);
        int64_t now = ll_worker_now_ms();
        if (now - shown_ms >= METRICS_INTERVAL_MS) {
            shown_ms = now;
            show_metrics(worker);
        }
        if (!ready && ll_kafka_consumer_is_ready(worker->consumer)) {
            ready = true;
            ll_log_write(worker->setup->log, LL_LOG_INFO, NULL, 0, "ready: member of the group");
        }
    }
    if (status != LL_OK)
        atomic_store(&worker->broken, true);
    return status;
}

static enum ll_status run_lanes(struct ll_worker *worker, struct ll_error *err)
{
    uint32_t started = 0;
    int fault = 0;
    enum ll_status status = LL_OK;
    while (started < worker->lane_count && !fault) {
        struct ll_lane *lane = &worker->lanes[started];
        fault = pthread_create(&lane->thread, NULL, ll_lane_work, lane);
        started += !fault;
    }
    if (fault) {
        atomic_store(&worker->broken, true);
        status = ll_fail(err, LL_ERR_NOMEM, "no thread can be started: %s", strerror(fault));
    } else
        status = work(worker, err);
    for (uint32_t i = 0; i < started; i++) {
        struct ll_lane *lane = &worker->lanes[i];
        pthread_join(lane->thread, NULL);
        if (status == LL_OK && lane->status != LL_OK) {
            status = lane->status;
            *err = lane->err;
        }
    }
    /* What the last of it was, though it ended within an interval. */
    show_metrics(worker);
    return status;
}

static void say_end(struct ll_worker *worker)
{
    const struct ll_worker_totals sum = sum_lanes(worker);
    const struct ll_engine_counts *counts = &sum.engine;
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
    struct ll_worker worker = {
        .setup = setup, .config = setup->config, .lock = PTHREAD_MUTEX_INITIALIZER};
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
        status = run_lanes(&worker, err);
    int64_t stopped_ms = atomic_load(&worker.stop_ms);
    int64_t spent = stopped_ms ? ll_worker_now_ms() - stopped_ms : 0;
    int64_t left = setup->config->shutdown_timeout_ms - spent;
    ll_metrics_turn(setup->metrics, false);
    ll_kafka_consumer_close(worker.consumer,
                            left > LL_WORKER_WAIT_FIRST_MS ? (int)left : LL_WORKER_WAIT_FIRST_MS);
    say_end(&worker);
    for (uint32_t i = 0; i < worker.lane_count; i++)
        ll_lane_fini(&worker.lanes[i]);
    free(worker.lanes);
    free(properties);
    pthread_mutex_destroy(&worker.lock);
    return status;
}
