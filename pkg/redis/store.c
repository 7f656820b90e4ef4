/* store.c -- appending to timelines and reading them back, all of a call in one round trip.
 * SPDX-License-Identifier: Apache-2.0 */
#include "redis/store.h"

#include "base/hash.h"
#include "redis/state.h"

#include <stdlib.h>

#define OUT_BYTES_SENT ((size_t)4 << 20) /* written so far: on the way while the rest is written */
#define OUT_BYTES_MAX ((size_t)1 << 30)
#define HEADS 4096 /* a power of two */
#define SECONDS_A_DAY 86400u

/* Replace a log only where nothing has happened to it since it was read. Its length tells of
 * appends, and its first bytes of rewrites, as each rewrite begins with its own base. The keeping
 * is never shortened. */
#define REPLACE_SCRIPT                                                                             \
    "if redis.call('STRLEN',KEYS[1])~=tonumber(ARGV[1]) or "                                       \
    "redis.call('GETRANGE',KEYS[1],0,#ARGV[2]-1)~=ARGV[2] then return 0 end "                      \
    "if #ARGV[3]==0 then return redis.call('DEL',KEYS[1]) end "                                    \
    "redis.call('SET',KEYS[1],ARGV[3],'KEEPTTL') "                                                 \
    "if ARGV[4]~='0' then redis.call('EXPIRE',KEYS[1],ARGV[4],'NX') "                              \
    "redis.call('EXPIRE',KEYS[1],ARGV[4],'GT') end return 1"

/* ---- keys and heads ---- */

ll_str ll_redis_key(const struct redis_store *store, const struct ll_subject *subject,
                    char out[KEY_MAX])
{
    size_t len = store->prefix_len;
    size_t key_len = subject->kind == LL_SUBJECT_DEALER ? 4 : sizeof subject->key.bytes;
    char letter = 'p';
    if (subject->kind == LL_SUBJECT_DEALER)
        letter = 'd';
    else if (subject->kind == LL_SUBJECT_ADDRESS)
        letter = 'a';
    memcpy(out, store->prefix, len);
    out[len++] = letter;
    memcpy(out + len, subject->key.bytes, key_len);
    return (ll_str){out, len + key_len};
}

static struct head *head_of(struct redis_store *store, const struct ll_subject *subject)
{
    uint64_t hash = ll_hash64(subject->key.bytes, sizeof subject->key.bytes);
    return &store->heads[(hash + subject->kind) & (HEADS - 1)];
}

void ll_redis_remember_head(struct redis_store *store, const struct ll_subject *subject, ll_str log)
{
    struct head *head = head_of(store, subject);
    head->subject = *subject;
    head->log_len = log.len;
    head->len = (uint8_t)(log.len < HEAD_BYTES ? log.len : HEAD_BYTES);
    if (head->len)
        memcpy(head->bytes, log.ptr, head->len);
}

/* ---- commands ---- */

uint64_t ll_redis_keep_seconds(int32_t days)
{
    return (uint64_t)(uint32_t)days * SECONDS_A_DAY;
}

void ll_redis_write_expire(struct ll_buf *out, ll_str key, int32_t days, ll_str condition)
{
    ll_redis_command_begin(out, 4);
    ll_redis_command_part(out, LL_STR("EXPIRE"));
    ll_redis_command_part(out, key);
    ll_redis_command_number(out, ll_redis_keep_seconds(days));
    ll_redis_command_part(out, condition);
}

void ll_redis_write_get(struct ll_buf *out, ll_str key)
{
    ll_redis_command_begin(out, 2);
    ll_redis_command_part(out, LL_STR("GET"));
    ll_redis_command_part(out, key);
}

/* ---- round trips ---- */

static enum ll_status fail_call(struct redis_store *store, enum ll_status status)
{
    /* What was queued is lost with the connection: the caller does the whole again. */
    ll_buf_reset(&store->queue);
    ll_redis_connection_drop(&store->connection);
    store->queued = store->unread = 0;
    ll_redis_knowns_forget(store);
    ll_redis_longs_forget(store);
    store->queue_matters = store->unread_matters = store->has_pieces = false;
    store->connection.stats.failures += status == LL_ERR_STORE;
    return status;
}

static enum ll_status send_queue(struct redis_store *store, struct ll_error *err)
{
    if (!store->queued)
        return LL_OK;
    if (store->queue.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    enum ll_status status =
        ll_redis_connection_write(&store->connection, ll_buf_str(&store->queue), err);
    if (status != LL_OK)
        return status;
    store->connection.stats.commands += store->queued;
    store->unread += store->queued;
    store->unread_matters = store->unread_matters || store->queue_matters;
    ll_buf_reset(&store->queue);
    store->queued = 0;
    store->queue_matters = false;
    return LL_OK;
}

enum ll_status ll_redis_begin_call(struct redis_store *store, struct ll_error *err)
{
    enum ll_status status = ll_redis_connection_open(&store->connection, err);
    if (status == LL_OK)
        status = send_queue(store, err);
    ll_buf_reset(&store->out);
    return status;
}

/* Write what is in out, where it is enough to be worth it or all there is. */
enum ll_status ll_redis_send_out(struct redis_store *store, bool all, struct ll_error *err)
{
    if (store->out.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    if (!all && store->out.len < OUT_BYTES_SENT)
        return LL_OK;
    enum ll_status status =
        ll_redis_connection_write(&store->connection, ll_buf_str(&store->out), err);
    ll_buf_reset(&store->out);
    return status;
}

enum ll_status ll_redis_read_unread(struct redis_store *store, struct ll_error *err)
{
    while (store->unread) {
        enum ll_status status = ll_redis_connection_read(&store->connection, err);
        if (status != LL_OK)
            return status;
        store->unread--;
    }
    store->unread_matters = false;
    return LL_OK;
}

enum ll_status ll_redis_check_log_len(const struct ll_subject *subject, uint64_t len,
                                      struct ll_error *err)
{
    if (len <= LL_REDIS_LOG_BYTES_MAX)
        return LL_OK;
    char key[LL_SUBJECT_KEY_TEXT];
    size_t key_len = ll_subject_key_format(subject, key);
    return ll_fail(err, LL_ERR_LIMIT,
                   "the timeline of %s %.*s has %llu bytes, over the %u that one may have; see "
                   "what sends so many events of it, or keep them for fewer days (retention)",
                   ll_subject_kind_word((enum ll_subject_kind)subject->kind), (int)key_len, key,
                   (unsigned long long)len, LL_REDIS_LOG_BYTES_MAX);
}

/* ---- append and read ---- */

static enum ll_status redis_append(struct ll_store *base, struct ll_append *appends, size_t n,
                                   struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    enum ll_status status = n ? ll_redis_append_all(store, appends, n, err) : LL_OK;
    return status == LL_OK ? LL_OK : fail_call(store, status);
}

static void queue_prolonging(struct redis_store *store, const struct ll_subject *subject,
                             int32_t keep_days)
{
    char bytes[KEY_MAX];
    ll_redis_write_expire(&store->queue, ll_redis_key(store, subject, bytes), keep_days,
                          LL_STR("GT"));
    store->queued++;
}

/* Ask for those whose logs are not at hand from the appends before; *asked tells how many. */
static enum ll_status write_reads(struct redis_store *store, const struct ll_read *reads, size_t n,
                                  size_t *asked, struct ll_error *err)
{
    char bytes[KEY_MAX];
    enum ll_status status = LL_OK;
    *asked = 0;
    for (size_t i = 0; status == LL_OK && i < n; i++) {
        if (ll_redis_piece_of(store, &reads[i].subject))
            continue;
        ll_str key = ll_redis_key(store, &reads[i].subject, bytes);
        ll_redis_write_get(&store->out, key);
        if (reads[i].keep_days)
            ll_redis_write_expire(&store->out, key, reads[i].keep_days, LL_STR("GT"));
        store->connection.stats.commands += reads[i].keep_days ? 2u : 1u;
        ++*asked;
        status = ll_redis_send_out(store, false, err);
    }
    return status == LL_OK && store->out.len ? ll_redis_send_out(store, true, err) : status;
}

static enum ll_status read_read(struct redis_store *store, struct ll_read *read,
                                struct ll_error *err)
{
    struct ll_redis_connection *connection = &store->connection;
    const struct piece *piece = ll_redis_piece_of(store, &read->subject);
    enum ll_status status = LL_OK;
    if (piece) {
        read->log.len = ll_redis_piece_log(store, piece).len;
        if (read->keep_days && ll_redis_note_keeping(store, &read->subject, read->keep_days))
            queue_prolonging(store, &read->subject, read->keep_days);
        return LL_OK;
    }
    status = ll_redis_connection_read(connection, err);
    bool found = status == LL_OK && connection->reply.kind == LL_REDIS_REPLY_STRING;
    read->log.len = found ? connection->reply.len : 0;
    if (status == LL_OK && read->keep_days)
        status = ll_redis_connection_read(connection, err);
    return status == LL_OK ? ll_redis_check_log_len(&read->subject, read->log.len, err) : status;
}

static enum ll_status read_all(struct redis_store *store, struct ll_read *reads, size_t n,
                               struct ll_error *err)
{
    struct ll_redis_connection *connection = &store->connection;
    size_t asked = 0;
    enum ll_status status = ll_redis_begin_call(store, err);
    if (!store->has_pieces)
        ll_buf_reset(&connection->strings);
    size_t at = connection->strings.len;
    if (status == LL_OK)
        status = write_reads(store, reads, n, &asked, err);
    if (status == LL_OK && asked)
        status = ll_redis_read_unread(store, err);
    for (size_t i = 0; status == LL_OK && i < n; i++)
        status = read_read(store, &reads[i], err);
    if (status != LL_OK)
        return status;
    connection->stats.round_trips += asked > 0;
    for (size_t i = 0; i < n; i++) {
        const struct piece *piece = ll_redis_piece_of(store, &reads[i].subject);
        if (piece) {
            reads[i].log = ll_redis_piece_log(store, piece);
            continue;
        }
        reads[i].log.ptr = reads[i].log.len ? connection->strings.ptr + at : NULL;
        at += reads[i].log.len;
        ll_redis_remember_head(store, &reads[i].subject, reads[i].log);
    }
    store->has_pieces = false;
    return LL_OK;
}

static enum ll_status redis_read(struct ll_store *base, struct ll_read *reads, size_t n,
                                 struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    enum ll_status status = n ? read_all(store, reads, n, err) : LL_OK;
    return status == LL_OK ? LL_OK : fail_call(store, status);
}

/* ---- keep and replace: queued ---- */

static enum ll_status queue_result(struct redis_store *store, struct ll_error *err)
{
    if (!store->queue.failed) {
        store->queue_matters = true;
        return LL_OK;
    }
    return fail_call(store, ll_fail(err, LL_ERR_NOMEM, "out of memory"));
}

static enum ll_status redis_keep(struct ll_store *base, const struct ll_read *keeps, size_t n,
                                 struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    size_t before = store->queued;
    for (size_t i = 0; i < n; i++)
        if (keeps[i].keep_days &&
            ll_redis_note_keeping(store, &keeps[i].subject, keeps[i].keep_days))
            queue_prolonging(store, &keeps[i].subject, keeps[i].keep_days);
    return store->queued > before ? queue_result(store, err) : LL_OK;
}

static enum ll_status redis_replace(struct ll_store *base, const struct ll_subject *subject,
                                    size_t expected_len, ll_str log, int32_t keep_days,
                                    struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    const struct head *head = head_of(store, subject);
    char bytes[KEY_MAX];
    store->has_pieces = false; /* a read behind this is to see it done */
    /* How the log began is no longer known: that it is still the same could not be seen. It is
     * tidying, and comes round again. */
    if (!expected_len || !ll_subject_eq(&head->subject, subject) || head->log_len != expected_len)
        return LL_OK;
    ll_redis_command_begin(&store->queue, 8);
    ll_redis_command_part(&store->queue, LL_STR("EVAL"));
    ll_redis_command_part(&store->queue, LL_STR(REPLACE_SCRIPT));
    ll_redis_command_part(&store->queue, LL_STR("1"));
    ll_redis_command_part(&store->queue, ll_redis_key(store, subject, bytes));
    ll_redis_command_number(&store->queue, expected_len);
    ll_redis_command_part(&store->queue, (ll_str){head->bytes, head->len});
    ll_redis_command_part(&store->queue, log);
    ll_redis_command_number(&store->queue, keep_days ? ll_redis_keep_seconds(keep_days) : 0);
    store->queued++;
    return queue_result(store, err);
}

/* ---- life ---- */

enum ll_status ll_redis_store_send(struct ll_store *base, struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    if (!store->queued)
        return LL_OK;
    enum ll_status status = ll_redis_connection_open(&store->connection, err);
    if (status == LL_OK)
        status = send_queue(store, err);
    return status == LL_OK ? LL_OK : fail_call(store, status);
}

enum ll_status ll_redis_store_settle(struct ll_store *base, struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    if (!store->queue_matters && !store->unread_matters)
        return LL_OK;
    enum ll_status status = ll_redis_store_send(base, err);
    if (status != LL_OK)
        return status;
    /* Sent when the batch was evaluated, it has most often been answered by now. */
    store->connection.stats.round_trips += !ll_redis_connection_has_answer(&store->connection);
    status = ll_redis_read_unread(store, err);
    return status == LL_OK ? LL_OK : fail_call(store, status);
}

static void redis_free(struct ll_store *base)
{
    struct redis_store *store = (struct redis_store *)base;
    if (!store)
        return;
    /* The broom's last strokes: nobody waits for them any more, so a fault has no one to tell. */
    struct ll_error ignored;
    if (store->connection.context && ll_redis_store_send(base, &ignored) == LL_OK &&
        ll_redis_read_unread(store, &ignored) != LL_OK)
        store->unread = 0;
    ll_redis_connection_fini(&store->connection);
    ll_buf_fini(&store->out);
    ll_buf_fini(&store->queue);
    ll_redis_longs_fini(store);
    ll_redis_pieces_fini(store);
    free(store->heads);
    free(store);
}

static const struct ll_store_ops redis_ops = {redis_append, redis_read, redis_keep, redis_replace,
                                              redis_free};

enum ll_status ll_redis_store_connect(struct ll_store *base, struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    enum ll_status status = ll_redis_connection_open(&store->connection, err);
    return status == LL_OK ? LL_OK : fail_call(store, status);
}

enum ll_status ll_redis_store_clear(struct ll_store *base, uint64_t *deleted, struct ll_error *err)
{
    struct redis_store *store = (struct redis_store *)base;
    return ll_redis_connection_clear(&store->connection, (ll_str){store->prefix, store->prefix_len},
                                     deleted, err);
}

void ll_redis_store_stats(const struct ll_store *base, struct ll_redis_store_stats *out)
{
    *out = ((const struct redis_store *)base)->connection.stats;
}

struct ll_store *ll_redis_store_open(const struct ll_redis_options *options, struct ll_error *err)
{
    ll_str prefix = ll_str_from(options->prefix ? options->prefix : "ll:");
    if (prefix.len > LL_REDIS_PREFIX_MAX) {
        ll_fail(err, LL_ERR_SYNTAX, "a key prefix has at most %d bytes", LL_REDIS_PREFIX_MAX);
        return NULL;
    }
    struct redis_store *store = calloc(1, sizeof *store);
    struct head *heads = calloc(HEADS, sizeof *heads);
    if (!store || !heads) {
        ll_fail(err, LL_ERR_NOMEM, "out of memory");
        goto out;
    }
    if (ll_redis_connection_init(&store->connection, options, err) != LL_OK)
        goto out;
    if (!ll_redis_knowns_init(store) || !ll_redis_longs_init(store)) {
        ll_redis_longs_fini(store);
        ll_redis_pieces_fini(store);
        ll_redis_connection_fini(&store->connection);
        ll_fail(err, LL_ERR_NOMEM, "out of memory");
        goto out;
    }
    store->store.ops = &redis_ops;
    store->heads = heads;
    store->out.max = store->queue.max = OUT_BYTES_MAX;
    store->prefix_len = prefix.len;
    if (prefix.len)
        memcpy(store->prefix, prefix.ptr, prefix.len);
    return &store->store;
out:
    free(store);
    free(heads);
    return NULL;
}
