/* bench.c -- leadline bench.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include "bench/compare.h"
#include "bench/machine.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "replay/replay.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct cmd_help help = {
    .name = "bench",
    .summary = "measure on this machine, with your rules and events",
    .usage = "replay|engine|rules|live|latency|capacity --rules FILE|DIR [options]",
    .about =
        "Every figure is the median of several runs, with the least and the greatest beside it; a "
        "first run warms up and is not counted. docs/bench.md tells what each figure is.\n"
        "\n"
        "replay  the whole way of 'leadline replay': read, decode, store in memory, evaluate, "
        "write the leads (to /dev/null); and what each stage of it takes. With --threads, "
        "on so many and on one by turns.\n"
        "\n"
        "engine  the same without reading, decoding and writing.\n"
        "\n"
        "rules  what each indicator of the pack costs by itself, and its share. With --indicators, "
        "what packs of so many generated indicators "
        "cost.\n"
        "\n"
        "live  makes topics of its own, fills them, and lets a worker catch up, with your brokers "
        "and your Redis. Removes its topics, its consumer group and its keys.\n"
        "\n"
        "latency  the same at a steady rate: from the moment at which an event was due to the "
        "moment at which its lead can be read.\n"
        "\n"
        "capacity  replay and live, and from them partitions, workers, Redis memory and nodes for "
        "--sales-a-year.\n"
        "\n"
        "--compare tells what is better or worse than in a result that --json wrote before. A "
        "difference counts if no run of the one is among the runs of the other, and if the "
        "medians are more than 3 % apart.",
    .examples =
        "leadline bench replay --rules rules/atf.yaml --groups rules/groups.yaml\n"
        "leadline bench rules --rules rules --events 2026-03.ndjson.zst --dealers dealers.csv\n"
        "leadline bench rules --rules rules/atf.yaml --indicators 1,10,100\n"
        "leadline bench replay --rules rules/atf.yaml --json >old.json\n"
        "leadline bench replay --rules rules/atf.yaml --compare old.json\n"
        "leadline bench live --rules rules/atf.yaml --brokers localhost:9092 \\\n"
        "    --redis unix:///run/redis/redis.sock",
    .codes = "0  It was measured; with --compare, nothing regressed.\n"
             "1  With --compare, something regressed: it is named.\n"
             "2  It could not be measured: wrong options, a file that is faulty, brokers or Redis\n"
             "   away, or it was interrupted.",
};

#define CMD_REGRESSED 1
#define AUTO 0
#define LATENCY_SALES (-1) /* as many as the rate takes */

static const struct {
    const char *word;
    ll_bench_kind *run;
    bool live;
    int64_t sales, runs; /* where the options tell none */
} kinds[] = {
    {"replay", ll_bench_replay, false, 200000, 5},
    {"engine", ll_bench_engine, false, 200000, 5},
    {"rules", ll_bench_rules, false, 20000, 3},
    {"live", ll_bench_live, true, 200000, 3},
    {"latency", ll_bench_latency, true, LATENCY_SALES, 3},
    {"capacity", ll_bench_capacity, true, 200000, 3},
};
#define KINDS (sizeof kinds / sizeof kinds[0])

struct options {
    struct cmd_part_files files;
    const char *events, *brokers, *redis, *compare, *indicators;
    bool json;
    int64_t gen, seed, runs, batch, threads, rate, seconds, partitions, sales_a_year;
};

struct run {
    struct cmd_parts parts;
    struct ll_arena arena; /* of the generator, the old result and the new one */
    struct ll_bench_events events;
    struct ll_bench_setup setup;
    struct ll_bench_result result;
    struct ll_bench_old old;
    struct ll_source dealers_text;
};

#define OPTIONS_MAX 24

static size_t add_data_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "events",
         .value = "FILE",
         .text = &o->events,
         .help = "Events to measure with, one JSON event a line, plain or packed. They are held in "
                 "memory too."},
        {.name = "gen",
         .value = "N",
         .number = &o->gen,
         .min = 1,
         .max = 1000000000,
         .help =
             "Without --events: make so many sales, with all that comes with them, as 'leadline "
             "gen' does. 200000 if not given; of rules 20000."},
        {.name = "seed",
         .value = "N",
         .number = &o->seed,
         .min = 0,
         .max = INT64_MAX,
         .help = "Of the events made; 7 if not given."},
    };
    size_t n = cmd_part_options(
        &o->files,
        "The dealers' names, divisions and open days, as CSV. Without it: those of the "
        "generated events; with --events, every dealer has the default calendar.",
        out);

    memcpy(out + n, list, sizeof list);
    return n + sizeof list / sizeof list[0];
}

static size_t add_run_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "runs",
         .value = "N",
         .number = &o->runs,
         .min = 1,
         .max = LL_BENCH_RUNS_MAX,
         .help = "How many runs are counted. 5 if not given; of rules, live, latency and capacity "
                 "3."},
        {.name = "batch",
         .value = "N",
         .number = &o->batch,
         .min = 1,
         .max = LL_ENGINE_BATCH_MAX,
         .help = "Events given to the engine at once, but by live and latency; 1024 if not "
                 "given."},
        {.name = "threads",
         .value = "N",
         .number = &o->threads,
         .min = 1,
         .max = LL_REPLAY_THREADS_MAX,
         .help = "Of replay: with more than 1, how many times as fast as one so many are, and "
                 "which part of the work is one thread's at a time."},
        {.name = "indicators",
         .value = "N,N,...",
         .text = &o->indicators,
         .help = "Of rules: how many generated indicators, up to 16 numbers from 1 to 4096."},
        {.name = "json",
         .flag = &o->json,
         .help = "One JSON object on standard output instead of a table."},
        {.name = "compare",
         .value = "FILE",
         .text = &o->compare,
         .help = "Hold the figures against those of an older --json."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

/* Of live, latency and capacity. */
static size_t add_live_options(struct options *o, struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "brokers",
         .value = "HOST:PORT,...",
         .text = &o->brokers,
         .help = "Kafka's brokers, for live, latency and capacity; localhost:9092 if not given."},
        {.name = "redis",
         .value = "URL",
         .text = &o->redis,
         .help = "Redis, likewise: redis://HOST[:PORT][/DB] or unix:///PATH[?db=DB]; "
                 "redis://127.0.0.1:6379 if not given."},
        {.name = "partitions",
         .value = "N",
         .number = &o->partitions,
         .min = 1,
         .max = 1000,
         .help = "Of the topics that live, latency and capacity make; 4 if not given."},
        {.name = "rate",
         .value = "R",
         .number = &o->rate,
         .min = 1,
         .max = 1000000,
         .help = "Of latency: events a second; 1000 if not given."},
        {.name = "seconds",
         .value = "S",
         .number = &o->seconds,
         .min = 1,
         .max = 3600,
         .help = "Of latency: how long a run takes; 10 if not given."},
        {.name = "sales-a-year",
         .value = "N",
         .number = &o->sales_a_year,
         .min = 1,
         .max = 1000000000000,
         .help = "Of capacity; 17000000 if not given, about as many as are background-checked in "
                 "the US."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

static enum cmd_next read_options(int argc, char **argv, struct options *o, size_t *operands,
                                  int *code)
{
    struct cmd_option options[OPTIONS_MAX];
    size_t n = add_data_options(o, options);

    n += add_run_options(o, options + n);
    n += add_live_options(o, options + n);
    return cmd_args_read(&help, options, n, argc, argv, operands, code);
}

/* ---- from options to a setup ---- */

static bool read_indicators(const char *text, struct ll_bench_setup *setup)
{
    const char *at = text;

    while (setup->indicator_steps < LL_BENCH_COUNTS_MAX) {
        char *end;
        errno = 0;
        long n = strtol(at, &end, 10);
        if (errno || end == at || n < 1 || n > LL_PACK_INDICATORS_MAX)
            return false;
        setup->indicators[setup->indicator_steps++] = (size_t)n;
        if (*end == '\0')
            return true;
        if (*end != ',')
            return false;
        at = end + 1;
    }
    return false;
}

/* Make the events, and the dealers that they come from unless a file tells of them. */
static enum ll_status make_events(const struct options *o, int64_t sales, struct run *run,
                                  struct ll_error *err)
{
    struct ll_gen_options options;
    struct ll_gen *gen;
    struct ll_buf dealers = {0};
    enum ll_status status;

    ll_gen_options_default(&options);
    options.seed = (uint64_t)o->seed;
    options.sales = (uint64_t)sales;
    status = ll_gen_make(&run->arena, &options, &gen, err);
    if (!status && !o->files.dealers) {
        ll_gen_dealers_file(gen, &dealers);
        ll_str text = ll_arena_str(&run->arena, ll_buf_str(&dealers));
        run->dealers_text = (struct ll_source){"the generated dealers", text};
        status =
            text.ptr && !dealers.failed
                ? ll_dealers_parse(&run->parts.arena, &run->dealers_text, &run->parts.dealers, err)
                : ll_fail(err, LL_ERR_NOMEM, "no memory for the dealers");
        ll_buf_fini(&dealers);
    }
    return status ? status : ll_bench_events_make(&run->events, gen, err);
}

static void say_step(void *context, const char *what)
{
    char line[300];
    int n = snprintf(line, sizeof line, "\r%s: %s\033[K", (const char *)context, what);

    if (n > 0 && (size_t)n < sizeof line)
        cmd_print_error((ll_str){line, (size_t)n});
}

static void fill_setup(const struct options *o, size_t kind, struct run *run)
{
    struct ll_bench_setup *setup = &run->setup;
    const struct cmd_parts *parts = &run->parts;

    setup->engine =
        (struct ll_engine_setup){.pack = parts->pack,
                                 .router = parts->groups ? ll_groups_router(parts->groups) : NULL,
                                 .dealers = parts->dealers,
                                 .calendar = parts->calendar,
                                 .calibers = parts->calibers,
                                 .identity = parts->identity};
    setup->events = &run->events;
    setup->path = o->events;
    setup->rules = o->files.rules;
    setup->batch = (size_t)o->batch;
    setup->threads = (size_t)o->threads;
    setup->runs = (size_t)(o->runs == AUTO ? kinds[kind].runs : o->runs);
    setup->brokers = o->brokers ? o->brokers : "localhost:9092";
    setup->redis = o->redis ? o->redis : "redis://127.0.0.1:6379";
    setup->partitions = (int32_t)o->partitions;
    setup->rate = o->rate;
    setup->seconds = o->seconds;
    setup->sales_a_year = o->sales_a_year;
    setup->stop = cmd_stop_flag();
    if (isatty(STDERR_FILENO)) {
        static char name[] = "bench";
        setup->say = say_step;
        setup->context = name;
    }
}

static void note_setup(const struct options *o, int64_t sales, struct run *run)
{
    struct ll_bench_result *result = &run->result;
    const struct ll_pack *pack = run->setup.engine.pack;

    ll_bench_note_machine(result);
    ll_bench_note(result, &result->setup, "rules", "%.*s %.*s, %zu indicators, %.19s",
                  LL_STR_ARGS(pack->id), LL_STR_ARGS(pack->version), pack->order_count,
                  pack->digest);
    if (o->events)
        ll_bench_note(result, &result->setup, "events", "%s", o->events);
    else
        ll_bench_note(result, &result->setup, "events", "gen --sales %" PRId64 " --seed %" PRId64,
                      sales, o->seed);
    ll_bench_note(result, &result->setup, "count", "%zu", run->events.count);
    ll_bench_note(result, &result->setup, "bytes", "%zu an event",
                  run->events.bytes.len / run->events.count);
    ll_bench_note(result, &result->setup, "runs", "%zu", run->setup.runs);
    if (run->setup.threads > 1)
        ll_bench_note(result, &result->setup, "threads", "%zu", run->setup.threads);
    else
        ll_bench_note(result, &result->setup, "batch", "%zu", run->setup.batch);
}

/* ---- the run ---- */

/* What could not be measured is 2: 1 is for what regressed. */
static int fail(const struct ll_error *err)
{
    cmd_say_error(err, "error");
    return CMD_BAD_USAGE;
}

static int64_t sales_to_make(const struct options *o, size_t kind)
{
    if (o->gen != AUTO)
        return o->gen;
    /* Seconds that warm up come on top; a sale is an event at the least. */
    return kinds[kind].sales == LATENCY_SALES ? o->rate * (o->seconds + 10) : kinds[kind].sales;
}

static int prepare(const struct options *o, size_t kind, struct run *run)
{
    struct ll_error err = {0};
    int64_t sales = sales_to_make(o, kind);
    int code = cmd_parts_load(&o->files, &run->parts);
    enum ll_status status = LL_OK;

    if (code)
        return code;
    if (o->compare)
        status = ll_bench_old_read(&run->arena, o->compare, &run->old, &err);
    if (!status && o->events)
        status = ll_bench_events_read(&run->events, o->events, cmd_stop_flag(), &err);
    else if (!status)
        status = make_events(o, sales, run, &err);
    fill_setup(o, kind, run);
    if (!status)
        status = ll_bench_events_count(&run->events, &run->setup.engine, &err);
    if (status)
        return fail(&err);
    run->result.arena = &run->arena;
    run->result.kind = kinds[kind].word;
    note_setup(o, sales, run);
    return CMD_FINE;
}

static int print(const struct options *o, struct run *run)
{
    struct ll_buf out = {0}, compared = {0};
    struct ll_error err = {0};
    enum ll_status status = LL_OK;
    size_t regressed = 0;
    bool fine;

    if (o->json)
        ll_bench_write_json(&run->result, &out);
    else
        ll_bench_write_table(&run->result, &out);
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    if (o->compare)
        regressed = ll_bench_compare(&run->old, &run->result, &compared, &status, &err);
    if (!status && compared.len && o->json)
        cmd_print_error(ll_buf_str(&compared));
    else if (!status && compared.len)
        fine &= cmd_print(ll_buf_str(&compared));
    ll_buf_fini(&out);
    ll_buf_fini(&compared);
    if (status)
        return fail(&err);
    if (!fine)
        return CMD_BAD_USAGE;
    return regressed ? CMD_REGRESSED : CMD_FINE;
}

static int bench(const struct options *o, size_t kind, struct run *run)
{
    struct ll_error err = {0};
    int code = prepare(o, kind, run);
    enum ll_status status;

    if (code)
        return code;
    status = kinds[kind].run(&run->setup, &run->result, &err);
    if (run->setup.say)
        cmd_end_progress();
    return status ? fail(&err) : print(o, run);
}

/* What goes together. Returns an exit code. */
static int check_options(const struct options *o, size_t kind, struct ll_bench_setup *setup)
{
    bool live = kinds[kind].live;

    if (!o->files.rules)
        return cmd_args_wrong(&help, "--rules is missing: which pack is to be measured?");
    if (o->events && o->gen != AUTO)
        return cmd_args_wrong(&help, "events are read (--events) or made (--gen), not both");
    if (o->events && strcmp(o->events, "-") == 0)
        return cmd_args_wrong(&help, "--events takes a file: it is read once for each run");
    if ((o->brokers || o->redis) && !live)
        return cmd_args_wrong(&help, "'bench %s' uses no brokers and no Redis", kinds[kind].word);
    if (o->indicators && strcmp(kinds[kind].word, "rules") != 0)
        return cmd_args_wrong(&help, "--indicators is for 'bench rules'");
    if (o->indicators && !read_indicators(o->indicators, setup))
        return cmd_args_wrong(&help,
                              "--indicators takes up to %d numbers from 1 to %d with commas "
                              "between, such as 1,10,100, not '%.64s'",
                              LL_BENCH_COUNTS_MAX, LL_PACK_INDICATORS_MAX, o->indicators);
    return CMD_FINE;
}

int cmd_bench(int argc, char **argv)
{
    struct options o = {.seed = 7,
                        .batch = 1024,
                        .rate = 1000,
                        .seconds = 10,
                        .partitions = 4,
                        .sales_a_year = 17000000};
    struct run run = {0};
    const char *words[KINDS];
    size_t operands, kind = 0;
    int code;

    if (read_options(argc, argv, &o, &operands, &code) == CMD_STOP)
        return code;
    for (size_t i = 0; i < KINDS; i++)
        words[i] = kinds[i].word;
    if (!operands)
        return cmd_args_wrong(&help, "say what to measure: replay, engine, rules, live, latency or "
                                     "capacity");
    while (kind < KINDS && strcmp(argv[0], words[kind]) != 0)
        kind++;
    if (kind == KINDS)
        return cmd_args_unknown(&help, "kind", argv[0], words, KINDS);
    if (operands > 1)
        return cmd_args_wrong(&help, "'%.64s' is too much here; --events names a file", argv[1]);
    code = check_options(&o, kind, &run.setup);
    if (code)
        return code;
    cmd_stop_watch();
    code = bench(&o, kind, &run);
    ll_bench_events_free(&run.events);
    cmd_parts_free(&run.parts);
    ll_arena_fini(&run.arena);
    return code;
}
