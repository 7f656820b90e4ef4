/* write.h -- pieces of the document.  Private to the room.
 * Depends on: base, json, tune/figure.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_WRITE_H
#define LL_TUNE_WRITE_H

#include "tune/state.h"
#include "json/writer.h"

/* At most six places behind the point, no zeros at the end; null where it is no number. */
void ll_write_number(struct ll_buf *out, double number);
/* null where there is nothing to divide by. */
void ll_write_prop(struct ll_buf *out, struct ll_prop prop);
void ll_write_text_or_null(struct ll_buf *out, const char *text);
/* The object FIG. of_all: of all leads of a cell, so that some were withdrawn. */
void ll_write_figure(struct ll_buf *out, const struct ll_figure *figure, bool of_all);

/* ,"weeks":.. to ,"places":.. */
void ll_write_shapes(struct ll_buf *out, const struct ll_tune *tune);
/* ,"leads":.. */
void ll_write_leads(struct ll_buf *out, const struct ll_tune *tune);

#endif
