/* facts.h -- a subject's facts as a list that can be changed, and what a list amounts to.
 * Depends on: base, timeline, pack, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_FACTS_H
#define LL_WHY_FACTS_H

#include "lead/lead.h"

/* The facts that stand on a timeline. Borrowed from whoever read them. */
struct ll_why_facts {
    struct ll_subject subject;
    const struct ll_fact **list;
    size_t count;
};

/* Read a timeline's log, as stores keep it. What facts borrow is in the log, the rest in the arena. LL_ERR_STORE: the log is
 * damaged. */
LL_NODISCARD enum ll_status ll_why_facts_read(struct ll_why_facts *facts,
                                              const struct ll_subject *subject, ll_str log,
                                              struct ll_arena *arena, struct ll_error *err);

/* What they amount to, in the arena. False: memory is out. */
LL_NODISCARD bool ll_why_facts_assess(const struct ll_why_facts *facts,
                                      const struct ll_rules *rules, struct ll_arena *arena,
                                      struct ll_assessment *assessment);

#endif
