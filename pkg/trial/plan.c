/* plan.c -- which tests are meant by the files and folders that a user names.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/plan.h"

#include "base/readfile.h"
#include "pack/book.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct planning {
    struct ll_arena *arena;
    struct ll_trial_plan *plan;
    struct ll_errors *errors;
    enum ll_status status; /* of the first fault */
};

enum file_kind { FILE_UNREADABLE, FILE_EMPTY, FILE_PACK, FILE_PART, FILE_TESTS, FILE_GROUPS };

static void note(struct planning *p, enum ll_status status)
{
    if (!p->status)
        p->status = status;
}

static void fault_memory(struct planning *p)
{
    note(p, ll_fail(ll_errors_next(p->errors), LL_ERR_NOMEM, "out of memory for tests"));
}

/* ---- files ---- */

static bool exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* name in the folder of path. */
static const char *beside(struct planning *p, const char *path, ll_str name)
{
    const char *slash = strrchr(path, '/');
    int folder = slash && name.len && name.ptr[0] != '/' ? (int)(slash - path) + 1 : 0;
    const char *made = ll_arena_printf(p->arena, "%.*s%.*s", folder, path, LL_STR_ARGS(name));
    if (!made)
        fault_memory(p);
    return made;
}

/* The length of path without the ending; 0 where it has another. */
static size_t stem(const char *path, const char *ending)
{
    size_t len = strlen(path), end = strlen(ending);
    return len > end && strcmp(path + len - end, ending) == 0 ? len - end : 0;
}

/* path with another ending, where there is such a file; NULL: there is none. */
static const char *sibling(struct planning *p, const char *path, size_t len, bool tests)
{
    static const char *const endings[] = {".yaml", ".yml"};
    for (size_t i = 0; i < 2; i++) {
        const char *made =
            ll_arena_printf(p->arena, "%.*s%s%s", (int)len, path, tests ? ".test" : "", endings[i]);
        if (!made)
            fault_memory(p);
        else if (exists(made))
            return made;
    }
    return NULL;
}

/* What a file is by its top keys. Whoever loads it tells what is wrong with it. *root: in the arena, where it could be read. */
static enum file_kind look(struct planning *p, const char *path, struct ll_yaml_node **root)
{
    struct ll_source *source = LL_NEW(p->arena, struct ll_source);

    *root = NULL;
    if (!source || ll_readfile(p->arena, path, source, NULL) ||
        ll_yaml_parse(p->arena, source, root, NULL))
        return FILE_UNREADABLE;
    if (!*root || ll_yaml_is_null(*root))
        return FILE_EMPTY;
    if (ll_yaml_get(*root, "groups"))
        return FILE_GROUPS;
    if (ll_pack_is_tests(*root))
        return FILE_TESTS;
    if (ll_yaml_get(*root, "pack"))
        return FILE_PACK;
    if (ll_yaml_get(*root, "indicators") || ll_yaml_get(*root, "extends"))
        return FILE_PART;
    return ll_yaml_get(*root, "rules") ? FILE_TESTS : FILE_PART;
}

/* Of a file that has nothing in it the name tells what it was to be. */
static bool is_named_tests(const char *path)
{
    return stem(path, ".test.yaml") || stem(path, ".test.yml");
}

static void refuse_empty(struct planning *p, const char *path)
{
    note(p, ll_fail(ll_errors_next(p->errors), LL_ERR_SYNTAX,
                    "the file of tests '%s' is empty; write 'rules: PACK.yaml' and 'tests:' with a "
                    "list of tests, each begun with '- name:'",
                    path));
}

/* ---- the plan ---- */

static struct ll_trial_job *job_of(struct planning *p, const char *rules)
{
    struct ll_trial_plan *plan = p->plan;

    for (size_t i = 0; i < plan->count; i++)
        if (strcmp(plan->jobs[i].rules, rules) == 0 || same_file(plan->jobs[i].rules, rules))
            return &plan->jobs[i];
    struct ll_trial_job *more =
        ll_arena_more(p->arena, plan->jobs, plan->count, &plan->cap, sizeof *more);
    if (!more) {
        fault_memory(p);
        return NULL;
    }
    plan->jobs = more;
    more += plan->count++;
    *more = (struct ll_trial_job){.rules = rules};
    return more;
}

static void add_tests(struct planning *p, const char *rules, const char *path)
{
    struct ll_trial_job *job = job_of(p, rules);

    if (!job)
        return;
    for (size_t i = 0; i < job->file_count; i++)
        if (same_file(job->files[i], path))
            return;
    const char **more =
        ll_arena_more(p->arena, job->files, job->file_count, &job->file_cap, sizeof *more);
    if (!more) {
        fault_memory(p);
        return;
    }
    job->files = more;
    job->files[job->file_count++] = path;
}

/* A path of `rules`. */
static void add_rules(struct planning *p, const struct ll_yaml_node *node, const char *path)
{
    struct stat about;
    const char *rules =
        node->kind == LL_YAML_SCALAR && node->text.len ? beside(p, path, node->text) : NULL;

    if (rules && stat(rules, &about) == 0) {
        add_tests(p, rules, path);
        return;
    }
    note(p, ll_fail_at(ll_errors_next(p->errors), LL_ERR_SYNTAX, node->at,
                       "there is no pack at this path; write it as seen from this file"));
}

/* A file of tests. folder: the pack of its folder, which it is for where it names none; NULL: it has none. */
static void plan_tests(struct planning *p, const char *path, const struct ll_yaml_node *root,
                       const char *folder)
{
    const struct ll_yaml_node *rules = ll_yaml_get(root, "rules");
    size_t len = stem(path, ".test.yaml");

    if (!len)
        len = stem(path, ".test.yml");
    if (rules && rules->kind == LL_YAML_SEQUENCE && rules->first_child) {
        for (const struct ll_yaml_node *one = rules->first_child; one; one = one->next)
            add_rules(p, one, path);
        return;
    }
    if (rules && !ll_yaml_is_null(rules)) {
        add_rules(p, rules, path);
        return;
    }
    const char *pack = len ? sibling(p, path, len, false) : NULL;
    if (folder || pack)
        add_tests(p, folder ? folder : pack, path);
    else
        note(p, ll_fail_at(ll_errors_next(p->errors), LL_ERR_SYNTAX, root->at,
                           "these tests name no pack; add rules: with its path as seen from here"));
}

static void plan_pack(struct planning *p, const char *path)
{
    struct ll_trial_job *job = job_of(p, path);
    struct ll_yaml_node *root;
    size_t len = stem(path, ".yaml");

    if (!job)
        return;
    job->own = true;
    if (!len)
        len = stem(path, ".yml");
    const char *tests = len ? sibling(p, path, len, true) : NULL;
    enum file_kind kind = tests ? look(p, tests, &root) : FILE_UNREADABLE;
    if (kind == FILE_TESTS)
        plan_tests(p, tests, root, NULL);
    else if (kind == FILE_EMPTY)
        refuse_empty(p, tests);
}

static void plan_file(struct planning *p, const char *path)
{
    struct ll_yaml_node *root;

    enum file_kind kind = look(p, path, &root);
    if (kind == FILE_EMPTY && is_named_tests(path)) {
        refuse_empty(p, path);
        return;
    }
    switch (kind) {
    case FILE_GROUPS:
        note(p, ll_fail_at(ll_errors_next(p->errors), LL_ERR_SYNTAX,
                           ll_yaml_get(root, "groups")->key->at,
                           "this is a groups file, which has no tests; name it with --groups"));
        break;
    case FILE_TESTS:
        plan_tests(p, path, root, NULL);
        break;
    case FILE_UNREADABLE:
    case FILE_EMPTY:
    case FILE_PACK:
    case FILE_PART:
        plan_pack(p, path);
        break;
    }
}

/* ---- folders ---- */

static bool is_yaml(const char *name)
{
    return name[0] != '.' && (stem(name, ".yaml") || stem(name, ".yml"));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The YAML files of a folder, by name. */
static const char **list_folder(struct planning *p, const char *path, size_t *count)
{
    DIR *folder = opendir(path);
    const char **list = NULL;
    size_t cap = 0;

    *count = 0;
    if (!folder) {
        note(p, ll_fail(ll_errors_next(p->errors), LL_ERR_IO, "cannot read the folder '%s': %s",
                        path, strerror(errno)));
        return NULL;
    }
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!is_yaml(entry->d_name))
            continue;
        const char *full = ll_arena_printf(p->arena, "%s/%s", path, entry->d_name);
        const char **more = full ? ll_arena_more(p->arena, list, *count, &cap, sizeof *more) : NULL;
        if (!more) {
            fault_memory(p);
            break;
        }
        list = more;
        if (exists(full))
            list[(*count)++] = full;
    }
    (void)closedir(folder);
    if (*count)
        qsort(list, *count, sizeof *list, by_name);
    return list;
}

/* A folder whose files are of one pack is that pack; else each of them is one. */
static void plan_folder(struct planning *p, const char *path)
{
    size_t n, packs = 0;
    bool several = false, any = false;
    ll_str name = {0};
    const char **files = list_folder(p, path, &n);
    enum file_kind *kinds = LL_NEW_ARRAY(p->arena, enum file_kind, n);
    struct ll_yaml_node **roots = LL_NEW_ARRAY(p->arena, struct ll_yaml_node *, n);

    if (!files && !n)
        return;
    if (!kinds || !roots) {
        fault_memory(p);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        kinds[i] = look(p, files[i], &roots[i]);
        any |= kinds[i] == FILE_PACK || kinds[i] == FILE_PART || kinds[i] == FILE_UNREADABLE;
        if (kinds[i] != FILE_PACK)
            continue;
        ll_str text = ll_yaml_get(roots[i], "pack")->text;
        several |= packs++ && !ll_str_eq(text, name);
        name = text;
    }
    struct ll_trial_job *job = any && !several ? job_of(p, path) : NULL;
    if (job)
        job->own = true;
    for (size_t i = 0; i < n; i++) {
        if (kinds[i] == FILE_EMPTY && is_named_tests(files[i]))
            refuse_empty(p, files[i]);
        else if (kinds[i] == FILE_TESTS)
            plan_tests(p, files[i], roots[i], job ? path : NULL);
        else if (several && kinds[i] == FILE_PACK)
            plan_pack(p, files[i]);
    }
}

enum ll_status ll_trial_plan(struct ll_arena *arena, const char *const *operands, size_t n,
                             struct ll_trial_plan *plan, struct ll_errors *errors)
{
    struct planning p = {.arena = arena, .plan = plan, .errors = errors};

    *plan = (struct ll_trial_plan){0};
    for (size_t i = 0; i < n; i++) {
        struct stat about;
        if (stat(operands[i], &about) != 0)
            note(&p, ll_fail(ll_errors_next(errors), LL_ERR_IO, "cannot read '%s': %s", operands[i],
                             strerror(errno)));
        else if (S_ISDIR(about.st_mode))
            plan_folder(&p, operands[i]);
        else
            plan_file(&p, operands[i]);
    }
    return p.status;
}
