/* pack.h -- a rule pack: YAML, checked and compiled.
 * Depends on: base, yaml, event, calendar, expr, timeline.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_PACK_H
#define LL_PACK_PACK_H

#include "event/caliber.h"
#include "pack/fields.h"
#include "timeline/fact.h"

#define LL_PACK_INDICATORS_MAX 4096
#define LL_PACK_SAME_MAX 8

enum ll_window_kind { LL_WINDOW_SAME_DAY, LL_WINDOW_DAYS, LL_WINDOW_BUSINESS_DAYS };

struct ll_window {
    enum ll_window_kind kind;
    int32_t n;        /* 1 for same_day */
    bool dealers_own; /* business days by `calendar: dealer` */
};

/* A piece of an explain text: literal text, then a placeholder (or none at the end). */
enum ll_placeholder {
    LL_PLACE_NONE,
    LL_PLACE_COUNT,
    LL_PLACE_FIRST_DATE,
    LL_PLACE_LAST_DATE,
    LL_PLACE_HITS,
    LL_PLACE_TITLE
};
struct ll_explain_piece {
    ll_str text; /* of a parameter's placeholder, its value is already here */
    enum ll_placeholder place;
};

struct ll_indicator {
    ll_str id, title, source;
    enum ll_subject_kind timeline;
    enum ll_item_kind items;
    uint32_t reports_of;             /* of reports(ID): the index of that indicator in the pack */
    const struct ll_expr *where;     /* NULL: true */
    const struct ll_expr *having;    /* never NULL */
    uint16_t same[LL_PACK_SAME_MAX]; /* slots */
    size_t same_count;
    struct ll_window window;
    int32_t trace_days;
    int32_t weight;
    bool enabled;
    bool makes_reports; /* enabled, and some enabled indicator has reports() of it */
    bool sought;        /* enabled, and some enabled indicator asks in_hit() of it */
    uint32_t hit_slot;  /* where sought: its number among the sought, from 0 */
    uint32_t rank;      /* its place in the order of the ids */
    uint32_t
        shared_items; /* one number, from 1 on, for those that select the same items; 0: none does */
    uint32_t shared_parts; /* and for those that part them alike besides */
    uint32_t needs_items;  /* a window with fewer cannot qualify; at least 1 */
    bool needs_past;       /* nor one without a past trace */
    bool
        grows; /* with more items and hits asked for, what was a hit is within one (ll_expr_grows) */
    const struct ll_explain_piece *explain; /* NULL: none */
    size_t explain_count;
};

struct ll_pack_index;

struct ll_pack {
    ll_str id, version;
    char digest[72]; /* "sha256:" and 64 hex digits, NUL behind */
    int32_t quiet_days;
    const struct ll_indicator *indicators; /* in the order of the file */
    size_t indicator_count;
    const uint32_t *by_id; /* indices, ids ascending */
    /* Indices in an order in which every indicator comes after those it asks in_hit() or reports() of. Disabled ones left out. */
    const uint32_t *order;
    size_t order_count;
    uint32_t hit_slot_count;
    uint32_t shared_items_count, shared_parts_count;
    const struct ll_pack_index *index; /* see index.h */
    bool has_kind[4]; /* by ll_subject_kind: some enabled indicator is on that timeline */
    bool asks_birth;  /* some enabled indicator looks at a purchaser's country of birth */
};

/* The index of the indicator of that id; false where there is none. */
bool ll_pack_find(const struct ll_pack *pack, ll_str id, uint32_t *index);

/* Load a pack from a file, or from a folder: all its *.yaml and *.yml in the order of their names, files whose top level
 * has `groups` passed over; the first gives pack, version and lead, others may repeat them. Everything lives in the arena.
 * calibers, borrowed for the call, tell alias from name. Faults, up to LL_ERRORS_MAX, go to errors, warnings to warnings
 * (an unknown class or placeholder, reports() or in_hit() of a disabled indicator, an unused parameter). */
LL_NODISCARD enum ll_status ll_pack_load(struct ll_arena *arena, const char *path,
                                         const struct ll_calibers *calibers, struct ll_pack **out,
                                         struct ll_errors *errors, struct ll_errors *warnings);
/* As load, of one text already read. */
LL_NODISCARD enum ll_status ll_pack_parse(struct ll_arena *arena, const struct ll_source *source,
                                          const struct ll_calibers *calibers, struct ll_pack **out,
                                          struct ll_errors *errors, struct ll_errors *warnings);

/* The pack as if of its enabled indicators only those were that keep (one for each indicator) has: to
 * see what an indicator costs. What the others ask of one that is off is empty. Borrows from pack,
 * whose digest it has; NULL when memory is out. */
struct ll_pack *ll_pack_choose(struct ll_arena *arena, const struct ll_pack *pack,
                               const bool *keep);

#endif
