/* render_candidate.c -- how a candidate differs from the pack in force.   SPDX-License-Identifier: Apache-2.0 */
#include "metrics/state.h"

#include <inttypes.h>

#define get ll_metrics_get

/* Fewer than none, where more of those opened before this worker started have gone. */
static void render_open(const struct ll_metrics_pack *pack, const char *word, struct ll_buf *out)
{
    int64_t gone = (int64_t)(get(&pack->superseded) + get(&pack->withdrawn));
    ll_buf_printf(out, "leadline_candidate_open_leads{pack=\"%s\"} %" PRId64 "\n", word,
                  (int64_t)get(&pack->opened) - gone);
}

static void render_cpu(const _Atomic uint64_t *nanoseconds, const char *word, struct ll_buf *out)
{
    uint64_t ns = get(nanoseconds);
    ll_buf_printf(out,
                  "leadline_candidate_cpu_seconds_total{pack=\"%s\"} %" PRIu64 ".%09" PRIu64 "\n",
                  word, ns / 1000000000, ns % 1000000000);
}

static void render_differences(const struct ll_metrics *m, struct ll_buf *out)
{
    ll_metrics_head(out, "candidate_events_total", "counter",
                    "Events that changed a lead, by the packs by which they did.");
    ll_metrics_labelled(out, "candidate_events_total", "changed", "present",
                        &m->beside.present_alone);
    ll_metrics_labelled(out, "candidate_events_total", "changed", "candidate", &m->beside.alone);
    ll_metrics_labelled(out, "candidate_events_total", "changed", "both", &m->beside.both);
    ll_metrics_head(out, "candidate_open_leads", "gauge",
                    "Leads opened less those that have gone, since this worker started.");
    render_open(&m->present, "present", out);
    render_open(&m->candidate, "candidate", out);
    ll_metrics_head(out, "candidate_cpu_seconds_total", "counter",
                    "CPU time of evaluating by the pack in force, decoding included, and by the "
                    "candidate.");
    render_cpu(&m->beside.present_cpu_ns, "present", out);
    render_cpu(&m->beside.cpu_ns, "candidate", out);
}

static void render_health(const struct ll_metrics *m, struct ll_buf *out)
{
    ll_metrics_one(out, "candidate_missed_events_total", "counter",
                   "Events whose leads by the candidate are not known to be written.",
                   &m->beside.missed);
    ll_metrics_one(out, "candidate_faulty", "gauge",
                   "Threads of this worker that miss events for the candidate now.",
                   &m->beside.faulty);
    ll_metrics_one(out, "candidate_produced_messages_total", "counter",
                   "Leads of the candidate acknowledged.", &m->beside.produced);
    ll_metrics_one(out, "candidate_produce_failures_total", "counter",
                   "Leads of the candidate that the brokers did not take.",
                   &m->beside.produce_failures);
    ll_metrics_one(out, "candidate_redis_round_trips_total", "counter",
                   "Times that Redis's answers were waited for, for the candidate alone.",
                   &m->beside.round_trips);
    ll_metrics_one(out, "candidate_redis_commands_total", "counter",
                   "Commands sent to Redis, for the candidate alone.", &m->beside.commands);
}

void ll_metrics_render_candidate(const struct ll_metrics *m, struct ll_buf *out)
{
    static const struct ll_metrics_names names = {
        "candidate_lead_records_total", "candidate_leads_total", "candidate_lead_changes_total"};
    ll_metrics_render_pack(&m->candidate, &names, out);
    render_differences(m, out);
    render_health(m, out);
    ll_metrics_render_info(m->candidate.pack, "candidate_info", "The candidate.", out);
}
