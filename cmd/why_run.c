/* why_run.c -- see why_run.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/why_run.h"

#include "base/nearest.h"
#include "base/readfile.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/stop.h"
#include "files/input.h"
#include "redis/store.h"
#include "why/json.h"
#include "why/text.h"
#include <stdlib.h>

#define BATCH 1024

/* ---- what is needed ---- */

static int load_book(struct why_run *run)
{
    struct ll_errors errors = {0}, warnings = {0};
    enum ll_status status = ll_book_load(&run->parts.arena, run->options->files.rules,
                                         run->parts.calibers, &run->book, &errors, &warnings);

    cmd_say_errors(&warnings, "warning");
    cmd_say_errors(&errors, "error");
    return status ? CMD_BAD_USAGE : CMD_FINE;
}

static int check_indicator(const struct why_run *run)
{
    const char *wanted = run->options->indicator, *near;
    const struct ll_pack *pack = run->book->pack;
    struct ll_arena scratch = {0};
    const char **names;
    uint32_t index;

    if (!wanted || ll_pack_find(pack, ll_str_from(wanted), &index))
        return CMD_FINE;
    names = LL_NEW_ARRAY(&scratch, const char *, pack->indicator_count);
    for (size_t i = 0; names && i < pack->indicator_count; i++) {
        ll_str name = ll_arena_str(&scratch, pack->indicators[i].id);
        names[i] = name.ptr ? name.ptr : "";
    }
    near = names ? ll_nearest(ll_str_from(wanted), names, pack->indicator_count) : NULL;
    cmd_say("error: %s has no indicator '%.128s'%s%s%s", run->options->files.rules, wanted,
            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    ll_arena_fini(&scratch);
    return CMD_BAD_USAGE;
}

static enum ll_status open_redis(struct why_run *run, struct ll_error *err)
{
    const struct why_options *o = run->options;
    struct ll_redis_options options = {.prefix = o->prefix, .username = o->user};
    struct ll_redis_address at;
    struct ll_source password = {0};
    enum ll_status status = ll_redis_address_parse(ll_str_from(o->store), &at, err);

    if (!status && o->password_file)
        status = ll_readfile(&run->parts.arena, o->password_file, &password, err);
    if (status)
        return status;
    ll_str word = ll_arena_str(&run->parts.arena, ll_str_trim(password.text));
    options.password = password.text.len ? word.ptr : NULL;
    options.host = at.host[0] ? at.host : NULL;
    options.path = at.path[0] ? at.path : NULL;
    options.port = at.port;
    options.db = at.db;
    run->store = ll_redis_store_open(&options, err);
    if (!run->store)
        return err->status ? err->status : LL_ERR_NOMEM;
    return ll_redis_store_connect(run->store, err);
}

static enum ll_status open_store(struct why_run *run, struct ll_error *err)
{
    if (run->options->store)
        return open_redis(run, err);
    run->store = ll_store_memory_new();
    return run->store ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for the store");
}

int why_run_open(struct why_run *run, const struct why_options *options)
{
    struct cmd_part_files files = options->files;
    struct ll_error err = {0};
    enum ll_status status = LL_OK;
    int code;

    *run = (struct why_run){.options = options};
    files.rules = NULL; /* read as a book, which keeps what its writers wrote */
    code = cmd_parts_load(&files, &run->parts);
    if (run->parts.calibers && load_book(run))
        code = CMD_BAD_USAGE;
    if (code)
        return code;
    run->rules = (struct ll_rules){
        .pack = run->book->pack, .dealers = run->parts.dealers, .calendar = run->parts.calendar};
    run->target.lead = ll_str_from(options->lead);
    run->target.sale = ll_str_from(options->sale);
    run->target.trace = ll_str_from(options->trace);
    run->target.has_subject = options->subject != NULL;
    if (options->subject)
        status = ll_why_subject_parse(ll_str_from(options->subject), run->parts.identity,
                                      &run->target.subject, &err);
    if (!status && check_indicator(run))
        return CMD_BAD_USAGE;
    if (!status)
        status = open_store(run, &err);
    if (status)
        cmd_say_error(&err, "error");
    return cmd_code(status);
}

void why_run_close(struct why_run *run)
{
    if (run->store)
        run->store->ops->free(run->store);
    ll_buf_fini(&run->out);
    cmd_parts_free(&run->parts);
}

/* ---- telling ---- */

static enum ll_status no_facts(const struct ll_why_finder *finder, const struct ll_subject *subject,
                               struct ll_error *err)
{
    char key[LL_SUBJECT_KEY_TEXT];
    int len = (int)ll_subject_key_format(subject, key);
    const char *kind = ll_subject_kind_word((enum ll_subject_kind)subject->kind);

    if (finder)
        return ll_why_finder_nothing(finder, subject, err);
    return ll_fail(err, LL_ERR_DATA,
                   "the store has nothing of %s %.*s; are --identity-key-file and "
                   "--store-prefix those of the worker?",
                   kind, len, key);
}

/* The sale or trace is known, and stands no longer; or on a live store it may never have been. */
static enum ll_status not_asked(const struct why_run *run, const struct ll_subject *subject,
                                struct ll_error *err)
{
    const struct why_options *o = run->options;
    char key[LL_SUBJECT_KEY_TEXT];
    int len = (int)ll_subject_key_format(subject, key);
    const char *what = o->lead ? "lead" : o->sale ? "sale" : "trace";
    const char *id = o->lead ? o->lead : o->sale ? o->sale : o->trace;

    return ll_fail(err, LL_ERR_DATA,
                   "%s %.*s has no %s '%.100s' that stands: it was withdrawn, or is of another; "
                   "--subject alone tells what there is",
                   ll_subject_kind_word((enum ll_subject_kind)subject->kind), len, key, what, id);
}

/* finder: NULL of a live store. *told: there was something to tell of what was asked. */
static enum ll_status tell(struct why_run *run, const struct ll_subject *subject,
                           const struct ll_why_finder *finder, bool *told, struct ll_error *err)
{
    const struct why_options *o = run->options;
    struct ll_arena arena = {0};
    struct ll_read log = {.subject = *subject};
    struct ll_why_facts facts = {0};
    struct ll_why why;
    const struct ll_why_setup setup = {.book = run->book,
                                       .rules = &run->rules,
                                       .groups = run->parts.groups,
                                       .calibers = run->parts.calibers,
                                       .facts = &facts,
                                       .lead = run->target.lead,
                                       .sale = run->target.sale,
                                       .trace = run->target.trace,
                                       .indicator = ll_str_from(o->indicator)};
    const struct ll_why_style style = {o->colour, o->all};
    enum ll_status status = run->store->ops->read(run->store, &log, 1, err);

    if (!status)
        status = ll_why_facts_read(&facts, subject, log.log, &arena, err);
    if (!status && facts.count == 0)
        status = no_facts(finder, subject, err);
    if (!status)
        status = ll_why_look(&why, &setup, &arena, err);
    if (!status && !ll_why_has_asked(&why))
        status = not_asked(run, subject, err);
    if (!status) {
        if (*told && !o->json)
            ll_buf_add_char(&run->out, '\n');
        if (o->json)
            ll_why_json(&run->out, &why);
        else if (!ll_why_text(&run->out, &why, &style, &arena))
            status = ll_fail(err, LL_ERR_NOMEM, "no memory for the text");
        *told = true;
    }
    ll_arena_fini(&arena);
    return status;
}

/* One that cannot be told of is no fault where another can. */
static enum ll_status tell_all(struct why_run *run, const struct ll_subject *subjects, size_t count,
                               const struct ll_why_finder *finder, struct ll_error *err)
{
    size_t shown = count < LL_WHY_SUBJECTS_MAX ? count : LL_WHY_SUBJECTS_MAX;
    enum ll_status status = LL_OK;
    bool told = false;

    for (size_t i = 0; i < shown && (!status || status == LL_ERR_DATA); i++) {
        status = tell(run, &subjects[i], finder, &told, err);
    }
    if (status == LL_ERR_DATA && told)
        status = LL_OK;
    if (!status && count > shown)
        cmd_say("warning: %zu timelines have that id; those of %zu are told", count, shown);
    return status;
}

/* ---- reading ---- */

static enum ll_status read_events(struct ll_why_finder *finder, struct ll_input_reader *reader,
                                  struct ll_error *err)
{
    static struct ll_input inputs[BATCH];
    const struct ll_input_line *lines;
    enum ll_status status = LL_OK;
    size_t n = 1;

    while (!status && n && !*cmd_stop_flag()) {
        status = ll_input_next(reader, &lines, &n, err);
        for (size_t i = 0; !status && i < n; i++)
            inputs[i] = (struct ll_input){.bytes = lines[i].bytes};
        if (!status && n)
            status = ll_why_finder_take(finder, inputs, n, err);
    }
    if (!status && *cmd_stop_flag())
        return ll_fail(err, LL_ERR_IO, "interrupted");
    return status;
}

static enum ll_status tell_of_events(struct why_run *run, int *code, struct ll_error *err)
{
    const struct ll_engine_setup setup = {.pack = run->book->pack,
                                          .dealers = run->parts.dealers,
                                          .calendar = run->parts.calendar,
                                          .calibers = run->parts.calibers,
                                          .identity = run->parts.identity,
                                          .store = run->store};
    const struct ll_input_setup files = {.paths = run->options->events,
                                         .path_count = run->options->event_count,
                                         .batch = BATCH,
                                         .stop = cmd_stop_flag()};
    struct ll_why_finder *finder = NULL;
    struct ll_input_reader *reader = NULL;
    const struct ll_subject *subjects;
    size_t count;
    enum ll_status status = ll_input_open(&files, &reader, err);

    *code = status == LL_ERR_IO ? CMD_BAD_USAGE : CMD_FAILED;
    if (!status)
        status = ll_why_finder_new(&setup, &run->target, &finder, err);
    if (!status)
        status = read_events(finder, reader, err);
    if (!status)
        status = ll_why_finder_found(finder, &subjects, &count, err);
    if (!status)
        status = tell_all(run, subjects, count, finder, err);
    ll_why_finder_free(finder);
    ll_input_close(reader);
    return status;
}

int why_run_tell(struct why_run *run)
{
    struct ll_error err = {0};
    int code = CMD_FAILED;
    enum ll_status status = run->options->store ? tell_all(run, &run->target.subject, 1, NULL, &err)
                                                : tell_of_events(run, &code, &err);

    if (status) {
        cmd_say_error(&err, "error");
        return code;
    }
    return !run->out.failed && cmd_print(ll_buf_str(&run->out)) ? CMD_FINE : CMD_FAILED;
}
