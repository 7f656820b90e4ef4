/* text_window.c -- a window in words: its items, its terms, its days.   SPDX-License-Identifier: Apache-2.0 */
#include "why/days.h"
#include "why/say.h"
#include "why/table.h"
#include "why/text.h"

#define NAMES_MAX 8    /* items that are named; more are counted */
#define DAYS_LISTED 40 /* days that are told one by one; longer windows are told by their ends */
#define WIDTH_MAX 100  /* columns of a line of days */

static void add_names(struct ll_why_page *page, const struct ll_window_seen *seen)
{
    size_t n = seen->to - seen->from, most = page->style->all ? n : NAMES_MAX;
    for (size_t i = 0; i < n && i < most; i++) {
        ll_buf_add_str(page->out, i ? LL_STR(", ") : LL_STR(""));
        ll_why_add_name(page->out, seen->part->items[seen->from + i]);
    }
    if (n > most)
        ll_buf_printf(page->out, " and %zu more", n - most);
}

static void add_past(struct ll_why_page *page, const struct ll_window_seen *seen)
{
    size_t most = page->style->all ? seen->past_count : NAMES_MAX;
    if (!ll_expr_uses_past(seen->indicator->having))
        return;
    ll_why_page_label(page, "  traces");
    if (seen->past_count == 0)
        ll_buf_printf(page->out, "none in the %d days before its end",
                      (int)seen->indicator->trace_days);
    for (size_t i = 0; i < seen->past_count && i < most; i++) {
        const struct ll_item *trace = ll_item_of_row(seen->past[i]);
        ll_buf_add_str(page->out, i ? LL_STR(", ") : LL_STR(""));
        ll_why_add_text(page->out, trace->fact->id);
        ll_buf_add_lit(page->out, " of ");
        ll_why_add_date(page->out, trace->day);
    }
    if (seen->past_count > most)
        ll_buf_printf(page->out, " and %zu more", seen->past_count - most);
    ll_buf_add_char(page->out, '\n');
}

static void add_day(struct ll_buf *out, const struct ll_why_days *days, ll_day day)
{
    enum ll_day_state state = ll_calendar_state(days->calendar, day);
    ll_why_add_day(out, day);
    if (state == LL_DAY_OPEN)
        ll_buf_printf(out, " %d", (int)ll_why_day_number(days, day));
    else if (state == LL_DAY_HOLIDAY)
        ll_buf_printf(out, " holiday (%s)", ll_federal_holiday_name(day));
    else
        ll_buf_printf(out, " %s", ll_why_day_word(state));
}

/* One by one, several a line. last: the day of an item behind the window may be told too. */
static void list_days(struct ll_why_page *page, const struct ll_why_days *days, ll_day last)
{
    size_t width = LL_WHY_MARGIN;
    for (ll_day day = days->first; day <= last; day++) {
        add_day(&page->cell, days, day);
        size_t need = page->cell.len + 2;
        if (day > days->first) {
            ll_buf_add_char(page->out, ',');
            ll_buf_add_char(page->out, width + need > WIDTH_MAX ? '\n' : ' ');
            if (width + need > WIDTH_MAX) {
                ll_why_pad(page->out, 0, LL_WHY_MARGIN);
                width = LL_WHY_MARGIN;
            }
        }
        ll_buf_add_str(page->out, ll_buf_str(&page->cell));
        ll_buf_reset(&page->cell);
        width += need;
    }
    ll_buf_add_char(page->out, '\n');
}

/* The first item behind the window, where it lies near: how far it is tells what a day more would have brought. */
static const struct ll_item *next_of(const struct ll_window_seen *seen,
                                     const struct ll_why_days *days)
{
    const struct ll_item *next = seen->to < seen->part->count ? seen->part->items[seen->to] : NULL;
    return next && next->day - days->first < DAYS_LISTED ? next : NULL;
}

static void add_days(struct ll_why_page *page, const struct ll_window_seen *seen,
                     const struct ll_why_days *days)
{
    const struct ll_item *next = seen->qualifies ? NULL : next_of(seen, days);
    ll_day last = next ? next->day : days->last;
    if (!days->calendar)
        return;
    ll_why_page_label(page, "  days");
    if (days->last - days->first < DAYS_LISTED) {
        list_days(page, days, last);
    } else {
        add_day(page->out, days, days->first);
        ll_buf_add_lit(page->out, " ... ");
        add_day(page->out, days, days->last);
        ll_buf_add_char(page->out, '\n');
    }
    if (!next)
        return;
    ll_why_pad(page->out, 0, LL_WHY_MARGIN);
    ll_buf_add_lit(page->out, "the next, ");
    ll_why_add_name(page->out, next);
    ll_buf_printf(page->out, ", is of day %d; the window has %d\n",
                  (int)ll_why_day_number(days, next->day), (int)seen->indicator->window.n);
}

static void add_span(struct ll_why_page *page, const struct ll_window_seen *seen,
                     const struct ll_why_days *days)
{
    static const char *const whose[] = {"", " (the dealer's are not known: the default calendar)",
                                        " of the dealer", ""};
    struct ll_buf *out = page->out;
    ll_why_add_day(out, days->first);
    if (days->last > days->first) {
        ll_buf_add_lit(out, " to ");
        ll_why_add_day(out, days->last);
    }
    if (seen->indicator->window.kind == LL_WINDOW_BUSINESS_DAYS) {
        ll_buf_add_lit(out, ", ");
        ll_why_add_count(out, (uint64_t)seen->indicator->window.n, "open day", "open days");
        ll_buf_add_str(out, ll_str_from(whose[seen->calendar]));
    }
    ll_buf_add_lit(out, ", ");
    ll_why_add_count(out, seen->to - seen->from, ll_why_kind_word(seen->indicator->items, 1),
                     ll_why_kind_word(seen->indicator->items, 2));
}

void ll_why_page_window(struct ll_why_page *page, const struct ll_why_rule *rule,
                        const struct ll_why_window *window)
{
    const struct ll_window_seen *seen = &window->seen;
    const struct ll_why_days days = ll_why_days_of(seen, page->why->setup->rules);
    const struct ll_expr_env env = {.rows = seen->part->rows + seen->from,
                                    .row_count = seen->to - seen->from,
                                    .past = seen->past,
                                    .past_count = seen->past_count};
    enum ll_why_tone tone = seen->qualifies ? LL_WHY_GOOD : LL_WHY_BAD;
    ll_why_page_label(page, rule->nearest == window ? "nearest" : "window");
    add_span(page, seen, &days);
    ll_buf_add_lit(page->out, ": ");
    ll_why_paint(page->out, tone, page->style->colour);
    ll_buf_add_str(page->out, seen->qualifies ? LL_STR("enough") : LL_STR("not enough"));
    ll_why_unpaint(page->out, tone, page->style->colour);
    ll_buf_add_char(page->out, '\n');
    ll_why_pad(page->out, 0, LL_WHY_MARGIN);
    add_names(page, seen);
    ll_buf_add_char(page->out, '\n');
    ll_why_page_terms(page, rule->entry->having, &env, LL_WHY_MARGIN);
    add_past(page, seen);
    add_days(page, seen, &days);
}
