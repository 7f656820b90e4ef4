/* state.h -- what a store in Redis holds.  Private to the room.
 * Depends on: base, timeline, redis/connection.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_REDIS_STATE_H
#define LL_REDIS_STATE_H

#include "redis/connection.h"

#define HEAD_BYTES 64
#define KEY_MAX (LL_REDIS_PREFIX_MAX + 17)

/* How a log began when it was read last. */
struct head {
    struct ll_subject subject;
    size_t log_len;
    uint8_t len;
    char bytes[HEAD_BYTES];
};

/* That a timeline was there, and how long it is kept. Not more than a hint: others may have it,
 * and Redis may have lost it. */
struct known {
    uint32_t tag; /* of the subject; 0: nothing is known */
    uint16_t keep_days;
    uint16_t hour; /* in which that was told to Redis */
};

/* One append of the call at hand, and what is known of its timeline after it. */
struct piece {
    struct ll_subject subject;
    bool last;   /* on its timeline */
    bool sets;   /* as the first fact of a timeline, if it is */
    bool hinted; /* its timeline was there */
    bool found;  /* it set nothing, as there was a log already */
    bool has_log;
    size_t log_at, log_len;   /* in the strings of the connection, this fact included */
    struct long_log *growing; /* instead: where it is kept as far as it is known */
    bool stale;               /* what was kept of it holds no longer: it is read anew */
};

/* A long log, kept between calls: only what came since is read. */
struct long_log {
    struct ll_subject subject;
    uint64_t call; /* in which it was used last */
    struct ll_buf bytes;
};

struct redis_store {
    struct ll_store store;
    struct ll_redis_connection connection;
    char prefix[LL_REDIS_PREFIX_MAX];
    size_t prefix_len;
    struct ll_buf out;   /* commands of the call at hand */
    struct ll_buf queue; /* commands that go with the next */
    size_t queued;       /* answers that they will have */
    size_t unread;       /* answers of what was sent and not waited for */
    bool queue_matters;  /* the queue holds what must not be lost */
    bool unread_matters;
    struct head *heads;   /* HEADS places, by hash */
    struct known *knowns; /* KNOWNS places, by hash */
    char *knowns_room;    /* where they lie */
    size_t next_way;

    /* The appends of the last call, till the next append or read: a read finds their logs here. */
    struct piece *pieces;
    size_t piece_cap;
    uint32_t *piece_table; /* 1 + the last append by subject; 0 free */
    size_t piece_table_size;
    bool has_pieces;

    struct long_log *longs; /* LONGS places, by hash */
    size_t long_bytes;      /* of all of them */
    uint64_t calls;
};

ll_str ll_redis_key(const struct redis_store *store, const struct ll_subject *subject,
                    char out[KEY_MAX]);
void ll_redis_remember_head(struct redis_store *store, const struct ll_subject *subject,
                            ll_str log);

/* EXPIRE; condition NX or GT. */
void ll_redis_write_expire(struct ll_buf *out, ll_str key, int32_t days, ll_str condition);
void ll_redis_write_get(struct ll_buf *out, ll_str key);
uint64_t ll_redis_keep_seconds(int32_t days);

/* Open the connection where it is not, and send what waits for it. */
LL_NODISCARD enum ll_status ll_redis_begin_call(struct redis_store *store, struct ll_error *err);
/* Write what is in out, where it is enough to be worth it or all there is. */
LL_NODISCARD enum ll_status ll_redis_send_out(struct redis_store *store, bool all,
                                              struct ll_error *err);
LL_NODISCARD enum ll_status ll_redis_read_unread(struct redis_store *store, struct ll_error *err);
LL_NODISCARD enum ll_status ll_redis_check_log_len(const struct ll_subject *subject, uint64_t len,
                                                   struct ll_error *err);

/* append.c */
LL_NODISCARD enum ll_status ll_redis_append_all(struct redis_store *store,
                                                struct ll_append *appends, size_t n,
                                                struct ll_error *err);
/* The last append of the last call on a timeline whose log is at hand; NULL: there is none. */
const struct piece *ll_redis_piece_of(const struct redis_store *store,
                                      const struct ll_subject *subject);
/* A timeline was met that is to be kept so long. True where Redis must be told: it was not within
 * the hour. */
bool ll_redis_note_keeping(struct redis_store *store, const struct ll_subject *subject,
                           int32_t keep_days);
LL_NODISCARD bool ll_redis_knowns_init(struct redis_store *store);
void ll_redis_knowns_forget(struct redis_store *store);
/* Where a piece's log is, now that all answers are read. */
ll_str ll_redis_piece_log(const struct redis_store *store, const struct piece *piece);
void ll_redis_pieces_fini(struct redis_store *store);

/* longs.c: what is kept of long logs. A log only grows, or is put together anew and then begins
 * otherwise. */
LL_NODISCARD bool ll_redis_longs_init(struct redis_store *store);
void ll_redis_longs_forget(struct redis_store *store);
void ll_redis_longs_fini(struct redis_store *store);
struct long_log *ll_redis_long_of(struct redis_store *store, const struct ll_subject *subject);
/* Ask for the beginning and for what is behind the known bytes: two answers. */
void ll_redis_long_write(struct ll_buf *out, ll_str key, const struct long_log *known);
/* Read both, and let it grow. *stale: it is not the log that was known, or not len bytes long. */
LL_NODISCARD enum ll_status ll_redis_long_read(struct redis_store *store, struct long_log *known,
                                               size_t len, bool *stale, struct ll_error *err);
/* Keep a log, if it is long and there is room. */
void ll_redis_long_keep(struct redis_store *store, const struct ll_subject *subject, ll_str log);

#endif
