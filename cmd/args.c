/* args.c -- see args.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"

#include "base/buf.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define HELP_COLUMNS 92
#define OPTIONS_MAX 64

/* Append text, indented, its lines broken at blanks; a line that starts with a blank is left as
 * it is. */
static void add_wrapped(struct ll_buf *out, const char *text, size_t indent)
{
    while (*text) {
        size_t line = strcspn(text, "\n"), room = HELP_COLUMNS - indent, take = line;
        if (take > room && *text != ' ') {
            take = room;
            while (take > 0 && text[take] != ' ')
                take--;
            if (take == 0)
                take = line;
        }
        if (take)
            ll_buf_printf(out, "%*s%.*s", (int)indent, "", (int)take, text);
        ll_buf_add_char(out, '\n');
        text += take;
        if (*text)
            text++;
    }
}

static void add_section(struct ll_buf *out, const char *title, const char *text)
{
    if (!text)
        return;
    ll_buf_printf(out, "\n%s\n", title);
    add_wrapped(out, text, 4);
}

static void add_option(struct ll_buf *out, const struct cmd_option *option)
{
    ll_buf_printf(out, "    --%s%s%s\n", option->name, option->value ? " " : "",
                  option->value ? option->value : "");
    add_wrapped(out, option->help, 8);
}

static int show_help(const struct cmd_help *help, const struct cmd_option *options, size_t n)
{
    struct ll_buf out = {0};
    bool fine;

    ll_buf_printf(&out, "leadline%s%s - %s\n\nUSAGE\n", *help->name ? " " : "", help->name,
                  help->summary);
    ll_buf_printf(&out, "    leadline%s%s %s\n", *help->name ? " " : "", help->name, help->usage);
    add_section(&out, "DESCRIPTION", help->about);
    ll_buf_add_lit(&out, "\nOPTIONS\n");
    for (size_t i = 0; i < n; i++)
        add_option(&out, &options[i]);
    ll_buf_add_lit(&out, "    --help, -h\n        Show this text.\n");
    add_section(&out, "EXAMPLES", help->examples);
    add_section(&out, "EXIT STATUS",
                help->codes ? help->codes : "0 fine; 1 failed; 2 bad usage or configuration.");
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine ? CMD_FINE : CMD_FAILED;
}

static void say_where_help_is(const struct cmd_help *help)
{
    cmd_say("usage: leadline%s%s %s", *help->name ? " " : "", help->name, help->usage);
    cmd_say("'leadline%s%s --help' tells more.", *help->name ? " " : "", help->name);
}

int cmd_args_wrong(const struct cmd_help *help, const char *format, ...)
{
    char message[512];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    cmd_say("error: %s", message);
    say_where_help_is(help);
    return CMD_BAD_USAGE;
}

int cmd_args_unknown(const struct cmd_help *help, const char *what, const char *word,
                     const char *const *known, size_t n)
{
    const char *near = ll_nearest(ll_str_from(word), known, n);

    if (near)
        return cmd_args_wrong(help, "unknown %s '%.128s'; did you mean '%s'?", what, word, near);
    return cmd_args_wrong(help, "unknown %s '%.128s'", what, word);
}

static int unknown_option(const struct cmd_help *help, const struct cmd_option *options, size_t n,
                          const char *word)
{
    char names[OPTIONS_MAX][64], given[64];
    const char *known[OPTIONS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < n && i + 1 < OPTIONS_MAX; i++) {
        (void)snprintf(names[i], sizeof names[i], "--%s", options[i].name);
        known[count++] = names[i];
    }
    known[count++] = "--help";
    (void)snprintf(given, sizeof given, "%.*s", (int)strcspn(word, "="), word);
    return cmd_args_unknown(help, "option", given, known, count);
}

static bool read_number(const struct cmd_option *option, const char *text)
{
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end == text || *end || text[0] == ' ' || value < option->min ||
        value > option->max)
        return false;
    *option->number = value;
    return true;
}

/* Take one option, whose value may be the next argument; returns how many arguments it was, 0
 * where it is wrong. */
static int take_option(const struct cmd_help *help, const struct cmd_option *option,
                       const char *value, const char *next)
{
    if (option->flag) {
        if (value) {
            cmd_args_wrong(help, "option '--%s' takes no value", option->name);
            return 0;
        }
        *option->flag = true;
        return 1;
    }
    /* What looks like an option is one; a value of that look is given as --name=VALUE. */
    if (!value && (!next || strncmp(next, "--", 2) == 0)) {
        cmd_args_wrong(help, "option '--%s' wants a value: --%s %s", option->name, option->name,
                       option->value);
        return 0;
    }
    if (option->text)
        *option->text = value ? value : next;
    if (option->list) {
        if (option->list->count == CMD_LIST_MAX) {
            cmd_args_wrong(help, "option '--%s' is given more than %d times", option->name,
                           CMD_LIST_MAX);
            return 0;
        }
        option->list->items[option->list->count++] = value ? value : next;
    }
    if (option->number && !read_number(option, value ? value : next)) {
        cmd_args_wrong(help, "option '--%s' wants a whole number from %lld to %lld, not '%.64s'",
                       option->name, (long long)option->min, (long long)option->max,
                       value ? value : next);
        return 0;
    }
    return value ? 1 : 2;
}

static const struct cmd_option *find(const struct cmd_option *options, size_t n, const char *word)
{
    size_t len = strcspn(word, "=");

    for (size_t i = 0; i < n; i++) {
        if (strlen(options[i].name) == len && memcmp(options[i].name, word, len) == 0)
            return &options[i];
    }
    return NULL;
}

enum cmd_next cmd_args_read(const struct cmd_help *help, const struct cmd_option *options, size_t n,
                            int argc, char **argv, size_t *operands, int *code)
{
    bool ended = false;
    int used;

    *operands = 0;
    *code = CMD_BAD_USAGE;
    for (int i = 1; i < argc; i += used) {
        char *word = argv[i];
        const struct cmd_option *option;
        used = 1;
        if (ended || word[0] != '-' || word[1] == '\0') {
            argv[(*operands)++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            ended = true;
            continue;
        }
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            *code = show_help(help, options, n);
            return CMD_STOP;
        }
        option = word[1] == '-' ? find(options, n, word + 2) : NULL;
        if (!option) {
            *code = unknown_option(help, options, n, word);
            return CMD_STOP;
        }
        used = take_option(help, option, strchr(word, '=') ? strchr(word, '=') + 1 : NULL,
                           i + 1 < argc ? argv[i + 1] : NULL);
        if (!used)
            return CMD_STOP;
    }
    return CMD_GO_ON;
}
