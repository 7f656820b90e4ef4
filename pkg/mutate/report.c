/* report.c -- see report.h.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/report.h"
#include "mutate/tree.h"

#include "json/writer.h"

#include <inttypes.h>

static void add_place(struct ll_buf *out, struct ll_pos at)
{
    ll_buf_printf(out, "%s:%" PRIu32 ":%" PRIu32 ": ", at.source->file, at.line, at.col);
}

static void add_key_string(struct ll_buf *out, const char *before, ll_str text)
{
    ll_buf_printf(out, "%s", before);
    ll_json_add_string(out, text);
}

static void add_place_json(struct ll_buf *out, struct ll_pos at)
{
    add_key_string(out, ",\"file\":", ll_str_from(at.source->file));
    ll_buf_printf(out, ",\"line\":%" PRIu32 ",\"column\":%" PRIu32, at.line, at.col);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- coverage ---- */

static ll_str id_of(const struct ll_coverage *coverage, const struct ll_gap *gap)
{
    return coverage->book->pack->indicators[gap->indicator].id;
}

void ll_coverage_report(const struct ll_coverage *coverage, const char *path,
                        const struct ll_gap *gaps, size_t count, struct ll_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        add_place(out, gaps[i].at);
        ll_buf_printf(out, "untried: %.*s: %.*s\n", LL_STR_ARGS(id_of(coverage, &gaps[i])),
                      LL_STR_ARGS(gaps[i].text));
    }
    ll_buf_printf(
        out,
        "%s: tried %zu of %zu indicator%s, %zu of %zu condition%s, %zu of %zu edge%s, %zu "
        "of %zu window end%s\n",
        path, coverage->hits[0], coverage->hits[1], plural(coverage->hits[1]),
        coverage->conditions[0], coverage->conditions[1], plural(coverage->conditions[1]),
        coverage->edges[0], coverage->edges[1], plural(coverage->edges[1]), coverage->windows[0],
        coverage->windows[1], plural(coverage->windows[1]));
}

void ll_coverage_report_json(const struct ll_coverage *coverage, const char *path,
                             const struct ll_gap *gaps, size_t count, struct ll_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        add_key_string(out, "{\"untried\":", ll_str_from(ll_gap_word(gaps[i].kind)));
        add_key_string(out, ",\"indicator\":", id_of(coverage, &gaps[i]));
        add_key_string(out, ",\"text\":", gaps[i].text);
        add_place_json(out, gaps[i].at);
        ll_buf_add_lit(out, "}\n");
    }
    add_key_string(out, "{\"coverage\":", ll_str_from(path));
    ll_buf_printf(out,
                  ",\"indicators\":[%zu,%zu],\"conditions\":[%zu,%zu],\"edges\":[%zu,%zu],"
                  "\"windows\":[%zu,%zu]}\n",
                  coverage->hits[0], coverage->hits[1], coverage->conditions[0],
                  coverage->conditions[1], coverage->edges[0], coverage->edges[1],
                  coverage->windows[0], coverage->windows[1]);
}

/* ---- mutants ---- */

static size_t mutant_count(const struct ll_trying *trying)
{
    return trying->mutants.count - trying->counts[LL_FATE_NO_PACK];
}

static void add_test(const struct ll_example *example, struct ll_buf *out)
{
    ll_buf_printf(out, "  - name: %.*s\n", LL_STR_ARGS(example->name));
    ll_buf_add_str(out, example->rest);
}

static bool add_example_json(const struct ll_trying *trying, const struct ll_mutant *mutant,
                             struct ll_buf *out)
{
    struct ll_arena arena = {0};
    struct ll_example example;
    struct ll_buf text = {0};
    bool fine = ll_survivor_example(trying, mutant, &arena, &example);
    if (fine && example.rest.ptr)
        add_test(&example, &text);
    ll_buf_add_lit(out, ",\"example\":");
    ll_json_add_string_or_null(out, text.len ? ll_buf_str(&text) : (ll_str){0});
    fine = fine && !text.failed;
    ll_buf_fini(&text);
    ll_arena_fini(&arena);
    return fine;
}

static void add_mutant(const struct ll_mutant *mutant, struct ll_buf *out)
{
    add_place(out, mutant->at);
    ll_buf_printf(out, "no test notices: %.*s\n", LL_STR_ARGS(mutant->name));
}

/* What a person can do about a survivor that no example was found for. */
static void add_remedy(const struct ll_trying *trying, const struct ll_mutant *mutant,
                       struct ll_buf *out)
{
    static const char quiet[] = ": quiet_days ";
    struct ll_yaml_node name = {.kind = LL_YAML_SCALAR, .text = mutant->name};
    int32_t days = trying->suite->book->pack->quiet_days;
    bool of_quiet = false;
    for (size_t at = 0; at + sizeof quiet - 1 <= mutant->name.len && !of_quiet; at++)
        of_quiet = memcmp(mutant->name.ptr + at, quiet, sizeof quiet - 1) == 0;
    ll_buf_add_lit(out, "no test near those that there are would notice it; write one");
    if (of_quiet)
        ll_buf_printf(out,
                      " with two hits of one buyer, dealer or address %" PRId32
                      " days apart (one lead) and two %" PRId32 " days apart (two leads)",
                      days, days + 1);
    ll_buf_add_lit(out, ", or list it under 'survivors' of a file of tests, with a reason:\n"
                        "  - {mutant: ");
    ll_tree_write(out, &name);
    ll_buf_add_lit(out, ", because: \"...\"}\n");
}

static bool is_looked_at(const struct ll_trying *trying, const struct ll_mutant *mutant)
{
    bool looked = mutant->indicator == LL_MUTANT_OF_PACK;
    for (size_t i = 0; i < trying->suite->test_count && !looked; i++)
        looked = ll_trying_can_notice(&trying->suite->tests[i], mutant);
    return looked;
}

/* The mutants from first on that are of an indicator which no test runs: all in one line. Returns the last of them. */
static size_t add_unlooked(const struct ll_trying *trying, size_t first, struct ll_buf *out)
{
    const struct ll_mutant *mutant = &trying->mutants.list[first];
    const struct ll_book_entry *entry = &trying->suite->book->entries[mutant->indicator];
    size_t last = first, count = 0;
    for (size_t i = first;
         i < trying->mutants.count && trying->mutants.list[i].indicator == mutant->indicator; i++) {
        count += trying->fates[i] == LL_FATE_SURVIVED;
        last = i;
    }
    add_place(out, entry->id_at);
    ll_buf_printf(out, "no test looks at %.*s, so none notices any of its %zu mutant%s\n",
                  LL_STR_ARGS(entry->indicator->id), count, plural(count));
    return last;
}

/* By mutant: what would notice it; of those that nothing is to be said of, nothing. NULL: memory is out. */
static struct ll_example *find_examples(const struct ll_trying *trying, struct ll_arena *arena)
{
    struct ll_example *list = LL_NEW_ARRAY(arena, struct ll_example, trying->mutants.count);
    for (size_t i = 0; list && i < trying->mutants.count; i++)
        if (trying->fates[i] == LL_FATE_SURVIVED &&
            is_looked_at(trying, &trying->mutants.list[i]) &&
            !ll_survivor_example(trying, &trying->mutants.list[i], arena, &list[i]))
            return NULL;
    return list;
}

/* A survivor with all the later ones that the same test would notice */
static void add_survivor(const struct ll_trying *trying, const struct ll_example *examples,
                         size_t first, struct ll_buf *out)
{
    struct ll_example example = examples[first];
    size_t n = 1;
    add_mutant(&trying->mutants.list[first], out);
    if (!example.rest.ptr) {
        add_remedy(trying, &trying->mutants.list[first], out);
        return;
    }
    for (size_t i = first + 1; i < trying->mutants.count; i++) {
        if (!examples[i].rest.ptr || !ll_str_eq(examples[i].rest, example.rest))
            continue;
        add_mutant(&trying->mutants.list[i], out);
        n++;
        /* The name that says most. */
        if (examples[i].name.len > example.name.len)
            example.name = examples[i].name;
    }
    ll_buf_printf(out, "this test would notice %s:\n", n == 1 ? "it" : "them");
    add_test(&example, out);
}

static bool is_told(const struct ll_example *examples, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (examples[k].rest.ptr && examples[i].rest.ptr &&
            ll_str_eq(examples[k].rest, examples[i].rest))
            return true;
    return false;
}

bool ll_trying_report(const struct ll_trying *trying, struct ll_buf *out)
{
    struct ll_arena arena = {0};
    struct ll_example *examples = find_examples(trying, &arena);
    for (size_t i = 0; examples && i < trying->mutants.count; i++) {
        if (trying->fates[i] != LL_FATE_SURVIVED || is_told(examples, i))
            continue;
        if (is_looked_at(trying, &trying->mutants.list[i]))
            add_survivor(trying, examples, i, out);
        else
            i = add_unlooked(trying, i, out);
    }
    ll_arena_fini(&arena);
    ll_buf_printf(out, "%s: %zu mutant%s, %zu noticed, %zu not", trying->path, mutant_count(trying),
                  plural(mutant_count(trying)), trying->counts[LL_FATE_NOTICED],
                  trying->counts[LL_FATE_SURVIVED]);
    if (trying->counts[LL_FATE_ACCEPTED])
        ll_buf_printf(out, ", %zu accepted", trying->counts[LL_FATE_ACCEPTED]);
    ll_buf_add_char(out, '\n');
    return examples != NULL;
}

bool ll_trying_report_json(const struct ll_trying *trying, struct ll_buf *out)
{
    static const char *const words[] = {"noticed", "survived", "accepted"};
    bool fine = true;
    for (size_t i = 0; fine && i < trying->mutants.count; i++) {
        const struct ll_mutant *mutant = &trying->mutants.list[i];
        enum ll_fate fate = trying->fates[i];
        if (fate == LL_FATE_NO_PACK)
            continue;
        add_key_string(out, "{\"mutant\":", mutant->name);
        add_key_string(out, ",\"outcome\":", ll_str_from(words[fate]));
        add_place_json(out, mutant->at);
        if (fate == LL_FATE_SURVIVED)
            fine = add_example_json(trying, mutant, out);
        ll_buf_add_lit(out, "}\n");
    }
    add_key_string(out, "{\"mutants\":", ll_str_from(trying->path));
    ll_buf_printf(out, ",\"count\":%zu,\"noticed\":%zu,\"survived\":%zu,\"accepted\":%zu}\n",
                  mutant_count(trying), trying->counts[LL_FATE_NOTICED],
                  trying->counts[LL_FATE_SURVIVED], trying->counts[LL_FATE_ACCEPTED]);
    return fine;
}
