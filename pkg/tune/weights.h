/* weights.h -- what labels say of the weights of indicators: a suggestion, never applied.
 * Depends on: base, label.   SPDX-License-Identifier: Apache-2.0
 *
 * Of each labelled lead on a purchaser there is a row: which indicators hit, the present score, whether some group
 * accepts it, and whether it came true. A logistic regression on the hits gives the weights; docs/weights.md tells how, and what to make of it. The same
 * rows and seed give the same suggestion, whatever the threads that collected them. */
#ifndef LL_TUNE_WEIGHTS_H
#define LL_TUNE_WEIGHTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "event/event.h"

/* Fewer subjects of either label, and nothing is suggested. */
#define LL_WEIGHTS_LABELS_MIN 30
#define LL_WEIGHTS_FOLDS 5

/* --- collecting: one of these for each thread */
struct ll_weight_rows;
/* For that many indicators, at least 1. NULL: memory is out. */
struct ll_weight_rows *ll_weight_rows_new(size_t indicators);
void ll_weight_rows_free(struct ll_weight_rows *rows);
/* hits: by indicator, as the caller numbers them. False: memory is out. */
LL_NODISCARD bool ll_weight_rows_add(struct ll_weight_rows *rows, const struct ll_key *purchaser,
                                     const bool *hits, int64_t score, bool accepted,
                                     bool came_true);

/* --- suggesting */
struct ll_weight_indicator {
    ll_str id;
    int32_t present; /* its weight in force */
};

struct ll_weights_setup {
    const struct ll_weight_indicator *indicators; /* in the order of the rows' hits */
    size_t indicator_count;
    struct ll_weight_rows *const *rows; /* of all threads */
    size_t rows_count;
    bool has_groups; /* accepted means something */
    uint64_t seed;
};

/* What is found among the rows by a guideline. */
struct ll_weight_found {
    bool known;
    uint64_t came_true, came_false;
};

struct ll_weight_suggested {
    ll_str id;
    int32_t present;
    bool known; /* it hits in some rows, and not in all; else nothing can be said of it */
    int32_t suggested;
    double coefficient;             /* log of odds that a hit adds, other hits alike */
    double low, high;               /* 95 %, by drawing subjects anew */
    uint64_t came_true, came_false; /* rows in which it hits */
};

struct ll_weights {
    bool
        made; /* false: notes say why there is no suggestion; the numbers of rows are right all the same */
    uint64_t rows_true, rows_false, subjects_true, subjects_false;
    double c; /* the strength of regularisation that was chosen: the greater, the weaker */
    double intercept;
    double auc_present, auc_suggested; /* of the score in force; of the suggestion, out of fold */
    const struct ll_weight_suggested *indicators;
    size_t indicator_count;
    struct ll_weight_found present;   /* what groups accept now */
    struct ll_weight_found suggested; /* the leads of at least that score, */
    int64_t
        threshold; /* which finds no fewer true ones than groups do now; without groups, the best F1 */
    const ll_str *notes; /* each a sentence */
    size_t note_count;
};

/* Everything in *out lives in the arena, and borrows the ids. */
LL_NODISCARD enum ll_status ll_weights_suggest(struct ll_arena *arena,
                                               const struct ll_weights_setup *setup,
                                               struct ll_weights *out, struct ll_error *err);

/* Append the value of "weights" of the document: an object, one line. */
void ll_weights_add_json(struct ll_buf *out, const struct ll_weights *weights);
/* Append a table for a terminal: lines for a person. */
void ll_weights_add_table(struct ll_buf *out, const struct ll_weights *weights);

#endif
