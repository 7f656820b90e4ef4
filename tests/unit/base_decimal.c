/* Exact decimals and prices.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#include <criterion/criterion.h>

Test(base_decimal, parse)
{
    static const struct {
        const char *text;
        enum ll_decimal_fault fault;
        int64_t value;
    } rows[] = {
        {"0.22", LL_DECIMAL_FINE, 2200},
        {"1099", LL_DECIMAL_FINE, 10990000},
        {"-3.5", LL_DECIMAL_FINE, -35000},
        {"0.0001", LL_DECIMAL_FINE, 1},
        {"0.00010000", LL_DECIMAL_FINE, 1},
        {"007", LL_DECIMAL_FINE, 70000},
        {"99999999999999.9999", LL_DECIMAL_FINE, INT64_C(999999999999999999)},
        {"099999999999999", LL_DECIMAL_FINE, INT64_C(999999999999990000)},
        {"100000000000000", LL_DECIMAL_TOO_LARGE, 0},
        {"0.00001", LL_DECIMAL_TOO_FINE, 0},
        {"0.00000001", LL_DECIMAL_TOO_FINE, 0},
        {"", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"-", LL_DECIMAL_NOT_A_NUMBER, 0},
        {".5", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"5.", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"1e3", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"1.2.3", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"+1", LL_DECIMAL_NOT_A_NUMBER, 0},
        {"--1", LL_DECIMAL_NOT_A_NUMBER, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = 0;
        cr_assert_eq(ll_decimal_parse(ll_str_from(rows[i].text), &value), rows[i].fault, "%s",
                     rows[i].text);
        cr_assert_eq(value, rows[i].value, "%s", rows[i].text);
    }
}

#define PRICE_MAX 10000000
#define NONE (-1)

Test(base_decimal, price_is_checked_as_written_and_rounded_once)
{
    static const struct {
        const char *text;
        int64_t cents; /* NONE: refused */
    } rows[] = {
        {"1099.0", 109900},
        {"0", 0},
        {"-0", 0},
        {"-0.00e99", 0},
        {"0e999999999999999999999999", 0},
        {"0.005", 1},
        {"0.0049999999999999999999999999", 0},
        {"1.005", 101},
        {"1.004", 100},
        {"19.995", 2000},
        {"1e-400", 0},
        {"1e-99999999999999999999", 0},
        {"5e-3", 1},
        {"0.5e-2", 1},
        {"0.05e-2", 0},
        {"1.5e3", 150000},
        {"1.5E+3", 150000},
        {"12345e-2", 12345},
        {"0.000012e5", 120},
        {"10000000", 1000000000},
        {"1e7", 1000000000},
        {"10000000.000", 1000000000},
        {"9999999.999", 1000000000},
        {"0.00000000001e18", 1000000000},
        {"10000000.0000000000000000000000001", NONE},
        {"10000000.004", NONE},
        {"10000001", NONE},
        {"1e8", NONE},
        {"1e99999999999999999999", NONE},
        {"-0.001", NONE},
        {"-1", NONE},
        {"01", NONE},
        {"1.", NONE},
        {".1", NONE},
        {"1e", NONE},
        {"1e+", NONE},
        {"abc", NONE},
        {"", NONE},
        {"1 ", NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = NONE * 100;
        bool good = ll_decimal_parse_price(ll_str_from(rows[i].text), PRICE_MAX, &value);
        cr_assert_eq(good, rows[i].cents != NONE, "%s", rows[i].text);
        cr_assert_eq(value, rows[i].cents * 100, "%s: %lld", rows[i].text, (long long)value);
    }
}

Test(base_decimal, add_writes_the_shortest_text)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        {2200, "0.22"}, {10990000, "1099"}, {-35000, "-3.5"}, {0, "0"},
        {1, "0.0001"},  {-1, "-0.0001"},    {10010, "1.001"}, {INT64_MIN, "-922337203685477.5808"},
    };
    struct ll_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ll_buf_reset(&out);
        ll_decimal_add(&out, rows[i].value);
        cr_assert(ll_str_eq(ll_buf_str(&out), ll_str_from(rows[i].text)), "%s", rows[i].text);
    }
    ll_buf_fini(&out);
}
