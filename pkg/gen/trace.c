/* trace.c -- the lines of traces.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/trace.h"

#include "gen/kind.h"
#include "gen/put.h"

/* Days from sale to recovery. Ordinary guns: within 3 months 9%, a year 25%, three years 46% (NFCTA
 * vol. II, 2017-21; ATF trace data 2022). */
static const struct ll_gen_quantile ordinary_days[] = {
    {0, 3}, {90, 90}, {250, 365}, {460, 1095}, {620, 1825}, {820, 3650}, {1000, 7300},
};
/* The Houston ring's: 26 days to 3 years 10 months, median just under 1.5 years (DOJ OIG 2010). */
static const struct ll_gen_quantile ring_days[] = {
    {0, 26}, {100, 120}, {250, 290}, {500, 540}, {750, 850}, {900, 1100}, {1000, 1396},
};

/* 87 of its 91 traced guns were long guns recovered in Mexico. */
#define RING_ABROAD LL_GEN_PER_MILLE(950)
#define RECOVERY_UNKNOWN LL_GEN_PER_MILLE(70)
#define TO_DEALER_ONLY LL_GEN_PER_MILLE(100)

/* Recovery to request up to 25 days; routine traces take about nine more (ATF, National Tracing
 * Center, 2019). */
static struct ll_gen_trace_days days_make(ll_day recovered, struct ll_gen_random *r)
{
    struct ll_gen_trace_days out = {.recovered = recovered};
    out.requested = recovered + (ll_day)ll_gen_random_below(r, 25);
    ll_day arrives = out.requested + 5 + (ll_day)ll_gen_random_below(r, 8);
    out.arrives = (int64_t)arrives * 86400 + 50400 + ll_gen_random_below(r, 36000);
    return out;
}

static struct ll_gen_trace_days plan(const struct ll_gen_sale *sale, struct ll_gen_random *r)
{
    int32_t days = ll_gen_quantile_draw(sale->ring ? ring_days : ordinary_days, r);
    return days_make(sale->day + days, r);
}

static struct ll_gen_random sequence(const struct ll_gen_world *world,
                                     const struct ll_gen_sale *sale, uint32_t gun)
{
    return ll_gen_random_of(world->seed, LL_GEN_KIND_TRACE, sale->number * 16 + gun);
}

struct ll_gen_trace_days ll_gen_trace_plan(const struct ll_gen_world *world,
                                           const struct ll_gen_sale *sale, uint32_t gun)
{
    struct ll_gen_random r = sequence(world, sale, gun);
    return plan(sale, &r);
}

static char *head_put(uint64_t number, const struct ll_gen_trace_days *days, ll_str status,
                      struct ll_gen_random *r, char *p)
{
    p = LL_GEN_PUT_LIT(p, "{\"type\":\"trace\",\"id\":\"T-");
    p = ll_gen_put_number(p, number);
    p = LL_GEN_PUT_LIT(p, "\",\"version\":1,\"recovered_on\":");
    if (ll_gen_random_chance(r, RECOVERY_UNKNOWN)) {
        p = LL_GEN_PUT_LIT(p, "null,\"requested_on\":\"");
    } else {
        p = ll_gen_put_char(p, '"');
        p = ll_gen_put_day(p, days->recovered);
        p = LL_GEN_PUT_LIT(p, "\",\"requested_on\":\"");
    }
    p = ll_gen_put_day(p, days->requested);
    p = LL_GEN_PUT_LIT(p, "\",\"status\":\"");
    p = ll_gen_put_str(p, status);
    return ll_gen_put_char(p, '"');
}

/* In the state of sale 70%, in Mexico 9% where that is a border state and 3% elsewhere, the rest
 * anywhere. A ring's guns are in Mexico. */
static char *place_put(const struct ll_gen_state *sold, bool of_ring, struct ll_gen_random *r,
                       char *p)
{
    uint32_t count, at = ll_gen_random_below(r, 1000);
    p = LL_GEN_PUT_LIT(p, ",\"recovery\":{\"country\":\"");
    bool mexico = of_ring ? ll_gen_random_chance(r, RING_ABROAD) : at >= (sold->border ? 910 : 970);
    if (mexico) {
        const struct ll_gen_abroad *abroad = ll_gen_abroad(&count);
        abroad += ll_gen_random_low(r, count);
        p = LL_GEN_PUT_LIT(p, "MX\",\"state\":\"");
        p = ll_gen_put_str(p, abroad->state);
        p = LL_GEN_PUT_LIT(p, "\",\"city\":\"");
        p = ll_gen_put_str(p, abroad->city);
        return LL_GEN_PUT_LIT(p, "\"}");
    }
    const struct ll_gen_state *state = ll_gen_states(&count);
    state = at < 700 ? sold : state + ll_gen_random_below(r, count);
    p = LL_GEN_PUT_LIT(p, "US\",\"state\":\"");
    p = ll_gen_put_str(p, state->code);
    p = LL_GEN_PUT_LIT(p, "\",\"city\":\"");
    p = ll_gen_put_str(p, state->cities[ll_gen_random_low(r, state->city_count)].name);
    return LL_GEN_PUT_LIT(p, "\"}");
}

static char *gun_put(const struct ll_gen_model *model, uint64_t number, char *p)
{
    p = LL_GEN_PUT_LIT(p, ",\"firearm\":");
    p = ll_gen_put_str(p, model->trace_head);
    p += ll_gen_serial_write(number, true, p);
    return LL_GEN_PUT_LIT(p, "\"}");
}

static char *sold_put(const struct ll_gen_world *world, uint32_t dealer, ll_day sold,
                      const struct ll_gen_person *person, char *p)
{
    p = ll_gen_put_char(p, ',');
    p = ll_gen_licence_write(world, dealer, sold, p);
    p = ll_gen_put_char(p, '}');
    if (person) {
        p = ll_gen_put_char(p, ',');
        p = ll_gen_person_write_trace(world, person, p);
    }
    p = LL_GEN_PUT_LIT(p, ",\"sold_on\":\"");
    p = ll_gen_put_day(p, sold);
    return LL_GEN_PUT_LIT(p, "\"}");
}

size_t ll_gen_trace_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                          uint32_t gun, const struct ll_gen_person *person, uint64_t number,
                          bool *with_purchaser, char out[LL_GEN_LINE_MAX])
{
    struct ll_gen_gun guns[LL_GEN_GUNS_MAX];
    (void)ll_gen_sale_guns(world, sale, guns);
    struct ll_gen_random r = sequence(world, sale, gun);
    struct ll_gen_trace_days days = plan(sale, &r);
    *with_purchaser = sale->ring || !ll_gen_random_chance(&r, TO_DEALER_ONLY);
    char *p = head_put(number, &days, LL_STR("successful"), &r, out);
    p = place_put(world->dealers.list[sale->dealer].state, sale->ring != 0, &r, p);
    p = gun_put(guns[gun].model, guns[gun].number, p);
    p = sold_put(world, sale->dealer, sale->day, *with_purchaser ? person : NULL, p);
    return (size_t)(p - out);
}

bool ll_gen_trace_write_old(const struct ll_gen_world *world, ll_day today,
                            const struct ll_gen_person *person, uint64_t number,
                            char out[LL_GEN_LINE_MAX], size_t *len)
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_TRACE, ~number);
    ll_day requested = today - 5 - (ll_day)ll_gen_random_below(&r, 8);
    struct ll_gen_trace_days days = {.requested = requested};
    days.recovered = requested - (ll_day)ll_gen_random_below(&r, 25);
    ll_day sold = days.recovered - (ll_day)ll_gen_quantile_draw(ordinary_days, &r);
    /* 21 is the age for handguns: nobody bought as a child. */
    if (sold < person->born + 7671)
        sold = person->born + 7671;
    if (sold >= world->from)
        return false;
    const struct ll_gen_model *model =
        &world->guns.models[ll_gen_choice_draw(&world->guns.ordinary, &r)];
    char *p = head_put(number, &days, LL_STR("successful"), &r, out);
    p = place_put(world->dealers.list[person->home].state, false, &r, p);
    p = gun_put(model, LL_GEN_SERIALS - 1 - number, p);
    p = sold_put(world, person->home, sold, person, p);
    *len = (size_t)(p - out);
    return true;
}

size_t ll_gen_trace_write_failed(const struct ll_gen_world *world, ll_day today, uint64_t number,
                                 char out[LL_GEN_LINE_MAX])
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_TRACE, ~number);
    struct ll_gen_trace_days days = {.requested = today - (ll_day)ll_gen_random_below(&r, 12)};
    days.recovered = days.requested - (ll_day)ll_gen_random_below(&r, 25);
    uint32_t dealer = ll_gen_random_low(&r, world->dealers.count);
    const struct ll_gen_model *model =
        &world->guns.models[ll_gen_choice_draw(&world->guns.ordinary, &r)];
    /* Pending ones are a fifth; half of the failed ones reached a dealer whose records told
     * nothing. */
    bool pending = ll_gen_random_below(&r, 5) == 0;
    char *p =
        head_put(number, &days, pending ? LL_STR("pending") : LL_STR("unsuccessful"), &r, out);
    p = place_put(world->dealers.list[dealer].state, false, &r, p);
    p = gun_put(model, LL_GEN_SERIALS - 1 - number, p);
    if (!pending && ll_gen_random_below(&r, 2)) {
        p = ll_gen_put_char(p, ',');
        p = ll_gen_licence_write(world, dealer, today, p);
        p = ll_gen_put_char(p, '}');
    }
    p = ll_gen_put_char(p, '}');
    return (size_t)(p - out);
}
