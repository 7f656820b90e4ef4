/* item.h -- what indicators count: firearms, traces and reports as rows of values, in the order of time.
 * Depends on: base, event, calendar, expr, timeline, pack.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LEAD_ITEM_H
#define LL_LEAD_ITEM_H

#include "calendar/dealers.h"
#include "pack/pack.h"
#include "timeline/set.h"

/* The pack and the files that its meaning rests on. Borrowed, read-only, shared by threads. */
struct ll_rules {
    const struct ll_pack *pack;
    const struct ll_dealers *dealers;   /* NULL: none */
    const struct ll_calendar *calendar; /* the default one */
    const struct ll_router *router;     /* NULL: no groups */
};

/* Texts that a row points to, made for the item. */
struct ll_item_text {
    char dealer_key[LL_DEALER_KEY_TEXT], dealer_type[2];
    char date[10], recovered[10], requested[10], sold[10];
    char purchaser[LL_SUBJECT_KEY_TEXT];
};

/* What the record of a lead says of an item that is kept from assessment to assessment. */
struct ll_item_json {
    struct ll_arena *arena; /* where it is kept */
    ll_str text;            /* ptr NULL: it was not told yet */
};

#define LL_ITEM_NO_ORDINAL INT32_MIN
#define LL_ITEM_UNKNOWN UINT32_MAX

struct ll_item {
    struct ll_value row[LL_SLOT_COUNT]; /* first: a row is its item */
    enum ll_item_kind kind;
    ll_day day;
    uint32_t place; /* of a firearm in its sale */
    uint32_t order; /* its place in its list, when that was last built */
    const struct ll_fact *fact;
    const struct ll_firearm *gun;       /* of a firearm or trace; NULL: the trace has none */
    uint32_t dealer;                    /* key; 0: none */
    const struct ll_dealer *dealer_row; /* of the dealers file; NULL: not in it */
    const struct ll_item *matched;      /* the firearm that a trace matched; NULL: none */
    bool has_time_to_crime;
    int32_t time_to_crime;       /* days */
    bool negative_time_to_crime; /* a fault of the data: sold after it was recovered */
    uint64_t *hit_bits; /* firearms: by hit_slot, the sought indicators in whose hits it is */
    int32_t ordinals
        [2]; /* of its day by the default calendar, and by its dealer's; LL_ITEM_NO_ORDINAL: not asked yet */
    uint32_t reported; /* reports: the indicator's index in the pack; LL_ITEM_UNKNOWN: not in it */
    uint32_t hit;      /* 1 + the number of some hit that has it; 0: none */
    struct ll_item_json *json; /* NULL: it is not kept */
    struct ll_item_text text;
};

struct ll_item_list {
    struct ll_item *
        *items; /* by date, instant, id, place; the firearms of a sale lie side by side */
    const struct ll_value **rows; /* rows[i] is items[i]->row */
    size_t count;
};

/* The items of the facts that stand; traces are matched to firearms. False: memory is out. */
struct ll_shared;
struct ll_items {
    struct ll_item_list of[3]; /* by ll_item_kind */
    struct ll_shared *shared;  /* see select.h */
};
bool ll_items_build(struct ll_items *items, const struct ll_fact_set *set,
                    enum ll_subject_kind kind, const struct ll_rules *rules,
                    struct ll_arena *arena);
/* The item of a trace or report on another timeline than a purchaser's, where nothing is matched: the same whatever else is there.
 * Where an entry of the set has it, it is taken instead of a new one. NULL: memory is out. */
struct ll_item *ll_item_of_fact(const struct ll_fact *fact, const struct ll_rules *rules,
                                struct ll_arena *arena);
/* The same, to be kept as long as the arena: what records say of it is kept there too. */
struct ll_item *ll_item_to_keep(const struct ll_fact *fact, const struct ll_rules *rules,
                                struct ll_arena *arena);

/* The firearms of one sale alone, without what takes a look into other tables: its date as text and its dealer. */
bool ll_items_of_sale(struct ll_item_list *list, const struct ll_fact *sale,
                      const struct ll_rules *rules, struct ll_arena *arena);
/* The same, to be asked of a few fields: none is set yet, nor anything that hits leave in an item. */
bool ll_items_to_ask(struct ll_item_list *list, const struct ll_fact *sale, struct ll_arena *arena);
/* Set those fields of a firearm (a bit by slot) that do not wait (ll_item_slot_waits). */
void ll_item_know(struct ll_item *firearm, uint64_t slots);
/* Set those that wait, of all: the date of the sale as text, and its dealer. */
void ll_items_know_dealer(struct ll_item_list *list, const struct ll_rules *rules);

/* Match a trace to that firearm, sold on or before its day, which is to outlive it. */
void ll_item_match(struct ll_item *trace, const struct ll_item *firearm);

static inline const struct ll_item *ll_item_of_row(const struct ll_value *row)
{
    return (const struct ll_item *)(const void *)row;
}

/* What in_hit() answers of a row of a purchaser's timeline whose hits were found: the firearm, or the one that the trace
 * matched, is in a hit of the sought indicator of that slot. As ll_expr_env wants it; context is not looked at. */
bool ll_item_in_hit(const struct ll_value *row, uint32_t slot, void *context);

/* The calendar by which a dealer's own business days are counted; *assumed: it is the default one for want of its own. */
const struct ll_calendar *ll_item_calendar(const struct ll_item *item, const struct ll_rules *rules,
                                           bool *assumed);

#endif
