/* view.h -- all that is told of a subject: its indicators, their windows and misses, its leads, what joined them, and what
 * groups made of them.
 * Depends on: pack/book, group/guideline, lead, why/miss.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WHY_VIEW_H
#define LL_WHY_VIEW_H

#include "group/guideline.h"
#include "lead/windows.h"
#include "why/miss.h"

/* What the view is of. Borrowed for its life. */
struct ll_why_setup {
    const struct ll_book *book;
    const struct ll_rules *rules;   /* of the book's pack; its router is not asked */
    const struct ll_groups *groups; /* NULL: none */
    const struct ll_calibers *calibers;
    const struct ll_why_facts *facts;
    ll_str lead, sale, trace; /* what is asked about; empty: all */
    ll_str indicator;         /* only this one; empty: all */
};

enum ll_why_state {
    LL_WHY_HIT,       /* in a lead that is asked about */
    LL_WHY_ELSEWHERE, /* only in others of the subject */
    LL_WHY_MISSED,
    LL_WHY_OFF /* disabled */
};

struct ll_why_window {
    struct ll_window_seen seen;
    bool asked; /* it has an item that is asked about */
};

struct ll_why_rule {
    const struct ll_book_entry *entry;
    enum ll_why_state state;
    const struct ll_item *const *items; /* all of its kind, in the order of time */
    const bool *counted;                /* by item: where is true of it */
    const bool *asked;                  /* by item */
    size_t item_count, counted_count;
    struct ll_why_window *windows;
    size_t window_count, window_cap;
    const struct ll_why_window
        *nearest; /* missed: of its windows the one that lacks least; NULL: it has none */
    const struct ll_item
        *nearest_item; /* missed, no windows: the item that fails the fewest terms; NULL: none */
    struct ll_why_miss miss;
};

enum ll_why_join_kind { LL_WHY_JOIN_NEAR, LL_WHY_JOIN_TRACED };

/* Why a hit is in the lead of an earlier one. */
struct ll_why_join {
    enum ll_why_join_kind kind;
    const struct ll_hit *hit, *to;
    int32_t gap;                 /* near: days between them; negative: they overlap */
    const struct ll_item *trace; /* traced: it was matched to a gun of `to` */
};

/* What a group made of a lead. */
struct ll_why_group {
    const struct ll_group *group;
    const struct ll_item *
        covered_by; /* the first item of the evidence that it covers; NULL: none, or it covers all */
    bool covers, accepts;
    const struct ll_priority *priority; /* the first that holds; NULL: normal */
};

struct ll_why_lead {
    const struct ll_lead *lead;
    bool asked;
    struct ll_why_join *joins;
    size_t join_count;
    struct ll_why_group *groups;
    size_t group_count;
    struct ll_value row[LL_LEAD_SLOT_COUNT]; /* what accept and priority see */
    size_t evidence;                         /* items that covers was asked of */
};

struct ll_why {
    const struct ll_why_setup *setup;
    struct ll_assessment assessment;
    struct ll_why_rule *rules;
    size_t rule_count;
    struct ll_why_lead *leads;
    size_t lead_count;
    const struct ll_item *
        asked; /* the sale's first gun, or the trace, that is asked about; NULL: none, or not there */
    bool *asked_of[3];          /* by kind, by item of the assessment: it is asked about */
    ll_day first_day, last_day; /* of the facts; only where there are any */
    size_t sales, guns, traces, reports;
};

/* Find it all, in the arena. The lead, sale or trace that is asked about may not be there: see ll_why_has_asked. */
LL_NODISCARD enum ll_status ll_why_look(struct ll_why *why, const struct ll_why_setup *setup,
                                        struct ll_arena *arena, struct ll_error *err);
/* Whether what the setup asks about is on this timeline. */
bool ll_why_has_asked(const struct ll_why *why);

/* joins.c, groups.c: of one lead. False: memory is out. */
LL_NODISCARD bool ll_why_find_joins(const struct ll_why *why, struct ll_why_lead *lead,
                                    struct ll_arena *arena);
LL_NODISCARD bool ll_why_find_groups(const struct ll_why *why, struct ll_why_lead *lead,
                                     struct ll_arena *arena);

/* One row's environment, for an indicator's where. */
struct ll_expr_env ll_why_row_env(const struct ll_item *item);

#endif
