/* proof_world.h -- a proof with the pack that made the records of tests/fuzz/corpus/proof: for the fuzz target and the unit tests.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The records name their pack by the digest "fuzz", so that they outlive changes of how digests are made. */
#ifndef LL_TESTS_PROOF_WORLD_H
#define LL_TESTS_PROOF_WORLD_H

#include "proof/proof.h"
#include <stdlib.h>

static const char proof_pack_text[] =
    "pack: p\n"
    "version: '1'\n"
    "indicators:\n"
    "  - {id: rifles, timeline: purchaser, items: firearms, where: 'class == \"rifle\"', same: "
    "[dealer.key], window: {business_days: 5, calendar: dealer}, having: count() >= 2, weight: 20, "
    "explain: '{count} rifles'}\n"
    "  - {id: few, timeline: purchaser, items: firearms, where: 'purchaser.country_of_birth != "
    "\"MX\"', window: {days: 9}, having: count() < 9, weight: 1}\n"
    "  - {id: traced, timeline: purchaser, items: traces, where: 'in_hit(\"rifles\") and sold', "
    "having: traces() >= 1, weight: 40}\n"
    "  - {id: stores, timeline: dealer, items: reports(rifles), having: count() < 3, weight: 2}\n"
    "  - {id: recovered, timeline: dealer, items: traces, having: count() >= 1, weight: 3}\n"
    "  - {id: homes, timeline: address, items: reports(rifles), weight: 4}\n";

struct proof_world {
    struct ll_arena arena;
    const struct ll_pack *packs[1];
    struct ll_proof_setup setup;
    struct ll_proof *proof;
};

/* False: that cannot be. */
static inline bool proof_world_init(struct proof_world *world)
{
    static struct ll_errors errors, warnings;
    static struct ll_source text, table;
    struct ll_calibers *calibers;
    struct ll_pack *pack;

    *world = (struct proof_world){0};
    errors.count = warnings.count = 0;
    text = (struct ll_source){"p.yaml", ll_str_from(proof_pack_text)};
    table = (struct ll_source){"calibers.csv", ll_calibers_builtin_text()};
    if (ll_calibers_parse(&world->arena, &table, &calibers, NULL) != LL_OK ||
        ll_pack_parse(&world->arena, &text, calibers, &pack, &errors, &warnings) != LL_OK)
        return false;
    memcpy(pack->digest, "fuzz", sizeof "fuzz");
    world->packs[0] = pack;
    world->setup =
        (struct ll_proof_setup){.packs = world->packs,
                                .pack_count = 1,
                                .calendar = ll_calendar_builtin(&world->arena),
                                .calibers = calibers,
                                .identity = ll_identity_new(&world->arena, LL_STR("demo"))};
    world->proof = ll_proof_new(&world->setup);
    return world->setup.calendar && world->setup.identity && world->proof;
}

static inline void proof_world_fini(struct proof_world *world)
{
    ll_proof_free(world->proof);
    ll_arena_fini(&world->arena);
}

#endif
