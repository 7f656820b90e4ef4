/* main.c -- leadline: one program, one subcommand a file.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include <signal.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"run", cmd_run, "the live worker: sales from Kafka, windows in Redis, leads out"},
    {"replay", cmd_replay, "the same on files of events"},
    {"gen", cmd_gen, "make realistic events to try things with"},
    {"tune", cmd_tune, "what other rules would have found in a history, and how right it was"},
    {"watch", cmd_watch, "show leads in plain words as they come"},
    {"verify", cmd_verify, "prove leads from their own evidence"},
    {"why", cmd_why, "why a lead is there, and how near the others came"},
    {"bench", cmd_bench, "measure on this machine, with your rules and events"},
    {"rules", cmd_rules, "check and list rule packs and groups"},
    {"config", cmd_config, "check and show the worker's settings"},
    {"version", cmd_version, "which version this is"},
};
#define COMMANDS (sizeof commands / sizeof commands[0])

static const struct cmd_help about = {
    .name = "",
    .summary = "find signs of firearms trafficking in dealers' sales",
    .usage = "COMMAND [options]",
};

static int show_commands(void)
{
    struct ll_buf out = {0};
    bool fine;

    ll_buf_printf(&out, "leadline - %s\n\nUSAGE\n    leadline %s\n\nCOMMANDS\n", about.summary,
                  about.usage);
    for (size_t i = 0; i < COMMANDS; i++)
        ll_buf_printf(&out, "    %-9s %s\n", commands[i].name, commands[i].summary);
    ll_buf_add_lit(&out, "\n'leadline COMMAND --help' tells more of each.\n"
                         "\nEXIT STATUS\n    0 fine; 1 failed; 2 bad usage or configuration.\n");
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine ? CMD_FINE : CMD_FAILED;
}

static int unknown_command(const char *word)
{
    const char *names[COMMANDS];

    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    return cmd_args_unknown(&about, word[0] == '-' ? "option" : "command", word, names, COMMANDS);
}

int main(int argc, char **argv)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    static char help[] = "--help";
    const char *word = argc > 1 ? argv[1] : "";

    (void)sigaction(SIGPIPE, &ignore, NULL);
    if (argc < 2)
        return cmd_args_wrong(&about, "a command is missing; 'leadline --help' lists them");
    if (strcmp(word, "--version") == 0)
        word = "version";
    if (strcmp(word, "help") == 0 && argc > 2) {
        word = argv[2];
        argv[2] = help;
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
               strcmp(word, "help") == 0) {
        return show_commands();
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(word, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    return unknown_command(word);
}
