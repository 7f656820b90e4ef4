/* fact.c -- any bytes as a stored timeline: read, applied, written again.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/set.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_buf again = {0};
    struct ll_fact_set set;
    struct ll_fact fact, copy;
    ll_fact_set_init(&set, &arena);
    ll_str log = {(const char *)data, size};
    while (ll_fact_decode(log, &arena, &fact)) {
        (void)ll_fact_set_apply(&set, &fact, (ll_str){log.ptr, fact.bytes});
        ll_buf_reset(&again);
        ll_fact_encode(&fact, &again);
        if (!ll_fact_decode(ll_buf_str(&again), &arena, &copy) || copy.hash != fact.hash)
            abort();
        log = (ll_str){log.ptr + fact.bytes, log.len - fact.bytes};
    }
    ll_buf_fini(&again);
    ll_arena_fini(&arena);
    return 0;
}
