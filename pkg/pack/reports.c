/* reports.c -- whose reports an indicator counts.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/read.h"

void ll_reports_resolve(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    struct ll_indicator *out = draft->out;
    ll_str id = draft->reports_id;
    uint32_t index;
    if (!draft->sound || out->items != LL_ITEM_REPORT)
        return;
    if (!ll_order_find(reader, id, &index)) {
        const char *near = ll_order_nearest(reader, id);
        ll_reader_fault(reader, draft->reports_at, "no indicator has the id '%.*s'%s%s%s",
                        LL_STR_ARGS(id), near ? "; did you mean '" : " in this pack",
                        near ? near : "", near ? "'?" : "");
        return;
    }
    struct ll_pack_draft *of = &reader->drafts[index];
    out->reports_of = index;
    ll_order_add(reader, (uint32_t)(draft - reader->drafts), index, draft->reports_at);
    if (!of->sound)
        return;
    if (of->out->items != LL_ITEM_FIREARM)
        ll_reader_fault(reader, draft->reports_at,
                        "reports are of indicators of purchasers' firearms; '%.*s' is of %s",
                        LL_STR_ARGS(id), ll_item_kind_word(of->out->items));
    else if (of->out->same_count != 1 || of->out->same[0] != LL_SLOT_DEALER_KEY)
        ll_reader_fault(reader, draft->reports_at,
                        "reports are of indicators with exactly same: [dealer.key]; '%.*s' has "
                        "another",
                        LL_STR_ARGS(id));
    else if (out->enabled && !of->out->enabled)
        ll_reader_warn(reader, draft->reports_at, "'%.*s' is disabled, so that it makes no reports",
                       LL_STR_ARGS(id))
            ->code = "disabled";
    else if (out->enabled)
        of->out->makes_reports = true;
}
