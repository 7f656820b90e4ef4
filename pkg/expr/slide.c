/* slide.c -- see slide.h.   SPDX-License-Identifier: Apache-2.0
 *
 * Counts and sums are differences of running totals; of different values it is known how often each is in the window. */
#include "expr/slide.h"

#include "base/decimal.h"
#include "base/hash.h"
#include "expr/value.h"

struct ll_slide_aggregate {
    const struct ll_instruction *call;
    int64_t *totals; /* count(...), traces(...), sum: of the rows before each; one more than rows */
    uint32_t *numbers; /* distinct: by row, the number of its value from 1 on; 0: null */
    uint32_t *times;   /* distinct: by value, how often it is in the window */
    size_t different;  /* distinct: values in the window */
};

static bool is_sliding(const struct ll_instruction *i)
{
    return i->op == LL_OP_COUNT_IF || i->op == LL_OP_SUM || i->op == LL_OP_DISTINCT_S ||
           i->op == LL_OP_DISTINCT_N || i->op == LL_OP_TRACES_IF;
}

bool ll_expr_slides(const struct ll_expr *having)
{
    for (uint32_t i = 0; i < having->blocks[0].end; i++)
        if (is_sliding(&having->code[i]))
            return true;
    return false;
}

static bool total_blocks(struct ll_slide_aggregate *aggregate, const struct ll_expr *expr,
                         const struct ll_value *const *rows, size_t n, struct ll_arena *arena)
{
    const struct ll_expr_env env = {.scratch = arena};
    aggregate->totals = LL_NEW_ARRAY(arena, int64_t, n + 1);
    for (size_t i = 0; aggregate->totals && i < n; i++)
        aggregate->totals[i + 1] =
            aggregate->totals[i] + ll_expr_run_block(expr, &env, aggregate->call->arg, rows[i]);
    return aggregate->totals != NULL;
}

static bool total_sums(struct ll_slide_aggregate *aggregate, const struct ll_value *const *rows,
                       size_t n, struct ll_arena *arena, bool *exact)
{
    aggregate->totals = LL_NEW_ARRAY(arena, int64_t, n + 1);
    for (size_t i = 0; aggregate->totals && i < n; i++) {
        const struct ll_value *value = &rows[i][aggregate->call->slot];
        if (__builtin_add_overflow(aggregate->totals[i], value->null ? 0 : value->number,
                                   &aggregate->totals[i + 1]))
            *exact = false;
    }
    return aggregate->totals != NULL;
}

static uint64_t hash_of(const struct ll_value *value, bool is_text)
{
    return is_text ? ll_hash64(value->text, value->len) : ll_hash_mix((uint64_t)value->number);
}

/* Number the different values. */
static bool number_values(struct ll_slide_aggregate *aggregate, const struct ll_value *const *rows,
                          size_t n, struct ll_arena *arena)
{
    bool is_text = aggregate->call->op == LL_OP_DISTINCT_S;
    uint16_t slot = aggregate->call->slot;
    size_t places = ll_table_size(n);
    uint32_t *table = LL_NEW_ARRAY(arena, uint32_t, places); /* 1 + the first row of a value */
    aggregate->numbers = LL_NEW_ARRAY(arena, uint32_t, n);
    aggregate->times = LL_NEW_ARRAY(arena, uint32_t, n + 1);
    if (!table || !aggregate->numbers || !aggregate->times)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct ll_value *value = &rows[i][slot];
        if (value->null)
            continue;
        size_t at = hash_of(value, is_text) & (places - 1);
        while (table[at] && !ll_value_agrees(&rows[table[at] - 1][slot], value, is_text))
            at = (at + 1) & (places - 1);
        if (!table[at])
            table[at] = (uint32_t)i + 1;
        aggregate->numbers[i] = table[at];
    }
    return true;
}

bool ll_expr_slide_init(struct ll_expr_slide *slide, const struct ll_expr *having,
                        const struct ll_value *const *rows, size_t row_count,
                        const struct ll_value *const *past, size_t past_count,
                        struct ll_arena *arena)
{
    uint32_t end = having->blocks[0].end;
    *slide = (struct ll_expr_slide){
        .expr = having, .rows = rows, .past = past, .arena = arena, .exact = true};
    slide->aggregates = LL_NEW_ARRAY(arena, struct ll_slide_aggregate, end);
    slide->values = LL_NEW_ARRAY(arena, struct ll_value, end);
    bool fine = slide->aggregates && slide->values;
    for (uint32_t i = 0; fine && i < end; i++) {
        const struct ll_instruction *call = &having->code[i];
        if (!is_sliding(call))
            continue;
        struct ll_slide_aggregate *aggregate = &slide->aggregates[slide->count++];
        aggregate->call = call;
        if (call->op == LL_OP_COUNT_IF)
            fine = total_blocks(aggregate, having, rows, row_count, arena);
        else if (call->op == LL_OP_TRACES_IF)
            fine = total_blocks(aggregate, having, past, past_count, arena);
        else if (call->op == LL_OP_SUM)
            fine = total_sums(aggregate, rows, row_count, arena, &slide->exact);
        else
            fine = number_values(aggregate, rows, row_count, arena);
    }
    return fine;
}

/* Rows that enter the window and rows that leave it; a row that did both is not looked at. */
static void move(struct ll_slide_aggregate *aggregate, const struct ll_expr_slide *slide,
                 size_t from, size_t to)
{
    for (size_t i = slide->from; i < from && i < slide->to; i++) {
        uint32_t number = aggregate->numbers[i];
        aggregate->different -= number && --aggregate->times[number] == 0;
    }
    for (size_t i = slide->to > from ? slide->to : from; i < to; i++) {
        uint32_t number = aggregate->numbers[i];
        aggregate->different += number && aggregate->times[number]++ == 0;
    }
}

static int64_t amount(struct ll_slide_aggregate *aggregate, const struct ll_expr_slide *slide,
                      size_t from, size_t to, size_t past_from, size_t past_to)
{
    switch ((int)aggregate->call->op) {
    case LL_OP_SUM:
        return aggregate->totals[to] - aggregate->totals[from];
    case LL_OP_COUNT_IF:
        return (aggregate->totals[to] - aggregate->totals[from]) * LL_DECIMAL_ONE;
    case LL_OP_TRACES_IF:
        return (aggregate->totals[past_to] - aggregate->totals[past_from]) * LL_DECIMAL_ONE;
    default:
        break;
    }
    /* distinct() goes no further than what it is compared with asks for. */
    move(aggregate, slide, from, to);
    size_t limit = aggregate->call->arg;
    size_t different = aggregate->different < limit ? aggregate->different : limit;
    return (int64_t)different * LL_DECIMAL_ONE;
}

bool ll_expr_slide_run(struct ll_expr_slide *slide, size_t from, size_t to, size_t past_from,
                       size_t past_to)
{
    struct ll_expr_env env = {.rows = slide->rows + from,
                              .row_count = to - from,
                              .past = slide->past ? slide->past + past_from : NULL,
                              .past_count = past_to - past_from,
                              .scratch = slide->arena,
                              .aggregates = slide->exact ? slide->values : NULL};
    for (size_t i = 0; slide->exact && i < slide->count; i++) {
        struct ll_slide_aggregate *aggregate = &slide->aggregates[i];
        slide->values[aggregate->call - slide->expr->code] =
            ll_value_number(amount(aggregate, slide, from, to, past_from, past_to));
    }
    slide->from = from;
    slide->to = to;
    return ll_expr_run(slide->expr, &env);
}
