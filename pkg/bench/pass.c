/* pass.c -- once over all events.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/pass.h"

#include "bench/machine.h"
#include "files/input.h"
#include "files/output.h"
#include "json/reader.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct run {
    const struct ll_bench_setup *setup;
    struct ll_bench_pass *out;
    struct ll_engine *engine;
    struct ll_input_reader *reader;
    struct ll_input *inputs; /* of the lines at hand */
    struct ll_output *null;
    struct ll_buf leads; /* of the batch at hand */
};

bool ll_bench_stopped(const struct ll_bench_setup *setup)
{
    return setup->stop && *setup->stop;
}

enum ll_status ll_bench_interrupted(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_IO, "interrupted: nothing was found out");
}

void ll_bench_say(const struct ll_bench_setup *setup, const char *format, ...)
{
    char text[256];
    va_list args;

    if (!setup->say)
        return;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    setup->say(setup->context, text);
}

/* ---- the engine ---- */

static enum ll_status take_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct run *run = context;

    (void)err;
    run->out->leads++;
    run->out->lead_bytes += lead->json.len;
    if (!run->null)
        return LL_OK;
    ll_buf_add_str(&run->leads, lead->json);
    ll_buf_add_char(&run->leads, '\n');
    return LL_OK;
}

static enum ll_status take_reject(void *context, size_t input, const struct ll_reject *reject,
                                  struct ll_error *err)
{
    (void)context;
    (void)input;
    (void)reject;
    (void)err;
    return LL_OK;
}

static enum ll_status write_leads(struct run *run, struct ll_error *err)
{
    double began = ll_bench_thread_cpu();
    enum ll_status status = LL_OK;

    if (run->leads.failed)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a batch of leads");
    if (run->leads.len)
        status = ll_output_write(run->null, ll_buf_str(&run->leads), err);
    ll_buf_reset(&run->leads);
    run->out->write += ll_bench_thread_cpu() - began;
    return status;
}

/* The next inputs; *n 0 at the end. */
static enum ll_status next(struct run *run, size_t *at, const struct ll_input **inputs, size_t *n,
                           struct ll_error *err)
{
    const struct ll_bench_events *events = run->setup->events;
    const struct ll_input_line *lines;
    double began;
    enum ll_status status;

    if (!run->reader) {
        size_t left = events->count - *at;
        *inputs = events->inputs + *at;
        *n = left < run->setup->batch ? left : run->setup->batch;
        *at += *n;
        return LL_OK;
    }
    began = ll_bench_thread_cpu();
    status = ll_input_next(run->reader, &lines, n, err);
    run->out->read += ll_bench_thread_cpu() - began;
    for (size_t i = 0; i < *n && !status; i++)
        run->inputs[i] = (struct ll_input){.bytes = lines[i].bytes};
    *inputs = run->inputs;
    return status;
}

static enum ll_status run_all(struct run *run, struct ll_error *err)
{
    const struct ll_engine_sink sink = {.context = run, .lead = take_lead, .reject = take_reject};
    const struct ll_input *inputs;
    size_t at = 0, n = 1;
    enum ll_status status = LL_OK;

    while (!status && n > 0) {
        if (ll_bench_stopped(run->setup))
            return ll_bench_interrupted(err);
        status = next(run, &at, &inputs, &n, err);
        if (!status && n)
            status = ll_engine_batch(run->engine, inputs, n, &sink, err);
        if (!status && run->null)
            status = write_leads(run, err);
    }
    return status;
}

static enum ll_status open_files(struct run *run, const struct ll_bench_pass_setup *how,
                                 struct ll_error *err)
{
    struct ll_input_setup input = {
        .paths = &how->path, .path_count = 1, .batch = run->setup->batch, .stop = run->setup->stop};
    enum ll_status status = LL_OK;

    if (how->write)
        status = ll_output_open("/dev/null", &run->null, err);
    if (status || !how->path)
        return status;
    run->inputs = calloc(run->setup->batch, sizeof *run->inputs);
    if (!run->inputs)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a batch of events");
    return ll_input_open(&input, &run->reader, err);
}

static void close_files(struct run *run)
{
    ll_input_close(run->reader);
    ll_output_close(run->null);
    ll_buf_fini(&run->leads);
    free(run->inputs);
}

enum ll_status ll_bench_pass_engine(const struct ll_bench_setup *setup,
                                    const struct ll_bench_pass_setup *how,
                                    struct ll_bench_pass *out, struct ll_error *err)
{
    struct run run = {.setup = setup, .out = out};
    struct ll_engine_setup engine = setup->engine;
    double held = ll_bench_held_bytes(), wall, cpu, instructions;
    enum ll_status status;

    *out = (struct ll_bench_pass){0};
    engine.pack = how->pack;
    engine.store = ll_bench_store_new(&out->store);
    if (!engine.store)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for the store");
    status = ll_engine_new(&engine, &run.engine, err);
    if (!status) {
        instructions = ll_bench_instructions(how->counter);
        wall = ll_bench_wall();
        cpu = ll_bench_cpu();
        status = open_files(&run, how, err);
        if (!status)
            status = run_all(&run, err);
        out->cpu = ll_bench_cpu() - cpu;
        out->wall = ll_bench_wall() - wall;
        out->instructions = ll_bench_instructions(how->counter) - instructions;
        out->held_bytes = ll_bench_held_bytes() - held;
        out->counts = *ll_engine_counts(run.engine);
    }
    close_files(&run);
    ll_engine_free(run.engine);
    engine.store->ops->free(engine.store);
    return status;
}

/* ---- before the engine ---- */

/* Walk all tokens, as the decoder has to; what is no JSON ends where it does. */
static double parse_all(const struct ll_bench_events *events, struct ll_json_reader *reader)
{
    double began = ll_bench_thread_cpu();

    for (size_t i = 0; i < events->count; i++)
        if (ll_json_open(reader, events->inputs[i].bytes) && ll_json_skip(reader))
            (void)ll_json_close(reader);
    return ll_bench_thread_cpu() - began;
}

/* Decode all, and with facts write the stored form of each too. */
static double decode_all(const struct ll_bench_setup *setup, struct ll_decoder *decoder,
                         struct ll_buf *facts, double *fact_bytes)
{
    const struct ll_bench_events *events = setup->events;
    double began = ll_bench_thread_cpu();

    for (size_t i = 0; i < events->count; i++) {
        struct ll_event event;
        struct ll_reject reject;
        struct ll_fact fact;
        if (i % setup->batch == 0) {
            ll_decoder_reset(decoder);
            if (facts)
                ll_buf_reset(facts);
        }
        if (!ll_decode(decoder, events->inputs[i].bytes, &event, &reject) || !facts)
            continue;
        size_t before = facts->len;
        ll_fact_of_event(&event, &fact);
        ll_fact_encode(&fact, facts);
        *fact_bytes += (double)(facts->len - before);
    }
    return ll_bench_thread_cpu() - began;
}

/* A part is what the longer pass took more; a clock that trembles makes none negative. */
static double more(double longer, double shorter)
{
    return longer > shorter ? longer - shorter : 0;
}

enum ll_status ll_bench_pass_decode(const struct ll_bench_setup *setup,
                                    struct ll_bench_decoding *out, struct ll_error *err)
{
    struct ll_json_reader *reader = ll_json_reader_new(LL_EVENT_BYTES_MAX);
    struct ll_decoder *decoder = ll_decoder_new(setup->engine.identity, setup->engine.calibers);
    struct ll_buf facts = {0};
    enum ll_status status = LL_OK;

    *out = (struct ll_bench_decoding){0};
    if (reader && decoder) {
        out->parse = parse_all(setup->events, reader);
        double decoded = decode_all(setup, decoder, NULL, NULL);
        double encoded = decode_all(setup, decoder, &facts, &out->fact_bytes);
        out->normalise = more(decoded, out->parse);
        out->encode = more(encoded, decoded);
    }
    if (!reader || !decoder || facts.failed)
        status = ll_fail(err, LL_ERR_NOMEM, "no memory to decode with");
    ll_json_reader_free(reader);
    ll_decoder_free(decoder);
    ll_buf_fini(&facts);
    return status;
}
