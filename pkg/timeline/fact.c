/* fact.c -- the stored form of facts.   SPDX-License-Identifier: Apache-2.0
 *
 * varint length of the rest, kind, hash (8 bytes), varint version, id; then what the kind has, in the order of
 * put_body and get_body below. Numbers are varints, strings have their length in front. */
#include "timeline/fact.h"

#include "base/hash.h"
#include "timeline/wire.h"

/* Eight digits, and one more key for the licence whose digits are all zero. */
#define DEALER_KEY_MAX 100000000

struct ll_subject ll_subject_dealer(uint32_t dealer_key)
{
    struct ll_subject subject = {.kind = LL_SUBJECT_DEALER};
    for (unsigned i = 0; i < 4; i++)
        subject.key.bytes[i] = (uint8_t)(dealer_key >> (24 - 8 * i));
    return subject;
}

uint32_t ll_subject_dealer_key(const struct ll_subject *subject)
{
    uint32_t key = 0;
    for (unsigned i = 0; i < 4; i++)
        key = key << 8 | subject->key.bytes[i];
    return key;
}

/* Hex digits are in the order of the bytes, and so is a dealer's number, but for the one that stands for zero. */
int ll_subject_order(const struct ll_subject *a, const struct ll_subject *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind != LL_SUBJECT_DEALER)
        return memcmp(&a->key, &b->key, sizeof a->key);
    uint32_t x = ll_subject_dealer_key(a) % DEALER_KEY_MAX,
             y = ll_subject_dealer_key(b) % DEALER_KEY_MAX;
    return (x > y) - (x < y);
}

size_t ll_subject_key_format(const struct ll_subject *subject, char out[LL_SUBJECT_KEY_TEXT])
{
    if (subject->kind == LL_SUBJECT_DEALER) {
        ll_dealer_key_format(ll_subject_dealer_key(subject), out);
        return LL_DEALER_KEY_TEXT;
    }
    ll_hex(subject->key.bytes, sizeof subject->key.bytes, out);
    return LL_SUBJECT_KEY_TEXT;
}

const char *ll_subject_kind_word(enum ll_subject_kind kind)
{
    return kind == LL_SUBJECT_PURCHASER ? "purchaser"
           : kind == LL_SUBJECT_DEALER  ? "dealer"
                                        : "address";
}

static char *put_time(char *at, const struct ll_time *time)
{
    at = ll_wire_put_day(at, time->day);
    at = ll_wire_put_u64(at, (uint64_t)time->utc_ns);
    at = ll_wire_put(at, (uint64_t)(time->offset_minutes + 2000));
    return ll_wire_put(at, (uint64_t)time->fraction_digits << 2 | time->form);
}

static void get_time(struct ll_wire *wire, struct ll_time *time)
{
    time->day = ll_wire_get_day(wire);
    time->utc_ns = (int64_t)ll_wire_get_u64(wire);
    time->offset_minutes = (int16_t)((int64_t)ll_wire_get_max(wire, 4000) - 2000);
    uint64_t shape = ll_wire_get_max(wire, 9 << 2 | 2);
    time->fraction_digits = (uint8_t)(shape >> 2);
    time->form = (uint8_t)(shape & 3);
    if (time->form > 2 || time->day == LL_DAY_NONE)
        wire->bad = true;
}

static char *put_licence(char *at, const struct ll_licence *licence)
{
    at = ll_wire_put(at, licence->key);
    if (licence->key == 0)
        return at;
    at = ll_wire_put(at, licence->county);
    at = ll_wire_put(at, licence->type);
    at = ll_wire_put(at, licence->expiry_year);
    *at++ = licence->expiry_month;
    return at;
}

static void get_licence(struct ll_wire *wire, struct ll_licence *licence)
{
    licence->key = (uint32_t)ll_wire_get_max(wire, DEALER_KEY_MAX);
    if (licence->key == 0)
        return;
    licence->county = (uint16_t)ll_wire_get_max(wire, 999);
    licence->type = (uint8_t)ll_wire_get_max(wire, 99);
    licence->expiry_year = (uint8_t)ll_wire_get_max(wire, 9);
    const char *month = ll_wire_get_bytes(wire, 1);
    licence->expiry_month = month ? *month : 'A';
}

static char *put_firearms(char *at, const struct ll_firearm *firearms, size_t n)
{
    at = ll_wire_put(at, n);
    for (size_t i = 0; i < n; i++) {
        const struct ll_firearm *gun = &firearms[i];
        at = ll_wire_put(at, (uint64_t)gun->class);
        at = ll_wire_put(at, (uint64_t)gun->action << 2 | gun->detachable_magazine);
        at = ll_wire_put(at, gun->price == LL_PRICE_NONE ? 0 : (uint64_t)(gun->price / 100) + 1);
        at = ll_wire_put(at, (uint64_t)gun->bore);
        at = ll_wire_put_str(at, gun->manufacturer);
        at = ll_wire_put_str(at, gun->importer);
        at = ll_wire_put_str(at, gun->model);
        at = ll_wire_put_str(at, gun->serial);
        at = ll_wire_put_str(at, gun->caliber);
    }
    return at;
}

static void get_firearms(struct ll_wire *wire, struct ll_arena *arena, struct ll_fact *fact)
{
    /* A firearm takes nine bytes at least: no count can ask for more memory than the log is long. */
    size_t n = (size_t)ll_wire_get_max(wire, (uint64_t)(wire->end - wire->at) / 9);
    struct ll_firearm *firearms =
        n && !wire->bad ? LL_NEW_ARRAY(arena, struct ll_firearm, n) : NULL;
    if (n && !firearms)
        wire->bad = true;
    for (size_t i = 0; i < n && !wire->bad; i++) {
        struct ll_firearm *gun = &firearms[i];
        gun->class = (enum ll_gun_class)ll_wire_get_max(wire, LL_CLASS_ANY_OTHER_WEAPON);
        uint64_t packed = ll_wire_get_max(wire, LL_ACTION_OTHER << 2 | LL_YES);
        gun->action = (enum ll_action)(packed >> 2);
        gun->detachable_magazine = (enum ll_tristate)(packed & 3);
        uint64_t price = ll_wire_get_max(wire, UINT64_C(1000000001));
        gun->price = price == 0 ? LL_PRICE_NONE : (int64_t)(price - 1) * 100;
        gun->bore = (int64_t)ll_wire_get_max(wire, UINT32_MAX);
        gun->manufacturer = ll_wire_get_str(wire);
        gun->importer = ll_wire_get_str(wire);
        gun->model = ll_wire_get_str(wire);
        gun->serial = ll_wire_get_str(wire);
        gun->caliber = ll_wire_get_str(wire);
        if (gun->detachable_magazine > LL_YES)
            wire->bad = true;
    }
    fact->firearms = firearms;
    fact->firearm_count = n;
}

static char *put_key(char *at, const struct ll_key *key)
{
    return ll_wire_put_bytes(at, key->bytes, sizeof key->bytes);
}

static void get_key(struct ll_wire *wire, struct ll_key *key)
{
    const char *bytes = ll_wire_get_bytes(wire, sizeof key->bytes);
    if (bytes)
        memcpy(key->bytes, bytes, sizeof key->bytes);
}

static char *put_sale(char *at, const struct ll_fact *fact)
{
    at = put_time(at, &fact->occurred);
    at = put_licence(at, &fact->dealer);
    at = ll_wire_put_day(at, fact->received);
    at = ll_wire_put_str(at, fact->dealer_state);
    at = ll_wire_put_str(at, fact->dealer_division);
    at = ll_wire_put_str(at, fact->purchaser_state);
    at = ll_wire_put_str(at, fact->country_of_birth);
    at = ll_wire_put_str(at, fact->payment);
    at = ll_wire_put_str(at, fact->form);
    at = ll_wire_put(at, (uint64_t)fact->age << 1 | fact->has_address);
    if (fact->has_address)
        at = put_key(at, &fact->address);
    return put_firearms(at, fact->firearms, fact->firearm_count);
}

static void get_sale(struct ll_wire *wire, struct ll_arena *arena, struct ll_fact *fact)
{
    get_time(wire, &fact->occurred);
    get_licence(wire, &fact->dealer);
    fact->received = ll_wire_get_day(wire);
    fact->dealer_state = ll_wire_get_str(wire);
    fact->dealer_division = ll_wire_get_str(wire);
    fact->purchaser_state = ll_wire_get_str(wire);
    fact->country_of_birth = ll_wire_get_str(wire);
    fact->payment = ll_wire_get_str(wire);
    fact->form = ll_wire_get_str(wire);
    uint64_t packed = ll_wire_get_max(wire, 1000);
    fact->age = (int32_t)(packed >> 1);
    fact->has_address = packed & 1;
    if (fact->has_address)
        get_key(wire, &fact->address);
    get_firearms(wire, arena, fact);
}

static char *put_trace(char *at, const struct ll_fact *fact)
{
    at = ll_wire_put(at, (uint64_t)fact->status);
    at = ll_wire_put_day(at, fact->recovered_on);
    at = ll_wire_put_day(at, fact->requested_on);
    at = ll_wire_put_day(at, fact->sold_on);
    at = ll_wire_put_day(at, fact->received);
    at = ll_wire_put_str(at, fact->recovery_country);
    at = ll_wire_put_str(at, fact->recovery_state);
    at = ll_wire_put_str(at, fact->recovery_city);
    at = put_licence(at, &fact->dealer);
    at = ll_wire_put_str(at, fact->dealer_state);
    at = ll_wire_put_str(at, fact->dealer_division);
    return put_firearms(at, fact->firearms, fact->firearm_count);
}

static void get_trace(struct ll_wire *wire, struct ll_arena *arena, struct ll_fact *fact)
{
    fact->status = (enum ll_trace_status)ll_wire_get_max(wire, LL_STATUS_PENDING);
    fact->recovered_on = ll_wire_get_day(wire);
    fact->requested_on = ll_wire_get_day(wire);
    fact->sold_on = ll_wire_get_day(wire);
    fact->received = ll_wire_get_day(wire);
    fact->recovery_country = ll_wire_get_str(wire);
    fact->recovery_state = ll_wire_get_str(wire);
    fact->recovery_city = ll_wire_get_str(wire);
    get_licence(wire, &fact->dealer);
    fact->dealer_state = ll_wire_get_str(wire);
    fact->dealer_division = ll_wire_get_str(wire);
    get_firearms(wire, arena, fact);
    if (fact->recovered_on == LL_DAY_NONE && fact->requested_on == LL_DAY_NONE)
        wire->bad = true;
}

static char *put_report(char *at, const struct ll_report_fact *report)
{
    at = ll_wire_put_str(at, report->indicator);
    at = put_key(at, &report->purchaser);
    at = ll_wire_put(at, report->dealer);
    at = ll_wire_put_day(at, report->day);
    at = ll_wire_put(at, (uint64_t)report->guns << 1 | report->gone);
    at = ll_wire_put(at, report->dealer_type);
    at = ll_wire_put_str(at, report->dealer_state);
    return ll_wire_put_str(at, report->dealer_division);
}

static void get_report(struct ll_wire *wire, struct ll_report_fact *report)
{
    report->indicator = ll_wire_get_str(wire);
    get_key(wire, &report->purchaser);
    report->dealer = (uint32_t)ll_wire_get_max(wire, DEALER_KEY_MAX);
    report->day = ll_wire_get_day(wire);
    uint64_t packed = ll_wire_get_max(wire, (uint64_t)UINT32_MAX << 1 | 1);
    report->guns = (uint32_t)(packed >> 1);
    report->gone = packed & 1;
    report->dealer_type = (uint8_t)ll_wire_get_max(wire, 99);
    report->dealer_state = ll_wire_get_str(wire);
    report->dealer_division = ll_wire_get_str(wire);
    if (report->day == LL_DAY_NONE)
        wire->bad = true;
}

static char *put_body(char *at, const struct ll_fact *fact)
{
    switch (fact->kind) {
    case LL_FACT_SALE:
        return put_sale(at, fact);
    case LL_FACT_TRACE:
        return put_trace(at, fact);
    case LL_FACT_REPORT:
        return put_report(at, &fact->report);
    case LL_FACT_SALE_VOID:
    case LL_FACT_TRACE_VOID:
    case LL_FACT_BASE:
        break;
    }
    return ll_wire_put_day(at, fact->received);
}

static void get_body(struct ll_wire *wire, struct ll_arena *arena, struct ll_fact *fact)
{
    switch (fact->kind) {
    case LL_FACT_SALE:
        get_sale(wire, arena, fact);
        break;
    case LL_FACT_TRACE:
        get_trace(wire, arena, fact);
        break;
    case LL_FACT_REPORT:
        get_report(wire, &fact->report);
        break;
    case LL_FACT_SALE_VOID:
    case LL_FACT_TRACE_VOID:
    case LL_FACT_BASE:
        fact->received = ll_wire_get_day(wire);
        break;
    }
}

/* No fewer bytes than the stored form may take: all strings that some kind puts there, and for each number (a string's length, a
 * key's half) the most that one takes. */
static size_t most_bytes(const struct ll_fact *fact)
{
    enum { NUMBERS_MAX = 40, GUN_NUMBERS = 9 };
    const ll_str strings[] = {fact->id,
                              fact->dealer_state,
                              fact->dealer_division,
                              fact->purchaser_state,
                              fact->payment,
                              fact->country_of_birth,
                              fact->form,
                              fact->recovery_country,
                              fact->recovery_state,
                              fact->recovery_city,
                              fact->report.indicator,
                              fact->report.dealer_state,
                              fact->report.dealer_division};
    size_t bytes = NUMBERS_MAX * LL_WIRE_VARINT_MAX;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        bytes += strings[i].len;
    for (size_t i = 0; i < fact->firearm_count; i++) {
        const struct ll_firearm *gun = &fact->firearms[i];
        bytes += GUN_NUMBERS * LL_WIRE_VARINT_MAX + gun->manufacturer.len + gun->importer.len +
                 gun->model.len + gun->serial.len + gun->caliber.len;
    }
    return bytes;
}

void ll_fact_encode(const struct ll_fact *fact, struct ll_buf *out)
{
    /* The length goes in front: behind a gap of the bytes that most take, and moved where it takes others. */
    enum { GAP = 2 };
    if (!ll_buf_reserve(out, most_bytes(fact)))
        return;
    char *start = out->ptr + out->len, *body = start + GAP, *at = body;
    *at++ = (char)fact->kind;
    at = ll_wire_put_u64(at, fact->hash);
    at = ll_wire_put(at, fact->version);
    at = ll_wire_put_str(at, fact->id);
    at = put_body(at, fact);
    size_t len = (size_t)(at - body);
    char head[LL_WIRE_VARINT_MAX];
    size_t head_len = (size_t)(ll_wire_put(head, len) - head);
    if (head_len != GAP)
        memmove(start + head_len, body, len);
    memcpy(start, head, head_len);
    out->len += head_len + len;
}

static enum ll_fact_kind fact_kind(enum ll_event_kind kind)
{
    switch (kind) {
    case LL_EVENT_SALE:
        return LL_FACT_SALE;
    case LL_EVENT_SALE_VOID:
        return LL_FACT_SALE_VOID;
    case LL_EVENT_TRACE:
        return LL_FACT_TRACE;
    case LL_EVENT_TRACE_VOID:
        break;
    }
    return LL_FACT_TRACE_VOID;
}

void ll_fact_of_event(const struct ll_event *event, struct ll_fact *fact)
{
    bool sale = event->kind == LL_EVENT_SALE;
    ll_day day = ll_event_day(event);
    *fact = (struct ll_fact){
        .kind = fact_kind(event->kind),
        .version = event->version,
        .hash = event->hash,
        .id = event->id,
        .occurred = event->occurred,
        .dealer = event->dealer.licence,
        .dealer_state = event->dealer.state,
        .dealer_division = event->dealer.division,
        .received = event->has_reported ? event->reported.day : day,
        .purchaser_state = event->purchaser_state,
        .country_of_birth = event->country_of_birth,
        .payment = event->payment,
        .form = event->form,
        .age = sale ? ll_day_age(event->born, event->occurred.day) : 0,
        .has_address = event->has_address,
        .address = event->address,
        .firearms = event->firearms,
        .firearm_count = event->firearm_count,
        .status = event->status,
        .recovered_on = event->recovered_on,
        .requested_on = event->requested_on,
        .sold_on = event->sold_on,
        .recovery_country = event->recovery_country,
        .recovery_state = event->recovery_state,
        .recovery_city = event->recovery_city,
    };
    /* A reported time may lie outside the range of event dates; what is kept of it need not. */
    if (fact->received != LL_DAY_NONE &&
        (fact->received < LL_DAY_1850_01_01 || fact->received > LL_DAY_2099_12_31))
        fact->received = day;
}

bool ll_fact_peek(ll_str log, struct ll_fact_head *head)
{
    struct ll_wire wire = {log.ptr, log.ptr + log.len, false};
    if (log.len == 0)
        return false;
    size_t body = (size_t)ll_wire_get_max(&wire, UINT32_MAX);
    const char *start = wire.at;
    if (!ll_wire_get_bytes(&wire, body))
        return false;
    head->bytes = (size_t)(wire.at - log.ptr);
    wire.at = start;
    wire.end = start + body;
    head->kind = (enum ll_fact_kind)ll_wire_get_max(&wire, LL_FACT_BASE);
    head->hash = ll_wire_get_u64(&wire);
    head->version = ll_wire_get(&wire);
    head->id = ll_wire_get_str(&wire);
    return !wire.bad && head->kind >= LL_FACT_SALE;
}

/* Behind what ll_fact_peek reads: the length, kind and hash, version, and id. */
static struct ll_wire body_of(ll_str log, const struct ll_fact_head *head)
{
    struct ll_wire wire = {log.ptr, log.ptr + head->bytes, false};
    (void)ll_wire_get(&wire);
    (void)ll_wire_get_bytes(&wire, 9);
    (void)ll_wire_get(&wire);
    (void)ll_wire_get_str(&wire);
    return wire;
}

bool ll_fact_peek_report(ll_str log, struct ll_report_fact *report)
{
    struct ll_fact_head head;
    if (!ll_fact_peek(log, &head) || head.kind != LL_FACT_REPORT)
        return false;
    struct ll_wire wire = body_of(log, &head);
    get_report(&wire, report);
    return !wire.bad && wire.at == wire.end;
}

bool ll_fact_decode(ll_str log, struct ll_arena *arena, struct ll_fact *fact)
{
    struct ll_fact_head head;
    if (!ll_fact_peek(log, &head))
        return false;
    *fact = (struct ll_fact){.kind = head.kind,
                             .version = head.version,
                             .hash = head.hash,
                             .id = head.id,
                             .received = LL_DAY_NONE,
                             .recovered_on = LL_DAY_NONE,
                             .requested_on = LL_DAY_NONE,
                             .sold_on = LL_DAY_NONE,
                             .bytes = head.bytes};
    struct ll_wire wire = body_of(log, &head);
    get_body(&wire, arena, fact);
    return !wire.bad && wire.at == wire.end;
}
