/* result.c -- collecting figures.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/result.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX 512

static const char *keep(struct ll_bench_result *result, const char *text)
{
    ll_str copy = ll_arena_str(result->arena, ll_str_from(text));

    if (!copy.ptr)
        result->failed = true;
    return copy.ptr ? copy.ptr : "";
}

/* A list with room for one more; NULL, and noted, when memory is out. */
static void *more(struct ll_bench_result *result, void *list, size_t count, size_t *cap,
                  size_t size)
{
    void *roomy = ll_arena_more(result->arena, list, count, cap, size);

    if (!roomy)
        result->failed = true;
    return roomy;
}

const struct ll_bench_metric *ll_bench_find(const struct ll_bench_result *result, const char *name)
{
    for (size_t i = 0; i < result->count; i++)
        if (strcmp(result->metrics[i]->name, name) == 0)
            return result->metrics[i];
    return NULL;
}

static struct ll_bench_metric *add(struct ll_bench_result *result, const char *name,
                                   const char *unit, enum ll_bench_better better)
{
    struct ll_bench_metric *metric = LL_NEW(result->arena, struct ll_bench_metric);
    struct ll_bench_metric **metrics =
        more(result, result->metrics, result->count, &result->cap, sizeof(*metrics));

    if (!metric || !metrics) {
        result->failed = true;
        return NULL;
    }
    result->metrics = metrics;
    metric->name = keep(result, name);
    metric->unit = keep(result, unit);
    metric->better = better;
    result->metrics[result->count++] = metric;
    return metric;
}

void ll_bench_put(struct ll_bench_result *result, const char *name, const char *unit,
                  enum ll_bench_better better, double value)
{
    struct ll_bench_metric *metric = NULL;

    for (size_t i = 0; i < result->count && !metric; i++)
        if (strcmp(result->metrics[i]->name, name) == 0)
            metric = result->metrics[i];
    if (!metric)
        metric = add(result, name, unit, better);
    if (metric && metric->count < LL_BENCH_RUNS_MAX)
        metric->values[metric->count++] = value;
}

void ll_bench_note(struct ll_bench_result *result, struct ll_bench_facts *facts, const char *name,
                   const char *format, ...)
{
    char text[TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct ll_bench_fact *list = more(result, facts->list, facts->count, &facts->cap, sizeof *list);
    if (!list)
        return;
    facts->list = list;
    list[facts->count++] = (struct ll_bench_fact){keep(result, name), keep(result, text)};
}

void ll_bench_limited(struct ll_bench_result *result, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    result->limited_by = keep(result, text);
}

double ll_bench_median(const struct ll_bench_result *result, const char *name, double fallback)
{
    const struct ll_bench_metric *metric = ll_bench_find(result, name);

    return metric && metric->count ? ll_bench_spread_of(metric->values, metric->count).median
                                   : fallback;
}
