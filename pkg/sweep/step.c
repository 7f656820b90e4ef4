/* step.c -- see step.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/step.h"

static enum ll_status no_memory(const struct ll_stepper *stepper, struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes",
                   stepper->walk.log.len);
}

void ll_stepper_start(struct ll_stepper *stepper, const struct ll_subject *subject, ll_str log,
                      bool kept, const struct ll_rules *rules, const struct ll_spans *spans)
{
    stepper->rules = rules;
    stepper->spans = spans;
    ll_arena_reset(&stepper->set);
    if (kept)
        ll_walk_start_kept(&stepper->walk, subject, log, &stepper->index);
    else
        ll_walk_start(&stepper->walk, subject, log, &stepper->set);
    stepper->stand[0] = stepper->stand[1] = (struct ll_assessment){0};
}

static struct ll_arena *turn(struct ll_stepper *stepper)
{
    stepper->turn = !stepper->turn;
    ll_arena_reset(&stepper->work[stepper->turn]);
    return &stepper->work[stepper->turn];
}

static enum ll_status assess(struct ll_stepper *stepper, struct ll_assessment **stand,
                             struct ll_error *err)
{
    struct ll_arena *arena = turn(stepper);
    *stand = &stepper->stand[stepper->turn];
    return ll_assess(*stand, &stepper->walk.subject, &stepper->walk.set, stepper->rules, arena)
               ? LL_OK
               : no_memory(stepper, err);
}

static enum ll_status take_whole(struct ll_stepper *stepper, size_t end, struct ll_step *step,
                                 struct ll_error *err)
{
    struct ll_assessment *after;
    uint64_t revision = stepper->walk.set.revision;
    enum ll_status status = ll_walk_to(&stepper->walk, end, err);
    if (status != LL_OK || stepper->walk.set.revision == revision)
        return status;
    step->before = &stepper->stand[stepper->turn];
    status = assess(stepper, &after, err);
    step->after = after;
    step->changed = true;
    return status;
}

static size_t facts_up_to(const struct ll_walk *walk, size_t end)
{
    struct ll_fact_head head;
    size_t n = 0;
    for (size_t at = walk->offset; at < end; at += head.bytes, n++)
        if (!ll_fact_peek((ll_str){walk->log.ptr + at, walk->log.len - at}, &head))
            break;
    return n;
}

static enum ll_status take_local(struct ll_stepper *stepper, size_t end, struct ll_step *step,
                                 struct ll_error *err)
{
    struct ll_arena *arena = turn(stepper);
    struct ll_walk *walk = &stepper->walk;
    struct ll_assessment *before = &stepper->stand[0], *after = &stepper->stand[1];
    struct ll_touched_list touched = {
        LL_NEW_ARRAY(arena, struct ll_touched, facts_up_to(walk, end)), 0, walk->set.revision};
    struct ll_applied applied;
    while (walk->offset < end) {
        if (!touched.list || !ll_touched_note(&touched, walk, arena))
            return no_memory(stepper, err);
        enum ll_status status = ll_walk_step(walk, &applied, err);
        if (status != LL_OK)
            return status;
    }
    if (walk->set.revision == touched.revision)
        return LL_OK;
    /* What was known of a zone tells only that its leads changed, not which hits they had. */
    walk->index->last.known = false;
    step->changed = true;
    step->before = before;
    step->after = after;
    return ll_local_assess(before, after, walk, &touched, stepper->spans, stepper->rules, arena)
               ? LL_OK
               : no_memory(stepper, err);
}

enum ll_status ll_stepper_take(struct ll_stepper *stepper, size_t end, struct ll_step *step,
                               struct ll_error *err)
{
    *step = (struct ll_step){.whole = !stepper->walk.index};
    enum ll_status status =
        step->whole ? take_whole(stepper, end, step, err) : take_local(stepper, end, step, err);
    step->arena = &stepper->work[stepper->turn];
    return status;
}

enum ll_status ll_stepper_stand(struct ll_stepper *stepper, struct ll_assessment **stand,
                                struct ll_error *err)
{
    *stand = &stepper->stand[stepper->turn];
    return stepper->walk.index ? assess(stepper, stand, err) : LL_OK;
}

void ll_stepper_fini(struct ll_stepper *stepper)
{
    ll_index_fini(&stepper->index);
    ll_arena_fini(&stepper->set);
    ll_arena_fini(&stepper->work[0]);
    ll_arena_fini(&stepper->work[1]);
}
