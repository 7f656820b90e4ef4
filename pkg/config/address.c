/* address.c -- host:port, and where Redis is.   SPDX-License-Identifier: Apache-2.0 */
#include "config/loader.h"

static const char out_of_memory[] = "needs more memory than there is";

static bool starts_with(ll_str text, ll_str start)
{
    return text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0;
}

static ll_str behind(ll_str text, size_t n)
{
    return (ll_str){text.ptr + n, text.len - n};
}

/* Digits only, at most max. */
static bool parse_number(ll_str text, int64_t max, int64_t *out)
{
    int64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (text.ptr[i] - '0');
        if (value > max)
            return false;
    }
    *out = value;
    return text.len > 0;
}

/* host[:port] with [::1] for IPv6; the port is left alone where there is none. */
static const char *parse_host(struct ll_arena *arena, ll_str text, struct ll_config_address *out)
{
    ll_str host = text, port = {0};
    if (text.len && text.ptr[0] == '[') {
        const char *end = memchr(text.ptr, ']', text.len);
        if (!end)
            return "has a '[' without its ']'";
        host = (ll_str){text.ptr + 1, (size_t)(end - text.ptr) - 1};
        port = behind(text, host.len + 2);
    } else {
        const char *colon = memchr(text.ptr, ':', text.len);
        host.len = colon ? (size_t)(colon - text.ptr) : text.len;
        port = behind(text, host.len);
    }
    if (!host.len)
        return "names no host";
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.ptr[i] <= ' ' || host.ptr[i] == '/')
            return "is no host and port";
    if (port.len && (port.ptr[0] != ':' || !parse_number(behind(port, 1), 65535, &out->port)))
        return "has a port that is none; it is 0 to 65535";
    out->host = ll_arena_str(arena, host).ptr;
    return out->host ? NULL : out_of_memory;
}

static const char *parse_unix(struct ll_arena *arena, ll_str path, struct ll_config_address *out)
{
    const char *query = path.len ? memchr(path.ptr, '?', path.len) : NULL;
    if (query) {
        ll_str rest = behind(path, (size_t)(query - path.ptr));
        if (!starts_with(rest, LL_STR("?db=")) || !parse_number(behind(rest, 4), 1000000, &out->db))
            return "has a database that is none; write unix:///path?db=0";
        path.len -= rest.len;
    }
    if (!path.len || path.ptr[0] != '/')
        return "has no path from the root; write unix:///path";
    out->path = ll_arena_str(arena, path).ptr;
    return out->path ? NULL : out_of_memory;
}

const char *ll_config_parse_redis(struct ll_arena *arena, ll_str text,
                                  struct ll_config_address *out)
{
    *out = (struct ll_config_address){.port = 6379};
    if (starts_with(text, LL_STR("unix://")))
        return parse_unix(arena, behind(text, 7), out);
    if (starts_with(text, LL_STR("rediss://")))
        return "asks for TLS, which is not built in; go through a local proxy such as stunnel";
    if (!starts_with(text, LL_STR("redis://")))
        return "is no address of a Redis; write redis://host:port/database or unix:///path";
    ll_str rest = behind(text, 8);
    const char *slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
    ll_str host = {rest.ptr, slash ? (size_t)(slash - rest.ptr) : rest.len};
    if (slash && host.len + 1 < rest.len &&
        !parse_number(behind(rest, host.len + 1), 1000000, &out->db))
        return "has a database that is none; it is a number";
    const char *fault = parse_host(arena, host, out);
    return fault ? fault : out->port ? NULL : "has port 0, which cannot be connected to";
}

const char *ll_config_parse_listen(struct ll_arena *arena, ll_str text,
                                   struct ll_config_address *out)
{
    *out = (struct ll_config_address){.port = -1};
    if (ll_str_eq(text, LL_STR("off")))
        return NULL;
    const char *fault = parse_host(arena, text, out);
    return fault ? fault : out->port < 0 ? "has no port; write host:port, or off" : NULL;
}
