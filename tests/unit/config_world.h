/* config_world.h -- what the tests of the settings read instead of the environment and the disk.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_CONFIG_WORLD_H
#define LL_TESTS_CONFIG_WORLD_H

#include "config/config.h"

/* The world outside of the file: a few variables and files. */
static const char *const variables[][2] = {{"SERVERS", "a:1,b:2"}, {"PASSWORD", "hunter2"},
                                           {"DAYS", "90"},         {"BAD", "x"},
                                           {"EMPTY", ""},          {NULL, NULL}};

struct world {
    const char *identity_key, *identity_key_file;
};

static inline const char *env(void *context, const char *name)
{
    const struct world *world = context;
    if (strcmp(name, "LEADLINE_IDENTITY_KEY") == 0)
        return world->identity_key;
    if (strcmp(name, "LEADLINE_IDENTITY_KEY_FILE") == 0)
        return world->identity_key_file;
    for (size_t i = 0; variables[i][0]; i++)
        if (strcmp(name, variables[i][0]) == 0)
            return variables[i][1];
    return NULL;
}

static inline enum ll_status read_file(void *context, struct ll_arena *arena, const char *path,
                                       struct ll_source *source, struct ll_error *err)
{
    static const struct {
        const char *path;
        ll_str text;
    } files[] = {{"conf/secret", {"s3cret\r\n\n", 9}},
                 {"/etc/secret", {"root", 4}},
                 {"conf/empty", {"\n", 1}},
                 {"conf/nul", {"a\0b", 3}}};
    (void)context;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (strcmp(path, files[i].path) != 0)
            continue;
        *source = (struct ll_source){files[i].path, ll_arena_str(arena, files[i].text)};
        return LL_OK;
    }
    return ll_fail(err, LL_ERR_IO, "cannot read '%s': no such file", path);
}

struct fixture {
    struct ll_arena arena;
    struct ll_source source;
    struct ll_config config;
    struct ll_errors errors;
    struct ll_buf out;
};

static inline enum ll_status parse(struct fixture *f, const char *text, const struct world *world)
{
    struct world copy = world ? *world : (struct world){0};
    struct ll_config_world outside = {env, read_file, &copy};
    f->source = (struct ll_source){"conf/l.yaml", ll_str_from(text)};
    return ll_config_parse(&f->arena, &f->source, &outside, &f->config, &f->errors);
}

static inline void drop(struct fixture *f)
{
    ll_buf_fini(&f->out);
    ll_arena_fini(&f->arena);
}

/* The least that settings hold. */
#define MINIMAL "rules: r.yaml\nidentity_key_file: /etc/key\nkafka: {bootstrap.servers: 'h:1'}\n"

#endif
