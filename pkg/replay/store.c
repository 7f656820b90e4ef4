/* store.c -- where a replay keeps its timelines, and what follows from it for threads.   SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* the set of usable cores */
#include "replay/replay.h"

#include "base/hash.h"
#include "redis/store.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#define RANDOM_BYTES 8

/* A prefix that no other run has: two of them on one Redis must not meet. */
static enum ll_status make_prefix(char *out, size_t size, struct ll_error *err)
{
    uint8_t bytes[RANDOM_BYTES];
    char hex[2 * RANDOM_BYTES + 1] = "";
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    int error = errno;

    if (fd >= 0)
        close(fd);
    if (n != RANDOM_BYTES)
        return ll_fail(err, LL_ERR_IO, "cannot read /dev/urandom: %s", strerror(error));
    ll_hex(bytes, RANDOM_BYTES, hex);
    (void)snprintf(out, size, "leadline-replay:%s:", hex);
    return LL_OK;
}

static enum ll_status open_redis(const char *url, struct ll_store **out, struct ll_error *err)
{
    char prefix[64];
    struct ll_redis_address at;
    struct ll_redis_options options = {.prefix = prefix};
    enum ll_status status = ll_redis_address_parse(ll_str_from(url), &at, err);
    struct ll_store *store;

    if (!status)
        status = make_prefix(prefix, sizeof prefix, err);

    if (status)
        return status;
    options.host = at.host[0] ? at.host : NULL;
    options.path = at.path[0] ? at.path : NULL;
    options.port = at.port;
    options.db = at.db;
    store = ll_redis_store_open(&options, err);
    if (!store)
        return err && err->status ? err->status : LL_ERR_NOMEM;
    status = ll_redis_store_connect(store, err);
    if (status) {
        store->ops->free(store);
        return status;
    }
    *out = store;
    return LL_OK;
}

static bool is_redis(const char *url)
{
    return strncmp(url, "redis://", 8) == 0 || strncmp(url, "unix://", 7) == 0;
}

/* Each thread has its own part of the timelines. */
static enum ll_status open_memory(size_t threads, struct ll_store **stores, struct ll_error *err)
{
    for (size_t i = 0; i < ll_crew_stores(threads); i++) {
        stores[i] = ll_store_memory_new();
        if (!stores[i])
            return ll_fail(err, LL_ERR_NOMEM, "no memory for the store");
    }
    return LL_OK;
}

enum ll_status ll_replay_stores_open(const char *url, size_t threads, struct ll_store **stores,
                                     struct ll_error *err)
{
    if (is_redis(url) && threads > 1)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "one thread reads and writes a Redis; say --threads 1, or --store memory "
                       "for %zu threads",
                       threads);
    if (is_redis(url))
        return open_redis(url, stores, err);
    if (strcmp(url, "memory") != 0)
        return ll_fail(
            err, LL_ERR_SYNTAX,
            "unknown store '%.128s'; say memory, redis://HOST[:PORT][/DB] or unix:///PATH", url);
    return open_memory(threads, stores, err);
}

enum ll_status ll_replay_stores_close(const char *url, size_t threads, struct ll_store **stores,
                                      struct ll_error *err)
{
    enum ll_status status = LL_OK;
    uint64_t deleted;

    if (is_redis(url) && stores[0])
        status = ll_redis_store_clear(stores[0], &deleted, err);
    for (size_t i = 0; i < ll_crew_stores(threads); i++)
        if (stores[i])
            stores[i]->ops->free(stores[i]);
    return status;
}

size_t ll_replay_threads(const char *url)
{
    cpu_set_t usable;
    int cores = sched_getaffinity(0, sizeof usable, &usable) ? 1 : CPU_COUNT(&usable);

    if (is_redis(url) || cores < 1)
        return 1;
    return cores < LL_REPLAY_THREADS_MAX ? (size_t)cores : LL_REPLAY_THREADS_MAX;
}
