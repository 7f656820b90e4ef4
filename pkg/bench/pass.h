/* pass.h -- once over all events, with a clock.  Private to the room.
 * Depends on: bench/bench.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_PASS_H
#define LL_BENCH_PASS_H

#include "bench/bench.h"

/* What a pass of the engine is to do. */
struct ll_bench_pass_setup {
    const struct ll_pack *pack;
    const char *path; /* read from this file; NULL: from memory */
    bool write;       /* leads go to /dev/null; else they are dropped */
    int counter;      /* of instructions, or -1 */
};

/* Seconds of CPU time, but for the wall. */
struct ll_bench_pass {
    double wall, cpu;
    double read, store, write; /* parts of cpu */
    double held_bytes;         /* memory that engine and store have taken */
    double instructions;       /* 0: not counted */
    uint64_t leads, lead_bytes;
    struct ll_engine_counts counts;
};
LL_NODISCARD enum ll_status ll_bench_pass_engine(const struct ll_bench_setup *setup,
                                                 const struct ll_bench_pass_setup *how,
                                                 struct ll_bench_pass *out, struct ll_error *err);

/* What happens to an event before the engine holds it against others: CPU seconds of each. */
struct ll_bench_decoding {
    double parse;     /* the JSON's tokens found and walked */
    double normalise; /* fields checked, normal forms, keyed hashes */
    double encode;    /* the stored form of its fact */
    double fact_bytes;
};
LL_NODISCARD enum ll_status ll_bench_pass_decode(const struct ll_bench_setup *setup,
                                                 struct ll_bench_decoding *out,
                                                 struct ll_error *err);

/* A memory store that counts the CPU seconds spent in it. NULL when memory is out. */
struct ll_store *ll_bench_store_new(double *seconds);

/* Replay on setup->threads threads and on one, by turns, from the file or, where there is none, one that lies in memory. */
LL_NODISCARD enum ll_status ll_bench_threads(const struct ll_bench_setup *setup,
                                             struct ll_bench_result *result, struct ll_error *err);

bool ll_bench_stopped(const struct ll_bench_setup *setup);
enum ll_status ll_bench_interrupted(struct ll_error *err);
void ll_bench_say(const struct ll_bench_setup *setup, const char *format, ...) LL_PRINTF(2, 3);

#endif
