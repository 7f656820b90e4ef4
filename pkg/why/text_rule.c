/* text_rule.c -- an indicator in words: what it counted, where it hit, or what it lacked.   SPDX-License-Identifier: Apache-2.0 */
#include "why/describe.h"
#include "why/say.h"
#include "why/table.h"
#include "why/terms.h"
#include "why/text.h"

#define ITEMS_MAX 12  /* rows of items; more are only counted, unless all is asked for */
#define WINDOWS_MAX 3 /* likewise */

static void add_head(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    static const char *const words[] = {"HIT", "HIT ELSEWHERE", "MISSED", "OFF"};
    static const enum ll_why_tone tones[] = {LL_WHY_GOOD, LL_WHY_FAINT, LL_WHY_BAD, LL_WHY_FAINT};
    const struct ll_indicator *indicator = rule->entry->indicator;
    bool colour = page->style->colour;
    ll_why_paint(page->out, tones[rule->state], colour);
    ll_buf_add_str(page->out, ll_str_from(words[rule->state]));
    ll_why_unpaint(page->out, tones[rule->state], colour);
    ll_buf_add_lit(page->out, "  ");
    ll_why_paint(page->out, LL_WHY_BOLD, colour);
    ll_buf_add_str(page->out, indicator->id);
    ll_why_unpaint(page->out, LL_WHY_BOLD, colour);
    ll_buf_printf(page->out, "  %.*s\n", LL_STR_ARGS(indicator->title));
}

/* ---- items ---- */

/* The terms of where that fail, the outermost ones. */
static void add_failing(struct ll_why_page *page, const struct ll_expr_reading *where,
                        const struct ll_expr_env *env, struct ll_why_terms *terms)
{
    const char *between = "no: ";
    ll_why_terms_of(where, terms);
    for (size_t i = 0; i < terms->count; i++) {
        if (terms->list[i].depth || ll_reading_holds(terms->list[i].node, env))
            continue;
        ll_buf_add_str(&page->cell, ll_str_from(between));
        ll_why_add_words(&page->cell, ll_why_term_words(&terms->list[i]));
        between = "; ";
    }
}

static void add_row(struct ll_why_page *page, struct ll_why_table *table,
                    const struct ll_why_rule *rule, size_t at, const struct ll_why_parts *parts,
                    struct ll_why_terms *terms)
{
    const struct ll_item *item = rule->items[at];
    const struct ll_expr_env env = ll_why_row_env(item);
    ll_why_add_day(&page->cell, item->day);
    ll_why_table_take(table, LL_WHY_PLAIN, &page->cell);
    ll_why_add_name(&page->cell, item);
    ll_why_table_take(table, rule->asked[at] ? LL_WHY_BOLD : LL_WHY_PLAIN, &page->cell);
    ll_why_add_what(&page->cell, item);
    ll_why_table_take(table, LL_WHY_PLAIN, &page->cell);
    ll_buf_add(&page->cell, item->text.dealer_key, item->dealer ? LL_DEALER_KEY_TEXT : 0);
    ll_why_table_take(table, LL_WHY_PLAIN, &page->cell);
    for (size_t i = 0; i < parts->count; i++) {
        struct ll_value value = ll_reading_value(parts->list[i].node, &env);
        ll_why_add_value(&page->cell, parts->list[i].node, &value, false);
        ll_why_table_take(table, LL_WHY_PLAIN, &page->cell);
    }
    if (rule->counted[at])
        ll_buf_add_lit(&page->cell, "yes");
    else
        add_failing(page, rule->entry->where, &env, terms);
    ll_why_table_take(table, rule->counted[at] ? LL_WHY_GOOD : LL_WHY_BAD, &page->cell);
}

static void add_heads(struct ll_why_table *table, const struct ll_why_rule *rule,
                      const struct ll_why_parts *parts)
{
    static const char *const names[] = {"sale", "trace", "purchaser"};
    static const char *const whats[] = {"gun", "gun", "multiple sale"};
    enum ll_item_kind kind = rule->entry->indicator->items;
    ll_why_table_add(table, LL_WHY_FAINT, LL_STR("date"));
    ll_why_table_add(table, LL_WHY_FAINT, ll_str_from(names[kind]));
    ll_why_table_add(table, LL_WHY_FAINT, ll_str_from(whats[kind]));
    ll_why_table_add(table, LL_WHY_FAINT, LL_STR("dealer"));
    for (size_t i = 0; i < parts->count; i++)
        ll_why_table_add(table, LL_WHY_FAINT, parts->list[i].words);
    ll_why_table_add(table, LL_WHY_FAINT, LL_STR("counts"));
}

static bool is_in_window(const struct ll_why_window *window, const struct ll_item *item)
{
    for (size_t i = window ? window->seen.from : 0; window && i < window->seen.to; i++)
        if (window->seen.part->items[i] == item)
            return true;
    return false;
}

/* Which rows are shown: what is asked about and what came nearest first. */
static size_t choose_rows(const struct ll_why_rule *rule, size_t most, bool *shown)
{
    size_t n = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < rule->item_count && n < most; i++) {
            bool first = rule->asked[i] || rule->items[i] == rule->nearest_item ||
                         is_in_window(rule->nearest, rule->items[i]);
            if (shown[i] || (round == 0 && !first))
                continue;
            shown[i] = true;
            n++;
        }
    return n;
}

/* What of where has values that differ from item to item; parameters do not. */
static void find_parts(const struct ll_expr_reading *where, struct ll_why_parts *parts)
{
    struct ll_why_parts all = {.count = 0};
    parts->count = 0;
    if (where)
        ll_why_parts_add(where, where->root, &all);
    for (size_t i = 0; i < all.count && parts->count < LL_WHY_COLUMNS_MAX - 5; i++)
        if (all.list[i].node->kind == LL_NODE_NAME || all.list[i].node->kind == LL_NODE_CALL)
            parts->list[parts->count++] = all.list[i];
}

static void add_items(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    struct ll_why_parts parts;
    struct ll_why_terms *terms = LL_NEW(page->scratch, struct ll_why_terms);
    bool *shown = LL_NEW_ARRAY(page->scratch, bool, rule->item_count);
    if (!terms || !shown) {
        page->out->failed = true;
        return;
    }
    find_parts(rule->entry->where, &parts);
    struct ll_why_table table = {.arena = page->scratch, .columns = 5 + parts.count};
    size_t n = choose_rows(rule, page->style->all ? SIZE_MAX : ITEMS_MAX, shown);
    add_heads(&table, rule, &parts);
    for (size_t i = 0; i < rule->item_count; i++)
        if (shown[i])
            add_row(page, &table, rule, i, &parts, terms);
    ll_why_table_write(&table, LL_WHY_MARGIN, page->style->colour, page->out);
    if (n < rule->item_count) {
        ll_why_pad(page->out, 0, LL_WHY_MARGIN);
        ll_buf_printf(page->out, "and %zu more; --all shows them\n", rule->item_count - n);
    }
}

static void add_counted(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    enum ll_item_kind kind = rule->entry->indicator->items;
    ll_why_page_label(page, "counted");
    if (rule->item_count == 0) {
        ll_buf_printf(page->out, "there are no %s\n", ll_why_kind_word(kind, 2));
        return;
    }
    ll_buf_printf(page->out, "%zu of ", rule->counted_count);
    ll_why_add_count(page->out, rule->item_count, ll_why_kind_word(kind, 1),
                     ll_why_kind_word(kind, 2));
    if (rule->entry->where) {
        ll_buf_add_lit(page->out, ", where ");
        ll_why_add_words(page->out, ll_reading_words(rule->entry->where, rule->entry->where->root));
    }
    ll_buf_add_char(page->out, '\n');
    add_items(page, rule);
}

/* ---- windows ---- */

static bool is_shown(const struct ll_why *why, const struct ll_why_rule *rule,
                     const struct ll_why_window *window)
{
    bool narrow = why->setup->lead.len || why->setup->sale.len || why->setup->trace.len;
    if (rule->state == LL_WHY_MISSED)
        return window == rule->nearest;
    return window->seen.qualifies && (!narrow || window->asked);
}

static void add_windows(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    size_t most = page->style->all ? SIZE_MAX : WINDOWS_MAX, shown = 0;
    for (size_t i = 0; i < rule->window_count && shown < most; i++) {
        if (!page->style->all && !is_shown(page->why, rule, &rule->windows[i]))
            continue;
        ll_why_page_window(page, rule, &rule->windows[i]);
        shown++;
    }
    if (shown < rule->window_count) {
        ll_why_page_label(page, "");
        ll_buf_printf(page->out, "%zu of ", shown);
        ll_why_add_count(page->out, rule->window_count, "window", "windows");
        ll_buf_add_lit(page->out, " looked at; --all shows them\n");
    }
}

static void add_hits(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    for (size_t i = 0; i < page->why->lead_count; i++)
        for (size_t k = 0; k < page->why->leads[i].lead->hit_count; k++) {
            const struct ll_hit *hit = page->why->leads[i].lead->hits[k];
            if (hit->indicator != rule->entry->indicator)
                continue;
            ll_why_page_label(page, "hit");
            ll_why_add_count(page->out, hit->count, ll_why_kind_word(hit->indicator->items, 1),
                             ll_why_kind_word(hit->indicator->items, 2));
            ll_buf_add_lit(page->out, ", ");
            ll_why_add_day(page->out, hit->first_day);
            ll_buf_add_lit(page->out, " to ");
            ll_why_add_day(page->out, hit->last_day);
            ll_buf_printf(page->out, ", in %.*s\n", LL_LEAD_ID_LEN, page->why->leads[i].lead->id);
        }
}

/* ---- the nearest miss ---- */

static void add_nearest_item(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    const struct ll_expr_env env = ll_why_row_env(rule->nearest_item);
    ll_why_page_label(page, "nearest");
    ll_why_add_name(page->out, rule->nearest_item);
    ll_buf_add_lit(page->out, " (");
    ll_why_add_what(page->out, rule->nearest_item);
    ll_buf_add_lit(page->out, ")\n");
    ll_why_page_terms(page, rule->entry->where, &env, LL_WHY_MARGIN);
}

static void say_none(struct ll_why_page *page, const struct ll_why_miss *miss)
{
    if (miss->two_tried)
        ll_buf_add_lit(page->out, "none of one or two would have made it hit\n");
    else
        ll_buf_printf(page->out, "none of the %zu that were tried would have made it hit\n",
                      miss->tried);
}

static void add_miss(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    const struct ll_why_miss *miss = &rule->miss;
    bool many = miss->count == 1 && miss->changes[0].times > 1;
    if (miss->count == 0) {
        ll_why_page_label(page, "change");
        say_none(page, miss);
        return;
    }
    for (size_t i = 0; i < miss->count; i++) {
        ll_why_page_label(page, i ? "  and" : "would hit");
        ll_buf_add_lit(page->out, "with ");
        ll_why_change_text(page->out, page->why, miss->changes, i);
        ll_buf_add_char(page->out, '\n');
    }
    for (size_t i = 0; i < miss->other_count; i++) {
        ll_why_page_label(page, "  or");
        ll_buf_add_lit(page->out, "with ");
        ll_why_change_text(page->out, page->why, &miss->others[i], 0);
        ll_buf_add_char(page->out, '\n');
    }
    if ((miss->count == 2 && miss->one_tried) || (many && miss->two_tried)) {
        ll_why_pad(page->out, 0, LL_WHY_MARGIN);
        ll_buf_add_str(page->out, many ? LL_STR("(no one or two changes would have made it)\n")
                                       : LL_STR("(no single change would have made it)\n"));
    }
}

void ll_why_page_rule(struct ll_why_page *page, const struct ll_why_rule *rule)
{
    add_head(page, rule);
    if (rule->state == LL_WHY_OFF) {
        ll_why_page_label(page, "");
        ll_buf_add_lit(page->out, "it is not enabled\n");
        return;
    }
    add_hits(page, rule);
    add_counted(page, rule);
    if (rule->window_count)
        add_windows(page, rule);
    else if (rule->nearest_item)
        add_nearest_item(page, rule);
    if (rule->state == LL_WHY_MISSED)
        add_miss(page, rule);
}
