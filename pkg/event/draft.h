/* draft.h -- an event while it is read: for decode*.c alone.
 * Depends on: base, json, event.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_DRAFT_H
#define LL_EVENT_DRAFT_H

#include "base/arena.h"
#include "event/decode.h"
#include "json/reader.h"

/* Objects that have fields of their own, and how many fields one has at most. */
#define LL_SHAPES 9
#define LL_FIELDS_MAX 11

/* What a message says it is. */
enum ll_draft_type { LL_DRAFT_SALE, LL_DRAFT_VOID, LL_DRAFT_TRACE, LL_DRAFT_TYPES };

/* What of the message is only needed to make the event. Absent, null and empty are alike. */
struct ll_draft {
    enum ll_draft_type type;
    bool of_trace;                             /* a void of a trace */
    ll_str last_name, first_name, street, zip; /* as written */
    ll_str passed_over; /* where strings end up that are checked and not kept */
};

/* A caliber as written that was looked up before; len 0: none was. */
#define LL_CALIBERS_SEEN 64
struct ll_caliber_seen {
    const struct ll_caliber *known; /* NULL: the table lacks it */
    uint8_t len;
    char text[31];
};

struct ll_decoder {
    struct ll_json_reader *reader;
    const struct ll_identity *identity;
    const struct ll_calibers *calibers;
    struct ll_arena arena;
    struct ll_draft draft;
    struct ll_event *event; /* the caller's, while it is read */
    ll_str text;
    bool out_of_memory;
    /* Of the firearms being read. */
    struct ll_firearm *firearms;
    size_t firearm_cap;
    size_t firearm_at;              /* the number of the one at hand, for its path */
    enum ll_draft_type likely_type; /* that of the last message */
    bool typed;                     /* the type was read */
    /* For each shape and field, which field followed it in the last message; those at the start
     * behind the others. */
    uint8_t order[LL_SHAPES][LL_FIELDS_MAX + 1];
    struct ll_reject *reject;
    struct ll_caliber_seen calibers_seen[LL_CALIBERS_SEEN];
};

/* The size of an event, not known where it is asked: the compiler clears what has a known one by string
 * instructions, which are slow to begin. */
extern const size_t ll_event_bytes;

/* Note why the event is refused, unless it already is. path: of the field, up to 63 bytes. */
void ll_draft_reject(struct ll_decoder *decoder, enum ll_reject_reason reason, const char *path,
                     const char *format, ...) LL_PRINTF(4, 5);
/* As that; and not_json overrides whatever else was found. */
void ll_draft_reject_json(struct ll_decoder *decoder, const char *fault);
/* A required value is missing. */
void ll_draft_reject_missing(struct ll_decoder *decoder, const char *path);

/* False: there is no such type. */
bool ll_draft_type_parse(ll_str word, enum ll_draft_type *out);
/* Read the whole message, if it is an event written as programs mostly write them. False: another way
 * must be taken; what is in the draft means nothing. */
LL_NODISCARD bool ll_draft_read_plain(struct ll_decoder *decoder);
/* Read the whole object that was just entered into the draft, whose type is known. False: not JSON.
 * Faults of fields are noted. */
LL_NODISCARD bool ll_draft_read(struct ll_decoder *decoder);
/* After reading, without a fault so far: what is required, what has to agree, the keys. */
void ll_draft_finish(struct ll_decoder *decoder);

#endif
