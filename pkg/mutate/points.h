/* points.h -- what there is to try of an expression.
 * Depends on: coverage.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_POINTS_H
#define LL_MUTATE_POINTS_H

#include "mutate/coverage.h"

/* Add the points of an expression, in the order of its text. False: memory is out. */
bool ll_points_find(struct ll_covered *covered, const struct ll_expr_reading *reading,
                    struct ll_arena *arena);
/* Mark the points from `first` on, which are those of the reading, in an environment. */
void ll_points_mark(struct ll_covered *covered, size_t first, const struct ll_expr_reading *reading,
                    const struct ll_expr_env *env);

#endif
