/* fault.h -- lines damaged as files and programs damage them.
 * Depends on: base, gen/random.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_FAULT_H
#define LL_GEN_FAULT_H

#include "gen/random.h"
#include <stddef.h>

/* Faults by number, 0 .. LL_GEN_FAULTS - 1: each makes a valid sale one that must be rejected. */
#define LL_GEN_FAULTS 12
#define LL_GEN_FAULT_ROOM 64

/* Damage the sale of len bytes at line, which has LL_GEN_FAULT_ROOM bytes more; returns its new
 * length. */
size_t ll_gen_fault_make(uint32_t fault, char *line, size_t len);

#endif
