/* apply.c -- a pack with an edit made.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/mutate.h"

/* An edit under way: the tree it is made in, and where its new values stand. */
struct making {
    const struct ll_edit *edit;
    struct ll_source fragment;
    bool failed; /* memory is out */
};

static bool is_at(const struct ll_yaml_node *node, const struct ll_pos *at)
{
    return node->at.line == at->line && node->at.col == at->col;
}

static void unlink_child(struct ll_yaml_node *parent, struct ll_yaml_node *before,
                         const struct ll_yaml_node *child)
{
    if (before)
        before->next = child->next;
    else
        parent->first_child = child->next;
    parent->child_count--;
}

static void put_key(struct making *making, struct ll_arena *arena, struct ll_yaml_node *mapping)
{
    struct ll_yaml_node *value, *before = NULL, *child = mapping->first_child;
    /* The fragment is a mapping of its own, so that its value comes with a key. */
    if (ll_yaml_parse(arena, &making->fragment, &value, NULL) != LL_OK) {
        making->failed = true;
        return;
    }
    value = value->first_child;
    while (child && !ll_str_eq(child->key->text, value->key->text)) {
        before = child;
        child = child->next;
    }
    if (child) {
        value->key = child->key;
        value->next = child->next;
    } else {
        mapping->child_count++;
    }
    if (before)
        before->next = value;
    else
        mapping->first_child = value;
}

static bool visit(struct making *making, struct ll_arena *arena, struct ll_yaml_node *node)
{
    const struct ll_edit *edit = making->edit;
    struct ll_yaml_node *before = NULL;
    if (edit->kind == LL_EDIT_TEXT && node->kind == LL_YAML_SCALAR && is_at(node, &edit->at)) {
        node->text = edit->text;
        node->plain = edit->plain;
        node->verbatim = false;
        return true;
    }
    if (edit->kind == LL_EDIT_KEY && node->kind == LL_YAML_MAPPING && is_at(node, &edit->at)) {
        put_key(making, arena, node);
        return true;
    }
    for (struct ll_yaml_node *child = node->first_child; child;
         before = child, child = child->next) {
        if (edit->kind == LL_EDIT_DROP && is_at(child, &edit->at)) {
            unlink_child(node, before, child);
            return true;
        }
        if (visit(making, arena, child))
            return true;
    }
    return false;
}

static void change(void *context, struct ll_arena *arena, struct ll_yaml_node *root)
{
    struct making *making = context;
    const struct ll_source *source = root->at.source;
    if (strcmp(source->file, making->edit->at.source->file) == 0)
        (void)visit(making, arena, root);
}

enum ll_status ll_mutant_load(struct ll_arena *arena, const char *path,
                              const struct ll_calibers *calibers, const struct ll_pack *was,
                              const struct ll_edit *edit, struct ll_pack **out)
{
    struct making making = {.edit = edit};
    struct ll_amend amend = {change, &making};
    struct ll_errors errors, warnings;
    errors.count = warnings.count = 0;
    *out = NULL;
    if (edit->kind == LL_EDIT_KEY) {
        const char *text = ll_arena_printf(arena, "%s: %.*s\n", edit->key, LL_STR_ARGS(edit->text));
        if (!text)
            return LL_ERR_NOMEM;
        making.fragment = (struct ll_source){edit->at.source->file, ll_str_from(text)};
    }
    enum ll_status status =
        ll_pack_load_amended(arena, path, calibers, &amend, out, &errors, &warnings);
    if (making.failed)
        status = LL_ERR_NOMEM;
    if (status == LL_OK && ll_packs_alike(was, *out))
        *out = NULL;
    return status == LL_ERR_NOMEM || status == LL_ERR_IO ? status : LL_OK;
}

/* ---- the same meaning ---- */

static bool same_expression(const struct ll_expr *a, const struct ll_expr *b)
{
    return a == b || (a && b && ll_expr_same(a, b));
}

static bool same_window(const struct ll_window *a, const struct ll_window *b)
{
    /* One day of the calendar is one day, whichever way it is written. */
    bool a_dates = a->kind != LL_WINDOW_BUSINESS_DAYS, b_dates = b->kind != LL_WINDOW_BUSINESS_DAYS;
    return a_dates == b_dates && a->n == b->n && a->dealers_own == b->dealers_own;
}

static bool same_indicator(const struct ll_indicator *a, const struct ll_indicator *b)
{
    if (!a->enabled && !b->enabled)
        return true;
    return a->enabled == b->enabled && a->timeline == b->timeline && a->items == b->items &&
           a->reports_of == b->reports_of && a->same_count == b->same_count &&
           memcmp(a->same, b->same, a->same_count * sizeof a->same[0]) == 0 &&
           same_window(&a->window, &b->window) && a->trace_days == b->trace_days &&
           a->weight == b->weight && same_expression(a->where, b->where) &&
           same_expression(a->having, b->having);
}

bool ll_packs_alike(const struct ll_pack *a, const struct ll_pack *b)
{
    bool same = a->quiet_days == b->quiet_days && a->indicator_count == b->indicator_count;
    for (size_t i = 0; same && i < a->indicator_count; i++)
        same = same_indicator(&a->indicators[i], &b->indicators[i]);
    return same;
}
