/* normal.h -- normal forms of names and streets, for this room; others use identity.h.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_NORMAL_H
#define LL_EVENT_NORMAL_H

#include "base/arena.h"

/* What is kept of a text. */
enum ll_normal_form { LL_NORMAL_LAST, LL_NORMAL_FIRST, LL_NORMAL_STREET };

/* The normal form of text (UTF-8; of what is not, nothing is left) in the scratch arena; empty
 * where nothing is left. False when memory is out. */
LL_NODISCARD bool ll_normal(struct ll_arena *scratch, enum ll_normal_form form, ll_str text,
                            ll_str *out);

#endif
