/* state.h -- what an engine, a crew and a batch hold: inside the engine room only.
 * Depends on: engine/crew, engine/timeline.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_STATE_H
#define LL_ENGINE_STATE_H

#include "engine/cache.h"
#include "engine/crew.h"
#include "engine/local.h"
#include "lead/record.h"
#include "pack/index.h"

/* An event of a batch. */
struct ll_batch_event {
    struct ll_event event;
    struct ll_reject reject;
    ll_day clock;    /* the newest day its partition had seen, this event included; of one shard */
    uint32_t append; /* 1 + its append among its shard's own; 0: none */
    enum ll_outcome outcome;
    size_t fact_from, fact_len; /* in its share's facts */
};

/* All the facts that one event tells one timeline, appended in one piece: what they cause is one change. */
struct ll_batch_append {
    size_t cause;  /* the event's index */
    uint32_t part; /* 0: on the event's purchaser; else it grows with what the event tells others */
    uint32_t shard;               /* what is told: who has the timeline */
    const struct ll_share *share; /* whose facts and heads these are */
    struct ll_fact_head *heads;   /* in the share's arena; what need not be read has none */
    size_t head_count;
    size_t fact_from, fact_len; /* in the share's facts */
    uint32_t touch; /* 1 + the timeline's index among the touched; 0: need not be read */
    uint32_t read;  /* the same, where only an engine behind must look at it, too */
};

/* Appends in the order in which they are made: appends[i] is what the store is asked for items[i]. */
struct ll_append_list {
    struct ll_batch_append *items;
    struct ll_append *appends;
    size_t count, cap;
};

/* A timeline that must be looked at. */
struct ll_touch {
    struct ll_walk *walk; /* in the share's arena; of a long log, in the cache */
    int32_t keep_days;    /* of the leads on it */
    size_t last_append;   /* of what is told: the last on it, behind which its log is read back */
    ll_day clock;         /* of the event that was taken last; LL_DAY_NONE: none was */
};

/* A lead record, or a rejected event, that waits for the end of the batch. */
struct ll_due {
    size_t cause;
    uint32_t part;                  /* of the append that caused it */
    const struct ll_reject *reject; /* NULL: it is a lead */
    char id[LL_LEAD_ID_LEN];
    const struct ll_share *share;
    size_t json_from, json_len; /* in the share's json */
    enum ll_change change;
    uint64_t revision;
    const ll_str *indicators; /* in the share's arena */
    size_t indicator_count;
};

/* What one shard has of a batch: of each phase, its piece. */
struct ll_share {
    struct ll_decoder *decoder; /* of its slice */
    struct ll_arena arena;
    struct ll_buf facts, json;
    struct ll_append_list own;  /* on its purchasers' timelines */
    struct ll_append_list tell; /* for dealers and addresses, whoever has them */
    struct ll_append_list told; /* on its dealers' and addresses' timelines, by whoever tells it */
    ll_str *logs; /* of the purchasers' timelines that were touched: for an engine behind */
    struct ll_due *due;
    size_t due_count, due_cap;
    struct ll_engine_counts counts;
};

/* A subject whose open leads are to be given, and which engine knows it. */
struct ll_standing {
    const struct ll_lead_subject *subject;
    size_t engine;
};

struct ll_batch {
    struct ll_crew *crew;
    struct ll_share *shares; /* by shard */
    const struct ll_input *inputs;
    size_t count;
    struct ll_batch_event *events;
    uint16_t *shard_of; /* by event; LL_NO_SHARD: it is nobody's */
    size_t event_cap, shard_cap;
    const struct ll_standing *const *standing; /* count of them; NULL: it is of events */
};
#define LL_NO_SHARD UINT16_MAX

struct ll_crew {
    /* Those of the purchasers, by shard, then those of the others; with one shard, one for both. */
    struct ll_engine **engines;
    size_t engine_count, shards;
    struct ll_engine_counts counts;
    struct ll_arena arena; /* of the list of what stands */
    const struct ll_standing **standing;
    size_t standing_count, standing_given;
};

/* An indicator that a new fact must be held against: of purchasers' firearms, one that can hold where there is no trace; of
 * dealers and addresses, any. */
struct ll_quiet_rule {
    const struct ll_indicator *indicator;
    uint32_t reach;     /* its number among the reaches of the rules of firearms */
    int32_t reach_days; /* sales so many days apart are in no window of it */
    bool one_part;      /* the guns of one sale always agree on its `same` fields */
    uint32_t near;      /* while a report is held against it: those found near, it included */
    bool waits;         /* it asks for what ll_items_know_dealer sets */
    uint64_t slots;     /* the fields that it asks for, a bit by slot */
    bool one_dealer;    /* dealer.key is among them: another dealer's sales do not count */
    bool grows; /* what does not qualify together with all that is near does not with less */
};

struct ll_follow;

struct ll_engine {
    struct ll_engine_setup setup;
    struct ll_follow *follow; /* NULL: it follows none */
    struct ll_engine *behind; /* that follows this one; NULL: none */
    struct ll_rules rules;
    struct ll_decoder *decoder;
    struct ll_quiet_rule *quiet; /* those of firearms, then the others */
    size_t quiet_count, quiet_other_count;
    struct ll_spans spans;
    uint32_t *quiet_at;     /* by place in the pack's order: which of those of firearms */
    uint32_t quiet_reaches; /* different reaches of those of firearms */
    uint64_t quiet_sets
        [LL_PACK_NEEDS_MAX + 1]
        [LL_PACK_WORDS_MAX]; /* by guns: the candidates, where there is no trace and no hit */
    uint64_t quiet_asked;    /* the fields of a gun that tell more of them, a bit by slot */
    struct ll_quiet_rule quiet_widest; /* reaches as far as any of them */
    ll_day clocks[LL_ENGINE_PARTITIONS_MAX];
    ll_day clock_limit;

    /* The piece at hand. */
    const struct ll_crew *crew;
    struct ll_share *share;
    const struct ll_batch_event *events;
    uint32_t part; /* of the append that is taken */
    struct ll_read *reads;
    struct ll_touch *touches;
    size_t touch_count, touch_cap;
    uint32_t *touch_table; /* touch + 1 by subject; 0 free */
    size_t touch_table_size;
    struct ll_arena work; /* till the end of the event */
    struct ll_buf body, body_before, text;

    struct ll_cache cache;
    struct ll_arena names; /* for the engine's life */
    struct ll_lead_subject
        *known; /* those that have or had a lead, with names: for ll_engine_stand */
    size_t known_count, known_cap;
    uint32_t *known_table;
    size_t known_table_size;

    /* What ll_engine_batch runs its batches through: this engine alone. */
    struct ll_engine *self;
    struct ll_crew alone;
    struct ll_batch *batch;
};

/* quiet.c: what the pack asks of a sale at the least, found once. */
LL_NODISCARD enum ll_status ll_engine_find_quiet(struct ll_engine *engine, struct ll_error *err);
/* The same, as another engine of the same setup has found it: looking at the calendars of all dealers takes its time. */
LL_NODISCARD enum ll_status ll_engine_copy_quiet(struct ll_engine *engine,
                                                 const struct ll_engine *from,
                                                 struct ll_error *err);
/* The sale can change no lead and no report: neither as the first on its timeline (walk NULL), nor on one that is read up to
 * it. Uses the work arena. */
bool ll_engine_sale_is_quiet(struct ll_engine *engine, const struct ll_walk *walk,
                             const struct ll_event *sale);

/* The report at that place of the log can change no lead there: told without reading the log into a set. */
bool ll_engine_report_is_quiet(struct ll_engine *engine, const struct ll_walk *walk, size_t offset);
/* The trace or report on a dealer's or address's timeline, at the walk's place, can change no lead there. Uses the work arena. */
bool ll_engine_other_is_quiet(struct ll_engine *engine, const struct ll_walk *walk);

/* change.c: take the facts of an append at their place in their timeline's log; queue lead records, and the facts of
 * reports. outcome: of the event's own fact among them; as it was where there is none. */
LL_NODISCARD enum ll_status ll_engine_take(struct ll_engine *engine,
                                           const struct ll_batch_append *append, size_t len_before,
                                           enum ll_outcome *outcome, struct ll_error *err);

/* The body of an open lead, with the routes that its groups give it. Uses the work arena. False: memory is out. */
LL_NODISCARD bool ll_engine_make_body(struct ll_engine *engine, const struct ll_lead *lead,
                                      const struct ll_lead_subject *subject, struct ll_buf *out);

/* reports.c: queue the facts by which the reports of one assessment differ from those of another. */
LL_NODISCARD enum ll_status ll_engine_report_changes(
    struct ll_engine *engine, size_t cause, const struct ll_subject *purchaser, uint64_t revision,
    const struct ll_report_list *before, const struct ll_report_list *after, struct ll_error *err);

/* queue.c: growing lists of the share at hand. */

/* One more in the list, its item zeroed; the append's fact is the caller's to set. NULL: memory is out. */
struct ll_batch_append *ll_append_list_add(struct ll_append_list *list,
                                           const struct ll_subject *subject, int32_t keep_days,
                                           ll_day today);
/* Tell a dealer or an address a fact, whose stored form is in the share's facts. It joins what the same event tells the same
 * timeline. */
LL_NODISCARD enum ll_status ll_engine_tell(struct ll_engine *engine, size_t cause,
                                           const struct ll_subject *subject,
                                           const struct ll_fact_head *head, size_t fact_from,
                                           size_t fact_len, struct ll_error *err);
LL_NODISCARD enum ll_status ll_engine_touch(struct ll_engine *engine,
                                            const struct ll_subject *subject, uint32_t *touch,
                                            struct ll_error *err);
/* One more that is due, but for its cause zeroed. NULL: memory is out. */
struct ll_due *ll_share_add_due(struct ll_share *share, size_t cause);
LL_NODISCARD enum ll_status ll_engine_queue_lead(struct ll_engine *engine, size_t cause,
                                                 const char *id, uint64_t revision, ll_str body,
                                                 enum ll_change change, const struct ll_lead *lead,
                                                 struct ll_error *err);

/* known.c: remember a subject for ll_crew_stand, where that is wanted. */
LL_NODISCARD enum ll_status ll_engine_know(struct ll_engine *engine,
                                           const struct ll_lead_subject *subject,
                                           struct ll_error *err);

/* tend.c: what the store is told when all on the touched timelines is done: how long to keep them, and shorter logs. */
LL_NODISCARD enum ll_status ll_engine_tend(struct ll_engine *engine, struct ll_error *err);

/* The phases: a piece each. Of what stands, an engine's part of the batch. */
LL_NODISCARD enum ll_status ll_batch_decode(struct ll_batch *batch, size_t slice,
                                            struct ll_error *err);
LL_NODISCARD enum ll_status ll_batch_take_purchasers(struct ll_batch *batch, size_t shard,
                                                     struct ll_error *err);
LL_NODISCARD enum ll_status ll_batch_take_told(struct ll_batch *batch, size_t shard,
                                               struct ll_error *err);
LL_NODISCARD enum ll_status ll_batch_take_standing(struct ll_batch *batch, size_t engine,
                                                   size_t shard, struct ll_error *err);

/* crew.c */
static inline struct ll_engine *ll_crew_told(const struct ll_crew *crew, size_t shard)
{
    return crew->engines[crew->engine_count - crew->shards + shard];
}
/* The shard that has a subject's timeline. The store finds it there by the low bits of the same hash. */
static inline size_t ll_crew_shard(const struct ll_crew *crew, const struct ll_subject *subject)
{
    return (size_t)((ll_subject_hash(subject) >> 32) * crew->shards >> 32);
}
/* Take another's events, as they were decoded; to be given back before the batch is started or freed. */
void ll_batch_borrow(struct ll_batch *batch, const struct ll_batch *from);
void ll_batch_give_back(struct ll_batch *batch);
/* An engine's next piece. */
void ll_engine_begin(struct ll_engine *engine, const struct ll_batch *batch,
                     struct ll_share *share);
/* An engine that is to be one of a crew. first: another one of it; NULL: it is the first. */
LL_NODISCARD enum ll_status ll_engine_make(const struct ll_engine_setup *setup,
                                           const struct ll_engine *first, struct ll_engine **out,
                                           struct ll_error *err);

/* follow.c: of an engine that has one behind it. The one behind must look at the timeline of a sale that is the first on it. */
bool ll_follow_asks(const struct ll_engine *ahead, const struct ll_event *sale);
/* Hold what was read until the batch is over. False: memory is out. */
bool ll_follow_hold_logs(const struct ll_engine *ahead);
/* Of any engine; true only of one that follows another. The timeline is the other's. */
bool ll_follow_borrows(const struct ll_engine *engine, const struct ll_subject *subject);
/* What dealers and addresses are told is what the other told them. */
bool ll_follow_is_told(const struct ll_engine *engine);
/* The other found that the sale of that append, the first on its timeline, need not be looked at. */
bool ll_follow_may_skip(const struct ll_engine *engine, size_t at);
/* Take what the other told as told. False: memory is out. */
bool ll_follow_gather(const struct ll_engine *behind, struct ll_share *share);
void ll_follow_end(struct ll_engine *behind);

/* state.c */
LL_NODISCARD enum ll_status ll_engine_no_memory(struct ll_error *err);
/* n things of that size at least; what was there is kept, what is new is zeroed. */
LL_NODISCARD bool ll_engine_grow(void *list, size_t *cap, size_t n, size_t size);

/* A walk over a timeline's log, as long as the log is there: a new one, or the one that the cache has of it. */
LL_NODISCARD enum ll_status ll_engine_open(struct ll_engine *engine, struct ll_touch *touch,
                                           const struct ll_subject *subject, ll_str log,
                                           struct ll_error *err);

/* Days that the store must keep a fact of that kind; 0: for ever. */
int32_t ll_engine_keep_days(const struct ll_engine *engine, enum ll_fact_kind kind);
int32_t ll_engine_keep_lead_days(const struct ll_engine *engine, const struct ll_lead *lead);

#endif
