/* tune.h -- what cells found on a history: counted, and given to those who do more with it.
 * Depends on: label, sweep, tune/figure.   SPDX-License-Identifier: Apache-2.0
 *
 * Figures are counted here. Whoever wants more of what is found (a comparison, samples, weights) is a part: it takes every
 * subject once, by the thread that found it, and has a section of the document. */
#ifndef LL_TUNE_TUNE_H
#define LL_TUNE_TUNE_H

#include "base/buf.h"
#include "label/label.h"
#include "sweep/history.h"
#include "tune/figure.h"

/* A subject with what came of its leads. Borrowed for the call. */
struct ll_tune_subject {
    const struct ll_found *found;
    const struct ll_verdict *const
        *verdicts; /* verdicts[v][i]: of found->variants[v].leads[i], from its `since` on */
    struct ll_verdict verdict; /* of the subject */
};

struct ll_tune_part {
    const char *section; /* its key in the document: "changes", "samples", "weights" */
    void *state;
    /* As ll_found_take: by each thread for its subjects, in an order that is its own. */
    enum ll_status (*take)(void *state, size_t thread, const struct ll_tune_subject *subject,
                           struct ll_error *err);
    /* Once, when all was taken, by one thread: make one of what the threads have. NULL: nothing to do. */
    enum ll_status (*finish)(void *state, struct ll_error *err);
    /* Append the section's value, one JSON value on one line. After finish. NULL: null. */
    void (*json)(const void *state, struct ll_buf *out);
    /* Append lines for a person, to stand below the table, 80 columns. After finish. NULL: none. */
    void (*text)(const void *state, struct ll_buf *out);
};
#define LL_TUNE_PARTS_MAX 8

/* Borrowed for the tune's life. */
struct ll_tune_setup {
    const struct ll_cells *cells;
    const struct ll_rules *const *rules; /* by cell */
    const struct ll_labels *labels;      /* never NULL */
    const ll_str *groups; /* ids, in the order of their file; the same for all cells */
    size_t group_count;
    size_t threads;
    ll_day from, to; /* leads first shown then count; LL_DAY_NONE: no limit */
    const struct ll_tune_part *parts;
    size_t part_count;
};

struct ll_tune;
LL_NODISCARD enum ll_status ll_tune_new(const struct ll_tune_setup *setup, struct ll_tune **out,
                                        struct ll_error *err);
void ll_tune_free(struct ll_tune *tune);

/* Is an ll_found_take; context is the tune. */
enum ll_status ll_tune_take(void *tune, size_t thread, const struct ll_found *found,
                            struct ll_error *err);
/* Once, when all was taken. counts: of the history, borrowed for the tune's life. */
LL_NODISCARD enum ll_status ll_tune_finish(struct ll_tune *tune,
                                           const struct ll_history_counts *counts,
                                           struct ll_error *err);

/* All leads of a cell. After finish, as all below. */
const struct ll_figure *ll_tune_all(const struct ll_tune *tune, size_t cell);

/* Append what became of the events, lines for a person: every event that was read is in it under one word. */
void ll_tune_summarize(const struct ll_history_counts *counts, struct ll_buf *out);

/* What the document says of where things come from. NULL and LL_DAY_NONE: not given. */
struct ll_tune_origin {
    const char *version;                       /* of Leadline */
    const char *present_file, *candidate_file; /* as the user named them */
    ll_day as_of;
    const struct ll_labels_setup *labels;
};
/* Append the document leadline.tune/1 (docs/tune.md), one line and its end. */
void ll_tune_json(const struct ll_tune *tune, const struct ll_tune_origin *origin,
                  struct ll_buf *out);
/* Append the table for a terminal, and what the parts say. */
void ll_tune_text(const struct ll_tune *tune, bool colour, struct ll_buf *out);
/* Write the tables as CSV files into a folder, which is made where it is missing. LL_ERR_IO. */
LL_NODISCARD enum ll_status ll_tune_csv(const struct ll_tune *tune, const char *folder,
                                        struct ll_error *err);

#endif
