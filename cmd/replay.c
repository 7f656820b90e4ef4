/* replay.c -- leadline replay.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/replay.h"

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include <stdio.h>
#include <unistd.h>

static const struct cmd_help help = {
    .name = "replay",
    .summary = "read events from files, write the leads they make",
    .usage = "--rules FILE|DIR [options] EVENTS...",
    .about =
        "Runs the engine over files of events, in the order given, and writes every change of a "
        "lead "
        "as one line of JSON; with --final, only the leads that are open at the end, sorted by "
        "kind, "
        "key and first date.\n"
        "\n"
        "EVENTS are files of one JSON event a line, plain or packed with gzip or zstd (told by "
        "what "
        "is in them, not by their names); '-' is the standard input. A malformed event never stops "
        "the run: it is counted, and written to the --rejected file with its reason.\n"
        "\n"
        "On a terminal a line shows how far it has come. At the end a summary on standard error "
        "accounts for every event: read = used + duplicate + superseded + rejected + untied.\n"
        "\n"
        "Output files are written under a temporary name and renamed when they are complete, so "
        "that "
        "there is a whole file or none. Ctrl-C ends the run and leaves no output file.",
    .examples =
        "leadline replay --rules rules/atf.yaml sales.ndjson >leads.ndjson\n"
        "leadline replay --rules rules --groups rules/groups.yaml --dealers dealers.csv \\\n"
        "    --final --out leads.ndjson --rejected rejected.ndjson 2026-*.ndjson.zst "
        "traces.ndjson\n"
        "zcat old.gz | leadline replay --rules rules/atf.yaml --final -",
    .codes = "0  All events were read and all leads are written. Rejected events are no failure.\n"
             "1  It could not be finished: an input is damaged, an output cannot be written, the\n"
             "   store is away, or it was interrupted. No output file is left.\n"
             "2  Nothing was done: wrong options, or a file of rules, groups, dealers, calendar,\n"
             "   calibers or events that is faulty or cannot be read.",
};

struct options {
    struct cmd_part_files files;
    const char *out, *rejected, *store;
    bool final, quiet;
    int64_t batch, threads; /* 0: not given */
};

/* The things that are opened for a run, in the order in which they are. */
struct run {
    struct cmd_parts parts;
    struct ll_input_reader *input;
    size_t threads;
    struct ll_store *stores[2 * LL_REPLAY_THREADS_MAX];
    struct ll_crew *crew;
    struct ll_output *leads, *rejected;
};

#define OPTIONS_MAX 16

/* The files that rule. Returns how many options were put at out. */
static size_t add_part_options(struct options *o, struct cmd_option *out)
{
    size_t n = cmd_part_options(
        &o->files,
        "The dealers' names, divisions and open days, as CSV. Without it every dealer has "
        "the default calendar, and hits say so.",
        out);

    out[n++] = cmd_identity_option(&o->files);
    return n;
}

/* What is written, and how. */
static size_t add_run_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "out",
         .value = "FILE",
         .text = &o->out,
         .help = "Where leads go. Without it, or for '-': standard output."},
        {.name = "rejected",
         .value = "FILE",
         .text = &o->rejected,
         .help =
             "Where malformed events go, byte for byte, each with reason, field, file and line, "
             "as one JSON record a line. Without it they are only counted."},
        {.name = "final",
         .flag = &o->final,
         .help = "Write the leads that are open at the end, instead of every change."},
        {.name = "store",
         .value = "memory|URL",
         .text = &o->store,
         .help =
             "Where timelines are kept meanwhile: memory (the default), redis://HOST[:PORT][/DB] "
             "or unix:///PATH[?db=DB]. On Redis the run has key names of its own, and deletes "
             "them at the end. The leads are the same."},
        {.name = "batch",
         .value = "N",
         .number = &o->batch,
         .min = 1,
         .max = LL_ENGINE_BATCH_MAX,
         .help =
             "Events taken at once, 1 to 65536; if not given, 1024, or 256 a thread where that is "
             "more. The leads are the same."},
        {.name = "threads",
         .value = "N",
         .number = &o->threads,
         .min = 1,
         .max = LL_REPLAY_THREADS_MAX,
         .help =
             "Threads that share the work, 1 to 256; if not given, as many as there are cores to "
             "run on. What is written is the same, byte for byte. With a Redis, one."},
        {.name = "quiet",
         .flag = &o->quiet,
         .help = "No progress and no summary; errors and warnings only."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static enum cmd_next read_options(int argc, char **argv, struct options *o, size_t *events,
                                  int *code)
{
    struct cmd_option options[OPTIONS_MAX];
    size_t n = add_part_options(o, options);

    n += add_run_options(o, options + n);
    return cmd_args_read(&help, options, n, argc, argv, events, code);
}

static enum ll_status open_input(const struct options *o, const char *const *events, size_t n,
                                 struct run *run, struct ll_error *err)
{
    struct ll_input_setup input = {.paths = events,
                                   .path_count = n,
                                   .batch =
                                       o->batch ? (size_t)o->batch : ll_replay_batch(run->threads),
                                   .batch_bytes = ll_replay_batch_bytes(run->threads),
                                   .held = ll_replay_depth(run->threads),
                                   .ahead = ll_replay_ahead(run->threads),
                                   .stop = cmd_stop_flag()};

    return ll_input_open(&input, &run->input, err);
}

static enum ll_status open_crew(const struct options *o, struct run *run, struct ll_error *err)
{
    const struct cmd_parts *parts = &run->parts;
    struct ll_engine_setup setup = {.pack = parts->pack,
                                    .router =
                                        parts->groups ? ll_groups_router(parts->groups) : NULL,
                                    .dealers = parts->dealers,
                                    .calendar = parts->calendar,
                                    .calibers = parts->calibers,
                                    .identity = parts->identity,
                                    .repeat_duplicates = false,
                                    .remember_names = o->final};
    enum ll_status status = ll_replay_stores_open(o->store, run->threads, run->stores, err);

    return status ? status : ll_crew_new(&setup, run->stores, run->threads, &run->crew, err);
}

/* Everything that may fail before the first event is read. Returns an exit code. */
static int open_run(const struct options *o, const char *const *events, size_t n, struct run *run)
{
    struct ll_error err = {0};
    enum ll_status status;
    int code = cmd_parts_load(&o->files, &run->parts);

    if (code)
        return code;
    status = open_input(o, events, n, run, &err);
    if (status) {
        cmd_say_error(&err, "error");
        return status == LL_ERR_NOMEM ? CMD_FAILED : CMD_BAD_USAGE;
    }
    status = ll_output_open(o->out, &run->leads, &err);
    if (!status && o->rejected)
        status = ll_output_open(o->rejected, &run->rejected, &err);
    if (!status)
        status = open_crew(o, run, &err);
    if (status)
        cmd_say_error(&err, "error");
    return cmd_code(status);
}

static void say_stopped(const struct options *o, const struct ll_replay_result *result)
{
    bool standard = !o->out || strcmp(o->out, "-") == 0;

    if (standard)
        cmd_say("interrupted after %llu events: what is on standard output is not all",
                (unsigned long long)result->counts.read);
    else
        cmd_say("interrupted after %llu events: %s is not written",
                (unsigned long long)result->counts.read, o->out);
}

static int replay(const struct options *o, struct run *run)
{
    struct ll_error err = {0};
    struct ll_replay_result result = {0};
    bool shown = !o->quiet && isatty(STDERR_FILENO);
    struct ll_replay_setup setup = {.crew = run->crew,
                                    .threads = run->threads,
                                    .input = run->input,
                                    .leads = run->leads,
                                    .rejected = run->rejected,
                                    .final = o->final,
                                    .stop = cmd_stop_flag(),
                                    .progress = shown ? cmd_show_progress : NULL};
    enum ll_status status = ll_replay_run(&setup, &result, &err);
    struct ll_buf summary = {0};

    if (shown)
        cmd_end_progress();
    if (status)
        cmd_say_error(&err, "error");
    else if (result.stopped)
        say_stopped(o, &result);
    if (!status && !result.stopped && !o->quiet) {
        ll_replay_summarize(&result, &summary);
        cmd_print_error(ll_buf_str(&summary));
    }
    ll_buf_fini(&summary);
    return status || result.stopped ? CMD_FAILED : CMD_FINE;
}

static int close_run(const struct options *o, struct run *run, int code)
{
    struct ll_error err = {0};

    ll_crew_free(run->crew);
    if (ll_replay_stores_close(o->store, run->threads, run->stores, &err)) {
        cmd_say_error(&err, "warning");
        cmd_say("warning: keys that begin with leadline-replay: may be left there");
    }
    ll_output_close(run->leads);
    ll_output_close(run->rejected);
    ll_input_close(run->input);
    cmd_parts_free(&run->parts);
    return code;
}

int cmd_replay(int argc, char **argv)
{
    struct options o = {.store = "memory"};
    struct run run = {0};
    size_t events;
    int code;

    if (read_options(argc, argv, &o, &events, &code) == CMD_STOP)
        return code;
    if (!o.files.rules)
        return cmd_args_wrong(&help, "--rules is missing: which pack is to be used?");
    if (events == 0)
        return cmd_args_wrong(&help, "no events: name files, or '-' for standard input");
    if (o.rejected && strcmp(o.rejected, o.out ? o.out : "-") == 0)
        return cmd_args_wrong(&help, "--out and --rejected cannot both be %.128s",
                              o.out ? o.out : "standard output");
    run.threads = o.threads ? (size_t)o.threads : ll_replay_threads(o.store);
    cmd_stop_watch();
    code = open_run(&o, (const char *const *)argv, events, &run);
    if (!code)
        code = replay(&o, &run);
    return close_run(&o, &run, code);
}
