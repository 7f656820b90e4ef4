/* nearest.c -- "did you mean ...?"   SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

#define WORD_MAX 64

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The least number of insertions, deletions, changes and swaps of neighbours that make a into b;
 * no part is edited twice. Three rows of the table are enough, as a swap looks two rows back. */
static size_t distance(ll_str a, ll_str b)
{
    size_t rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            bool swap =
                i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
            if (swap)
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

const char *ll_nearest(ll_str word, const char *const *names, size_t n)
{
    if (word.len == 0 || word.len > WORD_MAX)
        return NULL;
    size_t best = word.len / 3 ? word.len / 3 : 1;
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        ll_str name = ll_str_from(names[i]);
        if (name.len == 0 || name.len > WORD_MAX)
            continue;
        size_t d = distance(word, name);
        if (d < best || (d == best && !found)) {
            best = d;
            found = names[i];
        }
    }
    return found;
}
