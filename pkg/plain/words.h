/* words.h -- fields, values and conditions in words. Private to the room.
 * Depends on: plain.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PLAIN_WORDS_H
#define LL_PLAIN_WORDS_H

#include "expr/reading.h"
#include "pack/pack.h"

/* "dealer's licence type". */
const char *ll_plain_field(uint16_t slot);
/* The field in the plural where different ones are counted: "dealers". */
const char *ll_plain_fields(uint16_t slot);
/* " inches" behind a number of the field; "" where it has no unit. */
const char *ll_plain_unit(uint16_t slot);
bool ll_plain_is_date(uint16_t slot);
/* May be null in an item of that kind. */
bool ll_plain_may_lack(enum ll_item_kind items, uint16_t slot);

void ll_plain_value(struct ll_buf *out, enum ll_node_type type, struct ll_value value);
/* "A", "A or B", "A, B or C". */
void ll_plain_list(struct ll_buf *out, enum ll_node_type type, struct ll_value list,
                   const char *last);
/* "at least 2"; " items" follows. number: as written, with what is behind it. */
const char *ll_plain_bound(enum ll_token_kind op);

/* Part 'index' of n joined as "A, B and C": what stands before it. */
const char *ll_plain_glue(size_t index, size_t n, const char *last);

/* A condition on one item of a kind: "the class is rifle and the price is at most 150 dollars". bound: it stands within
 * another, and is put in parentheses where it has parts. */
void ll_plain_condition(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items,
                        bool bound);
/* The same with what is not. */
void ll_plain_negation(struct ll_buf *out, const struct ll_node *node, enum ll_item_kind items);

/* What a name stands for. */
const struct ll_node *ll_plain_unnamed(const struct ll_node *node);

#endif
