/* run.h -- a pack's tests against its mutants.
 * Depends on: mutate, trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_RUN_H
#define LL_MUTATE_RUN_H

#include "mutate/mutate.h"
#include "trial/trial.h"

enum ll_fate {
    LL_FATE_NOTICED,  /* a test fails with it */
    LL_FATE_SURVIVED, /* none does */
    LL_FATE_ACCEPTED, /* none does, and a survivors list says why */
    LL_FATE_NO_PACK,  /* it is no pack, or means the same: not counted */
    LL_FATES
};

/* An entry of a `survivors` list. */
struct ll_accepted {
    ll_str mutant, because;
    struct ll_pos at; /* of the mutant's name */
    bool met;
};
struct ll_acceptance {
    struct ll_accepted *list;
    size_t count, cap;
};

struct ll_trying {
    const struct ll_trial_suite *suite;
    const char *path; /* of the pack */
    const struct ll_router *groups;
    struct ll_acceptance accepted;
    struct ll_mutants mutants;
    enum ll_fate *fates; /* by mutant */
    size_t counts[LL_FATES];
};

/* Add the `survivors` of a test file, [{mutant: "...", because: "..."}]; a file without is fine. Lives in the arena, as do
 * faults' sources. */
LL_NODISCARD enum ll_status ll_survivors_read(struct ll_acceptance *accepted,
                                              struct ll_arena *arena, const char *path,
                                              struct ll_errors *errors);

/* Try every mutant: suite, path, groups and accepted are given, the rest is filled, in the arena. All tests of the suite
 * pass with the pack as it is. Faults are entries of the lists that no surviving mutant has. */
LL_NODISCARD enum ll_status ll_trying_run(struct ll_trying *trying, struct ll_arena *arena,
                                          struct ll_errors *errors);

/* Whether a test runs what a mutant changes. */
bool ll_trying_can_notice(const struct ll_trial_test *test, const struct ll_mutant *mutant);

/* A test to paste: "  - name: " with its name, and below it the rest. */
struct ll_example {
    ll_str name, rest; /* ptr NULL: none was found */
};
/* Events that a survivor and the pack find other things in: one of the tests, with one thing of its events changed; what is
 * expected is what the pack finds. False: memory is out. */
LL_NODISCARD bool ll_survivor_example(const struct ll_trying *trying,
                                      const struct ll_mutant *mutant, struct ll_arena *arena,
                                      struct ll_example *example);

#endif
