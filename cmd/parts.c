/* parts.c -- see parts.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/parts.h"

#include "cmd/cmd.h"
#include "cmd/say.h"

static enum ll_status load_calibers(const char *path, struct cmd_parts *parts, struct ll_error *err)
{
    struct ll_source *source;

    if (path)
        return ll_calibers_load(&parts->arena, path, &parts->calibers, err);
    source = LL_NEW(&parts->arena, struct ll_source);
    if (!source)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for the table of calibers");
    *source = (struct ll_source){"the built-in table of calibers", ll_calibers_builtin_text()};
    return ll_calibers_parse(&parts->arena, source, &parts->calibers, err);
}

static enum ll_status load_identity(const char *path, struct cmd_parts *parts, struct ll_error *err)
{
    if (path)
        return ll_identity_load(&parts->arena, path, &parts->identity, err);
    parts->identity = ll_identity_new(&parts->arena, LL_STR(LL_IDENTITY_DEMO_KEY));
    return parts->identity ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for the identity key");
}

static enum ll_status load_calendar(const char *path, struct cmd_parts *parts, struct ll_error *err)
{
    if (path)
        return ll_calendar_load(&parts->arena, path, &parts->calendar, err);
    parts->calendar = ll_calendar_builtin(&parts->arena);
    return parts->calendar ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for the calendar");
}

/* Those that end at their first fault. Each is tried, so that one run tells of all of them. */
static int load_tables(const struct cmd_part_files *files, struct cmd_parts *parts)
{
    struct ll_error errors[4] = {0};
    enum ll_status status[4] = {LL_OK};
    int code = CMD_FINE;

    status[0] = load_calibers(files->calibers, parts, &errors[0]);
    status[1] = load_identity(files->identity_key_file, parts, &errors[1]);
    status[2] = load_calendar(files->calendar, parts, &errors[2]);
    if (files->dealers)
        status[3] = ll_dealers_load(&parts->arena, files->dealers, &parts->dealers, &errors[3]);
    for (size_t i = 0; i < sizeof status / sizeof status[0]; i++) {
        if (!status[i])
            continue;
        cmd_say_error(&errors[i], "error");
        code = CMD_BAD_USAGE;
    }
    return code;
}

struct cmd_option cmd_identity_option(struct cmd_part_files *files)
{
    return (struct cmd_option){
        .name = "identity-key-file",
        .value = "FILE",
        .text = &files->identity_key_file,
        .help = "The secret with which purchasers' and addresses' keys are made. Without it: the "
                "demo key."};
}

size_t cmd_part_options(struct cmd_part_files *files, const char *dealers_help,
                        struct cmd_option *out)
{
    const struct cmd_option list[] = {
        {.name = "rules",
         .value = "FILE|DIR",
         .text = &files->rules,
         .help = "The rule pack, or a folder whose *.yaml files are one. Required."},
        {.name = "groups",
         .value = "FILE",
         .text = &files->groups,
         .help = "The groups and their guidelines. Without it leads have no routes."},
        {.name = "dealers", .value = "FILE", .text = &files->dealers, .help = dealers_help},
        {.name = "calendar",
         .value = "FILE",
         .text = &files->calendar,
         .help = "The default calendar. Without it: open Monday to Friday, federal holidays."},
        {.name = "calibers",
         .value = "FILE",
         .text = &files->calibers,
         .help = "The table of calibers, as CSV. Without it: the built-in one."},
    };

    memcpy(out, list, sizeof list);
    return sizeof list / sizeof list[0];
}

int cmd_parts_load(const struct cmd_part_files *files, struct cmd_parts *parts)
{
    struct ll_errors errors = {0}, warnings = {0};
    enum ll_status pack = LL_OK, groups = LL_OK;
    int code;

    *parts = (struct cmd_parts){0};
    code = load_tables(files, parts);
    if (!parts->calibers)
        return CMD_BAD_USAGE;
    if (files->rules)
        pack = ll_pack_load(&parts->arena, files->rules, parts->calibers, &parts->pack, &errors,
                            &warnings);
    if (files->groups)
        groups =
            ll_groups_load(&parts->arena, files->groups, parts->calibers, &parts->groups, &errors);
    cmd_say_errors(&warnings, "warning");
    cmd_say_errors(&errors, "error");
    return pack || groups ? CMD_BAD_USAGE : code;
}

void cmd_parts_free(struct cmd_parts *parts)
{
    ll_arena_fini(&parts->arena);
}
