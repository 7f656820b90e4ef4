/* settings.c -- see settings.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/settings.h"

#include "cmd/cmd.h"
#include "cmd/say.h"
#include "kafka/client.h"

/* librdkafka is asked about each by itself, so that one run tells of all that are wrong. */
static int check_properties(const struct ll_config *config)
{
    int code = CMD_FINE;

    for (size_t i = 0; i < config->kafka.count; i++) {
        const struct ll_config_property *property = &config->kafka.list[i];
        const struct ll_kafka_property asked = {property->name, property->value};
        struct ll_error err = {0};
        size_t bad;

        if (ll_kafka_properties_check(&asked, 1, &bad, &err) == LL_OK)
            continue;
        err.at = property->at;
        cmd_say_error(&err, "error");
        code = CMD_BAD_USAGE;
    }
    return code;
}

static int load_key(struct cmd_settings *settings)
{
    ll_str key = ll_str_from(settings->config.identity_key);

    if (!key.len)
        return CMD_FINE;
    settings->parts.identity = ll_identity_new(&settings->parts.arena, key);
    if (settings->parts.identity)
        return CMD_FINE;
    cmd_say("leadline: no memory for the identity key");
    return CMD_BAD_USAGE;
}

int cmd_settings_load(const char *path, struct cmd_settings *settings)
{
    struct ll_errors errors = {0};
    const struct ll_config *config = &settings->config;
    int code, parts;

    *settings = (struct cmd_settings){0};
    if (ll_config_load(&settings->arena, path, &settings->config, &errors) != LL_OK) {
        cmd_say_errors(&errors, "error");
        return CMD_BAD_USAGE;
    }
    const struct cmd_part_files files = {.rules = config->rules,
                                         .groups = config->groups,
                                         .dealers = config->dealers,
                                         .calendar = config->calendar,
                                         .calibers = config->calibers,
                                         .identity_key_file = config->identity_key_file};
    code = check_properties(config);
    parts = cmd_parts_load(&files, &settings->parts);
    if (!parts)
        parts = load_key(settings);
    return parts ? parts : code;
}

void cmd_settings_free(struct cmd_settings *settings)
{
    cmd_parts_free(&settings->parts);
    ll_arena_fini(&settings->arena);
}
