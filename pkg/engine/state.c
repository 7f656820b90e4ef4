/* state.c -- what all files of this room call.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

#include <stdlib.h>

enum ll_status ll_engine_no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory; smaller batches need less");
}

bool ll_engine_grow(void *list, size_t *cap, size_t n, size_t size)
{
    if (n <= *cap)
        return true;
    size_t bigger = *cap ? *cap : 64, bytes;
    while (bigger < n)
        bigger *= 2;
    void *old, *fresh = NULL;
    memcpy(&old, list, sizeof old);
    if (!__builtin_mul_overflow(bigger, size, &bytes))
        fresh = realloc(old, bytes);
    if (!fresh)
        return false;
    memset((char *)fresh + *cap * size, 0, (bigger - *cap) * size);
    memcpy(list, &fresh, sizeof fresh);
    *cap = bigger;
    return true;
}

enum ll_status ll_engine_open(struct ll_engine *engine, struct ll_touch *touch,
                              const struct ll_subject *subject, ll_str log, struct ll_error *err)
{
    if (log.len >= LL_CACHE_LOG_MIN) {
        touch->walk = ll_cache_open(&engine->cache, subject, log);
    } else {
        touch->walk = LL_NEW(&engine->share->arena, struct ll_walk);
        if (touch->walk)
            ll_walk_start(touch->walk, subject, log, &engine->share->arena);
    }
    return touch->walk ? LL_OK : ll_engine_no_memory(err);
}

/* The store keeps longer than the engine does, as it measures by its own clock; but what the law says is destroyed on a
 * day is destroyed on that day. */
static int32_t with_slack(const struct ll_engine *engine, int32_t days)
{
    if (engine->setup.retention.destroy_days > 0)
        return engine->setup.retention.destroy_days;
    return days * 2 + 7;
}

static int32_t keep_days(const struct ll_engine *engine, enum ll_fact_kind kind)
{
    const struct ll_engine_retention *retention = &engine->setup.retention;
    if (!retention->forget)
        return 0;
    switch (kind) {
    case LL_FACT_TRACE:
        return with_slack(engine, retention->traced_lead_days);
    case LL_FACT_SALE_VOID:
    case LL_FACT_TRACE_VOID:
        return with_slack(engine, retention->lead_days);
    case LL_FACT_SALE:
    case LL_FACT_REPORT:
    case LL_FACT_BASE:
        break;
    }
    return with_slack(engine, retention->sale_days);
}

int32_t ll_engine_keep_days(const struct ll_engine *engine, enum ll_fact_kind kind)
{
    int32_t own = keep_days(engine, kind),
            behind = engine->behind ? keep_days(engine->behind, kind) : 0;
    return own > behind ? own : behind;
}

int32_t ll_engine_keep_lead_days(const struct ll_engine *engine, const struct ll_lead *lead)
{
    const struct ll_engine_retention *retention = &engine->setup.retention;
    return with_slack(engine,
                      lead->trace_count ? retention->traced_lead_days : retention->lead_days);
}
