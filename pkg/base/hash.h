/* hash.h -- the hash functions of the tables and of conflicts.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_HASH_H
#define LL_BASE_HASH_H

#include "base/str.h"
#include <stdint.h>

/* XXH64 with seed 0: decides between two events of one kind, id and version. */
uint64_t ll_hash64(const void *bytes, size_t len);
/* Spread an integer over 64 bits. */
static inline uint64_t ll_hash_mix(uint64_t x)
{
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}
/* Places of a table of n things: a power of two that leaves half of them free. */
static inline size_t ll_table_size(size_t n)
{
    size_t size = 4;
    while (size < n * 2)
        size *= 2;
    return size;
}
/* Lower-case hex of n bytes into out[2n]; no NUL. */
void ll_hex(const uint8_t *bytes, size_t n, char *out);
/* SHA-256 of text as 64 lower-case hex digits. */
void ll_sha256_hex(ll_str text, char out[64]);

#endif
