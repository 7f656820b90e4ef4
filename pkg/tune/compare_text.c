/* compare_text.c -- a comparison as a short table for a terminal.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_state.h"

#include <inttypes.h>
#include <stdlib.h>

#define BAR_COLUMNS 30
#define ROWS_MAX 12 /* of each table; how many more there are is told */
#define NAME_COLUMNS 28

/* In the order in which they are asked for: what is new, what is gone. */
static const enum ll_pair_change order[] = {LL_PAIR_ONLY_CANDIDATE, LL_PAIR_ONLY_PRESENT,
                                            LL_PAIR_CHANGED, LL_PAIR_SAME};
#define ORDER_COUNT (sizeof order / sizeof order[0])

static void add_bar(struct ll_buf *out, uint64_t n, uint64_t most)
{
    uint64_t columns = most ? (n * BAR_COLUMNS + most - 1) / most : 0;
    if (columns)
        ll_buf_add_lit(out, "  ");
    for (uint64_t i = 0; i < columns; i++)
        ll_buf_add_lit(out, "#");
}

static void add_totals(struct ll_buf *out, const struct ll_change_counts *all)
{
    static const char *const words[] = {[LL_PAIR_SAME] = "the same",
                                        [LL_PAIR_CHANGED] = "changed",
                                        [LL_PAIR_ONLY_PRESENT] = "only in present",
                                        [LL_PAIR_ONLY_CANDIDATE] = "only in candidate"};
    uint64_t most = 0;
    for (size_t i = 0; i < ORDER_COUNT; i++)
        most = all->of[i] > most ? all->of[i] : most;
    for (size_t i = 0; i < ORDER_COUNT; i++) {
        ll_buf_printf(out, "  %-17s %9" PRIu64, words[order[i]], all->of[order[i]]);
        add_bar(out, all->of[order[i]], most);
        ll_buf_add_char(out, '\n');
    }
}

/* "  of these, 12 other score, 3 other dates; the candidate shows 4 sooner, 1 later" */
static void add_differing(struct ll_buf *out, const struct ll_compare *compare)
{
    static const struct {
        enum ll_differs what;
        const char *word;
    } kinds[] = {{LL_DIFFERS_SCORE, "score"},       {LL_DIFFERS_INDICATORS, "indicators"},
                 {LL_DIFFERS_DATES, "dates"},       {LL_DIFFERS_ROUTES, "groups or priority"},
                 {LL_DIFFERS_EVIDENCE, "evidence"}, {LL_DIFFERS_ID, "lead id"}};
    const struct ll_compare_thread *all = &compare->threads[0];
    const char *between = "  in what is changed: ";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        uint64_t n = ll_compare_differing(compare, kinds[i].what);
        if (n == 0)
            continue;
        ll_buf_printf(out, "%s%s %" PRIu64, between, kinds[i].word, n);
        between = ", ";
    }
    if (between[0] == ',')
        ll_buf_add_char(out, '\n');
    if (all->sooner || all->later)
        ll_buf_printf(out,
                      "  of leads of both, the candidate shows %" PRIu64 " sooner and %" PRIu64
                      " later\n",
                      all->sooner, all->later);
}

static uint64_t changes_of(const struct ll_change_row *row)
{
    return row->counts.of[LL_PAIR_CHANGED] + row->counts.of[LL_PAIR_ONLY_PRESENT] +
           row->counts.of[LL_PAIR_ONLY_CANDIDATE];
}

/* By how much changes, then as they were, which is by name or the order of a pack. */
static int by_changes(const void *left, const void *right)
{
    const struct ll_change_row *a = *(const struct ll_change_row *const *)left,
                               *b = *(const struct ll_change_row *const *)right;
    uint64_t x = changes_of(a), y = changes_of(b);
    if (x != y)
        return x > y ? -1 : 1;
    return (a > b) - (a < b);
}

static void add_row(struct ll_buf *out, const struct ll_change_row *row)
{
    ll_str name = row->id.len ? row->id : LL_STR("not known");
    ll_buf_printf(out, "  %-*.*s", NAME_COLUMNS, (int)name.len, name.ptr);
    for (size_t i = 0; i < ORDER_COUNT; i++)
        ll_buf_printf(out, " %8" PRIu64, row->counts.of[order[i]]);
    ll_buf_printf(out, " %8" PRIu64 " %8" PRIu64 "\n", row->counts.came, row->counts.went);
}

static void add_rows(struct ll_buf *out, const char *title, const struct ll_change_rows *rows)
{
    const struct ll_change_row **changed = calloc(rows->count ? rows->count : 1, sizeof *changed);
    size_t n = 0;
    if (!changed) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < rows->count; i++)
        if (changes_of(&rows->list[i]))
            changed[n++] = &rows->list[i];
    if (n) {
        qsort(changed, n, sizeof *changed, by_changes);
        ll_buf_printf(out, "\n  %-*s %8s %8s %8s %8s %8s %8s\n", NAME_COLUMNS, title, "NEW", "GONE",
                      "CHANGED", "SAME", "CAME", "WENT");
    }
    for (size_t i = 0; i < n && i < ROWS_MAX; i++)
        add_row(out, changed[i]);
    if (n > ROWS_MAX)
        ll_buf_printf(out, "  and %zu more\n", n - ROWS_MAX);
    free(changed);
}

void ll_compare_text(const struct ll_compare *compare, struct ll_buf *out)
{
    const struct ll_compare_setup *setup = &compare->setup;
    const struct ll_compare_thread *all = &compare->threads[0];
    const struct ll_pack *present = setup->present->pack, *candidate = setup->candidate->pack;
    ll_buf_printf(out, "CHANGES  leads of %.*s %.*s and of the candidate %.*s %.*s\n",
                  LL_STR_ARGS(present->id), LL_STR_ARGS(present->version),
                  LL_STR_ARGS(candidate->id), LL_STR_ARGS(candidate->version));
    add_totals(out, &all->all);
    add_differing(out, compare);
    add_rows(out, "INDICATOR", &all->rows[LL_CHANGES_BY_INDICATOR]);
    add_rows(out, "GROUP", &all->rows[LL_CHANGES_BY_GROUP]);
    add_rows(out, "DIVISION", &all->rows[LL_CHANGES_BY_DIVISION]);
    add_rows(out, "STATE", &all->rows[LL_CHANGES_BY_STATE]);
}
