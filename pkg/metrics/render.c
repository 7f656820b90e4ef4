/* render.c -- Prometheus's text format.   SPDX-License-Identifier: Apache-2.0 */
#include "metrics/state.h"

#include <inttypes.h>

#define get ll_metrics_get

void ll_metrics_head(struct ll_buf *out, const char *name, const char *type, const char *help)
{
    ll_buf_printf(out, "# HELP leadline_%s %s\n# TYPE leadline_%s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
void ll_metrics_value(struct ll_buf *out, ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') {
            ll_buf_add_lit(out, "\\n");
            continue;
        }
        if (c == '\\' || c == '"')
            ll_buf_add_char(out, '\\');
        ll_buf_add_char(out, c);
    }
}

void ll_metrics_one(struct ll_buf *out, const char *name, const char *type, const char *help,
                    const _Atomic uint64_t *value)
{
    ll_metrics_head(out, name, type, help);
    ll_buf_printf(out, "leadline_%s %" PRIu64 "\n", name, get(value));
}

void ll_metrics_labelled(struct ll_buf *out, const char *name, const char *label, const char *word,
                         const _Atomic uint64_t *value)
{
    ll_buf_printf(out, "leadline_%s{%s=\"%s\"} %" PRIu64 "\n", name, label, word, get(value));
}

static void render_events(const struct ll_metrics *m, struct ll_buf *out)
{
    ll_metrics_head(out, "events_total", "counter", "Events read, by what became of them.");
    for (size_t i = 0; i < LL_OUTCOME_COUNT; i++)
        ll_metrics_labelled(out, "events_total", "outcome", ll_outcome_word((enum ll_outcome)i),
                            &m->outcomes[i]);
    ll_metrics_head(out, "rejected_total", "counter", "Malformed events, by reason.");
    for (size_t i = 1; i < LL_REJECT_REASON_COUNT; i++)
        ll_metrics_labelled(out, "rejected_total", "reason",
                            ll_reject_reason_word((enum ll_reject_reason)i), &m->rejects[i]);
    ll_metrics_one(out, "plain_sales_total", "counter",
                   "Sales that could change nothing, decided without evaluating.", &m->plain_sales);
    ll_metrics_one(out, "conflicts_total", "counter",
                   "Events of one kind, id and version with different bytes.", &m->conflicts);
    ll_metrics_one(out, "sale_id_at_two_dealers_total", "counter",
                   "Sales whose id another dealer used for the same purchaser.",
                   &m->sale_id_at_two_dealers);
    ll_metrics_one(out, "negative_time_to_crime_total", "counter",
                   "Recoveries dated before the sale of the gun.", &m->negative_time_to_crime);
    ll_metrics_one(out, "unknown_calibers_total", "counter",
                   "Events with a caliber that the table does not know.", &m->unknown_calibers);
    ll_metrics_one(out, "forgotten_total", "counter", "Facts passed over as too old.",
                   &m->forgotten);
}

void ll_metrics_render_pack(const struct ll_metrics_pack *pack,
                            const struct ll_metrics_names *names, struct ll_buf *out)
{
    static const char *const words[LL_METRICS_STATUS_COUNT] = {"open", "superseded", "withdrawn"};
    ll_metrics_head(out, names->records, "counter", "Revisions of leads written, by status.");
    for (size_t s = 0; s < LL_METRICS_STATUS_COUNT; s++)
        ll_metrics_labelled(out, names->records, "status", words[s], &pack->records[s]);
    ll_metrics_head(out, names->leads, "counter",
                    "Revisions of leads written, by each indicator that hit and status.");
    for (size_t i = 0; i < pack->pack->indicator_count; i++) {
        if (!pack->pack->indicators[i].enabled)
            continue;
        for (size_t s = 0; s < LL_METRICS_STATUS_COUNT; s++) {
            uint64_t n = get(&pack->indicators[i].records[s]);
            if (s != LL_METRICS_OPEN && !n)
                continue;
            ll_buf_printf(out, "leadline_%s{indicator=\"", names->leads);
            ll_metrics_value(out, pack->pack->indicators[i].id);
            ll_buf_printf(out, "\",status=\"%s\"} %" PRIu64 "\n", words[s], n);
        }
    }
    ll_metrics_head(out, names->changes, "counter", "What happened to leads.");
    ll_metrics_labelled(out, names->changes, "change", "opened", &pack->opened);
    ll_metrics_labelled(out, names->changes, "change", "grew", &pack->grew);
    ll_metrics_labelled(out, names->changes, "change", "superseded", &pack->superseded);
    ll_metrics_labelled(out, names->changes, "change", "withdrawn", &pack->withdrawn);
}

void ll_metrics_render_info(const struct ll_pack *pack, const char *name, const char *help,
                            struct ll_buf *out)
{
    ll_metrics_head(out, name, "gauge", help);
    ll_buf_printf(out, "leadline_%s{pack=\"", name);
    ll_metrics_value(out, pack->id);
    ll_buf_add_lit(out, "\",version=\"");
    ll_metrics_value(out, pack->version);
    ll_buf_printf(out, "\",digest=\"%s\"} 1\n", pack->digest);
}

static void render_seconds(struct ll_buf *out, int64_t microseconds)
{
    ll_buf_printf(out, "%" PRId64 ".%06" PRId64, microseconds / 1000000, microseconds % 1000000);
    while (out->len && out->ptr[out->len - 1] == '0')
        out->len--;
    if (out->len && out->ptr[out->len - 1] == '.')
        out->len--;
}

static void render_histogram(const struct ll_metrics_histogram *h, const char *word,
                             struct ll_buf *out)
{
    uint64_t count = 0;
    for (size_t i = 0; i < LL_METRICS_BOUNDS; i++) {
        count += get(&h->buckets[i]);
        ll_buf_printf(out, "leadline_stage_seconds_bucket{stage=\"%s\",le=\"", word);
        render_seconds(out, ll_metrics_bounds_us[i]);
        ll_buf_printf(out, "\"} %" PRIu64 "\n", count);
    }
    count += get(&h->buckets[LL_METRICS_BOUNDS]);
    uint64_t ns = get(&h->sum_ns);
    ll_buf_printf(out,
                  "leadline_stage_seconds_bucket{stage=\"%s\",le=\"+Inf\"} %" PRIu64 "\n"
                  "leadline_stage_seconds_sum{stage=\"%s\"} %" PRIu64 ".%09" PRIu64 "\n"
                  "leadline_stage_seconds_count{stage=\"%s\"} %" PRIu64 "\n",
                  word, count, word, ns / 1000000000, ns % 1000000000, word, count);
}

static void render_times(const struct ll_metrics *m, struct ll_buf *out)
{
    static const char *const words[LL_METRICS_STAGE_COUNT] = {
#define LL_X(name, word) word,
        LL_METRICS_STAGES(LL_X)
#undef LL_X
    };
    ll_metrics_head(out, "stage_seconds", "histogram",
                    "How long a batch takes, and each stage of it.");
    for (size_t i = 0; i < LL_METRICS_STAGE_COUNT; i++)
        if (i != LL_METRICS_CANDIDATE || m->candidate.pack)
            render_histogram(&m->times[i], words[i], out);
}

static void render_kafka(const struct ll_metrics *m, struct ll_buf *out)
{
    ll_metrics_one(out, "consumed_messages_total", "counter", "Messages read.", &m->consumed);
    ll_metrics_one(out, "consumed_bytes_total", "counter", "Bytes of messages read.",
                   &m->consumed_bytes);
    ll_metrics_one(out, "consumer_lag", "gauge",
                   "Messages between what is done and the partitions' ends.", &m->lag);
    ll_metrics_one(out, "consumer_partitions", "gauge", "Partitions that this worker has.",
                   &m->partitions);
    ll_metrics_one(out, "rebalances_total", "counter", "Times that partitions came or went.",
                   &m->rebalances);
    ll_metrics_one(out, "commits_total", "counter", "Offset commits.", &m->commits);
    ll_metrics_one(out, "commit_failures_total", "counter",
                   "Offset commits that failed; they are repeated.", &m->commit_failures);
    ll_metrics_one(out, "produced_messages_total", "counter",
                   "Leads and rejected events acknowledged.", &m->produced);
    ll_metrics_one(out, "produced_bytes_total", "counter",
                   "Bytes of leads and rejected events sent.", &m->produced_bytes);
    ll_metrics_one(out, "produce_failures_total", "counter",
                   "Messages that the brokers did not take.", &m->produce_failures);
}

static void render_redis(const struct ll_metrics *m, struct ll_buf *out)
{
    ll_metrics_one(out, "redis_round_trips_total", "counter",
                   "Times that Redis's answers were waited for.", &m->round_trips);
    ll_metrics_one(out, "redis_commands_total", "counter", "Commands sent to Redis.", &m->commands);
    ll_metrics_head(out, "redis_bytes_total", "counter", "Bytes to and from Redis.");
    ll_metrics_labelled(out, "redis_bytes_total", "direction", "out", &m->redis_bytes_out);
    ll_metrics_labelled(out, "redis_bytes_total", "direction", "in", &m->redis_bytes_in);
    ll_metrics_one(out, "redis_connects_total", "counter", "Times connected to Redis.",
                   &m->redis_connects);
    ll_metrics_one(out, "redis_failures_total", "counter",
                   "Calls to Redis that failed; they are repeated.", &m->redis_failures);
}

static void render_state(const struct ll_metrics *m, struct ll_buf *out)
{
    static const char *const words[LL_METRICS_SERVICE_COUNT] = {"kafka", "redis"};
    ll_metrics_head(out, "away", "gauge", "1 while a service does not answer.");
    for (size_t i = 0; i < LL_METRICS_SERVICE_COUNT; i++)
        ll_metrics_labelled(out, "away", "service", words[i], &m->away[i]);
    ll_metrics_head(out, "retries_total", "counter", "Times that a batch was tried again.");
    for (size_t i = 0; i < LL_METRICS_SERVICE_COUNT; i++)
        ll_metrics_labelled(out, "retries_total", "service", words[i], &m->retries[i]);
    ll_metrics_one(out, "ready", "gauge", "1 while the worker has its partitions and all it needs.",
                   &m->ready);
    ll_metrics_render_info(m->present.pack, "pack_info", "The rule pack in force.", out);
}

void ll_metrics_render(const struct ll_metrics *metrics, struct ll_buf *out)
{
    render_events(metrics, out);
    static const struct ll_metrics_names names = {"lead_records_total", "leads_total",
                                                  "lead_changes_total"};
    ll_metrics_render_pack(&metrics->present, &names, out);
    render_times(metrics, out);
    render_kafka(metrics, out);
    render_redis(metrics, out);
    render_state(metrics, out);
    if (metrics->candidate.pack)
        ll_metrics_render_candidate(metrics, out);
}
