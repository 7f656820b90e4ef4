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
        "Prints the indicators of a pack as a table; 'off' stands for the weight of one that is "
        "disabled. 'leadline rules explain' says what each looks for. With --resolved it prints "
        "the pack itself, in full: one "
        "file of rules that means the same, with what it extends and overrides, and its lists, "
        "conditions and shared parameters, put in place.",
    .examples = "leadline rules list rules/atf.yaml\n"
                "leadline rules list --resolved mine.yaml > all.yaml",
    .codes = "0 all are good; 1 one is faulty; 2 bad usage.",
};

enum { WEIGHT, ID, ITEMS, TIMELINE, WINDOW, TITLE, COLUMNS };

static const char *const names[COLUMNS] = {"WEIGHT", "ID", "ITEMS", "TIMELINE", "WINDOW", "TITLE"};

static ll_str items_of(const struct ll_pack *pack, const struct ll_indicator *indicator,
                       struct ll_arena *arena)
{
    ll_str of;

    if (indicator->items != LL_ITEM_REPORT)
        return ll_str_from(ll_item_kind_word(indicator->items));
    of = pack->indicators[indicator->reports_of].id;
    return ll_str_from(ll_arena_printf(arena, "reports(%.*s)", LL_STR_ARGS(of)));
}

static ll_str window_of(const struct ll_window *window, struct ll_arena *arena)
{
    switch (window->kind) {
    case LL_WINDOW_SAME_DAY:
        break;
    case LL_WINDOW_DAYS:
        return ll_str_from(ll_arena_printf(arena, "%" PRId32 " days", window->n));
    case LL_WINDOW_BUSINESS_DAYS:
        return ll_str_from(ll_arena_printf(arena, "%" PRId32 " business days%s", window->n,
                                           window->dealers_own ? " of the dealer" : ""));
    }
    return LL_STR("same day");
}

static void fill(const struct ll_pack *pack, const struct ll_indicator *indicator,
                 struct ll_arena *arena, ll_str row[COLUMNS])
{
    row[WEIGHT] = indicator->enabled
                      ? ll_str_from(ll_arena_printf(arena, "%" PRId32, indicator->weight))
                      : LL_STR("off");
    row[ID] = indicator->id;
    row[ITEMS] = items_of(pack, indicator, arena);
    row[TIMELINE] = ll_str_from(ll_subject_kind_word(indicator->timeline));
    row[WINDOW] = window_of(&indicator->window, arena);
    row[TITLE] = indicator->title;
}

/* Characters of UTF-8, each taken for one column. */
static size_t columns_of(ll_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* Numbers to the right, the others to the left; nothing behind the last. */
static void add_row(struct ll_buf *out, const ll_str row[COLUMNS], const size_t widths[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++) {
        int gap = (int)(widths[i] - columns_of(row[i]));
        if (i == WEIGHT)
            ll_buf_printf(out, "%*s", gap, "");
        ll_buf_add_str(out, row[i]);
        if (i + 1 < COLUMNS)
            ll_buf_printf(out, "%*s", (i == WEIGHT ? 0 : gap) + 2, "");
    }
    ll_buf_add_char(out, '\n');
}

static int list_pack(const struct ll_pack *pack, struct ll_arena *arena)
{
    ll_str(*rows)[COLUMNS] =
        (ll_str(*)[COLUMNS])LL_NEW_ARRAY(arena, ll_str, (pack->indicator_count + 1) * COLUMNS);
    size_t widths[COLUMNS] = {0};
    struct ll_buf out = {0};
    bool fine;

    if (!rows)
        return CMD_FAILED;
    for (size_t i = 0; i < COLUMNS; i++)
        rows[0][i] = ll_str_from(names[i]);
    for (size_t i = 0; i < pack->indicator_count; i++)
        fill(pack, &pack->indicators[i], arena, rows[i + 1]);
    for (size_t i = 0; i <= pack->indicator_count; i++) {
        for (size_t k = 0; k < COLUMNS; k++) {
            size_t width = columns_of(rows[i][k]);
            widths[k] = width > widths[k] ? width : widths[k];
        }
    }
    ll_buf_printf(&out, "%.*s%s%.*s: %zu indicator%s, leads join within %" PRId32 " day%s, %s\n\n",
                  LL_STR_ARGS(pack->id), pack->version.len ? " " : "", LL_STR_ARGS(pack->version),
                  pack->indicator_count, pack->indicator_count == 1 ? "" : "s", pack->quiet_days,
                  pack->quiet_days == 1 ? "" : "s", pack->digest);
    for (size_t i = 0; i <= pack->indicator_count; i++)
        add_row(&out, rows[i], widths);
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
                (resolved ? write_pack(argv[i], &parts)
                          : list_pack(parts.pack, &parts.arena) == CMD_FINE);
        cmd_parts_free(&parts);
    }
    return fine ? CMD_FINE : CMD_FAILED;
}
