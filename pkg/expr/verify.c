/* verify.c -- is a program sound?   SPDX-License-Identifier: Apache-2.0
 *
 * One pass over each block. Jumps go forward, so all that can reach an instruction has been seen when it is its turn. */
#include "expr/program.h"

/* Targets that jumps seen so far wait for. A level of nesting has at most three: of `or`, of `and`, of a chain. */
#define WAITING_MAX (3 * (LL_EXPR_DEPTH_MAX + 2))

static const struct ll_op_info infos[LL_OP_NUMBER] = {
#define LL_X(op, format, pops, pushes) {#op, pops, LL_FORMAT_##format, pushes},
    LL_EXPR_OPS(LL_X)
#undef LL_X
};

const struct ll_op_info *ll_op_info(enum ll_op op)
{
    return &infos[op];
}

/* The stack at an instruction: a cell is NUMBER or STRING. */
struct stack {
    uint8_t height;
    uint8_t cells[LL_EXPR_STACK_MAX];
};

struct waiting {
    uint32_t target;
    struct stack stack;
};

struct verifier {
    const struct ll_expr *expr;
    const struct ll_block *block;
    struct stack stack;
    struct waiting waiting[WAITING_MAX];
    size_t waiting_count;
};

static bool stacks_agree(const struct stack *a, const struct stack *b)
{
    return a->height == b->height && memcmp(a->cells, b->cells, a->height) == 0;
}

static bool push(struct stack *stack, uint8_t cell)
{
    if (stack->height == LL_EXPR_STACK_MAX)
        return false;
    stack->cells[stack->height++] = cell;
    return true;
}

/* Pop what pops asks for, its last on top. */
static bool pop(struct stack *stack, const char *pops)
{
    size_t n = strlen(pops);
    if (stack->height < n)
        return false;
    stack->height = (uint8_t)(stack->height - n);
    for (size_t i = 0; i < n; i++) {
        uint8_t cell = stack->cells[stack->height + i];
        bool fits = pops[i] == '?' || (pops[i] == 'S') == (cell == LL_CELL_STRING);
        if (!fits)
            return false;
    }
    return true;
}

/* What the slot is in rows of the block's kind; a window's rows are rows. */
static uint8_t cell_of_slot(const struct verifier *v, uint16_t slot)
{
    bool past = v->block->scope == LL_SCOPE_PAST;
    const uint8_t *cells = past ? v->expr->past_cells : v->expr->row_cells;
    uint32_t slots = past ? v->expr->past_slots : v->expr->row_slots;
    return slot < slots ? cells[slot] : (uint8_t)LL_CELL_NONE;
}

static bool is_field(const struct verifier *v, uint16_t slot, enum ll_cell cell)
{
    return cell_of_slot(v, slot) == cell;
}

static bool is_constant(const struct verifier *v, uint32_t arg, enum ll_cell cell)
{
    return arg < v->expr->constant_count && v->expr->constants[arg].cell == cell;
}

static bool is_block(const struct verifier *v, uint32_t arg, enum ll_scope scope)
{
    return arg > 0 && arg < v->expr->block_count && v->expr->blocks[arg].scope == scope;
}

static bool check_window(const struct verifier *v, const struct ll_instruction *i,
                         enum ll_format format)
{
    if (v->block->scope != LL_SCOPE_WINDOW)
        return false;
    switch ((int)format) {
    case LL_FORMAT_WINDOW_FIELD_S:
        return is_field(v, i->slot, LL_CELL_STRING);
    case LL_FORMAT_WINDOW_FIELD_N:
        return is_field(v, i->slot, LL_CELL_NUMBER);
    case LL_FORMAT_WINDOW_BLOCK:
        return is_block(v, i->arg, LL_SCOPE_ROW);
    case LL_FORMAT_PAST_BLOCK:
        return is_block(v, i->arg, LL_SCOPE_PAST);
    default:
        return true;
    }
}

/* Are the operands there, and of the right types? */
static bool check_operands(const struct verifier *v, const struct ll_instruction *i,
                           enum ll_format format)
{
    bool has_row = v->block->scope != LL_SCOPE_WINDOW;
    switch (format) {
    case LL_FORMAT_NONE:
    case LL_FORMAT_ARG:
    case LL_FORMAT_JUMP:
        return true;
    case LL_FORMAT_ROW_ARG:
        return v->block->scope == LL_SCOPE_ROW;
    case LL_FORMAT_CONST:
        return is_constant(v, i->arg, LL_CELL_NUMBER) || is_constant(v, i->arg, LL_CELL_STRING);
    case LL_FORMAT_LIST_S:
        return is_constant(v, i->arg, LL_CELL_STRINGS);
    case LL_FORMAT_LIST_N:
        return is_constant(v, i->arg, LL_CELL_NUMBERS);
    case LL_FORMAT_FIELD:
        return has_row &&
               (is_field(v, i->slot, LL_CELL_NUMBER) || is_field(v, i->slot, LL_CELL_STRING));
    case LL_FORMAT_FIELD_N:
        return has_row && is_field(v, i->slot, LL_CELL_NUMBER);
    case LL_FORMAT_FIELD_S_CONST:
        return has_row && is_field(v, i->slot, LL_CELL_STRING) &&
               is_constant(v, i->arg, LL_CELL_STRING);
    case LL_FORMAT_FIELD_N_CONST:
        return has_row && is_field(v, i->slot, LL_CELL_NUMBER) &&
               is_constant(v, i->arg, LL_CELL_NUMBER);
    case LL_FORMAT_FIELD_S_LIST:
        return has_row && is_field(v, i->slot, LL_CELL_STRING) &&
               is_constant(v, i->arg, LL_CELL_STRINGS);
    case LL_FORMAT_FIELD_N_LIST:
        return has_row && is_field(v, i->slot, LL_CELL_NUMBER) &&
               is_constant(v, i->arg, LL_CELL_NUMBERS);
    case LL_FORMAT_FIELDS_S:
        return has_row && is_field(v, i->slot, LL_CELL_STRINGS);
    case LL_FORMAT_FIELDS_N:
        return has_row && is_field(v, i->slot, LL_CELL_NUMBERS);
    case LL_FORMAT_WINDOW:
    case LL_FORMAT_WINDOW_ARG:
    case LL_FORMAT_WINDOW_FIELD_S:
    case LL_FORMAT_WINDOW_FIELD_N:
    case LL_FORMAT_WINDOW_BLOCK:
    case LL_FORMAT_PAST_BLOCK:
        return check_window(v, i, format);
    }
    return false;
}

/* Pop and push. */
static bool check_stack(struct verifier *v, const struct ll_instruction *i,
                        const struct ll_op_info *info)
{
    struct stack *stack = &v->stack;
    if (!pop(stack, info->pops))
        return false;
    if (i->op == LL_OP_TUCK) {
        uint8_t under = stack->cells[stack->height], top = stack->cells[stack->height + 1];
        return push(stack, top) && push(stack, under) && push(stack, top);
    }
    if (!info->pushes)
        return true;
    uint8_t cell = LL_CELL_NUMBER;
    if (i->op == LL_OP_PUSH_FIELD)
        cell = cell_of_slot(v, i->slot);
    else if (i->op == LL_OP_PUSH_CONST)
        cell = (uint8_t)v->expr->constants[i->arg].cell;
    return push(stack, cell);
}

/* Remember the stack with which a jump gets to its target. */
static bool check_jump(struct verifier *v, const struct ll_instruction *i, uint32_t at)
{
    if (i->arg <= at || i->arg >= v->block->end)
        return false;
    struct stack there = v->stack;
    if (i->op == LL_OP_JUMP_FALSE_DROP && !pop(&there, "?"))
        return false;
    for (size_t w = 0; w < v->waiting_count; w++) {
        if (v->waiting[w].target == i->arg)
            return stacks_agree(&v->waiting[w].stack, &there);
    }
    if (v->waiting_count == WAITING_MAX)
        return false;
    v->waiting[v->waiting_count++] = (struct waiting){i->arg, there};
    return true;
}

/* The jumps to this instruction arrive. */
static bool check_arrivals(struct verifier *v, uint32_t at)
{
    for (size_t w = 0; w < v->waiting_count; w++) {
        if (v->waiting[w].target != at)
            continue;
        bool agree = stacks_agree(&v->waiting[w].stack, &v->stack);
        v->waiting[w] = v->waiting[--v->waiting_count];
        return agree;
    }
    return true;
}

static bool check_block(struct verifier *v)
{
    const struct ll_block *block = v->block;
    if (block->begin >= block->end || block->end > v->expr->code_len)
        return false;
    v->stack.height = 0;
    v->waiting_count = 0;
    for (uint32_t at = block->begin; at < block->end; at++) {
        const struct ll_instruction *i = &v->expr->code[at];
        if (i->op >= LL_OP_NUMBER || !check_arrivals(v, at))
            return false;
        const struct ll_op_info *info = &infos[i->op];
        bool is_last = at + 1 == block->end;
        if ((i->op == LL_OP_RETURN) != is_last)
            return false;
        if (!check_operands(v, i, info->format) || !check_stack(v, i, info))
            return false;
        if (info->format == LL_FORMAT_JUMP && !check_jump(v, i, at))
            return false;
    }
    return v->stack.height == 0;
}

bool ll_expr_verify(const struct ll_expr *expr)
{
    struct verifier v = {.expr = expr};
    if (!expr->block_count || expr->blocks[0].scope == LL_SCOPE_PAST)
        return false;
    for (uint32_t b = 0; b < expr->block_count; b++) {
        v.block = &expr->blocks[b];
        /* A window is looked at by the program itself alone, so that blocks run no blocks. */
        if ((b > 0 && v.block->scope == LL_SCOPE_WINDOW) || !check_block(&v))
            return false;
    }
    return true;
}
