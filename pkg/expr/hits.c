/* hits.c -- a program that asks for the hits of another pack's numbering.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

const struct ll_expr *ll_expr_map_hits(const struct ll_expr *expr, const uint32_t *slots,
                                       struct ll_arena *arena)
{
    if (ll_expr_in_hits(expr, NULL, 0) == 0)
        return expr;
    struct ll_expr *out = LL_NEW(arena, struct ll_expr);
    struct ll_instruction *code = LL_NEW_ARRAY(arena, struct ll_instruction, expr->code_len);
    if (!out || !code)
        return NULL;
    memcpy(code, expr->code, expr->code_len * sizeof *code);
    for (uint32_t i = 0; i < expr->code_len; i++) {
        if (code[i].op != LL_OP_IN_HIT)
            continue;
        code[i].arg = slots[code[i].arg];
        if (code[i].arg == LL_EXPR_NEVER)
            code[i] = (struct ll_instruction){.op = LL_OP_SET};
    }
    *out = *expr;
    out->code = code;
    return out;
}
