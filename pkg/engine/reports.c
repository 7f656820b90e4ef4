/* reports.c -- a purchaser's multiple sales, told to the dealer's and the address's timelines as facts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"
#include "lead/told.h"

/* One purchaser's change, on its way to the timelines it touches. */
struct telling {
    struct ll_engine *engine;
    size_t cause;
    const struct ll_subject *purchaser;
    uint64_t revision;
};

static enum ll_status tell(void *context, const struct ll_subject *to,
                           const struct ll_report *report, bool gone, struct ll_error *err)
{
    const struct telling *telling = context;
    struct ll_engine *engine = telling->engine;
    if (!engine->setup.pack->has_kind[to->kind])
        return LL_OK;
    struct ll_buf *facts = &engine->share->facts;
    size_t from = facts->len;
    const struct ll_fact_head head =
        ll_report_encode(report, telling->purchaser->key, telling->revision, gone, facts);
    if (facts->failed)
        return ll_engine_no_memory(err);
    return ll_engine_tell(engine, telling->cause, to, &head, from, facts->len - from, err);
}

enum ll_status ll_engine_report_changes(struct ll_engine *engine, size_t cause,
                                        const struct ll_subject *purchaser, uint64_t revision,
                                        const struct ll_report_list *before,
                                        const struct ll_report_list *after, struct ll_error *err)
{
    struct telling telling = {engine, cause, purchaser, revision};
    if (ll_follow_is_told(engine))
        return LL_OK;
    return ll_reports_compare(before, after, tell, &telling, &engine->work, err);
}
