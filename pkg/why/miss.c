/* miss.c -- see miss.h.   SPDX-License-Identifier: Apache-2.0
 *
 * One change, then two, the cheapest first; each is made to the facts and the facts are assessed anew. */
#include "why/miss.h"

/* Assessments times facts, so that a long timeline takes no longer. */
#define WORK_MAX 200000
/* Of all single changes, those that pairs are made of. */
#define PAIRED_MAX 240
/* How far the days of a change that does are followed. */
#define DAYS_MAX 400

struct search {
    const struct ll_why_asked *asked;
    struct ll_rules rules; /* of the indicator and those it asks, alone */
    struct ll_arena scratch;
    struct ll_why_miss *miss;
    size_t most;  /* changes that may be tried */
    size_t limit; /* of these, until the end of what is at hand */
    bool failed;
};

static bool out_of_work(const struct search *search)
{
    return search->failed || search->miss->tried >= search->limit;
}

static bool hits(struct search *search, const struct ll_why_change *changes, size_t n)
{
    const struct ll_why_asked *asked = search->asked;
    struct ll_why_facts facts;
    struct ll_assessment assessment;
    ll_arena_reset(&search->scratch);
    search->miss->tried++;
    if (!ll_why_apply(asked->facts, changes, n, asked->calibers, &search->scratch, &facts))
        return false;
    if (!ll_why_facts_assess(&facts, &search->rules, &search->scratch, &assessment)) {
        search->failed = true;
        return false;
    }
    const struct ll_indicator *wanted = &search->rules.pack->indicators[asked->indicator];
    for (size_t i = 0; i < assessment.hits.count; i++)
        if (assessment.hits.hits[i].indicator == wanted)
            return true;
    return false;
}

/* ---- days ---- */

/* On which days around its own it would do. Of two changes only single days are told: what does with the one day of the other
 * need not do with its other days. */
static void follow_days(struct search *search, struct ll_why_change *change)
{
    ll_day day = change->day, from = day, to = day;
    if (change->kind == LL_WHY_SET || change->day_stays)
        return;
    for (change->day = day - 1; day - change->day <= DAYS_MAX && hits(search, change, 1);)
        from = change->day--;
    for (change->day = day + 1; change->day - day <= DAYS_MAX && hits(search, change, 1);)
        to = change->day++;
    change->day = day;
    change->from = from;
    change->to = to;
}

/* The least move of those that do. */
static void shorten(struct search *search, struct ll_why_change *change)
{
    const struct ll_fact *fact = search->asked->facts->list[change->at];
    ll_day is = ll_fact_day(fact);
    if (change->kind == LL_WHY_MOVE)
        change->day = is < change->from ? change->from : is > change->to ? change->to : change->day;
}

/* ---- changes ---- */

static bool kind_is_told(const struct ll_why_miss *miss, enum ll_why_change_kind kind)
{
    bool told = miss->count && miss->changes[0].kind == kind;
    for (size_t i = 0; i < miss->other_count; i++)
        told |= miss->others[i].kind == kind;
    return told;
}

/* The smallest, and the smallest of each other kind. Half of the work is left for two; what others there are is worth less. Whether
 * all were tried. */
static bool try_one(struct search *search, const struct ll_why_candidates *candidates)
{
    struct ll_why_miss *miss = search->miss;
    size_t i = 0;
    search->limit = search->most / 2;
    for (; i < candidates->count && !out_of_work(search); i++) {
        struct ll_why_change change = candidates->list[i];
        if (kind_is_told(miss, change.kind) || !hits(search, &change, 1))
            continue;
        follow_days(search, &change);
        shorten(search, &change);
        if (miss->count == 0) {
            miss->changes[miss->count++] = change;
            search->limit = miss->tried + search->most / 8;
        } else {
            miss->others[miss->other_count++] = change;
        }
        if (miss->other_count == sizeof miss->others / sizeof miss->others[0])
            break;
    }
    return i == candidates->count;
}

/* Those that pairs are made of: the cheapest of each kind. */
static size_t choose_paired(const struct ll_why_candidates *candidates,
                            struct ll_why_change *paired)
{
    size_t of_kind[3] = {0}, n = 0;
    for (size_t i = 0; i < candidates->count && n < PAIRED_MAX; i++)
        if (of_kind[candidates->list[i].kind]++ < PAIRED_MAX / 3)
            paired[n++] = candidates->list[i];
    return n;
}

static void try_pair(struct search *search, const struct ll_why_change *a,
                     const struct ll_why_change *b)
{
    struct ll_why_miss *miss = search->miss;
    /* What is added is told in the order of its days. */
    bool turned = a->kind == LL_WHY_ADD && b->kind == LL_WHY_ADD && b->day < a->day;
    struct ll_why_change pair[2] = {turned ? *b : *a, turned ? *a : *b};
    if (!hits(search, pair, 2))
        return;
    miss->changes[0] = pair[0];
    miss->changes[1] = pair[1];
    miss->count = 2;
}

/* In the order of what they cost together, as near as steps by the dearer of both come to it. The same item may be added
 * twice. */
static void try_two(struct search *search, const struct ll_why_change *paired, size_t n)
{
    for (size_t b = 0; b < n; b++)
        for (size_t a = 0; a <= b; a++) {
            if (a == b && paired[a].kind != LL_WHY_ADD)
                continue;
            if (out_of_work(search) || search->miss->count)
                return;
            try_pair(search, &paired[a], &paired[b]);
        }
}

/* The same item several times over, where two changes do not do. */
static void try_many(struct search *search, const struct ll_why_change *paired, size_t n)
{
    for (uint32_t times = 3; times <= LL_WHY_REPEAT_MAX; times++)
        for (size_t i = 0; i < n; i++) {
            struct ll_why_change change = paired[i];
            change.times = times;
            if (change.kind != LL_WHY_ADD)
                continue;
            if (search->failed)
                return;
            if (!hits(search, &change, 1))
                continue;
            follow_days(search, &change);
            search->miss->changes[0] = change;
            search->miss->count = 1;
            return;
        }
}

static bool make_rules(struct search *search, const struct ll_why_values *values,
                       struct ll_arena *arena)
{
    search->rules = *search->asked->rules;
    search->rules.pack = ll_pack_choose(arena, search->asked->book->pack, values->asked);
    return search->rules.pack != NULL;
}

bool ll_why_miss_find(struct ll_why_miss *miss, const struct ll_why_asked *asked,
                      struct ll_arena *arena)
{
    struct search search = {.asked = asked, .miss = miss};
    struct ll_why_candidates candidates;
    struct ll_why_change *paired = LL_NEW_ARRAY(arena, struct ll_why_change, PAIRED_MAX);
    const struct ll_why_values *values =
        ll_why_values_of(asked->book, asked->indicator, asked->assessment, asked->calibers, arena);
    *miss = (struct ll_why_miss){0};
    if (!values || !paired || !make_rules(&search, values, arena))
        return false;
    ll_why_candidates_find(&candidates, asked, values, arena);
    if (candidates.failed)
        return false;
    search.most = WORK_MAX / (asked->facts->count + 20);
    bool all = try_one(&search, &candidates);
    size_t n = choose_paired(&candidates, paired);
    miss->one_tried = !candidates.cut && all;
    search.limit = search.most;
    if (!miss->count)
        try_two(&search, paired, n);
    miss->two_tried = miss->one_tried && n == candidates.count && !out_of_work(&search);
    if (!miss->count)
        try_many(&search, paired, n);
    ll_arena_fini(&search.scratch);
    return !search.failed;
}
