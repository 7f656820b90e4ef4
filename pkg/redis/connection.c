/* connection.c -- connecting, writing, reading, and what may be said of a fault.
 * SPDX-License-Identifier: Apache-2.0 */
#include "redis/connection.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

#define STRINGS_BYTES_MAX ((size_t)4 << 30) /* of all answers of one call */
#define SCAN_STEP "1000"

static char *copy(const char *text)
{
    size_t size = text ? strlen(text) + 1 : 0;
    char *out = size ? malloc(size) : NULL;
    if (out)
        memcpy(out, text, size);
    return out;
}

enum ll_status ll_redis_connection_init(struct ll_redis_connection *connection,
                                        const struct ll_redis_options *options,
                                        struct ll_error *err)
{
    *connection = (struct ll_redis_connection){0};
    if (!options->host == !options->path)
        return ll_fail(err, LL_ERR_SYNTAX, "give a host or the path of a socket to reach Redis");
    connection->port = options->port ? options->port : 6379;
    connection->db = options->db;
    connection->connect_timeout_ms =
        options->connect_timeout_ms ? options->connect_timeout_ms : 2000;
    connection->timeout_ms = options->timeout_ms ? options->timeout_ms : 3000;
    connection->strings.max = STRINGS_BYTES_MAX;
    connection->host = copy(options->host);
    connection->path = copy(options->path);
    connection->username = copy(options->username);
    connection->password = copy(options->password);
    if ((options->host && !connection->host) || (options->path && !connection->path) ||
        (options->username && !connection->username) ||
        (options->password && !connection->password)) {
        ll_redis_connection_fini(connection);
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    }
    if (connection->path)
        (void)snprintf(connection->name, sizeof connection->name, "%s", connection->path);
    else
        (void)snprintf(connection->name, sizeof connection->name, "%s:%d", connection->host,
                       connection->port);
    return LL_OK;
}

void ll_redis_connection_drop(struct ll_redis_connection *connection)
{
    if (connection->context)
        redisFree(connection->context);
    connection->context = NULL;
}

void ll_redis_connection_fini(struct ll_redis_connection *connection)
{
    ll_redis_connection_drop(connection);
    free(connection->host);
    free(connection->path);
    free(connection->username);
    free(connection->password);
    ll_buf_fini(&connection->strings);
    *connection = (struct ll_redis_connection){0};
}

/* An error answer may quote the command's arguments, which are keys and facts: only what stands
 * before them is kept, and only what can be printed. */
static void keep_error_text(struct ll_redis_connection *connection, const char *text, size_t len)
{
    static const char arguments[] = "with args";
    size_t kept = 0;
    for (size_t i = 0; i < len && kept + 1 < sizeof connection->reply.text; i++) {
        if (len - i >= sizeof arguments - 1 && !memcmp(text + i, arguments, sizeof arguments - 1))
            break;
        connection->reply.text[kept++] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    }
    connection->reply.text[kept] = 0;
}

/* ---- hiredis's parser calls these; what they return stands for the answer ---- */

static void *on_string(const redisReadTask *task, char *text, size_t len)
{
    struct ll_redis_connection *connection = task->privdata;
    connection->stats.bytes_in += len;
    if (task->type == REDIS_REPLY_STRING) {
        connection->reply.kind = LL_REDIS_REPLY_STRING;
        connection->reply.len = len;
        ll_buf_add(&connection->strings, text, len);
        return connection->strings.failed ? NULL : connection;
    }
    connection->reply.kind = LL_REDIS_REPLY_STATUS;
    connection->reply.is_error = task->type == REDIS_REPLY_ERROR;
    keep_error_text(connection, text, len);
    return connection;
}

static void *on_array(const redisReadTask *task, int count)
{
    struct ll_redis_connection *connection = task->privdata;
    (void)count;
    connection->reply.kind = LL_REDIS_REPLY_OTHER;
    return connection;
}

static void *on_integer(const redisReadTask *task, long long value)
{
    struct ll_redis_connection *connection = task->privdata;
    connection->stats.bytes_in += sizeof value;
    connection->reply.kind = LL_REDIS_REPLY_INTEGER;
    connection->reply.integer = value;
    return connection;
}

static void *on_nil(const redisReadTask *task)
{
    struct ll_redis_connection *connection = task->privdata;
    connection->reply.kind = LL_REDIS_REPLY_NIL;
    return connection;
}

static void on_free(void *reply)
{
    (void)reply;
}

static redisReplyObjectFunctions *reply_functions(void)
{
    /* hiredis asks for a pointer to what it does not change. */
    static redisReplyObjectFunctions functions = {on_string, on_array, on_integer, on_nil, on_free};
    return &functions;
}

/* ---- faults ---- */

static enum ll_status fail_context(struct ll_redis_connection *connection,
                                   const redisContext *context, struct ll_error *err)
{
    int code = context ? context->err : REDIS_ERR_OOM;
    if (connection->strings.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory: the answers of Redis passed %zu bytes",
                       connection->strings.len);
    if (code == REDIS_ERR_OOM)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    if (code == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK))
        return ll_fail(err, LL_ERR_STORE, "Redis at %s did not answer within %d ms",
                       connection->name, connection->timeout_ms);
    return ll_fail(err, LL_ERR_STORE, "Redis at %s: %s", connection->name, context->errstr);
}

static enum ll_status fail_answer(struct ll_redis_connection *connection, struct ll_error *err)
{
    const char *text = connection->reply.text;
    const char *remedy = "";
    if (!strncmp(text, "OOM", 3))
        remedy = "; raise its maxmemory";
    else if (!strncmp(text, "READONLY", 8))
        remedy = "; give the address of the primary";
    else if (!strncmp(text, "MISCONF", 7))
        remedy = "; it cannot write its snapshot: see its log";
    else if (!strncmp(text, "NOAUTH", 6) || !strncmp(text, "WRONGPASS", 9))
        remedy = "; see redis.username and redis.password_file";
    else if (strstr(text, "'expire'"))
        remedy = "; Redis 7.0 or later is needed";
    return ll_fail(err, LL_ERR_STORE, "Redis at %s refuses: %s%s", connection->name, text, remedy);
}

/* ---- connecting ---- */

/* Run a command over a fresh context. *reply is the caller's where it returns LL_OK. */
static enum ll_status ask(struct ll_redis_connection *connection, redisContext *context, int argc,
                          const char **argv, redisReply **reply, struct ll_error *err)
{
    *reply = redisCommandArgv(context, argc, argv, NULL);
    if (!*reply)
        return fail_context(connection, context, err);
    if ((*reply)->type == REDIS_REPLY_ERROR) {
        keep_error_text(connection, (*reply)->str, (*reply)->len);
        freeReplyObject(*reply);
        *reply = NULL;
        return fail_answer(connection, err);
    }
    return LL_OK;
}

static enum ll_status tell(struct ll_redis_connection *connection, redisContext *context, int argc,
                           const char **argv, struct ll_error *err)
{
    redisReply *reply;
    enum ll_status status = ask(connection, context, argc, argv, &reply, err);
    if (status == LL_OK)
        freeReplyObject(reply);
    return status;
}

/* Of "name:value\r\n" lines, the value; empty where there is none. */
static ll_str info_value(const char *info, const char *name, char *out, size_t cap)
{
    const char *at = strstr(info, name);
    size_t len = 0;
    if (at)
        for (at += strlen(name); at[len] && at[len] != '\r' && len + 1 < cap; len++)
            out[len] = at[len];
    out[len] = 0;
    return (ll_str){out, len};
}

/* Facts must stay until they are too old: a Redis that throws keys away when memory is short would
 * change leads in silence. */
static enum ll_status check_server(struct ll_redis_connection *connection, redisContext *context,
                                   struct ll_error *err)
{
    const char *argv[] = {"INFO"};
    redisReply *reply;
    struct ll_error refused;
    char version[32], memory[32], policy[32];
    if (ask(connection, context, 1, argv, &reply, &refused) != LL_OK) {
        if (!context->err && !strncmp(connection->reply.text, "NOPERM", 6))
            return LL_OK; /* not ours to know */
        if (err)
            *err = refused;
        return refused.status;
    }
    const char *info = reply->str ? reply->str : "";
    info_value(info, "\nredis_version:", version, sizeof version);
    info_value(info, "\nmaxmemory:", memory, sizeof memory);
    info_value(info, "\nmaxmemory_policy:", policy, sizeof policy);
    freeReplyObject(reply);
    if (version[0] && strtol(version, NULL, 10) < 7)
        return ll_fail(err, LL_ERR_STORE, "Redis at %s is version %s; 7.0 or later is needed",
                       connection->name, version);
    if (memory[0] && strcmp(memory, "0") != 0 && strcmp(policy, "noeviction") != 0)
        return ll_fail(err, LL_ERR_STORE,
                       "Redis at %s may throw facts away when memory is short (maxmemory-policy "
                       "%s); set maxmemory-policy noeviction",
                       connection->name, policy);
    return LL_OK;
}

static enum ll_status greet(struct ll_redis_connection *connection, redisContext *context,
                            struct ll_error *err)
{
    enum ll_status status = LL_OK;
    if (connection->password) {
        const char *argv[3] = {"AUTH"};
        int argc = 1;
        if (connection->username)
            argv[argc++] = connection->username;
        argv[argc++] = connection->password;
        status = tell(connection, context, argc, argv, err);
    }
    if (status == LL_OK && connection->db) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", connection->db);
        const char *argv[] = {"SELECT", number};
        status = tell(connection, context, 2, argv, err);
    }
    if (status == LL_OK)
        status = check_server(connection, context, err);
    return status;
}

static struct timeval to_timeval(int32_t ms)
{
    return (struct timeval){.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
}

static enum ll_status connect_fresh(struct ll_redis_connection *connection, redisContext **out,
                                    struct ll_error *err)
{
    struct timeval patience = to_timeval(connection->connect_timeout_ms);
    redisContext *context =
        connection->path ? redisConnectUnixWithTimeout(connection->path, patience)
                         : redisConnectWithTimeout(connection->host, connection->port, patience);
    enum ll_status status;
    *out = NULL;
    if (!context || context->err) {
        status = context && context->err == REDIS_ERR_IO && errno == EAGAIN
                     ? ll_fail(err, LL_ERR_STORE, "Redis at %s did not accept within %d ms",
                               connection->name, connection->connect_timeout_ms)
                     : fail_context(connection, context, err);
        goto out;
    }
    if (redisSetTimeout(context, to_timeval(connection->timeout_ms)) != REDIS_OK) {
        status = fail_context(connection, context, err);
        goto out;
    }
    status = greet(connection, context, err);
    if (status == LL_OK) {
        *out = context;
        context = NULL;
    }
out:
    if (context)
        redisFree(context);
    return status;
}

enum ll_status ll_redis_connection_open(struct ll_redis_connection *connection,
                                        struct ll_error *err)
{
    if (connection->context)
        return LL_OK;
    ll_buf_reset(&connection->strings);
    redisContext *context;
    enum ll_status status = connect_fresh(connection, &context, err);
    if (status != LL_OK)
        return status;
    context->reader->fn = reply_functions();
    context->reader->privdata = connection;
    connection->context = context;
    connection->stats.connects++;
    return LL_OK;
}

/* ---- writing and reading ---- */

enum ll_status ll_redis_connection_write(struct ll_redis_connection *connection, ll_str bytes,
                                         struct ll_error *err)
{
    /* Past hiredis's own buffer: that would be one more copy, and a broken pipe a signal. */
    size_t at = 0;
    while (at < bytes.len) {
        ssize_t n = send(connection->context->fd, bytes.ptr + at, bytes.len - at, MSG_NOSIGNAL);
        if (n >= 0) {
            at += (size_t)n;
            continue;
        }
        if (errno == EINTR)
            continue;
        int fault = errno;
        ll_redis_connection_drop(connection);
        if (fault == EAGAIN || fault == EWOULDBLOCK)
            return ll_fail(err, LL_ERR_STORE, "Redis at %s took nothing for %d ms",
                           connection->name, connection->timeout_ms);
        return ll_fail(err, LL_ERR_STORE, "Redis at %s: %s", connection->name, strerror(fault));
    }
    connection->stats.bytes_out += bytes.len;
    return LL_OK;
}

enum ll_status ll_redis_connection_read(struct ll_redis_connection *connection,
                                        struct ll_error *err)
{
    void *reply = NULL;
    connection->reply.is_error = false;
    enum ll_status status = LL_OK;
    if (redisGetReply(connection->context, &reply) != REDIS_OK || !reply)
        status = fail_context(connection, connection->context, err);
    else if (connection->reply.is_error)
        status = fail_answer(connection, err);
    if (status != LL_OK)
        ll_redis_connection_drop(connection);
    return status;
}

bool ll_redis_connection_has_answer(const struct ll_redis_connection *connection)
{
    char byte;
    const redisContext *context = connection->context;
    return context && (context->reader->pos < context->reader->len ||
                       recv(context->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1);
}

/* ---- commands ---- */

void ll_redis_command_begin(struct ll_buf *out, unsigned parts)
{
    ll_buf_add_char(out, '*');
    ll_buf_add_u64(out, parts);
    ll_buf_add_lit(out, "\r\n");
}

void ll_redis_command_part(struct ll_buf *out, ll_str part)
{
    ll_buf_add_char(out, '$');
    ll_buf_add_u64(out, part.len);
    ll_buf_add_lit(out, "\r\n");
    ll_buf_add_str(out, part);
    ll_buf_add_lit(out, "\r\n");
}

void ll_redis_command_number(struct ll_buf *out, uint64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRIu64, number);
    ll_redis_command_part(out, (ll_str){text, (size_t)len});
}

/* ---- clearing ---- */

static enum ll_status unlink_keys(struct ll_redis_connection *connection, redisContext *context,
                                  const redisReply *keys, uint64_t *deleted, struct ll_error *err)
{
    for (size_t i = 0; i < keys->elements; i++) {
        const char *argv[] = {"UNLINK", keys->element[i]->str};
        size_t lens[] = {6, keys->element[i]->len};
        if (redisAppendCommandArgv(context, 2, argv, lens) != REDIS_OK)
            return fail_context(connection, context, err);
    }
    for (size_t i = 0; i < keys->elements; i++) {
        redisReply *reply;
        if (redisGetReply(context, (void **)&reply) != REDIS_OK)
            return fail_context(connection, context, err);
        if (reply->type == REDIS_REPLY_INTEGER)
            *deleted += (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return LL_OK;
}

static enum ll_status scan(struct ll_redis_connection *connection, redisContext *context,
                           const char *pattern, uint64_t *deleted, struct ll_error *err)
{
    char cursor[32] = "0";
    enum ll_status status;
    do {
        const char *argv[] = {"SCAN", cursor, "MATCH", pattern, "COUNT", SCAN_STEP};
        redisReply *reply;
        status = ask(connection, context, 6, argv, &reply, err);
        if (status != LL_OK)
            return status;
        if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2)
            status =
                ll_fail(err, LL_ERR_STORE, "Redis at %s: SCAN gave no cursor", connection->name);
        else {
            (void)snprintf(cursor, sizeof cursor, "%s", reply->element[0]->str);
            status = unlink_keys(connection, context, reply->element[1], deleted, err);
        }
        freeReplyObject(reply);
    } while (status == LL_OK && strcmp(cursor, "0") != 0);
    return status;
}

enum ll_status ll_redis_connection_clear(struct ll_redis_connection *connection, ll_str prefix,
                                         uint64_t *deleted, struct ll_error *err)
{
    char pattern[2 * LL_REDIS_PREFIX_MAX + 2];
    size_t len = 0;
    for (size_t i = 0; i < prefix.len && len + 3 < sizeof pattern; i++) {
        if (strchr("*?[]\\^-", prefix.ptr[i]))
            pattern[len++] = '\\';
        pattern[len++] = prefix.ptr[i];
    }
    pattern[len++] = '*';
    pattern[len] = 0;
    redisContext *context;
    *deleted = 0;
    enum ll_status status = connect_fresh(connection, &context, err);
    if (status != LL_OK)
        return status;
    status = scan(connection, context, pattern, deleted, err);
    redisFree(context);
    return status;
}
