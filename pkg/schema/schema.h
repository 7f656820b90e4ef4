/* schema.h -- JSON Schemas (draft 2020-12) of the files that people write, for editors.
 * Depends on: base, pack, group, config.   SPDX-License-Identifier: Apache-2.0
 *
 * They accept every file that is good, and refuse what is wrong in its shape: unknown keys, values of a wrong kind or out of
 * range. What an expression says, and what the parts of a file say of each other, they do not look at: that is what
 * `leadline rules check` and `leadline config check` are for. */
#ifndef LL_SCHEMA_SCHEMA_H
#define LL_SCHEMA_SCHEMA_H

#include "base/buf.h"

void ll_schema_write_pack(struct ll_buf *out);
void ll_schema_write_groups(struct ll_buf *out);
void ll_schema_write_config(struct ll_buf *out);

#endif
