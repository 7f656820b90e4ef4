/* describe.c -- see describe.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/describe.h"

#include "base/decimal.h"
#include "event/vocabulary.h"
#include "why/say.h"
#include "why/values.h"
#include "json/writer.h"

#include <inttypes.h>

static const struct ll_item *item_of(const struct ll_why *why, const struct ll_why_change *change)
{
    const struct ll_fact *fact = why->setup->facts->list[change->at];
    static const enum ll_item_kind kinds[] = {[LL_FACT_SALE] = LL_ITEM_FIREARM,
                                              [LL_FACT_TRACE] = LL_ITEM_TRACE,
                                              [LL_FACT_REPORT] = LL_ITEM_REPORT};
    const struct ll_item_list *list = &why->assessment.items.of[kinds[fact->kind]];
    size_t i = 0;
    while (list->items[i]->fact != fact || list->items[i]->place != change->place)
        i++;
    return list->items[i];
}

static const char *name_of(uint16_t slot)
{
    static const char *const names[] = {
#define LL_X(slot, name, type, kinds) name,
        LL_ITEM_FIELDS(LL_X)
#undef LL_X
    };
    return names[slot];
}

static void add_value(struct ll_buf *out, uint16_t slot, const struct ll_value *value, bool json)
{
    if (value->null)
        ll_buf_add_lit(out, "null");
    else if (ll_item_slot_type(slot) == LL_TYPE_NUMBER)
        ll_decimal_add(out, value->number);
    else if (ll_item_slot_type(slot) == LL_TYPE_BOOL)
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
    else if (json)
        ll_json_add_string(out, (ll_str){value->text, value->len});
    else
        ll_why_add_text(out, (ll_str){value->text, value->len});
}

/* ---- words ---- */

static void add_days(struct ll_buf *out, const struct ll_why_change *change)
{
    /* Several were tried on one day, not each on another. */
    bool many = change->times > 1;
    if (change->from == change->to) {
        ll_buf_add_str(out, many ? LL_STR("all on ") : LL_STR("on "));
        ll_why_add_day(out, change->day);
        return;
    }
    ll_buf_add_str(out, many ? LL_STR("all on any one day from ") : LL_STR("on any day from "));
    ll_why_add_day(out, change->from);
    ll_buf_add_lit(out, " to ");
    ll_why_add_day(out, change->to);
}

static void add_item(struct ll_buf *out, const struct ll_item *item)
{
    ll_why_add_name(out, item);
    ll_buf_add_lit(out, " (");
    if (item->kind == LL_ITEM_REPORT) {
        ll_why_add_day(out, item->day);
        ll_buf_add_lit(out, ", ");
    }
    ll_why_add_what(out, item);
    if (item->dealer && item->kind != LL_ITEM_TRACE) {
        ll_buf_add_lit(out, ", from ");
        ll_buf_add(out, item->text.dealer_key, LL_DEALER_KEY_TEXT);
    }
    ll_buf_add_lit(out, ")");
}

/* Values that stand for any that is not there. */
static bool is_made_up(const struct ll_why_change *change)
{
    static const ll_str known[] = {
        {"other", 5}, {"another", 7}, {"9-99-99999", 10}, {"9-99-99998", 10}};
    const struct ll_value *value = &change->value;
    if (value->null || ll_item_slot_type(change->slot) != LL_TYPE_STRING)
        return false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (ll_str_eq(known[i], (ll_str){value->text, value->len}))
            return true;
    return change->slot == LL_SLOT_PURCHASER && value->text[0] == 'f' && value->text[1] == 'f' &&
           value->text[2] == 'f' && value->text[3] == 'f';
}

static void add_field(struct ll_buf *out, const struct ll_why_change *change)
{
    if (is_made_up(change)) {
        ll_buf_printf(out, "another %s", name_of(change->slot));
        return;
    }
    ll_buf_printf(out, "%s ", name_of(change->slot));
    add_value(out, change->slot, &change->value, false);
}

/* Whether a change before it makes another of what it is like. */
static bool is_of_changed(const struct ll_why_change *changes, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (changes[i].kind == LL_WHY_SET && changes[i].at == changes[at].at &&
            changes[i].place == changes[at].place)
            return true;
    return false;
}

static void say_more(struct ll_buf *out, const struct ll_why_change *change,
                     const struct ll_item *like, bool changed)
{
    bool one = change->times == 1;
    if (one)
        ll_buf_add_lit(out, "one more ");
    else
        ll_buf_printf(out, "%u more ", change->times);
    if (change->item == LL_ITEM_FIREARM) {
        ll_str word = changed ? LL_STR("gun") : ll_gun_class_word(like->gun->class);
        ll_buf_printf(out, "%.*s%s like ", LL_STR_ARGS(word), one ? "" : "s");
    } else if (change->item == LL_ITEM_REPORT) {
        ll_buf_printf(out, "multiple sale%s like that of ", one ? "" : "s");
    } else {
        ll_buf_printf(out, "trace%s%s ", one ? "" : "s",
                      like->kind == LL_ITEM_TRACE ? " like" : ", of a gun like");
    }
    add_item(out, like);
    if (changed)
        ll_buf_add_lit(out, " as changed");
    if (change->sets) {
        ll_buf_add_lit(out, " but with ");
        add_field(out, change);
    }
    ll_buf_add_lit(out, ", ");
    add_days(out, change);
}

static void say_move(struct ll_buf *out, const struct ll_why_change *change,
                     const struct ll_item *item)
{
    int32_t days = change->day - item->day;
    static const char *const words[] = {"sale ", "trace ", "the multiple sale of "};
    ll_buf_add_str(out, ll_str_from(words[item->kind]));
    if (item->kind == LL_ITEM_REPORT)
        ll_why_add_name(out, item);
    else
        ll_why_add_text(out, item->fact->id);
    ll_buf_add_lit(out, " on ");
    ll_why_add_day(out, change->day);
    ll_buf_add_lit(out, " instead of ");
    ll_why_add_day(out, item->day);
    ll_buf_add_lit(out, ", ");
    ll_why_add_count(out, (uint64_t)(days < 0 ? -days : days), "day", "days");
    ll_buf_add_str(out, days < 0 ? LL_STR(" earlier") : LL_STR(" later"));
    if (change->from != change->to) {
        ll_buf_add_lit(out, " (");
        add_days(out, change);
        ll_buf_add_lit(out, ")");
    }
}

static void say_set(struct ll_buf *out, const struct ll_why_change *change,
                    const struct ll_item *item)
{
    const struct ll_value *was = &item->row[change->slot];
    add_field(out, change);
    ll_buf_add_lit(out, " instead of ");
    add_value(out, change->slot, was, false);
    ll_buf_add_lit(out, " for ");
    add_item(out, item);
}

void ll_why_change_text(struct ll_buf *out, const struct ll_why *why,
                        const struct ll_why_change *changes, size_t at)
{
    const struct ll_why_change *change = &changes[at];
    const struct ll_item *item = item_of(why, change);
    if (change->kind == LL_WHY_ADD)
        say_more(out, change, item, is_of_changed(changes, at));
    else if (change->kind == LL_WHY_MOVE)
        say_move(out, change, item);
    else
        say_set(out, change, item);
}

/* ---- JSON ---- */

static void add_date(struct ll_buf *out, const char *key, ll_day day)
{
    ll_buf_printf(out, ",\"%s\":\"", key);
    ll_why_add_date(out, day);
    ll_buf_add_char(out, '"');
}

static void add_identity(struct ll_buf *out, const struct ll_item *item)
{
    if (item->kind == LL_ITEM_REPORT) {
        ll_buf_printf(out, "{\"purchaser\":\"%.*s\",\"dealer\":\"%.*s\",\"date\":\"",
                      LL_SUBJECT_KEY_TEXT, item->text.purchaser, LL_DEALER_KEY_TEXT,
                      item->text.dealer_key);
        ll_why_add_date(out, item->day);
        ll_buf_add_lit(out, "\",\"indicator\":");
        ll_json_add_string(out, item->fact->report.indicator);
        ll_buf_add_char(out, '}');
        return;
    }
    ll_buf_printf(out, "{\"%s\":", item->kind == LL_ITEM_FIREARM ? "sale" : "trace");
    ll_json_add_string(out, item->fact->id);
    ll_buf_printf(out, ",\"version\":%" PRIu64, item->fact->version);
    if (item->kind == LL_ITEM_FIREARM)
        ll_buf_printf(out, ",\"gun\":%u", item->place + 1);
    ll_buf_add_char(out, '}');
}

static void add_set(struct ll_buf *out, const struct ll_why_change *change,
                    const struct ll_item *item)
{
    ll_buf_printf(out, ",\"field\":\"%s\"", name_of(change->slot));
    if (change->kind == LL_WHY_SET) {
        ll_buf_add_lit(out, ",\"was\":");
        add_value(out, change->slot, &item->row[change->slot], true);
    }
    ll_buf_add_lit(out, ",\"value\":");
    add_value(out, change->slot, &change->value, true);
}

static void add_ids(struct ll_buf *out, const struct ll_why_change *change, size_t added)
{
    char room[LL_WHY_ID_TEXT];
    ll_buf_add_lit(out, ",\"ids\":[");
    for (uint32_t i = 0; i < change->times; i++) {
        ll_str id = ll_why_added_id(added + i, room);
        ll_buf_printf(out, "%s\"%.*s\"", i ? "," : "", LL_STR_ARGS(id));
    }
    ll_buf_add_char(out, ']');
}

void ll_why_change_json(struct ll_buf *out, const struct ll_why *why,
                        const struct ll_why_change *changes, size_t at, size_t added)
{
    const struct ll_why_change *change = &changes[at];
    static const char *const kinds[] = {"add", "move", "set"};
    const struct ll_item *item = item_of(why, change);
    struct ll_buf words = {0};
    ll_buf_printf(out, "{\"change\":\"%s\",\"item\":\"%s\",\"%s\":", kinds[change->kind],
                  ll_why_kind_word(change->item, 1), change->kind == LL_WHY_ADD ? "like" : "of");
    add_identity(out, item);
    if (change->kind == LL_WHY_ADD)
        add_ids(out, change, added);
    if (change->kind == LL_WHY_MOVE)
        add_date(out, "was", item->day);
    if (change->kind != LL_WHY_SET) {
        add_date(out, "on", change->day);
        add_date(out, "from", change->from);
        add_date(out, "to", change->to);
    }
    if (change->sets)
        add_set(out, change, item);
    ll_buf_add_lit(out, ",\"says\":");
    ll_why_change_text(&words, why, changes, at);
    ll_json_add_string(out, ll_buf_str(&words));
    out->failed |= words.failed;
    ll_buf_fini(&words);
    ll_buf_add_char(out, '}');
}
