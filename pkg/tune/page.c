/* page.c -- the bundled page, cut where the document goes.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/page.h"

extern const char ll_page_text[];
extern const uint64_t ll_page_text_len;

/* The build sees to it that this is in the page exactly once. */
static const char MARK[] = "{\"leadline\":\"document\"}";

/* Bytes at the start of s that have to be written otherwise, and how; 0: the first may stay. */
static size_t special(ll_str s, ll_str *instead)
{
    if (s.ptr[0] == '<') {
        *instead = LL_STR("\\u003c");
        return 1;
    }
    if (s.len >= 3 && memcmp(s.ptr, "\xe2\x80\xa8", 3) == 0) {
        *instead = LL_STR("\\u2028");
        return 3;
    }
    if (s.len >= 3 && memcmp(s.ptr, "\xe2\x80\xa9", 3) == 0) {
        *instead = LL_STR("\\u2029");
        return 3;
    }
    return 0;
}

void ll_tune_page_escape(ll_str json, struct ll_buf *out)
{
    size_t from = 0;
    for (size_t at = 0; at < json.len;) {
        ll_str instead;
        size_t len = special((ll_str){json.ptr + at, json.len - at}, &instead);
        if (len) {
            ll_buf_add(out, json.ptr + from, at - from);
            ll_buf_add_str(out, instead);
            from = at + len;
        }
        at += len ? len : 1;
    }
    if (from < json.len)
        ll_buf_add(out, json.ptr + from, json.len - from);
}

/* Where the page has its mark. */
static size_t mark_at(ll_str page)
{
    const size_t len = sizeof MARK - 1;
    size_t at = 0;
    while (at + len < page.len && memcmp(page.ptr + at, MARK, len) != 0)
        at++;
    return at;
}

enum ll_status ll_tune_page_write(ll_str document, struct ll_output *output, struct ll_error *err)
{
    const ll_str page = {ll_page_text, ll_page_text_len};
    const size_t at = mark_at(page), behind = at + sizeof MARK - 1;
    struct ll_buf escaped = {0};
    ll_tune_page_escape(document, &escaped);
    enum ll_status status = LL_OK;
    if (escaped.failed)
        status = ll_fail(err, LL_ERR_NOMEM, "no memory for the report's document of %zu bytes",
                         document.len);
    if (!status)
        status = ll_output_write(output, (ll_str){page.ptr, at}, err);
    if (!status)
        status = ll_output_write(output, ll_buf_str(&escaped), err);
    if (!status)
        status = ll_output_write(output, (ll_str){page.ptr + behind, page.len - behind}, err);
    ll_buf_fini(&escaped);
    return status;
}
