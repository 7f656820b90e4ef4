/* found.c -- what was found, held against what was expected.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/found.h"

static uint32_t index_of(const struct ll_found *found, const struct ll_hit *hit)
{
    return (uint32_t)(hit->indicator - found->pack->indicators);
}

static bool looked_at(const struct ll_found *found, const struct ll_hit *hit)
{
    return !found->looks || found->looks[index_of(found, hit)];
}

static bool lead_counts(const struct ll_found *found, const struct ll_lead *lead)
{
    for (size_t i = 0; i < lead->hit_count; i++)
        if (looked_at(found, lead->hits[i]))
            return true;
    return false;
}

static void list_subject(struct ll_found *found, const struct ll_trial_subject *subject)
{
    const struct ll_assessment *all = &subject->assessment;

    for (size_t i = 0; i < all->hits.count; i++) {
        const struct ll_hit *hit = &all->hits.hits[i];
        if (looked_at(found, hit))
            found->hits[found->hit_count++] =
                (struct ll_found_hit){subject, hit, index_of(found, hit)};
    }
    for (size_t i = 0; i < all->lead_count; i++)
        if (lead_counts(found, &all->leads[i]))
            found->leads[found->lead_count++] = (struct ll_found_lead){
                subject, &all->leads[i], subject->routes[i], subject->route_counts[i]};
}

bool ll_found_list(struct ll_found *found, const struct ll_trial_test *test,
                   const struct ll_trial_state *state, struct ll_arena *arena)
{
    size_t hits = 0, leads = 0;

    for (size_t i = 0; i < state->subject_count; i++) {
        hits += state->subjects[i].assessment.hits.count;
        leads += state->subjects[i].assessment.lead_count;
    }
    *found = (struct ll_found){.pack = state->rules.pack,
                               .looks = test->looks,
                               .routed = state->rules.router != NULL,
                               .hits = LL_NEW_ARRAY(arena, struct ll_found_hit, hits),
                               .leads = LL_NEW_ARRAY(arena, struct ll_found_lead, leads)};
    if (!found->hits || !found->leads)
        return false;
    for (size_t i = 0; i < state->subject_count; i++)
        list_subject(found, &state->subjects[i]);
    return true;
}

/* ---- one against one ---- */

static bool day_fits(ll_day want, ll_day day)
{
    return want == LL_DAY_NONE || want == day;
}

static bool name_fits(const struct ll_trial_name *want, const struct ll_trial_subject *subject)
{
    return !want || ll_subject_eq(&want->subject, &subject->who.subject);
}

static bool hit_fits(const struct ll_trial_hit_want *want, const struct ll_found_hit *found)
{
    const struct ll_hit *hit = found->hit;

    return want->indicator == found->indicator && name_fits(want->whose, found->subject) &&
           (want->count == LL_TRIAL_ANY || (size_t)want->count == hit->count) &&
           day_fits(want->first_day, hit->first_day) && day_fits(want->last_day, hit->last_day) &&
           (want->calendar == LL_TRIAL_ANY || want->calendar == (int)hit->calendar);
}

int64_t ll_found_number(const struct ll_lead *lead, enum ll_trial_number which)
{
    size_t guns = 0;

    switch (which) {
    case LL_TRIAL_SCORE:
        return lead->score;
    case LL_TRIAL_TIME_TO_CRIME:
        return lead->has_time_to_crime ? lead->time_to_crime : LL_TRIAL_NONE;
    case LL_TRIAL_SALES:
        return (int64_t)lead->sale_count;
    case LL_TRIAL_GUNS:
        for (size_t i = 0; i < lead->sale_count; i++)
            guns += lead->sales[i]->fact->firearm_count;
        for (size_t i = 0; !lead->sale_count && i < lead->report_count; i++)
            guns += lead->reports[i]->fact->report.guns;
        return (int64_t)guns;
    case LL_TRIAL_TRACES:
        return (int64_t)lead->trace_count;
    case LL_TRIAL_REPORTS:
        return (int64_t)lead->report_count;
    case LL_TRIAL_NUMBERS:
        break;
    }
    return LL_TRIAL_NONE;
}

size_t ll_found_indicators(const struct ll_found *found, const struct ll_lead *lead, uint32_t *out)
{
    size_t n = 0;

    for (uint32_t i = 0; i < found->pack->indicator_count; i++) {
        if (found->looks && !found->looks[i])
            continue;
        for (size_t hit = 0; hit < lead->hit_count; hit++)
            if (index_of(found, lead->hits[hit]) == i) {
                out[n++] = i;
                break;
            }
    }
    return n;
}

const struct ll_route *ll_found_route(const struct ll_trial_group_want *want,
                                      const struct ll_route *routes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ll_str_eq(routes[i].group, want->group) &&
            (!want->priority.len || ll_str_eq(routes[i].priority, want->priority)))
            return &routes[i];
    return NULL;
}

bool ll_found_routes_fit(const struct ll_found *found, const struct ll_trial_group_want *wants,
                         size_t want_count, const struct ll_route *routes, size_t n)
{
    if (!found->routed || !wants)
        return true;
    for (size_t i = 0; i < want_count; i++)
        if (!ll_found_route(&wants[i], routes, n))
            return false;
    return want_count == n;
}

static bool lead_fits(const struct ll_found *found, const struct ll_trial_lead_want *want,
                      const struct ll_found_lead *one, uint32_t *scratch)
{
    const struct ll_lead *lead = one->lead;

    if (!name_fits(want->whose, one->subject) || !day_fits(want->first_day, lead->first_day) ||
        !day_fits(want->last_day, lead->last_day))
        return false;
    for (unsigned i = 0; i < LL_TRIAL_NUMBERS; i++)
        if (want->numbers[i] != LL_TRIAL_ANY &&
            want->numbers[i] != ll_found_number(lead, (enum ll_trial_number)i))
            return false;
    if (want->indicators) {
        size_t n = ll_found_indicators(found, lead, scratch);
        if (n != want->indicator_count ||
            (n && memcmp(scratch, want->indicators, n * sizeof *scratch) != 0))
            return false;
    }
    return ll_found_routes_fit(found, want->groups, want->group_count, one->routes,
                               one->route_count);
}

/* ---- many against many ---- */

/* Whether want i fits found j. */
struct fitting {
    const struct ll_found *found;
    const struct ll_trial_stage *stage;
    bool of_hits;
    size_t wants, founds;
    uint32_t *scratch; /* one for each indicator */
    bool *seen;        /* by found: tried for the want at hand */
    struct ll_pairs *pairs;
};

static bool fits(const struct fitting *f, size_t i, size_t j)
{
    if (f->of_hits)
        return hit_fits(&f->stage->hits[i], &f->found->hits[j]);
    return lead_fits(f->found, &f->stage->leads[i], &f->found->leads[j], f->scratch);
}

/* Find want i a partner, moving others to other partners where that makes room. The depth is bounded: each found one is
 * tried once. */
static bool place(struct fitting *f, size_t i, unsigned depth)
{
    for (size_t j = 0; j < f->founds; j++) {
        if (f->seen[j] || !fits(f, i, j))
            continue;
        f->seen[j] = true;
        uint32_t other = f->pairs->is[j];
        if (other && (depth == 0 || !place(f, other - 1, depth - 1)))
            continue;
        f->pairs->is[j] = (uint32_t)i + 1;
        f->pairs->with[i] = (uint32_t)j + 1;
        return true;
    }
    return false;
}

#define MOVES_MAX 200

static bool pair(struct fitting *f, struct ll_arena *arena)
{
    f->pairs->with = LL_NEW_ARRAY(arena, uint32_t, f->wants);
    f->pairs->is = LL_NEW_ARRAY(arena, uint32_t, f->founds);
    f->pairs->all = f->wants == f->founds;
    f->seen = LL_NEW_ARRAY(arena, bool, f->founds);
    f->scratch = LL_NEW_ARRAY(arena, uint32_t, f->found->pack->indicator_count);
    if (!f->pairs->with || !f->pairs->is || !f->seen || !f->scratch)
        return false;
    for (size_t i = 0; i < f->wants; i++) {
        if (f->founds)
            memset(f->seen, 0, f->founds * sizeof *f->seen);
        f->pairs->all &= place(f, i, MOVES_MAX);
    }
    return true;
}

bool ll_found_pair_hits(const struct ll_found *found, const struct ll_trial_stage *stage,
                        struct ll_arena *arena, struct ll_pairs *pairs)
{
    struct fitting f = {.found = found,
                        .stage = stage,
                        .of_hits = true,
                        .wants = (size_t)stage->hit_count,
                        .founds = found->hit_count,
                        .pairs = pairs};
    return pair(&f, arena);
}

bool ll_found_pair_leads(const struct ll_found *found, const struct ll_trial_stage *stage,
                         struct ll_arena *arena, struct ll_pairs *pairs)
{
    struct fitting f = {.found = found,
                        .stage = stage,
                        .wants = (size_t)stage->lead_count,
                        .founds = found->lead_count,
                        .pairs = pairs};
    return pair(&f, arena);
}

struct ll_route *ll_found_all_routes(const struct ll_found *found, struct ll_arena *arena,
                                     size_t *count)
{
    struct ll_route *all;
    size_t n = 0, most = 0;

    for (size_t i = 0; i < found->lead_count; i++)
        most += found->leads[i].route_count;
    all = LL_NEW_ARRAY(arena, struct ll_route, most);
    for (size_t i = 0; all && i < found->lead_count; i++)
        for (size_t r = 0; r < found->leads[i].route_count; r++) {
            const struct ll_route *route = &found->leads[i].routes[r];
            const struct ll_trial_group_want same = {.group = route->group,
                                                     .priority = route->priority};
            if (!ll_found_route(&same, all, n))
                all[n++] = *route;
        }
    *count = n;
    return all;
}

bool ll_found_fits(const struct ll_found *found, const struct ll_trial_stage *stage,
                   struct ll_arena *arena, bool *fits_all)
{
    struct ll_pairs pairs;
    size_t route_count;

    *fits_all =
        (stage->lead_count == LL_TRIAL_ANY || (size_t)stage->lead_count == found->lead_count) &&
        (stage->hit_count == LL_TRIAL_ANY || (size_t)stage->hit_count == found->hit_count);
    if (*fits_all && stage->hits) {
        if (!ll_found_pair_hits(found, stage, arena, &pairs))
            return false;
        *fits_all = pairs.all;
    }
    if (*fits_all && stage->leads) {
        if (!ll_found_pair_leads(found, stage, arena, &pairs))
            return false;
        *fits_all = pairs.all;
    }
    if (*fits_all && stage->groups) {
        struct ll_route *routes = ll_found_all_routes(found, arena, &route_count);
        if (!routes)
            return false;
        *fits_all =
            ll_found_routes_fit(found, stage->groups, stage->group_count, routes, route_count);
    }
    return true;
}
