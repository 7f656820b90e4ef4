/* What changes near a fact, against what changes on the whole timeline: the same, on any timeline.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ids.h"
#include "engine/local.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char pack_text[] =
    "pack: p\nlead: {quiet_days: 6}\nindicators:\n"
    "  - {id: pair, timeline: purchaser, items: firearms, same: [dealer.key],"
    " window: {days: 4}, having: count() >= 2}\n"
    "  - {id: few, timeline: purchaser, items: firearms, where: 'class == \"rifle\"',"
    " window: {days: 9}, having: 'count() < 3 and sum(price) >= 0'}\n"
    "  - {id: chained, timeline: purchaser, items: firearms, where: 'in_hit(\"pair\")',"
    " window: {days: 3}, having: distinct(dealer.key) >= 2}\n"
    "  - {id: reports, timeline: dealer, items: reports(pair), window: {days: 3},"
    " having: count() >= 2}\n"
    "  - {id: traces, timeline: dealer, items: traces, window: {days: 20}, having: count() >= 3}\n";

struct world {
    struct ll_arena arena, scratch;
    struct ll_rules rules;
    struct ll_subject subject;
    struct ll_spans spans;
    struct ll_index index;
    struct ll_buf log;
    uint64_t seed;
    bool grouped; /* facts lie in groups of days with gaps between */
};

static void set_up(struct world *world, enum ll_subject_kind kind, uint64_t seed)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source calibers_source = {"calibers", ll_calibers_builtin_text()};
    static const struct ll_source source = {"pack", {pack_text, sizeof pack_text - 1}};
    struct ll_calibers *calibers;
    struct ll_pack *pack;
    *world = (struct world){.subject = {.kind = (uint8_t)kind}, .seed = seed, .grouped = seed % 2};
    /* `chained` reaches over its own window and that of `pair`: 2 + 3 days. */
    world->spans.of[LL_SUBJECT_PURCHASER][LL_ITEM_FIREARM] = 8;
    world->spans.of[LL_SUBJECT_DEALER][LL_ITEM_REPORT] = 2;
    world->spans.of[LL_SUBJECT_DEALER][LL_ITEM_TRACE] = 19;
    cr_assert(ll_calibers_parse(&world->arena, &calibers_source, &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_parse(&world->arena, &source, calibers, &pack, &errors, &warnings) == LL_OK,
              "%s", errors.list[0].message);
    world->rules.pack = pack;
    world->rules.calendar = ll_calendar_builtin(&world->arena);
}

static void tear_down(struct world *world)
{
    ll_index_fini(&world->index);
    ll_buf_fini(&world->log);
    ll_arena_fini(&world->scratch);
    ll_arena_fini(&world->arena);
}

static uint32_t below(struct world *world, uint32_t n)
{
    world->seed = ll_hash_mix(world->seed + UINT64_C(0x9e3779b97f4a7c15));
    return (uint32_t)(world->seed >> 33) % n;
}

#define DAY 15000

static ll_day random_day(struct world *world)
{
    return world->grouped ? DAY + (ll_day)below(world, 12) * 45 + (ll_day)below(world, 12)
                          : DAY + (ll_day)below(world, 400);
}

/* Sales, traces or reports, their corrections and withdrawals: ids are few, so that they meet. */
static void add_fact(struct world *world, size_t number)
{
    char id[16];
    struct ll_firearm guns[2] = {{.class = LL_CLASS_PISTOL, .price = LL_PRICE_NONE},
                                 {.class = LL_CLASS_RIFLE, .price = LL_PRICE_NONE}};
    bool dealers = world->subject.kind == LL_SUBJECT_DEALER, traces = below(world, 3) == 0;
    bool voids = below(world, 8) == 0;
    struct ll_fact fact = {.version = 1 + below(world, 3),
                           .hash = number + 1,
                           .received = DAY,
                           .firearms = guns + below(world, 2),
                           .firearm_count = 1,
                           .recovered_on = LL_DAY_NONE,
                           .requested_on = LL_DAY_NONE,
                           .sold_on = LL_DAY_NONE};
    ll_day day = random_day(world);
    (void)snprintf(id, sizeof id, "%u", below(world, 90));
    fact.id = ll_str_from(id);
    fact.dealer.key = 1 + below(world, 2);
    if (!dealers) {
        fact.kind = voids ? LL_FACT_SALE_VOID : LL_FACT_SALE;
        fact.occurred.day = day;
        fact.occurred.utc_ns = day * INT64_C(86400000000000);
    } else if (traces) {
        fact.kind = voids ? LL_FACT_TRACE_VOID : LL_FACT_TRACE;
        fact.recovered_on = day;
    } else {
        fact.kind = LL_FACT_REPORT;
        fact.id = (ll_str){0};
        fact.version = number;
        fact.report = (struct ll_report_fact){.indicator = ll_str_from("pair"),
                                              .dealer = 1,
                                              .day = day,
                                              .guns = 2 + below(world, 2),
                                              .gone = voids};
        fact.report.purchaser.bytes[0] = (uint8_t)below(world, 3);
    }
    ll_fact_encode(&fact, &world->log);
}

/* As a record shows them: of hits that agree in all that is shown, any may come first. */
static bool same_lead(const struct ll_lead *a, const struct ll_lead *b)
{
    if (a->hit_count != b->hit_count || a->item_count != b->item_count)
        return false;
    for (size_t i = 0; i < a->hit_count; i++) {
        const struct ll_hit *x = a->hits[i], *y = b->hits[i];
        if (x->indicator != y->indicator || x->count != y->count || x->first_day != y->first_day ||
            x->last_day != y->last_day)
            return false;
    }
    for (size_t i = 0; i < a->item_count; i++)
        if (a->items[i]->fact != b->items[i]->fact)
            return false;
    return true;
}

/* Every lead of a whole assessment that the other whole one lacks must be in the local ones likewise: here, and not, or another,
 * there. Returns how many there are. */
static size_t check_changed(struct world *world, const struct ll_assessment *here,
                            const struct ll_assessment *there,
                            const struct ll_assessment *local_here,
                            const struct ll_assessment *local_there, bool stubs)
{
    struct ll_lead_ids ids, local, local_other;
    size_t changed = 0;
    cr_assert(ll_lead_ids_make(&ids, there, &world->scratch) &&
              ll_lead_ids_make(&local, local_here, &world->scratch) &&
              ll_lead_ids_make(&local_other, local_there, &world->scratch));
    for (size_t i = 0; i < here->lead_count; i++) {
        const struct ll_lead *lead = &here->leads[i], *other = ll_lead_ids_find(&ids, lead->id);
        if (other && same_lead(other, lead))
            continue;
        const struct ll_lead *found = ll_lead_ids_find(&local, lead->id);
        cr_assert(found && found->hit_count == lead->hit_count &&
                      found->report_count == lead->report_count,
                  "the lead %.18s is not there", lead->id);
        cr_assert(stubs || same_lead(found, lead));
        cr_assert_eq(ll_lead_ids_find(&local_other, lead->id) != NULL, other != NULL);
        changed++;
    }
    return changed;
}

/* Leads that differ locally. */
static size_t count_changed(struct world *world, const struct ll_assessment *here,
                            const struct ll_assessment *there)
{
    struct ll_lead_ids ids;
    size_t changed = 0;
    cr_assert(ll_lead_ids_make(&ids, there, &world->scratch));
    for (size_t i = 0; i < here->lead_count; i++) {
        const struct ll_lead *other = ll_lead_ids_find(&ids, here->leads[i].id);
        /* Of one that grew, only id and counts may be known. */
        changed +=
            !other || !other->hits || !here->leads[i].hits || !same_lead(other, &here->leads[i]);
    }
    return changed;
}

static void check_step(struct world *world, struct ll_walk *walk)
{
    struct ll_assessment was, is, before, after;
    struct ll_touched touched;
    struct ll_touched_list list = {&touched, 0, walk->set.revision};
    struct ll_applied applied;
    cr_assert(ll_assess(&was, &world->subject, &walk->set, &world->rules, &world->scratch));
    cr_assert(ll_touched_note(&list, walk, &world->scratch));
    cr_assert(ll_walk_step(walk, &applied, NULL) == LL_OK);
    if (!applied.used)
        return;
    cr_assert(ll_assess(&is, &world->subject, &walk->set, &world->rules, &world->scratch));
    cr_assert(ll_local_assess(&before, &after, walk, &list, &world->spans, &world->rules,
                              &world->scratch));
    bool dealer = world->subject.kind == LL_SUBJECT_DEALER;
    size_t fell = check_changed(world, &was, &is, &before, &after, dealer);
    size_t rose = check_changed(world, &is, &was, &after, &before, false);
    cr_assert_eq(count_changed(world, &before, &after), fell);
    cr_assert_eq(count_changed(world, &after, &before), rose);
}

static void check_timelines(enum ll_subject_kind kind, size_t facts)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct world world;
        struct ll_walk walk;
        set_up(&world, kind, seed);
        for (size_t i = 0; i < facts; i++)
            add_fact(&world, i);
        ll_walk_start_kept(&walk, &world.subject, ll_buf_str(&world.log), &world.index);
        while (walk.offset < world.log.len) {
            ll_arena_reset(&world.scratch);
            check_step(&world, &walk);
        }
        tear_down(&world);
    }
}

Test(engine_local, on_a_purchasers_timeline_the_same_leads_differ_near_a_fact_as_on_the_whole)
{
    check_timelines(LL_SUBJECT_PURCHASER, 110);
}

Test(engine_local, on_a_dealers_timeline_the_same_leads_differ_near_a_fact_as_on_the_whole)
{
    check_timelines(LL_SUBJECT_DEALER, 150);
}

Test(engine_local, a_kept_walk_goes_on_in_a_log_that_grew_and_in_no_other)
{
    struct world world;
    struct ll_walk walk;
    struct ll_buf other = {0};
    set_up(&world, LL_SUBJECT_PURCHASER, 1);
    for (size_t i = 0; i < 20; i++)
        add_fact(&world, i);
    size_t half = world.log.len;
    ll_walk_start_kept(&walk, &world.subject, ll_buf_str(&world.log), &world.index);
    cr_assert(ll_walk_to(&walk, half, NULL) == LL_OK);
    add_fact(&world, 20);
    cr_expect(ll_walk_goes_on(&walk, ll_buf_str(&world.log)));
    cr_expect_eq(walk.offset, half);
    struct ll_fact_head head, last;
    cr_assert(ll_fact_peek(ll_buf_str(&world.log), &head));
    cr_expect_eq(ll_walk_find(&walk, &head), 0);
    cr_assert(ll_fact_peek((ll_str){world.log.ptr + half, world.log.len - half}, &last));
    cr_expect_eq(ll_walk_find(&walk, &last), half, "behind what was read");
    cr_expect_not(ll_walk_goes_on(&walk, (ll_str){world.log.ptr, half - 1}), "shorter");
    ll_buf_add(&other, world.log.ptr + head.bytes, world.log.len - head.bytes);
    ll_buf_add(&other, world.log.ptr, world.log.len);
    cr_expect_not(ll_walk_goes_on(&walk, ll_buf_str(&other)), "another start");
    ll_buf_fini(&other);
    tear_down(&world);
}
