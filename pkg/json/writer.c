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

void ll_json_add_string(struct ll_buf *out, ll_str text)
{
    ll_buf_add_char(out, '"');
    for (size_t i = 0, run; i < text.len; i += run) {
        for (run = 0; i + run < text.len && is_plain((unsigned char)text.ptr[i + run]);)
            run++;
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

void ll_json_add_string_or_null(struct ll_buf *out, ll_str text)
{
    if (text.len)
        ll_json_add_string(out, text);
    else
        ll_buf_add_lit(out, "null");
}
