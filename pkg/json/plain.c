/* plain.c -- the rarer pieces of a plain JSON text.   SPDX-License-Identifier: Apache-2.0 */
#include "json/plain.h"

const char *ll_plain_any_string_end(const char *p, const char *end, bool *escapes)
{
    *escapes = false;
    for (; p < end && *p != '"'; p++) {
        if ((unsigned char)*p < ' ' || (unsigned char)*p > 0x7F)
            return NULL;
        if (*p == '\\') {
            *escapes = true;
            p++;
        }
    }
    return p < end ? p : NULL;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

/* Behind the digits at p, of which there must be some. */
static const char *some_digits(const char *p, const char *end)
{
    const char *behind = skip_digits(p, end);
    return behind > p ? behind : NULL;
}

const char *ll_plain_number_end(const char *p)
{
    const char *end = p + 32;
    p += *p == '-';
    const char *digits = p;
    p = some_digits(p, end);
    if (!p || (*digits == '0' && p - digits > 1))
        return NULL;
    if (*p == '.')
        p = some_digits(p + 1, end);
    if (p && (*p == 'e' || *p == 'E')) {
        p++;
        p = some_digits(p + (*p == '+' || *p == '-'), end);
    }
    return p && p < end ? p : NULL;
}
