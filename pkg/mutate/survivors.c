/* survivors.c -- the mutants that a test file says may survive, and why.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "mutate/run.h"

static const char *const known[] = {"mutant", "because"};

/* The text under a key; empty, and a fault, where there is none. */
static ll_str text_of(const struct ll_yaml_node *entry, const char *key, struct ll_errors *errors,
                      enum ll_status *status)
{
    const struct ll_yaml_node *node = ll_yaml_get(entry, key);
    if (node && node->kind == LL_YAML_SCALAR && ll_str_trim(node->text).len &&
        !ll_yaml_is_null(node))
        return ll_str_trim(node->text);
    *status = ll_fail_at(ll_errors_next(errors), LL_ERR_SYNTAX, node ? node->at : entry->at,
                         "a survivor has a mutant's name and a reason, as in {mutant: \"...\", "
                         "because: \"...\"}");
    return (ll_str){0};
}

static enum ll_status add(struct ll_acceptance *accepted, struct ll_arena *arena,
                          const struct ll_yaml_node *entry, struct ll_errors *errors)
{
    enum ll_status status = LL_OK;
    if (ll_yaml_refuse_unknown(entry, known, 2, "a survivor", errors))
        return LL_ERR_SYNTAX;
    struct ll_accepted one = {.mutant = text_of(entry, "mutant", errors, &status)};
    if (status == LL_OK)
        one.because = text_of(entry, "because", errors, &status);
    if (status != LL_OK)
        return status;
    one.at = ll_yaml_get(entry, "mutant")->at;
    struct ll_accepted *list =
        ll_arena_more(arena, accepted->list, accepted->count, &accepted->cap, sizeof *list);
    if (!list)
        return LL_ERR_NOMEM;
    accepted->list = list;
    list[accepted->count++] = one;
    return LL_OK;
}

enum ll_status ll_survivors_read(struct ll_acceptance *accepted, struct ll_arena *arena,
                                 const char *path, struct ll_errors *errors)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_yaml_node *root = NULL;
    struct ll_error err = {0};
    enum ll_status status = source ? ll_readfile(arena, path, source, &err) : LL_ERR_NOMEM;
    if (status == LL_OK)
        status = ll_yaml_parse(arena, source, &root, &err);
    if (status != LL_OK) {
        *ll_errors_next(errors) = err;
        return status;
    }
    const struct ll_yaml_node *list = ll_yaml_get(root, "survivors");
    if (!list || ll_yaml_is_null(list))
        return LL_OK;
    if (list->kind != LL_YAML_SEQUENCE)
        return ll_fail_at(ll_errors_next(errors), LL_ERR_SYNTAX, list->at,
                          "survivors must be a list; begin each with '- mutant:'");
    for (const struct ll_yaml_node *entry = list->first_child; entry; entry = entry->next) {
        enum ll_status one = add(accepted, arena, entry, errors);
        status = status == LL_OK ? one : status;
    }
    return status;
}
