/* domain.h -- which values a field or a call can have at all.
 * Depends on: expr, pack, group, vocabulary.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_LINT_DOMAIN_H
#define LL_LINT_DOMAIN_H

#include "event/vocabulary.h"
#include "expr/tree.h"
#include "pack/pack.h"

/* Whose fields an expression speaks of. */
enum ll_lint_subject {
    LL_LINT_FIREARM,
    LL_LINT_TRACE,
    LL_LINT_REPORT,
    LL_LINT_ITEM, /* of any kind: a field that an item lacks is null */
    LL_LINT_LEAD
};

enum ll_domain_kind {
    LL_DOMAIN_BOOL,
    LL_DOMAIN_NUMBER, /* min to max in steps */
    LL_DOMAIN_DATE,   /* texts that are dates, min to max in days */
    LL_DOMAIN_WORDS,  /* one of a closed list */
    LL_DOMAIN_TEXT    /* any text that is not empty */
};

struct ll_domain {
    enum ll_domain_kind kind;
    bool nullable;
    int64_t min, max, step; /* number: ten-thousandths; date: days since 1970 */
    const ll_str *words;    /* words[1..word_count - 1] */
    unsigned word_count;
    const char
        *said; /* what is remarkable of it, for people: "prices are 0 or more"; NULL: nothing */
};

struct ll_domain ll_domain_of_field(enum ll_lint_subject subject, uint16_t slot);
struct ll_domain ll_domain_of_call(const struct ll_node *call);
/* "firearm", "lead". */
const char *ll_lint_subject_word(enum ll_lint_subject subject);

#endif
