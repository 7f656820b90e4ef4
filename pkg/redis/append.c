/* append.c -- appending facts, and the logs of timelines that had some already.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Most sales are the first fact of their purchaser: SET NX GET EX writes it with its expiry in one
 * command, and where there is a log already gives that instead, to be appended to in a second round
 * trip. Of timelines that were met before, and of those with more than one fact in a call, the fact
 * is appended at once and the log read behind it. Either way the log is at hand when it is asked
 * for next. */
#include "redis/state.h"

#include <stdlib.h>
#include <time.h>

#define KNOWNS ((uint64_t)1 << 20) /* a power of two; 8 MiB */
#define WAYS UINT64_C(8)           /* places that one timeline may have: a cache line */

/* ---- what is known of timelines ---- */

bool ll_redis_knowns_init(struct redis_store *store)
{
    /* The ways of a timeline are one cache line, not parts of two. */
    size_t line = WAYS * sizeof *store->knowns;
    store->knowns_room = calloc(1, KNOWNS * sizeof *store->knowns + line);
    if (!store->knowns_room)
        return false;
    store->knowns = (struct known *)(void *)(store->knowns_room +
                                             (-(uintptr_t)store->knowns_room & (line - 1)));
    return true;
}

static uint16_t this_hour(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (uint16_t)(now.tv_sec / 3600);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32) | 1;
}

/* What is known of a timeline; NULL: nothing. */
static struct known *known_of(const struct redis_store *store, uint64_t hash)
{
    struct known *ways = &store->knowns[hash & (KNOWNS - 1) & ~(uint64_t)(WAYS - 1)];
    for (size_t i = 0; i < WAYS; i++)
        if (ways[i].tag == tag_of(hash))
            return &ways[i];
    return NULL;
}

/* The place for one more: a free one, or in turn. */
static struct known *free_place(struct redis_store *store, uint64_t hash)
{
    struct known *ways = &store->knowns[hash & (KNOWNS - 1) & ~(uint64_t)(WAYS - 1)];
    for (size_t i = 0; i < WAYS; i++)
        if (!ways[i].tag)
            return &ways[i];
    return &ways[store->next_way++ % WAYS];
}

void ll_redis_knowns_forget(struct redis_store *store)
{
    memset(store->knowns, 0, KNOWNS * sizeof *store->knowns);
}

bool ll_redis_note_keeping(struct redis_store *store, const struct ll_subject *subject,
                           int32_t keep_days)
{
    uint64_t hash = ll_subject_hash(subject);
    struct known *known = known_of(store, hash);
    uint16_t hour = this_hour(), days = (uint16_t)(keep_days < UINT16_MAX ? keep_days : UINT16_MAX);
    if (known && known->hour == hour && known->keep_days >= days)
        return false;
    *(known ? known : free_place(store, hash)) = (struct known){tag_of(hash), days, hour};
    return true;
}

/* ---- the appends of a call ---- */

static bool make_room(struct redis_store *store, size_t n)
{
    size_t size = store->piece_table_size ? store->piece_table_size : 1024;
    if (n > store->piece_cap) {
        struct piece *grown = realloc(store->pieces, n * sizeof *grown);
        if (!grown)
            return false;
        store->pieces = grown;
        store->piece_cap = n;
    }
    while (size < 2 * n)
        size *= 2;
    if (size != store->piece_table_size) {
        uint32_t *grown = realloc(store->piece_table, size * sizeof *grown);
        if (!grown)
            return false;
        store->piece_table = grown;
        store->piece_table_size = size;
    }
    memset(store->piece_table, 0, size * sizeof *store->piece_table);
    return true;
}

/* The place of a subject in the table: of its last append, or free. */
static uint32_t *place_of(const struct redis_store *store, const struct ll_subject *subject,
                          uint64_t hash)
{
    size_t mask = store->piece_table_size - 1, at = (hash >> 20) & mask;
    while (store->piece_table[at] &&
           !ll_subject_eq(&store->pieces[store->piece_table[at] - 1].subject, subject))
        at = (at + 1) & mask;
    return &store->piece_table[at];
}

/* What is known is larger than a core's caches: it is fetched some timelines ahead. */
#define AHEAD 8

static void fetch_known(const struct redis_store *store, const struct ll_subject *subject)
{
    __builtin_prefetch(&store->knowns[ll_subject_hash(subject) & (KNOWNS - 1) & ~(WAYS - 1)], 1);
}

/* Find out how each fact is to be written. */
static void plan(struct redis_store *store, const struct ll_append *appends, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            fetch_known(store, &appends[i + AHEAD].subject);
        uint64_t hash = ll_subject_hash(&appends[i].subject);
        uint32_t *place = place_of(store, &appends[i].subject, hash);
        bool hinted = known_of(store, hash) != NULL;
        store->pieces[i] = (struct piece){.subject = appends[i].subject,
                                          .last = true,
                                          .hinted = hinted,
                                          .sets = !hinted && !*place && !appends[i].want_log};
        if (*place) {
            store->pieces[*place - 1].last = false;
            store->pieces[*place - 1].sets = false;
        }
        *place = (uint32_t)i + 1;
    }
}

const struct piece *ll_redis_piece_of(const struct redis_store *store,
                                      const struct ll_subject *subject)
{
    if (!store->has_pieces)
        return NULL;
    uint32_t number = *place_of(store, subject, ll_subject_hash(subject));
    const struct piece *piece = number ? &store->pieces[number - 1] : NULL;
    return piece && piece->has_log ? piece : NULL;
}

/* ---- writing ---- */

static void write_set(struct ll_buf *out, ll_str key, const struct ll_append *append)
{
    ll_redis_command_begin(out, append->keep_days ? 7 : 5);
    ll_buf_add_lit(out, "$3\r\nSET\r\n");
    ll_redis_command_part(out, key);
    ll_redis_command_part(out, append->fact);
    ll_buf_add_lit(out, "$2\r\nNX\r\n$3\r\nGET\r\n");
    if (!append->keep_days)
        return;
    ll_buf_add_lit(out, "$2\r\nEX\r\n");
    ll_redis_command_number(out, ll_redis_keep_seconds(append->keep_days));
}

static void write_append(struct ll_buf *out, ll_str key, const struct ll_append *append)
{
    ll_buf_add_lit(out, "*3\r\n$6\r\nAPPEND\r\n");
    ll_redis_command_part(out, key);
    ll_redis_command_part(out, append->fact);
}

/* Whether an expiry is set with the append, should the timeline have none. */
static bool sets_expiry(const struct ll_append *append, const struct piece *piece)
{
    return append->keep_days && !piece->hinted && append->want_log;
}

static bool gets_log(const struct ll_append *append, const struct piece *piece)
{
    return append->want_log || piece->last;
}

static void write_log_read(struct redis_store *store, ll_str key, struct piece *piece)
{
    piece->growing = ll_redis_long_of(store, &piece->subject);
    if (piece->growing)
        ll_redis_long_write(&store->out, key, piece->growing);
    else
        ll_redis_write_get(&store->out, key);
    store->connection.stats.commands += piece->growing ? 2u : 1u;
}

static enum ll_status write_first(struct redis_store *store, const struct ll_append *appends,
                                  size_t n, struct ll_error *err)
{
    char bytes[KEY_MAX];
    for (size_t i = 0; i < n; i++) {
        const struct ll_append *append = &appends[i];
        const struct piece *piece = &store->pieces[i];
        ll_str key = ll_redis_key(store, &append->subject, bytes);
        store->connection.stats.commands++;
        if (piece->sets) {
            write_set(&store->out, key, append);
        } else {
            write_append(&store->out, key, append);
            if (sets_expiry(append, piece))
                ll_redis_write_expire(&store->out, key, append->keep_days, LL_STR("NX"));
            store->connection.stats.commands += sets_expiry(append, piece);
            if (gets_log(append, piece))
                write_log_read(store, key, &store->pieces[i]);
        }
        enum ll_status status = ll_redis_send_out(store, i + 1 == n, err);
        if (status != LL_OK)
            return status;
    }
    return LL_OK;
}

/* ---- reading ---- */

static void keep_log(struct redis_store *store, struct piece *piece)
{
    const struct ll_redis_connection *connection = &store->connection;
    bool found = connection->reply.kind == LL_REDIS_REPLY_STRING;
    piece->has_log = true;
    piece->log_len = found ? connection->reply.len : 0;
    piece->log_at = connection->strings.len - piece->log_len;
}

static enum ll_status read_len(struct redis_store *store, struct ll_append *append,
                               struct ll_error *err)
{
    struct ll_redis_connection *connection = &store->connection;
    enum ll_status status = ll_redis_connection_read(connection, err);
    if (status != LL_OK)
        return status;
    uint64_t len = (uint64_t)connection->reply.integer;
    if (connection->reply.kind != LL_REDIS_REPLY_INTEGER || len < append->fact.len)
        return ll_fail(err, LL_ERR_STORE, "Redis at %s: APPEND gave no length", connection->name);
    append->len_before = (size_t)len - append->fact.len;
    return ll_redis_check_log_len(&append->subject, len, err);
}

/* The log of a timeline that the call found or made: what was there, and the fact. */
static void join_log(struct redis_store *store, struct piece *piece, ll_str fact)
{
    struct ll_buf *strings = &store->connection.strings;
    size_t before = piece->found ? piece->log_len : 0, from = piece->log_at;
    if (!ll_buf_reserve(strings, before + fact.len))
        return; /* the next answer finds that it failed */
    piece->log_at = strings->len;
    if (before)
        memcpy(strings->ptr + strings->len, strings->ptr + from, before);
    memcpy(strings->ptr + strings->len + before, fact.ptr, fact.len);
    strings->len += before + fact.len;
    piece->log_len = before + fact.len;
    piece->has_log = true;
}

static enum ll_status read_set(struct redis_store *store, struct ll_append *append,
                               struct piece *piece, struct ll_error *err)
{
    enum ll_status status = ll_redis_connection_read(&store->connection, err);
    if (status != LL_OK)
        return status;
    append->len_before = 0;
    piece->found = store->connection.reply.kind == LL_REDIS_REPLY_STRING;
    if (piece->found)
        keep_log(store, piece);
    else
        join_log(store, piece, append->fact);
    return LL_OK;
}

static enum ll_status read_first(struct redis_store *store, struct ll_append *append,
                                 struct piece *piece, struct ll_error *err)
{
    if (piece->sets)
        return read_set(store, append, piece, err);
    enum ll_status status = read_len(store, append, err);
    if (status == LL_OK && sets_expiry(append, piece))
        status = ll_redis_connection_read(&store->connection, err);
    if (status != LL_OK || !gets_log(append, piece))
        return status;
    if (!piece->growing) {
        status = ll_redis_connection_read(&store->connection, err);
        keep_log(store, piece);
        return status;
    }
    size_t len = append->len_before + append->fact.len;
    status = ll_redis_long_read(store, piece->growing, len, &piece->stale, err);
    piece->has_log = !piece->stale;
    piece->growing = piece->stale ? NULL : piece->growing;
    return status;
}

/* ---- the second round trip: what was to be set and was there, and logs that begin otherwise ---- */

static void write_again(struct redis_store *store, const struct ll_append *append,
                        const struct piece *piece)
{
    char bytes[KEY_MAX];
    ll_str key = ll_redis_key(store, &append->subject, bytes);
    store->connection.stats.commands++;
    if (piece->stale) {
        ll_redis_write_get(&store->out, key);
        return;
    }
    write_append(&store->out, key, append);
    if (!append->keep_days)
        return;
    ll_redis_write_expire(&store->out, key, append->keep_days, LL_STR("NX"));
    store->connection.stats.commands++;
}

static enum ll_status read_again(struct redis_store *store, struct ll_append *append,
                                 struct piece *piece, struct ll_error *err)
{
    enum ll_status status;
    if (piece->stale) {
        status = ll_redis_connection_read(&store->connection, err);
        keep_log(store, piece);
        return status;
    }
    status = read_len(store, append, err);
    if (status == LL_OK && append->keep_days)
        status = ll_redis_connection_read(&store->connection, err);
    /* Another worker may have come between: then the log is read when it is asked for. */
    piece->has_log = append->len_before == piece->log_len;
    if (piece->has_log)
        join_log(store, piece, append->fact);
    return status;
}

static enum ll_status do_again(struct redis_store *store, struct ll_append *appends, size_t n,
                               struct ll_error *err)
{
    size_t count = 0;
    enum ll_status status = LL_OK;
    ll_buf_reset(&store->out);
    for (size_t i = 0; i < n && status == LL_OK; i++) {
        if (!store->pieces[i].found && !store->pieces[i].stale)
            continue;
        write_again(store, &appends[i], &store->pieces[i]);
        count++;
        status = ll_redis_send_out(store, false, err);
    }
    if (status == LL_OK && count)
        status = ll_redis_send_out(store, true, err);
    for (size_t i = 0; i < n && status == LL_OK; i++)
        if (store->pieces[i].found || store->pieces[i].stale)
            status = read_again(store, &appends[i], &store->pieces[i], err);
    store->connection.stats.round_trips += count > 0;
    return status;
}

/* ---- the call ---- */

/* A later fact must keep the whole of a timeline longer, and one that was not set as the first may
 * have been the first all the same. That can wait for the next round trip. */
static void queue_keeping(struct redis_store *store, const struct ll_append *append,
                          const struct piece *piece)
{
    char bytes[KEY_MAX];
    if (!ll_redis_note_keeping(store, &append->subject, append->keep_days) || !append->keep_days)
        return;
    if (piece->sets && !piece->found)
        return;
    bool first = !append->len_before;
    if (first && sets_expiry(append, piece))
        return;
    ll_redis_write_expire(&store->queue, ll_redis_key(store, &append->subject, bytes),
                          append->keep_days, first ? LL_STR("NX") : LL_STR("GT"));
    store->queued++;
    store->queue_matters = store->queue_matters || first;
}

ll_str ll_redis_piece_log(const struct redis_store *store, const struct piece *piece)
{
    if (piece->growing)
        return ll_buf_str(&piece->growing->bytes);
    return (ll_str){piece->log_len ? store->connection.strings.ptr + piece->log_at : NULL,
                    piece->log_len};
}

static void give_logs(struct redis_store *store, struct ll_append *appends, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct piece *piece = &store->pieces[i];
        queue_keeping(store, &appends[i], piece);
        if (!piece->has_log || !piece->last)
            continue;
        ll_str log = ll_redis_piece_log(store, piece);
        if (!piece->growing)
            ll_redis_long_keep(store, &appends[i].subject, log);
        ll_redis_remember_head(store, &appends[i].subject, log);
    }
    for (size_t i = 0; i < n; i++)
        if (appends[i].want_log)
            appends[i].log = ll_redis_piece_log(store, &store->pieces[i]);
}

enum ll_status ll_redis_append_all(struct redis_store *store, struct ll_append *appends, size_t n,
                                   struct ll_error *err)
{
    store->has_pieces = false;
    store->calls++;
    if (n >= UINT32_MAX || !make_room(store, n))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for %zu facts", n);
    plan(store, appends, n);
    enum ll_status status = ll_redis_begin_call(store, err);
    ll_buf_reset(&store->connection.strings);
    if (status == LL_OK)
        status = write_first(store, appends, n, err);
    if (status == LL_OK)
        status = ll_redis_read_unread(store, err);
    for (size_t i = 0; status == LL_OK && i < n; i++)
        status = read_first(store, &appends[i], &store->pieces[i], err);
    if (status != LL_OK)
        return status;
    store->connection.stats.round_trips++;
    status = do_again(store, appends, n, err);
    if (status != LL_OK)
        return status;
    if (store->connection.strings.failed)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for the logs of %zu facts", n);
    give_logs(store, appends, n);
    store->has_pieces = true;
    return LL_OK;
}

void ll_redis_pieces_fini(struct redis_store *store)
{
    free(store->knowns_room);
    free(store->pieces);
    free(store->piece_table);
}
