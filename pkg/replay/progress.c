/* progress.c -- see progress.h.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/progress.h"

/* With a comma at every third digit. */
static void add_grouped(struct ll_buf *out, uint64_t value)
{
    if (value >= 1000) {
        add_grouped(out, value / 1000);
        ll_buf_printf(out, ",%03u", (unsigned)(value % 1000));
    } else {
        ll_buf_add_u64(out, value);
    }
}

static void add_duration(struct ll_buf *out, double seconds)
{
    unsigned long whole = seconds < 1e9 ? (unsigned long)(seconds + 0.5) : 1000000000UL;

    if (whole >= 3600)
        ll_buf_printf(out, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    else
        ll_buf_printf(out, "%lu:%02lu", whole / 60, whole % 60);
}

void ll_replay_progress_line(const struct ll_replay_state *state, struct ll_buf *out)
{
    double done = state->bytes_total ? (double)state->bytes / (double)state->bytes_total : 0;

    add_grouped(out, state->events);
    ll_buf_add_lit(out, " events  ");
    add_grouped(out, state->seconds > 0 ? (uint64_t)((double)state->events / state->seconds) : 0);
    ll_buf_add_lit(out, "/s  ");
    add_grouped(out, state->leads);
    ll_buf_add_lit(out, " changes of leads");
    if (done > 0 && done <= 1) {
        ll_buf_printf(out, "  %d %%  ", (int)(done * 100));
        add_duration(out, state->seconds * (1 - done) / done);
        ll_buf_add_lit(out, " left");
    }
}
