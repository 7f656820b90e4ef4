/* yaml.h -- one YAML document as a tree with places, through libyaml.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * A plain subset, as rule files need it: anchors and aliases, tags, merge keys, several documents,
 * keys that are no scalars and keys given twice are refused with their place (both places for a
 * key twice). */
#ifndef LL_YAML_YAML_H
#define LL_YAML_YAML_H

#include "base/arena.h"
#include "base/error.h"

#define LL_YAML_DEPTH_MAX 64
#define LL_YAML_NODES_MAX 1000000

enum ll_yaml_kind { LL_YAML_SCALAR, LL_YAML_SEQUENCE, LL_YAML_MAPPING };

struct ll_yaml_node {
    enum ll_yaml_kind kind;
    /* Of the first byte of a plain scalar's text, else of its quote or '|'. */
    struct ll_pos at;
    ll_str text; /* scalar: its value; NUL behind it */
    bool plain;  /* scalar without quotes: null, true, 5 keep their meaning */
    /* Scalar: text (but for a line end at its end) stands in the source byte for byte from text_at
     * on, on one line. Else text_at is at. */
    bool verbatim;
    struct ll_pos text_at;
    /* sequence: items in order; mapping: values in order, each with its key */
    struct ll_yaml_node *first_child, *next;
    size_t child_count;
    struct ll_yaml_node *key; /* of a mapping's value: the scalar that names it */
};

/* Parse source into the arena. An empty document gives *root NULL. */
LL_NODISCARD enum ll_status ll_yaml_parse(struct ll_arena *arena, const struct ll_source *source,
                                          struct ll_yaml_node **root, struct ll_error *err);
/* The value under key of a mapping; NULL where there is none, or node is no mapping. */
struct ll_yaml_node *ll_yaml_get(const struct ll_yaml_node *node, const char *key);
/* Plain null, ~ or nothing. */
bool ll_yaml_is_null(const struct ll_yaml_node *node);
/* Plain true or false. */
bool ll_yaml_bool(const struct ll_yaml_node *node, bool *out);
/* A plain decimal integer in [min, max]. */
bool ll_yaml_int(const struct ll_yaml_node *node, int64_t min, int64_t max, int64_t *out);

/* Refuse keys of a mapping that known[n] lacks: one error each, "unknown key 'x' in WHAT; did you
 * mean 'y'?". Returns how many. */
size_t ll_yaml_refuse_unknown(const struct ll_yaml_node *mapping, const char *const *known,
                              size_t n, const char *what, struct ll_errors *errors);

#endif
