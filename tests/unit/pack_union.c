/* Many packs as one: it finds what each of them finds alone.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/union.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/readfile.h"
#include "engine/engine.h"
#include "engine/timeline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

#define CELLS 6

/* ---- packs ---- */

static uint64_t draw(uint64_t *seed, uint64_t n)
{
    *seed += 1;
    return ll_hash_mix(*seed * UINT64_C(0x9e3779b97f4a7c15)) % n;
}

static const struct ll_pack *parsed(struct ll_arena *arena, ll_str text)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_errors errors, warnings;
    struct ll_pack *pack;
    errors.count = warnings.count = 0;
    *source = (struct ll_source){"t.yaml", ll_arena_str(arena, text)};
    enum ll_status status = ll_pack_parse(arena, source, NULL, &pack, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s\n%.*s", errors.list[0].message, LL_STR_ARGS(text));
    return pack;
}

/* Indicators that need each other; numbers are drawn from a few, so that many cells have the same. */
static void add_indicator(struct ll_buf *text, unsigned which, uint64_t *seed)
{
    static const char *const classes[] = {"['pistol', 'revolver']", "['pistol', 'rifle']"};
    unsigned n = 1 + (unsigned)draw(seed, 2), days = 2 + 3 * (unsigned)draw(seed, 2);
    const char *on = draw(seed, 8) ? "true" : "false";
    switch (which) {
    case 0:
        ll_buf_printf(text,
                      "- {id: sale, timeline: purchaser, items: firearms, where: \"class in %s\", "
                      "same: [dealer.key], window: {business_days: %u, calendar: dealer}, having: "
                      "count() >= %u, enabled: %s, weight: %u}\n",
                      classes[draw(seed, 2)], days, n, on, n);
        break;
    case 1:
        ll_buf_printf(text,
                      "- {id: dealer, timeline: dealer, items: reports(sale), window: {days: %u}, "
                      "having: count() >= %u, enabled: %s}\n",
                      30 * days, n, on);
        break;
    case 2:
        ll_buf_printf(text,
                      "- {id: follow, timeline: purchaser, items: firearms, where: "
                      "'in_hit(\"sale\") or price > %u', window: {days: %u}, having: count() >= "
                      "%u, enabled: %s}\n",
                      100 * days, days, n, on);
        break;
    case 3:
        ll_buf_printf(text,
                      "- {id: last, timeline: purchaser, items: firearms, where: 'in_hit(\"%s\") "
                      "and not in_hit(\"sale\")', having: count() >= %u, enabled: %s}\n",
                      draw(seed, 3) ? "follow" : "other", n, on);
        break;
    case 4:
        ll_buf_printf(text,
                      "- {id: other, timeline: purchaser, items: firearms, window: {days: %u}, "
                      "trace_days: %u, having: 'count() >= %u and traces() >= 1', enabled: %s}\n",
                      days, 365 * n, n, on);
        break;
    default:
        ll_buf_printf(
            text,
            "- {id: traced, timeline: purchaser, items: traces, where: 'in_hit(\"sale\")',"
            " window: {days: %u}, having: count() >= 1, enabled: %s}\n",
            200 * days, on);
        break;
    }
}

static const struct ll_pack *make_pack(struct ll_arena *arena, uint64_t seed)
{
    struct ll_buf text = {0};
    ll_buf_printf(&text, "pack: p\nlead: {quiet_days: %u}\nindicators:\n",
                  10 + (unsigned)draw(&seed, 20));
    unsigned first = (unsigned)draw(&seed, 6);
    for (unsigned i = 0; i < 6; i++)
        add_indicator(&text, (first + i) % 6, &seed);
    const struct ll_pack *pack = parsed(arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    return pack;
}

/* ---- worlds ---- */

#define SUBJECTS_MAX 512
#define BATCH 64

/* A scenario that was read by an engine of some pack. */
struct world {
    struct ll_rules rules;
    struct ll_engine_setup setup;
};

struct scene {
    struct ll_arena arena;
    char *text;
    size_t len;
    struct ll_calibers *calibers;
    struct ll_dealers *dealers;
    const struct ll_calendar *calendar;
    const struct ll_identity *identity;
    struct ll_subject subjects[SUBJECTS_MAX];
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

static size_t line_len(const struct scene *scene, size_t at)
{
    const char *end = memchr(scene->text + at, '\n', scene->len - at);
    return end ? (size_t)(end - (scene->text + at)) : scene->len - at;
}

static void meet(struct scene *scene, enum ll_subject_kind kind, struct ll_key key)
{
    const struct ll_subject subject = {.kind = (uint8_t)kind, .key = key};
    for (size_t i = 0; i < scene->subject_count; i++)
        if (ll_subject_eq(&scene->subjects[i], &subject))
            return;
    cr_assert(scene->subject_count < SUBJECTS_MAX);
    scene->subjects[scene->subject_count++] = subject;
}

static void meet_subjects(struct scene *scene)
{
    struct ll_decoder *decoder = ll_decoder_new(scene->identity, scene->calibers);
    for (size_t at = 0; at < scene->len; at += line_len(scene, at) + 1) {
        struct ll_event event;
        struct ll_reject reject;
        if (!ll_decode(decoder, (ll_str){scene->text + at, line_len(scene, at)}, &event, &reject))
            continue;
        if (event.has_purchaser)
            meet(scene, LL_SUBJECT_PURCHASER, event.purchaser);
        if (event.dealer.licence.key)
            meet(scene, LL_SUBJECT_DEALER, ll_subject_dealer(event.dealer.licence.key).key);
    }
    ll_decoder_free(decoder);
}

static struct scene *open_scene(const char *scenario)
{
    static struct scene scene;
    struct ll_source events;
    char path[128];
    scene = (struct scene){0};
    (void)snprintf(path, sizeof path, "tests/scenarios/%s/dealers.csv", scenario);
    cr_assert(ll_calibers_load(&scene.arena, "config/calibers.csv", &scene.calibers, NULL) ==
              LL_OK);
    cr_assert(ll_dealers_load(&scene.arena, path, &scene.dealers, NULL) == LL_OK);
    scene.calendar = ll_calendar_builtin(&scene.arena);
    scene.identity = ll_identity_new(&scene.arena, LL_STR("demo"));
    (void)snprintf(path, sizeof path, "tests/scenarios/%s/events.ndjson", scenario);
    cr_assert(ll_readfile(&scene.arena, path, &events, NULL) == LL_OK);
    scene.len = events.text.len;
    scene.text = ll_arena_alloc(&scene.arena, scene.len + LL_DECODE_PADDING, 1);
    memcpy(scene.text, events.text.ptr, scene.len);
    meet_subjects(&scene);
    return &scene;
}

static struct world run(const struct scene *scene, const struct ll_pack *pack)
{
    static struct ll_input inputs[BATCH];
    const struct ll_engine_sink sink = {NULL, take_lead, take_reject, NULL};
    struct world world = {
        .setup = {.pack = pack,
                  .dealers = scene->dealers,
                  .calendar = scene->calendar,
                  .calibers = scene->calibers,
                  .identity = scene->identity,
                  .store = ll_store_memory_new()},
        .rules = {.pack = pack, .dealers = scene->dealers, .calendar = scene->calendar}};
    struct ll_engine *engine;
    cr_assert(ll_engine_new(&world.setup, &engine, NULL) == LL_OK);
    for (size_t at = 0, n; at < scene->len;) {
        for (n = 0; n < BATCH && at < scene->len; at += line_len(scene, at) + 1, n++)
            inputs[n].bytes = (ll_str){scene->text + at, line_len(scene, at)};
        cr_assert(ll_engine_batch(engine, inputs, n, &sink, NULL) == LL_OK);
    }
    ll_engine_free(engine);
    return world;
}

static void assess(struct world *world, const struct ll_subject *subject, struct ll_arena *arena,
                   struct ll_assessment *out)
{
    struct ll_read read = {.subject = *subject};
    struct ll_walk walk;
    cr_assert(world->setup.store->ops->read(world->setup.store, &read, 1, NULL) == LL_OK);
    ll_walk_start(&walk, subject, read.log, arena);
    cr_assert(ll_walk_to(&walk, read.log.len, NULL) == LL_OK);
    cr_assert(ll_assess(out, subject, &walk.set, &world->rules, arena));
}

/* ---- the same hits ---- */

static const struct ll_hit *next_hit(const struct ll_assessment *assessment,
                                     const struct ll_indicator *indicator, size_t *at)
{
    while (*at < assessment->hits.count) {
        const struct ll_hit *hit = &assessment->hits.hits[(*at)++];
        if (hit->indicator == indicator)
            return hit;
    }
    return NULL;
}

static void hold_hit(const struct ll_assessment *alone, const struct ll_hit *a,
                     const struct ll_hit *b)
{
    cr_assert_eq(a->count, b->count);
    cr_assert_eq(a->first_day, b->first_day);
    cr_assert_eq(a->last_day, b->last_day);
    cr_assert_eq(a->calendar, b->calendar);
    cr_assert_eq(!a->past, !b->past);
    for (size_t i = 0; i < a->count; i++) {
        const struct ll_item *x = a->items[i], *y = b->items[i];
        cr_assert(x->kind == y->kind && x->day == y->day && x->place == y->place &&
                  ll_str_eq(x->fact->id, y->fact->id));
    }
    for (size_t i = 0; a->past && i < alone->items.of[LL_ITEM_TRACE].count; i++)
        cr_assert_eq(a->past[i], b->past[i]);
}

/* How many hits the indicator has; what the union finds of it is the same. */
static size_t hold_indicator(const struct ll_assessment *alone,
                             const struct ll_indicator *indicator,
                             const struct ll_assessment *united, const struct ll_indicator *of)
{
    size_t n = 0, at = 0, of_at = 0;
    for (;; n++) {
        const struct ll_hit *a = next_hit(alone, indicator, &at);
        const struct ll_hit *b = of ? next_hit(united, of, &of_at) : NULL;
        cr_assert_eq(!a, !b, "%.*s", LL_STR_ARGS(indicator->id));
        if (!a)
            return n;
        hold_hit(alone, a, b);
    }
}

static size_t hold_pack(const struct scene *scene, struct world *alone, struct world *united,
                        const uint32_t *of)
{
    const struct ll_pack *pack = alone->rules.pack, *all = united->rules.pack;
    size_t hits = 0;
    for (size_t s = 0; s < scene->subject_count; s++) {
        struct ll_arena arena = {0};
        struct ll_assessment a, b;
        assess(alone, &scene->subjects[s], &arena, &a);
        assess(united, &scene->subjects[s], &arena, &b);
        for (size_t i = 0; i < pack->indicator_count; i++)
            hits += hold_indicator(&a, &pack->indicators[i], &b,
                                   of[i] == LL_UNION_NONE ? NULL : &all->indicators[of[i]]);
        ll_arena_fini(&arena);
    }
    return hits;
}

static void hold_scenario(const char *scenario, uint64_t first_seed)
{
    struct scene *scene = open_scene(scenario);
    for (uint64_t seed = first_seed; seed < first_seed + 2; seed++) {
        const struct ll_pack *packs[CELLS];
        struct ll_pack_union all;
        size_t hits = 0;
        for (size_t i = 0; i < CELLS; i++)
            packs[i] = make_pack(&scene->arena, seed * 1000 + i * 100);
        cr_assert(ll_pack_unite(&scene->arena, packs, CELLS, &all, NULL) == LL_OK);
        struct world united = run(scene, all.pack);
        for (size_t i = 0; i < CELLS; i++) {
            struct world alone = run(scene, packs[i]);
            hits += hold_pack(scene, &alone, &united, all.of[i]);
            alone.setup.store->ops->free(alone.setup.store);
        }
        united.setup.store->ops->free(united.setup.store);
        cr_expect(hits > 100, "%s, seed %u: %zu hits", scenario, (unsigned)seed, hits);
    }
    ll_arena_fini(&scene->arena);
}

Test(pack_union, has_the_hits_of_each)
{
    hold_scenario("dense-901", 1);
    hold_scenario("dense-902", 101);
    hold_scenario("business-days", 201);
}

/* ---- its shape ---- */

static const char two_of_a_kind[] =
    "pack: p\nlead: {quiet_days: 7}\nindicators:\n"
    "- {id: b, timeline: purchaser, items: firearms, where: 'in_hit(\"a\")', having: count() >= "
    "2}\n"
    "- {id: a, timeline: purchaser, items: firearms, having: count() >= %d, weight: %d}\n"
    "- {id: a-z, timeline: purchaser, items: firearms, enabled: %s}\n";

static const struct ll_pack *small_pack(struct ll_arena *arena, int count, int weight,
                                        const char *enabled)
{
    return parsed(arena,
                  ll_str_from(ll_arena_printf(arena, two_of_a_kind, count, weight, enabled)));
}

Test(pack_union, has_variants_of_who_asks_for_one)
{
    struct ll_arena arena = {0};
    struct ll_pack_union all;
    const struct ll_pack *packs[] = {
        small_pack(&arena, 2, 1, "true"), small_pack(&arena, 2, 9, "false"),
        small_pack(&arena, 3, 1, "true"), small_pack(&arena, 2, 1, "true")};
    cr_assert(ll_pack_unite(&arena, packs, 4, &all, NULL) == LL_OK);
    cr_expect_eq(all.pack->indicator_count, 5); /* a, b, a-z; with a of 3: a#2, b#2 */
    cr_expect_eq(all.pack->order_count, 5);
    cr_expect_eq(all.pack->hit_slot_count, 2);
    cr_expect_eq(all.pack->quiet_days, 7);
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(all.of[0][i], all.of[1][i], "weights make no variant");
        cr_expect_eq(all.of[0][i], all.of[3][i]);
        cr_expect_neq(all.of[0][i], all.of[2][i]);
    }
    cr_expect_eq(all.of[1][2], LL_UNION_NONE);
    cr_expect_eq(all.of[0][2], all.of[2][2]);
    static const char *const ids[] = {"a", "a#2", "a-z", "b", "b#2"};
    for (uint32_t i = 0; i < 5; i++) {
        const struct ll_indicator *one = &all.pack->indicators[all.pack->by_id[i]];
        uint32_t index;
        cr_expect(ll_str_eq(one->id, ll_str_from(ids[i])), "%.*s", LL_STR_ARGS(one->id));
        cr_expect_eq(one->rank, i);
        cr_expect(ll_pack_find(all.pack, one->id, &index) && index == all.pack->by_id[i]);
    }
    ll_arena_fini(&arena);
}

Test(pack_union, leaves_out_reports_of_what_is_off)
{
    static const char text[] =
        "pack: p\nindicators:\n"
        "- {id: sale, timeline: purchaser, items: firearms, same: [dealer.key], enabled: %s}\n"
        "- {id: d, timeline: dealer, items: reports(sale)}\n";
    struct ll_arena arena = {0};
    struct ll_pack_union all;
    const struct ll_pack *packs[] = {
        parsed(&arena, ll_str_from(ll_arena_printf(&arena, text, "false"))),
        parsed(&arena, ll_str_from(ll_arena_printf(&arena, text, "true")))};
    cr_assert(ll_pack_unite(&arena, packs, 2, &all, NULL) == LL_OK);
    cr_expect(all.of[0][0] == LL_UNION_NONE && all.of[0][1] == LL_UNION_NONE);
    cr_assert(all.of[1][0] < 2 && all.of[1][1] < 2);
    cr_expect(all.pack->indicators[all.of[1][0]].makes_reports);
    cr_expect_eq(all.pack->indicators[all.of[1][1]].reports_of, all.of[1][0]);
    cr_expect(all.pack->has_kind[LL_SUBJECT_DEALER]);
    ll_arena_fini(&arena);
}

/* ---- its size ---- */

static const struct ll_pack *wide_pack(struct ll_arena *arena, unsigned first, unsigned count,
                                       unsigned of)
{
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "pack: p\nindicators:\n");
    for (unsigned i = 0; i < count; i++)
        ll_buf_printf(&text,
                      "- {id: i%u, timeline: purchaser, items: firearms, where: \"class == 'rifle' "
                      "and caliber in ['.223', '9mm']\", having: count() >= %u}\n",
                      i, 2 + (i < of ? first : i));
    const struct ll_pack *pack = parsed(arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    return pack;
}

Test(pack_union, is_made_fast_of_a_thousand)
{
    struct ll_arena arena = {0};
    static const struct ll_pack *packs[1000];
    struct ll_pack_union all;
    for (unsigned i = 0; i < 1000; i++)
        packs[i] = wide_pack(&arena, 100 + i, 25, 4);
    clock_t start = clock();
    cr_assert(ll_pack_unite(&arena, packs, 1000, &all, NULL) == LL_OK);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    cr_expect_eq(all.pack->indicator_count, 4021);
    cr_expect_eq(all.pack->shared_items_count, 1);
    cr_expect(seconds < 2, "%.2f s, with sanitizers", seconds);
    ll_arena_fini(&arena);
}

Test(pack_union, has_no_room_for_more)
{
    struct ll_arena arena = {0};
    static const struct ll_pack *packs[200];
    struct ll_pack_union all;
    struct ll_error err = {0};
    for (unsigned i = 0; i < 200; i++)
        packs[i] = wide_pack(&arena, 100 + i, 25, 25);
    cr_assert(ll_pack_unite(&arena, packs, 200, &all, &err) == LL_ERR_SYNTAX);
    cr_expect(strstr(err.message, "4096"), "%s", err.message);
    ll_arena_fini(&arena);
}
