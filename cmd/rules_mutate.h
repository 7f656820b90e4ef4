/* rules_mutate.h -- what tests leave untried: the coverage and the mutants of `leadline rules test`.
 * Depends on: every room.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_RULES_MUTATE_H
#define LL_CMD_RULES_MUTATE_H

#include "trial/plan.h"
#include "trial/trial.h"

/* The options, and what they gather over all packs. */
struct cmd_rules_mutate {
    bool coverage, mutate, json;
    bool survived; /* a mutant that no list accepts, or a list is faulty */
    bool no_memory;
};

/* One pack whose tests all pass: append what is asked for to out. */
void cmd_rules_mutate_run(struct cmd_rules_mutate *options, const struct ll_trial_suite *suite,
                          const struct ll_trial_job *job, const struct ll_router *groups,
                          struct ll_buf *out);

#endif
