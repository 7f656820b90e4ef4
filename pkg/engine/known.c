/* known.c -- the subjects that have or had a lead, or are to be looked at, with their names.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/state.h"

#include <stdlib.h>

static uint32_t *known_slot(const struct ll_engine *engine, const struct ll_subject *subject)
{
    size_t at = ll_subject_hash(subject) & (engine->known_table_size - 1);
    while (engine->known_table[at] &&
           !ll_subject_eq(&engine->known[engine->known_table[at] - 1].subject, subject))
        at = (at + 1) & (engine->known_table_size - 1);
    return &engine->known_table[at];
}

static bool grow_known_table(struct ll_engine *engine)
{
    size_t size = engine->known_table_size ? engine->known_table_size * 2 : 1024;
    uint32_t *table = calloc(size, sizeof *table);
    if (!table)
        return false;
    free(engine->known_table);
    engine->known_table = table;
    engine->known_table_size = size;
    for (size_t i = 0; i < engine->known_count; i++)
        *known_slot(engine, &engine->known[i].subject) = (uint32_t)i + 1;
    return true;
}

enum ll_status ll_engine_know(struct ll_engine *engine, const struct ll_lead_subject *subject,
                              struct ll_error *err)
{
    const struct ll_engine_setup *setup = &engine->setup;
    if (!setup->remember_names && !setup->collect)
        return LL_OK;
    if ((engine->known_count + 1) * 2 > engine->known_table_size && !grow_known_table(engine))
        return ll_engine_no_memory(err);
    uint32_t *slot = known_slot(engine, &subject->subject);
    if (*slot)
        return LL_OK;
    if (!ll_engine_grow(&engine->known, &engine->known_cap, engine->known_count + 1,
                        sizeof *engine->known))
        return ll_engine_no_memory(err);
    struct ll_lead_subject copy = *subject;
    if (!setup->remember_names)
        copy = (struct ll_lead_subject){.subject = subject->subject, .born = LL_DAY_NONE};
    copy.last_name = ll_arena_str(&engine->names, copy.last_name);
    copy.first_name = ll_arena_str(&engine->names, copy.first_name);
    if (!copy.last_name.ptr || !copy.first_name.ptr)
        return ll_engine_no_memory(err);
    engine->known[engine->known_count] = copy;
    *slot = (uint32_t)++engine->known_count;
    return LL_OK;
}
