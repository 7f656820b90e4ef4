/* decode.c -- one message -> one event, or the reason why not.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A message is read in one pass, field by field, straight into the draft. What fields there are
 * depends on the type, which is usually the first; where it is not, a pass before finds it. The
 * first fault found is the one told, but the reading goes on: what is not JSON is told as that. */
#include "event/decode.h"

#include "base/hash.h"
#include "event/draft.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *ll_reject_reason_word(enum ll_reject_reason reason)
{
    static const char *const words[LL_REJECT_REASON_COUNT] = {"none",
#define LL_X(name, word) word,
                                                              LL_REJECT_REASONS(LL_X)
#undef LL_X
    };
    return (unsigned)reason < LL_REJECT_REASON_COUNT ? words[reason] : words[0];
}

struct ll_decoder *ll_decoder_new(const struct ll_identity *identity,
                                  const struct ll_calibers *calibers)
{
    struct ll_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return NULL;
    decoder->identity = identity;
    decoder->calibers = calibers;
    decoder->reader = ll_json_reader_new(LL_EVENT_BYTES_MAX);
    if (!decoder->reader) {
        free(decoder);
        return NULL;
    }
    return decoder;
}

void ll_decoder_free(struct ll_decoder *decoder)
{
    if (!decoder)
        return;
    ll_json_reader_free(decoder->reader);
    ll_arena_fini(&decoder->arena);
    free(decoder);
}

void ll_decoder_reset(struct ll_decoder *decoder)
{
    ll_arena_reset(&decoder->arena);
}

static void reject(struct ll_reject *out, enum ll_reject_reason reason, const char *path,
                   const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void reject(struct ll_reject *out, enum ll_reject_reason reason, const char *path,
                   const char *format, va_list args)
{
    out->reason = reason;
    (void)snprintf(out->field, sizeof out->field, "%s", path);
    (void)vsnprintf(out->sentence, sizeof out->sentence, format, args);
}

void ll_draft_reject(struct ll_decoder *decoder, enum ll_reject_reason reason, const char *path,
                     const char *format, ...)
{
    if (decoder->reject->reason != LL_REJECT_NONE)
        return;
    va_list args;
    va_start(args, format);
    reject(decoder->reject, reason, path, format, args);
    va_end(args);
}

void ll_draft_reject_json(struct ll_decoder *decoder, const char *fault)
{
    decoder->reject->reason = LL_REJECT_NONE;
    ll_draft_reject(decoder, LL_REJECT_NOT_JSON, "",
                    "the message is not valid JSON: %s; send one JSON object in UTF-8", fault);
}

void ll_draft_reject_missing(struct ll_decoder *decoder, const char *path)
{
    const struct ll_draft *draft = &decoder->draft;
    const char *whose = draft->type == LL_DRAFT_SALE    ? "a sale"
                        : draft->type == LL_DRAFT_TRACE ? "a trace"
                        : draft->of_trace               ? "a void of a trace"
                                                        : "a void of a sale";
    ll_draft_reject(decoder, LL_REJECT_MISSING, path, "%s is missing or empty; %s needs it", path,
                    whose);
}

bool ll_draft_type_parse(ll_str word, enum ll_draft_type *out)
{
    static const char names[LL_DRAFT_TYPES][8] = {
        [LL_DRAFT_SALE] = "sale", [LL_DRAFT_VOID] = "void", [LL_DRAFT_TRACE] = "trace"};
    for (unsigned i = 0; i < LL_DRAFT_TYPES; i++) {
        if (word.len == strlen(names[i]) && memcmp(word.ptr, names[i], word.len) == 0) {
            *out = (enum ll_draft_type)i;
            return true;
        }
    }
    return false;
}

static void note_type(struct ll_decoder *decoder, const struct ll_json_value *value)
{
    static const char choice[] = "it must be \"sale\", \"void\" or \"trace\"";
    if (value->type == LL_JSON_NULL || (value->type == LL_JSON_STRING && !value->text.len))
        ll_draft_reject(decoder, LL_REJECT_MISSING, "type", "type is missing or empty; %s", choice);
    else if (value->type != LL_JSON_STRING)
        ll_draft_reject(decoder, LL_REJECT_WRONG_TYPE, "type", "type is no string; %s", choice);
    else if (!ll_draft_type_parse(value->text, &decoder->draft.type))
        ll_draft_reject(decoder, LL_REJECT_UNKNOWN_TYPE, "type", "the type is unknown; %s", choice);
}

/* Read up to the type. False: not JSON. */
static bool find_type(struct ll_decoder *decoder)
{
    struct ll_json_reader *reader = decoder->reader;
    for (;;) {
        ll_str key = {NULL, 0};
        bool more;
        struct ll_json_value value;
        if (!ll_json_next_field(reader, &key, &more))
            return false;
        if (!more) {
            value = (struct ll_json_value){LL_JSON_NULL, {NULL, 0}};
            note_type(decoder, &value);
            return true;
        }
        if (!ll_json_take(reader, &value))
            return false;
        if (ll_str_eq(key, LL_STR("type"))) {
            note_type(decoder, &value);
            return true;
        }
        if (!ll_json_skip_rest(reader, value.type))
            return false;
    }
}

/* Check the whole message as JSON and nothing else. False: not JSON. */
static bool read_as_json(struct ll_json_reader *reader)
{
    ll_json_rewind(reader);
    return ll_json_skip(reader) && ll_json_close(reader);
}

static void clear(struct ll_decoder *decoder)
{
    memset(decoder->event, 0, ll_event_bytes);
    decoder->draft = (struct ll_draft){.type = LL_DRAFT_SALE};
}

/* The way that suffices for most messages. Its first try finds the type, where that is another than of
 * the message before. */
static bool read_plain(struct ll_decoder *decoder)
{
    for (unsigned try = 0; try < 2; try++) {
        enum ll_draft_type guess = decoder->likely_type;
        clear(decoder);
        if (ll_draft_read_plain(decoder))
            return true;
        if (decoder->likely_type == guess)
            break;
    }
    decoder->reject->reason = LL_REJECT_NONE;
    decoder->reject->field[0] = decoder->reject->sentence[0] = '\0';
    clear(decoder);
    return false;
}

/* False: not JSON. */
static bool read_message(struct ll_decoder *decoder)
{
    struct ll_json_reader *reader = decoder->reader;
    struct ll_json_value root;
    if (!ll_json_open(reader, decoder->text) || !ll_json_take(reader, &root))
        return false;
    if (root.type != LL_JSON_OBJECT) {
        ll_draft_reject(decoder, LL_REJECT_NOT_OBJECT, "",
                        "the message is JSON, but no object; send one object a message");
        return read_as_json(reader);
    }
    if (!find_type(decoder))
        return false;
    if (decoder->reject->reason != LL_REJECT_NONE)
        return read_as_json(reader);
    ll_json_rewind(reader);
    return ll_json_take(reader, &root) && ll_draft_read(decoder) && ll_json_close(reader);
}

bool ll_decode(struct ll_decoder *decoder, ll_str text, struct ll_event *event,
               struct ll_reject *reject)
{
    reject->reason = LL_REJECT_NONE;
    reject->field[0] = reject->sentence[0] = '\0';
    decoder->reject = reject;
    decoder->event = event;
    decoder->text = text;
    decoder->out_of_memory = false;
    if (text.len > LL_EVENT_BYTES_MAX) {
        ll_draft_reject(decoder, LL_REJECT_TOO_LONG, "",
                        "the message has more than %u bytes; split it or leave fields out",
                        LL_EVENT_BYTES_MAX);
        return false;
    }
    if (!read_plain(decoder) && !read_message(decoder))
        ll_draft_reject_json(decoder, ll_json_fault(decoder->reader));
    else if (reject->reason == LL_REJECT_NONE)
        ll_draft_finish(decoder);
    if (decoder->out_of_memory)
        reject->reason = LL_REJECT_NONE;
    if (decoder->out_of_memory || reject->reason != LL_REJECT_NONE)
        return false;
    event->hash = ll_hash64(text.ptr, text.len);
    return true;
}
