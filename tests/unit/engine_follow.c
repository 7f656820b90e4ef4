/* An engine that follows another gives what an engine of its own pack alone would, and changes nothing for the one ahead.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "engine/follow.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define PACK "tests/scenarios/pack.yaml"
#define EVENTS_MAX 512
#define BATCH 7

/* What is written otherwise in the pack behind. */
struct change {
    const char *from, *to;
};

static const struct change nothing = {"version: \"1\"", "version: \"1\""};
static const struct change fewer_guns = {"{guns: 5}", "{guns: 3}"};
static const struct change other_reports = {"{min: 2}", "{min: 3}"};
static const struct change longer_window = {"window: {days: 10}", "window: {days: 50}"};

struct world {
    struct ll_arena arena;
    struct ll_calibers *calibers;
    struct ll_engine_setup setup;
    struct ll_input inputs[EVENTS_MAX];
    size_t count;
};

static enum ll_status on_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    (void)err;
    ll_buf_add_str(context, lead->json);
    ll_buf_add_char(context, '\n');
    return LL_OK;
}

static enum ll_status on_reject(void *context, size_t input, const struct ll_reject *reject,
                                struct ll_error *err)
{
    (void)context;
    (void)input;
    (void)reject;
    (void)err;
    return LL_OK;
}

static struct ll_pack *load(struct world *world, struct change change)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source source;
    struct ll_buf text = {0};
    struct ll_pack *pack;
    cr_assert(ll_readfile(&world->arena, PACK, &source, NULL) == LL_OK);
    const char *at = strstr(source.text.ptr, change.from);
    cr_assert(at);
    size_t before = (size_t)(at - source.text.ptr), skipped = before + strlen(change.from);
    ll_buf_add(&text, source.text.ptr, before);
    ll_buf_add(&text, change.to, strlen(change.to));
    ll_buf_add(&text, source.text.ptr + skipped, source.text.len - skipped);
    source.text = ll_arena_str(&world->arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    cr_assert(ll_pack_parse(&world->arena, &source, world->calibers, &pack, &errors, &warnings) ==
                  LL_OK,
              "%s", errors.list[0].message);
    return pack;
}

static void read_events(struct world *world)
{
    struct ll_source events;
    cr_assert(ll_readfile(&world->arena, "tests/scenarios/dense-901/events.ndjson", &events,
                          NULL) == LL_OK);
    /* The decoder reads a little past a message's end. */
    char *text = ll_arena_alloc(&world->arena, events.text.len + LL_DECODE_PADDING, 1);
    memcpy(text, events.text.ptr, events.text.len);
    for (size_t at = 0; at < events.text.len && world->count < EVENTS_MAX; world->count++) {
        const char *end = memchr(text + at, '\n', events.text.len - at);
        cr_assert(end);
        world->inputs[world->count].bytes = (ll_str){text + at, (size_t)(end - (text + at))};
        at = (size_t)(end - text) + 1;
    }
}

static void set_up(struct world *world)
{
    struct ll_dealers *dealers;
    *world = (struct world){0};
    cr_assert(ll_calibers_load(&world->arena, "config/calibers.csv", &world->calibers, NULL) ==
              LL_OK);
    cr_assert(ll_dealers_load(&world->arena, "tests/scenarios/dense-901/dealers.csv", &dealers,
                              NULL) == LL_OK);
    world->setup =
        (struct ll_engine_setup){.pack = load(world, nothing),
                                 .dealers = dealers,
                                 .calendar = ll_calendar_builtin(&world->arena),
                                 .calibers = world->calibers,
                                 .identity = ll_identity_new(&world->arena, LL_STR("demo")),
                                 .repeat_duplicates = true};
    read_events(world);
}

static void tear_down(struct world *world)
{
    ll_arena_fini(&world->arena);
}

/* What the engines of a course gave, of all batches and of those since the one behind began. */
struct course {
    struct ll_buf ahead, behind;
    bool shares;
};

static void end_course(struct course *course)
{
    ll_buf_fini(&course->ahead);
    ll_buf_fini(&course->behind);
}

/* All events, in batches; the engine behind, where there is a pack for it, begins with that batch. times: each batch is given so
 * often, as when it is delivered again. */
static void run(struct world *world, const struct ll_pack *ahead, const struct ll_pack *behind,
                size_t begin, size_t times, struct course *course)
{
    struct ll_engine_setup setup = world->setup;
    struct ll_engine *first, *second = NULL;
    struct ll_store *own = ll_store_memory_new();
    const struct ll_follow_setup follow = {.pack = behind, .own = own};
    const struct ll_engine_sink to_first = {&course->ahead, on_lead, on_reject, NULL},
                                to_second = {&course->behind, on_lead, on_reject, NULL};
    setup.pack = ahead;
    setup.store = ll_store_memory_new();
    cr_assert(own && setup.store && ll_engine_new(&setup, &first, NULL) == LL_OK);
    for (size_t at = 0; at < world->count; at += BATCH) {
        size_t n = world->count - at < BATCH ? world->count - at : BATCH;
        if (behind && !second && at >= begin * BATCH) {
            cr_assert(ll_engine_follow_new(first, &follow, &second, NULL) == LL_OK);
            course->shares = ll_engine_shares_reports(second);
        }
        for (size_t i = 0; i < times; i++) {
            cr_assert(ll_engine_batch(first, world->inputs + at, n, &to_first, NULL) == LL_OK);
            cr_assert(!second || ll_engine_follow(second, &to_second, NULL) == LL_OK);
        }
    }
    ll_engine_free(second);
    ll_engine_free(first);
    setup.store->ops->free(setup.store);
    own->ops->free(own);
}

/* A pack behind against the same pack alone. */
static void hold_to_alone(struct change change, size_t times, bool shares)
{
    struct world world;
    struct course both = {0}, alone = {0}, unfollowed = {0};
    set_up(&world);
    const struct ll_pack *pack = load(&world, change);
    run(&world, world.setup.pack, pack, 0, times, &both);
    run(&world, pack, NULL, 0, times, &alone);
    run(&world, world.setup.pack, NULL, 0, times, &unfollowed);
    cr_assert(unfollowed.ahead.len > 10000 && alone.ahead.len > 10000);
    cr_expect(ll_str_eq(ll_buf_str(&both.ahead), ll_buf_str(&unfollowed.ahead)),
              "the one ahead gives the same bytes");
    cr_expect(ll_str_eq(ll_buf_str(&both.behind), ll_buf_str(&alone.ahead)),
              "the one behind gives the bytes of its pack alone: %zu and %zu", both.behind.len,
              alone.ahead.len);
    cr_expect_eq(both.shares, shares);
    end_course(&both);
    end_course(&alone);
    end_course(&unfollowed);
    tear_down(&world);
}

Test(engine_follow, the_same_pack_gives_the_same_leads)
{
    hold_to_alone(nothing, 1, true);
}

Test(engine_follow, another_pack_gives_the_leads_that_it_gives_alone)
{
    hold_to_alone(fewer_guns, 1, true);
    hold_to_alone(longer_window, 1, true);
}

Test(engine_follow, a_pack_with_other_reports_tells_dealers_and_addresses_its_own)
{
    hold_to_alone(other_reports, 1, false);
}

Test(engine_follow, what_is_delivered_again_gives_the_same_again)
{
    hold_to_alone(fewer_guns, 2, true);
    hold_to_alone(other_reports, 2, false);
}

Test(engine_follow, what_was_known_before_it_began_is_known_to_it)
{
    struct world world;
    struct course late = {0}, whole = {0};
    set_up(&world);
    const struct ll_pack *pack = load(&world, fewer_guns);
    run(&world, world.setup.pack, pack, 20, 1, &late);
    run(&world, world.setup.pack, pack, 0, 1, &whole);
    cr_assert(late.behind.len > 5000 && late.behind.len < whole.behind.len);
    /* Records are given in the order of the events: it gives the last of them. */
    const char *last = whole.behind.ptr + whole.behind.len - late.behind.len;
    cr_expect_arr_eq(late.behind.ptr, last, late.behind.len);
    end_course(&late);
    end_course(&whole);
    tear_down(&world);
}

Test(engine_follow, with_retention_the_one_ahead_forgets_what_it_did_before)
{
    struct world world;
    struct course both = {0}, alone = {0}, unfollowed = {0};
    set_up(&world);
    world.setup.retention = (struct ll_engine_retention){
        .forget = true, .sale_days = 5, .lead_days = 20, .traced_lead_days = 40};
    const struct ll_pack *pack = load(&world, longer_window);
    run(&world, world.setup.pack, pack, 0, 1, &both);
    run(&world, world.setup.pack, NULL, 0, 1, &unfollowed);
    run(&world, pack, NULL, 0, 1, &alone);
    cr_expect(ll_str_eq(ll_buf_str(&both.ahead), ll_buf_str(&unfollowed.ahead)));
    cr_expect(ll_str_eq(ll_buf_str(&both.behind), ll_buf_str(&alone.ahead)), "%zu and %zu",
              both.behind.len, alone.ahead.len);
    end_course(&both);
    end_course(&alone);
    end_course(&unfollowed);
    tear_down(&world);
}
