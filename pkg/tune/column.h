/* column.h -- the leads of the pack in force, one by one, in few bytes.  Private to the room.
 * Depends on: lead, tune/sum.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_COLUMN_H
#define LL_TUNE_COLUMN_H

#include "lead/lead.h"
#include "tune/sum.h"

struct ll_column_lead {
    struct ll_subject subject;
    char id[LL_LEAD_ID_LEN];
    ll_day first_day, last_day, since;
    int64_t score;
    uint64_t guns;
    enum ll_label label;
    const uint32_t *hits; /* indicators, by place in the pack, ascending */
    uint32_t hit_count;
};

/* = {0} is an empty list. */
struct ll_columns {
    struct ll_column_lead *list;
    size_t count, cap;
};

/* hits: borrowed. False: memory is out. */
LL_NODISCARD bool ll_columns_add(struct ll_columns *columns, const struct ll_subject *subject,
                                 const struct ll_seen *seen, const uint32_t *hits,
                                 struct ll_arena *arena);
LL_NODISCARD bool ll_columns_merge(struct ll_columns *columns, const struct ll_columns *from,
                                   struct ll_arena *arena);
/* By the subject's kind and key, then first date and id: the order of `replay --final`. */
void ll_columns_sort(struct ll_columns *columns);

#endif
