/* change.h -- one thing about a subject's facts that might have been otherwise.
 * Depends on: base, event, lead, why/facts.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_CHANGE_H
#define LL_WHY_CHANGE_H

#include "why/facts.h"

enum ll_why_change_kind {
    LL_WHY_ADD,  /* one more item, like one that is there */
    LL_WHY_MOVE, /* a sale, trace or report on another day */
    LL_WHY_SET   /* a field of an item with another value */
};

struct ll_why_change {
    enum ll_why_change_kind kind;
    enum ll_item_kind
        item;  /* added, moved or set. A trace that is added may be like a sale's gun */
    size_t at; /* the fact, by its place in the list; of one that is added, the one it is like */
    uint32_t place;  /* of a sale's gun */
    ll_day day;      /* add, move: the day it has then */
    ll_day from, to; /* add, move: on each of these days, day among them, it would do */
    bool sets;       /* set; add: it differs from its like in this field */
    uint16_t slot;
    struct ll_value value; /* borrowed */
    bool day_stays;        /* nothing is known of it on other days */
    uint32_t times;        /* add: how many, at least 1 */
    int64_t cost;          /* how large a change it is: the least is told */
    bool earlier;          /* its day is before the item's: of as much cost, a later one is told */
};

/* The facts with n changes made, one after the other; what is new is in the arena. False: a change cannot be (a gun without a
 * class, a purchaser's age), or memory is out. */
LL_NODISCARD bool ll_why_apply(const struct ll_why_facts *facts,
                               const struct ll_why_change *changes, size_t n,
                               const struct ll_calibers *calibers, struct ll_arena *arena,
                               struct ll_why_facts *out);

/* The id of the nth item that is added, from 0 on, and its serial: none that the facts have begins so. */
#define LL_WHY_ADDED_ID "ADDED-"
#define LL_WHY_ID_TEXT 32
ll_str ll_why_added_id(size_t n, char out[LL_WHY_ID_TEXT]);

/* Whether a field can be another in an event, given the rest of it: ages, ids and what is counted cannot. */
bool ll_why_can_set(enum ll_item_kind item, uint16_t slot);

#endif
