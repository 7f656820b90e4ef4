/* view.c -- see view.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/view.h"

#include "why/terms.h"

struct looking {
    struct ll_why *why;
    struct ll_why_rule *rule;
    struct ll_arena *arena;
    bool failed;
};

struct ll_expr_env ll_why_row_env(const struct ll_item *item)
{
    return (struct ll_expr_env){.row = item->row, .in_hit = ll_item_in_hit};
}

/* ---- what is asked about ---- */

/* Where an item is in the list of its kind, which is by day. */
static size_t place_of(const struct ll_item_list *list, const struct ll_item *item)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (list->items[mid]->day < item->day)
            low = mid + 1;
        else
            high = mid;
    }
    while (list->items[low] != item)
        low++;
    return low;
}

static bool *mark_of(const struct ll_why *why, const struct ll_item *item)
{
    return &why->asked_of[item->kind][place_of(&why->assessment.items.of[item->kind], item)];
}

static bool item_is_asked(const struct ll_why *why, const struct ll_item *item)
{
    return *mark_of(why, item);
}

/* A trace goes with the gun that it was matched to, and the other way round. */
static void mark_named(struct ll_why *why)
{
    const struct ll_why_setup *setup = why->setup;
    for (unsigned kind = 0; kind < 3; kind++) {
        const struct ll_item_list *list = &why->assessment.items.of[kind];
        for (size_t i = 0; i < list->count; i++) {
            const struct ll_item *item = list->items[i];
            bool named = why->asked && item->fact == why->asked->fact;
            bool of_sale = setup->sale.len && item->matched && why->asked &&
                           item->matched->fact == why->asked->fact;
            bool of_trace = setup->trace.len && why->asked && why->asked->matched == item;
            why->asked_of[kind][i] = named || of_sale || of_trace;
        }
    }
}

static void mark_leads(struct ll_why *why)
{
    for (size_t i = 0; i < why->lead_count; i++)
        for (size_t k = 0; why->leads[i].asked && k < why->leads[i].lead->item_count; k++)
            *mark_of(why, why->leads[i].lead->items[k]) = true;
}

static bool mark_asked(struct ll_why *why, struct ll_arena *arena)
{
    for (unsigned kind = 0; kind < 3; kind++) {
        why->asked_of[kind] = LL_NEW_ARRAY(arena, bool, why->assessment.items.of[kind].count);
        if (!why->asked_of[kind])
            return false;
    }
    if (why->setup->lead.len)
        mark_leads(why);
    else
        mark_named(why);
    return true;
}

/* The sale's first gun, or the trace. */
static const struct ll_item *find_asked(const struct ll_why *why)
{
    const struct ll_why_setup *setup = why->setup;
    ll_str id = setup->sale.len ? setup->sale : setup->trace;
    const struct ll_item_list *list =
        &why->assessment.items.of[setup->sale.len ? LL_ITEM_FIREARM : LL_ITEM_TRACE];
    for (size_t i = 0; id.len && i < list->count; i++)
        if (ll_str_eq(list->items[i]->fact->id, id))
            return list->items[i];
    return NULL;
}

static bool lead_has_asked(const struct ll_why *why, const struct ll_lead *lead)
{
    const struct ll_why_setup *setup = why->setup;
    if (setup->lead.len)
        return ll_str_eq(setup->lead, (ll_str){lead->id, LL_LEAD_ID_LEN});
    if (!why->asked)
        return !setup->sale.len && !setup->trace.len;
    for (size_t i = 0; i < lead->sale_count; i++)
        if (lead->sales[i]->fact == why->asked->fact)
            return true;
    for (size_t i = 0; i < lead->trace_count; i++)
        if (lead->traces[i]->fact == why->asked->fact)
            return true;
    return false;
}

bool ll_why_has_asked(const struct ll_why *why)
{
    const struct ll_why_setup *setup = why->setup;
    if (!setup->lead.len)
        return why->asked || (!setup->sale.len && !setup->trace.len);
    for (size_t i = 0; i < why->lead_count; i++)
        if (why->leads[i].asked)
            return true;
    return false;
}

/* ---- an indicator ---- */

static bool take_window(void *context, const struct ll_window_seen *seen)
{
    struct looking *looking = context;
    struct ll_why_rule *rule = looking->rule;
    struct ll_why_window *windows = ll_arena_more(looking->arena, rule->windows, rule->window_count,
                                                  &rule->window_cap, sizeof *windows);
    looking->failed = !windows;
    if (!windows)
        return false;
    rule->windows = windows;
    struct ll_why_window *window = &windows[rule->window_count++];
    *window = (struct ll_why_window){.seen = *seen};
    for (size_t i = seen->from; i < seen->to && !window->asked; i++)
        window->asked = item_is_asked(looking->why, seen->part->items[i]);
    return true;
}

/* Items of its kind, and of them those that count. */
static bool take_items(struct looking *looking)
{
    struct ll_why_rule *rule = looking->rule;
    const struct ll_indicator *indicator = rule->entry->indicator;
    struct ll_item_list *list = &looking->why->assessment.items.of[indicator->items];
    const struct ll_item **items =
        LL_NEW_ARRAY(looking->arena, const struct ll_item *, list->count);
    bool *counted = LL_NEW_ARRAY(looking->arena, bool, list->count);
    bool *asked = LL_NEW_ARRAY(looking->arena, bool, list->count);
    if (!items || !counted || !asked)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct ll_item *item = list->items[i];
        const struct ll_expr_env env = ll_why_row_env(item);
        size_t at = rule->item_count;
        if (item->kind == LL_ITEM_REPORT && item->reported != indicator->reports_of)
            continue;
        items[at] = item;
        counted[at] = !indicator->where || ll_expr_run(indicator->where, &env);
        asked[at] = item_is_asked(looking->why, item);
        rule->counted_count += counted[at];
        rule->item_count++;
    }
    rule->items = items;
    rule->counted = counted;
    rule->asked = asked;
    return true;
}

static enum ll_why_state state_of(const struct ll_why *why, const struct ll_indicator *indicator)
{
    enum ll_why_state state = indicator->enabled ? LL_WHY_MISSED : LL_WHY_OFF;
    for (size_t i = 0; i < why->lead_count; i++)
        for (size_t k = 0; k < why->leads[i].lead->hit_count; k++) {
            if (why->leads[i].lead->hits[k]->indicator != indicator)
                continue;
            if (why->leads[i].asked)
                return LL_WHY_HIT;
            state = LL_WHY_ELSEWHERE;
        }
    return state;
}

/* ---- what came nearest ---- */

static double distance(const struct ll_node *chain, const struct ll_expr_env *env)
{
    double far = 0;
    for (const struct ll_node *a = chain->first; a->next; a = a->next) {
        struct ll_value x = ll_reading_value(a, env), y = ll_reading_value(a->next, env);
        double most = (double)(x.number > y.number ? x.number : y.number);
        double least = (double)(x.number > y.number ? y.number : x.number);
        if (a->type != LL_NODE_NUMBER || a->next->type != LL_NODE_NUMBER || x.null || y.null)
            return 1;
        far += most > 0 ? (most - least) / most : 1;
    }
    return far < 1 ? far : 1;
}

/* How much of a condition is not so: terms, numbers that are near by how near. */
static double lack(const struct ll_expr_reading *reading, const struct ll_expr_env *env,
                   struct ll_why_terms *terms)
{
    double lacks = 0;
    ll_why_terms_of(reading, terms);
    for (size_t i = 0; i < terms->count; i++) {
        const struct ll_node *node = terms->list[i].node;
        if (terms->list[i].depth || ll_reading_holds(node, env))
            continue;
        while (node->kind == LL_NODE_NAMED)
            node = node->named->root;
        lacks += node->kind == LL_NODE_CHAIN ? 0.5 + distance(node, env) / 2 : 1;
    }
    return lacks;
}

static struct ll_expr_env window_env(const struct ll_window_seen *seen, struct ll_arena *arena)
{
    return (struct ll_expr_env){.rows = seen->part->rows + seen->from,
                                .row_count = seen->to - seen->from,
                                .past = seen->past,
                                .past_count = seen->past_count,
                                .scratch = arena};
}

static bool find_nearest(struct looking *looking)
{
    struct ll_why_rule *rule = looking->rule;
    const struct ll_book_entry *entry = rule->entry;
    struct ll_why_terms *terms = LL_NEW(looking->arena, struct ll_why_terms);
    double least = 0;
    if (!terms)
        return false;
    for (size_t i = 0; i < rule->window_count; i++) {
        const struct ll_expr_env env = window_env(&rule->windows[i].seen, looking->arena);
        /* What is asked about comes first. */
        double lacks = lack(entry->having, &env, terms) - (rule->windows[i].asked ? 0.01 : 0);
        if (!rule->nearest || lacks <= least) {
            rule->nearest = &rule->windows[i];
            least = lacks;
        }
    }
    for (size_t i = 0; !rule->nearest && entry->where && i < rule->item_count; i++) {
        const struct ll_expr_env env = ll_why_row_env(rule->items[i]);
        double lacks = lack(entry->where, &env, terms) - (rule->asked[i] ? 0.01 : 0);
        if (!rule->nearest_item || lacks <= least) {
            rule->nearest_item = rule->items[i];
            least = lacks;
        }
    }
    return true;
}

static bool find_miss(struct looking *looking, size_t index)
{
    const struct ll_why_setup *setup = looking->why->setup;
    struct ll_why_rule *rule = looking->rule;
    struct ll_why_asked asked = {.book = setup->book,
                                 .indicator = index,
                                 .rules = setup->rules,
                                 .calibers = setup->calibers,
                                 .facts = setup->facts,
                                 .assessment = &looking->why->assessment,
                                 .near = looking->why->last_day};
    if (rule->nearest)
        asked.near = rule->nearest->seen.part->items[rule->nearest->seen.from]->day;
    else if (rule->nearest_item)
        asked.near = rule->nearest_item->day;
    return ll_why_miss_find(&rule->miss, &asked, looking->arena);
}

static bool look_at_rule(struct looking *looking, size_t index)
{
    struct ll_why *why = looking->why;
    struct ll_why_rule *rule = looking->rule;
    const struct ll_indicator *indicator = rule->entry->indicator;
    rule->state = state_of(why, indicator);
    if (rule->state == LL_WHY_OFF)
        return true;
    if (!take_items(looking) ||
        !ll_windows_each(indicator, &why->assessment.items, why->setup->rules, looking->arena,
                         take_window, looking) ||
        looking->failed)
        return false;
    return rule->state != LL_WHY_MISSED || (find_nearest(looking) && find_miss(looking, index));
}

static bool look_at_rules(struct ll_why *why, struct ll_arena *arena)
{
    const struct ll_why_setup *setup = why->setup;
    const struct ll_book *book = setup->book;
    why->rules = LL_NEW_ARRAY(arena, struct ll_why_rule, book->pack->indicator_count);
    for (size_t i = 0; why->rules && i < book->pack->indicator_count; i++) {
        const struct ll_indicator *indicator = book->entries[i].indicator;
        struct looking looking = {.why = why, .rule = &why->rules[why->rule_count], .arena = arena};
        if (indicator->timeline != (enum ll_subject_kind)setup->facts->subject.kind ||
            (setup->indicator.len && !ll_str_eq(setup->indicator, indicator->id)))
            continue;
        looking.rule->entry = &book->entries[i];
        why->rule_count++;
        if (!look_at_rule(&looking, i))
            return false;
    }
    return why->rules != NULL;
}

/* ---- leads ---- */

static bool look_at_leads(struct ll_why *why, struct ll_arena *arena)
{
    why->lead_count = why->assessment.lead_count;
    why->leads = LL_NEW_ARRAY(arena, struct ll_why_lead, why->lead_count);
    for (size_t i = 0; why->leads && i < why->lead_count; i++) {
        struct ll_why_lead *lead = &why->leads[i];
        lead->lead = &why->assessment.leads[i];
        lead->asked = lead_has_asked(why, lead->lead);
        if (!ll_why_find_joins(why, lead, arena) || !ll_why_find_groups(why, lead, arena))
            return false;
    }
    return why->leads != NULL;
}

static void count_facts(struct ll_why *why)
{
    const struct ll_why_facts *facts = why->setup->facts;
    for (size_t i = 0; i < facts->count; i++) {
        const struct ll_fact *fact = facts->list[i];
        ll_day day = ll_fact_day(fact);
        why->sales += fact->kind == LL_FACT_SALE;
        why->guns += fact->kind == LL_FACT_SALE ? fact->firearm_count : 0;
        why->traces += fact->kind == LL_FACT_TRACE;
        why->reports += fact->kind == LL_FACT_REPORT;
        if (i == 0 || day < why->first_day)
            why->first_day = day;
        if (i == 0 || day > why->last_day)
            why->last_day = day;
    }
}

enum ll_status ll_why_look(struct ll_why *why, const struct ll_why_setup *setup,
                           struct ll_arena *arena, struct ll_error *err)
{
    *why = (struct ll_why){.setup = setup};
    count_facts(why);
    bool fine = ll_why_facts_assess(setup->facts, setup->rules, arena, &why->assessment);
    if (fine)
        why->asked = find_asked(why);
    if (!fine || !look_at_leads(why, arena) || !mark_asked(why, arena) ||
        !look_at_rules(why, arena))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu facts",
                       setup->facts->count);
    return LL_OK;
}
