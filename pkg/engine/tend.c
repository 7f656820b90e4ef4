/* tend.c -- behind the facts of a phase: how long the store keeps the touched timelines, and shorter logs for long ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

/* Logs shorter than that are not worth rewriting, unless what is in them must be destroyed. */
#define REWRITE_MIN 4096

static bool worth_rewriting(const struct ll_engine *engine, const struct ll_walk *walk)
{
    return !ll_follow_borrows(engine, &walk->subject) &&
           (engine->setup.retention.destroy_days > 0 || walk->log.len >= REWRITE_MIN);
}

/* Give the store a log of half the length or less, where there is one. */
static enum ll_status shorten(struct ll_engine *engine, struct ll_touch *touch,
                              struct ll_error *err)
{
    const struct ll_walk *walk = touch->walk;
    const struct ll_engine *behind = engine->behind;
    struct ll_keeping keepings[2] = {{&engine->setup.retention, &engine->rules}};
    if (behind)
        keepings[1] = (struct ll_keeping){&behind->setup.retention, &behind->rules};
    ll_arena_reset(&engine->work);
    ll_buf_reset(&engine->body);
    enum ll_status status = ll_walk_rewrite(walk, keepings, behind ? 2 : 1, touch->clock,
                                            &engine->work, &engine->body, err);
    ll_str shorter = ll_buf_str(&engine->body);
    if (status != LL_OK || engine->body.failed || shorter.len == 0 ||
        shorter.len > walk->log.len / 2)
        return status;
    int32_t days = ll_engine_keep_days(engine, LL_FACT_TRACE);
    return engine->setup.store->ops->replace(
        engine->setup.store, &walk->subject, walk->log.len, shorter,
        touch->keep_days > days ? touch->keep_days : days, err);
}

enum ll_status ll_engine_tend(struct ll_engine *engine, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (!engine->setup.retention.forget)
        return LL_OK;
    for (size_t i = 0; i < engine->touch_count && status == LL_OK; i++) {
        struct ll_touch *touch = &engine->touches[i];
        struct ll_read keep = {.subject = touch->walk->subject, .keep_days = touch->keep_days};
        if (touch->keep_days)
            status = engine->setup.store->ops->keep(engine->setup.store, &keep, 1, err);
        if (status == LL_OK && worth_rewriting(engine, touch->walk) && touch->clock != LL_DAY_NONE)
            status = shorten(engine, touch, err);
    }
    return status;
}
