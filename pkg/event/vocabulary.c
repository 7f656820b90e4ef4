/* vocabulary.c -- the words of the closed lists.   SPDX-License-Identifier: Apache-2.0 */
#include "event/vocabulary.h"

#include <assert.h>

#define WORD(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The length and third letter tell the words of a list apart; all have at least that many. */
#define SLOT(len, third) (((len)*1u + (unsigned char)(third)*3u) % LL_WORD_SLOTS)

static const ll_str class_list[] = {WORD(""),
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
                                    WORD("any_other_weapon")};
static const uint8_t class_slots[LL_WORD_SLOTS] = {
    [SLOT(6, 's')] = LL_CLASS_PISTOL,
    [SLOT(8, 'v')] = LL_CLASS_REVOLVER,
    [SLOT(5, 'f')] = LL_CLASS_RIFLE,
    [SLOT(7, 'o')] = LL_CLASS_SHOTGUN,
    [SLOT(8, 'c')] = LL_CLASS_RECEIVER,
    [SLOT(5, 'a')] = LL_CLASS_FRAME,
    [SLOT(11, 'm')] = LL_CLASS_COMBINATION,
    [SLOT(8, 'l')] = LL_CLASS_SILENCER,
    [SLOT(10, 'c')] = LL_CLASS_MACHINEGUN,
    [SLOT(18, 's')] = LL_CLASS_DESTRUCTIVE_DEVICE,
    [SLOT(16, 'y')] = LL_CLASS_ANY_OTHER_WEAPON,
};
static const ll_str action_list[] = {WORD(""),         WORD("semiautomatic"),   WORD("bolt"),
                                     WORD("pump"),     WORD("lever"),           WORD("single_shot"),
                                     WORD("revolver"), WORD("fully_automatic"), WORD("other")};
static const uint8_t action_slots[LL_WORD_SLOTS] = {
    [SLOT(13, 'm')] = LL_ACTION_SEMIAUTOMATIC,
    [SLOT(4, 'l')] = LL_ACTION_BOLT,
    [SLOT(4, 'm')] = LL_ACTION_PUMP,
    [SLOT(5, 'v')] = LL_ACTION_LEVER,
    [SLOT(11, 'n')] = LL_ACTION_SINGLE_SHOT,
    [SLOT(8, 'v')] = LL_ACTION_REVOLVER,
    [SLOT(15, 'l')] = LL_ACTION_FULLY_AUTOMATIC,
    [SLOT(5, 'h')] = LL_ACTION_OTHER,
};
static const ll_str status_list[] = {WORD(""), WORD("successful"), WORD("unsuccessful"),
                                     WORD("pending")};
static const uint8_t status_slots[LL_WORD_SLOTS] = {
    [SLOT(10, 'c')] = LL_STATUS_SUCCESSFUL,
    [SLOT(12, 's')] = LL_STATUS_UNSUCCESSFUL,
    [SLOT(7, 'n')] = LL_STATUS_PENDING,
};

static_assert(COUNT(class_list) == LL_CLASS_ANY_OTHER_WEAPON + 1, "a word for each class");
static_assert(COUNT(action_list) == LL_ACTION_OTHER + 1, "a word for each action");
static_assert(COUNT(status_list) == LL_STATUS_PENDING + 1, "a word for each status");

const struct ll_words ll_gun_class_words = {class_list, COUNT(class_list), class_slots};
const struct ll_words ll_action_words = {action_list, COUNT(action_list), action_slots};
const struct ll_words ll_trace_status_words = {status_list, COUNT(status_list), status_slots};

unsigned ll_words_find(const struct ll_words *words, ll_str word)
{
    if (word.len < 3)
        return 0;
    unsigned number = words->slots[SLOT(word.len, word.ptr[2])];
    return ll_str_eq(words->list[number], word) ? number : 0;
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
