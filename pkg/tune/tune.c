/* tune.c -- see tune.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/state.h"

#include <stdlib.h>

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM,
                   "no memory for the figures: sweep fewer values, or use fewer threads");
}

/* ---- life ---- */

static bool thread_init(const struct ll_tune *tune, struct ll_tune_thread *thread)
{
    const struct ll_cells *cells = tune->setup.cells;
    thread->first_since = thread->last_since = LL_DAY_NONE;
    thread->alone = LL_NEW_ARRAY(&thread->arena, uint64_t, cells->cells[0].pack->indicator_count);
    thread->cells = LL_NEW_ARRAY(&thread->arena, struct ll_cell_sums, cells->count);
    for (size_t i = 0; thread->cells && i < cells->count; i++) {
        struct ll_cell_sums *sums = &thread->cells[i];
        sums->indicators = LL_NEW_ARRAY(&thread->arena, struct ll_sum, tune->plans.of[i]->count);
        if (tune->plans.groups[i])
            sums->groups = LL_NEW_ARRAY(&thread->arena, struct ll_sum, tune->plans.group_count);
        if (!sums->indicators || (tune->plans.groups[i] && !sums->groups))
            return false;
    }
    return thread->cells && thread->alone;
}

enum ll_status ll_tune_new(const struct ll_tune_setup *setup, struct ll_tune **out,
                           struct ll_error *err)
{
    struct ll_tune *tune = calloc(1, sizeof *tune);
    bool fine;
    *out = tune;
    if (!tune)
        return no_memory(err);
    tune->setup = *setup;
    tune->threads = calloc(setup->threads, sizeof *tune->threads);
    fine = tune->threads && ll_plans_make(&tune->plans, setup->cells, setup->groups,
                                          setup->group_count, &tune->arena);
    for (size_t i = 0; fine && i < setup->threads; i++)
        fine = thread_init(tune, &tune->threads[i]);
    if (fine)
        return LL_OK;
    ll_tune_free(tune);
    *out = NULL;
    return no_memory(err);
}

void ll_tune_free(struct ll_tune *tune)
{
    if (!tune)
        return;
    for (size_t i = 0; tune->threads && i < tune->setup.threads; i++) {
        ll_arena_fini(&tune->threads[i].arena);
        ll_arena_fini(&tune->threads[i].scratch);
    }
    free(tune->threads);
    ll_arena_fini(&tune->arena);
    free(tune);
}

/* ---- taking ---- */

/* What came of each lead of each variant. NULL: memory is out. */
static const struct ll_verdict *const *judge(const struct ll_tune *tune,
                                             const struct ll_found *found, struct ll_arena *scratch)
{
    const struct ll_verdict **verdicts =
        LL_NEW_ARRAY(scratch, const struct ll_verdict *, found->variant_count);
    for (size_t v = 0; verdicts && v < found->variant_count; v++) {
        const struct ll_found_variant *variant = &found->variants[v];
        struct ll_verdict *of = LL_NEW_ARRAY(scratch, struct ll_verdict, variant->lead_count);
        if (!of)
            return NULL;
        for (size_t i = 0; i < variant->lead_count; i++)
            of[i] = ll_labels_judge(tune->setup.labels, found, &variant->leads[i]);
        verdicts[v] = of;
    }
    return verdicts;
}

enum ll_status ll_tune_take(void *context, size_t number, const struct ll_found *found,
                            struct ll_error *err)
{
    struct ll_tune *tune = context;
    struct ll_tune_thread *thread = &tune->threads[number];
    struct ll_tune_subject subject = {.found = found};
    enum ll_status status = LL_OK;
    ll_arena_reset(&thread->scratch);
    subject.verdicts = judge(tune, found, &thread->scratch);
    if (!subject.verdicts)
        return no_memory(err);
    subject.verdict = ll_labels_subject(tune->setup.labels, found);
    if (!ll_tune_count(tune, thread, &subject))
        return no_memory(err);
    for (size_t i = 0; !status && i < tune->setup.part_count; i++)
        status = tune->setup.parts[i].take(tune->setup.parts[i].state, number, &subject, err);
    return status;
}

/* ---- finishing ---- */

static bool merge_cells(const struct ll_tune *tune, struct ll_tune_thread *all,
                        const struct ll_tune_thread *from)
{
    bool fine = true;
    for (size_t i = 0; fine && i < tune->setup.cells->count; i++) {
        struct ll_cell_sums *to = &all->cells[i];
        const struct ll_cell_sums *sums = &from->cells[i];
        fine = ll_sum_merge(&to->all, &sums->all, &all->arena);
        for (size_t k = 0; fine && k < tune->plans.of[i]->count; k++)
            fine = ll_sum_merge(&to->indicators[k], &sums->indicators[k], &all->arena);
        for (size_t k = 0; fine && to->groups && k < tune->plans.group_count; k++)
            fine = ll_sum_merge(&to->groups[k], &sums->groups[k], &all->arena);
    }
    return fine;
}

static ll_day sooner(ll_day a, ll_day b)
{
    return a == LL_DAY_NONE || (b != LL_DAY_NONE && b < a) ? b : a;
}

static ll_day later(ll_day a, ll_day b)
{
    return a > b ? a : b; /* LL_DAY_NONE is the least */
}

static bool merge(const struct ll_tune *tune, struct ll_tune_thread *all,
                  const struct ll_tune_thread *from)
{
    for (size_t kind = 0; kind < 4; kind++) {
        all->positive[kind] += from->positive[kind];
        all->listed[kind] += from->listed[kind];
    }
    all->came_false |= from->came_false;
    all->first_since = sooner(all->first_since, from->first_since);
    all->last_since = later(all->last_since, from->last_since);
    for (size_t i = 0; i < tune->setup.cells->cells[0].pack->indicator_count; i++)
        all->alone[i] += from->alone[i];
    return merge_cells(tune, all, from) &&
           ll_places_merge(&all->places[0], &from->places[0], &all->arena) &&
           ll_places_merge(&all->places[1], &from->places[1], &all->arena) &&
           ll_tally_merge(&all->months, &from->months, &all->arena) &&
           ll_tally_merge(&all->pairs, &from->pairs, &all->arena) &&
           ll_columns_merge(&all->leads, &from->leads, &all->arena);
}

/* From the first to the last day of which something is told, as far as leads count: --from and --to cut it. */
static void span(const struct ll_tune *tune, struct ll_measure *measure)
{
    const struct ll_history_counts *counts = tune->counts;
    const struct ll_tune_thread *all = &tune->threads[0];
    ll_day first = sooner(counts->first_day, counts->first_trace);
    ll_day last = later(counts->last_day, counts->last_trace);
    if (tune->setup.from != LL_DAY_NONE)
        first = later(first, tune->setup.from);
    if (tune->setup.to != LL_DAY_NONE)
        last = last == LL_DAY_NONE ? last : sooner(last, tune->setup.to);
    first = sooner(all->first_since, first);
    last = later(all->last_since, last);
    if (last == LL_DAY_NONE || first > last) {
        measure->last_week = -1;
        return;
    }
    measure->first_week = ll_week_of(first);
    measure->last_week = ll_week_of(last);
}

static void measure(struct ll_tune *tune)
{
    const struct ll_tune_thread *all = &tune->threads[0];
    uint64_t listed[4];
    ll_labels_subjects(tune->setup.labels, listed);
    for (size_t kind = 0; kind < 4; kind++)
        tune->measure.positive[kind] = all->positive[kind] + listed[kind] - all->listed[kind];
    tune->measure.purchasers = tune->counts->purchasers;
    tune->measure.can_be_false = all->came_false || ll_labels_counts(tune->setup.labels)->complete;
    span(tune, &tune->measure);
}

static bool figures_of(struct ll_tune *tune, size_t cell)
{
    const struct ll_cell_sums *sums = &tune->threads[0].cells[cell];
    struct ll_cell_figures *figures = &tune->cells[cell];
    struct ll_arena *scratch = &tune->threads[0].scratch;
    const struct ll_plan *plan = tune->plans.of[cell];
    bool fine = true;
    ll_arena_reset(scratch);
    figures->indicators = LL_NEW_ARRAY(&tune->arena, struct ll_figure, plan->count);
    figures->groups = LL_NEW_ARRAY(&tune->arena, struct ll_figure, tune->plans.group_count);
    if (!figures->indicators || !figures->groups ||
        !ll_sum_figure(&sums->all, &tune->measure, 0, scratch, &figures->all))
        return false;
    for (size_t i = 0; fine && i < plan->count; i++) {
        unsigned kind = plan->pack->indicators[plan->indicator_of[i]].timeline;
        fine = ll_sum_figure(&sums->indicators[i], &tune->measure, kind, scratch,
                             &figures->indicators[i]);
    }
    for (size_t i = 0; fine && sums->groups && i < tune->plans.group_count; i++)
        fine = ll_sum_figure(&sums->groups[i], &tune->measure, 0, scratch, &figures->groups[i]);
    return fine;
}

enum ll_status ll_tune_finish(struct ll_tune *tune, const struct ll_history_counts *counts,
                              struct ll_error *err)
{
    struct ll_tune_thread *all = &tune->threads[0];
    enum ll_status status = LL_OK;
    bool fine = true;
    for (size_t i = 1; fine && i < tune->setup.threads; i++)
        fine = merge(tune, all, &tune->threads[i]);
    tune->counts = counts;
    tune->cells = LL_NEW_ARRAY(&tune->arena, struct ll_cell_figures, tune->setup.cells->count);
    if (!fine || !tune->cells)
        return no_memory(err);
    ll_places_sort(&all->places[0]);
    ll_places_sort(&all->places[1]);
    ll_columns_sort(&all->leads);
    measure(tune);
    for (size_t i = 0; fine && i < tune->setup.cells->count; i++)
        fine = figures_of(tune, i);
    if (!fine || !ll_tune_note(tune))
        return no_memory(err);
    for (size_t i = 0; !status && i < tune->setup.part_count; i++) {
        if (tune->setup.parts[i].finish)
            status = tune->setup.parts[i].finish(tune->setup.parts[i].state, err);
    }
    return status;
}

const struct ll_figure *ll_tune_all(const struct ll_tune *tune, size_t cell)
{
    return &tune->cells[cell].all;
}
