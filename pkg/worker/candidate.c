/* candidate.c -- a pack on trial: the same batch once more, behind the pack in force.   SPDX-License-Identifier: Apache-2.0
 *
 * The pack in force has given its leads by then, and its batch is committed when they are acknowledged. A batch is done for the
 * candidate in the same way, so that a crash or a fault of Redis or Kafka at large loses nothing of either. But what is at fault
 * with the candidate alone (its topic is gone, or a timeline of its own is damaged) is waited for once, for a while, and then no more: its
 * leads are missed, which is said and counted, and the pack in force goes on. */
#include "engine/follow.h"
#include "kafka/admin.h"
#include "worker/state.h"

#include <stdlib.h>

#define SLICE_MS 50
#define PATIENCE_MS 5000 /* for its leads, once those of the pack in force have arrived */
#define ANSWER_MS 1000
#define LINGER_MS 5 /* its leads are in no hurry, and ask for less together */
#define TRIES 3
#define DIGEST_DIGITS 16 /* of the pack's digest, in the names of its keys */

/* ---- start and end ---- */

/* Each pack has keys of its own, so that another one begins anew; those of the one before expire. */
static struct ll_store *open_store(const struct ll_worker *worker, struct ll_error *err)
{
    struct ll_redis_options options = *worker->setup->redis;
    const char *digest = strchr(worker->setup->candidate.pack->digest, ':');
    struct ll_buf prefix = {0};
    struct ll_store *store = NULL;
    ll_buf_printf(&prefix,
                  "%scandidate:%.*s:", options.prefix ? options.prefix : "ll:", DIGEST_DIGITS,
                  digest ? digest + 1 : "");
    ll_buf_add_char(&prefix, '\0');
    options.prefix = prefix.ptr;
    if (prefix.failed)
        ll_fail(err, LL_ERR_NOMEM, "out of memory");
    else
        store = ll_redis_store_open(&options, err);
    ll_buf_fini(&prefix);
    return store;
}

enum ll_status ll_candidate_init(struct ll_lane *lane, size_t batch_messages, struct ll_error *err)
{
    const struct ll_worker *worker = lane->worker;
    struct ll_candidate *candidate = &lane->candidate;
    if (!worker->setup->candidate.pack)
        return LL_OK;
    candidate->changed = calloc(batch_messages, sizeof *candidate->changed);
    if (!candidate->changed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    candidate->store = open_store(worker, err);
    if (!candidate->store)
        return err->status;
    const struct ll_follow_setup setup = {.pack = worker->setup->candidate.pack,
                                          .router = worker->setup->candidate.router,
                                          .own = candidate->store};
    return ll_engine_follow_new(lane->engine, &setup, &candidate->engine, err);
}

enum ll_status ll_candidate_connect(struct ll_lane *lane, struct ll_error *err)
{
    struct ll_candidate *candidate = &lane->candidate;
    return candidate->engine && !ll_engine_shares_reports(candidate->engine)
               ? ll_redis_store_connect(candidate->store, err)
               : LL_OK;
}

enum ll_status ll_candidate_open(struct ll_lane *lane, struct ll_error *err)
{
    return lane->candidate.engine ? ll_kafka_producer_open(&lane->worker->kafka, LINGER_MS,
                                                           &lane->candidate.producer, err)
                                  : LL_OK;
}

void ll_candidate_fini(struct ll_lane *lane)
{
    struct ll_candidate *candidate = &lane->candidate;
    ll_kafka_producer_close(candidate->producer);
    ll_engine_free(candidate->engine);
    if (candidate->store)
        candidate->store->ops->free(candidate->store);
    free(candidate->changed);
}

void ll_candidate_tell(const struct ll_lane *lane, struct ll_worker_totals *totals)
{
    const struct ll_candidate *candidate = &lane->candidate;
    if (!candidate->engine)
        return;
    totals->candidate.engine = *ll_engine_counts(candidate->engine);
    totals->candidate.counts = candidate->counts;
    totals->candidate.counts.faulty = candidate->faulty;
    ll_redis_store_stats(candidate->store, &totals->candidate.redis);
    ll_kafka_producer_counts(candidate->producer, &totals->candidate.producer);
}

/* ---- faults of its own ---- */

/* The batch is missed, and so is all that comes until it is tried again. */
static void miss(struct ll_lane *lane, const char *why)
{
    struct ll_candidate *candidate = &lane->candidate;
    candidate->counts.missed += lane->count;
    candidate->retry_ms = ll_worker_now_ms() + PATIENCE_MS;
    if (candidate->faulty)
        return;
    candidate->faulty = true;
    ll_log_write(lane->worker->setup->log, LL_LOG_WARN, NULL, 0,
                 "the candidate misses events, the pack in force goes on: %s", why);
}

static void mend(struct ll_lane *lane)
{
    lane->candidate.faulty = false;
    ll_log_write(lane->worker->setup->log, LL_LOG_INFO,
                 &LL_LOG_NUMBER("missed", lane->candidate.counts.missed), 1,
                 "the candidate is evaluated again");
}

/* All that was sent is lost. */
static void drop(struct ll_candidate *candidate)
{
    ll_kafka_producer_drop(candidate->producer);
    candidate->sent = false;
}

/* While it is faulty nothing is waited for: what a try has sent has arrived by the next batch, or that is missed too. */
static bool is_held_up(struct ll_lane *lane)
{
    struct ll_candidate *candidate = &lane->candidate;
    struct ll_error err = {0};
    bool all = false;
    if (!candidate->faulty)
        return false;
    if (candidate->sent && ll_kafka_producer_flush(candidate->producer, 0, &all, &err) != LL_OK)
        drop(candidate);
    if (all) {
        mend(lane);
        return false;
    }
    return candidate->sent || ll_worker_now_ms() < candidate->retry_ms;
}

/* ---- a batch ---- */

static enum ll_status on_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct ll_lane *lane = context;
    const struct ll_worker *worker = lane->worker;
    ll_metrics_add_candidate_lead(worker->setup->metrics, lead);
    lane->candidate.changed[lead->input] |= LL_CHANGED_CANDIDATE;
    return ll_lane_send_lead(lane, lane->candidate.producer, worker->config->candidate.topic,
                             worker->setup->candidate.pack, lead, err);
}

static enum ll_status follow(struct ll_lane *lane, struct ll_error *err)
{
    struct ll_candidate *candidate = &lane->candidate;
    /* Rejected events are the other's to give. */
    const struct ll_engine_sink sink = {.context = lane, .lead = on_lead};
    int64_t cpu_ns = ll_worker_cpu_ns();
    enum ll_status status = ll_engine_follow(candidate->engine, &sink, err);
    candidate->counts.cpu_ns += (uint64_t)(ll_worker_cpu_ns() - cpu_ns);
    return status == LL_OK ? ll_redis_store_send(candidate->store, err) : status;
}

/* Whether Redis answers at all, who has just been asked in vain. */
static bool redis_answers(struct ll_lane *lane)
{
    struct ll_error ignored;
    return ll_redis_store_connect(lane->candidate.store, &ignored) == LL_OK;
}

enum ll_status ll_candidate_evaluate(struct ll_lane *lane, struct ll_error *err)
{
    struct ll_candidate *candidate = &lane->candidate;
    enum ll_status status = LL_ERR_STORE;
    if (!candidate->engine)
        return LL_OK;
    if (is_held_up(lane)) {
        candidate->counts.missed += lane->count;
        return LL_OK;
    }
    candidate->sent = false;
    for (int tries = candidate->faulty ? TRIES : 1;; tries++) {
        status = follow(lane, err);
        if (status == LL_ERR_STORE && !redis_answers(lane))
            return status;
        if ((status != LL_ERR_STORE && status != LL_ERR_BROKER) || tries >= TRIES)
            break;
        ll_worker_step(LL_WORKER_WAIT_FIRST_MS);
    }
    candidate->sent = status == LL_OK;
    if (status != LL_OK)
        miss(lane, err->message);
    /* What is to be kept longer for its leads goes by the store of the pack in force. */
    return ll_redis_store_send(lane->store, err);
}

/* Whether Kafka answers at all: by a client that has nothing under way. */
static bool kafka_answers(const struct ll_worker *worker)
{
    struct ll_kafka_topic topic = {.name = worker->config->topics.leads};
    struct ll_error ignored;
    return ll_kafka_topics_look_up(&worker->kafka, &topic, 1, ANSWER_MS, &ignored) == LL_OK;
}

/* Until all has arrived. Twice the patience is over while Kafka answers: it is the candidate's own fault. */
static enum ll_status acknowledge(struct ll_lane *lane, bool *given_up, struct ll_error *err)
{
    struct ll_worker *worker = lane->worker;
    int64_t until = ll_worker_now_ms() + PATIENCE_MS;
    bool all = false, answered = false;
    for (;;) {
        enum ll_status status =
            ll_kafka_producer_flush(lane->candidate.producer, SLICE_MS, &all, err);
        *given_up = !all && ll_worker_stops(worker, worker->config->shutdown_timeout_ms / 2);
        if (status != LL_OK)
            drop(&lane->candidate);
        if (status != LL_OK || all || *given_up)
            return status;
        if (ll_worker_now_ms() < until)
            continue;
        bool answers = kafka_answers(worker);
        if (answers && answered)
            return ll_fail(err, LL_ERR_BROKER, "its leads are not acknowledged");
        answered = answers;
        until = ll_worker_now_ms() + PATIENCE_MS;
    }
}

enum ll_status ll_candidate_settle(struct ll_lane *lane, bool *given_up, struct ll_error *err)
{
    struct ll_candidate *candidate = &lane->candidate;
    if (!candidate->engine || !candidate->sent)
        return LL_OK;
    if (candidate->faulty) {
        miss(lane, "");
        return LL_OK;
    }
    enum ll_status status = acknowledge(lane, given_up, err);
    if (status == LL_OK && !*given_up)
        status = ll_redis_store_settle(candidate->store, err);
    if (status == LL_ERR_STORE && !redis_answers(lane))
        return status;
    if (status != LL_OK && !*given_up)
        miss(lane, err->message);
    return LL_OK;
}

void ll_candidate_count(struct ll_lane *lane)
{
    struct ll_candidate *candidate = &lane->candidate;
    if (!candidate->engine)
        return;
    for (size_t i = 0; i < lane->count; i++) {
        candidate->counts.present_alone += candidate->changed[i] == LL_CHANGED_PRESENT;
        candidate->counts.alone += candidate->changed[i] == LL_CHANGED_CANDIDATE;
        candidate->counts.both +=
            candidate->changed[i] == (LL_CHANGED_PRESENT | LL_CHANGED_CANDIDATE);
    }
}
