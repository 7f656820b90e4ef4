/* coverage.h -- what the tests of a pack have tried of it, and what they have not.
 * Depends on: pack/book, trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_COVERAGE_H
#define LL_MUTATE_COVERAGE_H

#include "pack/book.h"
#include "trial/trial.h"

/* A point of an expression: a condition, which should be true of something and false of something; or the edge of a
 * comparison, which should be tried with the last value on either side. */
struct ll_point {
    const struct ll_expr_reading *reading;
    const struct ll_node *node;   /* of an edge: the whole chain */
    const struct ll_node *varies; /* of an edge: what is compared; NULL: a condition */
    bool is_date;                 /* the values of the edge are days, else ten-thousandths */
    int64_t sides[2];             /* of an edge */
    bool wanted[2],
        seen[2]; /* of a condition: false, true; of an edge: the sides. Wanted where it can be */
};

struct ll_covered {
    bool hit;           /* some item was in a hit */
    bool last, too_far; /* two items that a window just takes, and two that it just does not */
    struct ll_point *points;
    size_t count, cap, where_count; /* those of where come first */
};

struct ll_coverage {
    const struct ll_book *book;
    struct ll_covered *of;                               /* by indicator */
    size_t hits[2], conditions[2], edges[2], windows[2]; /* by ll_coverage_sum: seen, all */
};

/* False: memory is out. Borrows from the book. */
LL_NODISCARD bool ll_coverage_make(struct ll_coverage *coverage, const struct ll_book *book,
                                   struct ll_arena *arena);
/* Add what a test of the book tries: all its stages. False: memory is out. */
LL_NODISCARD bool ll_coverage_add(struct ll_coverage *coverage, const struct ll_trial_test *test,
                                  struct ll_arena *arena);

/* What was not tried. */
enum ll_gap_kind { LL_GAP_HIT, LL_GAP_CONDITION, LL_GAP_EDGE, LL_GAP_WINDOW };
struct ll_gap {
    enum ll_gap_kind kind;
    uint32_t indicator;
    struct ll_pos at;
    ll_str text; /* "`bore > 0.22` is never false" */
};
/* The gaps of the indicators that are enabled, in the order of the book, into a list of the arena. Fills the sums. False:
 * memory is out. */
LL_NODISCARD bool ll_coverage_sum(struct ll_coverage *coverage, struct ll_arena *arena,
                                  struct ll_gap **gaps, size_t *count);
const char *ll_gap_word(enum ll_gap_kind kind); /* "hit", "condition", "edge", "window" */

#endif
