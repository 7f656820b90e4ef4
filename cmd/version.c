/* version.c -- leadline version.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"

static const struct cmd_help help = {
    .name = "version",
    .summary = "which version this is",
    .usage = "",
    .about = "Prints the version, and the commit that it was built from.",
};

int cmd_version(int argc, char **argv)
{
    size_t operands;
    int code;

    if (cmd_args_read(&help, NULL, 0, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands)
        return cmd_args_wrong(&help, "'%.64s' is too much here", argv[0]);
    return cmd_print(LL_STR("leadline " LL_VERSION "\n")) ? CMD_FINE : CMD_FAILED;
}
