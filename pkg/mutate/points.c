/* points.c -- finding and marking them, both in one order.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/points.h"

#include "base/day.h"
#include "base/decimal.h"
#include "mutate/generate.h"

/* ---- finding ---- */

struct finding {
    struct ll_covered *covered;
    const struct ll_expr_reading *reading;
    struct ll_arena *arena;
    bool failed;
};

static struct ll_point *add_point(struct finding *finding, const struct ll_node *node)
{
    struct ll_covered *covered = finding->covered;
    struct ll_point *points = ll_arena_more(finding->arena, covered->points, covered->count,
                                            &covered->cap, sizeof *points);
    if (!points) {
        finding->failed = true;
        return NULL;
    }
    covered->points = points;
    points += covered->count++;
    *points = (struct ll_point){.reading = finding->reading, .node = node, .wanted = {true, true}};
    return points;
}

static bool orders(enum ll_token_kind op)
{
    return op >= LL_TOKEN_LE && op <= LL_TOKEN_GT;
}

/* The last value on either side of `varies OP limit`, in steps; least: there is none below. */
static void set_sides(struct ll_point *point, enum ll_token_kind op, int64_t limit, int64_t step,
                      int64_t least)
{
    bool below = op == LL_TOKEN_GE || op == LL_TOKEN_LT;
    point->sides[0] = limit;
    point->sides[1] = below ? limit - step : limit + step;
    for (int side = 0; side < 2; side++)
        point->wanted[side] = point->sides[side] >= least;
}

static void find_edge(struct finding *finding, const struct ll_node *chain,
                      const struct ll_node *varies, const struct ll_node *limit,
                      enum ll_token_kind op)
{
    ll_day day;
    struct ll_links known;
    bool is_date = limit->type == LL_NODE_STRING &&
                   ll_day_parse((ll_str){limit->value.text, limit->value.len}, &day);
    if (!orders(op) || varies->kind == LL_NODE_CONST || limit->kind != LL_NODE_CONST)
        return;
    if (!is_date &&
        (!ll_links_of(chain, &known) || (limit->value.number - known.least) % known.step != 0))
        return;
    struct ll_point *point = add_point(finding, chain);
    if (!point)
        return;
    point->varies = varies;
    point->is_date = is_date;
    if (is_date)
        set_sides(point, op, day, 1, INT64_MIN);
    else
        set_sides(point, op, limit->value.number, known.step, known.least);
}

static void find(struct finding *finding, const struct ll_node *node);

/* A condition by its name is tried as one, and in its parts. */
static void find_in_named(struct finding *finding, const struct ll_node *node)
{
    const struct ll_expr_reading *outer = finding->reading;
    finding->reading = node->named;
    find(finding, node->named->root);
    finding->reading = outer;
}

static void find_in_chain(struct finding *finding, const struct ll_node *chain)
{
    for (const struct ll_node *left = chain->first; left; left = left->next) {
        if (left->next) {
            find_edge(finding, chain, left, left->next, left->next->op);
            find_edge(finding, chain, left->next, left, ll_node_op_turned(left->next->op));
        }
        if (left->kind == LL_NODE_CALL && left->first &&
            (left->call == LL_CALL_COUNT || left->call == LL_CALL_TRACES))
            find(finding, left->first);
    }
}

/* count() >= 1 is false of no window. What is no call may be null, and then nothing is true of it. */
static void know_outcomes(struct ll_point *point, const struct ll_node *chain)
{
    struct ll_links links;
    bool of_call = false;
    for (const struct ll_node *child = chain->first; child; child = child->next)
        of_call |= child->kind == LL_NODE_CALL;
    if (!of_call || !ll_links_of(chain, &links))
        return;
    point->wanted[0] = ll_links_can(&links, false);
    point->wanted[1] = ll_links_can(&links, true);
}

static void find(struct finding *finding, const struct ll_node *node)
{
    if (node->kind == LL_NODE_CONST) /* plain true or false */
        return;
    if (node->kind == LL_NODE_AND || node->kind == LL_NODE_OR || node->kind == LL_NODE_NOT) {
        for (const struct ll_node *child = node->first; child; child = child->next)
            find(finding, child);
        return;
    }
    struct ll_point *point = add_point(finding, node);
    if (node->kind == LL_NODE_NAMED)
        find_in_named(finding, node);
    if (!point || node->kind != LL_NODE_CHAIN)
        return;
    know_outcomes(point, node);
    find_in_chain(finding, node);
}

bool ll_points_find(struct ll_covered *covered, const struct ll_expr_reading *reading,
                    struct ll_arena *arena)
{
    struct finding finding = {covered, reading, arena, false};
    find(&finding, reading->root);
    return !finding.failed;
}

/* ---- marking ---- */

static void mark_edge(struct ll_point *point, const struct ll_expr_env *env)
{
    struct ll_value value = ll_reading_value(point->varies, env);
    int64_t number = value.number;
    ll_day day;
    if (value.null)
        return;
    if (point->is_date) {
        if (!ll_day_parse((ll_str){value.text, value.len}, &day))
            return;
        number = day;
    }
    for (int side = 0; side < 2; side++)
        point->seen[side] |= number == point->sides[side];
}

/* Those of one condition from *at on; *at goes behind them. The inner conditions of calls are asked of every row. */
static void mark(struct ll_covered *covered, size_t *at, const struct ll_node *node,
                 const struct ll_expr_env *env);

static void mark_rows(struct ll_covered *covered, size_t *at, const struct ll_node *call,
                      const struct ll_expr_env *env)
{
    bool past = call->call == LL_CALL_TRACES;
    const struct ll_value *const *rows = past ? env->past : env->rows;
    size_t n = past ? env->past_count : env->row_count, first = *at;
    /* Without a row to ask, the walk alone. */
    if (n == 0)
        mark(covered, at, call->first, NULL);
    for (size_t i = 0; i < n; i++) {
        struct ll_expr_env one = *env;
        one.row = rows[i];
        *at = first;
        mark(covered, at, call->first, &one);
    }
}

static void mark(struct ll_covered *covered, size_t *at, const struct ll_node *node,
                 const struct ll_expr_env *env)
{
    if (node->kind == LL_NODE_CONST)
        return;
    if (node->kind == LL_NODE_AND || node->kind == LL_NODE_OR || node->kind == LL_NODE_NOT) {
        for (const struct ll_node *child = node->first; child; child = child->next)
            mark(covered, at, child, env);
        return;
    }
    if (env)
        covered->points[*at].seen[ll_reading_holds(node, env)] = true;
    (*at)++;
    if (node->kind == LL_NODE_NAMED)
        mark(covered, at, node->named->root, env);
    if (node->kind != LL_NODE_CHAIN)
        return;
    for (const struct ll_node *left = node->first; left; left = left->next) {
        for (; *at < covered->count && covered->points[*at].node == node; (*at)++)
            if (env)
                mark_edge(&covered->points[*at], env);
        if (left->kind == LL_NODE_CALL && left->first &&
            (left->call == LL_CALL_COUNT || left->call == LL_CALL_TRACES)) {
            if (env)
                mark_rows(covered, at, left, env);
            else
                mark(covered, at, left->first, NULL);
        }
    }
}

void ll_points_mark(struct ll_covered *covered, size_t first, const struct ll_expr_reading *reading,
                    const struct ll_expr_env *env)
{
    size_t at = first;
    mark(covered, &at, reading->root, env);
}
