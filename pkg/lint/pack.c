/* pack.c -- a pack looked through.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "lint/read.h"

#include <stdarg.h>
#include <stdio.h>

struct ll_error *ll_lint_warn(struct ll_lint *lint, struct ll_pos at, const char *code,
                              const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct ll_error *finding = ll_errors_once(lint->warnings, LL_ERR_TYPE, at, message);
    finding->code = code;
    return finding;
}

void ll_lint_beside(struct ll_error *finding, struct ll_pos at, const char *note)
{
    finding->other = at;
    (void)snprintf(finding->other_note, sizeof finding->other_note, "%s", note);
}

void ll_lint_expression(struct ll_lint *lint, const struct ll_lint_asked *asked, bool may_be_true)
{
    if (!asked->reading)
        return;
    ll_lint_words(lint, asked);
    ll_lint_truth(lint, asked, may_be_true);
    ll_lint_nulls(lint, asked);
}

/* count() >= 1: what every window is, written out on purpose. */
static bool is_any_window(const struct ll_node *root)
{
    const struct ll_node *call = root->first;
    return root->kind == LL_NODE_CHAIN && root->child_count == 2 && call->kind == LL_NODE_CALL &&
           call->call == LL_CALL_COUNT && !call->first && root->last->op == LL_TOKEN_GE &&
           root->last->kind == LL_NODE_CONST && root->last->value.number == LL_DECIMAL_ONE;
}

static enum ll_lint_subject subject_of(enum ll_item_kind items)
{
    switch (items) {
    case LL_ITEM_FIREARM:
        return LL_LINT_FIREARM;
    case LL_ITEM_TRACE:
        return LL_LINT_TRACE;
    case LL_ITEM_REPORT:
        break;
    }
    return LL_LINT_REPORT;
}

static void look_at_entry(struct ll_lint *lint, const struct ll_book_entry *entry)
{
    struct ll_lint_asked where = {
        .reading = entry->where, .subject = subject_of(entry->indicator->items), .entry = entry};
    struct ll_lint_asked having = where;
    having.reading = entry->having;
    for (size_t i = 0; i < entry->param_count; i++)
        ll_lint_twins(lint, entry->param_nodes[i]);
    ll_lint_expression(lint, &where, false);
    ll_lint_expression(lint, &having, is_any_window(having.reading->root));
}

/* ---- two that are the same ---- */

static bool are_same_expressions(const struct ll_expr *a, const struct ll_expr *b)
{
    return a && b ? ll_expr_same(a, b) : a == b;
}

static bool have_same_parts(const struct ll_indicator *a, const struct ll_indicator *b)
{
    if (a->same_count != b->same_count)
        return false;
    for (size_t i = 0; i < a->same_count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->same_count; k++)
            found |= a->same[i] == b->same[k];
        if (!found)
            return false;
    }
    return true;
}

/* Do two find the same hits on every timeline? */
static bool find_the_same(const struct ll_indicator *a, const struct ll_indicator *b)
{
    return a->enabled && b->enabled && a->timeline == b->timeline && a->items == b->items &&
           (a->items != LL_ITEM_REPORT || a->reports_of == b->reports_of) &&
           a->window.kind == b->window.kind && a->window.n == b->window.n &&
           a->window.dealers_own == b->window.dealers_own && have_same_parts(a, b) &&
           are_same_expressions(a->where, b->where) && are_same_expressions(a->having, b->having) &&
           (a->trace_days == b->trace_days || !ll_expr_uses_past(a->having));
}

static void look_for_same(struct ll_lint *lint, const struct ll_book *book, size_t index)
{
    const struct ll_book_entry *entry = &book->entries[index];
    for (size_t i = 0; i < index; i++) {
        const struct ll_book_entry *first = &book->entries[i];
        if (!find_the_same(first->indicator, entry->indicator))
            continue;
        struct ll_error *finding =
            ll_lint_warn(lint, entry->id_at, "same-indicator",
                         "'%.*s' finds just what '%.*s' finds, and their weights add up; remove "
                         "one, or change what it looks for",
                         LL_STR_ARGS(entry->indicator->id), LL_STR_ARGS(first->indicator->id));
        ll_lint_beside(finding, first->id_at, "first defined here");
        return;
    }
}

/* The lists that all of a pack's indicators see. */
static void look_at_root(struct ll_lint *lint, const struct ll_yaml_node *root)
{
    static const char *const keys[] = {"params", "lists"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct ll_yaml_node *named = ll_yaml_get(root, keys[i]);
        for (const struct ll_yaml_node *list =
                 named && named->kind == LL_YAML_MAPPING ? named->first_child : NULL;
             list; list = list->next)
            ll_lint_twins(lint, list);
    }
}

enum ll_status ll_lint_pack(const struct ll_book *book, const struct ll_calibers *calibers,
                            struct ll_errors *warnings)
{
    struct ll_lint lint = {.calibers = calibers, .warnings = warnings};
    for (size_t i = 0; i < book->root_count; i++)
        look_at_root(&lint, book->roots[i]);
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        look_for_same(&lint, book, i);
        if (book->entries[i].indicator->enabled)
            look_at_entry(&lint, &book->entries[i]);
        ll_arena_reset(&lint.scratch);
    }
    ll_arena_fini(&lint.scratch);
    return lint.failed ? LL_ERR_NOMEM : LL_OK;
}
