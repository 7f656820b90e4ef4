/* write.h -- JSON from a text that is pleasant to read in C.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SCHEMA_WRITE_H
#define LL_SCHEMA_WRITE_H

#include "base/buf.h"

/* Append text with " for each ' in it. */
void ll_schema_add(struct ll_buf *out, const char *text);

#endif
