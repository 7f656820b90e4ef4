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

struct ll_metrics {
    const struct ll_pack *pack;
    uint32_t *table; /* hash of an indicator's id -> its index + 1 */
    size_t table_size;
    struct ll_metrics_indicator *indicators;
    _Atomic uint64_t records[LL_METRICS_STATUS_COUNT];
    struct ll_metrics_histogram times[LL_METRICS_STAGE_COUNT];
    _Atomic uint64_t outcomes[LL_OUTCOME_COUNT], rejects[LL_REJECT_REASON_COUNT];
    _Atomic uint64_t conflicts, sale_id_at_two_dealers, negative_time_to_crime, unknown_calibers,
        plain_sales, forgotten;
    _Atomic uint64_t leads_opened, leads_grew, leads_withdrawn, leads_superseded;
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

#endif
