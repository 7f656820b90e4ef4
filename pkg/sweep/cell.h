/* cell.h -- the rules that a history is read by: the pack in force, a candidate, and every value that is tried.
 * Depends on: pack, group.   SPDX-License-Identifier: Apache-2.0
 *
 * A cell is a pack and its groups, as if each had been written so: its leads are those of a replay with them. */
#ifndef LL_SWEEP_CELL_H
#define LL_SWEEP_CELL_H

#include "base/error.h"
#include "event/caliber.h"
#include "group/group.h"
#include "pack/pack.h"

/* What is swept: a value of the pack or of a group. */
enum ll_axis_kind {
    LL_AXIS_PARAM,  /* ID.PARAM, or PARAM of the pack */
    LL_AXIS_WINDOW, /* ID.window: its length */
    LL_AXIS_WEIGHT, /* ID.weight */
    LL_AXIS_QUIET,  /* quiet_days */
    LL_AXIS_SCORE   /* GROUP.score: what accept compares the score with */
};
struct ll_axis {
    enum ll_axis_kind kind;
    ll_str target;        /* as asked: "five-or-more-guns.min_guns" */
    const ll_str *values; /* as the rules would have them, in the order asked, each once */
    size_t count;
    size_t present; /* the place of the value in force; SIZE_MAX: it is not among them */
    ll_str in_force;
};
#define LL_AXES_MAX 4
#define LL_CELLS_MAX 1024

enum ll_cell_kind { LL_CELL_PRESENT, LL_CELL_CANDIDATE, LL_CELL_SWEPT };
struct ll_cell {
    enum ll_cell_kind kind;
    ll_str
        name; /* "present", "candidate", "five-or-more-guns.min_guns=4 shared-address.window=7" */
    const struct ll_pack *pack;
    const struct ll_router *router; /* NULL: no groups */
    uint32_t values[LL_AXES_MAX];   /* SWEPT: by axis, the place of its value */
};

/* cells[0] is the pack in force; cells[1] the candidate, where there is one; then the grid, the last axis fastest. */
struct ll_cells {
    struct ll_axis axes[LL_AXES_MAX];
    size_t axis_count;
    const struct ll_cell *cells;
    size_t count;
    bool has_candidate;
};

struct ll_cells_setup {
    const char *rules;         /* a pack's file or folder */
    const char *candidate;     /* NULL: none */
    const char *groups;        /* NULL: none */
    const char *const *sweeps; /* "ID.PARAM=2..6,8", "ID.window=3..10", "GROUP.score=20..80:10" */
    size_t sweep_count;
    const struct ll_calibers *calibers;
};

/* Everything lives in the arena. Faults of packs, groups and sweeps, up to LL_ERRORS_MAX, go to errors: of a sweep with the
 * expression as the line and a caret, and the nearest right name. */
LL_NODISCARD enum ll_status ll_cells_make(struct ll_arena *arena,
                                          const struct ll_cells_setup *setup, struct ll_cells *out,
                                          struct ll_errors *errors, struct ll_errors *warnings);

#endif
