/* set.c -- see set.h.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/set.h"

#include "base/hash.h"

void ll_fact_set_init(struct ll_fact_set *set, struct ll_arena *arena)
{
    *set = (struct ll_fact_set){.arena = arena};
}

static bool is_sale(enum ll_fact_kind kind)
{
    return kind == LL_FACT_SALE || kind == LL_FACT_SALE_VOID;
}

static uint64_t name_hash(const struct ll_fact *fact)
{
    if (fact->kind != LL_FACT_REPORT)
        return ll_hash_mix(ll_hash64(fact->id.ptr, fact->id.len) + is_sale(fact->kind));
    const struct ll_report_fact *report = &fact->report;
    uint64_t hash = ll_hash64(report->purchaser.bytes, sizeof report->purchaser.bytes);
    hash = ll_hash_mix(hash ^ ll_hash64(report->indicator.ptr, report->indicator.len));
    return ll_hash_mix(hash + ((uint64_t)report->dealer << 32) + (uint32_t)report->day);
}

static bool same_name(const struct ll_fact *a, const struct ll_fact *b)
{
    if ((a->kind == LL_FACT_REPORT) != (b->kind == LL_FACT_REPORT))
        return false;
    if (a->kind != LL_FACT_REPORT)
        return is_sale(a->kind) == is_sale(b->kind) && ll_str_eq(a->id, b->id);
    const struct ll_report_fact *r = &a->report, *s = &b->report;
    return r->day == s->day && r->dealer == s->dealer && ll_str_eq(r->indicator, s->indicator) &&
           memcmp(&r->purchaser, &s->purchaser, sizeof r->purchaser) == 0;
}

static bool grow(struct ll_fact_set *set)
{
    size_t cap = set->cap ? set->cap * 2 : 8, size = cap * 2;
    struct ll_fact_entry *entries = LL_NEW_ARRAY(set->arena, struct ll_fact_entry, cap);
    uint32_t *table = LL_NEW_ARRAY(set->arena, uint32_t, size);
    if (!entries || !table)
        return false;
    if (set->count)
        memcpy(entries, set->entries, set->count * sizeof *entries);
    for (size_t i = 0; i < set->count; i++) {
        size_t slot = name_hash(entries[i].fact) & (size - 1);
        while (table[slot])
            slot = (slot + 1) & (size - 1);
        table[slot] = (uint32_t)i + 1;
    }
    set->entries = entries;
    set->table = table;
    set->cap = cap;
    set->table_size = size;
    return true;
}

/* The slot of the fact's name: that of its entry, or a free one. */
static uint32_t *slot_of(const struct ll_fact_set *set, const struct ll_fact *fact)
{
    size_t slot = name_hash(fact) & (set->table_size - 1);
    while (set->table[slot] && !same_name(set->entries[set->table[slot] - 1].fact, fact))
        slot = (slot + 1) & (set->table_size - 1);
    return &set->table[slot];
}

const struct ll_fact_entry *ll_fact_set_entry(const struct ll_fact_set *set,
                                              const struct ll_fact *fact)
{
    uint32_t number = set->count ? *slot_of(set, fact) : 0;
    return number ? &set->entries[number - 1] : NULL;
}

static struct ll_fact_entry *find_or_add(struct ll_fact_set *set, const struct ll_fact *fact)
{
    if (set->count == set->cap && !grow(set))
        return NULL;
    uint32_t *slot = slot_of(set, fact);
    if (*slot)
        return &set->entries[*slot - 1];
    struct ll_fact_entry *entry = &set->entries[set->count++];
    *entry = (struct ll_fact_entry){0};
    *slot = (uint32_t)set->count;
    return entry;
}

/* The entry names itself by a fact of its own. */
static bool take(struct ll_fact_set *set, struct ll_fact_entry *entry, const struct ll_fact *fact)
{
    struct ll_fact *copy = ll_arena_alloc_raw(set->arena, sizeof *copy, alignof(struct ll_fact));
    if (copy)
        *copy = *fact;
    else
        set->failed = true;
    entry->fact = copy ? copy : entry->fact;
    entry->item = NULL;
    return copy != NULL;
}

static bool has_body(const struct ll_fact_entry *entry)
{
    return entry->fact_bytes.len != 0;
}

static void apply_void(struct ll_fact_entry *entry, const struct ll_fact *fact, ll_str bytes,
                       struct ll_applied *applied)
{
    uint64_t version = fact->version ? fact->version : UINT64_MAX;
    bool same = version == entry->void_version;
    applied->conflict = same && fact->hash != entry->void_hash;
    /* Of two voids of one version the greater hash holds: it changes nothing but which of them is remembered. */
    if (version > entry->void_version || (same && fact->hash > entry->void_hash)) {
        applied->used = !same;
        entry->void_version = version;
        entry->void_hash = fact->hash;
        entry->void_bytes = bytes;
    }
}

static void apply_body(struct ll_fact_set *set, struct ll_fact_entry *entry,
                       const struct ll_fact *fact, ll_str bytes, struct ll_applied *applied)
{
    if (has_body(entry)) {
        const struct ll_fact *old = entry->fact;
        applied->conflict = old->version == fact->version && old->hash != fact->hash;
        applied->two_dealers = fact->kind == LL_FACT_SALE && old->dealer.key != fact->dealer.key;
        if (fact->version < old->version ||
            (fact->version == old->version && fact->hash <= old->hash))
            return;
    }
    if (!take(set, entry, fact))
        return;
    entry->fact_bytes = bytes;
    entry->forgotten = false;
    applied->used = fact->version > entry->void_version;
}

struct ll_applied ll_fact_set_apply(struct ll_fact_set *set, const struct ll_fact *fact,
                                    ll_str bytes)
{
    struct ll_applied applied = {0};
    if (fact->kind == LL_FACT_BASE) {
        if (fact->version > set->revision)
            set->revision = fact->version;
        return applied;
    }
    struct ll_fact_entry *entry = find_or_add(set, fact);
    if (!entry) {
        set->failed = true;
        return applied;
    }
    applied.entry = entry;
    if (fact->kind == LL_FACT_SALE_VOID || fact->kind == LL_FACT_TRACE_VOID) {
        if (!entry->fact)
            (void)take(set, entry, fact);
        apply_void(entry, fact, bytes, &applied);
    } else {
        apply_body(set, entry, fact, bytes, &applied);
    }
    set->revision += applied.used;
    return applied;
}

const struct ll_fact *ll_fact_entry_live(const struct ll_fact_entry *entry)
{
    if (!has_body(entry) || entry->forgotten || entry->fact->version <= entry->void_version)
        return NULL;
    return entry->fact->kind == LL_FACT_REPORT && entry->fact->report.gone ? NULL : entry->fact;
}

ll_day ll_fact_day(const struct ll_fact *fact)
{
    switch (fact->kind) {
    case LL_FACT_SALE:
        return fact->occurred.day;
    case LL_FACT_TRACE:
        return fact->recovered_on != LL_DAY_NONE ? fact->recovered_on : fact->requested_on;
    case LL_FACT_REPORT:
        return fact->report.day;
    case LL_FACT_SALE_VOID:
    case LL_FACT_TRACE_VOID:
    case LL_FACT_BASE:
        break;
    }
    return fact->received;
}
