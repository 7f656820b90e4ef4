/* write.c -- the table of keys as an example file, as a reference, and the settings as they hold.
 * SPDX-License-Identifier: Apache-2.0 */
#include "config/keys.h"
#include <inttypes.h>

#define WIDTH 100

/* text as comment lines, broken at blanks. */
static void write_comment(struct ll_buf *out, const char *indent, ll_str text)
{
    size_t room = WIDTH - strlen(indent) - 2;
    while (text.len) {
        size_t end = text.len;
        if (end > room)
            for (end = room; end && text.ptr[end] != ' '; end--) {
            }
        end = end ? end : text.len;
        ll_buf_printf(out, "%s# %.*s\n", indent, (int)end, text.ptr);
        size_t next = end < text.len ? end + 1 : end;
        text = (ll_str){text.ptr + next, text.len - next};
    }
}

/* The range, unit or words of a key; empty where its kind says it all. */
static void write_type(struct ll_buf *out, const struct ll_config_key *key)
{
    if (key->kind == LL_CONFIG_INTEGER)
        ll_buf_printf(out, "%s, %" PRId64 " to %" PRId64, key->unit, key->min, key->max);
    else if (key->kind == LL_CONFIG_BOOLEAN)
        ll_buf_add_lit(out, "true or false");
    for (size_t i = 0; key->kind == LL_CONFIG_WORD && key->words[i]; i++)
        ll_buf_printf(out, "%s%s", i ? ", " : "", key->words[i]);
}

static void write_key_comment(struct ll_buf *out, const char *indent,
                              const struct ll_config_key *key)
{
    struct ll_buf line = {0};
    write_comment(out, indent, ll_str_from(key->text));
    write_type(&line, key);
    if (key->fallback)
        ll_buf_printf(&line, "%sdefault %s", line.len ? "; " : "", key->fallback);
    else if (key->required)
        ll_buf_add_lit(&line, "required");
    write_comment(out, indent, ll_buf_str(&line));
    ll_buf_reset(&line);
    if (key->source)
        ll_buf_printf(&line, "Source: %s", key->source);
    write_comment(out, indent, ll_buf_str(&line));
    ll_buf_fini(&line);
}

void ll_config_write_example(struct ll_buf *out)
{
    ll_buf_add_lit(
        out,
        "# Settings of the worker: leadline run --config leadline.yaml\n"
        "# Paths are relative to this file. ${ENV:NAME} and ${FILE:path} in a value stand for a\n"
        "# variable of the environment and for the content of a file.\n");
    size_t count;
    const struct ll_config_key *keys = ll_config_keys(&count);
    ll_str section = {0};
    for (size_t i = 0; i < count; i++) {
        const struct ll_config_key *key = &keys[i];
        const char *leaf;
        ll_str of = ll_config_section(key->name, &leaf);
        if (of.len && !ll_str_eq(of, section))
            ll_buf_printf(out, "\n%.*s:\n", LL_STR_ARGS(of));
        else if (!of.len)
            ll_buf_add_char(out, '\n');
        section = of;
        const char *indent = of.len ? "  " : "";
        write_key_comment(out, indent, key);
        const char *value = key->fallback ? key->fallback : key->example;
        const char *off = key->fallback || key->shown ? "" : "# ";
        if (key->kind == LL_CONFIG_PROPERTIES)
            ll_buf_printf(out, "%s:\n  %s\n", leaf, value);
        else
            ll_buf_printf(out, "%s%s%s: %s\n", indent, off, leaf, value);
    }
}

void ll_config_write_reference(struct ll_buf *out)
{
    ll_buf_add_lit(out, "| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
    static const char *const kinds[] = {[LL_CONFIG_PATH] = "path",
                                        [LL_CONFIG_SECRET] = "path",
                                        [LL_CONFIG_TEXT] = "text",
                                        [LL_CONFIG_TOPIC] = "topic",
                                        [LL_CONFIG_TOPICS] = "list of topics",
                                        [LL_CONFIG_REDIS] = "address",
                                        [LL_CONFIG_LISTEN] = "host:port or off",
                                        [LL_CONFIG_PROPERTIES] = "properties of librdkafka",
                                        [LL_CONFIG_INTEGER] = "",
                                        [LL_CONFIG_BOOLEAN] = "",
                                        [LL_CONFIG_WORD] = ""};
    size_t count;
    const struct ll_config_key *keys = ll_config_keys(&count);
    for (size_t i = 0; i < count; i++) {
        const struct ll_config_key *key = &keys[i];
        ll_buf_printf(out, "| `%s` | %s", key->name, kinds[key->kind]);
        write_type(out, key);
        if (key->fallback)
            ll_buf_printf(out, " | `%s` | %s", key->fallback, key->text);
        else
            ll_buf_printf(out, " | %s | %s", key->required ? "required" : "none", key->text);
        if (key->source)
            ll_buf_printf(out, " Source: %s.", key->source);
        ll_buf_add_lit(out, " |\n");
    }
}

/* The bytes of a key's value in the settings. */
static void load(const struct ll_config *config, const struct ll_config_key *key, void *value,
                 size_t size)
{
    memcpy(value, (const char *)config + key->offset, size);
}

static void write_address(struct ll_buf *out, const struct ll_config_key *key,
                          const struct ll_config_address *a)
{
    if (a->path) {
        ll_buf_printf(out, "unix://%s?db=%" PRId64, a->path, a->db);
        return;
    }
    if (!a->host) {
        ll_buf_add_lit(out, "off");
        return;
    }
    bool six = strchr(a->host, ':') != NULL;
    ll_buf_printf(out, "%s%s%s%s:%" PRId64, key->kind == LL_CONFIG_REDIS ? "redis://" : "",
                  six ? "[" : "", a->host, six ? "]" : "", a->port);
    if (key->kind == LL_CONFIG_REDIS)
        ll_buf_printf(out, "/%" PRId64, a->db);
}

static void write_names(struct ll_buf *out, const struct ll_config_names *names)
{
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < names->count; i++)
        ll_buf_printf(out, "%s%s", i ? ", " : "", names->list[i]);
    ll_buf_add_char(out, ']');
}

static void write_properties(struct ll_buf *out, const struct ll_config *config)
{
    for (size_t i = 0; i < config->kafka.count; i++) {
        const struct ll_config_property *p = &config->kafka.list[i];
        ll_buf_printf(out, "kafka.%s: %s\n", p->name, p->secret ? "***" : p->value);
    }
}

static void write_value(struct ll_buf *out, const struct ll_config *config,
                        const struct ll_config_key *key)
{
    const char *text;
    int64_t integer;
    bool boolean;
    unsigned word;
    struct ll_config_names names;
    struct ll_config_address address;
    switch (key->kind) {
    case LL_CONFIG_PATH:
    case LL_CONFIG_SECRET:
    case LL_CONFIG_TEXT:
    case LL_CONFIG_TOPIC:
        load(config, key, &text, sizeof text);
        ll_buf_add_str(out, text ? ll_str_from(text) : LL_STR("none"));
        break;
    case LL_CONFIG_TOPICS:
        load(config, key, &names, sizeof names);
        write_names(out, &names);
        break;
    case LL_CONFIG_INTEGER:
        load(config, key, &integer, sizeof integer);
        ll_buf_add_i64(out, integer);
        break;
    case LL_CONFIG_BOOLEAN:
        load(config, key, &boolean, sizeof boolean);
        ll_buf_add_str(out, boolean ? LL_STR("true") : LL_STR("false"));
        break;
    case LL_CONFIG_WORD:
        load(config, key, &word, sizeof word);
        ll_buf_add_str(out, ll_str_from(key->words[word]));
        break;
    case LL_CONFIG_REDIS:
    case LL_CONFIG_LISTEN:
        load(config, key, &address, sizeof address);
        write_address(out, key, &address);
        break;
    case LL_CONFIG_PROPERTIES:
        break;
    }
}

void ll_config_write_effective(const struct ll_config *config, struct ll_buf *out)
{
    size_t count;
    const struct ll_config_key *keys = ll_config_keys(&count);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].kind == LL_CONFIG_PROPERTIES) {
            write_properties(out, config);
            continue;
        }
        ll_buf_printf(out, "%s: ", keys[i].name);
        if (keys[i].offset == offsetof(struct ll_config, identity_key_file) && config->identity_key)
            ll_buf_add_lit(out, "none: the key is in LEADLINE_IDENTITY_KEY");
        else
            write_value(out, config, &keys[i]);
        ll_buf_add_char(out, '\n');
    }
}
