/* render.c -- Prometheus's text format.   SPDX-License-Identifier: Apache-2.0 */
#include "metrics/state.h"

#include <inttypes.h>

#define get ll_metrics_get

static void head(struct ll_buf *out, const char *name, const char *type, const char *help)
{
    ll_buf_printf(out, "# HELP leadline_%s %s\n# TYPE leadline_%s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void add_value(struct ll_buf *out, ll_str text)
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

static void one(struct ll_buf *out, const char *name, const char *type, const char *help,
                const _Atomic uint64_t *value)
{
    head(out, name, type, help);
    ll_buf_printf(out, "leadline_%s %" PRIu64 "\n", name, get(value));
}

static void labelled(struct ll_buf *out, const char *name, const char *label, const char *word,
                     const _Atomic uint64_t *value)
{
    ll_buf_printf(out, "leadline_%s{%s=\"%s\"} %" PRIu64 "\n", name, label, word, get(value));
}

static void render_events(const struct ll_metrics *m, struct ll_buf *out)
{
    head(out, "events_total", "counter", "Events read, by what became of them.");
    for (size_t i = 0; i < LL_OUTCOME_COUNT; i++)
        labelled(out, "events_total", "outcome", ll_outcome_word((enum ll_outcome)i),
                 &m->outcomes[i]);
    head(out, "rejected_total", "counter", "Malformed events, by reason.");
    for (size_t i = 1; i < LL_REJECT_REASON_COUNT; i++)
        labelled(out, "rejected_total", "reason", ll_reject_reason_word((enum ll_reject_reason)i),
                 &m->rejects[i]);
    one(out, "plain_sales_total", "counter",
        "Sales that could change nothing, decided without evaluating.", &m->plain_sales);
    one(out, "conflicts_total", "counter",
        "Events of one kind, id and version with different bytes.", &m->conflicts);
    one(out, "sale_id_at_two_dealers_total", "counter",
        "Sales whose id another dealer used for the same purchaser.", &m->sale_id_at_two_dealers);
    one(out, "negative_time_to_crime_total", "counter",
        "Recoveries dated before the sale of the gun.", &m->negative_time_to_crime);
    one(out, "unknown_calibers_total", "counter",
        "Events with a caliber that the table does not know.", &m->unknown_calibers);
    one(out, "forgotten_total", "counter", "Facts passed over as too old.", &m->forgotten);
}

static void render_leads(const struct ll_metrics *m, struct ll_buf *out)
{
    static const char *const words[LL_METRICS_STATUS_COUNT] = {"open", "superseded", "withdrawn"};
    head(out, "lead_records_total", "counter", "Revisions of leads written, by status.");
    for (size_t s = 0; s < LL_METRICS_STATUS_COUNT; s++)
        labelled(out, "lead_records_total", "status", words[s], &m->records[s]);
    head(out, "leads_total", "counter",
         "Revisions of leads written, by each indicator that hit and status.");
    for (size_t i = 0; i < m->pack->indicator_count; i++) {
        if (!m->pack->indicators[i].enabled)
            continue;
        for (size_t s = 0; s < LL_METRICS_STATUS_COUNT; s++) {
            uint64_t n = get(&m->indicators[i].records[s]);
            if (s != LL_METRICS_OPEN && !n)
                continue;
            ll_buf_add_lit(out, "leadline_leads_total{indicator=\"");
            add_value(out, m->pack->indicators[i].id);
            ll_buf_printf(out, "\",status=\"%s\"} %" PRIu64 "\n", words[s], n);
        }
    }
    head(out, "lead_changes_total", "counter", "What happened to leads.");
    labelled(out, "lead_changes_total", "change", "opened", &m->leads_opened);
    labelled(out, "lead_changes_total", "change", "grew", &m->leads_grew);
    labelled(out, "lead_changes_total", "change", "superseded", &m->leads_superseded);
    labelled(out, "lead_changes_total", "change", "withdrawn", &m->leads_withdrawn);
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
    head(out, "stage_seconds", "histogram", "How long a batch takes, and each stage of it.");
    for (size_t i = 0; i < LL_METRICS_STAGE_COUNT; i++)
        render_histogram(&m->times[i], words[i], out);
}

static void render_kafka(const struct ll_metrics *m, struct ll_buf *out)
{
    one(out, "consumed_messages_total", "counter", "Messages read.", &m->consumed);
    one(out, "consumed_bytes_total", "counter", "Bytes of messages read.", &m->consumed_bytes);
    one(out, "consumer_lag", "gauge", "Messages between what is done and the partitions' ends.",
        &m->lag);
    one(out, "consumer_partitions", "gauge", "Partitions that this worker has.", &m->partitions);
    one(out, "rebalances_total", "counter", "Times that partitions came or went.", &m->rebalances);
    one(out, "commits_total", "counter", "Offset commits.", &m->commits);
    one(out, "commit_failures_total", "counter", "Offset commits that failed; they are repeated.",
        &m->commit_failures);
    one(out, "produced_messages_total", "counter", "Leads and rejected events acknowledged.",
        &m->produced);
    one(out, "produced_bytes_total", "counter", "Bytes of leads and rejected events sent.",
        &m->produced_bytes);
    one(out, "produce_failures_total", "counter", "Messages that the brokers did not take.",
        &m->produce_failures);
}

static void render_redis(const struct ll_metrics *m, struct ll_buf *out)
{
    one(out, "redis_round_trips_total", "counter", "Times that Redis's answers were waited for.",
        &m->round_trips);
    one(out, "redis_commands_total", "counter", "Commands sent to Redis.", &m->commands);
    head(out, "redis_bytes_total", "counter", "Bytes to and from Redis.");
    labelled(out, "redis_bytes_total", "direction", "out", &m->redis_bytes_out);
    labelled(out, "redis_bytes_total", "direction", "in", &m->redis_bytes_in);
    one(out, "redis_connects_total", "counter", "Times connected to Redis.", &m->redis_connects);
    one(out, "redis_failures_total", "counter", "Calls to Redis that failed; they are repeated.",
        &m->redis_failures);
}

static void render_state(const struct ll_metrics *m, struct ll_buf *out)
{
    static const char *const words[LL_METRICS_SERVICE_COUNT] = {"kafka", "redis"};
    head(out, "away", "gauge", "1 while a service does not answer.");
    for (size_t i = 0; i < LL_METRICS_SERVICE_COUNT; i++)
        labelled(out, "away", "service", words[i], &m->away[i]);
    head(out, "retries_total", "counter", "Times that a batch was tried again.");
    for (size_t i = 0; i < LL_METRICS_SERVICE_COUNT; i++)
        labelled(out, "retries_total", "service", words[i], &m->retries[i]);
    one(out, "ready", "gauge", "1 while the worker has its partitions and all it needs.",
        &m->ready);
    head(out, "pack_info", "gauge", "The rule pack in force.");
    ll_buf_add_lit(out, "leadline_pack_info{pack=\"");
    add_value(out, m->pack->id);
    ll_buf_add_lit(out, "\",version=\"");
    add_value(out, m->pack->version);
    ll_buf_printf(out, "\",digest=\"%s\"} 1\n", m->pack->digest);
}

void ll_metrics_render(const struct ll_metrics *metrics, struct ll_buf *out)
{
    render_events(metrics, out);
    render_leads(metrics, out);
    render_times(metrics, out);
    render_kafka(metrics, out);
    render_redis(metrics, out);
    render_state(metrics, out);
}
