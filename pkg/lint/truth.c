/* truth.c -- conditions that are always or never true, or add nothing.   SPDX-License-Identifier: Apache-2.0 */
#include "lint/read.h"

/* More parts than that are not held against each other. */
#define PARTS_MAX 24

/* What was seen of one condition, or of two side by side. */
struct seen {
    bool known; /* the cases were gone through */
    bool held, failed;
    bool failed_known; /* failed where nothing was null */
    bool both, neither, only_first, only_second;
    const struct ll_domain *domain; /* of the one thing that is asked of; NULL: of several */
};

struct looker {
    struct ll_lint *lint;
    const struct ll_lint_asked *asked;
    enum ll_lint_subject subject;
};

static struct seen look(const struct looker *looker, const struct ll_node *a,
                        const struct ll_node *b)
{
    struct ll_cases *cases = LL_NEW(&looker->lint->scratch, struct ll_cases);
    struct seen seen = {0};
    if (!cases) {
        looker->lint->failed = true;
        return seen;
    }
    *cases = (struct ll_cases){.arena = &looker->lint->scratch,
                               .subject = looker->subject,
                               .possible = looker->asked->possible,
                               .context = looker->asked->context};
    const struct ll_node *first = ll_cases_take(cases, looker->asked->reading, a);
    const struct ll_node *second = b ? ll_cases_take(cases, looker->asked->reading, b) : NULL;
    bool more = first && (second || !b) && ll_cases_first(cases);
    seen.known = more;
    for (; more; more = ll_cases_next(cases)) {
        bool one = ll_case_holds(cases, first), other = second && ll_case_holds(cases, second);
        seen.held |= one;
        seen.failed |= !one;
        seen.failed_known |= !one && !ll_case_has_null(cases);
        seen.both |= one && other;
        seen.neither |= !one && !other;
        seen.only_first |= one && !other;
        seen.only_second |= !one && other;
    }
    if (cases->var_count == 1)
        seen.domain = &cases->vars[0].domain;
    return seen;
}

static struct ll_pos place(const struct looker *looker, const struct ll_node *node)
{
    return ll_reading_place(looker->asked->reading, node);
}

static ll_str words(const struct looker *looker, const struct ll_node *node)
{
    ll_str text = ll_reading_words(looker->asked->reading, node);
    return text.len > 60 ? (ll_str){text.ptr, 60} : text;
}

/* ": prices are 0 or more" */
static const char *because(const struct looker *looker, const struct seen *seen)
{
    const char *said = seen->domain ? seen->domain->said : NULL;
    const char *text = said ? ll_arena_printf(&looker->lint->scratch, ": %s", said) : "";
    return text ? text : "";
}

static bool asks_of_null(const struct ll_node *node)
{
    if (node->kind == LL_NODE_CONST && node->type == LL_NODE_NULL)
        return true;
    if (node->kind == LL_NODE_NAMED)
        return asks_of_null(node->named->root);
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (asks_of_null(child))
            return true;
    }
    return false;
}

/* One condition by itself. True where something was found. */
static bool look_at_one(const struct looker *looker, const struct ll_node *node, bool may_be_true)
{
    struct seen seen = look(looker, node, NULL);
    if (!seen.known || (seen.held && seen.failed_known))
        return false;
    if (!seen.held) {
        ll_lint_warn(looker->lint, place(looker, node), "always-false",
                     "this is never true%s; mend it, or remove it", because(looker, &seen));
    } else if (!seen.failed) {
        if (may_be_true)
            return false;
        ll_lint_warn(looker->lint, place(looker, node), "always-true",
                     "this is always true%s; mend it, or remove it", because(looker, &seen));
    } else {
        bool is_plain =
            node->kind == LL_NODE_CHAIN || node->kind == LL_NODE_IN || node->kind == LL_NODE_OR;
        if (!is_plain || asks_of_null(node))
            return false;
        ll_lint_warn(looker->lint, place(looker, node), "always-true",
                     "this is true wherever the value is known%s; write '!= null' if that is meant",
                     because(looker, &seen));
    }
    return true;
}

/* Two parts of an `and` or `or`. */
static bool look_at_two(const struct looker *looker, const struct ll_node *a,
                        const struct ll_node *b, bool is_and)
{
    struct seen seen = look(looker, a, b);
    struct ll_error *finding = NULL;
    struct ll_pos at = place(looker, b), other = place(looker, a);
    if (!seen.known)
        return false;
    if (is_and && !seen.both) {
        finding =
            ll_lint_warn(looker->lint, at, "always-false",
                         "no %s meets this and '%.*s' too; join them with 'or', or mend one",
                         ll_lint_subject_word(looker->subject), LL_STR_ARGS(words(looker, a)));
    } else if (!is_and && !seen.neither) {
        finding =
            ll_lint_warn(looker->lint, at, "always-true",
                         "every %s meets this or '%.*s'; join them with 'and', or mend one",
                         ll_lint_subject_word(looker->subject), LL_STR_ARGS(words(looker, a)));
    } else if (!seen.only_first || !seen.only_second) {
        /* Of an `and` the wider one adds nothing, of an `or` the narrower. */
        bool drops_second = is_and ? !seen.only_first : !seen.only_second;
        const struct ll_node *idle = drops_second ? b : a, *stays = drops_second ? a : b;
        /* x != null and x > 5 says that null was thought of. */
        if (asks_of_null(idle))
            return false;
        at = place(looker, idle);
        other = place(looker, stays);
        finding = ll_lint_warn(looker->lint, at, "redundant",
                               "this adds nothing to '%.*s'; mend it, or remove it",
                               LL_STR_ARGS(words(looker, stays)));
    }
    if (finding)
        ll_lint_beside(finding, other, "the other is here");
    return finding != NULL;
}

static bool look_at_pairs(const struct looker *looker, const struct ll_node *node)
{
    bool found = false;
    if (node->child_count > PARTS_MAX)
        return false;
    for (const struct ll_node *b = node->first; b; b = b->next) {
        for (const struct ll_node *a = node->first; a != b; a = a->next) {
            if (look_at_two(looker, a, b, node->kind == LL_NODE_AND)) {
                found = true;
                break;
            }
        }
    }
    return found;
}

enum ll_lint_subject ll_lint_within(const struct ll_lint_asked *asked, const struct ll_node *call)
{
    return call->call == LL_CALL_TRACES ? LL_LINT_TRACE : asked->subject;
}

static bool walk(const struct looker *looker, const struct ll_node *node, bool may_be_true);

/* The conditions of count(...) and traces(...) are asked of one item. */
static bool walk_call(const struct looker *looker, const struct ll_node *node)
{
    struct looker inner = *looker;
    struct ll_lint_asked asked = *looker->asked;
    if (!node->first || (node->call != LL_CALL_COUNT && node->call != LL_CALL_TRACES))
        return false;
    asked.possible = NULL;
    inner.asked = &asked;
    inner.subject = ll_lint_within(looker->asked, node);
    return walk(&inner, node->first, false);
}

/* What a name stands for is a text of its own. */
static bool walk_named(const struct looker *looker, const struct ll_node *node)
{
    struct looker inner = *looker;
    struct ll_lint_asked asked = *looker->asked;
    asked.reading = node->named;
    inner.asked = &asked;
    return walk(&inner, node->named->root, false);
}

/* A part, after the parts within it. True where something was found. */
static bool walk(const struct looker *looker, const struct ll_node *node, bool may_be_true)
{
    bool found = false;
    if (node->kind == LL_NODE_CALL)
        found = walk_call(looker, node);
    else if (node->kind == LL_NODE_NAMED)
        found = walk_named(looker, node);
    else if (node->kind != LL_NODE_LIST)
        for (const struct ll_node *child = node->first; child; child = child->next)
            found |= walk(looker, child, false);
    if (found || node->is_list || node->type != LL_NODE_BOOL || node->kind == LL_NODE_CONST)
        return found;
    if (node->kind == LL_NODE_AND || node->kind == LL_NODE_OR)
        found = look_at_pairs(looker, node);
    /* A boolean field or call by itself is never constant; of a named condition it was told. */
    if (!found && node->kind != LL_NODE_NAME && node->kind != LL_NODE_CALL &&
        node->kind != LL_NODE_NAMED)
        found = look_at_one(looker, node, may_be_true);
    return found;
}

void ll_lint_truth(struct ll_lint *lint, const struct ll_lint_asked *asked, bool may_be_true)
{
    const struct ll_node *root = asked->reading->root;
    struct looker looker = {lint, asked, asked->subject};
    if (root->kind == LL_NODE_CONST && !root->value.number)
        ll_lint_warn(lint, place(&looker, root), "always-false",
                     "no %s meets this; write a condition", ll_lint_subject_word(asked->subject));
    else
        (void)walk(&looker, root, may_be_true);
}
