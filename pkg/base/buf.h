/* buf.h -- a growing byte buffer that is born with a maximum.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0
 *
 * Appending never returns an error: a buffer that could not grow is marked failed and takes
 * nothing more, so that the writer looks once, at the end. */
#ifndef LL_BASE_BUF_H
#define LL_BASE_BUF_H

#include "base/compiler.h"
#include "base/str.h"
#include <stdint.h>

struct ll_buf {
    char *ptr;
    size_t len, cap;
    size_t max; /* bytes; 0: no limit */
    bool failed;
};

void ll_buf_fini(struct ll_buf *buf);
static inline void ll_buf_reset(struct ll_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}
static inline ll_str ll_buf_str(const struct ll_buf *buf)
{
    return (ll_str){buf->ptr, buf->len};
}
/* Room for extra more bytes behind len; false, and failed, when there is none. */
bool ll_buf_reserve(struct ll_buf *buf, size_t extra);
void ll_buf_add_slow(struct ll_buf *buf, const void *bytes, size_t len);
static inline void ll_buf_add(struct ll_buf *buf, const void *bytes, size_t len)
{
    if (len <= buf->cap - buf->len && !buf->failed && len) {
        memcpy(buf->ptr + buf->len, bytes, len);
        buf->len += len;
    } else {
        ll_buf_add_slow(buf, bytes, len);
    }
}
static inline void ll_buf_add_str(struct ll_buf *buf, ll_str s)
{
    ll_buf_add(buf, s.ptr, s.len);
}
static inline void ll_buf_add_char(struct ll_buf *buf, char c)
{
    if (buf->len < buf->cap && !buf->failed)
        buf->ptr[buf->len++] = c;
    else
        ll_buf_add_slow(buf, &c, 1);
}
#define ll_buf_add_lit(buf, literal) ll_buf_add((buf), (literal), sizeof(literal) - 1)
void ll_buf_add_u64(struct ll_buf *buf, uint64_t value);
void ll_buf_add_i64(struct ll_buf *buf, int64_t value);
void ll_buf_printf(struct ll_buf *buf, const char *format, ...) LL_PRINTF(2, 3);

#endif
