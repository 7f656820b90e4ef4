/* What is drawn for review by hand: leads, and purchasers that came near one.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sample_review.h"

#include "csv/csv.h"
#include "tests/unit/compare_world.h"

#define PACK(min)                                                                                  \
    "pack: p\nindicators:\n"                                                                       \
    "  - {id: many, timeline: purchaser, items: firearms, window: {days: 5}, having: count() >= "  \
    "$min, params: {min: " min "}, weight: 20}\n"                                                  \
    "  - {id: rifles, timeline: purchaser, items: firearms, where: class == \"rifle\", weight: "   \
    "5}\n"

struct reviewing {
    struct tune_world world;
    struct ll_calibers *calibers;
    struct ll_book *book;
    struct ll_review *review;
};

static void begin(struct reviewing *all, size_t threads, size_t samples)
{
    struct ll_errors errors = {0}, warnings = {0};
    *all =
        (struct reviewing){.world = tune_world_new(PACK("4"), PACK("3"), "groups:\n- {id: g}\n")};
    struct ll_arena *arena = all->world.events.arena;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_source *table = LL_NEW(arena, struct ll_source);
    *source = (struct ll_source){"p.yaml", ll_str_from(PACK("4"))};
    *table = (struct ll_source){"calibers.csv", ll_calibers_builtin_text()};
    cr_assert_eq(ll_calibers_parse(arena, table, &all->calibers, NULL), LL_OK);
    cr_assert_eq(ll_book_parse(arena, source, all->calibers, &all->book, &errors, &warnings),
                 LL_OK);
    const struct ll_review_setup setup = {.book = all->book,
                                          .rules = &all->world.rules[0],
                                          .calibers = all->calibers,
                                          .from = LL_DAY_NONE,
                                          .to = LL_DAY_NONE,
                                          .threads = threads,
                                          .samples = samples,
                                          .seed = 7};
    cr_assert_eq(ll_review_new(&setup, &all->review, NULL), LL_OK);
}

static void end(struct reviewing *all)
{
    ll_review_free(all->review);
    tune_world_free(&all->world);
}

/* One sale a day from 2 March on. */
static void take(struct reviewing *all, size_t thread, const char *who, const unsigned *guns,
                 size_t n)
{
    const char *events[9];
    cr_assert(n <= 8);
    for (size_t i = 0; i < n; i++) {
        char *id = ll_arena_printf(all->world.events.arena, "%s-%zu", who, i);
        char *day = ll_arena_printf(all->world.events.arena, "2026-03-0%zu", i + 2);
        events[i] = tune_sale(&all->world, id, day, who, guns[i], "TX");
    }
    /* Whose name begins so has a gun traced. */
    if (who[0] == 't') {
        const char *sale = ll_arena_printf(all->world.events.arena, "%s-0", who);
        events[n++] = tune_trace(&all->world, "T-1", "2026-05-01", who, sale);
    }
    const struct ll_found *found = tune_found(&all->world, events, n, false);
    cr_assert_eq(ll_review_take(all->review, thread, tune_subject(&all->world, found), NULL),
                 LL_OK);
}
#define TAKE(all, thread, who, ...)                                                                \
    take((all), (thread), (who), (const unsigned[]){__VA_ARGS__},                                  \
         sizeof((const unsigned[]){__VA_ARGS__}) / sizeof(unsigned))

static const char wanted_csv[] =
    "side,lead_id,kind,key,indicator,first_date,last_date,score,guns,label,lacks,why,disposition,"
    "note\n"
    "above,L-9642BWF0CNZG8S0F,purchaser,fe9d83084123000fcd5552582e1755ef,\"many\",2026-03-02,2026-"
    "03-03,20,4,,\"\",\"purchaser fe9d83084123000fcd5552582e1755ef: 2 sales of 4 guns, 2026-03-02 "
    "to 2026-03-03\n"
    "\n"
    "LEAD L-9642BWF0CNZG8S0F  2026-03-02 to 2026-03-03\n"
    "  score     20 many = 20\n"
    "  one lead  it has one hit\n"
    "\n"
    "HIT  many  many\n"
    "  hit       4 firearms, Mon 2026-03-02 to Tue 2026-03-03, in L-9642BWF0CNZG8S0F\n"
    "  counted   4 of 4 firearms\n"
    "            date            sale        gun           dealer      counts\n"
    "            Mon 2026-03-02  above-0 #1  Glock 19 9mm  5-76-00123  yes\n"
    "            Mon 2026-03-02  above-0 #2  Glock 19 9mm  5-76-00123  yes\n"
    "            Tue 2026-03-03  above-1 #1  Glock 19 9mm  5-76-00123  yes\n"
    "            Tue 2026-03-03  above-1 #2  Glock 19 9mm  5-76-00123  yes\n"
    "  window    Mon 2026-03-02 to Fri 2026-03-06, 4 firearms: enough\n"
    "            above-0 #1, above-0 #2, above-1 #1, above-1 #2\n"
    "            count() >= $min  yes  count() is 4, $min is 4\n"
    "            1 of 2 windows looked at; --all shows them\",,\n"
    "below,,purchaser,2ca79b97ee96a5847336a9863c2b6bb4,\"many\",2026-03-02,2026-03-03,,3,,\"one "
    "more pistol like found-0 #1 (Glock 19 9mm, from 5-76-00123), on any day from Fri 2026-02-27 "
    "to Fri 2026-03-06\",\"purchaser 2ca79b97ee96a5847336a9863c2b6bb4: 2 sales of 3 guns, "
    "2026-03-02 to 2026-03-03\n"
    "\n"
    "in no lead\n"
    "\n"
    "MISSED  many  many\n"
    "  counted   3 of 3 firearms\n"
    "            date            sale        gun           dealer      counts\n"
    "            Mon 2026-03-02  found-0 #1  Glock 19 9mm  5-76-00123  yes\n"
    "            Mon 2026-03-02  found-0 #2  Glock 19 9mm  5-76-00123  yes\n"
    "            Tue 2026-03-03  found-1     Glock 19 9mm  5-76-00123  yes\n"
    "  nearest   Mon 2026-03-02 to Fri 2026-03-06, 3 firearms: not enough\n"
    "            found-0 #1, found-0 #2, found-1\n"
    "            count() >= $min  no  count() is 3, $min is 4\n"
    "            1 of 2 windows looked at; --all shows them\n"
    "  would hit with one more pistol like found-0 #1 (Glock 19 9mm, from 5-76-00123), on any day "
    "from Fri 2026-02-27 to Fri 2026-03-06\",,\n"
    "below,,purchaser,0da89da587cfc7a2189e36cdcfd7a35e,\"many\",2026-03-02,2026-03-03,,2,,\"one "
    "more pistol like twice-0 (Glock 19 9mm, from 5-76-00123), on Mon 2026-03-02, and one more "
    "pistol like twice-0 (Glock 19 9mm, from 5-76-00123), on Mon 2026-03-02\",\"purchaser "
    "0da89da587cfc7a2189e36cdcfd7a35e: 2 sales of 2 guns, 1 trace, 2026-03-02 to 2026-05-01\n"
    "\n"
    "in no lead\n"
    "\n"
    "MISSED  many  many\n"
    "  counted   2 of 2 firearms\n"
    "            date            sale     gun           dealer      counts\n"
    "            Mon 2026-03-02  twice-0  Glock 19 9mm  5-76-00123  yes\n"
    "            Tue 2026-03-03  twice-1  Glock 19 9mm  5-76-00123  yes\n"
    "  nearest   Mon 2026-03-02 to Fri 2026-03-06, 2 firearms: not enough\n"
    "            twice-0, twice-1\n"
    "            count() >= $min  no  count() is 2, $min is 4\n"
    "            1 of 2 windows looked at; --all shows them\n"
    "  would hit with one more pistol like twice-0 (Glock 19 9mm, from 5-76-00123), on Mon "
    "2026-03-02\n"
    "    and     with one more pistol like twice-0 (Glock 19 9mm, from 5-76-00123), on Mon "
    "2026-03-02\n"
    "            (no single change would have made it)\",,\n";
static const char above_begins[] = "{\"above\":[{\"lead_id\":\"L-9642BWF0CNZG8S0F\",\"kind\":"
                                   "\"purchaser\",\"key\":\"fe9d83084123000fcd5552582e1755ef\",";
static const char below_begins[] =
    "\"below\":[{\"kind\":\"purchaser\",\"key\":\"2ca79b97ee96a5847336a9863c2b6bb4\",\"found_"
    "elsewhere\":true,\"indicator\":\"many\",\"first_date\":\"2026-03-02\",\"last_date\":\"2026-03-"
    "03\",\"guns\":3,\"label\":null,\"lacks\":\"one more pistol like found-0 #1 (Glock 19 9mm, "
    "from 5-76-00123), on any day from Fri 2026-02-27 to Fri 2026-03-06\",\"why\":[";
static const char ends[] = "(no single change would have made it)\"]}],\"seed\":7}";

Test(sample_review, above_and_below_the_line)
{
    struct reviewing all;
    struct ll_buf json = {0}, csv = {0};
    begin(&all, 1, 5);
    TAKE(&all, 0, "above", 2, 2);
    TAKE(&all, 0, "found", 2, 1);
    TAKE(&all, 0, "twice", 1, 1);
    TAKE(&all, 0, "one", 1);
    TAKE(&all, 0, "tone", 1);
    TAKE(&all, 0, "untraced", 1, 1);
    cr_assert_eq(ll_review_finish(all.review, NULL), LL_OK);
    ll_review_json(all.review, &json);
    ll_review_csv(all.review, &csv);
    ll_buf_add_char(&json, '\0');
    ll_buf_add_char(&csv, '\0');
    const char *below = strstr(json.ptr, "\"below\"");
    cr_assert_not_null(below);
    cr_expect_eq(strncmp(json.ptr, above_begins, strlen(above_begins)), 0, "%s", json.ptr);
    cr_expect_eq(strncmp(below, below_begins, strlen(below_begins)), 0, "%s", below);
    cr_expect_str_eq(json.ptr + json.len - 1 - strlen(ends), ends);
    cr_expect_str_eq(csv.ptr, wanted_csv);
    ll_buf_fini(&json);
    ll_buf_fini(&csv);
    end(&all);
}

static void draw(struct ll_buf *csv, size_t threads, bool turned)
{
    struct reviewing all;
    begin(&all, threads, 3);
    for (size_t i = 0; i < 20; i++) {
        char who[] = "twoa";
        size_t n = turned ? 19 - i : i;
        who[3] = (char)('a' + n);
        TAKE(&all, n * 3 % threads, who, (unsigned)(1 + n % 4), 1);
    }
    cr_assert_eq(ll_review_finish(all.review, NULL), LL_OK);
    ll_review_csv(all.review, csv);
    ll_buf_add_char(csv, '\0');
    end(&all);
}

struct rows {
    size_t above, below;
};

static enum ll_status take_row(void *context, const ll_str *cells, struct ll_pos at,
                               struct ll_error *err)
{
    struct rows *rows = context;
    (void)at;
    (void)err;
    bool above = ll_str_eq(cells[0], LL_STR("above"));
    rows->above += above;
    rows->below += !above;
    cr_expect_eq(cells[1].len, above ? LL_LEAD_ID_LEN : 0);
    cr_expect(cells[2].len > 100);
    return LL_OK;
}

Test(sample_review, whatever_the_order_and_the_threads)
{
    static const char *const columns[] = {"side",      "lead_id",    "why",         "kind",  "key",
                                          "indicator", "first_date", "last_date",   "score", "guns",
                                          "label",     "lacks",      "disposition", "note"};
    static const bool required[sizeof columns / sizeof columns[0]] = {true, true, true};
    struct ll_buf one = {0}, other = {0};
    struct rows rows = {0};
    draw(&one, 1, false);
    draw(&other, 3, true);
    cr_expect_str_eq(one.ptr, other.ptr);
    const struct ll_source source = {"s.csv", ll_str_from(one.ptr)};
    cr_expect_eq(ll_csv_read(&source, columns, required, sizeof columns / sizeof columns[0],
                             take_row, &rows, NULL),
                 LL_OK);
    cr_expect(rows.above == 3 && rows.below == 3, "%zu, %zu", rows.above, rows.below);
    ll_buf_fini(&one);
    ll_buf_fini(&other);
}

Test(sample_review, of_none_there_are_none)
{
    struct reviewing all;
    struct ll_buf json = {0}, csv = {0};
    begin(&all, 2, 0);
    TAKE(&all, 1, "above", 2, 2);
    cr_assert_eq(ll_review_finish(all.review, NULL), LL_OK);
    ll_review_json(all.review, &json);
    ll_buf_add_char(&json, '\0');
    cr_expect_str_eq(json.ptr, "{\"above\":[],\"below\":[],\"seed\":7}");
    ll_buf_fini(&json);
    ll_buf_fini(&csv);
    end(&all);
}
