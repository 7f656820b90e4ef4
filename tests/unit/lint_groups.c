/* What is found in groups files that load, by themselves and beside a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"
#include <criterion/criterion.h>

static struct ll_errors found;

static struct ll_source *source_of(struct ll_arena *arena, const char *file, const char *text)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    *source = (struct ll_source){file, ll_str_from(text)};
    return source;
}

/* Look through groups of that text, beside the pack of the other; NULL: by themselves. */
static void look(struct ll_arena *arena, const char *text, const char *pack)
{
    static struct ll_errors errors, warnings;
    struct ll_source *table = source_of(arena, "calibers", "");
    struct ll_calibers *calibers;
    struct ll_groups *groups;
    struct ll_book *book = NULL;
    table->text = ll_calibers_builtin_text();
    cr_assert_eq(ll_calibers_parse(arena, table, &calibers, NULL), LL_OK);
    errors.count = warnings.count = found.count = 0;
    enum ll_status status =
        ll_groups_parse(arena, source_of(arena, "g.yaml", text), calibers, &groups, &errors);
    cr_assert_eq(status, LL_OK, "%s\n%s", errors.list[0].message, text);
    if (pack)
        status = ll_book_parse(arena, source_of(arena, "p.yaml", pack), calibers, &book, &errors,
                               &warnings);
    cr_assert_eq(status, LL_OK, "%s", errors.list[0].message);
    const struct ll_book *books[] = {book};
    cr_assert_eq(ll_lint_groups(groups, books, pack != NULL, calibers, &found), LL_OK);
}

struct row {
    const char *group; /* its keys but for the id */
    const char *code;  /* NULL: nothing is found */
};

static void try_rows(const struct row *rows, size_t n, const char *pack)
{
    for (size_t i = 0; i < n; i++) {
        struct ll_arena arena = {0};
        look(&arena, ll_arena_printf(&arena, "groups:\n  - id: g\n    %s\n", rows[i].group), pack);
        cr_expect_eq(found.count, rows[i].code != NULL, "%s: %zu findings: %s", rows[i].group,
                     found.count, found.count ? found.list[0].message : "");
        if (rows[i].code && found.count)
            cr_expect_str_eq(found.list[0].code, rows[i].code, "%s", rows[i].group);
        ll_arena_fini(&arena);
    }
}
#define TRY(rows, pack) try_rows(rows, sizeof(rows) / sizeof(rows)[0], pack)

Test(lint_groups, by_themselves)
{
    static const struct row rows[] = {
        {"title: t", NULL},
        {"covers: true", NULL},
        {"covers: false", "always-false"},
        {"covers: dealer.state == \"TX\" and dealer.state == \"AZ\"", "always-false"},
        {"covers: dealer.state == \"TX\" or dealer.state == \"AZ\"", NULL},
        {"covers: class == \"rifel\"", "unknown-word"},
        {"covers: caliber == \".2233\"", "unknown-caliber"},
        {"covers: dealer.state != \"TX\"", "null-dropped"},
        {"covers: dealer.state in [\"TX\", \"TX\"]", "twin"},
        {"accept: score >= 0", "always-true"},
        {"accept: score >= 40", NULL},
        {"accept: score < 40 and score >= 40", "always-false"},
        {"accept: score >= 40 and (time_to_crime == null or time_to_crime <= 365)", NULL},
        {"accept: time_to_crime != 7", "null-dropped"},
        {"accept: 'status == \"open\"'", "always-true"},
        {"accept: 'status == \"closed\"'", "unknown-word"},
        {"accept: first_date >= \"2026-1-1\"", "no-date"},
        {"accept: '\"a\" in indicators and \"a\" not in indicators'", "always-false"},
        {"accept: '\"a\" in indicators and \"b\" not in indicators'", NULL},
        {"priority: {urgent: score >= 80, high: score >= 60}", NULL},
        {"priority: {high: score >= 60, urgent: score >= 80}", "shadowed"},
        {"priority: {high: score >= 60, urgent: score >= 80 and traces >= 1}", "shadowed"},
        {"priority: {high: score >= 60, urgent: score >= 80 or traces >= 1}", NULL},
        {"priority: {urgent: score < 0}", "always-false"},
    };
    TRY(rows, NULL);
}

static const char pack[] =
    "pack: p\n"
    "indicators:\n"
    "  - {id: a, timeline: purchaser, items: firearms, weight: 30}\n"
    "  - {id: b, timeline: purchaser, items: firearms, weight: 20, window: {days: 2}}\n"
    "  - {id: off, timeline: purchaser, items: firearms, weight: 500, enabled: false}\n";

Test(lint_groups, beside_a_pack)
{
    static const struct row rows[] = {
        {"accept: score >= 50", NULL},
        {"accept: score >= 51", "accepts-nothing"},
        {"accept: '\"a\" in indicators'", NULL},
        {"accept: '\"a\" in indicators and score < 30'", "accepts-nothing"},
        {"accept: '\"a\" in indicators and score < 31'", NULL},
        {"accept: '\"a\" not in indicators and score > 20'", "accepts-nothing"},
        {"accept: '\"a\" not in indicators and score >= 20'", NULL},
        {"accept: 'score >= 30 or \"c\" in indicators'", "unknown-indicator"},
        {"accept: 'score >= 30 or \"off\" in indicators'", "unknown-indicator"},
        {"priority: {urgent: '\"aa\" in indicators'}", "unknown-indicator"},
        {"priority: {urgent: '\"b\" in indicators'}", NULL},
    };
    struct ll_arena arena = {0};
    static const char *const two = "groups: [{id: a, accept: score >= 51}, {id: b}]\n";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        look(&arena,
             ll_arena_printf(&arena, "groups:\n  - {id: all}\n  - id: g\n    %s\n", rows[i].group),
             pack);
        cr_expect_eq(found.count, rows[i].code != NULL, "%s: %zu findings: %s", rows[i].group,
                     found.count, found.count ? found.list[0].message : "");
        if (rows[i].code && found.count)
            cr_expect_str_eq(found.list[0].code, rows[i].code, "%s: %s", rows[i].group,
                             found.list[0].message);
    }
    look(&arena, two, pack);
    cr_assert_eq(found.count, 1);
    cr_expect_str_eq(found.list[0].message,
                     "no lead is accepted here: the weights of the indicators of one subject come "
                     "to 50 at most; ask for less, or give them more");
    ll_arena_fini(&arena);
}

Test(lint_groups, leads_that_nobody_takes)
{
    static const char many[] =
        "pack: p\n"
        "indicators:\n"
        "  - {id: a, timeline: purchaser, items: firearms, weight: 90, same: [dealer.key]}\n"
        "  - {id: none, timeline: purchaser, items: firearms, weight: 0, window: {days: 2}}\n"
        "  - {id: d, timeline: dealer, items: reports(a), weight: 10}\n";
    static const struct {
        const char *groups, *code;
        uint32_t line;
    } rows[] = {
        {"groups: [{id: g}]\n", NULL, 0},
        {"groups: [{id: g, accept: score >= 50}]\n", "unrouted", 5},
        {"groups: [{id: g, accept: score >= 50}, {id: h, accept: score >= 10}]\n", "weightless", 4},
        {"groups: [{id: g, accept: score >= 10}, {id: h, accept: guns >= 50}]\n", NULL, 0},
        {"groups: [{id: g, accept: score >= 10}, {id: h, accept: '\"none\" in indicators'}]\n",
         NULL, 0},
        {"groups: [{id: g, accept: score >= 10}, {id: h, accept: '\"a\" in indicators'}]\n",
         "weightless", 4},
    };
    struct ll_arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        look(&arena, rows[i].groups, many);
        cr_expect_eq(found.count, rows[i].code != NULL, "row %zu: %zu findings: %s", i, found.count,
                     found.count ? found.list[0].message : "");
        if (!rows[i].code || !found.count)
            continue;
        cr_expect_str_eq(found.list[0].code, rows[i].code, "row %zu", i);
        cr_expect_eq(found.list[0].at.line, rows[i].line, "row %zu", i);
    }
    ll_arena_fini(&arena);
}
