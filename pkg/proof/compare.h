/* compare.h -- a record held against what it should say.  Private to the room.
 * Depends on: base, proof/tree, proof/proof.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PROOF_COMPARE_H
#define LL_PROOF_COMPARE_H

#include "proof/proof.h"
#include "proof/tree.h"

struct ll_proof_comparison {
    struct ll_arena *arena;
    bool skip_routes;                 /* no groups are known */
    bool skip_dealer_names;           /* no dealers are known */
    struct ll_proof_difference *list; /* room for LL_PROOF_SHOWN_MAX */
    size_t count;                     /* may be more */
    bool failed;                      /* memory is out */
};

/* Note each field of expected that found has not, or has otherwise; what found has besides is not looked at. */
void ll_proof_compare(struct ll_proof_comparison *comparison, const struct ll_proof_node *expected,
                      const struct ll_proof_node *found);

/* Note one more. NULL: not told. */
void ll_proof_note(struct ll_proof_comparison *comparison, const char *at, const char *expected,
                   const char *found);

#endif
