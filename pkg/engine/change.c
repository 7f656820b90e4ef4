/* change.c -- what one fact causes: the leads with it against the leads without it.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/heir.h"
#include "engine/ids.h"
#include "engine/state.h"

/* What is known of the event that causes a change. */
struct change {
    struct ll_engine *engine;
    size_t cause;
    struct ll_lead_subject subject;
    uint64_t revision;
    struct ll_lead_ids before, after;
};

bool ll_engine_make_body(struct ll_engine *engine, const struct ll_lead *lead,
                         const struct ll_lead_subject *subject, struct ll_buf *out)
{
    size_t count;
    const struct ll_route *routes = ll_lead_routes(
        lead, (enum ll_subject_kind)subject->subject.kind, &engine->rules, &engine->work, &count);
    ll_buf_reset(out);
    if (!routes)
        return false;
    ll_lead_add_body(out, lead, subject, routes, count, &engine->rules, &engine->text);
    return !out->failed;
}

static bool same_items(const struct ll_item *const *a, const struct ll_item *const *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i]->fact != b[i]->fact || (a[i]->matched ? a[i]->matched->fact : NULL) !=
                                            (b[i]->matched ? b[i]->matched->fact : NULL))
            return false;
    return true;
}

/* Of some indicators the record tells which items a hit has. */
static bool same_told(const struct ll_hit *a, const struct ll_hit *b)
{
    for (size_t i = 0; !a->indicator->grows && i < a->count; i++)
        if (a->items[i]->fact != b->items[i]->fact || a->items[i]->place != b->items[i]->place)
            return false;
    return true;
}

static bool same_hits(const struct ll_lead *a, const struct ll_lead *b)
{
    for (size_t i = 0; i < a->hit_count; i++) {
        const struct ll_hit *x = a->hits[i], *y = b->hits[i];
        if (x->indicator != y->indicator || x->count != y->count || x->first_day != y->first_day ||
            x->last_day != y->last_day || x->calendar != y->calendar || !same_told(x, y))
            return false;
    }
    return true;
}

static bool same_sizes(const struct ll_lead *a, const struct ll_lead *b)
{
    return a->hit_count == b->hit_count && a->sale_count == b->sale_count &&
           a->trace_count == b->trace_count && a->report_count == b->report_count;
}

/* Both are of one set of facts, before and after: facts that did not change are the same objects. */
static bool same_lead(const struct ll_lead *a, const struct ll_lead *b)
{
    return same_sizes(a, b) && same_hits(a, b) && same_items(a->sales, b->sales, a->sale_count) &&
           same_items(a->traces, b->traces, a->trace_count) &&
           same_items(a->reports, b->reports, a->report_count);
}

static enum ll_status emit_open(const struct change *change, const struct ll_lead *lead,
                                struct ll_error *err)
{
    struct ll_engine *engine = change->engine;
    const struct ll_lead *was = ll_lead_ids_find(&change->before, lead->id);
    if (was && same_lead(was, lead))
        return LL_OK;
    if (!ll_engine_make_body(engine, lead, &change->subject, &engine->body))
        return ll_engine_no_memory(err);
    /* With as much evidence as before only the bodies tell whether a consumer would see a difference. */
    if (was && same_sizes(was, lead)) {
        if (!ll_engine_make_body(engine, was, &change->subject, &engine->body_before))
            return ll_engine_no_memory(err);
        if (ll_str_eq(ll_buf_str(&engine->body), ll_buf_str(&engine->body_before)))
            return LL_OK;
    }
    if (was)
        engine->share->counts.leads_grew++;
    else
        engine->share->counts.leads_opened++;
    return ll_engine_queue_lead(engine, change->cause, lead->id, change->revision,
                                ll_buf_str(&engine->body), was ? LL_CHANGE_GREW : LL_CHANGE_OPENED,
                                lead, err);
}

static enum ll_status emit_fallen(const struct change *change, const struct ll_lead *fallen,
                                  struct ll_error *err)
{
    struct ll_engine *engine = change->engine;
    const struct ll_lead *by;
    size_t count;
    if (!ll_lead_heir(fallen, change->after.of, &engine->work, &by))
        return ll_engine_no_memory(err);
    const struct ll_route *routes =
        ll_lead_routes(fallen, (enum ll_subject_kind)change->subject.subject.kind, &engine->rules,
                       &engine->work, &count);
    if (!routes)
        return ll_engine_no_memory(err);
    ll_buf_reset(&engine->body);
    ll_lead_add_last_body(&engine->body, &change->subject.subject, by ? by->id : NULL, routes,
                          count, &engine->rules);
    if (by)
        engine->share->counts.leads_superseded++;
    else
        engine->share->counts.leads_withdrawn++;
    return engine->body.failed
               ? ll_engine_no_memory(err)
               : ll_engine_queue_lead(engine, change->cause, fallen->id, change->revision,
                                      ll_buf_str(&engine->body),
                                      by ? LL_CHANGE_SUPERSEDED : LL_CHANGE_WITHDRAWN, NULL, err);
}

static enum ll_status emit(struct change *change, const struct ll_assessment *before,
                           const struct ll_assessment *after, struct ll_error *err)
{
    struct ll_engine *engine = change->engine;
    enum ll_status status = LL_OK;
    if (!ll_lead_ids_make(&change->before, before, &engine->work) ||
        !ll_lead_ids_make(&change->after, after, &engine->work))
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < before->lead_count && status == LL_OK; i++)
        if (!ll_lead_ids_find(&change->after, before->leads[i].id))
            status = emit_fallen(change, &before->leads[i], err);
    for (size_t i = 0; i < after->lead_count && status == LL_OK; i++)
        status = emit_open(change, &after->leads[i], err);
    if (status == LL_OK && after->lead_count)
        status = ll_engine_know(engine, &change->subject, err);
    return status;
}

/* A negative time to crime, by the trace's own day of sale: on a dealer's timeline nothing is matched. */
static bool is_negative(const struct ll_event *trace)
{
    return trace->sold_on != LL_DAY_NONE && trace->sold_on > ll_event_day(trace);
}

/* It is counted when its trace comes, on the purchaser's timeline or else the dealer's. */
static void count_negative(struct ll_engine *engine, const struct ll_event *event,
                           const struct ll_subject *subject, const struct ll_assessment *after)
{
    const struct ll_item_list *traces = &after->items.of[LL_ITEM_TRACE];
    if (event->kind != LL_EVENT_TRACE || subject->kind != LL_SUBJECT_PURCHASER)
        return;
    for (size_t i = 0; i < traces->count; i++)
        if (traces->items[i]->negative_time_to_crime &&
            ll_str_eq(traces->items[i]->fact->id, event->id))
            engine->share->counts.negative_time_to_crime++;
}

static struct ll_lead_subject subject_of(const struct ll_subject *subject,
                                         const struct ll_event *event)
{
    struct ll_lead_subject named = {.subject = *subject, .born = LL_DAY_NONE};
    if (subject->kind == LL_SUBJECT_PURCHASER) {
        named.last_name = event->last_name;
        named.first_name = event->first_name;
        named.born = event->born;
    }
    return named;
}

static void keep_leads(const struct ll_engine *engine, struct ll_touch *touch,
                       const struct ll_assessment *after)
{
    for (size_t i = 0; i < after->lead_count; i++) {
        int32_t days = ll_engine_keep_lead_days(engine, &after->leads[i]);
        touch->keep_days = days > touch->keep_days ? days : touch->keep_days;
    }
}

/* The facts of one append, being taken. */
struct taking {
    struct ll_engine *engine;
    const struct ll_batch_append *append;
    size_t at;       /* of its heads, the next one */
    bool first_time; /* the facts were not in the log before */
    enum ll_outcome *outcome;
};

static bool is_own(const struct ll_fact_head *head)
{
    return head->kind != LL_FACT_REPORT;
}

static void tell_outcome(const struct taking *taking, bool used)
{
    if (is_own(&taking->append->heads[taking->at]))
        *taking->outcome = !taking->first_time ? LL_OUTCOME_DUPLICATE
                           : used              ? LL_OUTCOME_USED
                                               : LL_OUTCOME_SUPERSEDED;
}

/* What is wrong with an event is counted once: on its purchaser's timeline, or else on its dealer's. */
static void count_faults(const struct taking *taking, const struct ll_walk *walk,
                         const struct ll_applied *applied)
{
    struct ll_engine_counts *counts = &taking->engine->share->counts;
    const struct ll_event *event = &taking->engine->events[taking->append->cause].event;
    if (!is_own(&taking->append->heads[taking->at]) ||
        (event->has_purchaser && walk->subject.kind != LL_SUBJECT_PURCHASER))
        return;
    counts->conflicts += applied->conflict;
    counts->sale_id_at_two_dealers += applied->two_dealers;
    if (event->kind == LL_EVENT_TRACE && !event->has_purchaser && applied->used)
        counts->negative_time_to_crime += is_negative(event);
}

static bool next_follows(const struct taking *taking, const struct ll_walk *walk)
{
    struct ll_fact_head head;
    ll_str rest = {walk->log.ptr + walk->offset, walk->log.len - walk->offset};
    return taking->at < taking->append->head_count && ll_fact_peek(rest, &head) &&
           ll_fact_head_eq(&head, &taking->append->heads[taking->at]);
}

/* Apply the fact at the walk's place, and those of the same append that follow it there; where that is asked for, note what they
 * touch. */
static enum ll_status step_over(struct taking *taking, struct ll_walk *walk,
                                struct ll_touched_list *touched, bool *used, struct ll_error *err)
{
    *used = false;
    do {
        struct ll_applied applied;
        bool noted = !touched || ll_touched_note(touched, walk, &taking->engine->work);
        enum ll_status status = ll_walk_step(walk, &applied, err);
        if (status != LL_OK)
            return status;
        if (!noted)
            return ll_engine_no_memory(err);
        if (taking->first_time)
            count_faults(taking, walk, &applied);
        *used = *used || applied.used;
        tell_outcome(taking, applied.used);
        taking->at++;
    } while (next_follows(taking, walk));
    return LL_OK;
}

/* Take the facts at the walk's place: the leads before them, and with them. */
static enum ll_status assess_both(struct taking *taking, struct ll_walk *walk,
                                  struct ll_assessment *before, struct ll_assessment *after,
                                  bool *used, struct ll_error *err)
{
    struct ll_engine *engine = taking->engine;
    struct ll_touched_list touched = {
        LL_NEW_ARRAY(&engine->work, struct ll_touched, taking->append->head_count), 0,
        walk->set.revision};
    if (!touched.list || (!walk->index && !ll_assess(before, &walk->subject, &walk->set,
                                                     &engine->rules, &engine->work)))
        return ll_engine_no_memory(err);
    enum ll_status status = step_over(taking, walk, walk->index ? &touched : NULL, used, err);
    if (status != LL_OK || !*used)
        return status;
    bool fine = walk->index
                    ? ll_local_assess(before, after, walk, &touched, &engine->spans, &engine->rules,
                                      &engine->work)
                    : ll_assess(after, &walk->subject, &walk->set, &engine->rules, &engine->work);
    return fine ? LL_OK : ll_engine_no_memory(err);
}

/* The facts stand at the walk's place; the set is what was known before them. */
static enum ll_status evaluate(struct taking *taking, struct ll_error *err)
{
    struct ll_engine *engine = taking->engine;
    struct ll_touch *touch = &engine->touches[taking->append->touch - 1];
    struct ll_walk *walk = touch->walk;
    const struct ll_batch_event *cause = &engine->events[taking->append->cause];
    struct ll_assessment before, after;
    size_t forgotten;
    bool used;
    ll_arena_reset(&engine->work);
    if (!ll_walk_forget(walk, &engine->setup.retention, cause->clock, &engine->rules, &engine->work,
                        &forgotten))
        return ll_engine_no_memory(err);
    engine->share->counts.forgotten += forgotten;
    enum ll_status status = assess_both(taking, walk, &before, &after, &used, err);
    if (status != LL_OK || !used)
        return status;
    if (taking->first_time)
        count_negative(engine, &cause->event, &walk->subject, &after);
    struct change change = {.engine = engine,
                            .cause = taking->append->cause,
                            .subject = subject_of(&walk->subject, &cause->event),
                            .revision = walk->set.revision};
    status = emit(&change, &before, &after, err);
    keep_leads(engine, touch, &after);
    if (status == LL_OK && walk->subject.kind == LL_SUBJECT_PURCHASER)
        status = ll_engine_report_changes(engine, taking->append->cause, &walk->subject,
                                          walk->set.revision, &before.reports, &after.reports, err);
    return status;
}

/* The fact is among those that stand together since the log was rewritten: it has long been taken. What was caused then can't be
 * told apart, so all that stands there is told again, under the revision that it had. */
static enum ll_status tell_base(const struct taking *taking, struct ll_error *err)
{
    struct ll_engine *engine = taking->engine;
    struct ll_touch *touch = &engine->touches[taking->append->touch - 1];
    struct ll_walk *walk = touch->walk;
    const struct ll_batch_event *cause = &engine->events[taking->append->cause];
    const struct ll_assessment nothing = {0};
    struct ll_assessment after;
    size_t forgotten;
    enum ll_status status = ll_walk_to(walk, walk->base_end, err);
    if (status != LL_OK)
        return status;
    ll_arena_reset(&engine->work);
    if (!ll_walk_forget(walk, &engine->setup.retention, cause->clock, &engine->rules, &engine->work,
                        &forgotten) ||
        !ll_assess(&after, &walk->subject, &walk->set, &engine->rules, &engine->work))
        return ll_engine_no_memory(err);
    struct change change = {.engine = engine,
                            .cause = taking->append->cause,
                            .subject = subject_of(&walk->subject, &cause->event),
                            .revision = walk->set.revision};
    keep_leads(engine, touch, &after);
    return emit(&change, &nothing, &after, err);
}

/* The facts stand at the walk's place: they are left for whoever looks at the subject later. */
static enum ll_status collect(struct taking *taking, struct ll_error *err)
{
    struct ll_engine *engine = taking->engine;
    struct ll_walk *walk = engine->touches[taking->append->touch - 1].walk;
    const struct ll_event *event = &engine->events[taking->append->cause].event;
    struct ll_lead_subject subject = subject_of(&walk->subject, event);
    bool used;
    enum ll_status status = ll_engine_know(engine, &subject, err);
    return status == LL_OK ? step_over(taking, walk, NULL, &used, err) : status;
}

/* The fact at the walk's place can change no lead. */
static bool is_quiet(const struct taking *taking, const struct ll_walk *walk)
{
    struct ll_engine *engine = taking->engine;
    if (walk->subject.kind != LL_SUBJECT_PURCHASER)
        return taking->append->head_count == 1 && ll_engine_other_is_quiet(engine, walk);
    return taking->append->heads[taking->at].kind == LL_FACT_SALE &&
           ll_engine_sale_is_quiet(engine, walk, &engine->events[taking->append->cause].event);
}

/* Take the next fact, and those of the append that lie behind it in the log: all of them, unless the log was rewritten. */
static enum ll_status take_next(struct taking *taking, size_t len_before, struct ll_error *err)
{
    struct ll_engine *engine = taking->engine;
    struct ll_walk *walk = engine->touches[taking->append->touch - 1].walk;
    const struct ll_fact_head *head = &taking->append->heads[taking->at];
    size_t offset = ll_walk_find(walk, head);
    taking->first_time = offset >= len_before;
    /* Not found: a rewrite of the log dropped it, as it holds no longer. */
    if (offset == walk->log.len || (!taking->first_time && !engine->setup.repeat_duplicates)) {
        tell_outcome(taking, false);
        taking->at++;
        return LL_OK;
    }
    engine->touches[taking->append->touch - 1].clock = engine->events[taking->append->cause].clock;
    if (offset < walk->base_end) {
        taking->first_time = false;
        tell_outcome(taking, false);
        taking->at++;
        return tell_base(taking, err);
    }
    if (!walk->index && head->kind == LL_FACT_REPORT && taking->append->head_count == 1 &&
        ll_engine_report_is_quiet(engine, walk, offset)) {
        taking->at++;
        return LL_OK;
    }
    enum ll_status status = ll_walk_to(walk, offset, err);
    if (status != LL_OK)
        return status;
    if (!is_quiet(taking, walk))
        return engine->setup.collect ? collect(taking, err) : evaluate(taking, err);
    bool used;
    engine->share->counts.plain_sales += head->kind == LL_FACT_SALE;
    uint64_t revision = walk->set.revision;
    status = step_over(taking, walk, NULL, &used, err);
    if (walk->index)
        ll_last_pass(&walk->index->last, revision, walk->set.revision);
    return status;
}

enum ll_status ll_engine_take(struct ll_engine *engine, const struct ll_batch_append *append,
                              size_t len_before, enum ll_outcome *outcome, struct ll_error *err)
{
    struct taking taking = {.engine = engine, .append = append, .outcome = outcome};
    enum ll_status status = LL_OK;
    while (status == LL_OK && taking.at < append->head_count)
        status = take_next(&taking, len_before, err);
    return status;
}
