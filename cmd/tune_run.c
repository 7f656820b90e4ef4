/* tune_run.c -- what leadline tune does once its options are read.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "cmd/tune.h"
#include "files/output.h"
#include "group/guideline.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int fail(enum ll_status status, const struct ll_error *err)
{
    cmd_say_error(err, "error");
    return cmd_code(status);
}

/* ---- what is needed before events are read ---- */

static int load_tables(struct cmd_tune_run *run)
{
    struct cmd_part_files files = run->options->files;

    files.rules = files.groups = NULL; /* the cells' own */
    return cmd_parts_load(&files, &run->parts);
}

static int make_cells(struct cmd_tune_run *run)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_cells_setup setup = {.rules = o->files.rules,
                                   .candidate = o->candidate,
                                   .groups = o->files.groups,
                                   .sweeps = o->sweeps.items,
                                   .sweep_count = o->sweeps.count,
                                   .calibers = run->parts.calibers};
    enum ll_status status =
        ll_cells_make(&run->parts.arena, &setup, &run->cells, &errors, &warnings);

    cmd_say_errors(&warnings, "warning");
    cmd_say_errors(&errors, "error");
    if (status == LL_ERR_NOMEM)
        return CMD_FAILED;
    return status ? CMD_BAD_USAGE : CMD_FINE;
}

static int load_labels(struct cmd_tune_run *run)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_errors errors = {0}, warnings = {0};
    enum ll_status status;

    run->labels_setup = (struct ll_labels_setup){.traces = !o->no_trace_labels,
                                                 .traces_abroad = o->abroad,
                                                 .traces_within = (int32_t)o->within,
                                                 .files = o->labels.items,
                                                 .file_count = o->labels.count};
    status =
        ll_labels_load(&run->parts.arena, &run->labels_setup, &run->labels, &errors, &warnings);
    cmd_say_errors(&warnings, "warning");
    cmd_say_errors(&errors, "error");
    if (status == LL_ERR_NOMEM)
        return CMD_FAILED;
    return status ? CMD_BAD_USAGE : CMD_FINE;
}

int cmd_tune_open(struct cmd_tune_run *run, const struct cmd_tune_options *options)
{
    int code;

    run->options = options;
    run->threads = options->threads ? (size_t)options->threads : ll_replay_threads("memory");
    code = load_tables(run);
    if (!code)
        code = make_cells(run);
    if (!code)
        code = load_labels(run);
    for (size_t i = 0; !code && i < cmd_tune_plug_count; i++) {
        if (cmd_tune_plugs[i]->check)
            code = cmd_tune_plugs[i]->check(run, &run->states[i]);
    }
    return code;
}

/* ---- reading ---- */

static bool shows_progress(const struct cmd_tune_run *run)
{
    return !run->options->quiet && isatty(STDERR_FILENO);
}

static int read_history(struct cmd_tune_run *run)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_error err = {0};
    struct ll_output *rejected = NULL;
    struct ll_input_setup input = {.paths = o->events,
                                   .path_count = o->event_count,
                                   .batch = ll_replay_batch(run->threads),
                                   .batch_bytes = ll_replay_batch_bytes(run->threads),
                                   .held = ll_replay_depth(run->threads),
                                   .ahead = ll_replay_ahead(run->threads),
                                   .stop = cmd_stop_flag()};
    struct ll_history_setup setup = {.dealers = run->parts.dealers,
                                     .calendar = run->parts.calendar,
                                     .calibers = run->parts.calibers,
                                     .identity = run->parts.identity,
                                     .threads = run->threads,
                                     .as_of = o->as_of,
                                     .keep_names = o->leads_out != NULL,
                                     .stop = cmd_stop_flag(),
                                     .progress = shows_progress(run) ? cmd_show_progress : NULL};
    enum ll_status status = ll_input_open(&input, &setup.input, &err);

    if (status)
        return fail(status == LL_ERR_NOMEM ? status : LL_ERR_SYNTAX, &err);
    if (o->rejected)
        status = ll_output_open(o->rejected, &rejected, &err);
    setup.rejected = rejected;
    if (!status)
        status = ll_history_read(&setup, &run->cells, &run->history, &err);
    if (!status && rejected && !*cmd_stop_flag())
        status = ll_output_commit(rejected, &err);
    ll_output_close(rejected);
    ll_input_close(setup.input);
    if (shows_progress(run))
        cmd_end_progress();
    return status ? fail(status, &err) : CMD_FINE;
}

static int stopped(void)
{
    cmd_say("interrupted: nothing is written");
    return CMD_FAILED;
}

static void say_summary(const struct cmd_tune_run *run)
{
    struct ll_buf summary = {0};

    ll_tune_summarize(ll_history_counts(run->history), &summary);
    cmd_print_error(ll_buf_str(&summary));
    ll_buf_fini(&summary);
}

/* ---- counting ---- */

static int start_parts(struct cmd_tune_run *run)
{
    int code = CMD_FINE;

    run->rules = LL_NEW_ARRAY(&run->parts.arena, const struct ll_rules *, run->cells.count);
    for (size_t i = 0; run->rules && i < run->cells.count; i++)
        run->rules[i] = ll_history_rules(run->history, i);
    if (!run->rules)
        return CMD_FAILED;
    for (size_t i = 0; !code && i < cmd_tune_plug_count; i++) {
        struct ll_tune_part *part = &run->parts_taken[run->part_count];
        if (cmd_tune_plugs[i]->start)
            code = cmd_tune_plugs[i]->start(run, &run->states[i], part);
        run->part_count += part->take != NULL;
    }
    return code;
}

/* All cells have the groups of one file. */
static enum ll_status make_tune(struct cmd_tune_run *run, struct ll_error *err)
{
    const struct ll_groups *groups = ll_groups_of(run->cells.cells[0].router);
    size_t count = groups ? groups->count : 0;
    ll_str *ids = LL_NEW_ARRAY(&run->parts.arena, ll_str, count);
    struct ll_tune_setup setup = {.cells = &run->cells,
                                  .rules = run->rules,
                                  .labels = run->labels,
                                  .groups = ids,
                                  .group_count = count,
                                  .threads = run->threads,
                                  .from = run->options->from,
                                  .to = run->options->to,
                                  .parts = run->parts_taken,
                                  .part_count = run->part_count};

    if (!ids)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for the groups");
    for (size_t i = 0; i < count; i++)
        ids[i] = groups->list[i].id;
    return ll_tune_new(&setup, &run->tune, err);
}

static int count(struct cmd_tune_run *run)
{
    struct ll_error err = {0};
    int code = start_parts(run);
    enum ll_status status;

    if (code)
        return code;
    status = make_tune(run, &err);
    if (!status)
        status = ll_history_sweep(run->history, ll_tune_take, run->tune, &err);
    if (!status && *cmd_stop_flag())
        return stopped();
    if (!status)
        status = ll_tune_finish(run->tune, ll_history_counts(run->history), &err);
    return status ? fail(status, &err) : CMD_FINE;
}

/* ---- writing ---- */

static enum ll_status make_document(struct cmd_tune_run *run, struct ll_error *err)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_tune_origin origin = {.version = LL_VERSION,
                                    .present_file = o->files.rules,
                                    .candidate_file = o->candidate,
                                    .as_of = o->as_of,
                                    .labels = &run->labels_setup};

    if (!o->json && !o->report)
        return LL_OK;
    ll_tune_json(run->tune, &origin, &run->document);
    return run->document.failed ? ll_fail(err, LL_ERR_NOMEM, "no memory for the document") : LL_OK;
}

/* "present.ndjson", "candidate.ndjson", "cell-0001.ndjson" and so on. */
static void name_of(const struct cmd_tune_run *run, size_t cell, struct ll_buf *path)
{
    size_t first = 1u + run->cells.has_candidate;

    ll_buf_printf(path, "%s/", run->options->leads_out);
    if (run->cells.cells[cell].kind == LL_CELL_SWEPT)
        ll_buf_printf(path, "cell-%04zu", cell - first + 1);
    else
        ll_buf_add_str(path, cell == 0 ? LL_STR("present") : LL_STR("candidate"));
    ll_buf_add_lit(path, ".ndjson");
    ll_buf_add_char(path, '\0');
}

static enum ll_status write_leads_of(const struct cmd_tune_run *run, size_t cell,
                                     struct ll_error *err)
{
    struct ll_buf path = {0};
    struct ll_output *output = NULL;
    enum ll_status status;

    name_of(run, cell, &path);
    status = path.failed ? ll_fail(err, LL_ERR_NOMEM, "no memory for the name of a file")
                         : ll_output_open(path.ptr, &output, err);
    if (!status)
        status = ll_history_leads(run->history, cell, output, err);
    if (!status)
        status = ll_output_commit(output, err);
    ll_output_close(output);
    ll_buf_fini(&path);
    return status;
}

static enum ll_status write_leads(const struct cmd_tune_run *run, struct ll_error *err)
{
    const char *folder = run->options->leads_out;
    enum ll_status status;

    if (!folder)
        return LL_OK;
    status = ll_output_folder(folder, err);
    for (size_t i = 0; !status && i < run->cells.count; i++)
        status = write_leads_of(run, i, err);
    return status;
}

static bool prints_json(const struct cmd_tune_options *o)
{
    return o->json && strcmp(o->json, "-") == 0;
}

static enum ll_status print_table(const struct cmd_tune_run *run, struct ll_error *err)
{
    const char *no_colour = getenv("NO_COLOR");
    bool colour = isatty(STDOUT_FILENO) && (!no_colour || !*no_colour);
    struct ll_buf text = {0};
    bool fine;

    ll_tune_text(run->tune, colour, &text);
    fine = !text.failed && cmd_print(ll_buf_str(&text));
    ll_buf_fini(&text);
    return fine ? LL_OK : ll_fail(err, LL_ERR_IO, "the table cannot be written");
}

static int write_all(struct cmd_tune_run *run)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_error err = {0};
    enum ll_status status = make_document(run, &err);

    if (!status && o->json)
        status = ll_output_whole(o->json, ll_buf_str(&run->document), &err);
    if (!status && o->csv)
        status = ll_tune_csv(run->tune, o->csv, &err);
    if (!status)
        status = write_leads(run, &err);
    if (!status && !prints_json(o))
        status = print_table(run, &err);
    return status ? fail(status, &err) : CMD_FINE;
}

int cmd_tune_work(struct cmd_tune_run *run)
{
    int code = read_history(run), worst = CMD_FINE;

    if (!code && *cmd_stop_flag())
        return stopped();
    if (!code && !run->options->quiet)
        say_summary(run);
    if (!code)
        code = count(run);
    if (!code)
        code = write_all(run);
    if (code)
        return code;
    for (size_t i = 0; i < cmd_tune_plug_count; i++) {
        if (!cmd_tune_plugs[i]->end)
            continue;
        code = cmd_tune_plugs[i]->end(run, run->states[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}

void cmd_tune_close(struct cmd_tune_run *run)
{
    for (size_t i = 0; i < cmd_tune_plug_count; i++) {
        if (cmd_tune_plugs[i]->free)
            cmd_tune_plugs[i]->free(run->states[i]);
    }
    ll_tune_free(run->tune);
    ll_history_free(run->history);
    ll_buf_fini(&run->document);
    cmd_parts_free(&run->parts);
}
