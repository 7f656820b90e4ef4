/* fail.h -- conditions on figures under which a comparison fails: "new_leads > 500".
 * Depends on: base, expr.   SPDX-License-Identifier: Apache-2.0
 *
 * In the language of rules, on numbers. A figure that could not be computed is null, so that a comparison with it is false. */
#ifndef LL_TUNE_FAIL_H
#define LL_TUNE_FAIL_H

#include "base/buf.h"
#include "expr/expr.h"

/* X(slot, name): of one pack, "present.NAME", "candidate.NAME", or NAME of the one that is tried: the candidate, where there
 * is one. Numbers; shares from 0 to 1. */
#define LL_FAIL_PACK_FIGURES(X)                                                                    \
    X(LEADS, "leads")                                                                              \
    X(WITHDRAWN, "withdrawn_leads")                                                                \
    X(PURCHASERS, "purchasers")                                                                    \
    X(GUNS, "guns")                                                                                \
    X(WEEK_MEDIAN, "leads_a_week_median")                                                          \
    X(WEEK_BUSIEST, "leads_a_week_busiest")                                                        \
    X(TRUE, "true_leads")                                                                          \
    X(FALSE, "false_leads")                                                                        \
    X(UNLABELLED, "unlabelled_leads")                                                              \
    X(DUPLICATE, "duplicate_leads")                                                                \
    X(PRECISION, "precision")                                                                      \
    X(RECALL, "recall")                                                                            \
    X(CONFIRMED, "confirmed_share")                                                                \
    X(LIFT, "lift")                                                                                \
    X(FALSE_FOR_TRUE, "false_for_true")                                                            \
    X(DAYS_GAINED, "days_gained_median")                                                           \
    X(GUNS_AFTER, "guns_after")                                                                    \
    X(GUNS_AFTER_SHARE, "guns_after_share")

/* X(slot, name): of the comparison with a candidate. Shares are of the present pack's leads. */
#define LL_FAIL_CHANGE_FIGURES(X)                                                                  \
    X(NEW, "new_leads")                                                                            \
    X(GONE, "gone_leads")                                                                          \
    X(CHANGED, "changed_leads")                                                                    \
    X(SAME, "same_leads")                                                                          \
    X(NEW_SHARE, "new_share")                                                                      \
    X(GONE_SHARE, "gone_share")                                                                    \
    X(CHANGED_SHARE, "changed_share")                                                              \
    X(SOONER, "sooner_leads")                                                                      \
    X(LATER, "later_leads")

enum ll_fail_figure {
#define LL_X(slot, name) LL_FAIL_##slot,
    LL_FAIL_PACK_FIGURES(LL_X)
#undef LL_X
        LL_FAIL_PACK_COUNT
};
enum ll_fail_change {
#define LL_X(slot, name) LL_FAIL_##slot,
    LL_FAIL_CHANGE_FIGURES(LL_X)
#undef LL_X
        LL_FAIL_CHANGE_COUNT
};
enum ll_fail_pack { LL_FAIL_PRESENT, LL_FAIL_CANDIDATE };

/* The values, null until they are set. */
struct ll_fail_values {
    struct ll_value packs[2][LL_FAIL_PACK_COUNT]; /* by ll_fail_pack */
    struct ll_value changes[LL_FAIL_CHANGE_COUNT];
};
void ll_fail_values_init(struct ll_fail_values *values);
/* A number as expressions have it, rounded to four places; null where it is not finite or too large. */
struct ll_value ll_fail_value(double number);
/* Of a count: exact. */
struct ll_value ll_fail_count(uint64_t count);
/* A share of two counts; null of none. */
struct ll_value ll_fail_share(uint64_t k, uint64_t n);

/* What is known of a pack's leads, and of a finished comparison. */
struct ll_figure;
struct ll_compare;
void ll_fail_take_figure(struct ll_fail_values *values, enum ll_fail_pack pack,
                         const struct ll_figure *figure);
void ll_fail_take_changes(struct ll_fail_values *values, const struct ll_compare *compare);

struct ll_fail_condition; /* read-only; lives in the arena it was read into */

/* Read a condition, as given: text is borrowed for its life. Faults go to errors, with a caret under the place, and the nearest right
 * name. has_candidate: there is a comparison to speak of. */
LL_NODISCARD enum ll_status ll_fail_read(struct ll_arena *arena, const char *text,
                                         bool has_candidate, struct ll_fail_condition **out,
                                         struct ll_errors *errors);

struct ll_fail_told {
    bool holds;
    size_t unknown; /* figures that it names and that are null */
};
/* Ask it, and append one line of what came of it, without a line end: "new_leads > 500 holds: new_leads is 612". */
struct ll_fail_told ll_fail_ask(const struct ll_fail_condition *condition,
                                const struct ll_fail_values *values, struct ll_buf *line);

/* The name of a figure of a pack, and of a comparison. */
const char *ll_fail_figure_name(enum ll_fail_figure figure);
const char *ll_fail_change_name(enum ll_fail_change change);

#endif
