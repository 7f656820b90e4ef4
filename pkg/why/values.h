/* values.h -- the values that could make an indicator's conditions true: what its expressions name, and what is near.
 * Depends on: expr/reading, pack/book, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_VALUES_H
#define LL_WHY_VALUES_H

#include "lead/lead.h"
#include "pack/book.h"

#define LL_WHY_VALUES_MAX 24 /* of a field; more are passed over */

struct ll_why_field {
    bool used; /* the expressions look at it */
    struct ll_value list[LL_WHY_VALUES_MAX];
    size_t count;
    bool cut; /* there were more */
};

/* Of an indicator and of those whose hits it asks for. Live in an arena: they are large. */
struct ll_why_values {
    struct ll_why_field of[3][LL_SLOT_COUNT]; /* by kind of item */
    bool kinds[3];                            /* items that they count, or see as past traces */
    bool past;                                /* past traces are among what they look at */
    bool *asked;                              /* by indicator: it, and those it asks */
    struct ll_arena *arena;
};

/* Collect them. assessment: whose items have values of their own. NULL: memory is out. */
struct ll_why_values *ll_why_values_of(const struct ll_book *book, size_t indicator,
                                       const struct ll_assessment *assessment,
                                       const struct ll_calibers *calibers, struct ll_arena *arena);

#endif
