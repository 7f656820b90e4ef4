/* history.h -- events read once, and kept by subject, for many packs to be tried on.
 * Depends on: engine, files, replay, sweep.   SPDX-License-Identifier: Apache-2.0
 *
 * Purchasers' facts are the same for all packs; the reports that dealers and addresses are told are not. So a history holds
 * events alone, and each sweep makes the reports. */
#ifndef LL_SWEEP_HISTORY_H
#define LL_SWEEP_HISTORY_H

#include "engine/crew.h"
#include "files/input.h"
#include "files/output.h"
#include "replay/replay.h"
#include "sweep/cell.h"
#include "sweep/found.h"

struct ll_history;

struct ll_history_setup {
    const struct ll_dealers *dealers;   /* NULL: none */
    const struct ll_calendar *calendar; /* never NULL */
    const struct ll_calibers *calibers;
    const struct ll_identity *identity;
    struct ll_input_reader *input;
    struct ll_output *rejected; /* NULL: rejected events are counted only */
    size_t threads;
    ll_day as_of;    /* what became known later is not looked at; LL_DAY_NONE: all */
    bool keep_names; /* for ll_history_leads: names of subjects stay in memory */
    const volatile sig_atomic_t *stop; /* NULL: nothing does */
    ll_replay_progress progress;       /* NULL: none */
    void *progress_context;
};

struct ll_history_counts {
    struct ll_engine_counts events; /* every event that was read is under one word */
    uint64_t later;                 /* used events that became known after as_of */
    uint64_t purchasers, dealers;   /* subjects with a sale, a dealer with a sale */
    uint64_t sales, guns, traces;   /* that stand */
    uint64_t sales_by_month[12];    /* of the calendar, January first */
    uint64_t traced_purchasers;
    ll_day first_day, last_day; /* of the sales; LL_DAY_NONE: there is none */
    ll_day first_trace, last_trace;
    bool stopped; /* stop was set: not all was read, and nothing is to be asked of it */
};

/* Read all events, for these cells and no others: what none of them can find is marked while it is read. */
LL_NODISCARD enum ll_status ll_history_read(const struct ll_history_setup *setup,
                                            const struct ll_cells *cells, struct ll_history **out,
                                            struct ll_error *err);
void ll_history_free(struct ll_history *history);
const struct ll_history_counts *ll_history_counts(const struct ll_history *history);

/* All subjects, with as many threads as it was read with. */
LL_NODISCARD enum ll_status ll_history_sweep(struct ll_history *history, ll_found_take take,
                                             void *context, struct ll_error *err);

/* The open leads of a cell as 'replay --final' has them, the same bytes where the events came in the order in which they
 * became known. keep_names was set. */
LL_NODISCARD enum ll_status ll_history_leads(struct ll_history *history, size_t cell,
                                             struct ll_output *out, struct ll_error *err);

/* The rules of a cell, to ask lead/ and group/ of what was found. */
const struct ll_rules *ll_history_rules(const struct ll_history *history, size_t cell);

#endif
