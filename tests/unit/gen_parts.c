/* The parts of which streams are made.   SPDX-License-Identifier: Apache-2.0 */
#include "event/decode.h"
#include "gen/fault.h"
#include "gen/guns.h"
#include "gen/pending.h"
#include "gen/put.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(gen_random, one_thing_one_sequence)
{
    struct ll_gen_random a = ll_gen_random_of(7, 1, 42), b = ll_gen_random_of(7, 1, 42);
    struct ll_gen_random kind = ll_gen_random_of(7, 2, 42), seed = ll_gen_random_of(8, 1, 42);
    uint64_t first = ll_gen_random_next(&a);
    cr_expect_eq(first, ll_gen_random_next(&b));
    cr_expect_neq(first, ll_gen_random_next(&kind));
    cr_expect_neq(first, ll_gen_random_next(&seed));
    cr_expect_neq(first, ll_gen_random_next(&a));
}

Test(gen_random, below_reaches_all_and_no_more)
{
    struct ll_gen_random r = {1};
    unsigned seen = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t at = ll_gen_random_below(&r, 10);
        cr_assert_lt(at, 10);
        seen |= 1u << at;
        cr_assert_lt(ll_gen_random_low(&r, 10), 10);
        cr_assert_eq(ll_gen_random_below(&r, 1), 0);
    }
    cr_expect_eq(seen, 0x3ff);
}

Test(gen_random, chances)
{
    struct ll_gen_random r = {2};
    uint32_t half = 0;
    for (int i = 0; i < 10000; i++) {
        cr_assert_not(ll_gen_random_chance(&r, ll_gen_chance_of(0.0)));
        cr_assert(ll_gen_random_chance(&r, ll_gen_chance_of(1.0)));
        half += ll_gen_random_chance(&r, LL_GEN_PER_MILLE(500));
    }
    cr_expect(half > 4800 && half < 5200, "%u", half);
}

Test(gen_choice, follows_its_weights)
{
    static const uint32_t weights[] = {0, 1, 2, 5, 0, 2};
    struct ll_arena arena = {0};
    struct ll_gen_choice choice;
    struct ll_gen_random r = {3};
    uint32_t seen[6] = {0};
    cr_assert(ll_gen_choice_make(&arena, weights, 6, &choice));
    for (int i = 0; i < 100000; i++)
        seen[ll_gen_choice_draw(&choice, &r)]++;
    for (int i = 0; i < 6; i++) {
        uint32_t want = weights[i] * 10000;
        cr_expect(seen[i] <= want + want / 20 && seen[i] + want / 20 >= want, "%d: %u", i, seen[i]);
    }
    ll_arena_fini(&arena);
}

Test(gen_choice, quantiles_stay_between)
{
    static const struct ll_gen_quantile quantiles[] = {{0, 10}, {500, 20}, {1000, 120}};
    struct ll_gen_random r = {4};
    int32_t least = 1000, most = 0, under = 0;
    for (int i = 0; i < 20000; i++) {
        int32_t value = ll_gen_quantile_draw(quantiles, &r);
        least = value < least ? value : least;
        most = value > most ? value : most;
        under += value < 20;
    }
    cr_expect_eq(least, 10);
    cr_expect_eq(most, 119);
    cr_expect(under > 9500 && under < 10500, "%d", under);
}

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, LL_GEN_SERIAL_MAX);
}

Test(gen_serial, no_two_guns_have_one)
{
    enum { GUNS = 50000 };
    char(*serials)[LL_GEN_SERIAL_MAX] = calloc(2 * GUNS, sizeof *serials);
    cr_assert_not_null(serials);
    for (uint64_t i = 0; i < GUNS; i++) {
        cr_assert_eq(ll_gen_serial_write(i * 16, true, serials[i]), 10);
        cr_assert_eq(ll_gen_serial_write(LL_GEN_SERIALS - 1 - i, true, serials[GUNS + i]), 10);
    }
    qsort(serials, 2 * GUNS, sizeof *serials, by_text);
    for (size_t i = 1; i < 2 * GUNS; i++)
        cr_assert_neq(by_text(serials[i - 1], serials[i]), 0, "%.10s twice", serials[i]);
    free(serials);
}

Test(gen_serial, marks_fall_away_in_normal_form)
{
    for (uint64_t gun = 0; gun < 200; gun++) {
        char marked[LL_GEN_SERIAL_MAX], plain[LL_GEN_SERIAL_MAX], normal[LL_GEN_SERIAL_MAX];
        size_t len = ll_gen_serial_write(gun, false, marked);
        cr_assert_eq(ll_gen_serial_write(gun, true, plain), 10);
        cr_assert_eq(ll_normal_gun_text((ll_str){marked, len}, normal, sizeof normal), 10);
        cr_expect_eq(memcmp(normal, plain, 10), 0);
    }
}

Test(gen_put, numbers)
{
    static const struct {
        uint64_t value;
        const char *text;
    } rows[] = {{0, "0"}, {9, "9"}, {10, "10"}, {UINT64_MAX, "18446744073709551615"}};
    char out[32];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *end = ll_gen_put_number(out, rows[i].value);
        cr_expect(ll_str_eq((ll_str){out, (size_t)(end - out)}, ll_str_from(rows[i].text)),
                  "row %zu", i);
    }
    char *end = ll_gen_put_padded(out, 42, 5);
    cr_expect(ll_str_eq((ll_str){out, (size_t)(end - out)}, LL_STR("00042")));
}

static struct ll_gen_pending pending_at(int64_t at, uint32_t gun)
{
    return (struct ll_gen_pending){.at = at, .gun = gun};
}

Test(gen_queue, gives_back_in_order)
{
    struct ll_arena arena = {0};
    struct ll_gen_queue queue = {0};
    struct ll_gen_random r = {5};
    struct ll_gen_pending out, before = {0};
    for (uint32_t i = 0; i < 5000; i++) {
        struct ll_gen_pending item = pending_at(ll_gen_random_below(&r, 100), i);
        cr_assert(ll_gen_queue_add(&queue, &arena, &item));
    }
    cr_expect_not(ll_gen_queue_take(&queue, -1, &out));
    for (uint32_t i = 0; i < 5000; i++) {
        cr_assert(ll_gen_queue_take(&queue, 100, &out));
        cr_assert(i == 0 || out.at > before.at || (out.at == before.at && out.gun > before.gun));
        before = out;
    }
    cr_expect_not(ll_gen_queue_take(&queue, INT64_MAX, &out));
    ll_arena_fini(&arena);
}

Test(gen_queue, leaves_out_what_is_over_its_limit)
{
    struct ll_arena arena = {0};
    struct ll_gen_queue queue = {.max = 3};
    struct ll_gen_pending out;
    for (uint32_t i = 0; i < 4; i++) {
        struct ll_gen_pending item = pending_at(i, i);
        cr_assert(ll_gen_queue_add(&queue, &arena, &item));
        cr_expect_eq(queue.left_out, i < 3 ? 0 : 1, "%u", i);
    }
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(ll_gen_queue_take(&queue, 10, &out));
        cr_expect_eq(out.gun, i);
    }
    cr_expect_not(ll_gen_queue_take(&queue, 10, &out));
    ll_arena_fini(&arena);
}

Test(gen_fault, each_is_rejected_for_its_reason)
{
    static const char sale[] =
        "{\"type\":\"sale\",\"id\":\"S\",\"version\":1,\"occurred_at\":\"2025-01-02T10:00:00-06:"
        "00\","
        "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"Doe\","
        "\"first_name\":\"John\",\"date_of_birth\":\"1984-03-04\"},\"firearms\":[{\"class\":"
        "\"pistol\",\"serial\":\"A1\",\"price\":10.0}]}";
    static const enum ll_reject_reason reasons[LL_GEN_FAULTS] = {
        LL_REJECT_NOT_JSON, LL_REJECT_NOT_OBJECT,  LL_REJECT_UNKNOWN_TYPE, LL_REJECT_BAD_TIME,
        LL_REJECT_BAD_TIME, LL_REJECT_BAD_LICENCE, LL_REJECT_BAD_DATE,     LL_REJECT_UNKNOWN_WORD,
        LL_REJECT_NOT_JSON, LL_REJECT_BAD_PRICE,   LL_REJECT_BAD_VERSION,  LL_REJECT_FIELD_TWICE,
    };
    struct ll_arena arena = {0};
    struct ll_source source = {.file = "built-in", .text = ll_calibers_builtin_text()};
    struct ll_calibers *calibers = NULL;
    cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), LL_OK);
    struct ll_identity *identity = ll_identity_new(&arena, LL_STR("demo"));
    struct ll_decoder *decoder = ll_decoder_new(identity, calibers);
    char line[sizeof sale + LL_GEN_FAULT_ROOM + LL_DECODE_PADDING] = {0};
    struct ll_event event;
    struct ll_reject reject;
    memcpy(line, sale, sizeof sale);
    cr_assert(ll_decode(decoder, (ll_str){line, sizeof sale - 1}, &event, &reject), "%s",
              reject.sentence);
    for (uint32_t fault = 0; fault < LL_GEN_FAULTS; fault++) {
        memcpy(line, sale, sizeof sale);
        size_t len = ll_gen_fault_make(fault, line, sizeof sale - 1);
        cr_assert_leq(len, sizeof sale + LL_GEN_FAULT_ROOM);
        cr_assert_not(ll_decode(decoder, (ll_str){line, len}, &event, &reject), "fault %u", fault);
        cr_expect_eq(reject.reason, reasons[fault], "fault %u: %s", fault,
                     ll_reject_reason_word(reject.reason));
    }
    ll_decoder_free(decoder);
    ll_arena_fini(&arena);
}
