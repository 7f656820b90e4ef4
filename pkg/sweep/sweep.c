/* sweep.c -- all subjects of a history: purchasers first, then the dealers and addresses that they tell of multiple sales.
 * SPDX-License-Identifier: Apache-2.0 */
#include "sweep/follow.h"
#include "sweep/hands.h"
#include "sweep/news.h"
#include "sweep/state.h"

#include <stdlib.h>

/* Subjects that a thread takes at a time: few enough that none is long without work at the end. */
#define PIECE 16

/* What one thread has at hand. */
struct finder {
    struct ll_stepper stepper;
    struct ll_follow follow;
    struct ll_arena facts, found;
    struct ll_news news;
};

struct sweep {
    const struct ll_history *history;
    ll_found_take take;
    void *context;
    struct finder *finders; /* by thread */
    struct ll_arena arena;
    struct ll_letter *letters;
    size_t letter_count;
};

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for the leads of a subject");
}

static bool is_of_interest(const struct ll_found *found)
{
    for (size_t i = 0; i < found->variant_count; i++)
        if (found->variants[i].lead_count || found->variants[i].withdrawn)
            return true;
    return found->subject->kind == LL_SUBJECT_PURCHASER && found->items->of[LL_ITEM_TRACE].count;
}

/* Where no rule is on a timeline of that kind, nothing was assessed; its items are given all the same. */
static bool know_items(const struct ll_united *united, const struct ll_walk *walk,
                       struct ll_assessment *stand, struct ll_arena *arena)
{
    enum ll_subject_kind kind = (enum ll_subject_kind)walk->subject.kind;
    return united->pack.has_kind[kind] ||
           ll_items_build(&stand->items, &walk->set, kind, &united->rules, arena);
}

static enum ll_status give(const struct sweep *sweep, struct finder *finder, size_t thread,
                           struct ll_error *err)
{
    const struct ll_united *united = &sweep->history->united;
    struct ll_found found = {.subject = &finder->stepper.walk.subject};
    struct ll_assessment *stand;
    enum ll_status status = ll_stepper_stand(&finder->stepper, &stand, err);
    if (status != LL_OK)
        return status;
    ll_arena_reset(&finder->found);
    if (!know_items(united, &finder->stepper.walk, stand, &finder->found) ||
        !ll_follow_finish(&finder->follow, stand, &found, &finder->found))
        return no_memory(err);
    found.items = &stand->items;
    return is_of_interest(&found) ? sweep->take(sweep->context, thread, &found, err) : LL_OK;
}

/* What the facts of a day change. */
static enum ll_status take_day(const struct sweep *sweep, struct finder *finder, size_t end,
                               ll_day day, struct ll_error *err)
{
    struct ll_stepper *stepper = &finder->stepper;
    const struct ll_subject *subject = &stepper->walk.subject;
    struct ll_step step;
    enum ll_status status = ll_stepper_take(stepper, end, &step, err);
    if (status != LL_OK || !step.changed)
        return status;
    if (!ll_follow_step(&finder->follow, &step, day))
        return no_memory(err);
    if (subject->kind != LL_SUBJECT_PURCHASER)
        return LL_OK;
    return ll_news_add(&finder->news, step.before, step.after, subject, stepper->walk.set.revision,
                       day, &sweep->history->united.pack, step.arena, err);
}

static enum ll_status find(const struct sweep *sweep, size_t thread,
                           const struct ll_subject *subject, const struct ll_dated_fact *told,
                           size_t told_count, struct ll_error *err)
{
    const struct ll_united *united = &sweep->history->united;
    struct finder *finder = &sweep->finders[thread];
    struct ll_ordered ordered;
    ll_arena_reset(&finder->facts);
    enum ll_status status = ll_history_facts(sweep->history, subject, told, told_count,
                                             LL_ORDER_KNOWN, &finder->facts, &ordered, err);
    if (status != LL_OK || ordered.count == 0)
        return status;
    ll_stepper_start(&finder->stepper, subject, ordered.log,
                     ll_history_is_long(sweep->history, &ordered, subject), &united->rules,
                     &united->spans);
    if (!ll_follow_start(&finder->follow, united, subject))
        return no_memory(err);
    for (size_t i = 0; i < ordered.count && status == LL_OK; i++)
        status = take_day(sweep, finder, ordered.ends[i], ordered.days[i], err);
    return status == LL_OK ? give(sweep, finder, thread, err) : status;
}

static enum ll_status find_purchaser(void *context, size_t thread, size_t number,
                                     struct ll_error *err)
{
    const struct sweep *sweep = context;
    const struct ll_history *history = sweep->history;
    size_t first = ll_history_others(history);
    return find(sweep, thread, &ll_crew_standing(history->crew, first + number)->subject, NULL, 0,
                err);
}

static enum ll_status find_other(void *context, size_t thread, size_t number, struct ll_error *err)
{
    const struct sweep *sweep = context;
    const struct ll_letter *letter = &sweep->letters[number];
    return find(sweep, thread, &letter->to, letter->facts, letter->count, err);
}

static enum ll_status sort_letters(struct sweep *sweep, struct ll_error *err)
{
    size_t threads = sweep->history->setup.threads;
    struct ll_news *news = LL_NEW_ARRAY(&sweep->arena, struct ll_news, threads);
    if (!news)
        return no_memory(err);
    for (size_t i = 0; i < threads; i++)
        news[i] = sweep->finders[i].news;
    return ll_history_letters(sweep->history, news, threads, &sweep->arena, &sweep->letters,
                              &sweep->letter_count, err);
}

static enum ll_status run(struct sweep *sweep, struct ll_error *err)
{
    const struct ll_history *history = sweep->history;
    const struct ll_history_setup *setup = &history->setup;
    size_t purchasers = ll_crew_standing_count(history->crew) - ll_history_others(history);
    enum ll_status status =
        ll_hands_all(setup->threads, purchasers, PIECE, find_purchaser, sweep, setup->stop, err);
    if (status == LL_OK)
        status = sort_letters(sweep, err);
    return status == LL_OK ? ll_hands_all(setup->threads, sweep->letter_count, PIECE, find_other,
                                          sweep, setup->stop, err)
                           : status;
}

enum ll_status ll_history_sweep(struct ll_history *history, ll_found_take take, void *context,
                                struct ll_error *err)
{
    struct sweep sweep = {.history = history, .take = take, .context = context};
    size_t threads = history->setup.threads;
    sweep.finders = calloc(threads, sizeof *sweep.finders);
    if (!sweep.finders)
        return no_memory(err);
    enum ll_status status = run(&sweep, err);
    for (size_t i = 0; i < threads; i++) {
        struct finder *finder = &sweep.finders[i];
        ll_stepper_fini(&finder->stepper);
        ll_follow_fini(&finder->follow);
        ll_arena_fini(&finder->facts);
        ll_arena_fini(&finder->found);
        ll_news_fini(&finder->news);
    }
    free(sweep.finders);
    ll_arena_fini(&sweep.arena);
    return status;
}
