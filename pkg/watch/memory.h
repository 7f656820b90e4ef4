/* memory.h -- what each lead was when it was last seen, to tell what is new about it.  Private
 * to the room.
 * Depends on: base, watch/lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WATCH_MEMORY_H
#define LL_WATCH_MEMORY_H

#include "base/buf.h"
#include "watch/lead.h"

/* = {0} for a lead not seen before. Lists are words, each with a NUL behind it. */
struct ll_watch_seen {
    struct ll_buf id, indicators, groups;
    uint64_t revision, sales, guns, traces, reports;
    int64_t score;
    bool open;
};

struct ll_watch_memory;

struct ll_watch_memory *ll_watch_memory_new(void);
void ll_watch_memory_free(struct ll_watch_memory *memory);
/* The place of a lead, empty (revision 0) where it was not seen before. NULL: no memory. Valid
 * until the next call. */
struct ll_watch_seen *ll_watch_memory_find(struct ll_watch_memory *memory, ll_str lead_id);
/* Note the lead as it is now; false: no memory. */
bool ll_watch_seen_note(struct ll_watch_seen *seen, const struct ll_watch_lead *lead);
/* True if a list holds word. */
bool ll_watch_list_has(const struct ll_buf *list, ll_str word);
/* Walk a list: the next word from *at on; false at the end. */
bool ll_watch_list_next(const struct ll_buf *list, size_t *at, ll_str *word);

#endif
