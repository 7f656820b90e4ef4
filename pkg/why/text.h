/* text.h -- a view for a person to read.
 * Depends on: why/view.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_TEXT_H
#define LL_WHY_TEXT_H

#include "why/view.h"

struct ll_why_style {
    bool colour;
    bool all; /* every item and window, however many there are */
};

/* Append it. False: memory is out. scratch: for the time of the call. */
LL_NODISCARD bool ll_why_text(struct ll_buf *out, const struct ll_why *why,
                              const struct ll_why_style *style, struct ll_arena *scratch);

/* Of text*.c alone. */
struct ll_why_page {
    struct ll_buf *out;
    const struct ll_why *why;
    const struct ll_why_style *style;
    struct ll_arena *scratch;
    struct ll_buf cell; /* for what is put together */
};
void ll_why_page_rule(struct ll_why_page *page, const struct ll_why_rule *rule);
void ll_why_page_lead(struct ll_why_page *page, const struct ll_why_lead *lead);
void ll_why_page_window(struct ll_why_page *page, const struct ll_why_rule *rule,
                        const struct ll_why_window *window);
/* The terms of a condition under each other, each with the values of its parts and whether it is so. */
void ll_why_page_terms(struct ll_why_page *page, const struct ll_expr_reading *reading,
                       const struct ll_expr_env *env, size_t indent);
/* The label of a line, in the left margin. */
void ll_why_page_label(struct ll_why_page *page, const char *label);
#define LL_WHY_MARGIN 12

#endif
