/* heir.h -- which lead takes the place of one that fell.
 * Depends on: base, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_HEIR_H
#define LL_ENGINE_HEIR_H

#include "lead/lead.h"

/* The open lead that has most of the fallen one's last items, the earliest of those that have as many; *heir NULL: none has any.
 * False: memory is out. */
bool ll_lead_heir(const struct ll_lead *fallen, const struct ll_assessment *open,
                  struct ll_arena *arena, const struct ll_lead **heir);

#endif
