/* report.h -- what became of tests: for a person, for programs, for CI.
 * Depends on: trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TRIAL_REPORT_H
#define LL_TRIAL_REPORT_H

#include "trial/trial.h"

struct ll_trial_counts {
    size_t tests, passed, failed, differed, skipped;
    size_t ungrouped; /* expectations of groups that were passed over, as there are none */
};

/* A test that was run. Borrowed for the call. */
struct ll_trial_ran {
    const struct ll_trial_suite *suite;
    const struct ll_trial_test *test;
    const struct ll_trial_result *result;
    struct ll_arena *arena; /* of the run */
};

void ll_trial_count(struct ll_trial_counts *counts, const struct ll_trial_ran *ran, bool grouped);

/* Append why a test failed, differed or was skipped, as lines with its place, what was expected beside what was found, and
 * the windows that were looked at. False: memory is out. */
bool ll_trial_add_failure(const struct ll_trial_ran *ran, struct ll_buf *out);
/* One line of a test that passed or was skipped, for those who want to see all. */
void ll_trial_add_line(const struct ll_trial_ran *ran, struct ll_buf *out);
/* "412 tests, 411 passed, 1 failed", and what else is to be known. */
void ll_trial_add_summary(const struct ll_trial_counts *counts, struct ll_buf *out);

/* One JSON object and a line end. False: memory is out. */
bool ll_trial_add_json(const struct ll_trial_ran *ran, struct ll_buf *out);
void ll_trial_add_json_summary(const struct ll_trial_counts *counts, struct ll_buf *out);

/* A testcase of a JUnit file; and the file around all of them. */
bool ll_trial_add_junit(const struct ll_trial_ran *ran, struct ll_buf *out);
void ll_trial_add_junit_file(const struct ll_trial_counts *counts, ll_str testcases,
                             struct ll_buf *out);

#endif
