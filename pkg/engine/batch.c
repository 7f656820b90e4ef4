/* batch.c -- batches through one engine alone: the phases in a row.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

static const char *const outcome_words[LL_OUTCOME_COUNT] = {"used", "duplicate", "superseded",
                                                            "rejected", "untied"};

const char *ll_outcome_word(enum ll_outcome outcome)
{
    return outcome_words[outcome];
}

static enum ll_status run(struct ll_batch *batch, const struct ll_engine_sink *sink,
                          struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (int phase = 0; phase < LL_BATCH_PHASES && status == LL_OK; phase++)
        status = ll_batch_work(batch, (enum ll_batch_phase)phase, 0, err);
    return status == LL_OK ? ll_batch_give(batch, sink, err) : status;
}

enum ll_status ll_engine_batch(struct ll_engine *engine, const struct ll_input *inputs, size_t n,
                               const struct ll_engine_sink *sink, struct ll_error *err)
{
    enum ll_status status = ll_batch_start(engine->batch, inputs, n, err);
    return status == LL_OK ? run(engine->batch, sink, err) : status;
}

enum ll_status ll_engine_stand(struct ll_engine *engine, const struct ll_engine_sink *sink,
                               struct ll_error *err)
{
    enum ll_status status = ll_crew_stand(&engine->alone, err);
    while (status == LL_OK && ll_batch_start_standing(engine->batch))
        status = run(engine->batch, sink, err);
    return status;
}
