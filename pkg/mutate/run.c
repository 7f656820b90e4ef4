/* run.c -- mutants against tests.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/run.h"

#include "base/nearest.h"

/* ---- whom which test can notice ---- */

bool ll_trying_can_notice(const struct ll_trial_test *test, const struct ll_mutant *mutant)
{
    return mutant->indicator == LL_MUTANT_OF_PACK || !test->runs || test->runs[mutant->indicator];
}

static enum ll_trial_outcome run_test(const struct ll_trying *trying,
                                      const struct ll_trial_test *test, const struct ll_pack *pack,
                                      struct ll_arena *arena)
{
    struct ll_trial_result result = {0};
    ll_arena_reset(arena);
    ll_trial_run(trying->suite, test, pack, trying->groups, LL_TRIAL_PLAIN, arena, &result);
    return result.outcome;
}

/* The first test that fails; the one that noticed the mutant before has its turn first, as mutants that follow each other
 * are alike. *last: its index. False: memory is out. */
static bool find_notice(const struct ll_trying *trying, const struct ll_mutant *mutant,
                        const struct ll_pack *pack, size_t *last, struct ll_arena *arena,
                        bool *noticed)
{
    const struct ll_trial_suite *suite = trying->suite;
    size_t first = *last;
    *noticed = false;
    for (size_t i = 0; i <= suite->test_count && !*noticed; i++) {
        size_t t = i ? i - 1 : first;
        if (t >= suite->test_count || (i && t == first) ||
            !ll_trying_can_notice(&suite->tests[t], mutant))
            continue;
        enum ll_trial_outcome outcome = run_test(trying, &suite->tests[t], pack, arena);
        if (outcome == LL_TRIAL_NO_MEMORY)
            return false;
        if (outcome == LL_TRIAL_FAILED) {
            *noticed = true;
            *last = t;
        }
    }
    return true;
}

/* ---- accepted survivors ---- */

static struct ll_accepted *find_accepted(const struct ll_acceptance *accepted, ll_str name)
{
    for (size_t i = 0; i < accepted->count; i++)
        if (ll_str_eq(accepted->list[i].mutant, name))
            return &accepted->list[i];
    return NULL;
}

static ll_str find_mutant(const struct ll_mutants *mutants, ll_str name, struct ll_arena *arena)
{
    const char **names = LL_NEW_ARRAY(arena, const char *, mutants->count);
    for (size_t i = 0; names && i < mutants->count; i++)
        names[i] = mutants->list[i].name.ptr;
    const char *near = names ? ll_nearest(name, names, mutants->count) : NULL;
    return ll_str_from(near);
}

static enum ll_status refuse_stale(const struct ll_trying *trying, struct ll_arena *arena,
                                   struct ll_errors *errors)
{
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < trying->accepted.count; i++) {
        const struct ll_accepted *one = &trying->accepted.list[i];
        if (one->met)
            continue;
        ll_str near = find_mutant(&trying->mutants, one->mutant, arena);
        if (near.ptr && ll_str_eq(near, one->mutant))
            status = ll_fail_at(ll_errors_next(errors), LL_ERR_DATA, one->at,
                                "this mutant does not survive any more; remove the entry");
        else
            status = ll_fail_at(ll_errors_next(errors), LL_ERR_DATA, one->at,
                                "the pack has no such mutant%s%.*s%s; change the name, or remove "
                                "the entry",
                                near.ptr ? "; the nearest is '" : "", LL_STR_ARGS(near),
                                near.ptr ? "'" : "");
    }
    return status;
}

/* ---- the whole ---- */

static enum ll_status try_one(struct ll_trying *trying, size_t m, size_t *last,
                              struct ll_arena *packs, struct ll_arena *runs)
{
    const struct ll_mutant *mutant = &trying->mutants.list[m];
    struct ll_pack *pack;
    bool noticed = false;
    ll_arena_reset(packs);
    enum ll_status status = ll_mutant_load(packs, trying->path, trying->suite->calibers,
                                           trying->suite->book->pack, &mutant->edit, &pack);
    if (status != LL_OK)
        return status;
    if (pack && !find_notice(trying, mutant, pack, last, runs, &noticed))
        return LL_ERR_NOMEM;
    struct ll_accepted *accepted = find_accepted(&trying->accepted, mutant->name);
    enum ll_fate fate = !pack      ? LL_FATE_NO_PACK
                        : noticed  ? LL_FATE_NOTICED
                        : accepted ? LL_FATE_ACCEPTED
                                   : LL_FATE_SURVIVED;
    if (fate == LL_FATE_ACCEPTED)
        accepted->met = true;
    trying->fates[m] = fate;
    trying->counts[fate]++;
    return LL_OK;
}

enum ll_status ll_trying_run(struct ll_trying *trying, struct ll_arena *arena,
                             struct ll_errors *errors)
{
    struct ll_arena packs = {0}, runs = {0};
    enum ll_status status = LL_ERR_NOMEM;
    size_t last = 0;
    if (ll_mutants_list(trying->suite->book, arena, &trying->mutants)) {
        trying->fates = LL_NEW_ARRAY(arena, enum ll_fate, trying->mutants.count);
        status = trying->fates ? LL_OK : LL_ERR_NOMEM;
    }
    for (size_t m = 0; m < trying->mutants.count && status == LL_OK; m++)
        status = try_one(trying, m, &last, &packs, &runs);
    ll_arena_fini(&packs);
    ll_arena_fini(&runs);
    if (status != LL_OK)
        return ll_fail(ll_errors_next(errors), status, "%s",
                       status == LL_ERR_NOMEM ? "memory is out" : "the pack cannot be read again");
    return refuse_stale(trying, arena, errors);
}
