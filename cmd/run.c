/* run.c -- leadline run.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/settings.h"
#include "cmd/stop.h"
#include "metrics/server.h"
#include "redis/store.h"
#include "worker/worker.h"
#include <unistd.h>

static const struct cmd_help help = {
    .name = "run",
    .summary = "the live worker: sales from Kafka, windows in Redis, leads out",
    .usage = "--config FILE [--candidate FILE|DIR] [--demo]",
    .about =
        "Reads sales and traces from Kafka, keeps the timelines of purchasers, dealers and "
        "addresses in Redis, and writes every change of a lead to the topic of leads, keyed by "
        "lead_id. A malformed event goes byte for byte to the topic of rejected events, with its "
        "reason in the headers.\n"
        "\n"
        "Any number of workers may run with the same settings: they share the partitions, and "
        "none keeps anything of its own. An offset is committed only when the facts of its event "
        "are in Redis and what came of it is acknowledged by Kafka, so that a worker may be killed "
        "at any time: what it had not committed is done again by another, and changes nothing.\n"
        "\n"
        "While Kafka or Redis is away it keeps trying, says so once, and once more when it is "
        "back; nothing is committed meanwhile. SIGTERM and SIGINT end it in order: it finishes "
        "the batch, commits, leaves the group.\n"
        "\n"
        "Every occurrence is a line on standard error: text on a terminal, else JSON (see log in "
        "the settings). Metrics for Prometheus are at /metrics of metrics.listen, beside /healthz "
        "and /readyz.\n"
        "\n"
        "A candidate is a pack on trial. It sees the same events and facts as the pack in force, "
        "and "
        "its leads go to candidate.topic; metrics tell how the two differ. What the pack in force "
        "finds and writes is the same with and without it.\n"
        "\n"
        "Headers of a lead: pack_digest, source_topic, source_partition, source_offset, "
        "emitted_ms, and sent_us where the event had it. Of a rejected event, instead of "
        "pack_digest: reason, field, sentence.",
    .examples = "leadline run --config /etc/leadline/leadline.yaml\n"
                "leadline run --config leadline.yaml --candidate rules/next.yaml\n"
                "LEADLINE_IDENTITY_KEY=demo leadline run --demo --config config/leadline.yaml",
    .codes = "0  It was told to stop, and did.\n"
             "1  It could not go on.\n"
             "2  Nothing was done: wrong options, faulty settings, a topic that is not there, or\n"
             "   the demo identity key without --demo.",
};

struct options {
    const char *config, *candidate;
    bool demo;
};

static int refuse_demo_key(void)
{
    struct ll_error err = {0};

    ll_fail(&err, LL_ERR_SYNTAX,
            "the identity key is the demo key, which everyone knows: with it purchasers' keys are "
            "no secret. Make one of your own (head -c 32 /dev/urandom | base64 >identity.key) and "
            "name it in identity_key_file, or say --demo");
    cmd_say_error(&err, "error");
    return CMD_BAD_USAGE;
}

static struct ll_redis_options redis_options(const struct ll_config *config)
{
    return (struct ll_redis_options){
        .host = config->redis.url.host,
        .path = config->redis.url.path,
        .port = (int32_t)config->redis.url.port,
        .db = (int32_t)config->redis.url.db,
        .username = config->redis.username,
        .password = config->redis.password,
        .prefix = config->redis.prefix,
        .connect_timeout_ms = (int32_t)config->redis.connect_timeout_ms,
        .timeout_ms = (int32_t)config->redis.timeout_ms,
    };
}

static void say_start(const struct ll_log *log, const struct cmd_settings *settings,
                      const struct ll_engine_setup *engine, uint16_t metrics_port)
{
    const struct ll_config *config = &settings->config;
    struct ll_engine_setup asked = *engine;
    int32_t sale_days;

    asked.retention = ll_worker_retention(config);
    sale_days = ll_engine_sale_days(&asked);
    const struct ll_log_field fields[] = {
        LL_LOG_TEXT("config", ll_str_from(config->file)),
        LL_LOG_TEXT("pack", settings->parts.pack->id),
        LL_LOG_TEXT("pack_version", settings->parts.pack->version),
        LL_LOG_TEXT("pack_digest", ll_str_from(settings->parts.pack->digest)),
        LL_LOG_NUMBER("sale_days", sale_days),
        LL_LOG_NUMBER("lead_days", asked.retention.lead_days),
        LL_LOG_NUMBER("lead_with_trace_days", asked.retention.traced_lead_days),
        LL_LOG_NUMBER("destroy_days", asked.retention.destroy_days),
        LL_LOG_NUMBER("threads", ll_worker_lanes(config)),
        LL_LOG_NUMBER("metrics_port", metrics_port),
        LL_LOG_NUMBER("pid", getpid()),
    };
    ll_log_write(log, LL_LOG_INFO, fields, sizeof fields / sizeof fields[0], "started");
    if (sale_days > asked.retention.sale_days && !asked.retention.destroy_days)
        ll_log_write(log, LL_LOG_INFO, NULL, 0,
                     "sales in no hit are kept %d days, not %d: the pack's longest window and the "
                     "late reports it allows need it",
                     (int)sale_days, (int)asked.retention.sale_days);
}

static int work(const struct cmd_settings *settings, struct ll_metrics *metrics,
                const struct ll_log *log, uint16_t port)
{
    const struct ll_redis_options redis = redis_options(&settings->config);
    const struct cmd_parts *parts = &settings->parts;
    struct ll_error err = {0};
    struct ll_worker_setup setup = {
        .config = &settings->config,
        .engine = {.pack = parts->pack,
                   .router = parts->groups ? ll_groups_router(parts->groups) : NULL,
                   .dealers = parts->dealers,
                   .calendar = parts->calendar,
                   .calibers = parts->calibers,
                   .identity = parts->identity},
        .candidate = {.pack = settings->candidate.pack,
                      .router = settings->candidate.groups
                                    ? ll_groups_router(settings->candidate.groups)
                                    : NULL},
        .redis = &redis,
        .metrics = metrics,
        .log = log,
        .stop = cmd_stop_flag(),
    };
    enum ll_status status;

    say_start(log, settings, &setup.engine, port);
    status = ll_worker_run(&setup, &err);
    if (!status)
        return CMD_FINE;
    ll_log_write(log, LL_LOG_ERROR, NULL, 0, "%s", err.message);
    return cmd_code(status);
}

static int run(const struct cmd_settings *settings)
{
    const struct ll_config *config = &settings->config;
    const struct ll_log log = ll_log_make(STDERR_FILENO, config->log.level, config->log.format);
    struct ll_metrics *metrics = ll_metrics_new(settings->parts.pack);
    struct ll_error err = {0};
    struct ll_metrics_server *server = NULL;
    uint16_t port = (uint16_t)config->metrics.listen.port;
    int code = CMD_FAILED;

    if (!metrics || (settings->candidate.pack &&
                     !ll_metrics_set_candidate(metrics, settings->candidate.pack))) {
        ll_fail(&err, LL_ERR_NOMEM, "out of memory");
        goto out;
    }
    if (config->metrics.listen.host &&
        ll_metrics_server_open(metrics, config->metrics.listen.host, &port, &server, &err))
        goto out;
    code = work(settings, metrics, &log, port);
out:
    if (err.status)
        ll_log_write(&log, LL_LOG_ERROR, NULL, 0, "%s", err.message);
    ll_metrics_server_close(server);
    ll_metrics_free(metrics);
    return code;
}

int cmd_run(int argc, char **argv)
{
    struct options o = {0};
    const struct cmd_option options[] = {
        {.name = "config",
         .value = "FILE",
         .text = &o.config,
         .help = "The settings; config/leadline.yaml tells each key. Required."},
        {.name = "candidate",
         .value = "FILE|DIR",
         .text = &o.candidate,
         .help = "A rule pack on trial, instead of candidate.rules of the settings."},
        {.name = "demo",
         .flag = &o.demo,
         .help = "Accept the demo identity key. Never with real purchasers."},
    };
    struct cmd_settings settings;
    size_t operands;
    int code;

    if (cmd_args_read(&help, options, sizeof options / sizeof options[0], argc, argv, &operands,
                      &code) == CMD_STOP)
        return code;
    if (operands)
        return cmd_args_wrong(&help, "'%s' is too much: give the settings as --config FILE",
                              argv[0]);
    if (!o.config)
        return cmd_args_wrong(&help, "--config FILE is missing");
    cmd_stop_watch();
    code = cmd_settings_load(o.config, o.candidate, &settings);
    if (!code && !o.demo && ll_identity_is_demo(settings.parts.identity))
        code = refuse_demo_key();
    if (!code)
        code = run(&settings);
    cmd_settings_free(&settings);
    return code;
}
