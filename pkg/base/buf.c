/* buf.c -- a growing byte buffer.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CAP_FIRST ((size_t)256)

void ll_buf_fini(struct ll_buf *buf)
{
    if (!buf)
        return;
    free(buf->ptr);
    buf->ptr = NULL;
    buf->len = buf->cap = 0;
    buf->failed = false;
}

bool ll_buf_reserve(struct ll_buf *buf, size_t extra)
{
    size_t limit = buf->max ? buf->max : SIZE_MAX;
    if (buf->failed || buf->len > limit || extra > limit - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + extra;
    if (need <= buf->cap)
        return true;
    size_t cap = buf->cap < CAP_FIRST ? CAP_FIRST : buf->cap;
    while (cap < need)
        cap = cap > limit / 2 ? limit : cap * 2;
    if (cap > limit)
        cap = limit;
    char *grown = realloc(buf->ptr, cap);
    if (!grown) {
        buf->failed = true;
        return false;
    }
    buf->ptr = grown;
    buf->cap = cap;
    return true;
}

void ll_buf_add_slow(struct ll_buf *buf, const void *bytes, size_t len)
{
    if (!len || !ll_buf_reserve(buf, len))
        return;
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
}

void ll_buf_add_u64(struct ll_buf *buf, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    ll_buf_add(buf, digits + at, sizeof digits - at);
}

void ll_buf_add_i64(struct ll_buf *buf, int64_t value)
{
    if (value < 0)
        ll_buf_add_char(buf, '-');
    /* Negated as unsigned: INT64_MIN has no positive counterpart. */
    ll_buf_add_u64(buf, value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value);
}

void ll_buf_printf(struct ll_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        buf->failed = true;
    else if (len > 0 && ll_buf_reserve(buf, (size_t)len)) {
        /* vsnprintf writes a NUL that the maximum has no room for: format all but the last
         * byte's NUL apart. */
        size_t room = buf->cap - buf->len;
        if (room > (size_t)len) {
            (void)vsnprintf(buf->ptr + buf->len, room, format, again);
            buf->len += (size_t)len;
        } else {
            char *text = malloc((size_t)len + 1);
            if (text) {
                (void)vsnprintf(text, (size_t)len + 1, format, again);
                ll_buf_add(buf, text, (size_t)len);
                free(text);
            } else {
                buf->failed = true;
            }
        }
    }
    va_end(again);
    va_end(args);
}
