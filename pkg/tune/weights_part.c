/* weights_part.c -- leads of the pack in force as rows for weights.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/weights_part.h"

#include "lead/record.h"
#include "tune/weights.h"

#include <stdlib.h>

/* Of one thread. */
struct collecting {
    struct ll_weight_rows *rows;
    struct ll_arena scratch; /* of a lead's routes */
    bool *hits;              /* by indicator of the suggestion */
};

struct ll_weights_part {
    struct ll_weights_part_setup setup;
    struct ll_arena arena;
    struct ll_weight_indicator *indicators; /* those on purchasers that are enabled */
    size_t indicator_count;
    size_t *places; /* by indicator of the pack: its place among those */
    struct collecting *threads;
    struct ll_weights weights;
};

static bool is_wanted(const struct ll_indicator *indicator)
{
    return indicator->enabled && indicator->timeline == LL_SUBJECT_PURCHASER;
}

static bool fill(struct ll_weights_part *part)
{
    const struct ll_pack *pack = part->setup.rules->pack;
    size_t n = pack->indicator_count;
    part->indicators = LL_NEW_ARRAY(&part->arena, struct ll_weight_indicator, n);
    part->places = LL_NEW_ARRAY(&part->arena, size_t, n);
    part->threads = LL_NEW_ARRAY(&part->arena, struct collecting, part->setup.threads);
    if (!part->indicators || !part->places || !part->threads)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_wanted(&pack->indicators[i]))
            continue;
        part->places[i] = part->indicator_count;
        part->indicators[part->indicator_count++] =
            (struct ll_weight_indicator){pack->indicators[i].id, pack->indicators[i].weight};
    }
    for (size_t t = 0; t < part->setup.threads; t++) {
        part->threads[t].rows = ll_weight_rows_new(part->indicator_count);
        part->threads[t].hits = LL_NEW_ARRAY(&part->arena, bool, part->indicator_count);
        if (!part->threads[t].rows || !part->threads[t].hits)
            return false;
    }
    return true;
}

enum ll_status ll_weights_part_new(const struct ll_weights_part_setup *setup,
                                   struct ll_weights_part **out, struct ll_error *err)
{
    struct ll_weights_part *part = *out = calloc(1, sizeof *part);
    if (part)
        part->setup = *setup;
    if (part && fill(part))
        return LL_OK;
    ll_weights_part_free(part);
    *out = NULL;
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for weights");
}

void ll_weights_part_free(struct ll_weights_part *part)
{
    if (!part)
        return;
    for (size_t t = 0; part->threads && t < part->setup.threads; t++) {
        ll_weight_rows_free(part->threads[t].rows);
        ll_arena_fini(&part->threads[t].scratch);
    }
    ll_arena_fini(&part->arena);
    free(part);
}

static bool is_counted(const struct ll_weights_part *part, const struct ll_found_lead *lead)
{
    return (part->setup.from == LL_DAY_NONE || lead->since >= part->setup.from) &&
           (part->setup.to == LL_DAY_NONE || lead->since <= part->setup.to);
}

/* The day before which an indicator must have hit. A trace that alone says that the lead was right may have made hits of its own: they
 * would tell the model the answer. */
static ll_day first_told(const struct ll_verdict *verdict)
{
    bool alone = verdict->by_trace && !verdict->by_disposition && !verdict->by_truth;
    return alone && verdict->when != LL_DAY_NONE ? verdict->when : INT32_MAX;
}

/* Note which indicators had hit before that day, and the score of those; false: none had. */
static bool take_hits(const struct ll_weights_part *part, const struct ll_found_lead *found,
                      ll_day before, bool *hits, int64_t *score)
{
    const struct ll_pack *pack = part->setup.rules->pack;
    bool any = false;
    memset(hits, 0, part->indicator_count * sizeof *hits);
    *score = 0;
    for (size_t i = 0; i < found->lead->indicator_count; i++) {
        uint32_t index;
        if (found->hit_since[i] >= before ||
            !ll_pack_find(pack, found->lead->indicators[i], &index))
            continue;
        hits[part->places[index]] = any = true;
        *score += pack->indicators[index].weight;
    }
    return any;
}

static bool add_row(struct ll_weights_part *part, struct collecting *mine,
                    const struct ll_subject *subject, const struct ll_found_lead *found,
                    const struct ll_verdict *verdict)
{
    const struct ll_rules *rules = part->setup.rules;
    size_t accepted = 0;
    int64_t score;
    if (!take_hits(part, found, first_told(verdict), mine->hits, &score))
        return true;
    ll_arena_reset(&mine->scratch);
    if (rules->router &&
        !ll_lead_routes(found->lead, LL_SUBJECT_PURCHASER, rules, &mine->scratch, &accepted))
        return false;
    return ll_weight_rows_add(mine->rows, &subject->key, mine->hits, score, accepted > 0,
                              verdict->label == LL_LABEL_TRUE);
}

enum ll_status ll_weights_part_take(void *state, size_t thread,
                                    const struct ll_tune_subject *subject, struct ll_error *err)
{
    struct ll_weights_part *part = state;
    const struct ll_found *found = subject->found;
    if (found->subject->kind != LL_SUBJECT_PURCHASER || !part->indicator_count)
        return LL_OK;
    const struct ll_found_variant *present = &found->variants[0];
    for (size_t i = 0; i < present->lead_count; i++) {
        const struct ll_verdict *verdict = &subject->verdicts[0][i];
        if (verdict->label == LL_LABEL_NONE || !is_counted(part, &present->leads[i]))
            continue;
        if (!add_row(part, &part->threads[thread], found->subject, &present->leads[i], verdict))
            return ll_fail(err, LL_ERR_NOMEM, "out of memory for weights");
    }
    return LL_OK;
}

enum ll_status ll_weights_part_finish(void *state, struct ll_error *err)
{
    struct ll_weights_part *part = state;
    struct ll_weight_rows **rows =
        ll_arena_array(&part->arena, part->setup.threads, sizeof(*rows), alignof(void *));
    if (!rows)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for weights");
    for (size_t t = 0; t < part->setup.threads; t++)
        rows[t] = part->threads[t].rows;
    const struct ll_weights_setup setup = {.indicators = part->indicators,
                                           .indicator_count = part->indicator_count,
                                           .rows = rows,
                                           .rows_count = part->setup.threads,
                                           .has_groups = part->setup.rules->router,
                                           .seed = part->setup.seed};
    return ll_weights_suggest(&part->arena, &setup, &part->weights, err);
}

void ll_weights_part_json(const void *state, struct ll_buf *out)
{
    ll_weights_add_json(out, &((const struct ll_weights_part *)state)->weights);
}

void ll_weights_part_text(const void *state, struct ll_buf *out)
{
    ll_weights_add_table(out, &((const struct ll_weights_part *)state)->weights);
}
