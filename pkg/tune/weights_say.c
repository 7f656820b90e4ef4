/* weights_say.c -- a suggestion as JSON, and as lines for a person.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/table.h"
#include "tune/weights.h"

#include "json/writer.h"
#include <stdio.h>

#define METHOD "logistic regression on hits, L2 (liblinear), cross-validated by purchaser"
typedef unsigned long long ull;

static void add_found_json(struct ll_buf *out, const char *name, const struct ll_weight_found *at)
{
    ll_buf_printf(out, ",\"%s_true\":", name);
    if (at->known)
        ll_buf_printf(out, "%llu,\"%s_false\":%llu", (ull)at->came_true, name, (ull)at->came_false);
    else
        ll_buf_printf(out, "null,\"%s_false\":null", name);
}

static void add_indicator_json(struct ll_buf *out, const struct ll_weight_suggested *one)
{
    ll_buf_add_lit(out, "{\"id\":");
    ll_json_add_string(out, one->id);
    ll_buf_printf(out, ",\"present\":%d,", one->present);
    if (one->known)
        ll_buf_printf(out, "\"suggested\":%d,\"coefficient\":%.4f,\"low\":%.4f,\"high\":%.4f",
                      one->suggested, one->coefficient, one->low, one->high);
    else
        ll_buf_add_lit(out, "\"suggested\":null,\"coefficient\":null,\"low\":null,\"high\":null");
    ll_buf_printf(out, ",\"true\":%llu,\"false\":%llu}", (ull)one->came_true, (ull)one->came_false);
}

static void add_made_json(struct ll_buf *out, const struct ll_weights *weights)
{
    ll_buf_printf(out, "\"c\":%g,\"intercept\":%.4f,\"auc\":{\"present\":%.4f,\"suggested\":%.4f}",
                  weights->c, weights->intercept, weights->auc_present, weights->auc_suggested);
    ll_buf_add_lit(out, ",\"indicators\":[");
    for (size_t i = 0; i < weights->indicator_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_indicator_json(out, &weights->indicators[i]);
    }
    ll_buf_add_lit(out, "],\"threshold\":{\"present\":null,\"suggested\":");
    ll_buf_add_i64(out, weights->threshold);
    add_found_json(out, "present", &weights->present);
    add_found_json(out, "suggested", &weights->suggested);
    ll_buf_add_lit(out, "}");
}

void ll_weights_add_json(struct ll_buf *out, const struct ll_weights *weights)
{
    ll_buf_printf(out, "{\"method\":%s,\"n\":%llu,\"true\":%llu,\"false\":%llu,",
                  weights->made ? "\"" METHOD "\"" : "null",
                  (ull)weights->rows_true + weights->rows_false, (ull)weights->rows_true,
                  (ull)weights->rows_false);
    ll_buf_printf(out, "\"purchasers\":%llu,\"folds\":%d,",
                  (ull)weights->subjects_true + weights->subjects_false, LL_WEIGHTS_FOLDS);
    if (weights->made)
        add_made_json(out, weights);
    else
        ll_buf_add_lit(out, "\"c\":null,\"intercept\":null,\"auc\":null,\"indicators\":[],"
                            "\"threshold\":null");
    ll_buf_add_lit(out, ",\"notes\":[");
    for (size_t i = 0; i < weights->note_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        ll_json_add_string(out, weights->notes[i]);
    }
    ll_buf_add_lit(out, "]}");
}

/* --- for a person */

#define NAME_LEAST 10

static int width_of(const struct ll_weights *weights)
{
    size_t width = NAME_LEAST;
    for (size_t i = 0; i < weights->indicator_count; i++)
        width = weights->indicators[i].id.len > width ? weights->indicators[i].id.len : width;
    return (int)width;
}

static void add_found_line(struct ll_buf *out, const char *name, const struct ll_weight_found *at)
{
    if (at->known)
        ll_buf_printf(out, "  %s: %llu leads that came true, %llu that did not\n", name,
                      (ull)at->came_true, (ull)at->came_false);
}

static void add_indicator_line(struct ll_buf *out, const struct ll_weight_suggested *one, int width)
{
    ll_buf_printf(out, "  %-*.*s %4d ", width, LL_STR_ARGS(one->id), one->present);
    if (one->known)
        ll_buf_printf(out, "%5d %6.2f %6.2f %6.2f", one->suggested, one->coefficient, one->low,
                      one->high);
    else
        ll_buf_printf(out, "%5s %6s %6s %6s", "-", "-", "-", "-");
    ll_buf_printf(out, " %6llu %6llu\n", (ull)one->came_true, (ull)one->came_false);
}

/* Lines of a sentence, with two blanks in front of each. */
static void add_sentence(struct ll_buf *out, ll_str sentence)
{
    struct ll_buf line = {0};
    ll_buf_printf(&line, "  %.*s", LL_STR_ARGS(sentence));
    ll_table_wrap(out, ll_buf_str(&line), 2);
    out->failed |= line.failed;
    ll_buf_fini(&line);
}

static void add_made_lines(struct ll_buf *out, const struct ll_weights *weights)
{
    int width = width_of(weights);
    char line[64];
    ll_buf_printf(out, "  %-*s %4s %5s %6s %6s %6s %6s %6s\n", width, "indicator", "now", "new",
                  "odds", "from", "to", "true", "false");
    for (size_t i = 0; i < weights->indicator_count; i++)
        add_indicator_line(out, &weights->indicators[i], width);
    (void)snprintf(line, sizeof line, "suggested, a score of %lld and above",
                   (long long)weights->threshold);
    add_found_line(out, "now, accepted by some group", &weights->present);
    add_found_line(out, line, &weights->suggested);
    ll_buf_printf(out, "  AUC on purchasers not seen: %.3f now, %.3f suggested\n",
                  weights->auc_present, weights->auc_suggested);
    add_sentence(out, LL_STR("odds: what a hit adds to the log of the odds that a lead comes true, "
                             "and the 95 % interval; true, false: leads in which it hits"));
}

void ll_weights_add_table(struct ll_buf *out, const struct ll_weights *weights)
{
    ll_buf_printf(out, "Weights that %llu labelled leads on %llu purchasers suggest\n",
                  (ull)weights->rows_true + weights->rows_false,
                  (ull)weights->subjects_true + weights->subjects_false);
    if (weights->made)
        add_made_lines(out, weights);
    for (size_t i = 0; i < weights->note_count; i++)
        add_sentence(out, weights->notes[i]);
}
