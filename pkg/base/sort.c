/* sort.c -- see sort.h.   SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

typedef int comparison(const void *, const void *);

/* A pointer out of order is looked for so many places back one by one, and farther by halves. */
#define NEAR 4
/* As long as so many pointers are moved for each one, or fewer, they are put in their places in the list itself. */
#define MOVES_MAX 4

/* The end of the run in order that starts at from. */
static size_t run_end(const void *const *list, size_t from, size_t n, comparison *compare)
{
    size_t end = from + 1;
    while (end < n && compare(&list[end - 1], &list[end]) <= 0)
        end++;
    return end;
}

/* Where list[n] belongs among those before it, which are in order: behind its equals. */
static size_t place_of(const void *const *list, size_t n, comparison *compare)
{
    size_t low = n > NEAR ? n - NEAR : 0, high = n;
    while (high > low && compare(&list[high - 1], &list[n]) > 0)
        high--;
    if (high > low || low == 0)
        return high;
    for (low = 0; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (compare(&list[middle], &list[n]) > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* list[0..sorted-1] are in order: put the others in their places. False: that moves too many, and is given up. */
static bool insert(const void **list, size_t sorted, size_t n, comparison *compare)
{
    size_t moves = 0;
    for (size_t i = sorted; i < n; i++) {
        const void *one = list[i];
        size_t at = place_of((const void *const *)list, i, compare);
        moves += i - at;
        if (moves > MOVES_MAX * n)
            return false;
        memmove(list + at + 1, list + at, (i - at) * sizeof *list);
        list[at] = one;
    }
    return true;
}

static void merge(const void *const *a, size_t a_count, const void *const *b, size_t b_count,
                  const void **out, comparison *compare)
{
    while (a_count && b_count) {
        if (compare(a, b) <= 0) {
            *out++ = *a++;
            a_count--;
        } else {
            *out++ = *b++;
            b_count--;
        }
    }
    for (; a_count; a_count--)
        *out++ = *a++;
    for (; b_count; b_count--)
        *out++ = *b++;
}

/* Merge each two neighbouring runs from one list into the other; true where one run was all. */
static bool merge_pairs(const void *const *list, const void **out, size_t n, comparison *compare)
{
    for (size_t from = 0, middle, end; from < n; from = end) {
        middle = run_end(list, from, n, compare);
        if (middle == n && from == 0)
            return true;
        end = middle < n ? run_end(list, middle, n, compare) : n;
        merge(list + from, middle - from, list + middle, end - middle, out + from, compare);
    }
    return false;
}

bool ll_sort(void *pointers, size_t n, comparison *compare, struct ll_arena *arena)
{
    const void **list = pointers;
    size_t sorted = n ? run_end(list, 0, n, compare) : 0;
    if (sorted == n || insert(list, sorted, n, compare))
        return true;
    const void **room = ll_arena_alloc_raw(arena, n * sizeof *room, alignof(const void *));
    const void **from = list, **to = room;
    if (!room)
        return false;
    while (!merge_pairs(from, to, n, compare)) {
        const void **other = from;
        from = to;
        to = other;
    }
    if (from != list)
        memcpy(list, from, n * sizeof *list);
    return true;
}
