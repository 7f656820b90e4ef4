/* value.h -- how values compare: the machine runs by it, and what is asked of programs beforehand.
 * Depends on: program.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EXPR_VALUE_H
#define LL_EXPR_VALUE_H

#include "expr/program.h"

static inline bool ll_value_text_is(const struct ll_value *a, const struct ll_value *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
}

static inline unsigned ll_value_relation_of(int order)
{
    return order < 0 ? LL_RELATION_LESS : order > 0 ? LL_RELATION_MORE : LL_RELATION_SAME;
}

/* Is one of the relations true of two strings, two numbers? False with null. */
static inline bool ll_value_cmp_text(const struct ll_value *a, const struct ll_value *b,
                                     unsigned relations)
{
    if (a->null || b->null)
        return false;
    int order = ll_str_cmp((ll_str){a->text, a->len}, (ll_str){b->text, b->len});
    return (ll_value_relation_of(order) & relations) != 0;
}

static inline bool ll_value_cmp_number(const struct ll_value *a, const struct ll_value *b,
                                       unsigned relations)
{
    int order = (a->number > b->number) - (a->number < b->number);
    return !a->null && !b->null && (ll_value_relation_of(order) & relations) != 0;
}

/* From that many members on a constant list is searched by halves. */
#define LL_VALUE_LINEAR_MAX 8

static inline bool ll_value_is_among(const struct ll_value *value, const struct ll_value *list,
                                     bool is_text)
{
    size_t low = 0, high = list->len;
    while (high - low > LL_VALUE_LINEAR_MAX) {
        size_t mid = low + (high - low) / 2;
        if (ll_expr_member_cmp(value, &list->items[mid], is_text) < 0)
            high = mid;
        else
            low = mid;
    }
    for (size_t i = low; i < high; i++) {
        const struct ll_value *item = &list->items[i];
        if (is_text ? ll_value_text_is(value, item) : value->number == item->number)
            return true;
    }
    return false;
}

static inline bool ll_value_is_in(const struct ll_value *value, const struct ll_value *list,
                                  bool is_text, bool sense)
{
    return !value->null && ll_value_is_among(value, list, is_text) == sense;
}

static inline bool ll_value_agrees(const struct ll_value *a, const struct ll_value *b, bool is_text)
{
    return is_text ? ll_value_text_is(a, b) : a->number == b->number;
}

#endif
