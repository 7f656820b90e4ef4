/* engine.h -- events in, changes of leads out. No I/O of its own, no clock, no threads, no globals.
 * Depends on: all rooms above.   SPDX-License-Identifier: Apache-2.0
 *
 * What an event causes is the difference between the leads of the facts that came before it on its timelines and the leads
 * with it. As a timeline's log has one order for all who read it, an event delivered again causes the same again. */
#ifndef LL_ENGINE_ENGINE_H
#define LL_ENGINE_ENGINE_H

#include "calendar/dealers.h"
#include "event/decode.h"
#include "lead/route.h"
#include "pack/pack.h"
#include "timeline/store.h"

/* What became of an event. Every event read is counted under exactly one. */
enum ll_outcome {
    LL_OUTCOME_USED,
    LL_OUTCOME_DUPLICATE, /* the same event, byte for byte, is known already */
    LL_OUTCOME_SUPERSEDED, /* a higher version, a void, or the greater hash of a conflict holds already */
    LL_OUTCOME_REJECTED,
    LL_OUTCOME_UNTIED, /* a trace, or void of one, that names neither dealer nor purchaser */
    LL_OUTCOME_COUNT
};
const char *ll_outcome_word(enum ll_outcome outcome);

/* One message. The LL_DECODE_PADDING bytes behind it are readable. */
struct ll_input {
    ll_str bytes;
    uint32_t
        partition; /* a small number (< LL_ENGINE_PARTITIONS_MAX) of the stream it came from: its event clock */
};
#define LL_ENGINE_PARTITIONS_MAX 4096

enum ll_change {
    LL_CHANGE_OPENED,
    LL_CHANGE_GREW,
    LL_CHANGE_SUPERSEDED,
    LL_CHANGE_WITHDRAWN,
    LL_CHANGE_STANDS
};

/* A lead record to write. Borrowed for the call. */
struct ll_lead_out {
    size_t input; /* the index in the batch of the event that caused it */
    ll_str lead_id;
    ll_str json;           /* the record, one line, without its end */
    enum ll_change change; /* STANDS: from ll_engine_stand */
    uint64_t revision;
    const ll_str
        *indicators; /* ids of the indicators that hit; none for superseded and withdrawn */
    size_t indicator_count;
};

/* Who takes what the engine gives. Any status but LL_OK stops the batch and is passed on. */
struct ll_engine_sink {
    void *context;
    enum ll_status (*lead)(void *context, const struct ll_lead_out *lead, struct ll_error *err);
    enum ll_status (*reject)(void *context, size_t input, const struct ll_reject *reject,
                             struct ll_error *err);
    /* May be NULL. What became of each event, in order. */
    void (*outcome)(void *context, size_t input, enum ll_outcome outcome);
};

struct ll_engine_retention {
    bool forget; /* false: keep everything */
    int32_t
        sale_days; /* a sale in no hit; raised to what the pack's windows need (ll_engine_sale_days) */
    int32_t lead_days;        /* facts in a lead, from its last date */
    int32_t traced_lead_days; /* facts of a lead with a trace */
    int32_t
        destroy_days; /* > 0: everything, leads too, so many days after receipt (state and local holders) */
};

struct ll_engine_setup {
    const struct ll_pack *pack;
    const struct ll_router *router;     /* NULL: no groups */
    const struct ll_dealers *dealers;   /* NULL: none */
    const struct ll_calendar *calendar; /* the default calendar; never NULL */
    const struct ll_calibers *calibers; /* never NULL */
    const struct ll_identity *identity; /* never NULL */
    struct ll_store *store;             /* owned by the caller */
    struct ll_engine_retention retention;
    bool
        repeat_duplicates; /* emit again what a duplicate caused when it first came: for delivery at least once */
    bool
        remember_names; /* keep subjects, with names, in memory for ll_engine_stand (replay --final) */
    bool
        collect; /* evaluate nothing, and keep every subject in memory that a fact could make a lead on */
};

struct ll_engine_counts {
    uint64_t read, outcomes[LL_OUTCOME_COUNT], rejects[LL_REJECT_REASON_COUNT];
    uint64_t events_by_kind[5]; /* by ll_event_kind */
    uint64_t conflicts, sale_id_at_two_dealers, negative_time_to_crime, unknown_calibers;
    uint64_t leads_opened, leads_grew, leads_withdrawn, leads_superseded;
    uint64_t plain_sales; /* decided without evaluating */
    uint64_t forgotten;   /* facts passed over as too old */
    uint64_t round_trips;
};

struct ll_engine; /* one per thread */

LL_NODISCARD enum ll_status ll_engine_new(const struct ll_engine_setup *setup,
                                          struct ll_engine **out, struct ll_error *err);
void ll_engine_free(struct ll_engine *engine);

#define LL_ENGINE_BATCH_MAX 65536
/* Take n messages in order. After LL_ERR_STORE the whole batch may be given again: nothing is lost or doubled, though some
 * of its leads may have been given to the sink already. */
LL_NODISCARD enum ll_status ll_engine_batch(struct ll_engine *engine, const struct ll_input *inputs,
                                            size_t n, const struct ll_engine_sink *sink,
                                            struct ll_error *err);
/* The newest day that the event clock may reach (today, say), so that one sale dated far ahead makes nothing forgotten. */
void ll_engine_clock_limit(struct ll_engine *engine, ll_day newest);
const struct ll_engine_counts *ll_engine_counts(const struct ll_engine *engine);
/* Give all open leads of all subjects seen (remember_names), sorted by kind, key, first date, to the sink. */
LL_NODISCARD enum ll_status ll_engine_stand(struct ll_engine *engine,
                                            const struct ll_engine_sink *sink,
                                            struct ll_error *err);
/* The days that sales in no hit are kept at least: the pack's longest window and late reports allowed for. */
int32_t ll_engine_sale_days(const struct ll_engine_setup *setup);

#endif
