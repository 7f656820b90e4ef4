/* pick.h -- of the hits of all cells, the leads of one.
 * Depends on: lead, sweep/united.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_PICK_H
#define LL_SWEEP_PICK_H

#include "sweep/united.h"

/* The leads as the cell's pack has them: all's items, its hits of them, with its own indicators. It stays good whatever is picked
 * of all later. In the arena; false: memory is out. */
LL_NODISCARD bool ll_pick(struct ll_assessment *out, const struct ll_assessment *all,
                          const struct ll_subject *subject, const struct ll_united *united,
                          uint32_t cell, struct ll_arena *arena);
/* The union's number of the indicator of a hit that was picked for that cell. */
size_t ll_pick_number(const struct ll_united *united, uint32_t cell, const struct ll_hit *hit);

#endif
