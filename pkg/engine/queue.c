/* queue.c -- growing lists of the batch.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

#include <stdlib.h>

/* The append that the same event makes on the same timeline already, or NULL. */
static struct ll_batch_append *find_append(const struct ll_engine *engine, size_t cause,
                                           const struct ll_subject *subject)
{
    for (size_t i = engine->pending_count; i > 0 && engine->pending[i - 1].cause == cause; i--)
        if (ll_subject_eq(&engine->appends[i - 1].subject, subject))
            return &engine->pending[i - 1];
    return NULL;
}

static struct ll_batch_append *add_append(struct ll_engine *engine, size_t cause,
                                          const struct ll_subject *subject, int32_t keep_days)
{
    size_t at = engine->pending_count, cap = engine->pending_cap;
    if (!ll_engine_grow(&engine->appends, &cap, at + 1, sizeof *engine->appends) ||
        !ll_engine_grow(&engine->pending, &engine->pending_cap, at + 1, sizeof *engine->pending))
        return NULL;
    engine->pending[at] = (struct ll_batch_append){.cause = cause};
    engine->appends[at] = (struct ll_append){
        .subject = *subject, .keep_days = keep_days, .today = engine->events[cause].clock};
    engine->pending_count++;
    return &engine->pending[at];
}

/* The facts of an append lie side by side: those that are there are copied before the new one. */
static bool join_facts(struct ll_engine *engine, struct ll_batch_append *append, size_t fact_from,
                       size_t fact_len)
{
    size_t from = engine->facts.len;
    if (!ll_buf_reserve(&engine->facts, append->fact_len + fact_len))
        return false;
    ll_buf_add(&engine->facts, engine->facts.ptr + append->fact_from, append->fact_len);
    ll_buf_add(&engine->facts, engine->facts.ptr + fact_from, fact_len);
    append->fact_from = from;
    append->fact_len += fact_len;
    return true;
}

enum ll_status ll_engine_queue_append(struct ll_engine *engine, size_t cause,
                                      const struct ll_subject *subject,
                                      const struct ll_fact_head *head, size_t fact_from,
                                      size_t fact_len, struct ll_error *err)
{
    struct ll_batch_append *append = find_append(engine, cause, subject);
    bool joins = append != NULL;
    if (!append &&
        !(append = add_append(engine, cause, subject, ll_engine_keep_days(engine, head->kind))))
        return ll_engine_no_memory(err);
    struct ll_fact_head *heads =
        LL_NEW_ARRAY(&engine->batch, struct ll_fact_head, append->head_count + 1);
    if (!heads || (joins && !join_facts(engine, append, fact_from, fact_len)))
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

enum ll_status ll_engine_queue_lead(struct ll_engine *engine, size_t cause, const char *id,
                                    uint64_t revision, ll_str body, enum ll_change change,
                                    const struct ll_lead *lead, struct ll_error *err)
{
    if (!ll_engine_grow(&engine->leads, &engine->lead_cap, engine->lead_count + 1,
                        sizeof *engine->leads))
        return ll_engine_no_memory(err);
    struct ll_pending_lead *pending = &engine->leads[engine->lead_count++];
    *pending = (struct ll_pending_lead){
        .cause = cause, .json_from = engine->json.len, .change = change, .revision = revision};
    memcpy(pending->id, id, sizeof pending->id);
    ll_lead_add_record(&engine->json, id, revision, body);
    pending->json_len = engine->json.len - pending->json_from;
    if (lead && lead->indicator_count) {
        ll_str *indicators = LL_NEW_ARRAY(&engine->batch, ll_str, lead->indicator_count);
        if (!indicators)
            return ll_engine_no_memory(err);
        memcpy(indicators, lead->indicators, lead->indicator_count * sizeof *indicators);
        pending->indicators = indicators;
        pending->indicator_count = lead->indicator_count;
    }
    return engine->json.failed ? ll_engine_no_memory(err) : LL_OK;
}

static uint32_t *known_slot(const struct ll_engine *engine, const struct ll_subject *subject)
{
    size_t at = ll_subject_hash(subject) & (engine->known_table_size - 1);
    while (engine->known_table[at] &&
           !ll_subject_eq(&engine->known[engine->known_table[at] - 1].subject, subject))
        at = (at + 1) & (engine->known_table_size - 1);
    return &engine->known_table[at];
}

static bool grow_known_table(struct ll_engine *engine)
{
    size_t size = engine->known_table_size ? engine->known_table_size * 2 : 1024;
    uint32_t *table = calloc(size, sizeof *table);
    if (!table)
        return false;
    free(engine->known_table);
    engine->known_table = table;
    engine->known_table_size = size;
    for (size_t i = 0; i < engine->known_count; i++)
        *known_slot(engine, &engine->known[i].subject) = (uint32_t)i + 1;
    return true;
}

enum ll_status ll_engine_know(struct ll_engine *engine, const struct ll_lead_subject *subject,
                              struct ll_error *err)
{
    if (!engine->setup.remember_names)
        return LL_OK;
    if ((engine->known_count + 1) * 2 > engine->known_table_size && !grow_known_table(engine))
        return ll_engine_no_memory(err);
    uint32_t *slot = known_slot(engine, &subject->subject);
    if (*slot)
        return LL_OK;
    if (!ll_engine_grow(&engine->known, &engine->known_cap, engine->known_count + 1,
                        sizeof *engine->known))
        return ll_engine_no_memory(err);
    struct ll_lead_subject copy = *subject;
    copy.last_name = ll_arena_str(&engine->names, subject->last_name);
    copy.first_name = ll_arena_str(&engine->names, subject->first_name);
    if (!copy.last_name.ptr || !copy.first_name.ptr)
        return ll_engine_no_memory(err);
    engine->known[engine->known_count] = copy;
    *slot = (uint32_t)++engine->known_count;
    return LL_OK;
}
