/* sample_state.h -- what is kept of what was drawn for review. Private to sample*.c.
 * Depends on: tune/sample_review.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_SAMPLE_STATE_H
#define LL_TUNE_SAMPLE_STATE_H

#include "base/arena.h"
#include "tune/sample_review.h"

enum ll_review_side {
    LL_REVIEW_ABOVE,
    LL_REVIEW_FOUND,  /* below, and another cell has a lead */
    LL_REVIEW_TRACED, /* below, bought more than one gun, and one was traced */
    LL_REVIEW_SIDES
};

/* What stands first in the text of a sample: then hint, lead and log, of these lengths. */
struct ll_review_kept {
    struct ll_subject subject;
    char lead_id[LL_LEAD_ID_LEN]; /* above */
    enum ll_label label;
    ll_day first_day, last_day; /* above: of the lead */
    int64_t score;
    uint64_t guns;
    size_t
        hint_len; /* ids of indicators with a blank behind each: of the lead, or those by which other cells found it */
    size_t lead_len; /* above: the lead as ll_drawn_add writes it */
    size_t log_len;  /* facts, as a timeline's log has them */
};

/* One that was drawn. Everything lives in the review's arena. */
struct ll_review_row {
    enum ll_review_side side;
    const struct ll_review_kept *kept;
    ll_str hint, lead, log;
    ll_str indicator; /* below: which came nearest; empty: none can be told */
    ll_str lacks;     /* below: the smallest change that would have made it hit */
    ll_str why;       /* lines, each ended by LF */
};

struct ll_review_thread {
    struct ll_sample samples[LL_REVIEW_SIDES];
    struct ll_arena scratch;
    struct ll_buf text, log;
};

struct ll_review {
    struct ll_review_setup setup;
    struct ll_review_thread *threads;
    struct ll_arena arena;
    struct ll_review_row *rows; /* above the line, then below it */
    size_t row_count;
};

/* Fill in what is to be found out: indicator, lacks, why. */
LL_NODISCARD enum ll_status ll_review_explain(struct ll_review *review, struct ll_review_row *row,
                                              struct ll_error *err);

#endif
