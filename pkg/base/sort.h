/* sort.h -- a stable sort of pointers that are mostly in order already.
 * Depends on: arena.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_SORT_H
#define LL_BASE_SORT_H

#include "base/arena.h"

/* Sort n pointers to objects; compare gets pointers to two of them, as qsort's. Runs that are in order are merged: n steps
 * where all is in order, n log(runs) else. Room for n pointers is taken from the arena where they are many. False: memory is
 * out, and they are in some order. */
LL_NODISCARD bool ll_sort(void *pointers, size_t n, int (*compare)(const void *, const void *),
                          struct ll_arena *arena);

#endif
