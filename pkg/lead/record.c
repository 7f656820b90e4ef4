/* record.c -- the lead record.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/record.h"

#include "base/decimal.h"
#include "event/vocabulary.h"
#include "json/writer.h"

#include <stdlib.h>

/* key: the quoted name with its colon, and the comma before it where one is due. */
#define ADD_TEXT(out, key, ...)                                                                    \
    (ll_buf_add_lit((out), key), ll_json_add_string_or_null((out), __VA_ARGS__))

#define ADD_DAY(out, key, day) (ll_buf_add_lit((out), key), ll_json_add_day((out), (day)))

static void add_days_or_null(struct ll_buf *out, bool known, int32_t days)
{
    if (known)
        ll_buf_add_i64(out, days);
    else
        ll_buf_add_lit(out, "null");
}

static ll_str row_text(const struct ll_item *item, enum ll_item_slot slot)
{
    const struct ll_value *value = &item->row[slot];
    return value->null ? (ll_str){0} : (ll_str){value->text, value->len};
}

static void add_dealer(struct ll_buf *out, const struct ll_item *item,
                       const struct ll_licence *licence)
{
    ll_buf_add_lit(out, "\"dealer\":");
    if (item->dealer == 0) {
        ll_buf_add_lit(out, "null");
        return;
    }
    char ffl[LL_LICENCE_TEXT];
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"key\":", row_text(item, LL_SLOT_DEALER_KEY));
    if (licence) {
        ll_licence_format(licence, ffl);
        ADD_TEXT(out, ",\"ffl\":", (ll_str){ffl, LL_LICENCE_TEXT});
    }
    ADD_TEXT(out, ",\"name\":", item->dealer_row ? item->dealer_row->name : (ll_str){0});
    ADD_TEXT(out, ",\"state\":", row_text(item, LL_SLOT_DEALER_STATE));
    ADD_TEXT(out, ",\"division\":", row_text(item, LL_SLOT_DEALER_DIVISION));
    if (!licence)
        ADD_TEXT(out, ",\"type\":", row_text(item, LL_SLOT_DEALER_TYPE));
    ll_buf_add_char(out, '}');
}

static void add_firearm(struct ll_buf *out, const struct ll_firearm *gun)
{
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"class\":", ll_gun_class_word(gun->class));
    ADD_TEXT(out, ",\"manufacturer\":", gun->manufacturer);
    ADD_TEXT(out, ",\"importer\":", gun->importer);
    ADD_TEXT(out, ",\"model\":", gun->model);
    ADD_TEXT(out, ",\"caliber\":", gun->caliber);
    ADD_TEXT(out, ",\"serial\":", gun->serial);
    ADD_TEXT(out, ",\"action\":", ll_action_word(gun->action));
    ll_buf_add_lit(out, ",\"detachable_magazine\":");
    if (gun->detachable_magazine == LL_UNKNOWN)
        ll_buf_add_lit(out, "null");
    else if (gun->detachable_magazine == LL_YES)
        ll_buf_add_lit(out, "true");
    else
        ll_buf_add_lit(out, "false");
    ll_buf_add_lit(out, ",\"price\":");
    if (gun->price != LL_PRICE_NONE)
        ll_decimal_add(out, gun->price);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
}

/* What a record is made from besides the lead. */
struct recording {
    const struct ll_lead *lead;
    bool
        birth; /* the country of birth is part of the evidence, as some rule or guideline asks for it */
};

static void add_sale(struct ll_buf *out, const struct ll_item *item,
                     const struct recording *recording)
{
    const struct ll_fact *sale = item->fact;
    char time[LL_TIME_TEXT_MAX];
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"id\":", sale->id);
    ll_buf_add_lit(out, ",\"version\":");
    ll_buf_add_u64(out, sale->version);
    ADD_TEXT(out, ",\"occurred_at\":", (ll_str){time, ll_time_format(&sale->occurred, time)});
    ll_buf_add_char(out, ',');
    add_dealer(out, item, &sale->dealer);
    ll_buf_add_lit(out, ",\"purchaser\":{");
    ADD_TEXT(out, "\"state\":", sale->purchaser_state);
    ll_buf_add_lit(out, ",\"age\":");
    ll_buf_add_i64(out, sale->age);
    if (recording->birth)
        ADD_TEXT(out, ",\"country_of_birth\":", sale->country_of_birth);
    ll_buf_add_lit(out, "},\"firearms\":[");
    for (size_t i = 0; i < sale->firearm_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_firearm(out, &sale->firearms[i]);
    }
    ll_buf_add_lit(out, "],");
    ADD_TEXT(out, "\"payment\":", sale->payment);
    ADD_TEXT(out, ",\"form\":", sale->form);
    ll_buf_add_char(out, '}');
}

static void add_traced_firearm(struct ll_buf *out, const struct ll_item *item)
{
    const struct ll_firearm *gun = item->gun;
    ll_buf_add_lit(out, "\"firearm\":");
    if (!gun) {
        ll_buf_add_lit(out, "null");
        return;
    }
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"class\":", ll_gun_class_word(gun->class));
    ADD_TEXT(out, ",\"manufacturer\":", gun->manufacturer);
    ADD_TEXT(out, ",\"model\":", gun->model);
    ADD_TEXT(out, ",\"caliber\":", gun->caliber);
    ADD_TEXT(out, ",\"serial\":", gun->serial);
    ll_buf_add_char(out, '}');
}

static void add_trace(struct ll_buf *out, const struct ll_item *item,
                      const struct recording *recording)
{
    const struct ll_fact *trace = item->fact;
    (void)recording;
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"id\":", trace->id);
    ll_buf_add_lit(out, ",\"version\":");
    ll_buf_add_u64(out, trace->version);
    ADD_TEXT(out, ",\"status\":", ll_trace_status_word(trace->status));
    ADD_DAY(out, ",\"recovered_on\":", trace->recovered_on);
    ADD_DAY(out, ",\"requested_on\":", trace->requested_on);
    ll_buf_add_lit(out, ",\"recovery\":{");
    ADD_TEXT(out, "\"country\":", trace->recovery_country);
    ADD_TEXT(out, ",\"state\":", trace->recovery_state);
    ADD_TEXT(out, ",\"city\":", trace->recovery_city);
    ll_buf_add_lit(out, "},");
    add_traced_firearm(out, item);
    ll_buf_add_char(out, ',');
    add_dealer(out, item, item->matched ? &item->matched->fact->dealer : &trace->dealer);
    ADD_TEXT(out, ",\"sold_on\":", row_text(item, LL_SLOT_SOLD_ON));
    ADD_TEXT(out, ",\"sale\":", item->matched ? item->matched->fact->id : (ll_str){0});
    ll_buf_add_lit(out, ",\"time_to_crime\":");
    add_days_or_null(out, item->has_time_to_crime, item->time_to_crime);
    ll_buf_add_char(out, '}');
}

static void add_report(struct ll_buf *out, const struct ll_item *item,
                       const struct recording *recording)
{
    (void)recording;
    ll_buf_add_char(out, '{');
    ADD_TEXT(out, "\"indicator\":", item->fact->report.indicator);
    ADD_TEXT(out, ",\"purchaser\":", row_text(item, LL_SLOT_PURCHASER));
    ll_buf_add_char(out, ',');
    add_dealer(out, item, NULL);
    ADD_DAY(out, ",\"date\":", item->day);
    ll_buf_add_lit(out, ",\"guns\":");
    ll_buf_add_u64(out, item->fact->report.guns);
    ll_buf_add_char(out, '}');
}

typedef void item_writer(struct ll_buf *, const struct ll_item *, const struct recording *);

/* Of a long timeline each lead is told again and again, mostly of the same items. None that is kept is a firearm, so that it is
 * told the same for any recording. */
static void add_item(struct ll_buf *out, const struct ll_item *item, item_writer *add,
                     const struct recording *recording)
{
    struct ll_item_json *json = item->json;
    if (json && json->text.ptr) {
        ll_buf_add_str(out, json->text);
        return;
    }
    size_t from = out->len;
    add(out, item, recording);
    if (json && !out->failed)
        json->text = ll_arena_str(json->arena, (ll_str){out->ptr + from, out->len - from});
}

static void add_list(struct ll_buf *out, ll_str key, const struct ll_item *const *items, size_t n,
                     item_writer *add, const struct recording *recording)
{
    ll_buf_add_str(out, key);
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_item(out, items[i], add, recording);
    }
    ll_buf_add_char(out, ']');
}

static void add_evidence(struct ll_buf *out, const struct recording *recording)
{
    const struct ll_lead *lead = recording->lead;
    ll_buf_add_lit(out, "\"evidence\":{");
    add_list(out, LL_STR("\"sales\":"), lead->sales, lead->sale_count, add_sale, recording);
    ll_buf_add_char(out, ',');
    add_list(out, LL_STR("\"traces\":"), lead->traces, lead->trace_count, add_trace, recording);
    ll_buf_add_char(out, ',');
    add_list(out, LL_STR("\"reports\":"), lead->reports, lead->report_count, add_report, recording);
    ll_buf_add_char(out, '}');
}

/* The place of an item's sale, or of the item itself, in a list of the evidence. */
static uint64_t place_in(const struct ll_item *const *list, size_t n, const struct ll_item *item)
{
    const struct ll_item *wanted = item - item->place;
    const struct ll_item *const *found =
        bsearch(&wanted, list, n, sizeof(const struct ll_item *), ll_item_by_evidence);
    return found ? (uint64_t)(found - list) : n;
}

/* Which items of the evidence they are: [sale, gun of it], or the place of the trace or report. */
static void add_hit_items(struct ll_buf *out, const struct ll_hit *hit, const struct ll_lead *lead)
{
    ll_buf_add_lit(out, ",\"items\":[");
    for (size_t i = 0; i < hit->count; i++) {
        const struct ll_item *item = hit->items[i];
        if (i)
            ll_buf_add_char(out, ',');
        if (item->kind == LL_ITEM_FIREARM) {
            ll_buf_add_char(out, '[');
            ll_buf_add_u64(out, place_in(lead->sales, lead->sale_count, item));
            ll_buf_add_char(out, ',');
            ll_buf_add_u64(out, item->place);
            ll_buf_add_char(out, ']');
        } else if (item->kind == LL_ITEM_TRACE) {
            ll_buf_add_u64(out, place_in(lead->traces, lead->trace_count, item));
        } else {
            ll_buf_add_u64(out, place_in(lead->reports, lead->report_count, item));
        }
    }
    ll_buf_add_char(out, ']');
}

/* Of an indicator that can cease to hold as more is counted, the evidence does not tell which of it made the hit: the hit
 * says so itself. */
static void add_hit(struct ll_buf *out, const struct ll_hit *hit, const struct ll_lead *lead)
{
    ll_buf_add_char(out, '{');
    ADD_DAY(out, "\"first_date\":", hit->first_day);
    ADD_DAY(out, ",\"last_date\":", hit->last_day);
    ll_buf_add_lit(out, ",\"count\":");
    ll_buf_add_u64(out, hit->count);
    ADD_TEXT(out, ",\"calendar\":", ll_str_from(ll_hit_calendar_word(hit->calendar)));
    if (!hit->indicator->grows)
        add_hit_items(out, hit, lead);
    ll_buf_add_char(out, '}');
}

/* An explain text is a sentence on each hit; of more than these it gives the number. */
#define EXPLAINED_HITS_MAX 5

static void explain_hit(struct ll_buf *text, const struct ll_hit *hit, size_t hit_count)
{
    const struct ll_indicator *indicator = hit->indicator;
    char day[10];
    for (size_t i = 0; i < indicator->explain_count; i++) {
        const struct ll_explain_piece *piece = &indicator->explain[i];
        ll_buf_add_str(text, piece->text);
        switch (piece->place) {
        case LL_PLACE_NONE:
            break;
        case LL_PLACE_COUNT:
            ll_buf_add_u64(text, hit->count);
            break;
        case LL_PLACE_HITS:
            ll_buf_add_u64(text, hit_count);
            break;
        case LL_PLACE_FIRST_DATE:
        case LL_PLACE_LAST_DATE:
            ll_day_format(piece->place == LL_PLACE_FIRST_DATE ? hit->first_day : hit->last_day,
                          day);
            ll_buf_add(text, day, sizeof day);
            break;
        case LL_PLACE_TITLE:
            ll_buf_add_str(text, indicator->title);
            break;
        }
    }
}

static void explain(struct ll_buf *text, const struct ll_hit *const *hits, size_t n)
{
    for (size_t i = 0; i < n && i < EXPLAINED_HITS_MAX && hits[0]->indicator->explain_count; i++) {
        if (i)
            ll_buf_add_lit(text, "; ");
        explain_hit(text, hits[i], n);
    }
    if (n > EXPLAINED_HITS_MAX && hits[0]->indicator->explain_count) {
        ll_buf_add_lit(text, "; and ");
        ll_buf_add_u64(text, n - EXPLAINED_HITS_MAX);
        ll_buf_add_lit(text, " more");
    }
}

static void add_indicators(struct ll_buf *out, const struct ll_lead *lead, struct ll_buf *text)
{
    ll_buf_add_lit(out, "\"indicators\":[");
    for (size_t from = 0, to; from < lead->hit_count; from = to) {
        const struct ll_indicator *indicator = lead->hits[from]->indicator;
        for (to = from; to < lead->hit_count && lead->hits[to]->indicator == indicator;)
            to++;
        ll_buf_add_str(out, from ? LL_STR(",{") : LL_STR("{"));
        ADD_TEXT(out, "\"id\":", indicator->id);
        ADD_TEXT(out, ",\"title\":", indicator->title);
        ll_buf_add_lit(out, ",\"weight\":");
        ll_buf_add_i64(out, indicator->weight);
        ll_buf_add_lit(out, ",\"hits\":[");
        for (size_t i = from; i < to; i++) {
            if (i > from)
                ll_buf_add_char(out, ',');
            add_hit(out, lead->hits[i], lead);
        }
        ll_buf_add_lit(out, "],");
        ll_buf_reset(text);
        explain(text, lead->hits + from, to - from);
        out->failed = out->failed || text->failed;
        ADD_TEXT(out, "\"explain\":", ll_buf_str(text));
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_routes(struct ll_buf *out, const struct ll_route *routes, size_t n)
{
    ll_buf_add_lit(out, "\"routes\":[");
    for (size_t i = 0; i < n; i++) {
        ll_buf_add_str(out, i ? LL_STR(",{") : LL_STR("{"));
        ADD_TEXT(out, "\"group\":", routes[i].group);
        ADD_TEXT(out, ",\"priority\":", routes[i].priority);
        ADD_TEXT(out, ",\"why\":", routes[i].why);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_pack(struct ll_buf *out, const struct ll_pack *pack)
{
    ll_buf_add_lit(out, "\"pack\":{");
    ADD_TEXT(out, "\"id\":", pack->id);
    ADD_TEXT(out, ",\"version\":", pack->version);
    ADD_TEXT(out, ",\"digest\":", ll_str_from(pack->digest));
    ll_buf_add_char(out, '}');
}

static void add_subject(struct ll_buf *out, const struct ll_subject *subject)
{
    char key[LL_SUBJECT_KEY_TEXT];
    ll_buf_add_lit(out, "\"subject\":{");
    ADD_TEXT(out,
             "\"kind\":", ll_str_from(ll_subject_kind_word((enum ll_subject_kind)subject->kind)));
    ADD_TEXT(out, ",\"key\":", (ll_str){key, ll_subject_key_format(subject, key)});
}

static void add_name(struct ll_buf *out, const struct ll_lead_subject *subject,
                     const struct ll_rules *rules)
{
    if (subject->subject.kind == LL_SUBJECT_DEALER) {
        const struct ll_dealer *dealer =
            ll_dealers_find(rules->dealers, ll_subject_dealer_key(&subject->subject));
        ADD_TEXT(out, ",\"name\":", dealer ? dealer->name : (ll_str){0});
    }
    if (subject->subject.kind != LL_SUBJECT_PURCHASER)
        return;
    /* Names in normal form are letters and digits: nothing to escape. */
    ll_buf_add_lit(out, ",\"name\":\"");
    ll_buf_add_str(out, subject->last_name);
    if (subject->first_name.len)
        ll_buf_add_lit(out, ", ");
    ll_buf_add_str(out, subject->first_name);
    ll_buf_add_lit(out, "\",");
    ADD_DAY(out, "\"date_of_birth\":", subject->born);
}

void ll_lead_add_body(struct ll_buf *out, const struct ll_lead *lead,
                      const struct ll_lead_subject *subject, const struct ll_route *routes,
                      size_t route_count, const struct ll_rules *rules, struct ll_buf *text)
{
    const struct recording recording = {lead, rules->pack->asks_birth ||
                                                  (rules->router && rules->router->asks_birth)};
    ll_buf_add_lit(out, "\"status\":\"open\",");
    add_subject(out, &subject->subject);
    add_name(out, subject, rules);
    ll_buf_add_lit(out, "},");
    ADD_DAY(out, "\"first_date\":", lead->first_day);
    ADD_DAY(out, ",\"last_date\":", lead->last_day);
    ll_buf_add_lit(out, ",\"score\":");
    ll_buf_add_i64(out, lead->score);
    ll_buf_add_char(out, ',');
    add_indicators(out, lead, text);
    ll_buf_add_char(out, ',');
    add_evidence(out, &recording);
    ll_buf_add_lit(out, ",\"time_to_crime\":");
    add_days_or_null(out, lead->has_time_to_crime, lead->time_to_crime);
    ll_buf_add_char(out, ',');
    add_routes(out, routes, route_count);
    ll_buf_add_char(out, ',');
    add_pack(out, rules->pack);
    ll_buf_add_char(out, '}');
}

void ll_lead_add_record(struct ll_buf *out, const char id[LL_LEAD_ID_LEN], uint64_t revision,
                        ll_str body)
{
    ll_buf_add_lit(out, "{\"lead_id\":\"");
    ll_buf_add(out, id, LL_LEAD_ID_LEN);
    ll_buf_add_lit(out, "\",\"revision\":");
    ll_buf_add_u64(out, revision);
    ll_buf_add_char(out, ',');
    ll_buf_add_str(out, body);
}

void ll_lead_add_last_body(struct ll_buf *out, const struct ll_subject *subject,
                           const char *superseded_by, const struct ll_route *routes,
                           size_t route_count, const struct ll_rules *rules)
{
    ll_buf_add_str(out, superseded_by ? LL_STR("\"status\":\"superseded\",")
                                      : LL_STR("\"status\":\"withdrawn\","));
    ADD_TEXT(out, "\"superseded_by\":",
             superseded_by ? (ll_str){superseded_by, LL_LEAD_ID_LEN} : (ll_str){0});
    ll_buf_add_char(out, ',');
    add_subject(out, subject);
    ll_buf_add_lit(out, "},");
    add_routes(out, routes, route_count);
    ll_buf_add_char(out, ',');
    add_pack(out, rules->pack);
    ll_buf_add_char(out, '}');
}
