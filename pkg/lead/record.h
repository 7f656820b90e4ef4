/* record.h -- a lead as consumers get it: JSON.
 * Depends on: base, json, pack, lead.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_RECORD_H
#define LL_LEAD_RECORD_H

#include "lead/lead.h"

/* Who a lead is about. The names of a purchaser come from the event at hand, and are in no store. */
struct ll_lead_subject {
    struct ll_subject subject;
    ll_str last_name, first_name; /* purchaser: normal form */
    ll_day born;                  /* purchaser; LL_DAY_NONE: unknown */
};

/* Ask the groups: the routes, in the scratch arena, and how many. NULL: memory is out. */
struct ll_route *ll_lead_routes(const struct ll_lead *lead, enum ll_subject_kind kind,
                                const struct ll_rules *rules, struct ll_arena *scratch,
                                size_t *count);

/* Append the part of an open lead's record that is a pure function of facts and pack: all behind the revision. text: scratch, so that nothing is
 * allocated once it has grown. */
void ll_lead_add_body(struct ll_buf *out, const struct ll_lead *lead,
                      const struct ll_lead_subject *subject, const struct ll_route *routes,
                      size_t route_count, const struct ll_rules *rules, struct ll_buf *text);
/* Append the whole record: the id and revision in front of a body. */
void ll_lead_add_record(struct ll_buf *out, const char id[LL_LEAD_ID_LEN], uint64_t revision,
                        ll_str body);
/* Append the body of an id's last revision: superseded by another id, or (NULL) withdrawn. */
void ll_lead_add_last_body(struct ll_buf *out, const struct ll_subject *subject,
                           const char *superseded_by, const struct ll_route *routes,
                           size_t route_count, const struct ll_rules *rules);

#endif
