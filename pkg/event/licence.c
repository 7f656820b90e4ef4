/* licence.c -- federal firearms licence numbers.   SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"

/* A licence whose key has zeros only: 0 itself stands for no dealer. */
#define KEY_OF_ZEROS 100000000u

#define MONTH 13
static const char form[LL_LICENCE_TEXT + 1] = "0-00-000-00-0M-00000";

static bool is_letter(char c)
{
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z';
}

/* n digits as a number; *bad where one is none. Gathered rather than told at the first: most are good, and
 * this takes no branches. */
static inline unsigned number(const char *p, size_t n, bool *bad)
{
    unsigned value = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned digit = (unsigned)(unsigned char)p[i] - '0';
        *bad |= digit > 9;
        value = value * 10 + digit;
    }
    return value;
}

bool ll_licence_parse(ll_str text, struct ll_licence *out)
{
    const char *p = text.ptr;
    if (text.len != LL_LICENCE_TEXT)
        return false;
    bool bad = !is_letter(p[MONTH]) | (p[1] != '-') | (p[4] != '-') | (p[8] != '-') |
               (p[11] != '-') | (p[14] != '-');
    unsigned key =
        number(p, 1, &bad) * 10000000 + number(p + 2, 2, &bad) * 100000 + number(p + 15, 5, &bad);
    out->key = key ? key : KEY_OF_ZEROS;
    out->county = (uint16_t)number(p + 5, 3, &bad);
    out->type = (uint8_t)number(p + 9, 2, &bad);
    out->expiry_year = (uint8_t)number(p + 12, 1, &bad);
    out->expiry_month = p[MONTH];
    return !bad;
}

static void put(char *p, size_t n, unsigned value)
{
    for (size_t i = n; i-- > 0; value /= 10)
        p[i] = (char)('0' + value % 10);
}

void ll_licence_format(const struct ll_licence *licence, char out[LL_LICENCE_TEXT])
{
    for (size_t i = 0; i < LL_LICENCE_TEXT; i++)
        out[i] = form[i];
    put(out, 1, licence->key / 10000000);
    put(out + 2, 2, licence->key / 100000);
    put(out + 5, 3, licence->county);
    put(out + 9, 2, licence->type);
    put(out + 12, 1, licence->expiry_year);
    out[MONTH] = licence->expiry_month;
    put(out + 15, 5, licence->key);
}

void ll_dealer_key_format(uint32_t key, char out[LL_DEALER_KEY_TEXT])
{
    put(out, 1, key / 10000000);
    out[1] = '-';
    put(out + 2, 2, key / 100000);
    out[4] = '-';
    put(out + 5, 5, key);
}
