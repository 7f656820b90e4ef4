/* decode_fields.c -- the fields of events, and how each is read.
 * SPDX-License-Identifier: Apache-2.0
 *
 * One table an object: what is in it is known, anything else is checked as JSON and passed over. */
#include "base/decimal.h"
#include "base/nearest.h"
#include "event/draft.h"
#include "event/vocabulary.h"

#include <stdarg.h>
#include <stdio.h>

/* A price as written may be at most this many dollars. */
#define PRICE_MAX 10000000

enum kind {
    KIND_STRING,
    KIND_TYPE, /* read before */
    KIND_OF,
    KIND_WORD, /* of a closed list */
    KIND_VERSION,
    KIND_OCCURRED,
    KIND_REPORTED,
    KIND_EVENT_DAY, /* 1968 to 2099 */
    KIND_PAST_DAY,  /* from 1850 */
    KIND_LICENCE,
    KIND_PRICE,
    KIND_BOOL,
    KIND_OBJECT,
    KIND_FIREARM,
    KIND_FIREARMS
};

/* Room for the longest name, in words of eight bytes, zeros behind it: names are compared a word at
 * a time, some fifty a sale. */
#define NAME_ROOM 24

/* Where to put a value: an offset into the draft, or into a firearm. */
struct field {
    char name[NAME_ROOM];
    unsigned len; /* of the name */
    enum kind kind;
    uint32_t offset;
    const struct ll_words *words;
    const struct shape *shape;
};

struct shape {
    const char *path; /* of the object; empty: the message itself */
    bool numbered;    /* the path has the number of the firearm at hand behind it */
    unsigned count;
    const struct field *fields;
};

#define FIELD(name, kind, offset)                                                                  \
    {                                                                                              \
        name, sizeof(name) - 1, kind, offset, NULL, NULL                                           \
    }
#define WORD_FIELD(name, offset, words)                                                            \
    {                                                                                              \
        name, sizeof(name) - 1, KIND_WORD, offset, &(words), NULL                                  \
    }
#define OBJECT_FIELD(name, kind, shape)                                                            \
    {                                                                                              \
        name, sizeof(name) - 1, kind, 0, NULL, &(shape)                                            \
    }
#define COUNT(array) (unsigned)(sizeof(array) / sizeof((array)[0]))
#define IN_DRAFT(member) offsetof(struct ll_draft, member)
#define IN_EVENT(member) (offsetof(struct ll_draft, event) + offsetof(struct ll_event, member))
#define IN_FIREARM(member) offsetof(struct ll_firearm, member)

static const struct field dealer_fields[] = {
    FIELD("ffl", KIND_LICENCE, IN_EVENT(dealer.licence)),
    FIELD("name", KIND_STRING, IN_EVENT(dealer.name)),
    FIELD("state", KIND_STRING, IN_EVENT(dealer.state)),
    FIELD("division", KIND_STRING, IN_EVENT(dealer.division)),
};
static const struct shape dealer = {"dealer", false, COUNT(dealer_fields), dealer_fields};

static const struct field address_fields[] = {
    FIELD("street", KIND_STRING, IN_DRAFT(street)),
    FIELD("city", KIND_STRING, IN_DRAFT(passed_over)),
    FIELD("state", KIND_STRING, IN_EVENT(purchaser_state)),
    FIELD("zip", KIND_STRING, IN_DRAFT(zip)),
};
static const struct shape address = {"purchaser.address", false, COUNT(address_fields),
                                     address_fields};

static const struct field purchaser_fields[] = {
    FIELD("last_name", KIND_STRING, IN_DRAFT(last_name)),
    FIELD("first_name", KIND_STRING, IN_DRAFT(first_name)),
    FIELD("middle_name", KIND_STRING, IN_DRAFT(passed_over)),
    FIELD("date_of_birth", KIND_PAST_DAY, IN_EVENT(born)),
    FIELD("id_type", KIND_STRING, IN_DRAFT(passed_over)),
    FIELD("id_state", KIND_STRING, IN_DRAFT(passed_over)),
    FIELD("id_number", KIND_STRING, IN_DRAFT(passed_over)),
    FIELD("country_of_birth", KIND_STRING, IN_EVENT(country_of_birth)),
    OBJECT_FIELD("address", KIND_OBJECT, address),
};
static const struct shape purchaser = {"purchaser", false, COUNT(purchaser_fields),
                                       purchaser_fields};

static const struct field sold_fields[] = {
    WORD_FIELD("class", IN_FIREARM(class), ll_gun_class_words),
    FIELD("manufacturer", KIND_STRING, IN_FIREARM(manufacturer)),
    FIELD("importer", KIND_STRING, IN_FIREARM(importer)),
    FIELD("model", KIND_STRING, IN_FIREARM(model)),
    FIELD("caliber", KIND_STRING, IN_FIREARM(caliber)),
    FIELD("serial", KIND_STRING, IN_FIREARM(serial)),
    WORD_FIELD("action", IN_FIREARM(action), ll_action_words),
    FIELD("detachable_magazine", KIND_BOOL, IN_FIREARM(detachable_magazine)),
    FIELD("price", KIND_PRICE, IN_FIREARM(price)),
};
static const struct shape sold = {"firearms", true, COUNT(sold_fields), sold_fields};

static const struct field traced_fields[] = {
    WORD_FIELD("class", IN_FIREARM(class), ll_gun_class_words),
    FIELD("manufacturer", KIND_STRING, IN_FIREARM(manufacturer)),
    FIELD("model", KIND_STRING, IN_FIREARM(model)),
    FIELD("caliber", KIND_STRING, IN_FIREARM(caliber)),
    FIELD("serial", KIND_STRING, IN_FIREARM(serial)),
};
static const struct shape traced = {"firearm", false, COUNT(traced_fields), traced_fields};

static const struct field recovery_fields[] = {
    FIELD("country", KIND_STRING, IN_EVENT(recovery_country)),
    FIELD("state", KIND_STRING, IN_EVENT(recovery_state)),
    FIELD("city", KIND_STRING, IN_EVENT(recovery_city)),
};
static const struct shape recovery = {"recovery", false, COUNT(recovery_fields), recovery_fields};

static const struct field sale_fields[] = {
    FIELD("type", KIND_TYPE, 0),
    FIELD("id", KIND_STRING, IN_EVENT(id)),
    FIELD("version", KIND_VERSION, IN_EVENT(version)),
    FIELD("occurred_at", KIND_OCCURRED, IN_EVENT(occurred)),
    FIELD("reported_at", KIND_REPORTED, IN_EVENT(reported)),
    OBJECT_FIELD("dealer", KIND_OBJECT, dealer),
    OBJECT_FIELD("purchaser", KIND_OBJECT, purchaser),
    OBJECT_FIELD("firearms", KIND_FIREARMS, sold),
    FIELD("payment", KIND_STRING, IN_EVENT(payment)),
    FIELD("form", KIND_STRING, IN_EVENT(form)),
};
static const struct field void_fields[] = {
    FIELD("type", KIND_TYPE, 0),
    FIELD("of", KIND_OF, IN_DRAFT(of_trace)),
    FIELD("id", KIND_STRING, IN_EVENT(id)),
    FIELD("version", KIND_VERSION, IN_EVENT(version)),
    FIELD("occurred_at", KIND_OCCURRED, IN_EVENT(occurred)),
    FIELD("reported_at", KIND_REPORTED, IN_EVENT(reported)),
    OBJECT_FIELD("dealer", KIND_OBJECT, dealer),
    OBJECT_FIELD("purchaser", KIND_OBJECT, purchaser),
};
static const struct field trace_fields[] = {
    FIELD("type", KIND_TYPE, 0),
    FIELD("id", KIND_STRING, IN_EVENT(id)),
    FIELD("version", KIND_VERSION, IN_EVENT(version)),
    FIELD("recovered_on", KIND_EVENT_DAY, IN_EVENT(recovered_on)),
    FIELD("requested_on", KIND_EVENT_DAY, IN_EVENT(requested_on)),
    WORD_FIELD("status", IN_EVENT(status), ll_trace_status_words),
    OBJECT_FIELD("recovery", KIND_OBJECT, recovery),
    OBJECT_FIELD("firearm", KIND_FIREARM, traced),
    OBJECT_FIELD("dealer", KIND_OBJECT, dealer),
    OBJECT_FIELD("purchaser", KIND_OBJECT, purchaser),
    FIELD("sold_on", KIND_PAST_DAY, IN_EVENT(sold_on)),
};

static const struct shape messages[] = {
    [LL_DRAFT_SALE] = {"", false, COUNT(sale_fields), sale_fields},
    [LL_DRAFT_VOID] = {"", false, COUNT(void_fields), void_fields},
    [LL_DRAFT_TRACE] = {"", false, COUNT(trace_fields), trace_fields},
};

/* A field of the object at hand: what faults are told of. Its path is made only for a fault. */
struct place {
    const struct shape *shape;
    const struct field *field;
};

static void refuse(struct ll_decoder *d, const struct place *at, enum ll_reject_reason reason,
                   const char *format, ...) LL_PRINTF(4, 5);

/* format: what is wrong with the field, and what to do, as the end of a sentence that its path
 * begins. */
static void refuse(struct ll_decoder *d, const struct place *at, enum ll_reject_reason reason,
                   const char *format, ...)
{
    char path[64], rest[160];
    const char *of = at->shape->path;
    if (at->shape->numbered)
        (void)snprintf(path, sizeof path, "%s[%zu].%s", of, d->firearm_at, at->field->name);
    else
        (void)snprintf(path, sizeof path, "%s%s%s", of, of[0] ? "." : "", at->field->name);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(rest, sizeof rest, format, args);
    va_end(args);
    ll_draft_reject(d, reason, path, "%s %s", path, rest);
}

/* What a value of each kind is in JSON, and in words. */
static const struct {
    enum ll_json_type type;
    const char *words;
} kinds[] = {
    [KIND_STRING] = {LL_JSON_STRING, "a string"},
    [KIND_TYPE] = {LL_JSON_STRING, "a string"},
    [KIND_OF] = {LL_JSON_STRING, "a string"},
    [KIND_WORD] = {LL_JSON_STRING, "a string"},
    [KIND_VERSION] = {LL_JSON_NUMBER, "a number"},
    [KIND_OCCURRED] = {LL_JSON_STRING, "a string"},
    [KIND_REPORTED] = {LL_JSON_STRING, "a string"},
    [KIND_EVENT_DAY] = {LL_JSON_STRING, "a string"},
    [KIND_PAST_DAY] = {LL_JSON_STRING, "a string"},
    [KIND_LICENCE] = {LL_JSON_STRING, "a string"},
    [KIND_PRICE] = {LL_JSON_NUMBER, "a number"},
    [KIND_BOOL] = {LL_JSON_BOOL, "true or false"},
    [KIND_OBJECT] = {LL_JSON_OBJECT, "an object"},
    [KIND_FIREARM] = {LL_JSON_OBJECT, "an object"},
    [KIND_FIREARMS] = {LL_JSON_ARRAY, "an array of objects"},
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

static void set_word(struct ll_decoder *d, const struct place *at, ll_str text, void *to)
{
    const struct ll_words *words = at->field->words;
    unsigned number = ll_words_find(words, text);
    memcpy(to, &number, sizeof number);
    if (number)
        return;
    const char *names[16];
    char all[160];
    size_t n = 0, len = 0;
    all[0] = '\0';
    for (unsigned i = 1; i < words->count && n < COUNT(names); i++) {
        names[n++] = words->list[i].ptr;
        int more =
            snprintf(all + len, sizeof all - len, "%s%s", i > 1 ? ", " : "", words->list[i].ptr);
        len += more > 0 && (size_t)more < sizeof all - len ? (size_t)more : 0;
    }
    const char *near = ll_nearest(text, names, n);
    if (near)
        refuse(d, at, LL_REJECT_UNKNOWN_WORD, "holds an unknown word; did you mean '%s'?", near);
    else
        refuse(d, at, LL_REJECT_UNKNOWN_WORD, "must be one of %s", all);
}

/* Sets bool *to: whether a trace is meant. */
static void set_of(struct ll_decoder *d, const struct place *at, ll_str text, void *to)
{
    bool trace = ll_str_eq(text, LL_STR("trace"));
    if (!trace && !ll_str_eq(text, LL_STR("sale")))
        refuse(d, at, LL_REJECT_UNKNOWN_WORD, "must be \"sale\" or \"trace\"");
    *(bool *)to = trace;
}

static void set_version(struct ll_decoder *d, const struct place *at, ll_str text, uint64_t *to)
{
    uint64_t value = 0;
    /* 19 digits are less than 2^64. */
    bool good = text.len <= 19;
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (!good || value < 1 || value > INT64_MAX)
        refuse(d, at, LL_REJECT_BAD_VERSION,
               "must be a whole number from 1 to 9223372036854775807, written without "
               "fraction or exponent");
    *to = value;
}

static void reject_time(struct ll_decoder *d, const struct place *at)
{
    refuse(d, at, LL_REJECT_BAD_TIME,
           "is no time; write it with its offset, such as 2026-03-02T15:20:00-06:00");
}

static bool is_event_day(ll_day day)
{
    return day >= LL_DAY_1968_01_01 && day <= LL_DAY_2099_12_31;
}

static void set_occurred(struct ll_decoder *d, const struct place *at, ll_str text,
                         struct ll_time *to)
{
    d->draft.event.has_occurred = ll_time_parse(text, to);
    bool formed = d->draft.event.has_occurred || ll_time_is_formed(text);
    if (!formed)
        reject_time(d, at);
    else if (!d->draft.event.has_occurred || !is_event_day(to->day))
        refuse(d, at, LL_REJECT_DATE_RANGE, "is outside 1968-01-01 to 2099-12-31; check the year");
}

/* A year far off has no instant here, and is as good as none: only the form is asked of it. */
static void set_reported(struct ll_decoder *d, const struct place *at, ll_str text,
                         struct ll_time *to)
{
    d->draft.event.has_reported = ll_time_parse(text, to);
    if (!d->draft.event.has_reported && !ll_time_is_formed(text))
        reject_time(d, at);
}

static void set_day(struct ll_decoder *d, const struct place *at, ll_str text, ll_day *to)
{
    if (!ll_day_parse(text, to))
        refuse(d, at, LL_REJECT_BAD_DATE, "is no date; write YYYY-MM-DD, a day that exists");
    else if (at->field->kind == KIND_EVENT_DAY && !is_event_day(*to))
        refuse(d, at, LL_REJECT_DATE_RANGE, "is outside 1968-01-01 to 2099-12-31; check the year");
    else if (at->field->kind == KIND_PAST_DAY && *to < LL_DAY_1850_01_01)
        refuse(d, at, LL_REJECT_DATE_RANGE, "is before 1850-01-01; check the year");
}

static void set_licence(struct ll_decoder *d, const struct place *at, ll_str text,
                        struct ll_licence *to)
{
    if (!ll_licence_parse(text, to))
        refuse(d, at, LL_REJECT_BAD_LICENCE,
               "is no licence number; write R-DD-CCC-TT-YM-SSSSS, such as "
               "5-76-201-01-7F-00123");
}

static void set_price(struct ll_decoder *d, const struct place *at, ll_str text, int64_t *to)
{
    if (!ll_decimal_parse_price(text, PRICE_MAX, to))
        refuse(d, at, LL_REJECT_BAD_PRICE, "must be a number of dollars from 0 to 10,000,000");
}

/* Set the member of base that the field names; text is not empty, and of the field's JSON type. */
static void set_value(struct ll_decoder *d, const struct place *at, ll_str text, char *base)
{
    void *to = base + at->field->offset;
    enum ll_tristate yes_no = text.ptr[0] == 't' ? LL_YES : LL_NO;
    switch (at->field->kind) {
    case KIND_STRING:
        *(ll_str *)to = keep(d, text);
        break;
    case KIND_OF:
        set_of(d, at, text, to);
        break;
    case KIND_WORD:
        set_word(d, at, text, to);
        break;
    case KIND_VERSION:
        set_version(d, at, text, to);
        break;
    case KIND_OCCURRED:
        set_occurred(d, at, text, to);
        break;
    case KIND_REPORTED:
        set_reported(d, at, text, to);
        break;
    case KIND_EVENT_DAY:
    case KIND_PAST_DAY:
        set_day(d, at, text, to);
        break;
    case KIND_LICENCE:
        set_licence(d, at, text, to);
        break;
    case KIND_PRICE:
        set_price(d, at, text, to);
        break;
    case KIND_BOOL:
        *(enum ll_tristate *)to = yes_no;
        break;
    case KIND_TYPE:
    case KIND_OBJECT:
    case KIND_FIREARM:
    case KIND_FIREARMS:
        break;
    }
}

/* Room for one more firearm; NULL when memory is out. */
static struct ll_firearm *firearm_new(struct ll_decoder *d)
{
    size_t count = d->draft.event.firearm_count;
    if (!d->firearms || count == d->firearm_cap) {
        size_t cap = count ? count * 4 : 1;
        struct ll_firearm *grown =
            ll_arena_alloc_raw(&d->arena, cap * sizeof *grown, alignof(max_align_t));
        if (!grown) {
            d->out_of_memory = true;
            return NULL;
        }
        if (count)
            memcpy(grown, d->firearms, count * sizeof *grown);
        d->firearms = grown;
        d->firearm_cap = cap;
        d->draft.event.firearms = grown;
    }
    struct ll_firearm *firearm = &d->firearms[count];
    memset(firearm, 0, sizeof *firearm);
    firearm->price = LL_PRICE_NONE;
    d->draft.event.firearm_count++;
    return firearm;
}

static void resolve_caliber(struct ll_decoder *d, struct ll_firearm *firearm)
{
    if (!firearm->caliber.len)
        return;
    const struct ll_caliber *known = ll_calibers_find(d->calibers, firearm->caliber);
    if (known) {
        firearm->caliber = known->name;
        firearm->bore = known->bore;
    } else {
        d->draft.event.caliber_unknown = true;
    }
}

static bool read_object(struct ll_decoder *d, const struct shape *shape, void *base);

static bool read_firearm(struct ll_decoder *d, const struct shape *shape)
{
    struct ll_firearm *firearm = firearm_new(d);
    if (!firearm)
        return ll_json_skip_rest(d->reader, LL_JSON_OBJECT);
    if (!read_object(d, shape, firearm))
        return false;
    resolve_caliber(d, firearm);
    return true;
}

static bool read_firearms(struct ll_decoder *d, const struct shape *shape)
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

static bool read_field(struct ll_decoder *d, const struct place *at, void *base)
{
    struct ll_json_value value;
    enum kind kind = at->field->kind;
    if (!ll_json_take(d->reader, &value))
        return false;
    /* Most fields, apart so that they do not go through the switch. */
    if (value.type == LL_JSON_STRING && kind == KIND_STRING) {
        if (value.text.len)
            *(ll_str *)(void *)((char *)base + at->field->offset) = keep(d, value.text);
        return true;
    }
    if (value.type != kinds[kind].type) {
        if (value.type != LL_JSON_NULL)
            refuse(d, at, LL_REJECT_WRONG_TYPE, "is of the wrong type; it must be %s",
                   kinds[kind].words);
        return ll_json_skip_rest(d->reader, value.type);
    }
    if (kind == KIND_OBJECT)
        return read_object(d, at->field->shape, base);
    if (kind == KIND_FIREARM)
        return read_firearm(d, at->field->shape);
    if (kind == KIND_FIREARMS)
        return read_firearms(d, at->field->shape);
    if (value.text.len)
        set_value(d, at, value.text, base);
    return true;
}

static uint64_t load_word(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* name lies in the message or in the reader, and so has readable bytes behind it. */
static bool is_named(const struct field *field, ll_str name)
{
    static const uint8_t kept[16] = {255, 255, 255, 255, 255, 255, 255, 255};
    size_t len = name.len;
    if (field->len != len)
        return false;
    uint64_t differ = load_word(field->name) ^ load_word(name.ptr);
    if (len < 8) {
        uint64_t mask;
        memcpy(&mask, kept + 8 - len, sizeof mask);
        return (differ & mask) == 0;
    }
    /* The last eight bytes overlap what was compared, as may the middle. */
    differ |= load_word(field->name + len - 8) ^ load_word(name.ptr + len - 8);
    if (len > 16)
        differ |= load_word(field->name + 8) ^ load_word(name.ptr + 8);
    return differ == 0;
}

/* The field of that name, or NULL. Producers keep to an order, mostly that of the tables: the
 * search begins behind the field found last. */
static const struct field *find_field(const struct shape *shape, ll_str name, unsigned *next)
{
    unsigned at = *next;
    for (unsigned i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[at];
        at = at + 1 == shape->count ? 0 : at + 1;
        if (is_named(field, name)) {
            *next = at;
            return field;
        }
    }
    return NULL;
}

/* base: the draft, or a firearm. */
static bool read_object(struct ll_decoder *d, const struct shape *shape, void *base)
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
        const struct field *field = find_field(shape, name, &next);
        if (!field) {
            if (!ll_json_skip(d->reader))
                return false;
            continue;
        }
        struct place at = {shape, field};
        uint32_t bit = UINT32_C(1) << (field - shape->fields);
        if (seen & bit)
            refuse(d, &at, LL_REJECT_FIELD_TWICE, "is there twice; keep one of them");
        seen |= bit;
        if (!read_field(d, &at, base))
            return false;
    }
}

bool ll_draft_read(struct ll_decoder *decoder)
{
    struct ll_event *event = &decoder->draft.event;
    event->born = event->recovered_on = event->requested_on = event->sold_on = LL_DAY_NONE;
    decoder->firearms = NULL;
    decoder->firearm_cap = 0;
    return read_object(decoder, &messages[decoder->draft.type], &decoder->draft);
}
