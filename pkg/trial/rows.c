/* rows.c -- expected and found, row by row.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/rows.h"

#include <inttypes.h>

static const char *const subject_words[] = {"", "address", "dealer", "buyer"};
static const char *const calendar_words[] = {"none", "assumed", "dealer", "default"};
static const char *const number_words[LL_TRIAL_NUMBERS] = {"score", "time to crime", "sales",
                                                           "guns",  "traces",        "reports"};

/* What a line makes. */
struct making {
    const struct ll_found *found;
    const struct ll_trial_stage *stage;
    struct ll_arena *arena;
    struct ll_trial_rows *rows;
    struct ll_buf text;
};

static struct ll_trial_row *add_row(struct making *m, const char *what)
{
    struct ll_trial_row *more =
        ll_arena_more(m->arena, m->rows->list, m->rows->count, &m->rows->cap, sizeof *more);
    if (!more)
        return NULL;
    m->rows->list = more;
    more += m->rows->count++;
    *more = (struct ll_trial_row){.what = what, .indicator = -1};
    return more;
}

static ll_str take_text(struct making *m)
{
    ll_str kept = m->text.failed ? (ll_str){0} : ll_arena_str(m->arena, ll_buf_str(&m->text));
    ll_buf_reset(&m->text);
    return kept;
}

static void add_dates(struct ll_buf *out, ll_day first, ll_day last)
{
    char text[10];

    ll_day_format(first, text);
    ll_buf_printf(out, ", %.10s", text);
    if (last == first)
        return;
    ll_day_format(last, text);
    ll_buf_printf(out, " to %.10s", text);
}

/* ---- numbers ---- */

static bool count_row(struct making *m, const char *what, int64_t want, size_t found)
{
    struct ll_trial_row *row;

    if (want == LL_TRIAL_ANY)
        return true;
    row = add_row(m, what);
    if (!row)
        return false;
    ll_buf_printf(&m->text, "%" PRId64, want);
    row->want = take_text(m);
    ll_buf_printf(&m->text, "%zu", found);
    row->found = take_text(m);
    row->same = (size_t)want == found;
    row->at = m->stage->node->at;
    return row->want.ptr && row->found.ptr;
}

/* ---- hits ---- */

/* Parts that the expectation does not speak of are left out; want NULL: all are said. */
static ll_str hit_text(struct making *m, const struct ll_found_hit *found,
                       const struct ll_trial_hit_want *want)
{
    const struct ll_hit *hit = found->hit;

    ll_buf_add_str(&m->text, hit->indicator->id);
    if (!want || want->count != LL_TRIAL_ANY)
        ll_buf_printf(&m->text, ": %zu", hit->count);
    if (!want || want->first_day != LL_DAY_NONE)
        add_dates(&m->text, hit->first_day, hit->last_day);
    if (!want || want->calendar != LL_TRIAL_ANY)
        ll_buf_printf(&m->text, ", calendar %s", calendar_words[hit->calendar]);
    if (!want || want->whose)
        ll_buf_printf(&m->text, ", %s %.*s", subject_words[found->subject->who.subject.kind],
                      LL_STR_ARGS(found->subject->label));
    return take_text(m);
}

static ll_str hit_want_text(struct making *m, const struct ll_trial_hit_want *want)
{
    ll_buf_add_str(&m->text, m->found->pack->indicators[want->indicator].id);
    if (want->count != LL_TRIAL_ANY)
        ll_buf_printf(&m->text, ": %" PRId64, want->count);
    if (want->first_day != LL_DAY_NONE && want->last_day != LL_DAY_NONE)
        add_dates(&m->text, want->first_day, want->last_day);
    if (want->calendar != LL_TRIAL_ANY)
        ll_buf_printf(&m->text, ", calendar %s", calendar_words[want->calendar]);
    if (want->whose)
        ll_buf_printf(&m->text, ", %s %.*s", subject_words[want->whose->subject.kind],
                      LL_STR_ARGS(want->whose->label));
    return take_text(m);
}

/* A found hit that no other expectation has: of the same indicator. 0: none. */
static uint32_t rest_of(const struct making *m, const struct ll_pairs *pairs,
                        const struct ll_trial_hit_want *want)
{
    for (size_t j = 0; j < m->found->hit_count; j++)
        if (!pairs->is[j] && m->found->hits[j].indicator == want->indicator)
            return (uint32_t)j + 1;
    return 0;
}

static bool hit_rows(struct making *m)
{
    const struct ll_trial_stage *stage = m->stage;
    struct ll_pairs pairs;
    struct ll_trial_row *row;

    if (!ll_found_pair_hits(m->found, stage, m->arena, &pairs))
        return false;
    for (size_t i = 0; i < (size_t)stage->hit_count; i++) {
        const struct ll_trial_hit_want *want = &stage->hits[i];
        uint32_t with = pairs.with[i];
        if (!(row = add_row(m, "hit")))
            return false;
        row->same = with != 0;
        row->indicator = want->indicator;
        row->name = want->whose;
        row->at = want->node->at;
        row->want = hit_want_text(m, want);
        if (!with && (with = rest_of(m, &pairs, want)))
            pairs.is[with - 1] = (uint32_t)i + 1;
        if (with) {
            const struct ll_found_hit *found = &m->found->hits[with - 1];
            row->whose = found->subject;
            row->found = hit_text(m, found, row->same ? want : NULL);
        }
    }
    for (size_t j = 0; j < m->found->hit_count; j++) {
        if (pairs.is[j])
            continue;
        if (!(row = add_row(m, "hit")))
            return false;
        row->indicator = m->found->hits[j].indicator;
        row->whose = m->found->hits[j].subject;
        row->found = hit_text(m, &m->found->hits[j], NULL);
    }
    return true;
}

/* Where only the number of hits is said, and is another: those that were found. */
static bool found_hit_rows(struct making *m)
{
    for (size_t j = 0; j < m->found->hit_count; j++) {
        struct ll_trial_row *row = add_row(m, "hit");
        if (!row)
            return false;
        row->same = true;
        row->indicator = m->found->hits[j].indicator;
        row->whose = m->found->hits[j].subject;
        row->found = hit_text(m, &m->found->hits[j], NULL);
    }
    return true;
}

/* ---- leads ---- */

static void add_number(struct ll_buf *out, unsigned which, int64_t value)
{
    if (value == LL_TRIAL_NONE)
        ll_buf_printf(out, ", no %s", number_words[which]);
    else
        ll_buf_printf(out, ", %s %" PRId64, number_words[which], value);
}

static bool add_ids(struct making *m, const uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ll_buf_printf(&m->text, "%s%.*s", i ? " " : ", of ",
                      LL_STR_ARGS(m->found->pack->indicators[list[i]].id));
    return true;
}

static ll_str lead_text(struct making *m, const struct ll_found_lead *found,
                        const struct ll_trial_lead_want *want)
{
    const struct ll_lead *lead = found->lead;
    uint32_t *ids = LL_NEW_ARRAY(m->arena, uint32_t, m->found->pack->indicator_count);

    ll_buf_printf(&m->text, "%s %.*s", subject_words[found->subject->who.subject.kind],
                  LL_STR_ARGS(found->subject->label));
    if (!want || want->first_day != LL_DAY_NONE)
        add_dates(&m->text, lead->first_day, lead->last_day);
    for (unsigned i = 0; i < LL_TRIAL_NUMBERS; i++)
        if ((!want && i == LL_TRIAL_SCORE) || (want && want->numbers[i] != LL_TRIAL_ANY))
            add_number(&m->text, i, ll_found_number(lead, (enum ll_trial_number)i));
    if (ids && (!want || want->indicators))
        (void)add_ids(m, ids, ll_found_indicators(m->found, lead, ids));
    for (size_t i = 0; (!want || want->groups) && i < found->route_count; i++)
        ll_buf_printf(&m->text, "%s%.*s (%.*s)", i ? " " : ", to ",
                      LL_STR_ARGS(found->routes[i].group), LL_STR_ARGS(found->routes[i].priority));
    return take_text(m);
}

static ll_str lead_want_text(struct making *m, const struct ll_trial_lead_want *want)
{
    if (want->whose)
        ll_buf_printf(&m->text, "%s %.*s", subject_words[want->whose->subject.kind],
                      LL_STR_ARGS(want->whose->label));
    else
        ll_buf_add_lit(&m->text, "a lead");
    if (want->first_day != LL_DAY_NONE && want->last_day != LL_DAY_NONE)
        add_dates(&m->text, want->first_day, want->last_day);
    for (unsigned i = 0; i < LL_TRIAL_NUMBERS; i++)
        if (want->numbers[i] != LL_TRIAL_ANY)
            add_number(&m->text, i, want->numbers[i]);
    if (want->indicators)
        (void)add_ids(m, want->indicators, want->indicator_count);
    for (size_t i = 0; i < want->group_count; i++)
        ll_buf_printf(&m->text, "%s%.*s%s%.*s%s", i ? " " : ", to ",
                      LL_STR_ARGS(want->groups[i].group), want->groups[i].priority.len ? " (" : "",
                      LL_STR_ARGS(want->groups[i].priority),
                      want->groups[i].priority.len ? ")" : "");
    return take_text(m);
}

static uint32_t rest_of_leads(const struct making *m, const struct ll_pairs *pairs,
                              const struct ll_trial_lead_want *want)
{
    for (size_t j = 0; j < m->found->lead_count; j++)
        if (!pairs->is[j] &&
            (!want->whose ||
             ll_subject_eq(&want->whose->subject, &m->found->leads[j].subject->who.subject)))
            return (uint32_t)j + 1;
    return 0;
}

static bool lead_rows(struct making *m)
{
    const struct ll_trial_stage *stage = m->stage;
    struct ll_pairs pairs;
    struct ll_trial_row *row;

    if (!ll_found_pair_leads(m->found, stage, m->arena, &pairs))
        return false;
    for (size_t i = 0; i < (size_t)stage->lead_count; i++) {
        const struct ll_trial_lead_want *want = &stage->leads[i];
        uint32_t with = pairs.with[i];
        if (!(row = add_row(m, "lead")))
            return false;
        row->same = with != 0;
        row->lead = want;
        row->at = want->node->at;
        row->want = lead_want_text(m, want);
        if (!with && (with = rest_of_leads(m, &pairs, want)))
            pairs.is[with - 1] = (uint32_t)i + 1;
        if (!with)
            continue;
        row->lead_found = m->found->leads[with - 1].lead;
        row->found = lead_text(m, &m->found->leads[with - 1], want);
    }
    for (size_t j = 0; j < m->found->lead_count; j++) {
        if (pairs.is[j])
            continue;
        if (!(row = add_row(m, "lead")))
            return false;
        row->found = lead_text(m, &m->found->leads[j], NULL);
    }
    return true;
}

static bool found_lead_rows(struct making *m)
{
    for (size_t j = 0; j < m->found->lead_count; j++) {
        struct ll_trial_row *row = add_row(m, "lead");
        if (!row)
            return false;
        row->same = true;
        row->found = lead_text(m, &m->found->leads[j], NULL);
    }
    return true;
}

/* ---- groups ---- */

static bool group_rows(struct making *m)
{
    size_t n;
    struct ll_route *routes = ll_found_all_routes(m->found, m->arena, &n);
    struct ll_trial_row *row;

    for (size_t i = 0; routes && i < m->stage->group_count; i++) {
        const struct ll_trial_group_want *want = &m->stage->groups[i];
        const struct ll_trial_group_want any = {.group = want->group};
        const struct ll_route *route = ll_found_route(want, routes, n);
        if (!(row = add_row(m, "group")))
            return false;
        row->same = route != NULL;
        row->at = want->node->at;
        ll_buf_printf(&m->text, "%.*s %.*s", LL_STR_ARGS(want->group), LL_STR_ARGS(want->priority));
        row->want = ll_str_trim(take_text(m));
        route = route ? route : ll_found_route(&any, routes, n);
        if (!route)
            continue;
        ll_buf_printf(&m->text, "%.*s %.*s", LL_STR_ARGS(route->group),
                      LL_STR_ARGS(route->priority));
        row->found = take_text(m);
    }
    for (size_t i = 0; routes && i < n; i++) {
        bool wanted = false;
        for (size_t k = 0; k < m->stage->group_count; k++)
            wanted |= ll_str_eq(m->stage->groups[k].group, routes[i].group);
        if (wanted)
            continue;
        if (!(row = add_row(m, "group")))
            return false;
        ll_buf_printf(&m->text, "%.*s %.*s", LL_STR_ARGS(routes[i].group),
                      LL_STR_ARGS(routes[i].priority));
        row->found = take_text(m);
    }
    return routes != NULL;
}

bool ll_trial_rows(const struct ll_found *found, const struct ll_trial_stage *stage,
                   struct ll_arena *arena, struct ll_trial_rows *rows)
{
    struct making m = {found, stage, arena, rows, {0}};
    bool fine;

    *rows = (struct ll_trial_rows){0};
    fine = count_row(&m, "leads", stage->lead_count, found->lead_count);
    if (fine && stage->leads)
        fine = lead_rows(&m);
    else if (fine && stage->lead_count != LL_TRIAL_ANY &&
             (size_t)stage->lead_count != found->lead_count)
        fine = found_lead_rows(&m);
    fine = fine && count_row(&m, "hits", stage->hit_count, found->hit_count);
    if (fine && stage->hits)
        fine = hit_rows(&m);
    else if (fine &&
             ((stage->hit_count != LL_TRIAL_ANY && (size_t)stage->hit_count != found->hit_count) ||
              (stage->hit_count == LL_TRIAL_ANY && stage->lead_count != LL_TRIAL_ANY &&
               (size_t)stage->lead_count != found->lead_count)))
        fine = found_hit_rows(&m);
    if (fine && stage->groups && found->routed)
        fine = group_rows(&m);
    ll_buf_fini(&m.text);
    return fine;
}
