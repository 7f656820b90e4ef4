/* Tests of rules: what the shorthand stands for, and what running gives.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/found.h"
#include "trial/report.h"

#include "base/buf.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char pack_text[] =
    "pack: p\n"
    "indicators:\n"
    "  - {id: two, timeline: purchaser, items: firearms, same: [dealer.key], weight: 10,\n"
    "     window: {business_days: 5, calendar: dealer}, having: count() >= 2}\n"
    "  - {id: traced, timeline: purchaser, items: traces, where: in_hit(\"two\"), weight: 20}\n"
    "  - {id: dealer, timeline: dealer, items: reports(two), window: {days: 30}, weight: 1}\n"
    "  - {id: house, timeline: address, items: reports(two), window: {days: 30}, weight: 2}\n"
    "  - {id: dear, timeline: purchaser, items: firearms, having: sum(price) > 1000, weight: 3,\n"
    "     where: sale.payment == \"cash\" and purchaser.state == \"TX\" and purchaser.age < 25\n"
    "            and purchaser.country_of_birth == \"MX\" and dealer.division == \"Houston\"}\n"
    "  - {id: off, timeline: purchaser, items: firearms, enabled: false}\n";

struct world {
    struct ll_arena arena, run;
    struct ll_source calibers_source, pack, tests;
    struct ll_calibers *calibers;
    struct ll_book *book;
    const struct ll_trial_suite *suite;
    struct ll_errors errors;
};

/* tests: those of a file of tests. */
static enum ll_status load(struct world *world, const char *tests)
{
    static struct ll_errors warnings;
    *world = (struct world){.calibers_source = {"calibers", ll_calibers_builtin_text()},
                            .pack = {"p.yaml", LL_STR(pack_text)},
                            .tests = {"t.test.yaml", ll_str_from(tests)}};
    cr_assert_eq(ll_calibers_parse(&world->arena, &world->calibers_source, &world->calibers, NULL),
                 LL_OK);
    cr_assert_eq(ll_book_parse(&world->arena, &world->pack, world->calibers, &world->book,
                               &world->errors, &warnings),
                 LL_OK, "%s", world->errors.list[0].message);
    return ll_trial_parse(&world->arena, world->book, world->calibers, &world->tests, &world->suite,
                          &world->errors);
}

static void free_world(struct world *world)
{
    ll_arena_fini(&world->run);
    ll_arena_fini(&world->arena);
}

static enum ll_trial_outcome run(struct world *world, size_t test, unsigned flags,
                                 struct ll_trial_result *result)
{
    ll_arena_reset(&world->run);
    ll_trial_run(world->suite, &world->suite->tests[test], world->book->pack, NULL, flags,
                 &world->run, result);
    return result->outcome;
}

/* All tests pass, in every order. */
static void check_pass(const char *tests, size_t count)
{
    static struct world world;
    struct ll_trial_result result;
    cr_assert_eq(load(&world, tests), LL_OK, "%s", world.errors.list[0].message);
    cr_assert_eq(world.suite->test_count, count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(run(&world, i, LL_TRIAL_PLAIN, &result), LL_TRIAL_PASSED, "test %zu", i);
        cr_expect_eq(run(&world, i, 0, &result), LL_TRIAL_PASSED, "test %zu, in orders", i);
        if (result.outcome == LL_TRIAL_FAILED) {
            const struct ll_trial_ran ran = {world.suite, &world.suite->tests[i], &result,
                                             &world.run};
            struct ll_buf said = {0};
            (void)ll_trial_add_failure(&ran, &said);
            cr_log_error("%.*s", LL_STR_ARGS(ll_buf_str(&said)));
            ll_buf_fini(&said);
        }
    }
    free_world(&world);
}

Test(trial_run, shorthand)
{
    check_pass(
        "tests:\n"
        "  - name: guns, traces, voids and corrections\n"
        "    dealers: {A: {open: MTWTF--, closures: [2006-03-15]}}\n"
        "    events:\n"
        "      - {on: 2006-03-10, guns: [pistol, {class: rifle, caliber: 223 Rem}, 2 revolver]}\n"
        "      - {trace: 1, gun: 2, on: 2006-08-01, in: MX, status: pending}\n"
        "      - {corrects: 2, status: successful, on: 2006-08-02}\n"
        "      - {corrects: 1, guns: [pistol, rifle]}\n"
        "      - {trace: 1, gun: 3, requested: 2006-09-01}\n"
        "      - {void: 2}\n"
        "    after:\n"
        "      1: {leads: [{buyer: X, guns: 4, sales: 1, time_to_crime: none, dates: 2006-03-10}, "
        "{dealer: A, guns: 4, reports: 1}]}\n"
        "      2: {hits: [{indicator: two, count: 4, calendar: dealer}, {indicator: traced, count: "
        "1, dates: 2006-08-01, calendar: none}, dealer]}\n"
        "      3: {leads: [{buyer: X, time_to_crime: 145, traces: 1, score: 30}, {dealer: A}]}\n"
        "      5: {hits: [{indicator: two, count: 2}, traced, dealer]}\n"
        "    expect: {leads: 2, hits: [{indicator: two, dates: [2006-03-10, 2006-03-10]}, "
        "dealer]}\n"
        "  - name: of buyers and prices\n"
        "    dealers: {B: {division: Houston, state: LA, type: '02'}}\n"
        "    buyers: {X: {born: 1985-01-01, country_of_birth: MX, state: TX}, Y: {}}\n"
        "    only: [dear]\n"
        "    events:\n"
        "      - {on: 2006-03-10, buyer: X, price: 600, payment: cash, guns: [2 rifle]}\n"
        "      - {on: 2006-03-10, buyer: Y, price: 600, payment: cash, guns: [2 rifle]}\n"
        "      - {on: 2006-04-10, buyer: X, price: 400, payment: cash, guns: [2 rifle]}\n"
        "      - {on: 2006-05-10, buyer: X, payment: cash, state: AZ, guns: [{class: rifle, price: "
        "2000}]}\n"
        "    expect: {leads: [{buyer: X, score: 3, dates: 2006-03-10}]}\n"
        "  - name: two buyers of one house\n"
        "    events:\n"
        "      - {on: 2006-03-10, at: 15:20-06:00, buyer: X, address: 12 Main St, guns: [2 "
        "rifle]}\n"
        "      - {on: 2006-03-11, at: '09:00', buyer: Y, address: {street: '12 MAIN ST.', state: "
        "TX}, guns: [rifle, rifle]}\n"
        "    only: [house]\n"
        "    expect: {leads: [{address: 12 Main St, indicators: [house], reports: 2, guns: 4}]}\n",
        3);
}

Test(trial_run, full_events)
{
    check_pass(
        "tests:\n"
        "  - name: written in full, as YAML and as JSON\n"
        "    only: [two]\n"
        "    events:\n"
        "      - type: sale\n"
        "        id: S-1\n"
        "        occurred_at: 2026-03-02T15:20:00-06:00\n"
        "        dealer: {ffl: 5-76-201-01-7F-00123}\n"
        "        purchaser: {last_name: Doe, first_name: John, date_of_birth: 1984-03-04}\n"
        "        firearms: [{class: rifle, serial: A1, price: 10.5, detachable_magazine: true}]\n"
        "      - '{\"type\":\"sale\",\"id\":\"S-2\",\"occurred_at\":\"2026-03-03T15:20:00Z\","
        "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"DOE\","
        "\"first_name\":\"John\",\"date_of_birth\":\"1984-03-04\"},"
        "\"firearms\":[{\"class\":\"pistol\",\"serial\":\"A2\"}]}'\n"
        "    expect: {leads: [{buyer: 'DOE, JOHN'}], hits: [{count: 2, indicator: two}]}\n",
        1);
}

Test(trial_run, outcomes)
{
    static struct world world;
    struct ll_trial_result result;
    cr_assert_eq(load(&world, "tests:\n"
                              "  - {name: a, events: [{on: 2006-03-10, guns: [2 pistol]}],\n"
                              "     after: {1: {leads: 1}}, expect: none}\n"
                              "  - {name: b, only: ['off'], events: [{on: 2006-03-10, guns: "
                              "[pistol]}], expect: {leads: 1}}\n"),
                 LL_OK);
    cr_expect_eq(run(&world, 0, 0, &result), LL_TRIAL_FAILED);
    cr_expect_eq(result.stage, 0);
    cr_expect_eq(result.state.subject_count, 2);
    cr_expect_eq(run(&world, 1, 0, &result), LL_TRIAL_SKIPPED);
    free_world(&world);
}

/* Under a pack that was changed the same test may fail. */
Test(trial_run, another_pack)
{
    static struct world world;
    struct ll_trial_result result;
    bool keep[6] = {false};
    cr_assert_eq(load(&world,
                      "tests:\n  - {name: a, events: [{on: 2006-03-10, guns: [2 pistol]}],\n"
                      "     expect: {hits: [two, dealer]}}\n"),
                 LL_OK);
    cr_expect_eq(run(&world, 0, LL_TRIAL_PLAIN, &result), LL_TRIAL_PASSED);
    struct ll_pack *changed = ll_pack_choose(&world.arena, world.book->pack, keep);
    ll_trial_run(world.suite, &world.suite->tests[0], changed, NULL, LL_TRIAL_PLAIN, &world.run,
                 &result);
    cr_expect_eq(result.outcome, LL_TRIAL_FAILED);
    free_world(&world);
}

/* Expectations that leave things open find their hits whatever comes first. */
Test(trial_run, pairs)
{
    check_pass("tests:\n"
               "  - name: t\n"
               "    only: [two]\n"
               "    events:\n"
               "      - {on: 2006-03-10, guns: [2 pistol]}\n"
               "      - {on: 2006-04-10, guns: [2 pistol]}\n"
               "      - {on: 2006-05-10, guns: [3 pistol]}\n"
               "    expect: {hits: [{indicator: two}, {indicator: two, count: 2}, {indicator: two, "
               "dates: 2006-03-10}]}\n",
               1);
}

/* A state that the engine does not agree with is told as a fault of the program. */
Test(trial_run, difference)
{
    static struct world world;
    struct ll_trial_result result = {0};
    struct ll_trial_state state;
    struct ll_buf said = {0};
    cr_assert_eq(load(&world,
                      "tests:\n  - {name: a, events: [{on: 2006-03-10, guns: [2 pistol]}],\n"
                      "     expect: {leads: 2}}\n"),
                 LL_OK);
    const struct ll_trial_test *test = &world.suite->tests[0];
    cr_assert(ll_trial_assess(test, 1, world.book->pack, NULL, &world.run, &state));
    cr_expect(ll_trial_orders(world.suite, test, 1, &state, &world.run, &result));
    cr_expect_null(result.how);
    state.subjects[0].assessment.leads[0].score = 11;
    cr_expect(ll_trial_orders(world.suite, test, 1, &state, &world.run, &result));
    cr_assert_not_null(result.how);
    result.outcome = LL_TRIAL_DIFFERED;
    const struct ll_trial_ran ran = {world.suite, test, &result, &world.run};
    cr_expect(ll_trial_add_failure(&ran, &said));
    ll_buf_add_char(&said, '\0');
    cr_expect(strstr(said.ptr, "This is a fault of Leadline, not of the rule"), "%s", said.ptr);
    cr_expect(strstr(said.ptr, "\"score\":11,") && strstr(said.ptr, "\"score\":10,"), "%s",
              said.ptr);
    ll_buf_fini(&said);
    free_world(&world);
}

/* ---- limits ---- */

static void check_events(size_t n, enum ll_status wanted)
{
    static struct world world;
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "tests:\n  - name: t\n    expect: {hits: 0}\n    events:\n");
    for (size_t i = 0; i < n; i++)
        ll_buf_add_lit(&text, "      - {on: 2006-03-10, dealer: A, guns: pistol}\n");
    ll_buf_add_char(&text, '\0');
    cr_expect_eq(load(&world, text.ptr), wanted, "%zu events", n);
    ll_buf_fini(&text);
    free_world(&world);
}

Test(trial_run, limit_of_events)
{
    check_events(LL_TRIAL_EVENTS_MAX - 1, LL_OK);
    check_events(LL_TRIAL_EVENTS_MAX, LL_OK);
    check_events(LL_TRIAL_EVENTS_MAX + 1, LL_ERR_SYNTAX);
}

Test(trial_run, limit_of_memory)
{
    static struct world world;
    const char *text = "tests:\n  - {name: a, events: [{on: 2006-03-10, guns: [2 pistol]}, {trace: "
                       "1, on: 2006-04-01}],\n     expect: {leads: 2}}\n";
    struct ll_trial_result result;
    cr_assert_eq(load(&world, text), LL_OK);
    for (size_t bytes = 1; bytes < 400000; bytes += 997) {
        struct ll_arena small = {.max_bytes = bytes};
        ll_trial_run(world.suite, &world.suite->tests[0], world.book->pack, NULL, 0, &small,
                     &result);
        cr_expect(result.outcome == LL_TRIAL_PASSED || result.outcome == LL_TRIAL_NO_MEMORY);
        ll_arena_fini(&small);
    }
    cr_expect_eq(result.outcome, LL_TRIAL_PASSED);
    for (size_t bytes = 1; bytes < 200000; bytes += 997) {
        struct ll_arena small = {.max_bytes = bytes};
        const struct ll_trial_suite *suite;
        struct ll_errors errors = {0};
        enum ll_status status =
            ll_trial_parse(&small, world.book, world.calibers, &world.tests, &suite, &errors);
        cr_expect_eq(status == LL_OK, suite != NULL);
        cr_expect_eq(status == LL_OK, errors.count == 0);
        ll_arena_fini(&small);
    }
    free_world(&world);
}
