/* queue.c -- growing lists of the share at hand.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

#include <stdlib.h>

struct ll_batch_append *ll_append_list_add(struct ll_append_list *list,
                                           const struct ll_subject *subject, int32_t keep_days,
                                           ll_day today)
{
    size_t at = list->count, cap = list->cap;
    if (!ll_engine_grow(&list->appends, &cap, at + 1, sizeof *list->appends) ||
        !ll_engine_grow(&list->items, &list->cap, at + 1, sizeof *list->items))
        return NULL;
    list->items[at] = (struct ll_batch_append){0};
    list->appends[at] =
        (struct ll_append){.subject = *subject, .keep_days = keep_days, .today = today};
    list->count++;
    return &list->items[at];
}

/* What the same event tells the same timeline already, or NULL. */
static struct ll_batch_append *find_told(const struct ll_append_list *tell, size_t cause,
                                         const struct ll_subject *subject)
{
    for (size_t i = tell->count; i > 0 && tell->items[i - 1].cause == cause; i--)
        if (ll_subject_eq(&tell->appends[i - 1].subject, subject))
            return &tell->items[i - 1];
    return NULL;
}

static struct ll_batch_append *add_told(struct ll_engine *engine, size_t cause,
                                        const struct ll_subject *subject, int32_t keep_days)
{
    struct ll_append_list *tell = &engine->share->tell;
    struct ll_batch_append *append =
        ll_append_list_add(tell, subject, keep_days, engine->events[cause].clock);
    if (!append)
        return NULL;
    append->cause = cause;
    append->part = (uint32_t)tell->count;
    append->shard = (uint32_t)ll_crew_shard(engine->crew, subject);
    append->share = engine->share;
    return append;
}

/* The facts of an append lie side by side: those that are there are copied before the new one. */
static bool join_facts(struct ll_buf *facts, struct ll_batch_append *append, size_t fact_from,
                       size_t fact_len)
{
    size_t from = facts->len;
    if (!ll_buf_reserve(facts, append->fact_len + fact_len))
        return false;
    ll_buf_add(facts, facts->ptr + append->fact_from, append->fact_len);
    ll_buf_add(facts, facts->ptr + fact_from, fact_len);
    append->fact_from = from;
    append->fact_len += fact_len;
    return true;
}

enum ll_status ll_engine_tell(struct ll_engine *engine, size_t cause,
                              const struct ll_subject *subject, const struct ll_fact_head *head,
                              size_t fact_from, size_t fact_len, struct ll_error *err)
{
    struct ll_share *share = engine->share;
    struct ll_batch_append *append = find_told(&share->tell, cause, subject);
    bool joins = append != NULL;
    if (!append &&
        !(append = add_told(engine, cause, subject, ll_engine_keep_days(engine, head->kind))))
        return ll_engine_no_memory(err);
    struct ll_fact_head *heads =
        LL_NEW_ARRAY(&share->arena, struct ll_fact_head, append->head_count + 1);
    if (!heads || (joins && !join_facts(&share->facts, append, fact_from, fact_len)))
        return ll_engine_no_memory(err);
    if (append->head_count)
        memcpy(heads, append->heads, append->head_count * sizeof *heads);
    heads[append->head_count++] = *head;
    append->heads = heads;
    if (!joins) {
        append->fact_from = fact_from;
        append->fact_len = fact_len;
    }
    return LL_OK;
}

static bool grow_touch_table(struct ll_engine *engine)
{
    size_t size = engine->touch_table_size ? engine->touch_table_size * 2 : 256;
    uint32_t *table = realloc(engine->touch_table, size * sizeof *table);
    if (!table)
        return false;
    memset(table, 0, size * sizeof *table);
    engine->touch_table = table;
    engine->touch_table_size = size;
    for (size_t i = 0; i < engine->touch_count; i++) {
        size_t at = ll_subject_hash(&engine->reads[i].subject) & (size - 1);
        while (table[at])
            at = (at + 1) & (size - 1);
        table[at] = (uint32_t)i + 1;
    }
    return true;
}

enum ll_status ll_engine_touch(struct ll_engine *engine, const struct ll_subject *subject,
                               uint32_t *touch, struct ll_error *err)
{
    size_t n = engine->touch_count, cap = engine->touch_cap;
    if ((n + 1) * 2 > engine->touch_table_size && !grow_touch_table(engine))
        return ll_engine_no_memory(err);
    size_t at = ll_subject_hash(subject) & (engine->touch_table_size - 1);
    for (; engine->touch_table[at]; at = (at + 1) & (engine->touch_table_size - 1)) {
        if (ll_subject_eq(&engine->reads[engine->touch_table[at] - 1].subject, subject)) {
            *touch = engine->touch_table[at];
            return LL_OK;
        }
    }
    if (!ll_engine_grow(&engine->reads, &cap, n + 1, sizeof *engine->reads) ||
        !ll_engine_grow(&engine->touches, &engine->touch_cap, n + 1, sizeof *engine->touches))
        return ll_engine_no_memory(err);
    engine->reads[n] = (struct ll_read){.subject = *subject};
    engine->touches[n].keep_days = 0;
    engine->touches[n].clock = LL_DAY_NONE;
    *touch = engine->touch_table[at] = (uint32_t)++engine->touch_count;
    return LL_OK;
}

struct ll_due *ll_share_add_due(struct ll_share *share, size_t cause)
{
    if (!ll_engine_grow(&share->due, &share->due_cap, share->due_count + 1, sizeof *share->due))
        return NULL;
    struct ll_due *due = &share->due[share->due_count++];
    *due = (struct ll_due){.cause = cause, .share = share};
    return due;
}

enum ll_status ll_engine_queue_lead(struct ll_engine *engine, size_t cause, const char *id,
                                    uint64_t revision, ll_str body, enum ll_change change,
                                    const struct ll_lead *lead, struct ll_error *err)
{
    struct ll_share *share = engine->share;
    struct ll_due *due = ll_share_add_due(share, cause);
    if (!due)
        return ll_engine_no_memory(err);
    due->part = engine->part;
    due->change = change;
    due->revision = revision;
    memcpy(due->id, id, sizeof due->id);
    due->json_from = share->json.len;
    ll_lead_add_record(&share->json, id, revision, body);
    due->json_len = share->json.len - due->json_from;
    if (lead && lead->indicator_count) {
        ll_str *indicators = LL_NEW_ARRAY(&share->arena, ll_str, lead->indicator_count);
        if (!indicators)
            return ll_engine_no_memory(err);
        memcpy(indicators, lead->indicators, lead->indicator_count * sizeof *indicators);
        due->indicators = indicators;
        due->indicator_count = lead->indicator_count;
    }
    return share->json.failed ? ll_engine_no_memory(err) : LL_OK;
}
