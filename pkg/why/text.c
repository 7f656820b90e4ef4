/* text.c -- see text.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/text.h"

#include "why/say.h"
#include "why/table.h"
#include "why/terms.h"

void ll_why_page_label(struct ll_why_page *page, const char *label)
{
    ll_buf_add_lit(page->out, "  ");
    ll_why_paint(page->out, LL_WHY_FAINT, page->style->colour);
    ll_buf_add_str(page->out, ll_str_from(label));
    ll_why_unpaint(page->out, LL_WHY_FAINT, page->style->colour);
    ll_why_pad(page->out, strlen(label) + 2, LL_WHY_MARGIN);
}

static void add_parts(struct ll_why_page *page, const struct ll_why_term *term,
                      const struct ll_expr_env *env)
{
    struct ll_why_parts parts = {.count = 0};
    ll_why_parts_add(term->reading, term->node, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        const struct ll_why_part *part = &parts.list[i];
        struct ll_value value = ll_reading_value(part->node, env);
        ll_buf_add_str(&page->cell, i ? LL_STR(", ") : LL_STR(""));
        ll_why_add_words(&page->cell, part->words);
        ll_buf_add_lit(&page->cell, " is ");
        ll_why_add_value(&page->cell, part->node, &value, false);
    }
}

void ll_why_page_terms(struct ll_why_page *page, const struct ll_expr_reading *reading,
                       const struct ll_expr_env *env, size_t indent)
{
    struct ll_why_table table = {.arena = page->scratch, .columns = 3};
    struct ll_why_terms *terms = LL_NEW(page->scratch, struct ll_why_terms);
    if (!terms) {
        page->out->failed = true;
        return;
    }
    ll_why_terms_of(reading, terms);
    for (size_t i = 0; i < terms->count; i++) {
        const struct ll_node *node = terms->list[i].node;
        bool holds = ll_reading_holds(node, env);
        ll_why_pad(&page->cell, 0, (size_t)terms->list[i].depth * 2);
        if (terms->list[i].leaf || node->kind == LL_NODE_NAMED)
            ll_why_add_words(&page->cell, ll_why_term_words(&terms->list[i]));
        else
            ll_buf_add_str(&page->cell, node->kind == LL_NODE_NOT  ? LL_STR("not")
                                        : node->kind == LL_NODE_OR ? LL_STR("any of")
                                                                   : LL_STR("all of"));
        ll_why_table_take(&table, LL_WHY_PLAIN, &page->cell);
        ll_why_table_add(&table, holds ? LL_WHY_GOOD : LL_WHY_BAD,
                         holds ? LL_STR("yes") : LL_STR("no"));
        if (terms->list[i].leaf)
            add_parts(page, &terms->list[i], env);
        ll_why_table_take(&table, LL_WHY_FAINT, &page->cell);
    }
    ll_why_table_write(&table, indent, page->style->colour, page->out);
}

static void add_subject(struct ll_why_page *page)
{
    const struct ll_why *why = page->why;
    const struct ll_subject *subject = &why->setup->facts->subject;
    const char *between = "";
    char key[LL_SUBJECT_KEY_TEXT];
    size_t len = ll_subject_key_format(subject, key);
    struct ll_buf *out = page->out;
    ll_why_paint(out, LL_WHY_BOLD, page->style->colour);
    ll_buf_printf(out, "%s %.*s", ll_subject_kind_word((enum ll_subject_kind)subject->kind),
                  (int)len, key);
    ll_why_unpaint(out, LL_WHY_BOLD, page->style->colour);
    ll_buf_add_lit(out, ": ");
    if (why->sales) {
        ll_why_add_count(out, why->sales, "sale", "sales");
        ll_buf_add_lit(out, " of ");
        ll_why_add_count(out, why->guns, "gun", "guns");
        between = ", ";
    }
    if (why->reports) {
        ll_buf_add_str(out, ll_str_from(between));
        ll_why_add_count(out, why->reports, "multiple sale", "multiple sales");
        between = ", ";
    }
    if (why->traces) {
        ll_buf_add_str(out, ll_str_from(between));
        ll_why_add_count(out, why->traces, "trace", "traces");
    }
    ll_buf_add_lit(out, ", ");
    ll_why_add_date(out, why->first_day);
    ll_buf_add_lit(out, " to ");
    ll_why_add_date(out, why->last_day);
    ll_buf_add_char(out, '\n');
}

/* What is told of first: hits, then misses. */
static void add_rules(struct ll_why_page *page, enum ll_why_state state)
{
    for (size_t i = 0; i < page->why->rule_count; i++) {
        if (page->why->rules[i].state != state)
            continue;
        ll_buf_add_char(page->out, '\n');
        ll_why_page_rule(page, &page->why->rules[i]);
    }
}

bool ll_why_text(struct ll_buf *out, const struct ll_why *why, const struct ll_why_style *style,
                 struct ll_arena *scratch)
{
    struct ll_why_page page = {out, why, style, scratch, {0}};
    size_t leads = 0;
    add_subject(&page);
    for (size_t i = 0; i < why->lead_count; i++) {
        if (!why->leads[i].asked)
            continue;
        ll_buf_add_char(out, '\n');
        ll_why_page_lead(&page, &why->leads[i]);
        leads++;
    }
    if (leads == 0)
        ll_buf_add_lit(out, "\nin no lead\n");
    for (enum ll_why_state state = LL_WHY_HIT; state <= LL_WHY_OFF; state++)
        add_rules(&page, state);
    out->failed |= page.cell.failed;
    ll_buf_fini(&page.cell);
    return !out->failed;
}
