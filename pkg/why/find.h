/* find.h -- whose timelines are asked about, found while events are read.
 * Depends on: engine, event, why/view.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_FIND_H
#define LL_WHY_FIND_H

#include "engine/engine.h"

/* What is asked about; at least one. */
struct ll_why_target {
    bool has_subject;
    struct ll_subject subject;
    ll_str lead, sale, trace; /* ids; empty: not asked */
};

/* Read "purchaser:KEY", "dealer:R-DD-SSSSS", "address:KEY", or "LAST, FIRST, YYYY-MM-DD", which is hashed. No message says
 * what was in text. */
LL_NODISCARD enum ll_status ll_why_subject_parse(ll_str text, const struct ll_identity *identity,
                                                 struct ll_subject *out, struct ll_error *err);

#define LL_WHY_SUBJECTS_MAX                                                                        \
    8 /* that are told of; ids are of one timeline, so that several may have it */

struct ll_why_finder;
/* setup: with a memory store. Both are borrowed. */
LL_NODISCARD enum ll_status ll_why_finder_new(const struct ll_engine_setup *setup,
                                              const struct ll_why_target *target,
                                              struct ll_why_finder **out, struct ll_error *err);
void ll_why_finder_free(struct ll_why_finder *finder);

/* Read on. */
LL_NODISCARD enum ll_status ll_why_finder_take(struct ll_why_finder *finder,
                                               const struct ll_input *inputs, size_t n,
                                               struct ll_error *err);
/* What was found, borrowed from the finder; *count may be more than LL_WHY_SUBJECTS_MAX. LL_ERR_DATA, with the number of events
 * and the nearest id, where there is nothing of the target. */
LL_NODISCARD enum ll_status ll_why_finder_found(const struct ll_why_finder *finder,
                                                const struct ll_subject **subjects, size_t *count,
                                                struct ll_error *err);
/* That nothing stands of a subject, with what there was instead: the events, whether one names it, the nearest subject. LL_ERR_DATA. */
enum ll_status ll_why_finder_nothing(const struct ll_why_finder *finder,
                                     const struct ll_subject *subject, struct ll_error *err);

#endif
