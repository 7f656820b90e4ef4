/* member.c -- commits, rebalances, and brokers that do not answer.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "kafka/member.h"

#include <stdio.h>
#include <time.h>

#define LOG_LEVEL_DEBUG 7 /* as syslog has it */
#define PROBE_INTERVAL_MS 1000
#define PROBE_TIMEOUT_MS 500
#define REVOKE_COMMIT_TIMEOUT_MS 2000
#define REVOKE_LANES_TIMEOUT_S 2
#define COMMITTED_TIMEOUT_MS 1000

/* ---- commits ---- */

static void note_sent(struct ll_kafka_consumer *consumer,
                      const rd_kafka_topic_partition_list_t *list, bool failed)
{
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *entry = &list->elems[i];
        struct ll_kafka_part *part =
            ll_kafka_partitions_get(&consumer->partitions, entry->topic, entry->partition);
        if (part && !failed)
            part->sent = entry->offset;
        else if (part && part->sent >= entry->offset)
            part->sent = LL_KAFKA_OFFSET_NONE;
    }
}

/* Not worth a warning: in a rebalance it is the rule, and what was not committed is done again.
 * (Up to librdkafka 2.0 a commit that a new generation of the group overtakes even costs the
 * member all its partitions for a moment.) */
static void say_failure(const struct ll_kafka_consumer *consumer, const char *what, const char *why)
{
    char line[128];
    if (!consumer->opaque.log)
        return;
    (void)snprintf(line, sizeof line, "%s failed: %s", what, why);
    consumer->opaque.log(consumer->opaque.log_context, LOG_LEVEL_DEBUG, line);
}

/* The outcome of a commit that was not waited for. A failed one is sent again with the next. */
static void on_commit(rd_kafka_t *client, rd_kafka_resp_err_t fault,
                      rd_kafka_topic_partition_list_t *offsets, void *opaque)
{
    struct ll_kafka_consumer *consumer = opaque;
    (void)client;
    if (!offsets || fault == RD_KAFKA_RESP_ERR__NO_OFFSET)
        return;
    pthread_mutex_lock(&consumer->lock);
    consumer->counts.commits += !fault;
    consumer->counts.commit_failures += !!fault;
    if (fault)
        note_sent(consumer, offsets, true);
    pthread_mutex_unlock(&consumer->lock);
    if (fault)
        say_failure(consumer, "commit", rd_kafka_err2name(fault));
}

void ll_kafka_member_commit(struct ll_kafka_consumer *consumer)
{
    int64_t now = ll_kafka_now_ms();
    if (now - consumer->committed_ms < consumer->commit_interval_ms)
        return;
    consumer->committed_ms = now;
    pthread_mutex_lock(&consumer->lock);
    rd_kafka_topic_partition_list_t *list = ll_kafka_partitions_to_commit(&consumer->partitions);
    if (list && rd_kafka_commit(consumer->client, list, 1) == RD_KAFKA_RESP_ERR_NO_ERROR)
        note_sent(consumer, list, false);
    pthread_mutex_unlock(&consumer->lock);
    if (list)
        rd_kafka_topic_partition_list_destroy(list);
}

/* Commits that are under way carry no more than is done, so all that is done is sent again: an
 * answer may be lost together with the partition. */
static void resend_all(struct ll_kafka_part *part, const char *topic, void *context)
{
    (void)topic;
    (void)context;
    if (part->touched)
        part->sent = LL_KAFKA_OFFSET_NONE;
}

void ll_kafka_member_commit_all(struct ll_kafka_consumer *consumer, int timeout_ms)
{
    pthread_mutex_lock(&consumer->lock);
    ll_kafka_partitions_each(&consumer->partitions, resend_all, NULL);
    rd_kafka_topic_partition_list_t *list = ll_kafka_partitions_to_commit(&consumer->partitions);
    pthread_mutex_unlock(&consumer->lock);
    if (!list)
        return;
    rd_kafka_resp_err_t fault =
        rd_kafka_commit_queue(consumer->client, list, consumer->answers, NULL, NULL);
    rd_kafka_event_t *event = fault ? NULL : rd_kafka_queue_poll(consumer->answers, timeout_ms);
    bool fine = event && !rd_kafka_event_error(event);
    pthread_mutex_lock(&consumer->lock);
    if (fine)
        note_sent(consumer, list, false);
    consumer->counts.commits += fine;
    consumer->counts.commit_failures += !fine;
    pthread_mutex_unlock(&consumer->lock);
    if (!fine)
        say_failure(consumer, "last commit",
                    event ? rd_kafka_err2name(rd_kafka_event_error(event)) : "no answer");
    if (event)
        rd_kafka_event_destroy(event);
    rd_kafka_topic_partition_list_destroy(list);
}

/* ---- rebalances ---- */

/* What the group has done of new partitions, so that the lag is known before their first message.
 * Where it cannot be told in time it shows with that. */
static void look_up_committed(struct ll_kafka_consumer *consumer,
                              const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_topic_partition_list_t *copy = rd_kafka_topic_partition_list_copy(list);
    rd_kafka_resp_err_t fault =
        list->cnt ? rd_kafka_committed(consumer->client, copy, COMMITTED_TIMEOUT_MS)
                  : RD_KAFKA_RESP_ERR_NO_ERROR;
    pthread_mutex_lock(&consumer->lock);
    for (int i = 0; !fault && i < copy->cnt; i++) {
        const rd_kafka_topic_partition_t *entry = &copy->elems[i];
        struct ll_kafka_part *part =
            ll_kafka_partitions_get(&consumer->partitions, entry->topic, entry->partition);
        if (part && !entry->err && entry->offset >= 0)
            part->done = part->sent = entry->offset;
    }
    pthread_mutex_unlock(&consumer->lock);
    rd_kafka_topic_partition_list_destroy(copy);
}

static void take_partitions(struct ll_kafka_consumer *consumer,
                            const rd_kafka_topic_partition_list_t *list)
{
    pthread_mutex_lock(&consumer->lock);
    for (int i = 0; i < list->cnt; i++) {
        struct ll_kafka_part *part = ll_kafka_partitions_get(
            &consumer->partitions, list->elems[i].topic, list->elems[i].partition);
        if (!part) {
            consumer->memory_out = true;
            continue;
        }
        consumer->partitions.owned += !part->owned;
        part->owned = true;
        part->leaving = part->touched = false;
        part->done = part->sent = LL_KAFKA_OFFSET_NONE;
        ll_kafka_lanes_join(consumer, part, list->elems[i].topic);
    }
    pthread_mutex_unlock(&consumer->lock);
}

static bool any_in_flight(struct ll_kafka_consumer *consumer,
                          const rd_kafka_topic_partition_list_t *list)
{
    bool any = false;
    for (int i = 0; i < list->cnt; i++) {
        const struct ll_kafka_part *part = ll_kafka_partitions_get(
            &consumer->partitions, list->elems[i].topic, list->elems[i].partition);
        any = any || (part && part->in_flight);
    }
    return any;
}

/* Let the lanes finish what they have of these, or drop it where they are stuck. A lane that does
 * neither in time goes on with what will be done a second time elsewhere, which changes nothing. */
static void let_go(struct ll_kafka_consumer *consumer, const rd_kafka_topic_partition_list_t *list)
{
    struct timespec until;
    int late = 0;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += REVOKE_LANES_TIMEOUT_S;
    pthread_mutex_lock(&consumer->lock);
    for (int i = 0; i < list->cnt; i++) {
        struct ll_kafka_part *part = ll_kafka_partitions_get(
            &consumer->partitions, list->elems[i].topic, list->elems[i].partition);
        if (part)
            part->leaving = true;
    }
    while (!late && any_in_flight(consumer, list))
        late = pthread_cond_timedwait(&consumer->freed, &consumer->lock, &until);
    pthread_mutex_unlock(&consumer->lock);
}

static void lose_partitions(struct ll_kafka_consumer *consumer,
                            const rd_kafka_topic_partition_list_t *list)
{
    pthread_mutex_lock(&consumer->lock);
    for (int i = 0; i < list->cnt; i++) {
        struct ll_kafka_part *part = ll_kafka_partitions_get(
            &consumer->partitions, list->elems[i].topic, list->elems[i].partition);
        if (!part || !part->owned)
            continue;
        consumer->partitions.owned--;
        part->owned = false;
    }
    pthread_mutex_unlock(&consumer->lock);
}

static void end_assignment(struct ll_kafka_consumer *consumer, rd_kafka_error_t *fault)
{
    if (!fault)
        return;
    /* The client rejoins by itself after this. */
    rd_kafka_error_destroy(fault);
    if (rd_kafka_assign(consumer->client, NULL) != RD_KAFKA_RESP_ERR_NO_ERROR)
        consumer->suspect = true;
}

static void on_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t what,
                         rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct ll_kafka_consumer *consumer = opaque;
    pthread_mutex_lock(&consumer->lock);
    consumer->counts.rebalances++;
    pthread_mutex_unlock(&consumer->lock);
    if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        take_partitions(consumer, list);
        look_up_committed(consumer, list);
        end_assignment(consumer, rd_kafka_incremental_assign(client, list));
        consumer->ready = true;
        return;
    }
    let_go(consumer, list);
    if (!rd_kafka_assignment_lost(client))
        ll_kafka_member_commit_all(consumer, REVOKE_COMMIT_TIMEOUT_MS);
    lose_partitions(consumer, list);
    end_assignment(consumer, rd_kafka_incremental_unassign(client, list));
}

/* ---- faults ---- */

static void on_error(rd_kafka_t *client, int fault, const char *why, void *opaque)
{
    struct ll_kafka_consumer *consumer = opaque;
    (void)client;
    if (!consumer->suspect || fault != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        ll_str text = ll_str_from(why);
        size_t len = text.len < sizeof consumer->fault ? text.len : sizeof consumer->fault - 1;
        memcpy(consumer->fault, text.ptr, len);
        consumer->fault[len] = 0;
    }
    /* That all are down may not be said where one connection never came up: one that broke is
     * reason enough to ask, and to ask at once. */
    bool grave = fault == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
                 fault == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
                 fault == RD_KAFKA_RESP_ERR__TRANSPORT;
    if (grave && !consumer->suspect) {
        consumer->suspect = true;
        consumer->probed_ms = 0;
    }
}

/* All brokers down is also said of a connection that idled out: ask before believing it. */
enum ll_status ll_kafka_member_check(struct ll_kafka_consumer *consumer, struct ll_error *err)
{
    char why[256];
    rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(consumer->client, why, sizeof why);
    if (fatal)
        return ll_fail(err, LL_ERR_IO, "Kafka: this member cannot go on: %s", why);
    if (consumer->memory_out)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    if (!consumer->suspect)
        return LL_OK;
    int64_t now = ll_kafka_now_ms();
    if (now - consumer->probed_ms >= PROBE_INTERVAL_MS) {
        const struct rd_kafka_metadata *metadata;
        rd_kafka_resp_err_t fault =
            rd_kafka_metadata(consumer->client, 0, NULL, &metadata, PROBE_TIMEOUT_MS);
        consumer->probed_ms = ll_kafka_now_ms();
        if (!fault) {
            rd_kafka_metadata_destroy(metadata);
            consumer->suspect = false;
            return LL_OK;
        }
    }
    return ll_fail(err, LL_ERR_BROKER, "Kafka's brokers do not answer: %s", consumer->fault);
}

void ll_kafka_member_set_callbacks(rd_kafka_conf_t *conf)
{
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_conf_set_offset_commit_cb(conf, on_commit);
    rd_kafka_conf_set_error_cb(conf, on_error);
}
