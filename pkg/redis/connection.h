/* connection.h -- one connection to Redis: commands written by hand, answers read in order.
 * Depends on: base.   Of the redis room alone.   SPDX-License-Identifier: Apache-2.0
 *
 * Answers are read by hiredis's parser into one struct and one buffer, so that none costs an
 * allocation. */
#ifndef LL_REDIS_CONNECTION_H
#define LL_REDIS_CONNECTION_H

#include "redis/store.h"

#include "base/buf.h"

struct redisContext;

enum ll_redis_reply_kind {
    LL_REDIS_REPLY_INTEGER,
    LL_REDIS_REPLY_STRING,
    LL_REDIS_REPLY_NIL,
    LL_REDIS_REPLY_STATUS,
    LL_REDIS_REPLY_OTHER
};

struct ll_redis_connection {
    /* Owned copies of the options. */
    char *host, *path, *username, *password;
    char name[400]; /* what messages call it */
    int32_t port, db, connect_timeout_ms, timeout_ms;

    struct redisContext *context; /* NULL: not connected */
    struct ll_buf strings;        /* the bulk strings read since the caller reset it, one by one */
    struct ll_redis_store_stats stats;

    /* The answer read last. */
    struct {
        enum ll_redis_reply_kind kind;
        bool is_error;
        int64_t integer;
        size_t len;     /* of a string: the last so many bytes of strings */
        char text[160]; /* of an error: what a person may see of it */
    } reply;
};

LL_NODISCARD enum ll_status ll_redis_connection_init(struct ll_redis_connection *connection,
                                                     const struct ll_redis_options *options,
                                                     struct ll_error *err);
void ll_redis_connection_fini(struct ll_redis_connection *connection);
/* Connect where it is not. */
LL_NODISCARD enum ll_status ll_redis_connection_open(struct ll_redis_connection *connection,
                                                     struct ll_error *err);
void ll_redis_connection_drop(struct ll_redis_connection *connection);
/* Write bytes as they are. Any fault drops the connection. */
LL_NODISCARD enum ll_status ll_redis_connection_write(struct ll_redis_connection *connection,
                                                      ll_str bytes, struct ll_error *err);
/* Read the next answer into connection->reply. An error answer is LL_ERR_STORE too; any fault drops
 * the connection. */
LL_NODISCARD enum ll_status ll_redis_connection_read(struct ll_redis_connection *connection,
                                                     struct ll_error *err);
/* True where reading an answer now would not wait. */
bool ll_redis_connection_has_answer(const struct ll_redis_connection *connection);
/* Delete all keys that begin with prefix, over a connection of its own. */
LL_NODISCARD enum ll_status ll_redis_connection_clear(struct ll_redis_connection *connection,
                                                      ll_str prefix, uint64_t *deleted,
                                                      struct ll_error *err);

/* The parts of a command, appended to a buffer: its number of parts, then each part. */
void ll_redis_command_begin(struct ll_buf *out, unsigned parts);
void ll_redis_command_part(struct ll_buf *out, ll_str part);
void ll_redis_command_number(struct ll_buf *out, uint64_t number);

#endif
