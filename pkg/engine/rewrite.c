/* rewrite.c -- a shorter log that says the same.   SPDX-License-Identifier: Apache-2.0
 *
 * An event may be delivered again as long as its offset is not committed, and must then cause the same again: so the facts
 * of the last days stay where they are in the log. What was received before stands together under one revision: the leads of
 * any part of it were told long ago. */
#include "engine/timeline.h"

/* The first fact received after that day; the end of the log if there is none. */
static size_t first_after(const struct ll_walk *walk, ll_day day, struct ll_arena *scratch)
{
    struct ll_fact fact;
    size_t offset = 0;
    while (offset < walk->log.len) {
        ll_str rest = {walk->log.ptr + offset, walk->log.len - offset};
        if (!ll_fact_decode(rest, scratch, &fact))
            break;
        ll_day received = fact.received != LL_DAY_NONE ? fact.received : ll_fact_day(&fact);
        if (received != LL_DAY_NONE && received > day && offset >= walk->base_end)
            break;
        offset += fact.bytes;
    }
    return offset;
}

static bool is_before(const struct ll_walk *walk, ll_str bytes, size_t cut)
{
    return bytes.len && (size_t)(bytes.ptr - walk->log.ptr) < cut;
}

/* A report that is gone must stay known as gone: an older one of its name may be on its way. */
static bool stays(const struct ll_fact_entry *entry)
{
    bool gone = entry->fact->kind == LL_FACT_REPORT && entry->fact->report.gone;
    return ll_fact_entry_live(entry) || (gone && !entry->forgotten);
}

static uint64_t count_or_add(const struct ll_walk *walk, size_t cut, struct ll_buf *out)
{
    uint64_t count = 0;
    for (size_t i = 0; i < walk->set.count; i++) {
        const struct ll_fact_entry *entry = &walk->set.entries[i];
        bool voided = is_before(walk, entry->void_bytes, cut);
        bool fact = is_before(walk, entry->fact_bytes, cut) && stays(entry);
        if (out && voided)
            ll_buf_add_str(out, entry->void_bytes);
        if (out && fact)
            ll_buf_add_str(out, entry->fact_bytes);
        count += (uint64_t)voided + fact;
    }
    return count;
}

/* Forget what nobody needs. False: memory is out. */
static bool forget(struct ll_walk *own, const struct ll_keeping *keepings, size_t n, ll_day today,
                   struct ll_arena *scratch)
{
    struct ll_fact_entry *entries = own->set.entries;
    bool *needed = LL_NEW_ARRAY(scratch, bool, own->set.count);
    size_t forgotten;
    for (size_t k = 0; needed && k < n; k++) {
        for (size_t i = 0; i < own->set.count; i++)
            entries[i].forgotten = false;
        if (!ll_walk_forget(own, keepings[k].retention, today, keepings[k].rules, scratch,
                            &forgotten))
            return false;
        for (size_t i = 0; i < own->set.count; i++)
            needed[i] = needed[i] || !entries[i].forgotten;
    }
    for (size_t i = 0; needed && i < own->set.count; i++)
        entries[i].forgotten = !needed[i];
    return needed != NULL;
}

enum ll_status ll_walk_rewrite(const struct ll_walk *walk, const struct ll_keeping *keepings,
                               size_t n, ll_day today, struct ll_arena *scratch, struct ll_buf *out,
                               struct ll_error *err)
{
    const struct ll_engine_retention *retention = keepings[0].retention;
    bool destroys = retention->destroy_days > 0 && retention->destroy_days < LL_WALK_SETTLED_DAYS;
    int32_t settled = destroys ? retention->destroy_days : LL_WALK_SETTLED_DAYS;
    size_t cut = first_after(walk, today - settled, scratch);
    if (cut <= walk->base_end)
        return LL_OK;
    struct ll_walk own;
    ll_walk_start(&own, &walk->subject, walk->log, scratch);
    enum ll_status status = ll_walk_to(&own, cut, err);
    struct ll_fact base = {
        .kind = LL_FACT_BASE, .version = own.set.revision, .received = LL_DAY_NONE};
    if (status == LL_OK)
        status = ll_walk_to(&own, own.log.len, err);
    if (status != LL_OK)
        return status;
    if (!forget(&own, keepings, n, today, scratch))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for a timeline of %zu bytes",
                       walk->log.len);
    base.hash = count_or_add(&own, cut, NULL);
    ll_fact_encode(&base, out);
    (void)count_or_add(&own, cut, out);
    ll_buf_add(out, walk->log.ptr + cut, walk->log.len - cut);
    return LL_OK;
}
