/* capacity.c -- bench capacity: measure, and plan.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/capacity.h"

#include "bench/bench.h"
#include "config/config.h"
#include "worker/worker.h"
#include <stdio.h>

#define MILLION 1e6
/* The worker's own defaults, but for what the pack needs. */
#define SALE_DAYS 30
#define LEAD_DAYS 730
#define THOUSANDFOLD 1000

static void put_plan(struct ll_bench_result *result, const char *prefix,
                     const struct ll_capacity_measured *measured, double sales)
{
    const struct ll_capacity plan = ll_capacity_plan(measured, sales);
    const struct {
        const char *name, *unit;
        double value;
    } rows[] = {{"sales_a_year", "sales", sales},
                {"busiest_hour", "events/s", plan.events_per_second},
                {"workers", "cores", plan.workers},
                {"partitions", "of each topic", plan.partitions},
                {"redis_cores", "cores", plan.redis_cores},
                {"redis_memory", "GiB a copy", plan.redis_gib},
                {"kafka_disk", "GiB, all copies", plan.kafka_gib},
                {"kafka_traffic", "MiB/s", plan.kafka_mib_per_second},
                {"nodes", "of 8 cores, 64 GiB", plan.nodes}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s.%s", prefix, rows[i].name);
        ll_bench_put(result, name, rows[i].unit, LL_BENCH_NEITHER, rows[i].value);
    }
}

/* All runs of a figure, under another name. */
static void take_over(struct ll_bench_result *result, const struct ll_bench_result *from,
                      const char *name, const char *as)
{
    const struct ll_bench_metric *metric = ll_bench_find(from, name);

    for (size_t i = 0; metric && i < metric->count; i++)
        ll_bench_put(result, as, metric->unit, metric->better, metric->values[i]);
}

static struct ll_capacity_measured gather(const struct ll_bench_setup *setup,
                                          const struct ll_bench_result *replay,
                                          const struct ll_bench_result *live)
{
    struct ll_engine_setup engine = setup->engine;
    double sales = setup->events->sales ? (double)setup->events->sales : 1;

    engine.retention = (struct ll_engine_retention){
        .forget = true, .sale_days = SALE_DAYS, .lead_days = LEAD_DAYS};
    return (struct ll_capacity_measured){
        .events_per_sale = (double)setup->events->count / sales,
        .worker_cpu_s = ll_bench_median(live, "worker_cpu_per_million", 0) / MILLION,
        .redis_cpu_s = ll_bench_median(live, "redis_cpu_per_million", 0) / MILLION,
        .redis_bytes = ll_bench_median(live, "redis_memory", 0),
        .kafka_bytes = ll_bench_median(live, "kafka_bytes_in", 0) +
                       ll_bench_median(live, "kafka_bytes_out", 0),
        .busiest_hour = setup->events->busiest_hour,
        .kept_share = 1 - ll_bench_median(replay, "plain_sales", 0) / 100,
        .sale_days = ll_engine_sale_days(&engine),
        .lead_days = LEAD_DAYS,
    };
}

enum ll_status ll_bench_capacity(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                                 struct ll_error *err)
{
    struct ll_bench_result replay = {.arena = result->arena, .kind = "replay"};
    struct ll_bench_result live = {.arena = result->arena, .kind = "live"};
    struct ll_capacity_measured measured;
    enum ll_status status = ll_bench_replay(setup, &replay, err);

    if (!status)
        status = ll_bench_live(setup, &live, err);
    if (status)
        return status;
    measured = gather(setup, &replay, &live);
    take_over(result, &replay, "cpu_per_million", "replay_cpu_per_million");
    take_over(result, &live, "events_per_second", "live_events_per_second");
    take_over(result, &live, "worker_cpu_per_million", "worker_cpu_per_million");
    take_over(result, &live, "redis_cpu_per_million", "redis_cpu_per_million");
    take_over(result, &live, "redis_memory", "redis_memory");
    take_over(result, &live, "kafka_bytes_in", "kafka_bytes_in");
    take_over(result, &live, "kafka_bytes_out", "kafka_bytes_out");
    ll_bench_put(result, "events_per_sale", "events", LL_BENCH_NEITHER, measured.events_per_sale);
    ll_bench_put(result, "busiest_hour_share", "% of a year", LL_BENCH_NEITHER,
                 measured.busiest_hour * 100);
    ll_bench_put(result, "kept_share", "% of sales", LL_BENCH_NEITHER, measured.kept_share * 100);
    ll_bench_put(result, "sale_days", "days", LL_BENCH_NEITHER, measured.sale_days);
    put_plan(result, "x1", &measured, (double)setup->sales_a_year);
    put_plan(result, "x1000", &measured, (double)setup->sales_a_year * THOUSANDFOLD);
    result->failed |= replay.failed || live.failed;
    result->limited_by = live.limited_by;
    return LL_OK;
}
