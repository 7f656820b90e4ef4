/* event.h -- what a sale, a void and a trace are, decoded and in normal form.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_EVENT_H
#define LL_EVENT_EVENT_H

#include "base/day.h"
#include "base/str.h"
#include <stdint.h>

/* One event is at most this long, and holds at most that many firearms (a consequence of its
 * length). */
#define LL_EVENT_BYTES_MAX (1u << 20)

enum ll_event_kind { LL_EVENT_SALE = 1, LL_EVENT_SALE_VOID, LL_EVENT_TRACE, LL_EVENT_TRACE_VOID };

/* Closed lists; 0 stands for null. The words are in vocabulary.h, in the order of the numbers. */
enum ll_gun_class {
    LL_CLASS_NONE,
    LL_CLASS_PISTOL,
    LL_CLASS_REVOLVER,
    LL_CLASS_RIFLE,
    LL_CLASS_SHOTGUN,
    LL_CLASS_RECEIVER,
    LL_CLASS_FRAME,
    LL_CLASS_COMBINATION,
    LL_CLASS_SILENCER,
    LL_CLASS_MACHINEGUN,
    LL_CLASS_DESTRUCTIVE_DEVICE,
    LL_CLASS_ANY_OTHER_WEAPON
};
enum ll_action {
    LL_ACTION_NONE,
    LL_ACTION_SEMIAUTOMATIC,
    LL_ACTION_BOLT,
    LL_ACTION_PUMP,
    LL_ACTION_LEVER,
    LL_ACTION_SINGLE_SHOT,
    LL_ACTION_REVOLVER,
    LL_ACTION_FULLY_AUTOMATIC,
    LL_ACTION_OTHER
};
enum ll_trace_status {
    LL_STATUS_NONE,
    LL_STATUS_SUCCESSFUL,
    LL_STATUS_UNSUCCESSFUL,
    LL_STATUS_PENDING
};
enum ll_tristate { LL_UNKNOWN, LL_NO, LL_YES };

/* A keyed hash: the key of a purchaser or an address. */
struct ll_key {
    uint8_t bytes[16];
};

/* A federal firearms licence number R-DD-CCC-TT-YM-SSSSS. */
struct ll_licence {
    /* The dealer key R-DD-SSSSS as the decimal number RDDSSSSS, 100000000 where that is zero;
     * 0: no dealer. */
    uint32_t key;
    uint16_t county;
    uint8_t type;        /* TT, 0..99 */
    uint8_t expiry_year; /* Y, 0..9 */
    char expiry_month;   /* M as written */
};

#define LL_PRICE_NONE INT64_MIN

struct ll_firearm {
    enum ll_gun_class class;
    enum ll_action action;
    enum ll_tristate detachable_magazine;
    int64_t price; /* ten-thousandths, whole cents; LL_PRICE_NONE: null */
    int64_t bore;  /* ten-thousandths of an inch; 0: null */
    ll_str manufacturer, importer, model, serial; /* as written */
    ll_str caliber; /* the table's name, or as written where it knows none */
};

struct ll_event_dealer {
    struct ll_licence licence; /* key 0: the event names no dealer */
    ll_str name, state, division;
};

/* All strings are borrowed: from the message, or from the decoder until its reset. */
struct ll_event {
    enum ll_event_kind kind;
    ll_str id;
    uint64_t version;        /* 1..2^63-1; 0 on a void: all versions */
    uint64_t hash;           /* ll_hash64 of the message's bytes */
    struct ll_time occurred; /* of a sale; of a void where has_occurred */
    struct ll_time reported; /* where has_reported */
    bool has_occurred, has_reported;

    struct ll_event_dealer dealer;
    bool has_purchaser; /* false: a trace or its void without one */
    struct ll_key purchaser;
    ll_str last_name, first_name; /* normal form; personal: never stored */
    ll_day born;                  /* personal: never stored */
    bool has_address;             /* of a sale, with street and zip */
    struct ll_key address;
    ll_str purchaser_state, country_of_birth;

    /* sale */
    ll_str payment, form;
    const struct ll_firearm *firearms; /* a trace has one, or none */
    size_t firearm_count;

    /* trace */
    enum ll_trace_status status;
    ll_day recovered_on, requested_on, sold_on; /* LL_DAY_NONE: null */
    ll_str recovery_country, recovery_state, recovery_city;

    bool caliber_unknown; /* some firearm's caliber is not in the table */
};

/* The day of a sale or trace: occurred_at's date as written; recovered_on, else requested_on. */
static inline ll_day ll_event_day(const struct ll_event *event)
{
    if (event->kind == LL_EVENT_TRACE)
        return event->recovered_on != LL_DAY_NONE ? event->recovered_on : event->requested_on;
    return event->has_occurred ? event->occurred.day : LL_DAY_NONE;
}

/* Read R-DD-CCC-TT-YM-SSSSS; false where text has another form. */
bool ll_licence_parse(ll_str text, struct ll_licence *out);
#define LL_LICENCE_TEXT 20
/* The number as written, 20 bytes, no NUL. */
void ll_licence_format(const struct ll_licence *licence, char out[LL_LICENCE_TEXT]);
#define LL_DEALER_KEY_TEXT 10
/* "R-DD-SSSSS", 10 bytes, no NUL. */
void ll_dealer_key_format(uint32_t key, char out[LL_DEALER_KEY_TEXT]);

#endif
