/* summary.c -- what became of the events.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/tune.h"

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

void ll_tune_summarize(const struct ll_history_counts *counts, struct ll_buf *out)
{
    const struct ll_engine_counts *events = &counts->events;
    ll_buf_printf(out, "events: %" PRIu64 " read = ", events->read);
    for (int outcome = 0; outcome < LL_OUTCOME_COUNT; outcome++)
        ll_buf_printf(out, "%s%" PRIu64 " %s", outcome ? " + " : "", events->outcomes[outcome],
                      ll_outcome_word((enum ll_outcome)outcome));
    ll_buf_add_char(out, '\n');
    add_rejects(events, out);
    if (counts->later)
        ll_buf_printf(out, "left out, as they became known later: %" PRIu64 "\n", counts->later);
}
