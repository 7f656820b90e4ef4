/* decode_plain.c -- a message as programs mostly write them, read in one go.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Finding the tokens of a text costs more than reading it where one knows what comes next: programs
 * write their fields in one order, with no blanks but perhaps one behind colons and commas. So a message
 * is first read as such, each field guessed from the one that came last behind the same one. It must be
 * whole and without any fault: at anything else this gives up, and decode_fields.c reads the message
 * anew and tells what is wrong. */
#include "event/fields.h"
#include "json/plain.h"

/* Each function here returns where the text goes on; NULL to give up. p is at most LL_JSON_PADDING bytes
 * behind the text's end before it is looked at again whether it is in the text. */

static bool is_named(const struct ll_field *field, const char *p)
{
    return (ll_plain_same(field->literal, p) | field->behind) == UINT32_MAX;
}

/* The string at p, longer than usual or with more than ASCII in it. */
static const char *any_string(struct ll_decoder *d, const char *p, ll_str *out)
{
    bool escapes;
    const char *behind = ll_plain_any_string_end(p, d->text.ptr + d->text.len, &escapes);
    if (!behind)
        return NULL;
    *out = (ll_str){p, (size_t)(behind - p)};
    if (escapes) {
        if (!ll_json_unescape(d->reader, out))
            return NULL;
        *out = ll_arena_str(&d->arena, *out);
        d->reader->scratch_used = 0;
        if (!out->ptr)
            return NULL;
    }
    return behind + 1;
}

/* p: behind the opening quote. */
static inline const char *string(struct ll_decoder *d, const char *p, ll_str *out)
{
    size_t len = ll_plain_usual_len(p);
    if (p[len] != '"')
        return any_string(d, p, out);
    /* Not as a whole: what copies it soon would have to wait for both halves. */
    out->ptr = len ? p : NULL;
    out->len = len;
    return p + len + 1;
}

/* Over a blank, which is there always or never. */
static inline const char *over_blank(const char *p)
{
    return __builtin_expect_with_probability(*p == ' ', 0, 1.0) ? p + 1 : p;
}

static bool is_literal(const char *p, const char *four)
{
    return memcmp(p, four, 4) == 0;
}

/* Any value but an object or array: of a field that is not known. */
static const char *pass_over(struct ll_decoder *d, const char *p)
{
    ll_str text;
    if (*p == '"')
        return string(d, p + 1, &text);
    if (is_literal(p, "null") || is_literal(p, "true"))
        return p + 4;
    if (is_literal(p, "fals") && p[4] == 'e')
        return p + 5;
    return ll_plain_number_end(p);
}

static const char *object(struct ll_decoder *d, const char *p, const struct ll_shape *shape,
                          void *base);

static const char *firearm(struct ll_decoder *d, const char *p, const struct ll_shape *shape)
{
    struct ll_firearm *firearm = *p == '{' ? ll_draft_add_firearm(d) : NULL;
    p = firearm ? object(d, p, shape, firearm) : NULL;
    if (p)
        ll_draft_end_firearm(d, firearm);
    return p;
}

static const char *firearms(struct ll_decoder *d, const char *p, const struct ll_shape *shape)
{
    const char *end = d->text.ptr + d->text.len;
    d->firearm_at = 0;
    for (p++;; p = over_blank(p + 1), d->firearm_at++) {
        p = p < end ? firearm(d, p, shape) : NULL;
        if (!p || *p == ']')
            return p ? p + 1 : NULL;
        if (*p != ',')
            return NULL;
    }
}

/* The type, which must be the one that the fields are read as. */
static const char *type(struct ll_decoder *d, const char *p)
{
    ll_str word;
    p = *p == '"' ? string(d, p + 1, &word) : NULL;
    d->typed = p && ll_draft_type_parse(word, &d->likely_type) && d->likely_type == d->draft.type;
    return d->typed ? p : NULL;
}

/* How long the values of a kind are, if they are well-formed and of the usual form. */
static const uint8_t fixed_lens[] = {
    [LL_FIELD_OCCURRED] = sizeof "2026-03-02T15:20:00-06:00" - 1,
    [LL_FIELD_REPORTED] = sizeof "2026-03-02T15:20:00-06:00" - 1,
    [LL_FIELD_EVENT_DAY] = sizeof "2026-03-02" - 1,
    [LL_FIELD_PAST_DAY] = sizeof "2026-03-02" - 1,
    [LL_FIELD_LICENCE] = LL_LICENCE_TEXT,
    [LL_FIELD_FIREARMS] = 0,
};

/* A string that is set by its field's kind. Where it is of a fixed form its bytes need no look here:
 * each of them is checked when it is set. */
static const char *formed_string(struct ll_decoder *d, const char *p, const struct ll_place *at,
                                 char *base)
{
    ll_str text = {p, fixed_lens[at->field->kind]};
    if (text.len && p[text.len] == '"')
        p += text.len + 1;
    else
        p = string(d, p, &text);
    if (p && text.len)
        ll_place_set(d, at, text, base);
    return p;
}

static const char *number(struct ll_decoder *d, const char *p, const struct ll_place *at,
                          char *base)
{
    const char *behind = ll_plain_number_end(p);
    if (behind)
        ll_place_set(d, at, (ll_str){p, (size_t)(behind - p)}, base);
    return behind;
}

/* The value at p, other than a string that is kept as it is. */
static const char *value(struct ll_decoder *d, const char *p, const struct ll_place *at, char *base)
{
    if (is_literal(p, "null"))
        return at->field->kind == LL_FIELD_TYPE ? NULL : p + 4;
    switch ((enum ll_field_kind)at->field->kind) {
    case LL_FIELD_STRING:
    case LL_FIELD_WRITTEN:
        break;
    case LL_FIELD_TYPE:
        return type(d, p);
    case LL_FIELD_OBJECT:
        return *p == '{' ? object(d, p, at->field->shape, base) : NULL;
    case LL_FIELD_FIREARM:
        return firearm(d, p, at->field->shape);
    case LL_FIELD_FIREARMS:
        return *p == '[' ? firearms(d, p, at->field->shape) : NULL;
    case LL_FIELD_VERSION:
    case LL_FIELD_PRICE:
        return number(d, p, at, base);
    case LL_FIELD_BOOL:
        if (!is_literal(p, "true") && !(is_literal(p, "fals") && p[4] == 'e'))
            return NULL;
        ll_place_set(d, at, (ll_str){p, 4}, base);
        return p + 4 + (*p == 'f');
    case LL_FIELD_OF:
    case LL_FIELD_WORD:
    case LL_FIELD_OCCURRED:
    case LL_FIELD_REPORTED:
    case LL_FIELD_EVENT_DAY:
    case LL_FIELD_PAST_DAY:
    case LL_FIELD_LICENCE:
        return *p == '"' ? formed_string(d, p + 1, at, base) : NULL;
    }
    return NULL;
}

/* A field that is not the one guessed: the field of that name; NULL for another name. */
static const struct ll_field *find_field(const struct ll_shape *shape, const char *p)
{
    for (unsigned i = 0; i < shape->count; i++) {
        if (is_named(&shape->fields[i], p))
            return &shape->fields[i];
    }
    return NULL;
}

/* The name and the value at p, of a field that is not known. */
static const char *unknown_field(struct ll_decoder *d, const char *p)
{
    const char *end = d->text.ptr + d->text.len;
    size_t len = ll_plain_usual_len(p + 1);
    if (*p != '"' || p[1 + len] != '"' || p[2 + len] != ':')
        return NULL;
    p += 3 + len;
    return p < end ? pass_over(d, over_blank(p)) : NULL;
}

/* p: at the opening bracket. base: the event, or a firearm. */
static const char *object(struct ll_decoder *d, const char *p, const struct ll_shape *shape,
                          void *base)
{
    const char *end = d->text.ptr + d->text.len;
    const struct ll_field *fields = shape->fields;
    uint8_t *order = d->order[shape->number], *next = &order[shape->count];
    uint32_t seen = 0;
    if (p[1] == '}')
        return p + 2;
    do {
        p = over_blank(p + 1);
        const struct ll_field *field = &fields[*next];
        if (p >= end)
            return NULL;
        if (!is_named(field, p) && !(field = find_field(shape, p))) {
            p = unknown_field(d, p);
            continue;
        }
        unsigned number = (unsigned)(field - fields);
        if (seen >> number & 1)
            return NULL;
        seen |= UINT32_C(1) << number;
        *next = (uint8_t)number;
        next = &order[number];
        p = over_blank(p + field->len);
        if (*p == '"' && field->kind <= LL_FIELD_WRITTEN)
            p = string(d, p + 1, ll_place_string(d, field, base));
        else
            p = value(d, p, &(struct ll_place){shape, field}, base);
    } while (p && *p == ',');
    return p && *p == '}' ? p + 1 : NULL;
}

bool ll_draft_read_plain(struct ll_decoder *decoder)
{
    const char *end = decoder->text.ptr + decoder->text.len;
    enum ll_draft_type guess = decoder->draft.type = decoder->likely_type;
    decoder->typed = false;
    ll_draft_begin(decoder);
    if (decoder->text.len == 0 || decoder->text.ptr[0] != '{')
        return false;
    const char *p = object(decoder, decoder->text.ptr, &ll_draft_shapes[guess], decoder->event);
    return p == end && decoder->typed && decoder->reject->reason == LL_REJECT_NONE;
}
