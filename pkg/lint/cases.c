/* cases.c -- see cases.h.   SPDX-License-Identifier: Apache-2.0 */
#include "lint/cases.h"

/* ---- what is asked of ---- */

static bool is_same_var(const struct ll_case_var *a, const struct ll_case_var *b)
{
    return a->kind == b->kind && a->slot == b->slot && ll_str_eq(a->words, b->words);
}

static struct ll_node *new_node(struct ll_cases *cases, const struct ll_node *like)
{
    struct ll_node *copy = LL_NEW(cases->arena, struct ll_node);
    if (!copy) {
        cases->failed = true;
        return NULL;
    }
    *copy = *like;
    copy->first = copy->last = copy->next = NULL;
    return copy;
}

/* A leaf that stands for a var, which is added unless it is there. */
static struct ll_node *leaf_of(struct ll_cases *cases, const struct ll_node *node,
                               const struct ll_case_var *var)
{
    size_t i = 0;
    while (i < cases->var_count && !is_same_var(&cases->vars[i], var))
        i++;
    if (i == LL_CASES_VARS_MAX) {
        cases->failed = true;
        return NULL;
    }
    if (i == cases->var_count)
        cases->vars[cases->var_count++] = *var;
    struct ll_node *leaf = new_node(cases, node);
    if (!leaf)
        return NULL;
    leaf->kind = LL_NODE_NAME;
    leaf->slot = (uint16_t)i;
    if (var->domain.kind == LL_DOMAIN_BOOL)
        leaf->type = LL_NODE_BOOL;
    return leaf;
}

static ll_str words_of(struct ll_cases *cases, const struct ll_expr_reading *reading,
                       const struct ll_node *node)
{
    struct ll_buf text = {0};
    ll_expr_normalise(ll_reading_words(reading, node), &text);
    ll_str words = ll_arena_str(cases->arena, ll_buf_str(&text));
    cases->failed = cases->failed || text.failed || !words.ptr;
    ll_buf_fini(&text);
    return words;
}

static struct ll_node *take_name(struct ll_cases *cases, const struct ll_node *node)
{
    struct ll_case_var var = {.kind = LL_NODE_NAME, .slot = node->slot};
    var.domain = ll_domain_of_field(cases->subject, node->slot);
    return leaf_of(cases, node, &var);
}

static struct ll_node *take_call(struct ll_cases *cases, const struct ll_expr_reading *reading,
                                 const struct ll_node *node)
{
    struct ll_case_var var = {.kind = LL_NODE_CALL, .call = node->call};
    var.domain = ll_domain_of_call(node);
    var.words = words_of(cases, reading, node);
    var.counts_all = node->call == LL_CALL_COUNT && !node->first;
    var.counts = node->call == LL_CALL_COUNT || node->call == LL_CALL_DISTINCT;
    var.tied = var.counts;
    return leaf_of(cases, node, &var);
}

/* "x" in indicators. */
static struct ll_node *take_member(struct ll_cases *cases, const struct ll_node *node)
{
    const struct ll_node *member = node->first;
    struct ll_case_var var = {.kind = LL_NODE_IN,
                              .slot = node->last->slot,
                              .words = {member->value.text, member->value.len},
                              .domain = {.kind = LL_DOMAIN_BOOL}};
    if (member->kind != LL_NODE_CONST) {
        cases->failed = true;
        return NULL;
    }
    struct ll_node *leaf = leaf_of(cases, node, &var);
    if (!leaf || !node->negated)
        return leaf;
    struct ll_node *not = new_node(cases, node);
    if (!not )
        return NULL;
    not ->kind = LL_NODE_NOT;
    not ->first = not ->last = leaf;
    not ->child_count = 1;
    return not ;
}

static struct ll_node *take(struct ll_cases *cases, const struct ll_expr_reading *reading,
                            const struct ll_node *node)
{
    if (node->kind == LL_NODE_NAME && !node->is_list)
        return take_name(cases, node);
    if (node->kind == LL_NODE_CALL)
        return take_call(cases, reading, node);
    if (node->kind == LL_NODE_NAMED)
        return take(cases, node->named, node->named->root);
    if (node->kind == LL_NODE_IN && node->last->kind == LL_NODE_NAME)
        return take_member(cases, node);
    struct ll_node *copy = new_node(cases, node);
    bool is_list = node->kind == LL_NODE_LIST;
    for (const struct ll_node *child = node->first; copy && !is_list && child;
         child = child->next) {
        struct ll_node *inner = take(cases, reading, child);
        if (!inner)
            return NULL;
        if (copy->last)
            copy->last->next = inner;
        else
            copy->first = inner;
        copy->last = inner;
    }
    return copy;
}

/* ---- what it is held against ---- */

static bool is_text(const struct ll_case_var *var)
{
    return var->domain.kind != LL_DOMAIN_NUMBER && var->domain.kind != LL_DOMAIN_BOOL;
}

static bool has_constant(const struct ll_case_var *var, struct ll_value value)
{
    for (const struct ll_case_constant *c = var->constants; c; c = c->next) {
        if (is_text(var)
                ? ll_str_eq((ll_str){c->value.text, c->value.len}, (ll_str){value.text, value.len})
                : c->value.number == value.number)
            return true;
    }
    return false;
}

static void add_constant(struct ll_cases *cases, struct ll_case_var *var, struct ll_value value)
{
    if (has_constant(var, value))
        return;
    struct ll_case_constant *constant = LL_NEW(cases->arena, struct ll_case_constant);
    if (!constant) {
        cases->failed = true;
        return;
    }
    *constant = (struct ll_case_constant){value, var->constants};
    var->constants = constant;
}

static void add_tie(struct ll_cases *cases, uint16_t a, uint16_t b)
{
    const struct ll_domain *one = &cases->vars[a].domain, *other = &cases->vars[b].domain;
    if (cases->tie_count == LL_CASES_TIES_MAX || one->kind != other->kind ||
        one->words != other->words || one->step != other->step) {
        cases->failed = true;
        return;
    }
    cases->ties[cases->tie_count++] = (struct ll_case_tie){a, b};
    cases->vars[a].tied = cases->vars[b].tied = true;
}

/* What one of a tie is held against counts for the other too. */
static void share(struct ll_cases *cases, struct ll_case_var *from, struct ll_case_var *to)
{
    to->ordered = to->ordered || from->ordered;
    for (const struct ll_case_constant *c = from->constants; c; c = c->next)
        add_constant(cases, to, c->value);
}

static void note_link(struct ll_cases *cases, const struct ll_node *left,
                      const struct ll_node *right)
{
    bool is_order = right->op != LL_TOKEN_EQ && right->op != LL_TOKEN_NE;
    const struct ll_node *ends[] = {left, right};
    for (size_t i = 0; i < 2; i++) {
        const struct ll_node *leaf = ends[i], *other = ends[1 - i];
        if (leaf->kind != LL_NODE_NAME)
            continue;
        cases->vars[leaf->slot].ordered |= is_order;
        if (other->kind == LL_NODE_CONST && other->type != LL_NODE_NULL)
            add_constant(cases, &cases->vars[leaf->slot], other->value);
        else if (i == 0 && other->kind == LL_NODE_NAME)
            add_tie(cases, leaf->slot, other->slot);
    }
}

static void note_constants(struct ll_cases *cases, const struct ll_node *node)
{
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (node->kind == LL_NODE_CHAIN && child->next)
            note_link(cases, child, child->next);
        note_constants(cases, child);
    }
    if (node->kind != LL_NODE_IN || node->first->kind != LL_NODE_NAME)
        return;
    for (uint32_t i = 0; i < node->last->value.len; i++)
        add_constant(cases, &cases->vars[node->first->slot], node->last->value.items[i]);
}

const struct ll_node *ll_cases_take(struct ll_cases *cases, const struct ll_expr_reading *reading,
                                    const struct ll_node *node)
{
    struct ll_node *copy = cases->failed ? NULL : take(cases, reading, node);
    if (!copy)
        return NULL;
    note_constants(cases, copy);
    return copy;
}

/* ---- one after another ---- */

/* No part of a window has more items than the window. */
static bool counts_fit(const struct ll_cases *cases)
{
    int64_t all = INT64_MAX;
    for (size_t i = 0; i < cases->var_count; i++) {
        if (cases->vars[i].counts_all)
            all = cases->row[i].number;
    }
    for (size_t i = 0; i < cases->var_count; i++) {
        if (cases->vars[i].counts && cases->row[i].number > all)
            return false;
    }
    return true;
}

static bool is_possible(const struct ll_cases *cases)
{
    return counts_fit(cases) && (!cases->possible || cases->possible(cases, cases->context));
}

/* The counts of a window are held against its count(). A tie may hang on another: the sharing goes on for as many rounds
 * as there are ties. */
static void share_all(struct ll_cases *cases)
{
    for (size_t i = 0; i < cases->var_count; i++) {
        for (size_t k = 0; cases->vars[i].counts_all && k < cases->var_count; k++) {
            if (k != i && cases->vars[k].counts)
                add_tie(cases, (uint16_t)i, (uint16_t)k);
        }
    }
    for (size_t round = 0; round < cases->tie_count; round++) {
        for (size_t i = 0; i < cases->tie_count && !cases->failed; i++) {
            struct ll_case_var *a = &cases->vars[cases->ties[i].a];
            struct ll_case_var *b = &cases->vars[cases->ties[i].b];
            share(cases, a, b);
            share(cases, b, a);
        }
    }
}

static bool step(struct ll_cases *cases)
{
    for (size_t i = 0; i < cases->var_count; i++) {
        struct ll_case_var *var = &cases->vars[i];
        var->at = var->at + 1 < var->point_count ? var->at + 1 : 0;
        cases->row[i] = var->points[var->at];
        if (var->at)
            return true;
    }
    return false;
}

bool ll_cases_first(struct ll_cases *cases)
{
    size_t combinations = 1;
    share_all(cases);
    for (size_t i = 0; i < cases->var_count && !cases->failed; i++) {
        struct ll_case_var *var = &cases->vars[i];
        cases->failed = !ll_case_points(var, cases->arena) || !var->point_count ||
                        __builtin_mul_overflow(combinations, var->point_count, &combinations) ||
                        combinations > LL_CASES_MAX;
        if (cases->failed)
            return false;
        var->at = 0;
        cases->row[i] = var->points[0];
    }
    if (cases->failed)
        return false;
    cases->env = (struct ll_expr_env){.row = cases->row};
    return is_possible(cases) || ll_cases_next(cases);
}

bool ll_cases_next(struct ll_cases *cases)
{
    while (step(cases)) {
        if (is_possible(cases))
            return true;
    }
    return false;
}

bool ll_case_has_null(const struct ll_cases *cases)
{
    for (size_t i = 0; i < cases->var_count; i++) {
        if (cases->row[i].null)
            return true;
    }
    return false;
}
