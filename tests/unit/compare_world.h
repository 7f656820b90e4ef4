/* compare_world.h -- what two packs find on subjects, made by hand: for tests of what is made of that.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_COMPARE_WORLD_H
#define LL_TESTS_COMPARE_WORLD_H

#include "engine/timeline.h"
#include "group/group.h"
#include "tests/unit/event_world.h"
#include "tune/tune.h"
#include "why/facts.h"

struct tune_world {
    struct world events;
    struct ll_rules rules[2]; /* of the cells 0 and 1 */
};

static inline const struct ll_pack *tune_pack(struct tune_world *world, const char *text)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source *source = LL_NEW(world->events.arena, struct ll_source);
    struct ll_pack *pack;
    *source = (struct ll_source){"p.yaml", ll_str_from(text)};
    cr_assert_eq(ll_pack_parse(world->events.arena, source, NULL, &pack, &errors, &warnings), LL_OK,
                 "%s", errors.list[0].message);
    return pack;
}

static inline struct tune_world tune_world_new(const char *present, const char *candidate,
                                               const char *groups)
{
    struct tune_world world = {.events = world_new()};
    struct ll_arena *arena = world.events.arena;
    struct ll_errors errors = {0};
    struct ll_groups *loaded;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    const struct ll_calendar *calendar = ll_calendar_builtin(arena);
    const char *texts[] = {present, candidate};
    *source = (struct ll_source){"g.yaml", ll_str_from(groups)};
    cr_assert_eq(ll_groups_parse(arena, source, NULL, &loaded, &errors), LL_OK, "%s",
                 errors.list[0].message);
    for (size_t i = 0; i < 2; i++)
        world.rules[i] = (struct ll_rules){.pack = tune_pack(&world, texts[i]),
                                           .calendar = calendar,
                                           .router = ll_groups_router(loaded)};
    return world;
}

static inline void tune_world_free(struct tune_world *world)
{
    world_free(&world->events);
}

/* A sale of n pistols to a purchaser by that first name. */
static inline const char *tune_sale(struct tune_world *world, const char *id, const char *day,
                                    const char *who, unsigned guns, const char *state)
{
    struct ll_buf text = {0};
    ll_buf_printf(&text,
                  "{\"type\":\"sale\",\"id\":\"%s\",\"occurred_at\":\"%sT15:00:00-06:00\","
                  "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00%s\",\"name\":\"D\",\"state\":\"%s\","
                  "\"division\":\"Houston\"},\"purchaser\":{\"last_name\":\"Doe\","
                  "\"first_name\":\"%s\",\"date_of_birth\":\"1984-03-04\",\"country_of_birth\":"
                  "\"US\"},\"firearms\":[",
                  id, day, state[0] == 'T' ? "123" : "456", state, who);
    for (unsigned i = 0; i < guns; i++)
        ll_buf_printf(&text,
                      "%s{\"class\":\"pistol\",\"manufacturer\":\"Glock\",\"importer\":null,"
                      "\"model\":\"19\",\"caliber\":\"9mm\",\"serial\":\"%s-%u\"}",
                      i ? "," : "", id, i);
    ll_buf_add_lit(&text, "]}");
    ll_str kept = ll_arena_str(world->events.arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    return kept.ptr;
}

/* A trace of the first gun of that sale, whose purchaser is that one. */
static inline const char *tune_trace(struct tune_world *world, const char *id, const char *day,
                                     const char *who, const char *sale)
{
    return ll_arena_printf(
        world->events.arena,
        "{\"type\":\"trace\",\"id\":\"%s\",\"recovered_on\":\"%s\",\"requested_on\":\"%s\","
        "\"status\":\"successful\",\"recovery\":{\"country\":\"MX\"},\"firearm\":{\"class\":"
        "\"pistol\","
        "\"manufacturer\":\"Glock\",\"model\":\"19\",\"caliber\":\"9mm\",\"serial\":\"%s-0\"},"
        "\"purchaser\":{\"last_name\":\"Doe\",\"first_name\":\"%s\",\"date_of_birth\":"
        "\"1984-03-04\"}}",
        id, day, day, sale, who);
}

/* What the packs find on the purchaser of these events. Leads are shown from their last date on; both cells are in one
 * variant where one is true. */
static inline struct ll_found *tune_found(struct tune_world *world, const char *const *events,
                                          size_t n, bool one)
{
    struct ll_arena *arena = world->events.arena;
    struct ll_found *found = LL_NEW(arena, struct ll_found);
    struct ll_found_variant *variants = LL_NEW_ARRAY(arena, struct ll_found_variant, 2);
    struct ll_subject *subject = LL_NEW(arena, struct ll_subject);
    struct ll_buf log = {0};
    struct ll_why_facts facts;
    for (size_t i = 0; i < n; i++) {
        struct ll_event event = world_accepts(&world->events, events[i]);
        struct ll_fact fact;
        ll_fact_of_event(&event, &fact);
        ll_fact_encode(&fact, &log);
        *subject = (struct ll_subject){.key = event.purchaser, .kind = LL_SUBJECT_PURCHASER};
    }
    ll_str kept = ll_arena_str(arena, ll_buf_str(&log));
    ll_buf_fini(&log);
    cr_assert_eq(ll_why_facts_read(&facts, subject, kept, arena, NULL), LL_OK);
    for (size_t i = 0; i < 2; i++) {
        struct ll_assessment *assessment = LL_NEW(arena, struct ll_assessment);
        uint32_t *cells = LL_NEW_ARRAY(arena, uint32_t, 2);
        cr_assert(ll_why_facts_assess(&facts, &world->rules[i], arena, assessment));
        struct ll_found_lead *leads =
            LL_NEW_ARRAY(arena, struct ll_found_lead, assessment->lead_count);
        for (size_t k = 0; k < assessment->lead_count; k++)
            leads[k] = (struct ll_found_lead){.lead = &assessment->leads[k],
                                              .since = assessment->leads[k].last_day};
        cells[0] = (uint32_t)i;
        cells[1] = 1;
        variants[i] =
            (struct ll_found_variant){cells, one ? 2 : 1, leads, assessment->lead_count, 0};
        if (i == 0)
            found->items = &assessment->items;
    }
    found->subject = subject;
    found->variants = variants;
    found->variant_count = one ? 1 : 2;
    return found;
}

/* As a part takes it: nothing is said of any lead. */
static inline const struct ll_tune_subject *tune_subject(struct tune_world *world,
                                                         const struct ll_found *found)
{
    struct ll_arena *arena = world->events.arena;
    struct ll_tune_subject *subject = LL_NEW(arena, struct ll_tune_subject);
    const struct ll_verdict **verdicts =
        LL_NEW_ARRAY(arena, const struct ll_verdict *, found->variant_count);
    for (size_t v = 0; v < found->variant_count; v++)
        verdicts[v] = LL_NEW_ARRAY(arena, struct ll_verdict, found->variants[v].lead_count);
    *subject = (struct ll_tune_subject){.found = found, .verdicts = verdicts};
    return subject;
}

#endif
