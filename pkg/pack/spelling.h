/* spelling.h -- the words that expressions compare fields with, and the places of expressions in YAML; for packs and
 * guidelines alike.
 * Depends on: fields, yaml, caliber.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_SPELLING_H
#define LL_PACK_SPELLING_H

#include "event/caliber.h"
#include "pack/fields.h"
#include "yaml/yaml.h"

/* The caliber table's name for a literal that is compared with the field of a slot: NULL where the literal is that name,
 * the table knows none, or the field is another. In the arena. calibers may be NULL. */
const char *ll_spelling_caliber(const struct ll_calibers *calibers, struct ll_arena *arena,
                                uint16_t slot, ll_str literal);
#define LL_SPELLING_WHY_MAX 256 /* room for the longest reason */
/* Why a literal is never the value of the field of a slot: "'rifel' is no class; did you mean 'rifle'?". False where it
 * may be. */
bool ll_spelling_closed(uint16_t slot, ll_str literal, char *why, size_t why_size);
/* Where an expression that is a scalar's text stands, as ll_expr_compile wants it: exact for one-line scalars and for
 * blocks after '|'. */
bool ll_spelling_place(const struct ll_yaml_node *node, struct ll_pos *at);

#endif
