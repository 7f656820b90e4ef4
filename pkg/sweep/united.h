/* united.h -- the rules of all cells as one, and what each cell has of them.
 * Depends on: engine, pack, sweep/cell.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_UNITED_H
#define LL_SWEEP_UNITED_H

#include "engine/local.h"
#include "pack/union.h"
#include "sweep/cell.h"

/* Cells that have found the same of a subject so far. */
struct ll_alike {
    const uint32_t *cells; /* ascending */
    size_t count;
};

/* Read-only once made, shared by threads. */
struct ll_united {
    const struct ll_cells *cells;
    struct ll_rules *rules_of; /* by cell */
    struct ll_pack_union one;
    struct ll_pack pack;   /* the union, with the longest quiet days of any cell */
    struct ll_rules rules; /* by that pack, without groups */
    struct ll_spans spans; /* of that pack */
    uint32_t *own;   /* by cell, by the union's indicator: 1 + the cell's own; 0: it has none */
    uint32_t *kinds; /* by the union's indicator, by cell: one number for those that have it alike,
                      * of one weight or not at all */
    uint32_t *kind_counts;  /* by the union's indicator */
    struct ll_alike *alike; /* to begin with: by their quiet days */
    size_t alike_count;
};

/* Everything lives in the arena and borrows from the cells and the setup, of which the pack is not looked at. */
LL_NODISCARD enum ll_status ll_united_make(struct ll_united *united, const struct ll_cells *cells,
                                           const struct ll_engine_setup *setup,
                                           struct ll_arena *arena, struct ll_error *err);

/* The number of an indicator in the union. */
static inline size_t ll_united_number(const struct ll_united *united,
                                      const struct ll_indicator *indicator)
{
    return (size_t)(indicator - united->pack.indicators);
}
/* The cell's own of that number; NULL: it has none. */
static inline const struct ll_indicator *ll_united_own(const struct ll_united *united,
                                                       uint32_t cell, size_t number)
{
    uint32_t own = united->own[cell * united->pack.indicator_count + number];
    return own ? &united->cells->cells[cell].pack->indicators[own - 1] : NULL;
}
/* The id of an indicator of the union, as its packs have it. */
ll_str ll_united_id(ll_str id);

/* Part cells by what they have of that indicator, if they do not have it alike. first takes the place of alike; *rest of them
 * are put at more, which has room for as many as kind_counts. False: memory is out. */
LL_NODISCARD bool ll_united_part(const struct ll_united *united, size_t number,
                                 struct ll_alike *alike, struct ll_alike *more, size_t *rest,
                                 struct ll_arena *arena);

#endif
