/* weights_fit.c -- logistic regression, by liblinear.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/weights_parts.h"

#include <linear.h>
#include <math.h>

/* The library counts the intercept among what it regularises; as the weight of so great a constant it hardly is. */
#define INTERCEPT_SCALE 10.0
/* Where it stops: so small that two solvers agree to four digits. */
#define TOLERANCE 1e-6

static void say_nothing(const char *text)
{
    (void)text;
}

static size_t hits_among(const struct ll_weight_fit *fit)
{
    size_t hits = 0;
    for (size_t i = 0; i < fit->row_count; i++) {
        for (size_t c = 0; c < fit->column_count; c++)
            hits += ll_weight_hit(fit->rows[i], fit->columns[c]);
    }
    return hits;
}

/* Rows as the library has them: the places of what is not zero, the constant, an end. */
static bool fill(struct ll_arena *scratch, const struct ll_weight_fit *fit, struct problem *problem)
{
    size_t n = fit->row_count;
    struct feature_node *node = LL_NEW_ARRAY(scratch, struct feature_node, hits_among(fit) + 2 * n);
    problem->x = LL_NEW_ARRAY(scratch, struct feature_node *, n);
    problem->y = LL_NEW_ARRAY(scratch, double, n);
    if (!node || !problem->x || !problem->y)
        return false;
    problem->l = (int)n;
    problem->n = (int)fit->column_count + 1;
    problem->bias = INTERCEPT_SCALE;
    for (size_t i = 0; i < n; i++) {
        problem->x[i] = node;
        problem->y[i] = fit->rows[i]->came_true ? 1 : -1;
        for (size_t c = 0; c < fit->column_count; c++) {
            if (ll_weight_hit(fit->rows[i], fit->columns[c]))
                *node++ = (struct feature_node){(int)c + 1, 1};
        }
        *node++ = (struct feature_node){problem->n, INTERCEPT_SCALE};
        *node++ = (struct feature_node){-1, 0};
    }
    return true;
}

static double *start_of(struct ll_arena *scratch, const struct ll_weight_fit *fit)
{
    double *start = LL_NEW_ARRAY(scratch, double, fit->column_count + 1);
    if (!start)
        return NULL;
    memcpy(start, fit->start, fit->column_count * sizeof *start);
    start[fit->column_count] = fit->start[fit->column_count] / INTERCEPT_SCALE;
    return start;
}

bool ll_weight_fit(struct ll_arena *scratch, const struct ll_weight_fit *fit, double *out)
{
    struct problem problem;
    struct parameter parameter = {.solver_type = L2R_LR, .eps = TOLERANCE, .C = fit->c};
    if (!fill(scratch, fit, &problem))
        return false;
    if (fit->start && !(parameter.init_sol = start_of(scratch, fit)))
        return false;
    set_print_string_function(say_nothing);
    struct model *model = train(&problem, &parameter);
    for (size_t c = 0; c < fit->column_count; c++)
        out[c] = get_decfun_coef(model, (int)c + 1, 0);
    out[fit->column_count] = get_decfun_bias(model, 0);
    free_and_destroy_model(&model);
    return true;
}

double ll_weight_odds(const struct ll_weight_row *row, const size_t *columns, size_t count,
                      const double *coefficients)
{
    double odds = coefficients[count];
    for (size_t c = 0; c < count; c++)
        odds += ll_weight_hit(row, columns[c]) ? coefficients[c] : 0;
    return odds;
}
