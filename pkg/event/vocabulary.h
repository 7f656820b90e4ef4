/* vocabulary.h -- the words of the closed lists.
 * Depends on: event.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_VOCABULARY_H
#define LL_EVENT_VOCABULARY_H

#include "event/event.h"

/* A closed list; list[0] is empty and stands for null, the others are in the order of the enum's
 * numbers and NUL-terminated. */
struct ll_words {
    const ll_str *list;
    unsigned count;
    const uint8_t *slots; /* the number of the one word that may have a hash; 0: none has */
};
#define LL_WORD_SLOTS 32
extern const struct ll_words ll_gun_class_words, ll_action_words, ll_trace_status_words;

/* The number of a word; 0 for one that the list lacks, and for the empty one. */
unsigned ll_words_find(const struct ll_words *words, ll_str word);

/* The word of a number of the list; 0, null, is the empty string. */
ll_str ll_gun_class_word(enum ll_gun_class class);
ll_str ll_action_word(enum ll_action action);
ll_str ll_trace_status_word(enum ll_trace_status status);
/* False for a word that the list lacks. */
bool ll_gun_class_parse(ll_str word, enum ll_gun_class *out);
bool ll_action_parse(ll_str word, enum ll_action *out);
bool ll_trace_status_parse(ll_str word, enum ll_trace_status *out);

#endif
