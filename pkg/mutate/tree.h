/* tree.h -- YAML trees copied, changed and written.
 * Depends on: yaml.   SPDX-License-Identifier: Apache-2.0
 *
 * Texts and keys are borrowed. What makes nodes gives NULL or false where memory is out. */
#ifndef LL_MUTATE_TREE_H
#define LL_MUTATE_TREE_H

#include "base/buf.h"
#include "yaml/yaml.h"

/* A tree on one line: {on: 2006-03-10, guns: [pistol]}. */
void ll_tree_write(struct ll_buf *out, const struct ll_yaml_node *node);
/* A copy whose nodes may be changed. */
struct ll_yaml_node *ll_tree_copy(struct ll_arena *arena, const struct ll_yaml_node *node);

struct ll_yaml_node *ll_tree_scalar(struct ll_arena *arena, ll_str text, bool plain);
struct ll_yaml_node *ll_tree_mapping(struct ll_arena *arena);
/* The n-th child, from 0; NULL: there are fewer. */
struct ll_yaml_node *ll_tree_child(const struct ll_yaml_node *node, size_t n);
void ll_tree_append(struct ll_yaml_node *list, struct ll_yaml_node *item);
/* Take the n-th child out. */
void ll_tree_drop(struct ll_yaml_node *parent, size_t n);
/* Let a mapping have a value under a key, in the place of what it has. */
bool ll_tree_set(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                 struct ll_yaml_node *value);
bool ll_tree_set_text(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                      ll_str text, bool plain);

#endif
