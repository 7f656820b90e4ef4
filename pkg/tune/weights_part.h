/* weights_part.h -- the leads of the pack in force, collected for a suggestion of weights while they are found.
 * Depends on: lead, tune.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_WEIGHTS_PART_H
#define LL_TUNE_WEIGHTS_PART_H

#include "tune/tune.h"

struct ll_weights_part_setup {
    const struct ll_rules *rules; /* of cell 0, with its groups; borrowed for the part's life */
    ll_day from, to;              /* leads first shown then count; LL_DAY_NONE: no limit */
    size_t threads;
    uint64_t seed;
};

struct ll_weights_part;
LL_NODISCARD enum ll_status ll_weights_part_new(const struct ll_weights_part_setup *setup,
                                                struct ll_weights_part **out, struct ll_error *err);
void ll_weights_part_free(struct ll_weights_part *part);

/* As struct ll_tune_part has them; state is the part. */
enum ll_status ll_weights_part_take(void *state, size_t thread,
                                    const struct ll_tune_subject *subject, struct ll_error *err);
enum ll_status ll_weights_part_finish(void *state, struct ll_error *err);
void ll_weights_part_json(const void *state, struct ll_buf *out);
void ll_weights_part_text(const void *state, struct ll_buf *out);

#endif
