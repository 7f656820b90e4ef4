/* report.h -- coverage and mutants as text: for a person, and a JSON object a line for programs.
 * Depends on: coverage, run.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_REPORT_H
#define LL_MUTATE_REPORT_H

#include "mutate/coverage.h"
#include "mutate/run.h"

/* What was tried of a pack, named by its path, and each gap with its place. */
void ll_coverage_report(const struct ll_coverage *coverage, const char *path,
                        const struct ll_gap *gaps, size_t count, struct ll_buf *out);
void ll_coverage_report_json(const struct ll_coverage *coverage, const char *path,
                             const struct ll_gap *gaps, size_t count, struct ll_buf *out);

/* How many mutants there were and what became of them, then each survivor with its place and, where one is found, the test
 * that would notice it. JSON: a line a mutant, then one for all. False: memory is out. */
LL_NODISCARD bool ll_trying_report(const struct ll_trying *trying, struct ll_buf *out);
LL_NODISCARD bool ll_trying_report_json(const struct ll_trying *trying, struct ll_buf *out);

#endif
