/* mark.h -- libyaml's marks, which count characters, as places in bytes. Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_YAML_MARK_H
#define LL_YAML_MARK_H

#include "base/error.h"
#include <yaml.h>

/* A walk over the source that remembers how far it came, as marks come in order. */
struct ll_yaml_walk {
    const struct ll_source *source;
    size_t base;       /* offset of the first character: 3 behind a byte order mark */
    size_t index;      /* characters walked over */
    size_t offset;     /* bytes, from the start of the source */
    size_t line_start; /* offset of the line's first byte */
    uint32_t line;     /* 1-based; lines end in LF */
};

void ll_yaml_walk_init(struct ll_yaml_walk *walk, const struct ll_source *source);
/* Go to the character index. */
void ll_yaml_walk_to_index(struct ll_yaml_walk *walk, size_t index);
/* Go to the character at or behind the byte offset. */
void ll_yaml_walk_to_offset(struct ll_yaml_walk *walk, size_t offset);
/* The place that the walk is at, width bytes wide. */
struct ll_pos ll_yaml_walk_pos(const struct ll_yaml_walk *walk, size_t width);
/* Bytes from the walk's offset to end_index, at most to the end of the line, without blanks at the
 * end; at least 1. */
size_t ll_yaml_walk_width(const struct ll_yaml_walk *walk, size_t end_index);

/* Fill err from a parser that failed: libyaml's finding in the words of one who writes a rule
 * file. */
enum ll_status ll_yaml_explain(const yaml_parser_t *parser, const struct ll_source *source,
                               struct ll_error *err);

#endif
