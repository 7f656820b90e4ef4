/* route.h -- what groups are shown of a lead, and what they answer.
 * Depends on: expr, pack.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_ROUTE_H
#define LL_LEAD_ROUTE_H

#include "pack/fields.h"

/* A lead as guidelines see it. Borrowed for the call. */
struct ll_lead_view {
    int64_t score;
    bool has_time_to_crime;
    int64_t time_to_crime; /* days */
    ll_str first_date, last_date, status;
    const ll_str *indicators; /* ids, sorted */
    size_t indicator_count;
    int64_t sales, traces, dealers, purchasers, guns;
    const struct ll_value *const
        *rows; /* every firearm, trace and report of the evidence, by item slots */
    size_t row_count;
};

struct ll_route {
    ll_str group;    /* its id */
    ll_str priority; /* "normal" where none holds */
    ll_str why;      /* the guideline's accept and the priority's condition, as written */
};

/* Port, implemented by the group room: write at most cap routes in the order of the groups file, return how many. */
struct ll_router {
    size_t (*route)(const struct ll_router *router, const struct ll_lead_view *lead,
                    struct ll_arena *scratch, struct ll_route *out, size_t cap);
    size_t group_count;
    bool asks_birth; /* some guideline looks at a purchaser's country of birth */
};

#endif
