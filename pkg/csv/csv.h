/* csv.h -- tables with a header line, through libcsv.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CSV_CSV_H
#define LL_CSV_CSV_H

#include "base/arena.h"
#include "base/error.h"

/* One row, given in file order; cells are trimmed of blanks, and borrowed until the call returns.
 * at: the row's first line. A status other than LL_OK stops the reading and is passed on. */
typedef enum ll_status (*ll_csv_row_fn)(void *context, const ll_str *cells, struct ll_pos at,
                                        struct ll_error *err);

/* Columns that a table may have: the n of the calls below is at most this. */
#define LL_CSV_COLUMNS_MAX 32

/* Read source: its first line must name the columns; columns[n] lists the names wanted,
 * required[n] those that must be there; a column not in columns is refused with the nearest right
 * name, one named twice too. cells has n entries in the order of columns, empty where the table
 * lacks the column or the row is shorter. A row with more cells than the header is refused; blank
 * lines are passed over. The text is UTF-8 without NUL; lines end in LF or CRLF; quoting is
 * strict. */
LL_NODISCARD enum ll_status ll_csv_read(const struct ll_source *source, const char *const *columns,
                                        const bool *required, size_t n, ll_csv_row_fn row,
                                        void *context, struct ll_error *err);

/* As ll_csv_read; places[n] are the cells' own places: of the first byte in the file (of the quote
 * of a quoted one), of the row where the cell is missing. */
typedef enum ll_status (*ll_csv_placed_row_fn)(void *context, const ll_str *cells,
                                               const struct ll_pos *places, struct ll_pos at,
                                               struct ll_error *err);
LL_NODISCARD enum ll_status ll_csv_read_placed(const struct ll_source *source,
                                               const char *const *columns, const bool *required,
                                               size_t n, ll_csv_placed_row_fn row, void *context,
                                               struct ll_error *err);

#endif
