/* plain.h -- pieces of a JSON text as programs mostly write it, taken without finding its tokens first.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * For a reader that knows what it expects, and takes another way where it meets anything else. What
 * is taken here is valid JSON; what is not taken may be valid all the same. p must be in the text or at
 * most LL_PLAIN_SLACK bytes behind its end, and LL_JSON_PADDING bytes behind the end are readable. */
#ifndef LL_JSON_PLAIN_H
#define LL_JSON_PLAIN_H

#include "base/str.h"
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LL_PLAIN_SLACK 32
#define LL_PLAIN_WIDTH 32

#ifdef __SSE2__
static inline uint32_t ll_plain_same16(const char *a, const char *b)
{
    __m128i left = _mm_loadu_si128((const __m128i *)(const void *)a);
    __m128i right = _mm_loadu_si128((const __m128i *)(const void *)b);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(left, right));
}

/* A bit for each of 16 bytes that is a quote, a backslash, a control character or no ASCII. */
static inline uint32_t ll_plain_special16(const char *p)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
    /* With one bit changed the quote comes right behind the control characters; bytes over 0x7F are
     * before these, as signed numbers. */
    __m128i changed = _mm_xor_si128(bytes, _mm_set1_epi8('"' ^ ' '));
    __m128i above = _mm_cmpgt_epi8(changed, _mm_set1_epi8(' '));
    __m128i escape = _mm_cmpeq_epi8(changed, _mm_set1_epi8('\\' ^ '"' ^ ' '));
    return (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(escape, above)) ^ 0xFFFF;
}
#else
static inline uint32_t ll_plain_same16(const char *a, const char *b)
{
    uint32_t bits = 0;
    for (unsigned i = 0; i < 16; i++)
        bits |= (uint32_t)(a[i] == b[i]) << i;
    return bits;
}

static inline uint32_t ll_plain_special16(const char *p)
{
    uint32_t bits = 0;
    for (unsigned i = 0; i < 16; i++) {
        unsigned char c = (unsigned char)p[i];
        bits |= (uint32_t)(c < ' ' || c > 0x7F || c == '"' || c == '\\') << i;
    }
    return bits;
}
#endif

/* A bit for each of the LL_PLAIN_WIDTH bytes that are the same in a and b. */
static inline uint32_t ll_plain_same(const char *a, const char *b)
{
    return ll_plain_same16(a, b) | ll_plain_same16(a + 16, b + 16) << 16;
}

/* The length of the string at p, behind its opening quote, if it is of the usual kind: ASCII without
 * escapes, shorter than LL_PLAIN_WIDTH. Else there is no quote so far behind p. What comes next in a text
 * waits for this: the steps from p to the length are few. */
static inline size_t ll_plain_usual_len(const char *p)
{
    size_t len = (size_t)__builtin_ctzl(ll_plain_special16(p) | 1ul << 16);
    if (__builtin_expect(len == 16, 0))
        len += (size_t)__builtin_ctzl(ll_plain_special16(p + 16) | 1ul << 15);
    return len;
}

/* The closing quote of the string whose opening one is before p; NULL where there is none before end, or
 * it holds a control character or what is not UTF-8. *escapes: whether it holds escapes, which are
 * not looked at. For long strings and those that are more than ASCII. */
const char *ll_plain_any_string_end(const char *p, const char *end, bool *escapes);

/* Behind the number at p; NULL where it is none, or more than 32 bytes long. */
const char *ll_plain_number_end(const char *p);

#endif
