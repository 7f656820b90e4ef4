/* decode_values.c -- the values of fields, as the draft has them.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/nearest.h"
#include "event/fields.h"

#include <stdarg.h>
#include <stdio.h>

/* A price as written may be at most this many dollars. */
#define PRICE_MAX 10000000

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void ll_place_refuse(struct ll_decoder *d, const struct ll_place *at, enum ll_reject_reason reason,
                     const char *format, ...)
{
    char path[64], rest[160];
    const char *of = at->shape->path;
    ll_str name = ll_field_name(at->field);
    if (at->shape->numbered)
        (void)snprintf(path, sizeof path, "%s[%zu].%.*s", of, d->firearm_at, LL_STR_ARGS(name));
    else
        (void)snprintf(path, sizeof path, "%s%s%.*s", of, of[0] ? "." : "", LL_STR_ARGS(name));
    va_list args;
    va_start(args, format);
    (void)vsnprintf(rest, sizeof rest, format, args);
    va_end(args);
    ll_draft_reject(d, reason, path, "%s %s", path, rest);
}

static void set_word(struct ll_decoder *d, const struct ll_place *at, ll_str text, void *to)
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
        ll_place_refuse(d, at, LL_REJECT_UNKNOWN_WORD, "holds an unknown word; did you mean '%s'?",
                        near);
    else
        ll_place_refuse(d, at, LL_REJECT_UNKNOWN_WORD, "must be one of %s", all);
}

/* Whether a trace is meant. */
static void set_of(struct ll_decoder *d, const struct ll_place *at, ll_str text)
{
    bool trace = ll_str_eq(text, LL_STR("trace"));
    if (!trace && !ll_str_eq(text, LL_STR("sale")))
        ll_place_refuse(d, at, LL_REJECT_UNKNOWN_WORD, "must be \"sale\" or \"trace\"");
    d->draft.of_trace = trace;
}

static void set_version(struct ll_decoder *d, const struct ll_place *at, ll_str text, uint64_t *to)
{
    uint64_t value = 0;
    /* 19 digits are less than 2^64. */
    bool good = text.len <= 19;
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (!good || value < 1 || value > INT64_MAX)
        ll_place_refuse(d, at, LL_REJECT_BAD_VERSION,
                        "must be a whole number from 1 to 9223372036854775807, written without "
                        "fraction or exponent");
    *to = value;
}

static void reject_time(struct ll_decoder *d, const struct ll_place *at)
{
    ll_place_refuse(d, at, LL_REJECT_BAD_TIME,
                    "is no time; write it with its offset, such as 2026-03-02T15:20:00-06:00");
}

static bool is_event_day(ll_day day)
{
    return day >= LL_DAY_1968_01_01 && day <= LL_DAY_2099_12_31;
}

static void set_occurred(struct ll_decoder *d, const struct ll_place *at, ll_str text,
                         struct ll_time *to)
{
    d->event->has_occurred = ll_time_parse(text, to);
    bool formed = d->event->has_occurred || ll_time_is_formed(text);
    if (!formed)
        reject_time(d, at);
    else if (!d->event->has_occurred || !is_event_day(to->day))
        ll_place_refuse(d, at, LL_REJECT_DATE_RANGE,
                        "is outside 1968-01-01 to 2099-12-31; check the year");
}

/* A year far off has no instant here, and is as good as none: only the form is asked of it. */
static void set_reported(struct ll_decoder *d, const struct ll_place *at, ll_str text,
                         struct ll_time *to)
{
    d->event->has_reported = ll_time_parse(text, to);
    if (!d->event->has_reported && !ll_time_is_formed(text))
        reject_time(d, at);
}

static void set_day(struct ll_decoder *d, const struct ll_place *at, ll_str text, ll_day *to)
{
    if (!ll_day_parse(text, to))
        ll_place_refuse(d, at, LL_REJECT_BAD_DATE,
                        "is no date; write YYYY-MM-DD, a day that exists");
    else if (at->field->kind == LL_FIELD_EVENT_DAY && !is_event_day(*to))
        ll_place_refuse(d, at, LL_REJECT_DATE_RANGE,
                        "is outside 1968-01-01 to 2099-12-31; check the year");
    else if (at->field->kind != LL_FIELD_EVENT_DAY && *to < LL_DAY_1850_01_01)
        ll_place_refuse(d, at, LL_REJECT_DATE_RANGE, "is before 1850-01-01; check the year");
}

static void set_licence(struct ll_decoder *d, const struct ll_place *at, ll_str text,
                        struct ll_licence *to)
{
    if (!ll_licence_parse(text, to))
        ll_place_refuse(d, at, LL_REJECT_BAD_LICENCE,
                        "is no licence number; write R-DD-CCC-TT-YM-SSSSS, such as "
                        "5-76-201-01-7F-00123");
}

static void set_price(struct ll_decoder *d, const struct ll_place *at, ll_str text, int64_t *to)
{
    if (!ll_decimal_parse_price(text, PRICE_MAX, to))
        ll_place_refuse(d, at, LL_REJECT_BAD_PRICE,
                        "must be a number of dollars from 0 to 10,000,000");
}

void ll_place_set(struct ll_decoder *d, const struct ll_place *at, ll_str text, char *base)
{
    void *to = base + at->field->offset;
    enum ll_tristate yes_no = text.ptr[0] == 't' ? LL_YES : LL_NO;
    switch ((enum ll_field_kind)at->field->kind) {
    case LL_FIELD_STRING:
    case LL_FIELD_WRITTEN:
        *ll_place_string(d, at->field, base) = text;
        break;
    case LL_FIELD_OF:
        set_of(d, at, text);
        break;
    case LL_FIELD_WORD:
        set_word(d, at, text, to);
        break;
    case LL_FIELD_VERSION:
        set_version(d, at, text, to);
        break;
    case LL_FIELD_OCCURRED:
        set_occurred(d, at, text, to);
        break;
    case LL_FIELD_REPORTED:
        set_reported(d, at, text, to);
        break;
    case LL_FIELD_EVENT_DAY:
    case LL_FIELD_PAST_DAY:
        set_day(d, at, text, to);
        break;
    case LL_FIELD_LICENCE:
        set_licence(d, at, text, to);
        break;
    case LL_FIELD_PRICE:
        set_price(d, at, text, to);
        break;
    case LL_FIELD_BOOL:
        *(enum ll_tristate *)to = yes_no;
        break;
    case LL_FIELD_TYPE:
    case LL_FIELD_OBJECT:
    case LL_FIELD_FIREARM:
    case LL_FIELD_FIREARMS:
        break;
    }
}

void ll_draft_begin(struct ll_decoder *d)
{
    struct ll_event *event = d->event;
    event->born = event->recovered_on = event->requested_on = event->sold_on = LL_DAY_NONE;
    d->firearms = NULL;
    d->firearm_cap = 0;
}

struct ll_firearm *ll_draft_add_firearm(struct ll_decoder *d)
{
    size_t count = d->event->firearm_count;
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
        d->event->firearms = grown;
    }
    struct ll_firearm *firearm = &d->firearms[count];
    memset(firearm, 0, sizeof *firearm);
    firearm->price = LL_PRICE_NONE;
    d->event->firearm_count++;
    return firearm;
}

/* The caliber of a spelling. A stream has few: what was looked up is remembered. */
static const struct ll_caliber *find_caliber(struct ll_decoder *d, ll_str text)
{
    size_t hash = (size_t)text.ptr[0] + (size_t)text.ptr[text.len / 2] * 3 +
                  (size_t)text.ptr[text.len - 1] * 5 + text.len * 7;
    struct ll_caliber_seen *seen = &d->calibers_seen[hash % LL_CALIBERS_SEEN];
    if (seen->len == text.len && memcmp(seen->text, text.ptr, text.len) == 0)
        return seen->known;
    const struct ll_caliber *known = ll_calibers_find(d->calibers, text);
    if (text.len <= sizeof seen->text) {
        memcpy(seen->text, text.ptr, text.len);
        seen->len = (uint8_t)text.len;
        seen->known = known;
    }
    return known;
}

void ll_draft_end_firearm(struct ll_decoder *d, struct ll_firearm *firearm)
{
    if (!firearm->caliber.len)
        return;
    const struct ll_caliber *known = find_caliber(d, firearm->caliber);
    if (known) {
        firearm->caliber = known->name;
        firearm->bore = known->bore;
    } else {
        d->event->caliber_unknown = true;
    }
}
