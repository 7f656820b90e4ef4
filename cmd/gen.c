/* gen.c -- leadline gen.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/gen.h"

#include "base/decimal.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "files/output.h"
#include "kafka/producer.h"
#include <errno.h>
#include <time.h>

static const struct cmd_help help = {
    .name = "gen",
    .summary = "make realistic events to try things with",
    .usage = "[--sales N] [--seed N] [options] [--out FILE | --brokers HOST:PORT]",
    .about =
        "Writes sales, voids and traces as one JSON event a line: dealers of twelve states with "
        "their "
        "open days, buyers who come once and buyers who come back, and among them rings of straw "
        "purchasers whose guns are recovered across the border. Reports come late, twice, wrong "
        "and "
        "corrected, or damaged, in the shares that the options set.\n"
        "\n"
        "The same options give the same bytes, on every machine. Events come in the order in which "
        "they are reported. Memory does not grow with the number of events. Every name, number and "
        "address is made up by chance.\n"
        "\n"
        "--truth tells what was planted: one JSON record a line for every ring, ring buyer, ring "
        "sale "
        "and trace of a ring's gun, with keys as 'leadline replay' makes them, so that what a pack "
        "finds can be measured. docs/gen.md describes both files, and the sources of the numbers.",
    .examples = "leadline gen --sales 200000 --out sales.ndjson --dealers-out dealers.csv\n"
                "leadline gen --sales 5000000 --days 1095 --rings 40 --truth truth.ndjson \\\n"
                "    --out sales.ndjson --dealers-out dealers.csv\n"
                "leadline gen --sales 1000000 --rate 500 --brokers localhost:9092\n"
                "leadline gen --sales 50000 | leadline replay --rules rules/atf.yaml --final -",
    .codes =
        "0  All events are written.\n"
        "1  They could not all be written, or the run was interrupted. Of files none is left;\n"
        "   what is in Kafka or went through a pipe stays there.\n"
        "2  Nothing was done: wrong options, or the identity key's file cannot be read.",
};

struct options {
    int64_t seed, sales, days, dealers, rings,
        rate; /* dealers, rings -1: as many as fit; rate 0: no limit */
    const char *from, *late, *duplicates, *corrections, *voids, *malformed, *traces;
    const char *out, *dealers_out, *truth, *identity_key_file;
    const char *brokers, *topic_sales, *topic_traces;
    bool quiet;
};

/* Where events go. */
struct target {
    const struct options *options;
    struct ll_output *out, *truth;      /* out: NULL with Kafka */
    struct ll_kafka_producer *producer; /* or NULL */
    struct timespec start;
    uint64_t emitted;
    bool stopped;
};

#define AUTO (-1)
#define OPTIONS_MAX 24

#define NUMBER(field, low, high, sentence)                                                         \
    {                                                                                              \
        .name = #field, .value = "N", .number = &o->field, .min = (low), .max = (high),            \
        .help = (sentence)                                                                         \
    }
#define TEXT(option, kind, field, sentence)                                                        \
    {                                                                                              \
        .name = (option), .value = (kind), .text = &o->field, .help = (sentence)                   \
    }

/* What is in the stream. Returns how many options were put at out. */
static size_t add_stream_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        NUMBER(sales, 1, (int64_t)LL_GEN_SALES_MAX,
               "How many sales; 100000 if not given. All other events come on top of them."),
        NUMBER(seed, 0, INT64_MAX, "Another seed, another stream; 1 if not given."),
        TEXT("from", "DATE", from, "The first day, YYYY-MM-DD; 2025-01-01 if not given."),
        NUMBER(days, 1, LL_GEN_DAYS_MAX,
               "Over how many days the sales are spread; 365 if not given."),
        NUMBER(dealers, 1, LL_GEN_DEALERS_MAX,
               "How many dealers. Without it: 2.5 times the square root of the sales, from 60 to "
               "20000."),
        NUMBER(rings, 0, LL_GEN_RINGS_MAX,
               "How many rings are planted; 0 for none. Without it: one for 40000 sales, and at "
               "least one from 2000 sales on."),
        TEXT("late", "SHARE", late,
             "Of the sales, so many are reported 1 to 20 days late; 0.01 if not given. Shares are "
             "from 0 to 1, with at most four digits behind the point."),
        TEXT("duplicates", "SHARE", duplicates,
             "So many are sent twice, within a day; 0.002 if not given."),
        TEXT("corrections", "SHARE", corrections,
             "So many come with a wrong serial number, and again as version 2 within ten days; "
             "0.003 if not given."),
        TEXT("voids", "SHARE", voids,
             "So many are withdrawn within two weeks; 0.002 if not given."),
        TEXT("malformed", "SHARE", malformed,
             "So many damaged events beside the sales; 0.0005 if not given."),
        TEXT("traces", "SHARE", traces,
             "So many ordinary traces beside those of rings' guns; 0.01 if not given."),
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

/* Where it goes. */
static size_t add_target_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        TEXT("out", "FILE", out, "Where events go. Without it, or for '-': standard output."),
        TEXT("dealers-out", "FILE", dealers_out,
             "The dealers file, as CSV, for replay and run. It is there before the first event. "
             "Two per cent of the dealers are left out of it, as in life."),
        TEXT("truth", "FILE", truth,
             "What was planted, one JSON record a line. It is there when all is done."),
        TEXT("identity-key-file", "FILE", identity_key_file,
             "The secret with which the truth's keys are made. Without it: the demo key."),
        NUMBER(rate, 1, 100000000,
               "At most so many events a second. Without it: as fast as they are taken."),
        TEXT("brokers", "HOST:PORT,...", brokers,
             "Send the events to Kafka instead, keyed by purchaser, each acknowledged."),
        TEXT("topic-sales", "NAME", topic_sales,
             "The topic of sales and their voids; sales if not given."),
        TEXT("topic-traces", "NAME", topic_traces, "The topic of traces; traces if not given."),
        {.name = "quiet", .flag = &o->quiet, .help = "No summary; errors only."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static enum cmd_next read_options(int argc, char **argv, struct options *o, size_t *operands,
                                  int *code)
{
    struct cmd_option options[OPTIONS_MAX];
    size_t n = add_stream_options(o, options);

    n += add_target_options(o, options + n);
    return cmd_args_read(&help, options, n, argc, argv, operands, code);
}

/* ---- options to settings ---- */

static bool read_share(const char *name, const char *text, double *out, int *code)
{
    int64_t value;

    if (!text)
        return true;
    if (ll_decimal_parse(ll_str_from(text), &value) != LL_DECIMAL_FINE || value < 0 ||
        value > LL_DECIMAL_ONE) {
        *code = cmd_args_wrong(&help,
                               "--%s takes a share from 0 to 1, with at most four digits behind "
                               "the point, not '%s'",
                               name, text);
        return false;
    }
    *out = (double)value / (double)LL_DECIMAL_ONE;
    return true;
}

static bool settings_of(const struct options *o, struct ll_gen_options *out, int *code)
{
    ll_gen_options_default(out);
    out->seed = (uint64_t)o->seed;
    out->sales = (uint64_t)o->sales;
    out->days = (uint32_t)o->days;
    out->dealers = o->dealers == AUTO ? LL_GEN_AUTO : (uint32_t)o->dealers;
    out->rings = o->rings == AUTO ? LL_GEN_AUTO : (uint32_t)o->rings;
    if (o->from && !ll_day_parse(ll_str_from(o->from), &out->from)) {
        *code = cmd_args_wrong(&help, "--from takes a date such as 2025-01-01, not '%s'", o->from);
        return false;
    }
    if (o->brokers && o->out) {
        *code = cmd_args_wrong(&help, "events go to --out or to --brokers, not to both");
        return false;
    }
    return read_share("late", o->late, &out->late, code) &&
           read_share("duplicates", o->duplicates, &out->duplicates, code) &&
           read_share("corrections", o->corrections, &out->corrections, code) &&
           read_share("voids", o->voids, &out->voids, code) &&
           read_share("malformed", o->malformed, &out->malformed, code) &&
           read_share("traces", o->traces, &out->traces, code);
}

/* ---- where events go ---- */

/* Hand on what is written, then wait until the next event's time has come. */
static enum ll_status pace(struct target *target, struct ll_error *err)
{
    uint64_t rate = (uint64_t)target->options->rate, n = target->emitted++;
    struct timespec due = target->start, now;
    enum ll_status status;

    due.tv_sec += (time_t)(n / rate);
    due.tv_nsec += (long)(n % rate * 1000000000 / rate);
    if (due.tv_nsec >= 1000000000) {
        due.tv_sec++;
        due.tv_nsec -= 1000000000;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec > due.tv_sec || (now.tv_sec == due.tv_sec && now.tv_nsec >= due.tv_nsec))
        return LL_OK;
    status = target->out ? ll_output_flush(target->out, err) : LL_OK;
    while (!status && !*cmd_stop_flag() &&
           clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
        ;
    return status;
}

/* A full queue empties when the broker takes what is in it: ask again until it does. */
#define SEND_TRIES 60

static enum ll_status send_record(struct target *target, bool is_trace, ll_str key, ll_str json,
                                  struct ll_error *err)
{
    struct ll_kafka_record record = {
        .topic = is_trace ? target->options->topic_traces : target->options->topic_sales,
        .key = key.len ? key : (ll_str){NULL, 0},
        .has_value = true,
        .value = json,
    };
    enum ll_status status = LL_ERR_BROKER;

    for (int i = 0; status == LL_ERR_BROKER && i < SEND_TRIES && !*cmd_stop_flag(); i++)
        status = ll_kafka_producer_send(target->producer, &record, err);
    return status;
}

static enum ll_status emit(void *context, bool is_trace, ll_str key, ll_str json,
                           struct ll_error *err)
{
    struct target *target = context;
    enum ll_status status = LL_OK;

    if (target->options->rate)
        status = pace(target, err);
    if (*cmd_stop_flag()) {
        target->stopped = true;
        return ll_fail(err, LL_ERR_IO, "interrupted");
    }
    if (status)
        return status;
    if (target->producer)
        return send_record(target, is_trace, key, json, err);
    status = ll_output_write(target->out, json, err);
    return status ? status : ll_output_write(target->out, LL_STR("\n"), err);
}

static enum ll_status truth_line(void *context, ll_str line, struct ll_error *err)
{
    struct target *target = context;
    enum ll_status status = ll_output_write(target->truth, line, err);

    return status ? status : ll_output_write(target->truth, LL_STR("\n"), err);
}

/* For bulk: some milliseconds let the client fill its batches. */
#define LINGER_MS 5
#define FLUSH_MS 500
/* A broker that acknowledges nothing for so many flushes, half a minute, is not there. */
#define FLUSHES_MAX 60

static enum ll_status open_target(const struct options *o, struct target *target,
                                  struct ll_error *err)
{
    struct ll_kafka_options kafka = {.brokers = o->brokers, .client_id = "leadline-gen"};
    enum ll_status status;

    target->options = o;
    status = o->brokers ? ll_kafka_producer_open(&kafka, LINGER_MS, &target->producer, err)
                        : ll_output_open(o->out, &target->out, err);
    if (!status && o->truth)
        status = ll_output_open(o->truth, &target->truth, err);
    (void)clock_gettime(CLOCK_MONOTONIC, &target->start);
    return status;
}

/* Wait until the broker has acknowledged all, as long as it acknowledges something. */
static enum ll_status flush_records(struct target *target, struct ll_error *err)
{
    struct ll_kafka_producer_counts counts = {0};
    bool all = false;
    enum ll_status status = LL_OK;

    for (int idle = 0; !status && !all && !*cmd_stop_flag(); idle++) {
        uint64_t before = counts.acknowledged;
        if (idle == FLUSHES_MAX)
            return ll_fail(err, LL_ERR_BROKER,
                           "no broker at %s acknowledges what is sent; is it running, and do the "
                           "topics '%s' and '%s' exist?",
                           target->options->brokers, target->options->topic_sales,
                           target->options->topic_traces);
        status = ll_kafka_producer_flush(target->producer, FLUSH_MS, &all, err);
        ll_kafka_producer_counts(target->producer, &counts);
        if (counts.acknowledged > before)
            idle = 0;
    }
    target->stopped = !status && !all;
    return target->stopped ? ll_fail(err, LL_ERR_BROKER, "interrupted") : status;
}

/* All events were taken: bring them where they go for good. */
static enum ll_status complete_target(struct target *target, struct ll_error *err)
{
    enum ll_status status = target->producer ? flush_records(target, err) : LL_OK;

    if (!status && target->out)
        status = ll_output_commit(target->out, err);
    if (!status && target->truth)
        status = ll_output_commit(target->truth, err);
    return status;
}

static void close_target(struct target *target)
{
    ll_kafka_producer_close(target->producer);
    ll_output_close(target->out);
    ll_output_close(target->truth);
}

/* ---- the run ---- */

static enum ll_status write_dealers(const char *path, const struct ll_gen *gen,
                                    struct ll_error *err)
{
    struct ll_buf text = {0};
    enum ll_status status;

    ll_gen_dealers_file(gen, &text);
    status = text.failed ? ll_fail(err, LL_ERR_NOMEM, "out of memory for the dealers file")
                         : ll_output_whole(path, ll_buf_str(&text), err);
    ll_buf_fini(&text);
    return status;
}

static void say_summary(const struct ll_gen_summary *s, const struct target *target)
{
    struct timespec now;
    double seconds;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    seconds = (double)(now.tv_sec - target->start.tv_sec) +
              (double)(now.tv_nsec - target->start.tv_nsec) / 1e9;
    cmd_say("%llu events, %.1f MB in %.1f s: %.0f events/s", (unsigned long long)s->events,
            (double)s->bytes / 1e6, seconds, seconds > 0 ? (double)s->events / seconds : 0.0);
    cmd_say("%llu sales (%llu late), %llu duplicates, %llu corrections, %llu voids, %llu traces, "
            "%llu malformed; %llu purchasers, %u dealers",
            (unsigned long long)s->sales, (unsigned long long)s->late,
            (unsigned long long)s->duplicates, (unsigned long long)s->corrections,
            (unsigned long long)s->voids, (unsigned long long)s->traces,
            (unsigned long long)s->malformed, (unsigned long long)s->purchasers, s->dealers);
    cmd_say("%u rings: %llu of the sales, %llu of the traces", s->rings,
            (unsigned long long)s->ring_sales, (unsigned long long)s->ring_traces);
    if (s->left_out)
        cmd_say("warning: %llu late events or traces were left out, as too many were waiting",
                (unsigned long long)s->left_out);
}

static int generate(const struct options *o, struct ll_gen *gen)
{
    struct ll_error err = {0};
    struct ll_gen_summary summary = {0};
    struct target target = {0};
    struct ll_gen_sink sink = {.context = &target,
                               .emit = emit,
                               .keys = o->brokers != NULL,
                               .truth = o->truth ? truth_line : NULL};
    enum ll_status status = o->dealers_out ? write_dealers(o->dealers_out, gen, &err) : LL_OK;

    if (!status)
        status = open_target(o, &target, &err);
    if (!status)
        status = ll_gen_run(gen, &sink, &summary, &err);
    if (!status)
        status = complete_target(&target, &err);
    if (target.stopped)
        cmd_say("interrupted after %llu events", (unsigned long long)summary.events);
    else if (status)
        cmd_say_error(&err, "error");
    else if (!o->quiet)
        say_summary(&summary, &target);
    close_target(&target);
    return cmd_code(status);
}

static int make(const struct options *o, struct ll_arena *arena)
{
    struct ll_error err = {0};
    struct ll_gen_options settings;
    struct ll_identity *identity = NULL;
    struct ll_gen *gen;
    enum ll_status status = LL_OK;
    int code = CMD_FINE;

    if (!settings_of(o, &settings, &code))
        return code;
    if (o->identity_key_file)
        status = ll_identity_load(arena, o->identity_key_file, &identity, &err);
    else
        identity = ll_identity_new(arena, LL_STR(LL_IDENTITY_DEMO_KEY));
    if (!status && !identity)
        status = ll_fail(&err, LL_ERR_NOMEM, "out of memory");
    settings.identity = identity;
    if (!status)
        status = ll_gen_make(arena, &settings, &gen, &err);
    if (status) {
        cmd_say_error(&err, "error");
        return status == LL_ERR_NOMEM ? CMD_FAILED : CMD_BAD_USAGE;
    }
    return generate(o, gen);
}

int cmd_gen(int argc, char **argv)
{
    struct options o = {.seed = 1,
                        .sales = 100000,
                        .days = 365,
                        .dealers = AUTO,
                        .rings = AUTO,
                        .topic_sales = "sales",
                        .topic_traces = "traces"};
    struct ll_arena arena = {0};
    size_t operands;
    int code;

    if (read_options(argc, argv, &o, &operands, &code) == CMD_STOP)
        return code;
    if (operands)
        return cmd_args_wrong(&help, "'%s' is no option; --out FILE says where events go", argv[0]);
    cmd_stop_watch();
    code = make(&o, &arena);
    ll_arena_fini(&arena);
    return code;
}
