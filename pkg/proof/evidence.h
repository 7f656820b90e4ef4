/* evidence.h -- a lead record's evidence, as the facts that it was.  Private to the room.
 * Depends on: base, event, lead, proof/tree.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PROOF_EVIDENCE_H
#define LL_PROOF_EVIDENCE_H

#include "event/caliber.h"
#include "lead/record.h"
#include "proof/tree.h"

struct ll_evidence {
    struct ll_lead_subject subject; /* a purchaser's name whole, as the last name */
    struct ll_fact_set set;         /* a fact's hash is its place in its list of the evidence */
    size_t counts[3];               /* by ll_item_kind: sales, traces, reports */
    ll_str *sold; /* by trace: the id of the sale that it was matched to; empty: none */
    const struct ll_proof_node *indicators; /* a list, or NULL */
};

/* Read what the record of an open lead rests on. Borrows from the tree, and from calibers, which give names and bores. LL_ERR_DATA:
 * something is missing, is not what it must be or stands twice; the message tells what and where, and no value. */
LL_NODISCARD enum ll_status ll_evidence_read(struct ll_evidence *evidence,
                                             const struct ll_proof_node *record,
                                             const struct ll_calibers *calibers,
                                             struct ll_arena *arena, struct ll_error *err);

/* A whole number of a record from min to max; false for anything else. */
bool ll_proof_whole(const struct ll_proof_node *node, int64_t min, int64_t max, int64_t *out);

#endif
