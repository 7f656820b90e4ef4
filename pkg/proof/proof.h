/* proof.h -- leads proven: each is computed again from its own evidence, and held against what it says.
 * Depends on: base, event, calendar, json, pack, lead.   SPDX-License-Identifier: Apache-2.0
 *
 * No store and no history: a record, the pack that made it, and the files beside that. */
#ifndef LL_PROOF_PROOF_H
#define LL_PROOF_PROOF_H

#include "event/identity.h"
#include "lead/record.h"

/* Longer records are none. */
#define LL_PROOF_RECORD_MAX (16u << 20)
/* So many differences of a record are kept; all are counted. */
#define LL_PROOF_SHOWN_MAX 16

enum ll_proof_verdict {
    LL_PROOF_HOLDS,
    LL_PROOF_DIFFERS,
    LL_PROOF_OTHER_PACK, /* none of the packs has the digest that it names */
    LL_PROOF_FELL_AWAY,  /* superseded or withdrawn: nothing to compute */
    LL_PROOF_VERDICTS
};
const char *ll_proof_verdict_word(enum ll_proof_verdict verdict); /* for a machine: "other_pack" */

struct ll_proof_difference {
    const char *at;               /* "evidence.sales[S-17].version" */
    const char *expected, *found; /* in words; NULL where they are personal */
};

struct ll_proof_result {
    enum ll_proof_verdict verdict;
    ll_str lead_id; /* of the form of such ids */
    uint64_t revision;
    ll_str pack_id, pack_version, pack_digest; /* as the record has them: any text */
    const struct ll_proof_difference *differences;
    size_t difference_count; /* may pass LL_PROOF_SHOWN_MAX */
};

/* Borrowed for the proof's life. */
struct ll_proof_setup {
    const struct ll_pack *const *packs;
    size_t pack_count;
    const struct ll_router *router;     /* NULL: routes are not looked at */
    const struct ll_dealers *dealers;   /* NULL: dealers' names are not looked at */
    const struct ll_calendar *calendar; /* the default one; never NULL */
    const struct ll_calibers *calibers; /* never NULL */
    const struct ll_identity
        *identity; /* NULL: purchasers' keys are not held against their names */
};

struct ll_proof; /* one per thread */

struct ll_proof *ll_proof_new(const struct ll_proof_setup *setup); /* NULL: memory is out */
void ll_proof_free(struct ll_proof *proof);

/* Look at one record; LL_JSON_PADDING bytes behind it are readable. The result is borrowed until the next call. LL_ERR_DATA: it
 * is no lead record; the message says why, and names no person. */
LL_NODISCARD enum ll_status ll_proof_take(struct ll_proof *proof, ll_str record,
                                          struct ll_proof_result *result, struct ll_error *err);

#endif
