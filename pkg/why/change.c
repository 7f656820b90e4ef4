/* change.c -- see change.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/change.h"

#include "base/decimal.h"
#include "event/vocabulary.h"

#include <stdio.h>

#define DAY_NS INT64_C(86400000000000)
#define PRICE_MAX (10000000 * LL_DECIMAL_ONE)
#define CENT (LL_DECIMAL_ONE / 100)

ll_str ll_why_added_id(size_t n, char out[LL_WHY_ID_TEXT])
{
    int len = snprintf(out, LL_WHY_ID_TEXT, LL_WHY_ADDED_ID "%zu", n + 1);
    return (ll_str){out, (size_t)len};
}

/* ---- another day ---- */

/* A sale is never before its purchaser's birth, of which only the age is known. */
static bool day_can_be(const struct ll_fact *fact, ll_day day)
{
    if (day < LL_DAY_1968_01_01 || day > LL_DAY_2099_12_31)
        return false;
    return fact->kind != LL_FACT_SALE || fact->occurred.day - day < fact->age * 365;
}

static bool set_day(struct ll_fact *fact, ll_day day)
{
    if (!day_can_be(fact, day))
        return false;
    if (fact->kind == LL_FACT_SALE) {
        fact->occurred.utc_ns += (day - fact->occurred.day) * DAY_NS;
        fact->occurred.day = day;
    } else if (fact->kind == LL_FACT_REPORT) {
        fact->report.day = day;
    } else if (fact->recovered_on != LL_DAY_NONE) {
        fact->recovered_on = day;
    } else {
        fact->requested_on = day;
    }
    return true;
}

/* ---- another value ---- */

bool ll_why_can_set(enum ll_item_kind item, uint16_t slot)
{
    switch ((enum ll_item_slot)slot) {
    case LL_SLOT_CLASS:
    case LL_SLOT_CALIBER:
        return item != LL_ITEM_REPORT;
    case LL_SLOT_MANUFACTURER:
    case LL_SLOT_MODEL:
    case LL_SLOT_ACTION:
    case LL_SLOT_DETACHABLE_MAGAZINE:
    case LL_SLOT_PRICE:
    case LL_SLOT_SALE_PAYMENT:
    case LL_SLOT_SALE_FORM:
    case LL_SLOT_PURCHASER_STATE:
    case LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH:
        return item == LL_ITEM_FIREARM;
    case LL_SLOT_STATUS:
    case LL_SLOT_RECOVERY_COUNTRY:
    case LL_SLOT_RECOVERY_STATE:
    case LL_SLOT_SOLD_ON:
        return item == LL_ITEM_TRACE;
    case LL_SLOT_PURCHASER:
    case LL_SLOT_GUNS:
        return item == LL_ITEM_REPORT;
    case LL_SLOT_DEALER_KEY:
    case LL_SLOT_DEALER_TYPE:
    case LL_SLOT_DEALER_STATE:
    case LL_SLOT_DEALER_DIVISION:
        return true;
    case LL_SLOT_SERIAL:
    case LL_SLOT_BORE:
    case LL_SLOT_SALE_ID:
    case LL_SLOT_SALE_DATE:
    case LL_SLOT_PURCHASER_AGE:
    case LL_SLOT_RECOVERED_ON:
    case LL_SLOT_REQUESTED_ON:
    case LL_SLOT_TIME_TO_CRIME:
    case LL_SLOT_SOLD:
    case LL_SLOT_DATE:
    case LL_SLOT_COUNT:
        break;
    }
    return false;
}

static ll_str text_of(const struct ll_value *value)
{
    return value->null ? (ll_str){NULL, 0} : (ll_str){value->text, value->len};
}

/* "R-DD-SSSSS" as the key of a licence; 0: it is none. */
static uint32_t key_of(ll_str text)
{
    struct ll_licence licence;
    char number[LL_LICENCE_TEXT] = {'0', '-', '0', '0', '-', '0', '0', '0', '-', '0',
                                    '1', '-', '0', 'A', '-', '0', '0', '0', '0', '0'};
    if (text.len != LL_DEALER_KEY_TEXT)
        return 0;
    memcpy(number, text.ptr, 4);
    memcpy(number + 15, text.ptr + 5, 5);
    return ll_licence_parse((ll_str){number, sizeof number}, &licence) ? licence.key : 0;
}

/* "07" as 7; -1: it is no licence's type. */
static int type_of(ll_str text)
{
    if (text.len != 2 || text.ptr[0] < '0' || text.ptr[0] > '9' || text.ptr[1] < '0' ||
        text.ptr[1] > '9')
        return -1;
    return (text.ptr[0] - '0') * 10 + (text.ptr[1] - '0');
}

static bool set_dealer(struct ll_fact *fact, uint16_t slot, ll_str text)
{
    bool report = fact->kind == LL_FACT_REPORT;
    uint32_t *key = report ? &fact->report.dealer : &fact->dealer.key;
    uint8_t *type = report ? &fact->report.dealer_type : &fact->dealer.type;
    if (slot == LL_SLOT_DEALER_KEY) {
        *key = key_of(text);
        return *key != 0;
    }
    if (*key == 0)
        return false;
    if (slot == LL_SLOT_DEALER_TYPE) {
        int number = type_of(text);
        *type = (uint8_t)(number < 0 ? 0 : number);
        return number >= 0;
    }
    if (slot == LL_SLOT_DEALER_STATE)
        *(report ? &fact->report.dealer_state : &fact->dealer_state) = text;
    else
        *(report ? &fact->report.dealer_division : &fact->dealer_division) = text;
    return true;
}

static bool set_caliber(struct ll_firearm *gun, ll_str text, const struct ll_calibers *calibers)
{
    const struct ll_caliber *known = text.len ? ll_calibers_find(calibers, text) : NULL;
    gun->caliber = known ? known->name : text;
    gun->bore = known ? known->bore : 0;
    return true;
}

static bool set_price(struct ll_firearm *gun, const struct ll_value *value)
{
    gun->price = value->null ? LL_PRICE_NONE : value->number;
    return value->null ||
           (value->number >= 0 && value->number <= PRICE_MAX && value->number % CENT == 0);
}

static bool set_gun(struct ll_firearm *gun, enum ll_item_kind item, uint16_t slot,
                    const struct ll_value *value, const struct ll_calibers *calibers)
{
    ll_str text =
        slot == LL_SLOT_PRICE || slot == LL_SLOT_DETACHABLE_MAGAZINE ? (ll_str){0} : text_of(value);
    switch ((int)slot) {
    case LL_SLOT_CLASS:
        gun->class = LL_CLASS_NONE;
        return value->null ? item == LL_ITEM_TRACE : ll_gun_class_parse(text, &gun->class);
    case LL_SLOT_ACTION:
        gun->action = LL_ACTION_NONE;
        return value->null || ll_action_parse(text, &gun->action);
    case LL_SLOT_MANUFACTURER:
        gun->manufacturer = text;
        return true;
    case LL_SLOT_MODEL:
        gun->model = text;
        return true;
    case LL_SLOT_CALIBER:
        return set_caliber(gun, text, calibers);
    case LL_SLOT_DETACHABLE_MAGAZINE:
        gun->detachable_magazine = value->null ? LL_UNKNOWN : value->number ? LL_YES : LL_NO;
        return true;
    default:
        return set_price(gun, value);
    }
}

static bool is_of_gun(uint16_t slot)
{
    return slot == LL_SLOT_CLASS || slot == LL_SLOT_ACTION || slot == LL_SLOT_MANUFACTURER ||
           slot == LL_SLOT_MODEL || slot == LL_SLOT_CALIBER ||
           slot == LL_SLOT_DETACHABLE_MAGAZINE || slot == LL_SLOT_PRICE;
}

static bool set_purchaser(struct ll_fact *fact, ll_str text)
{
    static const char digits[] = "0123456789abcdef";
    if (text.len != 2 * sizeof fact->report.purchaser.bytes)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = memchr(digits, text.ptr[i], sizeof digits - 1);
        uint8_t *byte = &fact->report.purchaser.bytes[i / 2];
        if (!digit)
            return false;
        *byte = (uint8_t)(i % 2 ? (*byte << 4) + (digit - digits) : digit - digits);
    }
    return true;
}

static bool set_sold_on(struct ll_fact *fact, const struct ll_value *value)
{
    fact->sold_on = LL_DAY_NONE;
    return value->null ||
           (ll_day_parse(text_of(value), &fact->sold_on) && fact->sold_on >= LL_DAY_1850_01_01);
}

static bool set_guns(struct ll_fact *fact, const struct ll_value *value)
{
    if (value->null || value->number < LL_DECIMAL_ONE || value->number % LL_DECIMAL_ONE ||
        value->number / LL_DECIMAL_ONE > INT32_MAX)
        return false;
    fact->report.guns = (uint32_t)(value->number / LL_DECIMAL_ONE);
    return true;
}

/* Of a fact that is ours to change; a gun's array is copied. */
static bool set_value(struct ll_fact *fact, const struct ll_why_change *change,
                      const struct ll_calibers *calibers, struct ll_arena *arena)
{
    uint16_t slot = change->slot;
    const struct ll_value *value = &change->value;
    if (!ll_why_can_set(change->item, slot))
        return false;
    if (is_of_gun(slot)) {
        struct ll_firearm *guns = LL_NEW_ARRAY(arena, struct ll_firearm, fact->firearm_count);
        uint32_t place = change->place < fact->firearm_count ? change->place : 0;
        if (!guns || !fact->firearm_count)
            return false;
        memcpy(guns, fact->firearms, fact->firearm_count * sizeof *guns);
        fact->firearms = guns;
        return set_gun(&guns[place], change->item, slot, value, calibers);
    }
    if (slot == LL_SLOT_GUNS)
        return set_guns(fact, value);
    if (slot == LL_SLOT_SOLD_ON)
        return set_sold_on(fact, value);
    ll_str text = text_of(value);
    switch ((int)slot) {
    case LL_SLOT_SALE_PAYMENT:
        fact->payment = text;
        return true;
    case LL_SLOT_SALE_FORM:
        fact->form = text;
        return true;
    case LL_SLOT_PURCHASER_STATE:
        fact->purchaser_state = text;
        return true;
    case LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH:
        fact->country_of_birth = text;
        return true;
    case LL_SLOT_STATUS:
        fact->status = LL_STATUS_NONE;
        return value->null || ll_trace_status_parse(text, &fact->status);
    case LL_SLOT_RECOVERY_COUNTRY:
        fact->recovery_country = text;
        return true;
    case LL_SLOT_RECOVERY_STATE:
        fact->recovery_state = text;
        return true;
    case LL_SLOT_PURCHASER:
        return set_purchaser(fact, text);
    default:
        return set_dealer(fact, slot, text);
    }
}

/* ---- one more ---- */

/* The one gun of a sale or trace that is added. */
static bool take_gun(struct ll_fact *fact, const struct ll_firearm *like, ll_str id,
                     struct ll_arena *arena)
{
    struct ll_firearm *gun = LL_NEW(arena, struct ll_firearm);
    if (!gun)
        return false;
    *gun = *like;
    if (fact->kind == LL_FACT_SALE)
        gun->serial = id;
    fact->firearms = gun;
    fact->firearm_count = 1;
    return true;
}

/* A trace of a gun that was sold, recovered in the dealer's state. */
static bool make_trace(struct ll_fact *fact, const struct ll_fact *sale, uint32_t place, ll_day day,
                       struct ll_arena *arena)
{
    *fact = (struct ll_fact){.kind = LL_FACT_TRACE,
                             .dealer = sale->dealer,
                             .dealer_state = sale->dealer_state,
                             .dealer_division = sale->dealer_division,
                             .received = day,
                             .status = LL_STATUS_SUCCESSFUL,
                             .recovered_on = day,
                             .requested_on = LL_DAY_NONE,
                             .sold_on = LL_DAY_NONE,
                             .recovery_country = LL_STR("US"),
                             .recovery_state = sale->dealer_state};
    return day >= LL_DAY_1968_01_01 && day <= LL_DAY_2099_12_31 &&
           take_gun(fact, &sale->firearms[place], (ll_str){0}, arena);
}

static bool make_more(struct ll_fact *fact, const struct ll_fact *like,
                      const struct ll_why_change *change, size_t n, struct ll_arena *arena)
{
    char room[LL_WHY_ID_TEXT];
    ll_str id = ll_arena_str(arena, ll_why_added_id(n, room));
    bool of_gun = change->item == LL_ITEM_TRACE && like->kind == LL_FACT_SALE;
    if (!id.ptr)
        return false;
    if (of_gun && !make_trace(fact, like, change->place, change->day, arena))
        return false;
    if (!of_gun) {
        *fact = *like;
        if (!set_day(fact, change->day))
            return false;
        if (like->kind == LL_FACT_SALE &&
            !take_gun(fact, &like->firearms[change->place], id, arena))
            return false;
    }
    fact->version = 1;
    if (fact->kind != LL_FACT_REPORT)
        fact->id = id;
    return true;
}

/* Reports are named by what they say: one that says the same is the same. */
static bool is_known(const struct ll_why_facts *facts, const struct ll_fact *fact)
{
    const struct ll_report_fact *a = &fact->report;
    for (size_t i = 0; i < facts->count && fact->kind == LL_FACT_REPORT; i++) {
        const struct ll_report_fact *b = &facts->list[i]->report;
        if (facts->list[i] != fact && facts->list[i]->kind == LL_FACT_REPORT && a->day == b->day &&
            a->dealer == b->dealer && ll_str_eq(a->indicator, b->indicator) &&
            memcmp(&a->purchaser, &b->purchaser, sizeof a->purchaser) == 0)
            return true;
    }
    return false;
}

static bool apply_one(struct ll_why_facts *facts, size_t base, const struct ll_why_change *change,
                      const struct ll_calibers *calibers, struct ll_arena *arena)
{
    const struct ll_fact *old = facts->list[change->at];
    struct ll_fact *fact = LL_NEW(arena, struct ll_fact);
    if (!fact)
        return false;
    if (change->kind == LL_WHY_ADD) {
        if (!make_more(fact, old, change, facts->count - base, arena))
            return false;
        facts->list[facts->count++] = fact;
    } else {
        *fact = *old;
        facts->list[change->at] = fact;
        if (change->kind == LL_WHY_MOVE && !set_day(fact, change->day))
            return false;
    }
    if (change->sets && !set_value(fact, change, calibers, arena))
        return false;
    return !is_known(facts, fact);
}

bool ll_why_apply(const struct ll_why_facts *facts, const struct ll_why_change *changes, size_t n,
                  const struct ll_calibers *calibers, struct ll_arena *arena,
                  struct ll_why_facts *out)
{
    size_t more = 0;
    for (size_t i = 0; i < n; i++)
        more += changes[i].kind == LL_WHY_ADD ? changes[i].times : 0;
    *out = *facts;
    out->list = LL_NEW_ARRAY(arena, const struct ll_fact *, facts->count + more);
    if (!out->list)
        return false;
    memcpy(out->list, facts->list, facts->count * sizeof *out->list);
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < (changes[i].kind == LL_WHY_ADD ? changes[i].times : 1); k++)
            if (!apply_one(out, facts->count, &changes[i], calibers, arena))
                return false;
    return true;
}
