/* replay.c -- see replay.h.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/replay.h"

#include "base/buf.h"
#include "replay/progress.h"
#include <stdlib.h>
#include <time.h>

#define PROGRESS_SECONDS 0.2

struct replay {
    const struct ll_replay_setup *setup;
    const struct ll_input_line *lines; /* the batch at hand */
    struct ll_input *inputs;
    size_t input_cap;
    struct ll_buf record;
    uint64_t changes, stand;
    bool committed;
    double began, shown;
};

static double now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool stop_set(const struct replay *replay)
{
    return replay->setup->stop && *replay->setup->stop;
}

static enum ll_status take_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct replay *replay = context;
    struct ll_output *out = replay->setup->leads;
    enum ll_status status;

    if (lead->change == LL_CHANGE_STANDS)
        replay->stand++;
    else
        replay->changes++;
    if (lead->change == LL_CHANGE_STANDS && stop_set(replay))
        return ll_fail(err, LL_ERR_IO, "interrupted");
    if (replay->setup->final && lead->change != LL_CHANGE_STANDS)
        return LL_OK;
    status = ll_output_write(out, lead->json, err);
    return status ? status : ll_output_write(out, LL_STR("\n"), err);
}

static enum ll_status take_reject(void *context, size_t input, const struct ll_reject *reject,
                                  struct ll_error *err)
{
    struct replay *replay = context;
    const struct ll_input_line *line = &replay->lines[input];

    if (!replay->setup->rejected)
        return LL_OK;
    ll_buf_reset(&replay->record);
    ll_replay_add_rejected(&replay->record, reject, line->file, line->number, line->bytes);
    if (replay->record.failed)
        return ll_fail(err, LL_ERR_NOMEM, "%s:%llu: no memory to write the rejected event",
                       line->file, (unsigned long long)line->number);
    return ll_output_write(replay->setup->rejected, ll_buf_str(&replay->record), err);
}

static void show_progress(struct replay *replay)
{
    const struct ll_replay_setup *setup = replay->setup;
    struct ll_replay_state state = {.events = ll_engine_counts(setup->engine)->read,
                                    .leads = replay->changes};
    double t;

    if (!setup->progress)
        return;
    t = now();
    if (t - replay->shown < PROGRESS_SECONDS)
        return;
    replay->shown = t;
    state.seconds = t - replay->began;
    ll_input_progress(setup->input, &state.bytes, &state.bytes_total);
    ll_buf_reset(&replay->record);
    ll_replay_progress_line(&state, &replay->record);
    setup->progress(setup->progress_context, ll_buf_str(&replay->record));
}

/* Room for the inputs of a batch: grows to the largest one, and then no more. */
static enum ll_status reserve_inputs(struct replay *replay, size_t n, struct ll_error *err)
{
    struct ll_input *grown;

    if (n <= replay->input_cap)
        return LL_OK;
    grown = realloc(replay->inputs, n * sizeof *grown);
    if (!grown)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a batch of %zu events", n);
    replay->inputs = grown;
    replay->input_cap = n;
    return LL_OK;
}

static enum ll_status read_all(struct replay *replay, const struct ll_engine_sink *sink,
                               struct ll_error *err)
{
    const struct ll_replay_setup *setup = replay->setup;
    enum ll_status status = LL_OK;

    while (!status && !stop_set(replay)) {
        size_t n;
        status = ll_input_next(setup->input, &replay->lines, &n, err);
        if (status || n == 0)
            break;
        status = reserve_inputs(replay, n, err);
        for (size_t i = 0; i < n && !status; i++)
            replay->inputs[i] = (struct ll_input){.bytes = replay->lines[i].bytes};
        if (!status)
            status = ll_engine_batch(setup->engine, replay->inputs, n, sink, err);
        if (!status)
            status = ll_output_flush(setup->leads, err);
        if (!status && setup->rejected)
            status = ll_output_flush(setup->rejected, err);
        show_progress(replay);
    }
    return status;
}

static enum ll_status finish(struct replay *replay, const struct ll_engine_sink *sink,
                             struct ll_error *err)
{
    const struct ll_replay_setup *setup = replay->setup;
    enum ll_status status = LL_OK;

    if (setup->final)
        status = ll_engine_stand(setup->engine, sink, err);
    if (stop_set(replay))
        return LL_OK;
    if (status)
        return status;
    if (setup->rejected)
        status = ll_output_commit(setup->rejected, err);
    if (!status)
        status = ll_output_commit(setup->leads, err);
    replay->committed = !status;
    return status;
}

enum ll_status ll_replay_run(const struct ll_replay_setup *setup, struct ll_replay_result *result,
                             struct ll_error *err)
{
    struct replay replay = {.setup = setup, .began = now()};
    struct ll_engine_sink sink = {.context = &replay, .lead = take_lead, .reject = take_reject};
    const struct ll_engine_counts *counts = ll_engine_counts(setup->engine);
    enum ll_status status;

    replay.shown = replay.began;
    status = read_all(&replay, &sink, err);
    if (!status && !stop_set(&replay))
        status = finish(&replay, &sink, err);
    result->stopped = !status && !replay.committed;
    result->counts = *counts;
    result->stand = setup->final && !status
                        ? replay.stand
                        : counts->leads_opened - counts->leads_withdrawn - counts->leads_superseded;
    result->seconds = now() - replay.began;
    free(replay.inputs);
    ll_buf_fini(&replay.record);
    return status;
}
