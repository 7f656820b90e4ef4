/* group.h -- field groups and their guidelines: who gets which lead.
 * Depends on: base, yaml, expr, pack, lead/route.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GROUP_GROUP_H
#define LL_GROUP_GROUP_H

#include "event/caliber.h"
#include "lead/route.h"

#define LL_GROUPS_MAX 1024
#define LL_GROUP_PRIORITIES_MAX 16

struct ll_groups; /* read-only once loaded; shared by threads; lives in its arena */

/* Load a groups file. Faults, up to LL_ERRORS_MAX, go to errors. */
LL_NODISCARD enum ll_status ll_groups_load(struct ll_arena *arena, const char *path,
                                           const struct ll_calibers *calibers,
                                           struct ll_groups **out, struct ll_errors *errors);
LL_NODISCARD enum ll_status ll_groups_parse(struct ll_arena *arena, const struct ll_source *source,
                                            const struct ll_calibers *calibers,
                                            struct ll_groups **out, struct ll_errors *errors);
const struct ll_router *ll_groups_router(const struct ll_groups *groups);

#endif
