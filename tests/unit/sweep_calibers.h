/* sweep_calibers.h -- the built-in calibers, for tests of sweeps.   SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_SWEEP_CALIBERS_H
#define TESTS_SWEEP_CALIBERS_H

#include "event/caliber.h"
#include <criterion/criterion.h>

static inline const struct ll_calibers *calibers_of(struct ll_arena *arena)
{
    static struct ll_source source = {.file = "calibers"};
    struct ll_calibers *calibers;
    source.text = ll_calibers_builtin_text();
    cr_assert_eq(ll_calibers_parse(arena, &source, &calibers, NULL), LL_OK);
    return calibers;
}

#endif
