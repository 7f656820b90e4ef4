/* result.h -- what a benchmark found: named figures of several runs, and where and on what.
 * Depends on: base, bench/stats.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_RESULT_H
#define LL_BENCH_RESULT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "bench/stats.h"

/* Of the JSON form; raised when a reader of the old one would misread the new one. */
#define LL_BENCH_SCHEMA 1

struct ll_bench_metric {
    const char *name; /* lower case and underscores; of an indicator, its id behind a dot */
    const char *unit; /* "events/s", "ns/event", ... */
    enum ll_bench_better better;
    double values[LL_BENCH_RUNS_MAX]; /* one a run */
    size_t count;
};

/* A name and what it is: of the machine, a version, the setup. */
struct ll_bench_fact {
    const char *name, *value;
};
struct ll_bench_facts {
    struct ll_bench_fact *list;
    size_t count, cap;
};

/* Everything lives in the arena. */
struct ll_bench_result {
    struct ll_arena *arena;
    const char *kind; /* replay, engine, ... */
    struct ll_bench_facts machine, versions, setup;
    struct ll_bench_metric **metrics;
    size_t count, cap;
    const char *limited_by; /* words for a person; NULL: not known */
    bool failed;            /* memory was out */
};

/* Add a value of one run; the metric is made where there is none of that name. All strings are
 * copied. Out of memory marks the result. */
void ll_bench_put(struct ll_bench_result *result, const char *name, const char *unit,
                  enum ll_bench_better better, double value);
void ll_bench_note(struct ll_bench_result *result, struct ll_bench_facts *facts, const char *name,
                   const char *format, ...) LL_PRINTF(4, 5);
void ll_bench_limited(struct ll_bench_result *result, const char *format, ...) LL_PRINTF(2, 3);
/* NULL: there is none. */
const struct ll_bench_metric *ll_bench_find(const struct ll_bench_result *result, const char *name);
/* The median, or fallback where there is none of that name. */
double ll_bench_median(const struct ll_bench_result *result, const char *name, double fallback);

/* For a person: a table, ending in LF. */
void ll_bench_write_table(const struct ll_bench_result *result, struct ll_buf *out);
/* One JSON object and LF; docs/bench.md has its form. */
void ll_bench_write_json(const struct ll_bench_result *result, struct ll_buf *out);
/* A number as people read it: 1,234,567 or 12.3 or 0.0456. */
void ll_bench_add_number(struct ll_buf *out, double value);

#endif
