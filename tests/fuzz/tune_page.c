/* Any bytes as a document: escaped they cannot end a script element, and undone they are the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tune/page.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool starts(ll_str s, const char *with)
{
    const size_t len = strlen(with);
    return s.len >= len && memcmp(s.ptr, with, len) == 0;
}

/* The bytes that the escape at the start of s stands for; NULL: it starts with none. */
static const char *undone(ll_str s)
{
    if (starts(s, "\\u003c"))
        return "<";
    if (starts(s, "\\u2028"))
        return "\xe2\x80\xa8";
    return starts(s, "\\u2029") ? "\xe2\x80\xa9" : NULL;
}

static void undo(ll_str s, struct ll_buf *out)
{
    for (size_t at = 0; at < s.len;) {
        const char *stood_for = undone((ll_str){s.ptr + at, s.len - at});
        if (stood_for)
            ll_buf_add_str(out, ll_str_from(stood_for));
        else
            ll_buf_add_char(out, s.ptr[at]);
        at += stood_for ? 6 : 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ll_str json = {(const char *)data, size};
    struct ll_buf escaped = {0}, back = {0}, plain = {0};
    ll_tune_page_escape(json, &escaped);
    for (size_t at = 0; at < escaped.len; at++)
        if (escaped.ptr[at] == '<' ||
            starts((ll_str){escaped.ptr + at, escaped.len - at}, "\xe2\x80\xa8") ||
            starts((ll_str){escaped.ptr + at, escaped.len - at}, "\xe2\x80\xa9"))
            abort();
    /* The input may have had escapes of its own. */
    undo(ll_buf_str(&escaped), &back);
    undo(json, &plain);
    if (!ll_str_eq(ll_buf_str(&back), ll_buf_str(&plain)))
        abort();
    ll_buf_fini(&escaped);
    ll_buf_fini(&back);
    ll_buf_fini(&plain);
    return 0;
}
