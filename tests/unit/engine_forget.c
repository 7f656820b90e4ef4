/* Forgetting: old facts are passed over, logs are rewritten, and nothing of it changes a lead.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/timeline.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct ll_fact sale_on(const char *id, ll_day day)
{
    static const struct ll_firearm gun = {.class = LL_CLASS_PISTOL, .price = LL_PRICE_NONE};
    struct ll_fact sale = {.kind = LL_FACT_SALE,
                           .id = ll_str_from(id),
                           .version = 1,
                           .hash = (uint64_t)day,
                           .received = day,
                           .firearms = &gun,
                           .firearm_count = 1,
                           .recovered_on = LL_DAY_NONE,
                           .requested_on = LL_DAY_NONE,
                           .sold_on = LL_DAY_NONE};
    sale.occurred.day = day;
    sale.occurred.utc_ns = day * INT64_C(86400000000000);
    return sale;
}

static const struct ll_engine_retention retention = {
    .forget = true, .sale_days = 30, .lead_days = 730, .traced_lead_days = 1825};

/* Pairs of pistols on one day are hits; all else is alone. */
static const char pack_text[] =
    "pack: p\nindicators:\n  - {id: pair, timeline: purchaser, items: firearms, "
    "window: {same_day: true}, having: count() >= 2, weight: 1}\n";

struct world {
    struct ll_arena arena;
    struct ll_rules rules;
    struct ll_buf log;
    struct ll_subject subject;
};

static void set_up(struct world *world)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source calibers_source = {"calibers", ll_calibers_builtin_text()};
    static const struct ll_source source = {"pack", {pack_text, sizeof pack_text - 1}};
    struct ll_calibers *calibers;
    struct ll_pack *pack;
    *world = (struct world){.subject = {.kind = LL_SUBJECT_PURCHASER}};
    cr_assert(ll_calibers_parse(&world->arena, &calibers_source, &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_parse(&world->arena, &source, calibers, &pack, &errors, &warnings) == LL_OK);
    world->rules.pack = pack;
    world->rules.calendar = ll_calendar_builtin(&world->arena);
}

static void tear_down(struct world *world)
{
    ll_buf_fini(&world->log);
    ll_arena_fini(&world->arena);
}

static void add(struct world *world, const char *id, ll_day day)
{
    struct ll_fact sale = sale_on(id, day);
    ll_fact_encode(&sale, &world->log);
}

static size_t live(const struct ll_fact_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += ll_fact_entry_live(&set->entries[i]) != NULL;
    return count;
}

/* The days are counted from here. */
#define DAY 20000

Test(engine_forget, a_sale_in_no_hit_goes_after_30_days_and_a_lead_whole_after_730)
{
    static const struct {
        ll_day today;
        size_t left;
    } rows[] = {{DAY + 30, 3}, {DAY + 31, 2}, {DAY + 731, 2}, {DAY + 732, 0}};
    struct world world;
    set_up(&world);
    add(&world, "alone", DAY);
    add(&world, "one", DAY + 1);
    add(&world, "two", DAY + 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_walk walk;
        size_t forgotten;
        ll_walk_start(&walk, &world.subject, ll_buf_str(&world.log), &world.arena);
        cr_assert(ll_walk_to(&walk, world.log.len, NULL) == LL_OK);
        cr_assert(ll_walk_forget(&walk, &retention, rows[i].today, &world.rules, &world.arena,
                                 &forgotten));
        cr_expect_eq(live(&walk.set), rows[i].left, "row %zu: %zu", i, live(&walk.set));
        cr_expect_eq(forgotten, 3 - rows[i].left, "row %zu", i);
    }
    tear_down(&world);
}

Test(engine_forget, a_rewritten_log_has_the_same_leads_and_revision)
{
    struct world world;
    struct ll_walk walk, again;
    struct ll_buf shorter = {0};
    const struct ll_keeping keeping = {&retention, &world.rules};
    struct ll_assessment before, after;
    char id[32];
    set_up(&world);
    for (int i = 0; i < 40; i++) {
        (void)snprintf(id, sizeof id, "alone-%d", i);
        add(&world, id, DAY + i);
    }
    add(&world, "one", DAY + 60);
    add(&world, "two", DAY + 60);
    add(&world, "late", DAY + 99);
    ll_walk_start(&walk, &world.subject, ll_buf_str(&world.log), &world.arena);
    cr_assert(ll_walk_rewrite(&walk, &keeping, 1, DAY + 100, &world.arena, &shorter, NULL) ==
              LL_OK);
    cr_expect(shorter.len < world.log.len / 4, "%zu of %zu", shorter.len, world.log.len);
    cr_assert(ll_walk_to(&walk, world.log.len, NULL) == LL_OK);
    cr_assert(ll_assess(&before, &world.subject, &walk.set, &world.rules, &world.arena));

    ll_walk_start(&again, &world.subject, ll_buf_str(&shorter), &world.arena);
    cr_assert(ll_walk_to(&again, shorter.len, NULL) == LL_OK);
    cr_assert(ll_assess(&after, &world.subject, &again.set, &world.rules, &world.arena));
    cr_expect_eq(again.set.revision, walk.set.revision);
    cr_expect_eq(again.base_revision, 42, "the pair is settled, the late one is not: %lu",
                 again.base_revision);
    cr_expect_eq(live(&again.set), 3);
    cr_assert(before.lead_count == 1 && after.lead_count == 1);
    cr_expect_arr_eq(before.leads[0].id, after.leads[0].id, LL_LEAD_ID_LEN);

    /* Rewriting what was rewritten changes nothing. */
    struct ll_buf third = {0};
    cr_assert(ll_walk_rewrite(&again, &keeping, 1, DAY + 100, &world.arena, &third, NULL) == LL_OK);
    cr_expect_eq(third.len, 0);
    ll_buf_fini(&shorter);
    tear_down(&world);
}

Test(engine_forget, a_rewritten_log_has_what_either_of_two_needs)
{
    const struct ll_engine_retention longer = {
        .forget = true, .sale_days = 45, .lead_days = 730, .traced_lead_days = 1825};
    static const size_t left[] = {1, 6};
    struct world world;
    struct ll_walk walk, again;
    char id[32];
    set_up(&world);
    for (int i = 0; i < 10; i++) {
        (void)snprintf(id, sizeof id, "alone-%d", i);
        add(&world, id, DAY + i);
    }
    add(&world, "late", DAY + 50);
    const struct ll_keeping keepings[] = {{&retention, &world.rules}, {&longer, &world.rules}};
    for (size_t n = 1; n <= 2; n++) {
        struct ll_buf shorter = {0};
        ll_walk_start(&walk, &world.subject, ll_buf_str(&world.log), &world.arena);
        cr_assert(ll_walk_rewrite(&walk, keepings, n, DAY + 50, &world.arena, &shorter, NULL) ==
                  LL_OK);
        ll_walk_start(&again, &world.subject, ll_buf_str(&shorter), &world.arena);
        cr_assert(ll_walk_to(&again, shorter.len, NULL) == LL_OK);
        cr_expect_eq(live(&again.set), left[n - 1], "%zu who look: %zu", n, live(&again.set));
        cr_expect_eq(again.set.revision, 11);
        ll_buf_fini(&shorter);
    }
    tear_down(&world);
}

Test(engine_forget, who_must_destroy_keeps_nothing_past_20_days_from_receipt)
{
    const struct ll_engine_retention destroy = {.forget = true,
                                                .sale_days = 30,
                                                .lead_days = 730,
                                                .traced_lead_days = 1825,
                                                .destroy_days = 20};
    struct world world;
    struct ll_walk walk;
    size_t forgotten;
    set_up(&world);
    add(&world, "one", DAY);
    add(&world, "two", DAY);
    ll_walk_start(&walk, &world.subject, ll_buf_str(&world.log), &world.arena);
    cr_assert(ll_walk_to(&walk, world.log.len, NULL) == LL_OK);
    cr_assert(ll_walk_forget(&walk, &destroy, DAY + 20, &world.rules, &world.arena, &forgotten));
    cr_expect_eq(live(&walk.set), 2);
    cr_assert(ll_walk_forget(&walk, &destroy, DAY + 21, &world.rules, &world.arena, &forgotten));
    cr_expect_eq(live(&walk.set), 0);
    tear_down(&world);
}
