/* tune_plugs.c -- the parts that `leadline tune` is made of besides its figures.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/tune.h"

extern const struct cmd_tune_plug cmd_tune_report, cmd_tune_compare, cmd_tune_samples,
    cmd_tune_weights;

const struct cmd_tune_plug *const cmd_tune_plugs[] = {&cmd_tune_report, &cmd_tune_compare,
                                                      &cmd_tune_samples, &cmd_tune_weights};
const size_t cmd_tune_plug_count = sizeof cmd_tune_plugs / sizeof cmd_tune_plugs[0];
_Static_assert(sizeof cmd_tune_plugs / sizeof cmd_tune_plugs[0] <= LL_TUNE_PARTS_MAX,
               "a run has room for the states of all");
