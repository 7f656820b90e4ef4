/* places.h -- where dealers are and guns are found.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_PLACES_H
#define LL_GEN_PLACES_H

#include "base/str.h"
#include <stdint.h>

/* Zones by their offset from UTC. Arizona keeps its clocks in summer. */
enum ll_gen_zone {
    LL_GEN_EASTERN,
    LL_GEN_CENTRAL,
    LL_GEN_MOUNTAIN,
    LL_GEN_ARIZONA,
    LL_GEN_PACIFIC,
    LL_GEN_ZONES
};

/* Hours behind UTC. */
static inline int ll_gen_zone_hours(enum ll_gen_zone zone, bool summer)
{
    static const uint8_t behind[LL_GEN_ZONES] = {5, 6, 7, 7, 8};
    return behind[zone] - (summer && zone != LL_GEN_ARIZONA ? 1 : 0);
}

struct ll_gen_city {
    ll_str name, zip3, division;
    uint16_t county; /* FIPS */
    enum ll_gen_zone zone;
};

struct ll_gen_state {
    ll_str code;
    uint32_t weight;      /* of its sales */
    uint8_t region;       /* R of its licences */
    uint8_t districts[5]; /* DD, 0 behind the last */
    bool border;          /* with Mexico */
    const struct ll_gen_city *cities;
    uint32_t city_count;
};

/* A place of recovery abroad. */
struct ll_gen_abroad {
    ll_str state, city; /* of Mexico */
};

const struct ll_gen_state *ll_gen_states(uint32_t *count);
const struct ll_gen_abroad *ll_gen_abroad(uint32_t *count);

#endif
