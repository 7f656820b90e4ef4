/* follow.h -- an engine that follows another: the same events and the same facts, under another pack.
 * Depends on: engine/engine.   SPDX-License-Identifier: Apache-2.0
 *
 * The one ahead does its batches as it always does, and gives what comes of them. The one behind then takes the last of them: the
 * events as they were decoded, at the places where their facts lie in the purchasers' logs, which were read for both at once. It
 * appends nothing to those timelines, so it finds what was known of a purchaser before there was a follower, too.
 *
 * Dealers' and addresses' timelines hold reports, and those hang on the pack. Where every report that the pack behind looks at
 * is made by an indicator that the pack ahead has too, word for word, what the one ahead tells is all that the one behind needs: those
 * timelines are shared like the purchasers'. Else the one behind tells its own, in a store of its own.
 *
 * While it is followed, the one ahead keeps facts as long as either of the two needs them. What it gives is the same. */
#ifndef LL_ENGINE_FOLLOW_H
#define LL_ENGINE_FOLLOW_H

#include "engine/engine.h"

struct ll_follow_setup {
    const struct ll_pack *pack;
    const struct ll_router *router; /* NULL: no groups */
    struct ll_store *own;           /* for dealers' and addresses' timelines that are not shared */
};

/* An engine behind one that stands alone (no crew), which has none behind it yet; all else of its setup is as that one's. Both are one
 * thread's, and the one behind is to be freed first. Borrows what the setup names. */
LL_NODISCARD enum ll_status ll_engine_follow_new(struct ll_engine *ahead,
                                                 const struct ll_follow_setup *setup,
                                                 struct ll_engine **out, struct ll_error *err);
/* Take the batch that the one ahead has done last; the store of that one was asked for nothing since, though it may have sent what was
 * queued. Rejected events and outcomes were the other's to give. After LL_ERR_STORE it may be called again, until the one ahead goes
 * on: nothing is lost or doubled, though some leads may have been given to the sink already. */
LL_NODISCARD enum ll_status ll_engine_follow(struct ll_engine *behind,
                                             const struct ll_engine_sink *sink,
                                             struct ll_error *err);
/* Whether its dealers' and addresses' timelines are those of the one ahead: then its own store is never used. */
bool ll_engine_shares_reports(const struct ll_engine *behind);

#endif
