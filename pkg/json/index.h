/* index.h -- where the tokens of a JSON text begin: the only words spoken to simdjson.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_JSON_INDEX_H
#define LL_JSON_INDEX_H

#include "base/str.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ll_json_index; /* simdjson's first stage, and the room for the offsets */

/* For texts up to max_bytes. NULL when memory is out. */
struct ll_json_index *ll_json_index_new(size_t max_bytes);
void ll_json_index_free(struct ll_json_index *index);

/* Find the tokens of text: each of {}[]:, outside strings, the opening quote of each string, the
 * first byte of each other run of bytes that are no blanks. On success every string is closed, free
 * of bare control characters, and the whole text is UTF-8; nothing is said of the grammar.
 * (*tokens)[0..*count-1] are offsets, ascending; (*tokens)[*count] is text.len. They hold until the
 * next call. Returns NULL, or what is wrong, as words for a person. */
const char *ll_json_index_build(struct ll_json_index *index, ll_str text, const uint32_t **tokens,
                                size_t *count);

/* "3.0.1": the library's version. */
const char *ll_json_library_version(void);

#ifdef __cplusplus
}
#endif

#endif
