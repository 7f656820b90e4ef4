/* machine.c -- clocks, and what this machine is.   SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/machine.h"

#include "kafka/client.h"
#include "redis/info.h"
#include "json/index.h"
#include <malloc.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

/* ---- clocks ---- */

static double seconds(clockid_t clock)
{
    struct timespec t = {0};

    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double ll_bench_wall(void)
{
    return seconds(CLOCK_MONOTONIC);
}

double ll_bench_cpu(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double ll_bench_thread_cpu(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

int64_t ll_bench_now_us(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

double ll_bench_held_bytes(void)
{
    long size = 0, resident = 0;
    FILE *file;

    (void)malloc_trim(0);
    file = fopen("/proc/self/statm", "r");
    if (!file)
        return 0;
    if (fscanf(file, "%ld %ld", &size, &resident) != 2) /* NOLINT(cert-err34-c): the kernel's */
        resident = 0;
    (void)fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

/* ---- the machine ---- */

/* The first line of a file that begins with name, behind its colon. */
static void find_line(const char *path, const char *name, char *out, size_t size)
{
    char line[512];
    FILE *file = fopen(path, "r");

    (void)snprintf(out, size, "unknown");
    while (file && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        if (!colon || strncmp(line, name, strlen(name)) != 0)
            continue;
        ll_str value = ll_str_trim(ll_str_from(colon + 1));
        (void)snprintf(out, size, "%.*s", LL_STR_ARGS(value));
        break;
    }
    if (file)
        (void)fclose(file);
}

/* Cores that the control group may use; 0: no limit. */
static double quota(void)
{
    char text[64] = "";
    char *end;
    double most, period;
    FILE *file = fopen("/sys/fs/cgroup/cpu.max", "r");

    if (!file)
        return 0;
    if (!fgets(text, sizeof text, file))
        text[0] = '\0';
    (void)fclose(file);
    most = strtod(text, &end);
    period = strtod(end, NULL);
    return most > 0 && period > 0 ? most / period : 0;
}

double ll_bench_cores(void)
{
    cpu_set_t set;
    double cores = 1, limit = quota();

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        cores = CPU_COUNT(&set);
    return limit > 0 && limit < cores ? limit : cores;
}

void ll_bench_note_machine(struct ll_bench_result *result)
{
    char cpu[128];
    struct utsname kernel = {0};

    find_line("/proc/cpuinfo", "model name", cpu, sizeof cpu);
    (void)uname(&kernel);
    ll_bench_note(result, &result->machine, "cpu", "%s", cpu);
    ll_bench_note(result, &result->machine, "cores", "%g", ll_bench_cores());
    ll_bench_note(result, &result->machine, "kernel", "%s %s %s", kernel.sysname, kernel.release,
                  kernel.machine);
    ll_bench_note(result, &result->versions, "leadline", "%s", LL_VERSION);
    ll_bench_note(result, &result->versions, "compiler", "%s", COMPILER);
    ll_bench_note(result, &result->versions, "simdjson", "%s", ll_json_library_version());
    ll_bench_note(result, &result->versions, "librdkafka", "%s", ll_kafka_library_version());
    ll_bench_note(result, &result->versions, "hiredis", "%s", ll_redis_library_version());
}
