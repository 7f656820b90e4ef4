/* sale.c -- the lines of sales and voids.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/sale.h"

#include "gen/kind.h"
#include "gen/put.h"

/* The guns of an ordinary sale, of 1,000. Some 140,000 multiple sales of handguns were reported a
 * year around 2003, of six to eight million sales: two in a hundred. Most are of two guns; reports
 * of rifles have 2.4 at the mean (Small Arms Review, 2012). */
static const uint16_t sizes[] = {960, 990, 996, 998, 999, 1000};

/* A second gun of one sale is the same model as the first so often. */
#define SAME_MODEL LL_GEN_PER_MILLE(600)
/* 251 of the 336 guns of the Houston ring were long guns (DOJ OIG 2010). */
#define RING_LONG LL_GEN_PER_MILLE(750)
/* That ring paid "mostly in cash". */
#define RING_CASH LL_GEN_PER_MILLE(850)
/* A dealer goes on writing its old licence number after renewal. */
#define STALE_LICENCE LL_GEN_PER_MILLE(20)
#define REPORTED_IN_THE_EVENING LL_GEN_PER_MILLE(100)
#define NAME_IN_CAPITALS LL_GEN_PER_MILLE(70)

static const struct ll_gen_model *model_draw(const struct ll_gen_world *world,
                                             const struct ll_gen_sale *sale, bool of_long,
                                             struct ll_gen_random *r)
{
    const struct ll_gen_catalogue *guns = &world->guns;
    const struct ll_gen_choice *of = &guns->ordinary;
    if (sale->ring)
        of = of_long ? &guns->ring_long : &guns->ring_hand;
    return &guns->models[ll_gen_choice_draw(of, r)];
}

static uint32_t guns_make(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                          struct ll_gen_random *r, struct ll_gen_gun guns[LL_GEN_GUNS_MAX])
{
    uint32_t count = sale->ring_guns;
    bool of_long = true;
    if (sale->ring) {
        of_long = ll_gen_random_chance(r, RING_LONG);
    } else {
        uint32_t at = ll_gen_random_below(r, 1000);
        count = 1;
        while (sizes[count - 1] <= at)
            count++;
    }
    const struct ll_gen_model *model = model_draw(world, sale, of_long, r);
    for (uint32_t i = 0; i < count; i++) {
        if (i && !ll_gen_random_chance(r, SAME_MODEL))
            model = model_draw(world, sale, of_long, r);
        guns[i].model = model;
        guns[i].number = sale->number * 16 + i;
        /* Five per cent to either side, in steps of ten dollars. */
        uint32_t steps = model->price / 100 + 1;
        guns[i].price = model->price + ll_gen_random_below(r, steps) * 10 - model->price / 20;
    }
    return count;
}

uint32_t ll_gen_sale_guns(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                          struct ll_gen_gun guns[LL_GEN_GUNS_MAX])
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_SALE, sale->number);
    return guns_make(world, sale, &r, guns);
}

static char *id_put(const struct ll_gen_world *world, const struct ll_gen_sale *sale, char *p)
{
    p = ll_gen_put(p, world->dealers.list[sale->dealer].key, 10);
    p = LL_GEN_PUT_LIT(p, "-S");
    return ll_gen_put_number(p, sale->number);
}

size_t ll_gen_sale_id_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                            char out[LL_GEN_SALE_ID_MAX])
{
    return (size_t)(id_put(world, sale, out) - out);
}

/* "2026-03-02T15:20:00-06:00", quotes too: seconds after the start of day on the dealer's clock. */
static char *time_put(const struct ll_gen_world *world, uint32_t dealer, ll_day day,
                      uint32_t second, char *p)
{
    day += (ll_day)(second / 86400);
    second %= 86400;
    p = ll_gen_put_char(p, '"');
    p = ll_gen_put(p, ll_gen_world_day(world, day)->text, 10);
    p = ll_gen_put_char(p, 'T');
    p = ll_gen_put_padded(p, second / 3600, 2);
    p = ll_gen_put_char(p, ':');
    p = ll_gen_put_padded(p, second / 60 % 60, 2);
    p = ll_gen_put_char(p, ':');
    p = ll_gen_put_padded(p, second % 60, 2);
    p = LL_GEN_PUT_LIT(p, "-0");
    p = ll_gen_put_char(p, (char)('0' + ll_gen_world_hours(world, dealer, day)));
    return LL_GEN_PUT_LIT(p, ":00\"");
}

static char *dealer_put(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                        bool stale, char *p)
{
    const struct ll_gen_dealer *dealer = &world->dealers.list[sale->dealer];
    p = LL_GEN_PUT_LIT(p, ",\"dealer\":");
    char *json = p;
    p = ll_gen_put_str(p, dealer->json);
    json[LL_GEN_EXPIRY_AT] =
        ll_gen_dealer_expiry(dealer, ll_gen_world_day(world, sale->day)->month, stale);
    return ll_gen_put_char(p, ',');
}

char *ll_gen_licence_write(const struct ll_gen_world *world, uint32_t dealer, ll_day day, char *p)
{
    const struct ll_gen_dealer *of = &world->dealers.list[dealer];
    int year, month, mday;
    ll_day_to_civil(day, &year, &month, &mday);
    p = LL_GEN_PUT_LIT(p, "\"dealer\":");
    char *json = p;
    p = ll_gen_put(p, of->json.ptr, LL_GEN_LICENCE_AT + 20 + 1);
    json[LL_GEN_EXPIRY_AT] =
        ll_gen_dealer_expiry(of, (uint32_t)((year - 1970) * 12 + month - 1), false);
    return p;
}

/* As a hand copies it wrong: "5" for "S" and "2" for "Z" are what tracing guides warn of. */
static void serial_miswrite(char *serial, size_t len)
{
    static const char taken_for[] = "OIZEASGTBP"; /* for 0 .. 9 */
    char *last = serial + len - 1;
    *last = taken_for[*last - '0'];
}

static char *gun_put(const struct ll_gen_gun *gun, bool miswritten, char *p)
{
    p = ll_gen_put_str(p, gun->model->sold_head);
    char *serial = p;
    p += ll_gen_serial_write(gun->number, false, p);
    if (miswritten)
        serial_miswrite(serial, (size_t)(p - serial));
    p = ll_gen_put_str(p, gun->model->sold_tail);
    p = ll_gen_put_number(p, gun->price);
    return gun->number % 3 ? LL_GEN_PUT_LIT(p, ".0}") : LL_GEN_PUT_LIT(p, ".99}");
}

static ll_str payment_draw(bool of_ring, struct ll_gen_random *r)
{
    if (of_ring && ll_gen_random_chance(r, RING_CASH))
        return LL_STR("cash");
    uint32_t at = ll_gen_random_below(r, 100);
    if (at < 30)
        return LL_STR("cash");
    if (at < 90)
        return LL_STR("card");
    return at < 94 ? LL_STR("check") : LL_STR("financing");
}

/* The report that the dealer must write besides Form 4473, as far as this one sale tells. */
static ll_str form_of(const struct ll_gen_gun *guns, uint32_t count)
{
    uint32_t hand = 0, reported = 0;
    for (uint32_t i = 0; i < count; i++) {
        hand += guns[i].model->handgun;
        reported += guns[i].model->reported;
    }
    if (hand > 1)
        return LL_STR("3310.4");
    return reported > 1 ? LL_STR("3310.12") : LL_STR("4473");
}

static char *times_put(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                       struct ll_gen_random *r, char *p)
{
    p = LL_GEN_PUT_LIT(p, ",\"occurred_at\":");
    p = time_put(world, sale->dealer, sale->day, sale->second, p);
    bool evening = ll_gen_random_chance(r, REPORTED_IN_THE_EVENING);
    uint32_t minute = ll_gen_random_below(r, 120);
    if (!sale->late_s && !evening)
        return p;
    p = LL_GEN_PUT_LIT(p, ",\"reported_at\":");
    uint32_t second = sale->late_s ? sale->second + sale->late_s : 75600 + minute * 60;
    return time_put(world, sale->dealer, sale->day, second, p);
}

size_t ll_gen_sale_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                         const struct ll_gen_person *person, uint32_t version,
                         char out[LL_GEN_LINE_MAX])
{
    struct ll_gen_gun guns[LL_GEN_GUNS_MAX];
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_SALE, sale->number);
    uint32_t count = guns_make(world, sale, &r, guns);
    char *p = LL_GEN_PUT_LIT(out, "{\"type\":\"sale\",\"id\":\"");
    p = id_put(world, sale, p);
    p = LL_GEN_PUT_LIT(p, "\",\"version\":");
    p = ll_gen_put_number(p, version);
    p = times_put(world, sale, &r, p);
    p = dealer_put(world, sale, ll_gen_random_chance(&r, STALE_LICENCE), p);
    p = ll_gen_person_write(world, person, ll_gen_random_chance(&r, NAME_IN_CAPITALS), p);
    p = LL_GEN_PUT_LIT(p, ",\"firearms\":[");
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            p = ll_gen_put_char(p, ',');
        p = gun_put(&guns[i], i == 0 && version == 1 && sale->miswritten, p);
    }
    p = LL_GEN_PUT_LIT(p, "],\"payment\":\"");
    p = ll_gen_put_str(p, payment_draw(sale->ring != 0, &r));
    p = LL_GEN_PUT_LIT(p, "\",\"form\":\"");
    p = ll_gen_put_str(p, form_of(guns, count));
    p = LL_GEN_PUT_LIT(p, "\"}");
    return (size_t)(p - out);
}

size_t ll_gen_void_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                         const struct ll_gen_person *person, uint32_t later_s,
                         char out[LL_GEN_LINE_MAX])
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_VOID, sale->number);
    char *p = LL_GEN_PUT_LIT(out, "{\"type\":\"void\",\"of\":\"sale\",\"id\":\"");
    p = id_put(world, sale, p);
    p = ll_gen_put_char(p, '"');
    /* Two of three say which version they hide, the rest hide all. */
    if (ll_gen_random_below(&r, 3))
        p = LL_GEN_PUT_LIT(p, ",\"version\":2");
    p = LL_GEN_PUT_LIT(p, ",\"occurred_at\":");
    p = time_put(world, sale->dealer, sale->day, sale->second + later_s, p);
    p = dealer_put(world, sale, false, p);
    p = ll_gen_person_write(world, person, false, p);
    p = ll_gen_put_char(p, '}');
    return (size_t)(p - out);
}
