/* rules.c -- leadline rules: which word does what.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/rules.h"

#include "base/buf.h"
#include "base/readfile.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "pack/book.h"
#include <sys/stat.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} words[] = {
    {"check", cmd_rules_check, "tell every fault of packs, tests and groups files, with its place"},
    {"test", cmd_rules_test, "run the tests of rules"},
    {"explain", cmd_rules_explain,
     "an indicator in plain English, with its law, parameters and tests"},
    {"list", cmd_rules_list, "the indicators of a pack"},
    {"schema", cmd_rules_schema, "JSON Schemas of packs, groups files and settings, for editors"},
};
#define WORDS (sizeof words / sizeof words[0])

static const struct cmd_help help = {
    .name = "rules",
    .summary = "check and list rule packs and groups",
    .usage = "WORD [options] FILE|DIR...",
};

enum cmd_rules_kind cmd_rules_kind_of(const char *path)
{
    struct ll_arena arena = {0};
    struct ll_source *source = LL_NEW(&arena, struct ll_source);
    struct ll_yaml_node *root = NULL;
    struct stat about;
    enum cmd_rules_kind kind = CMD_RULES_PACK;

    if (source && stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
        ll_readfile(&arena, path, source, NULL) == LL_OK &&
        ll_yaml_parse(&arena, source, &root, NULL) == LL_OK)
        kind = ll_yaml_get(root, "groups") ? CMD_RULES_GROUPS
               : ll_pack_is_tests(root)    ? CMD_RULES_TESTS
                                           : CMD_RULES_PACK;
    ll_arena_fini(&arena);
    return kind;
}

static int show_words(void)
{
    struct ll_buf out = {0};
    bool fine;

    ll_buf_printf(&out, "leadline rules - %s\n\nUSAGE\n    leadline rules %s\n\nWORDS\n",
                  help.summary, help.usage);
    for (size_t i = 0; i < WORDS; i++)
        ll_buf_printf(&out, "    %-9s %s\n", words[i].name, words[i].summary);
    ll_buf_add_lit(&out,
                   "\nOPTIONS\n    --help, -h\n        Show this text; after a WORD, more of it.\n"
                   "\nEXIT STATUS\n    0 all are good; 1 one is faulty; 2 bad usage.\n");
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine ? CMD_FINE : CMD_FAILED;
}

int cmd_rules(int argc, char **argv)
{
    const char *names[WORDS], *word = argc > 1 ? argv[1] : "";

    if (argc < 2)
        return cmd_args_wrong(&help, "say what to do: 'leadline rules --help' lists it");
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return show_words();
    for (size_t i = 0; i < WORDS; i++) {
        names[i] = words[i].name;
        if (strcmp(word, words[i].name) == 0)
            return words[i].run(argc - 1, argv + 1);
    }
    return cmd_args_unknown(&help, word[0] == '-' ? "option" : "word", word, names, WORDS);
}
