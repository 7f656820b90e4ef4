/* Any bytes as a dealers file: a table in which every dealer is found, or an error.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "calendar/dealers.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.csv", {(const char *)data, size}};
    struct ll_dealers *dealers;
    struct ll_error err;
    struct ll_buf out = {.max = 1u << 20};
    size_t n = 0;
    if (ll_dealers_parse(&arena, &source, &dealers, &err) == LL_OK) {
        const struct ll_dealer *all = ll_dealers_all(dealers, &n);
        for (size_t i = 0; i < n; i++)
            if (ll_dealers_find(dealers, all[i].key) != &all[i])
                abort();
    } else {
        ll_error_render(&err, "error", &out);
    }
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
