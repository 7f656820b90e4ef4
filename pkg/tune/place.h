/* place.h -- leads by where the dealers of their evidence are, and by the groups that get them.  Private to the room.
 * Depends on: lead, tune/sum.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_PLACE_H
#define LL_TUNE_PLACE_H

#include "lead/record.h"
#include "tune/sum.h"

/* Empty strings: not known, and no group. */
struct ll_place {
    ll_str division, state, group;
    uint64_t leads, guns, came_true, came_false;
};

/* = {0} is an empty table. */
struct ll_places {
    struct ll_place *list;
    size_t count, cap;
    uint32_t *table; /* place + 1 by hash; 0 free */
    size_t size;
};

/* Count a lead in the places of its dealers, each once for each of its groups. False: memory is out. */
LL_NODISCARD bool ll_places_add(struct ll_places *places, const struct ll_seen *seen,
                                const struct ll_route *routes, size_t route_count,
                                struct ll_arena *arena, struct ll_arena *scratch);
LL_NODISCARD bool ll_places_merge(struct ll_places *places, const struct ll_places *from,
                                  struct ll_arena *arena);
/* By division, state, group; what is not known last. Nothing is added afterwards. */
void ll_places_sort(struct ll_places *places);

#endif
