/* index.h -- of a long timeline that is kept between batches: where its facts lie in the log, and which are near a day.
 * Depends on: timeline, engine/last.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_INDEX_H
#define LL_ENGINE_INDEX_H

#include "engine/last.h"

/* A fact of the set, by its day. */
struct ll_dated {
    ll_day day;
    uint32_t entry; /* its number in the set */
};

/* Sorted by day, then entry. */
struct ll_dated_list {
    struct ll_dated *facts;
    size_t count, cap;
};

/* What is listed of an entry of the set. */
struct ll_indexed {
    ll_day day; /* LL_DAY_NONE: it is in no list */
    bool voided;
};

/* A fact of the log, by a piece of its hash. */
struct ll_place {
    uint32_t tag;
    uint32_t offset; /* + 1; 0: free */
};

struct ll_index {
    struct ll_arena arena; /* of all that is kept: the walk's set and facts too */
    struct ll_dated_list
        of[3]; /* by ll_item_kind: the facts that an entry of the set has, voided ones too */
    struct ll_indexed *entries; /* by their numbers in the set */
    size_t entry_count, entry_cap;
    size_t voided;          /* entries that know a void */
    struct ll_last last;    /* what was assessed last */
    struct ll_zone changed; /* the days of the leads that changed last; first > last: none did */
    struct ll_place *places;
    size_t place_count, place_size;
};

/* Forget everything, keep the memory. */
void ll_index_reset(struct ll_index *index);
void ll_index_fini(struct ll_index *index);

/* What an entry of the set has become. False: memory is out. */
bool ll_index_entry(struct ll_index *index, const struct ll_fact_set *set,
                    const struct ll_fact_entry *entry);
/* A fact of the log at that offset, unless one like it is known at an earlier place. False: memory is out. */
bool ll_index_place(struct ll_index *index, ll_str log, const struct ll_fact_head *head,
                    size_t offset);
/* Where the first fact like it is; log.len where none is known. */
size_t ll_index_find(const struct ll_index *index, ll_str log, const struct ll_fact_head *head);
/* The number of the first fact of a list on that day or later. */
size_t ll_dated_from(const struct ll_dated_list *list, ll_day day);

#endif
