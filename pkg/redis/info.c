/* info.c -- see info.h.   SPDX-License-Identifier: Apache-2.0 */
#include "redis/info.h"

#include "redis/connection.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>

#define TEXT(x) #x
#define VALUE(x) TEXT(x)

/* The text behind "name:" at the start of a line, up to the line's end. */
static ll_str find(ll_str info, const char *name)
{
    size_t len = strlen(name);
    for (size_t at = 0; at < info.len;) {
        const char *line = info.ptr + at, *end = memchr(line, '\n', info.len - at);
        size_t room = end ? (size_t)(end - line) : info.len - at;
        if (room > len && line[len] == ':' && memcmp(line, name, len) == 0)
            return ll_str_trim((ll_str){line + len + 1, room - len - 1});
        at += room + 1;
    }
    return (ll_str){NULL, 0};
}

static double number(ll_str info, const char *name)
{
    char text[40] = "";
    ll_str value = find(info, name);
    if (value.len && value.len < sizeof text)
        memcpy(text, value.ptr, value.len);
    return strtod(text, NULL);
}

static void read_info(ll_str info, struct ll_redis_info *out)
{
    ll_str version = find(info, "redis_version");
    size_t len = version.len < sizeof out->version ? version.len : sizeof out->version - 1;
    *out = (struct ll_redis_info){
        .cpu_seconds = number(info, "used_cpu_sys") + number(info, "used_cpu_user"),
        .used_bytes = (uint64_t)number(info, "used_memory"),
        .commands = (uint64_t)number(info, "total_commands_processed"),
        .process_id = (uint64_t)number(info, "process_id"),
    };
    if (len)
        memcpy(out->version, version.ptr, len);
}

enum ll_status ll_redis_info_ask(const struct ll_redis_options *options, struct ll_redis_info *out,
                                 struct ll_error *err)
{
    struct ll_redis_connection connection;
    struct ll_buf command = {0};
    enum ll_status status = ll_redis_connection_init(&connection, options, err);
    if (status != LL_OK)
        return status;
    status = ll_redis_connection_open(&connection, err);
    ll_redis_command_begin(&command, 1);
    ll_redis_command_part(&command, LL_STR("INFO"));
    if (status == LL_OK && command.failed)
        status = ll_fail(err, LL_ERR_NOMEM, "out of memory");
    if (status == LL_OK)
        status = ll_redis_connection_write(&connection, ll_buf_str(&command), err);
    if (status == LL_OK)
        status = ll_redis_connection_read(&connection, err);
    if (status == LL_OK)
        read_info(ll_buf_str(&connection.strings), out);
    ll_buf_fini(&command);
    ll_redis_connection_fini(&connection);
    return status;
}

const char *ll_redis_library_version(void)
{
    return VALUE(HIREDIS_MAJOR) "." VALUE(HIREDIS_MINOR) "." VALUE(HIREDIS_PATCH);
}
