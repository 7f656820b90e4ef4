/* course.c -- the stream as it goes.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/course.h"

#include "base/hash.h"
#include "gen/kind.h"
#include "gen/ring.h"
#include "gen/trace.h"

#define DAY_S 86400u

/* So many sales are to someone who bought before: then two thirds of a stream's purchasers buy once
 * in it. */
#define RETURNS LL_GEN_PER_MILLE(360)
/* Of those, back within the week: what makes a multiple sale of two transactions. */
#define RETURNS_SOON LL_GEN_PER_MILLE(60)
#define TO_HOME_DEALER LL_GEN_PER_MILLE(700)
/* The purchaser of a gun sold before the stream is one who buys in it too. */
#define OLD_TRACE_OF_BUYER LL_GEN_PER_MILLE(200)
/* Strangers, for the other old traces: far above all buyers. */
#define STRANGERS (UINT64_C(1) << 40)

static enum ll_status hand_over(struct ll_gen *gen, bool is_trace,
                                const struct ll_gen_person *person, size_t len,
                                struct ll_error *err)
{
    char hex[32];
    ll_str key = {hex, 0};
    if (person && gen->sink->keys && gen->world.identity) {
        struct ll_key purchaser = ll_gen_person_key(&gen->world, person);
        ll_hex(purchaser.bytes, sizeof purchaser.bytes, hex);
        key.len = sizeof hex;
    }
    gen->summary.events++;
    gen->summary.bytes += len + 1;
    return gen->sink->emit(gen->sink->context, is_trace, key, (ll_str){gen->line, len}, err);
}

static enum ll_status wait_for(struct ll_gen *gen, enum ll_gen_due due, int64_t at, uint32_t gun,
                               const struct ll_gen_sale *sale, struct ll_error *err)
{
    struct ll_gen_pending pending = {.at = at, .sale = *sale, .due = due, .gun = gun};
    if (ll_gen_queue_add(&gen->queue, gen->arena, &pending))
        return LL_OK;
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for events that are to come later");
}

static int64_t instant_of(const struct ll_gen *gen, const struct ll_gen_sale *sale)
{
    return ll_gen_world_instant(&gen->world, sale->dealer, sale->day, sale->second);
}

/* ---- what follows from a sale ---- */

static enum ll_status trace_later(struct ll_gen *gen, const struct ll_gen_sale *sale, uint32_t gun,
                                  struct ll_error *err)
{
    struct ll_gen_trace_days days = ll_gen_trace_plan(&gen->world, sale, gun);
    if (days.arrives >= gen->end)
        return LL_OK;
    return wait_for(gen, LL_GEN_DUE_TRACE, days.arrives, gun, sale, err);
}

static enum ll_status traces_later(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                   struct ll_error *err)
{
    struct ll_gen_gun guns[LL_GEN_GUNS_MAX];
    if (!sale->ring && !ll_gen_random_chance(&gen->random, gen->traced))
        return LL_OK;
    uint32_t count = ll_gen_sale_guns(&gen->world, sale, guns);
    if (!sale->ring)
        return trace_later(gen, sale, ll_gen_random_below(&gen->random, count), err);
    enum ll_status status = LL_OK;
    for (uint32_t gun = 0; status == LL_OK && gun < count; gun++) {
        if (ll_gen_ring_gun_traced(&gen->world, sale, gun))
            status = trace_later(gen, sale, gun, err);
    }
    return status;
}

static enum ll_status sale_emit(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                const struct ll_gen_person *person, struct ll_error *err)
{
    size_t len = ll_gen_sale_write(&gen->world, sale, person, 1, gen->line);
    gen->summary.sales++;
    gen->summary.late += sale->late_s != 0;
    enum ll_status status = hand_over(gen, false, person, len, err);
    if (status != LL_OK || !sale->ring)
        return status;
    gen->summary.ring_sales++;
    return ll_gen_truth_sale(gen, sale, person, err);
}

/* Give the sale its number; emit it, or have it wait; and plan what comes after it. Rings' sales
 * are never voided. */
static enum ll_status sale_go(struct ll_gen *gen, struct ll_gen_sale *sale,
                              const struct ll_gen_person *person, struct ll_error *err)
{
    struct ll_gen_random *r = &gen->random;
    sale->number = ++gen->sale_number;
    if (ll_gen_random_chance(r, gen->late))
        sale->late_s = DAY_S + ll_gen_random_below(r, 19 * DAY_S);
    sale->miswritten = ll_gen_random_chance(r, gen->correction);
    bool twice = ll_gen_random_chance(r, gen->duplicate);
    bool voided = ll_gen_random_chance(r, gen->voided) && !sale->miswritten && !sale->ring;
    int64_t known = instant_of(gen, sale) + sale->late_s;
    enum ll_status status = LL_OK;
    if (twice)
        status = wait_for(gen, LL_GEN_DUE_DUPLICATE, known + 1 + ll_gen_random_below(r, DAY_S), 0,
                          sale, err);
    if (status == LL_OK && sale->miswritten)
        status = wait_for(gen, LL_GEN_DUE_CORRECTION,
                          known + 3600 + ll_gen_random_below(r, 10 * DAY_S), 0, sale, err);
    if (status == LL_OK && voided)
        status = wait_for(gen, LL_GEN_DUE_VOID, known + 3600 + ll_gen_random_below(r, 14 * DAY_S),
                          0, sale, err);
    else if (status == LL_OK)
        status = traces_later(gen, sale, err);
    if (status != LL_OK)
        return status;
    if (sale->late_s)
        return wait_for(gen, LL_GEN_DUE_LATE, known, 0, sale, err);
    return sale_emit(gen, sale, person, err);
}

/* ---- who buys, and where ---- */

/* A counter from low to high - 1, not more than 2^32 of them. */
static uint64_t between(struct ll_gen_random *r, uint64_t low, uint64_t high)
{
    return low + ll_gen_random_below(r, (uint32_t)(high - low));
}

static uint64_t buyer_draw(struct ll_gen *gen, enum ll_gen_zone zone, bool *soon)
{
    struct ll_gen_buyers *buyers = &gen->buyers[zone];
    struct ll_gen_random *r = &gen->random;
    *soon = false;
    if (!ll_gen_random_chance(r, RETURNS)) {
        gen->summary.purchasers++;
        return ll_gen_person_number(zone, buyers->next++);
    }
    uint64_t week = buyers->day_start[6];
    *soon = ll_gen_random_chance(r, RETURNS_SOON) && week < buyers->next;
    uint64_t low = *soon ? week : buyers->next - buyers->window;
    return ll_gen_person_number(zone, between(r, low, buyers->next));
}

/* The dealer near home, or another of its state, that is open; a closed one after six that are
 * closed too. */
static uint32_t dealer_draw(struct ll_gen *gen, enum ll_gen_zone zone, ll_day day, uint32_t home)
{
    const struct ll_gen_dealers *dealers = &gen->world.dealers;
    const struct ll_gen_dealer *list = dealers->list;
    bool holiday = ll_gen_world_day(&gen->world, day)->holiday;
    uint32_t at = home;
    bool fits = ll_gen_random_chance(&gen->random, TO_HOME_DEALER);
    for (uint32_t i = 0; i < 12; i++) {
        if (fits && ll_gen_dealer_open(&list[at], day, holiday))
            return at;
        at = dealers->of_zone[zone][ll_gen_choice_draw(&dealers->zone_choice[zone], &gen->random)];
        fits = list[at].state == list[home].state;
    }
    return home;
}

/* A damaged copy of a sale, under an id of its own: it is no sale. */
static enum ll_status malformed_go(struct ll_gen *gen, const struct ll_gen_sale *like,
                                   const struct ll_gen_person *person, struct ll_error *err)
{
    struct ll_gen_sale sale = *like;
    sale.number = ++gen->sale_number;
    sale.late_s = 0;
    sale.miswritten = false;
    size_t len = ll_gen_sale_write(&gen->world, &sale, person, 1, gen->line);
    struct ll_gen_random r = ll_gen_random_of(gen->world.seed, LL_GEN_KIND_FAULT, sale.number);
    len = ll_gen_fault_make(ll_gen_random_below(&r, LL_GEN_FAULTS), gen->line, len);
    gen->summary.malformed++;
    return hand_over(gen, false, NULL, len, err);
}

/* ---- traces of guns that this stream did not sell ---- */

static enum ll_status old_trace_go(struct ll_gen *gen, enum ll_gen_zone zone, ll_day day,
                                   struct ll_error *err)
{
    struct ll_gen_person person;
    const struct ll_gen_buyers *buyers = &gen->buyers[zone];
    uint64_t counter = STRANGERS + gen->trace_number;
    if (ll_gen_random_chance(&gen->random, OLD_TRACE_OF_BUYER))
        counter = between(&gen->random, buyers->next - buyers->window, buyers->next);
    ll_gen_person_make(&gen->world, ll_gen_person_number(zone, counter), &person);
    size_t len;
    if (!ll_gen_trace_write_old(&gen->world, day, &person, gen->trace_number + 1, gen->line, &len))
        return LL_OK;
    gen->trace_number++;
    gen->summary.traces++;
    return hand_over(gen, true, &person, len, err);
}

static enum ll_status others_go(struct ll_gen *gen, enum ll_gen_zone zone, ll_day day,
                                struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (ll_gen_random_chance(&gen->random, gen->traced))
        status = old_trace_go(gen, zone, day, err);
    if (status != LL_OK || !ll_gen_random_chance(&gen->random, gen->trace_failed))
        return status;
    gen->summary.traces++;
    size_t len = ll_gen_trace_write_failed(&gen->world, day, ++gen->trace_number, gen->line);
    return hand_over(gen, true, NULL, len, err);
}

enum ll_status ll_gen_course_sale(struct ll_gen *gen, enum ll_gen_zone zone, ll_day day,
                                  uint32_t utc_second, struct ll_error *err)
{
    struct ll_gen_person person;
    bool soon, summer = ll_gen_world_day(&gen->world, day)->summer;
    ll_gen_person_make(&gen->world, buyer_draw(gen, zone, &soon), &person);
    struct ll_gen_sale sale = {.person = person.number, .day = day};
    sale.second = utc_second - (uint32_t)ll_gen_zone_hours(zone, summer) * 3600;
    sale.dealer = dealer_draw(gen, zone, day, person.home);
    enum ll_status status = sale_go(gen, &sale, &person, err);
    if (status == LL_OK && ll_gen_random_chance(&gen->random, gen->malformed))
        status = malformed_go(gen, &sale, &person, err);
    return status == LL_OK ? others_go(gen, zone, day, err) : status;
}

/* ---- what is due ---- */

static enum ll_status trace_go(struct ll_gen *gen, const struct ll_gen_pending *due,
                               const struct ll_gen_person *person, struct ll_error *err)
{
    bool with_purchaser;
    size_t len = ll_gen_trace_write(&gen->world, &due->sale, due->gun, person, ++gen->trace_number,
                                    &with_purchaser, gen->line);
    gen->summary.traces++;
    enum ll_status status = hand_over(gen, true, with_purchaser ? person : NULL, len, err);
    if (status != LL_OK || !due->sale.ring)
        return status;
    gen->summary.ring_traces++;
    return ll_gen_truth_trace(gen, &due->sale, person, gen->trace_number, err);
}

static enum ll_status due_go(struct ll_gen *gen, struct ll_gen_pending *due, struct ll_error *err)
{
    struct ll_gen_person person;
    struct ll_gen_sale *sale = &due->sale;
    size_t len;
    ll_gen_person_make(&gen->world, sale->person, &person);
    switch (due->due) {
    case LL_GEN_DUE_PURCHASE:
        return sale_go(gen, sale, &person, err);
    case LL_GEN_DUE_LATE:
        return sale_emit(gen, sale, &person, err);
    case LL_GEN_DUE_DUPLICATE:
        gen->summary.duplicates++;
        len = ll_gen_sale_write(&gen->world, sale, &person, 1, gen->line);
        break;
    case LL_GEN_DUE_CORRECTION:
        gen->summary.corrections++;
        len = ll_gen_sale_write(&gen->world, sale, &person, 2, gen->line);
        break;
    case LL_GEN_DUE_VOID:
        gen->summary.voids++;
        len = ll_gen_void_write(&gen->world, sale, &person,
                                (uint32_t)(due->at - instant_of(gen, sale)), gen->line);
        break;
    case LL_GEN_DUE_TRACE:
        return trace_go(gen, due, &person, err);
    default:
        return LL_OK;
    }
    return hand_over(gen, false, &person, len, err);
}

enum ll_status ll_gen_course_due(struct ll_gen *gen, int64_t by, struct ll_error *err)
{
    struct ll_gen_pending due;
    enum ll_status status = LL_OK;
    while (status == LL_OK && ll_gen_queue_take(&gen->queue, by, &due))
        status = due_go(gen, &due, err);
    return status;
}
