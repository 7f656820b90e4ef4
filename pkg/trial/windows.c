/* windows.c -- the windows that an indicator looked at, with the values that decided.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/rows.h"

#include "base/decimal.h"
#include "lead/windows.h"

#include <inttypes.h>

/* More are counted, and not shown. */
#define WINDOWS_SHOWN 12
#define LEFT_OUT_SHOWN 6
/* Where several indicators may be meant. */
#define FEW_SHOWN 4

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

struct showing {
    const struct ll_book_entry *entry;
    const struct ll_trial_subject *subject;
    struct ll_trial_state const *state;
    struct ll_arena *arena;
    struct ll_buf *out;
    size_t shown, more;
    bool few;
};

static void add_day(struct ll_buf *out, ll_day day)
{
    char text[10];

    ll_day_format(day, text);
    ll_buf_printf(out, "%s %.10s", weekdays[ll_day_weekday(day)], text);
}

/* ---- values ---- */

static void add_value(struct ll_buf *out, const struct ll_node *node, const struct ll_value *value)
{
    if (value->null)
        ll_buf_add_lit(out, "null");
    else if (node->type == LL_NODE_BOOL)
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
    else if (node->type == LL_NODE_NUMBER)
        ll_decimal_add(out, value->number);
    else
        ll_buf_printf(out, "\"%.*s\"", (int)value->len, value->text);
}

/* A part whose words do not say its value: a field, a call, a parameter. */
static bool is_open(ll_str words, const struct ll_node *node)
{
    return !node->is_list && node->kind != LL_NODE_LIST &&
           (node->kind == LL_NODE_NAME || node->kind == LL_NODE_CALL ||
            (words.len && words.ptr[0] == '$'));
}

/* What is said of the values of an expression. */
struct telling {
    const struct ll_expr_reading *reading;
    const struct ll_expr_env *env;
    struct ll_buf *out;
    size_t start; /* of what is said */
};

/* It was said before, as a field stands in several conditions. */
static bool is_said(const struct telling *t, ll_str part)
{
    ll_str said = {t->out->ptr + t->start, t->out->len - t->start - part.len};

    for (size_t at = 0; at + part.len <= said.len; at++)
        if (memcmp(said.ptr + at, part.ptr, part.len) == 0)
            return true;
    return false;
}

static void add_part(struct telling *t, ll_str words, const struct ll_node *node)
{
    struct ll_value value = ll_reading_value(node, t->env);
    size_t from = t->out->len;

    ll_buf_printf(t->out, "%s%.*s = ", from > t->start ? ", " : "", LL_STR_ARGS(words));
    add_value(t->out, node, &value);
    size_t skip = from > t->start ? 2 : 0;
    if (!t->out->failed &&
        is_said(t, (ll_str){t->out->ptr + from + skip, t->out->len - from - skip}))
        t->out->len = from;
}

/* The open parts below a node, as "words = value": of `and` and `or` only those that decided. */
static void add_parts(struct telling *t, const struct ll_node *node)
{
    ll_str words = ll_reading_words(t->reading, node);
    bool joins = node->kind == LL_NODE_AND || node->kind == LL_NODE_OR;
    bool holds = joins && ll_reading_holds(node, t->env), decided = false;

    if (node->kind == LL_NODE_NAMED) {
        /* What it stands for is in a text of its own. */
        struct telling named = *t;
        named.reading = node->named;
        add_parts(&named, node->named->root);
        return;
    }
    if (is_open(words, node))
        add_part(t, words, node);
    if (node->kind == LL_NODE_CALL || node->kind == LL_NODE_LIST)
        return;
    for (const struct ll_node *child = node->first; child; child = child->next) {
        /* One that holds decides an `or`, one that does not an `and`; else all do. */
        bool decides = joins && holds == (node->kind == LL_NODE_OR);
        if (decides && (decided || ll_reading_holds(child, t->env) != holds))
            continue;
        decided = true;
        add_parts(t, child);
    }
}

static void add_values(struct ll_buf *out, const struct ll_expr_reading *reading,
                       const struct ll_expr_env *env)
{
    struct telling t = {reading, env, out, out->len};

    add_parts(&t, reading->root);
}

/* ---- windows ---- */

static void add_part_name(struct showing *s, const struct ll_window_seen *window)
{
    const struct ll_indicator *one = window->indicator;
    const struct ll_value *row = window->part->items[0]->row;

    for (size_t i = 0; i < one->same_count; i++) {
        const struct ll_value *value = &row[one->same[i]];
        if (one->same[i] == LL_SLOT_DEALER_KEY && window->part->items[0]->dealer_row)
            ll_buf_printf(s->out, ", dealer %.*s",
                          LL_STR_ARGS(window->part->items[0]->dealer_row->name));
        else if (value->null)
            ll_buf_add_lit(s->out, ", null");
        else if (ll_item_slot_type(one->same[i]) == LL_TYPE_STRING)
            ll_buf_printf(s->out, ", %.*s", (int)value->len, value->text);
        else
            ll_buf_printf(s->out, ", %" PRId64, value->number / LL_DECIMAL_ONE);
    }
}

static bool show_window(void *context, const struct ll_window_seen *window)
{
    struct showing *s = context;
    size_t n = window->to - window->from;
    const struct ll_expr_env env = {.rows = window->part->rows + window->from,
                                    .row_count = n,
                                    .past = window->past,
                                    .past_count = window->past_count,
                                    .scratch = s->arena};

    if (s->shown == (s->few ? FEW_SHOWN : WINDOWS_SHOWN)) {
        s->more++;
        return true;
    }
    s->shown++;
    ll_buf_printf(s->out, "      %-4s", window->qualifies ? "yes" : "no");
    add_day(s->out, window->part->items[window->from]->day);
    if (window->part->items[window->to - 1]->day != window->part->items[window->from]->day) {
        ll_buf_add_lit(s->out, " to ");
        add_day(s->out, window->part->items[window->to - 1]->day);
    }
    ll_buf_printf(s->out, ", %zu item%s, %.*s", n, n == 1 ? "" : "s",
                  LL_STR_ARGS(s->subject->label));
    add_part_name(s, window);
    ll_buf_add_lit(s->out, ": ");
    add_values(s->out, s->entry->having, &env);
    ll_buf_add_char(s->out, '\n');
    return true;
}

/* ---- what `where` left out ---- */

static void show_left_out(struct showing *s, const struct ll_item *item)
{
    const struct ll_expr_env env = {
        .row = item->row, .in_hit = ll_item_in_hit, .scratch = s->arena};
    const struct ll_value *class = &item->row[LL_SLOT_CLASS];

    if (!s->entry->where || ll_reading_holds(s->entry->where->root, &env))
        return;
    if (s->shown == (s->few ? FEW_SHOWN : LEFT_OUT_SHOWN)) {
        s->more++;
        return;
    }
    s->shown++;
    ll_buf_add_lit(s->out, "      left out by where: ");
    add_day(s->out, item->day);
    ll_buf_printf(s->out, ", %.*s", LL_STR_ARGS(item->fact->id));
    if (!class->null)
        ll_buf_printf(s->out, " %.*s", (int)class->len, class->text);
    ll_buf_printf(s->out, ", %.*s: ", LL_STR_ARGS(s->subject->label));
    add_values(s->out, s->entry->where, &env);
    ll_buf_add_char(s->out, '\n');
}

static void end_list(struct showing *s, const char *what)
{
    if (s->more)
        ll_buf_printf(s->out, "      and %zu more %s\n", s->more, what);
    s->shown = s->more = 0;
}

/* ---- the whole ---- */

static bool is_meant(const struct ll_trial_subject *subject, const struct ll_indicator *indicator,
                     const struct ll_trial_row *row)
{
    if (subject->who.subject.kind != indicator->timeline)
        return false;
    if (row->name)
        return ll_subject_eq(&row->name->subject, &subject->who.subject);
    return !row->whose || row->want.len || row->whose == subject;
}

bool ll_trial_show_windows(const struct ll_book *book, const struct ll_trial_state *state,
                           uint32_t index, const struct ll_trial_row *row, struct ll_arena *arena,
                           struct ll_buf *out)
{
    const struct ll_indicator *indicator = &state->rules.pack->indicators[index];
    struct showing s = {.entry = &book->entries[index],
                        .state = state,
                        .arena = arena,
                        .out = out,
                        .few = row->indicator < 0};
    ll_str having = s.entry->having->text.text;
    size_t start = out->len;

    if (!indicator->enabled) {
        ll_buf_printf(out, "    %.*s is disabled, so that it has no hits\n",
                      LL_STR_ARGS(indicator->id));
        return out->len > start;
    }
    ll_buf_printf(out, "    windows of %.*s, having: %.*s\n", LL_STR_ARGS(indicator->id),
                  LL_STR_ARGS(ll_str_trim(having)));
    size_t head = out->len;
    for (size_t i = 0; i < state->subject_count; i++) {
        struct ll_trial_subject *subject = &state->subjects[i];
        struct ll_items *items = &subject->assessment.items;
        if (!is_meant(subject, indicator, row) || !items->of[indicator->items].count)
            continue;
        s.subject = subject;
        if (!ll_windows_each(indicator, items, &state->rules, arena, show_window, &s))
            return false;
    }
    end_list(&s, "windows");
    for (size_t i = 0; i < state->subject_count; i++) {
        const struct ll_trial_subject *subject = &state->subjects[i];
        const struct ll_item_list *list = &subject->assessment.items.of[indicator->items];
        s.subject = subject;
        for (size_t k = 0; is_meant(subject, indicator, row) && k < list->count; k++)
            show_left_out(&s, list->items[k]);
    }
    end_list(&s, "items left out");
    if (out->len == head)
        ll_buf_printf(out, "      none: no %s there\n", ll_item_kind_word(indicator->items));
    return out->len > start;
}

static bool meet_window(void *context, const struct ll_window_seen *window)
{
    (void)window;
    *(enum ll_trial_nearness *)context = LL_TRIAL_WINDOWS;
    return false;
}

bool ll_trial_near(const struct ll_trial_state *state, uint32_t indicator, struct ll_arena *arena,
                   enum ll_trial_nearness *near)
{
    const struct ll_indicator *one = &state->rules.pack->indicators[indicator];

    *near = LL_TRIAL_NO_ITEMS;
    for (size_t i = 0; i < state->subject_count && *near != LL_TRIAL_WINDOWS; i++) {
        struct ll_trial_subject *subject = &state->subjects[i];
        struct ll_items *items = &subject->assessment.items;
        if (subject->who.subject.kind != one->timeline || !items->of[one->items].count)
            continue;
        *near = LL_TRIAL_NO_WINDOWS;
        if (!ll_windows_each(one, items, &state->rules, arena, meet_window, near))
            return false;
    }
    return true;
}
