/* cases.h -- the cases that conditions can tell apart.
 * Depends on: domain, expr/reading.   SPDX-License-Identifier: Apache-2.0
 *
 * For each field and call that conditions ask of, a few values stand for all: each constant it is held against, some
 * between each two neighbours, and null where it can be. What is so in all of their combinations is so always. */
#ifndef LL_LINT_CASES_H
#define LL_LINT_CASES_H

#include "expr/reading.h"
#include "lint/domain.h"

#define LL_CASES_VARS_MAX 16
#define LL_CASES_TIES_MAX 32
#define LL_CASES_MAX 50000 /* combinations that are looked at, at most */

struct ll_case_constant {
    struct ll_value value;
    struct ll_case_constant *next;
};

/* A field, a call, or whether a list field has a member. */
struct ll_case_var {
    enum ll_node_kind kind; /* NAME, CALL, IN */
    uint16_t slot;          /* NAME, IN */
    ll_str words;           /* CALL: as it is written, IN: the member */
    enum ll_call call;
    bool counts_all; /* count() */
    bool counts;     /* of the window: never over count() */
    struct ll_domain domain;
    bool ordered; /* compared by < and its like */
    bool tied;    /* held against another, so that more values are looked at */
    struct ll_case_constant *constants;
    struct ll_value *points;
    size_t point_count, at;
};

/* Two that are compared with each other. */
struct ll_case_tie {
    uint16_t a, b;
};

struct ll_cases {
    struct ll_arena *arena;
    enum ll_lint_subject subject;
    struct ll_case_var vars[LL_CASES_VARS_MAX];
    size_t var_count;
    struct ll_case_tie ties[LL_CASES_TIES_MAX];
    size_t tie_count;
    bool failed; /* too many things are asked of, or memory is out: nothing can be told */
    struct ll_value row[LL_CASES_VARS_MAX];
    struct ll_expr_env env;
    /* Whether a combination can be; NULL: all can. */
    bool (*possible)(const struct ll_cases *cases, const void *context);
    const void *context;
};

/* A copy of a condition of the reading that can be asked for its value in each case by ll_case_holds; NULL, and failed,
 * where it cannot. */
const struct ll_node *ll_cases_take(struct ll_cases *cases, const struct ll_expr_reading *reading,
                                    const struct ll_node *node);
/* Go to the first case; false where there are too many, or none. Then to the next; false behind the last. */
bool ll_cases_first(struct ll_cases *cases);
bool ll_cases_next(struct ll_cases *cases);
static inline bool ll_case_holds(const struct ll_cases *cases, const struct ll_node *copy)
{
    return ll_reading_holds(copy, &cases->env);
}
/* Some field or call is null in this case. */
bool ll_case_has_null(const struct ll_cases *cases);

/* Fill in var->points of its domain and constants. False: memory is out. */
bool ll_case_points(struct ll_case_var *var, struct ll_arena *arena);

#endif
