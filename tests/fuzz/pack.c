/* Any text as a pack: refused with a reason, or a pack whose parts hold together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/pack.h"
#include "base/buf.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct ll_pack *pack)
{
    for (size_t i = 0; i < pack->order_count; i++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[i]];
        if (!indicator->having || !indicator->needs_items || !indicator->id.len ||
            strlen(pack->digest) != 71)
            abort();
        if (indicator->sought && indicator->hit_slot >= pack->hit_slot_count)
            abort();
        if (indicator->items == LL_ITEM_REPORT && indicator->reports_of >= pack->indicator_count)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.yaml", {(const char *)data, size}},
                     table = {"c", ll_calibers_builtin_text()};
    struct ll_calibers *calibers;
    struct ll_pack *pack;
    struct ll_errors errors, warnings;
    struct ll_buf out = {0};
    errors.count = warnings.count = 0;
    if (ll_calibers_parse(&arena, &table, &calibers, NULL) != LL_OK)
        abort();
    if (ll_pack_parse(&arena, &source, calibers, &pack, &errors, &warnings) == LL_OK)
        check(pack);
    else if (!errors.count || pack)
        abort();
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    for (size_t i = 0; i < warnings.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&warnings.list[i], "warning", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
