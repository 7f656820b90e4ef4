/* compare.h -- a result against an older one, kept as JSON.
 * Depends on: base, json, bench/result.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_COMPARE_H
#define LL_BENCH_COMPARE_H

#include "bench/result.h"

/* What is kept of an older result. */
struct ll_bench_old_metric {
    ll_str name;
    struct ll_bench_spread spread;
};
struct ll_bench_old {
    const char *path;
    ll_str kind;
    struct ll_bench_facts machine, setup;
    struct ll_bench_old_metric *metrics;
    size_t count;
};

/* Read what ll_bench_write_json wrote. Everything lives in the arena. LL_ERR_IO: the file cannot
 * be read; LL_ERR_SYNTAX: it is no such file, or of another schema. */
LL_NODISCARD enum ll_status ll_bench_old_read(struct ll_arena *arena, const char *path,
                                              struct ll_bench_old *out, struct ll_error *err);
/* As read, of a text; LL_JSON_PADDING bytes behind it are readable. */
LL_NODISCARD enum ll_status ll_bench_old_parse(struct ll_arena *arena, const char *path,
                                               ll_str text, struct ll_bench_old *out,
                                               struct ll_error *err);

/* Append what differs, a line a figure, and what makes the two hard to compare. Returns how many
 * figures regressed; LL_ERR_SYNTAX in *status where the two are of different kinds. */
size_t ll_bench_compare(const struct ll_bench_old *old, const struct ll_bench_result *now,
                        struct ll_buf *out, enum ll_status *status, struct ll_error *err);

#endif
