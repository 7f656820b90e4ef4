/* Any bytes as the worker's settings: they hold, or each fault is told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "config/config.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *env(void *context, const char *name)
{
    (void)context;
    return name[0] == 'A' ? "value" : NULL;
}

static enum ll_status read_file(void *context, struct ll_arena *arena, const char *path,
                                struct ll_source *source, struct ll_error *err)
{
    (void)context;
    *source = (struct ll_source){path, ll_arena_str(arena, LL_STR("content\n"))};
    return source->text.ptr && path[0] ? LL_OK : ll_fail(err, LL_ERR_IO, "no such file");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"conf/fuzz.yaml", {(const char *)data, size}};
    const struct ll_config_world world = {env, read_file, NULL};
    struct ll_config config;
    static struct ll_errors errors;
    struct ll_buf out = {.max = 1u << 20};
    if (ll_config_parse(&arena, &source, &world, &config, &errors) == LL_OK)
        ll_config_write_effective(&config, &out);
    else if (!errors.count || !errors.list[0].message[0])
        abort();
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
