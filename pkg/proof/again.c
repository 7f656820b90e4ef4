/* again.c -- see again.h.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/again.h"

#include "lead/select.h"

struct again {
    struct ll_assessment *out;
    const struct ll_evidence *evidence;
    const struct ll_rules *rules;
    struct ll_arena *arena;
    /* By ll_item_kind and place in the evidence: 1 + where the item, of a sale its first gun, is in the list of its kind;
     * 0: nowhere. */
    size_t *firsts[3];
};

const struct ll_proof_node *ll_proof_indicator(const struct ll_proof_node *indicators, ll_str id)
{
    for (const struct ll_proof_node *node = indicators ? indicators->first : NULL; node;
         node = node->next) {
        if (ll_str_eq(ll_proof_text(node, "id"), id))
            return node;
    }
    return NULL;
}

/* ---- traces of sales that are not in the evidence ---- */

/* The sale as far as it has left its mark on the trace. */
static struct ll_fact *make_sale(const struct again *again, const struct ll_fact *trace, ll_str id)
{
    struct ll_fact *sale = LL_NEW(again->arena, struct ll_fact);

    if (sale)
        *sale = (struct ll_fact){.kind = LL_FACT_SALE,
                                 .version = 1,
                                 .id = id,
                                 .occurred.day = trace->sold_on,
                                 .dealer = trace->dealer,
                                 .dealer_state = trace->dealer_state,
                                 .dealer_division = trace->dealer_division,
                                 .firearms = trace->firearms,
                                 .firearm_count = trace->firearm_count};
    return sale;
}

/* A trace that is counted, and in no hit, need not bring its sale. A sale of the gun that is here may not be later than it. */
static bool match_elsewhere(const struct again *again, struct ll_item *trace)
{
    const struct ll_fact *fact = trace->fact;
    ll_str id = again->evidence->sold[fact->hash];
    const struct ll_fact named = {.kind = LL_FACT_SALE, .id = id};
    struct ll_item_list list = {0};

    if (id.len == 0 || ll_fact_set_entry(&again->evidence->set, &named) ||
        fact->firearm_count == 0 || fact->sold_on == LL_DAY_NONE || fact->sold_on > trace->day ||
        (trace->matched && trace->matched->day > fact->sold_on))
        return true;
    struct ll_fact *sale = make_sale(again, fact, id);
    if (!sale || !ll_items_of_sale(&list, sale, again->rules, again->arena))
        return false;
    ll_items_know_dealer(&list, again->rules);
    ll_item_match(trace, list.items[0]);
    return true;
}

static bool match_traces(const struct again *again)
{
    struct ll_item_list *traces = &again->out->items.of[LL_ITEM_TRACE];

    for (size_t i = 0; i < traces->count; i++) {
        if (!match_elsewhere(again, traces->items[i]))
            return false;
    }
    return true;
}

/* ---- hits that the record tells of ---- */

static bool index_items(struct again *again)
{
    for (unsigned kind = 0; kind < 3; kind++) {
        const struct ll_item_list *list = &again->out->items.of[kind];
        again->firsts[kind] = LL_NEW_ARRAY(again->arena, size_t, again->evidence->counts[kind]);
        if (!again->firsts[kind])
            return false;
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i]->place == 0)
                again->firsts[kind][list->items[i]->fact->hash] = i + 1;
        }
    }
    return true;
}

/* The place in the list of its kind of the item that an entry of a hit's `items` means; SIZE_MAX: none. */
static size_t find_item(const struct again *again, enum ll_item_kind kind,
                        const struct ll_proof_node *entry)
{
    const struct ll_proof_node *place = entry;
    int64_t at, gun = 0;

    if (kind == LL_ITEM_FIREARM) {
        place = entry->first;
        if (entry->count != 2 || !ll_proof_whole(entry->last, 0, INT32_MAX, &gun))
            return SIZE_MAX;
    }
    if (!ll_proof_whole(place, 0, (int64_t)again->evidence->counts[kind] - 1, &at))
        return SIZE_MAX;
    size_t first = again->firsts[kind][at];
    if (!first ||
        (gun > 0 &&
         gun >= (int64_t)again->out->items.of[kind].items[first - 1]->fact->firearm_count))
        return SIZE_MAX;
    return first - 1 + (size_t)gun;
}

/* What is selected for a hit, in the order of time. */
struct telling {
    const struct ll_indicator *indicator;
    struct ll_part all;  /* what the indicator selects of the evidence */
    struct ll_part some; /* what the hit at hand has of it; room for all */
    uint32_t *hits;      /* by item of its kind: the hit that has it, from 1 on; 0: none */
};

/* Take the items of one hit. False: it is none, as an item is unknown, in another hit, or not selected. */
static bool take_items(const struct again *again, struct telling *telling,
                       const struct ll_proof_node *hit)
{
    enum ll_item_kind kind = telling->indicator->items;
    const struct ll_proof_node *list = ll_proof_get(hit, "items");
    uint32_t number = (uint32_t)hit->place + 1;

    telling->some.count = 0;
    if (!list || list->type != LL_JSON_ARRAY)
        return false;
    for (const struct ll_proof_node *entry = list->first; entry; entry = entry->next) {
        size_t at = find_item(again, kind, entry);
        if (at == SIZE_MAX || telling->hits[at])
            return false;
        telling->hits[at] = number;
    }
    for (size_t i = 0, at = 0; i < telling->all.count; i++, at++) {
        struct ll_item *item = telling->all.items[i];
        while (again->out->items.of[kind].items[at] != item)
            at++;
        if (telling->hits[at] != number)
            continue;
        telling->some.rows[telling->some.count] = item->row;
        telling->some.items[telling->some.count++] = item;
    }
    return telling->some.count == list->count;
}

static bool prepare(const struct again *again, struct telling *telling)
{
    struct ll_items *items = &again->out->items;

    if (!ll_select_items(&telling->all, telling->indicator, items, again->rules, again->arena))
        return false;
    telling->some.items = LL_NEW_ARRAY(again->arena, struct ll_item *, telling->all.count);
    telling->some.rows = LL_NEW_ARRAY(again->arena, const struct ll_value *, telling->all.count);
    telling->hits =
        LL_NEW_ARRAY(again->arena, uint32_t, items->of[telling->indicator->items].count);
    return telling->some.items && telling->some.rows && telling->hits;
}

/* Hits borrow their part's list of items: each has its own. */
static bool find_told(const struct again *again, const struct ll_indicator *indicator)
{
    const struct ll_proof_node *told =
        ll_proof_indicator(again->evidence->indicators, indicator->id);
    const struct ll_proof_node *list = ll_proof_get(told, "hits");
    struct telling telling = {.indicator = indicator};

    if (!list || list->type != LL_JSON_ARRAY)
        return true;
    if (!prepare(again, &telling))
        return false;
    for (const struct ll_proof_node *hit = list->first; hit; hit = hit->next) {
        if (take_items(again, &telling, hit) &&
            !ll_hits_among(&again->out->hits, indicator, &telling.some, &again->out->items,
                           again->rules, again->arena))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static bool find_hits(const struct again *again)
{
    const struct ll_pack *pack = again->rules->pack;
    struct ll_assessment *out = again->out;

    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        if (indicator->timeline != (enum ll_subject_kind)again->evidence->subject.subject.kind)
            continue;
        if (!(indicator->grows ? ll_hits_find(&out->hits, &out->reports, indicator, &out->items,
                                              again->rules, again->arena)
                               : find_told(again, indicator)))
            return false;
    }
    return true;
}

bool ll_proof_again(struct ll_assessment *out, const struct ll_evidence *evidence,
                    const struct ll_rules *rules, struct ll_arena *arena)
{
    struct again again = {.out = out, .evidence = evidence, .rules = rules, .arena = arena};
    const struct ll_subject *subject = &evidence->subject.subject;

    *out = (struct ll_assessment){0};
    if (evidence->set.count == 0)
        return true;
    if (!ll_items_build(&out->items, &evidence->set, (enum ll_subject_kind)subject->kind, rules,
                        arena))
        return false;
    if (subject->kind == LL_SUBJECT_PURCHASER && !match_traces(&again))
        return false;
    return index_items(&again) && find_hits(&again) &&
           (out->hits.count == 0 || ll_leads_join(out, subject, rules, arena));
}
