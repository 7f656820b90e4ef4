/* document.c -- the document leadline.tune/1: what was read, by which rules, and the figures of each cell.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tune/write.h"

static void add_comma(struct ll_buf *out, size_t i)
{
    if (i)
        ll_buf_add_char(out, ',');
}

static void add_count(struct ll_buf *out, const char *key, uint64_t count)
{
    ll_buf_printf(out, ",\"%s\":%llu", key, (unsigned long long)count);
}

static void add_day(struct ll_buf *out, const char *key, ll_day day)
{
    ll_buf_printf(out, ",\"%s\":", key);
    ll_json_add_day(out, day);
}

/* ---- the history, the packs, the labels ---- */

static void add_history(struct ll_buf *out, const struct ll_tune *tune, ll_day as_of)
{
    const struct ll_history_counts *counts = tune->counts;
    const struct ll_engine_counts *events = &counts->events;
    ll_buf_printf(out, ",\"history\":{\"events\":%llu", (unsigned long long)events->read);
    for (int outcome = 0; outcome < LL_OUTCOME_COUNT; outcome++)
        add_count(out, ll_outcome_word((enum ll_outcome)outcome), events->outcomes[outcome]);
    add_count(out, "later", counts->later);
    add_count(out, "purchasers", counts->purchasers);
    add_count(out, "dealers", counts->dealers);
    add_count(out, "sales", counts->sales);
    add_count(out, "guns", counts->guns);
    add_count(out, "traces", counts->traces);
    add_count(out, "traced_purchasers", counts->traced_purchasers);
    add_day(out, "first_date", counts->first_day);
    add_day(out, "last_date", counts->last_day);
    add_day(out, "first_trace", counts->first_trace);
    add_day(out, "last_trace", counts->last_trace);
    add_day(out, "as_of", as_of);
    add_day(out, "from", tune->setup.from);
    add_day(out, "to", tune->setup.to);
    ll_buf_add_char(out, '}');
}

static void add_pack(struct ll_buf *out, const struct ll_pack *pack, const char *file)
{
    ll_buf_add_lit(out, "{\"id\":");
    ll_json_add_string(out, pack->id);
    ll_buf_add_lit(out, ",\"version\":");
    ll_json_add_string_or_null(out, pack->version);
    ll_buf_add_lit(out, ",\"digest\":");
    ll_json_add_string(out, ll_str_from(pack->digest));
    ll_buf_add_lit(out, ",\"file\":");
    ll_write_text_or_null(out, file);
    ll_buf_add_char(out, '}');
}

static void add_packs(struct ll_buf *out, const struct ll_tune *tune,
                      const struct ll_tune_origin *origin)
{
    const struct ll_cells *cells = tune->setup.cells;
    ll_buf_add_lit(out, ",\"packs\":{\"present\":");
    add_pack(out, cells->cells[0].pack, origin->present_file);
    ll_buf_add_lit(out, ",\"candidate\":");
    if (cells->has_candidate)
        add_pack(out, cells->cells[1].pack, origin->candidate_file);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
}

static void add_labels(struct ll_buf *out, const struct ll_tune *tune,
                       const struct ll_labels_setup *setup)
{
    const struct ll_labels_counts *counts = ll_labels_counts(tune->setup.labels);
    const uint64_t *positive = tune->measure.positive;
    ll_buf_printf(out, ",\"labels\":{\"traces\":%s,\"abroad\":%s,\"within\":",
                  setup->traces ? "true" : "false", setup->traces_abroad ? "true" : "false");
    if (setup->traces_within)
        ll_buf_add_i64(out, setup->traces_within);
    else
        ll_buf_add_lit(out, "null");
    add_count(out, "dispositions", counts->dispositions);
    add_count(out, "truths", counts->truths);
    ll_buf_printf(out, ",\"complete\":%s", counts->complete ? "true" : "false");
    add_count(out, "positive_subjects",
              positive[LL_SUBJECT_ADDRESS] + positive[LL_SUBJECT_DEALER] +
                  positive[LL_SUBJECT_PURCHASER]);
    ll_buf_add_lit(out, ",\"base_rate\":");
    ll_write_prop(out, (struct ll_prop){positive[LL_SUBJECT_PURCHASER], tune->measure.purchasers});
    ll_buf_add_char(out, '}');
}

/* ---- axes and cells ---- */

static const char *axis_word(enum ll_axis_kind kind)
{
    switch (kind) {
    case LL_AXIS_PARAM:
        return "param";
    case LL_AXIS_WINDOW:
        return "window";
    case LL_AXIS_WEIGHT:
        return "weight";
    case LL_AXIS_QUIET:
        return "quiet_days";
    case LL_AXIS_SCORE:
        break;
    }
    return "score";
}

static void add_axis(struct ll_buf *out, const struct ll_axis *axis)
{
    ll_buf_add_lit(out, "{\"target\":");
    ll_json_add_string(out, axis->target);
    ll_buf_printf(out, ",\"kind\":\"%s\",\"values\":[", axis_word(axis->kind));
    for (size_t i = 0; i < axis->count; i++) {
        add_comma(out, i);
        ll_json_add_string(out, axis->values[i]);
    }
    ll_buf_add_lit(out, "],\"present\":");
    ll_json_add_string_or_null(out, axis->in_force);
    ll_buf_add_lit(out, ",\"present_at\":");
    if (axis->present == SIZE_MAX)
        ll_buf_add_lit(out, "null");
    else
        ll_buf_add_u64(out, axis->present);
    ll_buf_add_char(out, '}');
}

static void add_indicators(struct ll_buf *out, const struct ll_tune *tune, size_t cell)
{
    const struct ll_plan *plan = tune->plans.of[cell];
    const struct ll_pack *pack = tune->setup.cells->cells[cell].pack;
    ll_buf_add_lit(out, ",\"indicators\":[");
    for (size_t i = 0; i < plan->count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[plan->indicator_of[i]];
        add_comma(out, i);
        ll_buf_add_lit(out, "{\"id\":");
        ll_json_add_string(out, indicator->id);
        ll_buf_add_lit(out, ",\"title\":");
        ll_json_add_string_or_null(out, indicator->title);
        ll_buf_printf(out, ",\"timeline\":\"%s\",\"weight\":%d",
                      ll_subject_kind_word(indicator->timeline), (int)indicator->weight);
        add_count(out, "only", tune->cells[cell].indicators[i].only);
        ll_buf_add_lit(out, ",\"all\":");
        ll_write_figure(out, &tune->cells[cell].indicators[i], false);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_groups(struct ll_buf *out, const struct ll_tune *tune, size_t cell)
{
    const bool *counted = tune->plans.groups[cell];
    size_t n = 0;
    ll_buf_add_lit(out, ",\"groups\":[");
    for (size_t i = 0; counted && i < tune->setup.group_count; i++) {
        if (!counted[i])
            continue;
        add_comma(out, n++);
        ll_buf_add_lit(out, "{\"id\":");
        ll_json_add_string(out, tune->setup.groups[i]);
        ll_buf_add_lit(out, ",\"all\":");
        ll_write_figure(out, &tune->cells[cell].groups[i], false);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_cell(struct ll_buf *out, const struct ll_tune *tune, size_t number)
{
    static const char *const kinds[] = {[LL_CELL_PRESENT] = "present",
                                        [LL_CELL_CANDIDATE] = "candidate",
                                        [LL_CELL_SWEPT] = "swept"};
    const struct ll_cell *cell = &tune->setup.cells->cells[number];
    ll_buf_printf(out, "{\"kind\":\"%s\",\"name\":", kinds[cell->kind]);
    ll_json_add_string(out, cell->name);
    ll_buf_add_lit(out, ",\"values\":");
    for (size_t i = 0; cell->kind == LL_CELL_SWEPT && i < tune->setup.cells->axis_count; i++)
        ll_buf_printf(out, "%s%u", i ? "," : "[", cell->values[i]);
    ll_buf_printf(out, "%s,\"all\":", cell->kind == LL_CELL_SWEPT ? "]" : "null");
    ll_write_figure(out, &tune->cells[number].all, true);
    add_indicators(out, tune, number);
    add_groups(out, tune, number);
    ll_buf_add_char(out, '}');
}

/* ---- all ---- */

static void add_part(struct ll_buf *out, const struct ll_tune *tune, const char *section)
{
    const struct ll_tune_part *part = NULL;
    for (size_t i = 0; i < tune->setup.part_count; i++) {
        if (strcmp(tune->setup.parts[i].section, section) == 0)
            part = &tune->setup.parts[i];
    }
    ll_buf_printf(out, ",\"%s\":", section);
    if (part && part->json)
        part->json(part->state, out);
    else
        ll_buf_add_lit(out, "null");
}

void ll_tune_json(const struct ll_tune *tune, const struct ll_tune_origin *origin,
                  struct ll_buf *out)
{
    const struct ll_cells *cells = tune->setup.cells;
    ll_buf_add_lit(out, "{\"format\":\"leadline.tune/1\",\"leadline\":");
    ll_write_text_or_null(out, origin->version);
    add_history(out, tune, origin->as_of);
    add_packs(out, tune, origin);
    add_labels(out, tune, origin->labels);
    ll_buf_add_lit(out, ",\"axes\":[");
    for (size_t i = 0; i < cells->axis_count; i++) {
        add_comma(out, i);
        add_axis(out, &cells->axes[i]);
    }
    ll_buf_add_lit(out, "],\"cells\":[");
    for (size_t i = 0; i < cells->count; i++) {
        add_comma(out, i);
        add_cell(out, tune, i);
    }
    ll_buf_add_char(out, ']');
    ll_write_shapes(out, tune);
    add_part(out, tune, "changes");
    add_part(out, tune, "samples");
    ll_write_leads(out, tune);
    add_part(out, tune, "weights");
    ll_buf_add_lit(out, ",\"notes\":[");
    for (size_t i = 0; i < tune->note_count; i++) {
        add_comma(out, i);
        ll_json_add_string(out, tune->notes[i]);
    }
    ll_buf_add_lit(out, "]}\n");
}
