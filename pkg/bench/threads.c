/* threads.c -- bench replay on several threads, beside the same on one.   SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create */
#include "bench/pass.h"

#include "replay/replay.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MILLION 1e6

/* What a replay holds. */
struct held {
    size_t threads;
    struct ll_input_reader *input;
    struct ll_output *null;
    struct ll_store *stores[2 * LL_REPLAY_THREADS_MAX];
    struct ll_crew *crew;
};

static enum ll_status write_all(int fd, ll_str bytes, struct ll_error *err)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR)
            return ll_fail(err, LL_ERR_IO, "cannot hold the events as a file: %s", strerror(errno));
        bytes.ptr += n > 0 ? n : 0;
        bytes.len -= n > 0 ? (size_t)n : 0;
    }
    return LL_OK;
}

/* Threads read files: events that were made are put in one that lies in memory. */
static enum ll_status make_file(const struct ll_bench_events *events, int *fd, struct ll_error *err)
{
    enum ll_status status = LL_OK;

    *fd = memfd_create("leadline-bench", MFD_CLOEXEC);
    if (*fd < 0)
        return ll_fail(err, LL_ERR_IO, "cannot hold the events as a file: %s", strerror(errno));
    for (size_t i = 0; i < events->count && !status; i++) {
        status = write_all(*fd, events->inputs[i].bytes, err);
        if (!status)
            status = write_all(*fd, LL_STR("\n"), err);
    }
    return status;
}

static enum ll_status open_all(const struct ll_bench_setup *setup, const char *path,
                               struct held *held, struct ll_error *err)
{
    const struct ll_input_setup input = {.paths = &path,
                                         .path_count = 1,
                                         .batch = ll_replay_batch(held->threads),
                                         .batch_bytes = ll_replay_batch_bytes(held->threads),
                                         .held = ll_replay_depth(held->threads),
                                         .ahead = ll_replay_ahead(held->threads),
                                         .stop = setup->stop};
    enum ll_status status = ll_input_open(&input, &held->input, err);

    if (!status)
        status = ll_output_open("/dev/null", &held->null, err);
    if (!status)
        status = ll_replay_stores_open("memory", held->threads, held->stores, err);
    return status ? status
                  : ll_crew_new(&setup->engine, held->stores, held->threads, &held->crew, err);
}

static enum ll_status close_all(struct held *held, struct ll_error *err)
{
    ll_crew_free(held->crew);
    ll_output_close(held->null);
    ll_input_close(held->input);
    return ll_replay_stores_close("memory", held->threads, held->stores, err);
}

static enum ll_status run_once(const struct ll_bench_setup *setup, const char *path, size_t threads,
                               struct ll_replay_result *out, struct ll_error *err)
{
    struct held held = {.threads = threads};
    enum ll_status status = open_all(setup, path, &held, err);
    const struct ll_replay_setup replay = {.crew = held.crew,
                                           .threads = threads,
                                           .input = held.input,
                                           .leads = held.null,
                                           .stop = setup->stop};

    if (!status)
        status = ll_replay_run(&replay, out, err);
    if (!status && out->stopped)
        status = ll_bench_interrupted(err);
    enum ll_status closed = close_all(&held, status ? NULL : err);
    return status ? status : closed;
}

static double cpu_of(const struct ll_replay_result *run)
{
    double all = run->ahead_cpu;

    for (size_t i = 0; i < LL_REPLAY_STAGES; i++)
        all += run->stage_cpu[i];
    return all;
}

static void put_run(struct ll_bench_result *result, const struct ll_replay_result *one,
                    const struct ll_replay_result *many)
{
    static const char *const shares[LL_REPLAY_STAGES] = {[LL_REPLAY_READ] = "share.read",
                                                         [LL_REPLAY_DECODE] = "share.decode",
                                                         [LL_REPLAY_PURCHASERS] =
                                                             "share.purchasers",
                                                         [LL_REPLAY_TOLD] = "share.told",
                                                         [LL_REPLAY_WRITE] = "share.write"};
    double n = (double)many->counts.read, cpu = cpu_of(many);

    if (n <= 0 || cpu <= 0 || many->seconds <= 0 || one->seconds <= 0)
        return;
    ll_bench_put(result, "events_per_second", "events/s", LL_BENCH_HIGHER, n / many->seconds);
    ll_bench_put(result, "one_thread", "events/s", LL_BENCH_HIGHER, n / one->seconds);
    ll_bench_put(result, "times_one_thread", "x", LL_BENCH_HIGHER, one->seconds / many->seconds);
    ll_bench_put(result, "cpu_per_million", "s", LL_BENCH_LOWER, cpu / n * MILLION);
    ll_bench_put(result, "one_thread_cpu_per_million", "s", LL_BENCH_LOWER,
                 cpu_of(one) / n * MILLION);
    ll_bench_put(result, "cpu_share", "% of a core", LL_BENCH_NEITHER, cpu / many->seconds * 100);
    ll_bench_put(result, "share.read_ahead", "% of CPU", LL_BENCH_NEITHER,
                 many->ahead_cpu / cpu * 100);
    for (size_t i = 0; i < LL_REPLAY_STAGES; i++)
        ll_bench_put(result, shares[i], "% of CPU", LL_BENCH_NEITHER,
                     many->stage_cpu[i] / cpu * 100);
}

/* Only the first stage and the last are one thread's at a time. */
static void say_limit(struct ll_bench_result *result, size_t threads)
{
    double read = ll_bench_median(result, "share.read", 0);
    double write = ll_bench_median(result, "share.write", 0);
    double most = read > write ? read : write;

    ll_bench_limited(
        result,
        "%zu threads, %.0f %% of a core in all; %s is one thread's at a time, %.1f %% of the work",
        threads, ll_bench_median(result, "cpu_share", 0),
        read > write ? "putting lines together" : "writing leads", most);
}

enum ll_status ll_bench_threads(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                                struct ll_error *err)
{
    char name[64];
    const char *path = setup->path;
    int fd = -1;
    enum ll_status status = path ? LL_OK : make_file(setup->events, &fd, err);

    if (!path) {
        (void)snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        path = name;
    }
    /* By turns, so that what else the machine does falls on both. */
    for (size_t i = 0; i <= setup->runs && !status; i++) {
        struct ll_replay_result one = {0}, many = {0};
        if (i == 0)
            ll_bench_say(setup, "warming up");
        else
            ll_bench_say(setup, "run %zu of %zu", i, setup->runs);
        status = run_once(setup, path, 1, &one, err);
        if (!status)
            status = run_once(setup, path, setup->threads, &many, err);
        if (!status && i > 0)
            put_run(result, &one, &many);
    }
    if (fd >= 0)
        close(fd);
    if (!status)
        say_limit(result, setup->threads);
    return status;
}
