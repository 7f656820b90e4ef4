/* compare_pairs.h -- which lead of the one pack is which of the other's, and how they differ. Private to compare*.c.
 * Depends on: sweep/found, tune/compare.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_COMPARE_PAIRS_H
#define LL_TUNE_COMPARE_PAIRS_H

#include "lead/record.h"
#include "tune/compare.h"

/* A lead on one side or on both. */
struct ll_lead_pair {
    const struct ll_found_lead *present, *candidate; /* NULL: there is none */
};

struct ll_lead_pairs {
    struct ll_lead_pair *list;
    size_t count;
};

/* The pairs of a subject, in the arena: the present's by first date, then what is new. False: memory is out. */
LL_NODISCARD bool ll_lead_pairs_find(struct ll_lead_pairs *pairs,
                                     const struct ll_found_variant *present,
                                     const struct ll_found_variant *candidate,
                                     struct ll_arena *arena);

/* Bits of ll_differs, routes aside. */
unsigned ll_leads_differ(const struct ll_lead *present, const struct ll_lead *candidate);
bool ll_routes_differ(const struct ll_route *present, size_t present_count,
                      const struct ll_route *candidate, size_t candidate_count);

#endif
