/* say.h -- what came out of verifying leads, in words or as JSON.
 * Depends on: base, proof.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PROOF_SAY_H
#define LL_PROOF_SAY_H

#include "proof/proof.h"

/* Where the record stands. */
struct ll_proof_place {
    const char *file;
    uint64_t line;
};

/* All records read are counted under exactly one. */
struct ll_proof_counts {
    uint64_t read, verdicts[LL_PROOF_VERDICTS];
    uint64_t unreadable;
};

/* A line for people, with one more for each difference; colour: with the terminal's colours. */
void ll_proof_say(struct ll_buf *out, const struct ll_proof_result *result,
                  const struct ll_proof_place *place, bool colour);
/* The same as one object of JSON and LF. */
void ll_proof_say_json(struct ll_buf *out, const struct ll_proof_result *result,
                       const struct ll_proof_place *place);
/* Of a record that cannot be read, as JSON. */
void ll_proof_say_unreadable(struct ll_buf *out, const char *why,
                             const struct ll_proof_place *place);
/* The sum, a line. */
void ll_proof_say_sum(struct ll_buf *out, const struct ll_proof_counts *counts);
/* What cannot be proven of leads of a pack, a line; nothing where all can. */
void ll_proof_say_limits(struct ll_buf *out, const struct ll_pack *pack);

#endif
