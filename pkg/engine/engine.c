/* engine.c -- making an engine, and what stands at the end.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "engine/state.h"

#include <stdlib.h>

/* Timelines read at a time when all open leads are given. */
#define STAND_BATCH 256

/* What long timelines, kept read between batches, may take. */
#define CACHE_BYTES ((size_t)64 << 20)

enum ll_status ll_engine_new(const struct ll_engine_setup *setup, struct ll_engine **out,
                             struct ll_error *err)
{
    struct ll_engine *engine = calloc(1, sizeof *engine);
    *out = engine;
    if (!engine)
        return ll_engine_no_memory(err);
    engine->setup = *setup;
    engine->setup.retention.sale_days = ll_engine_sale_days(setup);
    engine->rules = (struct ll_rules){setup->pack, setup->dealers, setup->calendar, setup->router};
    engine->decoder = ll_decoder_new(setup->identity, setup->calibers);
    engine->clock_limit = LL_DAY_2099_12_31;
    engine->cache.max_bytes = CACHE_BYTES;
    for (size_t i = 0; i < LL_ENGINE_PARTITIONS_MAX; i++)
        engine->clocks[i] = LL_DAY_1850_01_01;
    enum ll_status status =
        engine->decoder ? ll_engine_find_quiet(engine, err) : ll_engine_no_memory(err);
    if (status != LL_OK) {
        ll_engine_free(engine);
        *out = NULL;
    }
    return status;
}

void ll_engine_free(struct ll_engine *engine)
{
    if (!engine)
        return;
    ll_decoder_free(engine->decoder);
    ll_arena_fini(&engine->batch);
    ll_arena_fini(&engine->work);
    ll_arena_fini(&engine->names);
    ll_cache_fini(&engine->cache);
    ll_buf_fini(&engine->facts);
    ll_buf_fini(&engine->json);
    ll_buf_fini(&engine->body);
    ll_buf_fini(&engine->body_before);
    ll_buf_fini(&engine->text);
    free(engine->quiet);
    free(engine->quiet_at);
    free(engine->events);
    free(engine->pending);
    free(engine->appends);
    free(engine->reads);
    free(engine->touches);
    free(engine->touch_table);
    free(engine->leads);
    free(engine->known);
    free(engine->known_table);
    free(engine);
}

const struct ll_engine_counts *ll_engine_counts(const struct ll_engine *engine)
{
    return &engine->counts;
}

void ll_engine_clock_limit(struct ll_engine *engine, ll_day newest)
{
    engine->clock_limit = newest;
}

/* In the order of the keys as they are written. */
static int by_kind_and_key(const void *left, const void *right)
{
    const struct ll_subject *a = &((const struct ll_lead_subject *)left)->subject;
    const struct ll_subject *b = &((const struct ll_lead_subject *)right)->subject;
    char a_key[LL_SUBJECT_KEY_TEXT], b_key[LL_SUBJECT_KEY_TEXT];
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    size_t len = ll_subject_key_format(a, a_key);
    (void)ll_subject_key_format(b, b_key);
    return memcmp(a_key, b_key, len);
}

static enum ll_status give_lead(struct ll_engine *engine, const struct ll_lead *lead,
                                const struct ll_lead_subject *subject, uint64_t revision,
                                const struct ll_engine_sink *sink, struct ll_error *err)
{
    if (!ll_engine_make_body(engine, lead, subject, &engine->body))
        return ll_engine_no_memory(err);
    ll_buf_reset(&engine->json);
    ll_lead_add_record(&engine->json, lead->id, revision, ll_buf_str(&engine->body));
    if (engine->json.failed)
        return ll_engine_no_memory(err);
    struct ll_lead_out out = {.lead_id = {lead->id, LL_LEAD_ID_LEN},
                              .json = ll_buf_str(&engine->json),
                              .change = LL_CHANGE_STANDS,
                              .revision = revision,
                              .indicators = lead->indicators,
                              .indicator_count = lead->indicator_count};
    return sink->lead(sink->context, &out, err);
}

static enum ll_status stand_subject(struct ll_engine *engine, const struct ll_lead_subject *subject,
                                    ll_str log, const struct ll_engine_sink *sink,
                                    struct ll_error *err)
{
    struct ll_walk walk;
    struct ll_assessment assessment;
    ll_arena_reset(&engine->batch);
    ll_arena_reset(&engine->work);
    ll_walk_start(&walk, &subject->subject, log, &engine->batch);
    enum ll_status status = ll_walk_to(&walk, log.len, err);
    if (status != LL_OK)
        return status;
    if (!ll_assess(&assessment, &subject->subject, &walk.set, &engine->rules, &engine->work))
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < assessment.lead_count && status == LL_OK; i++)
        status = give_lead(engine, &assessment.leads[i], subject, walk.set.revision, sink, err);
    return status;
}

enum ll_status ll_engine_stand(struct ll_engine *engine, const struct ll_engine_sink *sink,
                               struct ll_error *err)
{
    enum ll_status status = LL_OK;
    struct ll_read reads[STAND_BATCH];
    if (engine->known_count)
        qsort(engine->known, engine->known_count, sizeof *engine->known, by_kind_and_key);
    for (size_t from = 0, n; from < engine->known_count && status == LL_OK; from += n) {
        n = engine->known_count - from < STAND_BATCH ? engine->known_count - from : STAND_BATCH;
        for (size_t i = 0; i < n; i++)
            reads[i] = (struct ll_read){.subject = engine->known[from + i].subject};
        status = engine->setup.store->ops->read(engine->setup.store, reads, n, err);
        for (size_t i = 0; i < n && status == LL_OK; i++)
            status = stand_subject(engine, &engine->known[from + i], reads[i].log, sink, err);
    }
    /* The list was sorted: what finds its members by place is no longer true. */
    engine->known_count = 0;
    free(engine->known_table);
    engine->known_table = NULL;
    engine->known_table_size = 0;
    return status;
}
