/* rules_check.c -- leadline rules check: every fault of packs and groups files.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/rules.h"
#include "cmd/say.h"

static const struct cmd_help help = {
    .name = "rules check",
    .summary = "tell every fault of packs and groups files, with its place",
    .usage = "[options] FILE|DIR...",
    .about = "Loads packs and groups as the worker does. A file whose top level has 'groups' is a "
             "groups file; a folder is one pack of all its *.yaml and *.yml files, with groups "
             "files passed over.",
    .examples = "leadline rules check rules/atf.yaml rules/groups.yaml",
    .codes = "0 all are good; 1 one is faulty; 2 bad usage.",
};

/* One file or folder; false where it is faulty. */
static bool check(const char *path, const char *calibers)
{
    bool groups = cmd_rules_is_groups(path);
    struct cmd_part_files files = {
        .calibers = calibers, .rules = groups ? NULL : path, .groups = groups ? path : NULL};
    struct cmd_parts parts;
    bool fine = cmd_parts_load(&files, &parts) == CMD_FINE;

    if (fine && groups)
        cmd_say("%s: good, %zu groups", path, ll_groups_router(parts.groups)->group_count);
    else if (fine)
        cmd_say("%s: good, %zu indicators, %s", path, parts.pack->indicator_count,
                parts.pack->digest);
    cmd_parts_free(&parts);
    return fine;
}

int cmd_rules_check(int argc, char **argv)
{
    const char *calibers = NULL;
    const struct cmd_option options[] = {
        {.name = "calibers", .value = "FILE", .text = &calibers, .help = CMD_RULES_CALIBERS_HELP},
    };
    size_t operands;
    int code;
    bool fine = true;

    if (cmd_args_read(&help, options, 1, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "name a file or folder of rules");
    for (size_t i = 0; i < operands; i++)
        fine &= check(argv[i], calibers);
    return fine ? CMD_FINE : CMD_FAILED;
}
