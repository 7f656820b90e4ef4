/* leads.c -- the open leads of one cell, as a replay with its rules has them.   SPDX-License-Identifier: Apache-2.0
 *
 * The plain way, for one cell alone: its own rules, and its own reports, fact by fact as they came. */
#include "lead/record.h"
#include "sweep/news.h"
#include "sweep/state.h"
#include "sweep/step.h"

struct giving {
    const struct ll_history *history;
    const struct ll_rules *rules;
    struct ll_spans spans;
    struct ll_output *out;
    struct ll_stepper stepper;
    struct ll_arena arena, facts, work;
    struct ll_news news;
    struct ll_buf body, text, record;
};

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for the leads of a cell");
}

/* The timeline's facts, fact by fact as they came; the first is still to be taken. */
static enum ll_status start(struct giving *giving, const struct ll_subject *subject,
                            const struct ll_dated_fact *told, size_t told_count,
                            struct ll_ordered *ordered, struct ll_error *err)
{
    ll_arena_reset(&giving->facts);
    enum ll_status status = ll_history_facts(giving->history, subject, told, told_count,
                                             LL_ORDER_GIVEN, &giving->facts, ordered, err);
    if (status == LL_OK)
        ll_stepper_start(&giving->stepper, subject, ordered->log,
                         ll_history_is_long(giving->history, ordered, subject), giving->rules,
                         &giving->spans);
    return status;
}

/* What a purchaser tells dealers and addresses: each change of it counts in their revisions. */
static enum ll_status hear(struct giving *giving, const struct ll_subject *purchaser,
                           struct ll_error *err)
{
    struct ll_stepper *stepper = &giving->stepper;
    struct ll_ordered ordered;
    struct ll_step step;
    enum ll_status status = start(giving, purchaser, NULL, 0, &ordered, err);
    for (size_t i = 0; i < ordered.count && status == LL_OK; i++) {
        status = ll_stepper_take(stepper, ordered.ends[i], &step, err);
        if (status == LL_OK && step.changed)
            status = ll_news_add(&giving->news, step.before, step.after, purchaser,
                                 stepper->walk.set.revision, LL_DAY_NONE, giving->rules->pack,
                                 step.arena, err);
    }
    return status;
}

static enum ll_status write_lead(struct giving *giving, const struct ll_lead *lead,
                                 const struct ll_lead_subject *subject, struct ll_error *err)
{
    size_t count;
    const struct ll_route *routes = ll_lead_routes(
        lead, (enum ll_subject_kind)subject->subject.kind, giving->rules, &giving->work, &count);
    if (!routes)
        return no_memory(err);
    ll_buf_reset(&giving->body);
    ll_buf_reset(&giving->record);
    ll_lead_add_body(&giving->body, lead, subject, routes, count, giving->rules, &giving->text);
    ll_lead_add_record(&giving->record, lead->id, giving->stepper.walk.set.revision,
                       ll_buf_str(&giving->body));
    ll_buf_add_char(&giving->record, '\n');
    if (giving->body.failed || giving->record.failed)
        return no_memory(err);
    return ll_output_write(giving->out, ll_buf_str(&giving->record), err);
}

static enum ll_status write_subject(struct giving *giving, const struct ll_lead_subject *subject,
                                    const struct ll_dated_fact *told, size_t told_count,
                                    struct ll_error *err)
{
    struct ll_walk *walk = &giving->stepper.walk;
    struct ll_assessment stand;
    struct ll_ordered ordered;
    enum ll_status status = start(giving, &subject->subject, told, told_count, &ordered, err);
    if (status == LL_OK)
        status = ll_walk_to(walk, ordered.log.len, err);
    if (status != LL_OK)
        return status;
    ll_arena_reset(&giving->work);
    if (!ll_assess(&stand, &subject->subject, &walk->set, giving->rules, &giving->work))
        return no_memory(err);
    for (size_t i = 0; i < stand.lead_count && status == LL_OK; i++)
        status = write_lead(giving, &stand.leads[i], subject, err);
    return status;
}

static enum ll_status write_others(struct giving *giving, struct ll_error *err)
{
    struct ll_letter *letters;
    size_t count;
    enum ll_status status = ll_history_letters(giving->history, &giving->news, 1, &giving->arena,
                                               &letters, &count, err);
    for (size_t i = 0; status == LL_OK && i < count; i++) {
        const struct ll_lead_subject subject = {.subject = letters[i].to, .born = LL_DAY_NONE};
        status = write_subject(giving, &subject, letters[i].facts, letters[i].count, err);
    }
    return status;
}

static enum ll_status run(struct giving *giving, struct ll_error *err)
{
    const struct ll_crew *crew = giving->history->crew;
    const bool *has_kind = giving->rules->pack->has_kind;
    size_t first = ll_history_others(giving->history), end = ll_crew_standing_count(crew);
    enum ll_status status = LL_OK;
    if (has_kind[LL_SUBJECT_DEALER] || has_kind[LL_SUBJECT_ADDRESS])
        for (size_t i = first; i < end && status == LL_OK; i++)
            status = hear(giving, &ll_crew_standing(crew, i)->subject, err);
    if (status == LL_OK)
        status = write_others(giving, err);
    for (size_t i = first; i < end && status == LL_OK; i++)
        status = write_subject(giving, ll_crew_standing(crew, i), NULL, 0, err);
    return status;
}

enum ll_status ll_history_leads(struct ll_history *history, size_t cell, struct ll_output *out,
                                struct ll_error *err)
{
    struct giving giving = {
        .history = history, .rules = ll_history_rules(history, cell), .out = out};
    const struct ll_engine_setup setup = {.pack = giving.rules->pack,
                                          .dealers = giving.rules->dealers,
                                          .calendar = giving.rules->calendar};
    ll_spans_find(&giving.spans, &setup);
    enum ll_status status = run(&giving, err);
    ll_stepper_fini(&giving.stepper);
    ll_arena_fini(&giving.arena);
    ll_arena_fini(&giving.facts);
    ll_arena_fini(&giving.work);
    ll_news_fini(&giving.news);
    ll_buf_fini(&giving.body);
    ll_buf_fini(&giving.text);
    ll_buf_fini(&giving.record);
    return status;
}
