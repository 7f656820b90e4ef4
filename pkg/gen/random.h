/* random.h -- numbers by chance that are the same on every machine.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0
 *
 * A splitmix64 sequence: its state is one word, so a sequence of its own can be started for every
 * person and every sale, and what was made once can be made again from its number. Not for secrets.
 *
 * Draw once in an expression: C leaves open in which order the parts of one are worked out, and so
 * two draws in one would make another stream with another compiler. */
#ifndef LL_GEN_RANDOM_H
#define LL_GEN_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct ll_gen_random {
    uint64_t state;
};

/* Spread one word over all 64 bits; different words stay different. */
static inline uint64_t ll_gen_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The sequence of one thing of one kind under a seed: another thing, another sequence. */
static inline struct ll_gen_random ll_gen_random_of(uint64_t seed, uint64_t kind, uint64_t thing)
{
    uint64_t state = ll_gen_mix(seed + UINT64_C(0x9e3779b97f4a7c15) * (kind + 1));
    return (struct ll_gen_random){ll_gen_mix(state ^ (thing * UINT64_C(0xd1342543de82ef95)))};
}

static inline uint64_t ll_gen_random_next(struct ll_gen_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return ll_gen_mix(random->state);
}

/* 0 .. n-1; n at least 1. */
static inline uint32_t ll_gen_random_below(struct ll_gen_random *random, uint32_t n)
{
    return (uint32_t)(((ll_gen_random_next(random) >> 32) * n) >> 32);
}

/* As below, small numbers more often: the product of two draws. */
static inline uint32_t ll_gen_random_low(struct ll_gen_random *random, uint32_t n)
{
    uint64_t word = ll_gen_random_next(random);
    uint64_t product = (word >> 32) * (word & UINT32_MAX);
    return (uint32_t)(((product >> 32) * n) >> 32);
}

/* A chance: of 2^32 draws, so many are true. */
typedef uint64_t ll_gen_chance;

/* share: 0..1. */
static inline ll_gen_chance ll_gen_chance_of(double share)
{
    return (ll_gen_chance)(share * 4294967296.0);
}
/* Of 1,000. */
#define LL_GEN_PER_MILLE(n) ((ll_gen_chance)(((uint64_t)(n) << 32) / 1000))

static inline bool ll_gen_random_chance(struct ll_gen_random *random, ll_gen_chance chance)
{
    return (ll_gen_random_next(random) >> 32) < chance;
}

#endif
