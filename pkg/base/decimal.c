/* decimal.c -- exact decimals of four places.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#define PLACES 4
#define WHOLE_DIGITS_MAX 14

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum ll_decimal_fault ll_decimal_parse(ll_str text, int64_t *out)
{
    const char *p = text.ptr, *end = p + text.len;
    bool negative = p < end && *p == '-';
    p += negative;
    const char *whole = p;
    while (p < end && is_digit(*p))
        p++;
    const char *whole_end = p;
    if (p < end && *p == '.')
        p++;
    const char *places = p;
    while (p < end && is_digit(*p))
        p++;
    bool point = places != whole_end;
    if (p != end || whole == whole_end || (point && places == end))
        return LL_DECIMAL_NOT_A_NUMBER;
    while (whole < whole_end && *whole == '0')
        whole++;
    if (whole_end - whole > WHOLE_DIGITS_MAX)
        return LL_DECIMAL_TOO_LARGE;
    int64_t value = 0;
    for (; whole < whole_end; whole++)
        value = value * 10 + (*whole - '0');
    for (int i = 0; i < PLACES; i++)
        value = value * 10 + (places + i < end ? places[i] - '0' : 0);
    for (p = places; p < end; p++) {
        if (p - places >= PLACES && *p != '0')
            return LL_DECIMAL_TOO_FINE;
    }
    *out = negative ? -value : value;
    return LL_DECIMAL_FINE;
}

/* A JSON number taken apart: its value is 0.D x 10^scale with D the significant digits, the
 * first of them not zero. */
struct number {
    bool negative, zero;
    const char *first,
        *mantissa_end; /* first significant digit; where the digits (and the point) end */
    int64_t scale;
};

/* An exponent this large decides by itself; beyond it, only its sign matters. */
#define EXPONENT_CAP (INT64_C(1) << 40)

static bool parse_exponent(const char *p, const char *end, int64_t *out)
{
    int64_t value = 0;
    bool negative = false;
    if (p < end) {
        if (*p != 'e' && *p != 'E')
            return false;
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            negative = *p++ == '-';
        if (p == end)
            return false;
        for (; p < end; p++) {
            if (!is_digit(*p))
                return false;
            if (value < EXPONENT_CAP)
                value = value * 10 + (*p - '0');
        }
    }
    *out = negative ? -value : value;
    return true;
}

static bool number_parse(ll_str text, struct number *out)
{
    const char *p = text.ptr, *end = p + text.len;
    out->negative = p < end && *p == '-';
    p += out->negative;
    const char *whole = p;
    while (p < end && is_digit(*p))
        p++;
    const char *whole_end = p;
    if (whole == whole_end || (*whole == '0' && whole_end - whole > 1))
        return false;
    if (p < end && *p == '.') {
        p++;
        if (p == end || !is_digit(*p))
            return false;
        while (p < end && is_digit(*p))
            p++;
    }
    out->mantissa_end = p;
    const char *first = whole;
    while (first < p && (*first == '0' || *first == '.'))
        first++;
    out->first = first;
    out->zero = first == p;
    out->scale = whole_end - first + (first > whole_end);
    int64_t exponent;
    if (!parse_exponent(p, end, &exponent))
        return false;
    out->scale += exponent;
    return true;
}

/* Whole units and at most two places, without exponent: what most prices are. False: it is another. */
static bool parse_plain(ll_str text, int64_t *units, int64_t *cents)
{
    const char *p = text.ptr, *end = p + text.len;
    *units = *cents = 0;
    if (p == end || !is_digit(*p) || (*p == '0' && text.len > 1 && is_digit(p[1])))
        return false;
    for (; p < end && is_digit(*p) && p - text.ptr < WHOLE_DIGITS_MAX; p++)
        *units = *units * 10 + (*p - '0');
    if (p == end)
        return true;
    if (*p != '.' || end - p > 3 || end - p < 2 || !is_digit(p[1]) || !is_digit(end[-1]))
        return false;
    *cents = (p[1] - '0') * 10 + (end - p == 3 ? p[2] - '0' : 0);
    return true;
}

bool ll_decimal_parse_price(ll_str json_number, int64_t max_units, int64_t *out)
{
    int64_t whole, hundredths;
    if (parse_plain(json_number, &whole, &hundredths) && whole < max_units) {
        *out = (whole * 100 + hundredths) * (LL_DECIMAL_ONE / 100);
        return true;
    }
    struct number n;
    if (!number_parse(json_number, &n))
        return false;
    if (n.zero) {
        *out = 0;
        return true;
    }
    if (n.negative || n.scale > WHOLE_DIGITS_MAX)
        return false;
    int64_t units = 0, cents = 0;
    bool over = false, round_up = false;
    const char *p = n.first;
    /* place 1 is the first digit behind the point; places <= 0 are whole digits. */
    for (int64_t place = 1 - n.scale; place <= 0 || p < n.mantissa_end; place++) {
        if (p < n.mantissa_end && *p == '.')
            p++;
        int digit = p < n.mantissa_end ? *p++ - '0' : 0;
        if (place <= 0) {
            units = units * 10 + digit;
            continue;
        }
        over = over || digit;
        if (place <= 2)
            cents += place == 1 ? digit * 10 : digit;
        else if (place == 3)
            round_up = digit >= 5;
    }
    if (units > max_units || (units == max_units && over))
        return false;
    *out = (units * 100 + cents + round_up) * (LL_DECIMAL_ONE / 100);
    return true;
}

void ll_decimal_add(struct ll_buf *out, int64_t value)
{
    uint64_t magnitude = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    if (value < 0)
        ll_buf_add_char(out, '-');
    ll_buf_add_u64(out, magnitude / 10000);
    unsigned rest = (unsigned)(magnitude % 10000);
    if (!rest)
        return;
    char places[1 + PLACES] = {'.'};
    size_t len = 0;
    for (size_t i = PLACES; i > 0; i--, rest /= 10) {
        places[i] = (char)('0' + rest % 10);
        if (!len && rest % 10)
            len = i;
    }
    ll_buf_add(out, places, 1 + len);
}
