/* names.h -- names of people, streets and shops.
 * Depends on: base, event.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_NAMES_H
#define LL_GEN_NAMES_H

#include "base/arena.h"

struct ll_gen_name {
    ll_str written; /* as a clerk writes it */
    ll_str normal;  /* as it is compared, and as databases print it */
};

/* The lists, with their normal forms; live in the arena. */
struct ll_gen_names {
    const struct ll_gen_name *last, *first;
    uint32_t last_count, first_count;
    const ll_str *streets, *ways, *shops, *trades; /* "Main", "St"; "Bayou", "Arms" */
    uint32_t street_count, way_count, shop_count, trade_count;
};

/* False: memory is out. */
bool ll_gen_names_make(struct ll_arena *arena, struct ll_gen_names *out);

#endif
