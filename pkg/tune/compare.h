/* compare.h -- two packs on one history: leads that only one has, that differ, and that are the same.
 * Depends on: lead, tune.   SPDX-License-Identifier: Apache-2.0
 *
 * A lead of the present pack and one of the candidate are a pair where they have one id; of the rest of a subject's, a present
 * one by first date is a pair with the candidate's that has most of its items (ll_lead_heir), each in one pair. */
#ifndef LL_TUNE_COMPARE_H
#define LL_TUNE_COMPARE_H

#include "tune/sample.h"
#include "tune/tune.h"

enum ll_pair_change {
    LL_PAIR_SAME,
    LL_PAIR_CHANGED,
    LL_PAIR_ONLY_PRESENT,
    LL_PAIR_ONLY_CANDIDATE,
    LL_PAIR_COUNT
};
/* "same", "changed", "only_present", "only_candidate" */
const char *ll_pair_word(enum ll_pair_change change);

/* What of a pair differs: any of them makes it changed. */
enum ll_differs {
    LL_DIFFERS_ID = 1,
    LL_DIFFERS_SCORE = 2,
    LL_DIFFERS_DATES = 4,
    LL_DIFFERS_ROUTES = 8,
    LL_DIFFERS_INDICATORS = 16, /* which of them hit */
    LL_DIFFERS_EVIDENCE = 32    /* sales, traces, reports, or dates and counts of hits */
};
#define LL_DIFFERS_KINDS 6

/* Counts of leads and pairs. A row of an indicator, state, division or group counts what has it on either side. */
struct ll_change_counts {
    uint64_t of[LL_PAIR_COUNT];
    uint64_t came,
        went; /* rows alone: of the changed, those that have it in the candidate, or present, alone */
};

struct ll_change_row {
    ll_str id; /* empty: not known */
    struct ll_change_counts counts;
};
enum ll_change_by {
    LL_CHANGES_BY_INDICATOR, /* the present pack's, then those that the candidate alone has */
    LL_CHANGES_BY_STATE,     /* of the evidence's dealers, each once; by name, not known last */
    LL_CHANGES_BY_DIVISION,
    LL_CHANGES_BY_GROUP, /* that the lead goes to */
    LL_CHANGES_BY_COUNT
};

struct ll_compare_setup {
    const struct ll_rules *present, *candidate; /* cells 0 and 1, with their groups */
    ll_day from,
        to; /* what is in the counts was first shown then, by either pack; LL_DAY_NONE: no limit */
    size_t threads;
    size_t samples; /* of each kind of change, at most LL_SAMPLES_MAX */
    uint64_t seed;
};

struct ll_compare;
/* setup's parts are borrowed for its life. */
LL_NODISCARD enum ll_status ll_compare_new(const struct ll_compare_setup *setup,
                                           struct ll_compare **out, struct ll_error *err);
void ll_compare_free(struct ll_compare *compare);

/* As a part of a tune takes a subject. */
LL_NODISCARD enum ll_status ll_compare_take(struct ll_compare *compare, size_t thread,
                                            const struct ll_tune_subject *subject,
                                            struct ll_error *err);
/* Once all was taken: make one of what the threads have. */
LL_NODISCARD enum ll_status ll_compare_finish(struct ll_compare *compare, struct ll_error *err);

/* Of one that is finished. */
const struct ll_change_counts *ll_compare_all(const struct ll_compare *compare);
const struct ll_change_row *ll_compare_rows(const struct ll_compare *compare, enum ll_change_by by,
                                            size_t *count);
/* Pairs that the candidate shows first on an earlier, or later, day. */
uint64_t ll_compare_sooner(const struct ll_compare *compare);
uint64_t ll_compare_later(const struct ll_compare *compare);
/* Changed pairs in which that differs (one bit of ll_differs). */
uint64_t ll_compare_differing(const struct ll_compare *compare, enum ll_differs what);

/* The object "changes" of the document. */
void ll_compare_json(const struct ll_compare *compare, struct ll_buf *out);
/* A short table for a terminal. */
void ll_compare_text(const struct ll_compare *compare, struct ll_buf *out);

#endif
