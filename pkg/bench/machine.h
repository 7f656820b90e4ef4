/* machine.h -- where a measurement is made, and clocks to make it with.
 * Depends on: base, bench/result.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BENCH_MACHINE_H
#define LL_BENCH_MACHINE_H

#include "bench/result.h"

/* CPU model, cores that this process may use, kernel; versions of leadline, compiler, libraries. */
void ll_bench_note_machine(struct ll_bench_result *result);
/* Cores that this process may use: by affinity, and by its control group's quota. */
double ll_bench_cores(void);

double ll_bench_wall(void);       /* seconds of a clock that only goes forward */
double ll_bench_cpu(void);        /* CPU seconds of this process, all threads */
double ll_bench_thread_cpu(void); /* CPU seconds of this thread */
int64_t ll_bench_now_us(void);    /* microseconds since 1970 */
/* Bytes of memory that this process holds now, after what is free was given back. */
double ll_bench_held_bytes(void);

/* Instructions that this process executes, if the kernel lets us count them; -1: it does not. */
int ll_bench_instructions_open(void);
double ll_bench_instructions(int counter);
void ll_bench_instructions_close(int counter);

/* CPU seconds of another process of this machine; -1: not known. */
double ll_bench_process_cpu(int64_t pid);
/* The process that listens on a TCP port of this machine; -1: none that may be seen. */
int64_t ll_bench_process_listening(int port);

#endif
