/* local.c -- see local.h.   SPDX-License-Identifier: Apache-2.0
 *
 * Let D be the span of an item kind, Q the quiet days of leads. Of a zone of days [a, b] that has the days of all facts that
 * changed, the facts of the kind on [a - M, b + M] are assessed, M = 2 D + Q, before and after. Then:
 *
 *  1. Windows that have an item on [a - D - Q, b + D + Q] are those of the whole timeline: all that decides of them, by itself
 *     or by way of in_hit, is at most D days from that item. So a hit that lies within [a, b] is one of the whole, and the other
 *     way round: all windows that share an item with it are the same here and there.
 *  2. A lead whose hits all lie within [a, b] is one of the whole, and the other way round: a hit that lies at most Q days
 *     from one of its hits has its nearer end, or where it spans that hit the items on both sides of it, on days on which
 *     windows are those of the whole. So it is seen in both or in neither.
 *  3. Windows change only within D days of a fact that changed, where they are those of the whole, as all that share an item
 *     with them. So a hit that changes in the whole changes here, and so does the lead that has it.
 *
 * So where all leads that differ lie within the zone, they are those that differ in the whole; where one does not, a larger
 * zone is tried. Leads outside, cut off as they may be, are the same before and after, and no one hears of them. Reports are
 * windows that end on a day: the same holds. A trace may be matched to a sale of any day, and so joins days that are far
 * apart: a purchaser's timeline that has traces is assessed whole. */
#include "engine/local.h"

#include "engine/ids.h"

#define DAY_FIRST (INT32_MIN / 4)
#define DAY_LAST (INT32_MAX / 4)

/* Of no day: it is had by every zone. */
static const struct ll_zone nowhere = {DAY_LAST, DAY_FIRST};

static bool is_somewhere(const struct ll_zone *zone)
{
    return zone->first <= zone->last;
}

struct local {
    const struct ll_walk *walk;
    const struct ll_touched_list *touched;
    const int32_t *spans; /* by item kind */
    const struct ll_rules *rules;
    struct ll_arena *arena;
};

bool ll_touched_note(struct ll_touched_list *touched, const struct ll_walk *walk,
                     struct ll_arena *arena)
{
    struct ll_fact fact;
    ll_str rest = {walk->log.ptr + walk->offset, walk->log.len - walk->offset};
    if (!ll_fact_decode(rest, arena, &fact))
        return false;
    const struct ll_fact_entry *known = ll_fact_set_entry(&walk->set, &fact);
    uint32_t number = known ? (uint32_t)(known - walk->set.entries) : (uint32_t)walk->set.count;
    for (size_t i = 0; i < touched->count; i++)
        if (touched->list[i].number == number)
            return true;
    touched->list[touched->count++] =
        (struct ll_touched){number, known ? *known : (struct ll_fact_entry){0}};
    return true;
}

static const struct ll_fact *live(const struct ll_fact_entry *entry)
{
    return entry->fact ? ll_fact_entry_live(entry) : NULL;
}

/* The days of the facts that changed, as they were and as they are. */
static struct ll_zone zone_of_touched(const struct local *local)
{
    struct ll_zone zone = nowhere;
    for (size_t i = 0; i < local->touched->count; i++) {
        const struct ll_touched *touched = &local->touched->list[i];
        const struct ll_fact *was = live(&touched->before),
                             *is = live(&local->walk->set.entries[touched->number]);
        if (was)
            ll_zone_widen(&zone, ll_fact_day(was), ll_fact_day(was));
        if (is)
            ll_zone_widen(&zone, ll_fact_day(is), ll_fact_day(is));
    }
    return zone;
}

/* The days of all facts of the timeline. */
static struct ll_zone extent_of(const struct ll_index *index)
{
    struct ll_zone extent = nowhere;
    for (unsigned kind = 0; kind < 3; kind++) {
        const struct ll_dated_list *list = &index->of[kind];
        if (list->count)
            ll_zone_widen(&extent, list->facts[0].day, list->facts[list->count - 1].day);
    }
    return extent;
}

/* Where there are no facts beyond, a zone has no end. */
static void open_ends(struct ll_zone *zone, const struct ll_zone *extent)
{
    if (zone->first <= extent->first)
        zone->first = DAY_FIRST;
    if (zone->last >= extent->last)
        zone->last = DAY_LAST;
}

static bool is_touched(const struct local *local, uint32_t number)
{
    for (size_t i = 0; i < local->touched->count; i++)
        if (local->touched->list[i].number == number)
            return true;
    return false;
}

static size_t count_within(const struct ll_dated_list *list, const struct ll_zone *zone,
                           size_t *from)
{
    *from = ll_dated_from(list, zone->first);
    return (zone->last >= DAY_LAST ? list->count : ll_dated_from(list, zone->last + 1)) - *from;
}

/* Where nothing is matched, items are made once for a kept timeline. False: memory is out. */
static bool know_item(const struct local *local, struct ll_fact_entry *entry)
{
    if (entry->item || local->walk->subject.kind == LL_SUBJECT_PURCHASER)
        return true;
    entry->item = ll_item_to_keep(entry->fact, local->rules, local->walk->arena);
    return entry->item != NULL;
}

/* A set with room for so many entries. */
static bool make_view(const struct local *local, struct ll_fact_set *view, size_t n)
{
    *view = (struct ll_fact_set){
        .entries = ll_arena_alloc_raw(local->arena, n * sizeof *view->entries, alignof(void *))};
    return view->entries != NULL;
}

static void add_to_view(struct ll_fact_set *view, const struct ll_fact_entry *entry)
{
    if (live(entry))
        view->entries[view->count++] = *entry;
}

/* Two sets of the facts that bear on a zone: as they were (where that is asked for), and as they are. */
static bool make_views(const struct local *local, const struct ll_zone *zone,
                       struct ll_fact_set *was, struct ll_fact_set *is)
{
    size_t from[3], counts[3], n = local->touched->count;
    for (unsigned kind = 0; kind < 3; kind++) {
        int32_t margin = 2 * local->spans[kind] + local->rules->pack->quiet_days;
        const struct ll_zone wide = {zone->first - margin, zone->last + margin};
        counts[kind] = count_within(&local->walk->index->of[kind], &wide, &from[kind]);
        n += counts[kind];
    }
    if (!make_view(local, is, n) || (was && !make_view(local, was, n)))
        return false;
    struct ll_fact_entry *entries = local->walk->set.entries;
    for (unsigned kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < counts[kind]; i++) {
            uint32_t number = local->walk->index->of[kind].facts[from[kind] + i].entry;
            if (is_touched(local, number) || !live(&entries[number]))
                continue;
            if (!know_item(local, &entries[number]))
                return false;
            is->entries[is->count++] = entries[number];
        }
    }
    if (was) {
        memcpy(was->entries, is->entries, is->count * sizeof *was->entries);
        was->count = is->count;
    }
    for (size_t i = 0; i < local->touched->count; i++) {
        const struct ll_touched *touched = &local->touched->list[i];
        if (was)
            add_to_view(was, &touched->before);
        add_to_view(is, &entries[touched->number]);
    }
    return true;
}

static bool same_hit(const struct ll_hit *a, const struct ll_hit *b)
{
    if (a->indicator != b->indicator || a->count != b->count || a->calendar != b->calendar)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i]->fact != b->items[i]->fact || a->items[i]->place != b->items[i]->place)
            return false;
    return true;
}

static bool same_lead(const struct ll_lead *a, const struct ll_lead *b)
{
    if (a->hit_count != b->hit_count)
        return false;
    for (size_t i = 0; i < a->hit_count; i++)
        if (!same_hit(a->hits[i], b->hits[i]))
            return false;
    return true;
}

/* Widen the zone by the leads that the other assessment does not have. */
static void widen_by_changed(struct ll_zone *zone, const struct ll_assessment *assessment,
                             const struct ll_lead_ids *other)
{
    for (size_t i = 0; i < assessment->lead_count; i++) {
        const struct ll_lead *lead = &assessment->leads[i],
                             *same = ll_lead_ids_find(other, lead->id);
        if (!same || !same_lead(same, lead))
            ll_zone_widen(zone, lead->first_day, lead->last_day);
    }
}

/* Zones double where they must grow, so that all together cost little more than the last one. */
static void grow(struct ll_zone *zone, const struct ll_zone *needed, const struct ll_zone *extent)
{
    ll_day first = needed->first > extent->first ? needed->first : extent->first,
           last = needed->last < extent->last ? needed->last : extent->last;
    if (needed->first < zone->first)
        zone->first = needed->first - (last - first);
    if (needed->last > zone->last)
        zone->last = needed->last + (last - first);
    open_ends(zone, extent);
}

/* Assess what bears on the zone; the leads that differ have the days of changed. */
static bool assess_zone(const struct local *local, const struct ll_zone *zone,
                        struct ll_zone *changed, struct ll_assessment *before,
                        struct ll_assessment *after)
{
    const struct ll_subject *subject = &local->walk->subject;
    struct ll_fact_set was, is;
    struct ll_lead_ids was_ids, is_ids;
    if (!make_views(local, zone, &was, &is) ||
        !ll_assess(before, subject, &was, local->rules, local->arena) ||
        !ll_assess(after, subject, &is, local->rules, local->arena) ||
        !ll_lead_ids_make(&was_ids, before, local->arena) ||
        !ll_lead_ids_make(&is_ids, after, local->arena))
        return false;
    *changed = nowhere;
    widen_by_changed(changed, before, &is_ids);
    widen_by_changed(changed, after, &was_ids);
    return true;
}

/* What was known of a larger zone before, and the assessment of that zone now. False: that does not tell the difference. */
static bool assess_last(const struct local *local, const struct ll_zone *needed,
                        struct ll_assessment *before, struct ll_assessment *after)
{
    const struct ll_last *last = &local->walk->index->last;
    struct ll_zone changed = *needed;
    struct ll_fact_set is;
    return last->known && ll_zone_has(&last->zone, needed) &&
           make_views(local, &last->zone, NULL, &is) &&
           ll_assess(after, &local->walk->subject, &is, local->rules, local->arena) &&
           ll_last_compare(last, after, before, &changed, local->arena) &&
           ll_zone_has(&last->zone, &changed);
}

/* Find the zone that has all leads that differ, and which days those have. */
static bool find_zone(const struct local *local, struct ll_zone *zone, struct ll_zone *changed,
                      struct ll_assessment *before, struct ll_assessment *after)
{
    const struct ll_zone extent = extent_of(local->walk->index);
    struct ll_zone needed;
    bool first = true;
    if (local->walk->subject.kind == LL_SUBJECT_PURCHASER &&
        local->walk->index->of[LL_ITEM_TRACE].count)
        *zone = extent;
    for (open_ends(zone, &extent);; grow(zone, &needed, &extent)) {
        if (!assess_zone(local, zone, changed, before, after))
            return false;
        if (ll_zone_has(zone, changed))
            return true;
        needed = *zone;
        ll_zone_widen(&needed, changed->first, changed->last);
        if (first && assess_last(local, &needed, before, after)) {
            *zone = local->walk->index->last.zone;
            return true;
        }
        first = false;
    }
}

/* A fact that falls on the days of the lead that changed last, or near them, will mostly change that again: the zone begins with
 * its days, instead of being widened to them by and by. Any zone with the facts that changed is right. */
static void begin_with_last(const struct local *local, struct ll_zone *zone)
{
    const struct ll_zone *last = &local->walk->index->changed;
    int32_t near = local->rules->pack->quiet_days + local->spans[LL_ITEM_FIREARM];
    if (is_somewhere(last) && zone->first >= last->first - near && zone->last <= last->last + near)
        ll_zone_widen(zone, last->first, last->last);
}

bool ll_local_assess(struct ll_assessment *before, struct ll_assessment *after,
                     struct ll_walk *walk, const struct ll_touched_list *touched,
                     const struct ll_spans *spans, const struct ll_rules *rules,
                     struct ll_arena *arena)
{
    struct ll_last *last = &walk->index->last;
    const struct local local = {walk, touched, spans->of[walk->subject.kind], rules, arena};
    struct ll_zone zone = zone_of_touched(&local);
    struct ll_zone changed = nowhere;
    *before = *after = (struct ll_assessment){0};
    /* Nothing is remembered of a purchaser, as its reports would have to be. */
    if (touched->revision != last->revision || walk->subject.kind == LL_SUBJECT_PURCHASER)
        last->known = false;
    if (walk->subject.kind == LL_SUBJECT_PURCHASER)
        begin_with_last(&local, &zone);
    if (is_somewhere(&zone) && !find_zone(&local, &zone, &changed, before, after))
        return false;
    if (is_somewhere(&changed))
        walk->index->changed = changed;
    last->revision = walk->set.revision;
    return !is_somewhere(&changed) || walk->subject.kind == LL_SUBJECT_PURCHASER ||
           ll_last_store(last, &zone, walk->set.revision, after, walk->arena);
}
