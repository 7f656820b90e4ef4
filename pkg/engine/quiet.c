/* quiet.c -- most sales are one gun to someone with nothing near it: they are decided without evaluating anything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/near.h"
#include "engine/state.h"

#include <stdlib.h>

static int32_t reach_of(const struct ll_engine_setup *setup, const struct ll_window *window)
{
    if (window->kind != LL_WINDOW_BUSINESS_DAYS)
        return window->n;
    int32_t reach = ll_calendar_span_bound(setup->calendar, window->n);
    size_t count = 0;
    struct ll_span_memo memo = {0};
    const struct ll_dealer *dealers =
        window->dealers_own && setup->dealers ? ll_dealers_all(setup->dealers, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        int32_t own = dealers[i].calendar
                          ? ll_calendar_span_bound_of_many(dealers[i].calendar, window->n, &memo)
                          : 0;
        reach = own > reach ? own : reach;
    }
    return reach;
}

static bool same_window(const struct ll_window *a, const struct ll_window *b)
{
    return a->kind == b->kind && a->n == b->n && a->dealers_own == b->dealers_own;
}

/* Looking through all dealers takes its time: what is known of an indicator before with the same window is taken. */
static int32_t known_reach(const struct ll_engine_setup *setup, size_t at, const int32_t *reaches)
{
    const struct ll_pack *pack = setup->pack;
    const struct ll_window *window = &pack->indicators[pack->order[at]].window;
    for (size_t i = 0; i < at; i++)
        if (same_window(&pack->indicators[pack->order[i]].window, window))
            return reaches[i];
    return reach_of(setup, window);
}

/* A sale may be reported a week late and still meet those of its window. */
#define LATE_REPORT_DAYS 7

int32_t ll_engine_sale_days(const struct ll_engine_setup *setup)
{
    int32_t reaches[LL_PACK_INDICATORS_MAX], longest = 0;
    for (size_t i = 0; i < setup->pack->order_count; i++) {
        reaches[i] = known_reach(setup, i, reaches);
        longest = reaches[i] > longest ? reaches[i] : longest;
    }
    int32_t needed = longest + LATE_REPORT_DAYS;
    return setup->retention.sale_days > needed ? setup->retention.sale_days : needed;
}

/* Fields that all guns of one sale share. */
static bool is_of_sale(uint16_t slot)
{
    return slot >= LL_SLOT_SALE_ID && slot <= LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH;
}

static struct ll_quiet_rule make_rule(const struct ll_indicator *indicator, int32_t reach_days)
{
    struct ll_quiet_rule rule = {
        .indicator = indicator,
        .reach_days = reach_days,
        .one_part = true,
        .grows = ll_expr_grows(indicator->having) &&
                 !(indicator->where && ll_expr_in_hits(indicator->where, NULL, 0))};
    for (unsigned s = 0; s < LL_SLOT_COUNT; s++) {
        uint16_t slot = (uint16_t)s;
        if (!(indicator->where && ll_expr_uses_field(indicator->where, slot)) &&
            !ll_expr_uses_field(indicator->having, slot))
            continue;
        rule.slots |= UINT64_C(1) << slot;
        rule.waits = rule.waits || ll_item_slot_waits(slot);
    }
    for (size_t k = 0; k < indicator->same_count; k++) {
        rule.one_part = rule.one_part && is_of_sale(indicator->same[k]);
        rule.one_dealer = rule.one_dealer || indicator->same[k] == LL_SLOT_DEALER_KEY;
    }
    return rule;
}

/* An item of an indicator asks of the items of its window, and each of those by in_hit of the items of another's. */
static int32_t span_of(const struct ll_pack *pack, size_t at, const int32_t *reaches,
                       const int32_t *spans)
{
    const struct ll_indicator *indicator = &pack->indicators[pack->order[at]];
    uint32_t slots[LL_PACK_INDICATORS_MAX];
    int32_t asked = 0;
    size_t count =
        indicator->where ? ll_expr_in_hits(indicator->where, slots, LL_PACK_INDICATORS_MAX) : 0;
    for (size_t i = 0; i < at; i++) {
        const struct ll_indicator *other = &pack->indicators[pack->order[i]];
        for (size_t k = 0; other->sought && k < count; k++)
            if (slots[k] == other->hit_slot && spans[i] > asked)
                asked = spans[i];
    }
    return asked + reaches[at] - 1;
}

static void find_spans(struct ll_spans *out, const struct ll_pack *pack, const int32_t *reaches)
{
    int32_t spans[LL_PACK_INDICATORS_MAX];
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        int32_t *longest = &out->of[indicator->timeline][indicator->items];
        spans[i] = span_of(pack, i, reaches, spans);
        *longest = spans[i] > *longest ? spans[i] : *longest;
    }
}

void ll_spans_find(struct ll_spans *spans, const struct ll_engine_setup *setup)
{
    int32_t reaches[LL_PACK_INDICATORS_MAX];
    *spans = (struct ll_spans){0};
    for (size_t i = 0; i < setup->pack->order_count; i++)
        reaches[i] = known_reach(setup, i, reaches);
    find_spans(spans, setup->pack, reaches);
}

/* Number the reaches, so that the guns within each are counted once; the widest, of any dealer, is the last. */
static void number_reaches(struct ll_engine *engine)
{
    for (size_t i = 0; i < engine->quiet_count; i++) {
        struct ll_quiet_rule *rule = &engine->quiet[i], *known = engine->quiet;
        while (known != rule &&
               (known->reach_days != rule->reach_days || known->one_dealer != rule->one_dealer))
            known++;
        rule->reach = known == rule ? engine->quiet_reaches++ : known->reach;
        if (rule->reach_days > engine->quiet_widest.reach_days)
            engine->quiet_widest.reach_days = rule->reach_days;
    }
    engine->quiet_widest.reach = engine->quiet_reaches;
}

static bool make_tables(struct ll_engine *engine)
{
    size_t n = engine->setup.pack->order_count + 1;
    engine->quiet = calloc(n, sizeof *engine->quiet);
    engine->quiet_at = calloc(n, sizeof *engine->quiet_at);
    return engine->quiet && engine->quiet_at;
}

static void find_candidates(struct ll_engine *engine)
{
    const struct ll_pack *pack = engine->setup.pack;
    for (size_t guns = 0; guns <= LL_PACK_NEEDS_MAX; guns++) {
        uint64_t *set = engine->quiet_sets[guns];
        ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, NULL, 0, guns, set);
        ll_pack_drop_traced(pack, set);
        ll_pack_drop_followers(pack, set);
    }
    engine->quiet_asked = ll_pack_asked(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM);
}

enum ll_status ll_engine_find_quiet(struct ll_engine *engine, struct ll_error *err)
{
    const struct ll_pack *pack = engine->setup.pack;
    int32_t reaches[LL_PACK_INDICATORS_MAX];
    if (!make_tables(engine))
        return ll_engine_no_memory(err);
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        reaches[i] = known_reach(&engine->setup, i, reaches);
        /* One that needs a past trace cannot hold where there is no trace, and one that needs
         * another's hit not where that one, which comes before it, has none. */
        bool follows = indicator->where && ll_expr_needs_hit(indicator->where);
        if (indicator->items != LL_ITEM_FIREARM || indicator->needs_past || follows)
            continue;
        engine->quiet_at[i] = (uint32_t)engine->quiet_count;
        engine->quiet[engine->quiet_count++] = make_rule(indicator, reaches[i]);
    }
    find_spans(&engine->spans, pack, reaches);
    number_reaches(engine);
    find_candidates(engine);
    struct ll_quiet_rule *others = engine->quiet + engine->quiet_count;
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        if (indicator->timeline != LL_SUBJECT_PURCHASER)
            others[engine->quiet_other_count++] = make_rule(indicator, reaches[i]);
    }
    return LL_OK;
}

enum ll_status ll_engine_copy_quiet(struct ll_engine *engine, const struct ll_engine *from,
                                    struct ll_error *err)
{
    size_t n = engine->setup.pack->order_count + 1;
    if (!make_tables(engine))
        return ll_engine_no_memory(err);
    memcpy(engine->quiet, from->quiet, n * sizeof *engine->quiet);
    memcpy(engine->quiet_at, from->quiet_at, n * sizeof *engine->quiet_at);
    engine->quiet_count = from->quiet_count;
    engine->quiet_other_count = from->quiet_other_count;
    engine->spans = from->spans;
    engine->quiet_reaches = from->quiet_reaches;
    engine->quiet_widest = from->quiet_widest;
    memcpy(engine->quiet_sets, from->quiet_sets, sizeof engine->quiet_sets);
    engine->quiet_asked = from->quiet_asked;
    return LL_OK;
}

static bool is_of_timeline(const struct ll_quiet_rule *rule, const struct ll_walk *walk,
                           enum ll_item_kind items)
{
    return rule->indicator->items == items &&
           rule->indicator->timeline == (enum ll_subject_kind)walk->subject.kind;
}

/* Whether an indicator of traces or reports counts facts like that one. */
static bool counts(const struct ll_engine *engine, const struct ll_indicator *indicator,
                   const struct ll_fact *fact)
{
    return indicator->items == LL_ITEM_TRACE ||
           ll_str_eq(engine->setup.pack->indicators[indicator->reports_of].id,
                     fact->report.indicator);
}

/* Fewer items near the new one than any window needs, it included. */
static bool is_alone(const struct ll_engine *engine, const struct ll_quiet_rule *rule,
                     const struct ll_walk *walk, const struct ll_fact *fresh)
{
    size_t near = 1;
    if (!counts(engine, rule->indicator, fresh))
        return true;
    struct ll_near facts =
        ll_near_start(walk, rule->indicator->items, ll_fact_day(fresh), rule->reach_days);
    for (const struct ll_fact_entry *entry;
         near < rule->indicator->needs_items && (entry = ll_near_next(&facts));)
        near += counts(engine, rule->indicator, entry->fact);
    return near < rule->indicator->needs_items;
}

bool ll_engine_other_is_quiet(struct ll_engine *engine, const struct ll_walk *walk)
{
    struct ll_fact fresh;
    ll_arena_reset(&engine->work);
    ll_str rest = {walk->log.ptr + walk->offset, walk->log.len - walk->offset};
    if (!ll_fact_decode(rest, &engine->work, &fresh) ||
        (fresh.kind != LL_FACT_TRACE && fresh.kind != LL_FACT_REPORT) ||
        (fresh.kind == LL_FACT_REPORT && fresh.report.gone) ||
        ll_fact_set_entry(&walk->set, &fresh))
        return false;
    enum ll_item_kind items = fresh.kind == LL_FACT_TRACE ? LL_ITEM_TRACE : LL_ITEM_REPORT;
    for (size_t i = 0; i < engine->quiet_other_count; i++) {
        const struct ll_quiet_rule *rule = &engine->quiet[engine->quiet_count + i];
        if (is_of_timeline(rule, walk, items) && !is_alone(engine, rule, walk, &fresh))
            return false;
    }
    return true;
}

static bool same_report(const struct ll_report_fact *a, const struct ll_report_fact *b)
{
    return a->day == b->day && a->dealer == b->dealer && ll_str_eq(a->indicator, b->indicator) &&
           memcmp(&a->purchaser, &b->purchaser, sizeof a->purchaser) == 0;
}

/* Count a report of the log near the new one; false once some window may have enough. */
static bool count_near(struct ll_engine *engine, const struct ll_walk *walk,
                       const struct ll_report_fact *report, const struct ll_report_fact *fresh)
{
    ll_day apart = report->day - fresh->day;
    for (size_t i = 0; i < engine->quiet_other_count; i++) {
        struct ll_quiet_rule *rule = &engine->quiet[engine->quiet_count + i];
        if (!is_of_timeline(rule, walk, LL_ITEM_REPORT) || apart >= rule->reach_days ||
            apart <= -rule->reach_days)
            continue;
        ll_str id = engine->setup.pack->indicators[rule->indicator->reports_of].id;
        rule->near += ll_str_eq(id, report->indicator) && ll_str_eq(id, fresh->indicator);
        if (rule->near >= rule->indicator->needs_items)
            return false;
    }
    return true;
}

bool ll_engine_report_is_quiet(struct ll_engine *engine, const struct ll_walk *walk, size_t offset)
{
    struct ll_report_fact fresh, report;
    struct ll_fact_head head;
    ll_str rest = {walk->log.ptr + offset, walk->log.len - offset};
    for (size_t i = 0; i < engine->quiet_other_count; i++)
        engine->quiet[engine->quiet_count + i].near = 0;
    if (!ll_fact_peek_report(rest, &fresh) || fresh.gone ||
        !count_near(engine, walk, &fresh, &fresh))
        return false;
    for (size_t at = 0; at < offset; at += head.bytes) {
        rest = (ll_str){walk->log.ptr + at, walk->log.len - at};
        if (!ll_fact_peek(rest, &head))
            return false;
        if (head.kind == LL_FACT_REPORT &&
            (!ll_fact_peek_report(rest, &report) || same_report(&report, &fresh) ||
             !count_near(engine, walk, &report, &fresh)))
            return false;
    }
    return true;
}
