/* fact.h -- what is known about a subject: the facts of a timeline and their stored form.
 * Depends on: base, event.   SPDX-License-Identifier: Apache-2.0
 *
 * A fact is named by (kind, id, version); where two of one name differ, the greater hash holds. The stored form holds keys
 * and firearm facts only: no name, birth date, identity number or street. */
#ifndef LL_TIMELINE_FACT_H
#define LL_TIMELINE_FACT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "event/event.h"

enum ll_subject_kind { LL_SUBJECT_ADDRESS = 1, LL_SUBJECT_DEALER, LL_SUBJECT_PURCHASER };

/* Whose timeline. A dealer's key is its number (ll_licence.key), big-endian in the first four bytes, the rest zero. */
struct ll_subject {
    struct ll_key key;
    uint8_t kind; /* enum ll_subject_kind */
};
static inline bool ll_subject_eq(const struct ll_subject *a, const struct ll_subject *b)
{
    return a->kind == b->kind && memcmp(&a->key, &b->key, sizeof a->key) == 0;
}
/* Keys of purchasers and addresses are hashes already; a dealer's is a small number in its first
 * bytes. */
static inline uint64_t ll_subject_hash(const struct ll_subject *subject)
{
    uint64_t head;
    memcpy(&head, subject->key.bytes, sizeof head);
    return ll_hash_mix(head + subject->kind);
}
/* By kind, then in the order of the keys as they are written: as strcmp. */
int ll_subject_order(const struct ll_subject *a, const struct ll_subject *b);
struct ll_subject ll_subject_dealer(uint32_t dealer_key);
uint32_t ll_subject_dealer_key(const struct ll_subject *subject);
#define LL_SUBJECT_KEY_TEXT 32
/* The key as outputs have it: R-DD-SSSSS, or 32 hex digits; returns its length. */
size_t ll_subject_key_format(const struct ll_subject *subject, char out[LL_SUBJECT_KEY_TEXT]);
/* "purchaser", "dealer", "address". */
const char *ll_subject_kind_word(enum ll_subject_kind kind);

enum ll_fact_kind {
    LL_FACT_SALE = 1,
    LL_FACT_SALE_VOID,
    LL_FACT_TRACE,
    LL_FACT_TRACE_VOID,
    LL_FACT_REPORT, /* a purchaser's multiple sale, on the dealer's and the address's timelines */
    LL_FACT_BASE /* first in a log that was rewritten: the revision at which its next facts (hash: how many)
                     * stood, together */
};

struct ll_report_fact {
    ll_str indicator; /* its id */
    struct ll_key purchaser;
    uint32_t dealer; /* key */
    ll_day day;
    uint32_t guns;
    uint8_t dealer_type;
    ll_str dealer_state, dealer_division; /* as the event had them */
    bool gone;                            /* the report stands no longer */
};

struct ll_fact {
    enum ll_fact_kind kind;
    uint64_t
        version; /* of a void, 0: all versions; of a report, the purchaser's revision; of a base, the revision */
    uint64_t hash;
    ll_str id; /* of a report: empty, it is named by its fields */

    /* sale and trace */
    struct ll_time occurred;              /* sale */
    struct ll_licence dealer;             /* key 0: none */
    ll_str dealer_state, dealer_division; /* as the event had them */
    ll_day received;                      /* the day it was reported, else that of the event */
    ll_str purchaser_state, country_of_birth, payment, form;
    int32_t age; /* of the purchaser on the day of the sale */
    bool has_address;
    struct ll_key address;
    const struct ll_firearm *firearms;
    size_t firearm_count;
    enum ll_trace_status status;
    ll_day recovered_on, requested_on, sold_on;
    ll_str recovery_country, recovery_state, recovery_city;

    struct ll_report_fact report;
    size_t bytes; /* the length of its stored form */
};

/* The fact that an event tells; strings and firearms stay borrowed. */
void ll_fact_of_event(const struct ll_event *event, struct ll_fact *fact);
/* Append the stored form of a fact. */
void ll_fact_encode(const struct ll_fact *fact, struct ll_buf *out);
/* Read the first fact of a log. Strings are borrowed from log, firearms are in the arena. False: log does not start with
 * a whole, sound fact. fact->bytes tells where the next one starts. Safe on any bytes. */
bool ll_fact_decode(ll_str log, struct ll_arena *arena, struct ll_fact *fact);

/* The name of a fact, and its length: what a search of a log looks at. */
struct ll_fact_head {
    enum ll_fact_kind kind;
    uint64_t version, hash;
    ll_str id;
    size_t bytes;
};
bool ll_fact_peek(ll_str log, struct ll_fact_head *head);
/* The report that a log starts with; false where it starts with another fact. */
bool ll_fact_peek_report(ll_str log, struct ll_report_fact *report);
static inline bool ll_fact_head_eq(const struct ll_fact_head *a, const struct ll_fact_head *b)
{
    return a->hash == b->hash && a->kind == b->kind && a->version == b->version &&
           ll_str_eq(a->id, b->id);
}

#endif
