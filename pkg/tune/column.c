/* column.c -- see column.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/column.h"

#include <stdlib.h>

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static struct ll_column_lead *next(struct ll_columns *columns, struct ll_arena *arena)
{
    struct ll_column_lead *list =
        ll_arena_more(arena, columns->list, columns->count, &columns->cap, sizeof *list);
    if (!list)
        return NULL;
    columns->list = list;
    return &list[columns->count++];
}

bool ll_columns_add(struct ll_columns *columns, const struct ll_subject *subject,
                    const struct ll_seen *seen, const uint32_t *hits, struct ll_arena *arena)
{
    const struct ll_lead *lead = seen->found->lead;
    uint32_t *kept = LL_NEW_ARRAY(arena, uint32_t, lead->indicator_count);
    struct ll_column_lead *to = kept ? next(columns, arena) : NULL;
    if (!to)
        return false;
    if (lead->indicator_count) {
        memcpy(kept, hits, lead->indicator_count * sizeof *kept);
        qsort(kept, lead->indicator_count, sizeof *kept, by_number);
    }
    *to = (struct ll_column_lead){.subject = *subject,
                                  .first_day = lead->first_day,
                                  .last_day = lead->last_day,
                                  .since = seen->found->since,
                                  .score = lead->score,
                                  .guns = seen->guns,
                                  .label = seen->verdict.label,
                                  .hits = kept,
                                  .hit_count = (uint32_t)lead->indicator_count};
    memcpy(to->id, lead->id, sizeof to->id);
    return true;
}

bool ll_columns_merge(struct ll_columns *columns, const struct ll_columns *from,
                      struct ll_arena *arena)
{
    for (size_t i = 0; i < from->count; i++) {
        struct ll_column_lead *to = next(columns, arena);
        if (!to)
            return false;
        *to = from->list[i];
    }
    return true;
}

static int by_subject(const void *left, const void *right)
{
    const struct ll_column_lead *a = left, *b = right;
    if (a->subject.kind != b->subject.kind)
        return a->subject.kind < b->subject.kind ? -1 : 1;
    int by_key = memcmp(&a->subject.key, &b->subject.key, sizeof a->subject.key);
    if (by_key)
        return by_key;
    if (a->first_day != b->first_day)
        return a->first_day < b->first_day ? -1 : 1;
    return memcmp(a->id, b->id, sizeof a->id);
}

void ll_columns_sort(struct ll_columns *columns)
{
    if (columns->count)
        qsort(columns->list, columns->count, sizeof *columns->list, by_subject);
}
