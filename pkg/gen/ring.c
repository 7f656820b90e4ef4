/* ring.c -- rings of straw purchasers.   SPDX-License-Identifier: Apache-2.0
 *
 * In the shape of the Houston ring (DOJ OIG 2010): 23 buyers, 96 purchases from 10 dealers, 15
 * months, 336 guns, one of them 14 long guns in a day, 91 recovered in Mexico so far. Rings here
 * are up to that size; most trafficking cases are smaller (NFCTA vol. III: mean 16 guns). */
#include "gen/ring.h"

#include "gen/kind.h"
#include "gen/person.h"
#include "gen/sale.h"
#include <stdlib.h>

/* Guns of one purchase, of 1,000: 3.5 at the mean, 14 at most. */
static const struct {
    uint16_t below;
    uint8_t guns;
} sizes[] = {{150, 1}, {430, 2}, {640, 3},  {760, 4},  {850, 5},
             {920, 6}, {965, 8}, {985, 10}, {1000, 14}};

/* 91 of 336. */
#define TRACED LL_GEN_PER_MILLE(270)
/* Then on to the next shop the same day, or within the week. */
#define NEXT_SHOP LL_GEN_PER_MILLE(250)
#define PURCHASES_MAX (LL_GEN_RING_BUYERS_MAX * 16)
#define SPAN_MIN 60
#define SPAN_MAX 456

static uint8_t size_draw(struct ll_gen_random *r)
{
    uint32_t at = ll_gen_random_below(r, 1000), i = 0;
    while (sizes[i].below <= at)
        i++;
    return sizes[i].guns;
}

/* The home dealer, in a border state where there is one, and others of its state. */
static void dealers_draw(const struct ll_gen_world *world, struct ll_gen_random *r,
                         struct ll_gen_ring *ring)
{
    const struct ll_gen_dealers *dealers = &world->dealers;
    uint32_t home = ll_gen_random_below(r, dealers->count);
    for (uint32_t i = 0; i < 20 && !dealers->list[home].state->border; i++)
        home = ll_gen_random_below(r, dealers->count);
    uint32_t want = 3 + ll_gen_random_below(r, LL_GEN_RING_DEALERS_MAX - 2);
    ring->dealers[0] = home;
    ring->dealer_count = 1;
    for (uint32_t i = 0; i < 400 && ring->dealer_count < want; i++) {
        uint32_t at = ll_gen_random_below(r, dealers->count);
        bool known = dealers->list[at].state != dealers->list[home].state;
        for (uint32_t k = 0; k < ring->dealer_count; k++)
            known = known || ring->dealers[k] == at;
        if (!known)
            ring->dealers[ring->dealer_count++] = at;
    }
}

/* The first day from day on, of a week, on which the dealer is open. */
static ll_day open_day(const struct ll_gen_world *world, uint32_t dealer, ll_day day, ll_day last)
{
    for (ll_day at = day; at < day + 7 && at <= last; at++) {
        bool holiday = ll_gen_world_day(world, at)->holiday;
        if (ll_gen_dealer_open(&world->dealers.list[dealer], at, holiday))
            return at;
    }
    return day;
}

static void purchase_add(const struct ll_gen_world *world, struct ll_gen_random *r,
                         struct ll_gen_ring *ring, uint32_t number, uint32_t buyer, ll_day day)
{
    if (ring->purchase_count == PURCHASES_MAX)
        return;
    uint32_t dealer = ring->dealers[ll_gen_random_below(r, ring->dealer_count)];
    struct ll_gen_sale *sale = &ring->purchases[ring->purchase_count++];
    *sale = (struct ll_gen_sale){.dealer = dealer, .ring = (uint16_t)(number + 1)};
    sale->person = ll_gen_person_of_ring(number, buyer);
    sale->day = open_day(world, dealer, day, ring->last);
    sale->second = 36000 + ll_gen_random_below(r, 32400);
    sale->ring_guns = size_draw(r);
}

/* A buyer's purchases: 96 of 23 buyers are four a head; the organizer buys twice as often. */
static void buyer_plan(const struct ll_gen_world *world, struct ll_gen_random *r,
                       struct ll_gen_ring *ring, uint32_t number, uint32_t buyer)
{
    uint32_t times = 1 + ll_gen_random_below(r, buyer ? 5 : 10);
    uint32_t span = (uint32_t)(ring->last - ring->first) + 1;
    for (uint32_t i = 0; i < times; i++) {
        ll_day day = ring->first + (ll_day)ll_gen_random_below(r, span);
        purchase_add(world, r, ring, number, buyer, day);
        while (ll_gen_random_chance(r, NEXT_SHOP)) {
            day += (ll_day)ll_gen_random_low(r, 6);
            purchase_add(world, r, ring, number, buyer, day < ring->last ? day : ring->last);
        }
    }
}

static int by_time(const void *a, const void *b)
{
    const struct ll_gen_sale *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->second != y->second)
        return x->second < y->second ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

static bool ring_plan(struct ll_arena *arena, const struct ll_gen_world *world, uint32_t number,
                      struct ll_gen_sale *scratch, struct ll_gen_ring *ring)
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_RING, number);
    dealers_draw(world, &r, ring);
    ring->buyer_count = 5 + ll_gen_random_below(&r, LL_GEN_RING_BUYERS_MAX - 4);
    uint32_t days = world->day_count;
    /* At most three fifths of the stream, so that there is time left for traces. */
    uint32_t room = days * 3 / 5 ? days * 3 / 5 : 1;
    uint32_t span = SPAN_MIN + ll_gen_random_below(&r, SPAN_MAX - SPAN_MIN);
    span = span < room ? span : room;
    ring->first = world->from + (ll_day)ll_gen_random_low(&r, days - span + 1);
    ring->last = ring->first + (ll_day)span - 1;
    ring->purchases = scratch;
    for (uint32_t buyer = 0; buyer < ring->buyer_count; buyer++)
        buyer_plan(world, &r, ring, number, buyer);
    qsort(scratch, ring->purchase_count, sizeof *scratch, by_time);
    ring->purchases = LL_NEW_ARRAY(arena, struct ll_gen_sale, ring->purchase_count);
    if (!ring->purchases)
        return false;
    memcpy(ring->purchases, scratch, ring->purchase_count * sizeof *scratch);
    return true;
}

bool ll_gen_rings_make(struct ll_arena *arena, struct ll_gen_world *world)
{
    struct ll_gen_sale *scratch = LL_NEW_ARRAY(arena, struct ll_gen_sale, PURCHASES_MAX);
    world->rings = LL_NEW_ARRAY(arena, struct ll_gen_ring, world->ring_count);
    if (!scratch || !world->rings)
        return false;
    for (uint32_t i = 0; i < world->ring_count; i++) {
        if (!ring_plan(arena, world, i, scratch, &world->rings[i]))
            return false;
    }
    return true;
}

bool ll_gen_ring_gun_traced(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                            uint32_t gun)
{
    struct ll_gen_random r =
        ll_gen_random_of(world->seed, LL_GEN_KIND_RING_GUN, sale->number * 16 + gun);
    return ll_gen_random_chance(&r, TRACED);
}
