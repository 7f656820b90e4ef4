/* weights_whole.c -- coefficients as weights that a pack can have: whole, not below zero, of the size of those in force.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tune/weights_parts.h"

#include <math.h>

#define WEIGHT_MAX 1000
/* The greatest suggested weight where those in force are all zero, and give no size. */
#define LARGEST_WITHOUT_PRESENT 100

/* The most negative coefficient's place; count: none is. */
static size_t lowest(const double *coefficients, size_t count)
{
    size_t at = count;
    for (size_t c = 0; c < count; c++) {
        if (coefficients[c] < 0 && (at == count || coefficients[c] < coefficients[at]))
            at = c;
    }
    return at;
}

/* So that the weights add up to what those in force do. */
static double factor(const struct ll_weight_scale *scale, const double *coefficients)
{
    double sum = 0, largest = 0, present = 0;
    for (size_t c = 0; c < scale->column_count; c++) {
        sum += coefficients[c];
        largest = fmax(largest, coefficients[c]);
        present += scale->indicators[scale->columns[c]].present;
    }
    if (sum <= 0)
        return 0;
    return present > 0 ? present / sum : LARGEST_WITHOUT_PRESENT / largest;
}

bool ll_weight_whole(struct ll_arena *scratch, const struct ll_weight_fit *fit,
                     const struct ll_weight_scale *scale, int32_t *weights)
{
    size_t kept = fit->column_count, at;
    size_t *columns = LL_NEW_ARRAY(scratch, size_t, kept);
    double *found = LL_NEW_ARRAY(scratch, double, kept + 1);
    double *all = LL_NEW_ARRAY(scratch, double, kept);
    struct ll_weight_fit some = *fit;
    if (!columns || !found || !all)
        return false;
    memcpy(columns, fit->columns, kept * sizeof *columns);
    some.columns = columns;
    some.start = NULL;
    for (;;) {
        some.column_count = kept;
        if (!ll_weight_fit(scratch, &some, found))
            return false;
        at = lowest(found, kept);
        if (at == kept)
            break;
        kept--;
        memmove(columns + at, columns + at + 1, (kept - at) * sizeof *columns);
    }
    for (size_t c = 0, k = 0; c < fit->column_count; c++) {
        if (k < kept && columns[k] == fit->columns[c])
            all[c] = found[k++];
    }
    double by = factor(scale, all);
    for (size_t c = 0; c < fit->column_count; c++)
        weights[c] = (int32_t)fmin(WEIGHT_MAX, round(all[c] * by));
    return true;
}

int64_t ll_weight_score(const struct ll_weight_row *row, const size_t *columns, size_t count,
                        const int32_t *weights)
{
    int64_t score = 0;
    for (size_t c = 0; c < count; c++)
        score += ll_weight_hit(row, columns[c]) ? weights[c] : 0;
    return score;
}
