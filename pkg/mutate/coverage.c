/* coverage.c -- what the timelines of tests try of a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/coverage.h"

#include "base/buf.h"
#include "base/day.h"
#include "base/decimal.h"
#include "lead/windows.h"
#include "mutate/points.h"

#include <inttypes.h>

bool ll_coverage_make(struct ll_coverage *coverage, const struct ll_book *book,
                      struct ll_arena *arena)
{
    size_t n = book->pack->indicator_count;
    *coverage = (struct ll_coverage){.book = book};
    coverage->of = LL_NEW_ARRAY(arena, struct ll_covered, n);
    if (!coverage->of)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct ll_covered *covered = &coverage->of[i];
        const struct ll_book_entry *entry = &book->entries[i];
        if (entry->where && !ll_points_find(covered, entry->where, arena))
            return false;
        covered->where_count = covered->count;
        if (!ll_points_find(covered, entry->having, arena))
            return false;
    }
    return true;
}

/* ---- one timeline ---- */

static void add_items(struct ll_covered *covered, const struct ll_book_entry *entry,
                      const struct ll_assessment *assessment)
{
    const struct ll_indicator *indicator = entry->indicator;
    const struct ll_item_list *list = &assessment->items.of[indicator->items];
    for (size_t i = 0; entry->where && i < list->count; i++) {
        struct ll_expr_env env = {.row = list->items[i]->row, .in_hit = ll_item_in_hit};
        if (list->items[i]->kind != LL_ITEM_REPORT ||
            list->items[i]->reported == indicator->reports_of)
            ll_points_mark(covered, 0, entry->where, &env);
    }
}

/* What taking the windows of one indicator takes along. */
struct taking {
    struct ll_covered *covered;
    const struct ll_book_entry *entry;
};

static bool take_window(void *context, const struct ll_window_seen *window)
{
    struct taking *taking = context;
    struct ll_covered *covered = taking->covered;
    int32_t first = window->ordinals[window->from], n = window->indicator->window.n;
    struct ll_expr_env env = {.rows = window->part->rows + window->from,
                              .row_count = window->to - window->from,
                              .past = window->past,
                              .past_count = window->past_count};
    ll_points_mark(covered, covered->where_count, taking->entry->having, &env);
    if (window->ordinals[window->to - 1] - first == n - 1 && window->to - window->from > 1)
        covered->last = true;
    if (window->to < window->part->count && window->ordinals[window->to] - first == n)
        covered->too_far = true;
    return true;
}

static bool add_subject(struct ll_coverage *coverage, struct ll_trial_subject *subject,
                        const struct ll_rules *rules, const bool *looks, struct ll_arena *arena)
{
    const struct ll_indicator *list = rules->pack->indicators;
    struct ll_assessment *assessment = &subject->assessment;
    for (size_t i = 0; i < rules->pack->indicator_count; i++) {
        struct taking taking = {&coverage->of[i], &coverage->book->entries[i]};
        if (!list[i].enabled || (unsigned)list[i].timeline != subject->who.subject.kind ||
            (looks && !looks[i]))
            continue;
        add_items(taking.covered, taking.entry, assessment);
        if (!ll_windows_each(&list[i], &assessment->items, rules, arena, take_window, &taking))
            return false;
    }
    for (size_t h = 0; h < assessment->hits.count; h++) {
        size_t i = (size_t)(assessment->hits.hits[h].indicator - list);
        coverage->of[i].hit |= !looks || looks[i];
    }
    return true;
}

bool ll_coverage_add(struct ll_coverage *coverage, const struct ll_trial_test *test,
                     struct ll_arena *arena)
{
    struct ll_trial_state state;
    for (size_t stage = 0; stage < test->stage_count && !test->off; stage++) {
        if (!ll_trial_assess(test, test->stages[stage].events, coverage->book->pack, NULL, arena,
                             &state))
            return false;
        for (size_t i = 0; i < state.subject_count; i++)
            if (!add_subject(coverage, &state.subjects[i], &state.rules, test->looks, arena))
                return false;
    }
    return true;
}

/* ---- the sum ---- */

struct summing {
    struct ll_coverage *coverage;
    struct ll_arena *arena;
    struct ll_gap *list;
    size_t count, cap;
    bool failed;
    bool muted; /* count what is not tried, and say nothing of it */
};

static void add_gap(struct summing *summing, enum ll_gap_kind kind, uint32_t indicator,
                    struct ll_pos at, struct ll_buf *text)
{
    if (summing->muted) {
        ll_buf_fini(text);
        return;
    }
    struct ll_gap *list =
        ll_arena_more(summing->arena, summing->list, summing->count, &summing->cap, sizeof *list);
    ll_str kept = ll_arena_str(summing->arena, ll_buf_str(text));
    summing->failed |= !list || !kept.ptr || text->failed;
    if (!summing->failed) {
        summing->list = list;
        list[summing->count++] = (struct ll_gap){kind, indicator, at, kept};
    }
    ll_buf_fini(text);
}

static void count_one(size_t sums[2], bool seen)
{
    sums[0] += seen;
    sums[1]++;
}

static void sum_condition(struct summing *summing, uint32_t i, const struct ll_point *point)
{
    struct ll_buf text = {0};
    bool lacks_false = point->wanted[0] && !point->seen[0];
    bool lacks_true = point->wanted[1] && !point->seen[1];
    count_one(summing->coverage->conditions, !lacks_false && !lacks_true);
    if (!lacks_false && !lacks_true)
        return;
    ll_buf_printf(&text, "%.*s is never %s",
                  LL_STR_ARGS(ll_reading_words(point->reading, point->node)),
                  lacks_false && lacks_true ? "asked"
                  : lacks_true              ? "true"
                                            : "false");
    add_gap(summing, LL_GAP_CONDITION, i, ll_reading_place(point->reading, point->node), &text);
}

static void sum_edge(struct summing *summing, uint32_t i, const struct ll_point *point)
{
    for (int side = 0; side < 2; side++) {
        struct ll_buf text = {0};
        char day[10];
        if (!point->wanted[side])
            continue;
        count_one(summing->coverage->edges, point->seen[side]);
        if (point->seen[side])
            continue;
        ll_buf_printf(&text, "%.*s is never tried with %.*s ",
                      LL_STR_ARGS(ll_reading_words(point->reading, point->node)),
                      LL_STR_ARGS(ll_reading_words(point->reading, point->varies)));
        if (point->is_date) {
            ll_day_format((ll_day)point->sides[side], day);
            ll_buf_add(&text, day, sizeof day);
        } else {
            ll_decimal_add(&text, point->sides[side]);
        }
        add_gap(summing, LL_GAP_EDGE, i, ll_reading_place(point->reading, point->node), &text);
    }
}

static void sum_window(struct summing *summing, uint32_t i, const struct ll_book_entry *entry)
{
    const struct ll_covered *covered = &summing->coverage->of[i];
    const struct ll_yaml_node *node = ll_book_value(entry, "window");
    struct ll_pos at = node ? node->at : entry->id_at;
    int32_t n = entry->indicator->window.n;
    const char *days =
        entry->indicator->window.kind == LL_WINDOW_BUSINESS_DAYS ? "open day" : "day";
    for (int side = 0; side < 2; side++) {
        struct ll_buf text = {0};
        bool seen = side ? covered->too_far : covered->last;
        count_one(summing->coverage->windows, seen);
        if (seen)
            continue;
        if (n == 1 && !side)
            ll_buf_printf(&text, "no two %s stand on one day",
                          ll_item_kind_word(entry->indicator->items));
        else
            ll_buf_printf(&text, "no two %s stand %" PRId32 " %s%s apart, %s",
                          ll_item_kind_word(entry->indicator->items), n - !side, days,
                          n - !side == 1 ? "" : "s",
                          side ? "just too far for the window" : "just within the window");
        add_gap(summing, LL_GAP_WINDOW, i, at, &text);
    }
}

static bool is_looked_at(const struct ll_covered *covered)
{
    bool seen = covered->hit;
    for (size_t p = 0; p < covered->count && !seen; p++)
        seen = covered->points[p].seen[0] || covered->points[p].seen[1];
    return seen;
}

/* Of a file that the pack extends, only what it overrides is for its own tests. */
static bool is_own(const struct ll_book *book, const struct ll_book_entry *entry)
{
    for (size_t i = 0; i < book->root_count && !entry->overrides; i++)
        if (book->roots[i]->at.source == entry->node->at.source)
            return !book->extended[i];
    return true;
}

bool ll_coverage_sum(struct ll_coverage *coverage, struct ll_arena *arena, struct ll_gap **gaps,
                     size_t *count)
{
    struct summing summing = {.coverage = coverage, .arena = arena};
    for (uint32_t i = 0; i < coverage->book->pack->indicator_count; i++) {
        const struct ll_covered *covered = &coverage->of[i];
        const struct ll_book_entry *entry = &coverage->book->entries[i];
        if (!entry->indicator->enabled || !is_own(coverage->book, entry))
            continue;
        count_one(coverage->hits, covered->hit);
        if (!covered->hit) {
            struct ll_buf text = {0};
            ll_buf_add_lit(&text, "no test makes it hit");
            add_gap(&summing, LL_GAP_HIT, i, entry->id_at, &text);
        }
        /* What no test looks at at all is said in one line. */
        if (!is_looked_at(covered))
            summing.muted = true;
        for (size_t p = 0; p < covered->count; p++) {
            if (covered->points[p].varies)
                sum_edge(&summing, i, &covered->points[p]);
            else
                sum_condition(&summing, i, &covered->points[p]);
        }
        sum_window(&summing, i, entry);
        summing.muted = false;
    }
    *gaps = summing.list;
    *count = summing.count;
    return !summing.failed;
}

const char *ll_gap_word(enum ll_gap_kind kind)
{
    static const char *const words[] = {"hit", "condition", "edge", "window"};
    return words[kind];
}
