/* share.h -- numbers for what indicators have in common.
 * Depends on: pack.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_SHARE_H
#define LL_PACK_SHARE_H

#include "pack/pack.h"

/* Number what the enabled ones of the indicators, which are to be the pack's, share: their shared_items and shared_parts,
 * and the pack's counts of them. False: memory is out. */
LL_NODISCARD bool ll_share_number(struct ll_pack *pack, struct ll_indicator *indicators,
                                  size_t count, struct ll_arena *scratch);

#endif
