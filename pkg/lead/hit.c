/* hit.c -- one indicator: select, part, slide windows, join.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/hit.h"

#include "base/hash.h"

/* The items of one part, in the order of time, and their ordinals. */
struct part {
    struct ll_item **items;
    const struct ll_value **rows;
    int32_t *ordinals;
    size_t count;
    const struct ll_calendar *calendar; /* NULL: calendar days */
    enum ll_hit_calendar word;
};

/* What looking for one indicator's hits takes along. */
struct search {
    struct ll_hit_list *hits;
    struct ll_report_list *reports;
    const struct ll_indicator *indicator;
    struct ll_items *items;
    const struct ll_rules *rules;
    struct ll_arena *arena;
};

const char *ll_hit_calendar_word(enum ll_hit_calendar calendar)
{
    static const char *const words[] = {NULL, "assumed", "dealer", "default"};
    return words[calendar];
}

static bool in_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)context;
    const struct ll_item *item = ll_item_of_row(row);
    const struct ll_item *firearm = item->kind == LL_ITEM_FIREARM ? item : item->matched;
    return firearm && firearm->hit_bits[slot / 64] >> (slot % 64) & 1;
}

/* Copy what the arena holds into twice the room. */
static void *doubled(struct ll_arena *arena, const void *old, size_t count, size_t *cap,
                     size_t size)
{
    size_t bigger = *cap ? *cap * 2 : 8;
    void *fresh = ll_arena_array(arena, bigger, size, alignof(void *));
    if (!fresh)
        return NULL;
    if (count)
        memcpy(fresh, old, count * size);
    *cap = bigger;
    return fresh;
}

static struct ll_hit *add_hit(const struct search *search)
{
    struct ll_hit_list *list = search->hits;
    if (list->count == list->cap) {
        struct ll_hit *hits =
            doubled(search->arena, list->hits, list->count, &list->cap, sizeof *hits);
        if (!hits)
            return NULL;
        list->hits = hits;
    }
    return &list->hits[list->count++];
}

static struct ll_report *add_report(const struct search *search)
{
    struct ll_report_list *list = search->reports;
    if (list->count == list->cap) {
        struct ll_report *reports =
            doubled(search->arena, list->reports, list->count, &list->cap, sizeof *reports);
        if (!reports)
            return NULL;
        list->reports = reports;
    }
    return &list->reports[list->count++];
}

/* Traces on the window's last day or at most trace_days before it: a run of the timeline's traces. */
static void set_past(const struct search *search, ll_day last, struct ll_expr_env *env,
                     size_t *first)
{
    const struct ll_item_list *traces = &search->items->of[LL_ITEM_TRACE];
    size_t from = 0, to = traces->count;
    while (from < to && traces->items[from].day < last - search->indicator->trace_days)
        from++;
    while (to > from && traces->items[to - 1].day > last)
        to--;
    env->past = traces->rows + from;
    env->past_count = to - from;
    *first = from;
}

static bool qualifies(const struct search *search, const struct part *part, size_t from, size_t to,
                      bool *past)
{
    const struct ll_indicator *indicator = search->indicator;
    if (to - from < indicator->needs_items)
        return false;
    struct ll_expr_env env = {
        .rows = part->rows + from, .row_count = to - from, .scratch = search->arena};
    size_t first = 0;
    if (ll_expr_uses_past(indicator->having))
        set_past(search, part->items[to - 1]->day, &env, &first);
    if (!ll_expr_run(indicator->having, &env))
        return false;
    if (past && env.past_count)
        (void)ll_expr_mark_past(indicator->having, &env, past + first);
    return true;
}

static bool close_hit(const struct search *search, const struct part *part, size_t from, size_t to,
                      const bool *past)
{
    const struct ll_indicator *indicator = search->indicator;
    struct ll_hit *hit = add_hit(search);
    if (!hit)
        return false;
    *hit = (struct ll_hit){.indicator = indicator,
                           .items = part->items + from,
                           .count = to - from,
                           .first_day = part->items[from]->day,
                           .last_day = part->items[to - 1]->day,
                           .calendar = part->word,
                           .past = past};
    for (size_t i = from; i < to; i++) {
        struct ll_item *item = part->items[i];
        item->hit = (uint32_t)search->hits->count;
        if (indicator->sought && item->kind == LL_ITEM_FIREARM)
            item->hit_bits[indicator->hit_slot / 64] |= UINT64_C(1) << (indicator->hit_slot % 64);
    }
    return true;
}

/* Every ordinal that has an item starts a window; qualifying windows that share an item make one hit. */
static bool slide(const struct search *search, const struct part *part)
{
    bool marks = ll_expr_uses_past(search->indicator->having);
    size_t traces = search->items->of[LL_ITEM_TRACE].count;
    size_t hit_from = 0, hit_to = 0, to = 0;
    bool *past = NULL;
    for (size_t from = 0; from < part->count; from++) {
        if (from && part->ordinals[from] == part->ordinals[from - 1])
            continue;
        while (to < part->count &&
               part->ordinals[to] - part->ordinals[from] < search->indicator->window.n)
            to++;
        /* Marks of a window that opens a new hit must not fall on the last one. */
        if (from >= hit_to && hit_to > hit_from) {
            if (!close_hit(search, part, hit_from, hit_to, past))
                return false;
            hit_from = hit_to = 0;
            past = NULL;
        }
        if (marks && !past && !(past = LL_NEW_ARRAY(search->arena, bool, traces + 1)))
            return false;
        if (!qualifies(search, part, from, to, past))
            continue;
        if (hit_to == hit_from)
            hit_from = from;
        hit_to = to;
    }
    return hit_to == hit_from || close_hit(search, part, hit_from, hit_to, past);
}

/* The report of the day whose last item of the part is at `last`: the window of N days that ends with that day. */
static bool report_of_day(const struct search *search, const struct part *part, size_t first,
                          size_t last)
{
    size_t from = last;
    while (from > 0 &&
           part->ordinals[last] - part->ordinals[from - 1] < search->indicator->window.n)
        from--;
    if (!qualifies(search, part, from, last + 1, NULL))
        return true;
    struct ll_report *report = add_report(search);
    if (!report)
        return false;
    *report = (struct ll_report){.indicator = search->indicator,
                                 .last = part->items[last],
                                 .guns = (uint32_t)(last + 1 - from)};
    for (size_t i = last + 1; i > first && !report->addressed; i--)
        if (part->items[i - 1]->fact->has_address)
            report->addressed = part->items[i - 1]->fact;
    return true;
}

static bool report_days(const struct search *search, const struct part *part)
{
    for (size_t first = 0, next; first < part->count; first = next) {
        for (next = first + 1;
             next < part->count && part->items[next]->day == part->items[first]->day;)
            next++;
        if (!report_of_day(search, part, first, next - 1))
            return false;
    }
    return true;
}

static void count_days(const struct search *search, struct part *part)
{
    const struct ll_window *window = &search->indicator->window;
    if (window->kind == LL_WINDOW_BUSINESS_DAYS) {
        bool assumed;
        const struct ll_calendar *own = ll_item_calendar(part->items[0], search->rules, &assumed);
        part->calendar = window->dealers_own ? own : search->rules->calendar;
        part->word = !window->dealers_own ? LL_HIT_CALENDAR_DEFAULT
                     : assumed            ? LL_HIT_CALENDAR_ASSUMED
                                          : LL_HIT_CALENDAR_DEALER;
    }
    for (size_t i = 0; i < part->count; i++) {
        ll_day day = part->items[i]->day;
        part->ordinals[i] = part->calendar ? ll_calendar_ordinal(part->calendar, day) : day;
    }
}

static bool look_at_part(const struct search *search, struct part *part)
{
    if (part->count < search->indicator->needs_items)
        return true;
    part->ordinals = LL_NEW_ARRAY(search->arena, int32_t, part->count);
    if (!part->ordinals)
        return false;
    count_days(search, part);
    return slide(search, part) && (!search->indicator->makes_reports || report_days(search, part));
}

/* The items that `where` takes, as one part. */
static bool select_items(const struct search *search, struct part *all)
{
    const struct ll_indicator *indicator = search->indicator;
    struct ll_item_list *list = &search->items->of[indicator->items];
    const struct ll_indicator *reported =
        indicator->items == LL_ITEM_REPORT ? &search->rules->pack->indicators[indicator->reports_of]
                                           : NULL;
    all->items = LL_NEW_ARRAY(search->arena, struct ll_item *, list->count);
    all->rows = LL_NEW_ARRAY(search->arena, const struct ll_value *, list->count);
    if (!all->items || !all->rows)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct ll_item *item = &list->items[i];
        if (reported && !ll_str_eq(item->fact->report.indicator, reported->id))
            continue;
        struct ll_expr_env env = {.row = item->row, .in_hit = in_hit, .scratch = search->arena};
        if (indicator->where && !ll_expr_run(indicator->where, &env))
            continue;
        all->rows[all->count] = item->row;
        all->items[all->count++] = item;
    }
    return true;
}

static bool same_part(const struct ll_indicator *indicator, const struct ll_value *a,
                      const struct ll_value *b)
{
    for (size_t i = 0; i < indicator->same_count; i++) {
        const struct ll_value *x = &a[indicator->same[i]], *y = &b[indicator->same[i]];
        if (x->null != y->null)
            return false;
        if (!x->null && !ll_item_value_eq(indicator->same[i], x, y))
            return false;
    }
    return true;
}

static uint64_t part_hash(const struct ll_indicator *indicator, const struct ll_value *row)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < indicator->same_count; i++) {
        const struct ll_value *value = &row[indicator->same[i]];
        if (value->null)
            hash = ll_hash_mix(hash + 1);
        else if (ll_item_slot_type(indicator->same[i]) == LL_TYPE_STRING)
            hash = ll_hash_mix(hash ^ ll_hash64(value->text, value->len));
        else
            hash = ll_hash_mix(hash ^ (uint64_t)value->number);
    }
    return hash;
}

/* Number the parts in the order of their first items. */
static bool number_parts(const struct search *search, const struct part *all, uint32_t *numbers,
                         size_t *sizes, size_t *count)
{
    size_t size = 16;
    while (size < all->count * 2)
        size *= 2;
    uint32_t *table = LL_NEW_ARRAY(search->arena, uint32_t, size);
    size_t *heads = LL_NEW_ARRAY(search->arena, size_t, all->count);
    if (!table || !heads)
        return false;
    *count = 0;
    for (size_t i = 0; i < all->count; i++) {
        size_t at = part_hash(search->indicator, all->rows[i]) & (size - 1);
        while (table[at] &&
               !same_part(search->indicator, all->rows[heads[table[at] - 1]], all->rows[i]))
            at = (at + 1) & (size - 1);
        if (!table[at]) {
            heads[*count] = i;
            table[at] = (uint32_t)++ * count;
        }
        numbers[i] = table[at] - 1;
        sizes[numbers[i]]++;
    }
    return true;
}

static bool look_at_parts(const struct search *search, const struct part *all)
{
    uint32_t *numbers = LL_NEW_ARRAY(search->arena, uint32_t, all->count);
    size_t *sizes = LL_NEW_ARRAY(search->arena, size_t, all->count);
    size_t count;
    if (!numbers || !sizes || !number_parts(search, all, numbers, sizes, &count))
        return false;
    struct part *parts = LL_NEW_ARRAY(search->arena, struct part, count);
    struct ll_item **items = LL_NEW_ARRAY(search->arena, struct ll_item *, all->count);
    const struct ll_value **rows = LL_NEW_ARRAY(search->arena, const struct ll_value *, all->count);
    if (!parts || !items || !rows)
        return false;
    for (size_t i = 0, at = 0; i < count; at += sizes[i++]) {
        parts[i].items = items + at;
        parts[i].rows = rows + at;
    }
    for (size_t i = 0; i < all->count; i++) {
        struct part *part = &parts[numbers[i]];
        part->items[part->count] = all->items[i];
        part->rows[part->count++] = all->rows[i];
    }
    for (size_t i = 0; i < count; i++)
        if (!look_at_part(search, &parts[i]))
            return false;
    return true;
}

bool ll_hits_find(struct ll_hit_list *hits, struct ll_report_list *reports,
                  const struct ll_indicator *indicator, struct ll_items *items,
                  const struct ll_rules *rules, struct ll_arena *arena)
{
    const struct search search = {hits, reports, indicator, items, rules, arena};
    if (items->of[indicator->items].count < indicator->needs_items ||
        (indicator->needs_past && items->of[LL_ITEM_TRACE].count == 0) ||
        (hits->count == 0 && indicator->where && ll_expr_needs_hit(indicator->where)))
        return true;
    struct part all = {0};
    if (!select_items(&search, &all))
        return false;
    if (all.count < indicator->needs_items)
        return true;
    return indicator->same_count ? look_at_parts(&search, &all) : look_at_part(&search, &all);
}
