/* rules_tests.c -- files of tests, read and not run.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/rules_tests.h"

#include "base/readfile.h"
#include "trial/plan.h"
#include "trial/trial.h"

/* On one pack. */
static void read_on(struct ll_arena *arena, const char *path, const char *rules,
                    const struct ll_calibers *calibers, size_t *count, struct ll_errors *errors)
{
    struct ll_errors of_pack = {0}, warnings = {0};
    const struct ll_trial_suite *suite;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_error err = {0};
    struct ll_book *book;

    if (ll_book_load(arena, rules, calibers, &book, &of_pack, &warnings))
        (void)ll_fail(ll_errors_next(errors), LL_ERR_SYNTAX,
                      "these tests are of '%s', which is faulty; check it first", rules);
    else if (!source)
        (void)ll_fail(ll_errors_next(errors), LL_ERR_NOMEM, "out of memory for tests");
    else if (ll_readfile(arena, path, source, &err))
        *ll_errors_next(errors) = err;
    else if (ll_trial_parse(arena, book, calibers, source, &suite, errors) == LL_OK)
        *count = suite->test_count;
}

void cmd_rules_tests_read(struct ll_arena *arena, const char *path, const char *operand,
                          const struct ll_calibers *calibers, size_t *count,
                          struct ll_errors *errors)
{
    struct ll_errors of_plan = {0};
    struct ll_trial_plan plan;

    *count = 0;
    if (ll_trial_plan(arena, &operand, 1, &plan, &of_plan) && !of_plan.count)
        (void)ll_fail(ll_errors_next(errors), LL_ERR_NOMEM, "out of memory for tests");
    /* Of a folder there may be faults of other files. */
    for (size_t i = 0; i < of_plan.count && i < LL_ERRORS_MAX; i++) {
        const struct ll_error *fault = &of_plan.list[i];
        if (!fault->at.source || strcmp(fault->at.source->file, path) == 0)
            *ll_errors_next(errors) = *fault;
    }
    for (size_t i = 0; i < plan.count; i++) {
        const struct ll_trial_job *job = &plan.jobs[i];
        for (size_t k = 0; k < job->file_count && !errors->count; k++)
            if (strcmp(job->files[k], path) == 0)
                read_on(arena, path, job->rules, calibers, count, errors);
    }
}

/* Are these rules the pack that was named, or one of its files? */
static bool is_of(const struct ll_book *book, const char *pack, const char *rules)
{
    bool same = strcmp(rules, pack) == 0;

    for (size_t i = 0; i < book->root_count && !same; i++)
        same = !book->extended[i] && strcmp(rules, book->roots[i]->at.source->file) == 0;
    return same;
}

/* Add the top mapping of a file that is not there yet; one that cannot be read is for others to tell of. */
static bool add_root(struct ll_arena *arena, const char *path, struct ll_plain_tests *out,
                     size_t *cap)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_yaml_node *root;

    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->roots[i]->at.source->file, path) == 0)
            return true;
    const struct ll_yaml_node **roots =
        ll_arena_more(arena, out->roots, out->count, cap, sizeof(struct ll_yaml_node *));
    if (!source || !roots)
        return false;
    out->roots = roots;
    if (ll_readfile(arena, path, source, NULL) == LL_OK &&
        ll_yaml_parse(arena, source, &root, NULL) == LL_OK && root)
        roots[out->count++] = root;
    return true;
}

bool cmd_rules_tests_beside(struct ll_arena *arena, const struct ll_book *book, const char *pack,
                            struct ll_plain_tests *out)
{
    struct ll_errors errors = {0};
    struct ll_trial_plan plan;
    bool fine = ll_trial_plan(arena, &pack, 1, &plan, &errors) != LL_ERR_NOMEM;
    size_t cap = 0;

    *out = (struct ll_plain_tests){0};
    for (size_t i = 0; i < plan.count && fine; i++)
        for (size_t k = 0; k < plan.jobs[i].file_count && fine; k++)
            fine = !is_of(book, pack, plan.jobs[i].rules) ||
                   add_root(arena, plan.jobs[i].files[k], out, &cap);
    return fine;
}
