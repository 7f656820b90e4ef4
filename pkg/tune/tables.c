/* tables.c -- the tables as CSV files.   SPDX-License-Identifier: Apache-2.0 */
#include "files/output.h"
#include "tune/write.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* ---- pieces ---- */

/* Quoted where it must be (RFC 4180). A spreadsheet takes what starts with one of =+-@ for a formula: a blank before it keeps
 * it a text. */
static void add_text(struct ll_buf *out, ll_str text)
{
    bool quoted = false;
    if (text.len && strchr("=+-@", text.ptr[0]))
        ll_buf_add_char(out, ' ');
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = strchr(",\"\r\n", text.ptr[i]) != NULL;
    if (!quoted) {
        ll_buf_add_str(out, text);
        return;
    }
    ll_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            ll_buf_add_char(out, '"');
        ll_buf_add_char(out, text.ptr[i]);
    }
    ll_buf_add_char(out, '"');
}

/* Behind a comma; empty where it is none. */
static void add_number(struct ll_buf *out, double number)
{
    ll_buf_add_char(out, ',');
    if (isfinite(number))
        ll_write_number(out, number);
}

static void add_count(struct ll_buf *out, uint64_t count)
{
    ll_buf_printf(out, ",%" PRIu64, count);
}

static void add_day(struct ll_buf *out, ll_day day)
{
    char text[10];
    ll_buf_add_char(out, ',');
    if (day == LL_DAY_NONE)
        return;
    ll_day_format(day, text);
    ll_buf_add(out, text, sizeof text);
}

static void add_prop(struct ll_buf *out, struct ll_prop prop)
{
    double low = (double)NAN, high = (double)NAN;
    if (prop.n)
        ll_prop_wilson(prop, &low, &high);
    add_number(out, ll_prop_share(prop));
    add_number(out, low);
    add_number(out, high);
}

#define FIGURE_HEAD                                                                                \
    "leads,withdrawn,purchasers,guns,week_median,week_busiest,busiest_week,true,false,unlabelled," \
    "duplicate,precision,precision_low,precision_high,recall,recall_low,recall_high,"              \
    "confirmed_share,confirmed_low,confirmed_high,lift,false_for_true,gained_n,gained_q1,"         \
    "gained_median,gained_q3,guns_after,guns_after_share,guns_after_low,guns_after_high\n"

static void add_figure(struct ll_buf *out, const struct ll_figure *figure, bool of_all)
{
    bool gained = figure->gained.n != 0;
    add_count(out, figure->leads);
    add_number(out, of_all ? (double)figure->withdrawn : (double)NAN);
    add_count(out, figure->purchasers);
    add_count(out, figure->guns);
    add_number(out, figure->week_median);
    add_count(out, figure->week_busiest);
    add_day(out, figure->busiest_week);
    add_count(out, figure->came_true);
    add_count(out, figure->came_false);
    add_count(out, figure->unlabelled);
    add_count(out, figure->duplicate);
    add_prop(out, figure->precision);
    add_prop(out, figure->recall);
    add_prop(out, figure->confirmed);
    add_number(out, figure->lift);
    add_number(out, figure->false_for_true);
    add_count(out, figure->gained.n);
    add_number(out, gained ? figure->gained.q1 : (double)NAN);
    add_number(out, gained ? figure->gained.median : (double)NAN);
    add_number(out, gained ? figure->gained.q3 : (double)NAN);
    add_count(out, figure->guns_after);
    add_prop(out, figure->guns_after_share);
    ll_buf_add_char(out, '\n');
}

/* ---- tables ---- */

static void add_cells(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_cells *cells = tune->setup.cells;
    ll_buf_add_lit(out, "cell,");
    for (size_t i = 0; i < cells->axis_count; i++) {
        add_text(out, cells->axes[i].target);
        ll_buf_add_char(out, ',');
    }
    ll_buf_add_lit(out, FIGURE_HEAD);
    for (size_t cell = 0; cell < cells->count; cell++) {
        add_text(out, cells->cells[cell].name);
        for (size_t i = 0; i < cells->axis_count; i++) {
            const struct ll_axis *axis = &cells->axes[i];
            ll_buf_add_char(out, ',');
            if (cells->cells[cell].kind == LL_CELL_SWEPT)
                add_text(out, axis->values[cells->cells[cell].values[i]]);
        }
        add_figure(out, &tune->cells[cell].all, true);
    }
}

static void add_indicators(struct ll_buf *out, const struct ll_tune *tune)
{
    ll_buf_add_lit(out, "cell,indicator,only," FIGURE_HEAD);
    for (size_t cell = 0; cell < tune->setup.cells->count; cell++) {
        const struct ll_plan *plan = tune->plans.of[cell];
        for (size_t i = 0; i < plan->count; i++) {
            const struct ll_figure *figure = &tune->cells[cell].indicators[i];
            add_text(out, tune->setup.cells->cells[cell].name);
            ll_buf_add_char(out, ',');
            add_text(out, plan->pack->indicators[plan->indicator_of[i]].id);
            add_count(out, figure->only);
            add_figure(out, figure, false);
        }
    }
}

static void add_groups(struct ll_buf *out, const struct ll_tune *tune)
{
    ll_buf_add_lit(out, "cell,group," FIGURE_HEAD);
    for (size_t cell = 0; cell < tune->setup.cells->count; cell++) {
        for (size_t i = 0; tune->plans.groups[cell] && i < tune->setup.group_count; i++) {
            if (!tune->plans.groups[cell][i])
                continue;
            add_text(out, tune->setup.cells->cells[cell].name);
            ll_buf_add_char(out, ',');
            add_text(out, tune->setup.groups[i]);
            add_figure(out, &tune->cells[cell].groups[i], false);
        }
    }
}

static void add_week(struct ll_buf *out, const struct ll_tune *tune, int32_t week)
{
    const struct ll_cells *cells = tune->setup.cells;
    char monday[10];
    ll_day_format(ll_week_monday(week), monday);
    for (size_t cell = 0; cell < cells->count; cell++) {
        ll_buf_add(out, monday, sizeof monday);
        ll_buf_add_char(out, ',');
        add_text(out, cells->cells[cell].name);
        add_count(out, ll_tally_count(&tune->threads[0].cells[cell].all.weeks, week));
        ll_buf_add_char(out, '\n');
    }
}

static void add_weeks(struct ll_buf *out, const struct ll_tune *tune)
{
    ll_buf_add_lit(out, "week,cell,leads\n");
    for (int32_t week = tune->measure.first_week; week <= tune->measure.last_week; week++)
        add_week(out, tune, week);
}

static void add_overlap(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_plan *plan = tune->plans.of[0];
    ll_buf_add_lit(out, "indicator,other,leads,alone\n");
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t k = 0; ll_tune_hits(tune, i) && k < plan->count; k++) {
            if (!ll_tune_hits(tune, k))
                continue;
            add_text(out, plan->pack->indicators[plan->indicator_of[i]].id);
            ll_buf_add_char(out, ',');
            add_text(out, plan->pack->indicators[plan->indicator_of[k]].id);
            add_count(out, ll_tune_overlap(tune, plan->indicator_of[i], plan->indicator_of[k]));
            ll_buf_add_char(out, ',');
            if (i == k)
                ll_buf_add_u64(out, tune->threads[0].alone[plan->indicator_of[i]]);
            ll_buf_add_char(out, '\n');
        }
    }
}

static void add_places(struct ll_buf *out, const struct ll_tune *tune)
{
    ll_buf_add_lit(out, "cell,division,state,group,leads,guns,true,false\n");
    for (size_t cell = 0; cell < 1u + tune->setup.cells->has_candidate; cell++) {
        const struct ll_places *places = &tune->threads[0].places[cell];
        for (size_t i = 0; i < places->count; i++) {
            const struct ll_place *place = &places->list[i];
            add_text(out, tune->setup.cells->cells[cell].name);
            ll_buf_add_char(out, ',');
            add_text(out, place->division);
            ll_buf_add_char(out, ',');
            add_text(out, place->state);
            ll_buf_add_char(out, ',');
            add_text(out, place->group);
            add_count(out, place->leads);
            add_count(out, place->guns);
            add_count(out, place->came_true);
            add_count(out, place->came_false);
            ll_buf_add_char(out, '\n');
        }
    }
}

static void add_lead(struct ll_buf *out, const struct ll_tune *tune,
                     const struct ll_column_lead *lead)
{
    static const char *const labels[] = {
        [LL_LABEL_NONE] = "", [LL_LABEL_TRUE] = "true", [LL_LABEL_FALSE] = "false"};
    const struct ll_pack *pack = tune->setup.cells->cells[0].pack;
    char key[LL_SUBJECT_KEY_TEXT];
    size_t len = ll_subject_key_format(&lead->subject, key);
    ll_buf_printf(out, "%.*s,%s,%.*s", LL_LEAD_ID_LEN, lead->id,
                  ll_subject_kind_word((enum ll_subject_kind)lead->subject.kind), (int)len, key);
    add_day(out, lead->since);
    add_day(out, lead->first_day);
    add_day(out, lead->last_day);
    ll_buf_printf(out, ",%" PRId64, lead->score);
    add_count(out, lead->guns);
    ll_buf_printf(out, ",%s,", labels[lead->label]);
    for (size_t i = 0; i < lead->hit_count; i++) {
        if (i)
            ll_buf_add_char(out, ' ');
        ll_buf_add_str(out, pack->indicators[lead->hits[i]].id);
    }
    ll_buf_add_char(out, '\n');
}

static void add_leads(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_columns *leads = &tune->threads[0].leads;
    ll_buf_add_lit(out,
                   "lead_id,kind,key,since,first_date,last_date,score,guns,label,indicators\n");
    for (size_t i = 0; i < leads->count; i++)
        add_lead(out, tune, &leads->list[i]);
}

/* ---- files ---- */

static const struct {
    const char *name;
    void (*add)(struct ll_buf *out, const struct ll_tune *tune);
} tables[] = {
    {"cells.csv", add_cells}, {"indicators.csv", add_indicators}, {"groups.csv", add_groups},
    {"weeks.csv", add_weeks}, {"overlap.csv", add_overlap},       {"places.csv", add_places},
    {"leads.csv", add_leads},
};

static enum ll_status write_table(const struct ll_buf *text, const char *path, struct ll_error *err)
{
    if (text->failed)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for %.300s", path);
    return ll_output_whole(path, ll_buf_str(text), err);
}

enum ll_status ll_tune_csv(const struct ll_tune *tune, const char *folder, struct ll_error *err)
{
    enum ll_status status = ll_output_folder(folder, err);
    for (size_t i = 0; !status && i < sizeof tables / sizeof tables[0]; i++) {
        struct ll_buf text = {0}, path = {0};
        ll_buf_printf(&path, "%s/%s", folder, tables[i].name);
        ll_buf_add_char(&path, '\0');
        tables[i].add(&text, tune);
        status = path.failed ? ll_fail(err, LL_ERR_NOMEM, "no memory for the tables")
                             : write_table(&text, path.ptr, err);
        ll_buf_fini(&path);
        ll_buf_fini(&text);
    }
    return status;
}
