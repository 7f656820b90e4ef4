/* state.h -- what is counted while subjects are found.  Private to the room.
 * Depends on: tune.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_STATE_H
#define LL_TUNE_STATE_H

#include "tune/column.h"
#include "tune/place.h"
#include "tune/plan.h"
#include "tune/sum.h"
#include "tune/tune.h"

struct ll_cell_sums {
    struct ll_sum all;
    struct ll_sum *indicators; /* by place of the plan */
    struct ll_sum *groups;     /* by group; NULL: none is counted */
};

/* One for each thread; once finished the first has all. */
struct ll_tune_thread {
    struct ll_arena arena, scratch;
    struct ll_cell_sums *cells;
    uint64_t positive[4],
        listed[4]; /* subjects that should be found; of those, or not, that files tell of */
    ll_day first_since, last_since; /* of all that counts; LL_DAY_NONE: nothing does */
    bool came_false;                /* some lead did */
    struct ll_places places[2];     /* of the present pack and the candidate */
    struct ll_tally months;         /* of the present pack's leads: 0..11 */
    struct ll_tally
        pairs;       /* of the present pack's indicators in one lead: a * indicators + b, a <= b */
    uint64_t *alone; /* by indicator of the present pack: leads that it alone makes */
    struct ll_columns leads; /* of the present pack */
};

struct ll_cell_figures {
    struct ll_figure all;
    struct ll_figure *indicators, *groups; /* as in ll_cell_sums */
};

struct ll_tune {
    struct ll_tune_setup setup;
    struct ll_arena arena;
    struct ll_plans plans;
    struct ll_tune_thread *threads;
    /* Once finished. */
    const struct ll_history_counts *counts;
    struct ll_measure measure;
    struct ll_cell_figures *cells;
    ll_str *notes;
    size_t note_count;
};

/* Count a subject. False: memory is out. */
LL_NODISCARD bool ll_tune_count(const struct ll_tune *tune, struct ll_tune_thread *thread,
                                const struct ll_tune_subject *subject);
/* Of the present pack's indicators: leads that both hit. */
uint64_t ll_tune_overlap(const struct ll_tune *tune, uint32_t a, uint32_t b);
/* Does that of a place of the present pack's plan hit in any lead? */
bool ll_tune_hits(const struct ll_tune *tune, size_t slot);
/* Say what could not be computed, and why. */
LL_NODISCARD bool ll_tune_note(struct ll_tune *tune);

#endif
