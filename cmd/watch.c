/* watch.c -- leadline watch.   SPDX-License-Identifier: Apache-2.0 */
#include "watch/watch.h"

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "files/input.h"
#include "files/output.h"
#include "kafka/reader.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define OPEN_TIMEOUT_MS 10000
/* How long Ctrl-C may have to wait, at most. */
#define POLL_MS 200
#define FILE_BATCH 256

static const struct cmd_help help = {
    .name = "watch",
    .summary = "show leads in plain words as they come",
    .usage = "[--brokers LIST | --file FILE] [options]",
    .about =
        "Follows the topic of leads and prints each lead in two or three lines: whom it is about, "
        "why, "
        "on what evidence, which groups have it, and what is new since its last revision. "
        "Revisions "
        "that were seen already, as a worker that starts again may write them, are passed over. "
        "Commits nothing and belongs to no consumer group: any number of people may watch.\n"
        "\n"
        "In colour on a terminal, unless NO_COLOR is set. Ctrl-C ends it.",
    .examples = "leadline watch --brokers localhost:9092 --group laredo\n"
                "leadline watch --file leads.ndjson\n"
                "leadline watch --from end --json | jq .score",
    .codes =
        "0  Ended by --exit-at-end, --until-idle or Ctrl-C, or the file is at its end.\n"
        "1  The brokers, the topic or the file cannot be read, or the output cannot be written.\n"
        "2  Bad usage.",
};

struct options {
    const char *brokers, *topic, *file, *group, *from;
    bool json, exit_at_end;
    int64_t until_idle; /* seconds; 0: for ever */
};

struct watching {
    const struct options *options;
    struct ll_watch *watch;
    struct ll_output *out;
    struct ll_buf text;
};

static enum cmd_next read_options(int argc, char **argv, struct options *o, size_t *operands,
                                  int *code)
{
    const struct cmd_option options[] = {
        {.name = "brokers",
         .value = "HOST:PORT,...",
         .text = &o->brokers,
         .help = "Kafka's brokers; localhost:9092 if not given."},
        {.name = "topic",
         .value = "NAME",
         .text = &o->topic,
         .help = "The topic of leads; leads if not given."},
        {.name = "from",
         .value = "beginning|end",
         .text = &o->from,
         .help = "Start with all leads that the topic has (beginning, the default), or with those "
                 "that come from now on (end)."},
        {.name = "group",
         .value = "ID",
         .text = &o->group,
         .help = "Only leads that go to this group, and those that no longer do."},
        {.name = "json",
         .flag = &o->json,
         .help = "The records as they are, one a line, instead of words."},
        {.name = "file",
         .value = "FILE",
         .text = &o->file,
         .help = "Read leads from a file of leadline replay instead of Kafka; '-' is the standard "
                 "input."},
        {.name = "exit-at-end",
         .flag = &o->exit_at_end,
         .help = "End when all that is there now has been shown."},
        {.name = "until-idle",
         .value = "SECONDS",
         .number = &o->until_idle,
         .min = 1,
         .max = 86400,
         .help = "End when nothing has come for so long."},
    };

    return cmd_args_read(&help, options, sizeof options / sizeof options[0], argc, argv, operands,
                         code);
}

static double now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Show one record. What is no lead is told of and passed over. */
static enum ll_status take(struct watching *w, ll_str record, const char *where, long long place,
                           struct ll_error *err)
{
    enum ll_status status;

    ll_buf_reset(&w->text);
    status = ll_watch_take(w->watch, record, &w->text, err);
    if (status == LL_ERR_DATA) {
        cmd_say("warning: %s, %lld: %s", where, place, err->message);
        return LL_OK;
    }
    return status ? status : ll_output_write(w->out, ll_buf_str(&w->text), err);
}

static enum ll_status follow_file(struct watching *w, struct ll_error *err)
{
    struct ll_input_setup setup = {.paths = &w->options->file,
                                   .path_count = 1,
                                   .batch = FILE_BATCH,
                                   .eager = true,
                                   .stop = cmd_stop_flag()};
    struct ll_input_reader *reader = NULL;
    const struct ll_input_line *lines;
    size_t n;
    enum ll_status status = ll_input_open(&setup, &reader, err);

    while (!status && !*cmd_stop_flag()) {
        status = ll_input_next(reader, &lines, &n, err);
        if (status || n == 0)
            break;
        for (size_t i = 0; i < n && !status; i++)
            status = take(w, lines[i].bytes, lines[i].file, (long long)lines[i].number, err);
        if (!status)
            status = ll_output_flush(w->out, err);
    }
    ll_input_close(reader);
    return status;
}

/* One thing from the reader. Brokers that are away are told of once, and once when they are
 * back. */
static enum ll_status follow_one(struct watching *w, struct ll_kafka_reader *reader, bool *away,
                                 double *last, struct ll_error *err)
{
    struct ll_kafka_reader_message message;
    enum ll_kafka_reader_event event;
    enum ll_status status = ll_kafka_reader_next(reader, POLL_MS, &event, &message, err);

    if (status == LL_ERR_BROKER) {
        if (!*away)
            cmd_say("warning: %s; trying again", err->message);
        *away = true;
        return LL_OK;
    }
    if (status)
        return status;
    if (*away && event != LL_KAFKA_READER_NOTHING) {
        *away = false;
        cmd_say("the brokers are back");
    }
    if (event != LL_KAFKA_READER_MESSAGE)
        return ll_output_flush(w->out, err);
    *last = now();
    return message.has_value
               ? take(w, message.value, w->options->topic, (long long)message.offset, err)
               : LL_OK;
}

static enum ll_status follow_topic(struct watching *w, struct ll_error *err)
{
    const struct options *o = w->options;
    struct ll_kafka_options options = {.brokers = o->brokers, .client_id = "leadline-watch"};
    enum ll_kafka_reader_from from =
        strcmp(o->from, "end") == 0 ? LL_KAFKA_FROM_END : LL_KAFKA_FROM_BEGINNING;
    struct ll_kafka_reader *reader = NULL;
    double last = now();
    bool away = false;
    enum ll_status status =
        ll_kafka_reader_open(&options, o->topic, from, OPEN_TIMEOUT_MS, &reader, err);

    while (!status && !*cmd_stop_flag()) {
        if (o->exit_at_end && ll_kafka_reader_caught_up(reader))
            break;
        if (o->until_idle && now() - last >= (double)o->until_idle)
            break;
        status = follow_one(w, reader, &away, &last, err);
    }
    ll_kafka_reader_close(reader);
    return status;
}

static int watch(const struct options *o)
{
    const char *no_colour = getenv("NO_COLOR");
    struct ll_watch_setup setup = {.group = o->group,
                                   .json = o->json,
                                   .colour = isatty(STDOUT_FILENO) && (!no_colour || !*no_colour)};
    struct watching w = {.options = o, .watch = ll_watch_new(&setup)};
    struct ll_error err = {0};
    enum ll_status status = w.watch ? ll_output_open(NULL, &w.out, &err)
                                    : ll_fail(&err, LL_ERR_NOMEM, "no memory to watch leads");

    if (!status)
        status = o->file ? follow_file(&w, &err) : follow_topic(&w, &err);
    if (!status)
        status = ll_output_commit(w.out, &err);
    if (status)
        cmd_say_error(&err, "error");
    ll_output_close(w.out);
    ll_watch_free(w.watch);
    ll_buf_fini(&w.text);
    return status ? CMD_FAILED : CMD_FINE;
}

int cmd_watch(int argc, char **argv)
{
    struct options o = {.topic = "leads", .from = "beginning"};
    size_t operands;
    int code;

    if (read_options(argc, argv, &o, &operands, &code) == CMD_STOP)
        return code;
    if (operands)
        return cmd_args_wrong(&help, "'%.64s' is too much here; --file names a file of leads",
                              argv[0]);
    if (strcmp(o.from, "beginning") != 0 && strcmp(o.from, "end") != 0) {
        const char *const known[] = {"beginning", "end"};
        return cmd_args_unknown(&help, "place for --from", o.from, known, 2);
    }
    if (o.file && o.brokers)
        return cmd_args_wrong(&help, "--file and --brokers exclude each other");
    if (!o.brokers)
        o.brokers = "localhost:9092";
    cmd_stop_watch();
    return watch(&o);
}
