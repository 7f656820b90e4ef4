/* capacity.h -- from what one machine measured to what a year of sales needs.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0
 *
 * docs/bench.md tells the model in words. */
#ifndef LL_BENCH_CAPACITY_H
#define LL_BENCH_CAPACITY_H

#include <stdint.h>

/* What is assumed. */
#define LL_CAPACITY_USE 0.6        /* of a core at the busiest hour, and no more */
#define LL_CAPACITY_MEMORY_USE 0.5 /* of a Redis's memory: fragments, snapshots, buffers */
#define LL_CAPACITY_NODE_CORES 8   /* of a node */
#define LL_CAPACITY_NODE_GIB 64    /* likewise */
#define LL_CAPACITY_REDIS_COPIES 2 /* a primary and its replica */
#define LL_CAPACITY_KAFKA_COPIES 3
#define LL_CAPACITY_KAFKA_DAYS 7 /* that topics of events are kept */
#define LL_CAPACITY_CATCH_UP 4   /* workers must do so many times the mean of the busiest hour */
#define LL_CAPACITY_PARTITIONS_LEAST 8

/* What was measured, and what the pack and the retention ask for. */
struct ll_capacity_measured {
    double events_per_sale;
    double worker_cpu_s; /* an event */
    double redis_cpu_s;  /* an event */
    double redis_bytes;  /* a sale */
    double kafka_bytes;  /* an event, in and out */
    double busiest_hour; /* of a year's sales, the share */
    double kept_share;   /* of sales, those that may be in a lead: all that were evaluated */
    double sale_days, lead_days;
};

struct ll_capacity {
    double events_per_second; /* mean of the busiest hour */
    double workers, partitions;
    double redis_cores; /* at the busiest hour */
    double redis_gib;   /* one copy, with room */
    double kafka_gib;   /* all copies */
    double kafka_mib_per_second;
    double nodes;
};

struct ll_capacity ll_capacity_plan(const struct ll_capacity_measured *measured,
                                    double sales_a_year);

#endif
