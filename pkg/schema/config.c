/* config.c -- the schema of the worker's settings, from their table.   SPDX-License-Identifier: Apache-2.0 */
#include "config/keys.h"
#include "schema/schema.h"
#include "schema/write.h"
#include "json/writer.h"

#include <inttypes.h>

/* A reference to the environment or a file stands for any value. */
#define REFERENCE "{'type': 'string', 'pattern': '\\\\$\\\\{(ENV|FILE):'}"

static void add_words(struct ll_buf *out, const char *const *words)
{
    ll_buf_add_lit(out, "\"enum\": [");
    for (size_t i = 0; words[i]; i++) {
        ll_buf_add_str(out, i ? LL_STR(", ") : LL_STR(""));
        ll_json_add_string(out, ll_str_from(words[i]));
    }
    ll_buf_add_lit(out, "]");
}

static void add_type(struct ll_buf *out, const struct ll_config_key *key)
{
    switch (key->kind) {
    case LL_CONFIG_PATH:
    case LL_CONFIG_SECRET:
    case LL_CONFIG_TEXT:
    case LL_CONFIG_TOPIC:
    case LL_CONFIG_REDIS:
    case LL_CONFIG_LISTEN:
        ll_schema_add(out, "'type': ['string', 'number', 'boolean', 'null']");
        break;
    case LL_CONFIG_TOPICS:
        ll_buf_printf(out,
                      "\"type\": [\"string\", \"number\", \"boolean\", \"array\", \"null\"], "
                      "\"minItems\": 1, \"maxItems\": %d, ",
                      LL_CONFIG_TOPICS_MAX);
        ll_schema_add(out, "'items': {'type': ['string', 'number', 'boolean']}");
        break;
    case LL_CONFIG_INTEGER:
        ll_buf_printf(out,
                      "\"anyOf\": [{\"type\": [\"integer\", \"null\"], \"minimum\": %" PRId64
                      ", \"maximum\": %" PRId64 "}, ",
                      key->min, key->max);
        ll_schema_add(out, REFERENCE "]");
        break;
    case LL_CONFIG_BOOLEAN:
        ll_schema_add(out, "'anyOf': [{'type': ['boolean', 'null']}, "
                           "{'enum': ['true', 'false']}, " REFERENCE "]");
        break;
    case LL_CONFIG_WORD:
        ll_schema_add(out, "'anyOf': [{'type': 'null'}, {");
        add_words(out, key->words);
        ll_schema_add(out, "}, " REFERENCE "]");
        break;
    case LL_CONFIG_PROPERTIES:
        ll_schema_add(out, "'type': 'object', 'required': ['bootstrap.servers'], "
                           "'additionalProperties': "
                           "{'type': ['string', 'number', 'boolean', 'null']}");
        break;
    }
}

static void add_key(struct ll_buf *out, const struct ll_config_key *key, const char *leaf,
                    const char *indent)
{
    ll_buf_printf(out, "%s", indent);
    ll_json_add_string(out, ll_str_from(leaf));
    ll_buf_add_lit(out, ": {\"description\": ");
    struct ll_buf text = {0};
    ll_buf_printf(&text, "%s%s%s", key->text, key->fallback ? " Default: " : "",
                  key->fallback ? key->fallback : "");
    ll_json_add_string(out, ll_buf_str(&text));
    out->failed = out->failed || text.failed;
    ll_buf_fini(&text);
    ll_buf_add_lit(out, ", ");
    add_type(out, key);
    ll_buf_add_char(out, '}');
}

/* The keys of a section that begin at keys[from]; returns how many. */
static size_t add_section(struct ll_buf *out, const struct ll_config_key *keys, size_t count,
                          size_t from, ll_str section)
{
    const char *leaf;
    size_t n = 0;
    ll_buf_printf(out, "    \"%.*s\": {\n", LL_STR_ARGS(section));
    ll_schema_add(out, "      'type': ['object', 'null'],\n      'additionalProperties': false,\n"
                       "      'properties': {\n");
    while (from + n < count && ll_str_eq(ll_config_section(keys[from + n].name, &leaf), section)) {
        ll_buf_add_str(out, n ? LL_STR(",\n") : LL_STR(""));
        add_key(out, &keys[from + n], leaf, "        ");
        n++;
    }
    ll_buf_add_lit(out, "\n      }\n    }");
    return n;
}

void ll_schema_write_config(struct ll_buf *out)
{
    size_t count, n = 0;
    const struct ll_config_key *keys = ll_config_keys(&count);
    ll_schema_add(out, "{\n"
                       "  '$schema': 'https://json-schema.org/draft/2020-12/schema',\n"
                       "  'title': 'Settings of leadline run',\n"
                       "  'type': 'object',\n"
                       "  'additionalProperties': false,\n"
                       "  'properties': {\n");
    for (size_t i = 0; i < count; i += n ? n : 1) {
        const char *leaf;
        ll_str section = ll_config_section(keys[i].name, &leaf);
        ll_buf_add_str(out, i ? LL_STR(",\n") : LL_STR(""));
        n = 0;
        if (section.len)
            n = add_section(out, keys, count, i, section);
        else
            add_key(out, &keys[i], leaf, "    ");
    }
    ll_buf_add_lit(out, "\n  },\n  \"required\": [");
    n = 0;
    for (size_t i = 0; i < count; i++) {
        if (keys[i].required)
            ll_buf_printf(out, "%s\"%s\"", n++ ? ", " : "", keys[i].name);
    }
    ll_buf_add_lit(out, "]\n}\n");
}
