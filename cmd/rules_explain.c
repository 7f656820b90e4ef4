/* rules_explain.c -- leadline rules explain: indicators in plain English.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/rules.h"
#include "cmd/rules_tests.h"
#include "cmd/say.h"
#include "plain/plain.h"

static const struct cmd_help help = {
    .name = "rules explain",
    .summary = "an indicator in plain English, with its law, parameters and tests",
    .usage = "[options] FILE|DIR [ID...]",
    .about = "Says in words what an indicator looks for, as it was understood, not as it was "
             "written: what is read wrong is read wrong here too. Without an ID, all of the pack. "
             "Named are "
             "the tests that look at the indicator, in the pack and in NAME.test.yaml beside it.",
    .examples = "leadline rules explain rules/atf.yaml multiple-sale-handgun",
    .codes = "0 it is explained; 1 the pack is faulty; 2 bad usage, or the pack has no such id.",
};

static int unknown_id(const struct ll_pack *pack, const char *id, struct ll_arena *arena)
{
    const char **names = LL_NEW_ARRAY(arena, const char *, pack->indicator_count);
    const char *near = NULL;

    for (size_t i = 0; names && i < pack->indicator_count; i++) {
        names[i] = ll_arena_str(arena, pack->indicators[i].id).ptr;
        if (!names[i])
            names = NULL;
    }
    if (names)
        near = ll_nearest(ll_str_from(id), names, pack->indicator_count);
    cmd_say("error: no indicator of the pack has the id '%.128s'%s%s%s", id,
            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return CMD_BAD_USAGE;
}

static int explain(const struct ll_book *book, char **ids, size_t n, struct ll_plain_tests tests,
                   struct ll_arena *arena)
{
    struct ll_buf out = {0};
    uint32_t index;
    int code = CMD_FINE;

    for (size_t i = 0; i < n && !code; i++) {
        if (!ll_pack_find(book->pack, ll_str_from(ids[i]), &index)) {
            code = unknown_id(book->pack, ids[i], arena);
            continue;
        }
        ll_buf_add_str(&out, i ? LL_STR("\n") : LL_STR(""));
        ll_plain_write(book, index, tests, &out);
    }
    for (size_t i = 0; i < book->pack->indicator_count && !n; i++) {
        ll_buf_add_str(&out, i ? LL_STR("\n") : LL_STR(""));
        ll_plain_write(book, i, tests, &out);
    }
    if (!code && (out.failed || !cmd_print(ll_buf_str(&out))))
        code = CMD_FAILED;
    ll_buf_fini(&out);
    return code;
}

int cmd_rules_explain(int argc, char **argv)
{
    struct cmd_part_files files = {0};
    struct cmd_parts parts;
    struct ll_book *book;
    struct ll_plain_tests tests;
    struct ll_errors errors = {0}, warnings = {0};
    const struct cmd_option options[] = {
        {.name = "calibers",
         .value = "FILE",
         .text = &files.calibers,
         .help = CMD_RULES_CALIBERS_HELP},
    };
    size_t operands;
    int code;

    if (cmd_args_read(&help, options, 1, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands == 0)
        return cmd_args_wrong(&help, "name a file or folder of rules");
    code = cmd_parts_load(&files, &parts);
    if (!code &&
        ll_book_load(&parts.arena, argv[0], parts.calibers, &book, &errors, &warnings) == LL_OK) {
        if (cmd_rules_tests_beside(&parts.arena, book, argv[0], &tests)) {
            code = explain(book, argv + 1, operands - 1, tests, &parts.arena);
        } else {
            cmd_say("error: out of memory");
            code = CMD_FAILED;
        }
    } else if (!code) {
        cmd_say_errors(&errors, "error");
        code = CMD_FAILED;
    }
    cmd_parts_free(&parts);
    return code;
}
