/* Guidelines: who gets which lead, and why.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/decimal.h"
#include "group/group.h"
#include <criterion/criterion.h>

static const struct ll_groups *parsed(struct ll_arena *arena, const char *text)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_groups *groups;
    static struct ll_errors errors;
    *source = (struct ll_source){"g.yaml", ll_str_from(text)};
    errors.count = 0;
    enum ll_status status = ll_groups_parse(arena, source, NULL, &groups, &errors);
    cr_assert_eq(status, LL_OK, "%s\n%s", errors.list[0].message, text);
    return groups;
}

/* A lead of score 60: a firearm from Houston, a trace from Mexico, a report. */
struct lead {
    struct ll_value items[3][LL_SLOT_COUNT];
    const struct ll_value *rows[3];
    ll_str ids[2];
    struct ll_lead_view view;
};

static void lead_init(struct lead *lead)
{
    memset(lead, 0, sizeof *lead);
    for (size_t i = 0; i < 3; i++) {
        for (size_t s = 0; s < LL_SLOT_COUNT; s++)
            lead->items[i][s] = ll_value_null();
        lead->rows[i] = lead->items[i];
    }
    lead->items[0][LL_SLOT_DEALER_DIVISION] = ll_value_string(LL_STR("Houston"));
    lead->items[1][LL_SLOT_RECOVERY_COUNTRY] = ll_value_string(LL_STR("MX"));
    lead->items[2][LL_SLOT_GUNS] = ll_value_number(7 * LL_DECIMAL_ONE);
    lead->ids[0] = LL_STR("five-or-more");
    lead->ids[1] = LL_STR("prior-trace");
    lead->view = (struct ll_lead_view){.score = 60,
                                       .first_date = LL_STR("2026-03-02"),
                                       .last_date = LL_STR("2026-08-01"),
                                       .status = LL_STR("open"),
                                       .indicators = lead->ids,
                                       .indicator_count = 2,
                                       .sales = 1,
                                       .traces = 2,
                                       .dealers = 3,
                                       .purchasers = 4,
                                       .guns = 5,
                                       .rows = lead->rows,
                                       .row_count = 3};
}

/* The routes as "group/priority (why)" with LF behind each. */
static void expect_routes(const char *text, const struct ll_lead_view *view, const char *wanted)
{
    struct ll_arena arena = {0}, scratch = {0};
    struct ll_route routes[8];
    struct ll_buf said = {0};
    const struct ll_router *router = ll_groups_router(parsed(&arena, text));
    size_t n = router->route(router, view, &scratch, routes, 8);
    for (size_t i = 0; i < n; i++)
        ll_buf_printf(&said, "%.*s/%.*s (%.*s)\n", LL_STR_ARGS(routes[i].group),
                      LL_STR_ARGS(routes[i].priority), LL_STR_ARGS(routes[i].why));
    ll_buf_add_char(&said, '\0');
    cr_expect_str_eq(said.ptr, wanted, "%s\n%s", text, said.ptr);
    ll_buf_fini(&said);
    ll_arena_fini(&scratch);
    ll_arena_fini(&arena);
}

Test(group_route, in_the_order_of_the_file)
{
    struct lead lead;
    lead_init(&lead);
    expect_routes(
        "groups:\n- {id: b}\n- {id: a, accept: score >= 61}\n- {id: c, accept: score >= 60}\n",
        &lead.view, "b/normal (true)\nc/normal (score >= 60)\n");
    expect_routes("groups: []\n", &lead.view, "");
    expect_routes("groups:\n", &lead.view, "");
}

Test(group_route, covers_any_of_the_evidence)
{
    struct lead lead;
    lead_init(&lead);
    expect_routes(
        "groups:\n- {id: houston, covers: dealer.division == \"Houston\"}\n"
        "- {id: dallas, covers: dealer.division == \"Dallas\"}\n"
        "- {id: border, covers: recovery.country == \"MX\"}\n"
        "- {id: both, covers: recovery.country == \"MX\" and dealer.division == \"Houston\"}\n"
        "- {id: many, covers: guns > 5}\n"
        "- {id: not-us, covers: recovery.country != \"US\"}\n"
        "- {id: unknown, covers: dealer.division == null}\n",
        &lead.view,
        "houston/normal (true)\nborder/normal (true)\nmany/normal (true)\nnot-us/normal (true)\n"
        "unknown/normal (true)\n");
    lead.view.row_count = 0;
    expect_routes("groups:\n- {id: a, covers: guns > 5}\n- {id: b}\n", &lead.view,
                  "b/normal (true)\n");
}

Test(group_route, sees_every_field_of_the_lead)
{
    static const char *const accepts[] = {"score == 60",
                                          "time_to_crime == null",
                                          "first_date == \"2026-03-02\"",
                                          "last_date > first_date",
                                          "status == \"open\"",
                                          "\"prior-trace\" in indicators",
                                          "\"x\" not in indicators",
                                          "sales == 1",
                                          "traces == 2",
                                          "dealers == 3",
                                          "purchasers == 4",
                                          "guns == 5",
                                          "1 <= sales < 2",
                                          "not (sales > 1)"};
    struct lead lead;
    lead_init(&lead);
    for (size_t i = 0; i < sizeof accepts / sizeof accepts[0]; i++) {
        struct ll_arena arena = {0};
        expect_routes(ll_arena_printf(&arena, "groups:\n- id: g\n  accept: '%s'\n", accepts[i]),
                      &lead.view, ll_arena_printf(&arena, "g/normal (%s)\n", accepts[i]));
        ll_arena_fini(&arena);
    }
    lead.view.has_time_to_crime = true;
    lead.view.time_to_crime = 152;
    expect_routes("groups:\n- {id: g, accept: time_to_crime <= 152}\n- {id: h, accept: "
                  "time_to_crime < 152}\n",
                  &lead.view, "g/normal (time_to_crime <= 152)\n");
}

Test(group_route, the_first_priority_that_holds)
{
    static const char text[] =
        "groups:\n- id: g\n  accept: |\n    score >= 40\n      and guns > 1\n"
        "  priority: {urgent: score >= 80, high: score >= 60, low: score >= 0}\n";
    struct lead lead;
    lead_init(&lead);
    expect_routes(text, &lead.view, "g/high (score >= 40 and guns > 1; high as score >= 60)\n");
    lead.view.score = 80;
    expect_routes(text, &lead.view, "g/urgent (score >= 40 and guns > 1; urgent as score >= 80)\n");
    lead.view.score = 41;
    expect_routes(text, &lead.view, "g/low (score >= 40 and guns > 1; low as score >= 0)\n");
}

Test(group_route, writes_no_more_than_there_is_room_for)
{
    struct ll_arena arena = {0}, scratch = {0};
    struct lead lead;
    lead_init(&lead);
    const struct ll_router *router =
        ll_groups_router(parsed(&arena, "groups:\n- {id: a}\n- {id: b}\n- {id: c}\n"));
    struct ll_route routes[3] = {{.group = {0}}};
    cr_expect_eq(router->group_count, 3);
    for (size_t cap = 0; cap <= 3; cap++)
        cr_expect_eq(router->route(router, &lead.view, &scratch, routes, cap), cap);
    cr_expect(ll_str_eq(routes[2].group, LL_STR("c")));
    ll_arena_fini(&scratch);
    ll_arena_fini(&arena);
}

Test(group_route, groups_of_this_repository)
{
    static const char *const paths[] = {"rules/groups.yaml",
                                        "tests/scenarios/houston-ring/groups.yaml",
                                        "tests/scenarios/dense-901/groups.yaml"};
    for (size_t i = 0; i < 3; i++) {
        struct ll_arena arena = {0};
        struct ll_groups *groups;
        static struct ll_errors errors;
        errors.count = 0;
        cr_expect_eq(ll_groups_load(&arena, paths[i], NULL, &groups, &errors), LL_OK, "%s: %s",
                     paths[i], errors.list[0].message);
        ll_arena_fini(&arena);
    }
}

Test(group_route, a_file_that_is_not_there)
{
    struct ll_arena arena = {0};
    struct ll_groups *groups;
    static struct ll_errors errors;
    cr_expect_eq(ll_groups_load(&arena, "no/such/groups.yaml", NULL, &groups, &errors), LL_ERR_IO);
    cr_expect_null(groups);
    cr_expect_eq(errors.count, 1);
    ll_arena_fini(&arena);
}

Test(group_route, memory_runs_out_anywhere)
{
    static const char text[] = "groups:\n- {id: g, covers: guns > 5, accept: score > 3, priority: "
                               "{high: \"'a' in indicators\"}}\n";
    struct ll_source source = {"g.yaml", ll_str_from(text)};
    size_t fine = 0, short_of = 0;
    for (size_t max = 1; max < 70000; max += 13 + max / 50) {
        struct ll_arena arena = {.max_bytes = max};
        struct ll_groups *groups;
        static struct ll_errors errors;
        errors.count = 0;
        enum ll_status status = ll_groups_parse(&arena, &source, NULL, &groups, &errors);
        cr_expect(status == LL_OK ? groups != NULL : status == LL_ERR_NOMEM && !groups, "%zu bytes",
                  max);
        fine += status == LL_OK;
        short_of += status != LL_OK;
        ll_arena_fini(&arena);
    }
    cr_expect(fine > 0 && short_of > 0);
}
