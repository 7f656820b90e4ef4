/* latency.c -- bench latency: from due to readable, at a steady rate.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "bench/live.h"

#include "bench/machine.h"
#include "bench/pass.h"
#include <stdlib.h>

#define OPEN_MS 10000
#define POLL_MS 20
#define WARM_S 2      /* at the rate, not counted */
#define QUIET_S 0.5   /* without a lead, when all is read: there are no more */
#define PATIENCE_S 60 /* for a worker that does not keep up, once all is sent */
#define AHEAD_US 100000

/* Who sends, on a thread of its own. */
struct sender {
    struct ll_bench_stream *stream;
    size_t count;
    int64_t first_us, late_us;
    enum ll_status status;
    struct ll_error err;
    atomic_bool ended;
};

struct latencies {
    int64_t *us;
    size_t count, cap;
};

static void *send_all(void *context)
{
    struct sender *sender = context;

    sender->status = ll_bench_stream_pace(sender->stream, sender->count, sender->first_us,
                                          &sender->late_us, &sender->err);
    atomic_store(&sender->ended, true);
    return NULL;
}

static enum ll_status add(struct latencies *all, int64_t us, struct ll_error *err)
{
    if (all->count == all->cap) {
        size_t cap = all->cap ? all->cap * 2 : 4096;
        int64_t *grown = realloc(all->us, cap * sizeof *grown);
        if (!grown)
            return ll_fail(err, LL_ERR_NOMEM, "no memory for the latencies");
        all->us = grown;
        all->cap = cap;
    }
    all->us[all->count++] = us;
    return LL_OK;
}

/* Take leads until all that was sent is read, and no more come. */
static enum ll_status take_leads(struct ll_bench_worker *worker, struct ll_kafka_reader *reader,
                                 const struct sender *sender, struct latencies *all,
                                 struct ll_error *err)
{
    int64_t from = sender->first_us + (int64_t)WARM_S * 1000000;
    double heard = ll_bench_wall(), sent_at = 0;

    for (;;) {
        struct ll_kafka_reader_message message;
        enum ll_kafka_reader_event event = LL_KAFKA_READER_NOTHING;
        enum ll_status status = ll_bench_worker_check(worker, err);
        if (!status)
            status = ll_kafka_reader_next(reader, POLL_MS, &event, &message, err);
        if (!status && event == LL_KAFKA_READER_MESSAGE) {
            int64_t now = ll_bench_now_us(),
                    due = ll_bench_header_number(&message, LL_WORKER_HEADER_SENT);
            heard = ll_bench_wall();
            if (due >= from)
                status = add(all, now - due, err);
        }
        if (status)
            return status;
        if (!atomic_load(&sender->ended))
            continue;
        double now = ll_bench_wall();
        sent_at = sent_at > 0 ? sent_at : now;
        if (ll_bench_worker_metric(worker, "leadline_consumed_messages_total") >=
                (double)sender->count &&
            now - heard > QUIET_S)
            return LL_OK;
        if (now - sent_at > PATIENCE_S)
            return ll_fail(err, LL_ERR_BROKER,
                           "the worker is still behind %d s after the last event; ask for a lower "
                           "--rate",
                           PATIENCE_S);
    }
}

static enum ll_status wait_until_ready(const struct ll_bench_worker *worker,
                                       struct ll_kafka_reader *reader, struct ll_error *err)
{
    while (!ll_metrics_is_ready(worker->metrics)) {
        struct ll_kafka_reader_message message;
        enum ll_kafka_reader_event event;
        enum ll_status status = ll_bench_worker_check(worker, err);
        if (!status)
            status = ll_kafka_reader_next(reader, POLL_MS, &event, &message, err);
        if (status)
            return status;
    }
    return LL_OK;
}

static enum ll_status send_and_take(struct ll_bench_worker *worker, struct ll_kafka_reader *reader,
                                    struct sender *sender, struct latencies *all,
                                    struct ll_error *err)
{
    pthread_t thread;
    enum ll_status status = wait_until_ready(worker, reader, err);

    if (status)
        return status;
    sender->first_us = ll_bench_now_us() + AHEAD_US;
    if (pthread_create(&thread, NULL, send_all, sender) != 0)
        return ll_fail(err, LL_ERR_NOMEM, "no thread to send with");
    status = take_leads(worker, reader, sender, all, err);
    (void)pthread_join(thread, NULL);
    if (!status && sender->status) {
        status = sender->status;
        if (err)
            *err = sender->err;
    }
    return status;
}

static enum ll_status put_run(struct ll_bench_result *result, const struct sender *sender,
                              struct latencies *all, struct ll_error *err)
{
    static const struct {
        const char *name;
        unsigned per_mille;
    } rows[] = {{"p50", 500}, {"p90", 900}, {"p99", 990}, {"p99.9", 999}, {"max", 1000}};

    if (all->count == 0)
        return ll_fail(err, LL_ERR_DATA,
                       "no lead came of these events, so that there is no latency; measure for "
                       "longer (--seconds), or with rules that find something");
    ll_bench_sort(all->us, all->count);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ll_bench_put(result, rows[i].name, "ms",
                     rows[i].per_mille == 1000 ? LL_BENCH_NEITHER : LL_BENCH_LOWER,
                     (double)ll_bench_per_mille(all->us, all->count, rows[i].per_mille) / 1000);
    ll_bench_put(result, "leads", "records", LL_BENCH_NEITHER, (double)all->count);
    ll_bench_put(result, "sender_late_max", "ms", LL_BENCH_NEITHER, (double)sender->late_us / 1000);
    return LL_OK;
}

static enum ll_status one_run(const struct ll_bench_setup *setup, size_t number,
                              struct ll_bench_result *result, struct ll_error *err)
{
    struct ll_bench_stream stream;
    struct ll_bench_worker worker;
    struct ll_kafka_reader *reader = NULL;
    struct latencies all = {0};
    struct sender sender = {.stream = &stream,
                            .count = (size_t)(setup->rate * (setup->seconds + WARM_S))};
    enum ll_status closed, status = ll_bench_stream_open(setup, &stream, err);

    if (!status) {
        status = ll_bench_worker_open(&stream, number, &worker, err);
        if (!status)
            status = ll_kafka_reader_open(&stream.kafka, worker.leads, LL_KAFKA_FROM_BEGINNING,
                                          OPEN_MS, &reader, err);
        if (!status)
            status = ll_bench_worker_start(&worker, err);
        if (!status)
            status = send_and_take(&worker, reader, &sender, &all, err);
        if (!status)
            status = ll_bench_worker_stop(&worker, err);
        ll_kafka_reader_close(reader);
        closed = ll_bench_worker_close(&worker, status ? NULL : err);
        status = status ? status : closed;
    }
    closed = ll_bench_stream_close(&stream, status ? NULL : err);
    status = status ? status : closed;
    if (!status)
        status = put_run(result, &sender, &all, err);
    free(all.us);
    return status;
}

enum ll_status ll_bench_latency(const struct ll_bench_setup *setup, struct ll_bench_result *result,
                                struct ll_error *err)
{
    int64_t wanted = setup->rate * (setup->seconds + WARM_S);
    enum ll_status status = LL_OK;

    if ((int64_t)setup->events->count < wanted)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "%lld events a second for %lld s, and %d s before, are %lld events, and "
                       "there are %zu; give more (--gen), or less --seconds",
                       (long long)setup->rate, (long long)setup->seconds, WARM_S, (long long)wanted,
                       setup->events->count);
    ll_bench_note(result, &result->setup, "rate", "%lld events/s", (long long)setup->rate);
    ll_bench_note(result, &result->setup, "seconds", "%lld", (long long)setup->seconds);
    for (size_t i = 1; i <= setup->runs && !status; i++) {
        ll_bench_say(setup, "run %zu of %zu", i, setup->runs);
        status = one_run(setup, i, result, err);
    }
    if (!status && ll_bench_median(result, "sender_late_max", 0) > 10)
        ll_bench_limited(result,
                         "the sender too: it was late by up to %.0f ms, which is in the "
                         "latencies; other programs want these cores",
                         ll_bench_median(result, "sender_late_max", 0));
    return status;
}
