/* sweep_history.c -- what a sweep finds of a cell is what a replay with its rules finds.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep_lines.h"

static void expect_replays(struct sweep_world *world, size_t threads)
{
    struct ll_history *history = sweep_read(world, threads, LL_DAY_NONE, true);
    for (size_t cell = 0; cell < world->all.count; cell++) {
        ll_str got = sweep_leads(world, history, cell), want = sweep_replay(world, cell);
        cr_expect(want.len > 0);
        cr_expect(ll_str_eq(got, want), "cell %zu on %zu threads: other leads than a replay's",
                  cell, threads);
    }
    ll_history_free(history);
}

Test(sweep_history, leads_are_those_of_a_replay)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct sweep_world world;
        sweep_set_up(&world);
        add_cells(&world);
        sweep_generate(&world, seed, 400, seed == 1 ? 0 : 0.2);
        expect_replays(&world, (size_t)seed);
        sweep_tear_down(&world);
    }
}

/* The same lines of the leads of all cells. */
static ll_str leads_of_all(struct sweep_world *world, struct ll_history *history)
{
    static ll_str list[LINES_MAX], lines[LINES_MAX];
    size_t n = 0;
    for (size_t cell = 0; cell < world->all.count; cell++) {
        size_t count = split(sweep_leads(world, history, cell), list, 0);
        for (size_t i = 0; i < count; i++) {
            const char *body = strstr(list[i].ptr, "\"status\"");
            const char *line =
                ll_arena_printf(&world->arena, "%04zu %.*s %.*s", cell, LL_LEAD_ID_LEN,
                                list[i].ptr + 12, (int)(list[i].ptr + list[i].len - body), body);
            lines[n++] = ll_str_from(line);
        }
    }
    return join(world, lines, n);
}

Test(sweep_history, what_is_found_is_what_stands)
{
    for (uint64_t seed = 4; seed <= 6; seed++) {
        struct sweep_world world;
        sweep_set_up(&world);
        add_cells(&world);
        sweep_generate(&world, seed, 400, 0.2);
        struct ll_history *history = sweep_read(&world, 2, LL_DAY_NONE, false);
        expect_lines(sweep(&world, history, true), leads_of_all(&world, history), "found");
        ll_history_free(history);
        sweep_tear_down(&world);
    }
}
