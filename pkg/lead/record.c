/* record.c -- the lead record.   SPDX-License-Identifier: Apache-2.0 */
#include "lead/record.h"

#include "base/decimal.h"
#include "event/vocabulary.h"
#include "json/writer.h"

static void add_key(struct ll_buf *out, const char *name)
{
    ll_buf_printf(out, "\"%s\":", name);
}

static void add_text(struct ll_buf *out, const char *name, ll_str text)
{
    add_key(out, name);
    ll_json_add_string_or_null(out, text);
}

static void add_day(struct ll_buf *out, const char *name, ll_day day)
{
    char text[10];
    if (day != LL_DAY_NONE)
        ll_day_format(day, text);
    add_text(out, name, day == LL_DAY_NONE ? (ll_str){0} : (ll_str){text, 10});
}

static void add_decimal(struct ll_buf *out, const char *name, int64_t value, bool known)
{
    add_key(out, name);
    if (known)
        ll_decimal_add(out, value);
    else
        ll_buf_add_lit(out, "null");
}

static void add_days(struct ll_buf *out, const char *name, bool known, int32_t days)
{
    add_decimal(out, name, days * LL_DECIMAL_ONE, known);
}

static ll_str row_text(const struct ll_item *item, enum ll_item_slot slot)
{
    const struct ll_value *value = &item->row[slot];
    return value->null ? (ll_str){0} : (ll_str){value->text, value->len};
}

static void add_dealer(struct ll_buf *out, const struct ll_item *item, const struct ll_licence *licence)
{
    add_key(out, "dealer");
    if (item->dealer == 0) {
        ll_buf_add_lit(out, "null");
        return;
    }
    char ffl[LL_LICENCE_TEXT];
    ll_buf_add_char(out, '{');
    add_text(out, "key", row_text(item, LL_SLOT_DEALER_KEY));
    if (licence) {
        ll_licence_format(licence, ffl);
        ll_buf_add_char(out, ',');
        add_text(out, "ffl", (ll_str){ffl, LL_LICENCE_TEXT});
    }
    ll_buf_add_char(out, ',');
    add_text(out, "name", item->dealer_row ? item->dealer_row->name : (ll_str){0});
    ll_buf_add_char(out, ',');
    add_text(out, "state", row_text(item, LL_SLOT_DEALER_STATE));
    ll_buf_add_char(out, ',');
    add_text(out, "division", row_text(item, LL_SLOT_DEALER_DIVISION));
    ll_buf_add_char(out, '}');
}

static void add_firearm(struct ll_buf *out, const struct ll_firearm *gun)
{
    ll_buf_add_char(out, '{');
    add_text(out, "class", ll_gun_class_word(gun->class));
    ll_buf_add_char(out, ',');
    add_text(out, "manufacturer", gun->manufacturer);
    ll_buf_add_char(out, ',');
    add_text(out, "importer", gun->importer);
    ll_buf_add_char(out, ',');
    add_text(out, "model", gun->model);
    ll_buf_add_char(out, ',');
    add_text(out, "caliber", gun->caliber);
    ll_buf_add_char(out, ',');
    add_text(out, "serial", gun->serial);
    ll_buf_add_char(out, ',');
    add_text(out, "action", ll_action_word(gun->action));
    ll_buf_add_lit(out, ",\"detachable_magazine\":");
    if (gun->detachable_magazine == LL_UNKNOWN)
        ll_buf_add_lit(out, "null");
    else if (gun->detachable_magazine == LL_YES)
        ll_buf_add_lit(out, "true");
    else
        ll_buf_add_lit(out, "false");
    ll_buf_add_char(out, ',');
    add_decimal(out, "price", gun->price, gun->price != LL_PRICE_NONE);
    ll_buf_add_char(out, '}');
}

static void add_sale(struct ll_buf *out, const struct ll_item *item)
{
    const struct ll_fact *sale = item->fact;
    char time[LL_TIME_TEXT_MAX];
    ll_buf_add_char(out, '{');
    add_text(out, "id", sale->id);
    ll_buf_add_lit(out, ",\"version\":");
    ll_buf_add_u64(out, sale->version);
    ll_buf_add_char(out, ',');
    add_text(out, "occurred_at", (ll_str){time, ll_time_format(&sale->occurred, time)});
    ll_buf_add_char(out, ',');
    add_dealer(out, item, &sale->dealer);
    ll_buf_add_lit(out, ",\"purchaser\":{");
    add_text(out, "state", sale->purchaser_state);
    ll_buf_add_lit(out, ",\"age\":");
    ll_buf_add_i64(out, sale->age);
    ll_buf_add_lit(out, "},\"firearms\":[");
    for (size_t i = 0; i < sale->firearm_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_firearm(out, &sale->firearms[i]);
    }
    ll_buf_add_lit(out, "],");
    add_text(out, "payment", sale->payment);
    ll_buf_add_char(out, ',');
    add_text(out, "form", sale->form);
    ll_buf_add_char(out, '}');
}

static void add_traced_firearm(struct ll_buf *out, const struct ll_item *item)
{
    const struct ll_firearm *gun = item->gun;
    add_key(out, "firearm");
    if (!gun) {
        ll_buf_add_lit(out, "null");
        return;
    }
    ll_buf_add_char(out, '{');
    add_text(out, "class", ll_gun_class_word(gun->class));
    ll_buf_add_char(out, ',');
    add_text(out, "manufacturer", gun->manufacturer);
    ll_buf_add_char(out, ',');
    add_text(out, "model", gun->model);
    ll_buf_add_char(out, ',');
    add_text(out, "caliber", gun->caliber);
    ll_buf_add_char(out, ',');
    add_text(out, "serial", gun->serial);
    ll_buf_add_char(out, '}');
}

static void add_trace(struct ll_buf *out, const struct ll_item *item)
{
    const struct ll_fact *trace = item->fact;
    ll_buf_add_char(out, '{');
    add_text(out, "id", trace->id);
    ll_buf_add_lit(out, ",\"version\":");
    ll_buf_add_u64(out, trace->version);
    ll_buf_add_char(out, ',');
    add_text(out, "status", ll_trace_status_word(trace->status));
    ll_buf_add_char(out, ',');
    add_day(out, "recovered_on", trace->recovered_on);
    ll_buf_add_char(out, ',');
    add_day(out, "requested_on", trace->requested_on);
    ll_buf_add_lit(out, ",\"recovery\":{");
    add_text(out, "country", trace->recovery_country);
    ll_buf_add_char(out, ',');
    add_text(out, "state", trace->recovery_state);
    ll_buf_add_char(out, ',');
    add_text(out, "city", trace->recovery_city);
    ll_buf_add_lit(out, "},");
    add_traced_firearm(out, item);
    ll_buf_add_char(out, ',');
    add_dealer(out, item, item->matched ? &item->matched->fact->dealer : &trace->dealer);
    ll_buf_add_char(out, ',');
    add_text(out, "sold_on", row_text(item, LL_SLOT_SOLD_ON));
    ll_buf_add_char(out, ',');
    add_text(out, "sale", item->matched ? item->matched->fact->id : (ll_str){0});
    ll_buf_add_char(out, ',');
    add_days(out, "time_to_crime", item->has_time_to_crime, item->time_to_crime);
    ll_buf_add_char(out, '}');
}

static void add_report(struct ll_buf *out, const struct ll_item *item)
{
    ll_buf_add_char(out, '{');
    add_text(out, "indicator", item->fact->report.indicator);
    ll_buf_add_char(out, ',');
    add_text(out, "purchaser", row_text(item, LL_SLOT_PURCHASER));
    ll_buf_add_char(out, ',');
    add_dealer(out, item, NULL);
    ll_buf_add_char(out, ',');
    add_day(out, "date", item->day);
    ll_buf_add_lit(out, ",\"guns\":");
    ll_buf_add_u64(out, item->fact->report.guns);
    ll_buf_add_char(out, '}');
}

static void add_list(struct ll_buf *out, const char *name, const struct ll_item *const *items, size_t n,
                     void (*add)(struct ll_buf *, const struct ll_item *))
{
    add_key(out, name);
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add(out, items[i]);
    }
    ll_buf_add_char(out, ']');
}

static void add_evidence(struct ll_buf *out, const struct ll_lead *lead)
{
    ll_buf_add_lit(out, "\"evidence\":{");
    add_list(out, "sales", lead->sales, lead->sale_count, add_sale);
    ll_buf_add_char(out, ',');
    add_list(out, "traces", lead->traces, lead->trace_count, add_trace);
    ll_buf_add_char(out, ',');
    add_list(out, "reports", lead->reports, lead->report_count, add_report);
    ll_buf_add_char(out, '}');
}

static void add_hit(struct ll_buf *out, const struct ll_hit *hit)
{
    ll_buf_add_char(out, '{');
    add_day(out, "first_date", hit->first_day);
    ll_buf_add_char(out, ',');
    add_day(out, "last_date", hit->last_day);
    ll_buf_add_lit(out, ",\"count\":");
    ll_buf_add_u64(out, hit->count);
    ll_buf_add_char(out, ',');
    add_text(out, "calendar", ll_str_from(ll_hit_calendar_word(hit->calendar)));
    ll_buf_add_char(out, '}');
}

/* The explain text speaks of all the indicator's hits on the lead: their items, from the first to the last. */
static void explain(struct ll_buf *text, const struct ll_hit *const *hits, size_t n)
{
    const struct ll_indicator *indicator = hits[0]->indicator;
    ll_day first = hits[0]->first_day, last = hits[0]->last_day;
    size_t count = 0;
    char day[10];
    for (size_t i = 0; i < n; i++) {
        count += hits[i]->count;
        last = hits[i]->last_day > last ? hits[i]->last_day : last;
    }
    for (size_t i = 0; i < indicator->explain_count; i++) {
        const struct ll_explain_piece *piece = &indicator->explain[i];
        ll_buf_add_str(text, piece->text);
        switch (piece->place) {
        case LL_PLACE_NONE:
            break;
        case LL_PLACE_COUNT:
            ll_buf_add_u64(text, count);
            break;
        case LL_PLACE_HITS:
            ll_buf_add_u64(text, n);
            break;
        case LL_PLACE_FIRST_DATE:
        case LL_PLACE_LAST_DATE:
            ll_day_format(piece->place == LL_PLACE_FIRST_DATE ? first : last, day);
            ll_buf_add(text, day, sizeof day);
            break;
        case LL_PLACE_TITLE:
            ll_buf_add_str(text, indicator->title);
            break;
        }
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
        add_text(out, "id", indicator->id);
        ll_buf_add_char(out, ',');
        add_text(out, "title", indicator->title);
        ll_buf_add_lit(out, ",\"weight\":");
        ll_buf_add_i64(out, indicator->weight);
        ll_buf_add_lit(out, ",\"hits\":[");
        for (size_t i = from; i < to; i++) {
            if (i > from)
                ll_buf_add_char(out, ',');
            add_hit(out, lead->hits[i]);
        }
        ll_buf_add_lit(out, "],");
        ll_buf_reset(text);
        explain(text, lead->hits + from, to - from);
        out->failed = out->failed || text->failed;
        add_text(out, "explain", ll_buf_str(text));
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_routes(struct ll_buf *out, const struct ll_route *routes, size_t n)
{
    ll_buf_add_lit(out, "\"routes\":[");
    for (size_t i = 0; i < n; i++) {
        ll_buf_add_str(out, i ? LL_STR(",{") : LL_STR("{"));
        add_text(out, "group", routes[i].group);
        ll_buf_add_char(out, ',');
        add_text(out, "priority", routes[i].priority);
        ll_buf_add_char(out, ',');
        add_text(out, "why", routes[i].why);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_pack(struct ll_buf *out, const struct ll_pack *pack)
{
    ll_buf_add_lit(out, "\"pack\":{");
    add_text(out, "id", pack->id);
    ll_buf_add_char(out, ',');
    add_text(out, "version", pack->version);
    ll_buf_add_char(out, ',');
    add_text(out, "digest", ll_str_from(pack->digest));
    ll_buf_add_char(out, '}');
}

static void add_subject(struct ll_buf *out, const struct ll_subject *subject)
{
    char key[LL_SUBJECT_KEY_TEXT];
    ll_buf_add_lit(out, "\"subject\":{");
    add_text(out, "kind", ll_str_from(ll_subject_kind_word((enum ll_subject_kind)subject->kind)));
    ll_buf_add_char(out, ',');
    add_text(out, "key", (ll_str){key, ll_subject_key_format(subject, key)});
}

static void add_name(struct ll_buf *out, const struct ll_lead_subject *subject, const struct ll_rules *rules)
{
    if (subject->subject.kind == LL_SUBJECT_DEALER) {
        const struct ll_dealer *dealer = ll_dealers_find(rules->dealers, ll_subject_dealer_key(&subject->subject));
        ll_buf_add_char(out, ',');
        add_text(out, "name", dealer ? dealer->name : (ll_str){0});
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
    add_day(out, "date_of_birth", subject->born);
}

void ll_lead_add_body(struct ll_buf *out, const struct ll_lead *lead,
                      const struct ll_lead_subject *subject, const struct ll_route *routes, size_t route_count,
                      const struct ll_rules *rules, struct ll_buf *text)
{
    ll_buf_add_lit(out, "\"status\":\"open\",");
    add_subject(out, &subject->subject);
    add_name(out, subject, rules);
    ll_buf_add_lit(out, "},");
    add_day(out, "first_date", lead->first_day);
    ll_buf_add_char(out, ',');
    add_day(out, "last_date", lead->last_day);
    ll_buf_add_lit(out, ",\"score\":");
    ll_buf_add_i64(out, lead->score);
    ll_buf_add_char(out, ',');
    add_indicators(out, lead, text);
    ll_buf_add_char(out, ',');
    add_evidence(out, lead);
    ll_buf_add_char(out, ',');
    add_days(out, "time_to_crime", lead->has_time_to_crime, lead->time_to_crime);
    ll_buf_add_char(out, ',');
    add_routes(out, routes, route_count);
    ll_buf_add_char(out, ',');
    add_pack(out, rules->pack);
    ll_buf_add_char(out, '}');
}

void ll_lead_add_record(struct ll_buf *out, const char id[LL_LEAD_ID_LEN], uint64_t revision, ll_str body)
{
    ll_buf_add_lit(out, "{\"lead_id\":\"");
    ll_buf_add(out, id, LL_LEAD_ID_LEN);
    ll_buf_add_lit(out, "\",\"revision\":");
    ll_buf_add_u64(out, revision);
    ll_buf_add_char(out, ',');
    ll_buf_add_str(out, body);
}

void ll_lead_add_last_body(struct ll_buf *out, const struct ll_subject *subject, const char *superseded_by,
                           const struct ll_route *routes, size_t route_count, const struct ll_rules *rules)
{
    ll_buf_add_str(out, superseded_by ? LL_STR("\"status\":\"superseded\",") : LL_STR("\"status\":\"withdrawn\","));
    add_text(out, "superseded_by", superseded_by ? (ll_str){superseded_by, LL_LEAD_ID_LEN} : (ll_str){0});
    ll_buf_add_char(out, ',');
    add_subject(out, subject);
    ll_buf_add_lit(out, "},");
    add_routes(out, routes, route_count);
    ll_buf_add_char(out, ',');
    add_pack(out, rules->pack);
    ll_buf_add_char(out, '}');
}
