/* vocabulary.c -- the words of the closed lists.   SPDX-License-Identifier: Apache-2.0 */
#include "event/vocabulary.h"

#include <assert.h>

#define WORD(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const ll_str class_list[] = {
    WORD(""),
    WORD("pistol"),
    WORD("revolver"),
    WORD("rifle"),
    WORD("shotgun"),
    WORD("receiver"),
    WORD("frame"),
    WORD("combination"),
    WORD("silencer"),
    WORD("machinegun"),
    WORD("destructive_device"),
    WORD("any_other_weapon"),
};
static const ll_str action_list[] = {
    WORD(""),         WORD("semiautomatic"),   WORD("bolt"),
    WORD("pump"),     WORD("lever"),           WORD("single_shot"),
    WORD("revolver"), WORD("fully_automatic"), WORD("other"),
};
static const ll_str status_list[] = {
    WORD(""),
    WORD("successful"),
    WORD("unsuccessful"),
    WORD("pending"),
};

static_assert(COUNT(class_list) == LL_CLASS_ANY_OTHER_WEAPON + 1, "a word for each class");
static_assert(COUNT(action_list) == LL_ACTION_OTHER + 1, "a word for each action");
static_assert(COUNT(status_list) == LL_STATUS_PENDING + 1, "a word for each status");

const struct ll_words ll_gun_class_words = {class_list, COUNT(class_list)};
const struct ll_words ll_action_words = {action_list, COUNT(action_list)};
const struct ll_words ll_trace_status_words = {status_list, COUNT(status_list)};

unsigned ll_words_find(const struct ll_words *words, ll_str word)
{
    for (unsigned i = 1; i < words->count; i++) {
        if (ll_str_eq(words->list[i], word))
            return i;
    }
    return 0;
}

static ll_str word_of(const struct ll_words *words, unsigned number)
{
    return words->list[number < words->count ? number : 0];
}

ll_str ll_gun_class_word(enum ll_gun_class class)
{
    return word_of(&ll_gun_class_words, class);
}

ll_str ll_action_word(enum ll_action action)
{
    return word_of(&ll_action_words, action);
}

ll_str ll_trace_status_word(enum ll_trace_status status)
{
    return word_of(&ll_trace_status_words, status);
}

bool ll_gun_class_parse(ll_str word, enum ll_gun_class *out)
{
    *out = (enum ll_gun_class)ll_words_find(&ll_gun_class_words, word);
    return *out != LL_CLASS_NONE;
}

bool ll_action_parse(ll_str word, enum ll_action *out)
{
    *out = (enum ll_action)ll_words_find(&ll_action_words, word);
    return *out != LL_ACTION_NONE;
}

bool ll_trace_status_parse(ll_str word, enum ll_trace_status *out)
{
    *out = (enum ll_trace_status)ll_words_find(&ll_trace_status_words, word);
    return *out != LL_STATUS_NONE;
}
