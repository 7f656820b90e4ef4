/* summary.c -- what became of the events.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/tune.h"

#include <inttypes.h>

void ll_tune_summarize(const struct ll_history_counts *counts, struct ll_buf *out)
{
    ll_replay_summarize_events(&counts->events, out);
    if (counts->later)
        ll_buf_printf(out, "left out, as they became known later: %" PRIu64 "\n", counts->later);
}
