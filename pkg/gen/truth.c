/* truth.c -- what was planted.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/course.h"

#include "base/hash.h"

static void key_add(struct ll_buf *out, const struct ll_key *key)
{
    char hex[32];
    ll_hex(key->bytes, sizeof key->bytes, hex);
    ll_buf_add_char(out, '"');
    ll_buf_add(out, hex, sizeof hex);
    ll_buf_add_char(out, '"');
}

static void day_add(struct ll_buf *out, ll_day day)
{
    char text[10];
    ll_day_format(day, text);
    ll_buf_add_char(out, '"');
    ll_buf_add(out, text, sizeof text);
    ll_buf_add_char(out, '"');
}

static bool wanted(const struct ll_gen *gen)
{
    return gen->sink->truth && gen->world.identity;
}

static enum ll_status hand_over(struct ll_gen *gen, struct ll_error *err)
{
    ll_str line = ll_buf_str(&gen->truth);
    enum ll_status status =
        gen->truth.failed ? ll_fail(err, LL_ERR_NOMEM, "out of memory for a line of the truth")
                          : gen->sink->truth(gen->sink->context, line, err);
    ll_buf_reset(&gen->truth);
    return status;
}

static enum ll_status ring_line(struct ll_gen *gen, uint32_t number, struct ll_error *err)
{
    const struct ll_gen_ring *ring = &gen->world.rings[number];
    const struct ll_gen_dealer *list = gen->world.dealers.list;
    struct ll_buf *out = &gen->truth;
    ll_buf_printf(out, "{\"kind\":\"ring\",\"ring\":%u,\"state\":\"%.*s\",\"buyers\":%u,",
                  number + 1, LL_STR_ARGS(list[ring->dealers[0]].state->code), ring->buyer_count);
    ll_buf_printf(out, "\"sales\":%u,\"dealers\":[", ring->purchase_count);
    for (uint32_t i = 0; i < ring->dealer_count; i++)
        ll_buf_printf(out, "%s\"%.10s\"", i ? "," : "", list[ring->dealers[i]].key);
    ll_buf_add_lit(out, "],\"first_date\":");
    day_add(out, ring->purchases[0].day);
    ll_buf_add_lit(out, ",\"last_date\":");
    day_add(out, ring->purchases[ring->purchase_count - 1].day);
    ll_buf_add_char(out, '}');
    return hand_over(gen, err);
}

static enum ll_status buyer_line(struct ll_gen *gen, uint32_t ring, uint32_t buyer,
                                 struct ll_error *err)
{
    struct ll_gen_person person;
    ll_gen_person_make(&gen->world, ll_gen_person_of_ring(ring, buyer), &person);
    struct ll_key purchaser = ll_gen_person_key(&gen->world, &person), address;
    struct ll_buf *out = &gen->truth;
    ll_buf_printf(out, "{\"kind\":\"buyer\",\"ring\":%u,\"role\":\"%s\",\"purchaser\":", ring + 1,
                  ll_gen_role_word(ll_gen_role_of(buyer)));
    key_add(out, &purchaser);
    ll_buf_add_lit(out, ",\"address\":");
    ll_arena_reset(&gen->scratch);
    if (ll_gen_person_address_key(&gen->world, &gen->scratch, &person, &address))
        key_add(out, &address);
    else
        ll_buf_add_lit(out, "null");
    ll_buf_add_char(out, '}');
    return hand_over(gen, err);
}

enum ll_status ll_gen_truth_rings(struct ll_gen *gen, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (!wanted(gen))
        return LL_OK;
    for (uint32_t i = 0; status == LL_OK && i < gen->world.ring_count; i++) {
        status = ring_line(gen, i, err);
        for (uint32_t b = 0; status == LL_OK && b < gen->world.rings[i].buyer_count; b++)
            status = buyer_line(gen, i, b, err);
    }
    return status;
}

/* What the lines of a sale and of its trace have in common. */
static void planted_add(struct ll_gen *gen, const char *kind, const struct ll_gen_sale *sale,
                        const struct ll_gen_person *person)
{
    struct ll_buf *out = &gen->truth;
    struct ll_key purchaser = ll_gen_person_key(&gen->world, person);
    char id[LL_GEN_SALE_ID_MAX];
    ll_buf_printf(out, "{\"kind\":\"%s\",\"ring\":%u,\"role\":\"%s\",\"purchaser\":", kind,
                  sale->ring,
                  ll_gen_role_word(ll_gen_role_of((uint32_t)(person->number & 0xffff))));
    key_add(out, &purchaser);
    ll_buf_add_lit(out, ",\"sale\":\"");
    ll_buf_add(out, id, ll_gen_sale_id_write(&gen->world, sale, id));
    ll_buf_add_char(out, '"');
}

enum ll_status ll_gen_truth_sale(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                 const struct ll_gen_person *person, struct ll_error *err)
{
    struct ll_gen_gun guns[LL_GEN_GUNS_MAX];
    if (!wanted(gen))
        return LL_OK;
    struct ll_buf *out = &gen->truth;
    uint32_t count = ll_gen_sale_guns(&gen->world, sale, guns), hand = 0;
    for (uint32_t i = 0; i < count; i++)
        hand += guns[i].model->handgun;
    planted_add(gen, "sale", sale, person);
    ll_buf_printf(out,
                  ",\"dealer\":\"%.10s\",\"date\":", gen->world.dealers.list[sale->dealer].key);
    day_add(out, sale->day);
    ll_buf_printf(out, ",\"handguns\":%u,\"long_guns\":%u}", hand, count - hand);
    return hand_over(gen, err);
}

enum ll_status ll_gen_truth_trace(struct ll_gen *gen, const struct ll_gen_sale *sale,
                                  const struct ll_gen_person *person, uint64_t trace,
                                  struct ll_error *err)
{
    if (!wanted(gen))
        return LL_OK;
    planted_add(gen, "trace", sale, person);
    ll_buf_add_lit(&gen->truth, ",\"trace\":\"T-");
    ll_buf_add_u64(&gen->truth, trace);
    ll_buf_add_lit(&gen->truth, "\"}");
    return hand_over(gen, err);
}
