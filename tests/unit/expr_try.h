/* expr_try.h -- schemas for tests of expressions: the fields of a small item, of traces and of a lead.
 * Depends on: expr.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_EXPR_TRY_H
#define LL_TESTS_EXPR_TRY_H

#include "base/buf.h"
#include "expr/expr.h"

enum try_slot {
    TRY_CLASS,
    TRY_CALIBER,
    TRY_PRICE,
    TRY_SOLD,
    TRY_DATE,
    TRY_STATE,
    TRY_TAGS,
    TRY_SIZES,
    TRY_SLOTS
};

struct try_schema {
    struct ll_expr_schema schema;
    struct ll_expr_param params[6];
};

/* scope: "where", "having", "past" (having with traces), "guideline". */
void try_schema_init(struct try_schema *out, const char *scope);

#endif
