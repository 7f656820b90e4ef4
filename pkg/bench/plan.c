/* plan.c -- the model of capacity.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/capacity.h"

#include <math.h>

#define GIB (1024.0 * 1024 * 1024)
#define MIB (1024.0 * 1024)

static double at_least(double value, double least)
{
    return value > least ? value : least;
}

/* Partitions are a power of two, two for each worker: one may go, and the others share its part. */
static double partitions_for(double workers)
{
    double partitions = LL_CAPACITY_PARTITIONS_LEAST;

    while (partitions < 2 * workers)
        partitions *= 2;
    return partitions;
}

struct ll_capacity ll_capacity_plan(const struct ll_capacity_measured *measured,
                                    double sales_a_year)
{
    struct ll_capacity out = {0};
    double rate = sales_a_year * measured->busiest_hour / 3600 * measured->events_per_sale;
    double cores = rate * LL_CAPACITY_CATCH_UP * measured->worker_cpu_s / LL_CAPACITY_USE;
    double days = measured->sale_days +
                  measured->kept_share * at_least(measured->lead_days - measured->sale_days, 0);
    double held = sales_a_year / 365 * days * measured->redis_bytes;
    double week = sales_a_year / 365 * LL_CAPACITY_KAFKA_DAYS * measured->events_per_sale;

    out.events_per_second = rate;
    out.workers = at_least(ceil(cores), 2);
    out.partitions = partitions_for(out.workers);
    out.redis_cores = rate * LL_CAPACITY_CATCH_UP * measured->redis_cpu_s / LL_CAPACITY_USE;
    out.redis_gib = held / LL_CAPACITY_MEMORY_USE / GIB;
    out.kafka_gib = week * measured->kafka_bytes * LL_CAPACITY_KAFKA_COPIES / GIB;
    out.kafka_mib_per_second = rate * measured->kafka_bytes / MIB;
    double by_cores =
        (out.workers + LL_CAPACITY_REDIS_COPIES * at_least(ceil(out.redis_cores), 1)) /
        LL_CAPACITY_NODE_CORES;
    double by_memory = LL_CAPACITY_REDIS_COPIES * out.redis_gib / LL_CAPACITY_NODE_GIB;
    /* One more, so that one may fail. */
    out.nodes = at_least(ceil(at_least(by_cores, by_memory)), 1) + 1;
    return out;
}
