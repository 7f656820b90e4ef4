/* label.h -- what came of leads: later traces, what groups said, and what is known to have been planted.
 * Depends on: lead, sweep/found.   SPDX-License-Identifier: Apache-2.0
 *
 * A lead that nobody has said anything of is unlabelled: neither right nor wrong. */
#ifndef LL_LABEL_LABEL_H
#define LL_LABEL_LABEL_H

#include "base/error.h"
#include "sweep/found.h"

enum ll_label { LL_LABEL_NONE, LL_LABEL_TRUE, LL_LABEL_FALSE };

struct ll_verdict {
    enum ll_label label;
    bool by_trace, by_disposition, by_truth; /* who said so */
    bool duplicate; /* a group said that it had it already: it is no label */
    bool listed;    /* of ll_labels_subject: the subject is one that ll_labels_subjects counts */
    ll_day
        when; /* TRUE: the first trace after the lead was shown, or the day a case was opened; LL_DAY_NONE: unknown */
};

struct ll_labels_setup {
    bool traces;           /* a gun of the evidence that is traced later confirms */
    bool traces_abroad;    /* only those recovered outside the US */
    int32_t traces_within; /* only within so many days from first shown; 0: any */
    const char *const *
        files; /* dispositions (NDJSON, CSV, as the topic has them) and truth of 'leadline gen': told by content */
    size_t file_count;
};

struct ll_labels; /* read-only once loaded; shared by threads; lives in its arena */

struct ll_labels_counts {
    uint64_t dispositions, truths; /* lines used */
    uint64_t unknown_words; /* dispositions that are no label: counted, and in the warnings */
    bool complete;          /* a truth file was read: who is not in it is known to be innocent */
};

/* Faults, up to LL_ERRORS_MAX, go to errors: file, line, cause, remedy. */
LL_NODISCARD enum ll_status ll_labels_load(struct ll_arena *arena,
                                           const struct ll_labels_setup *setup,
                                           struct ll_labels **out, struct ll_errors *errors,
                                           struct ll_errors *warnings);
const struct ll_labels_counts *ll_labels_counts(const struct ll_labels *labels);

/* What came of a lead. */
struct ll_verdict ll_labels_judge(const struct ll_labels *labels, const struct ll_found *found,
                                  const struct ll_found_lead *lead);
/* Is the subject one that should have been found, by traces of its guns, dispositions of any lead on it, or the truth?
 * when: the first day of that, or LL_DAY_NONE. A purchaser in no ll_found is not traced: subject alone then. */
struct ll_verdict ll_labels_subject(const struct ll_labels *labels, const struct ll_found *found);
/* How many subjects files alone say should be found (traces aside, and dispositions that do not name the lead's subject): by
 * ll_subject_kind. So of a kind there are: those found that are TRUE, and of these those that none of the found ones is. */
void ll_labels_subjects(const struct ll_labels *labels, uint64_t counts[4]);
/* After all leads were judged: dispositions of leads that no cell has, for the notes. Threads must be done. */
uint64_t ll_labels_unmatched(const struct ll_labels *labels);

#endif
