/* show.c -- a failed test as a person reads it.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/report.h"
#include "trial/rows.h"

/* Wider texts stand below each other. */
#define WIDTH_MAX 64
/* Of those that no hit names. */
#define INDICATORS_SHOWN 4

static const char *const plain_words[] = {"passed", "failed", "differed", "skipped", "no memory"};

/* ---- expected beside found ---- */

static ll_str said(ll_str text)
{
    return text.len ? text : LL_STR("nothing");
}

static int width_of(const struct ll_trial_rows *rows)
{
    size_t width = sizeof "expected" - 1;

    for (size_t i = 0; i < rows->count; i++) {
        size_t len = said(rows->list[i].want).len;
        if (len > width && len <= WIDTH_MAX)
            width = len;
    }
    return (int)width;
}

static void add_row(const struct ll_trial_row *row, int width, struct ll_buf *out)
{
    ll_str want = said(row->want), found = said(row->found);

    if (row->same && !row->want.len)
        want = (ll_str){0};
    ll_buf_printf(out, "  %c %-6s %-*.*s", row->same ? ' ' : '!', row->what, width,
                  LL_STR_ARGS(want));
    if (want.len > (size_t)width)
        ll_buf_printf(out, "\n           %*s", width, "");
    ll_buf_printf(out, "  %.*s\n", LL_STR_ARGS(found));
}

/* The windows of each indicator in the rows that are not as expected, or all where only a number differs. */
static bool add_windows(const struct ll_trial_ran *ran, const struct ll_trial_rows *rows,
                        struct ll_buf *out)
{
    const struct ll_trial_state *state = &ran->result->state;

    for (size_t i = 0; i < rows->count; i++) {
        const struct ll_trial_row *row = &rows->list[i];
        bool told = false;
        if (row->indicator < 0 || (row->same && row->want.len))
            continue;
        for (size_t k = 0; k < i && !told; k++)
            told = rows->list[k].indicator == row->indicator &&
                   !(rows->list[k].same && rows->list[k].want.len);
        if (!told && !ll_trial_show_windows(ran->suite->book, state, (uint32_t)row->indicator, row,
                                            ran->arena, out))
            return false;
    }
    return true;
}

/* The indicators that a lead has and was not to have, or the other way round; where none is said, and no lead was found, all
 * that could have made one. */
static void mark_of_lead(const struct ll_found *found, const struct ll_trial_row *row, bool *meant)
{
    const struct ll_trial_lead_want *want = row->lead;

    for (size_t i = 0; i < want->indicator_count; i++)
        meant[want->indicators[i]] = true;
    if (!want->indicators && row->lead_found)
        return;
    for (uint32_t i = 0; i < found->pack->indicator_count; i++) {
        const struct ll_indicator *one = &found->pack->indicators[i];
        bool hit = false;
        if (found->looks && !found->looks[i])
            continue;
        for (size_t k = 0; row->lead_found && k < row->lead_found->hit_count; k++)
            hit |= row->lead_found->hits[k]->indicator == one;
        if (row->lead_found ? hit
                            : !want->indicators && one->enabled &&
                                  (!want->whose || want->whose->subject.kind == one->timeline))
            meant[i] = !meant[i];
    }
}

/* Where a number of leads or hits alone is expected, and there are fewer. */
static bool is_short(const struct ll_found *found, const struct ll_trial_stage *stage)
{
    return (!stage->hits && stage->hit_count > (int64_t)found->hit_count) ||
           (!stage->leads && stage->lead_count > (int64_t)found->lead_count);
}

/* Where no hit tells which indicators are meant: those of the leads that are not as expected, and those that the test looks
 * at, each unless its windows are shown already. */
static void mark_meant(const struct ll_trial_ran *ran, const struct ll_found *found,
                       const struct ll_trial_rows *rows, const enum ll_trial_nearness *near,
                       bool *meant)
{
    bool wanting = is_short(found, &ran->test->stages[ran->result->stage]);
    bool some = false;

    for (size_t i = 0; i < rows->count; i++) {
        some |= rows->list[i].indicator >= 0;
        if (!rows->list[i].same && rows->list[i].lead)
            mark_of_lead(found, &rows->list[i], meant);
    }
    if (some && !wanting)
        memset(meant, 0, found->pack->indicator_count * sizeof *meant);
    for (uint32_t i = 0; i < found->pack->indicator_count; i++) {
        if (wanting)
            meant[i] |=
                found->looks ? found->looks[i] : found->pack->indicators[i].enabled && near[i];
        else if (!some)
            meant[i] |= found->looks && found->looks[i];
    }
    for (size_t i = 0; i < rows->count; i++)
        if (rows->list[i].indicator >= 0 && !(rows->list[i].same && rows->list[i].want.len))
            meant[rows->list[i].indicator] = false;
}

/* First those that had windows, then those that had items. */
static bool add_looked_at(const struct ll_trial_ran *ran, const struct ll_found *found,
                          const struct ll_trial_rows *rows, struct ll_buf *out)
{
    const struct ll_trial_row any = {.indicator = -1};
    const struct ll_trial_state *state = &ran->result->state;
    size_t n = found->pack->indicator_count, shown = 0, more = 0;
    bool *meant = LL_NEW_ARRAY(ran->arena, bool, n);
    enum ll_trial_nearness *near = LL_NEW_ARRAY(ran->arena, enum ll_trial_nearness, n);

    if (!meant || !near)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!ll_trial_near(state, i, ran->arena, &near[i]))
            return false;
    mark_meant(ran, found, rows, near, meant);
    for (int rank = LL_TRIAL_WINDOWS; rank >= LL_TRIAL_NO_ITEMS; rank--)
        for (uint32_t i = 0; i < n; i++) {
            if (!meant[i] || (int)near[i] != rank)
                continue;
            if (shown == INDICATORS_SHOWN) {
                more++;
                continue;
            }
            shown++;
            if (!ll_trial_show_windows(ran->suite->book, state, i, &any, ran->arena, out))
                return false;
        }
    if (more)
        ll_buf_printf(out, "    and %zu more indicator%s\n", more, more == 1 ? "" : "s");
    return true;
}

static bool add_comparison(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    const struct ll_trial_stage *stage = &ran->test->stages[ran->result->stage];
    struct ll_found found;
    struct ll_trial_rows rows;
    int width;

    if (!ll_found_list(&found, ran->test, &ran->result->state, ran->arena) ||
        !ll_trial_rows(&found, stage, ran->arena, &rows))
        return false;
    width = width_of(&rows);
    ll_buf_printf(out, "           %-*s  found\n", width, "expected");
    for (size_t i = 0; i < rows.count; i++)
        add_row(&rows.list[i], width, out);
    return add_windows(ran, &rows, out) && add_looked_at(ran, &found, &rows, out);
}

/* ---- the engine's own faults ---- */

static void add_leads(const char *head, ll_str leads, struct ll_buf *out)
{
    ll_buf_printf(out, "    %s\n", head);
    if (!leads.len)
        ll_buf_add_lit(out, "      none\n");
    while (leads.len) {
        const char *end = memchr(leads.ptr, '\n', leads.len);
        size_t len = end ? (size_t)(end - leads.ptr) : leads.len;
        ll_buf_printf(out, "      %.*s\n", (int)len, leads.ptr);
        len += end != NULL;
        leads = (ll_str){leads.ptr + len, leads.len - len};
    }
}

static void add_difference(const struct ll_trial_result *result, struct ll_buf *out)
{
    ll_buf_printf(out,
                  "    This is a fault of Leadline, not of the rule: the leads must be the same in "
                  "whatever\n    order and batches the events come, but are others where they come "
                  "%s.\n    Please report it, with this test.\n",
                  result->how);
    add_leads("the leads of the events as a set:", result->direct, out);
    add_leads("the leads of the engine:", result->engine, out);
}

/* ---- doors ---- */

/* "after event 2 of 3" where the expectation is not of all. */
static void add_stage(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    const struct ll_trial_stage *stage = &ran->test->stages[ran->result->stage];

    if (stage->events < ran->test->event_count)
        ll_buf_printf(out, ", after event %zu of %zu", stage->events, ran->test->event_count);
}

bool ll_trial_add_failure(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    const struct ll_trial_result *result = ran->result;
    struct ll_error place = {0};
    struct ll_buf head = {0};

    if (result->outcome == LL_TRIAL_SKIPPED) {
        ll_trial_add_line(ran, out);
        return true;
    }
    ll_buf_add_str(&head, ran->test->name);
    add_stage(ran, &head);
    (void)ll_fail_at(&place, LL_ERR_DATA, ran->test->stages[result->stage].node->at, "%.*s",
                     LL_STR_ARGS(ll_buf_str(&head)));
    ll_buf_fini(&head);
    ll_error_render(&place, plain_words[result->outcome], out);
    if (result->outcome == LL_TRIAL_DIFFERED)
        add_difference(result, out);
    else
        return add_comparison(ran, out);
    return true;
}

void ll_trial_add_line(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    struct ll_pos at = ran->test->at;

    ll_buf_printf(out, "%s:%u: %s: %.*s%s\n", at.source->file, at.line,
                  plain_words[ran->result->outcome], LL_STR_ARGS(ran->test->name),
                  ran->result->outcome == LL_TRIAL_SKIPPED
                      ? " (what it tests is disabled; write enabled: true to run it)"
                      : "");
}

static bool has_groups(const struct ll_trial_stage *stage)
{
    bool some = stage->groups != NULL;

    for (size_t i = 0; stage->leads && i < (size_t)stage->lead_count; i++)
        some |= stage->leads[i].groups != NULL;
    return some;
}

void ll_trial_count(struct ll_trial_counts *counts, const struct ll_trial_ran *ran, bool grouped)
{
    counts->tests++;
    counts->passed += ran->result->outcome == LL_TRIAL_PASSED;
    counts->failed += ran->result->outcome == LL_TRIAL_FAILED;
    counts->differed += ran->result->outcome == LL_TRIAL_DIFFERED;
    counts->skipped += ran->result->outcome == LL_TRIAL_SKIPPED;
    for (size_t i = 0; !grouped && i < ran->test->stage_count; i++)
        counts->ungrouped += has_groups(&ran->test->stages[i]);
}

void ll_trial_add_summary(const struct ll_trial_counts *counts, struct ll_buf *out)
{
    ll_buf_printf(out, "%zu test%s, %zu passed, %zu failed", counts->tests,
                  counts->tests == 1 ? "" : "s", counts->passed, counts->failed);
    if (counts->skipped)
        ll_buf_printf(out, ", %zu skipped", counts->skipped);
    if (counts->differed)
        ll_buf_printf(out, ", %zu differed by order (a fault of Leadline)", counts->differed);
    ll_buf_add_char(out, '\n');
    if (counts->ungrouped)
        ll_buf_printf(out,
                      "%zu expectation%s of groups passed over: name the groups with --groups\n",
                      counts->ungrouped, counts->ungrouped == 1 ? "" : "s");
}
