/* args.h -- options of a subcommand: one table for reading them, for the help and for what is
 * said of wrong ones.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_ARGS_H
#define LL_CMD_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The values of an option that may be given again. */
#define CMD_LIST_MAX 16
struct cmd_list {
    const char *items[CMD_LIST_MAX];
    size_t count;
};

/* --name, --name VALUE or --name=VALUE. Exactly one of flag, text, number and list is where it goes;
 * it keeps what it has where the option is not given, and but for a list the last holds where it is
 * given twice. */
struct cmd_option {
    const char *name;  /* without the dashes */
    const char *value; /* what the help calls the value; NULL for a flag */
    const char *help;  /* sentences; wrapped where they are shown */
    bool *flag;
    const char **text;
    int64_t *number;
    int64_t min, max; /* of number */
    struct cmd_list *list;
};

struct cmd_help {
    const char *name;     /* as typed after leadline: "replay", "rules check" */
    const char *summary;  /* one line, lower case, no full stop */
    const char *usage;    /* what follows the name: "--rules FILE [options] EVENTS..." */
    const char *about;    /* paragraphs, blank lines between; NULL: none */
    const char *examples; /* lines; NULL: none */
    const char *codes;    /* what the exit codes mean; NULL: the usual */
};

enum cmd_next {
    CMD_GO_ON,
    CMD_STOP /* help was shown or the usage is wrong: return *code */
};

/* Read argv[1..argc-1]; operands are gathered at the start of argv, *operands tells how many.
 * "--" ends the options, "-" is an operand, --help and -h show the help. */
enum cmd_next cmd_args_read(const struct cmd_help *help, const struct cmd_option *options, size_t n,
                            int argc, char **argv, size_t *operands, int *code);

/* Say on standard error what is wrong with the usage and where help is; returns CMD_BAD_USAGE. */
int cmd_args_wrong(const struct cmd_help *help, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same for a word that no list has, with the nearest right one: "unknown command 'rin'; did
 * you mean 'run'?" */
int cmd_args_unknown(const struct cmd_help *help, const char *what, const char *word,
                     const char *const *known, size_t n);

#endif
