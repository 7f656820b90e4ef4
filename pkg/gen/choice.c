/* choice.c -- weighted draws.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/choice.h"

/* Vose's way: an entry under the mean is filled up by one over it, which then has so much less. */
static void fill(double *scaled, uint32_t *stack, uint32_t n, uint32_t *keep, uint32_t *other)
{
    uint32_t small = 0,
             large = n; /* the stack holds small ones from its start, large ones from its end */
    for (uint32_t i = 0; i < n; i++) {
        if (scaled[i] < 1.0)
            stack[small++] = i;
        else
            stack[--large] = i;
    }
    while (small > 0 && large < n) {
        uint32_t under = stack[--small], over = stack[large];
        keep[under] = (uint32_t)(scaled[under] * 4294967295.0);
        other[under] = over;
        scaled[over] -= 1.0 - scaled[under];
        if (scaled[over] < 1.0) {
            large++;
            stack[small++] = over;
        }
    }
    /* What is left is 1 but for rounding. */
    while (small > 0) {
        uint32_t i = stack[--small];
        keep[i] = UINT32_MAX;
        other[i] = i;
    }
    for (; large < n; large++) {
        keep[stack[large]] = UINT32_MAX;
        other[stack[large]] = stack[large];
    }
}

bool ll_gen_choice_make(struct ll_arena *arena, const uint32_t *weights, uint32_t n,
                        struct ll_gen_choice *out)
{
    uint32_t *keep = LL_NEW_ARRAY(arena, uint32_t, n);
    uint32_t *other = LL_NEW_ARRAY(arena, uint32_t, n);
    uint32_t *stack = LL_NEW_ARRAY(arena, uint32_t, n);
    double *scaled = LL_NEW_ARRAY(arena, double, n);
    if (!keep || !other || !stack || !scaled)
        return false;
    uint64_t total = 0;
    for (uint32_t i = 0; i < n; i++)
        total += weights[i];
    for (uint32_t i = 0; i < n; i++)
        scaled[i] = total ? (double)weights[i] * n / (double)total : 1.0;
    fill(scaled, stack, n, keep, other);
    *out = (struct ll_gen_choice){n, keep, other};
    return true;
}

int32_t ll_gen_quantile_draw(const struct ll_gen_quantile *quantiles, struct ll_gen_random *random)
{
    uint32_t at = ll_gen_random_below(random, 1000);
    const struct ll_gen_quantile *q = quantiles;
    while (q[1].per_mille <= at && q[1].per_mille < 1000)
        q++;
    int32_t width = q[1].value - q[0].value;
    return q[0].value + (int32_t)ll_gen_random_below(random, (uint32_t)width);
}
