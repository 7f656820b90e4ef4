/* hit.c -- one indicator: select, part, slide windows, join.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/hit.h"

#include "expr/slide.h"
#include "lead/select.h"

/* What looking for one indicator's hits takes along. */
struct search {
    struct ll_hit_list *hits;
    struct ll_report_list *reports;
    const struct ll_indicator *indicator;
    struct ll_items *items;
    const struct ll_rules *rules;
    struct ll_arena *arena;
    enum ll_hit_calendar word; /* of the part at hand */
};

const char *ll_hit_calendar_word(enum ll_hit_calendar calendar)
{
    static const char *const words[] = {NULL, "assumed", "dealer", "default"};
    return words[calendar];
}

static struct ll_hit *add_hit(const struct search *search)
{
    struct ll_hit_list *list = search->hits;
    struct ll_hit *hits =
        ll_arena_more(search->arena, list->hits, list->count, &list->cap, sizeof *hits);
    if (!hits)
        return NULL;
    list->hits = hits;
    return &hits[list->count++];
}

static struct ll_report *add_report(const struct search *search)
{
    struct ll_report_list *list = search->reports;
    struct ll_report *reports =
        ll_arena_more(search->arena, list->reports, list->count, &list->cap, sizeof *reports);
    if (!reports)
        return NULL;
    list->reports = reports;
    return &reports[list->count++];
}

/* ---- windows ---- */

/* A window that goes over a part: its aggregates are kept up where the part is long. */
struct gliding {
    const struct search *search;
    const struct ll_part *part;
    size_t past_from, past_to; /* the past traces of the window: a run of the timeline's */
    bool ready, slides;
    struct ll_expr_slide slide;
};

/* Shorter parts are looked at window by window. */
#define SLIDE_MIN 16

static bool make_ready(struct gliding *gliding)
{
    const struct search *search = gliding->search;
    const struct ll_item_list *traces = &search->items->of[LL_ITEM_TRACE];
    gliding->ready = true;
    gliding->slides =
        gliding->part->count >= SLIDE_MIN && ll_expr_slides(search->indicator->having);
    return !gliding->slides ||
           ll_expr_slide_init(&gliding->slide, search->indicator->having, gliding->part->rows,
                              gliding->part->count, traces->rows, traces->count, search->arena);
}

/* Traces on the window's last day or at most trace_days before it. Last days never go back. */
static void move_past(struct gliding *gliding, ll_day last)
{
    const struct ll_item_list *traces = &gliding->search->items->of[LL_ITEM_TRACE];
    ll_day first = last - gliding->search->indicator->trace_days;
    while (gliding->past_from < traces->count && traces->items[gliding->past_from]->day < first)
        gliding->past_from++;
    if (gliding->past_to < gliding->past_from)
        gliding->past_to = gliding->past_from;
    while (gliding->past_to < traces->count && traces->items[gliding->past_to]->day <= last)
        gliding->past_to++;
}

/* Whether the window from..to-1 qualifies; neither end ever goes back. False: memory is out. */
static bool look_at(struct gliding *gliding, size_t from, size_t to, bool *qualifies)
{
    const struct search *search = gliding->search;
    const struct ll_indicator *indicator = search->indicator;
    *qualifies = false;
    if (to - from < indicator->needs_items)
        return true;
    if (!gliding->ready && !make_ready(gliding))
        return false;
    if (ll_expr_uses_past(indicator->having))
        move_past(gliding, gliding->part->items[to - 1]->day);
    if (gliding->slides) {
        *qualifies =
            ll_expr_slide_run(&gliding->slide, from, to, gliding->past_from, gliding->past_to);
        return true;
    }
    const struct ll_value *const *past = search->items->of[LL_ITEM_TRACE].rows;
    const struct ll_expr_env env = {.rows = gliding->part->rows + from,
                                    .row_count = to - from,
                                    .past = past ? past + gliding->past_from : NULL,
                                    .past_count = gliding->past_to - gliding->past_from,
                                    .scratch = search->arena};
    *qualifies = ll_expr_run(indicator->having, &env);
    return true;
}

/* ---- hits ---- */

/* The hit that grows: qualifying windows that share an item. */
struct growing {
    size_t from, to;
    bool *past;    /* by trace of the timeline */
    size_t marked; /* traces before it have been looked at */
};

/* Marks of a window that opens a new hit must not fall on the last one: each has its own. */
static bool mark_past(const struct gliding *gliding, struct growing *hit)
{
    const struct search *search = gliding->search;
    const struct ll_item_list *traces = &search->items->of[LL_ITEM_TRACE];
    if (!hit->past && !(hit->past = LL_NEW_ARRAY(search->arena, bool, traces->count + 1)))
        return false;
    size_t from = hit->marked > gliding->past_from ? hit->marked : gliding->past_from;
    if (from >= gliding->past_to)
        return true;
    const struct ll_expr_env env = {.past = traces->rows + from,
                                    .past_count = gliding->past_to - from,
                                    .scratch = search->arena};
    (void)ll_expr_mark_past(search->indicator->having, &env, hit->past + from);
    hit->marked = gliding->past_to;
    return true;
}

static bool close_hit(const struct search *search, const struct ll_part *part,
                      const struct growing *grown)
{
    const struct ll_indicator *indicator = search->indicator;
    struct ll_hit *hit = add_hit(search);
    if (!hit)
        return false;
    *hit = (struct ll_hit){.indicator = indicator,
                           .items = part->items + grown->from,
                           .count = grown->to - grown->from,
                           .first_day = part->items[grown->from]->day,
                           .last_day = part->items[grown->to - 1]->day,
                           .calendar = search->word,
                           .past = grown->past};
    for (size_t i = grown->from; i < grown->to; i++) {
        struct ll_item *item = part->items[i];
        item->hit = (uint32_t)search->hits->count;
        if (indicator->sought && item->kind == LL_ITEM_FIREARM)
            item->hit_bits[indicator->hit_slot / 64] |= UINT64_C(1) << (indicator->hit_slot % 64);
    }
    return true;
}

/* Every ordinal that has an item starts a window; qualifying windows that share an item make one hit. */
static bool slide(const struct search *search, const struct ll_part *part, const int32_t *ordinals)
{
    struct gliding gliding = {.search = search, .part = part};
    struct growing hit = {0};
    bool marks = ll_expr_uses_past(search->indicator->having), qualifies;
    for (size_t from = 0, to = 0; from < part->count; from++) {
        if (from && ordinals[from] == ordinals[from - 1])
            continue;
        while (to < part->count && ordinals[to] - ordinals[from] < search->indicator->window.n)
            to++;
        if (from >= hit.to && hit.to > hit.from) {
            if (!close_hit(search, part, &hit))
                return false;
            hit = (struct growing){0};
        }
        if (!look_at(&gliding, from, to, &qualifies))
            return false;
        if (!qualifies)
            continue;
        if (marks && !mark_past(&gliding, &hit))
            return false;
        if (hit.to == hit.from)
            hit.from = from;
        hit.to = to;
    }
    return hit.to == hit.from || close_hit(search, part, &hit);
}

/* ---- reports ---- */

/* The report of the day whose items of the part are first..last; from..last are in the window that ends with that day. */
static bool report_of_day(const struct search *search, const struct ll_part *part, size_t from,
                          size_t first, size_t last)
{
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

static bool report_days(const struct search *search, const struct ll_part *part,
                        const int32_t *ordinals)
{
    struct gliding gliding = {.search = search, .part = part};
    bool qualifies;
    for (size_t first = 0, from = 0, next; first < part->count; first = next) {
        for (next = first + 1;
             next < part->count && part->items[next]->day == part->items[first]->day;)
            next++;
        while (ordinals[next - 1] - ordinals[from] >= search->indicator->window.n)
            from++;
        if (!look_at(&gliding, from, next, &qualifies) ||
            (qualifies && !report_of_day(search, part, from, first, next - 1)))
            return false;
    }
    return true;
}

/* ---- an indicator ---- */

static bool look_at_part(struct search *search, const struct ll_part *part)
{
    if (part->count < search->indicator->needs_items)
        return true;
    const int32_t *ordinals = ll_part_ordinals(part, &search->indicator->window, search->rules,
                                               search->arena, &search->word);
    return ordinals && slide(search, part, ordinals) &&
           (!search->indicator->makes_reports || report_days(search, part, ordinals));
}

static bool look_at_parts(struct search *search, const struct ll_part *all)
{
    struct ll_parts parts = {0};
    if (!ll_select_parts(&parts, all, search->indicator, search->items, search->rules,
                         search->arena))
        return false;
    for (size_t i = 0; i < parts.count; i++)
        if (!look_at_part(search, &parts.list[i]))
            return false;
    return true;
}

bool ll_hits_among(struct ll_hit_list *hits, const struct ll_indicator *indicator,
                   const struct ll_part *some, const struct ll_items *items,
                   const struct ll_rules *rules, struct ll_arena *arena)
{
    /* Its parts are not those of the others that share them. */
    struct ll_items alone = *items;
    struct ll_report_list none = {0};
    struct search search = {.hits = hits,
                            .reports = &none,
                            .indicator = indicator,
                            .items = &alone,
                            .rules = rules,
                            .arena = arena};
    alone.shared = NULL;
    return some->count == 0 || look_at_parts(&search, some);
}

bool ll_hits_find(struct ll_hit_list *hits, struct ll_report_list *reports,
                  const struct ll_indicator *indicator, struct ll_items *items,
                  const struct ll_rules *rules, struct ll_arena *arena)
{
    struct search search = {.hits = hits,
                            .reports = reports,
                            .indicator = indicator,
                            .items = items,
                            .rules = rules,
                            .arena = arena};
    if (items->of[indicator->items].count < indicator->needs_items ||
        (indicator->needs_past && items->of[LL_ITEM_TRACE].count == 0) ||
        (hits->count == 0 && indicator->where && ll_expr_needs_hit(indicator->where)))
        return true;
    struct ll_part all = {0};
    if (!ll_select_items(&all, indicator, items, rules, arena))
        return false;
    if (all.count < indicator->needs_items)
        return true;
    return indicator->same_count && all.count > 1 ? look_at_parts(&search, &all)
                                                  : look_at_part(&search, &all);
}
