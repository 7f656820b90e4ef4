/* rules.c -- leadline rules: check and list packs and groups.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/say.h"

#include "base/buf.h"
#include "base/readfile.h"
#include "yaml/yaml.h"
#include <inttypes.h>
#include <sys/stat.h>

static const struct cmd_help help = {
    .name = "rules",
    .summary = "check and list rule packs and groups",
    .usage = "check|list [--calibers FILE] FILE|DIR...",
    .about =
        "check loads packs and groups as the worker does, and tells every fault with its place. A "
        "file whose top level has 'groups' is a groups file; a folder is one pack of all its "
        "*.yaml and *.yml files, with groups files passed over.\n"
        "\n"
        "list prints the indicators of a pack: id, weight, timeline, items, window, title; 'off' "
        "stands where one is disabled.",
    .examples = "leadline rules check rules/atf.yaml rules/groups.yaml\n"
                "leadline rules list rules/atf.yaml",
    .codes = "0 all are good; 1 one is faulty; 2 bad usage.",
};

/* A groups file has `groups` at its top level. What cannot be read as YAML is left to the pack's
 * loader to complain of. */
static bool is_groups_file(const char *path)
{
    struct ll_arena arena = {0};
    struct ll_source *source = LL_NEW(&arena, struct ll_source);
    struct ll_yaml_node *root = NULL;
    struct stat about;
    bool found = false;

    if (source && stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
        ll_readfile(&arena, path, source, NULL) == LL_OK &&
        ll_yaml_parse(&arena, source, &root, NULL) == LL_OK)
        found = ll_yaml_get(root, "groups") != NULL;
    ll_arena_fini(&arena);
    return found;
}

static void add_window(struct ll_buf *out, const struct ll_window *window)
{
    switch (window->kind) {
    case LL_WINDOW_SAME_DAY:
        ll_buf_add_lit(out, "same day");
        break;
    case LL_WINDOW_DAYS:
        ll_buf_printf(out, "%" PRId32 " days", window->n);
        break;
    case LL_WINDOW_BUSINESS_DAYS:
        ll_buf_printf(out, "%" PRId32 " business days%s", window->n,
                      window->dealers_own ? " of the dealer" : "");
        break;
    }
}

static void add_items(struct ll_buf *out, const struct ll_pack *pack,
                      const struct ll_indicator *indicator)
{
    switch (indicator->items) {
    case LL_ITEM_FIREARM:
        ll_buf_add_lit(out, "firearms");
        break;
    case LL_ITEM_TRACE:
        ll_buf_add_lit(out, "traces");
        break;
    case LL_ITEM_REPORT:
        ll_buf_printf(out, "reports(%.*s)",
                      LL_STR_ARGS(pack->indicators[indicator->reports_of].id));
        break;
    }
}

static int list_pack(const struct ll_pack *pack)
{
    struct ll_buf out = {0};
    bool fine;

    ll_buf_printf(&out, "%.*s %.*s, %s, %zu indicators, leads join within %" PRId32 " days\n",
                  LL_STR_ARGS(pack->id), LL_STR_ARGS(pack->version), pack->digest,
                  pack->indicator_count, pack->quiet_days);
    for (size_t i = 0; i < pack->indicator_count; i++) {
        const struct ll_indicator *one = &pack->indicators[i];
        ll_buf_printf(&out, "%-3s %4" PRId32 "  %.*s\n", one->enabled ? "" : "off", one->weight,
                      LL_STR_ARGS(one->id));
        ll_buf_printf(&out, "           %.*s\n           %s, ", LL_STR_ARGS(one->title),
                      ll_subject_kind_word(one->timeline));
        add_items(&out, pack, one);
        ll_buf_add_lit(&out, ", ");
        add_window(&out, &one->window);
        ll_buf_add_char(&out, '\n');
    }
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine ? CMD_FINE : CMD_FAILED;
}

/* One file or folder; false where it is faulty. */
static bool check(const char *path, const char *calibers, bool list)
{
    bool groups = is_groups_file(path);
    struct cmd_part_files files = {
        .calibers = calibers, .rules = groups ? NULL : path, .groups = groups ? path : NULL};
    struct cmd_parts parts;
    bool fine = cmd_parts_load(&files, &parts) == CMD_FINE;

    if (fine && list && !groups)
        fine = list_pack(parts.pack) == CMD_FINE;
    else if (fine && groups)
        cmd_say("%s: good, %zu groups", path, ll_groups_router(parts.groups)->group_count);
    else if (fine)
        cmd_say("%s: good, %zu indicators, %s", path, parts.pack->indicator_count,
                parts.pack->digest);
    cmd_parts_free(&parts);
    return fine;
}

int cmd_rules(int argc, char **argv)
{
    static const char *const words[] = {"check", "list"};
    const char *calibers = NULL;
    const struct cmd_option options[] = {
        {.name = "calibers",
         .value = "FILE",
         .text = &calibers,
         .help = "The table of calibers that tells aliases from names. Without it: the built-in "
                 "one."},
    };
    size_t operands;
    int code;
    bool list, fine = true;

    if (cmd_args_read(&help, options, 1, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "say what to do: check or list");
    list = strcmp(argv[0], "list") == 0;
    if (!list && strcmp(argv[0], "check") != 0)
        return cmd_args_unknown(&help, "word", argv[0], words, sizeof words / sizeof words[0]);
    if (operands == 1)
        return cmd_args_wrong(&help, "name a file or folder of rules");
    for (size_t i = 1; i < operands; i++)
        fine &= check(argv[i], calibers, list);
    return fine ? CMD_FINE : CMD_FAILED;
}
