/* show.h -- a lead as two or three lines for a person.  Private to the room.
 * Depends on: base, watch/lead, watch/memory.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WATCH_SHOW_H
#define LL_WATCH_SHOW_H

#include "watch/memory.h"

/* seen: as it was before, revision 0 where this is the first. group: whose priority leads the
 * line, NULL: the first. Nothing in the text moves a terminal but our own colours. */
void ll_watch_show(const struct ll_watch_lead *lead, const struct ll_watch_seen *seen,
                   const char *group, bool colour, struct ll_buf *out);

#endif
