/* axis.h -- a sweep's expression read: what it changes of the rules, and to which values.
 * Depends on: sweep/cell, pack/book, group/guideline.   SPDX-License-Identifier: Apache-2.0
 *
 *     TARGET = VALUE, FROM..TO, FROM..TO:STEP, ...
 * Numbers are exact decimals, as those of the rules; a range without a step goes by ones. */
#ifndef LL_SWEEP_AXIS_H
#define LL_SWEEP_AXIS_H

#include "group/guideline.h"
#include "pack/book.h"
#include "sweep/cell.h"

struct ll_axis_value {
    struct ll_pos at;          /* in the expression */
    struct ll_yaml_node *node; /* what stands in the rules then */
};

/* An axis, and the place of the rules that it changes. */
struct ll_axis_plan {
    struct ll_axis axis;
    struct ll_pos at; /* of the target, in the expression */
    enum ll_type type;
    bool is_list;
    struct ll_axis_value *values; /* as axis.values */
    /* The value that holds; NULL: there is none, so that one is put into the mapping, or where kind is LL_AXIS_QUIET, into
     * the pack's lead. */
    const struct ll_yaml_node *node;
    const struct ll_yaml_node *mapping;
    uint32_t begin, end; /* LL_AXIS_SCORE: the number, bytes of the node's text */
};

/* The rules as they are. */
struct ll_axis_rules {
    struct ll_arena *arena;
    const struct ll_book *book;
    const struct ll_groups *groups; /* NULL: none */
    struct ll_errors *errors, *warnings;
};

/* Read an expression, which must outlive the plan. LL_ERR_SYNTAX: a fault is reported. Whether the rules allow the values is
 * not looked at. */
LL_NODISCARD enum ll_status ll_axis_read(const struct ll_axis_rules *rules,
                                         const struct ll_source *expression,
                                         struct ll_axis_plan *plan);
/* Whether two change the same. */
bool ll_axis_same(const struct ll_axis_plan *a, const struct ll_axis_plan *b);

/* What the files of axis.h's room share: */

/* Find what a target names. False: a fault is reported. */
bool ll_axis_find(const struct ll_axis_rules *rules, struct ll_axis_plan *plan);
/* Read the values, which stand from byte `from` on. False: a fault is reported. */
bool ll_axis_values(const struct ll_axis_rules *rules, struct ll_axis_plan *plan, size_t from);
/* Report a fault at bytes begin..end of an expression. Always false. */
bool ll_axis_fault(const struct ll_axis_rules *rules, const struct ll_source *expression,
                   size_t begin, size_t end, const char *format, ...) LL_PRINTF(5, 6);
bool ll_axis_fault_memory(const struct ll_axis_rules *rules);
/* A value of the rules as an expression has it: 5, "cash", ["AZ", "TX"]. ptr NULL: memory is out. */
ll_str ll_axis_text(struct ll_arena *arena, enum ll_type type, bool is_list,
                    const struct ll_value *values, size_t count);

/* Of each of the plans' axes the value that is picked, or LL_AXIS_AS_IT_IS. */
#define LL_AXIS_AS_IT_IS UINT32_MAX
struct ll_axis_amending {
    const struct ll_axis_plan *plans;
    const uint32_t *picks;
    size_t count;
    const struct ll_book *book;
    bool failed; /* out: memory was out */
};
/* The change of an ll_amend, of which such a thing is the context. */
void ll_axis_amend(void *context, struct ll_arena *arena, struct ll_yaml_node *root);

#endif
