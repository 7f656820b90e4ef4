/* str.c -- strings by value.   SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <unistr.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

ll_str ll_str_trim(ll_str s)
{
    while (s.len && is_blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

size_t ll_str_utf8(ll_str s)
{
    ucs4_t character;
    int len = s.len ? u8_mbtoucr(&character, (const uint8_t *)s.ptr, s.len) : 0;
    return len > 0 ? (size_t)len : 0;
}
