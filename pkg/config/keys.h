/* keys.h -- every key of the settings, once. Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CONFIG_KEYS_H
#define LL_CONFIG_KEYS_H

#include "config/config.h"

enum ll_config_kind {
    LL_CONFIG_PATH,   /* const char *: relative to the file's directory */
    LL_CONFIG_SECRET, /* const char *[2]: the path as PATH, and behind it the file's content */
    LL_CONFIG_TEXT,  /* const char *: min to max bytes; NULL where it is empty and has no default */
    LL_CONFIG_TOPIC, /* const char *: a Kafka topic's name */
    LL_CONFIG_TOPICS,    /* struct ll_config_names: a list of them */
    LL_CONFIG_INTEGER,   /* int64_t: min to max */
    LL_CONFIG_BOOLEAN,   /* bool */
    LL_CONFIG_WORD,      /* an enum: the index in words */
    LL_CONFIG_REDIS,     /* struct ll_config_address: redis://host:port/db or unix:///path */
    LL_CONFIG_LISTEN,    /* struct ll_config_address: host:port or off */
    LL_CONFIG_PROPERTIES /* config->kafka */
};

struct ll_config_key {
    const char *name; /* section.leaf, or leaf */
    enum ll_config_kind kind;
    size_t offset; /* in struct ll_config */
    int64_t min, max;
    const char *const *words; /* of a WORD; ends in NULL */
    const char *unit;
    const char *fallback; /* its default, as YAML; NULL: none */
    const char *example;  /* without a default: what the example file has */
    bool required;
    bool shown; /* the example file has it as a setting, not as a comment */
    const char *text;
    const char *source; /* the law or paper that a default comes from */
};

const struct ll_config_key *ll_config_keys(size_t *count);
/* The section of a dotted name; empty for a key outside of sections. leaf: what is behind the dot,
 * or the name. */
ll_str ll_config_section(const char *name, const char **leaf);

#endif
