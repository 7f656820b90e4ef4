/* sha256_pair.c -- two blocks at once.   SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256_pair.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#include <stdalign.h>

#define SHA __attribute__((target("sha,sse4.1")))

/* FIPS 180-4, 4.2.2. */
static const alignas(16) uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* A state in the order that the instructions want, as it was and as it becomes, and four words each of
 * the message's last sixteen. */
struct lane {
    __m128i abef_before, cdgh_before, abef, cdgh;
    __m128i words[4];
};

static inline SHA void lane_load(struct lane *lane, const uint32_t state[8], const uint8_t *block)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)state);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(state + 4));
    low = _mm_shuffle_epi32(low, 0xB1);
    high = _mm_shuffle_epi32(high, 0x1B);
    lane->abef = lane->abef_before = _mm_alignr_epi8(low, high, 8);
    lane->cdgh = lane->cdgh_before = _mm_blend_epi16(high, low, 0xF0);
    for (int i = 0; i < 4; i++) {
        __m128i words = _mm_loadu_si128((const __m128i *)(const void *)(block + (ptrdiff_t)i * 16));
        lane->words[i] = _mm_shuffle_epi8(words, big_endian);
    }
}

static inline SHA void lane_store(const struct lane *lane, uint32_t state[8])
{
    __m128i low = _mm_shuffle_epi32(_mm_add_epi32(lane->abef, lane->abef_before), 0x1B);
    __m128i high = _mm_shuffle_epi32(_mm_add_epi32(lane->cdgh, lane->cdgh_before), 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

/* Rounds 4n to 4n + 3; then the words of sixteen rounds later, where there are any. */
static inline SHA void lane_rounds(struct lane *lane, int n)
{
    __m128i *words = lane->words, now = words[n % 4];
    __m128i sum = _mm_add_epi32(
        now, _mm_load_si128((const __m128i *)(const void *)(constants + (ptrdiff_t)n * 4)));
    lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, sum);
    lane->abef = _mm_sha256rnds2_epu32(lane->abef, lane->cdgh, _mm_shuffle_epi32(sum, 0x0E));
    if (n >= 12)
        return;
    __m128i last = words[(n + 3) % 4];
    __m128i next = _mm_add_epi32(_mm_sha256msg1_epu32(now, words[(n + 1) % 4]),
                                 _mm_alignr_epi8(last, words[(n + 2) % 4], 4));
    words[n % 4] = _mm_sha256msg2_epu32(next, last);
}

SHA void ll_sha256_pair(uint32_t first[8], uint32_t second[8],
                        const uint8_t first_block[LL_SHA256_BLOCK],
                        const uint8_t second_block[LL_SHA256_BLOCK])
{
    struct lane a, b;
    lane_load(&a, first, first_block);
    lane_load(&b, second, second_block);
#pragma GCC unroll 16
    for (int n = 0; n < 16; n++) {
        lane_rounds(&a, n);
        lane_rounds(&b, n);
    }
    lane_store(&a, first);
    lane_store(&b, second);
}

bool ll_sha256_pair_can(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1))
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}
#else
bool ll_sha256_pair_can(void)
{
    return false;
}

void ll_sha256_pair(uint32_t first[8], uint32_t second[8],
                    const uint8_t first_block[LL_SHA256_BLOCK],
                    const uint8_t second_block[LL_SHA256_BLOCK])
{
    (void)first, (void)second, (void)first_block, (void)second_block;
}
#endif
