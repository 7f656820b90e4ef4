/* follow.c -- see follow.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/follow.h"

#include "engine/heir.h"
#include "engine/ids.h"
#include "sweep/pick.h"

#include <stdlib.h>

static struct ll_way *add_way(struct ll_follow *follow)
{
    struct ll_way *ways = ll_arena_more(&follow->arena, follow->ways, follow->way_count,
                                        &follow->way_cap, sizeof *ways);
    if (!ways)
        return NULL;
    follow->ways = ways;
    return &ways[follow->way_count++];
}

bool ll_follow_start(struct ll_follow *follow, const struct ll_united *united,
                     const struct ll_subject *subject)
{
    ll_arena_reset(&follow->arena);
    follow->united = united;
    follow->subject = *subject;
    follow->ways = NULL;
    follow->way_count = follow->way_cap = 0;
    follow->seen = LL_NEW_ARRAY(&follow->arena, bool, united->pack.indicator_count);
    for (size_t i = 0; i < united->alike_count; i++) {
        struct ll_way *way = add_way(follow);
        if (!way)
            return false;
        *way = (struct ll_way){.alike = united->alike[i]};
    }
    return follow->seen != NULL;
}

/* ---- parting ---- */

/* What was shown is copied: from here on each goes its own way. */
static bool copy_shown(struct ll_way *to, const struct ll_way *from, struct ll_arena *arena)
{
    to->shown = LL_NEW_ARRAY(arena, struct ll_shown, from->shown_count);
    to->shown_count = to->shown_cap = from->shown_count;
    if (!to->shown)
        return false;
    for (size_t i = 0; i < from->shown_count; i++) {
        struct ll_shown *shown = &to->shown[i];
        *shown = from->shown[i];
        shown->hits = LL_NEW_ARRAY(arena, struct ll_shown_hit, shown->hit_count);
        shown->hit_cap = shown->hit_count;
        if (!shown->hits)
            return false;
        memcpy(shown->hits, from->shown[i].hits, shown->hit_count * sizeof *shown->hits);
    }
    return true;
}

static bool part_way(struct ll_follow *follow, size_t at, size_t number)
{
    const struct ll_united *united = follow->united;
    struct ll_alike *more =
        LL_NEW_ARRAY(&follow->arena, struct ll_alike, united->kind_counts[number]);
    size_t rest;
    if (!more ||
        !ll_united_part(united, number, &follow->ways[at].alike, more, &rest, &follow->arena))
        return false;
    for (size_t i = 0; i < rest; i++) {
        struct ll_way *way = add_way(follow);
        if (!way)
            return false;
        *way = follow->ways[at];
        way->alike = more[i];
        if (!copy_shown(way, &follow->ways[at], &follow->arena))
            return false;
    }
    return true;
}

/* An indicator hits: those that have it in different ways part, if they have not yet. */
static bool see(struct ll_follow *follow, size_t number)
{
    size_t count = follow->way_count;
    if (follow->seen[number])
        return true;
    follow->seen[number] = true;
    for (size_t i = 0; follow->united->kind_counts[number] > 1 && i < count; i++)
        if (!part_way(follow, i, number))
            return false;
    return true;
}

/* ---- what is shown ---- */

static struct ll_shown *find(const struct ll_way *way, const char *id)
{
    for (size_t i = 0; i < way->shown_count; i++)
        if (memcmp(way->shown[i].id, id, LL_LEAD_ID_LEN) == 0)
            return &way->shown[i];
    return NULL;
}

/* The lead is open: as it was, or for the first time. NULL: memory is out. */
static struct ll_shown *show(struct ll_way *way, const char *id, ll_day day, struct ll_arena *arena)
{
    struct ll_shown *shown = find(way, id);
    if (!shown) {
        struct ll_shown *all =
            ll_arena_more(arena, way->shown, way->shown_count, &way->shown_cap, sizeof *all);
        if (!all)
            return NULL;
        way->shown = all;
        shown = &all[way->shown_count++];
        *shown = (struct ll_shown){.since = day};
        memcpy(shown->id, id, LL_LEAD_ID_LEN);
    }
    shown->open = true;
    shown->followed = false;
    return shown;
}

static bool show_hit(struct ll_shown *shown, size_t number, ll_day day, struct ll_arena *arena)
{
    for (size_t i = 0; i < shown->hit_count; i++) {
        struct ll_shown_hit *hit = &shown->hits[i];
        if (hit->number != number)
            continue;
        hit->since = day < hit->since ? day : hit->since;
        return true;
    }
    struct ll_shown_hit *hits =
        ll_arena_more(arena, shown->hits, shown->hit_count, &shown->hit_cap, sizeof *hits);
    if (!hits)
        return false;
    shown->hits = hits;
    hits[shown->hit_count++] = (struct ll_shown_hit){number, day};
    return true;
}

static bool show_hits(const struct ll_follow *follow, const struct ll_way *way,
                      struct ll_shown *shown, const struct ll_lead *lead, ll_day day,
                      struct ll_arena *arena)
{
    for (size_t i = 0; i < lead->hit_count; i++)
        if (i == 0 || lead->hits[i]->indicator != lead->hits[i - 1]->indicator)
            if (!show_hit(shown, ll_pick_number(follow->united, way->alike.cells[0], lead->hits[i]),
                          day, arena))
                return false;
    return true;
}

/* The heir of a lead that fell has been shown for as long as that. */
static bool take_over(struct ll_way *way, struct ll_shown *fallen, const struct ll_lead *heir,
                      struct ll_arena *arena)
{
    fallen->open = false;
    struct ll_shown *shown = heir ? find(way, heir->id) : NULL;
    fallen->followed = shown != NULL;
    for (size_t i = 0; shown && i < fallen->hit_count; i++)
        if (!show_hit(shown, fallen->hits[i].number, fallen->hits[i].since, arena))
            return false;
    if (shown && fallen->since < shown->since)
        shown->since = fallen->since;
    return true;
}

/* What differs between the leads before and after. Those that are in both may be cut off, where a step is not whole: then they
 * are the same, and not known by their ids. */
static bool compare(struct ll_follow *follow, struct ll_way *way,
                    const struct ll_assessment *before, const struct ll_assessment *after,
                    ll_day day, struct ll_arena *work)
{
    struct ll_lead_ids was, is;
    if (before->lead_count + after->lead_count == 0)
        return true;
    if (!ll_lead_ids_make(&was, before, work) || !ll_lead_ids_make(&is, after, work))
        return false;
    for (size_t i = 0; i < after->lead_count; i++) {
        const struct ll_lead *lead = &after->leads[i];
        struct ll_shown *shown = ll_lead_ids_find(&was, lead->id)
                                     ? find(way, lead->id)
                                     : show(way, lead->id, day, &follow->arena);
        if (!shown && !ll_lead_ids_find(&was, lead->id))
            return false;
        if (shown && shown->open && !show_hits(follow, way, shown, lead, day, &follow->arena))
            return false;
    }
    for (size_t i = 0; i < before->lead_count; i++) {
        const struct ll_lead *heir;
        struct ll_shown *fallen =
            ll_lead_ids_find(&is, before->leads[i].id) ? NULL : find(way, before->leads[i].id);
        if (fallen && (!ll_lead_heir(&before->leads[i], after, work, &heir) ||
                       !take_over(way, fallen, heir, &follow->arena)))
            return false;
    }
    return true;
}

static bool step_way(struct ll_follow *follow, struct ll_way *way, const struct ll_step *step,
                     ll_day day)
{
    struct ll_assessment before = way->now, after;
    uint32_t cell = way->alike.cells[0];
    if (!step->whole &&
        !ll_pick(&before, step->before, &follow->subject, follow->united, cell, step->arena))
        return false;
    if (!ll_pick(&after, step->after, &follow->subject, follow->united, cell, step->arena) ||
        !compare(follow, way, &before, &after, day, step->arena))
        return false;
    way->now = after;
    return true;
}

bool ll_follow_step(struct ll_follow *follow, const struct ll_step *step, ll_day day)
{
    const struct ll_hit_list *hits = &step->after->hits;
    for (size_t i = 0; i < hits->count; i++)
        if (!see(follow, ll_united_number(follow->united, hits->hits[i].indicator)))
            return false;
    for (size_t i = 0; i < follow->way_count; i++)
        if (!step_way(follow, &follow->ways[i], step, day))
            return false;
    return true;
}

/* ---- the end ---- */

static ll_day since_of(const struct ll_shown *shown, size_t number)
{
    for (size_t i = 0; i < shown->hit_count; i++)
        if (shown->hits[i].number == number)
            return shown->hits[i].since;
    return shown->since;
}

/* By the lead's indicators. NULL: memory is out. */
static const ll_day *hit_days(const struct ll_follow *follow, const struct ll_way *way,
                              const struct ll_shown *shown, const struct ll_lead *lead,
                              struct ll_arena *arena)
{
    ll_day *days = LL_NEW_ARRAY(arena, ll_day, lead->indicator_count);
    for (size_t i = 0, n = 0; days && i < lead->hit_count; i++)
        if (i == 0 || lead->hits[i]->indicator != lead->hits[i - 1]->indicator)
            days[n++] =
                since_of(shown, ll_pick_number(follow->united, way->alike.cells[0], lead->hits[i]));
    return days;
}

static bool finish_way(struct ll_follow *follow, struct ll_way *way, struct ll_assessment *stand,
                       struct ll_found_variant *variant, struct ll_arena *arena)
{
    struct ll_assessment now;
    uint32_t cell = way->alike.cells[0];
    if (!ll_pick(&now, stand, &follow->subject, follow->united, cell, arena))
        return false;
    struct ll_found_lead *leads = LL_NEW_ARRAY(arena, struct ll_found_lead, now.lead_count);
    *variant =
        (struct ll_found_variant){way->alike.cells, way->alike.count, leads, now.lead_count, 0};
    for (size_t i = 0; leads && i < now.lead_count; i++) {
        const struct ll_shown *shown = find(way, now.leads[i].id);
        if (!shown)
            return false;
        leads[i] = (struct ll_found_lead){&now.leads[i], shown->since,
                                          hit_days(follow, way, shown, &now.leads[i], arena)};
        if (!leads[i].hit_since)
            return false;
    }
    for (size_t i = 0; i < way->shown_count; i++)
        variant->withdrawn += !way->shown[i].open && !way->shown[i].followed;
    way->now = now;
    return leads != NULL;
}

/* Reports are known to the union by its own ids; whoever is given leads knows those of the packs. Leads are in the same order
 * by either. */
static bool rename_reports(struct ll_follow *follow, struct ll_assessment *stand,
                           struct ll_found_variant *variants, struct ll_arena *arena)
{
    const struct ll_item_list *reports = &stand->items.of[LL_ITEM_REPORT];
    for (size_t i = 0; i < reports->count; i++) {
        struct ll_fact *fact = LL_NEW(arena, struct ll_fact);
        if (!fact)
            return false;
        *fact = *reports->items[i]->fact;
        fact->report.indicator = ll_united_id(fact->report.indicator);
        reports->items[i]->fact = fact;
    }
    for (size_t i = 0; reports->count && i < follow->way_count; i++) {
        struct ll_found_lead *leads =
            LL_NEW_ARRAY(arena, struct ll_found_lead, variants[i].lead_count);
        struct ll_assessment now;
        if (!leads ||
            !ll_pick(&now, stand, &follow->subject, follow->united, variants[i].cells[0], arena))
            return false;
        for (size_t k = 0; k < now.lead_count; k++) {
            leads[k] = variants[i].leads[k];
            leads[k].lead = &now.leads[k];
        }
        variants[i].leads = leads;
    }
    return true;
}

static int by_first_cell(const void *left, const void *right)
{
    const struct ll_way *a = left, *b = right;
    return (a->alike.cells[0] > b->alike.cells[0]) - (a->alike.cells[0] < b->alike.cells[0]);
}

bool ll_follow_finish(struct ll_follow *follow, struct ll_assessment *stand, struct ll_found *found,
                      struct ll_arena *arena)
{
    size_t n = follow->way_count;
    struct ll_found_variant *variants = LL_NEW_ARRAY(arena, struct ll_found_variant, n);
    if (!variants)
        return false;
    qsort(follow->ways, n, sizeof *follow->ways, by_first_cell);
    for (size_t i = 0; i < n; i++)
        if (!finish_way(follow, &follow->ways[i], stand, &variants[i], arena))
            return false;
    found->variants = variants;
    found->variant_count = n;
    return rename_reports(follow, stand, variants, arena);
}

void ll_follow_fini(struct ll_follow *follow)
{
    ll_arena_fini(&follow->arena);
}
