/* values.c -- see values.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/values.h"

#include "base/decimal.h"
#include "event/vocabulary.h"

/* No text of the field that is there, for fields whose values are to differ. */
static const ll_str others[] = {{"other", 5}, {"another", 7}};

static void add(struct ll_why_values *values, enum ll_item_kind kind, uint16_t slot,
                struct ll_value value)
{
    struct ll_why_field *field = &values->of[kind][slot];
    for (size_t i = 0; i < field->count; i++) {
        const struct ll_value *known = &field->list[i];
        if (known->null == value.null && (value.null || ll_item_value_eq(slot, known, &value)))
            return;
    }
    if (field->count < LL_WHY_VALUES_MAX)
        field->list[field->count++] = value;
    else
        field->cut = true;
}

static void add_text(struct ll_why_values *values, enum ll_item_kind kind, uint16_t slot,
                     ll_str text)
{
    add(values, kind, slot, ll_value_string(text));
}

/* ---- what expressions name ---- */

/* The calibers whose bores are nearest to one: just below, the same, and just above. */
static void add_calibers(struct ll_why_values *values, enum ll_item_kind kind, int64_t bore,
                         const struct ll_calibers *calibers)
{
    const struct ll_caliber *best[3] = {NULL}, *caliber;
    for (size_t at = 0; (caliber = ll_calibers_next(calibers, &at));) {
        if (caliber->bore == 0)
            continue;
        const struct ll_caliber **of = &best[(caliber->bore > bore) - (caliber->bore < bore) + 1];
        int64_t far = *of ? ((*of)->bore > bore ? (*of)->bore - bore : bore - (*of)->bore) : 0;
        int64_t near = caliber->bore > bore ? caliber->bore - bore : bore - caliber->bore;
        if (!*of || near < far || (near == far && ll_str_cmp(caliber->name, (*of)->name) < 0))
            *of = caliber;
    }
    for (size_t i = 0; i < 3; i++)
        if (best[i])
            add_text(values, kind, LL_SLOT_CALIBER, best[i]->name);
}

/* Days before a trace on which its gun may have been sold: sold_on is what a time to crime is counted from. */
static void add_sold(struct ll_why_values *values, int64_t days,
                     const struct ll_assessment *assessment)
{
    const struct ll_item_list *traces = &assessment->items.of[LL_ITEM_TRACE];
    for (size_t i = 0; i < traces->count && i < LL_WHY_VALUES_MAX; i++) {
        char *text = ll_arena_alloc(values->arena, 10, 1);
        int64_t sold = traces->items[i]->day - days;
        if (!text || sold < LL_DAY_1850_01_01 || sold > LL_DAY_2099_12_31)
            continue;
        ll_day_format((ll_day)sold, text);
        add_text(values, LL_ITEM_TRACE, LL_SLOT_SOLD_ON, (ll_str){text, 10});
    }
}

struct reading_of {
    struct ll_why_values *values;
    enum ll_item_kind kind;
    const struct ll_assessment *assessment;
    const struct ll_calibers *calibers;
};

static void use(const struct reading_of *of, const struct ll_node *field)
{
    of->values->of[of->kind][field->slot].used = true;
    if (field->slot == LL_SLOT_BORE)
        of->values->of[of->kind][LL_SLOT_CALIBER].used = true;
    if (field->slot == LL_SLOT_TIME_TO_CRIME)
        of->values->of[of->kind][LL_SLOT_SOLD_ON].used = true;
}

static void take_number(const struct reading_of *of, uint16_t slot, int64_t number)
{
    int64_t step = slot == LL_SLOT_PRICE ? LL_DECIMAL_ONE / 100 : LL_DECIMAL_ONE;
    if (number > INT64_MAX / 2 || number < INT64_MIN / 2)
        return;
    if (slot == LL_SLOT_BORE) {
        add_calibers(of->values, of->kind, number, of->calibers);
        return;
    }
    for (int i = -1; i <= 1; i++) {
        if (slot == LL_SLOT_TIME_TO_CRIME)
            add_sold(of->values, (number + i * step) / LL_DECIMAL_ONE, of->assessment);
        else
            add(of->values, of->kind, slot, ll_value_number(number + i * step));
    }
}

/* A field is held against a constant. */
static void take_pair(const struct reading_of *of, const struct ll_node *field,
                      const struct ll_node *constant)
{
    if (field->kind != LL_NODE_NAME || constant->kind != LL_NODE_CONST ||
        constant->type == LL_NODE_NULL)
        return;
    if (field->type == LL_NODE_NUMBER)
        take_number(of, field->slot, constant->value.number);
    else
        add(of->values, of->kind, field->slot, constant->value);
}

static void take_list(const struct reading_of *of, const struct ll_node *node)
{
    const struct ll_node *field = node->first, *list = node->last;
    if (field->kind != LL_NODE_NAME || !list->is_list)
        return;
    for (uint32_t i = 0; i < list->value.len; i++) {
        if (field->type == LL_NODE_NUMBER)
            take_number(of, field->slot, list->value.items[i].number);
        else
            add(of->values, of->kind, field->slot, list->value.items[i]);
    }
}

static void read_node(const struct reading_of *of, const struct ll_node *node)
{
    struct reading_of inner = *of;
    if (node->kind == LL_NODE_NAME)
        use(of, node);
    if (node->kind == LL_NODE_NAMED)
        read_node(of, node->named->root);
    if (node->kind == LL_NODE_IN)
        take_list(of, node);
    if (node->kind == LL_NODE_CHAIN) {
        for (const struct ll_node *a = node->first; a && a->next; a = a->next) {
            take_pair(of, a, a->next);
            take_pair(of, a->next, a);
        }
    }
    if (node->kind == LL_NODE_CALL && node->call == LL_CALL_TRACES) {
        inner.kind = LL_ITEM_TRACE;
        of->values->kinds[LL_ITEM_TRACE] = true;
        of->values->past = true;
    }
    if (node->kind == LL_NODE_CALL && node->call == LL_CALL_IN_HIT)
        return;
    for (const struct ll_node *child = node->first; child; child = child->next)
        read_node(&inner, child);
}

/* ---- what is there, and what is none of it ---- */

static void add_words(struct ll_why_values *values, enum ll_item_kind kind, uint16_t slot,
                      const struct ll_words *words)
{
    for (unsigned i = 1; i < words->count; i++)
        add_text(values, kind, slot, words->list[i]);
}

static void add_others(struct ll_why_values *values, enum ll_item_kind kind, uint16_t slot)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        add_text(values, kind, slot, others[i]);
}

static void add_new(struct ll_why_values *values, enum ll_item_kind kind, uint16_t slot)
{
    switch ((int)slot) {
    case LL_SLOT_CLASS:
        add_words(values, kind, slot, &ll_gun_class_words);
        break;
    case LL_SLOT_ACTION:
        add_words(values, kind, slot, &ll_action_words);
        break;
    case LL_SLOT_STATUS:
        add_words(values, kind, slot, &ll_trace_status_words);
        break;
    case LL_SLOT_DETACHABLE_MAGAZINE:
        add(values, kind, slot, ll_value_bool(true));
        add(values, kind, slot, ll_value_bool(false));
        break;
    case LL_SLOT_DEALER_KEY:
        /* Two: a count of different ones may lack two. */
        add_text(values, kind, slot, LL_STR("9-99-99999"));
        add_text(values, kind, slot, LL_STR("9-99-99998"));
        break;
    case LL_SLOT_DEALER_TYPE:
        add_text(values, kind, slot, LL_STR("01"));
        break;
    case LL_SLOT_PURCHASER:
        add_text(values, kind, slot, LL_STR("ffffffffffffffffffffffffffffffff"));
        add_text(values, kind, slot, LL_STR("fffffffffffffffffffffffffffffffe"));
        break;
    case LL_SLOT_RECOVERY_COUNTRY:
        add_text(values, kind, slot, LL_STR("MX"));
        add_text(values, kind, slot, LL_STR("US"));
        break;
    default:
        if (ll_item_slot_type(slot) == LL_TYPE_STRING && slot != LL_SLOT_SOLD_ON)
            add_others(values, kind, slot);
    }
    add(values, kind, slot, ll_value_null());
}

/* Of fields that are looked at, what the items have, and something else. */
static void complete(struct ll_why_values *values, const struct ll_assessment *assessment)
{
    for (unsigned kind = 0; kind < 3; kind++) {
        const struct ll_item_list *list = &assessment->items.of[kind];
        for (uint16_t slot = 0; slot < (uint16_t)LL_SLOT_COUNT; slot++) {
            struct ll_why_field *field = &values->of[kind][slot];
            if (!field->used)
                continue;
            /* Half of the room at most: a new value must find some. */
            for (size_t i = 0; i < list->count && field->count < LL_WHY_VALUES_MAX / 2; i++)
                if (!list->items[i]->row[slot].null)
                    add(values, (enum ll_item_kind)kind, slot, list->items[i]->row[slot]);
            add_new(values, (enum ll_item_kind)kind, slot);
        }
    }
}

/* The indicators that a condition asks for hits. */
static bool ask(struct ll_why_values *values, const struct ll_pack *pack,
                const struct ll_indicator *indicator)
{
    uint32_t *slots;
    size_t n = indicator->where ? ll_expr_in_hits(indicator->where, NULL, 0) : 0;
    if (n == 0)
        return true;
    slots = LL_NEW_ARRAY(values->arena, uint32_t, n);
    if (!slots)
        return false;
    n = ll_expr_in_hits(indicator->where, slots, n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < pack->indicator_count; k++)
            if (pack->indicators[k].sought && pack->indicators[k].hit_slot == slots[i])
                values->asked[k] = true;
    return true;
}

struct ll_why_values *ll_why_values_of(const struct ll_book *book, size_t indicator,
                                       const struct ll_assessment *assessment,
                                       const struct ll_calibers *calibers, struct ll_arena *arena)
{
    const struct ll_pack *pack = book->pack;
    struct ll_why_values *values = LL_NEW(arena, struct ll_why_values);
    if (!values || !(values->asked = LL_NEW_ARRAY(arena, bool, pack->indicator_count)))
        return NULL;
    values->arena = arena;
    values->asked[indicator] = true;
    /* Whoever is asked comes before who asks. */
    for (size_t i = pack->order_count; i-- > 0;) {
        const struct ll_book_entry *entry = &book->entries[pack->order[i]];
        if (!values->asked[pack->order[i]])
            continue;
        if (!ask(values, pack, entry->indicator))
            return NULL;
        enum ll_item_kind kind = entry->indicator->items;
        const struct reading_of of = {values, kind, assessment, calibers};
        values->kinds[kind] = true;
        if (entry->where)
            read_node(&of, entry->where->root);
        read_node(&of, entry->having->root);
        for (size_t k = 0; k < entry->indicator->same_count; k++)
            values->of[kind][entry->indicator->same[k]].used = true;
    }
    complete(values, assessment);
    return values;
}
