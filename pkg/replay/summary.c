/* summary.c -- the closing summary of a replay.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/replay.h"

#include <inttypes.h>

static void add_rejects(const struct ll_engine_counts *counts, struct ll_buf *out)
{
    const char *before = "rejected: ";

    for (int reason = LL_REJECT_NONE + 1; reason < LL_REJECT_REASON_COUNT; reason++) {
        if (counts->rejects[reason] == 0)
            continue;
        ll_buf_printf(out, "%s%" PRIu64 " %s", before, counts->rejects[reason],
                      ll_reject_reason_word((enum ll_reject_reason)reason));
        before = ", ";
    }
    if (counts->outcomes[LL_OUTCOME_REJECTED])
        ll_buf_add_char(out, '\n');
}

void ll_replay_summarize_events(const struct ll_engine_counts *counts, struct ll_buf *out)
{
    ll_buf_printf(out, "events: %" PRIu64 " read = ", counts->read);
    for (int outcome = 0; outcome < LL_OUTCOME_COUNT; outcome++)
        ll_buf_printf(out, "%s%" PRIu64 " %s", outcome ? " + " : "", counts->outcomes[outcome],
                      ll_outcome_word((enum ll_outcome)outcome));
    ll_buf_add_char(out, '\n');
    add_rejects(counts, out);
}

static void add_note(struct ll_buf *out, uint64_t n, const char *what)
{
    if (n)
        ll_buf_printf(out, "%s: %" PRIu64 "\n", what, n);
}

/* Which part of the work was done where only one thread can be. */
static void add_threads(const struct ll_replay_result *result, struct ll_buf *out)
{
    static const char *const stages[LL_REPLAY_STAGES] = {[LL_REPLAY_READ] = "read",
                                                         [LL_REPLAY_DECODE] = "decode",
                                                         [LL_REPLAY_PURCHASERS] = "purchasers",
                                                         [LL_REPLAY_TOLD] = "dealers and addresses",
                                                         [LL_REPLAY_WRITE] = "write"};
    double all = result->ahead_cpu;

    for (int stage = 0; stage < LL_REPLAY_STAGES; stage++)
        all += result->stage_cpu[stage];
    if (result->threads < 2 || all <= 0)
        return;
    ll_buf_printf(out, "threads: %zu; CPU time: %.2f s = %.1f %% read ahead", result->threads, all,
                  result->ahead_cpu / all * 100);
    for (int stage = 0; stage < LL_REPLAY_STAGES; stage++)
        ll_buf_printf(out, " + %.1f %% %s", result->stage_cpu[stage] / all * 100, stages[stage]);
    ll_buf_add_char(out, '\n');
}

void ll_replay_summarize(const struct ll_replay_result *result, struct ll_buf *out)
{
    const struct ll_engine_counts *counts = &result->counts;

    ll_replay_summarize_events(counts, out);
    ll_buf_printf(out,
                  "leads: %" PRIu64 " opened, %" PRIu64 " grew, %" PRIu64 " withdrawn, %" PRIu64
                  " superseded; %" PRIu64 " stand\n",
                  counts->leads_opened, counts->leads_grew, counts->leads_withdrawn,
                  counts->leads_superseded, result->stand);
    add_note(out, counts->conflicts, "conflicts (one kind, id and version with different bytes)");
    add_note(out, counts->sale_id_at_two_dealers,
             "sale ids at two dealers (counted as one sale each; make ids unique across dealers)");
    add_note(out, counts->negative_time_to_crime,
             "times to crime that would be negative (taken as unknown)");
    add_note(out, counts->unknown_calibers, "events with a caliber that the table lacks");
    ll_buf_printf(out, "time: %.2f s, %.0f events/s\n", result->seconds,
                  result->seconds > 0 ? (double)counts->read / result->seconds : 0.0);
    add_threads(result, out);
}
