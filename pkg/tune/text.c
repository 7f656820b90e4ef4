/* text.c -- the short table for a terminal.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/state.h"
#include "tune/table.h"

#include <inttypes.h>
#include <math.h>

/* Cells of a grid that are shown: the document has them all. */
#define ROWS_MAX 48

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

/* ---- above the table ---- */

static void add_span(struct ll_buf *out, const char *before, ll_day first, ll_day last)
{
    char from[10], to[10];
    if (first == LL_DAY_NONE)
        return;
    ll_day_format(first, from);
    ll_day_format(last, to);
    ll_buf_printf(out, "%s%.10s to %.10s", before, from, to);
}

static void add_history(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_history_counts *counts = tune->counts;
    struct ll_buf line = {0};
    ll_buf_printf(&line, "history: %" PRIu64 " sales of %" PRIu64 " guns to %" PRIu64 " purchasers",
                  counts->sales, counts->guns, counts->purchasers);
    add_span(&line, ", ", counts->first_day, counts->last_day);
    ll_buf_printf(&line, "; %" PRIu64 " trace%s", counts->traces, counts->traces == 1 ? "" : "s");
    add_span(&line, ", ", counts->first_trace, counts->last_trace);
    out->failed |= line.failed;
    ll_table_wrap(out, ll_buf_str(&line), 9);
    ll_buf_fini(&line);
}

static void add_labels(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_labels_counts *counts = ll_labels_counts(tune->setup.labels);
    const uint64_t *positive = tune->measure.positive;
    struct ll_buf line = {0};
    ll_buf_printf(&line,
                  "labels:  %" PRIu64 " purchasers, %" PRIu64 " addresses and %" PRIu64
                  " dealers should have been found",
                  positive[LL_SUBJECT_PURCHASER], positive[LL_SUBJECT_ADDRESS],
                  positive[LL_SUBJECT_DEALER]);
    if (counts->dispositions)
        ll_buf_printf(&line, "; %" PRIu64 " dispositions", counts->dispositions);
    if (counts->complete)
        ll_buf_add_lit(&line, "; who is innocent is known");
    out->failed |= line.failed;
    ll_table_wrap(out, ll_buf_str(&line), 9);
    ll_buf_fini(&line);
}

static void add_axes(struct ll_buf *out, const struct ll_cells *cells)
{
    for (size_t i = 0; i < cells->axis_count; i++) {
        const struct ll_axis *axis = &cells->axes[i];
        ll_buf_printf(out, "%s%.*s", i ? " x " : "sweep:   ", LL_STR_ARGS(axis->target));
        if (axis->in_force.len)
            ll_buf_printf(out, " (in force: %.*s)", LL_STR_ARGS(axis->in_force));
    }
    if (cells->axis_count)
        ll_buf_add_char(out, '\n');
}

/* ---- a row of a cell ---- */

static void add_values(struct ll_buf *out, const struct ll_cells *cells, const struct ll_cell *cell)
{
    for (size_t i = 0; i < cells->axis_count; i++)
        ll_buf_printf(out, "%s%.*s", i ? " x " : "",
                      LL_STR_ARGS(cells->axes[i].values[cell->values[i]]));
}

/* Is it the pack in force, or has the values of it. */
static bool is_in_force(const struct ll_cells *cells, const struct ll_cell *cell)
{
    for (size_t i = 0; cell->kind == LL_CELL_SWEPT && i < cells->axis_count; i++) {
        if (cells->axes[i].present != cell->values[i])
            return false;
    }
    return cell->kind != LL_CELL_CANDIDATE;
}

static void add_cell(struct ll_buf *out, const struct ll_cells *cells, size_t number,
                     const struct ll_figure *figure, uint64_t most, bool colour)
{
    const struct ll_cell *cell = &cells->cells[number];
    bool in_force = is_in_force(cells, cell);
    struct ll_buf name = {0};
    if (cell->kind == LL_CELL_SWEPT)
        add_values(&name, cells, cell);
    else
        ll_buf_add_str(&name, cell->name);
    ll_buf_printf(out, "%s%s", colour && in_force ? BOLD : "", in_force ? "> " : "  ");
    out->failed |= name.failed;
    ll_table_name(out, ll_buf_str(&name), LL_TABLE_NAME);
    ll_buf_fini(&name);
    ll_buf_add_char(out, ' ');
    ll_table_bar(out, figure->leads, most);
    ll_table_count(out, figure->leads, 7);
    ll_table_number(out, figure->week_median, 7);
    ll_table_count(out, figure->came_true, 6);
    ll_table_count(out, figure->came_false, 6);
    ll_table_count(out, figure->unlabelled, 7);
    ll_table_share(out, figure->precision, 10);
    ll_table_share(out, figure->recall, 7);
    ll_table_number(out, figure->gained.n ? figure->gained.median : (double)NAN, 6);
    ll_buf_printf(out, "%s\n", colour && in_force ? PLAIN : "");
}

/* Of all leads, or (id) of those of an indicator; NULL: the cell's figures do not tell it apart. */
static const struct ll_figure *figure_of(const struct ll_tune *tune, size_t cell, ll_str id)
{
    const struct ll_plan *plan = tune->plans.of[cell];
    if (!id.len)
        return &tune->cells[cell].all;
    for (size_t i = 0; i < plan->count; i++)
        if (ll_str_eq(plan->pack->indicators[plan->indicator_of[i]].id, id))
            return &tune->cells[cell].indicators[i];
    return NULL;
}

static void add_cells(struct ll_buf *out, const struct ll_tune *tune, ll_str id, bool colour)
{
    const struct ll_cells *cells = tune->setup.cells;
    size_t shown = cells->count < ROWS_MAX ? cells->count : ROWS_MAX;
    uint64_t most = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const struct ll_figure *figure = figure_of(tune, i, id);
        most = figure && figure->leads > most ? figure->leads : most;
    }
    ll_buf_add_lit(out, "\n  ");
    ll_table_name(out, id, LL_TABLE_NAME + 9);
    ll_buf_printf(out, "%7s%7s%6s%6s%7s%10s%7s%6s\n", "leads", "a week", "true", "false", "none",
                  "precision", "recall", "days");
    for (size_t i = 0; i < shown; i++) {
        const struct ll_figure *figure = figure_of(tune, i, id);
        if (figure)
            add_cell(out, cells, i, figure, most, colour);
    }
    if (shown < cells->count)
        ll_buf_printf(out, "  ... and %zu more: --json and --csv have them all\n",
                      cells->count - shown);
}

/* One indicator moves little of all leads: those that are swept have a table of their own. */
static void add_swept(struct ll_buf *out, const struct ll_tune *tune, bool colour)
{
    const struct ll_cells *cells = tune->setup.cells;
    ll_str before = {0};
    for (size_t i = 0; i < cells->axis_count; i++) {
        const struct ll_axis *axis = &cells->axes[i];
        const char *dot = axis->target.len ? memchr(axis->target.ptr, '.', axis->target.len) : NULL;
        ll_str id = {axis->target.ptr, dot ? (size_t)(dot - axis->target.ptr) : 0};
        if ((axis->kind != LL_AXIS_PARAM && axis->kind != LL_AXIS_WINDOW) || !id.len ||
            ll_str_eq(id, before))
            continue;
        add_cells(out, tune, id, colour);
        before = id;
    }
}

/* ---- the pack in force by indicator, and by group ---- */

static void add_heads(struct ll_buf *out, const char *of, const char *second)
{
    ll_buf_printf(out, "\n%-*s%7s%7s%7s%6s%6s%7s%10s%7s\n", LL_TABLE_ID, of, "leads", second,
                  "guns", "true", "false", "none", "precision", "recall");
}

static void add_row(struct ll_buf *out, ll_str id, const struct ll_figure *figure, uint64_t second)
{
    ll_table_name(out, id, LL_TABLE_ID);
    ll_table_count(out, figure->leads, 7);
    ll_table_count(out, second, 7);
    ll_table_count(out, figure->guns, 7);
    ll_table_count(out, figure->came_true, 6);
    ll_table_count(out, figure->came_false, 6);
    ll_table_count(out, figure->unlabelled, 7);
    ll_table_share(out, figure->precision, 10);
    ll_table_share(out, figure->recall, 7);
    ll_buf_add_char(out, '\n');
}

static void add_indicators(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_plan *plan = tune->plans.of[0];
    add_heads(out, "in force, by indicator", "alone");
    for (size_t i = 0; i < plan->count; i++) {
        const struct ll_figure *figure = &tune->cells[0].indicators[i];
        add_row(out, plan->pack->indicators[plan->indicator_of[i]].id, figure, figure->only);
    }
}

static void add_groups(struct ll_buf *out, const struct ll_tune *tune)
{
    if (tune->setup.group_count == 0)
        return;
    add_heads(out, "in force, by group", "people");
    for (size_t i = 0; i < tune->setup.group_count; i++) {
        const struct ll_figure *figure = &tune->cells[0].groups[i];
        add_row(out, tune->setup.groups[i], figure, figure->purchasers);
    }
}

/* ---- all ---- */

void ll_tune_text(const struct ll_tune *tune, bool colour, struct ll_buf *out)
{
    add_history(out, tune);
    add_labels(out, tune);
    add_axes(out, tune->setup.cells);
    add_cells(out, tune, (ll_str){0}, colour);
    add_swept(out, tune, colour);
    add_indicators(out, tune);
    add_groups(out, tune);
    for (size_t i = 0; i < tune->setup.part_count; i++) {
        const struct ll_tune_part *part = &tune->setup.parts[i];
        if (!part->text)
            continue;
        ll_buf_add_char(out, '\n');
        part->text(part->state, out);
    }
    if (tune->note_count)
        ll_buf_add_char(out, '\n');
    for (size_t i = 0; i < tune->note_count; i++) {
        struct ll_buf note = {0};
        ll_buf_printf(&note, "note: %.*s", LL_STR_ARGS(tune->notes[i]));
        out->failed |= note.failed;
        ll_table_wrap(out, ll_buf_str(&note), 6);
        ll_buf_fini(&note);
    }
}
