/* report.c -- see report.h.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/report.h"

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
    ll_buf_printf(out,
                  "%s: tried %zu of %zu indicators, %zu of %zu conditions, %zu of %zu edges, %zu "
                  "of %zu window ends\n",
                  path, coverage->hits[0], coverage->hits[1], coverage->conditions[0],
                  coverage->conditions[1], coverage->edges[0], coverage->edges[1],
                  coverage->windows[0], coverage->windows[1]);
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

/* Each search is for a survivor alone, as all its memory goes with it. */
static bool add_example(const struct ll_trying *trying, const struct ll_mutant *mutant, bool json,
                        struct ll_buf *out)
{
    struct ll_arena arena = {0};
    ll_str text;
    bool fine = ll_survivor_example(trying, mutant, &arena, &text);
    if (json) {
        ll_buf_add_lit(out, ",\"example\":");
        ll_json_add_string_or_null(out, text);
    } else if (text.ptr) {
        ll_buf_add_lit(out, "this test would notice it:\n");
        ll_buf_add_str(out, text);
    } else {
        ll_buf_add_lit(out, "no test near those that there are would notice it; write one, or "
                            "list it under 'survivors' with a reason\n");
    }
    ll_arena_fini(&arena);
    return fine;
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
    ll_buf_printf(out, "no test looks at %.*s, so none notices any of its %zu mutants\n",
                  LL_STR_ARGS(entry->indicator->id), count);
    return last;
}

bool ll_trying_report(const struct ll_trying *trying, struct ll_buf *out)
{
    bool fine = true;
    for (size_t i = 0; fine && i < trying->mutants.count; i++) {
        const struct ll_mutant *mutant = &trying->mutants.list[i];
        if (trying->fates[i] != LL_FATE_SURVIVED)
            continue;
        if (!is_looked_at(trying, mutant)) {
            i = add_unlooked(trying, i, out);
            continue;
        }
        add_place(out, mutant->at);
        ll_buf_printf(out, "no test notices: %.*s\n", LL_STR_ARGS(mutant->name));
        fine = add_example(trying, mutant, false, out);
    }
    ll_buf_printf(out, "%s: %zu mutants, %zu noticed, %zu not", trying->path, mutant_count(trying),
                  trying->counts[LL_FATE_NOTICED], trying->counts[LL_FATE_SURVIVED]);
    if (trying->counts[LL_FATE_ACCEPTED])
        ll_buf_printf(out, ", %zu accepted", trying->counts[LL_FATE_ACCEPTED]);
    ll_buf_add_char(out, '\n');
    return fine;
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
            fine = add_example(trying, mutant, true, out);
        ll_buf_add_lit(out, "}\n");
    }
    add_key_string(out, "{\"mutants\":", ll_str_from(trying->path));
    ll_buf_printf(out, ",\"count\":%zu,\"noticed\":%zu,\"survived\":%zu,\"accepted\":%zu}\n",
                  mutant_count(trying), trying->counts[LL_FATE_NOTICED],
                  trying->counts[LL_FATE_SURVIVED], trying->counts[LL_FATE_ACCEPTED]);
    return fine;
}
