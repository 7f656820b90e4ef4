/* compare_text.c -- a comparison as a short table for a terminal.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_state.h"

#include "tune/table.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROWS_MAX 12 /* of each table; how many more there are is told */

/* In the order in which they are asked for: what is new, what is gone. */
static const enum ll_pair_change order[] = {LL_PAIR_ONLY_CANDIDATE, LL_PAIR_ONLY_PRESENT,
                                            LL_PAIR_CHANGED, LL_PAIR_SAME};
#define ORDER_COUNT (sizeof order / sizeof order[0])

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
        ll_buf_printf(out, "  %-17s ", words[order[i]]);
        ll_table_bar(out, all->of[order[i]], most);
        ll_table_count(out, all->of[order[i]], 9);
        ll_buf_add_char(out, '\n');
    }
}

static void add_sentence(struct ll_buf *out, struct ll_buf *line)
{
    out->failed |= line->failed;
    if (line->len)
        ll_table_wrap(out, ll_buf_str(line), 2);
    ll_buf_fini(line);
}

static void add_differing(struct ll_buf *out, const struct ll_compare *compare)
{
    static const struct {
        enum ll_differs what;
        const char *word;
    } kinds[] = {{LL_DIFFERS_SCORE, "score"},       {LL_DIFFERS_INDICATORS, "indicators"},
                 {LL_DIFFERS_DATES, "dates"},       {LL_DIFFERS_ROUTES, "groups or priority"},
                 {LL_DIFFERS_EVIDENCE, "evidence"}, {LL_DIFFERS_ID, "id"}};
    const struct ll_compare_thread *all = &compare->threads[0];
    const char *between = "  what is changed has another ";
    struct ll_buf line = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        uint64_t n = ll_compare_differing(compare, kinds[i].what);
        if (n == 0)
            continue;
        ll_buf_printf(&line, "%s%s in %" PRIu64, between, kinds[i].word, n);
        between = ", ";
    }
    add_sentence(out, &line);
    if (all->sooner || all->later)
        ll_buf_printf(&line,
                      "  of leads of both, the candidate shows %" PRIu64 " sooner and %" PRIu64
                      " later",
                      all->sooner, all->later);
    add_sentence(out, &line);
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
    ll_table_name(out, row->id.len ? row->id : LL_STR("(not known)"), LL_TABLE_ID);
    for (size_t i = 0; i < ORDER_COUNT; i++)
        ll_table_count(out, row->counts.of[order[i]], 9);
    ll_table_count(out, row->counts.came, 9);
    ll_table_count(out, row->counts.went, 9);
    ll_buf_add_char(out, '\n');
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
        ll_buf_printf(out, "\n%-*s%9s%9s%9s%9s%9s%9s\n", LL_TABLE_ID, title, "new", "gone",
                      "changed", "same", "came", "went");
    }
    for (size_t i = 0; i < n && i < ROWS_MAX; i++)
        add_row(out, changed[i]);
    if (n > ROWS_MAX)
        ll_buf_printf(out, "  and %zu more\n", n - ROWS_MAX);
    free(changed);
}

static void add_pack(struct ll_buf *line, const struct ll_pack *pack)
{
    ll_buf_add_str(line, pack->id);
    if (pack->version.len)
        ll_buf_printf(line, " %.*s", LL_STR_ARGS(pack->version));
}

void ll_compare_text(const struct ll_compare *compare, struct ll_buf *out)
{
    const struct ll_compare_thread *all = &compare->threads[0];
    struct ll_buf line = {0};
    ll_buf_add_lit(&line, "changes: leads of ");
    add_pack(&line, compare->setup.present->pack);
    ll_buf_add_lit(&line, ", and of the candidate ");
    add_pack(&line, compare->setup.candidate->pack);
    add_sentence(out, &line);
    add_totals(out, &all->all);
    add_differing(out, compare);
    add_rows(out, "changes, by indicator", &all->rows[LL_CHANGES_BY_INDICATOR]);
    add_rows(out, "changes, by group", &all->rows[LL_CHANGES_BY_GROUP]);
    add_rows(out, "changes, by division", &all->rows[LL_CHANGES_BY_DIVISION]);
    add_rows(out, "changes, by state", &all->rows[LL_CHANGES_BY_STATE]);
}
