/* rejected.c -- the record of a rejected event.   SPDX-License-Identifier: Apache-2.0
 *
 * The event's bytes must come back untouched, whatever they are: as a JSON string where they are
 * UTF-8 text, and in base64 where a string could not hold them. */
#include "replay/replay.h"

#include "json/writer.h"

/* The bytes of the UTF-8 character at text, 0 where there is none: no overlong form, no
 * surrogate, none over U+10FFFF. */
static size_t character(const unsigned char *text, size_t len)
{
    /* By first byte: how many follow, and the range of the first of them. */
    static const struct {
        unsigned char first, last, follow, low, high;
    } forms[] = {
        {0x00, 0x7F, 0, 0, 0},       {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF},
        {0xE1, 0xEC, 2, 0x80, 0xBF}, {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF},
        {0xF0, 0xF0, 3, 0x90, 0xBF}, {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        size_t follow = forms[i].follow;
        if (text[0] < forms[i].first || text[0] > forms[i].last)
            continue;
        if (follow == 0)
            return 1;
        if (len <= follow || text[1] < forms[i].low || text[1] > forms[i].high)
            return 0;
        for (size_t k = 2; k <= follow; k++) {
            if ((text[k] & 0xC0) != 0x80)
                return 0;
        }
        return follow + 1;
    }
    return 0;
}

static bool is_utf8(ll_str text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t n = character((const unsigned char *)text.ptr + at, text.len - at);
        if (n == 0)
            return false;
        at += n;
    }
    return true;
}

static void add_base64(struct ll_buf *out, ll_str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t group = 0;
        char text[4];
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < have ? (unsigned char)bytes.ptr[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            text[k] = k <= have ? digits[group >> (18 - 6 * k) & 63] : '=';
        ll_buf_add(out, text, sizeof text);
    }
}

void ll_replay_add_rejected(struct ll_buf *out, const struct ll_reject *reject, const char *file,
                            uint64_t line, ll_str event)
{
    ll_buf_add_lit(out, "{\"reason\":");
    ll_json_add_string(out, ll_str_from(ll_reject_reason_word(reject->reason)));
    ll_buf_add_lit(out, ",\"field\":");
    ll_json_add_string_or_null(out, ll_str_from(reject->field));
    ll_buf_add_lit(out, ",\"sentence\":");
    ll_json_add_string(out, ll_str_from(reject->sentence));
    ll_buf_add_lit(out, ",\"file\":");
    ll_json_add_string(out, ll_str_from(file));
    ll_buf_add_lit(out, ",\"line\":");
    ll_buf_add_u64(out, line);
    if (is_utf8(event)) {
        ll_buf_add_lit(out, ",\"event\":");
        ll_json_add_string(out, event);
    } else {
        ll_buf_add_lit(out, ",\"event_base64\":\"");
        add_base64(out, event);
        ll_buf_add_char(out, '"');
    }
    ll_buf_add_lit(out, "}\n");
}
