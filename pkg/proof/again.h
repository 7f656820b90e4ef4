/* again.h -- the leads of a record's evidence.  Private to the room.
 * Depends on: lead, proof/evidence.   SPDX-License-Identifier: Apache-2.0
 *
 * A lead's evidence is not all that was known of its subject when it was written. It tells the lead all the same:
 *
 *  1. Every item of the lead's hits is there, with all that its fields rest on; of a trace whose sale is not, what that sale
 *     said of it. Every past trace that was counted is there. So each window that made the hits has the items that it had, and
 *     qualifies again.
 *  2. Of an indicator that grows (pack.h), a window that qualifies here qualified there, where it had these items and maybe
 *     more: it was in a hit of the whole. If that hit was of this lead, all its items are here, and it is found as it was. If it
 *     was of another, it lies too far from this lead's hits to join them, as do the parts of it that are here.
 *  3. Of any other indicator windows may qualify here that did not there. So only the hits that the record tells of are looked
 *     at, each among the items that it tells of. Each is proven; that there were no more is not.
 *
 * An item that in_hit() asks about is in a hit that shares its day: that hit is in the same lead, and is here. */
#ifndef LL_PROOF_AGAIN_H
#define LL_PROOF_AGAIN_H

#include "proof/evidence.h"

/* False: memory is out. */
bool ll_proof_again(struct ll_assessment *out, const struct ll_evidence *evidence,
                    const struct ll_rules *rules, struct ll_arena *arena);

/* The node of the indicator of that id in a list of them; NULL: none. */
const struct ll_proof_node *ll_proof_indicator(const struct ll_proof_node *indicators, ll_str id);

#endif
