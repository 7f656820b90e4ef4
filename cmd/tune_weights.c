/* tune_weights.c -- leadline tune: weights that labels suggest.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/tune.h"
#include "tune/weights_part.h"

static int start(struct cmd_tune_run *run, void **state, struct ll_tune_part *part)
{
    const struct cmd_tune_options *o = run->options;
    struct ll_weights_part *weights = NULL;
    struct ll_error err = {0};

    if (!o->weights)
        return CMD_FINE;
    const struct ll_weights_part_setup setup = {.rules = run->rules[0],
                                                .from = o->from,
                                                .to = o->to,
                                                .threads = run->threads,
                                                .seed = (uint64_t)o->seed};
    enum ll_status status = ll_weights_part_new(&setup, &weights, &err);
    *state = weights;
    if (status) {
        cmd_say_error(&err, "error");
        return cmd_code(status);
    }
    *part = (struct ll_tune_part){.section = "weights",
                                  .state = weights,
                                  .take = ll_weights_part_take,
                                  .finish = ll_weights_part_finish,
                                  .json = ll_weights_part_json,
                                  .text = ll_weights_part_text};
    return CMD_FINE;
}

static void release(void *state)
{
    ll_weights_part_free(state);
}

const struct cmd_tune_plug cmd_tune_weights = {.start = start, .free = release};
