/* json.h -- a view as JSON: one object, ended by a line end.
 * Depends on: why/view.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_JSON_H
#define LL_WHY_JSON_H

#include "why/view.h"

void ll_why_json(struct ll_buf *out, const struct ll_why *why);

/* Parts of it, for json*.c alone. */
void ll_why_json_rule(struct ll_buf *out, const struct ll_why *why, const struct ll_why_rule *rule);
void ll_why_json_lead(struct ll_buf *out, const struct ll_why *why, const struct ll_why_lead *lead);
/* "key": then an array of the terms of a condition in an environment. reading NULL: it is true. */
void ll_why_json_terms(struct ll_buf *out, const char *key, const struct ll_expr_reading *reading,
                       const struct ll_expr_env *env);
void ll_why_json_date(struct ll_buf *out, const char *key, ll_day day);
/* A string, with the key in front. */
void ll_why_json_text(struct ll_buf *out, const char *key, ll_str text);
/* An item: what it is called, and what it is. Without its braces' ends. */
void ll_why_json_item(struct ll_buf *out, const struct ll_item *item);

#endif
