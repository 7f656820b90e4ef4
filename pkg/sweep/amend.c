/* amend.c -- files' trees changed as a cell has them.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/axis.h"

/* The node of a tree that was read before and is read again; NULL: it is in another file. A mapping begins where its first
 * value's key does, so that the kind tells them apart. */
static struct ll_yaml_node *again(struct ll_yaml_node *root, const struct ll_yaml_node *wanted)
{
    if (root->kind == wanted->kind && root->at.line == wanted->at.line &&
        root->at.col == wanted->at.col)
        return root;
    for (struct ll_yaml_node *child = root->first_child; child; child = child->next) {
        struct ll_yaml_node *found = again(child, wanted);
        if (found)
            return found;
    }
    return NULL;
}

static bool is_of(const struct ll_yaml_node *root, const struct ll_yaml_node *node)
{
    return node && strcmp(root->at.source->file, node->at.source->file) == 0;
}

static void replace(struct ll_yaml_node *node, const struct ll_yaml_node *value)
{
    node->kind = value->kind;
    node->text = value->text;
    node->plain = value->plain;
    node->verbatim = false;
    node->first_child = value->first_child;
    node->child_count = value->child_count;
}

/* A mapping's value under a key, which becomes one if there is none; NULL: memory is out. */
static struct ll_yaml_node *want(struct ll_arena *arena, struct ll_yaml_node *mapping,
                                 const char *key)
{
    struct ll_yaml_node *node = ll_yaml_get(mapping, key);
    if (node)
        return node;
    node = LL_NEW(arena, struct ll_yaml_node);
    if (!node || !(node->key = LL_NEW(arena, struct ll_yaml_node)))
        return NULL;
    *node->key = (struct ll_yaml_node){.kind = LL_YAML_SCALAR,
                                       .at = mapping->at,
                                       .text_at = mapping->at,
                                       .text = ll_str_from(key),
                                       .plain = true};
    node->kind = LL_YAML_SCALAR;
    node->plain = true;
    node->text = LL_STR("");
    node->at = node->text_at = mapping->at;
    node->next = mapping->first_child;
    mapping->first_child = node;
    mapping->child_count++;
    return node;
}

static bool put(struct ll_arena *arena, struct ll_yaml_node *mapping, const char *key,
                const struct ll_yaml_node *value)
{
    struct ll_yaml_node *node = want(arena, mapping, key);
    if (node)
        replace(node, value);
    return node != NULL;
}

/* ---- quiet_days ---- */

static bool has_quiet(const struct ll_yaml_node *root)
{
    const struct ll_yaml_node *node = ll_yaml_get(ll_yaml_get(root, "lead"), "quiet_days");
    return node && !ll_yaml_is_null(node);
}

/* Each file of the pack itself that has it has it anew, as files may repeat it; where none has, the first one has then, so
 * that it comes before what a file that is extended says. */
static bool amend_quiet(const struct ll_book *book, struct ll_arena *arena,
                        struct ll_yaml_node *root, const struct ll_yaml_node *value)
{
    size_t at = 0;
    bool none = true;
    for (size_t i = 0; i < book->root_count; i++)
        none = none && (book->extended[i] || !has_quiet(book->roots[i]));
    while (at < book->root_count && !is_of(root, book->roots[at]))
        at++;
    if (at == book->root_count || book->extended[at] || (none ? at != 0 : !has_quiet(root)))
        return true;
    struct ll_yaml_node *lead = want(arena, root, "lead");
    if (lead && lead->kind == LL_YAML_SCALAR) { /* null */
        lead->kind = LL_YAML_MAPPING;
        lead->first_child = NULL;
    }
    return lead && put(arena, lead, "quiet_days", value);
}

/* ---- one axis ---- */

static bool amend_score(const struct ll_axis_plan *plan, struct ll_arena *arena,
                        struct ll_yaml_node *node, ll_str number)
{
    ll_str was = node->text;
    const char *text =
        ll_arena_printf(arena, "%.*s%.*s%.*s", (int)plan->begin, was.ptr, LL_STR_ARGS(number),
                        (int)(was.len - plan->end), was.ptr + plan->end);
    if (!text)
        return false;
    node->text = ll_str_from(text);
    node->verbatim = false;
    return true;
}

/* False: memory is out. */
static bool amend(const struct ll_axis_amending *amending, const struct ll_axis_plan *plan,
                  const struct ll_yaml_node *value, struct ll_arena *arena,
                  struct ll_yaml_node *root)
{
    if (plan->axis.kind == LL_AXIS_QUIET)
        return amend_quiet(amending->book, arena, root, value);
    const struct ll_yaml_node *wanted = plan->node ? plan->node : plan->mapping;
    struct ll_yaml_node *node = is_of(root, wanted) ? again(root, wanted) : NULL;
    if (!node)
        return true;
    if (!plan->node)
        return put(arena, node, "weight", value);
    if (plan->axis.kind == LL_AXIS_SCORE)
        return amend_score(plan, arena, node, value->text);
    replace(node, value);
    return true;
}

void ll_axis_amend(void *context, struct ll_arena *arena, struct ll_yaml_node *root)
{
    struct ll_axis_amending *amending = context;
    for (size_t i = 0; i < amending->count; i++) {
        const struct ll_axis_plan *plan = &amending->plans[i];
        if (amending->picks[i] != LL_AXIS_AS_IT_IS &&
            !amend(amending, plan, plan->values[amending->picks[i]].node, arena, root))
            amending->failed = true;
    }
}
