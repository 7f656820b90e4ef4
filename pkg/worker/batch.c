/* batch.c -- one batch from its messages to its acknowledged leads.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "worker/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define SLICE_MS 50
#define SAY_AFTER_MS 3000 /* without an acknowledgement, Kafka is said to be away */
#define SECONDS_A_DAY 86400

/* ---- what comes out of the engine ---- */

struct place_texts {
    char partition[16], offset[24];
};

/* Where a record comes from, and when; returns how many headers were written. */
static size_t add_source(const struct ll_lane *lane, const struct ll_kafka_message *message,
                         struct place_texts *texts, struct ll_kafka_header *headers)
{
    const char *topic = ll_kafka_consumer_topic(lane->worker->consumer, message->topic);
    (void)snprintf(texts->partition, sizeof texts->partition, "%" PRId32, message->partition);
    (void)snprintf(texts->offset, sizeof texts->offset, "%" PRId64, message->offset);
    headers[0] = (struct ll_kafka_header){LL_WORKER_HEADER_TOPIC, ll_str_from(topic)};
    headers[1] =
        (struct ll_kafka_header){LL_WORKER_HEADER_PARTITION, ll_str_from(texts->partition)};
    headers[2] = (struct ll_kafka_header){LL_WORKER_HEADER_OFFSET, ll_str_from(texts->offset)};
    headers[3] = (struct ll_kafka_header){LL_WORKER_HEADER_EMITTED, ll_str_from(lane->emitted_ms)};
    if (!message->sent_us.len)
        return 4;
    headers[4] = (struct ll_kafka_header){LL_WORKER_HEADER_SENT, message->sent_us};
    return 5;
}

enum ll_status ll_lane_send_lead(const struct ll_lane *lane, struct ll_kafka_producer *producer,
                                 const char *topic, const struct ll_pack *pack,
                                 const struct ll_lead_out *lead, struct ll_error *err)
{
    struct ll_kafka_header headers[LL_KAFKA_HEADERS_MAX];
    struct place_texts texts;
    size_t n = add_source(lane, &lane->messages[lead->input], &texts, headers);
    headers[n++] = (struct ll_kafka_header){LL_WORKER_HEADER_PACK, ll_str_from(pack->digest)};
    const struct ll_kafka_record record = {.topic = topic,
                                           .key = lead->lead_id,
                                           .has_value = true,
                                           .value = lead->json,
                                           .headers = headers,
                                           .header_count = n};
    return ll_kafka_producer_send(producer, &record, err);
}

static enum ll_status on_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct ll_lane *lane = context;
    const struct ll_worker *worker = lane->worker;
    ll_metrics_add_lead(worker->setup->metrics, lead);
    if (lane->candidate.changed)
        lane->candidate.changed[lead->input] |= LL_CHANGED_PRESENT;
    return ll_lane_send_lead(lane, lane->producer, worker->config->topics.leads,
                             worker->setup->engine.pack, lead, err);
}

static enum ll_status on_reject(void *context, size_t input, const struct ll_reject *reject,
                                struct ll_error *err)
{
    struct ll_lane *lane = context;
    const struct ll_worker *worker = lane->worker;
    const struct ll_kafka_message *message = &lane->messages[input];
    struct ll_kafka_header headers[LL_KAFKA_HEADERS_MAX];
    struct place_texts texts;
    size_t n = add_source(lane, message, &texts, headers);
    headers[n++] = (struct ll_kafka_header){LL_WORKER_HEADER_REASON,
                                            ll_str_from(ll_reject_reason_word(reject->reason))};
    headers[n++] = (struct ll_kafka_header){LL_WORKER_HEADER_FIELD, ll_str_from(reject->field)};
    headers[n++] =
        (struct ll_kafka_header){LL_WORKER_HEADER_SENTENCE, ll_str_from(reject->sentence)};
    const struct ll_kafka_record record = {.topic = worker->config->topics.rejected,
                                           .key =
                                               message->key.len ? message->key : (ll_str){NULL, 0},
                                           .has_value = message->has_value,
                                           .value = message->value,
                                           .headers = headers,
                                           .header_count = n};
    return ll_kafka_producer_send(lane->producer, &record, err);
}

/* ---- the stages ---- */

static void prepare(struct ll_lane *lane)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    (void)snprintf(lane->emitted_ms, sizeof lane->emitted_ms, "%lld",
                   (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    /* Tomorrow: east of Greenwich it has come. */
    ll_engine_clock_limit(lane->engine, (ll_day)(now.tv_sec / SECONDS_A_DAY) + 1);
    for (size_t i = 0; i < lane->count; i++)
        lane->inputs[i] = (struct ll_input){lane->messages[i].value, lane->messages[i].slot};
    if (lane->candidate.changed)
        memset(lane->candidate.changed, 0, lane->count);
}

static enum ll_status evaluate(struct ll_lane *lane, struct ll_error *err)
{
    const struct ll_engine_sink sink = {.context = lane, .lead = on_lead, .reject = on_reject};
    prepare(lane);
    int64_t cpu_ns = ll_worker_cpu_ns();
    enum ll_status status = ll_engine_batch(lane->engine, lane->inputs, lane->count, &sink, err);
    lane->candidate.counts.present_cpu_ns += (uint64_t)(ll_worker_cpu_ns() - cpu_ns);
    /* On its way while the brokers are waited for. */
    return status == LL_OK ? ll_redis_store_send(lane->store, err) : status;
}

/* Wait until everything sent is acknowledged, however long Kafka is away. *given_up: told to stop
 * meanwhile, and the patience is over. */
static enum ll_status acknowledge(struct ll_lane *lane, bool *given_up, struct ll_error *err)
{
    struct ll_worker *worker = lane->worker;
    int64_t began = ll_worker_now_ms();
    bool all = false;
    *given_up = false;
    for (;;) {
        enum ll_status status = ll_kafka_producer_flush(lane->producer, SLICE_MS, &all, err);
        if (status != LL_OK || all)
            return status;
        if (ll_worker_stops(worker, worker->config->shutdown_timeout_ms / 2)) {
            *given_up = true;
            return LL_OK;
        }
        if (ll_worker_now_ms() - began >= SAY_AFTER_MS)
            ll_worker_is_away(worker, &lane->sight, LL_METRICS_KAFKA, "leads are not acknowledged");
    }
}

static int64_t clock_stage(struct ll_lane *lane, enum ll_metrics_stage stage, int64_t began)
{
    int64_t now = ll_worker_now_ns();
    ll_metrics_add_time(lane->worker->setup->metrics, stage, now - began);
    return now;
}

static enum ll_status try_batch(struct ll_lane *lane, bool *given_up, struct ll_error *err)
{
    int64_t at = ll_worker_now_ns();
    enum ll_status status = evaluate(lane, err);
    if (status != LL_OK)
        return status;
    at = clock_stage(lane, LL_METRICS_EVALUATE, at);
    ll_worker_is_back(lane->worker, &lane->sight, LL_METRICS_REDIS);
    /* While what the pack in force has found is on its way. */
    status = ll_candidate_evaluate(lane, err);
    if (status != LL_OK)
        return status;
    at = clock_stage(lane, LL_METRICS_CANDIDATE, at);
    status = acknowledge(lane, given_up, err);
    if (status != LL_OK || *given_up)
        return status;
    at = clock_stage(lane, LL_METRICS_ACKNOWLEDGE, at);
    ll_worker_is_back(lane->worker, &lane->sight, LL_METRICS_KAFKA);
    status = ll_redis_store_settle(lane->store, err);
    if (status != LL_OK)
        return status;
    clock_stage(lane, LL_METRICS_SETTLE, at);
    return ll_candidate_settle(lane, given_up, err);
}

/* Wait before the next try; cut short by a stop. What another worker gets is left to it. */
static void back_off(struct ll_lane *lane, enum ll_metrics_service service)
{
    struct ll_worker *worker = lane->worker;
    int64_t until = ll_worker_now_ms() + ll_worker_next_wait_ms(worker, &lane->sight, service);
    ll_lane_tell(lane);
    for (int64_t left = until - ll_worker_now_ms(); left > 0 && !ll_worker_stops(worker, 0);
         left = until - ll_worker_now_ms()) {
        ll_worker_step(left);
        ll_kafka_lane_drop_lost(lane->source, &lane->count);
    }
}

enum ll_status ll_lane_do_batch(struct ll_lane *lane, bool *done, struct ll_error *err)
{
    struct ll_worker *worker = lane->worker;
    int64_t began = ll_worker_now_ns();
    *done = false;
    while (lane->count) {
        bool given_up = false;
        enum ll_status status = try_batch(lane, &given_up, err);
        if (given_up)
            return LL_OK;
        if (status == LL_OK) {
            ll_candidate_count(lane);
            clock_stage(lane, LL_METRICS_BATCH, began);
            *done = true;
            return LL_OK;
        }
        if (status != LL_ERR_STORE && status != LL_ERR_BROKER)
            return status;
        enum ll_metrics_service service =
            status == LL_ERR_STORE ? LL_METRICS_REDIS : LL_METRICS_KAFKA;
        ll_worker_is_away(worker, &lane->sight, service, err->message);
        ll_metrics_add_retry(worker->setup->metrics, service);
        /* What was sent goes out again with the whole batch. Before Redis's fault it is as good. */
        if (service == LL_METRICS_KAFKA)
            ll_kafka_producer_drop(lane->producer);
        if (ll_worker_stops(worker, 0))
            return LL_OK;
        back_off(lane, service);
    }
    return LL_OK;
}
