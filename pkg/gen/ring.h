/* ring.h -- planted rings of straw purchasers.
 * Depends on: gen/world.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_RING_H
#define LL_GEN_RING_H

#include "gen/world.h"

/* Plan world's ring_count rings: who buys where, when, how many. Sets world->rings. False: memory
 * is out. */
bool ll_gen_rings_make(struct ll_arena *arena, struct ll_gen_world *world);

/* A share of the guns that rings buy is recovered. */
bool ll_gen_ring_gun_traced(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                            uint32_t gun);

#endif
