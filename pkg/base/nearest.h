/* nearest.h -- "did you mean ...?": the known word nearest to a mistyped one.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_NEAREST_H
#define LL_BASE_NEAREST_H

#include "base/str.h"

/* The name with the least edit distance (swaps count one) to word, if that is near enough to be
 * a slip (at most a third of its length, at least 1); else NULL. names: n NUL-terminated
 * strings. Words over 64 bytes have no neighbour. */
const char *ll_nearest(ll_str word, const char *const *names, size_t n);

#endif
