/* worker.c -- a worker of a benchmark's own, in this process.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "bench/live.h"
#include "bench/pass.h"

#include "redis/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TIMEOUT_MS 10000

/* ---- its settings ---- */

/* A text in YAML's single quotes. */
static void add_quoted(struct ll_buf *out, const char *text)
{
    ll_buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            ll_buf_add_char(out, '\'');
        ll_buf_add_char(out, *text);
    }
    ll_buf_add_char(out, '\'');
}

static void write_settings(const struct ll_bench_worker *worker, struct ll_buf *out)
{
    const struct ll_bench_stream *stream = worker->stream;
    const struct ll_bench_setup *setup = stream->setup;

    ll_buf_add_lit(out, "rules: ");
    add_quoted(out, setup->rules);
    ll_buf_add_lit(out, "\nkafka:\n  bootstrap.servers: ");
    add_quoted(out, setup->brokers);
    ll_buf_printf(out,
                  "\ntopics: {sales: [%s], traces: [%s], leads: %s, rejected: %s, create: true, "
                  "partitions: %d}\ngroup: %s\n",
                  stream->sales, stream->traces, worker->leads, worker->rejected,
                  (int)setup->partitions, worker->group);
    ll_buf_add_lit(out, "redis:\n  url: ");
    add_quoted(out, setup->redis);
    ll_buf_printf(out, "\n  prefix: '%s'\nmetrics: {listen: off}\nlog: {level: error}\n",
                  worker->prefix);
}

/* The settings want a key; the engine that the worker is given has one already. */
static const char *environment(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "LEADLINE_IDENTITY_KEY") == 0 ? LL_IDENTITY_DEMO_KEY : NULL;
}

static enum ll_status no_file(void *context, struct ll_arena *arena, const char *path,
                              struct ll_source *source, struct ll_error *err)
{
    (void)context;
    (void)arena;
    (void)source;
    return ll_fail(err, LL_ERR_IO, "%s is not read here", path);
}

static enum ll_status make_settings(struct ll_bench_worker *worker, struct ll_error *err)
{
    const struct ll_config_world world = {.env = environment, .read = no_file};
    struct ll_buf text = {0};
    struct ll_errors errors = {0};
    struct ll_source *source = LL_NEW(&worker->arena, struct ll_source);
    enum ll_status status = LL_OK;

    write_settings(worker, &text);
    if (source)
        *source = (struct ll_source){"settings", ll_arena_str(&worker->arena, ll_buf_str(&text))};
    if (!source || text.failed || !source->text.ptr)
        status = ll_fail(err, LL_ERR_NOMEM, "no memory for the worker's settings");
    else if (ll_config_parse(&worker->arena, source, &world, &worker->config, &errors) != LL_OK)
        status = ll_fail(err, LL_ERR_SYNTAX, "the worker's settings: %s", errors.list[0].message);
    ll_buf_fini(&text);
    return status;
}

/* ---- its life ---- */

enum ll_status ll_bench_worker_open(struct ll_bench_stream *stream, size_t number,
                                    struct ll_bench_worker *worker, struct ll_error *err)
{
    const struct ll_bench_setup *setup = stream->setup;
    enum ll_status status;

    *worker = (struct ll_bench_worker){.stream = stream, .redis = stream->redis};
    (void)snprintf(worker->leads, sizeof worker->leads, "%s.%zu.leads", stream->base, number);
    (void)snprintf(worker->rejected, sizeof worker->rejected, "%s.%zu.rejected", stream->base,
                   number);
    (void)snprintf(worker->group, sizeof worker->group, "%s.%zu", stream->base, number);
    (void)snprintf(worker->prefix, sizeof worker->prefix, "%s.%zu:", stream->base, number);
    worker->redis.prefix = worker->prefix;
    status = make_settings(worker, err);
    if (status)
        return status;
    worker->store = ll_redis_store_open(&worker->redis, err);
    worker->metrics = ll_metrics_new(setup->engine.pack);
    if (!worker->store || !worker->metrics)
        return err && err->status ? err->status : ll_fail(err, LL_ERR_NOMEM, "out of memory");
    status = ll_redis_store_connect(worker->store, err);
    struct ll_kafka_topic topics[] = {
        {.name = worker->leads, .partitions = setup->partitions, .compacted = true},
        {.name = worker->rejected, .partitions = setup->partitions},
    };
    if (!status)
        status = ll_bench_topics_make(&stream->kafka, topics, 2, err);
    return status;
}

static void *work(void *context)
{
    struct ll_bench_worker *worker = context;

    worker->status = ll_worker_run(&worker->setup, &worker->err);
    atomic_store(&worker->ended, true);
    return NULL;
}

enum ll_status ll_bench_worker_start(struct ll_bench_worker *worker, struct ll_error *err)
{
    worker->log = ll_log_make(STDERR_FILENO, LL_LOG_ERROR, LL_LOG_FORMAT_TEXT);
    worker->setup = (struct ll_worker_setup){.config = &worker->config,
                                             .engine = worker->stream->setup->engine,
                                             .redis = &worker->redis,
                                             .metrics = worker->metrics,
                                             .log = &worker->log,
                                             .stop = &worker->stop};
    if (pthread_create(&worker->thread, NULL, work, worker) != 0)
        return ll_fail(err, LL_ERR_NOMEM, "no thread for the worker");
    worker->running = true;
    return LL_OK;
}

enum ll_status ll_bench_worker_check(const struct ll_bench_worker *worker, struct ll_error *err)
{
    if (ll_bench_stopped(worker->stream->setup))
        return ll_bench_interrupted(err);
    if (!atomic_load(&worker->ended))
        return LL_OK;
    if (err)
        *err = worker->err;
    return worker->status ? worker->status : ll_fail(err, LL_ERR_IO, "the worker ended by itself");
}

enum ll_status ll_bench_worker_stop(struct ll_bench_worker *worker, struct ll_error *err)
{
    if (!worker->running)
        return LL_OK;
    worker->stop = 1;
    (void)pthread_join(worker->thread, NULL);
    worker->running = false;
    if (worker->status && err)
        *err = worker->err;
    return worker->status;
}

double ll_bench_worker_metric(const struct ll_bench_worker *worker, const char *name)
{
    struct ll_buf text = {0};
    size_t len = strlen(name);
    double value = -1;

    ll_metrics_render(worker->metrics, &text);
    ll_buf_add_char(&text, '\0');
    for (const char *line = text.failed ? NULL : text.ptr; line && *line;) {
        if (strncmp(line, name, len) == 0 && line[len] == ' ')
            value = strtod(line + len, NULL);
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    ll_buf_fini(&text);
    return value;
}

enum ll_status ll_bench_worker_close(struct ll_bench_worker *worker, struct ll_error *err)
{
    const char *const names[] = {worker->leads, worker->rejected};
    uint64_t deleted;
    enum ll_status status = ll_bench_worker_stop(worker, err), removed = LL_OK;

    if (worker->store) {
        if (!status)
            status = ll_redis_store_clear(worker->store, &deleted, err);
        removed = ll_kafka_topics_remove(&worker->stream->kafka, names, 2, worker->group,
                                         TIMEOUT_MS, status ? NULL : err);
        worker->store->ops->free(worker->store);
    }
    ll_metrics_free(worker->metrics);
    ll_arena_fini(&worker->arena);
    return status ? status : removed;
}
