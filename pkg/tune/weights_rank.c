/* weights_rank.c -- how well a score tells leads apart, and where to draw a line.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/weights_parts.h"

#include <stdlib.h>

static int compare_scores(const void *left, const void *right)
{
    const struct ll_weight_ranked *a = left, *b = right;
    return (a->score < b->score) - (a->score > b->score);
}

/* Step over the leads of one score, which begin at *i; they are sorted. */
static void step(const struct ll_weight_ranked *ranked, size_t count, size_t *i, uint64_t *true_n,
                 uint64_t *false_n)
{
    int64_t score = ranked[*i].score;
    *true_n = *false_n = 0;
    for (; *i < count && ranked[*i].score == score; ++*i) {
        *true_n += ranked[*i].came_true;
        *false_n += !ranked[*i].came_true;
    }
}

double ll_weight_auc(struct ll_weight_ranked *ranked, size_t count)
{
    double pairs = 0, all_true = 0, all_false = 0;
    uint64_t true_n, false_n;
    qsort(ranked, count, sizeof *ranked, compare_scores);
    for (size_t i = 0; i < count;) {
        step(ranked, count, &i, &true_n, &false_n);
        pairs += (double)false_n * (all_true + (double)true_n / 2);
        all_true += (double)true_n;
        all_false += (double)false_n;
    }
    return pairs / (all_true * all_false);
}

/* Twice the harmonic mean of precision and recall is 2 true / (found + all true). */
static double f1(const struct ll_weight_found *found, uint64_t all_true)
{
    return 2 * (double)found->came_true / (double)(found->came_true + found->came_false + all_true);
}

int64_t ll_weight_choose(struct ll_weight_ranked *ranked, size_t count, uint64_t wanted_true,
                         struct ll_weight_found *found)
{
    struct ll_weight_found at = {.known = true};
    int64_t score, best = 0;
    uint64_t all_true = 0, true_n, false_n;
    *found = (struct ll_weight_found){0};
    qsort(ranked, count, sizeof *ranked, compare_scores);
    for (size_t i = 0; i < count; i++)
        all_true += ranked[i].came_true;
    for (size_t i = 0; i < count;) {
        score = ranked[i].score;
        step(ranked, count, &i, &true_n, &false_n);
        at.came_true += true_n;
        at.came_false += false_n;
        bool enough = wanted_true && at.came_true >= wanted_true;
        if (enough || !found->known || (!wanted_true && f1(&at, all_true) > f1(found, all_true))) {
            *found = at;
            best = score;
        }
        if (enough)
            break;
    }
    return best;
}
