/* sum.h -- what figures are made from: counts of the leads of a set, added up subject by subject.  Private to the room.
 * Depends on: label, sweep/found, tune/figure, tune/tally.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TUNE_SUM_H
#define LL_TUNE_SUM_H

#include "label/label.h"
#include "tune/tally.h"

/* A lead as it is counted. */
struct ll_seen {
    const struct ll_found_lead *found;
    struct ll_verdict verdict;
    uint64_t guns; /* as guidelines count them */
};

/* Of a set of leads (those of a cell, of an indicator, of a group): one, and the day from which it is in the set. */
struct ll_member {
    uint32_t set, lead; /* which set; the place of the lead among those seen */
    ll_day since;
};

/* What one subject adds to a set. */
struct ll_share {
    uint64_t leads, guns, came_true, came_false, duplicate, only;
    uint64_t guns_after, guns_all;
    bool is_purchaser, should_be_found;
    uint8_t kind;    /* of the subject */
    int32_t *weeks;  /* by lead */
    int32_t *gained; /* of true leads, where known */
    size_t gained_count;
};

struct ll_sum {
    uint64_t leads, withdrawn, purchasers, guns, came_true, came_false, duplicate, only;
    uint64_t purchaser_leads, purchaser_true;
    uint64_t found[4]; /* by kind: subjects that should be found and are */
    uint64_t guns_after, guns_all;
    struct ll_tally weeks, gained;
};

/* Weeks start on Mondays; week 0 has 1970-01-01. */
int32_t ll_week_of(ll_day day);
ll_day ll_week_monday(int32_t week);

/* A subject, for all its sets. */
struct ll_sharing {
    const struct ll_found *found;
    const struct ll_seen *seen;
    bool should_be_found;
    ll_day from, to; /* members since then count; LL_DAY_NONE: no limit */
    struct ll_arena *scratch;
};
bool ll_day_counts(ll_day since, ll_day from, ll_day to);
/* What these members of one set add; share->leads 0: nothing. False: memory is out. */
LL_NODISCARD bool ll_share_make(struct ll_share *share, const struct ll_sharing *sharing,
                                const struct ll_member *members, size_t n);
LL_NODISCARD bool ll_sum_add(struct ll_sum *sum, const struct ll_share *share,
                             struct ll_arena *arena);
LL_NODISCARD bool ll_sum_merge(struct ll_sum *sum, const struct ll_sum *from,
                               struct ll_arena *arena);

/* What holds for all sets of one run. */
struct ll_measure {
    int32_t first_week, last_week; /* of the span; last < first: there is none */
    uint64_t positive[4];          /* by kind: subjects that should be found */
    uint64_t purchasers;           /* of the history */
    bool can_be_false;             /* something is there that could say so of a lead */
};
/* kind: of the subjects whose recall is meant; 0: all. False: memory is out. */
LL_NODISCARD bool ll_sum_figure(const struct ll_sum *sum, const struct ll_measure *measure,
                                unsigned kind, struct ll_arena *scratch, struct ll_figure *out);

#endif
