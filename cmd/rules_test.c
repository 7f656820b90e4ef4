/* rules_test.c -- leadline rules test: run the tests of rules.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/rules.h"
#include "cmd/rules_mutate.h"
#include "cmd/say.h"

#include "base/buf.h"
#include "files/output.h"
#include "trial/plan.h"
#include "trial/report.h"

#include <fnmatch.h>

static const struct cmd_help help = {
    .name = "rules test",
    .summary = "run the tests of rules",
    .usage = "[options] FILE|DIR...",
    .about =
        "Runs tests that stand in a pack, under 'tests:' of the pack or of an indicator, or in a "
        "file of their own. A pack stands for its own tests and those of NAME.test.yaml beside it, "
        "a folder for all in it.\n"
        "\n"
        "Each test is also run backwards, shuffled, with events twice and in batches. The leads "
        "must stay the same; where they do not, that is a fault of Leadline, and said to be.\n"
        "\n"
        "A failed test is shown with its place, what was expected beside what was found, and the "
        "windows that were looked at.\n"
        "\n"
        "Where all tests of a pack pass, --coverage tells what of the pack they do not try, and "
        "--mutate changes one thing of the pack at a time, and tells which changes no test "
        "notices.",
    .examples = "leadline rules test rules\n"
                "leadline rules test --run '*weekend*' --verbose rules/atf.yaml\n"
                "leadline rules test --coverage --mutate rules/atf.yaml\n"
                "leadline rules test --junit tests.xml --groups rules/groups.yaml rules",
    .codes =
        "0 all passed; 1 a test failed, or is faulty, or its pack is, or a mutant survived; 2 bad "
        "usage, or there are no tests.",
};

/* What the options say, and what is gathered over all packs. */
struct testing {
    const char *groups_file, *calibers_file, *run, *junit;
    bool verbose, json;
    struct cmd_rules_mutate further;

    struct cmd_parts parts;
    struct ll_buf out, testcases;
    struct ll_trial_counts counts;
    bool faulty; /* a pack, or a file of tests */
    bool no_memory;
};

static bool is_of_files(const struct ll_trial_test *test, const struct ll_trial_job *job)
{
    for (size_t i = 0; i < job->file_count; i++)
        if (strcmp(test->at.source->file, job->files[i]) == 0)
            return true;
    return job->own;
}

/* --run: a pattern where it has signs of one, else a part of the name. */
static bool is_wanted(const struct testing *t, const struct ll_trial_test *test)
{
    char name[512];
    size_t len = test->name.len < sizeof name - 1 ? test->name.len : sizeof name - 1;

    if (!t->run)
        return true;
    memcpy(name, test->name.ptr, len);
    name[len] = 0;
    return strpbrk(t->run, "*?[") ? fnmatch(t->run, name, 0) == 0 : strstr(name, t->run) != NULL;
}

static void run_one(struct testing *t, const struct ll_trial_suite *suite,
                    const struct ll_trial_test *test, struct ll_arena *arena)
{
    const struct ll_router *groups = t->parts.groups ? ll_groups_router(t->parts.groups) : NULL;
    struct ll_trial_result result;
    const struct ll_trial_ran ran = {suite, test, &result, arena};
    bool fine = true, passed;

    ll_trial_run(suite, test, suite->book->pack, groups, 0, arena, &result);
    if (result.outcome == LL_TRIAL_NO_MEMORY) {
        t->no_memory = true;
        return;
    }
    passed = result.outcome == LL_TRIAL_PASSED || result.outcome == LL_TRIAL_SKIPPED;
    ll_trial_count(&t->counts, &ran, groups != NULL);
    if (t->json)
        fine = ll_trial_add_json(&ran, &t->out);
    else if (!passed)
        fine = ll_trial_add_failure(&ran, &t->out);
    else if (t->verbose)
        ll_trial_add_line(&ran, &t->out);
    if (t->junit)
        fine = ll_trial_add_junit(&ran, &t->testcases) && fine;
    t->no_memory = t->no_memory || !fine || t->out.failed || t->testcases.failed;
}

static void flush(struct testing *t)
{
    (void)cmd_print(ll_buf_str(&t->out));
    ll_buf_reset(&t->out);
}

/* Coverage and mutants, which say nothing where a test fails as it is. */
static void go_further(struct testing *t, const struct ll_trial_job *job,
                       const struct ll_trial_suite *suite, bool passed)
{
    const struct ll_router *groups = t->parts.groups ? ll_groups_router(t->parts.groups) : NULL;

    if (!t->further.coverage && !t->further.mutate)
        return;
    if (!passed) {
        cmd_say("%s: its tests fail; let them pass before you ask what they try", job->rules);
        return;
    }
    t->further.json = t->json;
    cmd_rules_mutate_run(&t->further, suite, job, groups, &t->out);
    t->no_memory = t->no_memory || t->further.no_memory || t->out.failed;
}

static void run_job(struct testing *t, const struct ll_trial_job *job)
{
    struct ll_arena arena = {0}, run = {0};
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_book *book;
    const struct ll_trial_suite *suite = NULL;

    if (ll_book_load(&arena, job->rules, t->parts.calibers, &book, &errors, &warnings) ||
        ll_trial_load(&arena, book, t->parts.calibers, job->files, job->file_count, &suite,
                      &errors)) {
        cmd_say_errors(&errors, "error");
        t->faulty = true;
    }
    size_t failed = t->counts.failed + t->counts.differed;
    for (size_t i = 0; suite && i < suite->test_count && !t->no_memory; i++) {
        if (!is_of_files(&suite->tests[i], job) || !is_wanted(t, &suite->tests[i]))
            continue;
        run_one(t, suite, &suite->tests[i], &run);
        ll_arena_reset(&run);
        if (t->out.len > 1 << 16)
            flush(t);
    }
    if (suite && suite->test_count && !t->no_memory)
        go_further(t, job, suite, t->counts.failed + t->counts.differed == failed);
    ll_arena_fini(&run);
    ll_arena_fini(&arena);
}

static bool write_junit(struct testing *t)
{
    struct ll_buf file = {0};
    struct ll_error err = {0};
    enum ll_status status;

    ll_trial_add_junit_file(&t->counts, ll_buf_str(&t->testcases), &file);
    status = file.failed ? ll_fail(&err, LL_ERR_NOMEM, "out of memory for '%s'", t->junit)
                         : ll_output_whole(t->junit, ll_buf_str(&file), &err);
    if (status)
        cmd_say_error(&err, "error");
    ll_buf_fini(&file);
    return !status;
}

static int finish(struct testing *t)
{
    bool fine = true;

    if (t->no_memory) {
        cmd_say("error: out of memory");
        return CMD_FAILED;
    }
    if (!t->counts.tests && !t->faulty) {
        cmd_say(t->run ? "no test has a name like '%s'"
                       : "there are no tests here%s; write them under 'tests:', see "
                         "docs/testing-rules.md",
                t->run ? t->run : "");
        return CMD_BAD_USAGE;
    }
    if (t->json)
        ll_trial_add_json_summary(&t->counts, &t->out);
    else if (t->counts.tests)
        ll_trial_add_summary(&t->counts, &t->out);
    flush(t);
    if (t->junit)
        fine = write_junit(t);
    return fine && !t->faulty && !t->counts.failed && !t->counts.differed && !t->further.survived
               ? CMD_FINE
               : CMD_FAILED;
}

static int run_all(struct testing *t, char **operands, size_t n)
{
    const struct cmd_part_files files = {.groups = t->groups_file, .calibers = t->calibers_file};
    struct ll_errors errors = {0};
    struct ll_trial_plan plan;
    int code = cmd_parts_load(&files, &t->parts);

    if (code == CMD_FINE) {
        if (ll_trial_plan(&t->parts.arena, (const char *const *)operands, n, &plan, &errors)) {
            cmd_say_errors(&errors, "error");
            t->faulty = true;
        }
        for (size_t i = 0; i < plan.count && !t->no_memory; i++)
            run_job(t, &plan.jobs[i]);
        code = finish(t);
    }
    cmd_parts_free(&t->parts);
    ll_buf_fini(&t->out);
    ll_buf_fini(&t->testcases);
    return code;
}

int cmd_rules_test(int argc, char **argv)
{
    struct testing t = {0};
    const struct cmd_option options[] = {
        {.name = "run",
         .value = "PATTERN",
         .text = &t.run,
         .help = "Only tests whose name has this in it; with *, ? or [] in it, whose whole name is "
                 "like it."},
        {.name = "groups",
         .value = "FILE",
         .text = &t.groups_file,
         .help = "The groups and their guidelines, for expectations of groups. Without it they are "
                 "passed over."},
        {.name = "coverage",
         .flag = &t.further.coverage,
         .help = "Tell what the tests leave untried: indicators, conditions, edges of comparisons "
                 "and of windows."},
        {.name = "mutate",
         .flag = &t.further.mutate,
         .help = "Change one thing of the pack at a time, and tell which changes no test notices."},
        {.name = "verbose", .flag = &t.verbose, .help = "List the tests that passed too. Or -v."},
        {.name = "json", .flag = &t.json, .help = "A line of JSON for each test and one for all."},
        {.name = "junit",
         .value = "FILE",
         .text = &t.junit,
         .help = "Write the results as JUnit XML too, for CI."},
        {.name = "calibers",
         .value = "FILE",
         .text = &t.calibers_file,
         .help = CMD_RULES_CALIBERS_HELP},
    };
    static char verbose[] = "--verbose";
    size_t operands;
    int code;

    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "-v") == 0)
            argv[i] = verbose;
    if (cmd_args_read(&help, options, sizeof options / sizeof options[0], argc, argv, &operands,
                      &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "name a pack, a file of tests or a folder");
    return run_all(&t, argv, operands);
}
