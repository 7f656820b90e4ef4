/* line.c -- a JSON object of a label file: a disposition, or a line of the truth.   SPDX-License-Identifier: Apache-2.0 */
#include "label/line.h"

#include "base/nearest.h"
#include "timeline/fact.h"

/* The fields of the truth that are looked at. */
enum truth_field { TRUTH_KIND, TRUTH_PURCHASER, TRUTH_ADDRESS, TRUTH_TRACE, TRUTH_FIELDS };
static const char *const truth_fields[TRUTH_FIELDS] = {"kind", "purchaser", "address", "trace"};
static const char *const kinds[] = {"ring", "buyer", "sale", "trace"};
#define KINDS (sizeof kinds / sizeof *kinds)

/* What is wanted of an object, as texts; those of both files' fields. */
struct object {
    ll_str said[LL_SAID_FIELDS], truth[TRUTH_FIELDS];
    bool is_said, is_truth, is_event, is_lead; /* it has a field that only such a thing has */
    const char *wrong_type;                    /* of a field: what it must be instead; NULL: none */
    const char *wrong_field;
};

static bool digit_of(char c, uint8_t *out)
{
    if (c >= '0' && c <= '9')
        *out = (uint8_t)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *out = (uint8_t)(c - 'a' + 10);
    else
        return false;
    return true;
}

bool ll_label_key_parse(ll_str text, struct ll_key *out)
{
    if (text.len != 2 * sizeof out->bytes)
        return false;
    for (size_t i = 0; i < sizeof out->bytes; i++) {
        uint8_t high, low;
        if (!digit_of(text.ptr[2 * i], &high) || !digit_of(text.ptr[2 * i + 1], &low))
            return false;
        out->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* R-DD-SSSSS: a licence's number without what changes at renewal. */
static bool dealer_parse(ll_str text, struct ll_subject *out)
{
    static const char between[] = {'0', '0', '0', '-', '0', '0', '-', '0', 'A', '-'};
    char licence[LL_LICENCE_TEXT];
    struct ll_licence parsed;
    if (text.len != LL_DEALER_KEY_TEXT)
        return false;
    memcpy(licence, text.ptr, 5); /* "R-DD-" */
    memcpy(licence + 5, between, sizeof between);
    memcpy(licence + 15, text.ptr + 5, 5);
    if (!ll_licence_parse((ll_str){licence, sizeof licence}, &parsed))
        return false;
    *out = ll_subject_dealer(parsed.key);
    return true;
}

bool ll_label_subject_parse(ll_str kind, ll_str key, struct ll_subject *out)
{
    static const enum ll_subject_kind subjects[] = {LL_SUBJECT_ADDRESS, LL_SUBJECT_DEALER,
                                                    LL_SUBJECT_PURCHASER};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (!ll_str_eq(kind, ll_str_from(ll_subject_kind_word(subjects[i]))))
            continue;
        out->kind = (uint8_t)subjects[i];
        return subjects[i] == LL_SUBJECT_DEALER ? dealer_parse(key, out)
                                                : ll_label_key_parse(key, &out->key);
    }
    return false;
}

static bool find_field(ll_str key, const char *const *fields, size_t n, size_t *out)
{
    for (*out = 0; *out < n; ++*out) {
        if (ll_str_eq(key, ll_str_from(fields[*out])))
            return true;
    }
    return false;
}

/* Take the value at hand as the text of a field: a string, for the revision a number, or null. */
static bool take_text(struct ll_json_reader *reader, const char *field, bool number,
                      struct object *object, ll_str *out)
{
    struct ll_json_value value;
    if (!ll_json_take(reader, &value))
        return false;
    bool wanted = value.type == (number ? LL_JSON_NUMBER : LL_JSON_STRING);
    *out = wanted ? ll_str_trim(value.text) : (ll_str){0};
    if (!wanted && value.type != LL_JSON_NULL && !object->wrong_field) {
        object->wrong_field = field;
        object->wrong_type = number ? "a number" : "a string";
    }
    return ll_json_skip_rest(reader, value.type);
}

static bool take_subject(struct ll_json_reader *reader, struct object *object)
{
    enum ll_json_type type;
    ll_str key;
    bool more;
    if (!ll_json_type(reader, &type))
        return false;
    if (type != LL_JSON_OBJECT) {
        if (type != LL_JSON_NULL && !object->wrong_field) {
            object->wrong_field = "subject";
            object->wrong_type = "an object with kind and key";
        }
        return ll_json_skip(reader);
    }
    if (!ll_json_enter_object(reader))
        return false;
    while (ll_json_next_field(reader, &key, &more) && more) {
        size_t field = ll_str_eq(key, LL_STR("kind"))  ? LL_SAID_KIND
                       : ll_str_eq(key, LL_STR("key")) ? LL_SAID_KEY
                                                       : LL_SAID_FIELDS;
        bool well = field < LL_SAID_FIELDS ? take_text(reader, ll_said_fields[field], false, object,
                                                       &object->said[field])
                                           : ll_json_skip(reader);
        if (!well)
            return false;
    }
    return !ll_json_fault(reader);
}

/* A field that a disposition has; by, note, kind and key are none of its own. */
static bool take_said(struct ll_json_reader *reader, size_t field, struct object *object)
{
    object->is_said |= field == LL_SAID_DISPOSITION;
    object->is_lead |= field == LL_SAID_LEAD_ID;
    return take_text(reader, ll_said_fields[field], field == LL_SAID_REVISION, object,
                     &object->said[field]);
}

static bool take_field(struct ll_json_reader *reader, ll_str key, struct object *object)
{
    size_t field;
    if (find_field(key, ll_said_fields, LL_SAID_KIND, &field))
        return take_said(reader, field, object);
    if (ll_str_eq(key, LL_STR("subject")))
        return take_subject(reader, object);
    if (find_field(key, truth_fields, TRUTH_FIELDS, &field)) {
        object->is_truth |= field == TRUTH_KIND;
        return take_text(reader, truth_fields[field], false, object, &object->truth[field]);
    }
    object->is_event |= ll_str_eq(key, LL_STR("type"));
    return ll_json_skip(reader);
}

static enum ll_status read_object(struct ll_json_reader *reader, ll_str line, struct object *object,
                                  struct ll_pos at, struct ll_error *err)
{
    enum ll_json_type type;
    ll_str key;
    bool more, well = ll_json_open(reader, line) && ll_json_type(reader, &type);
    if (well && type != LL_JSON_OBJECT)
        return ll_fail_at(err, LL_ERR_DATA, at,
                          "a line must be a JSON object: a disposition, or a record of "
                          "'leadline gen --truth'");
    well = well && ll_json_enter_object(reader);
    while (well && (well = ll_json_next_field(reader, &key, &more)) && more)
        well = take_field(reader, key, object);
    if (well && ll_json_close(reader))
        return LL_OK;
    return ll_fail_at(err, LL_ERR_DATA, at, "the line is not JSON: %s; correct it, or leave it out",
                      ll_json_fault(reader));
}

static enum ll_status refuse(struct ll_error *err, struct ll_pos at, const char *field,
                             const char *wanted)
{
    return ll_fail_at(err, LL_ERR_DATA, at,
                      "'%s' must be %s; take the file as 'leadline gen --truth' wrote it", field,
                      wanted);
}

static enum ll_status out_of_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for labels");
}

static enum ll_status take_buyer(struct ll_labels *labels, const struct object *object,
                                 const struct ll_key *purchaser, struct ll_pos at,
                                 struct ll_error *err)
{
    struct ll_key *buyer = ll_label_push(labels->arena, &labels->buyers, sizeof *buyer);
    if (!buyer)
        return out_of_memory(err);
    *buyer = *purchaser;
    if (!object->truth[TRUTH_ADDRESS].len)
        return LL_OK;
    struct ll_ring_address place = {.purchaser = *purchaser};
    if (!ll_label_key_parse(object->truth[TRUTH_ADDRESS], &place.address))
        return refuse(err, at, "address", "a key of 32 hex digits, or null");
    struct ll_ring_address *kept = ll_label_push(labels->arena, &labels->addresses, sizeof *kept);
    if (!kept)
        return out_of_memory(err);
    *kept = place;
    return LL_OK;
}

static enum ll_status take_trace(struct ll_labels *labels, const struct object *object,
                                 struct ll_pos at, struct ll_error *err)
{
    if (!object->truth[TRUTH_TRACE].len)
        return refuse(err, at, "trace", "the id of a trace");
    ll_str *kept = ll_label_push(labels->arena, &labels->traces, sizeof *kept);
    if (kept)
        *kept = ll_arena_str(labels->arena, object->truth[TRUTH_TRACE]);
    return kept && kept->ptr ? LL_OK : out_of_memory(err);
}

static enum ll_status refuse_kind(ll_str kind, struct ll_pos at, struct ll_error *err)
{
    const char *near = ll_nearest(kind, kinds, KINDS);
    if (near)
        return ll_fail_at(err, LL_ERR_DATA, at, "unknown 'kind' of truth; did you mean '%s'?",
                          near);
    return refuse(err, at, "kind", "ring, buyer, sale or trace");
}

static enum ll_status take_truth(struct ll_labels *labels, const struct object *object,
                                 struct ll_pos at, struct ll_error *err)
{
    size_t kind;
    struct ll_key purchaser;
    if (!find_field(object->truth[TRUTH_KIND], kinds, KINDS, &kind))
        return refuse_kind(object->truth[TRUTH_KIND], at, err);
    enum ll_status status = LL_OK;
    if (kind > 0 && !ll_label_key_parse(object->truth[TRUTH_PURCHASER], &purchaser))
        status = refuse(err, at, "purchaser", "a key of 32 hex digits");
    else if (kind == 1)
        status = take_buyer(labels, object, &purchaser, at, err);
    else if (kind == 3)
        status = take_trace(labels, object, at, err);
    if (status)
        return status;
    labels->counts.truths++;
    labels->counts.complete = true;
    return LL_OK;
}

enum ll_status ll_label_line_take(struct ll_labels *labels, struct ll_json_reader *reader,
                                  ll_str line, struct ll_pos at, struct ll_errors *warnings,
                                  struct ll_error *err)
{
    struct object object = {0};
    enum ll_status status = read_object(reader, line, &object, at, err);
    if (status)
        return status;
    if (object.wrong_field && (object.is_said || object.is_truth))
        return ll_fail_at(err, LL_ERR_DATA, at,
                          "'%s' must be %s; correct the line, or leave it out", object.wrong_field,
                          object.wrong_type);
    if (object.is_said)
        return ll_said_take(labels, object.said, at, warnings, err);
    if (object.is_truth)
        return take_truth(labels, &object, at, err);
    if (object.is_lead)
        return ll_fail_at(err, LL_ERR_DATA, at,
                          "this has a 'lead_id', and no 'disposition'; add what the group did with "
                          "the lead");
    if (object.is_event)
        return ll_fail_at(
            err, LL_ERR_DATA, at,
            "this is an event, and no label; give files of events behind the options");
    return ll_fail_at(
        err, LL_ERR_DATA, at,
        "this is no label: a disposition has 'lead_id' and 'disposition', a record of "
        "'leadline gen --truth' has 'kind'");
}
