/* compare_state.h -- what a comparison holds. Private to compare*.c.
 * Depends on: tune/compare.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_COMPARE_STATE_H
#define LL_TUNE_COMPARE_STATE_H

#include "tune/compare_rows.h"

/* One for each thread; once finished the first has all. */
struct ll_compare_thread {
    struct ll_arena arena, scratch;
    struct ll_change_counts all;
    uint64_t differing[LL_DIFFERS_KINDS];
    uint64_t sooner, later; /* pairs that the candidate shows first on an earlier, or later, day */
    struct ll_change_rows rows[LL_CHANGES_BY_COUNT];
    struct ll_sample samples[LL_PAIR_COUNT]; /* of those that are the same: none */
    struct ll_buf text;
};

struct ll_compare {
    struct ll_compare_setup setup;
    struct ll_compare_thread *threads;
};

/* The kinds of differences as an array of words. */
void ll_compare_add_differs(struct ll_buf *out, unsigned differ);

#endif
