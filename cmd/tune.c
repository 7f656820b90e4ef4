/* tune.c -- leadline tune.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/tune.h"

#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"

static const struct cmd_help help = {
    .name = "tune",
    .summary = "what other rules would have found in a history, and how right it was",
    .usage = "--rules FILE|DIR [options] EVENTS...",
    .about =
        "Reads events once, finds the leads of the pack in force, of a candidate pack and of every "
        "value of a sweep, and says of each: how many leads, how many a week, how many came true, "
        "how many of the subjects that should be found it finds, and how many days earlier.\n"
        "\n"
        "Whether a lead came true is told by later traces of its guns, and by the files of "
        "--labels. A lead that nothing is said of is unlabelled: neither right nor wrong.\n"
        "\n"
        "A lead is dated by the day on which it was first shown: the first day on which the facts "
        "that were reported by then make it. What is found does not depend on the order of the "
        "events.\n"
        "\n"
        "--sweep takes a value of the pack or of a group and what to try: ID.PARAM, PARAM of the "
        "pack, ID.window, ID.weight, quiet_days or GROUP.score, then = and values, as 2..6,8 or "
        "20..80:10. Given again, each value is tried with each of the other.\n"
        "\n"
        "Prints a short table. --json writes everything, --csv tables, --report a page for a "
        "browser; none of them holds a name, a birth date or a street. --leads-out does.",
    .examples =
        "leadline tune --rules rules/atf.yaml --sweep five-or-more-guns.guns=3..8 sales.ndjson\n"
        "leadline tune --rules rules --groups rules/groups.yaml --dealers dealers.csv \\\n"
        "    --labels dispositions.csv --candidate new.yaml --fail-if 'new_leads > 500' \\\n"
        "    --report out.html 20*.ndjson.zst traces.ndjson\n"
        "leadline tune --rules rules/atf.yaml --as-of 2025-12-31 --json - sales.ndjson",
    .codes = "0  All is counted and written.\n"
             "1  It could not be finished, or a --fail-if holds. No output file is left by what\n"
             "   could not be finished.\n"
             "2  Nothing was done: wrong options, or a file of rules, groups, labels, dealers,\n"
             "   calendar, calibers or events that is faulty or cannot be read.",
};

#define OPTIONS_MAX 40

/* Dates as they are given; NULL: not given. */
struct dates {
    const char *as_of, *from, *to;
};

static size_t add_part_options(struct cmd_tune_options *o, struct cmd_option *out)
{
    size_t n = cmd_part_options(
        &o->files,
        "The dealers' names, divisions and open days, as CSV. Without it every dealer has "
        "the default calendar.",
        out);

    out[n++] = cmd_identity_option(&o->files);
    return n;
}

static size_t add_rule_options(struct cmd_tune_options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "candidate",
         .value = "FILE|DIR",
         .text = &o->candidate,
         .help = "Another pack, to be compared with that of --rules."},
        {.name = "sweep",
         .value = "WHAT=VALUES",
         .list = &o->sweeps,
         .help = "Values to try, as said above. Up to four times; up to 1024 cells in all."},
        {.name = "fail-if",
         .value = "EXPR",
         .list = &o->fail_if,
         .help =
             "Exit with 1 where this holds: 'new_leads > 500', 'candidate.precision < 0.2'. May "
             "be given again."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static size_t add_label_options(struct cmd_tune_options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "labels",
         .value = "FILE",
         .list = &o->labels,
         .help = "What groups said of leads (NDJSON or CSV), or the truth that 'leadline gen' "
                 "writes. May be given again."},
        {.name = "no-trace-labels",
         .flag = &o->no_trace_labels,
         .help = "Later traces confirm nothing."},
        {.name = "abroad",
         .flag = &o->abroad,
         .help = "Only traces of guns that were recovered outside the US confirm."},
        {.name = "within",
         .value = "DAYS",
         .number = &o->within,
         .min = 1,
         .max = 36600,
         .help = "Only traces of so many days after the lead was shown confirm."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static size_t add_time_options(struct cmd_tune_options *o, struct dates *dates,
                               struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "as-of",
         .value = "DATE",
         .text = &dates->as_of,
         .help = "Leave out what became known after that day."},
        {.name = "from",
         .value = "DATE",
         .text = &dates->from,
         .help =
             "Count leads that were first shown on that day or later. All facts are looked at."},
        {.name = "to",
         .value = "DATE",
         .text = &dates->to,
         .help = "Count leads that were first shown on that day or earlier."},
        {.name = "threads",
         .value = "N",
         .number = &o->threads,
         .min = 1,
         .max = LL_REPLAY_THREADS_MAX,
         .help = "Threads that share the work, 1 to 256; if not given, as many as there are cores "
                 "to run on. What is found is the same."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static size_t add_output_options(struct cmd_tune_options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "report",
         .value = "FILE",
         .text = &o->report,
         .help = "Write a page for a browser: one file that needs no network."},
        {.name = "json",
         .value = "FILE",
         .text = &o->json,
         .help = "Write everything as JSON; '-' writes it to standard output, and no table."},
        {.name = "csv",
         .value = "DIR",
         .text = &o->csv,
         .help = "Write tables as CSV into this folder, which is made where it is missing."},
        {.name = "leads-out",
         .value = "DIR",
         .text = &o->leads_out,
         .help =
             "Write the leads of each cell into this folder, as 'replay --final' does. They have "
             "names."},
        {.name = "rejected",
         .value = "FILE",
         .text = &o->rejected,
         .help = "Where malformed events go, as in replay. Without it they are only counted."},
        {.name = "quiet", .flag = &o->quiet, .help = "No progress and no summary of the events."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static size_t add_more_options(struct cmd_tune_options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "samples",
         .value = "N",
         .number = &o->samples,
         .min = 0,
         .max = 10000,
         .help = "Leads and near misses to draw for a review by hand, of each kind; if not given, "
                 "20 where --samples-out or --report is."},
        {.name = "seed",
         .value = "N",
         .number = &o->seed,
         .min = 0,
         .max = INT64_MAX,
         .help = "What is drawn depends on it; 1 if not given."},
        {.name = "samples-out",
         .value = "FILE",
         .text = &o->samples_out,
         .help = "Write what was drawn as CSV, with the reasons."},
        {.name = "weights",
         .flag = &o->weights,
         .help = "Suggest weights and a threshold from the labels. They are not applied."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static bool read_date(const char *text, ll_day *out)
{
    *out = LL_DAY_NONE;
    return !text || ll_day_parse(ll_str_from(text), out);
}

static int check_dates(const struct dates *dates, struct cmd_tune_options *o)
{
    const struct {
        const char *name, *text;
        ll_day *out;
    } list[] = {{"as-of", dates->as_of, &o->as_of},
                {"from", dates->from, &o->from},
                {"to", dates->to, &o->to}};

    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        if (!read_date(list[i].text, list[i].out))
            return cmd_args_wrong(&help, "option '--%s' wants a date, as 2026-03-31, not '%.64s'",
                                  list[i].name, list[i].text);
    }
    if (o->from != LL_DAY_NONE && o->to != LL_DAY_NONE && o->from > o->to)
        return cmd_args_wrong(&help, "--from %.10s is after --to %.10s: no lead could count",
                              dates->from, dates->to);
    if (o->as_of != LL_DAY_NONE && o->from != LL_DAY_NONE && o->from > o->as_of)
        return cmd_args_wrong(&help,
                              "--from %.10s is after --as-of %.10s: no lead was shown by then",
                              dates->from, dates->as_of);
    return CMD_FINE;
}

static int check_usage(const struct cmd_tune_options *o)
{
    if (!o->files.rules)
        return cmd_args_wrong(&help, "--rules is missing: which pack is in force?");
    if (o->event_count == 0)
        return cmd_args_wrong(&help, "no events: name files, or '-' for standard input");
    if (o->sweeps.count > LL_AXES_MAX)
        return cmd_args_wrong(&help, "--sweep is given %zu times, the most is %d", o->sweeps.count,
                              LL_AXES_MAX);
    if (o->no_trace_labels && (o->abroad || o->within))
        return cmd_args_wrong(&help, "--no-trace-labels and --%s exclude each other",
                              o->abroad ? "abroad" : "within");
    return CMD_FINE;
}

int cmd_tune(int argc, char **argv)
{
    struct cmd_tune_options o = {.samples = -1, .seed = 1};
    struct cmd_option options[OPTIONS_MAX];
    struct cmd_tune_run run = {0};
    struct dates dates = {0};
    int code;
    size_t n = add_part_options(&o, options);

    n += add_rule_options(&o, options + n);
    n += add_label_options(&o, options + n);
    n += add_time_options(&o, &dates, options + n);
    n += add_output_options(&o, options + n);
    n += add_more_options(&o, options + n);
    if (cmd_args_read(&help, options, n, argc, argv, &o.event_count, &code) == CMD_STOP)
        return code;
    o.events = (const char *const *)argv;
    code = check_dates(&dates, &o);
    if (!code)
        code = check_usage(&o);
    if (code)
        return code;
    if (o.samples < 0)
        o.samples = o.samples_out || o.report ? 20 : 0;
    cmd_stop_watch();
    code = cmd_tune_open(&run, &o);
    if (!code)
        code = cmd_tune_work(&run);
    cmd_tune_close(&run);
    return code;
}
