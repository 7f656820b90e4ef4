/* replay.c -- see replay.h.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/replay.h"

#include "base/buf.h"
#include "replay/line.h"
#include "replay/progress.h"
#include <stdlib.h>
#include <time.h>

#define PROGRESS_SECONDS 0.2

_Static_assert((int)LL_REPLAY_STAGES == LL_LINE_STAGES,
               "the stages of a replay are those of a line");

/* A batch on its way. */
struct place {
    struct ll_batch *batch;
    const struct ll_input_line *lines;
    struct ll_input *inputs;
    size_t input_cap;
    struct ll_replay_state so_far; /* of the input, when it was read */
};

struct replay {
    const struct ll_replay_setup *setup;
    struct place *places;
    size_t depth;
    uint64_t read;             /* events */
    bool at_end, standing;     /* all lines are read; what stands is being given */
    const struct place *given; /* the batch that is being given */
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
    if (replay->setup->final && lead->change != LL_CHANGE_STANDS)
        return LL_OK;
    status = ll_output_write(out, lead->json, err);
    return status ? status : ll_output_write(out, LL_STR("\n"), err);
}

static enum ll_status take_reject(void *context, size_t input, const struct ll_reject *reject,
                                  struct ll_error *err)
{
    struct replay *replay = context;
    const struct ll_input_line *line = &replay->given->lines[input];

    if (!replay->setup->rejected)
        return LL_OK;
    ll_buf_reset(&replay->record);
    ll_replay_add_rejected(&replay->record, reject, line->file, line->number, line->bytes);
    if (replay->record.failed)
        return ll_fail(err, LL_ERR_NOMEM, "%s:%llu: no memory to write the rejected event",
                       line->file, (unsigned long long)line->number);
    return ll_output_write(replay->setup->rejected, ll_buf_str(&replay->record), err);
}

static void show_progress(struct replay *replay, const struct place *place)
{
    const struct ll_replay_setup *setup = replay->setup;
    struct ll_replay_state state = place->so_far;
    double t;

    if (!setup->progress)
        return;
    t = now();
    if (t - replay->shown < PROGRESS_SECONDS)
        return;
    replay->shown = t;
    state.seconds = t - replay->began;
    state.leads = replay->changes;
    ll_buf_reset(&replay->record);
    ll_replay_progress_line(&state, &replay->record);
    setup->progress(setup->progress_context, ll_buf_str(&replay->record));
}

/* Room for the inputs of a batch: grows to the largest one, and then no more. */
static enum ll_status reserve_inputs(struct place *place, size_t n, struct ll_error *err)
{
    struct ll_input *grown;

    if (n <= place->input_cap)
        return LL_OK;
    grown = realloc(place->inputs, n * sizeof *grown);
    if (!grown)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a batch of %zu events", n);
    place->inputs = grown;
    place->input_cap = n;
    return LL_OK;
}

static enum ll_status read_lines(struct replay *replay, struct place *place, size_t *n,
                                 struct ll_error *err)
{
    struct ll_input_reader *input = replay->setup->input;
    enum ll_status status = ll_input_next(input, &place->lines, n, err);

    if (!status)
        status = reserve_inputs(place, *n, err);
    if (status)
        return status;
    for (size_t i = 0; i < *n; i++)
        place->inputs[i] = (struct ll_input){.bytes = place->lines[i].bytes};
    replay->read += *n;
    return LL_OK;
}

/* The subjects whose leads are open are in order when all events are given, and not before. */
static enum ll_status read_standing(struct replay *replay, struct place *place,
                                    enum ll_line_read *what, struct ll_error *err)
{
    enum ll_status status = LL_OK;

    if (!replay->standing)
        status = ll_crew_stand(replay->setup->crew, err);
    replay->standing = true;
    *what = !status && ll_batch_start_standing(place->batch) ? LL_LINE_BATCH : LL_LINE_END;
    return status;
}

static void note_progress(struct replay *replay, struct ll_replay_state *so_far)
{
    so_far->events = replay->read;
    ll_input_progress(replay->setup->input, &so_far->bytes, &so_far->bytes_total);
}

static enum ll_status read_batch(void *context, size_t number, enum ll_line_read *what,
                                 struct ll_error *err)
{
    struct replay *replay = context;
    struct place *place = &replay->places[number];
    size_t n;
    enum ll_status status;

    if (replay->at_end) {
        note_progress(replay, &place->so_far);
        return read_standing(replay, place, what, err);
    }
    status = read_lines(replay, place, &n, err);
    if (status)
        return status;
    note_progress(replay, &place->so_far);
    replay->at_end = n == 0;
    *what = LL_LINE_BATCH;
    if (n == 0)
        *what = replay->setup->final && !stop_set(replay) ? LL_LINE_LATER : LL_LINE_END;
    return n ? ll_batch_start(place->batch, place->inputs, n, err) : LL_OK;
}

static enum ll_status give(struct replay *replay, struct place *place, struct ll_error *err)
{
    const struct ll_replay_setup *setup = replay->setup;
    struct ll_engine_sink sink = {.context = replay, .lead = take_lead, .reject = take_reject};
    enum ll_status status;

    replay->given = place;
    status = ll_batch_give(place->batch, &sink, err);
    if (!status && setup->leads)
        status = ll_output_flush(setup->leads, err);
    if (!status && setup->rejected)
        status = ll_output_flush(setup->rejected, err);
    show_progress(replay, place);
    return status;
}

static enum ll_status work(void *context, size_t stage, size_t number, size_t piece,
                           struct ll_error *err)
{
    static const enum ll_batch_phase phases[LL_REPLAY_STAGES] = {
        [LL_REPLAY_DECODE] = LL_BATCH_DECODE,
        [LL_REPLAY_PURCHASERS] = LL_BATCH_PURCHASERS,
        [LL_REPLAY_TOLD] = LL_BATCH_TOLD};
    struct replay *replay = context;
    struct place *place = &replay->places[number];

    if (stage == LL_REPLAY_WRITE)
        return give(replay, place, err);
    return ll_batch_work(place->batch, phases[stage], piece, err);
}

static bool ahead(void *context)
{
    const struct replay *replay = context;

    return ll_input_ahead(replay->setup->input);
}

static enum ll_status make_places(struct replay *replay, struct ll_error *err)
{
    bool fine;

    replay->places = calloc(replay->depth, sizeof *replay->places);
    fine = replay->places != NULL;
    for (size_t i = 0; fine && i < replay->depth; i++) {
        replay->places[i].batch = ll_batch_new(replay->setup->crew);
        fine = replay->places[i].batch != NULL;
    }
    return fine ? LL_OK
                : ll_fail(err, LL_ERR_NOMEM, "no memory for %zu threads", replay->setup->threads);
}

static void free_places(struct replay *replay)
{
    for (size_t i = 0; replay->places && i < replay->depth; i++) {
        ll_batch_free(replay->places[i].batch);
        free(replay->places[i].inputs);
    }
    free(replay->places);
}

static enum ll_status run_all(struct replay *replay, struct ll_replay_result *result,
                              struct ll_error *err)
{
    const struct ll_replay_setup *setup = replay->setup;
    const struct ll_line_setup line = {.threads = setup->threads,
                                       .depth = replay->depth,
                                       .pieces = setup->threads,
                                       .stop = setup->stop,
                                       .context = replay,
                                       .read = read_batch,
                                       .work = work,
                                       .ahead = ahead};
    struct ll_line_times times = {0};
    enum ll_status status = make_places(replay, err);

    if (!status)
        status = ll_line_run(&line, &times, err);
    for (size_t i = 0; i < LL_REPLAY_STAGES; i++)
        result->stage_cpu[i] = times.of[i];
    result->ahead_cpu = times.ahead;
    return status;
}

static enum ll_status commit(struct replay *replay, struct ll_error *err)
{
    const struct ll_replay_setup *setup = replay->setup;
    enum ll_status status = LL_OK;

    if (setup->rejected)
        status = ll_output_commit(setup->rejected, err);
    if (!status && setup->leads)
        status = ll_output_commit(setup->leads, err);
    replay->committed = !status;
    return status;
}

/* With one thread, what is in the caches is the batch at hand. Else each stage has one, and one is
 * read ahead. */
size_t ll_replay_depth(size_t threads)
{
    return threads == 1 ? 1 : LL_REPLAY_STAGES + 1;
}

size_t ll_replay_ahead(size_t threads)
{
    return threads == 1 ? 0 : 2 * threads;
}

size_t ll_replay_batch(size_t threads)
{
    size_t wanted = threads * LL_REPLAY_BATCH_PER_THREAD;

    if (wanted > LL_ENGINE_BATCH_MAX)
        return LL_ENGINE_BATCH_MAX;
    return wanted > LL_REPLAY_BATCH_DEFAULT ? wanted : LL_REPLAY_BATCH_DEFAULT;
}

size_t ll_replay_batch_bytes(size_t threads)
{
    return ll_replay_batch(threads) * (LL_INPUT_BATCH_BYTES / LL_REPLAY_BATCH_DEFAULT);
}

enum ll_status ll_replay_run(const struct ll_replay_setup *setup, struct ll_replay_result *result,
                             struct ll_error *err)
{
    struct replay replay = {
        .setup = setup, .began = now(), .depth = ll_replay_depth(setup->threads)};
    const struct ll_engine_counts *counts = ll_crew_counts(setup->crew);
    enum ll_status status;

    replay.shown = replay.began;
    status = run_all(&replay, result, err);
    if (!status && !stop_set(&replay))
        status = commit(&replay, err);
    result->stopped = !status && !replay.committed;
    result->counts = *counts;
    result->stand = setup->final && !status
                        ? replay.stand
                        : counts->leads_opened - counts->leads_withdrawn - counts->leads_superseded;
    result->seconds = now() - replay.began;
    result->threads = setup->threads;
    free_places(&replay);
    ll_buf_fini(&replay.record);
    return status;
}
