/* events.c -- the events of a test, made, decoded and kept as facts.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include <stdio.h>

/* The names of a test, growing. */
struct naming {
    struct ll_trial_reader *reader;
    struct ll_trial_name *list;
    size_t count, cap;
};

static bool has_name(const struct naming *naming, const struct ll_subject *subject)
{
    for (size_t i = 0; i < naming->count; i++)
        if (ll_subject_eq(&naming->list[i].subject, subject))
            return true;
    return false;
}

static bool has_label(const struct naming *naming, ll_str label)
{
    for (size_t i = 0; i < naming->count; i++)
        if (ll_str_eq(naming->list[i].label, label))
            return true;
    return false;
}

static void add_name(struct naming *naming, ll_str label, ll_str also,
                     const struct ll_subject *subject)
{
    struct ll_trial_name *more;

    if (has_name(naming, subject))
        return;
    more = ll_arena_more(naming->reader->arena, naming->list, naming->count, &naming->cap,
                         sizeof *more);
    if (!more) {
        ll_trial_fault_memory(naming->reader);
        return;
    }
    naming->list = more;
    naming->list[naming->count++] = (struct ll_trial_name){label, also, *subject};
}

/* Two labels that the program takes for one are no two. what: "buyers", why: "have one name and birth date". */
static void refuse_twins(const struct naming *naming, ll_str label, struct ll_pos at,
                         const struct ll_subject *subject, const char *what, const char *why)
{
    for (size_t i = 0; i < naming->count; i++)
        if (ll_subject_eq(&naming->list[i].subject, subject))
            ll_trial_fault(naming->reader, at, "the %s '%.*s' and '%.*s' %s, and so are one", what,
                           LL_STR_ARGS(naming->list[i].label), LL_STR_ARGS(label), why);
}

static void name_buyer(struct naming *naming, struct ll_cast *cast,
                       const struct ll_trial_draft *draft, const struct ll_trial_event *event)
{
    const struct ll_lead_subject *who = &event->who;

    if (draft->kind != LL_DRAFT_FULL) {
        struct ll_cast_buyer *buyer = &cast->buyers[draft->buyer];
        if (buyer->named)
            return;
        buyer->named = true;
        refuse_twins(naming, buyer->label, buyer->at, &who->subject, "buyers",
                     "have one name and birth date");
        add_name(naming, buyer->label, (ll_str){0}, &who->subject);
        return;
    }
    if (has_name(naming, &who->subject))
        return;
    char born[10];
    ll_day_format(who->born, born);
    const char *name =
        ll_arena_printf(naming->reader->arena, "%.*s%s%.*s, %.10s", LL_STR_ARGS(who->last_name),
                        who->first_name.len ? ", " : "", LL_STR_ARGS(who->first_name), born);
    if (!name) {
        ll_trial_fault_memory(naming->reader);
        return;
    }
    /* Without the birth date, unless another has that name. */
    ll_str whole = ll_str_from(name), label = {name, whole.len - sizeof born - 2};
    add_name(naming, has_label(naming, label) ? whole : label, whole, &who->subject);
}

static void name_dealer(struct naming *naming, uint32_t key)
{
    struct ll_subject dealer = ll_subject_dealer(key);
    char text[LL_DEALER_KEY_TEXT];

    if (!key || has_name(naming, &dealer))
        return;
    ll_dealer_key_format(key, text);
    ll_str label = ll_arena_str(naming->reader->arena, (ll_str){text, sizeof text});
    if (label.ptr)
        add_name(naming, label, (ll_str){0}, &dealer);
    else
        ll_trial_fault_memory(naming->reader);
}

/* The street as it was written. */
static ll_str street_of(const struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *address =
        ll_trial_get(ll_trial_get(draft->node, "purchaser"), "address");

    if (draft->kind != LL_DRAFT_FULL)
        return draft->address.label;
    address = ll_trial_get(address, "street");
    return address ? address->text : LL_STR("the address");
}

static void name_all(struct naming *naming, struct ll_cast *cast,
                     const struct ll_trial_draft *draft, const struct ll_trial_event *event)
{
    if (event->who.subject.kind)
        name_buyer(naming, cast, draft, event);
    if (draft->kind == LL_DRAFT_FULL)
        name_dealer(naming, event->fact.dealer.key);
    if (event->fact.has_address) {
        struct ll_subject address = {.kind = LL_SUBJECT_ADDRESS, .key = event->fact.address};
        add_name(naming, street_of(draft), (ll_str){0}, &address);
    }
}

/* ---- one event ---- */

/* What of a shorthand event a path of the full one comes from. */
static const struct ll_yaml_node *shorthand_of(const struct ll_trial_draft *draft, const char *path)
{
    static const struct {
        const char *path, *key;
    } list[] = {{"occurred_at", "on"},
                {"recovered_on", "on"},
                {"requested_on", "requested"},
                {"sold_on", "sold"},
                {"firearms", "guns"},
                {"firearm", "trace"},
                {"purchaser", "buyer"},
                {"dealer", "dealer"},
                {"recovery", "in"},
                {"id", "id"}};
    const struct ll_yaml_node *node;

    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (strncmp(path, list[i].path, strlen(list[i].path)) == 0) {
            node = ll_draft_get(draft, list[i].key);
            return node ? node : draft->node;
        }
    return draft->node;
}

static void tell_reject(struct ll_trial_reader *reader, const struct ll_trial_draft *draft,
                        const struct ll_reject *reject)
{
    const struct ll_yaml_node *at = draft->node;

    if (reject->reason == LL_REJECT_NONE) {
        ll_trial_fault_memory(reader);
        return;
    }
    if (draft->kind != LL_DRAFT_FULL)
        at = shorthand_of(draft, reject->field);
    else if (draft->node->kind == LL_YAML_MAPPING)
        at = ll_full_find(draft->node, reject->field);
    ll_trial_fault(reader, at->at, "event %zu would be rejected (%s): %s", draft->number,
                   ll_reject_reason_word(reject->reason), reject->sentence);
}

/* Copies of what the decoder lends, and the fact as stored. */
static bool keep_event(struct ll_trial_reader *reader, const struct ll_event *event,
                       struct ll_trial_event *out)
{
    struct ll_arena *arena = reader->arena;
    struct ll_fact fact;

    if (event->has_purchaser) {
        out->who = (struct ll_lead_subject){
            .subject = {.kind = LL_SUBJECT_PURCHASER, .key = event->purchaser},
            .last_name = ll_arena_str(arena, event->last_name),
            .first_name = ll_arena_str(arena, event->first_name),
            .born = event->born};
        if (!out->who.last_name.ptr || !out->who.first_name.ptr)
            return false;
    }
    if ((event->kind == LL_EVENT_TRACE || event->kind == LL_EVENT_TRACE_VOID) &&
        event->dealer.licence.key)
        out->dealer = ll_subject_dealer(event->dealer.licence.key);
    ll_fact_of_event(event, &fact);
    ll_buf_reset(&reader->text);
    ll_fact_encode(&fact, &reader->text);
    if (reader->text.failed)
        return false;
    out->fact_bytes = ll_arena_str(arena, ll_buf_str(&reader->text));
    return out->fact_bytes.ptr && ll_fact_decode(out->fact_bytes, arena, &out->fact);
}

static bool make_event(struct ll_trial_reader *reader, const struct ll_trial_draft *draft,
                       struct ll_trial_event *out)
{
    struct ll_event event;
    struct ll_reject reject;

    *out = (struct ll_trial_event){.node = draft->node, .json = draft->json};
    if (!draft->json.len)
        return false;
    ll_decoder_reset(reader->decoder);
    if (!ll_decode(reader->decoder, draft->json, &event, &reject)) {
        tell_reject(reader, draft, &reject);
        return false;
    }
    if (keep_event(reader, &event, out))
        return true;
    ll_trial_fault_memory(reader);
    return false;
}

/* ---- all of them ---- */

static void write_all(struct ll_trial_reader *reader, struct ll_cast *cast,
                      struct ll_trial_draft *drafts, size_t n)
{
    static const enum ll_draft_kind order[] = {LL_DRAFT_FULL, LL_DRAFT_SALE, LL_DRAFT_TRACE,
                                               LL_DRAFT_VOID};

    /* A correction takes after what it corrects, a trace after its sale: roots first. */
    for (size_t kind = 0; kind < 4; kind++)
        for (int corrections = 0; corrections < 2; corrections++)
            for (size_t i = 0; i < n; i++) {
                struct ll_trial_draft *draft = &drafts[i];
                if (!draft->sound || draft->kind != order[kind] ||
                    (draft->root != draft) != corrections)
                    continue;
                if (draft->kind == LL_DRAFT_FULL)
                    ll_draft_write_full(reader, draft);
                else if (draft->kind == LL_DRAFT_SALE)
                    ll_draft_write_sale(reader, cast, draft);
                else if (draft->kind == LL_DRAFT_TRACE)
                    ll_draft_write_trace(reader, cast, draft);
                else
                    ll_draft_write_void(reader, cast, draft);
            }
}

static bool make_dealers(struct ll_trial_reader *reader, const struct ll_cast *cast,
                         struct ll_trial_test *test)
{
    struct ll_dealer *rows = LL_NEW_ARRAY(reader->arena, struct ll_dealer, cast->dealer_count + 1);

    for (size_t i = 0; rows && i < cast->dealer_count; i++)
        rows[i] = cast->dealers[i].row;
    test->dealers = rows ? ll_dealers_new(reader->arena, rows, cast->dealer_count) : NULL;
    if (!test->dealers)
        ll_trial_fault_memory(reader);
    return test->dealers != NULL;
}

void ll_events_read(struct ll_trial_reader *reader, const struct ll_yaml_node *list,
                    struct ll_cast *cast, struct ll_trial_test *test)
{
    struct naming naming = {.reader = reader};
    struct ll_trial_draft *drafts;
    struct ll_trial_event *events;
    size_t n = list->child_count;

    if (list->kind != LL_YAML_SEQUENCE || !n) {
        ll_trial_fault(reader, list->at,
                       "events is a list of at least one; begin each with '- {on: "
                       "2006-03-10, guns: [pistol]}'");
        return;
    }
    if (n > LL_TRIAL_EVENTS_MAX) {
        ll_trial_fault(reader, list->at, "a test has at most %d events", LL_TRIAL_EVENTS_MAX);
        return;
    }
    if (!ll_drafts_read(reader, list, &drafts))
        return;
    write_all(reader, cast, drafts, n);
    events = LL_NEW_ARRAY(reader->arena, struct ll_trial_event, n);
    if (!events) {
        ll_trial_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < cast->dealer_count; i++) {
        struct ll_subject dealer = ll_subject_dealer(cast->dealers[i].row.key);
        if (!cast->dealers[i].row.key)
            continue;
        refuse_twins(&naming, cast->dealers[i].label, cast->dealers[i].at, &dealer, "dealers",
                     "have one licence number");
        add_name(&naming, cast->dealers[i].label, (ll_str){0}, &dealer);
    }
    for (size_t i = 0; i < n; i++)
        if (make_event(reader, &drafts[i], &events[i]))
            name_all(&naming, cast, &drafts[i], &events[i]);
    test->events = events;
    test->event_count = n;
    test->names = naming.list;
    test->name_count = naming.count;
    (void)make_dealers(reader, cast, test);
}
