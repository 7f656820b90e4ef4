/* quiet_sale.c -- whether a sale can change a lead or a report, told from what lies near it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/near.h"
#include "engine/state.h"

/* A timeline on which a sale may do more than add its guns: to free a trace, or to stand in for another version. */
static bool is_tangled(const struct ll_walk *walk, const struct ll_event *sale)
{
    const struct ll_fact named = {.kind = LL_FACT_SALE, .id = sale->id};
    if (walk->index)
        return walk->index->of[LL_ITEM_TRACE].count || walk->index->voided ||
               ll_fact_set_entry(&walk->set, &named);
    for (size_t i = 0; i < walk->set.count; i++) {
        const struct ll_fact_entry *entry = &walk->set.entries[i];
        if (entry->fact->kind == LL_FACT_TRACE || entry->void_version ||
            ll_str_eq(entry->fact->id, sale->id))
            return true;
    }
    return false;
}

static size_t guns_near(const struct ll_walk *walk, const struct ll_event *sale,
                        const struct ll_quiet_rule *rule)
{
    size_t guns = 0;
    struct ll_near near =
        ll_near_start(walk, LL_ITEM_FIREARM, sale->occurred.day, rule->reach_days);
    for (const struct ll_fact_entry *entry; (entry = ll_near_next(&near));)
        if (!rule->one_dealer || entry->fact->dealer.key == sale->dealer.licence.key)
            guns += entry->fact->firearm_count;
    return guns;
}

/* As long as all before it are quiet, no gun of the sale is in a hit. */
static bool in_no_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)row;
    (void)slot;
    (void)context;
    return false;
}

/* A sale held against the rules. */
struct trying {
    struct ll_engine *engine;
    const struct ll_walk *walk; /* NULL: the sale is the first */
    const struct ll_event *sale;
    struct ll_item_list guns;
    uint64_t known; /* which of their fields are set, a bit by slot */
    bool knows_dealer;
    const struct ll_value **
        *selected;  /* by shared_items - 1: NULL, or the guns taken; NULL behind the last */
    uint32_t *near; /* by reach: 1 + the guns near; 0: not counted yet */
    const struct ll_item **others; /* the guns near for any rule; NULL: not made yet */
    size_t other_count;
    struct ll_fact fact; /* of the sale: set when its guns are */
};

/* Not as a whole: a fact is large, and is set where it is needed. */
static void start(struct trying *trying, struct ll_engine *engine, const struct ll_walk *walk,
                  const struct ll_event *sale)
{
    trying->engine = engine;
    trying->walk = walk;
    trying->sale = sale;
    trying->known = 0;
    trying->knows_dealer = false;
    trying->near = NULL;
    trying->others = NULL;
    trying->other_count = 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Set the fields that are asked for. */
static void know(struct trying *trying, uint64_t slots)
{
    uint64_t missing = slots & ~trying->known;
    trying->known |= slots;
    for (size_t i = 0; missing && i < trying->guns.count; i++)
        ll_item_know(trying->guns.items[i], missing);
}

static size_t others_near(const struct trying *trying, const struct ll_quiet_rule *rule)
{
    if (!trying->walk)
        return 0;
    uint32_t *near = &trying->near[rule->reach];
    if (!*near)
        *near = 1 + (uint32_t)guns_near(trying->walk, trying->sale, rule);
    return *near - 1;
}

/* The guns that the rule's `where` takes, NULL behind the last. NULL: memory is out. */
static const struct ll_value **select_guns(const struct trying *trying,
                                           const struct ll_indicator *indicator)
{
    const struct ll_item_list *guns = &trying->guns;
    struct ll_arena *arena = &trying->engine->work;
    const struct ll_value ***known =
        indicator->shared_items ? &trying->selected[indicator->shared_items - 1] : NULL;
    if (known && *known)
        return *known;
    const struct ll_value **rows = LL_NEW_ARRAY(arena, const struct ll_value *, guns->count + 1);
    size_t selected = 0;
    struct ll_expr_env env = {.in_hit = in_no_hit, .scratch = arena};
    for (size_t i = 0; rows && i < guns->count; i++) {
        env.row = guns->rows[i];
        if (!indicator->where || ll_expr_run(indicator->where, &env))
            rows[selected++] = guns->rows[i];
    }
    if (known)
        *known = rows;
    return rows;
}

/* Where more guns are near the sale it is left to the evaluation to look at them. */
#define OTHERS_MAX 16

/* Make items of the guns near. False: they are too many, or memory is out. */
static bool know_others(struct trying *trying)
{
    struct ll_arena *arena = &trying->engine->work;
    const struct ll_quiet_rule *widest = &trying->engine->quiet_widest;
    if (trying->others || !trying->walk)
        return true;
    if (others_near(trying, widest) > OTHERS_MAX)
        return false;
    trying->others = LL_NEW_ARRAY(arena, const struct ll_item *, OTHERS_MAX);
    struct ll_near near = ll_near_start(trying->walk, LL_ITEM_FIREARM, trying->sale->occurred.day,
                                        widest->reach_days);
    for (const struct ll_fact_entry *entry; trying->others && (entry = ll_near_next(&near));) {
        struct ll_item_list guns;
        if (!ll_items_of_sale(&guns, entry->fact, &trying->engine->rules, arena))
            return false;
        ll_items_know_dealer(&guns, &trying->engine->rules);
        for (size_t i = 0; i < guns.count; i++)
            trying->others[trying->other_count++] = guns.items[i];
    }
    return trying->others != NULL;
}

static bool is_near(const struct trying *trying, const struct ll_quiet_rule *rule,
                    const struct ll_item *gun)
{
    int32_t apart = gun->day - trying->sale->occurred.day;
    return apart < rule->reach_days && apart > -rule->reach_days &&
           (!rule->one_dealer || gun->dealer == trying->sale->dealer.licence.key);
}

/* Whether the rule could hold of the guns selected of the sale and those near it: in a window, or in a part, there are no more. */
static bool hold_together(struct trying *trying, const struct ll_quiet_rule *rule,
                          const struct ll_value *const *selected, size_t count)
{
    const struct ll_indicator *indicator = rule->indicator;
    struct ll_arena *arena = &trying->engine->work;
    struct ll_expr_env env = {.in_hit = in_no_hit, .scratch = arena};
    if (!rule->grows || !know_others(trying))
        return true;
    const struct ll_value **rows =
        LL_NEW_ARRAY(arena, const struct ll_value *, count + trying->other_count);
    if (!rows)
        return true;
    memcpy(rows, selected, count * sizeof *rows);
    for (size_t i = 0; i < trying->other_count; i++) {
        env.row = trying->others[i]->row;
        if (is_near(trying, rule, trying->others[i]) &&
            (!indicator->where || ll_expr_run(indicator->where, &env)))
            rows[count++] = env.row;
    }
    env = (struct ll_expr_env){.rows = rows, .row_count = count, .scratch = arena};
    return count >= indicator->needs_items && ll_expr_run(indicator->having, &env);
}

/* Whether the rule can hold on a window with guns of the sale. */
static bool can_hold(struct trying *trying, const struct ll_quiet_rule *rule)
{
    const struct ll_indicator *indicator = rule->indicator;
    size_t others = others_near(trying, rule), selected = 0;
    if (others + trying->guns.count < indicator->needs_items)
        return false;
    know(trying, rule->slots);
    if (rule->waits && !trying->knows_dealer) {
        ll_items_know_dealer(&trying->guns, &trying->engine->rules);
        trying->knows_dealer = true;
    }
    const struct ll_value **rows = select_guns(trying, indicator);
    while (rows && rows[selected])
        selected++;
    if (!rows)
        return true;
    if (selected && (others || !rule->one_part))
        return hold_together(trying, rule, rows, selected);
    struct ll_expr_env env = {
        .rows = rows, .row_count = selected, .scratch = &trying->engine->work};
    return selected >= indicator->needs_items && ll_expr_run(indicator->having, &env);
}

/* Of the indicators that could hold where there are that many guns, those that could of the guns of the sale. */
static bool ask_guns(struct trying *trying, size_t gun_count, uint64_t *set)
{
    const struct ll_engine *engine = trying->engine;
    const struct ll_pack *pack = engine->setup.pack;
    size_t words = ll_pack_words(pack);
    const uint64_t *may = engine->quiet_sets[least(gun_count, LL_PACK_NEEDS_MAX)];
    memset(set, 0, words * sizeof *set);
    know(trying, engine->quiet_asked);
    ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, trying->guns.rows,
                       trying->guns.count, gun_count, set);
    for (size_t i = 0; i < words; i++)
        set[i] &= may[i];
    return ll_pack_next(set, words, 0) != SIZE_MAX;
}

static bool make_ready(struct trying *trying)
{
    struct ll_engine *engine = trying->engine;
    trying->selected = LL_NEW_ARRAY(&engine->work, const struct ll_value **,
                                    engine->setup.pack->shared_items_count);
    ll_fact_of_event(trying->sale, &trying->fact);
    return trying->selected && ll_items_to_ask(&trying->guns, &trying->fact, &engine->work);
}

bool ll_engine_sale_is_quiet(struct ll_engine *engine, const struct ll_walk *walk,
                             const struct ll_event *sale)
{
    struct trying trying;
    uint64_t set[LL_PACK_WORDS_MAX];
    size_t count = sale->firearm_count, words = ll_pack_words(engine->setup.pack);
    if (walk && is_tangled(walk, sale))
        return false;
    ll_arena_reset(&engine->work);
    start(&trying, engine, walk, sale);
    if (walk) {
        trying.near = LL_NEW_ARRAY(&engine->work, uint32_t, engine->quiet_reaches + 1);
        if (!trying.near)
            return false;
        count += others_near(&trying, &engine->quiet_widest);
    }
    if (ll_pack_next(engine->quiet_sets[least(count, LL_PACK_NEEDS_MAX)], words, 0) == SIZE_MAX)
        return true;
    if (!make_ready(&trying))
        return false;
    if (!ask_guns(&trying, count, set))
        return true;
    for (size_t at = ll_pack_next(set, words, 0); at != SIZE_MAX;
         at = ll_pack_next(set, words, at + 1))
        if (can_hold(&trying, &engine->quiet[engine->quiet_at[at]]))
            return false;
    return true;
}
