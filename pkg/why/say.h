/* say.h -- small things said to people: texts of events, days, guns.
 * Depends on: base, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_SAY_H
#define LL_WHY_SAY_H

#include "base/buf.h"
#include "lead/lead.h"

/* Text of an event: what a terminal would act upon becomes '?'. */
void ll_why_add_text(struct ll_buf *out, ll_str text);
/* Words of a rule, with one blank for any run of blanks and line ends. */
void ll_why_add_words(struct ll_buf *out, ll_str words);
/* "Mon 2026-03-02" */
void ll_why_add_day(struct ll_buf *out, ll_day day);
/* "2026-03-02" */
void ll_why_add_date(struct ll_buf *out, ll_day day);
/* "3 guns" */
void ll_why_add_count(struct ll_buf *out, uint64_t n, const char *one, const char *many);
/* "Colt AR-15 .223", or its class where it has no name. */
void ll_why_add_gun(struct ll_buf *out, const struct ll_firearm *gun);
/* What an item is called: "S-17 #2" for the second gun of a sale of several, a trace's id, a report's purchaser. */
void ll_why_add_name(struct ll_buf *out, const struct ll_item *item);
/* What it is: the gun, or of a report how many guns of which indicator. */
void ll_why_add_what(struct ll_buf *out, const struct ll_item *item);
/* "firearm", "trace", "report"; with more than one "firearms", ... */
const char *ll_why_kind_word(enum ll_item_kind kind, size_t n);
/* Display columns of UTF-8 text, one for each character. */
size_t ll_why_width(ll_str text);
/* Blanks up to a width. */
void ll_why_pad(struct ll_buf *out, size_t have, size_t want);

#endif
