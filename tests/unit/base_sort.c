/* Sorting pointers that are nearly in order.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "base/sort.h"
#include <criterion/criterion.h>

#define MAX 300

struct thing {
    unsigned key, place;
};

static int by_key(const void *left, const void *right)
{
    const struct thing *a = *(const struct thing *const *)left,
                       *b = *(const struct thing *const *)right;
    return (a->key > b->key) - (a->key < b->key);
}

/* n things in runs of that length, some of one key. */
static void expect_sorted(struct ll_arena *arena, size_t n, size_t run)
{
    static struct thing things[MAX];
    const struct thing *list[MAX];
    for (size_t i = 0; i < n; i++) {
        unsigned jump = (unsigned)ll_hash_mix(i / run) % 50;
        things[i] = (struct thing){jump + (unsigned)(i % run) / 2, (unsigned)i};
        list[i] = &things[i];
    }
    cr_assert(ll_sort(list, n, by_key, arena));
    for (size_t i = 1; i < n; i++)
        cr_assert(list[i - 1]->key < list[i]->key ||
                      (list[i - 1]->key == list[i]->key && list[i - 1]->place < list[i]->place),
                  "%zu of %zu in runs of %zu", i, n, run);
}

Test(base_sort, every_length_and_run)
{
    struct ll_arena arena = {0};
    for (size_t n = 0; n < MAX; n += n < 70 ? 1 : 23)
        for (size_t run = 1; run <= n + 1; run += 1 + run / 3) {
            ll_arena_reset(&arena);
            expect_sorted(&arena, n, run);
        }
    ll_arena_fini(&arena);
}

Test(base_sort, takes_nothing_where_most_is_in_order)
{
    static struct thing things[MAX];
    const struct thing *list[MAX];
    struct ll_arena none = {.max_bytes = 1};
    for (unsigned i = 0; i < MAX; i++) {
        things[i].key = i / 3;
        list[i] = &things[i];
    }
    cr_expect(ll_sort(list, MAX, by_key, &none));
    cr_expect_eq(list[17], &things[17]);
    things[0].key = things[MAX / 2].key = MAX;
    cr_expect(ll_sort(list, MAX, by_key, &none), "few that are out of order are put in place");
    cr_expect_eq(list[MAX - 2], &things[0]);
    cr_expect_eq(list[MAX - 1], &things[MAX / 2]);
    for (unsigned i = 0; i < MAX; i++)
        things[i].key = (unsigned)ll_hash_mix(i);
    cr_expect_not(ll_sort(list, MAX, by_key, &none));
    ll_arena_fini(&none);
}
