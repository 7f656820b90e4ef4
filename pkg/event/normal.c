/* normal.c -- normal forms of names and streets.   SPDX-License-Identifier: Apache-2.0
 *
 * Most names are of ASCII and the letters of Latin-1: those are done in one pass, without any
 * library and without its allocations. The others go through Unicode's tables. */
#include "event/normal.h"

#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* The words of a name as they are found: all kept bytes in one run, and where it would end without
 * the suffixes at its end. */
struct words {
    char *out;
    size_t len;   /* bytes written */
    size_t start; /* where the word being read begins */
    size_t kept;  /* the end of the last word that is no suffix, or of the first word */
    bool first_only;
};

static bool is_suffix(const char *word, size_t len)
{
    static const char suffixes[][4] = {"JR", "SR", "II", "III", "IV", "V"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (strlen(suffixes[i]) == len && memcmp(suffixes[i], word, len) == 0)
            return true;
    }
    return false;
}

/* A word has ended, perhaps an empty one. False: no more words are wanted. */
static bool word_end(struct words *words)
{
    size_t len = words->len - words->start;
    if (len == 0)
        return true;
    bool first = words->start == 0;
    if (first || !is_suffix(words->out + words->start, len))
        words->kept = words->len;
    words->start = words->len;
    return !(first && words->first_only);
}

static bool is_ascii_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Of each byte what is kept: an ASCII letter, upper-cased, or digit; else NUL. A table, so that no branch
 * depends on the text: where a street has blanks and digits cannot be guessed. */
#define LETTER(upper, lower) [upper] = (upper), [lower] = (upper)
static const char ascii_kept[256] = {
    ['0'] = '0',      ['1'] = '1',      ['2'] = '2',      ['3'] = '3',      ['4'] = '4',
    ['5'] = '5',      ['6'] = '6',      ['7'] = '7',      ['8'] = '8',      ['9'] = '9',
    LETTER('A', 'a'), LETTER('B', 'b'), LETTER('C', 'c'), LETTER('D', 'd'), LETTER('E', 'e'),
    LETTER('F', 'f'), LETTER('G', 'g'), LETTER('H', 'h'), LETTER('I', 'i'), LETTER('J', 'j'),
    LETTER('K', 'k'), LETTER('L', 'l'), LETTER('M', 'm'), LETTER('N', 'n'), LETTER('O', 'o'),
    LETTER('P', 'p'), LETTER('Q', 'q'), LETTER('R', 'r'), LETTER('S', 's'), LETTER('T', 't'),
    LETTER('U', 'u'), LETTER('V', 'v'), LETTER('W', 'w'), LETTER('X', 'x'), LETTER('Y', 'y'),
    LETTER('Z', 'z'),
};

static char kept_of(char c)
{
    return ascii_kept[(unsigned char)c];
}

/* What is left of U+00C0..U+00FF, C3 80..C3 BF in UTF-8: NFKD, marks removed, upper-cased in full,
 * letters kept. */
static const char latin1[64][3] = {
    "A",        "A", "A",        "A", "A",        "A", "\xC3\x86", "C",  "E",        "E", "E", "E",
    "I",        "I", "I",        "I", "\xC3\x90", "N", "O",        "O",  "O",        "O", "O", "",
    "\xC3\x98", "U", "U",        "U", "U",        "Y", "\xC3\x9E", "SS", "A",        "A", "A", "A",
    "A",        "A", "\xC3\x86", "C", "E",        "E", "E",        "E",  "I",        "I", "I", "I",
    "\xC3\x90", "N", "O",        "O", "O",        "O", "O",        "",   "\xC3\x98", "U", "U", "U",
    "U",        "Y", "\xC3\x9E", "Y",
};

/* What is left of the letter at text.ptr + at, two bytes of Latin-1; NULL where it is none. */
static const char *latin1_kept(ll_str text, size_t at)
{
    bool is = text.ptr[at] == '\xC3' && at + 1 < text.len && (text.ptr[at + 1] & 0xC0) == 0x80;
    return is ? latin1[text.ptr[at + 1] & 0x3F] : NULL;
}

static void append(struct words *words, const char *kept)
{
    while (*kept)
        words->out[words->len++] = *kept++;
}

/* False: it is more than ASCII and Latin-1. */
static bool plain_words(ll_str text, struct words *words)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], kept = kept_of(c);
        if (kept) {
            words->out[words->len++] = kept;
            continue;
        }
        if ((unsigned char)c >= 0x80) {
            const char *letter = latin1_kept(text, i);
            if (!letter)
                return false;
            append(words, letter);
            i++;
        } else if ((is_ascii_blank(c) || c == '-') && !word_end(words)) {
            return true;
        }
    }
    (void)word_end(words);
    return true;
}

/* text is upper-cased and in NFKD. */
static void unicode_words(const uint8_t *text, size_t len, struct words *words)
{
    const uc_general_category_t letters_digits =
        uc_general_category_or(UC_CATEGORY_L, UC_CATEGORY_N);
    for (size_t i = 0; i < len;) {
        ucs4_t c;
        int n = u8_mbtouc(&c, text + i, len - i);
        if (uc_is_general_category(c, letters_digits)) {
            memcpy(words->out + words->len, text + i, (size_t)n);
            words->len += (size_t)n;
        } else if ((uc_is_property_white_space(c) || uc_is_general_category(c, UC_CATEGORY_Pd)) &&
                   !word_end(words)) {
            return;
        }
        i += (size_t)n;
    }
    (void)word_end(words);
}

/* The ASCII letters and digits of text, upper-cased; with whole Latin-1 letters as what is left of
 * them where plain. False: it is plain, and more than ASCII and Latin-1. */
static bool street(ll_str text, bool plain, struct words *words)
{
    for (size_t i = 0; i < text.len; i++) {
        char kept = kept_of(text.ptr[i]);
        words->out[words->len] = kept;
        words->len += kept != '\0';
        if (!plain || (unsigned char)text.ptr[i] < 0x80)
            continue;
        const char *letter = latin1_kept(text, i);
        if (!letter)
            return false;
        if ((unsigned char)letter[0] < 0x80)
            append(words, letter);
        i++;
    }
    words->kept = words->len;
    return true;
}

static size_t without_marks(uint8_t *text, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len;) {
        ucs4_t c;
        int n = u8_mbtouc(&c, text + i, len - i);
        if (!uc_is_general_category(c, UC_CATEGORY_Mn)) {
            memmove(text + kept, text + i, (size_t)n);
            kept += (size_t)n;
        }
        i += (size_t)n;
    }
    return kept;
}

/* NFKD, marks removed where asked, upper case in full, without any locale's rules. *upper is the
 * caller's to free; NULL and *len 0 where text is not UTF-8. False when memory is out. */
static bool upper_nfkd(ll_str text, bool marks, uint8_t **upper, size_t *len)
{
    *upper = NULL;
    *len = 0;
    size_t decomposed_len = 0;
    if (u8_check((const uint8_t *)text.ptr, text.len))
        return true;
    uint8_t *decomposed =
        u8_normalize(UNINORM_NFKD, (const uint8_t *)text.ptr, text.len, NULL, &decomposed_len);
    if (!decomposed)
        return errno != ENOMEM;
    if (!marks)
        decomposed_len = without_marks(decomposed, decomposed_len);
    *upper = u8_toupper(decomposed, decomposed_len, NULL, NULL, NULL, len);
    bool good = *upper || errno != ENOMEM;
    free(decomposed);
    if (!*upper)
        *len = 0;
    return good;
}

/* Everything else: through Unicode's tables. False when memory is out. */
static bool by_unicode(struct ll_arena *scratch, enum ll_normal_form form, ll_str text,
                       struct words *words)
{
    uint8_t *upper;
    size_t len;
    if (!upper_nfkd(text, form == LL_NORMAL_STREET, &upper, &len))
        return false;
    /* Only bytes of the upper-cased text are kept, so that its length is enough. */
    words->out = ll_arena_alloc_raw(scratch, len, 1);
    words->len = words->start = words->kept = 0;
    if (words->out && len && form == LL_NORMAL_STREET)
        (void)street((ll_str){(const char *)upper, len}, false, words);
    else if (words->out && len)
        unicode_words(upper, len, words);
    free(upper);
    return words->out != NULL;
}

/* What is kept of text as long as it is ASCII; returns how many bytes of it that is. */
static size_t ascii_street(ll_str text, struct words *words)
{
    size_t i = 0, len = 0;
    for (; i < text.len && (unsigned char)text.ptr[i] < 0x80; i++) {
        char kept = kept_of(text.ptr[i]);
        words->out[len] = kept;
        len += kept != '\0';
    }
    words->len = words->kept = len;
    return i;
}

/* One word of ASCII letters and digits, as most names are; returns its length, or where it is
 * anything else. */
static size_t ascii_word(ll_str text, struct words *words)
{
    size_t i = 0;
    for (; i < text.len && kept_of(text.ptr[i]); i++)
        words->out[i] = kept_of(text.ptr[i]);
    words->kept = i;
    return i;
}

bool ll_normal(struct ll_arena *scratch, enum ll_normal_form form, ll_str text, ll_str *out)
{
    struct words words = {.first_only = form == LL_NORMAL_FIRST};
    *out = (ll_str){NULL, 0};
    words.out = ll_arena_alloc_raw(scratch, text.len, 1);
    if (!words.out)
        return false;
    bool whole = form == LL_NORMAL_STREET;
    if ((whole ? ascii_street(text, &words) : ascii_word(text, &words)) < text.len) {
        words.len = words.kept = 0;
        bool plain = whole ? street(text, true, &words) : plain_words(text, &words);
        if (!plain && !by_unicode(scratch, form, text, &words))
            return false;
    }
    if (words.kept)
        *out = (ll_str){words.out, words.kept};
    return true;
}
