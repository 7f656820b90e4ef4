/* Facts: what is stored comes back, and nothing but whole facts is read.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/fact.h"

#include <criterion/criterion.h>

/* A literal, as a static table may have it. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct ll_firearm guns[] = {
    {.class = LL_CLASS_RIFLE,
     .action = LL_ACTION_SEMIAUTOMATIC,
     .detachable_magazine = LL_YES,
     .price = 10990000,
     .bore = 2230,
     .manufacturer = TEXT("Colt"),
     .model = TEXT("AR-15"),
     .serial = TEXT("AB 1234-5"),
     .caliber = TEXT(".223")},
    {.class = LL_CLASS_PISTOL, .price = LL_PRICE_NONE},
};

static struct ll_event a_sale(void)
{
    struct ll_event sale = {.kind = LL_EVENT_SALE,
                            .id = LL_STR("S-17"),
                            .version = 3,
                            .hash = UINT64_C(0xfedcba9876543210),
                            .has_occurred = true,
                            .has_purchaser = true,
                            .has_address = true,
                            .last_name = LL_STR("DOE"),
                            .first_name = LL_STR("JOHN"),
                            .payment = LL_STR("cash"),
                            .purchaser_state = LL_STR("TX"),
                            .firearms = guns,
                            .firearm_count = 2,
                            .recovered_on = LL_DAY_NONE,
                            .requested_on = LL_DAY_NONE,
                            .sold_on = LL_DAY_NONE};
    cr_assert(ll_time_parse(LL_STR("2026-03-02T15:20:00.250-06:00"), &sale.occurred));
    cr_assert(ll_licence_parse(LL_STR("5-76-201-01-7F-00123"), &sale.dealer.licence));
    sale.born = ll_day_from_civil(1984, 3, 3);
    memset(sale.address.bytes, 0xa5, sizeof sale.address.bytes);
    return sale;
}

static void encode(const struct ll_event *event, struct ll_buf *out)
{
    struct ll_fact fact;
    ll_fact_of_event(event, &fact);
    ll_fact_encode(&fact, out);
}

Test(timeline_fact, a_sale_comes_back_as_it_was)
{
    struct ll_arena arena = {0};
    struct ll_buf log = {0};
    struct ll_fact fact;
    struct ll_event sale = a_sale();
    encode(&sale, &log);
    cr_assert(ll_fact_decode(ll_buf_str(&log), &arena, &fact));
    cr_expect(fact.kind == LL_FACT_SALE && fact.version == 3 && fact.hash == sale.hash);
    cr_expect(fact.bytes == log.len);
    cr_expect(ll_str_eq(fact.id, sale.id) && ll_str_eq(fact.payment, sale.payment));
    cr_expect(fact.age == 41, "the day before the birthday: %d", fact.age);
    cr_expect(fact.occurred.utc_ns == sale.occurred.utc_ns && fact.occurred.offset_minutes == -360);
    cr_expect(fact.dealer.key == 57600123 && fact.dealer.county == 201 &&
              fact.dealer.expiry_month == 'F');
    cr_expect(fact.has_address && memcmp(&fact.address, &sale.address, sizeof fact.address) == 0);
    cr_assert(fact.firearm_count == 2);
    cr_expect(fact.firearms[0].price == 10990000 && fact.firearms[0].bore == 2230);
    cr_expect(ll_str_eq(fact.firearms[0].serial, guns[0].serial));
    cr_expect(fact.firearms[1].price == LL_PRICE_NONE &&
              fact.firearms[1].detachable_magazine == LL_UNKNOWN);
    ll_buf_fini(&log);
    ll_arena_fini(&arena);
}

static bool holds(const struct ll_buf *log, ll_str word)
{
    for (size_t at = 0; at + word.len <= log->len; at++)
        if (memcmp(log->ptr + at, word.ptr, word.len) == 0)
            return true;
    return false;
}

Test(timeline_fact, nothing_personal_is_stored)
{
    struct ll_buf log = {0};
    struct ll_event sale = a_sale();
    encode(&sale, &log);
    cr_expect_not(holds(&log, LL_STR("DOE")));
    cr_expect_not(holds(&log, LL_STR("JOHN")));
    ll_buf_fini(&log);
}

Test(timeline_fact, every_cut_of_a_fact_is_refused)
{
    struct ll_arena arena = {0};
    struct ll_buf log = {0};
    struct ll_fact fact;
    struct ll_event sale = a_sale();
    encode(&sale, &log);
    for (size_t len = 0; len < log.len; len++)
        cr_expect_not(ll_fact_decode((ll_str){log.ptr, len}, &arena, &fact), "cut at %zu", len);
    ll_buf_fini(&log);
    ll_arena_fini(&arena);
}

Test(timeline_fact, a_report_comes_back_as_it_was)
{
    struct ll_arena arena = {0};
    struct ll_buf log = {0};
    struct ll_fact back, report = {.kind = LL_FACT_REPORT,
                                   .version = 9,
                                   .report = {.indicator = LL_STR("multiple-sale-handgun"),
                                              .dealer = 57600123,
                                              .day = LL_DAY_2099_12_31,
                                              .guns = 4,
                                              .dealer_type = 7,
                                              .dealer_state = LL_STR("TX"),
                                              .gone = true}};
    ll_fact_encode(&report, &log);
    cr_assert(ll_fact_decode(ll_buf_str(&log), &arena, &back));
    cr_expect(back.version == 9 && back.report.guns == 4 && back.report.gone &&
              back.report.dealer_type == 7);
    cr_expect(back.report.day == LL_DAY_2099_12_31 &&
              ll_str_eq(back.report.dealer_state, LL_STR("TX")));
    ll_buf_fini(&log);
    ll_arena_fini(&arena);
}
