/* progress.h -- the line that a terminal shows while a replay runs.  Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_REPLAY_PROGRESS_H
#define LL_REPLAY_PROGRESS_H

#include "base/buf.h"

struct ll_replay_state {
    uint64_t events, leads; /* leads: changes so far */
    double seconds;
    uint64_t bytes, bytes_total; /* total 0: not known */
};

/* "1,204,000 events  401,000/s  312 leads  62 %  0:07 left"; without the end of what has no
 * known size. */
void ll_replay_progress_line(const struct ll_replay_state *state, struct ll_buf *out);

#endif
