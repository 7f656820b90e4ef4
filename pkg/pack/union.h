/* union.h -- many packs as one, so that what they have in common is found once.
 * Depends on: pack.   SPDX-License-Identifier: Apache-2.0
 *
 * Of each indicator of any of the packs the union has one that selects, parts and asks alike, on what its in_hit() and
 * reports() name; weight, title and explain text aside. So a union's hits are those of every pack, each once: those of one
 * pack are picked by ll_pack_union.of, in which no two indicators of a pack have the same. Its ids are its own ("five-or-more-guns", "five-or-more-guns#2"), and nobody's to show. */
#ifndef LL_PACK_UNION_H
#define LL_PACK_UNION_H

#include "pack/pack.h"

#define LL_UNION_NONE UINT32_MAX

struct ll_pack_union {
    const struct ll_pack *pack; /* of the union's indicators; its quiet_days is the first pack's */
    const uint32_t *const *
        of; /* by pack, by its indicator: the union's, or LL_UNION_NONE: it is disabled, or looks at reports
          * of one that is, so that it has no hits */
};

/* Everything lives in the arena and borrows from the packs. LL_ERR_SYNTAX: together they have more than
 * LL_PACK_INDICATORS_MAX different indicators. count is not 0. */
LL_NODISCARD enum ll_status ll_pack_unite(struct ll_arena *arena,
                                          const struct ll_pack *const *packs, size_t count,
                                          struct ll_pack_union *out, struct ll_error *err);

#endif
