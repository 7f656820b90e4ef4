/* item.c -- facts to rows.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/item.h"

#include "base/decimal.h"
#include "base/hash.h"
#include "base/sort.h"
#include "event/identity.h"
#include "event/vocabulary.h"

const struct ll_calendar *ll_item_calendar(const struct ll_item *item, const struct ll_rules *rules,
                                           bool *assumed)
{
    const struct ll_calendar *own = item->dealer_row ? item->dealer_row->calendar : NULL;
    *assumed = own == NULL;
    return own ? own : rules->calendar;
}

static void set_string(struct ll_item *item, enum ll_item_slot slot, ll_str s)
{
    item->row[slot] = ll_value_string(s);
}

static void set_date(struct ll_item *item, enum ll_item_slot slot, ll_day day, char text[10])
{
    if (day == LL_DAY_NONE)
        return;
    ll_day_format(day, text);
    set_string(item, slot, (ll_str){text, 10});
}

static void set_dealer_type(struct ll_item *item, uint8_t type)
{
    item->text.dealer_type[0] = (char)('0' + type / 10);
    item->text.dealer_type[1] = (char)('0' + type % 10);
    set_string(item, LL_SLOT_DEALER_TYPE, (ll_str){item->text.dealer_type, 2});
}

/* State and division come from the dealers file, else from the event. */
static void set_dealer(struct ll_item *item, uint32_t key, uint8_t type, ll_str state,
                       ll_str division, const struct ll_rules *rules)
{
    item->dealer = key;
    if (key == 0) {
        item->row[LL_SLOT_DEALER_KEY] = item->row[LL_SLOT_DEALER_TYPE] = ll_value_null();
        item->row[LL_SLOT_DEALER_STATE] = item->row[LL_SLOT_DEALER_DIVISION] = ll_value_null();
        return;
    }
    item->dealer_row = ll_dealers_find(rules->dealers, key);
    if (item->dealer_row && item->dealer_row->state.len)
        state = item->dealer_row->state;
    if (item->dealer_row && item->dealer_row->division.len)
        division = item->dealer_row->division;
    ll_dealer_key_format(key, item->text.dealer_key);
    set_string(item, LL_SLOT_DEALER_KEY, (ll_str){item->text.dealer_key, LL_DEALER_KEY_TEXT});
    set_dealer_type(item, type);
    set_string(item, LL_SLOT_DEALER_STATE, state);
    set_string(item, LL_SLOT_DEALER_DIVISION, division);
}

static void set_gun(struct ll_item *item, const struct ll_firearm *gun)
{
    item->gun = gun;
    set_string(item, LL_SLOT_CLASS, ll_gun_class_word(gun->class));
    set_string(item, LL_SLOT_CALIBER, gun->caliber);
    set_string(item, LL_SLOT_SERIAL, gun->serial);
    if (gun->bore)
        item->row[LL_SLOT_BORE] = ll_value_number(gun->bore);
}

/* All fields null. */
static const struct ll_item blank_item = {
#define LL_X(slot, name, type, kinds) .row[LL_SLOT_##slot] = {.null = true},
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
        .ordinals = {LL_ITEM_NO_ORDINAL, LL_ITEM_NO_ORDINAL},
    .reported = LL_ITEM_UNKNOWN};

static void blank(struct ll_item *item, enum ll_item_kind kind, const struct ll_fact *fact)
{
    *item = blank_item;
    item->kind = kind;
    item->fact = fact;
    item->day = ll_fact_day(fact);
}

/* The fields of a firearm that take no look into other tables. */
#define FIREARM_FIELDS(X)                                                                          \
    X(CLASS, ll_value_string(ll_gun_class_word(gun->class)))                                       \
    X(MANUFACTURER, ll_value_string(gun->manufacturer))                                            \
    X(MODEL, ll_value_string(gun->model))                                                          \
    X(CALIBER, ll_value_string(gun->caliber))                                                      \
    X(BORE, number_or_null(gun->bore, gun->bore != 0))                                             \
    X(ACTION, ll_value_string(ll_action_word(gun->action)))                                        \
    X(DETACHABLE_MAGAZINE, bool_or_null(gun->detachable_magazine))                                 \
    X(PRICE, number_or_null(gun->price, gun->price != LL_PRICE_NONE))                              \
    X(SERIAL, ll_value_string(gun->serial))                                                        \
    X(SALE_ID, ll_value_string(sale->id))                                                          \
    X(SALE_PAYMENT, ll_value_string(sale->payment))                                                \
    X(SALE_FORM, ll_value_string(sale->form))                                                      \
    X(PURCHASER_STATE, ll_value_string(sale->purchaser_state))                                     \
    X(PURCHASER_AGE, ll_value_number(sale->age *LL_DECIMAL_ONE))                                   \
    X(PURCHASER_COUNTRY_OF_BIRTH, ll_value_string(sale->country_of_birth))

static struct ll_value number_or_null(int64_t number, bool known)
{
    return known ? ll_value_number(number) : ll_value_null();
}

static struct ll_value bool_or_null(enum ll_tristate value)
{
    return value == LL_UNKNOWN ? ll_value_null() : ll_value_bool(value == LL_YES);
}

static void fill_firearm(struct ll_item *item, const struct ll_fact *sale,
                         const struct ll_firearm *gun)
{
#define LL_X(slot, value) item->row[LL_SLOT_##slot] = (value);
    FIREARM_FIELDS(LL_X)
#undef LL_X
    item->gun = gun;
}

void ll_item_know(struct ll_item *firearm, uint64_t slots)
{
    const struct ll_fact *sale = firearm->fact;
    const struct ll_firearm *gun = firearm->gun;
    for (; slots; slots &= slots - 1) {
        switch (__builtin_ctzll(slots)) {
#define LL_X(slot, value)                                                                          \
    case LL_SLOT_##slot:                                                                           \
        firearm->row[LL_SLOT_##slot] = (value);                                                    \
        break;
            FIREARM_FIELDS(LL_X)
#undef LL_X
        default:
            break;
        }
    }
}

static void set_time_to_crime(struct ll_item *trace, ll_day sold_on)
{
    bool sold = sold_on != LL_DAY_NONE;
    trace->negative_time_to_crime = sold && sold_on > trace->day;
    trace->has_time_to_crime = sold && sold_on <= trace->day;
    trace->time_to_crime = trace->has_time_to_crime ? trace->day - sold_on : 0;
    trace->row[LL_SLOT_TIME_TO_CRIME] = trace->has_time_to_crime
                                            ? ll_value_number(trace->time_to_crime * LL_DECIMAL_ONE)
                                            : ll_value_null();
}

static void fill_trace(struct ll_item *item, const struct ll_fact *trace,
                       const struct ll_rules *rules)
{
    blank(item, LL_ITEM_TRACE, trace);
    if (trace->firearm_count)
        set_gun(item, &trace->firearms[0]);
    set_string(item, LL_SLOT_STATUS, ll_trace_status_word(trace->status));
    set_date(item, LL_SLOT_RECOVERED_ON, trace->recovered_on, item->text.recovered);
    set_date(item, LL_SLOT_REQUESTED_ON, trace->requested_on, item->text.requested);
    set_string(item, LL_SLOT_RECOVERY_COUNTRY, trace->recovery_country);
    set_string(item, LL_SLOT_RECOVERY_STATE, trace->recovery_state);
    set_date(item, LL_SLOT_SOLD_ON, trace->sold_on, item->text.sold);
    set_dealer(item, trace->dealer.key, trace->dealer.type, trace->dealer_state,
               trace->dealer_division, rules);
    item->row[LL_SLOT_SOLD] = ll_value_bool(false);
    set_time_to_crime(item, trace->sold_on);
}

static void fill_report(struct ll_item *item, const struct ll_fact *fact,
                        const struct ll_rules *rules)
{
    uint32_t index;
    const struct ll_report_fact *report = &fact->report;
    blank(item, LL_ITEM_REPORT, fact);
    if (ll_pack_find(rules->pack, report->indicator, &index))
        item->reported = index;
    ll_hex(report->purchaser.bytes, sizeof report->purchaser.bytes, item->text.purchaser);
    set_string(item, LL_SLOT_PURCHASER, (ll_str){item->text.purchaser, LL_SUBJECT_KEY_TEXT});
    set_date(item, LL_SLOT_DATE, report->day, item->text.date);
    item->row[LL_SLOT_GUNS] = ll_value_number(report->guns * LL_DECIMAL_ONE);
    set_dealer(item, report->dealer, report->dealer_type, report->dealer_state,
               report->dealer_division, rules);
}

static int compare_sales(const void *left, const void *right)
{
    const struct ll_fact *a = *(const struct ll_fact *const *)left,
                         *b = *(const struct ll_fact *const *)right;
    if (a->occurred.day != b->occurred.day)
        return a->occurred.day < b->occurred.day ? -1 : 1;
    if (a->occurred.utc_ns != b->occurred.utc_ns)
        return a->occurred.utc_ns < b->occurred.utc_ns ? -1 : 1;
    return ll_str_cmp(a->id, b->id);
}

static int compare_reports(const struct ll_report_fact *a, const struct ll_report_fact *b)
{
    int by_purchaser = memcmp(&a->purchaser, &b->purchaser, sizeof a->purchaser);
    if (by_purchaser)
        return by_purchaser;
    if (a->dealer != b->dealer)
        return a->dealer < b->dealer ? -1 : 1;
    return ll_str_cmp(a->indicator, b->indicator);
}

/* Two traces, or two reports. */
static int compare_others(const void *left, const void *right)
{
    const struct ll_item *a = *(const struct ll_item *const *)left,
                         *b = *(const struct ll_item *const *)right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->kind == LL_ITEM_TRACE ? ll_str_cmp(a->fact->id, b->fact->id)
                                    : compare_reports(&a->fact->report, &b->fact->report);
}

/* The sales that stand, sorted. */
static const struct ll_fact **standing_sales(const struct ll_fact_set *set, struct ll_arena *arena,
                                             size_t *count)
{
    const struct ll_fact **facts =
        ll_arena_alloc_raw(arena, (set->count + 1) * sizeof *facts, alignof(void *));
    *count = 0;
    if (!facts)
        return NULL;
    for (size_t i = 0; i < set->count; i++) {
        const struct ll_fact *fact = ll_fact_entry_live(&set->entries[i]);
        if (fact && fact->kind == LL_FACT_SALE)
            facts[(*count)++] = fact;
    }
    return ll_sort(facts, *count, compare_sales, arena) ? facts : NULL;
}

/* Room for so many items; they are not there yet. */
static bool make_list(struct ll_item_list *list, size_t count, struct ll_arena *arena)
{
    list->count = count;
    list->items = ll_arena_alloc_raw(arena, count * sizeof *list->items, alignof(void *));
    list->rows = ll_arena_alloc_raw(arena, count * sizeof *list->rows, alignof(void *));
    return list->items && list->rows;
}

/* The items of sales, already sorted, with guns firearms in all. */
static bool build_firearms(struct ll_item_list *list, const struct ll_fact *const *sales,
                           size_t count, size_t guns, const struct ll_rules *rules,
                           struct ll_arena *arena)
{
    size_t words = (rules->pack->hit_slot_count + 63) / 64, n = 0;
    uint64_t *bits = LL_NEW_ARRAY(arena, uint64_t, guns * words + 1);
    struct ll_item *items =
        ll_arena_alloc_raw(arena, guns * sizeof *items, alignof(struct ll_item));
    if (!bits || !items || !make_list(list, guns, arena))
        return false;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t place = 0; place < sales[i]->firearm_count; place++, n++) {
            struct ll_item *item = list->items[n] = &items[n];
            list->rows[n] = item->row;
            blank(item, LL_ITEM_FIREARM, sales[i]);
            fill_firearm(item, sales[i], &sales[i]->firearms[place]);
            item->place = place;
            item->order = (uint32_t)n;
            item->hit_bits = bits + n * words;
        }
    }
    return true;
}

void ll_items_know_dealer(struct ll_item_list *list, const struct ll_rules *rules)
{
    for (size_t i = 0; i < list->count; i++) {
        struct ll_item *item = list->items[i];
        const struct ll_fact *sale = item->fact;
        set_date(item, LL_SLOT_SALE_DATE, item->day, item->text.date);
        set_dealer(item, sale->dealer.key, sale->dealer.type, sale->dealer_state,
                   sale->dealer_division, rules);
    }
}

bool ll_items_of_sale(struct ll_item_list *list, const struct ll_fact *sale,
                      const struct ll_rules *rules, struct ll_arena *arena)
{
    return build_firearms(list, &sale, 1, sale->firearm_count, rules, arena);
}

bool ll_item_in_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)context;
    const struct ll_item *item = ll_item_of_row(row);
    const struct ll_item *firearm = item->kind == LL_ITEM_FIREARM ? item : item->matched;
    return firearm && firearm->hit_bits[slot / 64] >> (slot % 64) & 1;
}

bool ll_items_to_ask(struct ll_item_list *list, const struct ll_fact *sale, struct ll_arena *arena)
{
    size_t count = sale->firearm_count;
    struct ll_item *items =
        ll_arena_alloc_raw(arena, count * sizeof *items, alignof(struct ll_item));
    if (!items || !make_list(list, count, arena))
        return false;
    for (uint32_t place = 0; place < count; place++) {
        struct ll_item *item = list->items[place] = &items[place];
        list->rows[place] = item->row;
        item->kind = LL_ITEM_FIREARM;
        item->fact = sale;
        item->gun = &sale->firearms[place];
        item->day = sale->occurred.day;
        item->place = place;
        item->dealer = 0;
        item->dealer_row = NULL;
    }
    return true;
}

static bool build_sales(struct ll_item_list *list, const struct ll_fact_set *set,
                        const struct ll_rules *rules, struct ll_arena *arena)
{
    size_t count, guns = 0;
    const struct ll_fact **sales = standing_sales(set, arena, &count);
    for (size_t i = 0; sales && i < count; i++)
        guns += sales[i]->firearm_count;
    if (!sales || !build_firearms(list, sales, count, guns, rules, arena))
        return false;
    ll_items_know_dealer(list, rules);
    return true;
}

struct ll_item *ll_item_of_fact(const struct ll_fact *fact, const struct ll_rules *rules,
                                struct ll_arena *arena)
{
    struct ll_item *item = ll_arena_alloc_raw(arena, sizeof *item, alignof(struct ll_item));
    if (item && fact->kind == LL_FACT_TRACE)
        fill_trace(item, fact, rules);
    else if (item)
        fill_report(item, fact, rules);
    return item;
}

struct ll_item *ll_item_to_keep(const struct ll_fact *fact, const struct ll_rules *rules,
                                struct ll_arena *arena)
{
    struct ll_item *item = ll_item_of_fact(fact, rules, arena);
    struct ll_item_json *json = LL_NEW(arena, struct ll_item_json);
    if (!item || !json)
        return NULL;
    json->arena = arena;
    item->json = json;
    return item;
}

static bool build_others(struct ll_item_list *list, enum ll_item_kind kind,
                         const struct ll_fact_set *set, const struct ll_rules *rules,
                         struct ll_arena *arena)
{
    enum ll_fact_kind wanted = kind == LL_ITEM_TRACE ? LL_FACT_TRACE : LL_FACT_REPORT;
    if (!make_list(list, set->count, arena))
        return false;
    list->count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct ll_fact *fact = ll_fact_entry_live(&set->entries[i]);
        if (!fact || fact->kind != wanted)
            continue;
        struct ll_item *item = set->entries[i].item;
        if (!item && !(item = ll_item_of_fact(fact, rules, arena)))
            return false;
        list->items[list->count++] = item;
    }
    if (!ll_sort(list->items, list->count, compare_others, arena))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        list->rows[i] = list->items[i]->row;
        list->items[i]->order = (uint32_t)i;
    }
    return true;
}

/* Serial and manufacturer as they are matched: letters and digits, upper case. */
struct gun_text {
    ll_str serial, manufacturer;
};

static bool normal(struct ll_arena *arena, ll_str text, ll_str *out)
{
    size_t len = ll_normal_gun_text(text, NULL, 0);
    char *bytes = ll_arena_alloc_raw(arena, len, 1);
    if (!bytes)
        return false;
    (void)ll_normal_gun_text(text, bytes, len);
    *out = (ll_str){bytes, len};
    return true;
}

static bool gun_matches(const struct gun_text *a, const struct gun_text *b)
{
    return ll_str_eq(a->serial, b->serial) &&
           (a->manufacturer.len == 0 || b->manufacturer.len == 0 ||
            ll_str_eq(a->manufacturer, b->manufacturer));
}

/* A matched trace has the dealer and the day of its sale. */
static void take_sale(struct ll_item *trace, const struct ll_item *firearm)
{
    static const enum ll_item_slot slots[] = {LL_SLOT_DEALER_KEY, LL_SLOT_DEALER_TYPE,
                                              LL_SLOT_DEALER_STATE, LL_SLOT_DEALER_DIVISION};
    trace->matched = firearm;
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        trace->row[slots[i]] = firearm->row[slots[i]];
    trace->dealer = firearm->dealer;
    trace->dealer_row = firearm->dealer_row;
    trace->row[LL_SLOT_SOLD_ON] = firearm->row[LL_SLOT_SALE_DATE];
    trace->row[LL_SLOT_SOLD] = ll_value_bool(true);
}

void ll_item_match(struct ll_item *trace, const struct ll_item *firearm)
{
    take_sale(trace, firearm);
    set_time_to_crime(trace, firearm->day);
}

/* Firearms by their serials, in a table of chains that run from the latest to the earliest. */
struct gun_table {
    const struct ll_item_list *firearms;
    struct gun_text *texts;
    uint32_t *heads, *next; /* a firearm + 1; 0: the end */
    size_t mask;
};

static bool make_table(struct gun_table *table, const struct ll_item_list *firearms,
                       struct ll_arena *arena)
{
    size_t size = 16;
    while (size < firearms->count)
        size *= 2;
    table->firearms = firearms;
    table->texts = LL_NEW_ARRAY(arena, struct gun_text, firearms->count);
    table->heads = LL_NEW_ARRAY(arena, uint32_t, size);
    table->next = LL_NEW_ARRAY(arena, uint32_t, firearms->count);
    table->mask = size - 1;
    if (!table->texts || !table->heads || !table->next)
        return false;
    for (size_t i = 0; i < firearms->count; i++) {
        struct gun_text *text = &table->texts[i];
        if (!normal(arena, firearms->items[i]->gun->serial, &text->serial) ||
            !normal(arena, firearms->items[i]->gun->manufacturer, &text->manufacturer))
            return false;
        uint32_t *head = &table->heads[ll_hash64(text->serial.ptr, text->serial.len) & table->mask];
        table->next[i] = *head;
        *head = (uint32_t)i + 1;
    }
    return true;
}

/* The latest sale of the gun on or before the trace's day; firearms are in the order that "latest" means. */
static const struct ll_item *find_sale(const struct gun_table *table, const struct ll_item *trace,
                                       const struct gun_text *wanted)
{
    if (wanted->serial.len == 0)
        return NULL;
    uint32_t at = table->heads[ll_hash64(wanted->serial.ptr, wanted->serial.len) & table->mask];
    for (; at; at = table->next[at - 1]) {
        const struct ll_item *firearm = table->firearms->items[at - 1];
        if (firearm->day <= trace->day && gun_matches(wanted, &table->texts[at - 1]))
            return firearm;
    }
    return NULL;
}

static bool match_traces(struct ll_items *items, struct ll_arena *arena)
{
    struct ll_item_list *traces = &items->of[LL_ITEM_TRACE];
    const struct ll_item_list *firearms = &items->of[LL_ITEM_FIREARM];
    struct gun_table table = {0};
    if (!traces->count || !firearms->count)
        return true;
    if (!make_table(&table, firearms, arena))
        return false;
    for (size_t i = 0; i < traces->count; i++) {
        struct ll_item *trace = traces->items[i];
        struct gun_text wanted = {0};
        if (trace->gun && (!normal(arena, trace->gun->serial, &wanted.serial) ||
                           !normal(arena, trace->gun->manufacturer, &wanted.manufacturer)))
            return false;
        const struct ll_item *firearm = find_sale(&table, trace, &wanted);
        if (firearm)
            ll_item_match(trace, firearm);
    }
    return true;
}

bool ll_items_build(struct ll_items *items, const struct ll_fact_set *set,
                    enum ll_subject_kind kind, const struct ll_rules *rules, struct ll_arena *arena)
{
    *items = (struct ll_items){0};
    bool fine = true;
    if (kind == LL_SUBJECT_PURCHASER)
        fine = build_sales(&items->of[LL_ITEM_FIREARM], set, rules, arena);
    if (fine && kind != LL_SUBJECT_ADDRESS)
        fine = build_others(&items->of[LL_ITEM_TRACE], LL_ITEM_TRACE, set, rules, arena);
    if (fine && kind != LL_SUBJECT_PURCHASER)
        fine = build_others(&items->of[LL_ITEM_REPORT], LL_ITEM_REPORT, set, rules, arena);
    return fine && match_traces(items, arena);
}
