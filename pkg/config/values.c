/* values.c -- one value into the settings, by its key's kind.
 * SPDX-License-Identifier: Apache-2.0 */
#include "config/loader.h"
#include <assert.h>
#include <inttypes.h>

static_assert(sizeof(enum ll_config_log_level) == sizeof(unsigned) &&
                  sizeof(enum ll_config_log_format) == sizeof(unsigned) &&
                  sizeof(enum ll_config_retention) == sizeof(unsigned),
              "words are stored as unsigned");

static void store(struct ll_config_loader *loader, const struct ll_config_key *key,
                  const void *value, size_t size)
{
    memcpy((char *)loader->config + key->offset, value, size);
}

/* A value as a message shows it: what came by a reference may be a secret. */
static ll_str shown(ll_str text, bool secret)
{
    return secret ? LL_STR("***") : (ll_str){text.ptr, text.len < 64 ? text.len : 64};
}

static bool refuse(struct ll_config_loader *loader, struct ll_pos at,
                   const struct ll_config_key *key, ll_str value, const char *fault)
{
    (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_TYPE, at, "%s '%.*s' %s", key->name,
                     LL_STR_ARGS(value), fault);
    return false;
}

static bool set_path(struct ll_config_loader *loader, const struct ll_config_key *key,
                     const struct ll_yaml_node *node, ll_str text)
{
    if (!text.len)
        return refuse(loader, node->at, key, text, "is no path; name a file");
    const char *path = ll_config_path(loader, text);
    if (!path)
        return ll_config_no_memory(loader);
    store(loader, key, &path, sizeof path);
    if (key->kind != LL_CONFIG_SECRET)
        return true;
    ll_str content;
    if (!ll_config_read_file(loader, path, node->at, &content))
        return false;
    const char *pair[2] = {path, ll_arena_str(loader->arena, content).ptr};
    if (!pair[1])
        return ll_config_no_memory(loader);
    store(loader, key, pair, sizeof pair);
    return true;
}

static bool set_text(struct ll_config_loader *loader, const struct ll_config_key *key,
                     const struct ll_yaml_node *node, ll_str text, bool secret)
{
    if ((int64_t)text.len < key->min)
        return refuse(loader, node->at, key, text, "is empty; name one");
    if ((int64_t)text.len > key->max)
        return refuse(loader, node->at, key, shown(text, secret), "is too long");
    const char *copy = text.len || key->fallback ? ll_arena_str(loader->arena, text).ptr : NULL;
    if (!copy && (text.len || key->fallback))
        return ll_config_no_memory(loader);
    store(loader, key, &copy, sizeof copy);
    return true;
}

static bool is_topic(ll_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
            return false;
    }
    return name.len && name.len <= 249 && !ll_str_eq(name, LL_STR(".")) &&
           !ll_str_eq(name, LL_STR(".."));
}

/* The name of a topic in the arena; NULL where it is none, and said so. */
static const char *take_topic(struct ll_config_loader *loader, const struct ll_config_key *key,
                              const struct ll_yaml_node *node)
{
    ll_str text;
    bool secret;
    if (!ll_config_resolve(loader, node, &text, &secret))
        return NULL;
    if (!is_topic(text)) {
        (void)refuse(loader, node->at, key, shown(text, secret),
                     "is no name of a topic; use letters, digits, '.', '_' and '-', at most 249");
        return NULL;
    }
    const char *name = ll_arena_str(loader->arena, text).ptr;
    if (!name)
        (void)ll_config_no_memory(loader);
    return name;
}

static bool set_topics(struct ll_config_loader *loader, const struct ll_config_key *key,
                       const struct ll_yaml_node *node)
{
    const struct ll_yaml_node *item = node;
    size_t n = 1;
    if (node->kind == LL_YAML_SEQUENCE) {
        item = node->first_child;
        n = node->child_count;
    }
    if (!n || n > LL_CONFIG_TOPICS_MAX) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_LIMIT, node->at,
                         "%s names 1 to %d topics; these are %zu", key->name, LL_CONFIG_TOPICS_MAX,
                         n);
        return false;
    }
    struct ll_config_names names = {.list = LL_NEW_ARRAY(loader->arena, const char *, n)};
    if (!names.list)
        return ll_config_no_memory(loader);
    for (; names.count < n; item = item->next) {
        names.list[names.count] = take_topic(loader, key, item);
        if (!names.list[names.count++])
            return false;
    }
    store(loader, key, &names, sizeof names);
    return true;
}

static bool set_integer(struct ll_config_loader *loader, const struct ll_config_key *key,
                        const struct ll_yaml_node *node, ll_str text, bool secret)
{
    struct ll_yaml_node filled = *node;
    filled.text = text;
    filled.plain = node->plain || secret;
    int64_t value;
    if (!ll_yaml_int(&filled, key->min, key->max, &value)) {
        ll_str value_shown = shown(text, secret);
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
                         "%s '%.*s' is no whole number from %" PRId64 " to %" PRId64 " (%s)",
                         key->name, LL_STR_ARGS(value_shown), key->min, key->max, key->unit);
        return false;
    }
    store(loader, key, &value, sizeof value);
    return true;
}

static bool set_boolean(struct ll_config_loader *loader, const struct ll_config_key *key,
                        const struct ll_yaml_node *node, ll_str text, bool secret)
{
    bool value = ll_str_eq(text, LL_STR("true"));
    if (!value && !ll_str_eq(text, LL_STR("false")))
        return refuse(loader, node->at, key, shown(text, secret), "is neither true nor false");
    store(loader, key, &value, sizeof value);
    return true;
}

static bool set_word(struct ll_config_loader *loader, const struct ll_config_key *key,
                     const struct ll_yaml_node *node, ll_str text, bool secret)
{
    unsigned i = 0;
    while (key->words[i] && !ll_str_eq(text, ll_str_from(key->words[i])))
        i++;
    if (key->words[i]) {
        store(loader, key, &i, sizeof i);
        return true;
    }
    struct ll_buf list = {.max = 256};
    for (i = 0; key->words[i]; i++)
        ll_buf_printf(&list, "%s%s", i ? ", " : "", key->words[i]);
    ll_str value_shown = shown(text, secret);
    (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
                     "%s '%.*s' is unknown; it is one of %.*s", key->name, LL_STR_ARGS(value_shown),
                     LL_STR_ARGS(ll_buf_str(&list)));
    ll_buf_fini(&list);
    return false;
}

static bool set_address(struct ll_config_loader *loader, const struct ll_config_key *key,
                        const struct ll_yaml_node *node, ll_str text, bool secret)
{
    struct ll_config_address address;
    if (key->kind == LL_CONFIG_REDIS && memchr(text.ptr, '@', text.len))
        return refuse(loader, ll_config_hidden(loader, node->at), key, LL_STR("***"),
                      "holds a user or password; use username and password_file");
    const char *fault = key->kind == LL_CONFIG_REDIS
                            ? ll_config_parse_redis(loader->arena, text, &address)
                            : ll_config_parse_listen(loader->arena, text, &address);
    if (fault)
        return refuse(loader, node->at, key, shown(text, secret), fault);
    store(loader, key, &address, sizeof address);
    return true;
}

static bool set_topic(struct ll_config_loader *loader, const struct ll_config_key *key,
                      const struct ll_yaml_node *node)
{
    const char *name = take_topic(loader, key, node);
    if (name)
        store(loader, key, &name, sizeof name);
    return name != NULL;
}

bool ll_config_set(struct ll_config_loader *loader, const struct ll_config_key *key,
                   const struct ll_yaml_node *node)
{
    if (key->kind == LL_CONFIG_PROPERTIES)
        return ll_config_set_properties(loader, node);
    if (key->kind == LL_CONFIG_TOPICS)
        return set_topics(loader, key, node);
    if (key->kind == LL_CONFIG_TOPIC)
        return set_topic(loader, key, node);
    ll_str text;
    bool secret;
    if (!ll_config_resolve(loader, node, &text, &secret))
        return false;
    switch (key->kind) {
    case LL_CONFIG_PATH:
    case LL_CONFIG_SECRET:
        return set_path(loader, key, node, text);
    case LL_CONFIG_TEXT:
        return set_text(loader, key, node, text, secret);
    case LL_CONFIG_INTEGER:
        return set_integer(loader, key, node, text, secret);
    case LL_CONFIG_BOOLEAN:
        return set_boolean(loader, key, node, text, secret);
    case LL_CONFIG_WORD:
        return set_word(loader, key, node, text, secret);
    case LL_CONFIG_REDIS:
    case LL_CONFIG_LISTEN:
        return set_address(loader, key, node, text, secret);
    case LL_CONFIG_TOPIC:
    case LL_CONFIG_TOPICS:
    case LL_CONFIG_PROPERTIES:
        break;
    }
    return true;
}
