/* timeline.c -- see timeline.h.   SPDX-License-Identifier: Apache-2.0 */
#include "engine/timeline.h"

#include "base/hash.h"
#include "engine/ids.h"

static ll_str rest(const struct ll_walk *walk, size_t offset)
{
    return (ll_str){walk->log.ptr + offset, walk->log.len - offset};
}

/* Where the facts that stand together end: behind the base and as many facts as it counts. */
static void find_base_end(struct ll_walk *walk)
{
    struct ll_fact_head head;
    if (!ll_fact_peek(walk->log, &head) || head.kind != LL_FACT_BASE)
        return;
    uint64_t left = head.hash;
    walk->base_revision = head.version;
    walk->base_end = head.bytes;
    for (; left && ll_fact_peek(rest(walk, walk->base_end), &head); left--)
        walk->base_end += head.bytes;
}

void ll_walk_start(struct ll_walk *walk, const struct ll_subject *subject, ll_str log,
                   struct ll_arena *arena)
{
    *walk = (struct ll_walk){
        .subject = *subject, .log = log, .arena = arena, .oldest = LL_DAY_2099_12_31};
    ll_fact_set_init(&walk->set, arena);
    find_base_end(walk);
}

void ll_walk_start_kept(struct ll_walk *walk, const struct ll_subject *subject, ll_str log,
                        struct ll_index *index)
{
    ll_index_reset(index);
    ll_walk_start(walk, subject, log, &index->arena);
    walk->index = index;
}

static bool lies_at(ll_str log, size_t offset, ll_str bytes)
{
    return bytes.len <= log.len - offset && memcmp(log.ptr + offset, bytes.ptr, bytes.len) == 0;
}

bool ll_walk_goes_on(struct ll_walk *walk, ll_str log)
{
    if (walk->offset == 0 || walk->set.failed || log.len < walk->offset ||
        !lies_at(log, 0, walk->first) || !lies_at(log, walk->offset - walk->last.len, walk->last))
        return false;
    walk->log = log;
    /* What is forgotten is found out anew by whoever reads a log. */
    for (size_t i = 0; i < walk->set.count; i++)
        walk->set.entries[i].forgotten = false;
    return true;
}

size_t ll_walk_find(const struct ll_walk *walk, const struct ll_fact_head *wanted)
{
    struct ll_fact_head head;
    size_t known = walk->index ? ll_index_find(walk->index, walk->log, wanted) : walk->log.len;
    if (known < walk->log.len)
        return known;
    for (size_t offset = walk->index ? walk->offset : 0; offset < walk->log.len;
         offset += head.bytes) {
        if (!ll_fact_peek(rest(walk, offset), &head))
            break;
        if (ll_fact_head_eq(&head, wanted))
            return offset;
    }
    return walk->log.len;
}

static enum ll_status damaged(const struct ll_walk *walk, struct ll_error *err)
{
    char key[LL_SUBJECT_KEY_TEXT];
    size_t len = ll_subject_key_format(&walk->subject, key);
    return ll_fail(err, LL_ERR_STORE,
                   "the stored timeline of %s %.*s is damaged at byte %zu of %zu; delete that key "
                   "and read its events again",
                   ll_subject_kind_word((enum ll_subject_kind)walk->subject.kind), (int)len, key,
                   walk->offset, walk->log.len);
}

static enum ll_status no_memory(const struct ll_walk *walk, struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes", walk->log.len);
}

/* The bytes of the fact at the offset: where they outlive the log, a copy. ptr NULL: memory is out. */
static ll_str bytes_of_next(const struct ll_walk *walk, const struct ll_fact_head *head)
{
    ll_str bytes = {walk->log.ptr + walk->offset, head->bytes};
    return walk->index ? ll_arena_str(walk->arena, bytes) : bytes;
}

static bool index_next(struct ll_walk *walk, const struct ll_fact_head *head, ll_str bytes,
                       const struct ll_applied *applied)
{
    if (walk->offset == 0)
        walk->first = bytes;
    walk->last = bytes;
    return ll_index_place(walk->index, walk->log, head, walk->offset) &&
           (!applied->entry || ll_index_entry(walk->index, &walk->set, applied->entry));
}

enum ll_status ll_walk_step(struct ll_walk *walk, struct ll_applied *applied, struct ll_error *err)
{
    struct ll_fact fact;
    struct ll_fact_head head;
    if (!ll_fact_peek(rest(walk, walk->offset), &head))
        return damaged(walk, err);
    ll_str bytes = bytes_of_next(walk, &head);
    if (!bytes.ptr)
        return no_memory(walk, err);
    if (!ll_fact_decode(bytes, walk->arena, &fact))
        return damaged(walk, err);
    *applied = ll_fact_set_apply(&walk->set, &fact, bytes);
    if (!walk->set.failed && walk->index)
        walk->set.failed = !index_next(walk, &head, bytes, applied);
    if (walk->set.failed)
        return no_memory(walk, err);
    walk->offset += fact.bytes;
    if (walk->offset <= walk->base_end)
        walk->set.revision = walk->base_revision;
    ll_day day = ll_fact_day(&fact);
    if (day != LL_DAY_NONE && day < walk->oldest)
        walk->oldest = day;
    return LL_OK;
}

enum ll_status ll_walk_to(struct ll_walk *walk, size_t offset, struct ll_error *err)
{
    if (offset < walk->offset && walk->index)
        ll_walk_start_kept(walk, &walk->subject, walk->log, walk->index);
    else if (offset < walk->offset)
        ll_walk_start(walk, &walk->subject, walk->log, walk->arena);
    while (walk->offset < offset) {
        struct ll_applied applied;
        enum ll_status status = ll_walk_step(walk, &applied, err);
        if (status != LL_OK)
            return status;
    }
    return LL_OK;
}

/* Facts, by their addresses. */
struct kept {
    const struct ll_fact **table; /* NULL: free */
    size_t size;
};

static const struct ll_fact **slot_of(const struct kept *kept, const struct ll_fact *fact)
{
    size_t at = ll_hash_mix((uintptr_t)fact) & (kept->size - 1);
    while (kept->table[at] && kept->table[at] != fact)
        at = (at + 1) & (kept->size - 1);
    return &kept->table[at];
}

static void keep_items(const struct kept *kept, const struct ll_item *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *slot_of(kept, items[i]->fact) = items[i]->fact;
}

static void keep_lead(const struct kept *kept, const struct ll_lead *lead)
{
    keep_items(kept, lead->sales, lead->sale_count);
    keep_items(kept, lead->traces, lead->trace_count);
    keep_items(kept, lead->reports, lead->report_count);
}

static bool lead_is_kept(const struct ll_lead *lead, const struct ll_engine_retention *retention,
                         ll_day today)
{
    int32_t days = lead->trace_count ? retention->traced_lead_days : retention->lead_days;
    return today - lead->last_day <= days;
}

/* Forget what no kept lead has and is older than its kind is kept for; a fact of a lead that is forgotten goes with it. */
static size_t forget_facts(struct ll_walk *walk, const struct ll_engine_retention *retention,
                           ll_day today, const struct kept *kept)
{
    size_t forgotten = 0;
    for (size_t i = 0; i < walk->set.count; i++) {
        struct ll_fact_entry *entry = &walk->set.entries[i];
        const struct ll_fact *fact = ll_fact_entry_live(entry);
        if (!fact || *slot_of(kept, fact))
            continue;
        int32_t days =
            fact->kind == LL_FACT_TRACE ? retention->traced_lead_days : retention->sale_days;
        ll_day day = ll_fact_day(fact);
        if (retention->destroy_days > 0) {
            days = retention->destroy_days;
            day = fact->received != LL_DAY_NONE ? fact->received : day;
        }
        entry->forgotten = today - day > days;
        forgotten += entry->forgotten;
    }
    return forgotten;
}

bool ll_walk_forget(struct ll_walk *walk, const struct ll_engine_retention *retention, ll_day today,
                    const struct ll_rules *rules, struct ll_arena *scratch, size_t *forgotten)
{
    *forgotten = 0;
    int32_t soonest = retention->destroy_days > 0 ? retention->destroy_days : retention->sale_days;
    if (!retention->forget || today - walk->oldest <= soonest)
        return true;
    if (walk->index)
        walk->index->last.known = false;
    struct ll_assessment assessment;
    if (!ll_assess(&assessment, &walk->subject, &walk->set, rules, scratch))
        return false;
    struct kept kept = {.size = ll_table_size(walk->set.count)};
    kept.table = LL_NEW_ARRAY(scratch, const struct ll_fact *, kept.size);
    if (!kept.table)
        return false;
    for (size_t i = 0; retention->destroy_days <= 0 && i < assessment.lead_count; i++)
        if (lead_is_kept(&assessment.leads[i], retention, today))
            keep_lead(&kept, &assessment.leads[i]);
    *forgotten = forget_facts(walk, retention, today, &kept);
    return true;
}
