/* Any text as a groups file: refused with a reason, or a router that answers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "group/group.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void route(const struct ll_router *router, struct ll_arena *arena)
{
    struct ll_route routes[4];
    struct ll_value row[LL_SLOT_COUNT];
    const struct ll_value *rows[] = {row};
    ll_str id = LL_STR("a");
    for (size_t i = 0; i < LL_SLOT_COUNT; i++)
        row[i] = ll_value_null();
    row[LL_SLOT_CLASS] = ll_value_string(id);
    struct ll_lead_view lead = {.score = 3,
                                .first_date = id,
                                .indicators = &id,
                                .indicator_count = 1,
                                .rows = rows,
                                .row_count = 1};
    size_t n = router->route(router, &lead, arena, routes, 4);
    for (size_t i = 0; i < n; i++) {
        if (!routes[i].group.len || !routes[i].priority.len)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.yaml", {(const char *)data, size}};
    struct ll_groups *groups;
    struct ll_errors errors;
    struct ll_buf out = {0};
    errors.count = 0;
    if (ll_groups_parse(&arena, &source, NULL, &groups, &errors) == LL_OK)
        route(ll_groups_router(groups), &arena);
    else if (!errors.count || groups)
        abort();
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
