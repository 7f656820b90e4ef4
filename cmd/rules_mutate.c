/* rules_mutate.c -- see rules_mutate.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/rules_mutate.h"

#include "cmd/cmd.h"
#include "cmd/say.h"
#include "mutate/report.h"

static void cover(struct cmd_rules_mutate *options, const struct ll_trial_suite *suite,
                  const struct ll_trial_job *job, struct ll_buf *out)
{
    struct ll_arena arena = {0}, run = {0};
    struct ll_coverage coverage;
    struct ll_gap *gaps;
    size_t count;
    bool fine = ll_coverage_make(&coverage, suite->book, &arena);

    for (size_t i = 0; fine && i < suite->test_count; i++) {
        fine = ll_coverage_add(&coverage, &suite->tests[i], &run);
        ll_arena_reset(&run);
    }
    fine = fine && ll_coverage_sum(&coverage, &arena, &gaps, &count);
    if (!fine)
        options->no_memory = true;
    else if (options->json)
        ll_coverage_report_json(&coverage, job->rules, gaps, count, out);
    else
        ll_coverage_report(&coverage, job->rules, gaps, count, out);
    ll_arena_fini(&run);
    ll_arena_fini(&arena);
}

static void mutate(struct cmd_rules_mutate *options, const struct ll_trial_suite *suite,
                   const struct ll_trial_job *job, const struct ll_router *groups,
                   struct ll_buf *out)
{
    struct ll_arena arena = {0};
    struct ll_errors errors = {0};
    struct ll_trying trying = {.suite = suite, .path = job->rules, .groups = groups};
    enum ll_status status = LL_OK;

    for (size_t i = 0; i < job->file_count && !status; i++)
        status = ll_survivors_read(&trying.accepted, &arena, job->files[i], &errors);
    if (!status)
        status = ll_trying_run(&trying, &arena, &errors);
    if (status) {
        cmd_say_errors(&errors, "error");
        options->survived = true;
    }
    if (!status || status == LL_ERR_DATA)
        options->no_memory |=
            !(options->json ? ll_trying_report_json(&trying, out) : ll_trying_report(&trying, out));
    options->survived |= trying.counts[LL_FATE_SURVIVED] != 0;
    ll_arena_fini(&arena);
}

void cmd_rules_mutate_run(struct cmd_rules_mutate *options, const struct ll_trial_suite *suite,
                          const struct ll_trial_job *job, const struct ll_router *groups,
                          struct ll_buf *out)
{
    if (options->coverage)
        cover(options, suite, job, out);
    if (options->mutate)
        mutate(options, suite, job, groups, out);
}
