/* told.h -- a purchaser's multiple sales as dealers and addresses are told of them.
 * Depends on: base, timeline, lead/hit.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_TOLD_H
#define LL_LEAD_TOLD_H

#include "base/error.h"
#include "lead/hit.h"

/* That dealer, or address, is to be told of the report; gone: that it stands no longer. */
typedef enum ll_status (*ll_report_tell)(void *context, const struct ll_subject *to,
                                         const struct ll_report *report, bool gone,
                                         struct ll_error *err);

/* Tell what the reports of one assessment of a purchaser say that those of another did not: both by one pack. What tell gives
 * stops it and is passed on. */
LL_NODISCARD enum ll_status ll_reports_compare(const struct ll_report_list *before,
                                               const struct ll_report_list *after,
                                               ll_report_tell tell, void *context,
                                               struct ll_arena *arena, struct ll_error *err);

/* Append the fact that tells it, in its stored form. version: the purchaser's revision. */
struct ll_fact_head ll_report_encode(const struct ll_report *report, struct ll_key purchaser,
                                     uint64_t version, bool gone, struct ll_buf *out);

#endif
