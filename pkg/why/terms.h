/* terms.h -- an expression term by term, and its values.
 * Depends on: base, expr/reading.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_TERMS_H
#define LL_WHY_TERMS_H

#include "base/buf.h"
#include "expr/reading.h"

/* A part of a condition that is a condition itself. */
struct ll_why_term {
    const struct ll_expr_reading *reading; /* whose text it is a part of */
    const struct ll_node *node;
    unsigned depth; /* of the ors, ands, nots and named conditions that it is in */
    bool leaf;      /* no such parts in it */
};

#define LL_WHY_TERMS_MAX 256
struct ll_why_terms {
    struct ll_why_term
        list[LL_WHY_TERMS_MAX]; /* each before its parts; an outermost `and` is its parts alone */
    size_t count;
};
void ll_why_terms_of(const struct ll_expr_reading *reading, struct ll_why_terms *terms);
ll_str ll_why_term_words(const struct ll_why_term *term);

/* The parts of a term that have values of their own: fields, calls, parameters, named lists. What calls hold is not gone into. */
#define LL_WHY_PARTS_MAX 32
struct ll_why_part {
    const struct ll_node *node;
    ll_str words; /* as they stand in the text that it is of */
};
struct ll_why_parts {
    struct ll_why_part list[LL_WHY_PARTS_MAX]; /* none of one text twice */
    size_t count;
};
void ll_why_parts_add(const struct ll_expr_reading *reading, const struct ll_node *node,
                      struct ll_why_parts *parts);

/* Append a value by its type: a person's text, or JSON. */
void ll_why_add_value(struct ll_buf *out, const struct ll_node *node, const struct ll_value *value,
                      bool json);

#endif
