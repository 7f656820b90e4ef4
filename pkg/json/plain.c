/* plain.c -- the rarer pieces of a plain JSON text.   SPDX-License-Identifier: Apache-2.0 */
#include "json/plain.h"

const char *ll_plain_any_string_end(const char *p, const char *end, bool *escapes)
{
    *escapes = false;
    while (p < end && *p != '"') {
        size_t len = 1;
        if ((unsigned char)*p < ' ')
            return NULL;
        if ((unsigned char)*p > 0x7F)
            len = ll_str_utf8((ll_str){p, (size_t)(end - p)});
        if (len == 0)
            return NULL;
        if (*p == '\\') {
            *escapes = true;
            len = 2;
        }
        p += len;
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
