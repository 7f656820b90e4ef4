/* points.c -- the few values that stand for all that a field or call can have.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "base/day.h"
#include "lint/cases.h"

#include <stdlib.h>

/* Values beside those it is held against: of a tied one three, so that two or three of them differ. */
#define FRESH 3

struct points {
    struct ll_case_var *var;
    struct ll_arena *arena;
    bool failed;
};

static void add(struct points *points, struct ll_value value)
{
    points->var->points[points->var->point_count++] = value;
}

/* ---- numbers and dates ---- */

static int64_t number_of(const struct ll_domain *domain, struct ll_value value, bool *fits)
{
    ll_day day = 0;
    if (domain->kind == LL_DOMAIN_NUMBER)
        return value.number;
    *fits = *fits && ll_day_parse((ll_str){value.text, value.len}, &day);
    return day;
}

static void add_number(struct points *points, int64_t number)
{
    if (points->var->domain.kind == LL_DOMAIN_NUMBER) {
        add(points, ll_value_number(number));
        return;
    }
    char *text = ll_arena_alloc_raw(points->arena, 10, 1);
    if (!text) {
        points->failed = true;
        return;
    }
    ll_day_format((ll_day)number, text);
    add(points, (struct ll_value){.text = text, .len = 10});
}

/* From low to high, both ends included: the ends, and one more. */
static void add_gap(struct points *points, int64_t low, int64_t high)
{
    int64_t step = points->var->domain.step;
    if (low > high)
        return;
    add_number(points, low);
    if (!points->var->tied || low == high)
        return;
    add_number(points, high);
    if (low + step < high)
        add_number(points, low + step);
}

static int64_t round_down(int64_t n, int64_t step)
{
    int64_t rest = n % step;
    return n - (rest < 0 ? rest + step : rest);
}

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void fill_numbers(struct points *points, int64_t *bounds, size_t n)
{
    const struct ll_domain *domain = &points->var->domain;
    int64_t low = domain->min;
    if (n)
        qsort(bounds, n, sizeof bounds[0], compare_numbers);
    for (size_t i = 0; i < n; i++) {
        int64_t at = bounds[i];
        if (at > domain->max)
            break;
        if (at < domain->min || (i && at == bounds[i - 1]))
            continue;
        int64_t below = round_down(at - 1, domain->step), floor = round_down(at, domain->step);
        add_gap(points, low, below);
        if (floor == at)
            add_number(points, at);
        low = floor + domain->step;
    }
    add_gap(points, low, domain->max);
}

/* ---- texts ---- */

static int compare_texts(const void *a, const void *b)
{
    const struct ll_value *x = a, *y = b;
    return ll_str_cmp((ll_str){x->text, x->len}, (ll_str){y->text, y->len});
}

static bool has_text(const struct ll_value *texts, size_t n, ll_str text)
{
    for (size_t i = 0; i < n; i++) {
        if (ll_str_eq((ll_str){texts[i].text, texts[i].len}, text))
            return true;
    }
    return false;
}

/* Texts right behind one, in the order of bytes. */
static void add_behind(struct points *points, struct ll_value text, const struct ll_value *next)
{
    size_t fresh = points->var->tied ? FRESH : 1;
    char *room = ll_arena_alloc_raw(points->arena, text.len + FRESH, 1);
    if (!room) {
        points->failed = true;
        return;
    }
    if (text.len)
        memcpy(room, text.text, text.len);
    memset(room + text.len, 1, FRESH);
    for (size_t i = 1; i <= fresh; i++) {
        struct ll_value one = {.text = room, .len = text.len + (uint32_t)i};
        if (!next || compare_texts(&one, next) < 0)
            add(points, one);
    }
}

static void fill_texts(struct points *points, struct ll_value *texts, size_t n)
{
    struct ll_value nothing = {.text = "", .len = 0};
    if (n)
        qsort(texts, n, sizeof texts[0], compare_texts);
    if (!points->var->ordered) {
        for (size_t i = 0; i < n; i++)
            add(points, texts[i]);
        add_behind(points, n ? texts[n - 1] : nothing, NULL);
        return;
    }
    add_behind(points, nothing, n ? &texts[0] : NULL);
    for (size_t i = 0; i < n; i++) {
        add(points, texts[i]);
        add_behind(points, texts[i], i + 1 < n ? &texts[i + 1] : NULL);
    }
}

/* A word that the list lacks is told of where words are looked at: here it is taken for one. */
static void fill_words(struct points *points, const struct ll_value *texts, size_t n)
{
    const struct ll_domain *domain = &points->var->domain;
    size_t others = points->var->ordered ? domain->word_count : points->var->tied ? FRESH : 1;
    for (unsigned i = 1; i < domain->word_count && others; i++) {
        if (has_text(texts, n, domain->words[i]))
            continue;
        others--;
        add(points,
            (struct ll_value){.text = domain->words[i].ptr, .len = (uint32_t)domain->words[i].len});
    }
    for (size_t i = 0; i < n; i++)
        add(points, texts[i]);
}

/* ---- the whole ---- */

/* The constants as numbers; false where one is none, as a text that is no date. */
static bool read_numbers(const struct ll_case_var *var, int64_t *bounds)
{
    bool fits = true;
    size_t n = 0;
    for (const struct ll_case_constant *c = var->constants; c; c = c->next)
        bounds[n++] = number_of(&var->domain, c->value, &fits);
    return fits;
}

static size_t read_texts(const struct ll_case_var *var, struct ll_value *texts)
{
    size_t n = 0;
    for (const struct ll_case_constant *c = var->constants; c; c = c->next) {
        if (c->value.len && !has_text(texts, n, (ll_str){c->value.text, c->value.len}))
            texts[n++] = c->value;
    }
    return n;
}

static bool is_counted(enum ll_domain_kind kind)
{
    return kind == LL_DOMAIN_NUMBER || kind == LL_DOMAIN_DATE;
}

bool ll_case_points(struct ll_case_var *var, struct ll_arena *arena)
{
    struct points points = {var, arena, false};
    size_t n = 0;
    for (const struct ll_case_constant *c = var->constants; c; c = c->next)
        n++;
    size_t room = (n + 1) * (FRESH + 1) + 2 + var->domain.word_count;
    var->points = LL_NEW_ARRAY(arena, struct ll_value, room);
    struct ll_value *texts = LL_NEW_ARRAY(arena, struct ll_value, n + 1);
    int64_t *bounds = LL_NEW_ARRAY(arena, int64_t, n + 1);
    var->point_count = 0;
    if (!var->points || !texts || !bounds)
        return false;
    if (is_counted(var->domain.kind) && read_numbers(var, bounds))
        fill_numbers(&points, bounds, n);
    else if (var->domain.kind == LL_DOMAIN_BOOL)
        for (int truth = 0; truth < 2; truth++)
            add(&points, ll_value_bool(truth));
    else if (var->domain.kind == LL_DOMAIN_WORDS)
        fill_words(&points, texts, read_texts(var, texts));
    else
        fill_texts(&points, texts, read_texts(var, texts));
    if (var->domain.nullable)
        add(&points, ll_value_null());
    return !points.failed;
}
