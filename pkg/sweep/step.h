/* step.h -- a timeline step by step: what its facts amounted to before each step, and what they amount to behind it.
 * Depends on: engine, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_STEP_H
#define LL_SWEEP_STEP_H

#include "engine/local.h"

/* One per thread, for many timelines; = {0} to begin with. */
struct ll_stepper {
    const struct ll_rules *rules;
    const struct ll_spans *spans;
    struct ll_walk walk;
    struct ll_index index;
    struct ll_arena set; /* of the walk: till the next timeline */
    struct ll_arena work[2];
    struct ll_assessment stand[2];
    unsigned turn; /* of the two, the one that is assessed last */
};

/* Two assessments whose leads and reports differ as those of the whole timeline do. Valid till the step after the next, where
 * they are whole, else till the next one. */
struct ll_step {
    bool changed; /* false: the set of facts is as before, and there are no assessments */
    bool whole;   /* of the whole timeline; before is the after of the step before */
    const struct ll_assessment *before, *after;
    struct ll_arena *arena; /* of after; where before is not whole, of both */
};

/* The log is borrowed. kept: only the days near are looked at in a step, as a long timeline wants it. */
void ll_stepper_start(struct ll_stepper *stepper, const struct ll_subject *subject, ll_str log,
                      bool kept, const struct ll_rules *rules, const struct ll_spans *spans);
/* Take the facts up to that place of the log. */
LL_NODISCARD enum ll_status ll_stepper_take(struct ll_stepper *stepper, size_t end,
                                            struct ll_step *step, struct ll_error *err);
/* What the facts taken amount to; valid till the next step, and free to be written to. */
LL_NODISCARD enum ll_status ll_stepper_stand(struct ll_stepper *stepper,
                                             struct ll_assessment **stand, struct ll_error *err);
void ll_stepper_fini(struct ll_stepper *stepper);

#endif
