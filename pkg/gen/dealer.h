/* dealer.h -- the dealers: licences, places, open days.
 * Depends on: base, gen/choice, gen/names, gen/places.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_DEALER_H
#define LL_GEN_DEALER_H

#include "base/buf.h"
#include "base/day.h"
#include "gen/choice.h"
#include "gen/names.h"
#include "gen/places.h"

#define LL_GEN_CLOSURES_MAX 4

struct ll_gen_dealer {
    const struct ll_gen_state *state;
    const struct ll_gen_city *city;
    ll_str json;           /* {"ffl":"5-76-201-01-?F-00123","name":"Bayou Arms","state":"TX"} */
    char key[10];          /* 5-76-00123 */
    uint16_t expiry_month; /* of the licence at the start of the stream, since 1970 */
    uint8_t open_mask;     /* bit 0 Monday */
    bool holidays;         /* closed on federal holidays */
    bool unknown;          /* the dealers file does not say when it is open */
    bool unlisted;         /* the dealers file does not have it */
    uint8_t closure_count;
    ll_day closures[LL_GEN_CLOSURES_MAX];
};

/* Where the expiry year stands in json, and in the licence number alone. */
#define LL_GEN_LICENCE_AT 8
#define LL_GEN_EXPIRY_AT (LL_GEN_LICENCE_AT + 12)

struct ll_gen_dealers {
    const struct ll_gen_dealer *list;
    uint32_t count;
    /* By zone: indices into list, a draw of a place in of_zone (count 0: none), all its weight. */
    const uint32_t *of_zone[LL_GEN_ZONES];
    struct ll_gen_choice zone_choice[LL_GEN_ZONES];
    uint64_t zone_weight[LL_GEN_ZONES];
};

/* count dealers for a stream from day `from` on, `days` long. False: memory is out. */
bool ll_gen_dealers_make(struct ll_arena *arena, uint64_t seed, uint32_t count, ll_day from,
                         uint32_t days, const struct ll_gen_names *names,
                         struct ll_gen_dealers *out);
/* The last digit of the expiry year of the licence that holds in that month (months since 1970).
 * stale: of the one before. */
char ll_gen_dealer_expiry(const struct ll_gen_dealer *dealer, uint32_t month, bool stale);
bool ll_gen_dealer_open(const struct ll_gen_dealer *dealer, ll_day day, bool holiday);
/* Append the dealers file; licences as of that month. */
void ll_gen_dealers_csv(const struct ll_gen_dealers *dealers, uint32_t month, struct ll_buf *out);

#endif
