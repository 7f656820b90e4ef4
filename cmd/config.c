/* config.c -- leadline config.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/settings.h"

static const struct cmd_help help = {
    .name = "config",
    .summary = "check and show the worker's settings",
    .usage = "check FILE | show FILE | example | reference",
    .about =
        "check  loads FILE as 'leadline run' does, with the rules, groups and tables that it "
        "names, and asks librdkafka about each property under kafka. Nothing is connected to. "
        "Every fault is told with its place.\n"
        "\n"
        "show  prints the settings as they hold, defaults and environment filled in, secrets as "
        "***.\n"
        "\n"
        "example  prints a commented file with every key and its default.\n"
        "\n"
        "reference  prints all keys as a table: type, unit, default, meaning, source.",
    .examples = "leadline config check /etc/leadline/leadline.yaml\n"
                "leadline config example >leadline.yaml",
    .codes = "0  The settings are fine.\n"
             "2  They are not, or the options are wrong.",
};

static int print(struct ll_buf *out)
{
    bool fine = !out->failed && cmd_print(ll_buf_str(out));

    ll_buf_fini(out);
    return fine ? CMD_FINE : CMD_FAILED;
}

static int check(const char *path)
{
    struct cmd_settings settings;
    struct ll_buf out = {0};
    int code = cmd_settings_load(path, NULL, &settings);

    if (!code) {
        ll_buf_printf(&out, "%s: fine\n", path);
        if (ll_identity_is_demo(settings.parts.identity))
            ll_buf_printf(&out,
                          "%s: with the demo identity key, which 'leadline run' takes only "
                          "with --demo\n",
                          path);
        code = print(&out);
    }
    cmd_settings_free(&settings);
    return code;
}

static int show(const char *path)
{
    struct ll_arena arena = {0};
    struct ll_config config;
    struct ll_errors errors = {0};
    struct ll_buf out = {0};
    int code = CMD_BAD_USAGE;

    if (ll_config_load(&arena, path, &config, &errors) == LL_OK) {
        ll_config_write_effective(&config, &out);
        code = print(&out);
    } else {
        cmd_say_errors(&errors, "error");
    }
    ll_arena_fini(&arena);
    return code;
}

static int write_text(void (*write)(struct ll_buf *out))
{
    struct ll_buf out = {0};

    write(&out);
    return print(&out);
}

int cmd_config(int argc, char **argv)
{
    static const char *const words[] = {"check", "show", "example", "reference"};
    size_t operands;
    int code;

    if (cmd_args_read(&help, NULL, 0, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (!operands)
        return cmd_args_wrong(&help, "say what to do: check FILE, show FILE, example, reference");
    bool takes_file = strcmp(argv[0], "check") == 0 || strcmp(argv[0], "show") == 0;
    if (takes_file && operands != 2)
        return cmd_args_wrong(&help, "'%s' takes one FILE", argv[0]);
    if (takes_file)
        return strcmp(argv[0], "check") == 0 ? check(argv[1]) : show(argv[1]);
    if (strcmp(argv[0], "example") == 0 && operands == 1)
        return write_text(ll_config_write_example);
    if (strcmp(argv[0], "reference") == 0 && operands == 1)
        return write_text(ll_config_write_reference);
    if (operands > 1)
        return cmd_args_wrong(&help, "'%s' takes nothing more", argv[0]);
    return cmd_args_unknown(&help, "word", argv[0], words, sizeof words / sizeof words[0]);
}
