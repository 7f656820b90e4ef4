/* emit.h -- YAML trees copied and written.
 * Depends on: yaml.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_EMIT_H
#define LL_MUTATE_EMIT_H

#include "base/buf.h"
#include "yaml/yaml.h"

/* A tree on one line: {on: 2006-03-10, guns: [pistol]}. */
void ll_emit_flow(struct ll_buf *out, const struct ll_yaml_node *node);
/* A copy whose nodes may be changed; texts and keys are borrowed. NULL: memory is out. */
struct ll_yaml_node *ll_tree_copy(struct ll_arena *arena, const struct ll_yaml_node *node);

#endif
