/* local.h -- the leads that some facts can have changed, before and after, without a look at the whole timeline.
 * Depends on: engine/timeline.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_ENGINE_LOCAL_H
#define LL_ENGINE_LOCAL_H

#include "engine/timeline.h"

/* How far the facts of a timeline reach, in days: items of a kind that lie farther apart decide nothing of each other, neither
 * in a window nor by way of in_hit. By ll_subject_kind, by ll_item_kind. */
struct ll_spans {
    int32_t of[4][3];
};

/* Those of the setup's pack, calendars and dealers. */
void ll_spans_find(struct ll_spans *spans, const struct ll_engine_setup *setup);

/* An entry of the set as it was before the facts at hand. */
struct ll_touched {
    uint32_t number;
    struct ll_fact_entry before; /* no fact: it was not there */
};
struct ll_touched_list {
    struct ll_touched *list; /* with room for all facts at hand */
    size_t count;
    uint64_t revision; /* of the set before them */
};

/* Note the entry that the fact at the walk's place is about to touch. False: memory is out, or the fact is damaged. */
bool ll_touched_note(struct ll_touched_list *touched, const struct ll_walk *walk,
                     struct ll_arena *arena);
/* With the facts applied: two assessments whose leads and reports differ exactly as those of the whole timeline do, before and
 * with them. What is the same in both may be anything. The walk has an index. False: memory is out. */
bool ll_local_assess(struct ll_assessment *before, struct ll_assessment *after,
                     struct ll_walk *walk, const struct ll_touched_list *touched,
                     const struct ll_spans *spans, const struct ll_rules *rules,
                     struct ll_arena *arena);

#endif
