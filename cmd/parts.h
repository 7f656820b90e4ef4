/* parts.h -- what an engine is made of, loaded from the files that the options name.
 * Depends on: calendar, event, pack, group.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_PARTS_H
#define LL_CMD_PARTS_H

#include "calendar/dealers.h"
#include "cmd/args.h"
#include "event/identity.h"
#include "group/group.h"
#include "pack/pack.h"

/* NULL: not given. */
struct cmd_part_files {
    const char *rules; /* a file or folder; NULL: no pack is loaded */
    const char *groups, *dealers, *calendar, *calibers, *identity_key_file;
};

/* The options that name the files of packs, groups, dealers, calendar and calibers. dealers_help: that of
 * the dealers. All must last as long as the options. Returns how many were put at out. */
size_t cmd_part_options(struct cmd_part_files *files, const char *dealers_help,
                        struct cmd_option *out);

/* The option that names the file of the secret, for those who make keys of what is in events. */
struct cmd_option cmd_identity_option(struct cmd_part_files *files);

/* All in the arena. What has no file is the built-in one, or NULL for groups and dealers. */
struct cmd_parts {
    struct ll_arena arena;
    struct ll_calibers *calibers;
    struct ll_identity *identity;
    struct ll_calendar *calendar;
    struct ll_dealers *dealers;
    struct ll_groups *groups;
    struct ll_pack *pack;
};

/* Load them, say on standard error what is wrong with them or worth a warning. Returns CMD_FINE
 * or CMD_BAD_USAGE; parts are to be freed in either case. */
int cmd_parts_load(const struct cmd_part_files *files, struct cmd_parts *parts);
void cmd_parts_free(struct cmd_parts *parts);

#endif
