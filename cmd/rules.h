/* rules.h -- the words of `leadline rules`: one function and one file each, listed in rules.c.
 * Depends on: every room.   SPDX-License-Identifier: Apache-2.0
 *
 * argv[0] is the word, what follows are its options. Each returns the exit code. */
#ifndef LL_CMD_RULES_H
#define LL_CMD_RULES_H

/* What the options of several words are called and mean. */
#define CMD_RULES_CALIBERS_HELP                                                                    \
    "The table of calibers that tells aliases from names. Without it: the built-in one."

int cmd_rules_check(int argc, char **argv);
int cmd_rules_explain(int argc, char **argv);
int cmd_rules_list(int argc, char **argv);
int cmd_rules_test(int argc, char **argv);
int cmd_rules_schema(int argc, char **argv);

/* What a file is by its top keys. What is a folder, or cannot be read as YAML, is left to the pack's loader. */
enum cmd_rules_kind { CMD_RULES_PACK, CMD_RULES_GROUPS, CMD_RULES_TESTS };
enum cmd_rules_kind cmd_rules_kind_of(const char *path);

#endif
