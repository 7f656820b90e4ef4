/* rules_schema.c -- leadline rules schema: JSON Schemas for editors.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "cmd/say.h"
#include "schema/schema.h"

static const struct cmd_help help = {
    .name = "rules schema",
    .summary = "JSON Schemas of packs, groups files and settings, for editors",
    .usage = "pack|groups|config",
    .about = "Prints a JSON Schema (draft 2020-12). An editor that knows it completes keys, shows "
             "what they mean, and marks what is wrong in a file's shape as it is written. What "
             "expressions say it does not look at: 'leadline rules check' does.",
    .examples = "leadline rules schema pack >pack.schema.json",
    .codes = "0 it is printed; 1 it could not be; 2 bad usage.",
};

static const struct {
    const char *name;
    void (*write)(struct ll_buf *out);
} schemas[] = {
    {"pack", ll_schema_write_pack},
    {"groups", ll_schema_write_groups},
    {"config", ll_schema_write_config},
};
#define SCHEMAS (sizeof schemas / sizeof schemas[0])

int cmd_rules_schema(int argc, char **argv)
{
    const char *names[SCHEMAS];
    struct ll_buf out = {0};
    size_t operands, i = 0;
    int code;
    bool fine;

    if (cmd_args_read(&help, NULL, 0, argc, argv, &operands, &code) == CMD_STOP)
        return code;
    if (operands != 1)
        return cmd_args_wrong(&help, "name one of pack, groups and config");
    for (; i < SCHEMAS && strcmp(argv[0], schemas[i].name) != 0; i++)
        names[i] = schemas[i].name;
    if (i == SCHEMAS)
        return cmd_args_unknown(&help, "schema", argv[0], names, SCHEMAS);
    schemas[i].write(&out);
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine ? CMD_FINE : CMD_FAILED;
}
