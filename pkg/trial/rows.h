/* rows.h -- expected and found, row by row: for the texts that people and programs get.
 * Depends on: trial/found.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TRIAL_ROWS_H
#define LL_TRIAL_ROWS_H

#include "trial/found.h"

/* want or found empty: nothing was expected, or nothing was found. */
struct ll_trial_row {
    const char *what; /* "leads", "lead", "hits", "hit", "group" */
    ll_str want, found;
    bool same;
    int64_t indicator;                     /* of a hit: its index; else -1 */
    const struct ll_trial_subject *whose;  /* of a hit that was found; else NULL */
    const struct ll_trial_name *name;      /* of a hit that was expected; else NULL */
    const struct ll_trial_lead_want *lead; /* that was expected; else NULL */
    const struct ll_lead *lead_found;      /* that was found; else NULL */
    struct ll_pos at;                      /* of the expectation; line 0: there is none */
};

struct ll_trial_rows {
    struct ll_trial_row *list;
    size_t count, cap;
};

/* The rows of a stage; in the arena. False: memory is out. */
bool ll_trial_rows(const struct ll_found *found, const struct ll_trial_stage *stage,
                   struct ll_arena *arena, struct ll_trial_rows *rows);

/* windows.c: how near an indicator came to a hit. */
enum ll_trial_nearness {
    LL_TRIAL_NO_ITEMS,
    LL_TRIAL_NO_WINDOWS /* `where` left all out */,
    LL_TRIAL_WINDOWS
};
bool ll_trial_near(const struct ll_trial_state *state, uint32_t indicator, struct ll_arena *arena,
                   enum ll_trial_nearness *near);

/* windows.c: append the windows that the indicator of a row looked at, and what `where` left out; of a row of no indicator
 * fewer of them. */
bool ll_trial_show_windows(const struct ll_book *book, const struct ll_trial_state *state,
                           uint32_t indicator, const struct ll_trial_row *row,
                           struct ll_arena *arena, struct ll_buf *out);

#endif
