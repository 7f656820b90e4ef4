/* weights.c -- weights and a threshold from labelled leads.   SPDX-License-Identifier: Apache-2.0
 *
 * Which purchasers a model is made of, and which it is tried on, is decided by purchaser, never by lead: the leads of one are
 * alike, and a model would be tried on what it has seen. */
#include "tune/weights_parts.h"

#include <math.h>

/* Purchasers of either label that models are made of; of more, so many are drawn. It changes the intercept alone. */
#define PURCHASERS_MAX 5000
#define NOTES_MAX 8
#define ALL_FOLDS LL_WEIGHTS_FOLDS

static const double strengths[] = {0.001, 0.01, 0.1, 1, 10, 100};
#define STRENGTHS (sizeof strengths / sizeof *strengths)

struct suggesting {
    struct ll_arena *arena;
    struct ll_arena scratch; /* of one fit */
    const struct ll_weights_setup *setup;
    struct ll_weights *out;
    struct ll_weight_table table;
    const struct ll_weight_purchaser **kept; /* whom models are made of */
    size_t kept_count;
    size_t *columns; /* indicators of which something can be said */
    size_t column_count;
    double *coefficients; /* by column, then the intercept */
    int32_t *weights;     /* by column */
    struct ll_weight_suggested *indicators;
    ll_str *notes;
};

/* A note is lost where memory is out: what comes next fails then. */
static void note(struct suggesting *s, const char *text)
{
    if (text && s->out->note_count < NOTES_MAX)
        s->notes[s->out->note_count++] = ll_str_from(text);
}

/* --- whose rows */

/* Rows of those kept: inside the fold, or outside of it; in the scratch arena. NULL: memory is out. */
static const struct ll_weight_row **rows_of(struct suggesting *s, uint32_t fold, bool inside,
                                            size_t *count)
{
    size_t n = 0;
    for (size_t i = 0; i < s->kept_count; i++)
        n += (s->kept[i]->fold == fold) == inside ? s->kept[i]->count : 0;
    const struct ll_weight_row **rows =
        ll_arena_array(&s->scratch, n, sizeof(*rows), alignof(void *));
    *count = n;
    n = 0;
    for (size_t i = 0; rows && i < s->kept_count; i++) {
        if ((s->kept[i]->fold == fold) != inside)
            continue;
        for (size_t r = 0; r < s->kept[i]->count; r++)
            rows[n++] = &s->table.rows[s->kept[i]->first + r];
    }
    return rows;
}

/* A fit of what is outside the fold. */
static bool outside(struct suggesting *s, uint32_t fold, double c, struct ll_weight_fit *fit)
{
    *fit = (struct ll_weight_fit){.columns = s->columns, .column_count = s->column_count, .c = c};
    fit->rows = rows_of(s, fold, false, &fit->row_count);
    return fit->rows;
}

static bool keep_some(struct suggesting *s)
{
    size_t taken[2] = {0, 0};
    const struct ll_weight_table *table = &s->table;
    s->kept = ll_arena_array(s->arena, table->purchaser_count, sizeof(*s->kept), alignof(void *));
    if (!s->kept)
        return false;
    for (size_t i = 0; i < table->purchaser_count; i++) {
        const struct ll_weight_purchaser *purchaser = &table->purchasers[i];
        if (taken[purchaser->came_true]++ < PURCHASERS_MAX)
            s->kept[s->kept_count++] = purchaser;
    }
    if (s->kept_count < table->purchaser_count)
        note(s, ll_arena_printf(s->arena,
                                "Coefficients are of at most %d purchasers of either label, drawn "
                                "by the seed; the threshold is of all.",
                                PURCHASERS_MAX));
    return true;
}

/* --- the strength of regularisation */

/* log(1 + exp(-x)) without overflow: the loss of a true lead with those odds, or of a false one with the odds against. */
static double loss(double x)
{
    return x > 0 ? log1p(exp(-x)) : log1p(exp(x)) - x;
}

/* The loss of models on purchasers that they have not seen. False: memory is out. */
static bool loss_unseen(struct suggesting *s, double c, double *out)
{
    *out = 0;
    for (uint32_t fold = 0; fold < LL_WEIGHTS_FOLDS; fold++) {
        struct ll_weight_fit fit;
        size_t count;
        ll_arena_reset(&s->scratch);
        const struct ll_weight_row **unseen = rows_of(s, fold, true, &count);
        if (!unseen || !outside(s, fold, c, &fit) ||
            !ll_weight_fit(&s->scratch, &fit, s->coefficients))
            return false;
        for (size_t i = 0; i < count; i++) {
            double odds = ll_weight_odds(unseen[i], s->columns, s->column_count, s->coefficients);
            *out += loss(unseen[i]->came_true ? odds : -odds);
        }
    }
    return true;
}

static bool choose_strength(struct suggesting *s)
{
    double least = HUGE_VAL, found;
    for (size_t i = 0; i < STRENGTHS; i++) {
        if (!loss_unseen(s, strengths[i], &found))
            return false;
        if (found < least) {
            least = found;
            s->out->c = strengths[i];
        }
    }
    return true;
}

/* --- the models */

/* The suggestion is made anew without each fold, and ranks the leads in it. */
static bool rank_unseen(struct suggesting *s)
{
    const struct ll_weight_scale scale = {s->setup->indicators, s->columns, s->column_count};
    struct ll_weight_ranked *present =
        LL_NEW_ARRAY(s->arena, struct ll_weight_ranked, s->table.row_count);
    struct ll_weight_ranked *suggested =
        LL_NEW_ARRAY(s->arena, struct ll_weight_ranked, s->table.row_count);
    size_t n = 0;
    for (uint32_t fold = 0; fold < LL_WEIGHTS_FOLDS; fold++) {
        struct ll_weight_fit fit;
        size_t count;
        ll_arena_reset(&s->scratch);
        const struct ll_weight_row **unseen = rows_of(s, fold, true, &count);
        if (!present || !suggested || !unseen || !outside(s, fold, s->out->c, &fit) ||
            !ll_weight_whole(&s->scratch, &fit, &scale, s->weights))
            return false;
        for (size_t i = 0; i < count; i++, n++) {
            present[n] = (struct ll_weight_ranked){unseen[i]->score, unseen[i]->came_true};
            suggested[n] = (struct ll_weight_ranked){
                ll_weight_score(unseen[i], s->columns, s->column_count, s->weights),
                unseen[i]->came_true};
        }
    }
    s->out->auc_present = ll_weight_auc(present, n);
    s->out->auc_suggested = ll_weight_auc(suggested, n);
    return true;
}

static bool fit_all(struct suggesting *s)
{
    const struct ll_weight_scale scale = {s->setup->indicators, s->columns, s->column_count};
    struct ll_weight_fit fit;
    ll_arena_reset(&s->scratch);
    if (!outside(s, ALL_FOLDS, s->out->c, &fit) ||
        !ll_weight_fit(&s->scratch, &fit, s->coefficients) ||
        !ll_weight_whole(&s->scratch, &fit, &scale, s->weights))
        return false;
    s->out->intercept = s->coefficients[s->column_count];
    for (size_t c = 0; c < s->column_count; c++) {
        s->indicators[s->columns[c]].coefficient = s->coefficients[c];
        s->indicators[s->columns[c]].suggested = s->weights[c];
    }
    return true;
}

/* How far the coefficients may be off. */
static bool find_intervals(struct suggesting *s)
{
    struct ll_weight_draws draws = {
        .rows = s->table.rows,
        .purchaser_count = s->kept_count,
        .fit = {.columns = s->columns,
                .column_count = s->column_count,
                .c = s->out->c,
                .start = s->coefficients},
        .seed = s->setup->seed,
    };
    const struct ll_weight_purchaser **sorted =
        ll_arena_array(s->arena, s->kept_count, sizeof(*sorted), alignof(void *));
    struct ll_weight_interval *found =
        LL_NEW_ARRAY(s->arena, struct ll_weight_interval, s->column_count);
    if (!sorted || !found)
        return false;
    size_t n = 0;
    for (unsigned label = 2; label-- > 0;) {
        for (size_t i = 0; i < s->kept_count; i++) {
            if (s->kept[i]->came_true == (label == 1))
                sorted[n++] = s->kept[i];
        }
        if (label)
            draws.true_count = n;
    }
    draws.purchasers = sorted;
    if (!ll_weight_draws(s->arena, &s->scratch, &draws, found))
        return false;
    for (size_t c = 0; c < s->column_count; c++) {
        s->indicators[s->columns[c]].low = found[c].low;
        s->indicators[s->columns[c]].high = found[c].high;
    }
    return true;
}

/* --- where to draw the line */

/* What groups accept now. */
static void count_accepted(struct suggesting *s)
{
    struct ll_weight_found *present = &s->out->present;
    present->known = s->setup->has_groups;
    for (size_t i = 0; present->known && i < s->table.row_count; i++) {
        const struct ll_weight_row *row = &s->table.rows[i];
        present->came_true += row->accepted && row->came_true;
        present->came_false += row->accepted && !row->came_true;
    }
}

/* By all labelled leads; of an indicator of which nothing can be said, the weight in force. */
static bool find_threshold(struct suggesting *s)
{
    size_t n = s->table.row_count;
    struct ll_weight_ranked *ranked = LL_NEW_ARRAY(s->arena, struct ll_weight_ranked, n);
    if (!ranked)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct ll_weight_row *row = &s->table.rows[i];
        int64_t score = 0;
        for (size_t k = 0; k < s->setup->indicator_count; k++) {
            const struct ll_weight_suggested *one = &s->indicators[k];
            if (ll_weight_hit(row, k))
                score += one->known ? one->suggested : one->present;
        }
        ranked[i] = (struct ll_weight_ranked){score, row->came_true};
    }
    s->out->threshold = ll_weight_choose(ranked, n, s->out->present.came_true, &s->out->suggested);
    return true;
}

/* --- what is there */

static bool count_rows(struct suggesting *s)
{
    struct ll_weights *out = s->out;
    const struct ll_weight_table *table = &s->table;
    size_t n = s->setup->indicator_count;
    s->indicators = LL_NEW_ARRAY(s->arena, struct ll_weight_suggested, n);
    s->columns = LL_NEW_ARRAY(s->arena, size_t, n);
    s->coefficients = LL_NEW_ARRAY(s->arena, double, n + 1);
    s->weights = LL_NEW_ARRAY(s->arena, int32_t, n);
    if (!s->indicators || !s->columns || !s->coefficients || !s->weights)
        return false;
    out->indicators = s->indicators;
    out->indicator_count = n;
    out->subjects_true = table->true_count;
    out->subjects_false = table->purchaser_count - table->true_count;
    for (size_t i = 0; i < table->row_count; i++) {
        *(table->rows[i].came_true ? &out->rows_true : &out->rows_false) += 1;
        for (size_t k = 0; k < n; k++) {
            struct ll_weight_suggested *one = &s->indicators[k];
            if (ll_weight_hit(&table->rows[i], k))
                *(table->rows[i].came_true ? &one->came_true : &one->came_false) += 1;
        }
    }
    for (size_t k = 0; k < n; k++) {
        struct ll_weight_suggested *one = &s->indicators[k];
        uint64_t hits = one->came_true + one->came_false;
        one->id = s->setup->indicators[k].id;
        one->present = s->setup->indicators[k].present;
        one->known = hits && hits < table->row_count;
        if (one->known)
            s->columns[s->column_count++] = k;
    }
    return true;
}

/* Whether there is enough to say something; else a note says what lacks. */
static bool is_enough(struct suggesting *s)
{
    struct ll_weights *out = s->out;
    if (out->subjects_true < LL_WEIGHTS_LABELS_MIN || out->subjects_false < LL_WEIGHTS_LABELS_MIN)
        note(s, ll_arena_printf(s->arena,
                                "No weights: the labelled leads are on %llu purchasers that came "
                                "true and %llu that did not; %d of each are needed.%s",
                                (unsigned long long)out->subjects_true,
                                (unsigned long long)out->subjects_false, LL_WEIGHTS_LABELS_MIN,
                                out->subjects_false ? ""
                                                    : " Later traces make no lead false: give "
                                                      "dispositions or a truth (--labels)."));
    else if (!s->column_count)
        note(s,
             "No weights: every indicator hits in all labelled leads or in none, so that no weight "
             "tells them apart.");
    return !out->note_count;
}

/* What a reader must know of what came out. */
static void tell(struct suggesting *s)
{
    size_t one_sided = 0, zero = 0;
    for (size_t c = 0; c < s->column_count; c++) {
        const struct ll_weight_suggested *one = &s->indicators[s->columns[c]];
        one_sided += !one->came_true || !one->came_false;
        zero += !one->suggested;
    }
    if (zero == s->column_count)
        note(s,
             "No indicator tells leads that came true from others: every suggested weight is 0.");
    else if (zero)
        note(s,
             ll_arena_printf(s->arena,
                             "0 is suggested for %zu of %zu: beside the others their hits make a "
                             "lead no likelier to come true.",
                             zero, s->column_count));
    if (one_sided)
        note(s, ll_arena_printf(s->arena,
                                "%zu of %zu hit in leads of one label alone: how large their "
                                "coefficients are depends on the regularisation.",
                                one_sided, s->column_count));
    if (s->out->auc_suggested <= s->out->auc_present)
        note(s, "On purchasers it has not seen the suggestion ranks no better than the weights in "
                "force: there is no reason to change them.");
}

static bool suggest(struct suggesting *s)
{
    s->notes = LL_NEW_ARRAY(s->arena, ll_str, NOTES_MAX);
    s->out->notes = s->notes;
    if (!s->notes || !ll_weight_table_make(s->arena, s->setup, &s->table) || !count_rows(s))
        return false;
    if (!is_enough(s))
        return true;
    if (!keep_some(s) || !choose_strength(s) || !rank_unseen(s) || !fit_all(s) ||
        !find_intervals(s))
        return false;
    count_accepted(s);
    s->out->made = find_threshold(s);
    tell(s);
    return s->out->made;
}

enum ll_status ll_weights_suggest(struct ll_arena *arena, const struct ll_weights_setup *setup,
                                  struct ll_weights *out, struct ll_error *err)
{
    *out = (struct ll_weights){0};
    struct suggesting s = {.arena = arena, .setup = setup, .out = out};
    bool well = suggest(&s);
    ll_arena_fini(&s.scratch);
    return well ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "out of memory for weights");
}
