/* world.h -- what holds for a whole stream: names, guns, dealers, days, rings.
 * Depends on: base, event, gen/dealer, gen/guns, gen/names.   SPDX-License-Identifier: Apache-2.0
 *
 * Made once, read-only afterwards. People and sales are not in it: each is made from its number
 * when it is needed, and made again, the same, when it is needed again. That is why a stream of any
 * length takes the same memory. */
#ifndef LL_GEN_WORLD_H
#define LL_GEN_WORLD_H

#include "event/identity.h"
#include "gen/dealer.h"
#include "gen/guns.h"

struct ll_gen_day {
    char text[10];  /* YYYY-MM-DD */
    bool summer;    /* daylight saving time */
    bool holiday;   /* federal */
    uint16_t month; /* since 1970 */
};

/* One sale, as far as it cannot be told from its number. */
struct ll_gen_sale {
    uint64_t number; /* of all sales, from 1 */
    uint64_t person;
    uint32_t dealer;
    ll_day day;        /* the dealer's */
    uint32_t second;   /* of that day, on the dealer's clock */
    uint32_t late_s;   /* reported so much later; 0: at once */
    uint16_t ring;     /* 1-based; 0: none */
    uint8_t ring_guns; /* of a ring's purchase */
    bool miswritten;   /* version 1 has a wrong serial, version 2 corrects it */
};

#define LL_GEN_RING_DEALERS_MAX 10
#define LL_GEN_RING_BUYERS_MAX 25

/* A ring of straw purchasers. */
struct ll_gen_ring {
    uint32_t dealers[LL_GEN_RING_DEALERS_MAX]; /* the first is nearest to where they live */
    uint32_t dealer_count, buyer_count;
    ll_day first, last;            /* of its purchases */
    struct ll_gen_sale *purchases; /* by time; their numbers are given when their turn comes */
    uint32_t purchase_count, purchases_done;
};

struct ll_gen_world {
    uint64_t seed;
    struct ll_gen_names names;
    struct ll_gen_catalogue guns;
    struct ll_gen_dealers dealers;
    ll_day from;
    uint32_t day_count;
    const struct ll_gen_day *days; /* day_count + LL_GEN_DAYS_BEHIND of them */
    struct ll_gen_ring *rings;
    uint32_t ring_count;
    const struct ll_identity *identity; /* NULL: no keys are wanted */
};

/* Late reports and corrections come after the last day: so many days more are known. */
#define LL_GEN_DAYS_BEHIND 40

static inline const struct ll_gen_day *ll_gen_world_day(const struct ll_gen_world *world,
                                                        ll_day day)
{
    return &world->days[day - world->from];
}

/* Hours behind UTC at a dealer on a day. */
static inline int ll_gen_world_hours(const struct ll_gen_world *world, uint32_t dealer, ll_day day)
{
    return ll_gen_zone_hours(world->dealers.list[dealer].city->zone,
                             ll_gen_world_day(world, day)->summer);
}

/* The instant of a time on a dealer's clock, in seconds of UTC since 1970. */
static inline int64_t ll_gen_world_instant(const struct ll_gen_world *world, uint32_t dealer,
                                           ll_day day, uint32_t second)
{
    return (int64_t)day * 86400 + second + (int64_t)ll_gen_world_hours(world, dealer, day) * 3600;
}

#endif
