/* info.h -- what a Redis says of itself.
 * Depends on: base, redis/store.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_REDIS_INFO_H
#define LL_REDIS_INFO_H

#include "redis/store.h"

struct ll_redis_info {
    char version[32];
    double cpu_seconds;  /* of the server since it started, all its threads */
    uint64_t used_bytes; /* memory that holds data and what serves it */
    uint64_t commands;   /* since it started, of all clients */
    uint64_t process_id;
};

/* Ask, over a connection of its own. LL_ERR_STORE as the store. */
LL_NODISCARD enum ll_status ll_redis_info_ask(const struct ll_redis_options *options,
                                              struct ll_redis_info *out, struct ll_error *err);
/* hiredis's version. */
const char *ll_redis_library_version(void);

#endif
