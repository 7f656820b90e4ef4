/* found.h -- what cells find on one subject: leads as they stand at the end, and when they were first shown.
 * Depends on: lead.   SPDX-License-Identifier: Apache-2.0
 *
 * A fact is known from the day on which it was reported, else that of the event. A lead is shown from the first day on which
 * the facts known by then make it. So nothing here depends on the order of the input. */
#ifndef LL_SWEEP_FOUND_H
#define LL_SWEEP_FOUND_H

#include "lead/lead.h"

struct ll_found_lead {
    const struct ll_lead
        *lead;    /* its indicators are those of the pack of the variant's first cell */
    ll_day since; /* first shown: it, or a lead that it took the place of */
    const ll_day
        *hit_since; /* by lead->indicators: the first day on which that one was among them */
};

/* Cells that find the same on this subject: the same hits of the same weights. Their groups may differ. */
struct ll_found_variant {
    const uint32_t *cells; /* ascending */
    size_t cell_count;
    const struct ll_found_lead *leads; /* by first date */
    size_t lead_count;
    size_t withdrawn; /* leads that were shown once, and have neither stayed nor an heir */
};

struct ll_found {
    const struct ll_subject *subject;
    const struct ll_items *
        items; /* all of the subject: sales, traces, reports of the whole history (as of the day asked); of a report
                * there is one for each way in which the cells' packs report */
    const struct ll_found_variant *variants; /* every cell is in one of them, cell 0 in the first */
    size_t variant_count;
};

/* Given for each subject on which a cell has or had a lead, and for each purchaser with a trace. Borrowed for the call.
 * thread: who calls, from 0 on; each calls for its subjects in an order that is its own. Any status but LL_OK stops all. */
typedef enum ll_status (*ll_found_take)(void *context, size_t thread, const struct ll_found *found,
                                        struct ll_error *err);

#endif
