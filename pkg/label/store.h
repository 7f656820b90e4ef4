/* store.h -- what label files say, as it is kept.  Private to the room.
 * Depends on: base, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LABEL_STORE_H
#define LL_LABEL_STORE_H

#include "label/label.h"
#include <stdatomic.h>

/* A line of a disposition. */
struct ll_said {
    char lead[LL_LEAD_ID_LEN];
    ll_str group;  /* empty: not told */
    int64_t at_ns; /* UTC; INT64_MIN: not told */
    uint64_t revision;
    enum ll_label label;
    bool duplicate;
    ll_day opened;             /* of a case; LL_DAY_NONE: none, or not told */
    struct ll_subject subject; /* kind 0: not told */
};

/* What all groups together say of a lead. */
struct ll_said_lead {
    char lead[LL_LEAD_ID_LEN];
    enum ll_label label;
    bool duplicate;
    ll_day opened;    /* the first of those who said TRUE */
    _Atomic bool met; /* some cell has it */
};

/* A subject with the best that is said of a lead on it. */
struct ll_said_subject {
    struct ll_subject subject;
    enum ll_label label;
    ll_day opened;
};

/* The earlier of two days, of which any may be unknown. */
ll_day ll_day_earlier(ll_day a, ll_day b);
/* Take what one more group, or what is said of one more lead, into account. */
void ll_said_merge(struct ll_said_subject *all, enum ll_label label, ll_day opened);

/* An address of a ring's buyer. */
struct ll_ring_address {
    struct ll_key address, purchaser;
    uint32_t buyers; /* who gave it; once all is read */
};

/* A growing list in the arena, sorted once all files are read. */
struct ll_label_list {
    void *items;
    size_t count, cap;
};
/* Room for one more, zeroed, of that size at its end; NULL: memory is out. */
void *ll_label_push(struct ll_arena *arena, struct ll_label_list *list, size_t size);

struct ll_labels {
    struct ll_arena *arena;
    struct ll_labels_setup setup;
    struct ll_labels_counts counts;

    struct ll_label_list said;     /* struct ll_said, as read */
    struct ll_label_list leads;    /* struct ll_said_lead, each once */
    struct ll_label_list subjects; /* struct ll_said_subject, each once */

    struct ll_label_list buyers;    /* struct ll_key, each once */
    struct ll_label_list addresses; /* struct ll_ring_address, each once */
    struct ll_label_list traces;    /* ll_str, ids of traces of rings' guns */

    struct ll_label_list unknown; /* ll_str, words that were warned of */
};

/* Sort all lists, and make of the lines what is said of each lead and subject. False: memory is out. */
bool ll_labels_settle(struct ll_labels *labels);

/* NULL: nothing is said. */
struct ll_said_lead *ll_labels_said(const struct ll_labels *labels,
                                    const char lead[LL_LEAD_ID_LEN]);
const struct ll_said_subject *ll_labels_said_subject(const struct ll_labels *labels,
                                                     const struct ll_subject *subject);
bool ll_labels_is_buyer(const struct ll_labels *labels, const struct ll_key *purchaser);
/* How many buyers gave it. */
size_t ll_labels_buyers_at(const struct ll_labels *labels, const struct ll_key *address);
bool ll_labels_is_ring_trace(const struct ll_labels *labels, ll_str id);

#endif
