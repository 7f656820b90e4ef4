/* sample_review.c -- see sample_review.h.   SPDX-License-Identifier: Apache-2.0
 *
 * Of one that is drawn so far the facts are kept, as a log; why is asked at the end, of those alone that stay drawn. */
#include "tune/sample_state.h"

#include "tune/drawn.h"
#include <stdlib.h>

/* ---- life ---- */

enum ll_status ll_review_new(const struct ll_review_setup *setup, struct ll_review **out,
                             struct ll_error *err)
{
    struct ll_review *review = calloc(1, sizeof *review);
    enum ll_status status = LL_OK;
    *out = review;
    if (!review)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
    review->setup = *setup;
    review->threads = calloc(setup->threads, sizeof *review->threads);
    if (!review->threads)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
    for (size_t t = 0; t < setup->threads; t++)
        for (size_t i = 0; i < LL_REVIEW_SIDES && !status; i++)
            status =
                ll_sample_init(&review->threads[t].samples[i], setup->samples, setup->seed, err);
    return status;
}

void ll_review_free(struct ll_review *review)
{
    if (!review)
        return;
    for (size_t t = 0; review->threads && t < review->setup.threads; t++) {
        struct ll_review_thread *thread = &review->threads[t];
        for (size_t i = 0; i < LL_REVIEW_SIDES; i++)
            ll_sample_fini(&thread->samples[i]);
        ll_arena_fini(&thread->scratch);
        ll_buf_fini(&thread->text);
        ll_buf_fini(&thread->log);
    }
    ll_arena_fini(&review->arena);
    free(review->threads);
    free(review);
}

/* ---- what is kept ---- */

/* The facts of the subject. Reports differ from pack to pack: those of the leads of cell 0 are enough to find its hits. */
static void write_log(struct ll_buf *log, const struct ll_found *found)
{
    const struct ll_item_list *guns = &found->items->of[LL_ITEM_FIREARM];
    const struct ll_item_list *traces = &found->items->of[LL_ITEM_TRACE];
    const struct ll_found_variant *present = &found->variants[0];
    for (size_t i = 0; i < guns->count; i++)
        if (guns->items[i]->place == 0)
            ll_fact_encode(guns->items[i]->fact, log);
    for (size_t i = 0; i < traces->count; i++)
        ll_fact_encode(traces->items[i]->fact, log);
    for (size_t i = 0; i < present->lead_count; i++) {
        const struct ll_lead *lead = present->leads[i].lead;
        for (size_t k = 0; k < lead->report_count; k++)
            ll_fact_encode(lead->reports[k]->fact, log);
    }
}

static void add_hint(struct ll_buf *text, const struct ll_lead *lead)
{
    for (size_t i = 0; i < lead->indicator_count; i++) {
        ll_buf_add_str(text, lead->indicators[i]);
        ll_buf_add_char(text, ' ');
    }
}

/* Behind the head and the hint, whose length is the text's so far. */
static bool keep(struct ll_review_thread *thread, enum ll_review_side side, uint64_t number,
                 struct ll_review_kept *kept, const struct ll_found *found)
{
    ll_buf_reset(&thread->log);
    write_log(&thread->log, found);
    kept->subject = *found->subject;
    kept->log_len = thread->log.len;
    ll_buf_add_str(&thread->text, ll_buf_str(&thread->log));
    if (thread->text.failed || thread->log.failed)
        return false;
    memcpy(thread->text.ptr, kept, sizeof *kept);
    ll_sample_take(&thread->samples[side], number, &thread->text);
    return true;
}

static void begin(struct ll_buf *text)
{
    static const struct ll_review_kept none;
    ll_buf_reset(text);
    ll_buf_add(text, &none, sizeof none);
}

static bool keep_lead(struct ll_review *review, struct ll_review_thread *thread,
                      const struct ll_found *found, const struct ll_found_lead *lead,
                      enum ll_label label, uint64_t number)
{
    const struct ll_rules *rules = review->setup.rules;
    struct ll_drawn drawn = {.found = found, .lead = lead, .rules = rules, .label = label};
    struct ll_review_kept kept = {.label = label,
                                  .first_day = lead->lead->first_day,
                                  .last_day = lead->lead->last_day,
                                  .score = lead->lead->score,
                                  .guns = ll_lead_guns(lead->lead)};
    memcpy(kept.lead_id, lead->lead->id, LL_LEAD_ID_LEN);
    drawn.routes = ll_lead_routes(lead->lead, (enum ll_subject_kind)found->subject->kind, rules,
                                  &thread->scratch, &drawn.route_count);
    if (!drawn.routes)
        return false;
    begin(&thread->text);
    add_hint(&thread->text, lead->lead);
    kept.hint_len = thread->text.len - sizeof kept;
    if (!ll_drawn_add(&thread->text, &drawn, &thread->scratch))
        return false;
    kept.lead_len = thread->text.len - sizeof kept - kept.hint_len;
    return keep(thread, LL_REVIEW_ABOVE, number, &kept, found);
}

static bool keep_near(struct ll_review_thread *thread, enum ll_review_side side,
                      const struct ll_tune_subject *subject, uint64_t number)
{
    const struct ll_found *found = subject->found;
    const struct ll_item_list *guns = &found->items->of[LL_ITEM_FIREARM];
    struct ll_review_kept kept = {.label = subject->verdict.label,
                                  .first_day = guns->count ? guns->items[0]->day : LL_DAY_NONE,
                                  .last_day =
                                      guns->count ? guns->items[guns->count - 1]->day : LL_DAY_NONE,
                                  .guns = guns->count};
    begin(&thread->text);
    for (size_t v = 1; v < found->variant_count; v++)
        for (size_t i = 0; i < found->variants[v].lead_count; i++)
            add_hint(&thread->text, found->variants[v].leads[i].lead);
    kept.hint_len = thread->text.len - sizeof kept;
    return keep(thread, side, number, &kept, found);
}

/* ---- taking ---- */

static bool is_within(const struct ll_review_setup *setup, const struct ll_found_lead *lead)
{
    return (setup->from == LL_DAY_NONE || lead->since >= setup->from) &&
           (setup->to == LL_DAY_NONE || lead->since <= setup->to);
}

static bool take_leads(struct ll_review *review, struct ll_review_thread *thread,
                       const struct ll_tune_subject *subject)
{
    const struct ll_found_variant *present = &subject->found->variants[0];
    struct ll_sample *sample = &thread->samples[LL_REVIEW_ABOVE];
    bool fine = true;
    for (size_t i = 0; i < present->lead_count && fine; i++) {
        const struct ll_found_lead *lead = &present->leads[i];
        uint64_t number = ll_sample_number(sample, (ll_str){lead->lead->id, LL_LEAD_ID_LEN});
        if (is_within(&review->setup, lead) && ll_sample_wants(sample, number))
            fine = keep_lead(review, thread, subject->found, lead, subject->verdicts[0][i].label,
                             number);
    }
    return fine;
}

static bool take_near(struct ll_review_thread *thread, const struct ll_tune_subject *subject)
{
    const struct ll_found *found = subject->found;
    enum ll_review_side side = LL_REVIEW_TRACED;
    char key[LL_SUBJECT_KEY_TEXT];
    if (found->subject->kind != LL_SUBJECT_PURCHASER || found->variants[0].lead_count)
        return true;
    for (size_t v = 1; v < found->variant_count; v++)
        if (found->variants[v].lead_count)
            side = LL_REVIEW_FOUND;
    if (side == LL_REVIEW_TRACED &&
        (found->items->of[LL_ITEM_FIREARM].count < 2 || found->items->of[LL_ITEM_TRACE].count == 0))
        return true;
    struct ll_sample *sample = &thread->samples[side];
    uint64_t number =
        ll_sample_number(sample, (ll_str){key, ll_subject_key_format(found->subject, key)});
    return !ll_sample_wants(sample, number) || keep_near(thread, side, subject, number);
}

enum ll_status ll_review_take(struct ll_review *review, size_t number,
                              const struct ll_tune_subject *subject, struct ll_error *err)
{
    struct ll_review_thread *thread = &review->threads[number];
    ll_arena_reset(&thread->scratch);
    if (take_leads(review, thread, subject) && take_near(thread, subject))
        return LL_OK;
    return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
}

/* ---- drawing ---- */

static void add_row(struct ll_review *review, enum ll_review_side side,
                    const struct ll_sampled *sampled)
{
    const char *at = sampled->text.ptr;
    struct ll_review_row *row = &review->rows[review->row_count++];
    const struct ll_review_kept *kept = (const struct ll_review_kept *)(const void *)at;
    at += sizeof *kept;
    *row = (struct ll_review_row){.side = side, .kept = kept};
    row->hint = (ll_str){at, kept->hint_len};
    row->lead = (ll_str){at + kept->hint_len, kept->lead_len};
    row->log = (ll_str){at + kept->hint_len + kept->lead_len, kept->log_len};
}

static void add_rows(struct ll_review *review, enum ll_review_side side, size_t most)
{
    const struct ll_sample *sample = &review->threads[0].samples[side];
    for (size_t i = 0; i < sample->count && i < most; i++)
        add_row(review, side, &sample->list[i]);
}

enum ll_status ll_review_finish(struct ll_review *review, struct ll_error *err)
{
    struct ll_sample *samples = review->threads[0].samples;
    size_t most = review->setup.samples;
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < LL_REVIEW_SIDES; i++) {
        for (size_t t = 1; t < review->setup.threads; t++)
            ll_sample_merge(&samples[i], &review->threads[t].samples[i]);
        ll_sample_sort(&samples[i]);
    }
    review->rows = LL_NEW_ARRAY(&review->arena, struct ll_review_row, 2 * most);
    if (!review->rows)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
    add_rows(review, LL_REVIEW_ABOVE, most);
    add_rows(review, LL_REVIEW_FOUND, most);
    add_rows(review, LL_REVIEW_TRACED, most - samples[LL_REVIEW_FOUND].count);
    for (size_t i = 0; i < review->row_count && !status; i++)
        status = ll_review_explain(review, &review->rows[i], err);
    return status;
}
