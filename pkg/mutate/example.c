/* example.c -- the events that a survivor would be noticed by.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "mutate/run.h"
#include "mutate/vary.h"
#include "trial/found.h"

#include <inttypes.h>

/* So many tests are made of those that there are before the search is given up. */
#define TRIES_MAX 5000
/* A name has no longer part of the pack in it. */
#define PART_MAX 40

/* A search under way. */
struct search {
    const struct ll_trying *trying;
    const struct ll_mutant *mutant;
    const struct ll_pack *pack;         /* the mutant's */
    const struct ll_trial_test *origin; /* the test that is varied */
    struct ll_arena *arena;             /* of the answer */
    struct ll_arena run;                /* reset after each try */
    size_t tries;
    bool failed;               /* memory is out */
    struct ll_example example; /* the answer */
};

/* ---- a test from a tree ---- */

/* The keys of a test but its name and what it expects, with `only` for one that stands under an indicator. */
static void add_keys(struct ll_buf *out, const struct search *search,
                     const struct ll_yaml_node *test, const char *between)
{
    const struct ll_pack *pack = search->trying->suite->book->pack;
    const bool *looks = ll_yaml_get(test, "only") ? NULL : search->origin->looks;
    const char *comma = "";
    for (size_t i = 0; looks && i < pack->indicator_count; i++) {
        if (!looks[i])
            continue;
        ll_buf_printf(out, "%s%.*s", *comma ? comma : "only: [",
                      LL_STR_ARGS(pack->indicators[i].id));
        comma = ", ";
    }
    ll_buf_printf(out, "%s", *comma ? "]" : "");
    if (*comma)
        ll_buf_printf(out, "%s", between);
    for (const struct ll_yaml_node *key = test->first_child; key; key = key->next) {
        ll_str word = key->key->text;
        if (ll_str_eq(word, LL_STR("name")) || ll_str_eq(word, LL_STR("expect")) ||
            ll_str_eq(word, LL_STR("after")) || ll_str_eq(word, LL_STR("events")))
            continue;
        ll_buf_printf(out, "%.*s: ", LL_STR_ARGS(word));
        ll_tree_write(out, key);
        ll_buf_printf(out, "%s", between);
    }
}

/* The test, as a suite of its own; NULL: it is none, or memory is out. */
static const struct ll_trial_test *make(struct search *search, const struct ll_yaml_node *test)
{
    const struct ll_trial_suite *suite = NULL;
    struct ll_errors errors;
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "tests: [{name: a, expect: {leads: 0}, ");
    add_keys(&text, search, test, ", ");
    ll_buf_add_lit(&text, "events: ");
    ll_tree_write(&text, ll_yaml_get(test, "events"));
    ll_buf_add_lit(&text, "}]\n");
    struct ll_source *source = LL_NEW(&search->run, struct ll_source);
    ll_str kept = ll_arena_str(&search->run, ll_buf_str(&text));
    search->failed |= text.failed || !source || !kept.ptr;
    ll_buf_fini(&text);
    if (search->failed)
        return NULL;
    *source = (struct ll_source){"a test that was made", kept};
    errors.count = 0;
    enum ll_status status =
        ll_trial_parse(&search->run, search->trying->suite->book, search->trying->suite->calibers,
                       source, &suite, &errors);
    search->failed |= status == LL_ERR_NOMEM;
    return status == LL_OK ? suite->tests : NULL;
}

/* ---- what it comes to ---- */

static bool find(struct search *search, const struct ll_trial_test *test,
                 const struct ll_pack *pack, struct ll_found *found)
{
    struct ll_trial_state *state = LL_NEW(&search->run, struct ll_trial_state);
    bool fine = state &&
                ll_trial_assess(test, test->event_count, pack, search->trying->groups, &search->run,
                                state) &&
                ll_found_list(found, test, state, &search->run);
    search->failed |= !fine;
    return fine;
}

static bool same_hits(const struct ll_found *a, const struct ll_found *b)
{
    bool same = a->hit_count == b->hit_count;
    for (size_t i = 0; same && i < a->hit_count; i++) {
        const struct ll_found_hit *x = &a->hits[i], *y = &b->hits[i];
        same = x->indicator == y->indicator && x->hit->count == y->hit->count &&
               x->hit->first_day == y->hit->first_day && x->hit->last_day == y->hit->last_day &&
               x->hit->calendar == y->hit->calendar &&
               ll_str_eq(x->subject->label, y->subject->label);
    }
    return same;
}

static bool same_leads(const struct ll_found *a, const struct ll_found *b)
{
    bool same = a->lead_count == b->lead_count;
    for (size_t i = 0; same && i < a->lead_count; i++)
        same = a->leads[i].lead->first_day == b->leads[i].lead->first_day &&
               a->leads[i].lead->last_day == b->leads[i].lead->last_day;
    return same;
}

/* ---- the answer ---- */

static void add_whose(struct ll_buf *out, const struct ll_trial_subject *subject)
{
    struct ll_yaml_node label = {.kind = LL_YAML_SCALAR, .text = subject->label, .plain = true};
    const char *kind = subject->who.subject.kind == LL_SUBJECT_PURCHASER ? "buyer"
                       : subject->who.subject.kind == LL_SUBJECT_DEALER  ? "dealer"
                                                                         : "address";
    ll_buf_printf(out, "%s: ", kind);
    ll_tree_write(out, &label);
}

static void add_dates(struct ll_buf *out, ll_day first, ll_day last)
{
    char from[10], to[10];
    ll_day_format(first, from);
    ll_day_format(last, to);
    if (first == last)
        ll_buf_printf(out, ", dates: %.10s}", from);
    else
        ll_buf_printf(out, ", dates: [%.10s, %.10s]}", from, to);
}

static void add_hits(struct ll_buf *out, const struct ll_found *found)
{
    ll_buf_add_lit(out, "    expect:\n      hits:");
    if (!found->hit_count)
        ll_buf_add_lit(out, " none\n");
    else
        ll_buf_add_char(out, '\n');
    for (size_t i = 0; i < found->hit_count; i++) {
        const struct ll_found_hit *hit = &found->hits[i];
        ll_buf_printf(out, "        - {indicator: %.*s, ",
                      LL_STR_ARGS(found->pack->indicators[hit->indicator].id));
        add_whose(out, hit->subject);
        const char *calendar = ll_hit_calendar_word(hit->hit->calendar);
        ll_buf_printf(out, ", count: %zu, calendar: %s", hit->hit->count,
                      calendar ? calendar : "none");
        add_dates(out, hit->hit->first_day, hit->hit->last_day);
        ll_buf_add_char(out, '\n');
    }
}

static void add_leads(struct ll_buf *out, const struct ll_found *found)
{
    ll_buf_add_lit(out, "    expect:\n      leads:\n");
    for (size_t i = 0; i < found->lead_count; i++) {
        ll_buf_add_lit(out, "        - {");
        add_whose(out, found->leads[i].subject);
        add_dates(out, found->leads[i].lead->first_day, found->leads[i].lead->last_day);
        ll_buf_add_char(out, '\n');
    }
}

/* What of the pack the mutant changes, from its name: what stands behind "without" or "instead of". Empty: it is long. */
static ll_str changed_part(ll_str name, ll_str id)
{
    static const ll_str signs[] = {{" instead of ", 12}, {": without ", 10}};
    for (size_t i = 0; i < 2; i++)
        for (size_t at = id.len; at + signs[i].len <= name.len; at++) {
            if (memcmp(name.ptr + at, signs[i].ptr, signs[i].len) != 0)
                continue;
            ll_str part = {name.ptr + at + signs[i].len, name.len - at - signs[i].len};
            return part.len <= PART_MAX ? part : (ll_str){0};
        }
    return (ll_str){0};
}

/* "guns: count() >= 2, no hit": what is tried, and what comes of it. */
static const char *make_name(struct search *search, const struct ll_found *found, bool of_leads)
{
    const struct ll_pack *pack = search->trying->suite->book->pack;
    uint32_t indicator = search->mutant->indicator;
    ll_str id = indicator == LL_MUTANT_OF_PACK ? pack->id : pack->indicators[indicator].id;
    ll_str part = changed_part(search->mutant->name, id);
    const char *window = part.len && part.ptr[0] == '{' ? "window " : "";
    size_t n = of_leads ? found->lead_count : found->hit_count;
    if (search->pack->quiet_days != pack->quiet_days)
        return ll_arena_printf(&search->run, "%.*s: quiet_days %" PRId32 ", %zu lead%s",
                               LL_STR_ARGS(id), pack->quiet_days, found->lead_count,
                               found->lead_count == 1 ? "" : "s");
    if (!n)
        return ll_arena_printf(&search->run, "%.*s: %s%.*s%sno %s", LL_STR_ARGS(id), window,
                               LL_STR_ARGS(part), part.len ? ", " : "", of_leads ? "lead" : "hit");
    return ll_arena_printf(&search->run, "%.*s: %s%.*s%s%zu %s%s", LL_STR_ARGS(id), window,
                           LL_STR_ARGS(part), part.len ? ", " : "", n, of_leads ? "lead" : "hit",
                           n == 1 ? "" : "s");
}

static void answer(struct search *search, const struct ll_yaml_node *test,
                   const struct ll_found *found, bool of_leads)
{
    struct ll_buf out = {0};
    struct ll_yaml_node name = {.kind = LL_YAML_SCALAR};
    const char *said = make_name(search, found, of_leads);
    search->failed |= !said;
    name.text = ll_str_from(said);
    ll_tree_write(&out, &name);
    search->example.name = ll_arena_str(search->arena, ll_buf_str(&out));
    ll_buf_reset(&out);
    ll_buf_add_lit(&out, "    ");
    add_keys(&out, search, test, "\n    ");
    ll_buf_add_lit(&out, "events:\n");
    for (const struct ll_yaml_node *event = ll_yaml_get(test, "events")->first_child; event;
         event = event->next) {
        ll_buf_add_lit(&out, "      - ");
        ll_tree_write(&out, event);
        ll_buf_add_char(&out, '\n');
    }
    if (of_leads)
        add_leads(&out, found);
    else
        add_hits(&out, found);
    search->example.rest = ll_arena_str(search->arena, ll_buf_str(&out));
    search->failed |= out.failed || !search->example.name.ptr || !search->example.rest.ptr;
    ll_buf_fini(&out);
}

/* One test that was made: does it tell the two packs apart? */
static bool attempt(void *context, const struct ll_yaml_node *tree)
{
    struct search *search = context;
    struct ll_found was, would;
    if (++search->tries > TRIES_MAX || search->failed)
        return true;
    ll_arena_reset(&search->run);
    const struct ll_trial_test *test = make(search, tree);
    if (!test || !find(search, test, search->trying->suite->book->pack, &was) ||
        !find(search, test, search->pack, &would))
        return search->failed;
    bool hits = same_hits(&was, &would);
    if (hits && same_leads(&was, &would))
        return false;
    answer(search, tree, &was, hits);
    return true;
}

/* ---- the search ---- */

/* What the mutant's indicator asks of its items; of the pack's mutants, what any does. */
static bool find_values(const struct search *search, struct ll_vary_values *values,
                        struct ll_arena *arena)
{
    const struct ll_book *book = search->trying->suite->book;
    for (uint32_t i = 0; i < book->pack->indicator_count; i++) {
        if (search->mutant->indicator != i && search->mutant->indicator != LL_MUTANT_OF_PACK)
            continue;
        if (book->entries[i].where)
            ll_vary_find_values(values, book->entries[i].where, arena);
        ll_vary_find_values(values, book->entries[i].having, arena);
    }
    return !values->failed;
}

/* quiet: what matters is how far hits stand apart. */
static bool vary_tests(struct search *search, struct ll_varying *varying, bool quiet)
{
    const struct ll_trial_suite *suite = search->trying->suite;
    for (size_t i = 0; i < suite->test_count && !search->example.rest.ptr; i++) {
        search->origin = &suite->tests[i];
        if (search->origin->off || !ll_trying_can_notice(search->origin, search->mutant))
            continue;
        bool done = quiet ? ll_vary_repeat(varying, search->origin->node, varying->days)
                          : ll_vary_each(varying, search->origin->node);
        if (done || varying->failed)
            break;
    }
    return !search->failed && !varying->failed;
}

bool ll_survivor_example(const struct ll_trying *trying, const struct ll_mutant *mutant,
                         struct ll_arena *arena, struct ll_example *example)
{
    const struct ll_pack *was = trying->suite->book->pack;
    struct ll_arena notes = {0}, trees = {0};
    struct ll_pack *pack;
    struct ll_vary_values values = {0};
    struct search search = {.trying = trying, .mutant = mutant, .arena = arena};
    bool of_pack = mutant->indicator == LL_MUTANT_OF_PACK;
    struct ll_varying varying = {.values = &values,
                                 .days = of_pack ? was->quiet_days
                                                 : was->indicators[mutant->indicator].window.n,
                                 .arena = &trees,
                                 .attempt = attempt,
                                 .context = &search};
    if (!of_pack && ll_expr_uses_past(was->indicators[mutant->indicator].having))
        varying.past_days = was->indicators[mutant->indicator].trace_days;
    bool fine = ll_mutant_load(&notes, trying->path, trying->suite->calibers, was, &mutant->edit,
                               &pack) == LL_OK;
    search.pack = pack;
    bool quiet = fine && pack && pack->quiet_days != was->quiet_days;
    fine = fine && (!quiet || vary_tests(&search, &varying, true));
    fine =
        fine && (!pack || search.example.rest.ptr ||
                 (find_values(&search, &values, &notes) && vary_tests(&search, &varying, false)));
    ll_arena_fini(&search.run);
    ll_arena_fini(&trees);
    ll_arena_fini(&notes);
    *example = search.example;
    return fine;
}
