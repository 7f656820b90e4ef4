/* choice.h -- draws from a weighted list, and from a distribution that is given by its quantiles.
 * Depends on: base, gen/random.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_CHOICE_H
#define LL_GEN_CHOICE_H

#include "base/arena.h"
#include "gen/random.h"

/* Walker's alias table: a draw costs one random word, whatever the number of choices. */
struct ll_gen_choice {
    uint32_t count;
    const uint32_t *keep;  /* of 2^32 draws that fall on i, so many stay there */
    const uint32_t *other; /* and the rest go there */
};

/* weights[n]: borrowed for the call; n at least 1, at least one of them over 0. False: memory is
 * out. */
bool ll_gen_choice_make(struct ll_arena *arena, const uint32_t *weights, uint32_t n,
                        struct ll_gen_choice *out);

static inline uint32_t ll_gen_choice_draw(const struct ll_gen_choice *choice,
                                          struct ll_gen_random *random)
{
    uint64_t word = ll_gen_random_next(random);
    uint32_t at = (uint32_t)(((word >> 32) * choice->count) >> 32);
    return (uint32_t)word < choice->keep[at] ? at : choice->other[at];
}

struct ll_gen_quantile {
    uint32_t per_mille; /* first 0, rising, last 1000 */
    int32_t value;
};

/* A value, between two quantiles in equal parts. */
int32_t ll_gen_quantile_draw(const struct ll_gen_quantile *quantiles, struct ll_gen_random *random);

#endif
