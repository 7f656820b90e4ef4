/* Packs that are accepted: what they become.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "pack/pack.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct ll_errors errors, warnings;

static const struct ll_pack *parsed(struct ll_arena *arena, const char *text)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_pack *pack;
    *source = (struct ll_source){"t.yaml", ll_str_from(text)};
    errors.count = warnings.count = 0;
    enum ll_status status = ll_pack_parse(arena, source, NULL, &pack, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s\n%s", errors.list[0].message, text);
    return pack;
}

#define HEAD "pack: p\nindicators:\n"
#define MINIMAL HEAD "- {id: a, timeline: purchaser, items: firearms}\n"

Test(pack_load, defaults)
{
    struct ll_arena arena = {0};
    const struct ll_pack *pack = parsed(&arena, MINIMAL);
    const struct ll_indicator *a = &pack->indicators[0];
    cr_expect(ll_str_eq(pack->id, LL_STR("p")) && pack->version.len == 0);
    cr_expect_eq(pack->quiet_days, 30);
    cr_expect_eq(pack->indicator_count, 1);
    cr_expect_eq(pack->order_count, 1);
    cr_expect(pack->has_kind[LL_SUBJECT_PURCHASER] && !pack->has_kind[LL_SUBJECT_DEALER]);
    cr_expect(ll_str_eq(a->id, LL_STR("a")) && ll_str_eq(a->title, a->id) && a->source.len == 0);
    cr_expect_null(a->where);
    cr_expect_not_null(a->having);
    cr_expect(a->same_count == 0 && a->weight == 0 && a->trace_days == 1825 && a->enabled);
    cr_expect(a->window.kind == LL_WINDOW_SAME_DAY && a->window.n == 1 && !a->window.dealers_own);
    cr_expect(a->needs_items == 1 && !a->needs_past && !a->sought && !a->makes_reports);
    cr_expect_null(a->explain);
    cr_expect_eq(warnings.count, 0);
    ll_arena_fini(&arena);
}

Test(pack_load, everything)
{
    static const char text[] =
        "pack: example\nversion: 2026.1\nlead: {quiet_days: 0}\nindicators:\n"
        "- id: sale.1\n  title: Sales\n  source: 18 USC\n  timeline: purchaser\n  items: firearms\n"
        "  where: class in [\"pistol\"]\n  same: [dealer.key]\n"
        "  window: {business_days: 3660, calendar: dealer}\n  having: count() >= $min\n"
        "  params: {min: 2}\n  weight: 1000\n"
        "- id: later\n  timeline: dealer\n  items: reports( sale.1 )\n  window: {days: 30}\n"
        "  trace_days: 0\n"
        "- id: off\n  timeline: purchaser\n  items: traces\n  enabled: false\n"
        "  where: true\n  having: true\n  window: {business_days: 1, calendar: default}\n";
    struct ll_arena arena = {0};
    const struct ll_pack *pack = parsed(&arena, text);
    const struct ll_indicator *sale = &pack->indicators[0], *later = &pack->indicators[1];
    cr_expect(ll_str_eq(pack->version, LL_STR("2026.1")));
    cr_expect_eq(pack->quiet_days, 0);
    cr_expect(sale->where && sale->same_count == 1 && sale->same[0] == LL_SLOT_DEALER_KEY);
    cr_expect(sale->window.kind == LL_WINDOW_BUSINESS_DAYS && sale->window.n == 3660);
    cr_expect(sale->window.dealers_own && sale->weight == 1000 && sale->needs_items == 2);
    cr_expect(sale->makes_reports && !sale->sought);
    cr_expect(later->items == LL_ITEM_REPORT && later->reports_of == 0 && later->trace_days == 0);
    cr_expect(later->timeline == LL_SUBJECT_DEALER && later->window.n == 30);
    cr_expect_not(pack->indicators[2].enabled);
    cr_expect_not(pack->indicators[2].window.dealers_own);
    cr_expect_eq(pack->order_count, 2);
    cr_expect(pack->has_kind[LL_SUBJECT_DEALER] && !pack->has_kind[LL_SUBJECT_ADDRESS]);
    ll_arena_fini(&arena);
}

Test(pack_load, no_indicators)
{
    struct ll_arena arena = {0};
    cr_expect_eq(parsed(&arena, "pack: p\nversion: 1\nindicators: []\n")->indicator_count, 0);
    cr_expect_eq(parsed(&arena, "pack: p\n")->order_count, 0);
    ll_arena_fini(&arena);
}

static bool holds(const struct ll_indicator *indicator, const char *class)
{
    struct ll_value row[LL_SLOT_COUNT];
    for (size_t i = 0; i < LL_SLOT_COUNT; i++)
        row[i] = ll_value_null();
    row[LL_SLOT_CLASS] = ll_value_string(ll_str_from(class));
    struct ll_expr_env env = {.row = row};
    return ll_expr_run(indicator->where, &env);
}

Test(pack_load, expressions_in_every_style_of_yaml)
{
    static const char *const styles[] = {
        "  where: class == \"rifle\" or class == \"pistol\"\n",
        "  where: 'class == \"rifle\" or class == \"pistol\"'\n",
        "  where: \"class == \\\"rifle\\\" or class == 'pistol'\"\n",
        "  where: |\n    class == \"rifle\"\n    or class == \"pistol\"\n",
        "  where: |-\n\n      class == \"rifle\"\n      or class == \"pistol\"",
        "  where: >\n    class == \"rifle\"\n    or class == \"pistol\"\n",
        "  where: class == \"rifle\"\n    or class == \"pistol\"\n",
        "  where: class in $those\n  params: {those: [rifle, \"pistol\"]}\n",
        "  where: class in [$one, $two]\n  params: {one: rifle, two: pistol}\n",
    };
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        struct ll_arena arena = {0};
        const char *text = ll_arena_printf(
            &arena, HEAD "- id: a\n  timeline: purchaser\n  items: firearms\n%s", styles[i]);
        const struct ll_indicator *a = &parsed(&arena, text)->indicators[0];
        cr_expect(holds(a, "rifle") && holds(a, "pistol") && !holds(a, "shotgun"), "style %zu", i);
        cr_expect_eq(warnings.count, 0, "style %zu: %s", i, warnings.list[0].message);
        ll_arena_fini(&arena);
    }
}

Test(pack_load, parameters_have_the_types_of_yaml)
{
    static const struct {
        const char *value, *having;
    } rows[] = {
        {"2", "count() >= $x"},
        {"0.5", "sum(price) > $x"},
        {"-3.25", "sum(price) > $x"},
        {"\"2\"", "count(class == $x) > 1"},
        {"007", "count(class == $x) > 1"},
        {"yes", "count(class == $x) > 1"},
        {"1e3", "count(class == $x) > 1"},
        {"true", "$x and count() > 1"},
        {"false", "count(detachable_magazine == $x) > 1"},
        {"[1, 2.5]", "count() in $x"},
        {"[a, b]", "count(class in $x) > 1"},
        {"[]", "count(class in $x) >= 0"},
        {"[true]", "count(detachable_magazine in $x) > 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        const char *text = ll_arena_printf(
            &arena,
            HEAD
            "- id: a\n  timeline: purchaser\n  items: firearms\n  params: {x: %s}\n  having: %s\n",
            rows[i].value, rows[i].having);
        cr_expect_eq(parsed(&arena, text)->indicator_count, 1);
        ll_arena_fini(&arena);
    }
}

/* The pieces with their placeholders in angle brackets. */
static void expect_explain(const char *explain, const char *wanted, size_t warned)
{
    static const char *const places[] = {"|", "<count>", "<first>", "<last>", "<hits>", "<title>"};
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    const char *text =
        ll_arena_printf(&arena,
                        HEAD "- id: a\n  timeline: purchaser\n  items: firearms\n  params: {min: "
                             "2.50, l: [1, 2], w: big}\n"
                             "  having: count() > $min and count() in $l\n  explain: \"%s\"\n",
                        explain);
    const struct ll_indicator *a = &parsed(&arena, text)->indicators[0];
    for (size_t i = 0; i < a->explain_count; i++) {
        ll_buf_add_str(&said, a->explain[i].text);
        ll_buf_add_str(&said, ll_str_from(places[a->explain[i].place]));
    }
    ll_buf_add_char(&said, '\0');
    cr_expect_str_eq(said.ptr, wanted);
    cr_expect_eq(warnings.count, warned, "%s: %zu warnings", explain, warnings.count);
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

Test(pack_load, explain)
{
    expect_explain("{count} guns, {first_date} to {last_date}{w}",
                   "<count> guns, <first> to <last>big|", 0);
    expect_explain("{hits}{title}: {min} {l} {w}", "<hits><title>: |2.5| |1, 2| |big|", 0);
    expect_explain("plain {w}", "plain |big|", 0);
    expect_explain("{cuont} {w} { {} {a b} {", "{cuont} |big| { {} {a b} {|", 1);
    cr_expect_str_eq(warnings.list[0].message,
                     "nothing is known as {cuont}, it is kept as it is; did you mean {count}?");
    expect_explain("none", "none|", 1); /* w is not used */
    cr_expect_str_eq(warnings.list[0].message,
                     "the parameter 'w' is not used; remove it, or write $w where it belongs");
}

static void expect_warning(const char *body, const char *wanted)
{
    struct ll_arena arena = {0};
    struct ll_buf said = {0};
    (void)parsed(&arena, ll_arena_printf(&arena, HEAD "%s", body));
    for (size_t i = 0; i < warnings.count; i++)
        ll_error_render(&warnings.list[i], "warning", &said);
    ll_buf_add_char(&said, '\0');
    cr_expect_str_eq(said.ptr, wanted, "%s", said.ptr);
    ll_buf_fini(&said);
    ll_arena_fini(&arena);
}

Test(pack_load, warnings_word_for_word)
{
    expect_warning(
        "- {id: a, timeline: purchaser, items: firearms, where: class == \"rifel\"}\n",
        "t.yaml:3:65: warning: no event has the class 'rifel'; did you mean 'rifle'?\n"
        "    - {id: a, timeline: purchaser, items: firearms, where: class == \"rifel\"}\n"
        "                                                                    ^~~~~~~\n");
    expect_warning("- id: a\n  timeline: purchaser\n  items: firearms\n  where: action in ['bolt', "
                   "'crossbow']\n",
                   "t.yaml:6:29: warning: no event has the action 'crossbow'; there are "
                   "semiautomatic, bolt, pump, "
                   "lever, single_shot, revolver, fully_automatic, other\n"
                   "      where: action in ['bolt', 'crossbow']\n"
                   "                                ^~~~~~~~~~\n");
    expect_warning("- {id: a, timeline: purchaser, items: firearms, enabled: false}\n"
                   "- {id: b, timeline: purchaser, items: traces, where: in_hit('a')}\n",
                   "t.yaml:4:61: warning: 'a' is disabled, so that nothing is in a hit of it\n"
                   "    - {id: b, timeline: purchaser, items: traces, where: in_hit('a')}\n"
                   "                                                                ^~~\n");
    expect_warning(
        "- {id: a, timeline: purchaser, items: firearms, same: [dealer.key], enabled: false}\n"
        "- {id: b, timeline: dealer, items: reports(a)}\n",
        "t.yaml:4:36: warning: 'a' is disabled, so that it makes no reports\n"
        "    - {id: b, timeline: dealer, items: reports(a)}\n"
        "                                       ^~~~~~~~~~\n");
    expect_warning("- id: a\n  timeline: purchaser\n  items: firearms\n  params: {x: 1}\n",
                   "t.yaml:6:12: warning: the parameter 'x' is not used; remove it, or write $x "
                   "where it belongs\n"
                   "      params: {x: 1}\n"
                   "               ^\n");
}

Test(pack_load, order_and_slots)
{
    static const char text[] = HEAD
        "- {id: z, timeline: purchaser, items: traces, where: 'in_hit(\"y\") or in_hit(\"x\")'}\n"
        "- {id: y, timeline: purchaser, items: firearms, where: in_hit(\"x\")}\n"
        "- {id: off, timeline: purchaser, items: firearms, where: in_hit(\"y\"), enabled: false}\n"
        "- {id: asks-off, timeline: purchaser, items: firearms, where: 'in_hit(\"off\")'}\n"
        "- {id: r, timeline: address, items: reports(x)}\n"
        "- {id: x, timeline: purchaser, items: firearms, same: [dealer.key]}\n";
    static const uint32_t wanted[] = {5, 1, 0, 3, 4};
    struct ll_arena arena = {0};
    const struct ll_pack *pack = parsed(&arena, text);
    cr_assert_eq(pack->order_count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_expect_eq(pack->order[i], wanted[i], "%zu: %u", i, pack->order[i]);
    const struct ll_indicator *list = pack->indicators;
    cr_expect_eq(pack->hit_slot_count, 2);
    cr_expect(list[1].sought && list[5].sought && list[1].hit_slot + list[5].hit_slot == 1);
    cr_expect(!list[0].sought && !list[2].sought && !list[3].sought);
    cr_expect(list[5].makes_reports && !list[1].makes_reports);
    uint32_t slot;
    cr_expect_eq(ll_expr_in_hits(list[3].where, &slot, 1), 0, "of a disabled one nothing is asked");
    cr_expect_not(holds(&list[3], "rifle"));
    ll_arena_fini(&arena);
}

Test(pack_load, a_long_row_of_indicators)
{
    struct ll_arena arena = {0};
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "pack: p\nindicators:\n");
    for (int i = 0; i < LL_PACK_INDICATORS_MAX; i++)
        ll_buf_printf(
            &text,
            i ? "- {id: i%d, timeline: purchaser, items: firearms, where: in_hit(\"i%d\")}\n"
              : "- {id: i%d, timeline: purchaser, items: firearms}\n",
            i, i - 1);
    ll_buf_add_char(&text, '\0');
    const struct ll_pack *pack = parsed(&arena, text.ptr);
    cr_expect_eq(pack->order_count, LL_PACK_INDICATORS_MAX);
    cr_expect_eq(pack->order[LL_PACK_INDICATORS_MAX - 1], LL_PACK_INDICATORS_MAX - 1);
    text.len--;
    ll_buf_add_lit(&text, "- {id: more, timeline: purchaser, items: firearms}\n");
    struct ll_source source = {"t.yaml", ll_buf_str(&text)};
    struct ll_pack *none;
    errors.count = 0;
    cr_expect_neq(ll_pack_parse(&arena, &source, NULL, &none, &errors, &warnings), LL_OK);
    cr_expect_null(none);
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
}

Test(pack_load, digest_is_of_the_meaning)
{
    static const char plain[] = "pack: p\nversion: \"1\"\nindicators:\n"
                                "- {id: a, timeline: purchaser, items: firearms, where: 'price > "
                                "5.50', same: [class, model]}\n"
                                "- {id: b, timeline: dealer, items: traces}\n";
    static const char *const alike[] = {
        "# a comment\nversion: 1\npack: 'p'\nlead: {quiet_days: 30}\nindicators:\n"
        "  - timeline: purchaser\n    id: a # here too\n    items: firearms\n    where: |\n      "
        "price   >   5.5\n"
        "    same:\n      - model\n      - class\n    weight: 0\n    window: {same_day: true}\n    "
        "enabled: true\n"
        "    having: count() >= 1\n    title: a\n"
        "  - {id: b, timeline: dealer, items: traces, trace_days: 1825, where: true}\n",
        "pack: p\nversion: \"1\"\nindicators:\n- {id: b, timeline: dealer, items: traces}\n"
        "- {id: a, timeline: purchaser, items: firearms, where: 'price > 5.50', same: [class, "
        "model]}\n",
    };
    static const char *const other[] = {"pack: q\nversion: \"1\"\n", "pack: p\nversion: \"2\"\n",
                                        "pack: p\nversion: \"1\"\nlead: {quiet_days: 31}\n"};
    struct ll_arena arena = {0};
    const char *digest = parsed(&arena, plain)->digest;
    cr_expect_eq(strlen(digest), 71);
    cr_expect_eq(strncmp(digest, "sha256:", 7), 0);
    for (size_t i = 0; i < 2; i++)
        cr_expect_str_eq(parsed(&arena, alike[i])->digest, digest, "%zu", i);
    const char *rest = strstr(plain, "indicators:");
    for (size_t i = 0; i < 3; i++)
        cr_expect_str_neq(parsed(&arena, ll_arena_printf(&arena, "%s%s", other[i], rest))->digest,
                          digest, "%zu", i);
    static const char *const keys[] = {"",
                                       "weight: 1",
                                       "trace_days: 1",
                                       "window: {days: 2}",
                                       "window: {business_days: 2}",
                                       "having: count() >= 2",
                                       "where: price > 1",
                                       "where: price > 2",
                                       "title: t",
                                       "source: s",
                                       "same: [class]",
                                       "enabled: false",
                                       "explain: e",
                                       "params: {x: 1}",
                                       "params: {x: \"1\"}",
                                       "params: {x: [1]}"};
    size_t n = sizeof keys / sizeof keys[0];
    const char *digests[sizeof keys / sizeof keys[0]];
    for (size_t i = 0; i < n; i++) {
        digests[i] =
            parsed(&arena,
                   ll_arena_printf(&arena,
                                   HEAD "- id: a\n  timeline: purchaser\n  items: firearms\n  %s\n",
                                   keys[i]))
                ->digest;
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(digests[i], digests[k], "'%s' and '%s'", keys[i], keys[k]);
    }
    ll_arena_fini(&arena);
}

/* ---- files and folders ---- */

static char folder[] = "/tmp/leadline-pack-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static void remove_files(const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

Test(pack_load, a_folder)
{
    static const char *const names[] = {"b.yml", "a.yaml",  "groups.yaml",
                                        "c.txt", ".d.yaml", "e.yaml"};
    struct ll_arena arena = {0};
    struct ll_pack *pack;
    cr_assert_not_null(mkdtemp(folder));
    errors.count = warnings.count = 0;
    cr_expect_eq(ll_pack_load(&arena, folder, NULL, &pack, &errors, &warnings), LL_ERR_SYNTAX,
                 "empty");
    write_file("b.yml",
               "pack: p\nindicators:\n- {id: second, timeline: dealer, items: reports(first)}\n");
    write_file("a.yaml",
               "pack: p\nversion: 7\nlead: {quiet_days: 5}\nindicators:\n"
               "- {id: first, timeline: purchaser, items: firearms, same: [dealer.key]}\n");
    write_file("groups.yaml", "groups: []\n");
    write_file("c.txt", "not yaml: [\n");
    write_file(".d.yaml", "not yaml: [\n");
    write_file("e.yaml", "# empty\n");
    errors.count = 0;
    enum ll_status status = ll_pack_load(&arena, folder, NULL, &pack, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s", errors.list[0].message);
    cr_expect_eq(pack->indicator_count, 2);
    cr_expect(ll_str_eq(pack->indicators[0].id, LL_STR("first")) &&
              pack->indicators[1].reports_of == 0);
    cr_expect(ll_str_eq(pack->version, LL_STR("7")) && pack->quiet_days == 5);
    write_file("e.yaml", "pack: q\nversion: 8\nlead: {quiet_days: 6}\nindicators:\n- {id: first, "
                         "timeline: purchaser, items: firearms, same: [dealer.key]}\n");
    status = ll_pack_load(&arena, folder, NULL, &pack, &errors, &warnings);
    cr_expect_neq(status, LL_OK);
    cr_assert_eq(errors.count, 4);
    cr_expect_str_eq(errors.list[0].message,
                     "pack differs from that of the first file; remove it here");
    cr_expect_str_eq(errors.list[2].message,
                     "quiet_days differs from that of the first file; remove it here");
    cr_expect_str_eq(errors.list[3].message,
                     "a second indicator has the id 'first'; give it another");
    cr_expect_neq(strcmp(errors.list[3].at.source->file, errors.list[3].other.source->file), 0);
    remove_files(names, sizeof names / sizeof names[0]);
    ll_arena_fini(&arena);
}

Test(pack_load, files_that_are_not_there)
{
    struct ll_arena arena = {0};
    struct ll_pack *pack;
    errors.count = 0;
    cr_expect_eq(ll_pack_load(&arena, "no/such/pack.yaml", NULL, &pack, &errors, &warnings),
                 LL_ERR_IO);
    cr_expect_null(pack);
    cr_expect_str_eq(errors.list[0].message,
                     "cannot read 'no/such/pack.yaml': No such file or directory");
    ll_arena_fini(&arena);
}

Test(pack_load, packs_of_this_repository)
{
    static const struct {
        const char *path;
        size_t indicators;
    } rows[] = {{"tests/scenarios/pack.yaml", 14}, {"rules/atf.yaml", 20}};
    for (size_t i = 0; i < 2; i++) {
        struct ll_arena arena = {0};
        struct ll_source source = {"calibers", ll_calibers_builtin_text()};
        struct ll_calibers *calibers;
        struct ll_pack *pack;
        errors.count = warnings.count = 0;
        cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), LL_OK);
        enum ll_status status =
            ll_pack_load(&arena, rows[i].path, calibers, &pack, &errors, &warnings);
        cr_assert_eq(status, LL_OK, "%s: %s", rows[i].path, errors.list[0].message);
        cr_expect_geq(pack->indicator_count, rows[i].indicators);
        cr_expect_eq(warnings.count, 0, "%s", warnings.list[0].message);
        ll_arena_fini(&arena);
    }
}

Test(pack_load, memory_runs_out_anywhere)
{
    static const char text[] =
        HEAD "- {id: a, timeline: purchaser, items: firearms, same: [dealer.key], where: class in "
             "$c, params: {c: [rifle, x]}, explain: '{c} {count}'}\n"
             "- {id: b, timeline: dealer, items: reports(a), having: distinct(purchaser) > 2}\n";
    struct ll_source source = {"t.yaml", ll_str_from(text)};
    size_t fine = 0, short_of = 0;
    for (size_t max = 1; max < 70000; max += 13 + max / 50) {
        struct ll_arena arena = {.max_bytes = max};
        struct ll_pack *pack;
        errors.count = 0;
        enum ll_status status = ll_pack_parse(&arena, &source, NULL, &pack, &errors, &warnings);
        cr_expect(status == LL_OK ? pack != NULL : status == LL_ERR_NOMEM && !pack && errors.count,
                  "%zu bytes: %s", max, errors.list[0].message);
        fine += status == LL_OK;
        short_of += status != LL_OK;
        ll_arena_fini(&arena);
    }
    cr_expect(fine > 0 && short_of > 0);
}

Test(pack_load, fields_of_items)
{
    static const struct {
        unsigned kinds;
        size_t count;
    } rows[] = {{LL_IN_FIREARMS, 20},
                {LL_IN_TRACES, 16},
                {LL_IN_REPORTS, 7},
                {LL_IN_FIREARMS | LL_IN_TRACES | LL_IN_REPORTS, LL_SLOT_COUNT}};
    for (size_t i = 0; i < 4; i++) {
        size_t count;
        cr_expect_not_null(ll_item_fields(rows[i].kinds, &count));
        cr_expect_eq(count, rows[i].count, "%zu: %zu", i, count);
    }
    uint16_t slot;
    cr_expect(ll_item_field_find(LL_ITEM_TRACE, LL_STR("sold"), &slot) && slot == LL_SLOT_SOLD);
    cr_expect_not(ll_item_field_find(LL_ITEM_FIREARM, LL_STR("sold"), &slot));
    cr_expect_str_eq(ll_item_field_owner(LL_STR("guns")), "reports");
    cr_expect_null(ll_item_field_owner(LL_STR("gun")));
}
