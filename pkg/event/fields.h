/* fields.h -- the fields of events, and how each is read: for decode*.c alone.
 * Depends on: base, json, event.   SPDX-License-Identifier: Apache-2.0
 *
 * One table an object: what is in it is known, anything else is checked as JSON and passed over. */
#ifndef LL_EVENT_FIELDS_H
#define LL_EVENT_FIELDS_H

#include "event/draft.h"
#include "event/vocabulary.h"
#include <stdalign.h>

enum ll_field_kind {
    LL_FIELD_STRING,
    LL_FIELD_WRITTEN, /* a string of the draft */
    LL_FIELD_TYPE,    /* read before */
    LL_FIELD_OF,
    LL_FIELD_WORD, /* of a closed list */
    LL_FIELD_VERSION,
    LL_FIELD_OCCURRED,
    LL_FIELD_REPORTED,
    LL_FIELD_EVENT_DAY, /* 1968 to 2099 */
    LL_FIELD_PAST_DAY,  /* from 1850 */
    LL_FIELD_LICENCE,
    LL_FIELD_PRICE,
    LL_FIELD_BOOL,
    LL_FIELD_OBJECT,
    LL_FIELD_FIREARM,
    LL_FIELD_FIREARMS
};

/* Room for the longest name in its quotes with its colon, zeros behind it: names are compared whole,
 * some fifty a sale. */
#define LL_FIELD_ROOM 32

struct ll_shape;

struct ll_field {
    alignas(64) char literal[LL_FIELD_ROOM]; /* "name": */
    uint32_t behind;                         /* a bit for each byte behind the literal */
    uint8_t len;                             /* of the literal */
    uint8_t kind;                            /* enum ll_field_kind */
    uint16_t offset; /* where to put the value: in the event, in a firearm, or in the draft */
    const struct ll_words *words;
    const struct ll_shape *shape;
};

/* The name alone. */
static inline ll_str ll_field_name(const struct ll_field *field)
{
    return (ll_str){field->literal + 1, (size_t)field->len - 3};
}

struct ll_shape {
    const char *path; /* of the object; empty: the message itself */
    bool numbered;    /* the path has the number of the firearm at hand behind it */
    uint8_t number;   /* less than LL_SHAPES */
    uint8_t count;
    const struct ll_field *fields;
};

/* The messages, by enum ll_draft_type. */
extern const struct ll_shape ll_draft_shapes[LL_DRAFT_TYPES];

/* A field of the object at hand: what faults are told of. Its path is made only for a fault. */
struct ll_place {
    const struct ll_shape *shape;
    const struct ll_field *field;
};

/* Refuse the message for that field. format: what is wrong with it, and what to do, as the end of a
 * sentence that its path begins. */
void ll_place_refuse(struct ll_decoder *d, const struct ll_place *at, enum ll_reject_reason reason,
                     const char *format, ...) LL_PRINTF(4, 5);

/* Set the member of base that the field names, or refuse the value; text is not empty, of the field's
 * JSON type, and no object or array. What it borrows must last. */
void ll_place_set(struct ll_decoder *d, const struct ll_place *at, ll_str text, char *base);

/* Where the string of a field of kind STRING or WRITTEN goes; base: the event, or a firearm. */
static inline ll_str *ll_place_string(struct ll_decoder *d, const struct ll_field *field,
                                      void *base)
{
    char *whole = field->kind == LL_FIELD_WRITTEN ? (char *)&d->draft : base;
    return (void *)(whole + field->offset);
}

/* The draft begins to be read; a firearm begins (NULL when memory is out, which is noted), and has been
 * read. */
void ll_draft_begin(struct ll_decoder *d);
struct ll_firearm *ll_draft_add_firearm(struct ll_decoder *d);
void ll_draft_end_firearm(struct ll_decoder *d, struct ll_firearm *firearm);

#endif
