/* decode.h -- one message -> one event, or the reason why not.
 * Depends on: base, json, event.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_DECODE_H
#define LL_EVENT_DECODE_H

#include "event/caliber.h"
#include "event/event.h"
#include "event/identity.h"

/* Reason codes of rejected events, with the word each has in outputs. */
#define LL_REJECT_REASONS(X)                                                                       \
    X(NOT_JSON, "not_json") /* not UTF-8, not one JSON value, a lone surrogate, too deep */        \
    X(TOO_LONG, "too_long") /* over LL_EVENT_BYTES_MAX */                                          \
    X(NOT_OBJECT, "not_object")                                                                    \
    X(FIELD_TWICE, "field_twice") /* a known field twice in one object */                          \
    X(UNKNOWN_TYPE, "unknown_type")                                                                \
    X(MISSING, "missing") /* a required value is missing or empty */                               \
    X(WRONG_TYPE, "wrong_type")                                                                    \
    X(UNKNOWN_WORD, "unknown_word") /* a word that a closed list lacks */                          \
    X(BAD_LICENCE, "bad_licence")                                                                  \
    X(BAD_DATE, "bad_date") /* no date */                                                          \
    X(BAD_TIME, "bad_time")                                                                        \
    X(DATE_RANGE, "date_range") /* a date outside what is accepted, a birth not before the sale */ \
    X(BAD_VERSION, "bad_version")                                                                  \
    X(BAD_PRICE, "bad_price")                                                                      \
    X(NO_NAME, "no_name")               /* a last name of which nothing is left in normal form */  \
    X(HALF_PURCHASER, "half_purchaser") /* a trace's, with one of last name and birth date */

enum ll_reject_reason {
    LL_REJECT_NONE,
#define LL_X(name, word) LL_REJECT_##name,
    LL_REJECT_REASONS(LL_X)
#undef LL_X
        LL_REJECT_REASON_COUNT
};
const char *ll_reject_reason_word(enum ll_reject_reason reason);

struct ll_reject {
    enum ll_reject_reason reason;
    char field[64];     /* "firearms[2].serial"; empty where it is the whole message */
    char sentence[200]; /* for a person; never quotes a personal value */
};

/* One per thread: the parser, and an arena for what events borrow. */
struct ll_decoder;

/* identity and calibers are borrowed for the decoder's life. NULL when memory is out. */
struct ll_decoder *ll_decoder_new(const struct ll_identity *identity,
                                  const struct ll_calibers *calibers);
void ll_decoder_free(struct ll_decoder *decoder);

/* Decode the message text (without its line end). The 64 bytes behind text.ptr + text.len must
 * be readable (any content). Fills *event and returns true; or fills *reject and returns false.
 * False with LL_REJECT_NONE: memory is out, and nothing is wrong with the message; stop. What
 * event borrows holds as long as the text and until ll_decoder_reset. Once warm, allocates only
 * for names and streets beyond ASCII and Latin-1's letters. */
bool ll_decode(struct ll_decoder *decoder, ll_str text, struct ll_event *event,
               struct ll_reject *reject);
#define LL_DECODE_PADDING 64
/* Forget the strings and firearms of the events decoded since the last reset (a batch). */
void ll_decoder_reset(struct ll_decoder *decoder);

#endif
