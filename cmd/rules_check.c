/* rules_check.c -- leadline rules check: every fault of packs, tests and groups.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/rules.h"
#include "cmd/rules_findings.h"
#include "cmd/rules_tests.h"
#include "cmd/say.h"

#include "lint/lint.h"
#include "trial/trial.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static const struct cmd_help help = {
    .name = "rules check",
    .summary = "tell every fault of packs, tests and groups files, with its place",
    .usage = "[options] FILE|DIR...",
    .about =
        "Loads packs and groups as the worker does, and looks further: for conditions that are "
        "always or never true, that drop what is not known, for words that no event has, for "
        "groups that cover or accept nothing. What has a meaning, but hardly the one that was "
        "meant, is a warning.\n"
        "\n"
        "A file whose top level has 'groups' is a groups file, one that has 'tests' and no rules a "
        "file of tests, which are read and not run. A folder is one pack of all its *.yaml and "
        "*.yml files; its groups files and files of tests are checked too. Packs and groups that "
        "are named together are checked against each other.",
    .examples = "leadline rules check rules/atf.yaml rules/groups.yaml\n"
                "leadline rules check --strict --format github rules",
    .codes = "0 all are good; 1 one is faulty; 2 bad usage.",
};

/* A file or folder that was named, or a file of groups or tests in such a folder. */
struct checked {
    const char *path, *operand; /* operand: what was named */
    enum cmd_rules_kind kind;
    struct ll_book *book;     /* of a pack; NULL: it is faulty */
    struct ll_groups *groups; /* of groups; NULL: they are faulty */
    size_t test_count;        /* of a file of tests */
    struct ll_errors errors, warnings;
    struct checked *next;
};

struct check {
    struct ll_arena arena;
    struct ll_calibers *calibers;
    struct checked *first, **end;
    size_t pack_count, book_count; /* packs, and those without a fault */
    bool strict;
    enum cmd_findings_format format;
};

static bool add(struct check *check, const char *path, const char *operand,
                enum cmd_rules_kind kind)
{
    struct checked *one = LL_NEW(&check->arena, struct checked);

    if (!one)
        return false;
    one->path = path;
    one->operand = operand;
    one->kind = kind;
    *check->end = one;
    check->end = &one->next;
    check->pack_count += kind == CMD_RULES_PACK;
    return true;
}

/* ---- what is to be checked ---- */

static int is_yaml(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && dot &&
           (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static bool add_operand(struct check *check, const char *path)
{
    struct dirent **names;
    bool fine = add(check, path, path, cmd_rules_kind_of(path));
    int n = scandir(path, &names, is_yaml, alphasort);

    for (int i = 0; i < n; i++) {
        const char *full = ll_arena_printf(&check->arena, "%s/%s", path, names[i]->d_name);
        fine = fine && full;
        enum cmd_rules_kind kind = fine ? cmd_rules_kind_of(full) : CMD_RULES_PACK;
        if (kind != CMD_RULES_PACK)
            fine = add(check, full, path, kind);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return fine;
}

/* ---- checking ---- */

static void load(struct check *check, struct checked *one)
{
    enum ll_status status = LL_OK;
    const struct ll_trial_suite *suite; /* its own tests: whether they can be read */

    switch (one->kind) {
    case CMD_RULES_GROUPS:
        status =
            ll_groups_load(&check->arena, one->path, check->calibers, &one->groups, &one->errors);
        break;
    case CMD_RULES_TESTS:
        cmd_rules_tests_read(&check->arena, one->path, one->operand, check->calibers,
                             &one->test_count, &one->errors);
        break;
    case CMD_RULES_PACK:
        status = ll_book_load(&check->arena, one->path, check->calibers, &one->book, &one->errors,
                              &one->warnings);
        if (one->book)
            status = ll_trial_load(&check->arena, one->book, check->calibers, NULL, 0, &suite,
                                   &one->errors);
        break;
    }
    check->book_count += one->book != NULL;
    if (status && !one->errors.count)
        (void)ll_fail(ll_errors_next(&one->errors), status, "it cannot be loaded");
}

static bool is_before(const struct ll_error *a, const struct ll_error *b)
{
    int order = a->at.source && b->at.source ? strcmp(a->at.source->file, b->at.source->file) : 0;
    if (order || a->at.line != b->at.line)
        return order ? order < 0 : a->at.line < b->at.line;
    return a->at.col < b->at.col;
}

/* Those of one file in the order of their places. */
static void sort(struct ll_errors *findings)
{
    size_t n = findings->count < LL_ERRORS_MAX ? findings->count : LL_ERRORS_MAX;

    for (size_t i = 1; i < n; i++) {
        struct ll_error one = findings->list[i];
        size_t k = i;
        for (; k && is_before(&one, &findings->list[k - 1]); k--)
            findings->list[k] = findings->list[k - 1];
        findings->list[k] = one;
    }
}

static bool look(struct check *check)
{
    const struct ll_book **books =
        LL_NEW_ARRAY(&check->arena, const struct ll_book *, check->book_count + 1);
    size_t n = 0;
    bool fine = books != NULL;

    for (const struct checked *one = check->first; one && fine; one = one->next) {
        if (one->book)
            books[n++] = one->book;
    }
    /* What a faulty pack has is not known: then groups are looked at by themselves. */
    if (n < check->pack_count)
        n = 0;
    for (struct checked *one = check->first; one && fine; one = one->next) {
        if (one->book)
            fine = !ll_lint_pack(one->book, check->calibers, &one->warnings);
        if (one->groups)
            fine = !ll_lint_groups(one->groups, books, n, check->calibers, &one->warnings);
        sort(&one->warnings);
    }
    return fine;
}

/* ---- telling ---- */

static void say_good(const struct checked *one)
{
    char warnings[64] = "";

    if (one->warnings.count)
        (void)snprintf(warnings, sizeof warnings, ", %zu warning%s", one->warnings.count,
                       one->warnings.count == 1 ? "" : "s");
    if (one->groups)
        cmd_say("%s: good, %zu groups%s", one->path, ll_groups_router(one->groups)->group_count,
                warnings);
    else if (one->kind == CMD_RULES_TESTS)
        cmd_say("%s: good, %zu test%s", one->path, one->test_count,
                one->test_count == 1 ? "" : "s");
    else
        cmd_say("%s: good, %zu indicators, %s%s", one->path, one->book->pack->indicator_count,
                one->book->pack->digest, warnings);
}

/* False where it is faulty. */
static bool tell(const struct check *check, const struct checked *one)
{
    const char *severity = check->strict ? "error" : "warning";
    bool good = one->errors.count == 0 && !(check->strict && one->warnings.count);
    bool written = cmd_findings_print(&one->warnings, severity, one->path, check->format) &&
                   cmd_findings_print(&one->errors, "error", one->path, check->format);

    if (good && check->format == CMD_FINDINGS_TEXT)
        say_good(one);
    return good && written;
}

static int run(struct check *check, char **paths, size_t n)
{
    bool fine = true;

    for (size_t i = 0; i < n && fine; i++)
        fine = add_operand(check, paths[i]);
    for (struct checked *one = check->first; one && fine; one = one->next)
        load(check, one);
    if (!fine || !look(check)) {
        cmd_say("error: out of memory");
        return CMD_FAILED;
    }
    for (const struct checked *one = check->first; one; one = one->next)
        fine &= tell(check, one);
    return fine ? CMD_FINE : CMD_FAILED;
}

int cmd_rules_check(int argc, char **argv)
{
    struct cmd_part_files files = {0};
    struct cmd_parts parts;
    struct check check = {0};
    const char *format = "text";
    bool json = false;
    const struct cmd_option options[] = {
        {.name = "strict", .flag = &check.strict, .help = "Warnings are faults too."},
        {.name = "json",
         .flag = &json,
         .help = "One finding a line, as JSON: the same as --format json."},
        {.name = "format",
         .value = "FORMAT",
         .text = &format,
         .help = "text: for people, on standard error. json: an object for each finding, on "
                 "standard output. github: workflow commands that mark the lines of a pull "
                 "request."},
        {.name = "calibers",
         .value = "FILE",
         .text = &files.calibers,
         .help = CMD_RULES_CALIBERS_HELP},
    };
    size_t operands;
    int code;

    if (cmd_args_read(&help, options, sizeof options / sizeof options[0], argc, argv, &operands,
                      &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "name a file or folder of rules");
    if (!cmd_findings_format_of(json ? "json" : format, &check.format))
        return cmd_args_wrong(&help, "there is no format '%.64s'; there are text, json and github",
                              format);
    code = cmd_parts_load(&files, &parts);
    check.calibers = parts.calibers;
    check.end = &check.first;
    if (!code)
        code = run(&check, argv, operands);
    ll_arena_fini(&check.arena);
    cmd_parts_free(&parts);
    return code;
}
