/* dealer.c -- the dealers.   SPDX-License-Identifier: Apache-2.0
 *
 * Licence types in the shares of dealers that sell to the public (ATF, FY2023: type 01 50,309, 02
 * 6,417, 07 20,003, 08 1,851). Sales are concentrated: 1.2% of dealers had 57.4% of traces in 1998
 * (ATF 2000). */
#include "gen/dealer.h"

#include "gen/kind.h"
#include <math.h>
#include <stdio.h>

struct pattern {
    const char *open; /* as the dealers file has it */
    uint32_t weight;
};

static const struct pattern patterns[] = {
    {"MTWTFS-", 45}, {"MTWTF--", 18}, {"-TWTFS-", 14}, {"MTWTFSS", 14}, {"-----SS", 2}, {"", 7},
};
#define PATTERNS ((uint32_t)(sizeof patterns / sizeof patterns[0]))
/* What one is taken to do whose pattern nobody knows. */
#define UNKNOWN_MASK 0x3f

static const char *const type_words[] = {"01", "02", "07", "08"};
static const uint32_t type_weights[] = {50309, 6417, 20003, 1851};

/* Draws shared by all dealers of a world. */
struct makers {
    struct ll_gen_choice state, type, pattern;
    const struct ll_gen_state *states;
    const struct ll_gen_names *names;
    ll_day from;
    uint32_t days;
};

static bool makers_make(struct ll_arena *arena, struct makers *m)
{
    uint32_t weights[64], open[PATTERNS], count;
    m->states = ll_gen_states(&count);
    for (uint32_t i = 0; i < count; i++)
        weights[i] = m->states[i].weight;
    for (uint32_t i = 0; i < PATTERNS; i++)
        open[i] = patterns[i].weight;
    return ll_gen_choice_make(arena, weights, count, &m->state) &&
           ll_gen_choice_make(arena, type_weights, 4, &m->type) &&
           ll_gen_choice_make(arena, open, PATTERNS, &m->pattern);
}

static void hours_make(const struct makers *m, struct ll_gen_random *r, const char **pattern,
                       struct ll_gen_dealer *out)
{
    *pattern = patterns[ll_gen_choice_draw(&m->pattern, r)].open;
    out->unknown = !**pattern;
    out->open_mask = out->unknown ? UNKNOWN_MASK : 0;
    for (uint32_t i = 0; !out->unknown && i < 7; i++)
        out->open_mask = (uint8_t)(out->open_mask | ((*pattern)[i] != '-') << i);
    out->holidays = ll_gen_random_chance(r, LL_GEN_PER_MILLE(500));
    out->unlisted = ll_gen_random_chance(r, LL_GEN_PER_MILLE(20));
    out->closure_count = (uint8_t)ll_gen_random_below(r, LL_GEN_CLOSURES_MAX + 1);
    for (uint32_t i = 0; i < out->closure_count; i++)
        out->closures[i] = m->from + (ll_day)ll_gen_random_below(r, m->days);
}

/* One dealer; number makes its licence unlike all others'. */
static bool dealer_make(struct ll_arena *arena, const struct makers *m, struct ll_gen_random *r,
                        uint32_t number, struct ll_gen_dealer *out)
{
    const struct ll_gen_names *names = m->names;
    const char *pattern;
    out->state = &m->states[ll_gen_choice_draw(&m->state, r)];
    out->city = &out->state->cities[ll_gen_random_low(r, out->state->city_count)];
    hours_make(m, r, &pattern, out);
    uint32_t districts = 1;
    while (districts < 5 && out->state->districts[districts])
        districts++;
    unsigned district = out->state->districts[ll_gen_random_below(r, districts)];
    const char *type = type_words[ll_gen_choice_draw(&m->type, r)];
    ll_str shop = names->shops[ll_gen_random_below(r, names->shop_count)];
    ll_str trade = names->trades[ll_gen_random_below(r, names->trade_count)];
    int year, month, day;
    ll_day_to_civil(m->from, &year, &month, &day);
    out->expiry_month =
        (uint16_t)((uint32_t)(year - 1970) * 12 + (uint32_t)month + ll_gen_random_below(r, 36));
    /* 61,277 has no divisor in common with 100,000: no two dealers have one number. */
    unsigned sequence = (unsigned)(((uint64_t)number + 1) * 61277 % 100000);
    out->json.ptr = ll_arena_printf(
        arena,
        "{\"ffl\":\"%u-%02u-%03u-%s-?%c-%05u\",\"name\":\"%.*s %.*s %u\",\"state\":\"%.*s\"}",
        out->state->region, district, out->city->county, type,
        "ABCDEFGHJKLM"[out->expiry_month % 12], sequence, LL_STR_ARGS(shop), LL_STR_ARGS(trade),
        number + 1, LL_STR_ARGS(out->state->code));
    char key[16];
    (void)snprintf(key, sizeof key, "%u-%02u-%05u", out->state->region % 10u, district % 100u,
                   sequence % 100000u);
    memcpy(out->key, key, sizeof out->key);
    out->json.len = out->json.ptr ? strlen(out->json.ptr) : 0;
    return out->json.ptr != NULL;
}

/* Rank r sells in proportion to (r + 1)^-1/2: a heavy tail, if less so than that of traces, which
 * is made of few dealers by choice of those who traffic. Square roots are the same everywhere. */
static uint32_t volume(uint32_t rank)
{
    return (uint32_t)(1e6 / sqrt((double)rank + 1.0)) + 1;
}

static bool zone_make(struct ll_arena *arena, struct ll_gen_dealers *out, uint32_t zone)
{
    uint32_t *of = LL_NEW_ARRAY(arena, uint32_t, out->count);
    uint32_t *weights = LL_NEW_ARRAY(arena, uint32_t, out->count);
    uint32_t n = 0;
    if (!of || !weights)
        return false;
    for (uint32_t i = 0; i < out->count; i++) {
        if ((uint32_t)out->list[i].city->zone != zone)
            continue;
        of[n] = i;
        weights[n++] = volume(i);
        out->zone_weight[zone] += volume(i);
    }
    out->of_zone[zone] = of;
    return !n || ll_gen_choice_make(arena, weights, n, &out->zone_choice[zone]);
}

bool ll_gen_dealers_make(struct ll_arena *arena, uint64_t seed, uint32_t count, ll_day from,
                         uint32_t days, const struct ll_gen_names *names,
                         struct ll_gen_dealers *out)
{
    struct ll_gen_dealer *list = LL_NEW_ARRAY(arena, struct ll_gen_dealer, count);
    struct makers m = {.names = names, .from = from, .days = days};
    *out = (struct ll_gen_dealers){.list = list, .count = count};
    if (!list || !makers_make(arena, &m))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct ll_gen_random r = ll_gen_random_of(seed, LL_GEN_KIND_DEALER, i);
        if (!dealer_make(arena, &m, &r, i, &list[i]))
            return false;
    }
    for (uint32_t zone = 0; zone < LL_GEN_ZONES; zone++) {
        if (!zone_make(arena, out, zone))
            return false;
    }
    return true;
}

char ll_gen_dealer_expiry(const struct ll_gen_dealer *dealer, uint32_t month, bool stale)
{
    uint32_t expiry = dealer->expiry_month;
    if (month > expiry)
        expiry += (month - expiry + 35) / 36 * 36;
    while (expiry > month + 36)
        expiry -= 36;
    if (stale && expiry > dealer->expiry_month)
        expiry -= 36;
    return (char)('0' + (1970 + expiry / 12) % 10);
}

bool ll_gen_dealer_open(const struct ll_gen_dealer *dealer, ll_day day, bool holiday)
{
    if (!(dealer->open_mask >> ll_day_weekday(day) & 1) || (holiday && dealer->holidays))
        return false;
    for (uint32_t i = 0; i < dealer->closure_count; i++) {
        if (dealer->closures[i] == day)
            return false;
    }
    return true;
}

static void pattern_add(struct ll_buf *out, uint8_t mask)
{
    for (int i = 0; i < 7; i++)
        ll_buf_add_char(out, mask >> i & 1 ? "MTWTFSS"[i] : '-');
}

static void row_add(struct ll_buf *out, const struct ll_gen_dealer *dealer, uint32_t month)
{
    char licence[20], date[10];
    memcpy(licence, dealer->json.ptr + LL_GEN_LICENCE_AT, sizeof licence);
    licence[LL_GEN_EXPIRY_AT - LL_GEN_LICENCE_AT] = ll_gen_dealer_expiry(dealer, month, false);
    ll_buf_add(out, licence, sizeof licence);
    ll_buf_add_char(out, ',');
    /* The name lies between the quotes behind the licence's. */
    const char *name = dealer->json.ptr + LL_GEN_LICENCE_AT + sizeof licence + 10;
    ll_buf_add(out, name, (size_t)(strchr(name, '"') - name));
    ll_buf_printf(out, ",%.*s,%.*s,%.*s01,%.*s,", LL_STR_ARGS(dealer->state->code),
                  LL_STR_ARGS(dealer->city->name), LL_STR_ARGS(dealer->city->zip3),
                  LL_STR_ARGS(dealer->city->division));
    if (!dealer->unknown)
        pattern_add(out, dealer->open_mask);
    ll_buf_add_str(out, dealer->holidays ? LL_STR(",us-federal,") : LL_STR(",none,"));
    for (uint32_t i = 0; i < dealer->closure_count; i++) {
        if (i)
            ll_buf_add_char(out, ';');
        ll_day_format(dealer->closures[i], date);
        ll_buf_add(out, date, sizeof date);
    }
    ll_buf_add_char(out, '\n');
}

void ll_gen_dealers_csv(const struct ll_gen_dealers *dealers, uint32_t month, struct ll_buf *out)
{
    ll_buf_add_lit(out, "ffl,name,state,city,zip,division,open_days,holidays,closures\n");
    for (uint32_t i = 0; i < dealers->count; i++) {
        if (!dealers->list[i].unlisted)
            row_add(out, &dealers->list[i], month);
    }
}
