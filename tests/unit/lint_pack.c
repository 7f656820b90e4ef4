/* What is found in packs that load: each finding, and what is near it and is none.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "base/buf.h"
#include "lint/lint.h"
#include <criterion/criterion.h>
#include <stdio.h>

static struct ll_calibers *calibers_of(struct ll_arena *arena)
{
    static struct ll_source source = {.file = "calibers"};
    struct ll_calibers *calibers;
    source.text = ll_calibers_builtin_text();
    cr_assert_eq(ll_calibers_parse(arena, &source, &calibers, NULL), LL_OK);
    return calibers;
}

/* Look through a pack of that text; *errors are its findings. */
static void look(struct ll_arena *arena, const char *text, struct ll_errors *found)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    static struct ll_errors errors, warnings;
    struct ll_calibers *calibers = calibers_of(arena);
    struct ll_book *book;
    *source = (struct ll_source){"p.yaml", ll_str_from(text)};
    errors.count = warnings.count = found->count = 0;
    enum ll_status status = ll_book_parse(arena, source, calibers, &book, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s\n%s", errors.list[0].message, text);
    cr_assert_eq(ll_lint_pack(book, calibers, found), LL_OK);
}

static const char *indicator(struct ll_arena *arena, const char *head, const char *where,
                             const char *having)
{
    return ll_arena_printf(arena,
                           "pack: p\nindicators:\n  - id: a\n    %s\n    where: |\n      %s\n"
                           "    having: |\n      %s\n",
                           head, where, having);
}

#define FIREARMS "timeline: purchaser\n    items: firearms"
#define TRACES "timeline: purchaser\n    items: traces"
#define REPORTS                                                                                    \
    "timeline: dealer\n    items: reports(r)\n  - {id: r, timeline: purchaser, items: firearms, "  \
    "same: [dealer.key]}\n  - id: b\n    timeline: dealer\n    items: reports(r)"

struct row {
    const char *where, *having; /* NULL: the default */
    const char *code;           /* NULL: nothing is found */
    uint32_t line, col;
};

static void try_rows(const char *head, const struct row *rows, size_t n)
{
    static struct ll_errors found;
    for (size_t i = 0; i < n; i++) {
        struct ll_arena arena = {0};
        const struct row *row = &rows[i];
        look(&arena,
             indicator(&arena, head, row->where ? row->where : "true",
                       row->having ? row->having : "count() >= 1"),
             &found);
        const char *said = row->where ? row->where : row->having;
        cr_expect_eq(found.count, row->code != NULL, "%s: %zu findings: %s", said, found.count,
                     found.count ? found.list[0].message : "");
        if (row->code && found.count) {
            cr_expect_str_eq(found.list[0].code, row->code, "%s: %s", said, found.list[0].message);
            cr_expect_eq(found.list[0].at.col, row->col, "%s: column %u", said,
                         found.list[0].at.col);
        }
        ll_arena_fini(&arena);
    }
}
#define TRY(head, rows) try_rows(head, rows, sizeof(rows) / sizeof(rows)[0])

Test(lint_pack, never_true)
{
    static const struct row rows[] = {
        {"price > 5 and price < 3", NULL, "always-false", 0, 21},
        {"price > 3 and price < 5", NULL, NULL, 0, 0},
        {"price > 3 and class == \"rifle\" and 3 >= price", NULL, "always-false", 0, 42},
        {"price > 3 and price < 3.01", NULL, "always-false", 0, 21},
        {"price > 3 and price < 3.02", NULL, NULL, 0, 0},
        {"price < 0", NULL, "always-false", 0, 7},
        {"5 < price < 3", NULL, "always-false", 0, 7},
        {"3 < price < 5", NULL, NULL, 0, 0},
        {"class == \"pistol\" and class == \"rifle\"", NULL, "always-false", 0, 29},
        {"class == \"pistol\" or class == \"rifle\"", NULL, NULL, 0, 0},
        {"class in [\"pistol\", \"revolver\"] and class == \"rifle\"", NULL, "always-false", 0, 43},
        {"class in [\"pistol\"] and class not in [\"pistol\"]", NULL, "always-false", 0, 31},
        {"class in []", NULL, "always-false", 0, 7},
        {"price == null and price > 3", NULL, "always-false", 0, 25},
        {"class == null", NULL, "always-false", 0, 7},
        {"model == null", NULL, NULL, 0, 0},
        {"detachable_magazine == true and not detachable_magazine", NULL, "always-false", 0, 39},
        {"detachable_magazine == true and bore > 0.22", NULL, NULL, 0, 0},
        {"purchaser.state != dealer.state and purchaser.state == \"TX\" and dealer.state == \"TX\"",
         NULL, "always-false", 0, 7},
        {"purchaser.state == dealer.state and purchaser.state > dealer.state", NULL, "always-false",
         0, 43},
        {"sale.date >= \"2026-03-02\" and sale.date < \"2026-03-02\"", NULL, "always-false", 0, 37},
        {"sale.date >= \"2026-03-02\" and sale.date < \"2026-03-03\"", NULL, NULL, 0, 0},
        {"sale.date > \"2026-03-02\" and sale.date < \"2026-03-03\"", NULL, "always-false", 0, 36},
        {"sale.date < \"1968-01-01\"", NULL, "always-false", 0, 7},
        {"serial > \"A\" and serial < \"B\"", NULL, NULL, 0, 0},
        {"in_hit(\"b\") and not in_hit(\"b\")", NULL, "always-false", 0, 23},
        {"false", NULL, "always-false", 0, 7},
        {"purchaser.age > 20 and purchaser.age < 21", NULL, "always-false", 0, 30},
        {"class == \"pistol\" and (class == \"rifle\" or class == \"shotgun\")", NULL,
         "always-false", 0, 29},
    };
    TRY(FIREARMS "\n  - {id: b, timeline: purchaser, items: firearms, window: {days: 2}}\n  - id: "
                 "c\n    " FIREARMS,
        rows);
}

Test(lint_pack, always_true)
{
    static const struct row rows[] = {
        {"class != \"rifle\" or class != \"pistol\"", NULL, "always-true", 0, 27},
        {"price >= 0", NULL, "always-true", 0, 7},
        {"price > 0", NULL, NULL, 0, 0},
        {"price > 5 or price <= 5", NULL, "always-true", 0, 7},
        {"price > 5 or price <= 4", NULL, NULL, 0, 0},
        {"price == null or price != null", NULL, "always-true", 0, 24},
        {"not (class == null)", NULL, "always-false", 0, 11},
        {"purchaser.age >= 0", NULL, "always-true", 0, 7},
        {"price != null", NULL, NULL, 0, 0},
        {"model == null or caliber == null", NULL, NULL, 0, 0},
        {"dealer.type >= \"00\" or dealer.type < \"00\"", NULL, "always-true", 0, 30},
        {"true", NULL, NULL, 0, 0},
        {NULL, "count() >= 0", "always-true", 0, 7},
        {NULL, "count() >= 1", NULL, 0, 0},
        {NULL, "count() > 0", "always-true", 0, 7},
        {NULL, "count() >= 2 or count() < 3", "always-true", 0, 23},
        {NULL, "count() >= 1 and traces() >= 1", "always-true", 0, 7},
        {NULL, "sum(price) >= 0", "always-true", 0, 7},
        {NULL, "sum(price) >= 100", NULL, 0, 0},
        {NULL, "distinct(serial) >= 3 and count() < 3", "always-false", 0, 33},
        {NULL, "distinct(serial) >= 3 and count() < 5", NULL, 0, 0},
        {NULL, "count(class == \"rifle\") >= 1 and count() >= 3", NULL, 0, 0},
        {NULL, "count(class == \"rifle\" and class == \"pistol\") >= 1", "always-false", 0, 34},
        {NULL, "traces(time_to_crime < 0) >= 1", "always-false", 0, 14},
        {NULL, "count() == 2.5", "always-false", 0, 7},
    };
    TRY(FIREARMS, rows);
}

Test(lint_pack, adds_nothing)
{
    static const struct row rows[] = {
        {"price > 5 and price > 3", NULL, "redundant", 0, 21},
        {"price > 3 and price > 5", NULL, "redundant", 0, 7},
        {"price > 5 or price > 3", NULL, "redundant", 0, 7},
        {"price > 5 and bore > 0.22", NULL, NULL, 0, 0},
        {"price != null and price > 5", NULL, NULL, 0, 0},
        {"price == null or price > 5", NULL, NULL, 0, 0},
        {"class == \"rifle\" and class in [\"rifle\", \"pistol\"]", NULL, "redundant", 0, 28},
        {"model == \"A\" and model == \"A\"", NULL, "redundant", 0, 24},
        {"model == \"A\" and caliber == \".223\" or model == \"A\" and price > 3", NULL, NULL, 0,
         0},
        {NULL, "count() >= 2 and distinct(serial) >= 2", "redundant", 0, 7},
        {NULL, "count() >= 3 and distinct(serial) >= 2", NULL, 0, 0},
        {NULL, "count() >= 3 and count() >= 2", "redundant", 0, 24},
    };
    TRY(FIREARMS, rows);
}

Test(lint_pack, null_is_dropped)
{
    static const struct row firearms[] = {
        {"sale.payment != \"credit\"", NULL, "null-dropped", 0, 7},
        {"sale.payment == \"credit\"", NULL, NULL, 0, 0},
        {"class != \"rifle\"", NULL, NULL, 0, 0},
        {"model not in [\"A\", \"B\"]", NULL, "null-dropped", 0, 7},
        {"model in [\"A\", \"B\"]", NULL, NULL, 0, 0},
        {"class == \"rifle\" and model != \"A\"", NULL, "null-dropped", 0, 28},
        {"model == null or model != \"A\"", NULL, NULL, 0, 0},
        {"model != null and model != \"A\"", NULL, NULL, 0, 0},
        {"not (model == \"A\")", NULL, NULL, 0, 0},
        {"price > 5 and price != 7", NULL, NULL, 0, 0},
        {"model != \"A\" or price > 5", NULL, NULL, 0, 0},
        {"purchaser.state != dealer.state and purchaser.state != null", NULL, "null-dropped", 0, 7},
        {"purchaser.state != dealer.state and purchaser.state != null and dealer.state != null",
         NULL, NULL, 0, 0},
        {"\"A\" != model", NULL, "null-dropped", 0, 7},
        {NULL, "count(model != \"A\") >= 2", "null-dropped", 0, 13},
        {NULL, "count(model != \"A\" or model == null) >= 2", NULL, 0, 0},
        {NULL, "traces(recovery.country != \"US\") >= 2", "null-dropped", 0, 14},
    };
    static const struct row traces[] = {
        {"recovery.country != \"US\"", NULL, "null-dropped", 0, 7},
        {"recovery.country != \"US\" or recovery.state != dealer.state", NULL, NULL, 0, 0},
        {"class != \"rifle\"", NULL, "null-dropped", 0, 7},
        {"sold != true", NULL, NULL, 0, 0},
    };
    TRY(FIREARMS, firearms);
    TRY(TRACES, traces);
}

Test(lint_pack, words)
{
    static const struct row rows[] = {
        {"caliber == \".223\"", NULL, NULL, 0, 0},
        {"caliber == \".2233\"", NULL, "unknown-caliber", 0, 18},
        {"caliber in [\".223\", \"7.62x39mmm\"]", NULL, "unknown-caliber", 0, 27},
        {"class in [\"rifle\", \"pistol\", \"rifle\"]", NULL, "twin", 0, 36},
        {"purchaser.age in [21, 22, 21.0]", NULL, "twin", 0, 33},
        {"sale.date > \"2026-3-2\"", NULL, "no-date", 0, 19},
        {"sale.date > \"2026-02-30\"", NULL, "no-date", 0, 19},
        {"sale.date > \"2026-02-28\"", NULL, NULL, 0, 0},
        {"dealer.type == \"1\"", NULL, "no-licence-type", 0, 22},
        {"dealer.type in [\"01\", \"02\"]", NULL, NULL, 0, 0},
    };
    TRY(FIREARMS, rows);
}

Test(lint_pack, values_of_parameters_are_shown_where_they_stand)
{
    static struct ll_errors found;
    struct ll_arena arena = {0};
    look(&arena,
         "pack: p\n"
         "indicators:\n"
         "  - id: a\n"
         "    timeline: purchaser\n"
         "    items: firearms\n"
         "    where: caliber in $list and caliber != $one\n"
         "    params:\n"
         "      list: [\".223\", \".9999999\"]\n"
         "      one: \"xyzzy plugh\"\n",
         &found);
    cr_assert_eq(found.count, 3);
    cr_expect_str_eq(found.list[0].code, "unknown-caliber");
    cr_expect_eq(found.list[0].at.line, 8);
    cr_expect_eq(found.list[0].at.col, 22);
    cr_expect_eq(found.list[1].at.line, 9);
    cr_expect_str_eq(found.list[2].code, "redundant");
    look(&arena,
         "pack: p\nindicators:\n  - id: a\n    timeline: purchaser\n    items: firearms\n"
         "    where: purchaser.age in $list\n    params: {list: [1, 2, 1]}\n",
         &found);
    cr_assert_eq(found.count, 1);
    cr_expect_str_eq(found.list[0].code, "twin");
    cr_expect_eq(found.list[0].at.col, 27);
    cr_expect_eq(found.list[0].other.col, 21);
    ll_arena_fini(&arena);
}

static size_t look_at_two(const char *a, const char *b, struct ll_errors *found)
{
    struct ll_arena arena = {0};
    look(&arena,
         ll_arena_printf(&arena,
                         "pack: p\nindicators:\n  - {id: a, timeline: purchaser, items: firearms, "
                         "%s}\n  - {id: b, timeline: purchaser, items: firearms, %s}\n",
                         a, b),
         found);
    ll_arena_fini(&arena);
    return found->count;
}

Test(lint_pack, two_that_are_the_same)
{
    static struct ll_errors found;
    cr_expect_eq(look_at_two("weight: 1", "weight: 2", &found), 1);
    cr_expect_str_eq(found.list[0].code, "same-indicator");
    cr_expect_eq(found.list[0].at.line, 4);
    cr_expect_eq(found.list[0].other.line, 3);
    cr_expect_eq(look_at_two("where: price > 5", "where: price  >  5.00", &found), 1);
    cr_expect_eq(look_at_two("where: price > 5", "where: price > 6", &found), 0);
    cr_expect_eq(look_at_two("window: {days: 5}", "window: {days: 6}", &found), 0);
    cr_expect_eq(look_at_two("window: {days: 1}", "window: {same_day: true}", &found), 0);
    cr_expect_eq(look_at_two("same: [dealer.key]", "same: [sale.id]", &found), 0);
    cr_expect_eq(look_at_two("same: [model, sale.id]", "same: [sale.id, model]", &found), 1);
    cr_expect_eq(look_at_two("enabled: true", "enabled: false", &found), 0);
    cr_expect_eq(look_at_two("trace_days: 5", "trace_days: 6", &found), 1);
    cr_expect_eq(look_at_two("trace_days: 5, having: traces() >= 1",
                             "trace_days: 6, having: traces() >= 1", &found),
                 0);
    cr_expect_eq(look_at_two("having: count() >= 2", "having: count() >= 3", &found), 0);
}

Test(lint_pack, what_is_off_is_not_looked_at)
{
    static struct ll_errors found;
    struct ll_arena arena = {0};
    look(&arena,
         "pack: p\nindicators:\n  - {id: a, timeline: purchaser, items: firearms, enabled: false, "
         "where: price < 0}\n",
         &found);
    cr_expect_eq(found.count, 0);
    ll_arena_fini(&arena);
}

/* What asks of more than can be gone through is passed over, and soon. */
Test(lint_pack, passes_over_what_is_too_entangled, .timeout = 20)
{
    static struct ll_errors found;
    struct ll_arena arena = {0};
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "pack: p\nindicators:\n  - {id: a, timeline: purchaser, items: firearms, "
                          "where: 'price > 0");
    for (int i = 1; i < 200; i++)
        ll_buf_printf(&text, " and (model == \"%d\" or bore > 0.%d or serial < \"%d\")", i, i, i);
    ll_buf_add_lit(&text, "'}\n");
    ll_buf_add_char(&text, '\0');
    look(&arena, text.ptr, &found);
    cr_expect_leq(found.count, 200);
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
}
