/* hands.h -- many things done by many threads.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_HANDS_H
#define LL_SWEEP_HANDS_H

#include "base/error.h"

#include <signal.h>

typedef enum ll_status (*ll_hands_do)(void *context, size_t thread, size_t number,
                                      struct ll_error *err);

/* Do the numbers 0..n-1, each by one of so many threads, of which the caller is one. Whoever is free takes the next piece, of
 * so many of them. The first failure stops all, and so does stop (NULL: nothing does), which is none. */
LL_NODISCARD enum ll_status ll_hands_all(size_t threads, size_t n, size_t piece, ll_hands_do job,
                                         void *context, const volatile sig_atomic_t *stop,
                                         struct ll_error *err);

#endif
