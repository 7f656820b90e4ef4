/* table.h -- pieces of the table for a terminal.  Private to the room.
 * Depends on: base, tune/figure.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_TABLE_H
#define LL_TUNE_TABLE_H

#include "base/buf.h"
#include "tune/figure.h"

#define LL_TABLE_COLUMNS 80
#define LL_TABLE_NAME 13 /* of a cell */
#define LL_TABLE_ID 23   /* of an indicator, a group */

/* A name in so many columns, shortened in the middle where it is longer. */
void ll_table_name(struct ll_buf *out, ll_str name, size_t columns);
/* A bar of eight columns, full where n is most. */
void ll_table_bar(struct ll_buf *out, uint64_t n, uint64_t most);
/* All right in `columns`; "-" where there is none. */
void ll_table_count(struct ll_buf *out, uint64_t n, int columns);
void ll_table_share(struct ll_buf *out, struct ll_prop prop, int columns);
void ll_table_number(struct ll_buf *out, double number, int columns);
/* Lines of at most LL_TABLE_COLUMNS, those behind the first indented by `indent`; ends in LF. */
void ll_table_wrap(struct ll_buf *out, ll_str text, size_t indent);

#endif
