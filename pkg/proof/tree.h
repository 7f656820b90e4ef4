/* tree.h -- a JSON text as a tree that knows its way back to the root.  Private to the room.
 * Depends on: base, json.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PROOF_TREE_H
#define LL_PROOF_TREE_H

#include "base/arena.h"
#include "json/reader.h"

/* An object of a record has a dozen fields: more than these are none of Leadline's. */
#define LL_PROOF_FIELDS_MAX 64

struct ll_proof_node {
    enum ll_json_type type;
    ll_str name; /* of an object's field */
    ll_str text; /* of a string what it says, of another scalar as written */
    struct ll_proof_node *parent, *first, *last, *next;
    size_t count; /* children */
    size_t place; /* among the parent's children */
};

/* The tree of text (readable padding behind it as ll_json_open wants), in the arena; texts are borrowed from text and reader.
 * NULL: *why tells, and is static. No object has a field twice. */
const struct ll_proof_node *ll_proof_tree(struct ll_json_reader *reader, ll_str text,
                                          struct ll_arena *arena, const char **why);

/* The field of an object; NULL where there is none, it is null, or object is NULL or no object. */
const struct ll_proof_node *ll_proof_find(const struct ll_proof_node *object, ll_str name);
const struct ll_proof_node *ll_proof_get(const struct ll_proof_node *object, const char *name);
/* The text of a field that is a string; else empty. */
ll_str ll_proof_text(const struct ll_proof_node *object, const char *name);

/* "evidence.sales[S-17].dealer": the way to a node, an entry of a list by its id where it has one, and to its field of that
 * name (NULL: to itself), without control characters. In the arena; NULL: memory is out. */
const char *ll_proof_path(struct ll_arena *arena, const struct ll_proof_node *node,
                          const char *name);

#endif
