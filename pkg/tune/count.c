/* count.c -- a subject's leads, counted in every cell that has them.   SPDX-License-Identifier: Apache-2.0
 *
 * Cells of one variant have the same leads: what these add is found once, and added to each. */
#include "tune/state.h"

#include <stdlib.h>

/* A variant, as it is counted. */
struct counting {
    const struct ll_tune *tune;
    struct ll_tune_thread *thread;
    const struct ll_found_variant *variant;
    struct ll_sharing sharing;
    struct ll_seen *seen;
};

/* Members of several sets. */
struct members {
    struct ll_member *list;
    size_t count;
};

static int by_set(const void *left, const void *right)
{
    const struct ll_member *a = left, *b = right;
    if (a->set != b->set)
        return a->set < b->set ? -1 : 1;
    return (a->lead > b->lead) - (a->lead < b->lead);
}

static size_t run_of(const struct members *members, size_t from)
{
    size_t to = from;
    while (to < members->count && members->list[to].set == members->list[from].set)
        to++;
    return to - from;
}

static bool see(struct counting *counting, const struct ll_verdict *verdicts)
{
    const struct ll_found_variant *variant = counting->variant;
    counting->seen = LL_NEW_ARRAY(&counting->thread->scratch, struct ll_seen, variant->lead_count);
    for (size_t i = 0; counting->seen && i < variant->lead_count; i++) {
        counting->seen[i] =
            (struct ll_seen){&variant->leads[i], verdicts[i], ll_lead_guns(variant->leads[i].lead)};
        counting->thread->came_false |= verdicts[i].label == LL_LABEL_FALSE;
    }
    counting->sharing.seen = counting->seen;
    return counting->seen != NULL;
}

static void reach(struct counting *counting, ll_day since)
{
    struct ll_tune_thread *thread = counting->thread;
    if (!ll_day_counts(since, counting->sharing.from, counting->sharing.to))
        return;
    if (thread->first_since == LL_DAY_NONE || since < thread->first_since)
        thread->first_since = since;
    if (thread->last_since == LL_DAY_NONE || since > thread->last_since)
        thread->last_since = since;
}

/* ---- all leads ---- */

static bool count_all(struct counting *counting)
{
    const struct ll_found_variant *variant = counting->variant;
    struct ll_tune_thread *thread = counting->thread;
    struct ll_member *members =
        LL_NEW_ARRAY(&thread->scratch, struct ll_member, variant->lead_count);
    struct ll_share share;
    for (size_t i = 0; members && i < variant->lead_count; i++) {
        members[i] = (struct ll_member){0, (uint32_t)i, variant->leads[i].since};
        reach(counting, members[i].since);
    }
    if (!members || !ll_share_make(&share, &counting->sharing, members, variant->lead_count))
        return false;
    for (size_t i = 0; i < variant->cell_count; i++) {
        struct ll_sum *sum = &thread->cells[variant->cells[i]].all;
        sum->withdrawn += variant->withdrawn;
        if (!ll_sum_add(sum, &share, &thread->arena))
            return false;
    }
    return true;
}

/* ---- indicators ---- */

/* Leads by the indicators that they hit, as places in the plan's pack. hits: by lead, by its indicators. */
static bool gather_hits(struct counting *counting, const struct ll_plan *plan,
                        struct members *members)
{
    const struct ll_found_variant *variant = counting->variant;
    size_t most = 0;
    for (size_t i = 0; i < variant->lead_count; i++)
        most += variant->leads[i].lead->indicator_count;
    *members =
        (struct members){.list = LL_NEW_ARRAY(&counting->thread->scratch, struct ll_member, most)};
    for (uint32_t i = 0; members->list && i < variant->lead_count; i++) {
        const struct ll_found_lead *found = &variant->leads[i];
        for (size_t k = 0; k < found->lead->indicator_count; k++) {
            uint32_t indicator;
            if (!ll_pack_find(plan->pack, found->lead->indicators[k], &indicator) ||
                plan->slot_of[indicator] == LL_PLAN_NONE)
                continue;
            members->list[members->count++] =
                (struct ll_member){plan->slot_of[indicator], i, found->hit_since[k]};
            reach(counting, found->hit_since[k]);
        }
    }
    if (members->count)
        qsort(members->list, members->count, sizeof *members->list, by_set);
    return members->list != NULL;
}

static bool count_hits(struct counting *counting, const struct ll_plan *plan)
{
    const struct ll_found_variant *variant = counting->variant;
    struct ll_tune_thread *thread = counting->thread;
    struct members members;
    if (!gather_hits(counting, plan, &members))
        return false;
    for (size_t at = 0, n; at < members.count; at += n) {
        struct ll_share share;
        n = run_of(&members, at);
        if (!ll_share_make(&share, &counting->sharing, &members.list[at], n))
            return false;
        for (size_t i = 0; i < variant->cell_count; i++) {
            uint32_t cell = variant->cells[i];
            if (counting->tune->plans.of[cell] == plan &&
                !ll_sum_add(&thread->cells[cell].indicators[members.list[at].set], &share,
                            &thread->arena))
                return false;
        }
    }
    return true;
}

static bool count_indicators(struct counting *counting)
{
    const struct ll_found_variant *variant = counting->variant;
    const struct ll_plans *plans = &counting->tune->plans;
    for (size_t i = 0; i < variant->cell_count; i++) {
        const struct ll_plan *plan = plans->of[variant->cells[i]];
        bool done = plan->count == 0;
        for (size_t k = 0; k < i && !done; k++)
            done = plans->of[variant->cells[k]] == plan;
        if (!done && !count_hits(counting, plan))
            return false;
    }
    return true;
}

/* ---- groups ---- */

static uint32_t group_of(const struct ll_tune_setup *setup, ll_str id)
{
    for (uint32_t i = 0; i < setup->group_count; i++) {
        if (ll_str_eq(setup->groups[i], id))
            return i;
    }
    return LL_PLAN_NONE;
}

/* Leads by the groups that get them by a cell's rules. */
static bool gather_routes(struct counting *counting, const struct ll_rules *rules,
                          struct members *members)
{
    const struct ll_found_variant *variant = counting->variant;
    const struct ll_tune_setup *setup = &counting->tune->setup;
    struct ll_arena *scratch = &counting->thread->scratch;
    enum ll_subject_kind kind = (enum ll_subject_kind)counting->sharing.found->subject->kind;
    *members = (struct members){
        .list = LL_NEW_ARRAY(scratch, struct ll_member, variant->lead_count * setup->group_count)};
    for (uint32_t i = 0; members->list && i < variant->lead_count; i++) {
        size_t count;
        struct ll_route *routes =
            ll_lead_routes(variant->leads[i].lead, kind, rules, scratch, &count);
        if (!routes)
            return false;
        for (size_t k = 0; k < count; k++) {
            uint32_t group = group_of(setup, routes[k].group);
            if (group != LL_PLAN_NONE)
                members->list[members->count++] =
                    (struct ll_member){group, i, variant->leads[i].since};
        }
    }
    if (members->count)
        qsort(members->list, members->count, sizeof *members->list, by_set);
    return members->list != NULL;
}

static bool count_routes(struct counting *counting, const struct ll_router *router,
                         const struct ll_rules *rules)
{
    const struct ll_found_variant *variant = counting->variant;
    const struct ll_tune *tune = counting->tune;
    struct ll_tune_thread *thread = counting->thread;
    struct members members;
    if (!gather_routes(counting, rules, &members))
        return false;
    for (size_t at = 0, n; at < members.count; at += n) {
        uint32_t group = members.list[at].set;
        struct ll_share share;
        n = run_of(&members, at);
        if (!ll_share_make(&share, &counting->sharing, &members.list[at], n))
            return false;
        for (size_t i = 0; i < variant->cell_count; i++) {
            uint32_t cell = variant->cells[i];
            if (tune->setup.rules[cell]->router == router && tune->plans.groups[cell] &&
                tune->plans.groups[cell][group] &&
                !ll_sum_add(&thread->cells[cell].groups[group], &share, &thread->arena))
                return false;
        }
    }
    return true;
}

static bool count_groups(struct counting *counting)
{
    const struct ll_found_variant *variant = counting->variant;
    const struct ll_tune *tune = counting->tune;
    for (size_t i = 0; i < variant->cell_count; i++) {
        const struct ll_rules *rules = tune->setup.rules[variant->cells[i]];
        bool done = !rules->router || !tune->plans.groups[variant->cells[i]];
        for (size_t k = 0; k < i && !done; k++)
            done = tune->plans.groups[variant->cells[k]] &&
                   tune->setup.rules[variant->cells[k]]->router == rules->router;
        if (!done && !count_routes(counting, rules->router, rules))
            return false;
    }
    return true;
}

/* ---- what is told of the pack in force, and of the candidate ---- */

static bool count_place(struct counting *counting, size_t cell, const struct ll_seen *seen)
{
    struct ll_tune_thread *thread = counting->thread;
    enum ll_subject_kind kind = (enum ll_subject_kind)counting->sharing.found->subject->kind;
    size_t count;
    struct ll_route *routes = ll_lead_routes(
        seen->found->lead, kind, counting->tune->setup.rules[cell], &thread->scratch, &count);
    return routes && ll_places_add(&thread->places[cell], seen, routes, count, &thread->arena,
                                   &thread->scratch);
}

static bool count_lead(struct counting *counting, const struct ll_seen *seen)
{
    const struct ll_lead *lead = seen->found->lead;
    const struct ll_pack *pack = counting->tune->setup.cells->cells[0].pack;
    struct ll_tune_thread *thread = counting->thread;
    uint32_t *hits = LL_NEW_ARRAY(&thread->scratch, uint32_t, lead->indicator_count);
    int year, month, day;
    if (!hits)
        return false;
    for (size_t i = 0; i < lead->indicator_count; i++) {
        if (!ll_pack_find(pack, lead->indicators[i], &hits[i]))
            hits[i] = 0;
        for (size_t k = 0; k <= i; k++) {
            uint32_t a = hits[i] < hits[k] ? hits[i] : hits[k],
                     b = hits[i] < hits[k] ? hits[k] : hits[i];
            if (!ll_tally_add(&thread->pairs, (int32_t)(a * pack->indicator_count + b), 1,
                              &thread->arena))
                return false;
        }
    }
    if (lead->indicator_count == 1)
        thread->alone[hits[0]]++;
    ll_day_to_civil(seen->found->since, &year, &month, &day);
    return ll_tally_add(&thread->months, month - 1, 1, &thread->arena) &&
           ll_columns_add(&thread->leads, counting->sharing.found->subject, seen, hits,
                          &thread->arena);
}

static bool count_told(struct counting *counting)
{
    const struct ll_found_variant *variant = counting->variant;
    const struct ll_tune_setup *setup = &counting->tune->setup;
    for (size_t i = 0; i < variant->cell_count && variant->cells[i] < 2; i++) {
        uint32_t cell = variant->cells[i];
        if (setup->cells->cells[cell].kind == LL_CELL_SWEPT)
            continue;
        for (size_t k = 0; k < variant->lead_count; k++) {
            const struct ll_seen *seen = &counting->seen[k];
            if (!ll_day_counts(seen->found->since, setup->from, setup->to))
                continue;
            if (!count_place(counting, cell, seen) || (cell == 0 && !count_lead(counting, seen)))
                return false;
        }
    }
    return true;
}

/* ---- a subject ---- */

bool ll_tune_count(const struct ll_tune *tune, struct ll_tune_thread *thread,
                   const struct ll_tune_subject *subject)
{
    const struct ll_found *found = subject->found;
    bool positive = subject->verdict.label == LL_LABEL_TRUE;
    thread->positive[found->subject->kind] += positive;
    thread->listed[found->subject->kind] += subject->verdict.listed;
    for (size_t v = 0; v < found->variant_count; v++) {
        struct counting counting = {.tune = tune,
                                    .thread = thread,
                                    .variant = &found->variants[v],
                                    .sharing = {.found = found,
                                                .should_be_found = positive,
                                                .from = tune->setup.from,
                                                .to = tune->setup.to,
                                                .scratch = &thread->scratch}};
        if (!see(&counting, subject->verdicts[v]) || !count_all(&counting) ||
            !count_indicators(&counting) || !count_groups(&counting) || !count_told(&counting))
            return false;
    }
    return true;
}
