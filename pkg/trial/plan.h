/* plan.h -- which tests are meant by the files and folders that a user names.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TRIAL_PLAN_H
#define LL_TRIAL_PLAN_H

#include "base/arena.h"
#include "base/error.h"

/* A pack, and the files of tests to be run on it. */
struct ll_trial_job {
    const char *rules;  /* a file or folder */
    bool own;           /* the tests that stand in the pack are to be run too */
    const char **files; /* of tests */
    size_t file_count, file_cap;
};

struct ll_trial_plan {
    struct ll_trial_job *jobs; /* in the order in which they were named */
    size_t count, cap;
};

/* A pack stands for the tests in it and those of NAME.test.yaml beside it; a file of tests for itself, on the packs of its
 * `rules`, else on NAME.yaml beside it; a folder for its pack and all files of tests in it. Faults go to errors: the plan is
 * what remains. All in the arena. */
LL_NODISCARD enum ll_status ll_trial_plan(struct ll_arena *arena, const char *const *operands,
                                          size_t n, struct ll_trial_plan *plan,
                                          struct ll_errors *errors);

#endif
