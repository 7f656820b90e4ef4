/* lead.c -- see lead.h.   SPDX-License-Identifier: Apache-2.0
 *
 * Every function below takes the value at hand whole, or returns false: no memory, or the
 * reader's own fault. Fields that are not shown are skipped, so that records may grow. */
#include "watch/lead.h"

#include <stdlib.h>

/* Reads one field of an object, whose value is at hand. */
typedef bool (*field_fn)(struct ll_json_reader *reader, ll_str name, void *into);
/* Reads one element of an array, which is at hand. */
typedef bool (*element_fn)(struct ll_json_reader *reader, void *into);

/* What is only counted: how many different texts a list holds. */
struct texts {
    ll_str *list;
    size_t count, cap;
};

struct reading {
    struct ll_arena *arena;
    struct ll_watch_lead *lead;
    struct texts dealers, purchasers;
    size_t indicator_cap, route_cap;
};

static bool skip_unless(struct ll_json_reader *reader, enum ll_json_type wanted, bool *there)
{
    enum ll_json_type type;

    if (!ll_json_type(reader, &type))
        return false;
    *there = type == wanted;
    return *there || ll_json_skip(reader);
}

/* A string; empty for null and for anything else. */
static bool read_text(struct ll_json_reader *reader, ll_str *out)
{
    bool there;

    *out = (ll_str){0};
    return skip_unless(reader, LL_JSON_STRING, &there) &&
           (!there || ll_json_get_string(reader, out));
}

/* A whole number; *given false for null and for anything else. */
static bool read_integer(struct ll_json_reader *reader, int64_t *out, bool *given)
{
    char digits[24];
    char *end;
    ll_str text = {0};
    bool there;

    *given = false;
    if (!skip_unless(reader, LL_JSON_NUMBER, &there))
        return false;
    if (!there)
        return true;
    if (!ll_json_get_number(reader, &text))
        return false;
    if (text.len >= sizeof digits)
        return true;
    memcpy(digits, text.ptr, text.len);
    digits[text.len] = '\0';
    *out = strtoll(digits, &end, 10);
    *given = *end == '\0';
    return true;
}

static bool read_object(struct ll_json_reader *reader, field_fn field, void *into)
{
    bool there, more;
    ll_str name = {0};

    if (!skip_unless(reader, LL_JSON_OBJECT, &there))
        return false;
    if (!there)
        return true;
    if (!ll_json_enter_object(reader))
        return false;
    for (;;) {
        if (!ll_json_next_field(reader, &name, &more))
            return false;
        if (!more)
            return true;
        if (!field(reader, name, into))
            return false;
    }
}

static bool read_array(struct ll_json_reader *reader, element_fn element, void *into)
{
    bool there, more;

    if (!skip_unless(reader, LL_JSON_ARRAY, &there))
        return false;
    if (!there)
        return true;
    if (!ll_json_enter_array(reader))
        return false;
    for (;;) {
        if (!ll_json_next_element(reader, &more))
            return false;
        if (!more)
            return true;
        if (!element(reader, into))
            return false;
    }
}

static bool add_text(struct ll_arena *arena, struct texts *texts, ll_str text)
{
    ll_str *list;

    if (text.len == 0)
        return true;
    list = ll_arena_more(arena, texts->list, texts->count, &texts->cap, sizeof *list);
    if (!list)
        return false;
    texts->list = list;
    texts->list[texts->count++] = text;
    return true;
}

static int by_text(const void *a, const void *b)
{
    return ll_str_cmp(*(const ll_str *)a, *(const ll_str *)b);
}

static int by_weight(const void *a, const void *b)
{
    const struct ll_watch_indicator *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return ll_str_cmp(x->id, y->id);
}

static uint64_t count_different(struct texts *texts)
{
    uint64_t n = 0;

    if (texts->count)
        qsort(texts->list, texts->count, sizeof *texts->list, by_text);
    for (size_t i = 0; i < texts->count; i++)
        n += i == 0 || !ll_str_eq(texts->list[i - 1], texts->list[i]);
    return n;
}

static bool named(ll_str name, const char *wanted)
{
    return ll_str_eq(name, ll_str_from(wanted));
}

static bool subject_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct ll_watch_lead *lead = into;

    if (named(name, "kind"))
        return read_text(reader, &lead->kind);
    if (named(name, "key"))
        return read_text(reader, &lead->key);
    if (named(name, "name"))
        return read_text(reader, &lead->name);
    if (named(name, "date_of_birth"))
        return read_text(reader, &lead->born);
    return ll_json_skip(reader);
}

static bool indicator_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct ll_watch_indicator *indicator = into;
    bool given;

    if (named(name, "id"))
        return read_text(reader, &indicator->id);
    if (named(name, "title"))
        return read_text(reader, &indicator->title);
    if (named(name, "explain"))
        return read_text(reader, &indicator->explain);
    if (named(name, "weight"))
        return read_integer(reader, &indicator->weight, &given);
    return ll_json_skip(reader);
}

static bool take_indicator(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;
    struct ll_watch_lead *lead = reading->lead;
    struct ll_watch_indicator *list =
        ll_arena_more(reading->arena, lead->indicators, lead->indicator_count,
                      &reading->indicator_cap, sizeof *list);

    if (!list)
        return false;
    lead->indicators = list;
    list[lead->indicator_count] = (struct ll_watch_indicator){0};
    return read_object(reader, indicator_field, &list[lead->indicator_count++]);
}

static bool route_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct ll_watch_route *route = into;

    if (named(name, "group"))
        return read_text(reader, &route->group);
    if (named(name, "priority"))
        return read_text(reader, &route->priority);
    return ll_json_skip(reader);
}

static bool take_route(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;
    struct ll_watch_lead *lead = reading->lead;
    struct ll_watch_route *list = ll_arena_more(reading->arena, lead->routes, lead->route_count,
                                                &reading->route_cap, sizeof *list);

    if (!list)
        return false;
    lead->routes = list;
    list[lead->route_count] = (struct ll_watch_route){0};
    return read_object(reader, route_field, &list[lead->route_count++]);
}

/* A dealer is named by its key, which a licence number has at its ends. */
static bool dealer_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct reading *reading = into;
    ll_str text = {0};

    if (!named(name, "key"))
        return ll_json_skip(reader);
    return read_text(reader, &text) && add_text(reading->arena, &reading->dealers, text);
}

static bool take_gun(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;

    reading->lead->guns++;
    return ll_json_skip(reader);
}

static bool sale_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    if (named(name, "dealer"))
        return read_object(reader, dealer_field, into);
    if (named(name, "firearms"))
        return read_array(reader, take_gun, into);
    return ll_json_skip(reader);
}

static bool take_sale(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;

    reading->lead->sales++;
    return read_object(reader, sale_field, into);
}

static bool take_trace(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;

    reading->lead->traces++;
    return ll_json_skip(reader);
}

static bool report_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct reading *reading = into;
    ll_str text = {0};

    if (named(name, "purchaser"))
        return read_text(reader, &text) && add_text(reading->arena, &reading->purchasers, text);
    if (named(name, "dealer"))
        return read_object(reader, dealer_field, into);
    return ll_json_skip(reader);
}

static bool take_report(struct ll_json_reader *reader, void *into)
{
    struct reading *reading = into;

    reading->lead->reports++;
    return read_object(reader, report_field, into);
}

static bool evidence_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    if (named(name, "sales"))
        return read_array(reader, take_sale, into);
    if (named(name, "traces"))
        return read_array(reader, take_trace, into);
    if (named(name, "reports"))
        return read_array(reader, take_report, into);
    return ll_json_skip(reader);
}

static bool date_field(struct ll_json_reader *reader, ll_str name, struct ll_watch_lead *lead)
{
    return read_text(reader, named(name, "first_date") ? &lead->first_date : &lead->last_date);
}

static bool number_field(struct ll_json_reader *reader, ll_str name, struct ll_watch_lead *lead)
{
    int64_t number = 0;
    bool given;

    if (!read_integer(reader, &number, &given))
        return false;
    if (named(name, "revision"))
        lead->revision = given && number > 0 ? (uint64_t)number : 0;
    else if (named(name, "score"))
        lead->score = number;
    else
        lead->time_to_crime = number;
    if (named(name, "time_to_crime"))
        lead->has_time_to_crime = given;
    return true;
}

static bool lead_field(struct ll_json_reader *reader, ll_str name, void *into)
{
    struct reading *reading = into;
    struct ll_watch_lead *lead = reading->lead;

    if (named(name, "lead_id"))
        return read_text(reader, &lead->id);
    if (named(name, "status"))
        return read_text(reader, &lead->status);
    if (named(name, "superseded_by"))
        return read_text(reader, &lead->superseded_by);
    if (named(name, "first_date") || named(name, "last_date"))
        return date_field(reader, name, lead);
    if (named(name, "revision") || named(name, "score") || named(name, "time_to_crime"))
        return number_field(reader, name, lead);
    if (named(name, "subject"))
        return read_object(reader, subject_field, lead);
    if (named(name, "indicators"))
        return read_array(reader, take_indicator, reading);
    if (named(name, "evidence"))
        return read_object(reader, evidence_field, reading);
    if (named(name, "routes"))
        return read_array(reader, take_route, reading);
    return ll_json_skip(reader);
}

bool ll_watch_lead_read(struct ll_json_reader *reader, ll_str record, struct ll_arena *arena,
                        struct ll_watch_lead *lead, const char **why)
{
    struct reading reading = {.arena = arena, .lead = lead};

    *lead = (struct ll_watch_lead){0};
    if (!ll_json_open(reader, record) || !read_object(reader, lead_field, &reading) ||
        !ll_json_close(reader)) {
        *why = ll_json_fault(reader) ? ll_json_fault(reader) : "memory is out";
        return false;
    }
    if (lead->id.len == 0 || lead->status.len == 0 || lead->revision == 0) {
        *why = "lead_id, revision or status is missing";
        return false;
    }
    if (lead->indicator_count)
        qsort(lead->indicators, lead->indicator_count, sizeof *lead->indicators, by_weight);
    lead->dealers = count_different(&reading.dealers);
    lead->purchasers = count_different(&reading.purchasers);
    return true;
}
