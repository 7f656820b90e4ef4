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

/* The candidate, by the calibers of the parts. */
static int load_candidate(const char *rules, struct cmd_settings *settings)
{
    const char *own_groups = settings->config.candidate.groups;
    struct ll_errors errors = {0}, warnings = {0};
    enum ll_status pack, groups = LL_OK;

    if (!rules)
        return CMD_FINE;
    pack = ll_pack_load(&settings->arena, rules, settings->parts.calibers,
                        &settings->candidate.pack, &errors, &warnings);
    settings->candidate.groups = settings->parts.groups;
    if (own_groups)
        groups = ll_groups_load(&settings->arena, own_groups, settings->parts.calibers,
                                &settings->candidate.groups, &errors);
    cmd_say_errors(&warnings, "warning");
    cmd_say_errors(&errors, "error");
    return pack || groups ? CMD_BAD_USAGE : CMD_FINE;
}

int cmd_settings_load(const char *path, const char *candidate, struct cmd_settings *settings)
{
    struct ll_errors errors = {0};
    const struct ll_config *config = &settings->config;
    int code, parts, on_trial = CMD_FINE;

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
    if (settings->parts.calibers)
        on_trial = load_candidate(candidate ? candidate : config->candidate.rules, settings);
    if (parts)
        return parts;
    return on_trial ? on_trial : code;
}

void cmd_settings_free(struct cmd_settings *settings)
{
    cmd_parts_free(&settings->parts);
    ll_arena_fini(&settings->arena);
}
