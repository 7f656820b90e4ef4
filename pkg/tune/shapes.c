/* shapes.c -- the document: leads by week and month, days gained, overlap, places, and the leads one by one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tune/write.h"

static void add_comma(struct ll_buf *out, size_t i)
{
    if (i)
        ll_buf_add_char(out, ',');
}

static bool has_candidate(const struct ll_tune *tune)
{
    return tune->setup.cells->has_candidate;
}

static const struct ll_indicator *indicator_of(const struct ll_tune *tune, size_t cell, size_t slot)
{
    const struct ll_plan *plan = tune->plans.of[cell];
    return &tune->setup.cells->cells[cell].pack->indicators[plan->indicator_of[slot]];
}

/* ---- weeks and months ---- */

static void add_week_counts(struct ll_buf *out, const struct ll_tune *tune,
                            const struct ll_sum *sum)
{
    ll_buf_add_char(out, '[');
    for (int32_t week = tune->measure.first_week; week <= tune->measure.last_week; week++) {
        add_comma(out, week != tune->measure.first_week);
        ll_buf_add_u64(out, ll_tally_count(&sum->weeks, week));
    }
    ll_buf_add_char(out, ']');
}

static void add_weeks_of(struct ll_buf *out, const struct ll_tune *tune, size_t cell)
{
    const struct ll_cell_sums *sums = &tune->threads[0].cells[cell];
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < tune->plans.of[cell]->count; i++) {
        add_comma(out, i);
        ll_buf_add_lit(out, "{\"id\":");
        ll_json_add_string(out, indicator_of(tune, cell, i)->id);
        ll_buf_add_lit(out, ",\"counts\":");
        add_week_counts(out, tune, &sums->indicators[i]);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_weeks(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_cell_sums *cells = tune->threads[0].cells;
    bool some = tune->measure.last_week >= tune->measure.first_week;
    ll_buf_add_lit(out, ",\"weeks\":{\"first\":");
    ll_json_add_day(out, some ? ll_week_monday(tune->measure.first_week) : LL_DAY_NONE);
    ll_buf_add_lit(out, ",\"all\":{\"present\":");
    add_week_counts(out, tune, &cells[0].all);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (has_candidate(tune))
        add_week_counts(out, tune, &cells[1].all);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_lit(out, "},\"present\":");
    add_weeks_of(out, tune, 0);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (has_candidate(tune))
        add_weeks_of(out, tune, 1);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
}

static void add_months(struct ll_buf *out, const struct ll_tune *tune)
{
    ll_buf_add_lit(out, ",\"months\":{\"present\":[");
    for (int32_t month = 0; month < 12; month++) {
        add_comma(out, month != 0);
        ll_buf_add_u64(out, ll_tally_count(&tune->threads[0].months, month));
    }
    ll_buf_add_lit(out, "],\"sales\":[");
    for (size_t month = 0; month < 12; month++) {
        add_comma(out, month != 0);
        ll_buf_add_u64(out, tune->counts->sales_by_month[month]);
    }
    ll_buf_add_lit(out, "]}");
}

/* ---- days gained ---- */

/* Bars of a histogram: `count` of them, `width` days each, from `first` on. */
struct bars {
    int32_t first, width;
    size_t count;
};
#define BARS_MAX 64

static void reach(const struct ll_tally *tally, int32_t *least, int32_t *most, bool *some)
{
    for (size_t i = 0; i < tally->size; i++) {
        if (tally->table[i].count == 0)
            continue;
        int32_t value = tally->table[i].value;
        *least = *some && *least < value ? *least : value;
        *most = *some && *most > value ? *most : value;
        *some = true;
    }
}

static int32_t floor_to(int32_t value, int32_t step)
{
    return value >= 0 ? value / step * step : -((-value + step - 1) / step * step);
}

/* Of 30 days, or of as many times that as make them few. */
static struct bars bars_of(const struct ll_tune *tune)
{
    int32_t least = 0, most = 0;
    bool some = false;
    for (size_t cell = 0; cell < 1u + has_candidate(tune); cell++) {
        const struct ll_cell_sums *sums = &tune->threads[0].cells[cell];
        reach(&sums->all.gained, &least, &most, &some);
        for (size_t i = 0; i < tune->plans.of[cell]->count; i++)
            reach(&sums->indicators[i].gained, &least, &most, &some);
    }
    struct bars bars = {.width = 30};
    while ((most - least) / bars.width + 2 > BARS_MAX)
        bars.width *= 2;
    bars.first = floor_to(least, bars.width);
    bars.count = some ? (size_t)((most - bars.first) / bars.width) + 1 : 0;
    return bars;
}

static void add_bars(struct ll_buf *out, const struct bars *bars, const struct ll_tally *tally)
{
    uint64_t counts[BARS_MAX] = {0};
    for (size_t i = 0; i < tally->size; i++) {
        if (tally->table[i].count)
            counts[(tally->table[i].value - bars->first) / bars->width] += tally->table[i].count;
    }
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < bars->count; i++) {
        add_comma(out, i);
        ll_buf_add_u64(out, counts[i]);
    }
    ll_buf_add_char(out, ']');
}

static void add_gained_of(struct ll_buf *out, const struct ll_tune *tune, const struct bars *bars,
                          size_t cell)
{
    const struct ll_cell_sums *sums = &tune->threads[0].cells[cell];
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < tune->plans.of[cell]->count; i++) {
        add_comma(out, i);
        ll_buf_add_lit(out, "{\"id\":");
        ll_json_add_string(out, indicator_of(tune, cell, i)->id);
        ll_buf_add_lit(out, ",\"counts\":");
        add_bars(out, bars, &sums->indicators[i].gained);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_gained(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_cell_sums *cells = tune->threads[0].cells;
    struct bars bars = bars_of(tune);
    ll_buf_add_lit(out, ",\"gained\":{\"edges\":[");
    for (size_t i = 0; bars.count && i <= bars.count; i++) {
        add_comma(out, i);
        ll_buf_add_i64(out, bars.first + (int64_t)i * bars.width);
    }
    ll_buf_add_lit(out, "],\"all\":{\"present\":");
    add_bars(out, &bars, &cells[0].all.gained);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (has_candidate(tune))
        add_bars(out, &bars, &cells[1].all.gained);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_lit(out, "},\"present\":");
    add_gained_of(out, tune, &bars, 0);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (has_candidate(tune))
        add_gained_of(out, tune, &bars, 1);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
}

/* ---- overlap ---- */

static void add_hit_ids(struct ll_buf *out, const struct ll_tune *tune)
{
    size_t n = 0;
    ll_buf_add_lit(out, "\"ids\":[");
    for (size_t i = 0; i < tune->plans.of[0]->count; i++) {
        if (!ll_tune_hits(tune, i))
            continue;
        add_comma(out, n++);
        ll_json_add_string(out, indicator_of(tune, 0, i)->id);
    }
    ll_buf_add_char(out, ']');
}

static void add_overlap_row(struct ll_buf *out, const struct ll_tune *tune, uint32_t indicator)
{
    const struct ll_plan *plan = tune->plans.of[0];
    size_t n = 0;
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < plan->count; i++) {
        if (!ll_tune_hits(tune, i))
            continue;
        add_comma(out, n++);
        ll_buf_add_u64(out, ll_tune_overlap(tune, indicator, plan->indicator_of[i]));
    }
    ll_buf_add_char(out, ']');
}

static void add_overlap(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_plan *plan = tune->plans.of[0];
    size_t n = 0;
    ll_buf_add_lit(out, ",\"overlap\":{");
    add_hit_ids(out, tune);
    ll_buf_add_lit(out, ",\"both\":[");
    for (size_t i = 0; i < plan->count; i++) {
        if (!ll_tune_hits(tune, i))
            continue;
        add_comma(out, n++);
        add_overlap_row(out, tune, plan->indicator_of[i]);
    }
    ll_buf_add_lit(out, "],\"alone\":[");
    n = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (!ll_tune_hits(tune, i))
            continue;
        add_comma(out, n++);
        ll_buf_add_u64(out, tune->threads[0].alone[plan->indicator_of[i]]);
    }
    ll_buf_add_lit(out, "]}");
}

/* ---- places ---- */

static void add_places_of(struct ll_buf *out, const struct ll_places *places)
{
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < places->count; i++) {
        const struct ll_place *place = &places->list[i];
        add_comma(out, i);
        ll_buf_add_lit(out, "{\"division\":");
        ll_json_add_string_or_null(out, place->division);
        ll_buf_add_lit(out, ",\"state\":");
        ll_json_add_string_or_null(out, place->state);
        ll_buf_add_lit(out, ",\"group\":");
        ll_json_add_string_or_null(out, place->group);
        ll_buf_printf(out, ",\"leads\":%llu,\"guns\":%llu,\"true\":%llu,\"false\":%llu}",
                      (unsigned long long)place->leads, (unsigned long long)place->guns,
                      (unsigned long long)place->came_true, (unsigned long long)place->came_false);
    }
    ll_buf_add_char(out, ']');
}

void ll_write_shapes(struct ll_buf *out, const struct ll_tune *tune)
{
    add_weeks(out, tune);
    add_months(out, tune);
    add_gained(out, tune);
    add_overlap(out, tune);
    ll_buf_add_lit(out, ",\"places\":{\"present\":");
    add_places_of(out, &tune->threads[0].places[0]);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (has_candidate(tune))
        add_places_of(out, &tune->threads[0].places[1]);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
}
