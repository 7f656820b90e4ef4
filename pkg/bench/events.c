/* events.c -- events in memory.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include "files/input.h"
#include <stdlib.h>

#define READ_BATCH 1024
#define COUNT_BATCH 1024
#define DAYS 7
#define HOURS 24
#define MONTHS 12

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM,
                   "no memory for the events; measure with fewer: --gen N, or a shorter file");
}

static enum ll_status add(struct ll_bench_events *events, ll_str event, struct ll_error *err)
{
    if (events->count == events->cap) {
        size_t cap = events->cap ? events->cap * 2 : 4096;
        size_t *places = realloc(events->places, cap * sizeof *places);
        if (!places)
            return no_memory(err);
        events->places = places;
        events->cap = cap;
    }
    events->places[events->count++] = events->bytes.len;
    ll_buf_add_str(&events->bytes, event);
    return events->bytes.failed ? no_memory(err) : LL_OK;
}

/* The bytes have their last place: the inputs may point at them. */
static enum ll_status settle(struct ll_bench_events *events, struct ll_error *err)
{
    if (events->count == 0)
        return ll_fail(err, LL_ERR_SYNTAX, "there are no events to measure with");
    if (!ll_buf_reserve(&events->bytes, LL_DECODE_PADDING))
        return no_memory(err);
    memset(events->bytes.ptr + events->bytes.len, 0, LL_DECODE_PADDING);
    events->inputs = calloc(events->count, sizeof *events->inputs);
    if (!events->inputs)
        return no_memory(err);
    for (size_t i = 0; i < events->count; i++) {
        size_t from = events->places[i];
        size_t to = i + 1 < events->count ? events->places[i + 1] : events->bytes.len;
        events->inputs[i].bytes = (ll_str){events->bytes.ptr + from, to - from};
    }
    free(events->places);
    events->places = NULL;
    return LL_OK;
}

enum ll_status ll_bench_events_read(struct ll_bench_events *events, const char *path,
                                    const volatile sig_atomic_t *stop, struct ll_error *err)
{
    struct ll_input_setup setup = {
        .paths = &path, .path_count = 1, .batch = READ_BATCH, .stop = stop};
    struct ll_input_reader *reader = NULL;
    const struct ll_input_line *lines;
    size_t n = 1;
    enum ll_status status = ll_input_open(&setup, &reader, err);

    while (!status && n > 0) {
        status = ll_input_next(reader, &lines, &n, err);
        for (size_t i = 0; i < n && !status; i++)
            status = add(events, lines[i].bytes, err);
    }
    ll_input_close(reader);
    if (!status && stop && *stop)
        return ll_fail(err, LL_ERR_IO, "interrupted");
    return status ? status : settle(events, err);
}

static enum ll_status emit(void *context, bool is_trace, ll_str key, ll_str json,
                           struct ll_error *err)
{
    (void)is_trace;
    (void)key;
    return add(context, json, err);
}

enum ll_status ll_bench_events_make(struct ll_bench_events *events, struct ll_gen *gen,
                                    struct ll_error *err)
{
    const struct ll_gen_sink sink = {.context = events, .emit = emit};
    struct ll_gen_summary summary;
    enum ll_status status = ll_gen_run(gen, &sink, &summary, err);

    return status ? status : settle(events, err);
}

/* ---- what is in them ---- */

/* When sales are made: by month, weekday and hour. */
struct times {
    uint64_t months[MONTHS], days[DAYS], hours[HOURS], all;
};

static void note_time(struct times *times, const struct ll_time *time)
{
    int year, month, day;
    int64_t local_s = time->utc_ns / 1000000000 + (int64_t)time->offset_minutes * 60;

    ll_day_to_civil(time->day, &year, &month, &day);
    times->months[month - 1]++;
    times->days[ll_day_weekday(time->day)]++;
    times->hours[((local_s % 86400 + 86400) % 86400) / 3600]++;
    times->all++;
}

static double busiest(const uint64_t *counts, size_t n, uint64_t all)
{
    uint64_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = counts[i] > most ? counts[i] : most;
    return all ? (double)most / (double)all : 0;
}

/* Month, weekday and hour are taken for independent: a year has 365/12 days a month, of which a
 * seventh falls on each weekday. */
static double share_of_busiest_hour(const struct times *times)
{
    double month = busiest(times->months, MONTHS, times->all) * MONTHS;
    double day = busiest(times->days, DAYS, times->all) * DAYS;

    return month * day / 365 * busiest(times->hours, HOURS, times->all);
}

enum ll_status ll_bench_events_count(struct ll_bench_events *events,
                                     const struct ll_engine_setup *engine, struct ll_error *err)
{
    struct ll_decoder *decoder = ll_decoder_new(engine->identity, engine->calibers);
    struct times times = {0};

    if (!decoder)
        return no_memory(err);
    for (size_t i = 0; i < events->count; i++) {
        struct ll_event event;
        struct ll_reject reject;
        if (i % COUNT_BATCH == 0)
            ll_decoder_reset(decoder);
        if (!ll_decode(decoder, events->inputs[i].bytes, &event, &reject))
            continue;
        events->traces += event.kind == LL_EVENT_TRACE || event.kind == LL_EVENT_TRACE_VOID;
        if (event.kind != LL_EVENT_SALE)
            continue;
        events->sales++;
        note_time(&times, &event.occurred);
    }
    ll_decoder_free(decoder);
    events->busiest_hour = share_of_busiest_hour(&times);
    return LL_OK;
}

void ll_bench_events_free(struct ll_bench_events *events)
{
    ll_buf_fini(&events->bytes);
    free(events->inputs);
    free(events->places);
    *events = (struct ll_bench_events){0};
}
