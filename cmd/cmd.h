/* cmd.h -- the subcommands of leadline: one function and one file each, listed in main.c.
 * Depends on: every room.   SPDX-License-Identifier: Apache-2.0
 *
 * argv[0] is the subcommand's name, what follows are its options. Each returns the exit code.
 * Only this folder prints and exits; SIGPIPE is ignored, so that a closed pipe is an error like
 * any other. */
#ifndef LL_CMD_CMD_H
#define LL_CMD_CMD_H

#define CMD_FINE 0
#define CMD_FAILED 1
#define CMD_BAD_USAGE 2 /* or a bad configuration: nothing was done */

int cmd_bench(int argc, char **argv);
int cmd_config(int argc, char **argv);
int cmd_gen(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_tune(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_version(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_why(int argc, char **argv);

#endif
