/* candidates.c -- see candidates.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/candidates.h"

#include "base/decimal.h"
#include "base/sort.h"

/* What a change costs. A day is one, so that moves of a few days come first; then another value near the one that is there,
 * one more item, another value altogether; a trace takes a crime. */
enum { COST_DAY = 1, COST_NEAR = 5, COST_ADD = 6, COST_OTHER = 8, COST_TRACE = 9, COST_VARIED = 4 };

struct finding {
    struct ll_why_candidates *out;
    const struct ll_why_asked *asked;
    const struct ll_why_values *values;
    const struct ll_item *near[3][LL_WHY_NEAR_MAX]; /* those that changes are tried on, by kind */
    size_t near_count[3];
    ll_day days[3 * LL_WHY_NEAR_MAX + LL_WHY_VALUES_MAX * 3]; /* of the item at hand */
    size_t day_count;
};

static void add(struct finding *f, struct ll_why_change change)
{
    struct ll_why_candidates *out = f->out;
    struct ll_why_change *list =
        ll_arena_more(out->arena, out->list, out->count, &out->cap, sizeof *list);
    out->failed |= !list;
    if (!list)
        return;
    change.from = change.to = change.day;
    change.times = 1;
    out->list = list;
    list[out->count++] = change;
}

static size_t fact_of(const struct finding *f, const struct ll_item *item)
{
    size_t at = 0;
    while (f->asked->facts->list[at] != item->fact)
        at++;
    return at;
}

/* The items of a kind that are nearest in time to where the search begins. */
static void choose_near(struct finding *f, unsigned kind)
{
    const struct ll_item_list *list = &f->asked->assessment->items.of[kind];
    size_t from = 0, to;
    while (from < list->count && list->items[from]->day < f->asked->near)
        from++;
    from = from > LL_WHY_NEAR_MAX / 2 ? from - LL_WHY_NEAR_MAX / 2 : 0;
    to = from + LL_WHY_NEAR_MAX < list->count ? from + LL_WHY_NEAR_MAX : list->count;
    from = to > LL_WHY_NEAR_MAX ? to - LL_WHY_NEAR_MAX : 0;
    f->out->cut |= to - from < list->count;
    for (size_t i = from; i < to; i++)
        f->near[kind][f->near_count[kind]++] = list->items[i];
}

/* ---- days ---- */

static void add_day(struct finding *f, int64_t day)
{
    if (day < LL_DAY_1968_01_01 || day > LL_DAY_2099_12_31 ||
        f->day_count == sizeof f->days / sizeof f->days[0])
        return;
    for (size_t i = 0; i < f->day_count; i++)
        if (f->days[i] == day)
            return;
    f->days[f->day_count++] = (ll_day)day;
}

/* The last day whose ordinal is at most so many above that of day, and the first whose is at most so many below. */
static ll_day open_days_on(const struct ll_calendar *calendar, ll_day day, int32_t more)
{
    int32_t limit = ll_calendar_ordinal(calendar, day) + more;
    ll_day low = day, high = day + 1;
    for (ll_day step = 1; ll_calendar_ordinal(calendar, high) <= limit; step *= 2)
        high += step;
    while (high - low > 1) {
        ll_day middle = low + (high - low) / 2;
        if (ll_calendar_ordinal(calendar, middle) <= limit)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static ll_day open_days_back(const struct ll_calendar *calendar, ll_day day, int32_t less)
{
    int32_t limit = ll_calendar_ordinal(calendar, day) - less;
    ll_day high = day, low = day - 1;
    for (ll_day step = 1; ll_calendar_ordinal(calendar, low) >= limit; step *= 2)
        low -= step;
    while (high - low > 1) {
        ll_day middle = low + (high - low) / 2;
        if (ll_calendar_ordinal(calendar, middle) >= limit)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* The days that share a window with an item: its own, and those at the edges. */
static void add_days_about(struct finding *f, const struct ll_window *window,
                           const struct ll_item *item)
{
    const struct ll_rules *rules = f->asked->rules;
    bool assumed;
    add_day(f, item->day);
    if (window->kind == LL_WINDOW_BUSINESS_DAYS) {
        const struct ll_calendar *calendar =
            window->dealers_own ? ll_item_calendar(item, rules, &assumed) : rules->calendar;
        add_day(f, open_days_on(calendar, item->day, window->n - 1));
        add_day(f, open_days_back(calendar, item->day, window->n - 1));
    } else {
        add_day(f, (int64_t)item->day + window->n - 1);
        add_day(f, (int64_t)item->day - window->n + 1);
    }
}

/* Days that expressions name, and those just beside. */
static void add_named_days(struct finding *f, enum ll_item_kind kind)
{
    static const uint16_t slots[] = {LL_SLOT_SALE_DATE, LL_SLOT_RECOVERED_ON, LL_SLOT_REQUESTED_ON,
                                     LL_SLOT_DATE};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        const struct ll_why_field *field = &f->values->of[kind][slots[i]];
        for (size_t k = 0; k < field->count; k++) {
            const struct ll_value *value = &field->list[k];
            ll_day day;
            if (value->null || !ll_day_parse((ll_str){value->text, value->len}, &day))
                continue;
            for (int beside = -1; beside <= 1; beside++)
                add_day(f, (int64_t)day + beside);
        }
    }
}

/* Of a trace: the days on which its time to crime would be one of those that are named, or its gun just sold. */
static void add_days_of_crime(struct finding *f, const struct ll_item *trace)
{
    const struct ll_item *gun = trace->kind == LL_ITEM_TRACE ? trace->matched : trace;
    const struct ll_why_field *sold = &f->values->of[LL_ITEM_TRACE][LL_SLOT_SOLD_ON];
    if (!gun)
        return;
    add_day(f, gun->day);
    for (size_t i = 0; i < sold->count; i++) {
        ll_day day;
        /* They were counted back from the traces' days. */
        if (trace->kind == LL_ITEM_TRACE && !sold->list[i].null &&
            ll_day_parse((ll_str){sold->list[i].text, sold->list[i].len}, &day))
            add_day(f, (int64_t)gun->day + trace->day - day);
    }
}

/* The days on which an item of that kind might be. */
static void find_days(struct finding *f, enum ll_item_kind kind, const struct ll_item *item)
{
    const struct ll_book *book = f->asked->book;
    f->day_count = 0;
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        const struct ll_indicator *indicator = &book->pack->indicators[i];
        if (!f->values->asked[i])
            continue;
        for (size_t k = 0; k < f->near_count[indicator->items]; k++)
            add_days_about(f, &indicator->window, f->near[indicator->items][k]);
    }
    add_named_days(f, kind);
    if (kind == LL_ITEM_TRACE)
        add_days_of_crime(f, item);
}

/* ---- changes ---- */

/* On a dealer's timeline all is of that dealer. */
static bool can_set(const struct finding *f, enum ll_item_kind kind, uint16_t slot)
{
    if (slot == LL_SLOT_DEALER_KEY && f->asked->facts->subject.kind == LL_SUBJECT_DEALER)
        return false;
    return f->values->of[kind][slot].used && ll_why_can_set(kind, slot);
}

static bool is_far(uint16_t slot)
{
    return slot != LL_SLOT_CALIBER && slot != LL_SLOT_PRICE && slot != LL_SLOT_GUNS &&
           slot != LL_SLOT_SOLD_ON && slot != LL_SLOT_DETACHABLE_MAGAZINE;
}

static void add_sets(struct finding *f, enum ll_item_kind kind, const struct ll_item *item)
{
    for (uint16_t slot = 0; slot < (uint16_t)LL_SLOT_COUNT; slot++) {
        const struct ll_why_field *field = &f->values->of[kind][slot];
        if (!can_set(f, kind, slot))
            continue;
        f->out->cut |= field->cut;
        for (size_t i = 0; i < field->count; i++) {
            const struct ll_value *is = &item->row[slot], *value = &field->list[i];
            if (is->null == value->null && (is->null || ll_item_value_eq(slot, is, value)))
                continue;
            add(f, (struct ll_why_change){.kind = LL_WHY_SET,
                                          .item = kind,
                                          .at = fact_of(f, item),
                                          .place = item->place,
                                          .sets = true,
                                          .slot = slot,
                                          .value = *value,
                                          .cost = is_far(slot) ? COST_OTHER : COST_NEAR});
        }
    }
}

static void add_moves(struct finding *f, enum ll_item_kind kind, const struct ll_item *item)
{
    /* A sale moves as a whole; its age field cannot be told for another day. */
    if (item->place ||
        (kind == LL_ITEM_FIREARM && f->values->of[LL_ITEM_FIREARM][LL_SLOT_PURCHASER_AGE].used))
        return;
    for (size_t i = 0; i < f->day_count; i++) {
        int64_t days = f->days[i] - item->day;
        if (days)
            add(f, (struct ll_why_change){.kind = LL_WHY_MOVE,
                                          .item = kind,
                                          .at = fact_of(f, item),
                                          .day = f->days[i],
                                          .earlier = days < 0,
                                          .cost = COST_DAY * (days < 0 ? -days : days)});
    }
}

/* Whether an item earlier in the list is as this one in all that expressions look at. */
static bool has_twin(const struct finding *f, enum ll_item_kind kind, size_t at)
{
    const struct ll_item *item = f->near[kind][at];
    for (size_t i = 0; i < at; i++) {
        const struct ll_item *other = f->near[kind][i];
        bool same = true;
        for (uint16_t slot = 0; same && slot < (uint16_t)LL_SLOT_COUNT; slot++) {
            const struct ll_value *a = &item->row[slot], *b = &other->row[slot];
            /* A gun that is added has an id and a serial of its own, and its own day. */
            if (!f->values->of[kind][slot].used || slot == LL_SLOT_SALE_ID ||
                slot == LL_SLOT_SERIAL || slot == LL_SLOT_SALE_DATE)
                continue;
            same = a->null == b->null && (a->null || ll_item_value_eq(slot, a, b));
        }
        if (same)
            return true;
    }
    return false;
}

/* One more of a kind, like that item, on each of the days; as it is, or with one field different. */
static void add_more(struct finding *f, enum ll_item_kind kind, const struct ll_item *like)
{
    int64_t cost = kind == LL_ITEM_TRACE ? COST_TRACE : COST_ADD;
    bool by_age =
        kind == LL_ITEM_FIREARM && f->values->of[LL_ITEM_FIREARM][LL_SLOT_PURCHASER_AGE].used;
    for (size_t i = 0; i < f->day_count; i++) {
        struct ll_why_change change = {.kind = LL_WHY_ADD,
                                       .item = kind,
                                       .at = fact_of(f, like),
                                       .place = like->place,
                                       .day = f->days[i],
                                       .day_stays = by_age,
                                       .earlier = f->days[i] < like->day,
                                       .cost = cost};
        if (by_age && f->days[i] != like->day)
            continue;
        add(f, change);
        change.cost += COST_VARIED;
        change.sets = true;
        for (uint16_t slot = 0; slot < (uint16_t)LL_SLOT_COUNT; slot++) {
            const struct ll_why_field *field = &f->values->of[kind][slot];
            if (!can_set(f, kind, slot) || slot == LL_SLOT_SOLD_ON)
                continue;
            for (size_t k = 0; k < field->count; k++) {
                change.slot = slot;
                change.value = field->list[k];
                add(f, change);
            }
        }
    }
}

static void find_of_kind(struct finding *f, enum ll_item_kind kind)
{
    for (size_t i = 0; i < f->near_count[kind]; i++) {
        const struct ll_item *item = f->near[kind][i];
        add_sets(f, kind, item);
        find_days(f, kind, item);
        add_moves(f, kind, item);
        if (!has_twin(f, kind, i))
            add_more(f, kind, item);
    }
    /* A gun that was sold may come to be traced. */
    for (size_t i = 0; kind == LL_ITEM_TRACE && i < f->near_count[LL_ITEM_FIREARM]; i++) {
        find_days(f, kind, f->near[LL_ITEM_FIREARM][i]);
        add_more(f, kind, f->near[LL_ITEM_FIREARM][i]);
    }
}

static int by_cost(const void *left, const void *right)
{
    const struct ll_why_change *a = *(const struct ll_why_change *const *)left,
                               *b = *(const struct ll_why_change *const *)right;
    return a->cost == b->cost ? a->earlier - b->earlier : a->cost > b->cost ? 1 : -1;
}

/* Stable: of those that are as good, the one that was found first. */
static void sort(struct ll_why_candidates *out)
{
    struct ll_why_change *sorted = LL_NEW_ARRAY(out->arena, struct ll_why_change, out->count);
    const struct ll_why_change **order =
        LL_NEW_ARRAY(out->arena, const struct ll_why_change *, out->count);
    out->failed |= !sorted || !order;
    for (size_t i = 0; !out->failed && i < out->count; i++)
        order[i] = &out->list[i];
    out->failed = out->failed || !ll_sort(order, out->count, by_cost, out->arena);
    for (size_t i = 0; !out->failed && i < out->count; i++)
        sorted[i] = *order[i];
    if (!out->failed)
        out->list = sorted;
}

void ll_why_candidates_find(struct ll_why_candidates *out, const struct ll_why_asked *asked,
                            const struct ll_why_values *values, struct ll_arena *arena)
{
    struct finding *f = LL_NEW(arena, struct finding);
    *out = (struct ll_why_candidates){.arena = arena, .failed = !f};
    if (!f)
        return;
    f->out = out;
    f->asked = asked;
    f->values = values;
    /* Guns that traces may be of count too, though no expression looks at them. */
    for (unsigned kind = 0; kind < 3; kind++)
        if (values->kinds[kind] || (kind == LL_ITEM_FIREARM && values->kinds[LL_ITEM_TRACE]))
            choose_near(f, kind);
    for (unsigned kind = 0; kind < 3; kind++)
        if (values->kinds[kind])
            find_of_kind(f, (enum ll_item_kind)kind);
    sort(out);
}
