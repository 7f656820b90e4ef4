/* text_lead.c -- a lead, what joined it, and what groups made of it, in words.   SPDX-License-Identifier: Apache-2.0 */
#include "why/say.h"
#include "why/table.h"
#include "why/text.h"

#include <inttypes.h>

#define JOINS_MAX 12 /* more are only counted, unless all is asked for */

static void add_dates(struct ll_buf *out, ll_day first, ll_day last)
{
    ll_why_add_date(out, first);
    if (last == first)
        return;
    ll_buf_add_lit(out, " to ");
    ll_why_add_date(out, last);
}

/* "15 multiple-sale-handgun + 40 five-or-more-guns" */
static void add_score(struct ll_why_page *page, const struct ll_lead *lead)
{
    const struct ll_indicator *last = NULL;
    ll_why_page_label(page, "score");
    for (size_t i = 0; i < lead->hit_count; i++) {
        const struct ll_indicator *indicator = lead->hits[i]->indicator;
        if (indicator == last)
            continue;
        ll_buf_printf(page->out, "%s%d %.*s", last ? " + " : "", (int)indicator->weight,
                      LL_STR_ARGS(indicator->id));
        last = indicator;
    }
    ll_buf_printf(page->out, " = %" PRId64 "\n", lead->score);
}

static void add_hit(struct ll_buf *out, const struct ll_hit *hit)
{
    ll_buf_printf(out, "%.*s of ", LL_STR_ARGS(hit->indicator->id));
    add_dates(out, hit->first_day, hit->last_day);
}

static void add_join(struct ll_why_page *page, const struct ll_why_join *join)
{
    struct ll_buf *out = page->out;
    add_hit(out, join->hit);
    ll_buf_add_lit(out, " with ");
    add_hit(out, join->to);
    ll_buf_add_lit(out, ": ");
    if (join->kind == LL_WHY_JOIN_TRACED) {
        ll_buf_add_lit(out, "trace ");
        ll_why_add_text(out, join->trace->fact->id);
        ll_buf_add_lit(out, " is of its gun ");
        ll_why_add_name(out, join->trace->matched);
    } else if (join->gap <= 0) {
        ll_buf_add_lit(out, "their dates overlap");
    } else {
        ll_buf_printf(out, "%d days between them, at most %d join", (int)join->gap,
                      (int)page->why->setup->rules->pack->quiet_days);
    }
    ll_buf_add_char(out, '\n');
}

static void add_joins(struct ll_why_page *page, const struct ll_why_lead *lead)
{
    size_t most = page->style->all ? SIZE_MAX : JOINS_MAX;
    ll_why_page_label(page, "one lead");
    if (lead->join_count == 0)
        ll_buf_add_lit(page->out, "it has one hit\n");
    for (size_t i = 0; i < lead->join_count && i < most; i++) {
        if (i)
            ll_why_pad(page->out, 0, LL_WHY_MARGIN);
        add_join(page, &lead->joins[i]);
    }
    if (lead->join_count > most) {
        ll_why_pad(page->out, 0, LL_WHY_MARGIN);
        ll_buf_printf(page->out, "and %zu more such\n", lead->join_count - most);
    }
}

/* Why the lead before this one is another. */
static void add_apart(struct ll_why_page *page, const struct ll_why_lead *lead)
{
    const struct ll_why *why = page->why;
    if (lead == why->leads)
        return;
    const struct ll_lead *before = lead[-1].lead;
    int32_t gap = lead->lead->first_day - before->last_day;
    ll_why_page_label(page, "apart");
    ll_buf_printf(page->out, "%.*s ended on ", LL_LEAD_ID_LEN, before->id);
    ll_why_add_date(page->out, before->last_day);
    ll_buf_printf(page->out, ", %d days before: more than %d do not join, but by a trace\n",
                  (int)gap, (int)why->setup->rules->pack->quiet_days);
}

static void add_covers(struct ll_why_page *page, const struct ll_why_lead *lead,
                       const struct ll_why_group *of)
{
    struct ll_buf *out = page->out;
    ll_why_pad(out, 0, LL_WHY_MARGIN + 2);
    if (!of->group->covers) {
        ll_buf_add_lit(out, "covers every lead\n");
        return;
    }
    if (!of->covered_by) {
        ll_buf_add_lit(out, "covers none of the ");
        ll_why_add_count(out, lead->evidence, "item", "items");
        ll_buf_add_lit(out, " of its evidence: ");
        ll_why_add_words(out, ll_reading_words(of->group->covers, of->group->covers->root));
        ll_buf_add_char(out, '\n');
        return;
    }
    const struct ll_expr_env env = ll_why_row_env(of->covered_by);
    ll_buf_add_lit(out, "covers it by ");
    ll_why_add_name(out, of->covered_by);
    ll_buf_add_lit(out, " (");
    ll_why_add_what(out, of->covered_by);
    ll_buf_add_lit(out, ")\n");
    ll_why_page_terms(page, of->group->covers, &env, LL_WHY_MARGIN + 4);
}

static void add_accepts(struct ll_why_page *page, const struct ll_why_lead *lead,
                        const struct ll_why_group *of)
{
    const struct ll_expr_env env = {.row = lead->row};
    struct ll_buf *out = page->out;
    ll_why_pad(out, 0, LL_WHY_MARGIN + 2);
    if (!of->group->accept) {
        ll_buf_add_lit(out, "accepts every lead\n");
    } else {
        ll_buf_add_str(out, of->accepts ? LL_STR("accepts it\n") : LL_STR("does not accept it\n"));
        if (of->covers)
            ll_why_page_terms(page, of->group->accept, &env, LL_WHY_MARGIN + 4);
    }
    for (size_t i = 0; of->covers && of->accepts && i < of->group->priority_count; i++) {
        const struct ll_priority *priority = &of->group->priorities[i];
        ll_why_pad(out, 0, LL_WHY_MARGIN + 2);
        ll_buf_printf(out, "%s%.*s\n", of->priority == priority ? "is " : "is not ",
                      LL_STR_ARGS(priority->name));
        ll_why_page_terms(page, priority->when, &env, LL_WHY_MARGIN + 4);
        if (of->priority == priority)
            break;
    }
}

static void add_group(struct ll_why_page *page, const struct ll_why_lead *lead,
                      const struct ll_why_group *of)
{
    bool takes = of->covers && of->accepts, colour = page->style->colour;
    struct ll_buf *out = page->out;
    ll_why_page_label(page, "group");
    ll_buf_add_str(out, of->group->id);
    ll_buf_add_lit(out, ": ");
    ll_why_paint(out, takes ? LL_WHY_GOOD : LL_WHY_BAD, colour);
    ll_buf_add_str(out, takes ? LL_STR("takes it") : LL_STR("does not take it"));
    ll_why_unpaint(out, LL_WHY_GOOD, colour);
    if (takes)
        ll_buf_printf(out, ", priority %.*s", of->priority ? (int)of->priority->name.len : 6,
                      of->priority ? of->priority->name.ptr : "normal");
    ll_buf_add_char(out, '\n');
    add_covers(page, lead, of);
    add_accepts(page, lead, of);
}

void ll_why_page_lead(struct ll_why_page *page, const struct ll_why_lead *lead)
{
    struct ll_buf *out = page->out;
    ll_why_paint(out, LL_WHY_BOLD, page->style->colour);
    ll_buf_printf(out, "LEAD %.*s", LL_LEAD_ID_LEN, lead->lead->id);
    ll_why_unpaint(out, LL_WHY_BOLD, page->style->colour);
    ll_buf_add_lit(out, "  ");
    add_dates(out, lead->lead->first_day, lead->lead->last_day);
    ll_buf_add_char(out, '\n');
    add_score(page, lead->lead);
    add_joins(page, lead);
    add_apart(page, lead);
    for (size_t i = 0; i < lead->group_count; i++)
        add_group(page, lead, &lead->groups[i]);
}
