/* values.c -- the values that expressions hold fields against.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "base/decimal.h"
#include "mutate/vary.h"

static void add(struct ll_vary_values *values, struct ll_arena *arena, uint16_t slot, ll_str text,
                bool is_text)
{
    struct ll_vary_value *list =
        ll_arena_more(arena, values->list, values->count, &values->cap, sizeof *list);
    ll_str kept = text.ptr ? ll_arena_str(arena, text) : text;
    values->failed |= !list || (text.ptr && !kept.ptr);
    if (!list)
        return;
    values->list = list;
    list[values->count++] = (struct ll_vary_value){slot, kept, is_text};
}

static void add_number(struct ll_vary_values *values, struct ll_arena *arena, uint16_t slot,
                       int64_t number)
{
    struct ll_buf text = {0};
    ll_decimal_add(&text, number);
    if (number >= 0)
        add(values, arena, slot, ll_buf_str(&text), false);
    ll_buf_fini(&text);
}

/* Bores come from calibers; these stand on either side of the limits that rules are likely to draw. */
static void add_calibers(struct ll_vary_values *values, struct ll_arena *arena)
{
    static const char *const calibers[] = {".17 HMR", ".22 LR", ".223", ".308", ".50 BMG"};
    for (size_t i = 0; i < sizeof calibers / sizeof calibers[0]; i++)
        add(values, arena, LL_SLOT_CALIBER, ll_str_from(calibers[i]), true);
}

/* A value that nobody is likely to name. */
static void add_other(struct ll_vary_values *values, struct ll_arena *arena, uint16_t slot)
{
    switch (slot) {
    case LL_SLOT_CLASS:
        add(values, arena, slot, LL_STR("shotgun"), true);
        add(values, arena, slot, LL_STR("pistol"), true);
        break;
    case LL_SLOT_ACTION:
        add(values, arena, slot, LL_STR("other"), true);
        break;
    case LL_SLOT_STATUS:
        add(values, arena, slot, LL_STR("pending"), true);
        break;
    case LL_SLOT_DEALER_TYPE:
        add(values, arena, slot, LL_STR("03"), true);
        break;
    case LL_SLOT_BORE:
        add_calibers(values, arena);
        break;
    default:
        if (ll_item_slot_type(slot) == LL_TYPE_STRING && slot != LL_SLOT_SALE_DATE)
            add(values, arena, slot, LL_STR("ZZ"), true);
        break;
    }
}

static void add_text(struct ll_vary_values *values, struct ll_arena *arena, uint16_t slot,
                     ll_str text)
{
    ll_day day;
    char beside[10];
    add(values, arena, slot, text, true);
    for (int by = -1; by <= 1; by += 2) {
        if (!ll_day_parse(text, &day))
            continue;
        ll_day_format(day + by, beside);
        add(values, arena, slot, (ll_str){beside, sizeof beside}, true);
    }
}

static void add_value(struct ll_vary_values *values, struct ll_arena *arena,
                      const struct ll_node *field, const struct ll_value *value,
                      enum ll_node_type type)
{
    int64_t step = field->slot == LL_SLOT_PRICE ? LL_DECIMAL_ONE / 100 : LL_DECIMAL_ONE;
    if (type == LL_NODE_STRING)
        add_text(values, arena, field->slot, (ll_str){value->text, value->len});
    else if (type == LL_NODE_BOOL)
        for (int truth = 0; truth < 2; truth++)
            add(values, arena, field->slot, truth ? LL_STR("true") : LL_STR("false"), false);
    else if (type == LL_NODE_NUMBER)
        for (int64_t by = -step; by <= step; by += step)
            add_number(values, arena, field->slot, value->number + by);
}

/* How many a call is held against; more than these are not made by a search. */
#define NUMBER_MAX 60
static void add_count(struct ll_vary_values *values, int64_t number)
{
    if (number < 0 || number > NUMBER_MAX * LL_DECIMAL_ONE || values->number_count == 16)
        return;
    values->numbers[values->number_count++] = number / LL_DECIMAL_ONE;
}

/* A field, or one within a call, and everything that it stands beside. */
static void add_beside(struct ll_vary_values *values, struct ll_arena *arena,
                       const struct ll_node *node, const struct ll_node *part)
{
    const struct ll_node *field = part->kind == LL_NODE_CALL ? part->first : part;
    for (const struct ll_node *other = node->first; other; other = other->next)
        if (part->kind == LL_NODE_CALL && part->call != LL_CALL_SUM &&
            other->kind == LL_NODE_CONST && other->type == LL_NODE_NUMBER)
            add_count(values, other->value.number);
    if (!field || field->kind != LL_NODE_NAME)
        return;
    add(values, arena, field->slot, (ll_str){0}, false);
    add_other(values, arena, field->slot);
    for (const struct ll_node *other = node->first; other; other = other->next) {
        if (other->kind == LL_NODE_CONST)
            add_value(values, arena, field, &other->value, other->type);
        for (uint32_t i = 0; other->kind == LL_NODE_LIST && i < other->value.len; i++)
            add_value(values, arena, field, &other->value.items[i], other->type);
    }
}

static void walk(struct ll_vary_values *values, struct ll_arena *arena, const struct ll_node *node)
{
    if (node->kind == LL_NODE_NAMED)
        walk(values, arena, node->named->root);
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (node->kind == LL_NODE_CHAIN || node->kind == LL_NODE_IN)
            add_beside(values, arena, node, child);
        walk(values, arena, child);
    }
}

void ll_vary_find_values(struct ll_vary_values *values, const struct ll_expr_reading *reading,
                         struct ll_arena *arena)
{
    walk(values, arena, reading->root);
}
