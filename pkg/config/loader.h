/* loader.h -- the parts of the loading of settings. Private to the room.
 * Depends on: base, yaml.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CONFIG_LOADER_H
#define LL_CONFIG_LOADER_H

#include "config/keys.h"
#include "yaml/yaml.h"

struct ll_config_loader {
    struct ll_arena *arena;
    const struct ll_source *source;
    struct ll_config_world world;
    struct ll_config *config;
    struct ll_errors *errors;
};

/* All of these put what is wrong into loader->errors and then return false. */

/* A scalar with its references filled in: ${ENV:NAME}, ${FILE:path}; $${ stands for ${. secret: it
 * had one. The result has no NUL inside, and one behind it. */
bool ll_config_resolve(struct ll_config_loader *loader, const struct ll_yaml_node *node,
                       ll_str *text, bool *secret);
/* A path relative to the settings' directory; NULL when memory is out. */
const char *ll_config_path(struct ll_config_loader *loader, ll_str path);
/* The content of a file without line ends at its end. at: who names it. */
bool ll_config_read_file(struct ll_config_loader *loader, const char *path, struct ll_pos at,
                         ll_str *content);

/* Put a key's value from node into the config. */
bool ll_config_set(struct ll_config_loader *loader, const struct ll_config_key *key,
                   const struct ll_yaml_node *node);
/* kafka: a mapping of properties. */
bool ll_config_set_properties(struct ll_config_loader *loader, const struct ll_yaml_node *node);

/* text as an address. NULL, or what is wrong with it. */
const char *ll_config_parse_redis(struct ll_arena *arena, ll_str text,
                                  struct ll_config_address *out);
const char *ll_config_parse_listen(struct ll_arena *arena, ll_str text,
                                   struct ll_config_address *out);

/* A place in the file that is named without its line being shown: it holds a secret. */
struct ll_pos ll_config_hidden(struct ll_config_loader *loader, struct ll_pos at);
bool ll_config_no_memory(struct ll_config_loader *loader);

#endif
