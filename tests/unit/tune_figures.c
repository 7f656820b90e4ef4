/* What two packs find, counted.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/tune.h"

#include "tests/unit/compare_world.h"
#include "json/reader.h"

#include "base/readfile.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define PACK(min, more)                                                                            \
    "pack: p\nversion: '1'\nlead: {quiet_days: 5}\nindicators:\n"                                  \
    "  - {id: many, timeline: purchaser, items: firearms, window: {days: 5}, having: count() >= "  \
    "$min, params: {min: " min "}, weight: 20}\n" more
#define TEXAS                                                                                      \
    "  - {id: texas, timeline: purchaser, items: firearms, where: 'dealer.state == \"TX\"', "      \
    "window: {days: 5}, having: count() >= 2, weight: 30}\n"
#define GROUPS "groups:\n- {id: houston, accept: score >= 40}\n- {id: all}\n"

static struct tune_world world;
static struct ll_cell cells[2];
static struct ll_cells all_cells;
static const struct ll_rules *rules[2];
static const ll_str groups[] = {{"houston", 7}, {"all", 3}};
static struct ll_labels *labels;
static struct ll_labels_setup labels_setup;
static struct ll_tune *tune;
static struct ll_history_counts counts;

static void begin(size_t threads, ll_day from, ll_day to)
{
    struct ll_errors errors = {0}, warnings = {0};
    world = tune_world_new(PACK("4", TEXAS), PACK("2", TEXAS), GROUPS);
    for (size_t i = 0; i < 2; i++) {
        rules[i] = &world.rules[i];
        cells[i] = (struct ll_cell){.kind = i ? LL_CELL_CANDIDATE : LL_CELL_PRESENT,
                                    .name = i ? LL_STR("a,\"b") : LL_STR("present"),
                                    .pack = rules[i]->pack,
                                    .router = rules[i]->router};
    }
    all_cells = (struct ll_cells){.cells = cells, .count = 2, .has_candidate = true};
    labels_setup = (struct ll_labels_setup){.traces = true};
    cr_assert_eq(ll_labels_load(world.events.arena, &labels_setup, &labels, &errors, &warnings),
                 LL_OK);
    const struct ll_tune_setup setup = {.cells = &all_cells,
                                        .rules = rules,
                                        .labels = labels,
                                        .groups = groups,
                                        .group_count = 2,
                                        .threads = threads,
                                        .from = from,
                                        .to = to};
    cr_assert_eq(ll_tune_new(&setup, &tune, NULL), LL_OK);
    counts = (struct ll_history_counts){.purchasers = 10,
                                        .sales = 20,
                                        .sales_by_month = {[2] = 20},
                                        .traces = 1,
                                        .first_day = ll_day_from_civil(2026, 3, 2),
                                        .last_day = ll_day_from_civil(2026, 3, 29),
                                        .first_trace = LL_DAY_NONE,
                                        .last_trace = LL_DAY_NONE};
}

static void end(void)
{
    ll_tune_free(tune);
    tune_world_free(&world);
}

/* Each indicator hits from the day on which the lead is shown. */
static void set_hits(struct ll_found *found)
{
    struct ll_arena *arena = world.events.arena;
    struct ll_found_variant *variants =
        LL_NEW_ARRAY(arena, struct ll_found_variant, found->variant_count);
    for (size_t v = 0; v < found->variant_count; v++) {
        variants[v] = found->variants[v];
        size_t n = variants[v].lead_count;
        struct ll_found_lead *leads = LL_NEW_ARRAY(arena, struct ll_found_lead, n);
        for (size_t i = 0; i < n; i++) {
            size_t hits = variants[v].leads[i].lead->indicator_count;
            ll_day *days = LL_NEW_ARRAY(arena, ll_day, hits);
            leads[i] = variants[v].leads[i];
            for (size_t k = 0; k < hits; k++)
                days[k] = leads[i].since;
            leads[i].hit_since = days;
        }
        variants[v].leads = leads;
    }
    found->variants = variants;
}

/* Sales by "GUNS STATE DAY", or a trace of the first sale's first gun by "trace DAY", one subject. */
static void take(size_t thread, const char *who, bool one, const char *const *texts, size_t n)
{
    const char *events[16];
    cr_assert(n <= 16);
    for (size_t i = 0; i < n; i++) {
        char day[] = "2026-03-00";
        char *id = ll_arena_printf(world.events.arena, "%s-%zu", who, i);
        memcpy(day + 8, texts[i] + strlen(texts[i]) - 2, 2);
        if (texts[i][0] != 't')
            events[i] = tune_sale(&world, id, day, who, (unsigned)(texts[i][0] - '0'),
                                  texts[i][2] == 'T' ? "TX" : "AZ");
        else
            events[i] = ll_arena_printf(
                world.events.arena,
                "{\"type\":\"trace\",\"id\":\"%s\",\"recovered_on\":\"%s\",\"recovery\":"
                "{\"country\":\"MX\"},\"firearm\":{\"manufacturer\":\"Glock\",\"serial\":\"%s-0-"
                "0\"},"
                "\"purchaser\":{\"last_name\":\"Doe\",\"first_name\":\"%s\",\"date_of_birth\":"
                "\"1984-03-04\"}}",
                id, day, who, who);
    }
    struct ll_found *found = tune_found(&world, events, n, one);
    set_hits(found);
    cr_assert_eq(ll_tune_take(tune, thread, found, NULL), LL_OK);
}
#define TAKE(thread, who, one, ...)                                                                \
    take((thread), (who), (one), (const char *const[]){__VA_ARGS__},                               \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void take_all(size_t threads)
{
    TAKE(0, "large", true, "5 A 02", "1 A 20");              /* many in both */
    TAKE(1 % threads, "small", false, "2 A 03");             /* in the candidate alone */
    TAKE(2 % threads, "texas", false, "2 T 04", "3 T 28");   /* texas in both, many in one */
    TAKE(1 % threads, "traced", true, "6 T 10", "trace 29"); /* both, and true */
    TAKE(0, "missed", true, "1 T 11", "trace 28");           /* true, and no lead */
    cr_assert_eq(ll_tune_finish(tune, &counts, NULL), LL_OK);
}

Test(tune_figures, leads_are_counted_in_each_cell)
{
    begin(1, LL_DAY_NONE, LL_DAY_NONE);
    take_all(1);
    const struct ll_figure *present = ll_tune_all(tune, 0), *candidate = ll_tune_all(tune, 1);
    cr_expect_eq(present->leads, 4, "%zu", (size_t)present->leads);
    cr_expect_eq(candidate->leads, 5, "%zu", (size_t)candidate->leads);
    cr_expect_eq(present->purchasers, 3);
    cr_expect_eq(candidate->purchasers, 4);
    cr_expect_eq(present->guns, 5 + 2 + 3 + 6);
    cr_expect_eq(present->came_true, 1);
    cr_expect_eq(present->unlabelled, 3);
    cr_expect_eq(present->confirmed.n, 4);
    cr_expect_eq(present->precision.n, 0); /* nothing says of any lead that it was wrong */
    cr_expect_eq(present->recall.k, 1);
    cr_expect_eq(present->recall.n, 2);
    cr_expect_float_eq(present->lift, 0.25 / 0.2, 1e-9);
    cr_expect_eq(present->gained.n, 1);
    cr_expect_float_eq(present->gained.median, 19.0, 1e-9);
    cr_expect_eq(present->guns_after, 1 + 3);
    cr_expect_eq(present->guns_after_share.n, 6 + 5 + 6);
    cr_expect_eq(present->week_busiest, 2);
    cr_expect_eq(present->busiest_week, ll_day_from_civil(2026, 3, 2));
    cr_expect_float_eq(present->week_median, 1.0, 1e-9); /* 2 1 0 1 */
    end();
}

Test(tune_figures, a_lead_counts_by_the_day_it_was_shown)
{
    begin(1, ll_day_from_civil(2026, 3, 4), ll_day_from_civil(2026, 3, 10));
    take_all(1);
    cr_expect_eq(ll_tune_all(tune, 0)->leads, 2);
    cr_expect_eq(ll_tune_all(tune, 0)->guns_after, 3);
    cr_expect_eq(ll_tune_all(tune, 0)->recall.n, 2);
    end();
}

static void document(size_t threads, struct ll_buf *out)
{
    const struct ll_tune_origin origin = {.version = "1",
                                          .present_file = "rules/\"a\".yaml",
                                          .as_of = LL_DAY_NONE,
                                          .labels = &labels_setup};
    begin(threads, LL_DAY_NONE, LL_DAY_NONE);
    take_all(threads);
    ll_tune_json(tune, &origin, out);
    end();
}

Test(tune_figures, the_document_is_the_same_for_any_threads)
{
    struct ll_buf one = {0}, three = {0};
    struct ll_json_reader *reader = ll_json_reader_new(1 << 20);
    document(1, &one);
    document(3, &three);
    cr_expect(ll_str_eq(ll_buf_str(&one), ll_buf_str(&three)), "%.*s",
              LL_STR_ARGS(ll_buf_str(&three)));
    size_t len = one.len;
    cr_assert(ll_buf_reserve(&one, LL_JSON_PADDING));
    cr_assert(ll_json_open(reader, (ll_str){one.ptr, len}));
    cr_expect(ll_json_skip(reader) && ll_json_close(reader), "%s", ll_json_fault(reader));
    ll_json_reader_free(reader);
    ll_buf_fini(&one);
    ll_buf_fini(&three);
}

static void says(ll_str text, const char *part)
{
    char *copy = ll_arena_str(world.events.arena, text).ptr ? strndup(text.ptr, text.len) : NULL;
    cr_assert_not_null(copy);
    cr_expect(strstr(copy, part) != NULL, "'%s' is not in:\n%s", part, copy);
    free(copy);
}

Test(tune_figures, the_document_tells_what_was_found)
{
    const struct ll_tune_origin origin = {.as_of = LL_DAY_NONE, .labels = &labels_setup};
    struct ll_buf out = {0};
    begin(2, LL_DAY_NONE, LL_DAY_NONE);
    take_all(2);
    ll_tune_json(tune, &origin, &out);
    says(ll_buf_str(&out), "\"base_rate\":{\"k\":2,\"n\":10,\"share\":0.2,");
    says(ll_buf_str(&out), "\"overlap\":{\"ids\":[\"many\",\"texas\"],\"both\":[[2,1],[1,3]],"
                           "\"alone\":[1,2]}");
    says(ll_buf_str(&out), "\"weeks\":{\"first\":\"2026-03-02\",\"all\":{\"present\":[2,1,0,1],");
    says(ll_buf_str(&out), "{\"division\":\"Houston\",\"state\":\"TX\",\"group\":\"houston\","
                           "\"leads\":1,\"guns\":6,\"true\":1,\"false\":0}");
    says(ll_buf_str(&out),
         "\"months\":{\"present\":[0,0,4,0,0,0,0,0,0,0,0,0],\"sales\":[0,0,20,0,0,0,0,0,0,0,0,0]}");
    says(ll_buf_str(&out), "\"gained\":{\"edges\":[0,30],\"all\":{\"present\":[1],");
    says(ll_buf_str(&out), "\"notes\":[\"Nothing says of a lead that it was wrong: ");
    says(ll_buf_str(&out), "\"changes\":null,\"samples\":null");
    ll_buf_fini(&out);
    end();
}

Test(tune_figures, the_table_is_80_columns_wide)
{
    struct ll_buf out = {0};
    size_t columns = 0;
    begin(2, LL_DAY_NONE, LL_DAY_NONE);
    take_all(2);
    ll_tune_text(tune, false, &out);
    says(ll_buf_str(&out), "> present ");
    says(ll_buf_str(&out), "note: ");
    for (size_t i = 0; i < out.len; i++) {
        /* Bytes that begin a character. */
        columns = out.ptr[i] == '\n' ? 0 : columns + ((out.ptr[i] & 0xC0) != 0x80);
        cr_assert_leq(columns, 80, "%.*s", (int)i, out.ptr);
    }
    ll_buf_fini(&out);
    end();
}

static ll_str read_back(const char *folder, const char *name)
{
    struct ll_source source;
    struct ll_error err;
    const char *path = ll_arena_printf(world.events.arena, "%s/%s", folder, name);
    cr_assert_eq(ll_readfile(world.events.arena, path, &source, &err), LL_OK, "%s", err.message);
    return source.text;
}

Test(tune_figures, tables_are_quoted_where_they_must_be)
{
    char folder[] = "/tmp/tune_figures_XXXXXX";
    struct ll_error err;
    cr_assert_not_null(mkdtemp(folder));
    begin(1, LL_DAY_NONE, LL_DAY_NONE);
    take_all(1);
    cr_assert_eq(ll_tune_csv(tune, folder, &err), LL_OK, "%s", err.message);
    says(read_back(folder, "groups.csv"), "\"a,\"\"b\",houston,");
    says(read_back(folder, "cells.csv"), "\"a,\"\"b\",5,0,4,18,");
    says(read_back(folder, "indicators.csv"), "present,texas,2,3,,2,11,");
    says(read_back(folder, "weeks.csv"), "2026-03-16,present,0\n");
    says(read_back(folder, "overlap.csv"), "many,many,2,1\nmany,texas,1,\n");
    says(read_back(folder, "places.csv"), "present,Houston,TX,houston,1,6,1,0\n");
    says(read_back(folder, "leads.csv"),
         ",2026-03-10,2026-03-10,2026-03-10,50,6,true,many texas\n");
    cr_expect_eq(ll_tune_csv(tune, "/nowhere/at/all", &err), LL_ERR_IO);
    end();
    (void)execlp("rm", "rm", "-r", folder, (char *)NULL);
}
