/* state.h -- the counters themselves.  Private to the room.
 * Depends on: base, metrics/metrics.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_METRICS_STATE_H
#define LL_METRICS_STATE_H

#include "metrics/metrics.h"

#include <stdatomic.h>

#define LL_METRICS_BOUNDS 14
extern const int64_t ll_metrics_bounds_us[LL_METRICS_BOUNDS];

struct ll_metrics_histogram {
    _Atomic uint64_t buckets[LL_METRICS_BOUNDS + 1]; /* each alone; the last is what is over all */
    _Atomic uint64_t sum_ns;
};

enum ll_metrics_status {
    LL_METRICS_OPEN,
    LL_METRICS_SUPERSEDED,
    LL_METRICS_WITHDRAWN,
    LL_METRICS_STATUS_COUNT
};

struct ll_metrics_indicator {
    _Atomic uint64_t records[LL_METRICS_STATUS_COUNT];
};

/* What one pack's leads are counted by. */
struct ll_metrics_pack {
    const struct ll_pack *pack; /* NULL: there is none */
    uint32_t *table;            /* hash of an indicator's id -> its index + 1 */
    size_t table_size;
    struct ll_metrics_indicator *indicators;
    _Atomic uint64_t records[LL_METRICS_STATUS_COUNT];
    _Atomic uint64_t opened, grew, withdrawn, superseded;
};

struct ll_metrics {
    struct ll_metrics_pack present, candidate;
    struct ll_metrics_histogram times[LL_METRICS_STAGE_COUNT];
    _Atomic uint64_t outcomes[LL_OUTCOME_COUNT], rejects[LL_REJECT_REASON_COUNT];
    _Atomic uint64_t conflicts, sale_id_at_two_dealers, negative_time_to_crime, unknown_calibers,
        plain_sales, forgotten;
    struct {
        _Atomic uint64_t present_alone, alone, both, missed, present_cpu_ns, cpu_ns, faulty;
        _Atomic uint64_t produced, produce_failures, round_trips, commands;
    } beside; /* of the candidate */
    _Atomic uint64_t consumed, consumed_bytes, commits, commit_failures, rebalances, partitions,
        lag;
    _Atomic uint64_t produced, produced_bytes, produce_failures;
    _Atomic uint64_t round_trips, commands, redis_bytes_out, redis_bytes_in, redis_connects,
        redis_failures;
    _Atomic uint64_t retries[LL_METRICS_SERVICE_COUNT], away[LL_METRICS_SERVICE_COUNT];
    _Atomic uint64_t turned_s, ready;
};

static inline uint64_t ll_metrics_get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* render_candidate.c */
void ll_metrics_render_candidate(const struct ll_metrics *metrics, struct ll_buf *out);

/* The pieces of a rendering. */
void ll_metrics_head(struct ll_buf *out, const char *name, const char *type, const char *help);
/* A label's value, escaped. */
void ll_metrics_value(struct ll_buf *out, ll_str text);
void ll_metrics_one(struct ll_buf *out, const char *name, const char *type, const char *help,
                    const _Atomic uint64_t *value);
void ll_metrics_labelled(struct ll_buf *out, const char *name, const char *label, const char *word,
                         const _Atomic uint64_t *value);
/* Names of the metrics of one pack's leads. */
struct ll_metrics_names {
    const char *records, *leads, *changes;
};
void ll_metrics_render_pack(const struct ll_metrics_pack *pack,
                            const struct ll_metrics_names *names, struct ll_buf *out);
void ll_metrics_render_info(const struct ll_pack *pack, const char *name, const char *help,
                            struct ll_buf *out);

#endif
