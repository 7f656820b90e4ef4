/* slide.h -- a window that slides over rows: what its aggregates amount to is kept up, not found anew.
 * Depends on: expr.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EXPR_SLIDE_H
#define LL_EXPR_SLIDE_H

#include "expr/expr.h"

struct ll_slide_aggregate;

/* Lives as long as its arena. All over n rows takes n steps, however wide the windows are. */
struct ll_expr_slide {
    const struct ll_expr *expr;
    const struct ll_value *const *rows, *const *past;
    struct ll_slide_aggregate *aggregates;
    size_t count;
    struct ll_value *values; /* by instruction */
    size_t from, to;
    struct ll_arena *arena;
    bool exact; /* false: sums leave the range of numbers; windows are looked at one by one */
};

/* Whether a having has calls that cost more the wider the window is. */
bool ll_expr_slides(const struct ll_expr *having);
/* rows: of the part; past: all traces that windows can see. Both borrowed. False: memory is out. */
bool ll_expr_slide_init(struct ll_expr_slide *slide, const struct ll_expr *having,
                        const struct ll_value *const *rows, size_t row_count,
                        const struct ll_value *const *past, size_t past_count,
                        struct ll_arena *arena);
/* Whether the having is true of the rows from..to-1 with the past past_from..past_to-1, as ll_expr_run says. Neither from
 * nor to may be less than in the call before. */
bool ll_expr_slide_run(struct ll_expr_slide *slide, size_t from, size_t to, size_t past_from,
                       size_t past_to);

#endif
