/* why.c -- leadline why.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "cmd/why_run.h"
#include <stdlib.h>
#include <unistd.h>

static const struct cmd_help help = {
    .name = "why",
    .summary = "why a lead is there, and how near the others came",
    .usage = "--rules FILE|DIR [options] EVENTS... (--lead ID | --subject WHO | --sale ID | "
             "--trace ID)",
    .about =
        "Reads events as replay does, or with --store the timelines that a live worker keeps in "
        "Redis, and tells of one subject, for each indicator: the items that it counted and those "
        "that it did not, each term of its conditions with its value, the windows that it looked "
        "at, the open days of a window one by one, what joined hits into one lead, and why each "
        "group took the lead or not.\n"
        "\n"
        "Of an indicator that did not hit it tells the window that came nearest, what it lacks, "
        "and the smallest change that would have made it hit: an item more, another day, another "
        "value. Every change that is told was made to the facts and the rules were run on them; "
        "changes of one thing are tried first, then of two.\n"
        "\n"
        "WHO is purchaser:KEY, dealer:R-DD-SSSSS, address:KEY, or 'LAST, FIRST, YYYY-MM-DD', which "
        "is hashed at once and appears nowhere; other users of this machine may see it in the list "
        "of processes until then.\n"
        "\n"
        "On a live store the subject must be named: its timelines are found by subjects alone. "
        "--lead, --sale and --trace then say what to tell of. In colour on a terminal, unless "
        "NO_COLOR is set.",
    .examples =
        "leadline why --rules rules/atf.yaml --dealers dealers.csv --sale S-17 sales.ndjson\n"
        "leadline why --rules rules --groups rules/groups.yaml --lead L-QATR66T4STP2YJHY "
        "2026-*.ndjson.zst\n"
        "leadline why --rules rules --store redis://localhost --identity-key-file identity.key \\\n"
        "    --subject 'DOE, JOHN, 1984-03-04' --indicator several-dealers",
    .codes =
        "0  It is told.\n"
        "1  There is no such lead, sale, trace or subject, or an input or the store cannot be\n"
        "   read.\n"
        "2  Bad usage, or a file of rules, groups, dealers, calendar, calibers or events that\n"
        "   is faulty or cannot be read.",
};

#define OPTIONS_MAX 20

static size_t add_asking(struct why_options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        cmd_identity_option(&o->files),
        {.name = "lead", .value = "ID", .text = &o->lead, .help = "Tell of this lead."},
        {.name = "subject",
         .value = "WHO",
         .text = &o->subject,
         .help = "Tell of all that is known of this purchaser, dealer or address."},
        {.name = "sale",
         .value = "ID",
         .text = &o->sale,
         .help = "Tell of the purchaser of this sale, and first of the sale."},
        {.name = "trace",
         .value = "ID",
         .text = &o->trace,
         .help = "Tell of the purchaser and the dealer of this trace, and first of the trace."},
        {.name = "indicator", .value = "ID", .text = &o->indicator, .help = "Only this indicator."},
        {.name = "store",
         .value = "URL",
         .text = &o->store,
         .help = "The Redis of a live worker, redis://HOST[:PORT][/DB] or unix:///PATH[?db=DB]. No "
                 "EVENTS are read then; nothing is written."},
        {.name = "store-prefix",
         .value = "TEXT",
         .text = &o->prefix,
         .help = "What the worker's keys begin with; ll: if not given."},
        {.name = "store-user",
         .value = "NAME",
         .text = &o->user,
         .help = "The Redis user, where it has one."},
        {.name = "store-password-file",
         .value = "FILE",
         .text = &o->password_file,
         .help = "A file with the password of Redis, where it wants one."},
        {.name = "all",
         .flag = &o->all,
         .help = "Every item and every window, however many there are."},
        {.name = "json",
         .flag = &o->json,
         .help = "The same as JSON, one object a line for each subject."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

/* A name on the command line is not to stay there. */
static void forget(char *const *words, size_t n, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < n; i++) {
        size_t whole = strlen(words[i]);
        if (whole >= len && words[i] + (whole - len) == text)
            memset(words[i] + (whole - len), '*', len);
    }
}

static int check_usage(const struct why_options *o, size_t events)
{
    int asked = (o->lead != NULL) + (o->sale != NULL) + (o->trace != NULL);

    if (!o->files.rules)
        return cmd_args_wrong(&help, "--rules is missing: which pack is to be used?");
    if (asked > 1)
        return cmd_args_wrong(&help, "--lead, --sale and --trace exclude each other");
    if (!asked && !o->subject)
        return cmd_args_wrong(&help, "say what to tell of: --lead ID, --subject WHO, --sale ID or "
                                     "--trace ID");
    if (o->store && !o->subject)
        return cmd_args_wrong(&help,
                              "a live store finds timelines by their subjects alone: say --subject "
                              "too, as the lead's record has it");
    if (o->store && events)
        return cmd_args_wrong(&help, "--store and EVENTS exclude each other");
    if (!o->store && events == 0)
        return cmd_args_wrong(&help, "no events: name files, or '-' for standard input, or a live "
                                     "worker's --store");
    return CMD_FINE;
}

static int run(struct why_options *o, char *const *words, size_t word_count)
{
    const char *no_colour = getenv("NO_COLOR");
    struct why_run run;
    int code;

    o->colour = isatty(STDOUT_FILENO) && (!no_colour || !*no_colour);
    cmd_stop_watch();
    code = why_run_open(&run, o);
    if (o->subject)
        forget(words, word_count, o->subject);
    if (!code)
        code = why_run_tell(&run);
    why_run_close(&run);
    return code;
}

int cmd_why(int argc, char **argv)
{
    struct why_options o = {0};
    struct cmd_option options[OPTIONS_MAX];
    size_t n = cmd_part_options(&o.files,
                                "The dealers' names, divisions and open days, as CSV. Without it "
                                "every dealer has the default calendar.",
                                options);
    size_t word_count = (size_t)argc;
    char **words = malloc(word_count * sizeof *words);
    int code = CMD_FAILED;

    if (!words) {
        cmd_say("error: no memory");
        return CMD_FAILED;
    }
    memcpy(words, argv, word_count * sizeof *words);
    n += add_asking(&o, options + n);
    if (cmd_args_read(&help, options, n, argc, argv, &o.event_count, &code) == CMD_GO_ON) {
        o.events = (const char *const *)argv;
        code = check_usage(&o, o.event_count);
        if (!code)
            code = run(&o, words, word_count);
    }
    free(words);
    return code;
}
