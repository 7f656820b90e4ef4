/* code.c -- a checked tree to a program.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

#include "base/decimal.h"
#include "expr/reading.h"

#include <stdlib.h>

/* An array that grows in the scratch arena. */
struct growing {
    void *items;
    uint32_t len, cap;
};

struct coder {
    struct ll_arena *arena, *scratch;
    struct growing code, constants, blocks;
    bool failed;
};

/* The end of a list of jumps that wait for their target. */
#define NO_JUMP UINT32_MAX

static void code_condition(struct coder *coder, const struct ll_node *node);

/* One more item of size bytes, zeroed; NULL, and the coder has failed, without memory. */
static void *grow(struct coder *coder, struct growing *growing, size_t size, size_t align)
{
    if (growing->len == growing->cap) {
        uint32_t cap = growing->cap ? growing->cap * 2 : 16;
        void *items = ll_arena_array(coder->scratch, cap, size, align);
        if (!items) {
            coder->failed = true;
            return NULL;
        }
        if (growing->len)
            memcpy(items, growing->items, growing->len * size);
        growing->items = items;
        growing->cap = cap;
    }
    return (char *)growing->items + size * growing->len++;
}

/* Returns the instruction's index. */
static uint32_t emit(struct coder *coder, enum ll_op op, unsigned mode, uint16_t slot, uint32_t arg)
{
    struct ll_instruction *i = grow(coder, &coder->code, sizeof *i, alignof(struct ll_instruction));
    if (!i)
        return 0;
    *i = (struct ll_instruction){(uint8_t)op, (uint8_t)mode, slot, arg};
    return coder->code.len - 1;
}

static struct ll_instruction *instruction(struct coder *coder, uint32_t at)
{
    return (struct ll_instruction *)coder->code.items + at;
}

/* A jump to where land() will be called; pending links those of one target. */
static void emit_jump(struct coder *coder, enum ll_op op, uint32_t *pending)
{
    uint32_t at = emit(coder, op, 0, 0, *pending);
    if (!coder->failed)
        *pending = at;
}

static void land(struct coder *coder, uint32_t pending)
{
    while (pending != NO_JUMP && !coder->failed) {
        struct ll_instruction *jump = instruction(coder, pending);
        pending = jump->arg;
        jump->arg = coder->code.len;
    }
}

/* ---- constants ---- */

int ll_expr_member_cmp(const struct ll_value *a, const struct ll_value *b, bool is_text)
{
    if (!is_text)
        return (a->number > b->number) - (a->number < b->number);
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return a->len ? memcmp(a->text, b->text, a->len) : 0;
}

static int number_cmp(const void *a, const void *b)
{
    return ll_expr_member_cmp(a, b, false);
}

static int text_cmp(const void *a, const void *b)
{
    return ll_expr_member_cmp(a, b, true);
}

/* A copy of a value in the program's arena. */
static struct ll_value keep(struct coder *coder, struct ll_value value, bool is_text)
{
    if (!is_text || value.null)
        return value;
    ll_str copy = ll_arena_str(coder->arena, (ll_str){value.text, value.len});
    coder->failed = coder->failed || !copy.ptr;
    value.text = copy.ptr;
    return value;
}

static uint32_t add_constant(struct coder *coder, struct ll_value value, enum ll_cell cell)
{
    struct ll_constant *constant =
        grow(coder, &coder->constants, sizeof *constant, alignof(struct ll_constant));
    if (!constant)
        return 0;
    *constant = (struct ll_constant){value, cell};
    return coder->constants.len - 1;
}

static uint32_t constant_of(struct coder *coder, const struct ll_node *node)
{
    bool is_text = node->type == LL_NODE_STRING;
    return add_constant(coder, keep(coder, node->value, is_text),
                        is_text ? LL_CELL_STRING : LL_CELL_NUMBER);
}

static uint32_t list_of(struct coder *coder, const struct ll_node *node, bool is_text)
{
    uint32_t len = node->value.len;
    struct ll_value *items = LL_NEW_ARRAY(coder->arena, struct ll_value, len);
    if (!items) {
        coder->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < len; i++)
        items[i] = keep(coder, node->value.items[i], is_text);
    if (len && !coder->failed)
        qsort(items, len, sizeof items[0], is_text ? text_cmp : number_cmp);
    return add_constant(coder, (struct ll_value){.items = items, .len = len},
                        is_text ? LL_CELL_STRINGS : LL_CELL_NUMBERS);
}

/* ---- values ---- */

/* The program of a call's condition: a block of its own. Returns its number. */
static uint32_t code_block(struct coder *coder, const struct ll_node *condition)
{
    /* The condition's node waits in the block's place until the blocks before it are written. */
    const struct ll_node **waiting =
        grow(coder, &coder->blocks, sizeof *waiting, alignof(const struct ll_node *));
    if (!waiting)
        return 0;
    *waiting = condition;
    return coder->blocks.len;
}

/* distinct() need not count further than what it is compared with: beyond the limit all numbers are alike. */
static uint32_t distinct_limit(const struct ll_node *other)
{
    if (!other || other->kind != LL_NODE_CONST || other->type != LL_NODE_NUMBER)
        return UINT32_MAX;
    int64_t units = other->value.number / LL_DECIMAL_ONE;
    if (units < 0)
        return 1;
    return units >= UINT32_MAX - 1 ? UINT32_MAX : (uint32_t)units + 1;
}

static void code_call(struct coder *coder, const struct ll_node *node, const struct ll_node *other)
{
    switch (node->call) {
    case LL_CALL_COUNT:
        if (node->first)
            (void)emit(coder, LL_OP_COUNT_IF, 0, 0, code_block(coder, node->first));
        else
            (void)emit(coder, LL_OP_COUNT, 0, 0, 0);
        break;
    case LL_CALL_TRACES:
        if (node->first)
            (void)emit(coder, LL_OP_TRACES_IF, 0, 0, code_block(coder, node->first));
        else
            (void)emit(coder, LL_OP_TRACES, 0, 0, 0);
        break;
    case LL_CALL_SUM:
        (void)emit(coder, LL_OP_SUM, 0, node->slot, 0);
        break;
    case LL_CALL_DISTINCT:
        (void)emit(coder, node->first->type == LL_NODE_STRING ? LL_OP_DISTINCT_S : LL_OP_DISTINCT_N,
                   0, node->slot, distinct_limit(other));
        break;
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        code_condition(coder, node);
        (void)emit(coder, LL_OP_PUSH_FLAG, 0, 0, 0);
        break;
    }
}

/* Push a node's value. other: what it is compared with, if anything. */
static void code_value(struct coder *coder, const struct ll_node *node, const struct ll_node *other)
{
    if (node->kind == LL_NODE_NAME) {
        (void)emit(coder, LL_OP_PUSH_FIELD, 0, node->slot, 0);
    } else if (node->kind == LL_NODE_CONST) {
        (void)emit(coder, LL_OP_PUSH_CONST, 0, 0, constant_of(coder, node));
    } else if (node->kind == LL_NODE_CALL) {
        code_call(coder, node, other);
    } else {
        code_condition(coder, node);
        (void)emit(coder, LL_OP_PUSH_FLAG, 0, 0, 0);
    }
}

/* ---- comparisons ---- */

static bool is_null(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NULL;
}

static bool is_equality(enum ll_token_kind op)
{
    return op == LL_TOKEN_EQ || op == LL_TOKEN_NE;
}

/* Compare the two values on the stack. */
static void code_operator(struct coder *coder, enum ll_token_kind op, bool is_text)
{
    if (is_text && is_equality(op))
        (void)emit(coder, LL_OP_EQ_S, op == LL_TOKEN_EQ, 0, 0);
    else
        (void)emit(coder, is_text ? LL_OP_CMP_S : LL_OP_CMP_N, ll_node_op_relations(op), 0, 0);
}

/* field op constant, without the stack. */
static void code_field(struct coder *coder, const struct ll_node *field, enum ll_token_kind op,
                       const struct ll_node *constant)
{
    uint32_t arg = constant_of(coder, constant);
    bool is_text = field->type == LL_NODE_STRING;
    if (is_text && is_equality(op))
        (void)emit(coder, LL_OP_FIELD_EQ_S, op == LL_TOKEN_EQ, field->slot, arg);
    else
        (void)emit(coder, is_text ? LL_OP_FIELD_CMP_S : LL_OP_FIELD_CMP_N, ll_node_op_relations(op),
                   field->slot, arg);
}

static bool is_count(const struct ll_node *node)
{
    return node->kind == LL_NODE_CALL && node->call == LL_CALL_COUNT && !node->first;
}

/* count() >= n, the commonest having; false where it is not that. */
static bool code_count(struct coder *coder, const struct ll_node *left, enum ll_token_kind op,
                       const struct ll_node *right)
{
    bool fits = is_count(left) && right->kind == LL_NODE_CONST &&
                (op == LL_TOKEN_GE || op == LL_TOKEN_GT) && right->value.number >= 0;
    if (!fits)
        return false;
    int64_t n = right->value.number / LL_DECIMAL_ONE;
    bool whole = right->value.number % LL_DECIMAL_ONE == 0;
    n += op == LL_TOKEN_GT || !whole;
    if (n > UINT32_MAX)
        return false;
    (void)emit(coder, LL_OP_COUNT_GE, 0, 0, (uint32_t)n);
    return true;
}

static void code_link(struct coder *coder, const struct ll_node *left, enum ll_token_kind op,
                      const struct ll_node *right)
{
    if (is_null(left) || is_null(right)) {
        const struct ll_node *other = is_null(right) ? left : right;
        if (other->kind == LL_NODE_NAME) {
            (void)emit(coder, LL_OP_FIELD_NULL, op == LL_TOKEN_EQ, other->slot, 0);
        } else {
            code_value(coder, other, NULL);
            (void)emit(coder, LL_OP_IS_NULL, op == LL_TOKEN_EQ, 0, 0);
        }
        return;
    }
    if (left->kind == LL_NODE_CONST) {
        const struct ll_node *swap = left;
        left = right;
        right = swap;
        op = ll_node_op_turned(op);
    }
    if (left->kind == LL_NODE_NAME && right->kind == LL_NODE_CONST) {
        code_field(coder, left, op, right);
    } else if (!code_count(coder, left, op, right)) {
        code_value(coder, left, right);
        code_value(coder, right, left);
        code_operator(coder, op, left->type == LL_NODE_STRING);
    }
}

/* Cheap enough to be evaluated again for the next link of a chain. */
static bool middles_are_cheap(const struct ll_node *chain)
{
    for (const struct ll_node *n = chain->first->next; n->next; n = n->next) {
        if (!ll_node_is_plain(n) && !is_count(n))
            return false;
    }
    return true;
}

static void code_chain(struct coder *coder, const struct ll_node *node)
{
    uint32_t pending = NO_JUMP;
    if (middles_are_cheap(node)) {
        for (const struct ll_node *left = node->first; left->next; left = left->next) {
            code_link(coder, left, left->next->op, left->next);
            if (left->next->next)
                emit_jump(coder, LL_OP_JUMP_FALSE, &pending);
        }
        land(coder, pending);
        return;
    }
    /* Each middle once: compared with what is before it, it stays on the stack for what is behind it. */
    code_value(coder, node->first, NULL);
    for (const struct ll_node *right = node->first->next; right; right = right->next) {
        code_value(coder, right, NULL);
        if (right->next)
            (void)emit(coder, LL_OP_TUCK, 0, 0, 0);
        code_operator(coder, right->op, right->type == LL_NODE_STRING);
        if (right->next)
            emit_jump(coder, LL_OP_JUMP_FALSE_DROP, &pending);
    }
    land(coder, pending);
}

static void code_in(struct coder *coder, const struct ll_node *node)
{
    const struct ll_node *left = node->first, *right = node->last;
    bool is_text = left->type == LL_NODE_STRING;
    unsigned sense = !node->negated;
    if (right->kind == LL_NODE_NAME) {
        code_value(coder, left, NULL);
        (void)emit(coder, is_text ? LL_OP_IN_FIELD_S : LL_OP_IN_FIELD_N, sense, right->slot, 0);
        return;
    }
    uint32_t list = list_of(coder, right, is_text);
    if (left->kind == LL_NODE_NAME) {
        (void)emit(coder, is_text ? LL_OP_FIELD_IN_S : LL_OP_FIELD_IN_N, sense, left->slot, list);
    } else {
        code_value(coder, left, NULL);
        (void)emit(coder, is_text ? LL_OP_IN_S : LL_OP_IN_N, sense, 0, list);
    }
}

static void code_logic(struct coder *coder, const struct ll_node *node)
{
    uint32_t pending = NO_JUMP;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        code_condition(coder, child);
        if (child->next)
            emit_jump(coder, node->kind == LL_NODE_AND ? LL_OP_JUMP_FALSE : LL_OP_JUMP_TRUE,
                      &pending);
    }
    land(coder, pending);
}

/* Set the flag to a boolean node's value. */
static void code_condition(struct coder *coder, const struct ll_node *node)
{
    switch (node->kind) {
    case LL_NODE_CONST:
        (void)emit(coder, LL_OP_SET, 0, 0, node->value.number != 0);
        break;
    case LL_NODE_NAME:
        (void)emit(coder, LL_OP_FIELD_TRUE, 0, node->slot, 0);
        break;
    case LL_NODE_NOT:
        code_condition(coder, node->first);
        (void)emit(coder, LL_OP_NOT, 0, 0, 0);
        break;
    case LL_NODE_AND:
    case LL_NODE_OR:
        code_logic(coder, node);
        break;
    case LL_NODE_CHAIN:
        code_chain(coder, node);
        break;
    case LL_NODE_IN:
        code_in(coder, node);
        break;
    case LL_NODE_CALL:
        if (node->hit_slot == LL_EXPR_NEVER)
            (void)emit(coder, LL_OP_SET, 0, 0, 0);
        else
            (void)emit(coder, LL_OP_IN_HIT, 0, 0, node->hit_slot);
        break;
    case LL_NODE_NAMED:
        code_condition(coder, node->named->root);
        break;
    case LL_NODE_LIST:
    case LL_NODE_PARAM:
        break; /* check refuses a list as a condition, and leaves no parameter */
    }
}

/* ---- the whole ---- */

static uint8_t cell_of(const struct ll_expr_field *field)
{
    if (field->type == LL_TYPE_STRING)
        return field->is_list ? LL_CELL_STRINGS : LL_CELL_STRING;
    return field->is_list ? LL_CELL_NUMBERS : LL_CELL_NUMBER;
}

/* The machine's types of fields, by slot. */
static const uint8_t *cells_of(struct coder *coder, const struct ll_expr_field *fields,
                               size_t count, uint32_t *slots)
{
    *slots = 0;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].slot >= *slots)
            *slots = fields[i].slot + UINT32_C(1);
    }
    uint8_t *cells = ll_arena_array(coder->arena, *slots, 1, 1);
    coder->failed = coder->failed || !cells;
    for (size_t i = 0; cells && i < count; i++)
        cells[fields[i].slot] = cell_of(&fields[i]);
    return cells;
}

static void *kept(struct coder *coder, const struct growing *growing, size_t size, size_t align)
{
    void *copy = ll_arena_array(coder->arena, growing->len, size, align);
    coder->failed = coder->failed || !copy;
    if (copy && growing->len)
        memcpy(copy, growing->items, growing->len * size);
    return copy;
}

/* The main block, then those of its calls; calls do not nest, so these add none. */
static struct ll_block *code_blocks(struct coder *coder, const struct ll_expr_schema *schema,
                                    const struct ll_node *root)
{
    code_condition(coder, root);
    (void)emit(coder, LL_OP_RETURN, 0, 0, 0);
    uint32_t main_end = coder->code.len, count = coder->blocks.len + 1;
    struct ll_block *blocks = LL_NEW_ARRAY(coder->arena, struct ll_block, count);
    if (!blocks || coder->failed) {
        coder->failed = true;
        return NULL;
    }
    blocks[0] = (struct ll_block){0, main_end, schema->aggregates ? LL_SCOPE_WINDOW : LL_SCOPE_ROW};
    for (uint32_t i = 0; i < main_end; i++) {
        const struct ll_instruction *call = instruction(coder, i);
        if (call->op == LL_OP_COUNT_IF)
            blocks[call->arg].scope = LL_SCOPE_ROW;
        else if (call->op == LL_OP_TRACES_IF)
            blocks[call->arg].scope = LL_SCOPE_PAST;
    }
    for (uint32_t b = 1; b < count; b++) {
        blocks[b].begin = coder->code.len;
        code_condition(coder, ((const struct ll_node **)coder->blocks.items)[b - 1]);
        (void)emit(coder, LL_OP_RETURN, 0, 0, 0);
        blocks[b].end = coder->code.len;
    }
    return blocks;
}

struct ll_expr *ll_expr_code(const struct ll_expr_schema *schema, const struct ll_node *root,
                             struct ll_arena *arena, struct ll_arena *scratch)
{
    struct coder coder = {.arena = arena, .scratch = scratch};
    struct ll_expr *expr = LL_NEW(arena, struct ll_expr);
    if (!expr)
        return NULL;
    expr->blocks = code_blocks(&coder, schema, root);
    expr->block_count = coder.blocks.len + 1;
    expr->code_len = coder.code.len;
    expr->constant_count = coder.constants.len;
    expr->row_cells = cells_of(&coder, schema->fields, schema->field_count, &expr->row_slots);
    expr->past_cells =
        cells_of(&coder, schema->past_fields, schema->past_fields ? schema->past_field_count : 0,
                 &expr->past_slots);
    expr->code =
        kept(&coder, &coder.code, sizeof(struct ll_instruction), alignof(struct ll_instruction));
    expr->constants =
        kept(&coder, &coder.constants, sizeof(struct ll_constant), alignof(struct ll_constant));
    for (uint32_t i = 0; i < coder.code.len; i++) {
        uint8_t op = instruction(&coder, i)->op;
        expr->uses_past = expr->uses_past || op == LL_OP_TRACES || op == LL_OP_TRACES_IF;
    }
    uint32_t past = ll_node_need(root, LL_NEED_PAST, true);
    expr->items_needed = ll_node_need(root, LL_NEED_ITEMS, true);
    expr->needs_past = past > 0;
    expr->needs_hit = ll_node_need(root, LL_NEED_HIT, true) > 0;
    expr->grows = ll_node_grows(root);
    return coder.failed ? NULL : expr;
}
