/* store.h -- timelines in Redis (7.0 or later): an implementation of timeline/store.
 * Depends on: base, timeline.   SPDX-License-Identifier: Apache-2.0
 *
 * One Redis string a timeline. Its key: the prefix, one letter (p purchaser, d dealer, a address),
 * and the 16 bytes of the subject's key, or the dealer's 4. Its value: the log. A first fact of a
 * purchaser costs one command, SET NX GET EX, and one round trip, whatever else is in it; a later one
 * costs APPEND and GET in the same round trip where this store has met the timeline before, and a
 * second round trip where it has not. The log of an appended fact is then at hand: a read right
 * behind the append asks Redis for nothing. Of long logs only what is new is read.
 *
 * Redis's own expiry is only the broom: what is too old is passed over by those who read, whatever
 * is still there. Keys live for the days asked for, to the hour; who asks allows for the clock of
 * events. A timeline that was once kept for ever gets an expiry when a store that has not met it
 * appends to it with one.
 *
 * After LL_ERR_STORE the connection is closed, and the next call opens it anew; waiting in between
 * is the caller's part. No message of an error holds a secret or anything of a person. */
#ifndef LL_REDIS_STORE_H
#define LL_REDIS_STORE_H

#include "timeline/store.h"

#define LL_REDIS_LOG_BYTES_MAX (64u << 20) /* of one timeline: LL_ERR_LIMIT over it */
#define LL_REDIS_PREFIX_MAX 96             /* bytes of a key prefix */

/* Borrowed for the open call. */
struct ll_redis_options {
    const char *host;           /* name or address; NULL where path is given */
    const char *path;           /* of a unix socket; NULL where host is given */
    int32_t port;               /* 0: 6379 */
    int32_t db;                 /* database number */
    const char *username;       /* NULL: Redis's default user */
    const char *password;       /* NULL: none */
    const char *prefix;         /* of every key; NULL: "ll:" */
    int32_t connect_timeout_ms; /* 0: 2000 */
    int32_t timeout_ms;         /* of one round trip; 0: 3000 */
};

/* Where redis://HOST[:PORT][/DB] or unix:///PATH[?db=DB] points. */
struct ll_redis_address {
    char host[256]; /* empty: a unix socket */
    char path[108]; /* empty: a host */
    int32_t port, db;
};
/* LL_ERR_SYNTAX for any other text; a user or password in it is refused, as others see command
 * lines. */
LL_NODISCARD enum ll_status ll_redis_address_parse(ll_str url, struct ll_redis_address *out,
                                                   struct ll_error *err);

struct ll_redis_store_stats {
    uint64_t round_trips; /* times that answers had to be waited for */
    uint64_t commands, bytes_out, bytes_in;
    uint64_t connects;
    uint64_t failures; /* calls that ended in LL_ERR_STORE */
};

/* Connects at the first use. NULL with LL_ERR_SYNTAX for options that cannot be, or
 * LL_ERR_NOMEM. */
struct ll_store *ll_redis_store_open(const struct ll_redis_options *options, struct ll_error *err);
/* Connect now, and see that it is a Redis that will do: 7.0 or later, and none that evicts keys. */
LL_NODISCARD enum ll_status ll_redis_store_connect(struct ll_store *store, struct ll_error *err);
/* Send what append, keep and replace left for the next round trip, without waiting. */
LL_NODISCARD enum ll_status ll_redis_store_send(struct ll_store *store, struct ll_error *err);
/* Wait until every keep and replace is done: after LL_OK no crash of ours undoes them. */
LL_NODISCARD enum ll_status ll_redis_store_settle(struct ll_store *store, struct ll_error *err);
/* Delete every timeline under the prefix; *deleted tells how many. */
LL_NODISCARD enum ll_status ll_redis_store_clear(struct ll_store *store, uint64_t *deleted,
                                                 struct ll_error *err);
void ll_redis_store_stats(const struct ll_store *store, struct ll_redis_store_stats *out);

#endif
