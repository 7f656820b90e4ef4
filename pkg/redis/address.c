/* address.c -- redis://HOST[:PORT][/DB] and unix:///PATH[?db=DB].
 * SPDX-License-Identifier: Apache-2.0 */
#include "redis/store.h"

#include <stdio.h>

#define DB_MAX 65535
#define PORT_MAX 65535

static bool parse_number(ll_str text, int32_t max, int32_t *out)
{
    int32_t value = 0;
    if (!text.len || text.len > 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (text.ptr[i] - '0');
    }
    *out = value;
    return value <= max;
}

/* The text behind a prefix; false where it does not begin so. */
static bool after(ll_str text, ll_str prefix, ll_str *rest)
{
    if (text.len < prefix.len || memcmp(text.ptr, prefix.ptr, prefix.len) != 0)
        return false;
    *rest = (ll_str){text.ptr + prefix.len, text.len - prefix.len};
    return true;
}

/* Split off what stands behind the last c; false where text has none. */
static bool split_last(ll_str *text, char c, ll_str *behind)
{
    for (size_t i = text->len; i > 0; i--) {
        if (text->ptr[i - 1] == c) {
            *behind = (ll_str){text->ptr + i, text->len - i};
            text->len = i - 1;
            return true;
        }
    }
    return false;
}

static bool parse_socket(ll_str rest, struct ll_redis_address *out)
{
    ll_str query, number;
    if (split_last(&rest, '?', &query) &&
        (!after(query, LL_STR("db="), &number) || !parse_number(number, DB_MAX, &out->db)))
        return false;
    if (rest.len < 2 || rest.ptr[0] != '/' || rest.len >= sizeof out->path)
        return false;
    memcpy(out->path, rest.ptr, rest.len);
    return true;
}

static bool parse_host(ll_str rest, struct ll_redis_address *out)
{
    ll_str db, port;
    out->port = 6379;
    if (split_last(&rest, '/', &db) && db.len && !parse_number(db, DB_MAX, &out->db))
        return false;
    bool bracketed = rest.len > 2 && rest.ptr[0] == '[';
    if (rest.len && rest.ptr[rest.len - 1] != ']' && split_last(&rest, ':', &port) &&
        (!parse_number(port, PORT_MAX, &out->port) || out->port == 0))
        return false;
    if (bracketed && rest.ptr[rest.len - 1] == ']')
        rest = (ll_str){rest.ptr + 1, rest.len - 2};
    if (!rest.len || rest.len >= sizeof out->host || memchr(rest.ptr, '/', rest.len))
        return false;
    memcpy(out->host, rest.ptr, rest.len);
    return true;
}

enum ll_status ll_redis_address_parse(ll_str url, struct ll_redis_address *out,
                                      struct ll_error *err)
{
    ll_str rest;
    bool fine = false;
    *out = (struct ll_redis_address){0};
    if (after(url, LL_STR("rediss://"), &rest))
        return ll_fail(err, LL_ERR_SYNTAX,
                       "rediss:// is not spoken; put a TLS proxy in front and give its address");
    if (url.len && memchr(url.ptr, '@', url.len))
        return ll_fail(err, LL_ERR_SYNTAX,
                       "a Redis address takes no user or password; put the password into a file "
                       "(redis.password_file)");
    if (url.len && memchr(url.ptr, 0, url.len))
        fine = false;
    else if (after(url, LL_STR("redis://"), &rest))
        fine = parse_host(rest, out);
    else if (after(url, LL_STR("unix://"), &rest))
        fine = parse_socket(rest, out);
    if (!fine)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "not a Redis address; write redis://HOST[:PORT][/DB] or "
                       "unix:///PATH[?db=DB]");
    return LL_OK;
}
