/* sweep_days.c -- what was known when: as of a day, since when, in whatever order it came.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/state.h"
#include "sweep_lines.h"

/* The events of a world, each with the day on which it became known. */
struct event {
    const char *line;
    ll_day known;
};
static struct event events[4000];

static ll_day day_behind(const char *line, const char *name)
{
    const char *at = strstr(line, name);
    ll_day day;
    at = at ? strstr(at, ":\"") : NULL;
    return at && ll_day_parse((ll_str){at + 2, 10}, &day) ? day : LL_DAY_NONE;
}

static size_t read_events(struct sweep_world *world)
{
    static const char *const names[] = {"\"reported_at\"", "\"occurred_at\"", "\"recovered_on\"",
                                        "\"requested_on\""};
    struct ll_source source;
    size_t n = 0;
    cr_assert(ll_readfile(&world->arena, world->events, &source, NULL) == LL_OK);
    for (const char *at = source.text.ptr, *end = at + source.text.len, *next; at < end;
         at = next + 1) {
        next = memchr(at, '\n', (size_t)(end - at));
        cr_assert(next && n < sizeof events / sizeof *events);
        struct event *event = &events[n++];
        event->line = ll_arena_str(&world->arena, (ll_str){at, (size_t)(next - at)}).ptr;
        event->known = LL_DAY_NONE;
        for (size_t i = 0; i < 4 && event->known == LL_DAY_NONE; i++)
            event->known = day_behind(event->line, names[i]);
    }
    return n;
}

/* Those known by a day; LL_DAY_NONE: all. */
static void write_events(const struct sweep_world *world, size_t n, ll_day as_of)
{
    FILE *file = fopen(world->events, "w");
    cr_assert_not_null(file);
    for (size_t i = 0; i < n; i++)
        if (as_of == LL_DAY_NONE || events[i].known <= as_of)
            cr_assert(fprintf(file, "%s\n", events[i].line) > 0);
    cr_assert(fclose(file) == 0);
}

Test(sweep_days, as_of_a_day_is_as_if_nothing_had_come_later)
{
    struct sweep_world world;
    sweep_set_up(&world);
    add_cells(&world);
    sweep_generate(&world, 7, 400, 0.3);
    size_t n = read_events(&world);
    for (size_t i = 40; i < n; i += 97) {
        ll_day day = events[i].known;
        write_events(&world, n, LL_DAY_NONE);
        struct ll_history *all = sweep_read(&world, 2, day, true);
        write_events(&world, n, day);
        struct ll_history *early = sweep_read(&world, 1, LL_DAY_NONE, true);
        for (size_t cell = 0; cell < world.all.count; cell += 3)
            expect_lines(sweep_leads(&world, all, cell), sweep_replay(&world, cell), "leads");
        expect_lines(sweep(&world, all, false), sweep(&world, early, false), "found");
        const struct ll_history_counts *got = ll_history_counts(all),
                                       *want = ll_history_counts(early);
        cr_expect(got->sales == want->sales && got->guns == want->guns &&
                  got->traces == want->traces && got->purchasers == want->purchasers &&
                  got->dealers == want->dealers && got->first_day == want->first_day &&
                  got->last_day == want->last_day && got->first_trace == want->first_trace &&
                  got->last_trace == want->last_trace &&
                  got->traced_purchasers == want->traced_purchasers);
        cr_expect(want->later == 0 && got->later > 0);
        ll_history_free(all);
        ll_history_free(early);
    }
    sweep_tear_down(&world);
}

static void shuffle(size_t n, uint64_t seed)
{
    for (size_t i = n; i > 1; i--) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t k = (size_t)(seed >> 33) % i;
        struct event event = events[i - 1];
        events[i - 1] = events[k];
        events[k] = event;
    }
}

Test(sweep_days, neither_order_nor_threads_change_what_is_found)
{
    struct sweep_world world;
    sweep_set_up(&world);
    add_cells(&world);
    sweep_generate(&world, 8, 500, 0.2);
    size_t n = read_events(&world);
    struct ll_history *history = sweep_read(&world, 1, LL_DAY_NONE, false);
    ll_str want = sweep(&world, history, false);
    cr_expect(strstr(want.ptr, "withdrawn"), "some leads fall without an heir");
    ll_history_free(history);
    for (size_t i = 0; i < 3; i++) {
        shuffle(n, i);
        write_events(&world, n, LL_DAY_NONE);
        history = sweep_read(&world, 1 + i, LL_DAY_NONE, false);
        expect_lines(sweep(&world, history, false), want, "in another order");
        ll_history_free(history);
    }
    sweep_tear_down(&world);
}

/* Timelines that are looked at only around what changes, however short they are. */
Test(sweep_days, a_look_around_what_changes_finds_the_same)
{
    for (uint64_t seed = 9; seed <= 11; seed++) {
        struct sweep_world world;
        sweep_set_up(&world);
        add_cells(&world);
        sweep_generate(&world, seed, 500, 0.2);
        struct ll_history *history = sweep_read(&world, 2, LL_DAY_NONE, false);
        ll_str want = sweep(&world, history, false);
        history->long_bytes = 0;
        expect_lines(sweep(&world, history, false), want, "a local look");
        ll_history_free(history);
        sweep_tear_down(&world);
    }
}

/* ---- since when ---- */

/* A lead of a cell, and the first day on which it stood. */
struct seen {
    char line[5 + LL_LEAD_ID_LEN]; /* cell and id */
    ll_day first;
};
static struct seen seen[LINES_MAX];
static size_t seen_count;

static ll_day first_seen(const char *line, ll_day today)
{
    for (size_t i = 0; i < seen_count; i++)
        if (memcmp(seen[i].line, line, sizeof seen->line) == 0)
            return seen[i].first;
    cr_assert(seen_count < LINES_MAX);
    memcpy(seen[seen_count].line, line, sizeof seen->line);
    seen[seen_count++].first = today;
    return today;
}

static int by_known(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    return (a->known > b->known) - (a->known < b->known);
}

/* Look at the history as of each day: no lead is shown before its first, and one that has taken no other's place not later. */
Test(sweep_days, since_is_the_first_day_on_which_a_lead_stood)
{
    struct sweep_world world;
    size_t same = 0, earlier = 0;
    sweep_set_up(&world);
    sweep_add_text(&world, world.pack.text);
    sweep_add_cell(&world, "id: five-or-more-guns", "guns: 5", "guns: 3");
    sweep_add_cell(&world, "lead:", "quiet_days: 30", "quiet_days: 3");
    sweep_generate(&world, 12, 500, 0.3);
    size_t n = read_events(&world);
    struct ll_history *history = sweep_read(&world, 1, LL_DAY_NONE, false);
    ll_str found = sweep(&world, history, false);
    ll_history_free(history);
    qsort(events, n, sizeof *events, by_known);
    seen_count = 0;
    for (size_t i = 0; i < n; i++) {
        if (events[i].known == LL_DAY_NONE || (i + 1 < n && events[i + 1].known == events[i].known))
            continue;
        history = sweep_read(&world, 1, events[i].known, false);
        ll_str now = sweep(&world, history, false);
        for (const char *at = now.ptr; (at = strchr(at, 'L')); at += LL_LEAD_ID_LEN)
            (void)first_seen(at - 5, events[i].known);
        ll_history_free(history);
    }
    for (const char *at = found.ptr; (at = strstr(at, " since ")); at++) {
        ll_day since = (ll_day)strtol(at + 7, NULL, 10);
        ll_day first = first_seen(at - LL_LEAD_ID_LEN - 5, LL_DAY_NONE);
        cr_expect(since <= first && first != LL_DAY_NONE, "%.40s", at - LL_LEAD_ID_LEN);
        same += since == first;
        earlier += since < first;
    }
    cr_expect(same > 10 * earlier && same > 50 && earlier > 0, "%zu, %zu", same, earlier);
    sweep_tear_down(&world);
}
