/* rules_list.c -- leadline rules list: what is in a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/rules.h"
#include "cmd/say.h"
#include "pack/book.h"
#include <inttypes.h>

static const struct cmd_help help = {
    .name = "rules list",
    .summary = "the indicators of a pack",
    .usage = "[options] FILE|DIR...",
    .about =
        "Prints the indicators of a pack: id, weight, timeline, items, window, title; 'off' "
        "stands where one is disabled. With --resolved it prints the pack itself, in full: one "
        "file of rules that means the same, with what it extends and overrides, and its lists, "
        "conditions and shared parameters, put in place.",
    .examples = "leadline rules list rules/atf.yaml\n"
                "leadline rules list --resolved mine.yaml > all.yaml",
    .codes = "0 all are good; 1 one is faulty; 2 bad usage.",
};

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

/* The pack as one file that needs no other. */
static bool write_pack(const char *path, struct cmd_parts *parts)
{
    static struct ll_errors errors, warnings;
    struct ll_buf out = {0};
    struct ll_book *book;
    bool fine;

    errors.count = warnings.count = 0;
    fine = ll_book_load(&parts->arena, path, parts->calibers, &book, &errors, &warnings) == LL_OK;
    if (!fine) {
        cmd_say_errors(&errors, "error");
        return false;
    }
    ll_book_write(book, &out);
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine;
}

int cmd_rules_list(int argc, char **argv)
{
    struct cmd_part_files files = {0};
    bool fine = true, resolved = false;
    const struct cmd_option options[] = {
        {.name = "calibers",
         .value = "FILE",
         .text = &files.calibers,
         .help = CMD_RULES_CALIBERS_HELP},
        {.name = "resolved",
         .flag = &resolved,
         .help = "Print the pack in full, as one file of rules that needs no other."},
    };
    size_t operands;
    int code;

    if (cmd_args_read(&help, options, 2, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "name a file or folder of rules");
    if (resolved && operands > 1)
        return cmd_args_wrong(&help, "--resolved prints one pack; name one file or folder");
    for (size_t i = 0; i < operands; i++) {
        struct cmd_parts parts;
        files.rules = argv[i];
        fine &= cmd_parts_load(&files, &parts) == CMD_FINE &&
                (resolved ? write_pack(argv[i], &parts) : list_pack(parts.pack) == CMD_FINE);
        cmd_parts_free(&parts);
    }
    return fine ? CMD_FINE : CMD_FAILED;
}
