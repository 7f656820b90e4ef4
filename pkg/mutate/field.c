/* field.c -- a field's value into a test.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/vary.h"

#include "base/day.h"
#include "base/decimal.h"

/* How a field is called in a gun or a sale of a test; NULL: it is no such thing. */
static const char *gun_key(uint16_t slot)
{
    switch (slot) {
    case LL_SLOT_CLASS:
        return "class";
    case LL_SLOT_MANUFACTURER:
        return "manufacturer";
    case LL_SLOT_MODEL:
        return "model";
    case LL_SLOT_CALIBER:
        return "caliber";
    case LL_SLOT_ACTION:
        return "action";
    case LL_SLOT_DETACHABLE_MAGAZINE:
        return "detachable_magazine";
    case LL_SLOT_PRICE:
        return "price";
    default:
        return NULL;
    }
}

static const char *event_key(uint16_t slot)
{
    return slot == LL_SLOT_SALE_PAYMENT ? "payment"
           : slot == LL_SLOT_SALE_FORM  ? "form"
           : slot == LL_SLOT_SALE_DATE  ? "on"
           : slot == LL_SLOT_STATUS     ? "status"
                                        : NULL;
}

static const char *dealer_key(uint16_t slot)
{
    return slot == LL_SLOT_DEALER_STATE      ? "state"
           : slot == LL_SLOT_DEALER_TYPE     ? "type"
           : slot == LL_SLOT_DEALER_DIVISION ? "division"
                                             : NULL;
}

static const char *buyer_key(uint16_t slot)
{
    return slot == LL_SLOT_PURCHASER_STATE              ? "state"
           : slot == LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH ? "country_of_birth"
                                                        : NULL;
}

static const char *place_key(uint16_t slot)
{
    return slot == LL_SLOT_RECOVERY_COUNTRY ? "country"
           : slot == LL_SLOT_RECOVERY_STATE ? "state"
                                            : NULL;
}

/* A word may stand without quotes where it is no number and no truth. */
static bool is_word(ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_')
            return false;
    }
    return !ll_str_eq(text, LL_STR("true")) && !ll_str_eq(text, LL_STR("false")) &&
           !ll_str_eq(text, LL_STR("null"));
}

/* A field of a mapping; no value: without the key. */
static bool set_field(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                      const struct ll_vary_value *value)
{
    if (value->text.ptr) {
        bool plain = !value->is_text || is_word(value->text) || strcmp(key, "on") == 0;
        return ll_tree_set_text(arena, mapping, key, value->text, plain);
    }
    for (size_t i = 0; i < mapping->child_count; i++)
        if (ll_str_eq(ll_tree_child(mapping, i)->key->text, ll_str_from(key)))
            ll_tree_drop(mapping, i);
    return true;
}

/* `2 pistol` becomes {class: pistol, count: 2}, so that it may have fields. */
static bool open_gun(struct ll_arena *arena, struct ll_yaml_node *gun)
{
    ll_str text = ll_str_trim(gun->text), number = {text.ptr, 0};
    if (gun->kind == LL_YAML_MAPPING)
        return true;
    while (number.len < text.len && text.ptr[number.len] >= '0' && text.ptr[number.len] <= '9')
        number.len++;
    text = ll_str_trim((ll_str){text.ptr + number.len, text.len - number.len});
    gun->kind = LL_YAML_MAPPING;
    gun->first_child = NULL;
    gun->child_count = 0;
    return ll_tree_set_text(arena, gun, "class", text, true) &&
           (!number.len || ll_tree_set_text(arena, gun, "count", number, true));
}

/* A mapping within a mapping, made where it is not there. */
static struct ll_yaml_node *inner(struct ll_arena *arena, struct ll_yaml_node *mapping,
                                  const char *key)
{
    struct ll_yaml_node *node = ll_yaml_get(mapping, key);
    if (node && node->kind == LL_YAML_MAPPING)
        return node;
    node = ll_tree_mapping(arena);
    return node && ll_tree_set(arena, mapping, key, node) ? node : NULL;
}

/* What a put takes along. */
struct putting {
    struct ll_arena *arena;
    struct ll_yaml_node *test, *event;
    const struct ll_vary_value *value;
    bool failed; /* memory is out */
};

static bool put_in_guns(struct putting *p, size_t which)
{
    struct ll_yaml_node *guns = ll_yaml_get(p->event, "guns");
    bool some = false;
    if (!guns || guns->kind != LL_YAML_SEQUENCE)
        return false;
    for (size_t i = 0; i < guns->child_count && !p->failed; i++) {
        struct ll_yaml_node *gun = ll_tree_child(guns, i);
        if (which != SIZE_MAX && i != which)
            continue;
        some = true;
        p->failed = !open_gun(p->arena, gun) ||
                    !set_field(p->arena, gun, gun_key(p->value->slot), p->value);
    }
    return some;
}

/* Of a dealer or buyer: in the test's list of them, of which the event names one, or in which there is one. */
static bool put_in_party(struct putting *p, bool of_dealer, const char *key,
                         const struct ll_vary_value *value)
{
    const struct ll_yaml_node *name = ll_yaml_get(p->event, of_dealer ? "dealer" : "buyer");
    const char *list_key = of_dealer ? "dealers" : "buyers";
    struct ll_yaml_node *list = ll_yaml_get(p->test, list_key), *party;
    bool known = list && list->kind == LL_YAML_MAPPING;
    if (!known && !name)
        list = inner(p->arena, p->test, list_key);
    if (!list || (!known && name) || (known && !name && list->child_count != 1))
        return false;
    const char *label = name        ? name->text.ptr
                        : known     ? list->first_child->key->text.ptr
                        : of_dealer ? "A"
                                    : "X";
    party = label ? inner(p->arena, list, label) : NULL;
    p->failed = !party || !set_field(p->arena, party, key, value);
    return true;
}

/* A buyer who is so many years old on the day of the sale. */
static bool put_age(struct putting *p)
{
    const struct ll_yaml_node *on = ll_yaml_get(p->event, "on");
    struct ll_vary_value born = {LL_SLOT_PURCHASER_AGE, {0}, true};
    char text[10];
    int64_t years;
    int year, month, mday;
    ll_day day;
    if (!p->value->text.ptr || ll_decimal_parse(p->value->text, &years) != LL_DECIMAL_FINE || !on ||
        !ll_day_parse(on->text, &day) || years <= 0 || years > 120 * LL_DECIMAL_ONE)
        return false;
    ll_day_to_civil(day, &year, &month, &mday);
    ll_day_format(ll_day_from_civil(year - (int)(years / LL_DECIMAL_ONE), month,
                                    month == 2 && mday == 29 ? 28 : mday),
                  text);
    born.text = (ll_str){text, sizeof text};
    return put_in_party(p, false, "born", &born);
}

/* A trace, so many days after the sale of its gun. */
static bool put_time_to_crime(struct putting *p)
{
    const struct ll_yaml_node *trace = ll_yaml_get(p->event, "trace"),
                              *sold = ll_yaml_get(p->event, "sold");
    int64_t number, days;
    ll_day day;
    char text[10];
    if (!p->value->text.ptr || ll_decimal_parse(p->value->text, &days) != LL_DECIMAL_FINE)
        return false;
    if (!sold && trace && ll_yaml_int(trace, 1, 1000000, &number))
        sold = ll_yaml_get(ll_tree_child(ll_yaml_get(p->test, "events"), (size_t)number - 1), "on");
    if (!sold || !ll_day_parse(sold->text, &day) || days > 36600 * LL_DECIMAL_ONE)
        return false;
    ll_day_format(day + (ll_day)(days / LL_DECIMAL_ONE), text);
    p->failed = !ll_tree_set_text(p->arena, p->event, "on", (ll_str){text, sizeof text}, true);
    return true;
}

static bool put_in_event(struct putting *p)
{
    uint16_t slot = p->value->slot;
    bool place = place_key(slot) != NULL, trace = ll_yaml_get(p->event, "trace") != NULL;
    struct ll_yaml_node *mapping = p->event;
    if ((place || slot == LL_SLOT_STATUS) != trace)
        return false;
    if (place)
        mapping = inner(p->arena, p->event, "in");
    p->failed = !mapping ||
                !set_field(p->arena, mapping, place ? place_key(slot) : event_key(slot), p->value);
    return true;
}

bool ll_vary_is_of_gun(const struct ll_vary_value *value)
{
    return gun_key(value->slot) != NULL;
}

bool ll_vary_put(struct ll_arena *arena, struct ll_yaml_node *test, struct ll_yaml_node *event,
                 size_t gun, const struct ll_vary_value *value, bool *failed)
{
    struct putting p = {arena, test, event, value, false};
    uint16_t slot = value->slot;
    bool fits = false;
    if (gun_key(slot))
        fits = put_in_guns(&p, gun);
    else if (dealer_key(slot))
        fits = put_in_party(&p, true, dealer_key(slot), value);
    else if (buyer_key(slot))
        fits = put_in_party(&p, false, buyer_key(slot), value);
    else if (slot == LL_SLOT_PURCHASER_AGE)
        fits = put_age(&p);
    else if (slot == LL_SLOT_TIME_TO_CRIME)
        fits = put_time_to_crime(&p);
    else if (event_key(slot) || place_key(slot))
        fits = put_in_event(&p);
    *failed |= p.failed;
    return fits && !p.failed;
}
