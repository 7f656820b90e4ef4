/* replay_threads.c -- a replay's bytes do not depend on how many threads share it, nor on how many events they take at once.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "gen/gen.h"
#include "replay/replay.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct world {
    struct ll_arena arena;
    struct ll_engine_setup engine;
    const char *path; /* of the events */
    char events[64], out[80], rejected[80];
};

/* What a run wrote and counted. */
struct outcome {
    enum ll_status status;
    struct ll_error err;
    struct ll_source leads, rejected;
    struct ll_replay_result result;
};

static void set_up(struct world *world, const char *rules)
{
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_calibers *calibers;
    struct ll_pack *pack;
    *world = (struct world){.events = "/tmp/leadline-threads-XXXXXX"};
    cr_assert(ll_calibers_load(&world->arena, "config/calibers.csv", &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_load(&world->arena, rules, calibers, &pack, &errors, &warnings) == LL_OK);
    world->engine =
        (struct ll_engine_setup){.pack = pack,
                                 .calendar = ll_calendar_builtin(&world->arena),
                                 .calibers = calibers,
                                 .identity = ll_identity_new(&world->arena, LL_STR("demo"))};
    int fd = mkstemp(world->events);
    world->path = world->events;
    cr_assert(fd >= 0 && close(fd) == 0);
    (void)snprintf(world->out, sizeof world->out, "%s.leads", world->events);
    (void)snprintf(world->rejected, sizeof world->rejected, "%s.rejected", world->events);
}

static void tear_down(struct world *world)
{
    unlink(world->events);
    unlink(world->out);
    unlink(world->rejected);
    ll_arena_fini(&world->arena);
}

static enum ll_status write_event(void *context, bool is_trace, ll_str key, ll_str json,
                                  struct ll_error *err)
{
    (void)is_trace;
    (void)key;
    (void)err;
    cr_assert(fprintf(context, "%.*s\n", LL_STR_ARGS(json)) > 0);
    return LL_OK;
}

/* A stream with everything in it, often: late, repeated, corrected, withdrawn, damaged, traced, and few buyers. */
static void generate(struct world *world, uint64_t seed, uint64_t sales)
{
    struct ll_gen_options options;
    struct ll_gen_summary summary;
    struct ll_gen *gen;
    FILE *file = fopen(world->events, "w");
    const struct ll_gen_sink sink = {.context = file, .emit = write_event};
    cr_assert_not_null(file);
    ll_gen_options_default(&options);
    options.seed = seed;
    options.sales = sales;
    options.days = 200;
    options.rings = LL_GEN_AUTO;
    options.dealers = 8;
    options.late = options.duplicates = options.corrections = options.voids = options.malformed =
        0.05;
    options.traces = 0.1;
    cr_assert(ll_gen_make(&world->arena, &options, &gen, NULL) == LL_OK);
    cr_assert(ll_gen_run(gen, &sink, &summary, NULL) == LL_OK);
    cr_assert(fclose(file) == 0);
    cr_assert(summary.malformed > 0 && summary.traces > 0 && summary.voids > 0);
}

static struct ll_input_reader *open_input(const struct world *world, size_t threads, size_t batch)
{
    const struct ll_input_setup setup = {.paths = &world->path,
                                         .path_count = 1,
                                         .batch = batch,
                                         .batch_bytes = ll_replay_batch_bytes(threads),
                                         .held = ll_replay_depth(threads),
                                         .ahead = ll_replay_ahead(threads)};
    struct ll_input_reader *reader;
    cr_assert(ll_input_open(&setup, &reader, NULL) == LL_OK);
    return reader;
}

static struct outcome replay(struct world *world, size_t threads, size_t batch, bool final,
                             const volatile sig_atomic_t *stop)
{
    struct outcome got = {0};
    struct ll_store *stores[2 * LL_REPLAY_THREADS_MAX] = {0};
    struct ll_replay_setup setup = {.threads = threads,
                                    .input = open_input(world, threads, batch),
                                    .final = final,
                                    .stop = stop};
    world->engine.remember_names = final;
    cr_assert(ll_replay_stores_open("memory", threads, stores, NULL) == LL_OK);
    cr_assert(ll_crew_new(&world->engine, stores, threads, &setup.crew, NULL) == LL_OK);
    cr_assert(ll_output_open(world->out, &setup.leads, NULL) == LL_OK);
    cr_assert(ll_output_open(world->rejected, &setup.rejected, NULL) == LL_OK);
    got.status = ll_replay_run(&setup, &got.result, &got.err);
    ll_output_close(setup.leads);
    ll_output_close(setup.rejected);
    ll_input_close(setup.input);
    ll_crew_free(setup.crew);
    cr_assert(ll_replay_stores_close("memory", threads, stores, NULL) == LL_OK);
    if (got.status == LL_OK && !got.result.stopped) {
        cr_assert(ll_readfile(&world->arena, world->out, &got.leads, NULL) == LL_OK);
        cr_assert(ll_readfile(&world->arena, world->rejected, &got.rejected, NULL) == LL_OK);
    }
    return got;
}

static void expect_same(const struct outcome *got, const struct outcome *want, size_t threads,
                        size_t batch)
{
    struct ll_engine_counts counts = got->result.counts;
    cr_expect(got->status == LL_OK, "%zu threads, batches of %zu: %s", threads, batch,
              got->err.message);
    cr_expect(ll_str_eq(got->leads.text, want->leads.text), "%zu threads, batches of %zu: leads",
              threads, batch);
    cr_expect(ll_str_eq(got->rejected.text, want->rejected.text),
              "%zu threads, batches of %zu: rejected", threads, batch);
    /* A trip to a store is made for each batch and shard. */
    counts.round_trips = want->result.counts.round_trips;
    cr_expect(memcmp(&counts, &want->result.counts, sizeof counts) == 0,
              "%zu threads, batches of %zu: counts", threads, batch);
    cr_expect(got->result.stand == want->result.stand);
}

static void compare_all(struct world *world, bool final)
{
    static const size_t threads[] = {1, 2, 3, 8}, batches[] = {1, 7, 100, 1024};
    struct outcome want = replay(world, 1, 64, final, NULL);
    cr_assert(want.status == LL_OK && want.leads.text.len > 0 && want.rejected.text.len > 0);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        for (size_t k = 0; k < sizeof batches / sizeof *batches; k++) {
            struct outcome got = replay(world, threads[i], batches[k], final, NULL);
            expect_same(&got, &want, threads[i], batches[k]);
        }
    }
}

Test(replay_threads, any_number_of_threads_writes_the_same_bytes)
{
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct world world;
        set_up(&world, "rules/atf.yaml");
        generate(&world, seed, 1000);
        compare_all(&world, false);
        compare_all(&world, true);
        tear_down(&world);
    }
}

/* What a line that is too long stops, and what came before it. */
Test(replay_threads, a_fault_of_the_input_ends_all_threads_and_is_told)
{
    struct world world;
    set_up(&world, "rules/atf.yaml");
    generate(&world, 4, 300);
    FILE *file = fopen(world.events, "a");
    cr_assert_not_null(file);
    for (size_t i = 0; i < (LL_INPUT_LINE_MAX >> 10) + 1; i++)
        cr_assert(fprintf(file, "%1024s", "x") == 1024);
    cr_assert(fclose(file) == 0);
    for (size_t threads = 1; threads <= 4; threads++) {
        struct outcome got = replay(&world, threads, 16, false, NULL);
        cr_expect(got.status == LL_ERR_LIMIT, "%zu threads", threads);
        cr_expect(strstr(got.err.message, "the line is longer"), "%s", got.err.message);
        cr_expect(got.result.counts.read > 300, "%zu threads: what came before is given", threads);
        cr_expect(access(world.out, F_OK) != 0, "no output is left");
    }
    tear_down(&world);
}

Test(replay_threads, a_stop_ends_all_threads)
{
    static const volatile sig_atomic_t stop = 1;
    struct world world;
    set_up(&world, "rules/atf.yaml");
    generate(&world, 5, 100);
    for (size_t threads = 1; threads <= 3; threads++) {
        struct outcome got = replay(&world, threads, 8, true, &stop);
        cr_expect(got.status == LL_OK && got.result.stopped, "%zu threads", threads);
    }
    tear_down(&world);
}

Test(replay_threads, a_redis_has_one_thread)
{
    struct ll_store *stores[4] = {0};
    struct ll_error err = {0};
    cr_expect(ll_replay_stores_open("redis://localhost", 2, stores, &err) == LL_ERR_SYNTAX);
    cr_expect(strstr(err.message, "--threads 1"), "%s", err.message);
    cr_expect(ll_replay_threads("redis://localhost") == 1);
    cr_expect(ll_replay_threads("memory") >= 1);
}
