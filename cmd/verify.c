/* verify.c -- leadline verify.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/say.h"

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/parts.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "files/input.h"
#include "files/output.h"
#include <stdlib.h>
#include <unistd.h>

#define BATCH 256
#define OPTIONS_MAX 12

static const struct cmd_help help = {
    .name = "verify",
    .summary = "prove leads from their own evidence",
    .usage = "--rules FILE|DIR [options] LEADS...",
    .about =
        "Computes each lead again from the sales, traces and reports that stand in it, with no "
        "store "
        "and no history, and says whether it holds: the same indicators and hits, dates, score, "
        "id, "
        "time to crime, reasons in words and routes. What differs is told, as expected and as "
        "found.\n"
        "\n"
        "LEADS are files of leads as replay or the worker writes them, one a line, plain or packed "
        "with gzip or zstd; '-' is the standard input. Superseded and withdrawn ones have no "
        "evidence: they are counted.\n"
        "\n"
        "A lead names its pack by its digest. --rules may be given more than once: each lead is "
        "computed by the pack that it names. The dealers, calendar and calibers must be those that "
        "it was made with.",
    .examples = "leadline verify --rules rules/atf.yaml leads.ndjson\n"
                "leadline verify --rules old.yaml --rules new.yaml --dealers dealers.csv --quiet "
                "leads.ndjson.zst\n"
                "leadline verify --rules rules/atf.yaml --groups rules/groups.yaml --json - "
                "<leads.ndjson",
    .codes = "0  All leads hold.\n"
             "1  Some differ, need another pack or cannot be read; or the input cannot.\n"
             "2  Nothing was done: wrong options, or a file of rules, groups, dealers, calendar,\n"
             "   calibers or leads that is faulty or cannot be read.",
};

struct options {
    struct cmd_part_files files;
    struct cmd_list rules;
    bool json, quiet;
};

struct verifying {
    const struct options *options;
    struct cmd_parts parts;
    const struct ll_pack *packs[CMD_LIST_MAX];
    struct ll_proof *proof;
    struct ll_input_reader *input;
    struct ll_output *out;
    struct ll_buf text;
    struct ll_proof_counts counts;
    bool colour;
};

static enum cmd_next read_options(int argc, char **argv, struct options *o, size_t *operands,
                                  int *code)
{
    struct cmd_option options[OPTIONS_MAX];
    size_t n = cmd_part_options(&o->files,
                                "The dealers' names, divisions and open days, as CSV. Without it "
                                "dealers' names are not looked at.",
                                options);

    options[0].text = NULL;
    options[0].list = &o->rules;
    options[0].help = "A rule pack, or a folder whose *.yaml files are one. Required; may be given "
                      "again for further packs.";
    options[1].help = "The groups and their guidelines. Without it routes are not looked at.";
    options[n++] = (struct cmd_option){
        .name = "identity-key-file",
        .value = "FILE",
        .text = &o->files.identity_key_file,
        .help = "The secret with which purchasers' keys are made: then each purchaser's key is "
                "held against its name and birth date."};
    options[n++] = (struct cmd_option){
        .name = "json", .flag = &o->json, .help = "One object of JSON a lead, instead of words."};
    options[n++] = (struct cmd_option){
        .name = "quiet",
        .flag = &o->quiet,
        .help = "Only leads that do not hold, and no summary; errors and warnings."};
    return cmd_args_read(&help, options, n, argc, argv, operands, code);
}

static int load_packs(struct verifying *v)
{
    const struct cmd_list *rules = &v->options->rules;
    enum ll_status status = LL_OK;

    for (size_t i = 0; i < rules->count; i++) {
        struct ll_errors errors = {0}, warnings = {0};
        struct ll_pack *pack = NULL;
        enum ll_status one = ll_pack_load(&v->parts.arena, rules->items[i], v->parts.calibers,
                                          &pack, &errors, &warnings);
        cmd_say_errors(&warnings, "warning");
        cmd_say_errors(&errors, "error");
        status = one ? one : status;
        v->packs[i] = pack;
    }
    return status ? CMD_BAD_USAGE : CMD_FINE;
}

static int open_all(struct verifying *v, const char *const *paths, size_t n)
{
    const struct options *o = v->options;
    struct ll_error err = {0};
    struct ll_input_setup input = {
        .paths = paths, .path_count = n, .batch = BATCH, .stop = cmd_stop_flag()};
    enum ll_status status;
    int code = cmd_parts_load(&o->files, &v->parts);

    if (v->parts.calibers && load_packs(v))
        code = CMD_BAD_USAGE;
    if (code)
        return code;
    struct ll_proof_setup setup = {
        .packs = v->packs,
        .pack_count = o->rules.count,
        .router = v->parts.groups ? ll_groups_router(v->parts.groups) : NULL,
        .dealers = v->parts.dealers,
        .calendar = v->parts.calendar,
        .calibers = v->parts.calibers,
        .identity = o->files.identity_key_file ? v->parts.identity : NULL};
    v->proof = ll_proof_new(&setup);
    status = v->proof ? ll_input_open(&input, &v->input, &err)
                      : ll_fail(&err, LL_ERR_NOMEM, "no memory to verify leads");
    if (status) {
        cmd_say_error(&err, "error");
        return status == LL_ERR_NOMEM ? CMD_FAILED : CMD_BAD_USAGE;
    }
    status = ll_output_open(NULL, &v->out, &err);
    if (status)
        cmd_say_error(&err, "error");
    return cmd_code(status);
}

static enum ll_status take(struct verifying *v, const struct ll_input_line *line,
                           struct ll_error *err)
{
    const struct options *o = v->options;
    const struct ll_proof_place place = {line->file, line->number};
    struct ll_proof_result result;
    enum ll_status status = ll_proof_take(v->proof, line->bytes, &result, err);

    v->counts.read++;
    ll_buf_reset(&v->text);
    if (status == LL_ERR_DATA) {
        v->counts.unreadable++;
        cmd_say("%s:%llu: error: %s", line->file, (unsigned long long)line->number, err->message);
        if (o->json)
            ll_proof_say_unreadable(&v->text, err->message, &place);
        status = LL_OK;
    } else if (!status) {
        v->counts.verdicts[result.verdict]++;
        bool fine = result.verdict == LL_PROOF_HOLDS || result.verdict == LL_PROOF_FELL_AWAY;
        if (o->json && !(fine && o->quiet))
            ll_proof_say_json(&v->text, &result, &place);
        else if (!o->json && result.verdict != LL_PROOF_FELL_AWAY && !(fine && o->quiet))
            ll_proof_say(&v->text, &result, &place, v->colour);
    }
    return status ? status : ll_output_write(v->out, ll_buf_str(&v->text), err);
}

static enum ll_status take_all(struct verifying *v, struct ll_error *err)
{
    const struct ll_input_line *lines;
    size_t n = 0;
    enum ll_status status = LL_OK;

    while (!status && !*cmd_stop_flag()) {
        status = ll_input_next(v->input, &lines, &n, err);
        if (status || n == 0)
            break;
        for (size_t i = 0; i < n && !status; i++)
            status = take(v, &lines[i], err);
        if (!status)
            status = ll_output_flush(v->out, err);
    }
    return status ? status : ll_output_commit(v->out, err);
}

/* Without these files some of a lead is not looked at, or is bound to differ. */
static void say_what_lacks(const struct verifying *v)
{
    const struct ll_proof_counts *counts = &v->counts;

    if (!v->parts.groups)
        cmd_say("routes were not looked at; --groups names the groups file");
    if (!v->parts.dealers && counts->verdicts[LL_PROOF_DIFFERS])
        cmd_say("no dealers are known; if the leads were made with a dealers file, give it by "
                "--dealers");
}

static int verify(struct verifying *v)
{
    const uint64_t *of = v->counts.verdicts;
    struct ll_error err = {0};
    enum ll_status status = take_all(v, &err);
    bool stopped = *cmd_stop_flag() != 0;

    if (status) {
        cmd_say_error(&err, "error");
        return CMD_FAILED;
    }
    if (stopped)
        cmd_say("interrupted after %llu leads", (unsigned long long)v->counts.read);
    if (!v->options->quiet) {
        ll_buf_reset(&v->text);
        for (size_t i = 0; i < v->options->rules.count; i++)
            ll_proof_say_limits(&v->text, v->packs[i]);
        ll_proof_say_sum(&v->text, &v->counts);
        cmd_print_error(ll_buf_str(&v->text));
        say_what_lacks(v);
    }
    return stopped || of[LL_PROOF_DIFFERS] || of[LL_PROOF_OTHER_PACK] || v->counts.unreadable
               ? CMD_FAILED
               : CMD_FINE;
}

int cmd_verify(int argc, char **argv)
{
    struct options o = {0};
    const char *no_colour = getenv("NO_COLOR");
    struct verifying v = {.options = &o,
                          .colour = isatty(STDOUT_FILENO) && (!no_colour || !*no_colour)};
    size_t leads;
    int code;

    if (read_options(argc, argv, &o, &leads, &code) == CMD_STOP)
        return code;
    if (o.rules.count == 0)
        return cmd_args_wrong(&help, "--rules is missing: which pack made the leads?");
    if (leads == 0)
        return cmd_args_wrong(&help, "no leads: name files, or '-' for standard input");
    cmd_stop_watch();
    code = open_all(&v, (const char *const *)argv, leads);
    if (!code)
        code = verify(&v);
    ll_proof_free(v.proof);
    ll_input_close(v.input);
    ll_output_close(v.out);
    ll_buf_fini(&v.text);
    cmd_parts_free(&v.parts);
    return code;
}
