/* vary.h -- tests that are a little different from one that there is.
 * Depends on: tree, mutate, trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_VARY_H
#define LL_MUTATE_VARY_H

#include "mutate/tree.h"
#include "trial/trial.h"

/* Values that an expression holds a field against, or a little beside them. */
struct ll_vary_value {
    uint16_t slot;
    ll_str text; /* ptr NULL: no value at all */
    bool is_text;
};
struct ll_vary_values {
    struct ll_vary_value *list;
    size_t count, cap;
    int64_t numbers[16]; /* that calls are held against: how many there should be */
    size_t number_count;
    bool failed; /* memory is out */
};
/* Add those of an expression. */
void ll_vary_find_values(struct ll_vary_values *values, const struct ll_expr_reading *reading,
                         struct ll_arena *arena);

/* Let an event of a test have a value: one of its guns, or all of them (SIZE_MAX), its dealer or buyer, or itself. False: it can have
 * none such, or memory is out, which *failed says. */
bool ll_vary_put(struct ll_arena *arena, struct ll_yaml_node *test, struct ll_yaml_node *event,
                 size_t gun, const struct ll_vary_value *value, bool *failed);
bool ll_vary_is_of_gun(const struct ll_vary_value *value);

/* A test with one thing changed; true: no more of them. Borrowed for the call. */
typedef bool (*ll_vary_try)(void *context, const struct ll_yaml_node *test);

struct ll_varying {
    const struct ll_vary_values *values;
    int32_t days;           /* of the window that matters, as it counts them */
    int32_t past_days;      /* how far back past traces matter; 0: they do not */
    struct ll_arena *arena; /* reset after each try */
    ll_vary_try attempt;
    void *context;
    bool failed; /* memory is out */
};
/* Give the test as it is, then each change of it, then pairs of changes, until a try is true: then true. */
bool ll_vary_each(struct ll_varying *varying, const struct ll_yaml_node *test);
/* repeat.c: give the test with all its events once more, so that between some of the first and some of the second days lie; until
 * a try is true: then true. */
bool ll_vary_repeat(struct ll_varying *varying, const struct ll_yaml_node *test, int32_t days);

#endif
