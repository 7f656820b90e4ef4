/* sweep_world.h -- a generated history, and cells made of a pack's text by hand.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_SWEEP_WORLD_H
#define LL_TESTS_SWEEP_WORLD_H

#include "base/readfile.h"
#include "gen/gen.h"
#include "group/group.h"
#include "sweep/history.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SWEEP_CELLS_MAX 64

struct sweep_world {
    struct ll_arena arena;
    struct ll_calibers *calibers;
    struct ll_identity *identity;
    struct ll_calendar *calendar;
    const struct ll_router *router;
    struct ll_source pack; /* in force */
    struct ll_cell cells[SWEEP_CELLS_MAX];
    struct ll_cells all;
    const char *path; /* of the events */
    char events[64], out[80];
};

static inline void sweep_set_up(struct sweep_world *world)
{
    struct ll_errors errors = {0};
    struct ll_groups *groups;
    *world = (struct sweep_world){.events = "/tmp/leadline-sweep-XXXXXX"};
    cr_assert(ll_calibers_load(&world->arena, "config/calibers.csv", &world->calibers, NULL) ==
              LL_OK);
    cr_assert(ll_groups_load(&world->arena, "rules/groups.yaml", world->calibers, &groups,
                             &errors) == LL_OK);
    cr_assert(ll_readfile(&world->arena, "rules/atf.yaml", &world->pack, NULL) == LL_OK);
    world->router = ll_groups_router(groups);
    world->identity = ll_identity_new(&world->arena, LL_STR("demo"));
    world->calendar = ll_calendar_builtin(&world->arena);
    int fd = mkstemp(world->events);
    world->path = world->events;
    cr_assert(fd >= 0 && close(fd) == 0);
    (void)snprintf(world->out, sizeof world->out, "%s.leads", world->events);
    world->all.cells = world->cells;
}

static inline void sweep_tear_down(struct sweep_world *world)
{
    unlink(world->events);
    unlink(world->out);
    ll_arena_fini(&world->arena);
}

/* A cell by the pack of that text. */
static inline void sweep_add_text(struct sweep_world *world, ll_str text)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source *source = LL_NEW(&world->arena, struct ll_source);
    struct ll_pack *pack;
    *source = (struct ll_source){"cell.yaml", text};
    cr_assert(ll_pack_parse(&world->arena, source, world->calibers, &pack, &errors, &warnings) ==
                  LL_OK,
              "%s", errors.list[0].message);
    cr_assert(world->all.count < SWEEP_CELLS_MAX);
    struct ll_cell *cell = &world->cells[world->all.count];
    *cell = (struct ll_cell){world->all.count ? LL_CELL_SWEPT : LL_CELL_PRESENT,
                             LL_STR("cell"),
                             pack,
                             world->router,
                             {0}};
    world->all.count++;
}

/* The pack in force, but for the first old text behind a place. */
static inline void sweep_add_cell(struct sweep_world *world, const char *place, const char *old,
                                  const char *fresh)
{
    const char *text = world->pack.text.ptr, *at = strstr(strstr(text, place), old);
    cr_assert_not_null(at, "%s: %s", place, old);
    const char *all =
        ll_arena_printf(&world->arena, "%.*s%s%s", (int)(at - text), text, fresh, at + strlen(old));
    cr_assert_not_null(all);
    sweep_add_text(world, ll_str_from(all));
}

static inline enum ll_status sweep_write_event(void *context, bool is_trace, ll_str key,
                                               ll_str json, struct ll_error *err)
{
    (void)is_trace;
    (void)key;
    (void)err;
    cr_assert(fprintf(context, "%.*s\n", LL_STR_ARGS(json)) > 0);
    return LL_OK;
}

/* A stream with everything in it, often. late: some come later than their turn. */
static inline void sweep_generate(struct sweep_world *world, uint64_t seed, uint64_t sales,
                                  double late)
{
    struct ll_gen_options options;
    struct ll_gen_summary summary;
    struct ll_gen *gen;
    FILE *file = fopen(world->events, "w");
    const struct ll_gen_sink sink = {.context = file, .emit = sweep_write_event};
    cr_assert_not_null(file);
    ll_gen_options_default(&options);
    options.seed = seed;
    options.sales = sales;
    options.days = 200;
    options.rings = LL_GEN_AUTO;
    options.dealers = 8;
    options.late = late;
    options.duplicates = options.corrections = options.voids = options.malformed = 0.05;
    options.traces = 0.1;
    cr_assert(ll_gen_make(&world->arena, &options, &gen, NULL) == LL_OK);
    cr_assert(ll_gen_run(gen, &sink, &summary, NULL) == LL_OK);
    cr_assert(fclose(file) == 0);
    cr_assert(summary.malformed > 0 && summary.traces > 0 && summary.voids > 0);
}

static inline struct ll_input_reader *sweep_open_input(const struct sweep_world *world,
                                                       size_t threads)
{
    const struct ll_input_setup setup = {.paths = &world->path,
                                         .path_count = 1,
                                         .batch = 100,
                                         .batch_bytes = ll_replay_batch_bytes(threads),
                                         .held = ll_replay_depth(threads),
                                         .ahead = ll_replay_ahead(threads)};
    struct ll_input_reader *reader;
    cr_assert(ll_input_open(&setup, &reader, NULL) == LL_OK);
    return reader;
}

static inline struct ll_history *sweep_read(const struct sweep_world *world, size_t threads,
                                            ll_day as_of, bool names)
{
    struct ll_error err = {0};
    struct ll_history *history;
    const struct ll_history_setup setup = {.calendar = world->calendar,
                                           .calibers = world->calibers,
                                           .identity = world->identity,
                                           .input = sweep_open_input(world, threads),
                                           .threads = threads,
                                           .as_of = as_of,
                                           .keep_names = names};
    cr_assert(ll_history_read(&setup, &world->all, &history, &err) == LL_OK, "%s", err.message);
    ll_input_close(setup.input);
    return history;
}

static inline ll_str sweep_output(struct sweep_world *world, struct ll_output *out)
{
    struct ll_source got;
    cr_assert(ll_output_commit(out, NULL) == LL_OK);
    ll_output_close(out);
    cr_assert(ll_readfile(&world->arena, world->out, &got, NULL) == LL_OK);
    return got.text;
}

/* The open leads of a cell as the history has them. */
static inline ll_str sweep_leads(struct sweep_world *world, struct ll_history *history, size_t cell)
{
    struct ll_error err = {0};
    struct ll_output *out;
    cr_assert(ll_output_open(world->out, &out, NULL) == LL_OK);
    cr_assert(ll_history_leads(history, cell, out, &err) == LL_OK, "%s", err.message);
    return sweep_output(world, out);
}

/* And as a replay with the cell's rules has them. */
static inline ll_str sweep_replay(struct sweep_world *world, size_t cell)
{
    struct ll_store *store = ll_store_memory_new();
    const struct ll_engine_setup engine = {.pack = world->cells[cell].pack,
                                           .router = world->cells[cell].router,
                                           .calendar = world->calendar,
                                           .calibers = world->calibers,
                                           .identity = world->identity,
                                           .remember_names = true};
    struct ll_replay_setup setup = {
        .threads = 1, .input = sweep_open_input(world, 1), .final = true};
    struct ll_replay_result result;
    struct ll_error err = {0};
    cr_assert(ll_crew_new(&engine, &store, 1, &setup.crew, NULL) == LL_OK);
    cr_assert(ll_output_open(world->out, &setup.leads, NULL) == LL_OK);
    cr_assert(ll_replay_run(&setup, &result, &err) == LL_OK, "%s", err.message);
    ll_input_close(setup.input);
    ll_crew_free(setup.crew);
    store->ops->free(store);
    ll_output_close(setup.leads);
    struct ll_source got;
    cr_assert(ll_readfile(&world->arena, world->out, &got, NULL) == LL_OK);
    return got.text;
}

#endif
