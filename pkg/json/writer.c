/* writer.c -- see writer.h.   SPDX-License-Identifier: Apache-2.0 */
#include "json/writer.h"

static void add_escape(struct ll_buf *out, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    static const char shorts[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                  ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    ll_buf_add_char(out, '\\');
    if (c < sizeof shorts && shorts[c]) {
        ll_buf_add_char(out, shorts[c]);
        return;
    }
    ll_buf_add_lit(out, "u00");
    ll_buf_add_char(out, digits[c >> 4]);
    ll_buf_add_char(out, digits[c & 15]);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool is_plain_word(uint64_t bytes)
{
    /* A byte less than another borrows from its own high bit, which plain bytes leave clear. */
    uint64_t control = bytes - EACH(0x20), quote = (bytes ^ EACH('"')) - EACH(1),
             backslash = (bytes ^ EACH('\\')) - EACH(1);
    return ((bytes | control | quote | backslash) & EACH(0x80)) == 0;
}

/* Whether eight bytes are plain; of some that are it may say no. */
static bool are_plain(const char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return is_plain_word(bytes);
}

/* Copy n bytes; whether all are plain, of some that are it may say no. Most texts are short: they are copied as two words that
 * may overlap. */
static bool copy_plain(char *to, const char *p, size_t n)
{
    bool plain = true;
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8) {
            plain = plain && are_plain(p + i);
            memcpy(to + i, p + i, 8);
        }
        memcpy(to + n - 8, p + n - 8, 8);
        return plain && are_plain(p + n - 8);
    }
    if (n >= 4) {
        uint32_t first, last;
        memcpy(&first, p, sizeof first);
        memcpy(&last, p + n - 4, sizeof last);
        memcpy(to, &first, sizeof first);
        memcpy(to + n - 4, &last, sizeof last);
        return is_plain_word((uint64_t)last << 32 | first);
    }
    for (size_t i = 0; i < n; i++) {
        plain = plain && is_plain((unsigned char)p[i]);
        to[i] = p[i];
    }
    return plain;
}

/* How many bytes from p on need no escape. */
static size_t plain_run(const char *p, size_t n)
{
    size_t run = 0;
    while (n - run >= 8 && are_plain(p + run))
        run += 8;
    while (run < n && is_plain((unsigned char)p[run]))
        run++;
    return run;
}

static void add_any(struct ll_buf *out, ll_str text)
{
    ll_buf_add_char(out, '"');
    for (size_t i = 0, run; i < text.len; i += run) {
        run = plain_run(text.ptr + i, text.len - i);
        if (run) {
            ll_buf_add(out, text.ptr + i, run);
            continue;
        }
        run = 1;
        if ((unsigned char)text.ptr[i] < 0x80) {
            add_escape(out, (unsigned char)text.ptr[i]);
            continue;
        }
        size_t len = ll_str_utf8((ll_str){text.ptr + i, text.len - i});
        run = len ? len : 1;
        if (len)
            ll_buf_add(out, text.ptr + i, len);
        else
            ll_buf_add_lit(out, "\xef\xbf\xbd");
    }
    ll_buf_add_char(out, '"');
}

void ll_json_add_string(struct ll_buf *out, ll_str text)
{
    size_t room = out->failed ? 0 : out->cap - out->len;
    char *at = out->ptr + out->len;
    if (room < 2 || text.len > room - 2 || !copy_plain(at + 1, text.ptr, text.len)) {
        add_any(out, text);
        return;
    }
    at[0] = at[1 + text.len] = '"';
    out->len += text.len + 2;
}

void ll_json_add_string_or_null(struct ll_buf *out, ll_str text)
{
    if (text.len)
        ll_json_add_string(out, text);
    else
        ll_buf_add_lit(out, "null");
}

void ll_json_add_day(struct ll_buf *out, ll_day day)
{
    char text[12] = "\"0000-00-00\"";
    if (day == LL_DAY_NONE) {
        ll_buf_add_lit(out, "null");
        return;
    }
    ll_day_format(day, text + 1);
    text[11] = '"';
    ll_buf_add(out, text, sizeof text);
}
