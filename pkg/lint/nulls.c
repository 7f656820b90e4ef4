/* nulls.c -- where what is not known is dropped unsaid.   SPDX-License-Identifier: Apache-2.0
 *
 * x != "US" is false where x is null: whoever means "anything but US" loses what is not known. It is told where that
 * comparison must hold, no other that must hold drops null as everybody expects (x == "US", x > 5), and no part of the
 * expression asks x == null or x != null. Within an `or` a null leaves the
 * decision to the other side, as a reader expects; within a `not` it is taken, not dropped. */
#include "lint/read.h"

struct walker {
    struct ll_lint *lint;
    const struct ll_lint_asked *asked;
    const struct ll_node *root;
    enum ll_lint_subject subject;
};

static bool is_null(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NULL;
}

/* Does a comparison with null ask for the field? */
static bool asks_null_of(const struct ll_node *node, uint16_t slot)
{
    const struct ll_node *a = node->first, *b = node->last;
    if (node->kind == LL_NODE_CHAIN &&
        ((is_null(a) && b->kind == LL_NODE_NAME && b->slot == slot) ||
         (is_null(b) && a->kind == LL_NODE_NAME && a->slot == slot)))
        return true;
    if (node->kind == LL_NODE_NAMED)
        return asks_null_of(node->named->root, slot);
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (asks_null_of(child, slot))
            return true;
    }
    return false;
}

static bool is_field(const struct ll_node *node, uint16_t slot)
{
    return node->kind == LL_NODE_NAME && node->slot == slot;
}

/* Does a condition, of those that must hold, hold the field against a value that it is to have? */
static bool drops_openly(const struct ll_node *node, uint16_t slot)
{
    bool found = node->kind == LL_NODE_IN && !node->negated && is_field(node->first, slot);
    if (node->kind == LL_NODE_NAMED)
        return drops_openly(node->named->root, slot);
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (node->kind == LL_NODE_AND)
            found |= drops_openly(child, slot);
        else if (node->kind == LL_NODE_CHAIN && child->next)
            found |= child->next->op != LL_TOKEN_NE &&
                     (is_field(child, slot) || is_field(child->next, slot));
    }
    return found;
}

static void look(const struct walker *walker, const struct ll_node *comparison,
                 const struct ll_node *field)
{
    const struct ll_expr_reading *reading = walker->asked->reading;
    if (field->kind != LL_NODE_NAME || field->is_list ||
        !ll_domain_of_field(walker->subject, field->slot).nullable ||
        asks_null_of(walker->root, field->slot) || drops_openly(walker->root, field->slot))
        return;
    ll_str name = ll_reading_words(reading, field), words = ll_reading_words(reading, comparison);
    if (words.len > 80)
        words = LL_STR("...");
    ll_lint_warn(walker->lint, ll_reading_place(reading, comparison), "null-dropped",
                 "a %s without %.*s is dropped here; write (%.*s == null or %.*s) to take it, or "
                 "(%.*s != null and %.*s) to say that this is meant",
                 ll_lint_subject_word(walker->subject), LL_STR_ARGS(name), LL_STR_ARGS(name),
                 LL_STR_ARGS(words), LL_STR_ARGS(name), LL_STR_ARGS(words));
}

static void walk(const struct walker *walker, const struct ll_node *node);

static void walk_calls(const struct walker *walker, const struct ll_node *node)
{
    if (node->kind == LL_NODE_CALL && node->first &&
        (node->call == LL_CALL_COUNT || node->call == LL_CALL_TRACES)) {
        struct walker inner = *walker;
        inner.subject = ll_lint_within(walker->asked, node);
        inner.root = node->first;
        walk(&inner, node->first);
        return;
    }
    for (const struct ll_node *child = node->first; child; child = child->next)
        walk_calls(walker, child);
}

/* What must hold for the root to hold. */
static void walk(const struct walker *walker, const struct ll_node *node)
{
    bool is_pair = node->kind == LL_NODE_CHAIN && node->child_count == 2;
    if (node->kind == LL_NODE_NAMED) {
        struct walker inner = *walker;
        struct ll_lint_asked asked = *walker->asked;
        asked.reading = node->named;
        inner.asked = &asked;
        walk(&inner, node->named->root);
    } else if (node->kind == LL_NODE_AND) {
        for (const struct ll_node *child = node->first; child; child = child->next)
            walk(walker, child);
    } else if (is_pair && node->last->op == LL_TOKEN_NE && !is_null(node->first) &&
               !is_null(node->last)) {
        look(walker, node, node->first);
        look(walker, node, node->last);
    } else if (node->kind == LL_NODE_IN && node->negated) {
        look(walker, node, node->first);
    }
    if (node->kind != LL_NODE_AND)
        walk_calls(walker, node);
}

void ll_lint_nulls(struct ll_lint *lint, const struct ll_lint_asked *asked)
{
    struct walker walker = {lint, asked, asked->reading->root, asked->subject};
    walk(&walker, walker.root);
}
