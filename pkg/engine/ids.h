/* ids.h -- leads found by their ids.
 * Depends on: base, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_IDS_H
#define LL_ENGINE_IDS_H

#include "lead/lead.h"

struct ll_lead_ids {
    const struct ll_assessment *of;
    uint32_t *table; /* lead + 1; 0 free */
    size_t size;
};
/* False: memory is out. */
bool ll_lead_ids_make(struct ll_lead_ids *ids, const struct ll_assessment *of,
                      struct ll_arena *arena);
/* NULL: none has that id. */
const struct ll_lead *ll_lead_ids_find(const struct ll_lead_ids *ids, const char *id);

#endif
