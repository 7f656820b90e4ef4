/* longs.c -- long logs, kept between calls.   SPDX-License-Identifier: Apache-2.0
 *
 * A dealer's timeline may have thousands of reports, and one comes every few seconds: reading all of
 * it each time would cost Redis and the worker the square of its length. */
#include "base/hash.h"
#include "redis/state.h"

#include <stdlib.h>

#define LONGS ((size_t)4096)       /* a power of two */
#define LONG_MIN ((size_t)1024)    /* bytes of a log that is worth it */
#define LONG_BYTES_MAX (64u << 20) /* of all that are kept */
#define BEGINNING_BYTES 64         /* tells one putting together from another */

bool ll_redis_longs_init(struct redis_store *store)
{
    store->longs = calloc(LONGS, sizeof *store->longs);
    return store->longs != NULL;
}

static void drop(struct redis_store *store, struct long_log *log)
{
    store->long_bytes -= log->bytes.cap;
    ll_buf_fini(&log->bytes);
}

void ll_redis_longs_forget(struct redis_store *store)
{
    for (size_t i = 0; i < LONGS; i++)
        drop(store, &store->longs[i]);
}

void ll_redis_longs_fini(struct redis_store *store)
{
    if (store->longs)
        ll_redis_longs_forget(store);
    free(store->longs);
}

static struct long_log *place_of(struct redis_store *store, const struct ll_subject *subject)
{
    uint64_t hash = ll_hash64(subject->key.bytes, sizeof subject->key.bytes);
    return &store->longs[(hash + subject->kind) & (LONGS - 1)];
}

struct long_log *ll_redis_long_of(struct redis_store *store, const struct ll_subject *subject)
{
    struct long_log *log = place_of(store, subject);
    if (!log->bytes.len || !ll_subject_eq(&log->subject, subject))
        return NULL;
    log->call = store->calls;
    return log;
}

void ll_redis_long_write(struct ll_buf *out, ll_str key, const struct long_log *known)
{
    ll_buf_add_lit(out, "*4\r\n$8\r\nGETRANGE\r\n");
    ll_redis_command_part(out, key);
    ll_buf_add_lit(out, "$1\r\n0\r\n");
    ll_redis_command_number(out, BEGINNING_BYTES - 1);
    ll_buf_add_lit(out, "*4\r\n$8\r\nGETRANGE\r\n");
    ll_redis_command_part(out, key);
    ll_redis_command_number(out, known->bytes.len);
    ll_buf_add_lit(out, "$2\r\n-1\r\n");
}

/* The answer read last, if it is a string. */
static ll_str last_string(const struct redis_store *store)
{
    const struct ll_redis_connection *connection = &store->connection;
    size_t len = connection->reply.kind == LL_REDIS_REPLY_STRING ? connection->reply.len : 0;
    return (ll_str){connection->strings.ptr + connection->strings.len - len, len};
}

enum ll_status ll_redis_long_read(struct redis_store *store, struct long_log *known, size_t len,
                                  bool *stale, struct ll_error *err)
{
    enum ll_status status = ll_redis_connection_read(&store->connection, err);
    if (status != LL_OK)
        return status;
    ll_str beginning = last_string(store);
    *stale = beginning.len != BEGINNING_BYTES ||
             memcmp(beginning.ptr, known->bytes.ptr, BEGINNING_BYTES) != 0;
    status = ll_redis_connection_read(&store->connection, err);
    if (status != LL_OK)
        return status;
    ll_str rest = last_string(store);
    *stale = *stale || known->bytes.len + rest.len < len;
    if (!*stale) {
        store->long_bytes -= known->bytes.cap;
        ll_buf_add_str(&known->bytes, rest);
        store->long_bytes += known->bytes.cap;
        *stale = known->bytes.failed;
    }
    if (*stale)
        drop(store, known);
    return LL_OK;
}

void ll_redis_long_keep(struct redis_store *store, const struct ll_subject *subject, ll_str log)
{
    struct long_log *place = place_of(store, subject);
    if (log.len < LONG_MIN || store->long_bytes + log.len > LONG_BYTES_MAX)
        return;
    /* Another's that was used in this call is still borrowed. */
    if (place->bytes.len && place->call == store->calls)
        return;
    drop(store, place);
    place->subject = *subject;
    place->call = store->calls;
    ll_buf_add_str(&place->bytes, log);
    store->long_bytes += place->bytes.cap;
    if (place->bytes.failed)
        drop(store, place);
}
