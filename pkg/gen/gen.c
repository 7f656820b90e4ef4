/* gen.c -- options, the world, the days.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/gen.h"

#include "calendar/calendar.h"
#include "gen/course.h"
#include "gen/kind.h"
#include "gen/ring.h"
#include <math.h>

/* Sales by month (FBI NICS 2015-19, January to December) and by weekday, Monday first. */
static const uint32_t by_month[12] = {92, 108, 114, 90, 79, 82, 80, 91, 88, 99, 124, 153};
static const uint32_t by_weekday[7] = {85, 85, 90, 95, 120, 150, 60};
/* By hour on the dealer's clock, from 9 to 20. */
#define OPENS 9
#define CLOSES 21
static const uint32_t by_hour[CLOSES - OPENS] = {4, 7, 9, 10, 9, 9, 10, 11, 12, 9, 6, 4};
/* From 9 o'clock in the east in summer to 9 in the evening in the west in winter; so a day's sales
 * are over before the next day's begin, and their order by instant is one by date too. */
#define UTC_FIRST 13
#define UTC_LAST 29

/* So many of the traces find the sale (31% to 44% of Mexico's requests, 64% to 68% around Houston:
 * DOJ OIG 2010). */
#define TRACES_FOUND 0.55

void ll_gen_options_default(struct ll_gen_options *options)
{
    *options = (struct ll_gen_options){
        .seed = 1,
        .sales = 100000,
        .from = ll_day_from_civil(2025, 1, 1),
        .days = 365,
        .dealers = LL_GEN_AUTO,
        .rings = LL_GEN_AUTO,
        .late = 0.01,
        .duplicates = 0.002,
        .corrections = 0.003,
        .voids = 0.002,
        .malformed = 0.0005,
        .traces = 0.01,
    };
}

static enum ll_status share_check(double share, const char *name, struct ll_error *err)
{
    if (share >= 0.0 && share <= 1.0)
        return LL_OK;
    return ll_fail(err, LL_ERR_LIMIT, "the share of %s must be from 0 to 1", name);
}

static enum ll_status counts_check(const struct ll_gen_options *o, struct ll_error *err)
{
    ll_day first = ll_day_from_civil(1990, 1, 1), end = ll_day_from_civil(2099, 1, 1);
    if (o->sales < 1 || o->sales > LL_GEN_SALES_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "the number of sales must be from 1 to %llu",
                       (unsigned long long)LL_GEN_SALES_MAX);
    if (o->days < 1 || o->days > LL_GEN_DAYS_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "the number of days must be from 1 to %d",
                       LL_GEN_DAYS_MAX);
    if (o->from < first || o->from + (ll_day)o->days > end)
        return ll_fail(err, LL_ERR_LIMIT, "the days must lie between 1990-01-01 and 2098-12-31");
    if (o->dealers != LL_GEN_AUTO && (o->dealers < 1 || o->dealers > LL_GEN_DEALERS_MAX))
        return ll_fail(err, LL_ERR_LIMIT, "the number of dealers must be from 1 to %d",
                       LL_GEN_DEALERS_MAX);
    if (o->rings != LL_GEN_AUTO && o->rings > LL_GEN_RINGS_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "the number of rings must be from 0 to %d",
                       LL_GEN_RINGS_MAX);
    return LL_OK;
}

static enum ll_status options_check(const struct ll_gen_options *o, struct ll_error *err)
{
    const struct {
        double share;
        const char *name;
    } shares[] = {
        {o->late, "late sales"},
        {o->duplicates, "duplicates"},
        {o->corrections, "corrections"},
        {o->voids, "voids"},
        {o->malformed, "malformed events"},
        {o->traces, "traces"},
    };
    enum ll_status status = counts_check(o, err);
    for (size_t i = 0; status == LL_OK && i < sizeof shares / sizeof shares[0]; i++)
        status = share_check(shares[i].share, shares[i].name, err);
    return status;
}

/* 60 dealers for the smallest streams, 5,000 for a million sales: 200 sales each, as 15.5 million a
 * year (NSSF-adjusted checks, 2023 and 2024) give the 78,000 licensees that sell to the public. */
static uint32_t dealers_for(uint64_t sales)
{
    double root = sqrt((double)sales) * 5.0;
    if (root < 60.0)
        return 60;
    return root > 20000.0 ? 20000 : (uint32_t)root;
}

/* A ring for 40,000 sales, one at least where there is room for it. */
static uint32_t rings_for(uint64_t sales)
{
    if (sales < 2000)
        return 0;
    uint64_t rings = sales / 40000;
    return rings > LL_GEN_RINGS_MAX ? LL_GEN_RINGS_MAX : rings ? (uint32_t)rings : 1;
}

/* The first day on or after day that is a Sunday. */
static ll_day sunday(ll_day day)
{
    return day + 6 - ll_day_weekday(day);
}

static bool is_summer(ll_day day)
{
    int year, month, mday;
    ll_day_to_civil(day, &year, &month, &mday);
    /* From the second Sunday of March to the first of November (Energy Policy Act of 2005). */
    return day >= sunday(ll_day_from_civil(year, 3, 8)) &&
           day < sunday(ll_day_from_civil(year, 11, 1));
}

static bool days_make(struct ll_arena *arena, struct ll_gen_world *world)
{
    uint32_t count = world->day_count + LL_GEN_DAYS_BEHIND;
    struct ll_gen_day *days = LL_NEW_ARRAY(arena, struct ll_gen_day, count);
    for (uint32_t i = 0; days && i < count; i++) {
        ll_day day = world->from + (ll_day)i;
        int year, month, mday;
        ll_day_to_civil(day, &year, &month, &mday);
        ll_day_format(day, days[i].text);
        days[i].summer = is_summer(day);
        days[i].holiday = ll_federal_holiday(day);
        days[i].month = (uint16_t)((year - 1970) * 12 + month - 1);
    }
    world->days = days;
    return days != NULL;
}

static bool world_make(struct ll_arena *arena, struct ll_gen *gen)
{
    const struct ll_gen_options *o = &gen->options;
    struct ll_gen_world *world = &gen->world;
    world->seed = o->seed;
    world->from = o->from;
    world->day_count = o->days;
    world->ring_count = o->rings;
    world->identity = o->identity;
    return ll_gen_names_make(arena, &world->names) && ll_gen_catalogue_make(arena, &world->guns) &&
           ll_gen_dealers_make(arena, o->seed, o->dealers, o->from, o->days, &world->names,
                               &world->dealers) &&
           days_make(arena, world) && ll_gen_rings_make(arena, world);
}

/* Who comes back is one of the buyers of the last quarter of a stream's time. */
static void buyers_make(struct ll_gen *gen)
{
    const struct ll_gen_dealers *dealers = &gen->world.dealers;
    uint64_t total = 0;
    for (uint32_t z = 0; z < LL_GEN_ZONES; z++)
        total += dealers->zone_weight[z];
    for (uint32_t z = 0; z < LL_GEN_ZONES; z++) {
        struct ll_gen_buyers *buyers = &gen->buyers[z];
        double share = (double)dealers->zone_weight[z] / (double)total;
        double window = (double)gen->options.sales * share * 0.17;
        buyers->window = window < 16.0 ? 16 : (uint32_t)window;
        buyers->next = buyers->window;
        for (uint32_t i = 0; i < 8; i++)
            buyers->day_start[i] = buyers->next;
    }
}

static void chances_make(struct ll_gen *gen)
{
    const struct ll_gen_options *o = &gen->options;
    gen->late = ll_gen_chance_of(o->late);
    gen->duplicate = ll_gen_chance_of(o->duplicates);
    gen->correction = ll_gen_chance_of(o->corrections);
    gen->voided = ll_gen_chance_of(o->voids);
    gen->malformed = ll_gen_chance_of(o->malformed);
    gen->traced = ll_gen_chance_of(o->traces * TRACES_FOUND);
    gen->trace_failed = ll_gen_chance_of(o->traces * (1.0 - TRACES_FOUND));
}

enum ll_status ll_gen_make(struct ll_arena *arena, const struct ll_gen_options *options,
                           struct ll_gen **out, struct ll_error *err)
{
    enum ll_status status = options_check(options, err);
    if (status != LL_OK)
        return status;
    struct ll_gen *gen = LL_NEW(arena, struct ll_gen);
    if (!gen)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for the generator");
    gen->options = *options;
    gen->arena = arena;
    if (options->dealers == LL_GEN_AUTO)
        gen->options.dealers = dealers_for(options->sales);
    if (options->rings == LL_GEN_AUTO)
        gen->options.rings = rings_for(options->sales);
    if (!world_make(arena, gen))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for dealers and rings");
    for (uint32_t i = 0; i < gen->world.ring_count; i++)
        gen->ring_sales += gen->world.rings[i].purchase_count;
    if (gen->ring_sales > options->sales / 2)
        return ll_fail(err, LL_ERR_LIMIT,
                       "%u rings make %llu sales, more than half of all; give more sales, or fewer "
                       "rings",
                       gen->world.ring_count, (unsigned long long)gen->ring_sales);
    chances_make(gen);
    buyers_make(gen);
    gen->random = ll_gen_random_of(options->seed, LL_GEN_KIND_COURSE, 0);
    gen->end = ((int64_t)options->from + options->days) * 86400 + (UTC_LAST - 24) * 3600;
    *out = gen;
    return LL_OK;
}

void ll_gen_dealers_file(const struct ll_gen *gen, struct ll_buf *out)
{
    ll_gen_dealers_csv(&gen->world.dealers, gen->world.days[0].month, out);
}

/* ---- the days ---- */

static uint64_t day_weight(const struct ll_gen_world *world, uint32_t i)
{
    const struct ll_gen_day *day = &world->days[i];
    uint64_t weight =
        (uint64_t)by_month[day->month % 12] * by_weekday[ll_day_weekday(world->from + (ll_day)i)];
    return memcmp(day->text + 5, "12-25", 5) == 0 ? weight / 20 : weight;
}

/* The weights of the zones in an hour of UTC; returns their sum. */
static uint64_t hour_weights(const struct ll_gen *gen, bool summer, int utc_hour,
                             uint64_t weights[LL_GEN_ZONES])
{
    uint64_t sum = 0;
    for (uint32_t z = 0; z < LL_GEN_ZONES; z++) {
        int hour = utc_hour - ll_gen_zone_hours((enum ll_gen_zone)z, summer);
        bool open = hour >= OPENS && hour < CLOSES;
        /* In thousands, so that products with the number of sales stay within 64 bits. */
        weights[z] =
            open ? (gen->world.dealers.zone_weight[z] + 999) / 1000 * by_hour[hour - OPENS] : 0;
        sum += weights[z];
    }
    return sum;
}

static enum ll_status hour_run(struct ll_gen *gen, ll_day day, int utc_hour, uint64_t count,
                               const uint64_t weights[LL_GEN_ZONES], uint64_t sum,
                               struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (uint64_t k = 0; status == LL_OK && k < count; k++) {
        uint64_t within = (k * 3600 + ll_gen_random_below(&gen->random, 3600)) / count;
        uint32_t second = (uint32_t)utc_hour * 3600 + (uint32_t)within;
        uint64_t at = ll_gen_random_below(&gen->random, (uint32_t)sum);
        uint32_t zone = 0;
        while (at >= weights[zone])
            at -= weights[zone++];
        status = ll_gen_course_due(gen, (int64_t)day * 86400 + second, err);
        if (status == LL_OK)
            status = ll_gen_course_sale(gen, (enum ll_gen_zone)zone, day, second, err);
    }
    return status;
}

static enum ll_status day_run(struct ll_gen *gen, ll_day day, uint64_t count, struct ll_error *err)
{
    uint64_t weights[LL_GEN_ZONES], total = 0, before = 0, done = 0;
    bool summer = ll_gen_world_day(&gen->world, day)->summer;
    enum ll_status status = LL_OK;
    for (int hour = UTC_FIRST; hour < UTC_LAST; hour++)
        total += hour_weights(gen, summer, hour, weights);
    for (int hour = UTC_FIRST; status == LL_OK && hour < UTC_LAST; hour++) {
        uint64_t sum = hour_weights(gen, summer, hour, weights);
        before += sum;
        uint64_t until = (uint64_t)((double)count * (double)before / (double)total + 0.5);
        status = hour_run(gen, day, hour, sum ? until - done : 0, weights, sum, err);
        done = until;
    }
    return status;
}

/* The rings' purchases of the day wait for their time; the buyers' week moves on. */
static enum ll_status day_begin(struct ll_gen *gen, ll_day day, struct ll_error *err)
{
    for (uint32_t z = 0; z < LL_GEN_ZONES; z++) {
        struct ll_gen_buyers *buyers = &gen->buyers[z];
        memmove(buyers->day_start + 1, buyers->day_start, 7 * sizeof buyers->day_start[0]);
        buyers->day_start[0] = buyers->next;
    }
    for (uint32_t i = 0; i < gen->world.ring_count; i++) {
        struct ll_gen_ring *ring = &gen->world.rings[i];
        gen->summary.purchasers += day == gen->world.from ? ring->buyer_count : 0;
        while (ring->purchases_done < ring->purchase_count &&
               ring->purchases[ring->purchases_done].day == day) {
            const struct ll_gen_sale *sale = &ring->purchases[ring->purchases_done++];
            struct ll_gen_pending pending = {.due = LL_GEN_DUE_PURCHASE, .sale = *sale};
            pending.at = ll_gen_world_instant(&gen->world, sale->dealer, day, sale->second);
            if (!ll_gen_queue_add(&gen->queue, gen->arena, &pending))
                return ll_fail(err, LL_ERR_NOMEM, "out of memory for a ring's purchases");
        }
    }
    return LL_OK;
}

static enum ll_status days_run(struct ll_gen *gen, struct ll_error *err)
{
    uint64_t ordinary = gen->options.sales - gen->ring_sales, done = 0, total = 0, before = 0;
    for (uint32_t i = 0; i < gen->world.day_count; i++)
        total += day_weight(&gen->world, i);
    enum ll_status status = LL_OK;
    for (uint32_t i = 0; status == LL_OK && i < gen->world.day_count; i++) {
        ll_day day = gen->world.from + (ll_day)i;
        before += day_weight(&gen->world, i);
        uint64_t until = ordinary * before / total;
        status = day_begin(gen, day, err);
        if (status == LL_OK)
            status = day_run(gen, day, until - done, err);
        done = until;
    }
    return status;
}

enum ll_status ll_gen_run(struct ll_gen *gen, const struct ll_gen_sink *sink,
                          struct ll_gen_summary *summary, struct ll_error *err)
{
    gen->sink = sink;
    gen->summary.rings = gen->world.ring_count;
    gen->summary.dealers = gen->world.dealers.count;
    enum ll_status status = ll_gen_truth_rings(gen, err);
    if (status == LL_OK)
        status = days_run(gen, err);
    /* What was reported late on the last days is reported still. */
    if (status == LL_OK)
        status = ll_gen_course_due(gen, INT64_MAX, err);
    gen->summary.left_out = gen->queue.left_out;
    *summary = gen->summary;
    ll_buf_fini(&gen->truth);
    ll_arena_fini(&gen->scratch);
    return status;
}
