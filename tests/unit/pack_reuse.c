/* What packs share and what they take from other files: what it means, and what it becomes in full.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "pack/book.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct ll_errors errors, warnings;

/* The first of the texts, which may extend those behind it: they are b.yaml, c.yaml. */
static const struct ll_book *read_among(struct ll_arena *arena, const char *const *texts, size_t n)
{
    static const char *const names[] = {"a.yaml", "b.yaml", "c.yaml"};
    struct ll_source *sources = LL_NEW_ARRAY(arena, struct ll_source, n);
    struct ll_book *book;
    for (size_t i = 0; i < n; i++)
        sources[i] = (struct ll_source){names[i], ll_str_from(texts[i])};
    errors.count = warnings.count = 0;
    enum ll_status status = ll_book_parse_among(arena, sources, n, NULL, &book, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s\n%s", errors.list[0].message, texts[0]);
    return book;
}

static const struct ll_book *read_one(struct ll_arena *arena, const char *text)
{
    return read_among(arena, &text, 1);
}

#define GUN "- {id: a, timeline: purchaser, items: firearms, "

/* ---- digests ---- */

Test(pack_reuse, the_shipped_pack_keeps_its_digest)
{
    struct ll_arena arena = {0};
    struct ll_pack *pack;
    errors.count = warnings.count = 0;
    cr_assert_eq(ll_pack_load(&arena, "rules/atf.yaml", NULL, &pack, &errors, &warnings), LL_OK);
    cr_expect_str_eq(pack->digest,
                     "sha256:0ba21fb378f80ede5f3be5ae8e19b97dce0dc84a0492c2efef46015875f408ed");
    ll_arena_fini(&arena);
}

/* Written with what packs share, and without. */
static const struct {
    const char *with, *without;
} pairs[] = {
    {"pack: p\nparams: {min: 2}\nindicators:\n" GUN "having: count() >= $min}\n",
     "pack: p\nindicators:\n" GUN "having: count() >= $min, params: {min: 2}}\n"},
    {"pack: p\nparams: {min: 2, x: 5}\nindicators:\n" GUN
     "having: count() >= $min, params: {min: 3}}\n",
     "pack: p\nindicators:\n" GUN "having: count() >= $min, params: {min: 3}}\n"},
    {"pack: p\nparams: {min: 2}\nindicators:\n" GUN "explain: 'over {min}'}\n",
     "pack: p\nindicators:\n" GUN "explain: 'over {min}', params: {min: 2}}\n"},
    {"pack: p\nlists: {l: [rifle, \"a\\\"b\"]}\nindicators:\n" GUN "where: class in l}\n",
     "pack: p\nindicators:\n" GUN "where: 'class in [\"rifle\", \"a\\\"b\"]'}\n"},
    {"pack: p\nlists: {l: [-1, 2.50]}\nindicators:\n" GUN "where: price not in l}\n",
     "pack: p\nindicators:\n" GUN "where: 'price not in [-1, 2.5]'}\n"},
    {"pack: p\nlists: {l: []}\nindicators:\n" GUN "where: price in l}\n",
     "pack: p\nindicators:\n" GUN "where: 'price in []'}\n"},
    {"pack: p\nconditions: {c: price > 5}\nindicators:\n" GUN "where: c}\n",
     "pack: p\nindicators:\n" GUN "where: price > 5}\n"},
    {"pack: p\nconditions: {c: price > 5}\nindicators:\n" GUN "where: not c and c or c}\n",
     "pack: p\nindicators:\n" GUN "where: not price > 5 and price > 5 or price > 5}\n"},
    {"pack: p\nconditions: {c: price > 5 or bore > 1}\nindicators:\n" GUN
     "where: not c and c or c}\n",
     "pack: p\nindicators:\n" GUN "where: not (price > 5 or bore > 1) and (price > 5 or bore > 1) "
     "or price > 5 or bore > 1}\n"},
    {"pack: p\nconditions: {c: price > 5 and bore > 1}\nindicators:\n" GUN
     "where: not c and c or c}\n",
     "pack: p\nindicators:\n" GUN "where: not (price > 5 and bore > 1) and price > 5 and bore > 1 "
     "or price > 5 and bore > 1}\n"},
    {"pack: p\nconditions: {c: (price > 5 or bore > 1)}\nindicators:\n" GUN
     "where: not c and (c)}\n",
     "pack: p\nindicators:\n" GUN
     "where: not (price > 5 or bore > 1) and ((price > 5 or bore > 1))}\n"},
    {"pack: p\nconditions: {c: (price > 5) or (bore > 1)}\nindicators:\n" GUN "where: not c}\n",
     "pack: p\nindicators:\n" GUN "where: not ((price > 5) or (bore > 1))}\n"},
    {"pack: p\nconditions: {c: d, d: not e, e: price > 5 or bore > $b}\nindicators:\n" GUN
     "where: not c and d, params: {b: 1}}\n",
     "pack: p\nindicators:\n" GUN "where: not not (price > 5 or bore > $b) and not (price > 5 or "
     "bore > $b), params: {b: 1}}\n"},
    {"pack: p\nconditions: {c: price > 5 or bore > 1}\nindicators:\n" GUN
     "having: count(c) >= 2 and count(c and c) > 1}\n",
     "pack: p\nindicators:\n" GUN "having: count(price > 5 or bore > 1) >= 2 and count((price > 5 "
     "or bore > 1) and (price > 5 or bore > 1)) > 1}\n"},
};

Test(pack_reuse, what_is_shared_means_what_is_written_out)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct ll_arena arena = {0};
        const struct ll_book *with = read_one(&arena, pairs[i].with);
        const struct ll_book *without = read_one(&arena, pairs[i].without);
        cr_expect_str_eq(with->pack->digest, without->pack->digest, "%s", pairs[i].with);
        const struct ll_indicator *a = with->pack->indicators, *b = without->pack->indicators;
        cr_expect(!a->where == !b->where && (!a->where || ll_expr_same(a->where, b->where)), "%s",
                  pairs[i].with);
        cr_expect(ll_expr_same(a->having, b->having), "%s", pairs[i].with);
        cr_expect(a->needs_items == b->needs_items);
        ll_arena_fini(&arena);
    }
}

static const char base[] =
    "pack: base\nversion: 1\nlead: {quiet_days: 9}\nparams: {min: 2}\n"
    "lists: {l: [rifle]}\n"
    "indicators:\n" GUN "where: class in l, having: count() >= $min, weight: 5}\n"
    "- {id: b, timeline: purchaser, items: traces, where: time_to_crime < "
    "$days, params: {days: 30, x: 1}, explain: '{x}'}\n";

Test(pack_reuse, what_extends_comes_first)
{
    static const char *const top[] = {"pack: top\nextends: b.yaml\nparams: {min: 3}\n"
                                      "override:\n"
                                      "  a: {weight: 7, window: {days: 3}, enabled: false}\n"
                                      "  b: {params: {days: 60}}\n"
                                      "indicators:\n- {id: c, timeline: purchaser, items: "
                                      "firearms, where: class not in l}\n",
                                      base};
    static const char whole[] =
        "pack: top\nversion: 1\nlead: {quiet_days: 9}\nindicators:\n" GUN
        "where: 'class in [\"rifle\"]', having: count() >= $min, params: {min: 3}, weight: 7, "
        "window: {days: 3}, enabled: false}\n"
        "- {id: b, timeline: purchaser, items: traces, where: time_to_crime < $days, params: "
        "{days: 60, x: 1}, explain: '{x}'}\n"
        "- {id: c, timeline: purchaser, items: firearms, where: 'class not in [\"rifle\"]'}\n";
    struct ll_arena arena = {0};
    const struct ll_book *book = read_among(&arena, top, 2), *one = read_one(&arena, whole);
    cr_expect_str_eq(book->pack->digest, one->pack->digest);
    cr_expect_eq(book->pack->indicator_count, 3);
    ll_arena_fini(&arena);
}

Test(pack_reuse, the_outermost_override_holds)
{
    static const char *const texts[] = {
        "extends: b.yaml\noverride: {a: {weight: 9}}\n",
        "extends: c.yaml\nversion: 2\noverride: {a: {weight: 8, params: {min: 4}}}\n", base};
    struct ll_arena arena = {0};
    const struct ll_book *book = read_among(&arena, texts, 3);
    const struct ll_indicator *a = &book->pack->indicators[0];
    cr_expect(ll_str_eq(book->pack->id, LL_STR("base")));
    cr_expect(ll_str_eq(book->pack->version, LL_STR("2")));
    cr_expect_eq(book->pack->quiet_days, 9);
    cr_expect_eq(a->weight, 9);
    cr_expect_eq(a->needs_items, 4);
    ll_arena_fini(&arena);
}

/* ---- warnings ---- */

Test(pack_reuse, what_nothing_uses_is_warned_of_once)
{
    static const char *const texts[] = {
        "extends: b.yaml\nparams: {spare: 1, min: 2}\nlists: {none: [1]}\n"
        "conditions: {c: price > 5 and class in far, d: price > 5}\nindicators:\n"
        "- {id: x, timeline: purchaser, items: firearms, where: d}\n"
        "- {id: y, timeline: purchaser, items: firearms, where: d or d, having: count() > $min}\n",
        "pack: q\nparams: {idle: 5}\nlists: {far: [a], idle_list: [b]}\n"};
    struct ll_arena arena = {0};
    (void)read_among(&arena, texts, 2);
    cr_assert_eq(warnings.count, 3, "%zu", warnings.count);
    cr_expect_str_eq(warnings.list[0].message, "no indicator uses the list 'none'; remove it");
    cr_expect_str_eq(warnings.list[1].message, "no indicator uses the condition 'c'; remove it");
    cr_expect_str_eq(warnings.list[2].message,
                     "no indicator uses the parameter 'spare' of the pack; remove it, or write "
                     "$spare where it belongs");
    ll_arena_fini(&arena);
}

Test(pack_reuse, a_word_is_warned_of_once_however_often_its_condition_is_used)
{
    struct ll_arena arena = {0};
    (void)read_one(&arena, "pack: p\nconditions: {c: class == \"rifel\"}\nindicators:\n" GUN
                           "where: c or c}\n- {id: b, timeline: purchaser, items: traces, where: "
                           "c}\n");
    cr_assert_eq(warnings.count, 1);
    cr_expect_eq(warnings.list[0].at.line, 2);
    ll_arena_fini(&arena);
}

/* ---- books ---- */

Test(pack_reuse, a_book_tells_where_each_value_stands)
{
    static const char *const texts[] = {
        "extends: b.yaml\nconditions: {rifle: class == \"rifle\"}\n"
        "override:\n  a: {weight: 9}\n  b: {params: {days: 60}}\nindicators:\n"
        "- {id: c, timeline: purchaser, items: firearms, where: price > 5 and rifle}\n",
        base};
    struct ll_arena arena = {0};
    const struct ll_book *book = read_among(&arena, texts, 2);
    const struct ll_book_entry *a = &book->entries[0], *b = &book->entries[1],
                               *c = &book->entries[2];
    cr_expect_eq(book->root_count, 2);
    cr_expect(ll_str_eq(ll_book_value(a, "weight")->text, LL_STR("9")));
    cr_expect(ll_str_eq(ll_book_value(b, "items")->text, LL_STR("traces")));
    cr_expect_null(ll_book_value(b, "weight"));
    /* Of the pack's parameters those that it uses. */
    cr_assert_eq(a->param_count, 1);
    cr_expect(ll_str_eq(a->params[0].name, LL_STR("min")));
    cr_assert_eq(b->param_count, 2);
    for (size_t i = 0; i < b->param_count; i++)
        cr_expect(ll_str_eq(b->params[i].name, b->param_nodes[i]->key->text));
    cr_expect_str_eq(b->param_nodes[0]->at.source->file, "a.yaml");
    cr_expect(ll_str_eq(b->param_nodes[0]->text, LL_STR("60")));
    cr_expect_str_eq(b->param_nodes[1]->at.source->file, "b.yaml");

    const struct ll_node *named = c->where->root->last;
    cr_assert_eq(named->kind, LL_NODE_NAMED);
    cr_expect(ll_str_eq(ll_reading_words(c->where, named), LL_STR("rifle")));
    cr_expect(ll_str_eq(ll_reading_words(named->named, named->named->root),
                        LL_STR("class == \"rifle\"")));
    struct ll_pos place = ll_reading_place(named->named, named->named->root->first);
    cr_expect(place.line == 2 && place.col == 21, "%u:%u", place.line, place.col);
    cr_expect_eq(named->named->text.used_at.line, 7);
    ll_arena_fini(&arena);
}

/* ---- many packs ---- */

static uint64_t seed;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((seed >> 33) % n);
}

static void add_condition(struct ll_buf *out, unsigned depth, unsigned names)
{
    static const char *const simple[] = {
        "price > 5",         "class == 'rifle'", "bore <= $near",           "class in long",
        "price not in odd",  "action != null",   "dealer.state in $states", "detachable_magazine",
        "1 <= price < $most"};
    unsigned pick = below(10);
    if (names && pick < 3) {
        ll_buf_printf(out, "c%u", below(names));
    } else if (!depth || pick < 6) {
        ll_buf_printf(out, "%s", simple[below(sizeof simple / sizeof simple[0])]);
    } else if (pick == 6) {
        ll_buf_add_lit(out, "not (");
        add_condition(out, depth - 1, names);
        ll_buf_add_lit(out, ")");
    } else {
        bool group = below(2);
        ll_buf_printf(out, "%s", group ? "(" : "");
        add_condition(out, depth - 1, names);
        ll_buf_printf(out, "%s", below(2) ? " and " : " or ");
        add_condition(out, 0, names);
        ll_buf_printf(out, "%s", group ? ")" : "");
    }
}

static void add_indicators(struct ll_buf *out, const char *prefix, unsigned n, unsigned names)
{
    ll_buf_add_lit(out, "indicators:\n");
    for (unsigned i = 0; i < n; i++) {
        ll_buf_printf(out,
                      "- id: %s%u\n  timeline: purchaser\n  items: firearms\n  where: ", prefix, i);
        add_condition(out, 3, names);
        ll_buf_add_lit(out, "\n  having: count(");
        add_condition(out, 2, names);
        ll_buf_printf(out, ") >= %s\n", below(2) ? "$least" : "1");
        if (below(2))
            ll_buf_printf(out, "  params: {most: %u, own: [yes, 'no', \"\\u0085\"]}\n", below(900));
        if (below(3) == 0)
            ll_buf_add_lit(out, "  title: \"It's {a}: #1\\n\"\n  explain: |\n    {least}: it's\n");
        ll_buf_printf(out, "  weight: %u\n  window: {days: %u}\n  enabled: %s\n", below(99),
                      1 + below(30), below(4) ? "true" : "false");
    }
}

static void make_pack(struct ll_buf *top, struct ll_buf *under)
{
    unsigned under_names = below(5), n = 1 + below(3);
    ll_buf_printf(under,
                  "pack: under\nversion: %u\nparams: {near: 0.22, most: 500, least: %u, states: "
                  "[AZ, 'TX', \"no\"]}\nlists:\n  long: [rifle, shotgun]\n  odd: [-1, 2.50, %u]\n",
                  below(9), below(4), below(600));
    ll_buf_add_str(under, under_names ? LL_STR("conditions:\n") : LL_STR(""));
    for (unsigned i = 0; i < under_names; i++) {
        ll_buf_printf(under, "  c%u: ", i);
        add_condition(under, 2, i);
        ll_buf_add_lit(under, "\n");
    }
    add_indicators(under, "u", n, under_names);
    ll_buf_printf(top, "extends: b.yaml\n%s", below(2) ? "pack: \"top: 1\"\n" : "");
    ll_buf_printf(top, "%s", below(2) ? "params: {near: 0.3, spare: 1}\n" : "");
    ll_buf_add_lit(top, "override:\n");
    for (unsigned i = 0; i < n; i++)
        ll_buf_printf(top, "  u%u: {weight: %u, params: {least: %u}}\n", i, below(99), below(5));
    ll_buf_printf(top, "conditions:\n  c%u: ", under_names);
    add_condition(top, 2, under_names);
    ll_buf_add_lit(top, "\n");
    add_indicators(top, "t", below(4), under_names + 1);
}

/* The same by program, by the program of the full text, and by the tree. */
static void compare(const struct ll_book *book, const struct ll_book *full)
{
    static const char *const classes[] = {"rifle", "pistol", "shotgun", ""};
    static const char *const states[] = {"AZ", "no", "NM", ""};
    for (size_t i = 0; i < 40; i++) {
        struct ll_value row[LL_SLOT_COUNT];
        for (size_t s = 0; s < LL_SLOT_COUNT; s++)
            row[s] = ll_value_null();
        row[LL_SLOT_CLASS] = ll_value_string(ll_str_from(classes[below(4)]));
        row[LL_SLOT_DEALER_STATE] = ll_value_string(ll_str_from(states[below(4)]));
        row[LL_SLOT_PRICE] = ll_value_number((int64_t)below(8) * 25000);
        row[LL_SLOT_BORE] = below(2) ? ll_value_number(2500) : ll_value_null();
        row[LL_SLOT_DETACHABLE_MAGAZINE] = below(2) ? ll_value_bool(below(2)) : ll_value_null();
        const struct ll_value *rows[] = {row, row};
        for (size_t k = 0; k < book->pack->indicator_count; k++) {
            const struct ll_indicator *a = &book->pack->indicators[k];
            const struct ll_indicator *b = &full->pack->indicators[k];
            struct ll_expr_env env = {.row = row}, window = {.rows = rows, .row_count = 2};
            bool held = ll_expr_run(a->where, &env), qualifies = ll_expr_run(a->having, &window);
            cr_assert_eq(held, ll_expr_run(b->where, &env));
            cr_assert_eq(held, ll_reading_holds(book->entries[k].where->root, &env));
            cr_assert_eq(qualifies, ll_expr_run(b->having, &window));
            cr_assert_eq(qualifies, ll_reading_holds(book->entries[k].having->root, &window));
        }
    }
}

Test(pack_reuse, a_pack_in_full_means_the_same)
{
    for (seed = 1; seed <= 600;) {
        uint64_t number = seed;
        struct ll_arena arena = {0};
        struct ll_buf top = {0}, under = {0}, full = {0}, again = {0};
        make_pack(&top, &under);
        ll_buf_add_char(&top, '\0');
        ll_buf_add_char(&under, '\0');
        const char *const texts[] = {top.ptr, under.ptr};
        const struct ll_book *book = read_among(&arena, texts, 2);
        ll_book_write(book, &full);
        ll_buf_add_char(&full, '\0');
        const struct ll_book *second = read_one(&arena, full.ptr);
        cr_assert_str_eq(book->pack->digest, second->pack->digest, "pack %ju:\n%s\n%s",
                         (uintmax_t)number, top.ptr, full.ptr);
        ll_book_write(second, &again);
        cr_assert(ll_str_eq((ll_str){full.ptr, full.len - 1}, ll_buf_str(&again)));
        compare(book, second);
        ll_buf_fini(&top);
        ll_buf_fini(&under);
        ll_buf_fini(&full);
        ll_buf_fini(&again);
        ll_arena_fini(&arena);
        seed = number + 1;
    }
}

/* ---- files ---- */

static char folder[] = "/tmp/leadline-reuse-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[64];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static const struct ll_pack *load(struct ll_arena *arena, const char *name)
{
    char path[64];
    struct ll_pack *pack;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    errors.count = warnings.count = 0;
    (void)!ll_pack_load(arena, path, NULL, &pack, &errors, &warnings);
    return pack;
}

static void remove_files(void)
{
    static const char *const names[] = {"rules/1.yaml", "rules/2.yaml", "rules", "under.yaml", ""};
    char path[64];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)remove(path);
    }
}

Test(pack_reuse, the_files_of_a_folder_share_names)
{
    struct ll_arena arena = {0};
    char path[64];
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/rules", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    write_file("under.yaml", "pack: under\nversion: 3\nlists: {long: [rifle]}\nindicators:\n" GUN
                             "where: rifle and $on, params: {on: true}}\n");
    write_file("rules/1.yaml",
               "pack: p\nextends: ../under.yaml\noverride: {a: {weight: 3}}\nparams: {min: 4}\n");
    write_file("rules/2.yaml", "extends: ../under.yaml\nconditions: {rifle: class in long}\n"
                               "indicators:\n- {id: b, timeline: purchaser, items: firearms, "
                               "having: count(rifle) >= $min}\n");
    const struct ll_pack *pack = load(&arena, "rules");
    cr_assert_not_null(pack, "%s", errors.list[0].message);
    cr_expect(pack->indicator_count == 2 && ll_str_eq(pack->id, LL_STR("p")));
    cr_expect(ll_str_eq(pack->version, LL_STR("3")));
    cr_expect_eq(pack->indicators[0].weight, 3);
    cr_expect_eq(pack->indicators[1].needs_items, 4);

    write_file("rules/2.yaml", "params: {min: 4}\nlists: {long: [shotgun]}\nindicators: []\n");
    cr_expect_null(load(&arena, "rules"));
    cr_assert_geq(errors.count, 2);
    cr_expect_str_eq(errors.list[0].message,
                     "another file of the pack has the parameter 'min'; give this one another "
                     "name");
    cr_expect_str_eq(errors.list[1].message,
                     "there is a list 'long' already; give this list another name");
    cr_expect(strstr(errors.list[1].other.source->file, "/rules/../under.yaml") != NULL);
    remove_files();
    ll_arena_fini(&arena);
}

/* ---- limits ---- */

static bool is_read(const char *text)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"a.yaml", ll_str_from(text)};
    struct ll_book *book;
    errors.count = warnings.count = 0;
    enum ll_status status =
        ll_book_parse_among(&arena, &source, 1, NULL, &book, &errors, &warnings);
    cr_expect_eq(status == LL_OK, book != NULL);
    ll_arena_fini(&arena);
    return book != NULL;
}

/* head, then n of the form, with their number, then tail. */
static bool is_read_with(const char *head, const char *form, unsigned n, const char *tail)
{
    struct ll_buf text = {0};
    ll_buf_printf(&text, "%s", head);
    for (unsigned i = 0; i < n; i++) {
        for (const char *c = form; *c; c++) {
            if (*c == '#')
                ll_buf_printf(&text, "%u", i);
            else
                ll_buf_add_char(&text, *c);
        }
    }
    ll_buf_printf(&text, "%s", tail);
    ll_buf_add_char(&text, '\0');
    bool fine = is_read(text.ptr);
    ll_buf_fini(&text);
    return fine;
}

Test(pack_reuse, limits)
{
    static const struct {
        const char *head, *form, *tail, *what;
        unsigned most;
    } rows[] = {
        {"pack: p\nparams:\n", "  p#: 1\n", "", "parameters", 256},
        {"pack: p\nlists:\n", "  l#: [1]\n", "", "lists", 1024},
        {"pack: p\nconditions:\n", "  c#: true\n", "", "conditions", 1024},
        {"pack: p\nconditions: {c: sold}\nindicators:\n- {id: a, timeline: purchaser, items: "
         "traces, where: c",
         " or c", "}\n", "names in an expression", 1023},
        {"pack: p\nlists: {l: [", "'0123456789 123',", "]}\nindicators:\n" GUN "where: model in l}",
         "bytes of a list", 909},
        {"pack: p\nconditions: {d: not c, c: ", "not ",
         "sold}\nindicators:\n- {id: a, timeline: "
         "purchaser, items: traces, where: not (not d)}\n",
         "depth", 58},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (unsigned n = rows[i].most - 1; n <= rows[i].most; n++)
            cr_expect(is_read_with(rows[i].head, rows[i].form, n, rows[i].tail), "%u %s: %s", n,
                      rows[i].what, errors.list[0].message);
        cr_expect_not(is_read_with(rows[i].head, rows[i].form, rows[i].most + 1, rows[i].tail),
                      "%u %s", rows[i].most + 1, rows[i].what);
    }
}

Test(pack_reuse, files_extend_each_other_so_deep)
{
    for (size_t n = 8; n <= 10; n++) {
        struct ll_arena arena = {0};
        struct ll_source files[10];
        struct ll_book *book;
        for (size_t i = 0; i < n; i++) {
            const char *name = ll_arena_printf(&arena, "%zu.yaml", i);
            const char *text =
                i + 1 < n ? ll_arena_printf(&arena, "extends: %zu.yaml\n", i + 1) : "pack: last\n";
            files[i] = (struct ll_source){name, ll_str_from(text)};
        }
        errors.count = warnings.count = 0;
        enum ll_status status =
            ll_book_parse_among(&arena, files, n, NULL, &book, &errors, &warnings);
        cr_expect_eq(status == LL_OK, n <= 9, "%zu files", n);
        ll_arena_fini(&arena);
    }
}

Test(pack_reuse, without_memory_nothing_is_said_but_that)
{
    static const char *const texts[] = {
        "extends: b.yaml\noverride: {a: {weight: 9, params: {min: 3}}}\n"
        "conditions: {c: d, d: class in l}\nindicators:\n"
        "- {id: x, timeline: purchaser, items: firearms, where: c and not d}\n",
        base};
    bool was_fine = false;
    for (size_t most = 1u << 10; most <= 1u << 21; most += 6007) {
        struct ll_arena arena = {.max_bytes = most};
        struct ll_source files[] = {{"a.yaml", ll_str_from(texts[0])},
                                    {"b.yaml", ll_str_from(texts[1])}};
        struct ll_book *book;
        errors.count = warnings.count = 0;
        enum ll_status status =
            ll_book_parse_among(&arena, files, 2, NULL, &book, &errors, &warnings);
        cr_expect(status == LL_OK || status == LL_ERR_NOMEM, "%zu: %s", most,
                  errors.list[0].message);
        cr_expect(status == LL_OK || !was_fine);
        was_fine = status == LL_OK;
        ll_arena_fini(&arena);
    }
    cr_expect(was_fine);
}
