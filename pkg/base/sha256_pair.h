/* sha256_pair.h -- SHA-256's compression of two blocks at once, by the processor's own instructions.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0
 *
 * Each round waits for the one before, so that two messages side by side take hardly longer than one. No
 * library here offers that. */
#ifndef LL_BASE_SHA256_PAIR_H
#define LL_BASE_SHA256_PAIR_H

#include <stdbool.h>
#include <stdint.h>

#define LL_SHA256_BLOCK 64

/* Whether this processor can; if not, the function below must not be called. */
bool ll_sha256_pair_can(void);
/* Take a block into each state; the states may not overlap. */
void ll_sha256_pair(uint32_t first[8], uint32_t second[8],
                    const uint8_t first_block[LL_SHA256_BLOCK],
                    const uint8_t second_block[LL_SHA256_BLOCK]);

#endif
