/* union.c -- see union.h.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/union.h"

#include "base/hash.h"
#include "pack/index.h"
#include "pack/share.h"

#include <stdlib.h>

struct uniting {
    struct ll_arena *arena, scratch;
    struct ll_pack *out;
    struct ll_indicator *list;
    uint64_t *hashes; /* by place in the list */
    size_t count, cap;
    uint32_t *table; /* place in the list + 1, by hash; 0 free */
    size_t mask;
    uint32_t *slots; /* of the pack at hand: by its slot of in_hit the union's */
};

/* ---- one indicator ---- */

static uint64_t hash_of(const struct ll_indicator *one)
{
    uint64_t hash = ll_hash64(one->id.ptr, one->id.len);
    const uint64_t words[] = {(uint64_t)one->timeline,
                              (uint64_t)one->items,
                              one->reports_of,
                              one->where ? ll_expr_hash(one->where) : 0,
                              ll_expr_hash(one->having),
                              ll_hash64(one->same, one->same_count * sizeof one->same[0]),
                              (uint64_t)one->window.kind,
                              (uint64_t)one->window.n,
                              one->window.dealers_own,
                              (uint64_t)one->trace_days};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        hash = ll_hash_mix(hash + words[i]);
    return hash;
}

static bool finds_alike(const struct ll_indicator *a, const struct ll_indicator *b)
{
    return ll_str_eq(a->id, b->id) && a->timeline == b->timeline && a->items == b->items &&
           a->reports_of == b->reports_of && a->same_count == b->same_count &&
           memcmp(a->same, b->same, a->same_count * sizeof a->same[0]) == 0 &&
           a->window.kind == b->window.kind && a->window.n == b->window.n &&
           a->window.dealers_own == b->window.dealers_own && a->trace_days == b->trace_days &&
           !a->where == !b->where && (!a->where || ll_expr_same(a->where, b->where)) &&
           ll_expr_same(a->having, b->having);
}

/* The union's place of the table for an indicator: free, or of one that finds alike. */
static uint32_t *place_of(const struct uniting *uniting, const struct ll_indicator *one,
                          uint64_t hash)
{
    size_t at = (size_t)hash & uniting->mask;
    for (; uniting->table[at]; at = (at + 1) & uniting->mask) {
        uint32_t index = uniting->table[at] - 1;
        if (uniting->hashes[index] == hash && finds_alike(&uniting->list[index], one))
            break;
    }
    return &uniting->table[at];
}

/* An indicator of a pack as the union would have it: what it names has been placed before. of: of its pack so far. False:
 * memory is out. */
static bool translate(struct uniting *uniting, const struct ll_indicator *one, const uint32_t *of,
                      struct ll_arena *arena, struct ll_indicator *out)
{
    *out = *one;
    out->makes_reports = out->sought = false;
    out->hit_slot = 0;
    out->reports_of = one->items == LL_ITEM_REPORT ? of[one->reports_of] : 0;
    if (one->where)
        out->where = ll_expr_map_hits(one->where, uniting->slots, arena);
    return !one->where || out->where;
}

/* The union's index of an indicator of a pack. */
static enum ll_status add(struct uniting *uniting, const struct ll_indicator *one,
                          const uint32_t *of, uint32_t *index, struct ll_error *err)
{
    struct ll_indicator made;
    if (!translate(uniting, one, of, &uniting->scratch, &made))
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    uint64_t hash = hash_of(&made);
    uint32_t *place = place_of(uniting, &made, hash);
    if (!*place) {
        if (uniting->count == uniting->cap)
            return ll_fail(err, LL_ERR_SYNTAX,
                           "the packs have more than %d different indicators together; try fewer "
                           "values at a time",
                           LL_PACK_INDICATORS_MAX);
        if (!translate(uniting, one, of, uniting->arena, &made))
            return ll_fail(err, LL_ERR_NOMEM, "out of memory");
        uniting->list[uniting->count] = made;
        uniting->hashes[uniting->count] = hash;
        *place = (uint32_t)++uniting->count;
    }
    *index = *place - 1;
    struct ll_indicator *kept = &uniting->list[*index];
    kept->makes_reports = kept->makes_reports || one->makes_reports;
    if (one->sought && !kept->sought) {
        kept->sought = true;
        kept->hit_slot = uniting->out->hit_slot_count++;
    }
    if (one->sought)
        uniting->slots[one->hit_slot] = kept->hit_slot;
    return LL_OK;
}

/* ---- packs ---- */

/* In the pack's order, so that what an indicator names comes before it. */
static enum ll_status add_pack(struct uniting *uniting, const struct ll_pack *pack,
                               const uint32_t **out, struct ll_error *err)
{
    uint32_t *of = LL_NEW_ARRAY(uniting->arena, uint32_t, pack->indicator_count);
    if (!of)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    *out = of;
    for (size_t i = 0; i < pack->indicator_count; i++)
        of[i] = LL_UNION_NONE;
    for (size_t i = 0; i < pack->hit_slot_count; i++)
        uniting->slots[i] = LL_EXPR_NEVER;
    for (size_t i = 0; i < pack->order_count; i++) {
        uint32_t index = pack->order[i];
        const struct ll_indicator *one = &pack->indicators[index];
        if (one->items == LL_ITEM_REPORT && of[one->reports_of] == LL_UNION_NONE)
            continue;
        enum ll_status status = add(uniting, one, of, &of[index], err);
        if (status != LL_OK)
            return status;
    }
    for (unsigned kind = 0; kind < 4; kind++)
        uniting->out->has_kind[kind] = uniting->out->has_kind[kind] || pack->has_kind[kind];
    uniting->out->asks_birth = uniting->out->asks_birth || pack->asks_birth;
    return LL_OK;
}

/* ---- ids ---- */

/* An id and its index, as qsort wants them side by side. */
struct named {
    ll_str id;
    uint32_t index;
};

static int named_cmp(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = ll_str_cmp(x->id, y->id);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* "X", "X#2", "X#3". As no id of a pack has a '#', and all its letters come behind it, variants of two ids are in the order
 * of the ids. */
static bool name_twins(struct uniting *uniting, struct named *names)
{
    size_t nth = 1;
    for (size_t i = 1; i < uniting->count; i++) {
        ll_str id = uniting->list[names[i].index].id;
        nth = ll_str_eq(id, uniting->list[names[i - 1].index].id) ? nth + 1 : 1;
        if (nth == 1)
            continue;
        const char *own = ll_arena_printf(uniting->arena, "%.*s#%zu", LL_STR_ARGS(id), nth);
        if (!own)
            return false;
        names[i].id = ll_str_from(own);
    }
    for (size_t i = 0; i < uniting->count; i++)
        uniting->list[names[i].index].id = names[i].id;
    return true;
}

static bool make_ids(struct uniting *uniting)
{
    size_t n = uniting->count;
    struct named *names = LL_NEW_ARRAY(&uniting->scratch, struct named, n);
    uint32_t *by_id = LL_NEW_ARRAY(uniting->arena, uint32_t, n);
    uint32_t *order = LL_NEW_ARRAY(uniting->arena, uint32_t, n);
    if (!names || !by_id || !order)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        names[i] = (struct named){uniting->list[i].id, i};
        order[i] = i;
    }
    if (n)
        qsort(names, n, sizeof names[0], named_cmp);
    if (!name_twins(uniting, names))
        return false;
    if (n)
        qsort(names, n, sizeof names[0], named_cmp);
    for (uint32_t i = 0; i < n; i++) {
        by_id[i] = names[i].index;
        uniting->list[by_id[i]].rank = i;
    }
    uniting->out->by_id = by_id;
    uniting->out->order = order;
    return true;
}

/* ---- the whole ---- */

static bool prepare(struct uniting *uniting, const struct ll_pack *const *packs, size_t count)
{
    size_t all = 0, slots = 0;
    for (size_t i = 0; i < count; i++) {
        all += packs[i]->order_count;
        slots = packs[i]->hit_slot_count > slots ? packs[i]->hit_slot_count : slots;
    }
    uniting->cap = all < LL_PACK_INDICATORS_MAX ? all : LL_PACK_INDICATORS_MAX;
    uniting->mask = ll_table_size(uniting->cap) - 1;
    uniting->out = LL_NEW(uniting->arena, struct ll_pack);
    uniting->list = LL_NEW_ARRAY(uniting->arena, struct ll_indicator, uniting->cap);
    uniting->hashes = LL_NEW_ARRAY(&uniting->scratch, uint64_t, uniting->cap);
    uniting->table = LL_NEW_ARRAY(&uniting->scratch, uint32_t, uniting->mask + 1);
    uniting->slots = LL_NEW_ARRAY(&uniting->scratch, uint32_t, slots);
    return uniting->out && uniting->list && uniting->hashes && uniting->table && uniting->slots;
}

static bool finish(struct uniting *uniting, const struct ll_pack *first)
{
    struct ll_pack *out = uniting->out;
    out->id = first->id;
    out->version = first->version;
    out->quiet_days = first->quiet_days;
    out->indicators = uniting->list;
    out->indicator_count = out->order_count = uniting->count;
    return make_ids(uniting) &&
           ll_share_number(out, uniting->list, uniting->count, &uniting->scratch) &&
           ll_index_make(out, uniting->arena, &uniting->scratch);
}

enum ll_status ll_pack_unite(struct ll_arena *arena, const struct ll_pack *const *packs,
                             size_t count, struct ll_pack_union *out, struct ll_error *err)
{
    struct uniting uniting = {.arena = arena};
    enum ll_status status = LL_OK;
    const uint32_t **of = LL_NEW_ARRAY(arena, const uint32_t *, count);
    bool fine = of && prepare(&uniting, packs, count);
    for (size_t i = 0; fine && status == LL_OK && i < count; i++)
        status = add_pack(&uniting, packs[i], &of[i], err);
    if (status == LL_OK && !(fine && finish(&uniting, packs[0])))
        status = ll_fail(err, LL_ERR_NOMEM, "out of memory");
    *out = (struct ll_pack_union){uniting.out, of};
    ll_arena_fini(&uniting.scratch);
    return status;
}
