/* history.c -- reading a history: events are put on the timelines, and nothing is evaluated.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/history.h"

#include "sweep/news.h"
#include "sweep/state.h"

#include <stdlib.h>

/* Shorter timelines are assessed in less time than it takes to find out what changes. */
#define LONG_BYTES 2048

static enum ll_status open_stores(struct ll_history *history, struct ll_error *err)
{
    for (size_t i = 0; i < ll_crew_stores(history->setup.threads); i++) {
        history->stores[i] = ll_store_memory_new();
        if (!history->stores[i])
            return ll_fail(err, LL_ERR_NOMEM, "out of memory for a history");
    }
    return LL_OK;
}

static enum ll_status make(struct ll_history *history, const struct ll_cells *cells,
                           struct ll_error *err)
{
    const struct ll_history_setup *setup = &history->setup;
    struct ll_engine_setup engine = {.dealers = setup->dealers,
                                     .calendar = setup->calendar,
                                     .calibers = setup->calibers,
                                     .identity = setup->identity,
                                     .remember_names = setup->keep_names,
                                     .collect = true};
    enum ll_status status = ll_united_make(&history->united, cells, &engine, &history->arena, err);
    engine.pack = &history->united.pack;
    if (status == LL_OK)
        status = open_stores(history, err);
    return status == LL_OK
               ? ll_crew_new(&engine, history->stores, setup->threads, &history->crew, err)
               : status;
}

static enum ll_status read_events(struct ll_history *history, struct ll_error *err)
{
    const struct ll_history_setup *setup = &history->setup;
    const struct ll_replay_setup replay = {.crew = history->crew,
                                           .threads = setup->threads,
                                           .input = setup->input,
                                           .rejected = setup->rejected,
                                           .stop = setup->stop,
                                           .progress = setup->progress,
                                           .progress_context = setup->progress_context};
    struct ll_replay_result result = {0};
    enum ll_status status = ll_replay_run(&replay, &result, err);
    history->counts.events = result.counts;
    history->counts.stopped = result.stopped;
    return status == LL_OK ? ll_crew_stand(history->crew, err) : status;
}

enum ll_status ll_history_read(const struct ll_history_setup *setup, const struct ll_cells *cells,
                               struct ll_history **out, struct ll_error *err)
{
    struct ll_history *history = calloc(1, sizeof *history);
    *out = history;
    if (!history)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a history");
    history->setup = *setup;
    history->long_bytes = LONG_BYTES;
    enum ll_status status = make(history, cells, err);
    if (status == LL_OK)
        status = read_events(history, err);
    if (status == LL_OK && !history->counts.stopped)
        status = ll_history_take_census(history, err);
    if (status == LL_OK)
        return LL_OK;
    ll_history_free(history);
    *out = NULL;
    return status;
}

void ll_history_free(struct ll_history *history)
{
    if (!history)
        return;
    ll_crew_free(history->crew);
    for (size_t i = 0; i < sizeof history->stores / sizeof *history->stores; i++)
        if (history->stores[i])
            history->stores[i]->ops->free(history->stores[i]);
    ll_arena_fini(&history->arena);
    free(history);
}

const struct ll_history_counts *ll_history_counts(const struct ll_history *history)
{
    return &history->counts;
}

const struct ll_rules *ll_history_rules(const struct ll_history *history, size_t cell)
{
    return &history->united.rules_of[cell];
}

size_t ll_history_others(const struct ll_history *history)
{
    size_t from = 0, to = ll_crew_standing_count(history->crew);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (ll_crew_standing(history->crew, middle)->subject.kind < LL_SUBJECT_PURCHASER)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

enum ll_status ll_history_facts(const struct ll_history *history, const struct ll_subject *subject,
                                const struct ll_dated_fact *told, size_t told_count,
                                enum ll_order order, struct ll_arena *arena, struct ll_ordered *out,
                                struct ll_error *err)
{
    struct ll_store *store = history->stores[ll_crew_store_of(history->crew, subject)];
    struct ll_read read = {.subject = *subject};
    enum ll_status status = store->ops->read(store, &read, 1, err);
    return status == LL_OK ? ll_order_facts(out, read.log, told, told_count, order,
                                            history->setup.as_of, arena, err)
                           : status;
}

/* Traces are matched to sales however long ago. */
bool ll_history_is_long(const struct ll_history *history, const struct ll_ordered *ordered,
                        const struct ll_subject *subject)
{
    return ordered->log.len >= history->long_bytes &&
           !(subject->kind == LL_SUBJECT_PURCHASER && ordered->traced);
}

enum ll_status ll_history_letters(const struct ll_history *history, const struct ll_news *news,
                                  size_t n, struct ll_arena *arena, struct ll_letter **letters,
                                  size_t *count, struct ll_error *err)
{
    size_t other_count = ll_history_others(history);
    struct ll_subject *others = LL_NEW_ARRAY(arena, struct ll_subject, other_count);
    if (!others)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for %zu subjects", other_count);
    for (size_t i = 0; i < other_count; i++)
        others[i] = ll_crew_standing(history->crew, i)->subject;
    return ll_news_sort(news, n, others, other_count, arena, letters, count, err);
}
