/* program.h -- the machine of expressions: instructions, constants, blocks, and what a sound program is.
 * Depends on: expr.   SPDX-License-Identifier: Apache-2.0
 *
 * The machine has a flag, the result of the last condition, and a small stack of values for what is compared. Fields are
 * compared with constants without the stack. Jumps go forward only; a program is verified once, then run unchecked. */
#ifndef LL_EXPR_PROGRAM_H
#define LL_EXPR_PROGRAM_H

#include "expr/expr.h"

/* An instruction's operands, which the verifier checks:
 *   FIELD*  slot is a field of the row here, of type S(tring), N(umber or boolean), or a list of them
 *   CONST*  arg is a constant of that type;  LIST*  arg is a constant list of that type
 *   JUMP    arg is an instruction further on in the block
 *   WINDOW* only where a window is looked at: rows and past traces; BLOCK: arg is a block to run on each
 * mode: CMP has the relations that hold (LL_RELATION_...), the others 1 for "is", 0 for "is not". */
#define LL_EXPR_FORMATS(X)                                                                         \
    X(NONE)                                                                                        \
    X(ARG)                                                                                         \
    X(ROW_ARG)                                                                                     \
    X(JUMP)                                                                                        \
    X(FIELD)                                                                                       \
    X(FIELD_N)                                                                                     \
    X(FIELD_S_CONST)                                                                               \
    X(FIELD_N_CONST)                                                                               \
    X(FIELD_S_LIST)                                                                                \
    X(FIELD_N_LIST)                                                                                \
    X(FIELDS_S)                                                                                    \
    X(FIELDS_N)                                                                                    \
    X(CONST)                                                                                       \
    X(LIST_S)                                                                                      \
    X(LIST_N)                                                                                      \
    X(WINDOW)                                                                                      \
    X(WINDOW_ARG)                                                                                  \
    X(WINDOW_FIELD_S)                                                                              \
    X(WINDOW_FIELD_N)                                                                              \
    X(WINDOW_BLOCK)                                                                                \
    X(PAST_BLOCK)

enum ll_format {
#define LL_X(format) LL_FORMAT_##format,
    LL_EXPR_FORMATS(LL_X)
#undef LL_X
};

/* X(op, operands, what it pops, pushed values). Popped: S, N, or ? for either, the top last. Three ops are their own:
 * JUMP_FALSE_DROP pops one where it jumps; PUSH_... push the type of their operand; TUCK turns a b into b a b. */
#define LL_EXPR_OPS(X)                                                                             \
    X(RETURN, NONE, "", 0)                                                                         \
    X(SET, ARG, "", 0)                                                                             \
    X(NOT, NONE, "", 0)                                                                            \
    X(JUMP_FALSE, JUMP, "", 0)                                                                     \
    X(JUMP_TRUE, JUMP, "", 0)                                                                      \
    X(JUMP_FALSE_DROP, JUMP, "", 0)                                                                \
    X(FIELD_TRUE, FIELD_N, "", 0)                                                                  \
    X(FIELD_NULL, FIELD, "", 0)                                                                    \
    X(FIELD_EQ_S, FIELD_S_CONST, "", 0)                                                            \
    X(FIELD_CMP_S, FIELD_S_CONST, "", 0)                                                           \
    X(FIELD_CMP_N, FIELD_N_CONST, "", 0)                                                           \
    X(FIELD_IN_S, FIELD_S_LIST, "", 0)                                                             \
    X(FIELD_IN_N, FIELD_N_LIST, "", 0)                                                             \
    X(IN_HIT, ROW_ARG, "", 0)                                                                      \
    X(COUNT_GE, WINDOW_ARG, "", 0)                                                                 \
    X(EQ_S, NONE, "SS", 0)                                                                         \
    X(CMP_S, NONE, "SS", 0)                                                                        \
    X(CMP_N, NONE, "NN", 0)                                                                        \
    X(IS_NULL, NONE, "?", 0)                                                                       \
    X(IN_S, LIST_S, "S", 0)                                                                        \
    X(IN_N, LIST_N, "N", 0)                                                                        \
    X(IN_FIELD_S, FIELDS_S, "S", 0)                                                                \
    X(IN_FIELD_N, FIELDS_N, "N", 0)                                                                \
    X(PUSH_FIELD, FIELD, "", 1)                                                                    \
    X(PUSH_CONST, CONST, "", 1)                                                                    \
    X(PUSH_FLAG, NONE, "", 1)                                                                      \
    X(TUCK, NONE, "??", 3)                                                                         \
    X(COUNT, WINDOW, "", 1)                                                                        \
    X(COUNT_IF, WINDOW_BLOCK, "", 1)                                                               \
    X(SUM, WINDOW_FIELD_N, "", 1)                                                                  \
    X(DISTINCT_S, WINDOW_FIELD_S, "", 1)                                                           \
    X(DISTINCT_N, WINDOW_FIELD_N, "", 1)                                                           \
    X(TRACES, WINDOW, "", 1)                                                                       \
    X(TRACES_IF, PAST_BLOCK, "", 1)

enum ll_op {
#define LL_X(op, format, pops, pushes) LL_OP_##op,
    LL_EXPR_OPS(LL_X)
#undef LL_X
        LL_OP_NUMBER
};

struct ll_op_info {
    const char *name, *pops;
    enum ll_format format;
    uint8_t pushes;
};
const struct ll_op_info *ll_op_info(enum ll_op op);

#define LL_RELATION_LESS 1
#define LL_RELATION_SAME 2
#define LL_RELATION_MORE 4

struct ll_instruction {
    uint8_t op, mode;
    uint16_t slot;
    uint32_t arg;
};

/* What a field or constant is to the machine; booleans are numbers. */
enum ll_cell {
    LL_CELL_NONE, /* no such field */
    LL_CELL_NUMBER,
    LL_CELL_STRING,
    LL_CELL_NUMBERS,
    LL_CELL_STRINGS
};

/* Lists are sorted: strings by length, then bytewise. */
struct ll_constant {
    struct ll_value value;
    enum ll_cell cell;
};

/* What a block looks at. */
enum ll_scope { LL_SCOPE_ROW, LL_SCOPE_PAST, LL_SCOPE_WINDOW };

struct ll_block {
    uint32_t begin, end; /* instructions; the last is the only RETURN */
    enum ll_scope scope;
};

/* Values on the stack: a level of nesting keeps one, a comparison in a chain three. */
#define LL_EXPR_STACK_MAX 80

struct ll_expr {
    const struct ll_instruction *code;
    const struct ll_constant *constants;
    const struct ll_block *blocks; /* the first is the program, others are run by it on rows */
    uint32_t code_len, constant_count, block_count;
    const uint8_t *row_cells, *past_cells; /* enum ll_cell by slot */
    uint32_t row_slots, past_slots;
    uint32_t items_needed;
    bool needs_past, uses_past, needs_hit, grows;
};

/* Run one block on a row: what count(...) and traces(...) do with each of theirs. */
bool ll_expr_run_block(const struct ll_expr *expr, const struct ll_expr_env *env, uint32_t block,
                       const struct ll_value *row);

/* True where running the program reads nothing that is not there, whatever the rows hold. */
bool ll_expr_verify(const struct ll_expr *expr);

struct ll_node;
/* The program of a checked tree, in the arena; NULL: no memory. */
struct ll_expr *ll_expr_code(const struct ll_expr_schema *schema, const struct ll_node *root,
                             struct ll_arena *arena, struct ll_arena *scratch);

/* Order of list members: strings by length, then bytewise; numbers by value. */
int ll_expr_member_cmp(const struct ll_value *a, const struct ll_value *b, bool is_text);

#endif
