/* run.c -- run a test.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/found.h"

void ll_trial_run(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                  const struct ll_pack *pack, const struct ll_router *groups, unsigned flags,
                  struct ll_arena *arena, struct ll_trial_result *result)
{
    *result = (struct ll_trial_result){.outcome = LL_TRIAL_NO_MEMORY};
    if (test->off) {
        result->outcome = LL_TRIAL_SKIPPED;
        return;
    }
    for (size_t i = 0; i < test->stage_count; i++) {
        const struct ll_trial_stage *stage = &test->stages[i];
        struct ll_found found;
        bool fits;

        result->stage = i;
        if (!ll_trial_assess(test, stage->events, pack, groups, arena, &result->state) ||
            !ll_found_list(&found, test, &result->state, arena) ||
            !ll_found_fits(&found, stage, arena, &fits))
            return;
        if (!fits) {
            result->outcome = LL_TRIAL_FAILED;
            return;
        }
        if (flags & LL_TRIAL_PLAIN)
            continue;
        if (!ll_trial_orders(suite, test, stage->events, &result->state, arena, result))
            return;
        if (result->how) {
            result->outcome = LL_TRIAL_DIFFERED;
            return;
        }
    }
    result->outcome = LL_TRIAL_PASSED;
}
