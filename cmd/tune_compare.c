/* tune_compare.c -- leadline tune: a candidate beside the pack in force, and conditions under which that fails.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/tune.h"
#include "tune/compare.h"
#include "tune/fail.h"

/* In the run's arena. */
struct state {
    struct ll_compare *compare; /* NULL: there is no candidate */
    struct ll_fail_condition *conditions[CMD_LIST_MAX];
};

static int check(struct cmd_tune_run *run, void **out)
{
    const struct cmd_tune_options *o = run->options;
    struct state *state = LL_NEW(&run->parts.arena, struct state);
    struct ll_errors errors = {0};
    enum ll_status status = LL_OK;

    *out = state;
    if (!state) {
        cmd_say("error: no memory");
        return CMD_FAILED;
    }
    for (size_t i = 0; i < o->fail_if.count; i++)
        if (ll_fail_read(&run->parts.arena, o->fail_if.items[i], o->candidate != NULL,
                         &state->conditions[i], &errors))
            status = LL_ERR_SYNTAX;
    cmd_say_errors(&errors, "error");
    return status ? CMD_BAD_USAGE : CMD_FINE;
}

static enum ll_status take(void *state, size_t thread, const struct ll_tune_subject *subject,
                           struct ll_error *err)
{
    return ll_compare_take(((struct state *)state)->compare, thread, subject, err);
}

static enum ll_status finish(void *state, struct ll_error *err)
{
    return ll_compare_finish(((struct state *)state)->compare, err);
}

static void add_json(const void *state, struct ll_buf *out)
{
    ll_compare_json(((const struct state *)state)->compare, out);
}

static void add_text(const void *state, struct ll_buf *out)
{
    ll_compare_text(((const struct state *)state)->compare, out);
}

static int start(struct cmd_tune_run *run, void **out, struct ll_tune_part *part)
{
    const struct cmd_tune_options *o = run->options;
    struct state *state = *out;
    struct ll_error err = {0};

    if (!run->cells.has_candidate)
        return CMD_FINE;
    const struct ll_compare_setup setup = {.present = run->rules[0],
                                           .candidate = run->rules[1],
                                           .from = o->from,
                                           .to = o->to,
                                           .threads = run->threads,
                                           .samples = (size_t)o->samples,
                                           .seed = (uint64_t)o->seed};
    enum ll_status status = ll_compare_new(&setup, &state->compare, &err);
    if (status) {
        cmd_say_error(&err, "error");
        return cmd_code(status);
    }
    *part = (struct ll_tune_part){.section = "changes",
                                  .state = state,
                                  .take = take,
                                  .finish = finish,
                                  .json = add_json,
                                  .text = add_text};
    return CMD_FINE;
}

/* Say of one condition what is worth saying: that it holds, or could not be asked. */
static bool ask(const struct ll_fail_condition *condition, const struct ll_fail_values *values)
{
    struct ll_buf line = {0};
    struct ll_fail_told told = ll_fail_ask(condition, values, &line);

    if (line.failed)
        cmd_say("error: no memory");
    else if (told.holds)
        cmd_say("error: --fail-if: %.*s", LL_STR_ARGS(ll_buf_str(&line)));
    else if (told.unknown)
        cmd_say("warning: --fail-if: %.*s; what is not known fails nothing, but '== null' asks for "
                "it",
                LL_STR_ARGS(ll_buf_str(&line)));
    told.holds |= line.failed;
    ll_buf_fini(&line);
    return told.holds;
}

static int end(struct cmd_tune_run *run, void *out)
{
    const struct state *state = out;
    struct ll_fail_values values;
    bool failed = false;

    ll_fail_values_init(&values);
    ll_fail_take_figure(&values, LL_FAIL_PRESENT, ll_tune_all(run->tune, 0));
    if (state->compare) {
        ll_fail_take_figure(&values, LL_FAIL_CANDIDATE, ll_tune_all(run->tune, 1));
        ll_fail_take_changes(&values, state->compare);
    }
    for (size_t i = 0; i < run->options->fail_if.count; i++)
        failed |= ask(state->conditions[i], &values);
    return failed ? CMD_FAILED : CMD_FINE;
}

static void release(void *state)
{
    if (state)
        ll_compare_free(((struct state *)state)->compare);
}

const struct cmd_tune_plug cmd_tune_compare = {check, start, end, release};
