/* properties.c -- what is handed on to librdkafka.   SPDX-License-Identifier: Apache-2.0 */
#include "config/loader.h"

/* Properties that the worker sets, and what to do instead. */
static const struct {
    const char *name, *remedy;
} reserved[] = {
    {"group.id", "set 'group'"},
    {"metadata.broker.list", "write 'bootstrap.servers'"},
    {"enable.auto.commit", "remove it: offsets are committed once their leads are written"},
    {"enable.auto.offset.store", "remove it: offsets are committed once their leads are written"},
};

static bool contains(ll_str text, ll_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.ptr + i, part.ptr, part.len) == 0)
            return true;
    return false;
}

/* Whether a property's name says that it holds a secret. */
static bool is_secret(ll_str name)
{
    static const ll_str parts[] = {
        {"password", 8}, {"secret", 6}, {".pem", 4}, {"sasl.oauthbearer.config", 23}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (contains(name, parts[i]))
            return true;
    return false;
}

static bool refuse_reserved(struct ll_config_loader *loader, const struct ll_yaml_node *key)
{
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (!ll_str_eq(key->text, ll_str_from(reserved[i].name)))
            continue;
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, key->at,
                         "'%s' cannot be set here; %s", reserved[i].name, reserved[i].remedy);
        return true;
    }
    return false;
}

static bool take_property(struct ll_config_loader *loader, const struct ll_yaml_node *node,
                          struct ll_config_property *out)
{
    if (refuse_reserved(loader, node->key))
        return false;
    if (node->kind != LL_YAML_SCALAR || !node->key->text.len ||
        memchr(node->key->text.ptr, 0, node->key->text.len)) {
        (void)ll_fail_at(
            ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
            "a property of librdkafka has one value; write its whole name: sasl.mechanism: PLAIN");
        return false;
    }
    ll_str value;
    if (!ll_config_resolve(loader, node, &value, &out->secret))
        return false;
    out->secret = out->secret || is_secret(node->key->text);
    out->name = ll_arena_str(loader->arena, node->key->text).ptr;
    out->value = ll_arena_str(loader->arena, value).ptr;
    out->at = out->secret ? ll_config_hidden(loader, node->at) : node->at;
    return (out->name && out->value) || ll_config_no_memory(loader);
}

bool ll_config_set_properties(struct ll_config_loader *loader, const struct ll_yaml_node *node)
{
    if (node->kind != LL_YAML_MAPPING) {
        (void)ll_fail_at(
            ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
            "'kafka' is a mapping of librdkafka's properties; write bootstrap.servers: host:port");
        return false;
    }
    if (node->child_count > LL_CONFIG_PROPERTIES_MAX) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_LIMIT, node->at,
                         "'kafka' has at most %d properties", LL_CONFIG_PROPERTIES_MAX);
        return false;
    }
    struct ll_config_property *list =
        LL_NEW_ARRAY(loader->arena, struct ll_config_property, node->child_count);
    if (!list)
        return ll_config_no_memory(loader);
    size_t n = 0;
    bool fine = true, has_servers = false;
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        if (ll_str_eq(child->key->text, LL_STR("bootstrap.servers")) && !ll_yaml_is_null(child))
            has_servers = true;
        if (take_property(loader, child, &list[n]))
            n++;
        else
            fine = false;
    }
    if (!has_servers) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX,
                         node->key ? node->key->at : node->at,
                         "'kafka' lacks bootstrap.servers; write bootstrap.servers: host:port");
        return false;
    }
    loader->config->kafka.list = list;
    loader->config->kafka.count = n;
    return fine;
}
