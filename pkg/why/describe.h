/* describe.h -- a change in words, and as JSON.
 * Depends on: why/change, json.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_DESCRIBE_H
#define LL_WHY_DESCRIBE_H

#include "why/view.h"

/* The change at a place in a list of changes that are made one after the other: "one more pistol like S-1 (Glock 19), on Mon
 * 2006-03-13"; of a gun that one before it changed, "one more gun like S-1 (Glock 19) as changed, on ...". */
void ll_why_change_text(struct ll_buf *out, const struct ll_why *why,
                        const struct ll_why_change *changes, size_t at);
/* The same as an object. added: how many items the changes before it add; tells the ids of those that it adds. */
void ll_why_change_json(struct ll_buf *out, const struct ll_why *why,
                        const struct ll_why_change *changes, size_t at, size_t added);

#endif
