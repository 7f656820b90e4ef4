/* metrics.c -- counting.   SPDX-License-Identifier: Apache-2.0 */
#include "metrics/metrics.h"

#include "base/hash.h"
#include "metrics/state.h"

#include <stdlib.h>
#include <time.h>

const int64_t ll_metrics_bounds_us[LL_METRICS_BOUNDS] = {250,    500,     1000,    2500,    5000,
                                                         10000,  25000,   50000,   100000,  250000,
                                                         500000, 1000000, 2500000, 10000000};

static void set(_Atomic uint64_t *counter, uint64_t value)
{
    atomic_store_explicit(counter, value, memory_order_relaxed);
}

static void add(_Atomic uint64_t *counter, uint64_t value)
{
    atomic_fetch_add_explicit(counter, value, memory_order_relaxed);
}

static size_t table_size(size_t indicators)
{
    size_t size = 16;
    while (size < 2 * indicators)
        size *= 2;
    return size;
}

/* False: memory is out. */
static bool start_pack(struct ll_metrics_pack *counted, const struct ll_pack *pack)
{
    counted->pack = pack;
    counted->table_size = table_size(pack->indicator_count);
    counted->table = calloc(counted->table_size, sizeof *counted->table);
    counted->indicators = calloc(pack->indicator_count + 1, sizeof *counted->indicators);
    if (!counted->table || !counted->indicators)
        return false;
    for (size_t i = 0; i < pack->indicator_count; i++) {
        size_t at = ll_hash64(pack->indicators[i].id.ptr, pack->indicators[i].id.len);
        while (counted->table[at & (counted->table_size - 1)])
            at++;
        counted->table[at & (counted->table_size - 1)] = (uint32_t)i + 1;
    }
    return true;
}

struct ll_metrics *ll_metrics_new(const struct ll_pack *pack)
{
    struct ll_metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics)
        return NULL;
    if (!start_pack(&metrics->present, pack)) {
        ll_metrics_free(metrics);
        return NULL;
    }
    ll_metrics_turn(metrics, false);
    return metrics;
}

bool ll_metrics_set_candidate(struct ll_metrics *metrics, const struct ll_pack *pack)
{
    return start_pack(&metrics->candidate, pack);
}

static void free_pack(struct ll_metrics_pack *counted)
{
    free(counted->table);
    free(counted->indicators);
}

void ll_metrics_free(struct ll_metrics *metrics)
{
    if (!metrics)
        return;
    free_pack(&metrics->present);
    free_pack(&metrics->candidate);
    free(metrics);
}

static void set_changes(struct ll_metrics_pack *counted, const struct ll_engine_counts *counts)
{
    set(&counted->opened, counts->leads_opened);
    set(&counted->grew, counts->leads_grew);
    set(&counted->withdrawn, counts->leads_withdrawn);
    set(&counted->superseded, counts->leads_superseded);
}

void ll_metrics_set_engine(struct ll_metrics *metrics, const struct ll_engine_counts *counts)
{
    for (size_t i = 0; i < LL_OUTCOME_COUNT; i++)
        set(&metrics->outcomes[i], counts->outcomes[i]);
    for (size_t i = 0; i < LL_REJECT_REASON_COUNT; i++)
        set(&metrics->rejects[i], counts->rejects[i]);
    set(&metrics->conflicts, counts->conflicts);
    set(&metrics->sale_id_at_two_dealers, counts->sale_id_at_two_dealers);
    set(&metrics->negative_time_to_crime, counts->negative_time_to_crime);
    set(&metrics->unknown_calibers, counts->unknown_calibers);
    set(&metrics->plain_sales, counts->plain_sales);
    set(&metrics->forgotten, counts->forgotten);
    set_changes(&metrics->present, counts);
}

void ll_metrics_set_candidate_counts(struct ll_metrics *metrics,
                                     const struct ll_metrics_candidate_counts *counts,
                                     const struct ll_engine_counts *engine,
                                     const struct ll_kafka_producer_counts *producer,
                                     const struct ll_redis_store_stats *redis)
{
    set_changes(&metrics->candidate, engine);
    set(&metrics->beside.present_alone, counts->present_alone);
    set(&metrics->beside.alone, counts->alone);
    set(&metrics->beside.both, counts->both);
    set(&metrics->beside.missed, counts->missed);
    set(&metrics->beside.present_cpu_ns, counts->present_cpu_ns);
    set(&metrics->beside.cpu_ns, counts->cpu_ns);
    set(&metrics->beside.faulty, counts->faulty);
    set(&metrics->beside.produced, producer->acknowledged);
    set(&metrics->beside.produce_failures, producer->failed);
    set(&metrics->beside.round_trips, redis->round_trips);
    set(&metrics->beside.commands, redis->commands);
}

void ll_metrics_set_consumer(struct ll_metrics *metrics,
                             const struct ll_kafka_consumer_counts *counts)
{
    set(&metrics->consumed, counts->messages);
    set(&metrics->consumed_bytes, counts->bytes);
    set(&metrics->commits, counts->commits);
    set(&metrics->commit_failures, counts->commit_failures);
    set(&metrics->rebalances, counts->rebalances);
    set(&metrics->partitions, counts->partitions);
    set(&metrics->lag, counts->lag < 0 ? 0 : (uint64_t)counts->lag);
}

void ll_metrics_set_producer(struct ll_metrics *metrics,
                             const struct ll_kafka_producer_counts *counts)
{
    set(&metrics->produced, counts->acknowledged);
    set(&metrics->produce_failures, counts->failed);
    set(&metrics->produced_bytes, counts->bytes);
}

void ll_metrics_set_redis(struct ll_metrics *metrics, const struct ll_redis_store_stats *stats)
{
    set(&metrics->round_trips, stats->round_trips);
    set(&metrics->commands, stats->commands);
    set(&metrics->redis_bytes_out, stats->bytes_out);
    set(&metrics->redis_bytes_in, stats->bytes_in);
    set(&metrics->redis_connects, stats->connects);
    set(&metrics->redis_failures, stats->failures);
}

static struct ll_metrics_indicator *find(const struct ll_metrics_pack *counted, ll_str id)
{
    size_t at = ll_hash64(id.ptr, id.len);
    uint32_t entry;
    while ((entry = counted->table[at & (counted->table_size - 1)]) != 0) {
        if (ll_str_eq(counted->pack->indicators[entry - 1].id, id))
            return &counted->indicators[entry - 1];
        at++;
    }
    return NULL;
}

static void add_lead(struct ll_metrics_pack *counted, const struct ll_lead_out *lead)
{
    enum ll_metrics_status status = LL_METRICS_OPEN;
    if (lead->change == LL_CHANGE_SUPERSEDED)
        status = LL_METRICS_SUPERSEDED;
    else if (lead->change == LL_CHANGE_WITHDRAWN)
        status = LL_METRICS_WITHDRAWN;
    add(&counted->records[status], 1);
    for (size_t i = 0; i < lead->indicator_count; i++) {
        struct ll_metrics_indicator *indicator = find(counted, lead->indicators[i]);
        if (indicator)
            add(&indicator->records[status], 1);
    }
}

void ll_metrics_add_lead(struct ll_metrics *metrics, const struct ll_lead_out *lead)
{
    add_lead(&metrics->present, lead);
}

void ll_metrics_add_candidate_lead(struct ll_metrics *metrics, const struct ll_lead_out *lead)
{
    add_lead(&metrics->candidate, lead);
}

void ll_metrics_add_time(struct ll_metrics *metrics, enum ll_metrics_stage stage,
                         int64_t nanoseconds)
{
    struct ll_metrics_histogram *histogram = &metrics->times[stage];
    size_t i = 0;
    while (i < LL_METRICS_BOUNDS && nanoseconds > ll_metrics_bounds_us[i] * 1000)
        i++;
    add(&histogram->buckets[i], 1);
    add(&histogram->sum_ns, nanoseconds > 0 ? (uint64_t)nanoseconds : 0);
}

void ll_metrics_add_retry(struct ll_metrics *metrics, enum ll_metrics_service service)
{
    add(&metrics->retries[service], 1);
}

void ll_metrics_set_away(struct ll_metrics *metrics, enum ll_metrics_service service, bool away)
{
    set(&metrics->away[service], away);
}

static uint64_t now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec;
}

void ll_metrics_turn(struct ll_metrics *metrics, bool ready)
{
    set(&metrics->turned_s, now_s());
    set(&metrics->ready, ready);
}

bool ll_metrics_is_alive(const struct ll_metrics *metrics)
{
    return now_s() - ll_metrics_get(&metrics->turned_s) <= LL_METRICS_ALIVE_S;
}

bool ll_metrics_is_ready(const struct ll_metrics *metrics)
{
    return ll_metrics_get(&metrics->ready) && ll_metrics_is_alive(metrics);
}
