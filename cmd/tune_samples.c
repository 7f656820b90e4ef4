/* tune_samples.c -- leadline tune: leads and near misses, drawn for review by hand.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/tune.h"
#include "files/output.h"
#include "tune/sample_review.h"

static enum ll_status take(void *state, size_t thread, const struct ll_tune_subject *subject,
                           struct ll_error *err)
{
    return ll_review_take(state, thread, subject, err);
}

static enum ll_status finish(void *state, struct ll_error *err)
{
    return ll_review_finish(state, err);
}

static void add_json(const void *state, struct ll_buf *out)
{
    ll_review_json(state, out);
}

/* Asking why takes a while: only where someone is to see it. */
static bool is_wanted(const struct cmd_tune_options *o)
{
    return o->json || o->report || o->samples_out;
}

static int start(struct cmd_tune_run *run, void **state, struct ll_tune_part *part)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_review *review = NULL;
    struct ll_error err = {0};
    struct ll_book *book;

    if (!is_wanted(o))
        return CMD_FINE;
    /* What is to be warned of was said when the pack was loaded. */
    if (ll_book_load(&run->parts.arena, o->files.rules, run->parts.calibers, &book, &errors,
                     &warnings)) {
        cmd_say_errors(&errors, "error");
        return CMD_BAD_USAGE;
    }
    const struct ll_review_setup setup = {.book = book,
                                          .rules = run->rules[0],
                                          .calibers = run->parts.calibers,
                                          .from = o->from,
                                          .to = o->to,
                                          .threads = run->threads,
                                          .samples = (size_t)o->samples,
                                          .seed = (uint64_t)o->seed};
    enum ll_status status = ll_review_new(&setup, &review, &err);
    *state = review;
    if (status) {
        cmd_say_error(&err, "error");
        return cmd_code(status);
    }
    *part = (struct ll_tune_part){
        .section = "samples", .state = review, .take = take, .finish = finish, .json = add_json};
    return CMD_FINE;
}

static enum ll_status write_table(const char *path, const struct ll_review *review,
                                  struct ll_error *err)
{
    struct ll_buf table = {0};
    enum ll_status status;

    ll_review_csv(review, &table);
    status = table.failed ? ll_fail(err, LL_ERR_NOMEM, "no memory for the samples")
                          : ll_output_whole(path, ll_buf_str(&table), err);
    ll_buf_fini(&table);
    return status;
}

static int end(struct cmd_tune_run *run, void *state)
{
    struct ll_error err = {0};

    if (!run->options->samples_out || !write_table(run->options->samples_out, state, &err))
        return CMD_FINE;
    cmd_say_error(&err, "error");
    return CMD_FAILED;
}

static void release(void *state)
{
    ll_review_free(state);
}

const struct cmd_tune_plug cmd_tune_samples = {NULL, start, end, release};
