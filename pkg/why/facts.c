/* facts.c -- see facts.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/facts.h"

#include "engine/timeline.h"

enum ll_status ll_why_facts_read(struct ll_why_facts *facts, const struct ll_subject *subject,
                                 ll_str log, struct ll_arena *arena, struct ll_error *err)
{
    struct ll_walk walk;
    *facts = (struct ll_why_facts){.subject = *subject};
    ll_walk_start(&walk, subject, log, arena);
    enum ll_status status = ll_walk_to(&walk, log.len, err);
    if (status)
        return status;
    facts->list = LL_NEW_ARRAY(arena, const struct ll_fact *, walk.set.count);
    if (!facts->list)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", log.len);
    for (size_t i = 0; i < walk.set.count; i++) {
        const struct ll_fact *fact = ll_fact_entry_live(&walk.set.entries[i]);
        if (fact)
            facts->list[facts->count++] = fact;
    }
    return LL_OK;
}

/* All of them stand, so that no table of names is needed, and no stored forms: that there is one tells a fact from a void. */
bool ll_why_facts_assess(const struct ll_why_facts *facts, const struct ll_rules *rules,
                         struct ll_arena *arena, struct ll_assessment *assessment)
{
    struct ll_fact_set set = {.arena = arena, .count = facts->count};
    set.entries = LL_NEW_ARRAY(arena, struct ll_fact_entry, facts->count);
    if (!set.entries)
        return false;
    for (size_t i = 0; i < facts->count; i++)
        set.entries[i] = (struct ll_fact_entry){.fact = facts->list[i], .fact_bytes = LL_STR("-")};
    return ll_assess(assessment, &facts->subject, &set, rules, arena);
}
