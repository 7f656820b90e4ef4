/* bench.h -- what the machine at hand makes of the user's rules and events.
 * Depends on: base, gen, files, engine, worker, bench/result.   SPDX-License-Identifier: Apache-2.0
 *
 * Each kind fills a result; figures of one name have one value a run. A first run warms up and is
 * not counted. */
#ifndef LL_BENCH_BENCH_H
#define LL_BENCH_BENCH_H

#include "bench/result.h"
#include "engine/engine.h"
#include "gen/gen.h"

#include <signal.h>

/* Events in memory, as the engine takes them. */
struct ll_bench_events {
    struct ll_buf bytes;
    struct ll_input *inputs; /* in the order of the stream */
    size_t count, cap;
    size_t *places;      /* while it is filled: where each begins in bytes */
    uint64_t sales;      /* those that are sound */
    uint64_t traces;     /* and their voids */
    double busiest_hour; /* of the sales of a year, the share of the busiest hour; 0: not known */
};
/* Read a file, or make them. LL_ERR_IO and others as the rooms that do it. */
LL_NODISCARD enum ll_status ll_bench_events_read(struct ll_bench_events *events, const char *path,
                                                 const volatile sig_atomic_t *stop,
                                                 struct ll_error *err);
LL_NODISCARD enum ll_status ll_bench_events_make(struct ll_bench_events *events, struct ll_gen *gen,
                                                 struct ll_error *err);
/* Count what is in them. */
LL_NODISCARD enum ll_status ll_bench_events_count(struct ll_bench_events *events,
                                                  const struct ll_engine_setup *engine,
                                                  struct ll_error *err);
void ll_bench_events_free(struct ll_bench_events *events);

#define LL_BENCH_COUNTS_MAX 16

/* Borrowed for the call. */
struct ll_bench_setup {
    struct ll_engine_setup engine; /* but for the store */
    const struct ll_bench_events *events;
    const char *path; /* of the events; NULL: they were made */
    size_t batch;     /* events given to the engine at once */
    size_t runs;
    size_t threads;                         /* of replay; more than 1: beside the same on one */
    size_t indicators[LL_BENCH_COUNTS_MAX]; /* how many generated ones to measure with */
    size_t indicator_steps;                 /* 0: the pack's own, one by one */
    /* live, latency, capacity */
    const char *brokers, *redis; /* "host:port,...", "redis://..." or "unix:///..." */
    const char *rules;           /* the pack's path, as the worker's settings name it */
    int32_t partitions;
    int64_t rate, seconds; /* of latency: events a second, for so long */
    int64_t sales_a_year;
    const volatile sig_atomic_t *stop;            /* ends it with LL_ERR_IO */
    void (*say)(void *context, const char *what); /* what is done now; NULL: nobody asks */
    void *context;
};

typedef enum ll_status ll_bench_kind(const struct ll_bench_setup *setup,
                                     struct ll_bench_result *result, struct ll_error *err);
ll_bench_kind ll_bench_replay;
ll_bench_kind ll_bench_engine;
ll_bench_kind ll_bench_rules;
ll_bench_kind ll_bench_live;
ll_bench_kind ll_bench_latency;
ll_bench_kind ll_bench_capacity;

/* A pack of n indicators like an analyst's; with match false they ask for classes that no event
 * has. The text is appended. */
void ll_bench_write_pack(size_t n, bool match, struct ll_buf *out);

#endif
