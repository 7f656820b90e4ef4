/* sample_review.h -- leads of the present pack, and purchasers that came near one, drawn for people to look at.
 * Depends on: why, tune.   SPDX-License-Identifier: Apache-2.0
 *
 * Above the line: leads of cell 0. Below it: purchasers on whom cell 0 has no lead, those first on whom another cell has one,
 * then those who bought several guns of which one was traced. What is told of them is what 'leadline why' tells. */
#ifndef LL_TUNE_SAMPLE_REVIEW_H
#define LL_TUNE_SAMPLE_REVIEW_H

#include "pack/book.h"
#include "tune/sample.h"
#include "tune/tune.h"

struct ll_review_setup {
    const struct ll_book *book;   /* of cell 0's pack */
    const struct ll_rules *rules; /* of cell 0, with its groups */
    const struct ll_calibers *calibers;
    ll_day from, to; /* leads above the line that were first shown then; LL_DAY_NONE: no limit */
    size_t threads;
    size_t samples; /* of each side, at most LL_SAMPLES_MAX */
    uint64_t seed;
};

struct ll_review;
/* setup's parts are borrowed for its life. */
LL_NODISCARD enum ll_status ll_review_new(const struct ll_review_setup *setup,
                                          struct ll_review **out, struct ll_error *err);
void ll_review_free(struct ll_review *review);

/* As a part of a tune takes a subject. */
LL_NODISCARD enum ll_status ll_review_take(struct ll_review *review, size_t thread,
                                           const struct ll_tune_subject *subject,
                                           struct ll_error *err);
/* Once all was taken: draw, and find out why. */
LL_NODISCARD enum ll_status ll_review_finish(struct ll_review *review, struct ll_error *err);

/* Of one that is finished: the object "samples" of the document. */
void ll_review_json(const struct ll_review *review, struct ll_buf *out);
/* The same as a table to be filled in, CSV with a header line: the reviewer's own columns are empty. */
void ll_review_csv(const struct ll_review *review, struct ll_buf *out);

#endif
