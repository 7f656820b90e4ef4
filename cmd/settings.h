/* settings.h -- the worker's settings with all that they name, loaded and checked: for `run` and
 * `config check`.
 * Depends on: config, kafka, cmd/parts.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_SETTINGS_H
#define LL_CMD_SETTINGS_H

#include "cmd/parts.h"
#include "config/config.h"

struct cmd_settings {
    struct ll_arena arena;
    struct ll_config config;
    struct cmd_parts parts;
    struct {
        struct ll_pack *pack;     /* NULL: there is no candidate */
        struct ll_groups *groups; /* its own, or those of the parts; NULL: none */
    } candidate;
};

/* Load the file at path and the rules, groups and tables that it names, ask librdkafka about its
 * properties, and say on standard error what is wrong. candidate: the path of a pack that goes
 * before the file's candidate.rules; NULL: none. Returns CMD_FINE or CMD_BAD_USAGE; settings are
 * to be freed in either case. */
int cmd_settings_load(const char *path, const char *candidate, struct cmd_settings *settings);
void cmd_settings_free(struct cmd_settings *settings);

#endif
