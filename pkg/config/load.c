/* load.c -- the settings as a whole: which keys are there, which are missing, what does not go
 * together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "config/loader.h"
#include <stdlib.h>

#define NAMES_MAX 64

/* Names of one level: of the whole file (section empty), or within a section. Returns how many. */
static size_t names_of(struct ll_arena *arena, ll_str section, const char *names[NAMES_MAX])
{
    size_t count, n = 0;
    const struct ll_config_key *keys = ll_config_keys(&count);
    for (size_t i = 0; i < count && n < NAMES_MAX; i++) {
        const char *leaf;
        ll_str of = ll_config_section(keys[i].name, &leaf);
        if (section.len) {
            if (ll_str_eq(of, section))
                names[n++] = leaf;
            continue;
        }
        bool again = of.len && n && ll_str_eq(of, ll_str_from(names[n - 1]));
        const char *name = of.len && !again ? ll_arena_str(arena, of).ptr : leaf;
        if (name && !again)
            names[n++] = name;
    }
    return n;
}

/* Unknown keys of the file and of its sections, and sections that are no mappings. */
static void check_shape(struct ll_config_loader *loader, const struct ll_yaml_node *root)
{
    const char *names[NAMES_MAX], *leaves[NAMES_MAX];
    size_t n = names_of(loader->arena, (ll_str){0}, names);
    ll_yaml_refuse_unknown(root, names, n, "the settings", loader->errors);
    for (size_t i = 0; i < n; i++) {
        size_t leaf_count = names_of(loader->arena, ll_str_from(names[i]), leaves);
        const struct ll_yaml_node *node = ll_yaml_get(root, names[i]);
        if (!leaf_count || !node || ll_yaml_is_null(node))
            continue;
        if (node->kind != LL_YAML_MAPPING)
            (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
                             "'%s' is a mapping; write its keys under it: %s", names[i], leaves[0]);
        const char *what = ll_arena_printf(loader->arena, "'%s'", names[i]);
        if (what)
            ll_yaml_refuse_unknown(node, leaves, leaf_count, what, loader->errors);
    }
}

/* The node of a key; NULL where it is not given. */
static const struct ll_yaml_node *find(const struct ll_yaml_node *root,
                                       const struct ll_config_key *key)
{
    const char *leaf;
    ll_str section = ll_config_section(key->name, &leaf);
    const struct ll_yaml_node *level = root;
    if (section.len) {
        level = root ? root->first_child : NULL;
        while (level && !ll_str_eq(level->key->text, section))
            level = level->next;
    }
    const struct ll_yaml_node *node = ll_yaml_get(level, leaf);
    return node && !ll_yaml_is_null(node) ? node : NULL;
}

static void set_fallback(struct ll_config_loader *loader, const struct ll_config_key *key)
{
    struct ll_source *source = LL_NEW(loader->arena, struct ll_source);
    struct ll_yaml_node *node = NULL;
    if (source)
        *source = (struct ll_source){key->name, ll_str_from(key->fallback)};
    if (!source || ll_yaml_parse(loader->arena, source, &node, NULL) != LL_OK) {
        (void)ll_config_no_memory(loader);
        return;
    }
    (void)ll_config_set(loader, key, node);
}

static void set_all(struct ll_config_loader *loader, const struct ll_yaml_node *root)
{
    size_t count;
    const struct ll_config_key *keys = ll_config_keys(&count);
    struct ll_pos file = {.source = loader->source};
    for (size_t i = 0; i < count; i++) {
        const struct ll_yaml_node *node = find(root, &keys[i]);
        if (node)
            (void)ll_config_set(loader, &keys[i], node);
        else if (keys[i].fallback)
            set_fallback(loader, &keys[i]);
        else if (keys[i].required)
            (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, file,
                             "'%s' is missing; write %s: %s%s%s", keys[i].name, keys[i].name,
                             keys[i].kind == LL_CONFIG_PROPERTIES ? "{" : "", keys[i].example,
                             keys[i].kind == LL_CONFIG_PROPERTIES ? "}" : "");
    }
}

static const char *environment(const struct ll_config_loader *loader, const char *name)
{
    const char *value =
        loader->world.env ? loader->world.env(loader->world.context, name) : getenv(name);
    return value && value[0] ? value : NULL;
}

/* given: the file names one, right or wrong. */
static void choose_identity_key(struct ll_config_loader *loader, bool given)
{
    struct ll_config *config = loader->config;
    const char *key = environment(loader, "LEADLINE_IDENTITY_KEY");
    const char *file = environment(loader, "LEADLINE_IDENTITY_KEY_FILE");
    struct ll_pos at = {.source = loader->source};
    if (key && file) {
        (void)ll_fail(
            ll_errors_next(loader->errors), LL_ERR_SYNTAX,
            "LEADLINE_IDENTITY_KEY and LEADLINE_IDENTITY_KEY_FILE are both set; unset one");
        return;
    }
    const char *chosen = key ? key : file;
    const char *copy = chosen ? ll_arena_str(loader->arena, ll_str_from(chosen)).ptr : NULL;
    if (chosen && !copy)
        (void)ll_config_no_memory(loader);
    else if (key)
        config->identity_key = copy;
    else if (file)
        config->identity_key_file = copy;
    else if (!given)
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, at,
                         "no identity key; write identity_key_file: identity.key, or set "
                         "LEADLINE_IDENTITY_KEY_FILE");
    if (key)
        config->identity_key_file = NULL;
}

/* A topic's name, and where it is given: the item number at of section.leaf. */
struct use {
    const char *name, *section, *leaf;
    size_t at;
};

static size_t add_use(struct use *uses, size_t n, const char *name, const char *leaf, size_t at)
{
    if (name)
        uses[n++] = (struct use){name, "topics", leaf, at};
    return n;
}

static struct ll_pos use_place(const struct ll_yaml_node *root, const struct use *use)
{
    const struct ll_yaml_node *node = ll_yaml_get(ll_yaml_get(root, use->section), use->leaf);
    if (node && node->kind == LL_YAML_SEQUENCE) {
        node = node->first_child;
        for (size_t i = 0; node && i < use->at; i++)
            node = node->next;
    }
    return node ? node->at : (struct ll_pos){0};
}

static void refuse_shared(struct ll_config_loader *loader, const struct ll_yaml_node *root,
                          const struct use *first, const struct use *second)
{
    struct ll_pos here = use_place(root, second), there = use_place(root, first);
    struct ll_error *err = ll_errors_next(loader->errors);
    (void)ll_fail_at(err, LL_ERR_SYNTAX, here.line ? here : there,
                     "topic '%s' is in %s.%s and in %s.%s; give each its own", second->name,
                     first->section, first->leaf, second->section, second->leaf);
    if (here.line && there.line) {
        err->other = there;
        memcpy(err->other_note, "first given here", sizeof "first given here");
    }
}

/* Each topic has one use: what the worker writes, it must not read as something else. */
static void check_topics(struct ll_config_loader *loader, const struct ll_yaml_node *root)
{
    const struct ll_config *c = loader->config;
    struct use uses[2 * LL_CONFIG_TOPICS_MAX + 4];
    size_t n = 0;
    for (size_t i = 0; i < c->topics.sales.count; i++)
        n = add_use(uses, n, c->topics.sales.list[i], "sales", i);
    for (size_t i = 0; i < c->topics.traces.count; i++)
        n = add_use(uses, n, c->topics.traces.list[i], "traces", i);
    n = add_use(uses, n, c->topics.leads, "leads", 0);
    n = add_use(uses, n, c->topics.rejected, "rejected", 0);
    n = add_use(uses, n, c->topics.dispositions, "dispositions", 0);
    if (c->candidate.topic)
        uses[n++] = (struct use){c->candidate.topic, "candidate", "topic", 0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(uses[i].name, uses[j].name) == 0)
                refuse_shared(loader, root, &uses[j], &uses[i]);
}

/* In the order of the file; those without a place come last. */
static void sort_errors(struct ll_errors *errors)
{
    size_t n = errors->count < LL_ERRORS_MAX ? errors->count : LL_ERRORS_MAX;
    for (size_t i = 1; i < n; i++) {
        struct ll_error moved = errors->list[i];
        uint32_t line = moved.at.line ? moved.at.line : UINT32_MAX;
        size_t to = i;
        for (; to; to--) {
            const struct ll_pos *before = &errors->list[to - 1].at;
            uint32_t before_line = before->line ? before->line : UINT32_MAX;
            if (before_line < line || (before_line == line && before->col <= moved.at.col))
                break;
            errors->list[to] = errors->list[to - 1];
        }
        errors->list[to] = moved;
    }
}

enum ll_status ll_config_parse(struct ll_arena *arena, const struct ll_source *source,
                               const struct ll_config_world *world, struct ll_config *config,
                               struct ll_errors *errors)
{
    *config = (struct ll_config){.file = source->file, .source = *source};
    *errors = (struct ll_errors){0};
    struct ll_config_loader loader = {
        .arena = arena, .source = source, .config = config, .errors = errors};
    if (world)
        loader.world = *world;
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    enum ll_status status = ll_yaml_parse(arena, source, &root, &err);
    if (status == LL_OK && root && !ll_yaml_is_null(root) && root->kind != LL_YAML_MAPPING)
        status = ll_fail_at(&err, LL_ERR_TYPE, root->at,
                            "the settings are a mapping; write rules: ../rules/atf.yaml");
    if (status) {
        *ll_errors_next(errors) = err;
        return status;
    }
    const struct ll_yaml_node *given = ll_yaml_get(root, "identity_key_file");
    check_shape(&loader, root);
    set_all(&loader, root);
    choose_identity_key(&loader, given && !ll_yaml_is_null(given));
    check_topics(&loader, root);
    sort_errors(errors);
    return errors->count ? errors->list[0].status : LL_OK;
}

enum ll_status ll_config_load(struct ll_arena *arena, const char *path, struct ll_config *config,
                              struct ll_errors *errors)
{
    *config = (struct ll_config){.file = path};
    *errors = (struct ll_errors){0};
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    if (!source)
        return ll_fail(ll_errors_next(errors), LL_ERR_NOMEM, "out of memory");
    struct ll_error err = {0};
    enum ll_status status = ll_readfile(arena, path, source, &err);
    if (status) {
        *ll_errors_next(errors) = err;
        return status;
    }
    return ll_config_parse(arena, source, NULL, config, errors);
}
