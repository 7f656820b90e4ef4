/* table.h -- rows of words under each other.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_TABLE_H
#define LL_WHY_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

#define LL_WHY_COLUMNS_MAX 24
#define LL_WHY_CELL_MAX 44 /* characters; what is longer is cut, but in the last column */

enum ll_why_tone { LL_WHY_PLAIN, LL_WHY_GOOD, LL_WHY_BAD, LL_WHY_FAINT, LL_WHY_BOLD };

struct ll_why_cell {
    ll_str text;
    enum ll_why_tone tone;
};

/* Filled row by row. {.arena = ...} is an empty one. */
struct ll_why_table {
    struct ll_arena *arena;
    struct ll_why_cell *cells;
    size_t cell_count, cell_cap;
    size_t columns; /* of each row */
    bool failed;    /* memory was out */
};

/* The next cell; text is copied. Rows are of `columns` cells. */
void ll_why_table_add(struct ll_why_table *table, enum ll_why_tone tone, ll_str text);
/* As that, taking what is in the buffer, and emptying it. */
void ll_why_table_take(struct ll_why_table *table, enum ll_why_tone tone, struct ll_buf *text);
/* Append it, each line behind so many blanks. */
void ll_why_table_write(const struct ll_why_table *table, size_t indent, bool colour,
                        struct ll_buf *out);

/* Colours around a text. */
void ll_why_paint(struct ll_buf *out, enum ll_why_tone tone, bool colour);
void ll_why_unpaint(struct ll_buf *out, enum ll_why_tone tone, bool colour);

#endif
