/* drawn.h -- a lead as a page draws it: what it is, and its evidence on a line of time.
 * Depends on: lead, label, sweep/found, json.   SPDX-License-Identifier: Apache-2.0
 *
 * Keys, ids, dates, states and what guns they are: no name, birth date, street or serial number. */
#ifndef LL_TUNE_DRAWN_H
#define LL_TUNE_DRAWN_H

#include "label/label.h"
#include "lead/record.h"

/* Rows of the line of time; of more the number that is left out is told. */
#define LL_DRAWN_ITEMS_MAX 100
/* What of the subject is no evidence is shown from so many days before the lead to as many behind it. */
#define LL_DRAWN_AROUND 14
/* Closed days are told of leads that are no longer than that: a year and a bit. */
#define LL_DRAWN_CLOSED_SPAN 400

/* Borrowed for the call. */
struct ll_drawn {
    const struct ll_found *found;
    const struct ll_found_lead *lead;
    const struct ll_rules *rules; /* of a cell that has this lead */
    enum ll_label label;
    const struct ll_route *routes; /* as ll_lead_routes gives them */
    size_t route_count;
};

/* Append the lead as an object without its closing brace, so that more may follow. False: memory is out. */
LL_NODISCARD bool ll_drawn_add(struct ll_buf *out, const struct ll_drawn *drawn,
                               struct ll_arena *scratch);

/* "true", "false", or NULL for a lead that nothing is said of. */
const char *ll_drawn_label(enum ll_label label);

/* Of drawn*.c alone: ,"items":[..],"left_out":N,"closed":[..] */
bool ll_drawn_add_items(struct ll_buf *out, const struct ll_drawn *drawn, struct ll_arena *scratch);
bool ll_drawn_add_closed(struct ll_buf *out, const struct ll_drawn *drawn,
                         struct ll_arena *scratch);

#endif
