/* find.c -- see find.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/find.h"

#include "base/nearest.h"
#include "json/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Ids like the one that is asked about, kept for the message; longer ones are no slip of it. */
#define NEAR_MAX 64
#define NEAR_BYTES 64

struct ll_why_finder {
    const struct ll_why_target *target;
    struct ll_engine *engine;
    const struct ll_identity *identity;
    struct ll_decoder *decoder;
    struct ll_buf record; /* a lead's, with room to read it */
    struct ll_subject found[LL_WHY_SUBJECTS_MAX];
    size_t found_count;
    char near[NEAR_MAX][NEAR_BYTES + 1];
    size_t near_count;
    bool subject_named; /* by an event */
    bool lead_seen, lead_open;
    char superseded_by[NEAR_BYTES + 1]; /* empty: withdrawn, or open */
};

/* ---- a subject as it is named ---- */

static enum ll_status bad_subject(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_SYNTAX,
                   "--subject is 'purchaser:' or 'address:' and 32 digits of hex, 'dealer:' and "
                   "R-DD-SSSSS, or 'LAST, FIRST, YYYY-MM-DD'");
}

static bool parse_hex(ll_str text, struct ll_key *key)
{
    static const char digits[] = "0123456789abcdef";
    if (text.len != 2 * sizeof key->bytes)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = memchr(digits, text.ptr[i], sizeof digits - 1);
        if (!digit)
            return false;
        key->bytes[i / 2] = (uint8_t)(key->bytes[i / 2] << 4 | (digit - digits));
    }
    return true;
}

static bool parse_dealer(ll_str text, struct ll_subject *out)
{
    struct ll_licence licence;
    char number[LL_LICENCE_TEXT + 1] = "0-00-000-01-0A-00000";
    if (text.len == LL_DEALER_KEY_TEXT && text.ptr[4] == '-') {
        memcpy(number, text.ptr, 4);
        memcpy(number + 15, text.ptr + 5, 5);
        text = (ll_str){number, LL_LICENCE_TEXT};
    }
    if (!ll_licence_parse(text, &licence))
        return false;
    *out = ll_subject_dealer(licence.key);
    return true;
}

static bool starts(ll_str text, ll_str with, ll_str *rest)
{
    if (text.len < with.len || memcmp(text.ptr, with.ptr, with.len) != 0)
        return false;
    *rest = ll_str_trim((ll_str){text.ptr + with.len, text.len - with.len});
    return true;
}

/* The part of text behind the last comma, which is cut off. */
static ll_str cut_last(ll_str *text)
{
    for (size_t i = text->len; i-- > 0;) {
        if (text->ptr[i] != ',')
            continue;
        ll_str part = {text->ptr + i + 1, text->len - i - 1};
        text->len = i;
        return ll_str_trim(part);
    }
    return (ll_str){NULL, 0};
}

static bool parse_person(ll_str text, const struct ll_identity *identity, struct ll_subject *out)
{
    struct ll_arena scratch = {0};
    ll_day born;
    ll_str date = cut_last(&text), first = cut_last(&text);
    ll_str last = ll_normal_last_name(&scratch, ll_str_trim(text));
    bool fine = date.len && ll_day_parse(date, &born) && last.len;
    if (fine) {
        out->kind = LL_SUBJECT_PURCHASER;
        out->key =
            ll_identity_purchaser(identity, last, ll_normal_first_name(&scratch, first), born);
    }
    ll_arena_fini(&scratch);
    return fine;
}

enum ll_status ll_why_subject_parse(ll_str text, const struct ll_identity *identity,
                                    struct ll_subject *out, struct ll_error *err)
{
    ll_str rest = {NULL, 0};
    bool fine;
    *out = (struct ll_subject){0};
    if (starts(text, LL_STR("dealer:"), &rest)) {
        fine = parse_dealer(rest, out);
    } else if (starts(text, LL_STR("purchaser:"), &rest)) {
        out->kind = LL_SUBJECT_PURCHASER;
        fine = parse_hex(rest, &out->key);
    } else if (starts(text, LL_STR("address:"), &rest)) {
        out->kind = LL_SUBJECT_ADDRESS;
        fine = parse_hex(rest, &out->key);
    } else {
        fine = parse_person(text, identity, out);
    }
    return fine ? LL_OK : bad_subject(err);
}

/* ---- finding ---- */

static void find(struct ll_why_finder *finder, const struct ll_subject *subject)
{
    size_t kept =
        finder->found_count < LL_WHY_SUBJECTS_MAX ? finder->found_count : LL_WHY_SUBJECTS_MAX;
    for (size_t i = 0; i < kept; i++)
        if (ll_subject_eq(&finder->found[i], subject))
            return;
    if (kept < LL_WHY_SUBJECTS_MAX)
        finder->found[kept] = *subject;
    finder->found_count++;
}

static void keep_near(struct ll_why_finder *finder, ll_str wanted, ll_str id)
{
    char *room = finder->near[finder->near_count % NEAR_MAX];
    const char *name = room;
    if (finder->near_count == NEAR_MAX || id.len == 0 || id.len > NEAR_BYTES)
        return;
    memcpy(room, id.ptr, id.len);
    room[id.len] = '\0';
    if (!ll_nearest(wanted, &name, 1))
        return;
    for (size_t i = 0; i < finder->near_count; i++)
        if (strcmp(finder->near[i], room) == 0)
            return;
    finder->near_count++;
}

static bool subject_of(const struct ll_event *event, enum ll_subject_kind kind,
                       struct ll_subject *out)
{
    bool there = kind == LL_SUBJECT_PURCHASER ? event->has_purchaser
                 : kind == LL_SUBJECT_ADDRESS ? event->has_address
                                              : event->dealer.licence.key != 0;
    *out = (struct ll_subject){.kind = (uint8_t)kind};
    if (there && kind == LL_SUBJECT_DEALER)
        *out = ll_subject_dealer(event->dealer.licence.key);
    else if (there)
        out->key = kind == LL_SUBJECT_PURCHASER ? event->purchaser : event->address;
    return there;
}

/* As --subject has it; the length. */
static size_t write_subject(const struct ll_subject *subject, char out[NEAR_BYTES + 1])
{
    char key[LL_SUBJECT_KEY_TEXT];
    int len = (int)ll_subject_key_format(subject, key);
    const char *kind = ll_subject_kind_word((enum ll_subject_kind)subject->kind);
    return (size_t)snprintf(out, NEAR_BYTES + 1, "%s:%.*s", kind, len, key);
}

/* For what is said where nothing of the subject stands. */
static void look_for_subject(struct ll_why_finder *finder, const struct ll_event *event)
{
    const struct ll_subject *wanted = &finder->target->subject;
    struct ll_subject subject;
    char is[NEAR_BYTES + 1], asked[NEAR_BYTES + 1];
    if (!subject_of(event, (enum ll_subject_kind)wanted->kind, &subject))
        return;
    finder->subject_named |= ll_subject_eq(&subject, wanted);
    ll_str word = {asked, write_subject(wanted, asked)}, id = {is, write_subject(&subject, is)};
    if (!finder->subject_named)
        keep_near(finder, word, id);
}

static void look_at_event(struct ll_why_finder *finder, const struct ll_event *event)
{
    const struct ll_why_target *target = finder->target;
    if (target->has_subject)
        look_for_subject(finder, event);
    bool sale = event->kind == LL_EVENT_SALE && target->sale.len;
    bool trace = event->kind == LL_EVENT_TRACE && target->trace.len;
    ll_str wanted = sale ? target->sale : target->trace;
    if (!sale && !trace)
        return;
    if (!ll_str_eq(event->id, wanted)) {
        keep_near(finder, wanted, event->id);
        return;
    }
    struct ll_subject subject = {.kind = LL_SUBJECT_PURCHASER, .key = event->purchaser};
    if (event->has_purchaser)
        find(finder, &subject);
    subject = ll_subject_dealer(event->dealer.licence.key);
    if (trace && event->dealer.licence.key)
        find(finder, &subject);
}

/* A string of a record; empty for anything else. */
static bool read_text(struct ll_json_reader *json, char *out, size_t size)
{
    struct ll_json_value value;
    out[0] = '\0';
    if (!ll_json_take(json, &value) || !ll_json_skip_rest(json, value.type))
        return false;
    if (value.type == LL_JSON_STRING && value.text.len < size) {
        memcpy(out, value.text.ptr, value.text.len);
        out[value.text.len] = '\0';
    }
    return true;
}

/* kind, ':' and key, as --subject has them. */
static bool read_subject(struct ll_json_reader *json, char out[2 * NEAR_BYTES])
{
    char kind[NEAR_BYTES] = "", key[NEAR_BYTES] = "";
    ll_str name;
    bool more;
    if (!ll_json_enter_object(json) || !ll_json_next_field(json, &name, &more))
        return false;
    while (more) {
        bool fine = ll_str_eq(name, LL_STR("kind"))  ? read_text(json, kind, sizeof kind)
                    : ll_str_eq(name, LL_STR("key")) ? read_text(json, key, sizeof key)
                                                     : ll_json_skip(json);
        if (!fine || !ll_json_next_field(json, &name, &more))
            return false;
    }
    (void)snprintf(out, 2 * NEAR_BYTES, "%s:%s", kind, key);
    return true;
}

/* Whose lead a record is of, and, of an id that fell away, who has its evidence now. */
static bool read_record(struct ll_why_finder *finder, struct ll_json_reader *json,
                        char subject[2 * NEAR_BYTES])
{
    ll_str name;
    bool more;
    finder->superseded_by[0] = '\0';
    if (!ll_json_enter_object(json) || !ll_json_next_field(json, &name, &more))
        return false;
    while (more) {
        bool fine = ll_str_eq(name, LL_STR("subject")) ? read_subject(json, subject)
                    : ll_str_eq(name, LL_STR("superseded_by"))
                        ? read_text(json, finder->superseded_by, sizeof finder->superseded_by)
                        : ll_json_skip(json);
        if (!fine || !ll_json_next_field(json, &name, &more))
            return false;
    }
    return ll_json_close(json);
}

static enum ll_status take_lead(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct ll_why_finder *finder = context;
    ll_str wanted = finder->target->lead;
    char text[2 * NEAR_BYTES] = "";
    struct ll_subject subject;
    if (!wanted.len)
        return LL_OK;
    if (!ll_str_eq(lead->lead_id, wanted)) {
        if (lead->change == LL_CHANGE_OPENED)
            keep_near(finder, wanted, lead->lead_id);
        return LL_OK;
    }
    struct ll_json_reader *json = ll_json_reader_new(lead->json.len);
    ll_buf_reset(&finder->record);
    ll_buf_add_str(&finder->record, lead->json);
    bool fine = json && ll_buf_reserve(&finder->record, LL_JSON_PADDING) &&
                ll_json_open(json, ll_buf_str(&finder->record)) &&
                read_record(finder, json, text) &&
                ll_why_subject_parse(ll_str_from(text), finder->identity, &subject, err) == LL_OK;
    ll_json_reader_free(json);
    if (!fine)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a lead of %zu bytes", lead->json.len);
    finder->lead_seen = true;
    finder->lead_open = lead->change == LL_CHANGE_OPENED || lead->change == LL_CHANGE_GREW;
    find(finder, &subject);
    return LL_OK;
}

/* A malformed event tells nothing of anybody; it is in the counts. */
static enum ll_status take_reject(void *context, size_t input, const struct ll_reject *reject,
                                  struct ll_error *err)
{
    (void)context;
    (void)input;
    (void)reject;
    (void)err;
    return LL_OK;
}

/* ---- the finder ---- */

enum ll_status ll_why_finder_new(const struct ll_engine_setup *setup,
                                 const struct ll_why_target *target, struct ll_why_finder **out,
                                 struct ll_error *err)
{
    struct ll_why_finder *finder = calloc(1, sizeof *finder);
    *out = finder;
    if (!finder)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to look for a subject");
    finder->target = target;
    finder->identity = setup->identity;
    finder->decoder = ll_decoder_new(setup->identity, setup->calibers);
    if (!finder->decoder)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to look for a subject");
    if (target->has_subject)
        find(finder, &target->subject);
    return ll_engine_new(setup, &finder->engine, err);
}

void ll_why_finder_free(struct ll_why_finder *finder)
{
    if (!finder)
        return;
    ll_engine_free(finder->engine);
    ll_decoder_free(finder->decoder);
    ll_buf_fini(&finder->record);
    free(finder);
}

enum ll_status ll_why_finder_take(struct ll_why_finder *finder, const struct ll_input *inputs,
                                  size_t n, struct ll_error *err)
{
    const struct ll_engine_sink sink = {finder, take_lead, take_reject, NULL};
    const struct ll_why_target *target = finder->target;
    struct ll_event event;
    struct ll_reject reject;
    bool looks =
        target->sale.len || target->trace.len || (target->has_subject && !finder->subject_named);
    for (size_t i = 0; i < n && looks; i++)
        if (ll_decode(finder->decoder, inputs[i].bytes, &event, &reject))
            look_at_event(finder, &event);
    ll_decoder_reset(finder->decoder);
    return ll_engine_batch(finder->engine, inputs, n, &sink, err);
}

static const char *nearest_of(const struct ll_why_finder *finder, ll_str wanted)
{
    const char *names[NEAR_MAX];
    for (size_t i = 0; i < finder->near_count; i++)
        names[i] = finder->near[i];
    return ll_nearest(wanted, names, finder->near_count);
}

/* Nobody was found: what is said of the id that was asked for. */
static enum ll_status not_there(const struct ll_why_finder *finder, struct ll_error *err)
{
    const struct ll_why_target *target = finder->target;
    const struct ll_engine_counts *counts = ll_engine_counts(finder->engine);
    ll_str wanted = target->lead.len   ? target->lead
                    : target->sale.len ? target->sale
                                       : target->trace;
    const char *what = target->lead.len ? "lead" : target->sale.len ? "sale" : "trace";
    const char *near = nearest_of(finder, wanted);
    return ll_fail(err, LL_ERR_DATA,
                   "no %s '%.*s' in %" PRIu64 " events (%" PRIu64 " sales, %" PRIu64
                   " traces, %" PRIu64 " leads opened)%s%s%s",
                   what, (int)(wanted.len < 100 ? wanted.len : 100), wanted.ptr, counts->read,
                   counts->events_by_kind[LL_EVENT_SALE], counts->events_by_kind[LL_EVENT_TRACE],
                   counts->leads_opened, near ? "; did you mean '" : "", near ? near : "",
                   near ? "'?" : "");
}

enum ll_status ll_why_finder_nothing(const struct ll_why_finder *finder,
                                     const struct ll_subject *subject, struct ll_error *err)
{
    static const char *const named[] = {
        [LL_SUBJECT_PURCHASER] = "; what names it was voided, or was corrected to another",
        [LL_SUBJECT_DEALER] = "; its sales are there, but a dealer's timeline is of traces and "
                              "multiple sales, of which it has none that an indicator asks for",
        [LL_SUBJECT_ADDRESS] = "; its sales are there, but an address's timeline is of multiple "
                               "sales, of which it has none that an indicator asks for"};
    const struct ll_engine_counts *counts = ll_engine_counts(finder->engine);
    char word[NEAR_BYTES + 1];
    size_t len = write_subject(subject, word);
    const char *near = nearest_of(finder, (ll_str){word, len});
    const char *why = "; is --identity-key-file that with which its key was made?";
    if (subject->kind == LL_SUBJECT_DEALER)
        why = "";
    if (finder->subject_named)
        why = named[subject->kind];
    else if (near)
        why = "";
    return ll_fail(err, LL_ERR_DATA,
                   "nothing of %s stands in %" PRIu64 " events (%" PRIu64 " sales, %" PRIu64
                   " traces)%s%s%s%s",
                   word, counts->read, counts->events_by_kind[LL_EVENT_SALE],
                   counts->events_by_kind[LL_EVENT_TRACE], why,
                   near && !finder->subject_named ? "; did you mean '" : "",
                   near && !finder->subject_named ? near : "",
                   near && !finder->subject_named ? "'?" : "");
}

enum ll_status ll_why_finder_found(const struct ll_why_finder *finder,
                                   const struct ll_subject **subjects, size_t *count,
                                   struct ll_error *err)
{
    const struct ll_why_target *target = finder->target;
    *subjects = finder->found;
    *count = finder->found_count;
    if (finder->found_count == 0)
        return not_there(finder, err);
    if (target->lead.len && finder->lead_seen && !finder->lead_open)
        return ll_fail(
            err, LL_ERR_DATA, "lead %.*s stands no longer: %s%s%s", LL_STR_ARGS(target->lead),
            finder->superseded_by[0] ? "lead " : "it was withdrawn, as its evidence was",
            finder->superseded_by, finder->superseded_by[0] ? " has its evidence now" : "");
    return LL_OK;
}
