/* writer.h -- JSON text appended to a buffer.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * Objects and arrays are written by hand around these ("{", ll_json_add_string, ...): the record's shape is then seen
 * where it is made. */
#ifndef LL_JSON_WRITER_H
#define LL_JSON_WRITER_H

#include "base/buf.h"
#include "base/day.h"

/* A quoted, escaped string. text is UTF-8; what is not becomes U+FFFD. */
void ll_json_add_string(struct ll_buf *out, ll_str text);
/* As add_string; null for the empty string. */
void ll_json_add_string_or_null(struct ll_buf *out, ll_str text);
/* A quoted day, YYYY-MM-DD; null for LL_DAY_NONE. */
void ll_json_add_day(struct ll_buf *out, ll_day day);

#endif
