/* set.h -- the facts of one timeline as a set: what holds, whatever the order in which it came.
 * Depends on: base, event, timeline/fact.   SPDX-License-Identifier: Apache-2.0
 *
 * The highest version of an id holds, the greater hash between two of one version; a void hides the versions up to its
 * own. Applying a fact is commutative and idempotent. */
#ifndef LL_TIMELINE_SET_H
#define LL_TIMELINE_SET_H

#include "timeline/fact.h"

struct ll_item; /* lead/item.h */

/* All that is known under one name. */
struct ll_fact_entry {
    const struct ll_fact *fact; /* the version that holds; a void where only voids are known */
    uint64_t void_version;      /* versions up to it are hidden; 0: none; UINT64_MAX: all */
    uint64_t void_hash;
    ll_str fact_bytes, void_bytes; /* their stored forms; empty where there is none */
    bool forgotten;                /* too old: passed over until a newer version comes */
    struct ll_item *item;          /* of the fact, where who assesses the set keeps it; or NULL */
};

struct ll_fact_set {
    struct ll_arena *arena;
    struct ll_fact_entry *entries;
    size_t count, cap;
    uint32_t *table; /* entry + 1 by hash of name; 0 free */
    size_t table_size;
    uint64_t revision; /* grows by one with each fact that changed the set */
    bool failed;       /* memory was out: the set is not to be used */
};

struct ll_applied {
    bool used;        /* the set is another than before */
    bool conflict;    /* one of the same kind, id and version, but other bytes, was there */
    bool two_dealers; /* the sale id was known under another dealer */
    struct ll_fact_entry *entry;
};

void ll_fact_set_init(struct ll_fact_set *set, struct ll_arena *arena);
/* bytes: the fact's stored form; strings stay borrowed. The fact itself is copied into the arena. */
struct ll_applied ll_fact_set_apply(struct ll_fact_set *set, const struct ll_fact *fact,
                                    ll_str bytes);
/* What is known under the fact's name; NULL: nothing. */
const struct ll_fact_entry *ll_fact_set_entry(const struct ll_fact_set *set,
                                              const struct ll_fact *fact);
/* The fact that stands under an entry, or NULL (void, forgotten, gone). */
const struct ll_fact *ll_fact_entry_live(const struct ll_fact_entry *entry);
/* The day that a fact is about. */
ll_day ll_fact_day(const struct ll_fact *fact);

#endif
