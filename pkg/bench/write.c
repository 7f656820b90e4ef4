/* write.c -- a result as a table and as JSON.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/result.h"

#include "json/writer.h"
#include <math.h>
#include <stdio.h>

#define NAME_COLUMNS 34
#define NUMBER_COLUMNS 13

/* ---- numbers ---- */

static void add_grouped(struct ll_buf *out, double value)
{
    char digits[40];
    int n = snprintf(digits, sizeof digits, "%.0f", fabs(value));

    if (value < 0)
        ll_buf_add_char(out, '-');
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            ll_buf_add_char(out, ',');
        ll_buf_add_char(out, digits[i]);
    }
}

void ll_bench_add_number(struct ll_buf *out, double value)
{
    double size = fabs(value);

    if (size >= 1000)
        add_grouped(out, value);
    else if (size >= 100)
        ll_buf_printf(out, "%.0f", value);
    else if (size >= 10)
        ll_buf_printf(out, "%.1f", value);
    else if (size >= 1 || size < 0.00005)
        ll_buf_printf(out, "%.2f", value);
    else
        ll_buf_printf(out, "%.4f", value);
}

/* ---- the table ---- */

static void add_cell(struct ll_buf *out, double value)
{
    struct ll_buf text = {0};

    ll_bench_add_number(&text, value);
    ll_buf_printf(out, "%*.*s", NUMBER_COLUMNS, LL_STR_ARGS(ll_buf_str(&text)));
    ll_buf_fini(&text);
}

static void add_facts(struct ll_buf *out, const char *title, const struct ll_bench_facts *facts)
{
    if (!facts->count)
        return;
    ll_buf_printf(out, "%-9s", title);
    for (size_t i = 0; i < facts->count; i++)
        ll_buf_printf(out, "%s%s %s", i ? ", " : " ", facts->list[i].name, facts->list[i].value);
    ll_buf_add_char(out, '\n');
}

void ll_bench_write_table(const struct ll_bench_result *result, struct ll_buf *out)
{
    ll_buf_printf(out, "leadline bench %s\n", result->kind);
    add_facts(out, "machine", &result->machine);
    add_facts(out, "versions", &result->versions);
    add_facts(out, "setup", &result->setup);
    ll_buf_printf(out, "\n%-*s%*s%*s%*s  %s\n", NAME_COLUMNS, "figure", NUMBER_COLUMNS, "median",
                  NUMBER_COLUMNS, "least", NUMBER_COLUMNS, "greatest", "unit");
    for (size_t i = 0; i < result->count; i++) {
        const struct ll_bench_metric *metric = result->metrics[i];
        struct ll_bench_spread spread = ll_bench_spread_of(metric->values, metric->count);
        ll_buf_printf(out, "%-*s", NAME_COLUMNS, metric->name);
        add_cell(out, spread.median);
        if (metric->count > 1) {
            add_cell(out, spread.min);
            add_cell(out, spread.max);
        } else {
            ll_buf_printf(out, "%*s", 2 * NUMBER_COLUMNS, "");
        }
        ll_buf_printf(out, "  %s\n", metric->unit);
    }
    if (result->limited_by)
        ll_buf_printf(out, "\nlimited by: %s\n", result->limited_by);
    if (result->failed)
        out->failed = true;
}

/* ---- JSON ---- */

static void add_object(struct ll_buf *out, const char *name, const struct ll_bench_facts *facts)
{
    ll_buf_printf(out, ",\"%s\":{", name);
    for (size_t i = 0; i < facts->count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        ll_json_add_string(out, ll_str_from(facts->list[i].name));
        ll_buf_add_char(out, ':');
        ll_json_add_string(out, ll_str_from(facts->list[i].value));
    }
    ll_buf_add_char(out, '}');
}

static void add_metric(struct ll_buf *out, const struct ll_bench_metric *metric)
{
    static const char *const words[] = {"neither", "higher", "lower"};
    struct ll_bench_spread spread = ll_bench_spread_of(metric->values, metric->count);

    ll_buf_add_lit(out, "{\"name\":");
    ll_json_add_string(out, ll_str_from(metric->name));
    ll_buf_add_lit(out, ",\"unit\":");
    ll_json_add_string(out, ll_str_from(metric->unit));
    ll_buf_printf(out, ",\"better\":\"%s\",\"median\":%.9g,\"min\":%.9g,\"max\":%.9g,\"values\":[",
                  words[metric->better], spread.median, spread.min, spread.max);
    for (size_t i = 0; i < metric->count; i++)
        ll_buf_printf(out, "%s%.9g", i ? "," : "", metric->values[i]);
    ll_buf_add_lit(out, "]}");
}

void ll_bench_write_json(const struct ll_bench_result *result, struct ll_buf *out)
{
    ll_buf_printf(out, "{\"leadline_bench\":%d,\"kind\":\"%s\"", LL_BENCH_SCHEMA, result->kind);
    add_object(out, "machine", &result->machine);
    add_object(out, "versions", &result->versions);
    add_object(out, "setup", &result->setup);
    ll_buf_add_lit(out, ",\"metrics\":[");
    for (size_t i = 0; i < result->count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_metric(out, result->metrics[i]);
    }
    ll_buf_add_lit(out, "],\"limited_by\":");
    ll_json_add_string_or_null(out, ll_str_from(result->limited_by));
    ll_buf_add_lit(out, "}\n");
    if (result->failed)
        out->failed = true;
}
