/* Every window of an indicator, held to the hits that are found fast.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/windows.h"

#include "base/readfile.h"
#include "engine/engine.h"
#include "engine/timeline.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define SUBJECTS_MAX 16384 /* three an event at most */
#define BATCH 1024

struct world {
    struct ll_arena arena;
    struct ll_rules rules;
    struct ll_engine_setup setup;
    struct ll_subject *subjects; /* as they are met, many of them twice */
    size_t subject_count;
};

static enum ll_status take_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    (void)context;
    (void)err;
    cr_assert(lead->lead_id.len);
    return LL_OK;
}

static enum ll_status take_reject(void *context, size_t input, const struct ll_reject *reject,
                                  struct ll_error *err)
{
    (void)context;
    (void)input;
    (void)err;
    cr_assert(reject->sentence[0]);
    return LL_OK;
}

static void set_up(struct world *world, const char *rules, const char *scenario)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_calibers *calibers;
    struct ll_dealers *dealers;
    struct ll_pack *pack;
    char path[128];
    *world = (struct world){0};
    (void)snprintf(path, sizeof path, "tests/scenarios/%s/dealers.csv", scenario);
    cr_assert(ll_calibers_load(&world->arena, "config/calibers.csv", &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_load(&world->arena, rules, calibers, &pack, &errors, &warnings) == LL_OK);
    cr_assert(ll_dealers_load(&world->arena, path, &dealers, NULL) == LL_OK);
    world->setup =
        (struct ll_engine_setup){.pack = pack,
                                 .dealers = dealers,
                                 .calendar = ll_calendar_builtin(&world->arena),
                                 .calibers = calibers,
                                 .identity = ll_identity_new(&world->arena, LL_STR("demo")),
                                 .store = ll_store_memory_new()};
    world->rules =
        (struct ll_rules){.pack = pack, .dealers = dealers, .calendar = world->setup.calendar};
    world->subjects = LL_NEW_ARRAY(&world->arena, struct ll_subject, SUBJECTS_MAX);
}

static void meet(struct world *world, enum ll_subject_kind kind, struct ll_key key)
{
    cr_assert(world->subject_count < SUBJECTS_MAX);
    world->subjects[world->subject_count++] =
        (struct ll_subject){.kind = (uint8_t)kind, .key = key};
}

static void meet_subjects(struct world *world, struct ll_decoder *decoder, ll_str line)
{
    struct ll_event event;
    struct ll_reject reject;
    if (!ll_decode(decoder, line, &event, &reject))
        return;
    if (event.has_purchaser)
        meet(world, LL_SUBJECT_PURCHASER, event.purchaser);
    if (event.has_address)
        meet(world, LL_SUBJECT_ADDRESS, event.address);
    if (event.dealer.licence.key)
        meet(world, LL_SUBJECT_DEALER, ll_subject_dealer(event.dealer.licence.key).key);
}

/* Run the scenario's events, so that the store has the timelines of all their subjects. */
static void run_events(struct world *world, const char *scenario)
{
    static struct ll_input inputs[BATCH];
    const struct ll_engine_sink sink = {NULL, take_lead, take_reject, NULL};
    struct ll_decoder *decoder = ll_decoder_new(world->setup.identity, world->setup.calibers);
    struct ll_engine *engine;
    struct ll_source events;
    char path[128];
    size_t at = 0;
    (void)snprintf(path, sizeof path, "tests/scenarios/%s/events.ndjson", scenario);
    cr_assert(ll_readfile(&world->arena, path, &events, NULL) == LL_OK);
    char *text = ll_arena_alloc(&world->arena, events.text.len + LL_DECODE_PADDING, 1);
    memcpy(text, events.text.ptr, events.text.len);
    cr_assert(ll_engine_new(&world->setup, &engine, NULL) == LL_OK);
    while (at < events.text.len) {
        size_t n = 0;
        for (; n < BATCH && at < events.text.len; n++) {
            const char *end = memchr(text + at, '\n', events.text.len - at);
            size_t len = end ? (size_t)(end - (text + at)) : events.text.len - at;
            inputs[n].bytes = (ll_str){text + at, len};
            meet_subjects(world, decoder, inputs[n].bytes);
            at += len + 1;
        }
        cr_assert(ll_engine_batch(engine, inputs, n, &sink, NULL) == LL_OK);
    }
    ll_engine_free(engine);
    ll_decoder_free(decoder);
}

/* Hits as they follow from the definition: windows of a part that share an item, joined. */
struct joining {
    const struct ll_assessment *assessment;
    const struct ll_indicator *indicator;
    const struct ll_part *part;
    size_t from, to, windows;
    enum ll_hit_calendar calendar;
    size_t next; /* the hit that must come next */
};

static void close_hit(struct joining *joining)
{
    const struct ll_hit_list *hits = &joining->assessment->hits;
    if (joining->to == joining->from)
        return;
    cr_assert(joining->next < hits->count);
    const struct ll_hit *hit = &hits->hits[joining->next++];
    cr_assert_eq(hit->indicator, joining->indicator);
    cr_assert_eq(hit->count, joining->to - joining->from);
    cr_assert_eq(hit->calendar, joining->calendar);
    for (size_t i = 0; i < hit->count; i++)
        cr_assert_eq(hit->items[i], joining->part->items[joining->from + i]);
    joining->from = joining->to = 0;
}

static bool join_window(void *context, const struct ll_window_seen *window)
{
    struct joining *joining = context;
    joining->windows++;
    cr_assert(window->from < window->to && window->to <= window->part->count);
    if (joining->part != window->part || window->from >= joining->to)
        close_hit(joining);
    joining->part = window->part;
    joining->calendar = window->calendar;
    if (!window->qualifies)
        return true;
    if (joining->to == joining->from)
        joining->from = window->from;
    joining->to = window->to;
    return true;
}

struct seen {
    size_t hits, windows;
};

static void hold_subject(struct world *world, const struct ll_subject *subject, struct seen *seen)
{
    struct ll_arena arena = {0};
    struct ll_read read = {.subject = *subject};
    struct ll_assessment assessment;
    struct ll_walk walk;
    cr_assert(world->setup.store->ops->read(world->setup.store, &read, 1, NULL) == LL_OK);
    ll_walk_start(&walk, subject, read.log, &arena);
    cr_assert(ll_walk_to(&walk, read.log.len, NULL) == LL_OK);
    cr_assert(ll_assess(&assessment, subject, &walk.set, &world->rules, &arena));
    const struct ll_pack *pack = world->rules.pack;
    struct joining joining = {.assessment = &assessment};
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        if (indicator->timeline != subject->kind)
            continue;
        joining.indicator = indicator;
        joining.part = NULL;
        cr_assert(ll_windows_each(indicator, &assessment.items, &world->rules, &arena, join_window,
                                  &joining));
        close_hit(&joining);
    }
    cr_assert_eq(joining.next, assessment.hits.count);
    seen->hits += joining.next;
    seen->windows += joining.windows;
    ll_arena_fini(&arena);
}

static void hold_scenario(const char *rules, const char *scenario)
{
    struct world world;
    struct seen seen = {0};
    set_up(&world, rules, scenario);
    run_events(&world, scenario);
    for (size_t i = 0; i < world.subject_count; i++)
        hold_subject(&world, &world.subjects[i], &seen);
    cr_expect(seen.hits > 10 && seen.windows > seen.hits, "%s: %zu hits of %zu windows", scenario,
              seen.hits, seen.windows);
    world.setup.store->ops->free(world.setup.store);
    ll_arena_fini(&world.arena);
}

Test(lead_windows, joined_are_the_hits)
{
    static const char *const scenarios[] = {"business-days", "dense-901", "dense-902", "dense-903",
                                            "houston-ring"};
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
        hold_scenario("tests/scenarios/pack.yaml", scenarios[i]);
        hold_scenario("rules/atf.yaml", scenarios[i]);
    }
}

struct stopping {
    size_t seen, wanted;
};

static bool stop_at(void *context, const struct ll_window_seen *window)
{
    struct stopping *stopping = context;
    cr_assert(window->to > window->from);
    return ++stopping->seen < stopping->wanted;
}

Test(lead_windows, stop_where_no_more_are_wanted)
{
    struct world world;
    struct stopping stopping = {.wanted = 1};
    struct ll_assessment assessment;
    struct ll_arena arena = {0};
    struct ll_walk walk;
    set_up(&world, "tests/scenarios/pack.yaml", "dense-901");
    run_events(&world, "dense-901");
    struct ll_read read = {.subject = world.subjects[0]};
    cr_assert_eq(read.subject.kind, LL_SUBJECT_PURCHASER);
    cr_assert(world.setup.store->ops->read(world.setup.store, &read, 1, NULL) == LL_OK);
    ll_walk_start(&walk, &read.subject, read.log, &arena);
    cr_assert(ll_walk_to(&walk, read.log.len, NULL) == LL_OK);
    cr_assert(ll_assess(&assessment, &read.subject, &walk.set, &world.rules, &arena));
    cr_assert(assessment.items.of[LL_ITEM_FIREARM].count > 1);
    /* five-or-more: any gun. */
    cr_assert(ll_windows_each(&world.rules.pack->indicators[2], &assessment.items, &world.rules,
                              &arena, stop_at, &stopping));
    cr_expect_eq(stopping.seen, 1);
    world.setup.store->ops->free(world.setup.store);
    ll_arena_fini(&arena);
    ll_arena_fini(&world.arena);
}
