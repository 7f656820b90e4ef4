/* Tests against mutants.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/report.h"
#include "mutate_world.h"

static const char pack[] = "pack: small\n"
                           "indicators:\n"
                           "  - id: guns\n"
                           "    timeline: purchaser\n"
                           "    items: firearms\n"
                           "    where: class == \"pistol\" and price <= $most\n"
                           "    window: {days: 5}\n"
                           "    having: count() >= 2\n"
                           "    params: {most: 150}\n"
                           "  - {id: traces, timeline: dealer, items: traces}\n";

static const char tests[] = "tests:\n"
                            "  - name: two cheap pistols, and one that is dear, in five days\n"
                            "    only: [guns]\n"
                            "    events:\n"
                            "      - {on: 2026-03-02, guns: [pistol, pistol], price: 150}\n"
                            "      - {on: 2026-03-03, guns: [pistol], price: 150.01}\n"
                            "      - {on: 2026-03-06, guns: [pistol], price: 100}\n"
                            "    expect: {hits: [{indicator: guns, count: 3}]}\n"
                            "  - name: one is none\n"
                            "    only: [guns]\n"
                            "    events: [{on: 2026-03-02, guns: [pistol], price: 99}]\n"
                            "    expect: none\n";

static void try(struct world *world, struct ll_trying *trying, const char *survivors)
{
    char path[32];
    *trying = (struct ll_trying){.suite = world->suite, .path = world->path};
    world->errors.count = 0;
    world_write(path, survivors);
    enum ll_status status =
        ll_survivors_read(&trying->accepted, &world->arena, path, &world->errors);
    cr_assert_eq(unlink(path), 0);
    if (status == LL_OK)
        (void)!ll_trying_run(trying, &world->arena, &world->errors);
}

static void expect_errors(const char *survivors, const char *const *messages, size_t n)
{
    struct world world;
    struct ll_trying trying;
    world_open(&world, pack, tests);
    try(&world, &trying, survivors);
    cr_assert_eq(world.errors.count, n, "%zu faults, the first: %s", world.errors.count,
                 world.errors.list[0].message);
    for (size_t i = 0; i < n; i++)
        cr_expect_str_eq(world.errors.list[i].message, messages[i]);
    world_close(&world);
}

Test(mutate_run, names_survivors_and_tests_that_would_notice_them)
{
    struct world world;
    struct ll_trying trying;
    struct ll_buf out = {0};
    world_open(&world, pack, tests);
    try(&world, &trying,
        "survivors: [{mutant: \"small: quiet_days 29 instead of 30\", because: no matter}]\n");
    cr_assert_eq(world.errors.count, 0, "%s", world.errors.list[0].message);
    cr_assert(ll_trying_report(&trying, &out));
    world_same(
        &world, &out,
        "PACK:6:12: no test notices: guns: where: without class == \"pistol\"\n"
        "this test would notice it:\n"
        "  - name: \"guns: class == \\\"pistol\\\", no hit\"\n"
        "    only: [guns]\n"
        "    events:\n"
        "      - {on: 2026-03-02, guns: [{class: shotgun}, {class: shotgun}], price: 150}\n"
        "      - {on: 2026-03-03, guns: [pistol], price: 150.01}\n"
        "      - {on: 2026-03-06, guns: [pistol], price: 100}\n"
        "    expect:\n"
        "      hits: none\n"
        "PACK:7:13: no test notices: guns: window {days: 6} instead of {days: 5}\n"
        "this test would notice it:\n"
        "  - name: \"guns: window {days: 5}, 1 hit\"\n"
        "    only: [guns]\n"
        "    events:\n"
        "      - {on: 2026-03-01, guns: [pistol, pistol], price: 150}\n"
        "      - {on: 2026-03-03, guns: [pistol], price: 150.01}\n"
        "      - {on: 2026-03-06, guns: [pistol], price: 100}\n"
        "    expect:\n"
        "      hits:\n"
        "        - {indicator: guns, buyer: X, count: 2, calendar: none, dates: 2026-03-01}\n"
        "PACK:8:13: no test notices: guns: having: count() > 2 instead of count() >= 2\n"
        "PACK:8:13: no test notices: guns: having: count() >= 3 instead of count() >= 2\n"
        "this test would notice them:\n"
        "  - name: \"guns: count() >= 2, 1 hit\"\n"
        "    only: [guns]\n"
        "    events:\n"
        "      - {on: 2026-03-02, guns: [pistol], price: 150}\n"
        "      - {on: 2026-03-03, guns: [pistol], price: 150.01}\n"
        "      - {on: 2026-03-06, guns: [pistol], price: 100}\n"
        "    expect:\n"
        "      hits:\n"
        "        - {indicator: guns, buyer: X, count: 2, calendar: none, dates: [2026-03-02, "
        "2026-03-06]}\n"
        "PACK:10:10: no test looks at traces, so none notices any of its 2 mutants\n"
        "PACK:1:1: no test notices: small: quiet_days 31 instead of 30\n"
        "this test would notice it:\n"
        "  - name: \"small: quiet_days 30, 2 leads\"\n"
        "    only: [guns]\n"
        "    events:\n"
        "      - {on: 2026-03-02, guns: [pistol, pistol], price: 150}\n"
        "      - {on: 2026-03-03, guns: [pistol], price: 150.01}\n"
        "      - {on: 2026-03-06, guns: [pistol], price: 100}\n"
        "      - {on: 2026-04-06, guns: [pistol, pistol], price: 150}\n"
        "      - {on: 2026-04-07, guns: [pistol], price: 150.01}\n"
        "      - {on: 2026-04-10, guns: [pistol], price: 100}\n"
        "    expect:\n"
        "      leads:\n"
        "        - {buyer: X, dates: [2026-03-02, 2026-03-06]}\n"
        "        - {buyer: X, dates: [2026-04-06, 2026-04-10]}\n"
        "PACK: 21 mutants, 13 noticed, 7 not, 1 accepted\n");
    world_close(&world);
}

Test(mutate_run, examples_hold_for_the_pack_and_fail_for_the_mutant)
{
    struct world world;
    struct ll_trying trying;
    size_t found = 0;
    world_open(&world, pack, tests);
    try(&world, &trying, "tests: []\n");
    for (size_t i = 0; i < trying.mutants.count; i++) {
        const struct ll_mutant *mutant = &trying.mutants.list[i];
        struct ll_trial_result was = {0}, would = {0};
        const struct ll_trial_suite *suite;
        struct ll_pack *other;
        struct ll_example found_one;
        if (trying.fates[i] != LL_FATE_SURVIVED)
            continue;
        cr_assert(ll_survivor_example(&trying, mutant, &world.arena, &found_one));
        if (!found_one.rest.ptr)
            continue;
        struct ll_source source = {"example", {0}};
        source.text =
            ll_str_from(ll_arena_printf(&world.arena, "tests:\n  - name: %.*s\n%.*s",
                                        LL_STR_ARGS(found_one.name), LL_STR_ARGS(found_one.rest)));
        cr_assert_eq(ll_trial_parse(&world.arena, world.book, world.calibers, &source, &suite,
                                    &world.errors),
                     LL_OK, "%s", world.errors.list[0].message);
        cr_assert_eq(ll_mutant_load(&world.arena, world.path, world.calibers, world.book->pack,
                                    &mutant->edit, &other),
                     LL_OK);
        ll_trial_run(suite, suite->tests, world.book->pack, NULL, 0, &world.arena, &was);
        ll_trial_run(suite, suite->tests, other, NULL, 0, &world.arena, &would);
        cr_expect_eq(was.outcome, LL_TRIAL_PASSED, "%.*s", LL_STR_ARGS(mutant->name));
        cr_expect_eq(would.outcome, LL_TRIAL_FAILED, "%.*s", LL_STR_ARGS(mutant->name));
        found++;
    }
    cr_expect_geq(found, 4);
    world_close(&world);
}

Test(mutate_run, gives_a_line_a_mutant_to_programs)
{
    struct world world;
    struct ll_trying trying;
    struct ll_buf out = {0};
    world_open(&world, pack, tests);
    try(&world, &trying, "tests: []\n");
    cr_assert(ll_trying_report_json(&trying, &out));
    ll_str all = ll_buf_str(&out);
    size_t lines = 0;
    for (size_t i = 0; i < all.len; i++)
        lines += all.ptr[i] == '\n';
    cr_expect_eq(lines, trying.mutants.count - trying.counts[LL_FATE_NO_PACK] + 1);
    ll_buf_fini(&out);
    world_close(&world);
}

Test(mutate_run, refuses_entries_that_no_survivor_has)
{
    static const char *const stale[] = {
        "this mutant does not survive any more; remove the entry",
        "the pack has no such mutant; the nearest is 'guns: most 150.01 instead of 150'; change "
        "the name, or remove the entry"};
    static const char *const formless[] = {
        "a survivor has a mutant's name and a reason, as in {mutant: \"...\", because: \"...\"}",
        "unknown key 'reason' in a survivor; it has mutant, because"};
    static const char *const no_list[] = {"survivors must be a list; begin each with '- mutant:'"};
    expect_errors("survivors:\n"
                  "  - {mutant: \"guns: enabled false instead of true\", because: a}\n"
                  "  - {mutant: \"guns: most 150.02 instead of 150\", because: b}\n",
                  stale, 2);
    expect_errors("survivors: [{mutant: a}, {mutant: b, reason: c}]\n", formless, 2);
    expect_errors("survivors: {mutant: a}\n", no_list, 1);
}
