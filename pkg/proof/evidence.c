/* evidence.c -- see evidence.h.   SPDX-License-Identifier: Apache-2.0
 *
 * What a record may hold is what an event may, so that all that rests on it (calendars, say) meets nothing new. */
#include "proof/evidence.h"

#include "base/decimal.h"
#include "event/vocabulary.h"

#include <stdlib.h>

struct reading {
    struct ll_evidence *evidence;
    const struct ll_calibers *calibers;
    struct ll_arena *arena;
    struct ll_error *err;
};

#define DAY_LAST LL_DAY_2099_12_31
#define AGE_MAX 500
#define PRICE_MAX 10000000

/* ---- values ---- */

static bool wrong(struct reading *r, const struct ll_proof_node *object, const char *name,
                  const char *what)
{
    const char *path = ll_proof_path(r->arena, object, name);

    if (path)
        (void)ll_fail(r->err, LL_ERR_DATA, "%s %s", path, what);
    else
        (void)ll_fail(r->err, LL_ERR_NOMEM, "no memory for a lead");
    return false;
}

static bool no_memory(struct reading *r)
{
    (void)ll_fail(r->err, LL_ERR_NOMEM, "no memory for a lead");
    return false;
}

bool ll_proof_whole(const struct ll_proof_node *node, int64_t min, int64_t max, int64_t *out)
{
    char digits[24];
    char *end;

    if (!node || node->type != LL_JSON_NUMBER || node->text.len >= sizeof digits)
        return false;
    memcpy(digits, node->text.ptr, node->text.len);
    digits[node->text.len] = '\0';
    long long value = strtoll(digits, &end, 10);
    *out = value;
    return *end == '\0' && value >= min && value <= max && node->text.len < 20;
}

static bool get_text(struct reading *r, const struct ll_proof_node *object, const char *name,
                     ll_str *out)
{
    const struct ll_proof_node *node = ll_proof_get(object, name);

    *out = node ? node->text : (ll_str){0};
    return !node || node->type == LL_JSON_STRING || wrong(r, object, name, "is not text");
}

static bool need_text(struct reading *r, const struct ll_proof_node *object, const char *name,
                      ll_str *out)
{
    return get_text(r, object, name, out) &&
           (out->len || wrong(r, object, name, "is missing or empty"));
}

static bool need_object(struct reading *r, const struct ll_proof_node *object, const char *name,
                        const struct ll_proof_node **out)
{
    *out = ll_proof_get(object, name);
    return (*out && (*out)->type == LL_JSON_OBJECT) || wrong(r, object, name, "is not an object");
}

static bool need_list(struct reading *r, const struct ll_proof_node *object, const char *name,
                      const struct ll_proof_node **out)
{
    *out = ll_proof_get(object, name);
    return (*out && (*out)->type == LL_JSON_ARRAY) || wrong(r, object, name, "is not a list");
}

static bool need_whole(struct reading *r, const struct ll_proof_node *object, const char *name,
                       int64_t min, int64_t max, int64_t *out)
{
    return ll_proof_whole(ll_proof_get(object, name), min, max, out) ||
           wrong(r, object, name, "is missing, or is not a whole number of its range");
}

static bool get_day(struct reading *r, const struct ll_proof_node *object, const char *name,
                    ll_day first, ll_day last, ll_day *out)
{
    ll_str text;

    *out = LL_DAY_NONE;
    if (!get_text(r, object, name, &text))
        return false;
    if (text.len == 0)
        return true;
    return (ll_day_parse(text, out) && *out >= first && *out <= last) ||
           wrong(r, object, name, "is not a date of its range such as 2026-03-02");
}

static bool get_word(struct reading *r, const struct ll_proof_node *object, const char *name,
                     const struct ll_words *words, unsigned *out)
{
    ll_str text;

    if (!get_text(r, object, name, &text))
        return false;
    *out = ll_words_find(words, text);
    return text.len == 0 || *out || wrong(r, object, name, "is a word that no event has");
}

static bool read_hex_key(ll_str text, struct ll_key *key)
{
    if (text.len != 2 * sizeof key->bytes)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'a' || c > 'f'))
            return false;
        unsigned value = (unsigned)(digit ? c - '0' : c - 'a' + 10);
        key->bytes[i / 2] = (uint8_t)(i % 2 ? key->bytes[i / 2] | value : value << 4);
    }
    return true;
}

/* R-DD-SSSSS, as ll_dealer_key_format writes it. */
static bool read_dealer_key(ll_str text, uint32_t *key)
{
    uint32_t number = 0;
    char again[LL_DEALER_KEY_TEXT];

    if (text.len != LL_DEALER_KEY_TEXT)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            number = number * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    if (number > 99999999)
        return false;
    *key = number ? number : 100000000;
    ll_dealer_key_format(*key, again);
    return memcmp(again, text.ptr, sizeof again) == 0;
}

/* ---- firearms and dealers ---- */

static bool read_gun(struct reading *r, const struct ll_proof_node *node, struct ll_firearm *gun)
{
    const struct ll_proof_node *flag = ll_proof_get(node, "detachable_magazine"),
                               *price = ll_proof_get(node, "price");
    unsigned class, action;

    if (node->type != LL_JSON_OBJECT)
        return wrong(r, node, NULL, "is not an object");
    if (!get_word(r, node, "class", &ll_gun_class_words, &class) ||
        !get_word(r, node, "action", &ll_action_words, &action) ||
        !get_text(r, node, "manufacturer", &gun->manufacturer) ||
        !get_text(r, node, "importer", &gun->importer) ||
        !get_text(r, node, "model", &gun->model) || !get_text(r, node, "serial", &gun->serial) ||
        !get_text(r, node, "caliber", &gun->caliber))
        return false;
    gun->class = (enum ll_gun_class) class;
    gun->action = (enum ll_action)action;
    if (flag && flag->type != LL_JSON_BOOL)
        return wrong(r, node, "detachable_magazine", "is not true or false");
    if (flag)
        gun->detachable_magazine = *flag->text.ptr == 't' ? LL_YES : LL_NO;
    gun->price = LL_PRICE_NONE;
    if (price && (price->type != LL_JSON_NUMBER ||
                  !ll_decimal_parse_price(price->text, PRICE_MAX, &gun->price)))
        return wrong(r, node, "price", "is not a price");
    const struct ll_caliber *known = ll_calibers_find(r->calibers, gun->caliber);
    if (gun->caliber.len && known) {
        gun->caliber = known->name;
        gun->bore = known->bore;
    }
    return true;
}

static bool read_guns(struct reading *r, const struct ll_proof_node *sale, struct ll_fact *fact)
{
    const struct ll_proof_node *list;
    ll_str serial;

    if (!need_list(r, sale, "firearms", &list))
        return false;
    if (list->count == 0)
        return wrong(r, list, NULL, "is empty");
    struct ll_firearm *guns = LL_NEW_ARRAY(r->arena, struct ll_firearm, list->count);
    if (!guns)
        return no_memory(r);
    for (const struct ll_proof_node *gun = list->first; gun; gun = gun->next) {
        if (!read_gun(r, gun, &guns[gun->place]) || !need_text(r, gun, "serial", &serial) ||
            !need_text(r, gun, "class", &serial))
            return false;
    }
    fact->firearms = guns;
    fact->firearm_count = list->count;
    return true;
}

static bool read_licensee(struct reading *r, const struct ll_proof_node *of, struct ll_fact *fact)
{
    const struct ll_proof_node *dealer;
    ll_str ffl;

    if (!need_object(r, of, "dealer", &dealer) || !need_text(r, dealer, "ffl", &ffl))
        return false;
    if (!ll_licence_parse(ffl, &fact->dealer))
        return wrong(r, dealer, "ffl", "is not a licence number");
    return get_text(r, dealer, "state", &fact->dealer_state) &&
           get_text(r, dealer, "division", &fact->dealer_division);
}

/* ---- the three kinds of facts ---- */

static bool read_sale(struct reading *r, const struct ll_proof_node *node, struct ll_fact *fact)
{
    const struct ll_proof_node *purchaser;
    int64_t version, age;
    ll_str time;

    fact->kind = LL_FACT_SALE;
    if (!need_text(r, node, "id", &fact->id) ||
        !need_whole(r, node, "version", 1, INT64_MAX, &version) ||
        !need_text(r, node, "occurred_at", &time))
        return false;
    if (!ll_time_parse(time, &fact->occurred) || fact->occurred.day < LL_DAY_1968_01_01 ||
        fact->occurred.day > DAY_LAST)
        return wrong(r, node, "occurred_at", "is not a time such as 2026-03-02T15:20:00-06:00");
    if (!read_licensee(r, node, fact) || !need_object(r, node, "purchaser", &purchaser) ||
        !get_text(r, purchaser, "state", &fact->purchaser_state) ||
        !get_text(r, purchaser, "country_of_birth", &fact->country_of_birth) ||
        !need_whole(r, purchaser, "age", 0, AGE_MAX, &age))
        return false;
    fact->version = (uint64_t)version;
    fact->age = (int32_t)age;
    return read_guns(r, node, fact) && get_text(r, node, "payment", &fact->payment) &&
           get_text(r, node, "form", &fact->form);
}

static bool read_trace_dates(struct reading *r, const struct ll_proof_node *node,
                             struct ll_fact *fact)
{
    if (!get_day(r, node, "recovered_on", LL_DAY_1968_01_01, DAY_LAST, &fact->recovered_on) ||
        !get_day(r, node, "requested_on", LL_DAY_1968_01_01, DAY_LAST, &fact->requested_on) ||
        !get_day(r, node, "sold_on", LL_DAY_1850_01_01, INT32_MAX, &fact->sold_on))
        return false;
    return fact->recovered_on != LL_DAY_NONE || fact->requested_on != LL_DAY_NONE ||
           wrong(r, node, "recovered_on", "and requested_on are both missing");
}

static bool read_trace(struct reading *r, const struct ll_proof_node *node, struct ll_fact *fact)
{
    const struct ll_proof_node *recovery = ll_proof_get(node, "recovery"),
                               *gun = ll_proof_get(node, "firearm");
    int64_t version;
    unsigned status;

    fact->kind = LL_FACT_TRACE;
    if (!need_text(r, node, "id", &fact->id) ||
        !need_whole(r, node, "version", 1, INT64_MAX, &version) ||
        !get_word(r, node, "status", &ll_trace_status_words, &status) ||
        !read_trace_dates(r, node, fact) ||
        !get_text(r, recovery, "country", &fact->recovery_country) ||
        !get_text(r, recovery, "state", &fact->recovery_state) ||
        !get_text(r, recovery, "city", &fact->recovery_city) ||
        !get_text(r, node, "sale", &r->evidence->sold[node->place]))
        return false;
    fact->version = (uint64_t)version;
    fact->status = (enum ll_trace_status)status;
    if (ll_proof_get(node, "dealer") && !read_licensee(r, node, fact))
        return false;
    if (!gun)
        return true;
    struct ll_firearm *copy = LL_NEW(r->arena, struct ll_firearm);
    fact->firearms = copy;
    fact->firearm_count = 1;
    return copy ? read_gun(r, gun, copy) : no_memory(r);
}

static bool read_report(struct reading *r, const struct ll_proof_node *node, struct ll_fact *fact)
{
    struct ll_report_fact *report = &fact->report;
    const struct ll_proof_node *dealer;
    ll_str key, purchaser, type;
    int64_t guns;

    fact->kind = LL_FACT_REPORT;
    fact->version = 1;
    if (!need_text(r, node, "indicator", &report->indicator) ||
        !need_text(r, node, "purchaser", &purchaser) || !need_object(r, node, "dealer", &dealer) ||
        !need_text(r, dealer, "key", &key) || !need_text(r, dealer, "type", &type) ||
        !get_text(r, dealer, "state", &report->dealer_state) ||
        !get_text(r, dealer, "division", &report->dealer_division) ||
        !get_day(r, node, "date", LL_DAY_1968_01_01, DAY_LAST, &report->day) ||
        !need_whole(r, node, "guns", 0, UINT32_MAX, &guns))
        return false;
    if (!read_hex_key(purchaser, &report->purchaser))
        return wrong(r, node, "purchaser", "is not a key of 32 hex digits");
    if (!read_dealer_key(key, &report->dealer))
        return wrong(r, dealer, "key", "is not a dealer's key such as 5-76-00123");
    bool digits = type.len == 2 && type.ptr[0] >= '0' && type.ptr[0] <= '9' && type.ptr[1] >= '0' &&
                  type.ptr[1] <= '9';
    if (!digits)
        return wrong(r, dealer, "type", "is not the type of a licence, two digits");
    report->dealer_type = (uint8_t)((type.ptr[0] - '0') * 10 + type.ptr[1] - '0');
    report->guns = (uint32_t)guns;
    return report->day != LL_DAY_NONE || wrong(r, node, "date", "is missing");
}

/* ---- the record ---- */

static bool read_facts(struct reading *r, const struct ll_proof_node *list, size_t *count,
                       bool (*read)(struct reading *, const struct ll_proof_node *,
                                    struct ll_fact *))
{
    struct ll_fact_set *set = &r->evidence->set;

    *count = list->count;
    for (const struct ll_proof_node *node = list->first; node; node = node->next) {
        struct ll_fact fact = {.hash = node->place,
                               .recovered_on = LL_DAY_NONE,
                               .requested_on = LL_DAY_NONE,
                               .sold_on = LL_DAY_NONE};
        if (node->type != LL_JSON_OBJECT)
            return wrong(r, node, NULL, "is not an object");
        if (!read(r, node, &fact))
            return false;
        if (ll_fact_set_entry(set, &fact))
            return wrong(r, node, NULL, "stands twice");
        /* A set asks only whether there is a stored form. */
        (void)ll_fact_set_apply(set, &fact, LL_STR("-"));
        if (set->failed)
            return no_memory(r);
    }
    return true;
}

static bool read_subject(struct reading *r, const struct ll_proof_node *record)
{
    struct ll_lead_subject *out = &r->evidence->subject;
    const struct ll_proof_node *subject;
    ll_str kind, key;
    uint32_t dealer;

    if (!need_object(r, record, "subject", &subject) || !need_text(r, subject, "kind", &kind) ||
        !need_text(r, subject, "key", &key))
        return false;
    for (unsigned one = LL_SUBJECT_ADDRESS; one <= LL_SUBJECT_PURCHASER; one++) {
        if (ll_str_eq(kind, ll_str_from(ll_subject_kind_word((enum ll_subject_kind)one))))
            out->subject.kind = (uint8_t)one;
    }
    if (!out->subject.kind)
        return wrong(r, subject, "kind", "is not purchaser, dealer or address");
    if (out->subject.kind == LL_SUBJECT_DEALER && read_dealer_key(key, &dealer))
        out->subject = ll_subject_dealer(dealer);
    else if (out->subject.kind == LL_SUBJECT_DEALER || !read_hex_key(key, &out->subject.key))
        return wrong(r, subject, "key", "is not the key of such a subject");
    out->last_name = ll_proof_text(subject, "name");
    if (!ll_day_parse(ll_proof_text(subject, "date_of_birth"), &out->born))
        out->born = LL_DAY_NONE;
    return true;
}

enum ll_status ll_evidence_read(struct ll_evidence *evidence, const struct ll_proof_node *record,
                                const struct ll_calibers *calibers, struct ll_arena *arena,
                                struct ll_error *err)
{
    struct ll_error fault = {0};
    struct reading r = {evidence, calibers, arena, &fault};
    const struct ll_proof_node *whole, *sales, *traces, *reports;

    *evidence = (struct ll_evidence){0};
    ll_fact_set_init(&evidence->set, arena);
    if (read_subject(&r, record) && need_list(&r, record, "indicators", &evidence->indicators) &&
        need_object(&r, record, "evidence", &whole) && need_list(&r, whole, "sales", &sales) &&
        need_list(&r, whole, "traces", &traces) && need_list(&r, whole, "reports", &reports)) {
        evidence->sold = LL_NEW_ARRAY(arena, ll_str, traces->count);
        if (evidence->sold
                ? read_facts(&r, sales, &evidence->counts[LL_ITEM_FIREARM], read_sale) &&
                      read_facts(&r, traces, &evidence->counts[LL_ITEM_TRACE], read_trace) &&
                      read_facts(&r, reports, &evidence->counts[LL_ITEM_REPORT], read_report)
                : no_memory(&r))
            return LL_OK;
    }
    if (err)
        *err = fault;
    return fault.status;
}
