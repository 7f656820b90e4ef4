/* decode_fields.c -- any message's fields, read from its tokens.   SPDX-License-Identifier: Apache-2.0 */
#include "event/fields.h"

#include <stdio.h>

/* What a value of each kind is in JSON, and in words. */
static const struct {
    enum ll_json_type type;
    const char *words;
} kinds[] = {
    [LL_FIELD_STRING] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_WRITTEN] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_TYPE] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_OF] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_WORD] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_VERSION] = {LL_JSON_NUMBER, "a number"},
    [LL_FIELD_OCCURRED] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_REPORTED] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_EVENT_DAY] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_PAST_DAY] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_LICENCE] = {LL_JSON_STRING, "a string"},
    [LL_FIELD_PRICE] = {LL_JSON_NUMBER, "a number"},
    [LL_FIELD_BOOL] = {LL_JSON_BOOL, "true or false"},
    [LL_FIELD_OBJECT] = {LL_JSON_OBJECT, "an object"},
    [LL_FIELD_FIREARM] = {LL_JSON_OBJECT, "an object"},
    [LL_FIELD_FIREARMS] = {LL_JSON_ARRAY, "an array of objects"},
};

/* The string as the event may keep it: the reader forgets what it unescaped. */
static ll_str keep(struct ll_decoder *d, ll_str text)
{
    uintptr_t at = (uintptr_t)text.ptr, message = (uintptr_t)d->text.ptr;
    if (!d->reader->escapes)
        return text;
    if (at >= message && at - message < d->text.len)
        return text;
    ll_str copy = ll_arena_str(&d->arena, text);
    if (!copy.ptr)
        d->out_of_memory = true;
    return copy;
}

static bool read_object(struct ll_decoder *d, const struct ll_shape *shape, void *base);

static bool read_firearm(struct ll_decoder *d, const struct ll_shape *shape)
{
    struct ll_firearm *firearm = ll_draft_add_firearm(d);
    if (!firearm)
        return ll_json_skip_rest(d->reader, LL_JSON_OBJECT);
    if (!read_object(d, shape, firearm))
        return false;
    ll_draft_end_firearm(d, firearm);
    return true;
}

static bool read_firearms(struct ll_decoder *d, const struct ll_shape *shape)
{
    for (d->firearm_at = 0;; d->firearm_at++) {
        bool more;
        struct ll_json_value value;
        if (!ll_json_next_element(d->reader, &more))
            return false;
        if (!more)
            return true;
        if (!ll_json_take(d->reader, &value))
            return false;
        if (value.type == LL_JSON_OBJECT) {
            if (!read_firearm(d, shape))
                return false;
            continue;
        }
        char path[64];
        (void)snprintf(path, sizeof path, "firearms[%zu]", d->firearm_at);
        ll_draft_reject(d, LL_REJECT_WRONG_TYPE, path, "%s must be an object, a firearm", path);
        if (!ll_json_skip_rest(d->reader, value.type))
            return false;
    }
}

static bool read_field(struct ll_decoder *d, const struct ll_place *at, void *base)
{
    struct ll_json_value value;
    enum ll_field_kind kind = at->field->kind;
    if (!ll_json_take(d->reader, &value))
        return false;
    /* Most fields, apart so that they do not go through the switch. */
    if (value.type == LL_JSON_STRING && (kind == LL_FIELD_STRING || kind == LL_FIELD_WRITTEN)) {
        if (value.text.len)
            *ll_place_string(d, at->field, base) = keep(d, value.text);
        return true;
    }
    if (value.type != kinds[kind].type) {
        if (value.type != LL_JSON_NULL)
            ll_place_refuse(d, at, LL_REJECT_WRONG_TYPE, "is of the wrong type; it must be %s",
                            kinds[kind].words);
        return ll_json_skip_rest(d->reader, value.type);
    }
    if (kind == LL_FIELD_OBJECT)
        return read_object(d, at->field->shape, base);
    if (kind == LL_FIELD_FIREARM)
        return read_firearm(d, at->field->shape);
    if (kind == LL_FIELD_FIREARMS)
        return read_firearms(d, at->field->shape);
    if (value.text.len)
        ll_place_set(d, at, value.text, base);
    return true;
}

/* The field of that name, or NULL. Producers keep to an order, mostly that of the tables: the
 * search begins behind the field found last. */
static const struct ll_field *find_field(const struct ll_shape *shape, ll_str name, unsigned *next)
{
    unsigned at = *next;
    for (unsigned i = 0; i < shape->count; i++) {
        const struct ll_field *field = &shape->fields[at];
        at = at + 1 == shape->count ? 0 : at + 1;
        if (ll_str_eq(ll_field_name(field), name)) {
            *next = at;
            return field;
        }
    }
    return NULL;
}

/* base: the event, or a firearm. */
static bool read_object(struct ll_decoder *d, const struct ll_shape *shape, void *base)
{
    uint32_t seen = 0;
    unsigned next = 0;
    for (;;) {
        ll_str name = LL_STR("");
        bool more;
        if (!ll_json_next_field(d->reader, &name, &more))
            return false;
        if (!more)
            return true;
        const struct ll_field *field = find_field(shape, name, &next);
        if (!field) {
            if (!ll_json_skip(d->reader))
                return false;
            continue;
        }
        struct ll_place at = {shape, field};
        uint32_t bit = UINT32_C(1) << (field - shape->fields);
        if (seen & bit)
            ll_place_refuse(d, &at, LL_REJECT_FIELD_TWICE, "is there twice; keep one of them");
        seen |= bit;
        if (!read_field(d, &at, base))
            return false;
    }
}

bool ll_draft_read(struct ll_decoder *decoder)
{
    ll_draft_begin(decoder);
    return read_object(decoder, &ll_draft_shapes[decoder->draft.type], decoder->event);
}
