/* line.h -- batches on a line of stages, worked on by threads.  Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * A batch is read, goes through stages, each of so many pieces that may be done at once, and is
 * given. A stage takes the batches in order, one at a time; a batch goes to the next stage when
 * all pieces of the one are done. So each stage can be at another batch, and whoever has nothing
 * to do takes the next piece that there is: no thread has a place of its own, but that the one
 * that runs the line is the only one that reads.
 *
 * One lock guards who does what; no work is done under it. What the work of one stage writes is
 * seen by that of the next, and by that of the same stage on the next batch. */
#ifndef LL_REPLAY_LINE_H
#define LL_REPLAY_LINE_H

#include "base/error.h"
#include <signal.h>
#include <stdint.h>

#define LL_LINE_STAGES 5
#define LL_LINE_READ 0
#define LL_LINE_GIVE (LL_LINE_STAGES - 1)

/* What came of reading. */
enum ll_line_read {
    LL_LINE_BATCH,
    LL_LINE_END,
    LL_LINE_LATER /* ask again when all batches are given */
};

struct ll_line_setup {
    size_t threads; /* 1..; with one, none is started */
    size_t depth;   /* batches on their way at most */
    size_t pieces;  /* of each stage but reading and giving, which have one */
    const volatile sig_atomic_t *stop;
    void *context;
    /* Fill the place, 0..depth-1, with a batch. */
    enum ll_status (*read)(void *context, size_t place, enum ll_line_read *what,
                           struct ll_error *err);
    /* Do a piece of a stage of the batch at a place: that of giving too. */
    enum ll_status (*work)(void *context, size_t stage, size_t place, size_t piece,
                           struct ll_error *err);
    /* Do something that makes the next reading shorter; false: there is nothing. By any thread that has nothing else to do, at
     * any time. */
    bool (*ahead)(void *context);
};

/* CPU seconds of all threads, by stage. */
struct ll_line_times {
    double of[LL_LINE_STAGES], ahead;
};

/* Run until reading ends, stop is set (what is on its way is dropped) or something fails: the
 * batches before the one that failed are given. All threads have ended when it returns. */
LL_NODISCARD enum ll_status ll_line_run(const struct ll_line_setup *setup,
                                        struct ll_line_times *times, struct ll_error *err);

#endif
