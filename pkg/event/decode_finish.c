/* decode_finish.c -- what an event needs as a whole, and its keys.
 * SPDX-License-Identifier: Apache-2.0 */
#include "event/draft.h"
#include "event/normal.h"

#include <stdio.h>

static bool is_void(const struct ll_draft *draft)
{
    return draft->type == LL_DRAFT_VOID;
}

/* Traces may lack dealer and purchaser, and so may their voids. */
static bool is_of_trace(const struct ll_draft *draft)
{
    return draft->type == LL_DRAFT_TRACE || (is_void(draft) && draft->of_trace);
}

static void check_firearms(struct ll_decoder *d)
{
    const struct ll_event *event = d->event;
    if (event->firearm_count == 0)
        ll_draft_reject_missing(d, "firearms");
    for (size_t i = 0; i < event->firearm_count; i++) {
        char path[64];
        const struct ll_firearm *firearm = &event->firearms[i];
        if (firearm->class != LL_CLASS_NONE && firearm->serial.len)
            continue;
        const char *name = firearm->class == LL_CLASS_NONE ? "class" : "serial";
        (void)snprintf(path, sizeof path, "firearms[%zu].%s", i, name);
        ll_draft_reject_missing(d, path);
        return;
    }
}

/* A trace's purchaser is named by both or not at all. */
static void check_trace_purchaser(struct ll_decoder *d)
{
    bool named = d->draft.last_name.len != 0, dated = d->event->born != LL_DAY_NONE;
    if (named == dated)
        return;
    const char *path = named ? "purchaser.date_of_birth" : "purchaser.last_name";
    ll_draft_reject(d, LL_REJECT_HALF_PURCHASER, path,
                    "%s is missing, but there is a %s; give both, or neither", path,
                    named ? "last name" : "date of birth");
}

static void check_sold(struct ll_decoder *d)
{
    const struct ll_event *event = d->event;
    if (d->draft.type == LL_DRAFT_SALE && !event->has_occurred)
        ll_draft_reject_missing(d, "occurred_at");
    if (!event->dealer.licence.key)
        ll_draft_reject_missing(d, "dealer.ffl");
    if (!d->draft.last_name.len)
        ll_draft_reject_missing(d, "purchaser.last_name");
    if (event->born == LL_DAY_NONE)
        ll_draft_reject_missing(d, "purchaser.date_of_birth");
    if (d->draft.type != LL_DRAFT_SALE)
        return;
    if (event->born != LL_DAY_NONE && event->born >= event->occurred.day)
        ll_draft_reject(d, LL_REJECT_DATE_RANGE, "purchaser.date_of_birth",
                        "purchaser.date_of_birth is not before the date of the sale; check both");
    check_firearms(d);
}

static void check(struct ll_decoder *d)
{
    const struct ll_event *event = d->event;
    if (!event->id.len)
        ll_draft_reject_missing(d, "id");
    if (!is_of_trace(&d->draft)) {
        check_sold(d);
        return;
    }
    bool dated = event->recovered_on != LL_DAY_NONE || event->requested_on != LL_DAY_NONE;
    if (!is_void(&d->draft) && !dated)
        ll_draft_reject(d, LL_REJECT_MISSING, "recovered_on",
                        "a trace needs recovered_on, or requested_on; both are missing or empty");
    check_trace_purchaser(d);
}

/* The normal form of a text; empty, and noted, when memory is out. */
static ll_str normal(struct ll_decoder *d, enum ll_normal_form form, ll_str text)
{
    ll_str out = {NULL, 0};
    if (text.len && !ll_normal(&d->arena, form, text, &out))
        d->out_of_memory = true;
    return out;
}

static void identify(struct ll_decoder *d)
{
    struct ll_draft *draft = &d->draft;
    struct ll_event *event = d->event;
    if (!draft->last_name.len)
        return;
    event->last_name = normal(d, LL_NORMAL_LAST, draft->last_name);
    event->first_name = normal(d, LL_NORMAL_FIRST, draft->first_name);
    if (!event->last_name.len) {
        ll_draft_reject(d, LL_REJECT_NO_NAME, "purchaser.last_name",
                        "purchaser.last_name has no letter or digit; give the name");
        return;
    }
    event->has_purchaser = true;
    event->purchaser =
        ll_identity_purchaser(d->identity, event->last_name, event->first_name, event->born);
    if (draft->type == LL_DRAFT_SALE)
        event->has_address = ll_identity_address_of(
            d->identity, normal(d, LL_NORMAL_STREET, draft->street), draft->zip, &event->address);
}

static enum ll_event_kind kind_of(const struct ll_draft *draft)
{
    if (draft->type == LL_DRAFT_SALE)
        return LL_EVENT_SALE;
    if (draft->type == LL_DRAFT_TRACE)
        return LL_EVENT_TRACE;
    return draft->of_trace ? LL_EVENT_TRACE_VOID : LL_EVENT_SALE_VOID;
}

void ll_draft_finish(struct ll_decoder *decoder)
{
    struct ll_draft *draft = &decoder->draft;
    decoder->event->kind = kind_of(draft);
    if (!is_void(draft) && !decoder->event->version)
        decoder->event->version = 1;
    check(decoder);
    if (decoder->reject->reason == LL_REJECT_NONE)
        identify(decoder);
}
