/* read.h -- what the files of this room share.
 * Depends on: lint, cases.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LINT_READ_H
#define LL_LINT_READ_H

#include "lint/cases.h"
#include "lint/lint.h"

struct ll_lint {
    struct ll_arena scratch;
    const struct ll_calibers *calibers; /* NULL: none are known */
    struct ll_errors *warnings;
    bool failed; /* memory is out */
};

/* An expression and what it stands for. */
struct ll_lint_asked {
    const struct ll_expr_reading *reading;
    enum ll_lint_subject subject;
    const struct ll_book_entry *entry; /* whose parameters it names; NULL: none */
    bool (*possible)(const struct ll_cases *cases, const void *context); /* NULL: all can be */
    const void *context;
};

/* Add a finding, unless it is there: a named condition is looked at wherever it is used. */
struct ll_error *ll_lint_warn(struct ll_lint *lint, struct ll_pos at, const char *code,
                              const char *format, ...) LL_PRINTF(4, 5);
/* Give it a second place. */
void ll_lint_beside(struct ll_error *finding, struct ll_pos at, const char *note);

/* What is always or never true, and what adds nothing. may_be_true: it is not told that the whole is always so. */
void ll_lint_truth(struct ll_lint *lint, const struct ll_lint_asked *asked, bool may_be_true);
/* Where null is dropped unsaid. */
void ll_lint_nulls(struct ll_lint *lint, const struct ll_lint_asked *asked);
/* Words that no event has, and lists with twins. */
void ll_lint_words(struct ll_lint *lint, const struct ll_lint_asked *asked);
/* All three. */
void ll_lint_expression(struct ll_lint *lint, const struct ll_lint_asked *asked, bool may_be_true);

/* A list of YAML that names one value twice. */
void ll_lint_twins(struct ll_lint *lint, const struct ll_yaml_node *list);

/* What an expression may ask of within a call, by the field's kind of items: of traces() those of traces. */
enum ll_lint_subject ll_lint_within(const struct ll_lint_asked *asked, const struct ll_node *call);

#endif
