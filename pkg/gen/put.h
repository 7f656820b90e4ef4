/* put.h -- text written at a pointer into room that is known to be there.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A line has some sixty parts of a few bytes; asking for room for each would cost more than writing
 * it. */
#ifndef LL_GEN_PUT_H
#define LL_GEN_PUT_H

#include "base/day.h"
#include "base/str.h"
#include <stdint.h>

#define LL_GEN_PUT_LIT(p, literal) ll_gen_put((p), (literal), sizeof(literal) - 1)

static inline char *ll_gen_put(char *p, const char *bytes, size_t len)
{
    memcpy(p, bytes, len);
    return p + len;
}
static inline char *ll_gen_put_str(char *p, ll_str s)
{
    return ll_gen_put(p, s.ptr, s.len);
}
static inline char *ll_gen_put_char(char *p, char c)
{
    *p = c;
    return p + 1;
}
/* width digits, zeros in front. */
static inline char *ll_gen_put_padded(char *p, uint64_t value, uint32_t width)
{
    for (uint32_t i = width; i > 0; i--) {
        p[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    return p + width;
}
static inline char *ll_gen_put_number(char *p, uint64_t value)
{
    uint32_t width = 1;
    for (uint64_t rest = value; rest >= 10; rest /= 10)
        width++;
    return ll_gen_put_padded(p, value, width);
}
static inline char *ll_gen_put_day(char *p, ll_day day)
{
    ll_day_format(day, p);
    return p + 10;
}

#endif
