/* The engine in one process: what it allocates, what it counts, when the first lead of the Houston ring comes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/crew.h"

#include "base/readfile.h"
#include "group/group.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* Of the address sanitizer's run time, whose header gcc does not ship. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));

#define SHARDS 3

struct world {
    struct ll_arena arena;
    struct ll_engine_setup setup;
    struct ll_engine *engine;
    struct ll_batch *batch; /* of a crew, or NULL */
    struct ll_source events;
    size_t leads, rejects, outcomes;
    const struct ll_input *inputs;
};

static enum ll_status on_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct world *world = context;
    (void)err;
    cr_expect(lead->json.len > 0);
    world->leads++;
    return LL_OK;
}

static enum ll_status on_reject(void *context, size_t input, const struct ll_reject *reject,
                                struct ll_error *err)
{
    struct world *world = context;
    (void)input;
    (void)err;
    cr_expect(reject->sentence[0] != '\0');
    world->rejects++;
    return LL_OK;
}

static void on_outcome(void *context, size_t input, enum ll_outcome outcome)
{
    struct world *world = context;
    (void)input;
    world->outcomes += outcome < LL_OUTCOME_COUNT;
}

static void set_up(struct world *world, const char *rules, const char *dealers)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_calibers *calibers;
    struct ll_dealers *list = NULL;
    struct ll_pack *pack;
    *world = (struct world){0};
    cr_assert(ll_calibers_load(&world->arena, "config/calibers.csv", &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_load(&world->arena, rules, calibers, &pack, &errors, &warnings) == LL_OK);
    if (dealers)
        cr_assert(ll_dealers_load(&world->arena, dealers, &list, NULL) == LL_OK);
    world->setup =
        (struct ll_engine_setup){.pack = pack,
                                 .dealers = list,
                                 .calendar = ll_calendar_builtin(&world->arena),
                                 .calibers = calibers,
                                 .identity = ll_identity_new(&world->arena, LL_STR("demo")),
                                 .store = ll_store_memory_new()};
    cr_assert(ll_engine_new(&world->setup, &world->engine, NULL) == LL_OK);
}

static void tear_down(struct world *world)
{
    ll_engine_free(world->engine);
    world->setup.store->ops->free(world->setup.store);
    ll_arena_fini(&world->arena);
}

static void read_events(struct world *world, const char *path)
{
    cr_assert(ll_readfile(&world->arena, path, &world->events, NULL) == LL_OK);
    /* The decoder reads a little past a message's end. */
    char *padded = ll_arena_alloc(&world->arena, world->events.text.len + LL_DECODE_PADDING, 1);
    memcpy(padded, world->events.text.ptr, world->events.text.len);
    world->events.text.ptr = padded;
}

/* Feed the lines that follow, at most n; false at the end. */
static bool feed(struct world *world, size_t *at, size_t n)
{
    static struct ll_input inputs[256];
    const struct ll_engine_sink sink = {world, on_lead, on_reject, on_outcome};
    ll_str text = world->events.text;
    size_t count = 0;
    for (; count < n && *at < text.len; count++) {
        const char *line = text.ptr + *at, *end = memchr(line, '\n', text.len - *at);
        size_t len = end ? (size_t)(end - line) : text.len - *at;
        inputs[count] = (struct ll_input){.bytes = {line, len}};
        *at += len + 1;
    }
    world->inputs = inputs;
    cr_assert(ll_engine_batch(world->engine, inputs, count, &sink, NULL) == LL_OK);
    return *at < text.len;
}

Test(engine_run, the_houston_rings_first_lead_is_of_13_march_2006)
{
    struct world world;
    size_t at = 0;
    set_up(&world, "tests/scenarios/pack.yaml", "tests/scenarios/houston-ring/dealers.csv");
    read_events(&world, "tests/scenarios/houston-ring/events.ndjson");
    /* Ordinary buyers have multiple sales too: the ring's are told by their ids. */
    ll_str ring = LL_STR("\"id\":\"R-");
    char day[10] = "";
    while (feed(&world, &at, 1)) {
        ll_str line = world.inputs[0].bytes;
        bool of_ring = false;
        for (size_t i = 0; i + ring.len < line.len && !of_ring; i++)
            of_ring = memcmp(line.ptr + i, ring.ptr, ring.len) == 0;
        if (world.leads && of_ring) {
            const char *when = strstr(line.ptr, "\"occurred_at\":\"");
            cr_assert_not_null(when);
            memcpy(day, when + strlen("\"occurred_at\":\""), sizeof day);
            break;
        }
        world.leads = 0;
    }
    cr_expect(memcmp(day, "2006-03-13", sizeof day) == 0, "%.10s", day);
    tear_down(&world);
}

Test(engine_run, every_event_has_one_outcome)
{
    struct world world;
    size_t at = 0;
    set_up(&world, "tests/scenarios/pack.yaml", "tests/scenarios/dense-901/dealers.csv");
    read_events(&world, "tests/scenarios/dense-901/events.ndjson");
    while (feed(&world, &at, 17))
        continue;
    const struct ll_engine_counts *counts = ll_engine_counts(world.engine);
    uint64_t sum = 0;
    for (size_t i = 0; i < LL_OUTCOME_COUNT; i++)
        sum += counts->outcomes[i];
    cr_expect(sum == counts->read && counts->read == 253, "%lu of %lu", sum, counts->read);
    cr_expect(world.outcomes == counts->read);
    cr_expect(counts->outcomes[LL_OUTCOME_REJECTED] == world.rejects);
    tear_down(&world);
}

static size_t allocations;

static void count_allocation(const volatile void *at, size_t size)
{
    (void)at;
    (void)size;
    allocations++;
}

static void ignore_free(const volatile void *at)
{
    (void)at;
}

/* One sale of one or two pistols; buyer by its number. */
static size_t write_sale(char *out, size_t cap, unsigned id, unsigned buyer)
{
    static const char gun[] = "{\"class\":\"pistol\",\"caliber\":\"9mm\",\"serial\":\"X1\"}";
    int len = snprintf(out, cap,
                       "{\"type\":\"sale\",\"id\":\"S%u\",\"occurred_at\":\"2026-03-%02uT10:00:00-"
                       "06:00\",\"dealer\":{\"ffl\":"
                       "\"5-76-201-01-7F-%05u\"},\"purchaser\":{\"last_name\":\"BUYER%u\",\"date_"
                       "of_birth\":\"1980-01-02\"},"
                       "\"firearms\":[%s%s%s]}",
                       id, 1 + id / 3000 % 28, buyer % 1000, buyer, gun, id % 7 == 0 ? "," : "",
                       id % 7 == 0 ? gun : "");
    cr_assert(len > 0 && (size_t)len < cap);
    return (size_t)len;
}

/* All pieces of a batch, one after the other. */
static void run_batch(struct ll_batch *batch, size_t shards, const struct ll_input *inputs,
                      size_t n, const struct ll_engine_sink *sink)
{
    cr_assert(ll_batch_start(batch, inputs, n, NULL) == LL_OK);
    for (int phase = 0; phase < LL_BATCH_PHASES; phase++)
        for (size_t piece = 0; piece < shards; piece++)
            cr_assert(ll_batch_work(batch, (enum ll_batch_phase)phase, piece, NULL) == LL_OK);
    cr_assert(ll_batch_give(batch, sink, NULL) == LL_OK);
}

/* Sales to 3,000 buyers over and over: plain ones, known buyers, leads, reports. By a crew where there is a batch for one. */
static void feed_sales(struct world *world, unsigned from, unsigned count)
{
    static char texts[256][1024];
    static struct ll_input inputs[256];
    const struct ll_engine_sink sink = {world, on_lead, on_reject, on_outcome};
    for (unsigned at = 0; at < count; at += 250) {
        for (unsigned i = 0; i < 250; i++) {
            unsigned id = from + at + i;
            inputs[i].bytes = (ll_str){
                texts[i], write_sale(texts[i], sizeof texts[i] - LL_DECODE_PADDING, id, id % 3000)};
        }
        if (world->batch)
            run_batch(world->batch, SHARDS, inputs, 250, &sink);
        else
            cr_assert(ll_engine_batch(world->engine, inputs, 250, &sink, NULL) == LL_OK);
    }
}

static void expect_no_allocations(struct world *world)
{
    feed_sales(world, 0, 20000);
    cr_assert(__sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_free) > 0);
    size_t leads = world->leads;
    allocations = 0;
    feed_sales(world, 20000, 10000);
    size_t seen = allocations;
    cr_expect(world->leads > leads + 1000, "%zu leads", world->leads - leads);
    /* What is left is growth by whole blocks: the store keeps all of it, and timelines get longer. */
    cr_expect(seen <= 100, "%zu allocations for 10,000 events", seen);
}

Test(engine_run, in_steady_state_nothing_is_allocated_for_an_event)
{
    struct world world;
    set_up(&world, "rules/atf.yaml", NULL);
    expect_no_allocations(&world);
    tear_down(&world);
}

Test(engine_run, nor_is_it_where_engines_share_the_work)
{
    struct world world;
    struct ll_store *stores[2 * SHARDS];
    struct ll_crew *crew;
    cr_assert_eq(ll_crew_stores(SHARDS), sizeof stores / sizeof *stores);
    set_up(&world, "rules/atf.yaml", NULL);
    for (size_t i = 0; i < 2 * SHARDS; i++)
        cr_assert_not_null(stores[i] = ll_store_memory_new());
    cr_assert(ll_crew_new(&world.setup, stores, SHARDS, &crew, NULL) == LL_OK);
    cr_assert_not_null(world.batch = ll_batch_new(crew));
    expect_no_allocations(&world);
    cr_expect(ll_crew_counts(crew)->read == 30000);
    ll_batch_free(world.batch);
    ll_crew_free(crew);
    for (size_t i = 0; i < 2 * SHARDS; i++)
        stores[i]->ops->free(stores[i]);
    tear_down(&world);
}
