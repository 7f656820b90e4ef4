/* The leads of two packs side by side.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare.h"

#include "tests/unit/compare_world.h"
#include "tune/drawn.h"

#define PACK(id, version, indicators)                                                              \
    "pack: " id "\nversion: '" version "'\nlead: {quiet_days: 5}\nindicators:\n" indicators
#define MANY(min, weight)                                                                          \
    "  - {id: many, timeline: purchaser, items: firearms, window: {days: 5}, having: count() >= "  \
    "$min, params: {min: " min "}, weight: " weight "}\n"
#define TEXAS                                                                                      \
    "  - {id: texas, timeline: purchaser, items: firearms, where: 'dealer.state == \"TX\"', "      \
    "window: {days: 5}, having: count() >= 2, weight: 10}\n"
#define ARIZONA                                                                                    \
    "  - {id: arizona, timeline: purchaser, items: firearms, where: 'dealer.state == \"AZ\"', "    \
    "window: {days: 5}, having: count() >= 2, weight: 10}\n"
#define GROUPS                                                                                     \
    "groups:\n- {id: houston, covers: 'dealer.state == \"TX\"', accept: score >= 40}\n- {id: "     \
    "all}\n"

static struct tune_world world;
static struct ll_compare *compare;

static void begin(const char *present, const char *candidate, size_t threads, size_t samples)
{
    world = tune_world_new(present, candidate, GROUPS);
    const struct ll_compare_setup setup = {.present = &world.rules[0],
                                           .candidate = &world.rules[1],
                                           .from = LL_DAY_NONE,
                                           .to = LL_DAY_NONE,
                                           .threads = threads,
                                           .samples = samples,
                                           .seed = 7};
    cr_assert_eq(ll_compare_new(&setup, &compare, NULL), LL_OK);
}

static void end(void)
{
    ll_compare_free(compare);
    tune_world_free(&world);
}

/* Sales by "GUNS STATE DAY", one subject. */
static void take(size_t thread, const char *who, const char *const *sales, size_t n)
{
    const char *events[16];
    cr_assert(n <= 16);
    for (size_t i = 0; i < n; i++) {
        char day[] = "2026-03-00";
        char *id = ll_arena_printf(world.events.arena, "%s-%zu", who, i);
        memcpy(day + 8, sales[i] + 4, 2);
        events[i] = tune_sale(&world, id, day, who, (unsigned)(sales[i][0] - '0'),
                              sales[i][2] == 'T' ? "TX" : "AZ");
    }
    const struct ll_found *found = tune_found(&world, events, n, false);
    cr_assert_eq(ll_compare_take(compare, thread, tune_subject(&world, found), NULL), LL_OK);
}
#define TAKE(thread, who, ...)                                                                     \
    take((thread), (who), (const char *const[]){__VA_ARGS__},                                      \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void expect_all(uint64_t same, uint64_t changed, uint64_t gone, uint64_t new)
{
    const struct ll_change_counts *all = ll_compare_all(compare);
    cr_expect_eq(all->of[LL_PAIR_SAME], same, "same %zu", (size_t)all->of[LL_PAIR_SAME]);
    cr_expect_eq(all->of[LL_PAIR_CHANGED], changed, "changed %zu",
                 (size_t)all->of[LL_PAIR_CHANGED]);
    cr_expect_eq(all->of[LL_PAIR_ONLY_PRESENT], gone);
    cr_expect_eq(all->of[LL_PAIR_ONLY_CANDIDATE], new);
}

/* A row as "same changed gone new came went". */
static void expect_row(enum ll_change_by by, const char *id, const char *wanted)
{
    size_t n;
    const struct ll_change_row *rows = ll_compare_rows(compare, by, &n);
    char got[128] = "no such row";
    for (size_t i = 0; i < n; i++)
        if (ll_str_eq(rows[i].id, ll_str_from(id)))
            (void)snprintf(got, sizeof got, "%d %d %d %d %d %d",
                           (int)rows[i].counts.of[LL_PAIR_SAME],
                           (int)rows[i].counts.of[LL_PAIR_CHANGED],
                           (int)rows[i].counts.of[LL_PAIR_ONLY_PRESENT],
                           (int)rows[i].counts.of[LL_PAIR_ONLY_CANDIDATE], (int)rows[i].counts.came,
                           (int)rows[i].counts.went);
    cr_expect_str_eq(got, wanted, "%s: %s", id, got);
}

Test(compare_packs, each_kind_of_change)
{
    begin(PACK("a", "1", MANY("3", "20") TEXAS), PACK("b", "1", MANY("2", "20") ARIZONA), 1, 20);
    TAKE(0, "same", "3 A 02");          /* arizona is new in it: changed */
    TAKE(0, "new", "1 A 02", "1 T 03"); /* many at 2 */
    TAKE(0, "gone", "2 T 02");          /* texas, or many at 2: one id */
    TAKE(0, "none", "1 T 02");
    TAKE(0, "mixed", "2 A 02", "1 T 03"); /* many in both, arizona comes */
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(0, 3, 0, 1);
    expect_row(LL_CHANGES_BY_INDICATOR, "many", "0 3 0 1 1 0");
    expect_row(LL_CHANGES_BY_INDICATOR, "texas", "0 1 0 0 0 1");
    expect_row(LL_CHANGES_BY_INDICATOR, "arizona", "0 2 0 0 2 0");
    expect_row(LL_CHANGES_BY_STATE, "TX", "0 2 0 1 0 0");
    expect_row(LL_CHANGES_BY_STATE, "AZ", "0 2 0 1 0 0");
    expect_row(LL_CHANGES_BY_DIVISION, "Houston", "0 3 0 1 0 0");
    expect_row(LL_CHANGES_BY_GROUP, "all", "0 3 0 1 0 0");
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_INDICATORS), 3);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_SCORE), 3);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_DATES), 0);
    end();
}

Test(compare_packs, the_same_is_the_same)
{
    begin(PACK("a", "1", MANY("3", "20")), PACK("a", "2", MANY("3", "20")), 1, 20);
    TAKE(0, "one", "3 A 02", "5 T 20");
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(2, 0, 0, 0);
    expect_row(LL_CHANGES_BY_INDICATOR, "many", "2 0 0 0 0 0");
    expect_row(LL_CHANGES_BY_STATE, "AZ", "1 0 0 0 0 0");
    end();
}

Test(compare_packs, one_variant_for_both)
{
    begin(PACK("a", "1", MANY("3", "20")), PACK("a", "2", MANY("3", "20")), 1, 20);
    const char *events[] = {tune_sale(&world, "S", "2026-03-02", "x", 4, "TX")};
    cr_assert_eq(ll_compare_take(compare, 0,
                                 tune_subject(&world, tune_found(&world, events, 1, true)), NULL),
                 LL_OK);
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(1, 0, 0, 0);
    expect_row(LL_CHANGES_BY_GROUP, "all", "1 0 0 0 0 0");
    end();
}

Test(compare_packs, weights_and_routes)
{
    begin(PACK("a", "1", MANY("3", "20")), PACK("b", "1", MANY("3", "40")), 1, 20);
    TAKE(0, "texan", "3 T 02");
    TAKE(0, "other", "3 A 02");
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(0, 2, 0, 0);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_SCORE), 2);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_ROUTES), 1);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_EVIDENCE), 0);
    expect_row(LL_CHANGES_BY_GROUP, "houston", "0 1 0 0 1 0");
    expect_row(LL_CHANGES_BY_GROUP, "all", "0 2 0 0 0 0");
    end();
}

/* One lead that begins earlier has another id; two that one takes the place of: the earlier is changed, the later gone. */
Test(compare_packs, another_id)
{
    begin(PACK("a", "1", MANY("3", "20")), PACK("b", "1", MANY("2", "20")), 1, 20);
    TAKE(0, "early", "2 T 01", "3 T 06"); /* apart by more than the window, within quiet_days */
    TAKE(0, "bridge", "3 T 01", "2 T 06", "3 T 11");
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(0, 2, 1, 0);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_ID), 1);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_DATES), 2);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_EVIDENCE), 2);
    cr_expect_eq(ll_compare_differing(compare, LL_DIFFERS_SCORE), 0);
    end();
}

Test(compare_packs, only_what_was_first_shown_then)
{
    begin(PACK("a", "1", MANY("3", "20")), PACK("b", "1", MANY("3", "20")), 1, 20);
    ll_compare_free(compare);
    const struct ll_compare_setup setup = {.present = &world.rules[0],
                                           .candidate = &world.rules[1],
                                           .from = ll_day_from_civil(2026, 3, 3),
                                           .to = ll_day_from_civil(2026, 3, 20),
                                           .threads = 1};
    cr_assert_eq(ll_compare_new(&setup, &compare, NULL), LL_OK);
    TAKE(0, "one", "3 A 02", "5 T 10", "4 T 21");
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    expect_all(1, 0, 0, 0);
    end();
}

/* Subjects in another order, on other threads, with fewer samples than there are. */
static void run(struct ll_buf *json, struct ll_buf *text, size_t threads, bool turned)
{
    begin(PACK("a", "1", MANY("3", "20") TEXAS), PACK("b", "2", MANY("2", "30")), threads, 3);
    for (size_t i = 0; i < 12; i++) {
        char who[] = "who-a";
        size_t n = turned ? 11 - i : i;
        who[4] = (char)('a' + n);
        TAKE(n * 5 % threads, who, n % 2 ? "2 A 02" : "3 T 02", n % 3 ? "1 A 20" : "3 A 20");
    }
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    ll_compare_json(compare, json);
    ll_compare_text(compare, text);
    ll_buf_add_char(json, '\0');
    ll_buf_add_char(text, '\0');
    end();
}

Test(compare_packs, whatever_the_order_and_the_threads)
{
    struct ll_buf one = {0}, other = {0}, one_text = {0}, other_text = {0};
    run(&one, &one_text, 1, false);
    run(&other, &other_text, 4, true);
    cr_expect_str_eq(one.ptr, other.ptr);
    cr_expect_str_eq(one_text.ptr, other_text.ptr);
    cr_expect_not_null(strstr(one.ptr, "\"change\":\"only_candidate\""));
    cr_expect_str_eq(
        one_text.ptr,
        "changes: leads of a 1, and of the candidate b 2\n"
        "  only in candidate ████▊           6\n"
        "  only in present                   0\n"
        "  changed           ████████       10\n"
        "  the same                          0\n"
        "  what is changed has another score in 4, indicators in 6\n"
        "\n"
        "changes, by indicator        new     gone  changed     same     came     went\n"
        "many                           6        0       10        0        0        0\n"
        "texas                          0        0        6        0        0        6\n"
        "\n"
        "changes, by group            new     gone  changed     same     came     went\n"
        "all                            6        0       10        0        0        0\n"
        "\n"
        "changes, by division         new     gone  changed     same     came     went\n"
        "Houston                        6        0       10        0        0        0\n"
        "\n"
        "changes, by state            new     gone  changed     same     came     went\n"
        "AZ                             6        0        4        0        0        0\n"
        "TX                             0        0        6        0        0        0\n");
    ll_buf_fini(&one);
    ll_buf_fini(&other);
    ll_buf_fini(&one_text);
    ll_buf_fini(&other_text);
}

static void expect_within(const char *text, const char *part)
{
    cr_expect(strstr(text, part), "%s\nis not in\n%s", part, text);
}

Test(compare_packs, a_sample_has_both_leads_and_their_evidence)
{
    struct ll_buf json = {0};
    begin(PACK("a", "1", MANY("3", "20")), PACK("b", "1", MANY("3", "40")), 1, 20);
    TAKE(0, "texan", "2 T 06", "1 A 09", "1 A 20");
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    ll_compare_json(compare, &json);
    ll_buf_add_char(&json, '\0');
    expect_within(json.ptr,
                  "{\"same\":0,\"changed\":1,\"only_present\":0,\"only_candidate\":0,\"id\":0,"
                  "\"score\":1,\"dates\":0,\"routes\":1,\"other_indicators\":0,"
                  "\"evidence\":0,\"sooner\":0,\"later\":0,\"indicators\":[{\"id\":\"many\","
                  "\"same\":0,\"changed\":1,\"only_present\":0,\"only_candidate\":0,"
                  "\"came\":0,\"went\":0}],\"states\":[{\"id\":\"AZ\",");
    expect_within(json.ptr,
                  "\"samples\":[{\"change\":\"changed\",\"differs\":[\"score\",\"routes\"],"
                  "\"present\":{\"lead_id\":\"L-17B5FMHQGR8CEKGN\",\"kind\":\"purchaser\","
                  "\"key\":\"1dd1ceded0cd19cf0bebe0895cc71ca8\",\"since\":\"2026-03-09\","
                  "\"first_date\":\"2026-03-06\",\"last_date\":\"2026-03-09\",\"score\":20,"
                  "\"indicators\":[{\"id\":\"many\",\"first_date\":\"2026-03-06\","
                  "\"last_date\":\"2026-03-09\",\"hits\":1,\"count\":3}],"
                  "\"groups\":[\"all\"],\"label\":null,\"guns\":3,\"items\":[");
    expect_within(json.ptr,
                  "{\"date\":\"2026-03-06\",\"kind\":\"sale\",\"known\":\"2026-03-06\",\"guns\":2,"
                  "\"what\":\"2 pistols\",\"dealer\":\"5-76-00123\",\"state\":\"TX\","
                  "\"evidence\":true,\"in_hit\":true,\"counted\":2}");
    expect_within(json.ptr,
                  "{\"date\":\"2026-03-20\",\"kind\":\"sale\",\"known\":\"2026-03-20\",\"guns\":1,"
                  "\"what\":\"1 pistol\",\"dealer\":\"5-76-00456\",\"state\":\"AZ\","
                  "\"evidence\":false,\"in_hit\":false,\"counted\":0}],\"left_out\":0,"
                  "\"closed\":[\"2026-02-21\",\"2026-02-22\",\"2026-02-28\",");
    expect_within(json.ptr, "\"candidate\":{\"lead_id\":\"L-17B5FMHQGR8CEKGN\"");
    expect_within(json.ptr, "\"groups\":[\"houston\",\"all\"]");
    ll_buf_fini(&json);
    end();
}

/* A lead of more sales than a line of time has rows: its evidence first, in the order of time. */
Test(compare_packs, a_long_line_of_time_is_cut)
{
    const char *events[LL_DRAWN_ITEMS_MAX + 5];
    size_t n = sizeof events / sizeof events[0];
    struct ll_buf json = {0};
    char cut[] = "\"left_out\":5,\"closed\":[]";
    begin(PACK("a", "1", MANY("1", "20")), PACK("b", "1", MANY("1", "40")), 1, 20);
    for (size_t i = 0; i < n; i++) {
        char day[10];
        ll_day_format(ll_day_from_civil(2024, 1, 1) + (ll_day)(5 * i), day);
        char *id = ll_arena_printf(world.events.arena, "long-%zu", i);
        char *when = ll_arena_printf(world.events.arena, "%.10s", day);
        events[i] = tune_sale(&world, id, when, "long", 1, "TX");
    }
    const struct ll_found *found = tune_found(&world, events, n, false);
    cr_assert_eq(ll_compare_take(compare, 0, tune_subject(&world, found), NULL), LL_OK);
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    ll_compare_json(compare, &json);
    ll_buf_add_char(&json, '\0');
    expect_within(json.ptr, cut);
    expect_within(json.ptr, "\"items\":[{\"date\":\"2024-01-01\"");
    ll_buf_fini(&json);
    end();
}

/* A gun that was traced long after: it is no evidence, and shown with the lead that it confirms. */
Test(compare_packs, later_traces_are_on_the_line_of_time)
{
    struct ll_buf json = {0};
    begin(PACK("a", "1", MANY("3", "20")), PACK("b", "1", MANY("3", "40")), 1, 20);
    const char *events[] = {tune_sale(&world, "S-1", "2026-03-02", "x", 3, "TX"),
                            tune_sale(&world, "S-2", "2026-04-30", "x", 1, "TX"),
                            tune_trace(&world, "T-1", "2026-05-01", "x", "S-1"),
                            tune_trace(&world, "T-2", "2026-05-02", "x", "S-2")};
    const struct ll_found *found = tune_found(&world, events, 4, false);
    cr_assert_eq(ll_compare_take(compare, 0, tune_subject(&world, found), NULL), LL_OK);
    cr_assert_eq(ll_compare_finish(compare, NULL), LL_OK);
    ll_compare_json(compare, &json);
    ll_buf_add_char(&json, '\0');
    expect_within(json.ptr, "{\"date\":\"2026-05-01\",\"kind\":\"trace\",\"known\":\"2026-05-01\","
                            "\"guns\":1,\"what\":\"pistol 9mm, recovered in MX, 60 days after its "
                            "sale\",\"dealer\":\"5-76-00123\",\"state\":\"TX\",\"evidence\":false,"
                            "\"in_hit\":false,\"counted\":0}],\"left_out\":0");
    cr_expect_null(strstr(json.ptr, "2026-05-02"), "%s", json.ptr);
    cr_expect_null(strstr(json.ptr, "2026-04-30"), "%s", json.ptr);
    cr_expect_null(strstr(json.ptr, "S-1"), "no ids of sales, which serials here begin with");
    ll_buf_fini(&json);
    end();
}
