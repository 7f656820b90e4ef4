/* found.h -- what was found, held against what was expected.
 * Depends on: trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TRIAL_FOUND_H
#define LL_TRIAL_FOUND_H

#include "trial/trial.h"

struct ll_found_hit {
    const struct ll_trial_subject *subject;
    const struct ll_hit *hit;
    uint32_t indicator; /* index in the pack */
};
struct ll_found_lead {
    const struct ll_trial_subject *subject;
    const struct ll_lead *lead;
    const struct ll_route *routes;
    size_t route_count;
};

/* The hits and leads of a state that its test looks at. */
struct ll_found {
    const struct ll_pack *pack;
    const bool *looks; /* as of the test */
    bool routed;       /* there are groups */
    struct ll_found_hit *hits;
    struct ll_found_lead *leads;
    size_t hit_count, lead_count;
};
/* False: memory is out. */
bool ll_found_list(struct ll_found *found, const struct ll_trial_test *test,
                   const struct ll_trial_state *state, struct ll_arena *arena);

/* Expected things and found ones, paired: with[i] is 1 + the found one that fits want i, 0 where none is left for it; is[j]
 * likewise of those found. */
struct ll_pairs {
    uint32_t *with, *is;
    bool all; /* each has its own */
};

bool ll_found_pair_hits(const struct ll_found *found, const struct ll_trial_stage *stage,
                        struct ll_arena *arena, struct ll_pairs *pairs);
bool ll_found_pair_leads(const struct ll_found *found, const struct ll_trial_stage *stage,
                         struct ll_arena *arena, struct ll_pairs *pairs);

/* The indicators of a lead that are looked at, ascending; writes as many as there are, returns how many. */
size_t ll_found_indicators(const struct ll_found *found, const struct ll_lead *lead, uint32_t *out);
/* By enum ll_trial_number; LL_TRIAL_NONE where there is none. */
int64_t ll_found_number(const struct ll_lead *lead, enum ll_trial_number which);
/* The wanted group's route among the routes; NULL: none. */
const struct ll_route *ll_found_route(const struct ll_trial_group_want *want,
                                      const struct ll_route *routes, size_t n);
/* Whether the routes are those, no more and no less. Where there are no groups they always are. */
bool ll_found_routes_fit(const struct ll_found *found, const struct ll_trial_group_want *wants,
                         size_t want_count, const struct ll_route *routes, size_t n);
/* The routes of all leads, each group once. NULL: memory is out. */
struct ll_route *ll_found_all_routes(const struct ll_found *found, struct ll_arena *arena,
                                     size_t *count);

/* Whether all of the stage fits. *fits is set where true is returned; false: memory is out. */
bool ll_found_fits(const struct ll_found *found, const struct ll_trial_stage *stage,
                   struct ll_arena *arena, bool *fits);

/* orders.c: the engine on the first events of a test in other orders. False: memory is out. Where it gives other leads than
 * those of the state, *how is set, and the texts of the result. */
bool ll_trial_orders(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                     size_t events, const struct ll_trial_state *state, struct ll_arena *arena,
                     struct ll_trial_result *result);

#endif
