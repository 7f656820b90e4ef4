/* compare.c -- see compare.h.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/compare.h"

#include "base/readfile.h"
#include "json/reader.h"
#include <stdlib.h>

#define FILE_BYTES_MAX (8u << 20)

struct reading {
    struct ll_arena *arena;
    struct ll_json_reader *json;
    struct ll_bench_old *out;
    size_t cap;
    bool memory_out;
    int64_t schema;
};

/* ---- reading ---- */

static const char *keep(struct reading *reading, ll_str text)
{
    ll_str copy = ll_arena_str(reading->arena, text);

    if (!copy.ptr)
        reading->memory_out = true;
    return copy.ptr ? copy.ptr : "";
}

static bool read_number(struct reading *reading, double *out)
{
    ll_str text;
    char copy[64] = "";

    if (!ll_json_get_number(reading->json, &text) || text.len >= sizeof copy)
        return false;
    memcpy(copy, text.ptr, text.len);
    *out = strtod(copy, NULL);
    return true;
}

static bool read_text(struct reading *reading, ll_str *out)
{
    ll_str text;

    if (!ll_json_get_string(reading->json, &text))
        return false;
    *out = (ll_str){keep(reading, text), text.len};
    return true;
}

static bool read_facts(struct reading *reading, struct ll_bench_facts *facts)
{
    ll_str key, value;
    bool more;

    if (!ll_json_enter_object(reading->json))
        return false;
    while (ll_json_next_field(reading->json, &key, &more) && more) {
        const char *name = keep(reading, key);
        struct ll_bench_fact *list;
        if (!read_text(reading, &value))
            return false;
        list = LL_NEW_ARRAY(reading->arena, struct ll_bench_fact, facts->count + 1);
        if (!list) {
            reading->memory_out = true;
            return false;
        }
        if (facts->count)
            memcpy(list, facts->list, facts->count * sizeof *list);
        list[facts->count++] = (struct ll_bench_fact){name, value.ptr};
        facts->list = list;
    }
    return !ll_json_fault(reading->json);
}

static bool read_metric(struct reading *reading, struct ll_bench_old_metric *metric)
{
    ll_str key;
    bool more, fine = true;

    if (!ll_json_enter_object(reading->json))
        return false;
    while (fine && ll_json_next_field(reading->json, &key, &more) && more) {
        if (ll_str_eq(key, LL_STR("name")))
            fine = read_text(reading, &metric->name);
        else if (ll_str_eq(key, LL_STR("median")))
            fine = read_number(reading, &metric->spread.median);
        else if (ll_str_eq(key, LL_STR("min")))
            fine = read_number(reading, &metric->spread.min);
        else if (ll_str_eq(key, LL_STR("max")))
            fine = read_number(reading, &metric->spread.max);
        else
            fine = ll_json_skip(reading->json);
    }
    return fine && metric->name.len && !ll_json_fault(reading->json);
}

static bool read_metrics(struct reading *reading)
{
    struct ll_bench_old *out = reading->out;
    bool more;

    if (!ll_json_enter_array(reading->json))
        return false;
    while (ll_json_next_element(reading->json, &more) && more) {
        if (out->count == reading->cap) {
            size_t cap = reading->cap ? reading->cap * 2 : 32;
            struct ll_bench_old_metric *list =
                LL_NEW_ARRAY(reading->arena, struct ll_bench_old_metric, cap);
            if (!list) {
                reading->memory_out = true;
                return false;
            }
            if (out->count)
                memcpy(list, out->metrics, out->count * sizeof *list);
            out->metrics = list;
            reading->cap = cap;
        }
        if (!read_metric(reading, &out->metrics[out->count++]))
            return false;
    }
    return !ll_json_fault(reading->json);
}

static bool read_field(struct reading *reading, ll_str key)
{
    double schema;

    if (ll_str_eq(key, LL_STR("leadline_bench"))) {
        if (!read_number(reading, &schema))
            return false;
        reading->schema = (int64_t)schema;
        return true;
    }
    if (ll_str_eq(key, LL_STR("kind")))
        return read_text(reading, &reading->out->kind);
    if (ll_str_eq(key, LL_STR("machine")))
        return read_facts(reading, &reading->out->machine);
    if (ll_str_eq(key, LL_STR("setup")))
        return read_facts(reading, &reading->out->setup);
    if (ll_str_eq(key, LL_STR("metrics")))
        return read_metrics(reading);
    return ll_json_skip(reading->json);
}

static bool read_all(struct reading *reading, ll_str text)
{
    ll_str key;
    bool more;

    if (!ll_json_open(reading->json, text) || !ll_json_enter_object(reading->json))
        return false;
    while (ll_json_next_field(reading->json, &key, &more) && more)
        if (!read_field(reading, key))
            return false;
    return !ll_json_fault(reading->json) && ll_json_close(reading->json);
}

enum ll_status ll_bench_old_parse(struct ll_arena *arena, const char *path, ll_str text,
                                  struct ll_bench_old *out, struct ll_error *err)
{
    struct reading reading = {.arena = arena, .out = out};
    bool fine;

    *out = (struct ll_bench_old){.path = path};
    if (text.len > FILE_BYTES_MAX)
        return ll_fail(err, LL_ERR_SYNTAX, "%s: too long for a result of leadline bench", path);
    reading.json = ll_json_reader_new(text.len + 1);
    if (!reading.json)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to read %s", path);
    fine = read_all(&reading, text);
    ll_json_reader_free(reading.json);
    if (reading.memory_out)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to read %s", path);
    if (reading.schema && reading.schema != LL_BENCH_SCHEMA)
        return ll_fail(
            err, LL_ERR_SYNTAX,
            "%s: it is of schema %lld, this leadline writes %d; measure the old one anew", path,
            (long long)reading.schema, LL_BENCH_SCHEMA);
    if (!fine || !reading.schema || !out->kind.len)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "%s: it is no result of leadline bench; make one with --json", path);
    return LL_OK;
}

enum ll_status ll_bench_old_read(struct ll_arena *arena, const char *path, struct ll_bench_old *out,
                                 struct ll_error *err)
{
    struct ll_source source;
    char *padded;
    enum ll_status status = ll_readfile(arena, path, &source, err);

    if (status)
        return status;
    padded = ll_arena_alloc(arena, source.text.len + LL_JSON_PADDING, 1);
    if (!padded)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to read %s", path);
    memcpy(padded, source.text.ptr, source.text.len);
    return ll_bench_old_parse(arena, source.file, (ll_str){padded, source.text.len}, out, err);
}

/* ---- comparing ---- */

static const char *fact(const struct ll_bench_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->list[i].name, name) == 0)
            return facts->list[i].value;
    return "";
}

/* Facts that were others then. */
static void warn(const struct ll_bench_facts *old, const struct ll_bench_facts *now,
                 struct ll_buf *out)
{
    for (size_t i = 0; i < now->count; i++) {
        const char *was = fact(old, now->list[i].name);
        if (strcmp(was, now->list[i].value) != 0)
            ll_buf_printf(out, "not alike: %s was '%s', is '%s'\n", now->list[i].name, was,
                          now->list[i].value);
    }
}

static void add_line(struct ll_buf *out, const char *word, const struct ll_bench_metric *metric,
                     const struct ll_bench_spread *was, const struct ll_bench_spread *is)
{
    ll_buf_printf(out, "%s: %s ", word, metric->name);
    ll_bench_add_number(out, was->median);
    ll_buf_add_lit(out, " (");
    ll_bench_add_number(out, was->min);
    ll_buf_add_lit(out, "..");
    ll_bench_add_number(out, was->max);
    ll_buf_add_lit(out, ") to ");
    ll_bench_add_number(out, is->median);
    ll_buf_add_lit(out, " (");
    ll_bench_add_number(out, is->min);
    ll_buf_add_lit(out, "..");
    ll_bench_add_number(out, is->max);
    ll_buf_printf(out, ") %s", metric->unit);
    if (was->median != 0)
        ll_buf_printf(out, ", %+.1f %%", (is->median - was->median) / was->median * 100);
    ll_buf_add_char(out, '\n');
}

static const struct ll_bench_old_metric *find(const struct ll_bench_old *old, const char *name)
{
    for (size_t i = 0; i < old->count; i++)
        if (ll_str_eq(old->metrics[i].name, ll_str_from(name)))
            return &old->metrics[i];
    return NULL;
}

size_t ll_bench_compare(const struct ll_bench_old *old, const struct ll_bench_result *now,
                        struct ll_buf *out, enum ll_status *status, struct ll_error *err)
{
    static const char *const words[] = {"same", "better", "REGRESSION"};
    size_t regressed = 0, same = 0;

    *status = LL_OK;
    if (!ll_str_eq(old->kind, ll_str_from(now->kind))) {
        *status = ll_fail(err, LL_ERR_SYNTAX,
                          "%s is of 'bench %.*s', this is of 'bench %s': they cannot be compared",
                          old->path, LL_STR_ARGS(old->kind), now->kind);
        return 0;
    }
    ll_buf_printf(out, "\ncompared with %s\n", old->path);
    warn(&old->machine, &now->machine, out);
    warn(&old->setup, &now->setup, out);
    for (size_t i = 0; i < now->count; i++) {
        const struct ll_bench_metric *metric = now->metrics[i];
        const struct ll_bench_old_metric *was = find(old, metric->name);
        if (!was || metric->better == LL_BENCH_NEITHER)
            continue;
        struct ll_bench_spread is = ll_bench_spread_of(metric->values, metric->count);
        enum ll_bench_verdict verdict = ll_bench_judge(&was->spread, &is, metric->better);
        regressed += verdict == LL_BENCH_REGRESSED;
        same += verdict == LL_BENCH_SAME;
        if (verdict != LL_BENCH_SAME)
            add_line(out, words[verdict], metric, &was->spread, &is);
    }
    ll_buf_printf(out, "%zu the same within noise, %zu regressed\n", same, regressed);
    return regressed;
}
