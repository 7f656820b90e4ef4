/* keys.c -- the table of keys.   SPDX-License-Identifier: Apache-2.0 */
#include "config/keys.h"
#include <assert.h>

static const char *const levels[] = {"debug", "info", "warn", "error", NULL};
static const char *const formats[] = {"auto", "text", "json", NULL};
static const char *const modes[] = {"standard", "destroy-after-20-days", NULL};

static_assert(sizeof levels / sizeof levels[0] == LL_LOG_ERROR + 2, "a word for each level");
static_assert(sizeof formats / sizeof formats[0] == LL_LOG_FORMAT_JSON + 2,
              "a word for each format");
static_assert(sizeof modes / sizeof modes[0] == LL_RETENTION_DESTROY_AFTER_20_DAYS + 2,
              "a word for each mode");

static_assert(offsetof(struct ll_config, redis.password) ==
                  offsetof(struct ll_config, redis.password_file) + sizeof(char *),
              "the content of a secret's file is kept behind its path");

#define AT(member) offsetof(struct ll_config, member)

static const struct ll_config_key keys[] = {
    {.name = "rules",
     .kind = LL_CONFIG_PATH,
     .offset = AT(rules),
     .example = "../rules/atf.yaml",
     .required = true,
     .shown = true,
     .text = "The rule pack: a file, or a directory, all of whose packs are one."},
    {.name = "groups",
     .kind = LL_CONFIG_PATH,
     .offset = AT(groups),
     .example = "../rules/groups.yaml",
     .shown = true,
     .text = "The field groups and which leads each wants. Without it every lead is written, with "
             "no routes."},
    {.name = "dealers",
     .kind = LL_CONFIG_PATH,
     .offset = AT(dealers),
     .example = "dealers.csv",
     .shown = true,
     .text = "The dealers: names, states, divisions and opening days. Without it all have the "
             "default calendar."},
    {.name = "calendar",
     .kind = LL_CONFIG_PATH,
     .offset = AT(calendar),
     .example = "calendar.yaml",
     .shown = true,
     .text = "The default calendar. Without it Monday to Friday but federal holidays."},
    {.name = "calibers",
     .kind = LL_CONFIG_PATH,
     .offset = AT(calibers),
     .example = "calibers.csv",
     .text = "The caliber table. Without it the one that is built in."},
    {.name = "identity_key_file",
     .kind = LL_CONFIG_PATH,
     .offset = AT(identity_key_file),
     .example = "identity.key",
     .shown = true,
     .text = "The file with the secret key that purchasers are hashed with. Keep it as long as the "
             "leads: another key "
             "makes strangers of all known purchasers. The environment goes before it: "
             "LEADLINE_IDENTITY_KEY_FILE "
             "names another file, LEADLINE_IDENTITY_KEY is the key itself. One of the three is "
             "required."},
    {.name = "kafka",
     .kind = LL_CONFIG_PROPERTIES,
     .required = true,
     .shown = true,
     .example = "bootstrap.servers: localhost:9092",
     .text = "Kafka: any property of librdkafka, handed on as it is. bootstrap.servers is "
             "required. Secrets come from "
             "elsewhere: sasl.password: ${ENV:KAFKA_PASSWORD}, or ${FILE:kafka.password}."},
    {.name = "topics.sales",
     .kind = LL_CONFIG_TOPICS,
     .offset = AT(topics.sales),
     .fallback = "[sales]",
     .text = "Topics with sales and their voids."},
    {.name = "topics.traces",
     .kind = LL_CONFIG_TOPICS,
     .offset = AT(topics.traces),
     .fallback = "[traces]",
     .text = "Topics with traces and their voids."},
    {.name = "topics.leads",
     .kind = LL_CONFIG_TOPIC,
     .offset = AT(topics.leads),
     .fallback = "leads",
     .text = "Where leads go. Compacted, keyed by lead_id."},
    {.name = "topics.rejected",
     .kind = LL_CONFIG_TOPIC,
     .offset = AT(topics.rejected),
     .fallback = "leads.rejected",
     .text = "Where malformed events go, byte for byte, with the reason in their headers."},
    {.name = "topics.dispositions",
     .kind = LL_CONFIG_TOPIC,
     .offset = AT(topics.dispositions),
     .fallback = "dispositions",
     .text = "What the groups did with their leads."},
    {.name = "topics.create",
     .kind = LL_CONFIG_BOOLEAN,
     .offset = AT(topics.create),
     .fallback = "false",
     .text = "Create topics that are not there at start."},
    {.name = "topics.partitions",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(topics.partitions),
     .min = 1,
     .max = 10000,
     .unit = "partitions",
     .fallback = "8",
     .text = "Partitions of a topic that is created. As many workers can share the work."},
    {.name = "topics.replication",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(topics.replication),
     .min = 1,
     .max = 100,
     .unit = "replicas",
     .fallback = "1",
     .text = "Replicas of a topic that is created."},
    {.name = "group",
     .kind = LL_CONFIG_TEXT,
     .offset = AT(group),
     .min = 1,
     .max = 255,
     .fallback = "leadline",
     .text = "The consumer group: workers of one group share the partitions."},
    {.name = "worker.threads",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(worker.threads),
     .min = 0,
     .max = LL_CONFIG_THREADS_MAX,
     .unit = "threads",
     .fallback = "0",
     .text = "How many threads share this worker's partitions, each with a connection to Redis of "
             "its own. 0: as many as there are usable cores."},
    {.name = "batch.max_events",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(batch.max_events),
     .min = 1,
     .max = 100000,
     .unit = "events",
     .fallback = "1000",
     .text = "The most events that are taken, evaluated and committed together."},
    {.name = "batch.max_wait_ms",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(batch.max_wait_ms),
     .min = 0,
     .max = 10000,
     .unit = "milliseconds",
     .fallback = "0",
     .text = "How long a batch that has an event waits for more. 0: it takes what is there."},
    {.name = "redis.url",
     .kind = LL_CONFIG_REDIS,
     .offset = AT(redis.url),
     .fallback = "redis://127.0.0.1:6379/0",
     .text =
         "Where the timelines are kept: redis://host:port/database, or unix:///path?db=database."},
    {.name = "redis.username",
     .kind = LL_CONFIG_TEXT,
     .offset = AT(redis.username),
     .max = 255,
     .example = "leadline",
     .text = "The user of Redis, where it asks for one."},
    {.name = "redis.password_file",
     .kind = LL_CONFIG_SECRET,
     .offset = AT(redis.password_file),
     .example = "redis.password",
     .text = "The file with that user's password."},
    {.name = "redis.connect_timeout_ms",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(redis.connect_timeout_ms),
     .min = 1,
     .max = 600000,
     .unit = "milliseconds",
     .fallback = "1000",
     .text = "How long a connection may take before it is tried anew."},
    {.name = "redis.timeout_ms",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(redis.timeout_ms),
     .min = 1,
     .max = 600000,
     .unit = "milliseconds",
     .fallback = "3000",
     .text = "How long an answer may take before the batch is tried anew."},
    {.name = "redis.prefix",
     .kind = LL_CONFIG_TEXT,
     .offset = AT(redis.prefix),
     .max = 64,
     .unit = "bytes",
     .fallback = "'ll:'",
     .text = "What every key in Redis starts with. Deployments that share a Redis need different "
             "ones."},
    {.name = "metrics.listen",
     .kind = LL_CONFIG_LISTEN,
     .offset = AT(metrics.listen),
     .fallback = "127.0.0.1:9464",
     .text = "Where Prometheus finds the metrics and a probe finds out how the worker is: "
             "host:port, or off. "
             "Port 0 takes any free one."},
    {.name = "log.level",
     .kind = LL_CONFIG_WORD,
     .offset = AT(log.level),
     .words = levels,
     .fallback = "info",
     .text = "The least that is logged."},
    {.name = "log.format",
     .kind = LL_CONFIG_WORD,
     .offset = AT(log.format),
     .words = formats,
     .fallback = "auto",
     .text = "text for people, json for machines; auto is text on a terminal, else json."},
    {.name = "retention.mode",
     .kind = LL_CONFIG_WORD,
     .offset = AT(retention.mode),
     .words = modes,
     .fallback = "standard",
     .text = "standard forgets by the three periods below. destroy-after-20-days forgets "
             "everything, leads too, 20 days "
             "after it was received, whatever the periods say: for State and local holders of "
             "multiple sale reports.",
     .source = "18 USC 923(g)(3)(B)"},
    {.name = "retention.sale_days",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(retention.sale_days),
     .min = 1,
     .max = 3660,
     .unit = "days",
     .fallback = "30",
     .text = "A sale in no hit is forgotten so long after its date; later where the pack's longest "
             "window and the late "
             "reports it allows need it: the worker says so at start.",
     .source = "18 USC 926(a): no system of registration of firearms transactions"},
    {.name = "retention.lead_days",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(retention.lead_days),
     .min = 1,
     .max = 36500,
     .unit = "days",
     .fallback = "730",
     .text = "The facts of a lead without a trace are forgotten so long after its last date.",
     .source = "ATF policy: multiple sales not connected to a trace are deleted after 2 years "
               "(GAO-16-552)"},
    {.name = "retention.lead_with_trace_days",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(retention.lead_with_trace_days),
     .min = 1,
     .max = 36500,
     .unit = "days",
     .fallback = "1825",
     .text = "The facts of a lead with a trace are forgotten so long after its last date.",
     .source = "a choice, 5 years: as dealers keep their copy of the report (27 CFR 478.129(c)) "
               "and as rules "
               "look back on traces"},
    {.name = "shutdown_timeout_ms",
     .kind = LL_CONFIG_INTEGER,
     .offset = AT(shutdown_timeout_ms),
     .min = 1,
     .max = 600000,
     .unit = "milliseconds",
     .fallback = "4000",
     .text = "How long the worker, told to stop, may take to finish its batch. What it does not "
             "finish is read again."},
};

const struct ll_config_key *ll_config_keys(size_t *count)
{
    *count = sizeof keys / sizeof keys[0];
    return keys;
}

ll_str ll_config_section(const char *name, const char **leaf)
{
    const char *dot = strchr(name, '.');
    *leaf = dot ? dot + 1 : name;
    return (ll_str){name, dot ? (size_t)(dot - name) : 0};
}
